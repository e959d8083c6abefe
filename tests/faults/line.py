"""The line without Airflow: the very functions the operators call, task by task, each try a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bc_myob.history.items import Items
from bc_myob.history.records import SyncRecords
from bc_myob.history.runs import Runs
from bc_myob.history.staging import Staging
from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.hooks.policies import ERP_POLICIES, STORE_READS
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.loading.batch import load_batch
from bc_myob.operators.loading.tagging import Tagging
from bc_myob.operators.loading.workbench import Waiting, Workbench
from bc_myob.operators.map import map_entity
from bc_myob.operators.reading.store_streams import extract_stream
from bc_myob.operators.reading.streams import Extraction
from bc_myob.operators.request import Flow, Moment, RunRequest, request_for
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import REGISTRY, EntitySpec
from tests.faults.histories import Histories
from tests.faults.leaving import Leaving
from tests.faults.road import Kill, Process, Road
from tests.params import SYNC as PARAMS

T = TypeVar("T")
STORE = "demo"
STEADY_ERP = replace(
    ERP_POLICIES, seats=replace(ERP_POLICIES.seats, jitter=0.0), calls=replace(ERP_POLICIES.calls, jitter=0.0)
)
STEADY_READS = replace(STORE_READS, jitter=0.0)


class TaskFailed(Exception):
    """A task has used up its tries: the run ends red."""


class Cancelled(Exception):
    """Somebody has marked the run failed in Airflow: its tasks are stopped, its report does not run."""


@dataclass
class Line:
    """One store's line over one history database."""

    road: Road
    history_url: str
    settings: StoreSettings
    histories: Histories
    tries: int = 4
    errors: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Seats and claims that tasks have not given back although nothing kept them from it."""
    cancels: Callable[[], bool] = lambda: False
    """Whether somebody marks the run failed whose task has just been killed: nothing more of it runs, no report."""
    wrap: Callable[[SyncRecords], SyncRecords] = lambda records: records

    def run(self, run_id: str, flow: Flow = Flow.SYNC, **params: Any) -> bool:
        """Run the line to its end; says whether its window closed."""
        with suppress(Cancelled):
            return self._to_its_end(run_id, flow, params)
        return False

    def _to_its_end(self, run_id: str, flow: Flow, params: dict[str, Any]) -> bool:
        state, message = "success", None
        try:
            self._tasks(run_id, flow, PARAMS | params)
        except TaskFailed as failed:
            state, message = "failed", str(failed)
        with suppress(TaskFailed):
            self._task("report", lambda process: self._runs(process).finish(run_id, state, message))
            return state == "success"
        return False

    def _tasks(self, run_id: str, flow: Flow, params: dict[str, Any]) -> None:
        request = self._task("open_run", lambda process: self._open(process, run_id, flow, params))
        for name, read in self._reads(run_id, request):
            self._task(name, read)
        for entity in Entity:
            batches = self._task(f"{entity.slug}.map", lambda process, e=entity: self._map(process, run_id, request, e))
            for number, batch in enumerate(batches):
                owner = f"{run_id}/{entity.slug}.load/{number}"
                self._task(owner, lambda process, e=entity, b=batch, o=owner: self._load(process, run_id, e, b, o))

    def _reads(self, run_id: str, request: RunRequest) -> Iterator[tuple[str, Callable[[Process], Any]]]:
        for stream in ("orders", "customers", "transactions"):
            yield f"extract.{stream}", lambda process, s=stream: self._extract(process, run_id, request, s)

    def _task(self, name: str, work: Callable[[Process], T]) -> T:
        for number in range(1, self.tries + 1):
            leaving = Leaving.entered(self, name)
            process = Process(self.road, gives_back=leaving.gives_back, takes=leaving.takes)
            try:
                return work(process)
            except Kill:
                self.errors.append(f"{name} try {number}: killed")
                if self.cancels():
                    self.road.happened.append(f"{name}: the run is cancelled")
                    raise Cancelled from None
            except ConfigurationError as error:
                raise TaskFailed(f"{name}: {error}") from error
            except Exception as error:  # noqa: BLE001 - what Airflow would retry
                self.errors.append(f"{name} try {number}: {type(error).__name__} {error}")
            finally:
                process.end()
                self.left += leaving.left(process, self.road.is_open)
            self.road.hours.sleep(30)
        raise TaskFailed(f"{name}: {self.errors[-1]}")

    def _engine(self, process: Process) -> Any:
        return process.watch(self.histories.open(self.history_url), self.histories.close)

    def _runs(self, process: Process) -> Runs:
        return Runs(self._engine(process), STORE, clock=self.road.hours.now)

    def _records(self, engine: Any, run_id: str) -> SyncRecords:
        return self.wrap(SyncRecords(engine, STORE, run_id, dag_id="bc_myob_sync_demo", clock=self.road.hours.now))

    def _open(self, process: Process, run_id: str, flow: Flow, params: dict[str, Any]) -> RunRequest:
        runs = self._runs(process)
        moment = Moment(
            now=self.road.hours.now(),
            interval=None,
            last_closed=runs.last_closed_end(),
            overlap=self.settings.run.overlap,
        )
        request = request_for(flow, params, {}, moment)
        name = str(flow) if request.closes(moment) else f"{flow}_part"
        return replace(request, window=runs.start(run_id, "bc_myob_sync_demo", name, request.window))

    def _extract(self, process: Process, run_id: str, request: RunRequest, stream: str) -> None:
        engine, hours = self._engine(process), self.road.hours
        hook = BigCommerceHook("bigcommerce_demo", retry=STEADY_READS, timing=hours.timing)
        process.drive(hook.transport.session, "store")
        work = Extraction(
            settings=self.settings,
            staging=self._staging(engine, run_id),
            records=self._records(engine, run_id),
            hook=hook,
            request=request,
            now=hours.now(),
        )
        extract_stream(work, stream)

    def _map(self, process: Process, run_id: str, request: RunRequest, entity: Entity) -> list[str]:
        records = self._records(self._engine(process), run_id)
        return map_entity(entity, request, self.settings, records, started=self.road.hours.now())

    def _load(self, process: Process, run_id: str, entity: Entity, batch_id: str, owner: str) -> None:
        hook = MyobAdvancedHook("myob_advanced_demo", policies=STEADY_ERP, timing=self.road.hours.timing)
        process.drive(hook.transport.session, "erp")
        with hook.session() as session:
            load_batch(self._bench(process, run_id, entity, session, owner), batch_id)

    def _bench(self, process: Process, run_id: str, entity: Entity, session: Any, owner: str) -> Workbench:
        engine, hours = self._engine(process), self.road.hours
        return Workbench(
            spec=self._spec(entity),
            settings=self.settings,
            records=self._records(engine, run_id),
            items=Items(engine, STORE, clock=hours.now),
            session=session,
            owner=owner,
            waiting=Waiting(now=hours.now, sleep=hours.sleep),
            tagging=self._tagging(process, entity),
        )

    def _tagging(self, process: Process, entity: Entity) -> Tagging | None:
        if entity is not Entity.SALES_ORDER or not self.settings.orders.tag_external_order:
            return None
        hook = BigCommerceHook("bigcommerce_demo", retry=STEADY_READS, timing=self.road.hours.timing)
        process.drive(hook.transport.session, "store")
        return Tagging(hook)

    def _spec(self, entity: Entity) -> EntitySpec:
        return REGISTRY[entity]

    def _staging(self, engine: Any, run_id: str) -> Staging:
        return Staging(engine, STORE, run_id, clock=self.road.hours.now)
