"""The checklist on Airflow: its results stay in Sync History, its colour is the outcome, and it can gate the sync."""

import pytest

from bc_myob.model.errors import ConfigurationError
from tests.scenarios.line import Line

pytestmark = pytest.mark.scenario


class PatientLine(Line):
    """One that would wait for a lost answer as long as a real ERP asks for."""

    def settings(self, **changes):
        super().settings(run__unknown_outcome_wait_seconds=600, **changes)


@pytest.fixture
def line(box, tmp_path, monkeypatch, airflow_db):
    return PatientLine(box, tmp_path, monkeypatch)


def checklist(line, **conf):
    """Run the checklist's DAG; give its state and its rows as the view shows them."""
    from bc_myob.pipeline.checklist import checklist_dag
    from bc_myob.store.loading import load_store

    line.only("bc_myob_checklist")
    run = checklist_dag("demo", load_store("demo")).test(run_conf=conf)
    rows = line.rows("SELECT * FROM checklist_view WHERE run_id = :run_id ORDER BY position", run_id=run.run_id)
    return str(run.state), {row.row_key: row for row in rows}


def gate(line, *accepted):
    from bc_myob.history.checklists import Checklists
    from bc_myob.history.database import open_history

    Checklists(open_history(line.history_url), "demo").require(accepted)


def test_a_sync_waits_for_a_checklist_without_unmet_rows(line):
    line.settings(checklist={"gates_sync": True})
    assert line.run().tasks["open_run"] == "failed"
    with pytest.raises(ConfigurationError, match=r"was never checked.*make checklist STORE=demo"):
        gate(line)
    line.erp.kit.switches.set(features_turned="SubItem")
    state, rows = checklist(line)
    assert state == "failed"
    assert rows["features.subitems"].result == "not met"
    assert rows["features.subitems"].what_to_do == "Switch it off on Enable/Disable Features (CS100000)."
    with pytest.raises(ConfigurationError, match=r"1 required rows not met: .*Inventory Subitems is on"):
        gate(line)
    gate(line, "features.subitems")  # taken in the settings since: no new checklist is needed
    line.erp.kit.switches.set(features_turned="")
    state, rows = checklist(line)
    assert state == "success"
    assert {row.result for row in rows.values()} == {"met", "by hand", "not applicable"}
    gate(line)
    assert line.run().state == "success"


def test_what_waits_for_an_accepted_row_opens_the_gate_too(line):
    line.settings(checklist={"gates_sync": True, "accepted": ["features.multicurrency"]})
    line.erp.kit.switches.set(features_turned="Multicurrency")
    state, rows = checklist(line)
    assert state == "success"
    unmet = {key: row.accepted for key, row in rows.items() if row.result == "not met"}
    assert unmet == dict.fromkeys(
        ("features.multicurrency", "customers.class_currency", "customers.guest_currency"), True
    )
    gate(line, "features.multicurrency")
    with pytest.raises(ConfigurationError, match=r"3 required rows not met: .*\[features\.multicurrency\]"):
        gate(line)  # taken no longer


def test_a_backfill_waits_for_the_checklist_as_well(line):
    line.settings(checklist={"gates_sync": True})
    assert line.run("backfill").tasks["open_run"] == "failed"
    assert not line.box.calls()


def test_after_a_run_change_stamps_are_proven_by_its_own_writes(line):
    both = {name: {"sync_direction": "Bidirectional"} for name in ("customer", "customer_location")}
    line.settings(entities=both)
    line.store.add_customer(first_name="Ruth", last_name="Lindqvist", email="ruth@mail.example")
    assert line.run().state == "success"
    assert checklist(line)[1]["clock.stamps"].result == "met"


def test_the_walk_through_is_refused_without_its_confirmation(line):
    state, rows = checklist(line, walk_through=True, confirm="yes")
    assert (state, rows) == ("failed", {})
    assert not line.box.calls()


def test_a_run_after_the_walk_through_takes_its_records_for_its_own(line):
    state, rows = checklist(line, walk_through=True, confirm="Harbour Provisions")
    assert state == "success"
    assert rows["validation.customers_with_locations"].result == "met"
    done = len(line.effects("Customer", "create") + line.effects("CustomerLocation", "create"))
    assert line.run().state == "success"
    assert len(line.effects("Customer", "create") + line.effects("CustomerLocation", "create")) == done
    assert len(line.records("Customer", "Processed")) == 1
    assert len(line.records("Customer Location", "Processed")) == 2
