"""What is new to choose from when discover is run again: told once, by its kind."""

from __future__ import annotations

import pytest

from bc_myob.discover.found import CashAccount, Choice
from bc_myob.discover.merge import merged
from bc_myob.discover.news import news
from bc_myob.discover.template import new_file
from tests.discover.test_discover import small


def test_what_is_new_to_choose_from_is_remarked_once():
    text = new_file(small(classes=[Choice("DEFAULT"), Choice("SHOP")], ship_via=[Choice("POST", "Mail")]))
    now = small(
        classes=[Choice("DEFAULT"), Choice("SHOP"), Choice("VIP", "Best")],
        ship_via=[Choice("POST", "Mail"), Choice("AIR", "By air")],
        tax_zones=[Choice("EXPORT")],
        groups=["Cafes"],
    )
    result = merged(text, now)
    assert [each.title for each in result.news] == [
        "customer class VIP",
        "ship via code AIR",
        "tax zone EXPORT",
        "customer group Cafes",
    ]
    assert result.text.startswith(text.rstrip())
    assert "# New: customer class VIP (Best); for customers.customer_class.\n" in result.text
    assert merged(result.text, now).news == []


KINDS = {
    "classes": ("customer class", Choice("ONLINE", "Sold online")),
    "guests": ("guest account", Choice("ONLINE")),
    "branches": ("branch", Choice("ONLINE", "The web")),
    "order_types": ("order type", Choice("ONLINE")),
    "ship_via": ("ship via code", Choice("ONLINE", "Mail, online")),
    "tax_zones": ("tax zone", Choice("ONLINE")),
    "taxes": ("tax", Choice("ONLINE", "Online, 10%")),
    "groups": ("customer group", "ONLINE"),
    "accounts": ("cash account", CashAccount("ONLINE", "10299AU", "SYDNEY", "AUD")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_choice_is_new_by_its_kind_wherever_else_its_code_stands(kind):
    what, choice = KINDS[kind]
    some = {name: [each] for name, (_, each) in KINDS.items()} | {
        kind: list(getattr(small(), kind)) or ["One" if kind == "groups" else Choice("One")]
    }
    text = new_file(small(**some))
    assert merged(text, small(**some)).news == []
    now = some | {kind: [*some[kind], choice]}
    result = merged(text, small(**now))
    assert [each.what for each in result.news] == [what]
    assert merged(result.text, small(**now)).news == []


CHOSEN = """
customers: {customer_class: ONLINE}
orders:
  taxes:
    substitution:
      Sales tax: ONLINE
shipping: [{store_shipping_zone: A, store_shipping_method: B, ship_via: ONLINE}]
filters: [{field: group, value: ONLINE}]
payments: {methods: [{store_payment_method: A (B), erp_payment_method: ONLINE, cash_account: 10299AU}]}
"""


def test_what_the_settings_name_is_not_new():
    told = {each.what for each in news(CHOSEN, small(**{name: [each] for name, (_, each) in KINDS.items()}))}
    assert told == {"guest account", "branch", "order type", "tax zone"}
