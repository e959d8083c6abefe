"""What the user's mapping lines put into a field: a [field], a constant, a formula, or `<<Unmap>>`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from typing import Any, Final

import pandas as pd

from bc_myob.model.errors import ConfigurationError
from bc_myob.store.fields import bare, field_paths, field_values, has_field
from bc_myob.store.formulas import FormulaFault, Special, Surroundings, compile_formula
from bc_myob.store.rules import MappingLine

UNMAP: Final = "<<unmap>>"
_FIELD: Final = re.compile(r"\[[^\[\]]+\]$")
_SOMEWHERE: Final = re.compile(r"\[[^\[\]]+\]")


def check_source(line: MappingLine) -> None:
    """Raise ConfigurationError for a formula that cannot be understood, or one that lacks its equals sign."""
    source = line.source
    if source.startswith("="):
        compile_formula(source)
    elif not _FIELD.match(source) and (fields := _SOMEWHERE.findall(source)):
        formula = "=" + " + ' ' + ".join(fields) if len(fields) > 1 else f"='text ' + {fields[0]}"
        raise ConfigurationError(
            f"{source!r} would be sent letter by letter; write a formula, such as {formula}, or a text in quotation "
            f"marks after an equals sign, ='{source}', if that is what you mean"
        )


def fields_of(line: MappingLine) -> tuple[str, ...]:
    """Give the fields that the line reads, in the user's spelling."""
    if line.source.startswith("="):
        return compile_formula(line.source).fields
    return (line.source[1:-1].strip(),) if _FIELD.match(line.source) else ()


def values_of(line: MappingLine, frame: pd.DataFrame, surroundings: Surroundings) -> Sequence[Any]:
    """Give the line's value for every record: a value, a Special, or a FormulaFault."""
    if line.source.casefold() == UNMAP:
        return [Special.UNMAP] * len(frame)
    if line.source.startswith("="):
        return compile_formula(line.source).values(frame, surroundings)
    if _FIELD.match(line.source):
        return field_values(frame, line.source)
    return [line.source] * len(frame)


def values_of_known(
    line: MappingLine, frame: pd.DataFrame, surroundings: Surroundings, known: Collection[str]
) -> Sequence[Any]:
    """Give the same, and a fault for every record where the line reads a field that nobody knows.

    Such a field is in no record of the frame and not among the `known` ones: most likely it is misspelt, and what the
    standard mapping says must not be lost to it.
    """
    for name in fields_of(line):
        if not has_field(frame, name) and not may_be(name, known, frame):
            fault = FormulaFault(f"the store's records have no field {name!r}{_nearest(name, known)}")
            return [fault] * len(frame)
    return values_of(line, frame, surroundings)


def may_be(name: str, known: Collection[str], frame: pd.DataFrame) -> bool:
    """Tell whether a field that no record has is one that records may have: of an object at hand all is at hand."""
    names = {bare(each) for each in known}
    firsts = [path.partition(".")[0] for path in field_paths(name)]
    return any(bare(first) in names and not has_field(frame, first) for first in firsts)


def _nearest(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(field_paths(name)[-1], sorted(known), n=1)
    return f"; did you mean {close[0]}?" if close else "; correct its spelling"
