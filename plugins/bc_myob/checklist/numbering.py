"""Numbering Sequences (CS201010), Segmented Keys (CS202000) and the numbering boxes of BC201000 (connector 2.5, 9.1).

Customers and locations are the same rows twice: one table of two keys makes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt
from bc_myob.checklist.customers import imports_none
from bc_myob.checklist.facts import Ask, Facts, Row, same
from bc_myob.checklist.features import no_locations
from bc_myob.checklist.findings import Finding, by_hand, met, not_applicable, not_met
from bc_myob.checklist.judges import unknown, unshown
from bc_myob.checklist.templates import example, template_complaint
from bc_myob.store.settings import StoreSettings

SEQUENCES: Final = "Numbering Sequences (CS201010)"
KEYS: Final = "Segmented Keys (CS202000)"


@dataclass(frozen=True, slots=True)
class Numbered:
    """One kind of record whose ids the ERP gives. `box` names its settings: customers.<box>_numbering."""

    box: str
    dimension: str
    records: str
    exempt: Exempt

    def sequence(self, settings: StoreSettings) -> str:
        """Give the sequence of the Auto-Numbering box."""
        return str(getattr(settings.customers, f"{self.box}_numbering"))

    def template(self, settings: StoreSettings) -> str:
        """Give the template of the Numbering Template box."""
        return str(getattr(settings.customers, f"{self.box}_numbering_template"))

    def exists(self, facts: Facts, settings: StoreSettings) -> Finding:
        """Judge whether the sequence is there and numbers by itself."""
        name = self.sequence(settings)
        row = facts.find(Ask.NUMBERING, "NumberingID", name)
        if row is None:
            mend = f"Create it on {SEQUENCES}."
            return unknown(facts, Ask.NUMBERING, "NumberingID", f"numbering sequence {name}", mend)
        if row.get("UserNumbering"):
            return not_met(
                f"Numbering sequence {name} is set to manual numbering, so nobody gives the {self.records} their ids.",
                f"Clear Manual Numbering of {name} on {SEQUENCES}.",
            )
        if unseen := unshown(row, {"UserNumbering": "Manual Numbering"}, f"sequence {name}"):
            return by_hand(*unseen)
        return met(f"Numbering sequence {name} is there and numbers by itself.")

    def automatic(self, facts: Facts, settings: StoreSettings) -> Finding:
        """Judge whether one segment of the key is numbered by the sequence of the settings."""
        segments = self.segments(facts)
        if not segments or any(row.get("AutoNumber") is None for row in segments):
            return by_hand(f"The segments of the key {self.dimension} are not shown.")
        if not any(row.get("AutoNumber") for row in segments):
            return not_met(
                f"No segment of the key {self.dimension} is auto-numbered.",
                f"Select Auto Number for one segment of {self.dimension} on {KEYS}.",
            )
        key = facts.find(Ask.KEYS, "DimensionID", self.dimension) or {}
        if "NumberingID" not in key:
            return by_hand(f"The sequence behind the key {self.dimension} is not shown.")
        sequence = self.sequence(settings)
        if not same(key.get("NumberingID"), sequence):
            return not_met(
                f"The key {self.dimension} is numbered by {key.get('NumberingID') or 'no sequence'}, "
                f"the settings name {sequence}.",
                f"Set Numbering ID of {self.dimension} on {KEYS}, or customers.{self.box}_numbering in the settings.",
            )
        return met(f"The key {self.dimension} is numbered by {sequence}.")

    def fits(self, facts: Facts, settings: StoreSettings) -> Finding:
        """Judge whether the sequence's numbers fit the auto-numbered segment, and whether any are left."""
        name, ranges, segments = self.sequence(settings), self.ranges(facts, settings), self.segments(facts)
        room = next((int(row.get("Length") or 0) for row in segments if row.get("AutoNumber")), 0)
        numbers = [_number(row) for row in ranges]
        if not all(numbers) or not numbers or not room:
            return by_hand(f"The numbers of {name} and the length of the segment of {self.dimension} are not shown.")
        wrong = [each for each in numbers if len(each) > room or (len(segments) > 1 and len(each) != room)]
        if wrong:
            return not_met(
                f"The numbers of {name} (such as {wrong[0]}) are {len(wrong[0])} characters long, the "
                f"auto-numbered segment of {self.dimension} has {room}"
                f"{', and in a key of several segments both have to be the same' if len(wrong[0]) < room else ''}.",
                f"Change the numbers on {SEQUENCES} or the segment on {KEYS}.",
            )
        if spent := next((row for row in ranges if _is_spent(row)), None):
            return not_met(
                f"The sequence {name} has given its last number, {spent.get('EndNbr')}.",
                f"Add a range of numbers to {name} on {SEQUENCES}.",
            )
        return met(f"Numbers such as {numbers[0]} fit the {room} characters of {self.dimension}.")

    def template_fits(self, facts: Facts, settings: StoreSettings) -> Finding:
        """Judge the template: needed for keys of several segments only."""
        template, segments = self.template(settings), self.segments(facts)
        setting = f"customers.{self.box}_numbering_template"
        if not template and len(segments) <= 1:
            return not_applicable(f"The key {self.dimension} has one segment, so no template is needed.")
        if not template:
            return not_met(
                f"The key {self.dimension} has {len(segments)} segments, but no template says how to fill them.",
                f"Set {setting}: {example(segments)}, with your own text for the underscores.",
            )
        wrong = template_complaint(template, segments)
        mend = f"Mend {setting} in the settings file."
        if len(segments) <= 1:
            mend = f"Clear {setting} in the settings file: a key of one segment needs no template."
        return not_met(wrong, mend) if wrong else met(f"{template} fits the key.")

    def segments(self, facts: Facts) -> list[Row]:
        """Give the key's segments in their order."""
        own = [row for row in facts.rows(Ask.SEGMENTS) if same(row.get("DimensionID"), self.dimension)]
        return sorted(own, key=lambda row: int(row.get("SegmentID") or 0))

    def ranges(self, facts: Facts, settings: StoreSettings) -> list[Row]:
        """Give the sequence's ranges of numbers: the one in use, and those of later dates."""
        return [row for row in facts.rows(Ask.NUMBERS) if same(row.get("NumberingID"), self.sequence(settings))]

    def box_filled(self, _: Facts, settings: StoreSettings) -> Finding:
        """Judge whether the Auto-Numbering box is filled in."""
        setting = f"customers.{self.box}_numbering"
        if not self.sequence(settings):
            return not_met(f"{setting} is empty.", f"Name the sequence of {SEQUENCES} in {setting}.")
        return met(f"{setting} is {self.sequence(settings)}.")


