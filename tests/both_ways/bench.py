"""A store that travels both ways, run by the real sync and history code over the sandbox, without Airflow's tasks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bc_myob.history.database import migrate, open_history
from bc_myob.history.items import Items
from bc_myob.history.records import SyncRecords
from bc_myob.history.runs import Runs
from bc_myob.history.staging import Staging
from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.model.entities import Entity
from bc_myob.model.records import Window
from bc_myob.operators.loading.batch import load_batch
from bc_myob.operators.loading.store_desk import StoreDesk
from bc_myob.operators.loading.workbench import Waiting, Workbench
from bc_myob.operators.pairing.customers import map_customer_pairs
from bc_myob.operators.pairing.locations import map_location_pairs
from bc_myob.operators.pairing.pairs import PairDesk, answering_for_exports
from bc_myob.operators.reading.erp_streams import ErpExtraction, extract_erp
from bc_myob.operators.reading.store_streams import extract_stream
from bc_myob.operators.reading.streams import Extraction
from bc_myob.operators.request import Flow, RunRequest
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import CUSTOMERS_STREAM, REGISTRY
from sandbox.shop import catalogue

DEMO = Path(__file__).resolve().parents[2] / "include" / "stores" / "demo.yaml"
STORE = "demo"
BOTH = (Entity.CUSTOMER, Entity.CUSTOMER_LOCATION)
MAPS = {Entity.CUSTOMER: map_customer_pairs, Entity.CUSTOMER_LOCATION: map_location_pairs}


def settings(*, direction="Bidirectional", primary="External System", **changes: Any) -> StoreSettings:
    said = yaml.safe_load(DEMO.read_text(encoding="utf-8")) | changes
    for name in ("customer", "customer_location"):
        said["entities"][name] |= {"sync_direction": direction, "primary_system": primary}
    said["run"] |= {"unknown_outcome_wait_seconds": 0, "batch_size": 40}
    return StoreSettings(name=STORE, **said)


def connections(box: Any, patch: Any) -> None:
    """Say by environment where the two systems are."""
    store = {"conn_type": "bigcommerce", "host": box.store_url, "password": catalogue.STORE_TOKEN}
    erp = {"conn_type": "myob_advanced", "host": box.erp_url, "login": catalogue.ERP_USER}
    extra = {"tenant": catalogue.TENANT, "branch": catalogue.BRANCH, "connect_timeout": 2, "read_timeout": 6}
    store |= {"extra": {"store_hash": catalogue.STORE_HASH}}
    patch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEMO", json.dumps(store))
    patch.setenv(
        "AIRFLOW_CONN_MYOB_ADVANCED_DEMO", json.dumps(erp | {"password": catalogue.ERP_PASSWORD, "extra": extra})
    )


class TwoWays:
    """One store's line for customers and locations."""

    def __init__(self, box: Any, url: str, said: StoreSettings) -> None:
        migrate(url)
        self.box, self.settings, self.engine = box, said, open_history(url)
        self.runs = 0
        self.meanwhile: Callable[[], None] | None = None
        """What happens while the next load waits to learn what became of a call without an answer."""

    def run(self, *, full: bool = False, scan: bool = False) -> Counter[str]:
        """Read both sides, map, load; gives how many records ended how."""
        self.runs += 1
        self.run_id = f"run{self.runs}"
        runs = Runs(self.engine, STORE)
        now, last = self.box.clock.now(), runs.last_closed_end()
        start = None if full or last is None else last - timedelta(minutes=5)
        window = Window(start, now + timedelta(seconds=1))
        request = RunRequest(flow=Flow.SYNC, window=window, entities=BOTH, scan_addresses=scan)
        runs.start(self.run_id, "bc_myob_sync_demo", "sync", request.window)
        counts: Counter[str] = Counter()
        hook = MyobAdvancedHook(self.settings.connections.myob_advanced)
        with hook.session() as session, closing(BigCommerceHook(self.settings.connections.bigcommerce)) as store:
            self._extract(request, store, session)
            for entity in BOTH:
                counts += self._carry(entity, store, session)
        runs.finish(self.run_id, "success")
        return counts

    def _sleep(self, _seconds: float) -> None:
        act, self.meanwhile, run_id = self.meanwhile, None, self.run_id
        if act is not None:
            act()
        self.run_id = run_id

    def records(self) -> SyncRecords:
        return SyncRecords(self.engine, STORE, self.run_id, dag_id="bc_myob_sync_demo", clock=self.box.clock.now)

    def staging(self) -> Staging:
        return Staging(self.engine, STORE, self.run_id, clock=self.box.clock.now)

    def pairs(self, entity: Entity) -> list[Any]:
        """Every sync record of the entity."""
        from sqlalchemy import text

        statement = text("SELECT * FROM sync_record WHERE entity = :entity ORDER BY id")
        with self.engine.connect() as connection:
            return list(connection.execute(statement, {"entity": entity.value}))

    def _extract(self, request: RunRequest, store: Any, session: Any) -> None:
        work = Extraction(
            settings=self.settings,
            staging=self.staging(),
            records=self.records(),
            hook=store,
            request=request,
            now=self.box.clock.now(),
        )
        extract_stream(work, CUSTOMERS_STREAM)
        for entity in BOTH:
            if self.settings.entities.of(entity).active:
                erp = ErpExtraction(
                    entity=entity,
                    settings=self.settings,
                    staging=self.staging(),
                    records=self.records(),
                    session=session,
                    request=request,
                )
                extract_erp(erp)

    def _carry(self, entity: Entity, store: Any, session: Any) -> Counter[str]:
        if not self.settings.entities.of(entity).active:
            return Counter()
        records = self.records()
        now = self.box.clock.now()
        MAPS[entity](PairDesk(entity=entity, settings=self.settings, records=records, now=now, started=now))
        counts: Counter[str] = Counter()
        for batch_id in records.plan_batches(entity, 40):
            bench = Workbench(
                spec=answering_for_exports(REGISTRY[entity], self.settings),
                settings=self.settings,
                records=records,
                items=Items(self.engine, STORE),
                session=session,
                owner=self.run_id,
                waiting=Waiting(now=self.box.clock.now, sleep=self._sleep),
                store=StoreDesk(
                    settings=self.settings, records=records, staging=self.staging(), hook=store, started=now
                ),
            )
            counts += load_batch(bench, batch_id)
        return counts
