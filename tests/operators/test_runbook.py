"""The runbook quotes what Sync History says: every quotation is in the code, word for word."""

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = ("Orders that change too late", "Payments", "Customers and addresses")


def quotations():
    """Give what is quoted in the first column of the runbook's tables of messages."""
    said = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    tables = [re.search(rf"^## {section}$(.*?)^## ", said, re.MULTILINE | re.DOTALL)[1] for section in SECTIONS]
    cells = [line.split("|")[1] for table in tables for line in table.splitlines() if line.startswith("|")]
    return [quoted for cell in cells for quoted in re.findall(r"\*([^*]+)\*", cell)]


@pytest.fixture(scope="module")
def texts():
    """The text of every string of the code; what is filled in is left open."""
    return [
        _shown(node)
        for file in (ROOT / "plugins").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr | ast.Constant)
    ]


def _shown(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(_shown(part) if isinstance(part, ast.Constant) else "..." for part in node.values)
    return str(node.value)


@pytest.mark.parametrize("quoted", quotations())
def test_a_quotation_of_the_runbook_is_what_the_code_says(quoted, texts):
    pieces = [piece.strip() for piece in quoted.split("...") if piece.strip()]
    assert pieces
    for piece in pieces:
        assert any(piece in text for text in texts), piece


def test_what_the_runbook_triggers_are_dags_with_these_params(airflow_db, monkeypatch):
    from airflow.dag_processing.dagbag import DagBag

    monkeypatch.setenv("BC_MYOB_STORES", str(ROOT / "include" / "stores"))
    dags = DagBag(dag_folder=str(ROOT / "dags")).dags
    said = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    triggered = re.findall(r"dags trigger (bc_myob_\w+_)mystore.*?--conf '(.+?)'", said, re.DOTALL)
    assert triggered
    for dag, conf in triggered:
        for name, value in json.loads(conf).items():
            param = dags[f"{dag}demo"].params.get_param(name)
            param.resolve(value)
