"""The task graph of the two flows, built from operators: one DAG per configured store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from airflow.sdk import DAG, CronDataIntervalTimetable, Param, TaskGroup, TriggerRule

from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.extract import ExtractOperator
from bc_myob.operators.extract_erp import ExtractErpOperator
from bc_myob.operators.load import LoadOperator
from bc_myob.operators.map import MapOperator
from bc_myob.operators.open_run import OpenRunOperator
from bc_myob.operators.report import ReportOperator
from bc_myob.operators.request import MODES, OFFERED, Flow
from bc_myob.pipeline.defaults import FIRST_DAY, tried_again
from bc_myob.store.settings import StoreSettings

_SLUGS: Final = [entity.slug for entity in Entity]


def sync_dag(key: str, settings: StoreSettings) -> DAG:
    """Give the incremental DAG of a store: what changed, in the order customers, locations, orders, payments."""
    cron = settings.run.schedule
    return _dag(key, settings, Flow.SYNC, schedule=CronDataIntervalTimetable(cron, timezone="UTC") if cron else None)


def backfill_dag(key: str, settings: StoreSettings) -> DAG:
    """Give the DAG that walks history by day of creation, driven by Airflow's own backfill."""
    daily = CronDataIntervalTimetable("0 0 * * *", timezone="UTC")
    return _dag(key, settings, Flow.BACKFILL, schedule=daily)


def broken_settings_dag(problems: Mapping[str, str]) -> DAG:
    """Give a DAG that never loads: its validation tells Airflow's import errors what is wrong with the files."""
    return _BrokenSettings(problems)


class _BrokenSettings(DAG):
    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(dag_id="bc_myob_broken_settings", schedule=None)
        object.__setattr__(self, "_said", " | ".join(problems.values()))

    def validate(self) -> None:
        """Refuse to load, so that the message stands among the import errors and the other stores go on."""
        raise ConfigurationError(f"{self._said} The other stores are not affected.")


def _dag(key: str, settings: StoreSettings, flow: Flow, *, schedule: CronDataIntervalTimetable | None) -> DAG:
    dag = DAG(
        dag_id=f"bc_myob_{flow}_{key}",
        dag_display_name=f"{settings.store_name}: {flow}",
        description=f"BigCommerce store {settings.store_name} to MYOB Advanced ({flow})",
        schedule=schedule,
        start_date=FIRST_DAY,
        catchup=False,
        max_active_runs=1,
        params=_params(),
        render_template_as_native_obj=True,
        tags=["bc_myob", key, str(flow)],
        default_args=tried_again(settings),
        doc_md=_DOC,
    )
    with dag:
        _tasks(key, settings, flow)
    return dag


def _tasks(key: str, settings: StoreSettings, flow: Flow) -> None:
    opened = OpenRunOperator(task_id="open_run", store=key, flow=flow)
    read = _extract_group(key, settings, opened, flow)
    report = ReportOperator(task_id="report", store=key, request=opened.output)
    previous: Any = read
    for entity in Entity:
        group = _entity_group(key, settings, entity, opened)
        previous >> group >> report
        previous = group
    opened >> read >> report


def _extract_group(key: str, settings: StoreSettings, opened: OpenRunOperator, flow: Flow) -> TaskGroup:
    with TaskGroup("extract", tooltip="Read the store into staging") as group:
        if flow is Flow.SYNC:
            for entity in _exported(settings):
                ExtractErpOperator(
                    task_id=f"erp_{entity.slug}",
                    store=key,
                    entity=entity,
                    request=opened.output,
                    pool=settings.run.pool,
                )
        orders, customers, transactions = (
            ExtractOperator(task_id=stream, store=key, stream=stream, request=opened.output)
            for stream in ("orders", "customers", "transactions")
        )
        orders >> [customers, transactions]
    return group


def _exported(settings: StoreSettings) -> list[Entity]:
    """Give the entities that also travel to the store: they alone are read from the ERP."""
    both = (Entity.CUSTOMER, Entity.CUSTOMER_LOCATION)
    rows = [(entity, settings.entities.of(entity)) for entity in both]
    return [entity for entity, row in rows if row.active and row.sync_direction is not SyncDirection.IMPORT]


def _entity_group(key: str, settings: StoreSettings, entity: Entity, opened: OpenRunOperator) -> TaskGroup:
    with TaskGroup(entity.slug, tooltip=f"{entity}: map to MYOB documents, load batch by batch") as group:
        mapped = MapOperator(
            task_id="map", store=key, entity=entity, request=opened.output, trigger_rule=TriggerRule.NONE_FAILED
        )
        LoadOperator.partial(
            task_id="load",
            store=key,
            entity=entity,
            request=opened.output,
            pool=settings.run.pool,
            # each paces itself by its part of the licence, however many slots somebody gives the pool
            max_active_tis_per_dag=settings.run.erp_seats,
        ).expand(batch_id=mapped.output)
    return group


def _params() -> dict[str, Param]:
    moment = {"type": ["null", "string"], "format": "date-time"}
    ids = {"type": "array", "items": {"type": "integer"}}
    return {
        "window_start": Param(
            None, title="From", description="Start of the window (UTC); empty: as scheduled", **moment
        ),
        "window_end": Param(
            None, title="To", description="End of the window (UTC), exclusive; empty or later than now: now", **moment
        ),
        "mode": Param(
            "incremental",
            title="Preparation mode",
            description="incremental: since the last closed window; full: everything; incremental_by_date: what "
            "changed between From and To and is not Processed yet. The first run is always full",
            enum=list(MODES),
        ),
        "entities": Param(
            list(OFFERED),
            title="Entities",
            description="Customers bring their locations; orders bring their customers and payments",
            type="array",
            items={"type": "string", "enum": _SLUGS},
            examples=list(OFFERED),
        ),
        "order_ids": Param([], title="Only these orders", description="BigCommerce order ids", **ids),
        "customer_ids": Param([], title="Only these customers", description="BigCommerce customer ids", **ids),
        "scan_addresses": Param(
            False,  # noqa: FBT003
            title="Scan addresses",
            type="boolean",
            description="Read every address of the store, to find those that changed or were deleted",
        ),
        "dry_run": Param(False, title="Prepare only", type="boolean", description="Map, but send nothing to MYOB"),  # noqa: FBT003
    }


_DOC: Final = """
Customers, customer locations, sales orders and payments of one BigCommerce store to MYOB Advanced, in this order.

* **extract** reads the window into staging, **map** decides what each record becomes, **load** writes it exactly once.
* **report** closes the run: its log has the totals and every record that was held back, with the reason.
* Any task may be cleared and run again; nothing is created twice.
"""
