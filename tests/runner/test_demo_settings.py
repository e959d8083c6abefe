"""What the demo takes from the shipped settings file, and what it adds."""

from __future__ import annotations

import shutil
from decimal import Decimal

import pytest
import yaml

from bc_myob.store.loading import read_store_file
from bc_myob.store.plain_yaml import read_yaml
from bc_myob.store.run import RunSettings
from runner.demo_settings import HASTE, lay_out
from runner.environment import ROOT
from runner.errors import CannotStart

SHIPPED = ROOT / "include" / "stores"


def test_the_demo_has_the_shipped_settings_and_hurries_where_only_stand_ins_allow_it(tmp_path):
    folder = lay_out(SHIPPED, tmp_path / "stores")
    shipped, demo = read_store_file(SHIPPED / "demo.yaml"), read_store_file(folder / "demo.yaml")
    assert demo.model_copy(update={"run": shipped.run}) == shipped
    assert demo.run == shipped.run.model_copy(update=HASTE)


@pytest.mark.parametrize("hasty", HASTE)
def test_a_copy_of_the_shipped_file_has_the_patience_of_a_real_store(tmp_path, hasty):
    copied = read_store_file(shutil.copy(SHIPPED / "demo.yaml", tmp_path / "mystore.yaml"))
    assert getattr(copied.run, hasty) == RunSettings.model_fields[hasty].default


@pytest.mark.parametrize("value", ["NO", "ON", "0210", "12:30", "2024-01-31", "1_000", "'true'", "'1.50'", "1e3", "ü"])
def test_text_without_quotation_marks_stays_what_is_written(tmp_path, value):
    rule = f"\nfilters: [{{entity: Customer, direction: Import, field: company, condition: Equals, value: {value}}}]\n"
    (tmp_path / "demo.yaml").write_text((SHIPPED / "demo.yaml").read_text(encoding="utf-8") + rule, encoding="utf-8")
    folder = lay_out(tmp_path, tmp_path / "stores")
    (read,), (written,) = (read_store_file(where / "demo.yaml").filters for where in (folder, tmp_path))
    assert (read, read.value) == (written, value.strip("'"))


def test_a_number_keeps_its_digits(tmp_path):
    (tmp_path / "demo.yaml").write_text("store_name: 1.50\nrun: {schedule: 10.0}", encoding="utf-8")
    text = (lay_out(tmp_path, tmp_path / "stores") / "demo.yaml").read_text(encoding="utf-8")
    assert read_yaml(text) == {"store_name": Decimal("1.50"), "run": HASTE | {"schedule": Decimal("10.0")}}
    assert "store_name: 1.50" in text


def test_what_the_file_says_itself_holds_in_the_demo_too(tmp_path):
    said = yaml.safe_load((SHIPPED / "demo.yaml").read_text(encoding="utf-8"))
    said["run"]["unknown_outcome_wait_seconds"] = 7
    (tmp_path / "demo.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
    folder = lay_out(tmp_path, tmp_path / "stores")
    assert read_store_file(folder / "demo.yaml").run.unknown_outcome_wait_seconds == 7


@pytest.mark.parametrize("text", ["", "- a list", "run: 5", "{"])
def test_what_is_no_settings_file_is_left_to_whoever_reads_it(tmp_path, text):
    (tmp_path / "demo.yaml").write_text(text, encoding="utf-8")
    folder = lay_out(tmp_path, tmp_path / "stores")
    assert (folder / "demo.yaml").read_text(encoding="utf-8").endswith(f"edit that one.\n{text}")


def test_a_folder_without_the_demos_settings_is_named(tmp_path):
    with pytest.raises(CannotStart, match=r"demo\.yaml is not there"):
        lay_out(tmp_path, tmp_path / "stores")
