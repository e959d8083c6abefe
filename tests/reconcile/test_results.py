"""What a reconciliation found stays in the history database, exact to the cent, and is shown in the terminal."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import text

from bc_myob.history.database import migrate, open_history
from bc_myob.history.reconciliations import CountRow, FindingRow, Reconciliations
from bc_myob.operators.reconciling.table import tables, verdict
from bc_myob.reconcile.findings import Kind
from runner.reconcile import print_reconciliation
from tests.history.conftest import KINDS, empty_database

WINDOW = (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
FAULT = FindingRow(
    entity="Sales Order",
    external_id="118",
    erp_key="EO,EO000007",
    kind="amount",
    weight="fault",
    says="The store has 12345678901.10 AUD, EO,EO000007 has 0.01 [sic].",
    what_to_do="Find out which is right.",
    currency="AUD",
    store_amount=Decimal("12345678901.10"),
    erp_amount=Decimal("0.01"),
)
COUNT = CountRow(
    entity="Sales Order",
    currency="AUD",
    in_store=1,
    in_history=1,
    in_erp=1,
    compared=1,
    open=0,
    left_out=0,
    expected=Decimal("12345678901.10"),
    booked=Decimal("0.01"),
)


@pytest.fixture(params=KINDS)
def url(request, tmp_path_factory):
    with empty_database(request.param, tmp_path_factory) as url:
        migrate(url)
        yield url


def test_results_are_kept_per_run_and_a_repeated_run_replaces_its_own(url):
    engine = open_history(url)
    kept = Reconciliations(engine, "shop")
    assert kept.latest() is None
    kept.save("r1", "d", WINDOW, ([FAULT], [COUNT]))
    kept.save("r1", "d", WINDOW, ([FAULT, replace(FAULT, external_id="119", prepared=True)], [COUNT]))
    Reconciliations(engine, "other").save("r1", "d", (None, WINDOW[1]), ([], [COUNT]))
    latest = kept.latest()
    assert (latest.run_id, latest.window, latest.counts) == ("r1", WINDOW, [COUNT])
    assert latest.findings == [FAULT, replace(FAULT, external_id="119", prepared=True)]
    kept.save("r2", "d", (None, WINDOW[1]), ([], [COUNT]))
    assert (kept.latest().run_id, kept.latest().window[0], kept.latest().findings) == ("r2", None, [])
    with engine.connect() as connection:
        (row,) = connection.execute(
            text("SELECT * FROM reconciliation_view WHERE store = 'shop' AND external_id = '119'")
        )
    assert (Decimal(row.store_amount), Decimal(row.erp_amount)) == (FAULT.store_amount, FAULT.erp_amount)
    engine.dispose()


def test_the_terminal_shows_every_book_and_every_finding(tmp_path):
    url = f"sqlite:///{tmp_path / 'history.db'}"
    migrate(url)
    console = Console(record=True, width=200)
    print_reconciliation(console, url, "shop")
    assert "There are no results" in console.export_text()
    kept = Reconciliations(open_history(url), "shop")
    kept.save("r1", "d", (None, WINDOW[1]), ([FAULT, replace(FAULT, weight="open", kind="open")], [COUNT]))
    print_reconciliation(console, url, "shop")
    shown = console.export_text()
    assert "created from the beginning to 01 March 2026" in shown
    for words in ("Faults: 1", "Open: the synchronisation is not through with them: 1", "[sic]", "12345678901.10 AUD"):
        assert words in shown
    assert "No faults" not in shown
    kept.save("r2", "d", WINDOW, ([], [COUNT]))
    print_reconciliation(console, url, "shop")
    assert "No faults: the three books agree." in console.export_text()


def test_a_long_list_names_the_first_and_says_where_the_rest_is():
    many = [replace(FAULT, external_id=str(number)) for number in range(300)]
    said = verdict(many)
    assert said.startswith("300 faults: 300 amount. [Sales Order 0] The store has")
    assert said.endswith("(295 more in reconciliation_view)")
    console = Console(record=True, width=200)
    for table in tables(many, [COUNT]):
        console.print(table)
    assert "Faults: 300 (100 more in reconciliation_view)" in console.export_text()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_explained(kind):
    page = (Path(__file__).resolve().parents[2] / "docs" / "reconcile.md").read_text(encoding="utf-8")
    assert f"`{kind}`" in page
