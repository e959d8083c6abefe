"""Discover on Airflow: the settings file in the task's log, and where the Params say."""

import logging

import pytest
import yaml

from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.discover import checked
from tests.checklist.conftest import bench  # noqa: F401 - the same settings and connections
from tests.dag_folder import only

PARAMS = {"store": "demo", "bigcommerce": "", "myob_advanced": "", "path": ""}


@pytest.fixture
def run(bench, airflow_db, tmp_path, monkeypatch, caplog):  # noqa: F811
    monkeypatch.setenv("BC_MYOB_STORES", str(tmp_path / "stores"))
    only(monkeypatch, tmp_path, "bc_myob_discover")
    caplog.set_level(logging.INFO)

    def discover(**conf):
        from bc_myob.pipeline.discover import discover_dag

        found = discover_dag().test(run_conf=conf)
        (task,) = found.get_task_instances()
        return str(found.state), task.xcom_pull(task_ids="discover")

    return discover


def test_a_newcomer_writes_the_file_where_the_stores_are_and_running_again_changes_nothing(run, bench, tmp_path):  # noqa: F811
    path = tmp_path / "stores" / "demo.yaml"
    state, said = run(store="demo", path=str(path))
    assert (state, said["written"]) == ("success", str(path))
    file = yaml.safe_load(path.read_text())
    assert file["active"] is False
    assert file["connections"] == {
        "bigcommerce": "bigcommerce_demo",
        "myob_advanced": "myob_advanced_demo",
        "history": "bc_myob_history",
    }
    before = path.read_bytes()
    assert run(store="demo", path=str(path))[0] == "success"
    assert path.read_bytes() == before
    assert bench.box.ledger() == []
    assert bench.erp.open_sessions() == 0


def test_without_a_path_nothing_is_written(run, tmp_path):
    state, said = run(store="demo")
    assert (state, said) == ("success", {"added": [], "written": ""})
    assert not (tmp_path / "stores").exists()


def test_a_file_that_people_worked_on_is_completed_elsewhere_and_stays_itself(run, tmp_path):
    known = tmp_path / "stores" / "demo.yaml"
    run(store="demo", path=str(known))
    lines = [line for line in known.read_text().splitlines() if "Courier" not in line or "COURIER" in line]
    known.write_text("\n".join(lines).replace("active: false #", "active: true #", 1) + "\n")
    before = known.read_bytes()
    state, said = run(store="demo", path=str(tmp_path / "new.yaml"))
    assert state == "success"
    assert any("Courier" in row for row in said["added"])
    assert known.read_bytes() == before
    assert yaml.safe_load((tmp_path / "new.yaml").read_text())["active"] is True


def test_the_limits_of_the_file_that_is_there_are_kept(run, bench, tmp_path, caplog):  # noqa: F811
    known = tmp_path / "stores" / "demo.yaml"
    run(store="demo", path=str(known))
    assert "request quota is used up" not in caplog.text
    known.write_text(known.read_text().replace("\nrun:", "\nrun:\n  quota_share: 0.001", 1))
    bench.store.kit.limits.set(window_ms=400)
    assert run(store="demo")[0] == "success"
    assert "request quota is used up" in caplog.text


@pytest.mark.parametrize(
    ("params", "conf", "says"),
    [
        ({"store": ""}, {}, "cannot name a settings file"),
        ({"store": "../etc/passwd"}, {}, "cannot name a settings file"),
        ({"path": "stores/demo.yaml"}, {}, "no absolute path"),
        ({"path": "/etc/passwd"}, {}, "no absolute path of a YAML file"),
        ({}, {"stor": "demo"}, "stor: no such Param"),
    ],
)
def test_params_that_make_no_sense_are_named(params, conf, says):
    with pytest.raises(ConfigurationError, match=says):
        checked(PARAMS | params, conf)
