"""Numbering sequences and segmented keys, as the tables show them (myob-advanced-api 1, 6)."""

from __future__ import annotations

from sandbox.erp.draft import Desk
from sandbox.erp.forms.location import KEY_LENGTH
from sandbox.erp.trees import Values
from sandbox.shop import catalogue

CUSTOMER_LENGTH = 10
_AUTOMATIC = {"CUSTOMER": "customer_numbering", "LOCATION": "location_numbering"}


def numbering(desk: Desk) -> list[Values]:
    """Return Numbering: the sequences."""
    users = {
        catalogue.CUSTOMER_NUMBERING: desk.switches["customer_numbering"] == "manual",
        catalogue.LOCATION_NUMBERING: desk.switches["location_numbering"] == "manual",
    }
    names = {catalogue.CUSTOMER_NUMBERING: "Web customers", catalogue.LOCATION_NUMBERING: "Web locations"}
    names |= {"ARPAYMENT": "AR Payment", "SOORDER": "SO Order", "ARINVOICE": "AR Invoice"}
    return [
        {"NumberingID": name, "Descr": text, "UserNumbering": users.get(name, False), "NewSymbol": "<NEW>"}
        for name, text in names.items()
    ]


def numbers(desk: Desk) -> list[Values]:
    """Return NumberingSequence: the first and last number of the sequences behind the keys."""
    starts = {
        catalogue.CUSTOMER_NUMBERING: desk.switches["customer_numbers"],
        catalogue.LOCATION_NUMBERING: desk.switches["location_numbers"],
    }
    return [
        {"NumberingID": name, "NumberingSEQ": 1, "StartNbr": start, "LastNbr": start, "NbrStep": 1}
        for name, start in starts.items()
    ]


def dimensions(desk: Desk) -> list[Values]:
    """Return Dimension: the segmented keys."""
    customers = 2 if desk.switches["customer_key"] == "two-segments" else 1
    rows = (
        ("CUSTOMER", CUSTOMER_LENGTH, customers, catalogue.CUSTOMER_NUMBERING),
        ("LOCATION", KEY_LENGTH, 1, catalogue.LOCATION_NUMBERING),
        ("INVENTORY", 30, 1, None),
    )
    return [
        {"DimensionID": name, "Length": length, "Segments": count, "NumberingID": sequence}
        for name, length, count, sequence in rows
    ]


def segments(desk: Desk) -> list[Values]:
    """Return Segment: one per key, or for customers a constant one before the number."""
    return [row for key in dimensions(desk) for row in _segments_of(key, desk)]


def _segments_of(key: Values, desk: Desk) -> list[Values]:
    name = key["DimensionID"]
    numbered = name in _AUTOMATIC and desk.switches[_AUTOMATIC[name]] == "automatic"
    lengths = [4, 6] if key["Segments"] == 2 else [key["Length"]]
    return [
        {
            "DimensionID": name,
            "SegmentID": number,
            "Length": length,
            "EditMask": "?",
            "Separator": "-",
            "AutoNumber": numbered and number == len(lengths),
        }
        for number, length in enumerate(lengths, start=1)
    ]
