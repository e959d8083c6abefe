"""A store's line that can also be reconciled."""

from __future__ import annotations

from dataclasses import dataclass

from tests.scenarios.line import Line


@dataclass(frozen=True)
class Reconciled:
    """A finished run of the reconciliation."""

    state: str
    run_id: str
    rows: list
    counts: list

    def found(self, weight="fault"):
        """Give (entity, store id, kind) of what was found."""
        return sorted((row.entity, row.external_id, row.kind) for row in self.rows if row.weight == weight)

    @property
    def faults(self):
        return self.found()


class Books(Line):
    def reconcile(self, **conf):
        """Run the reconciliation's DAG; give its state, findings and counts as the views show them."""
        from bc_myob.pipeline.reconcile import reconcile_dag
        from bc_myob.store.loading import load_store

        self.only("bc_myob_reconcile")
        run = reconcile_dag("demo", load_store("demo")).test(run_conf=conf)
        of_run = "WHERE run_id = :run_id ORDER BY position"
        return Reconciled(
            state=str(run.state),
            run_id=run.run_id,
            rows=self.rows(f"SELECT * FROM reconciliation_view {of_run}", run_id=run.run_id),
            counts=self.rows(f"SELECT * FROM reconciliation_count_view {of_run}", run_id=run.run_id),
        )
