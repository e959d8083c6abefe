"""What is new to choose from since a settings file was made: remarks at its end, as no row stands for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bc_myob.discover.found import Choice, Found, one_line


@dataclass(frozen=True, slots=True)
class News:
    """One choice that the file does not mention."""

    what: str
    choice: Choice
    use: str

    @property
    def line(self) -> str:
        """The remark."""
        return f"# New: {self.what} {one_line(str(self.choice))}; {self.use}."

    @property
    def title(self) -> str:
        """What it is, in short."""
        return f"{self.what} {one_line(self.choice.code)}"


def news(text: str, found: Found) -> list[News]:
    """Give what the systems offer and the file's text names nowhere, neither in settings nor in remarks."""
    return [each for each in _all(found) if not _names(text, one_line(each.choice.code))]


def _all(found: Found) -> Iterator[News]:
    kinds = (
        ("customer class", found.classes, "for customers.customer_class"),
        ("guest account", found.guests, "for customers.generic_guest_customer"),
        ("branch", found.branches, "for orders.branch"),
        ("order type", found.order_types, "for orders.order_type"),
        ("ship via code", found.ship_via, "for ship_via of shipping rows"),
        ("tax zone", found.tax_zones, "for orders.taxes.default_tax_zone"),
        ("tax", found.taxes, "for orders.taxes.substitution"),
        ("customer group", [Choice(name) for name in found.groups], "for filters"),
    )
    for what, choices, use in kinds:
        yield from (News(what, choice, use) for choice in choices if one_line(choice.code))


def _names(text: str, code: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(code)}(?![\w-])", text) is not None