def _number(row: Row) -> str:
    return str(row.get("LastNbr") or row.get("StartNbr") or "").strip()


def _is_spent(row: Row) -> bool:
    last, end = (str(row.get(name) or "").strip() for name in ("LastNbr", "EndNbr"))
    return bool(end) and len(last) == len(end) and last >= end


CUSTOMERS: Final = Numbered("customer", "CUSTOMER", "customers", imports_none)
LOCATIONS: Final = Numbered("location", "LOCATION", "locations", lambda each: no_locations(each) or imports_none(each))

_BREAKS: Final = "No {0} can be created: each fails for want of an id."


def boxes(kind: Numbered) -> tuple[Criterion, Criterion]:
    """Give the two boxes of Customer Settings about the numbers of one kind of record."""
    title = kind.box.title()
    form, tab = "BigCommerce Stores (BC201000)", "Customer Settings"
    template = _row(kind, "template", kind.template_fits, (Ask.KEYS, Ask.SEGMENTS), (f"numbering.{kind.box}_key",))
    filled = _row(kind, "box", kind.box_filled, (), ())
    return (
        template(form, tab, f"{title} Numbering Template is filled in (keys of several segments)", KEYS),
        filled(form, tab, f"{title} Auto-Numbering is filled in", "the settings file, section customers"),
    )


def sequences(kind: Numbered) -> tuple[Criterion, ...]:
    """Give the rows about the sequence and the key behind it."""
    sequence = _row(kind, "sequence", kind.exists, (Ask.NUMBERING,), (f"numbering.{kind.box}_box", "erp.sign_in"))
    key_needs = (f"numbering.{kind.box}_sequence",)
    key = _row(kind, "key", kind.automatic, (Ask.KEYS, Ask.SEGMENTS), key_needs)
    length_needs = (f"numbering.{kind.box}_key",)
    length = _row(kind, "length", kind.fits, (Ask.NUMBERS, Ask.SEGMENTS), length_needs)
    return (
        sequence(SEQUENCES, "", f"A sequence for the ids of imported {kind.records} exists", SEQUENCES),
        key(KEYS, "", f"One segment of {kind.dimension} is auto-numbered by that sequence", KEYS),
        length(SEQUENCES, "", f"Numbers of imported {kind.records} fit the segment of {kind.dimension}", SEQUENCES),
    )


def _row(
    kind: Numbered,
    name: str,
    judge: Callable[[Facts, StoreSettings], Finding],
    asks: tuple[Ask, ...],
    needs: tuple[str, ...],
) -> Callable[[str, str, str, str], Criterion]:
    def placed(form: str, tab: str, wording: str, where: str) -> Criterion:
        return Criterion(
            key=f"numbering.{kind.box}_{name}",
            form=form,
            tab=tab,
            wording=wording,
            breaks=_BREAKS.format(kind.records.removesuffix("s")),
            look=f"Compare {where} with customers.{kind.box}_numbering of the settings.",
            judge=judge,
            asks=asks,
            needs=needs,
            exempt=kind.exempt,
            source="S1, connector 2.5",
        )

    return placed
