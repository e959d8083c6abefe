"""Whoever reads `connector 4.3` in a page or in the code finds in docs/sources.md what that is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READERS = ("plugins", "sandbox", "docs", "tests/oracle", "dags", "include")
NUMBERS = r"((?:\d+(?:\.\d+)?(?:, | and | to )?)+)"


def cited(notes):
    """Give the sections of these notes that are named anywhere."""
    files = [file for folder in READERS for kind in ("*.py", "*.md") for file in (ROOT / folder).rglob(kind)]
    texts = [file.read_text(encoding="utf-8") for file in files if file.name != "sources.md"]
    found = [numbers for text in texts for numbers in re.findall(rf"\b{notes}(?:\.md)? {NUMBERS}", text)]
    return {number for numbers in found for number in re.findall(r"\d+(?:\.\d+)?", numbers)}


@pytest.mark.parametrize("notes", ["connector", "myob-advanced-api", "bigcommerce-api"])
def test_every_section_that_is_cited_is_on_the_page_of_sources(notes):
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    table = page.split(f"| {notes} | About | Read from |")[1].split("\n\n")[0]
    told = set(re.findall(r"^\| (\d+(?:\.\d+)?) \|", table, re.MULTILINE))
    assert cited(notes)
    assert cited(notes) <= told
