"""What the store accepts as a customer, and as an address (bigcommerce-api.md 7 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sandbox.shop.places import COUNTRIES
from sandbox.store.people import ADDRESS_DEFAULTS, CORE
from sandbox.store.refusals import Refusal, invalid
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
WRITABLE = frozenset(
    {
        *("email", "first_name", "last_name", "company", "phone", "notes", "tax_exempt_category"),
        *("customer_group_id", "registration_ip_address", "accepts_product_review_abandoned_cart_emails"),
        *("channel_ids", "form_fields", "store_credit_amounts"),
    }
)
AT_CREATION = frozenset({"origin_channel_id", "addresses"})
LONGEST = {"first_name": 100, "last_name": 100, "email": 250, "company": 255, "phone": 50}
LONGEST_IN_ADDRESS = {"first_name": 255, "last_name": 255, "company": 255, "city": 100, "postal_code": 30, "phone": 50}
NEEDED_IN_ADDRESS = ("first_name", "last_name", "address1", "city", "country_code")


def checked_new(world: StoreWorld, batch: list[Row]) -> tuple[list[Row], Refusal | None]:
    """Return the items that can be created, ready for the world, and the refusal of the first that cannot."""
    taken: dict[str, Row] = {}
    good: list[Row] = []
    refusal: Refusal | None = None
    for index, item in enumerate(batch):
        problem = _problem_of_new(world, item, taken)
        if problem:
            refusal = refusal or invalid("Create customers failed.", **{f"{index}.customer_create": problem})
            continue
        taken[item["email"].lower()] = item
        good.append(
            _ready(item, WRITABLE | AT_CREATION) | {"addresses": [_address(a) for a in item.get("addresses", [])]}
        )
    return good, refusal


def checked_edit(world: StoreWorld, batch: list[Row]) -> tuple[list[Row], Refusal | None]:
    """Return the items that can be changed, ready for the world, and the refusal of the first that cannot."""
    good: list[Row] = []
    refusal: Refusal | None = None
    for index, item in enumerate(batch):
        problem = _problem_of_edit(world, item)
        if problem:
            refusal = refusal or invalid("Update customers failed.", **{f"{index}.customer_update": problem})
        else:
            good.append(_ready(item, WRITABLE) | {"id": item["id"]})
    return good, refusal


def address_problem(world: StoreWorld, item: Row) -> str | None:
    """Return what is wrong with an address sent on its own; state and postal code are needed where states exist."""
    if item.get("customer_id") not in world.table("customers"):
        return "customer_id does not exist"
    country = COUNTRIES.get(str(item.get("country_code", "")).upper())
    if country and country.states:
        if not item.get("state_or_province") or not item.get("postal_code"):
            return "state_or_province and postal_code are required for this country"
        if item["state_or_province"] not in country.states.values():
            return "state_or_province must be the full name of a state"
    return _missing(item, NEEDED_IN_ADDRESS) or _too_long(item, LONGEST_IN_ADDRESS)


def ready_address(item: Row) -> Row:
    """Return the fields of an address that a client may write."""
    return {name: item[name] for name in CORE if name in item}


def _address(item: Row) -> Row:
    return ADDRESS_DEFAULTS | ready_address(item)


def _problem_of_new(world: StoreWorld, item: Row, taken: Mapping[str, Row]) -> str | None:
    problem = _missing(item, ("first_name", "last_name", "email")) or _too_long(item, LONGEST) or _bad_email(item)
    nested = (_missing(a, NEEDED_IN_ADDRESS) or _too_long(a, LONGEST_IN_ADDRESS) for a in item.get("addresses", []))
    problem = problem or next((found for found in nested if found), None)
    if problem:
        return problem
    if item["email"].lower() in taken or _email_taken(world, item["email"], item.get("channel_ids")):
        return f"The email address {item['email']} is already in use by another customer"
    return None


def _problem_of_edit(world: StoreWorld, item: Row) -> str | None:
    number = item.get("id")
    if number not in world.table("customers"):
        return f"Customer {number} does not exist"
    present = [name for name in ("first_name", "last_name", "email") if name in item]
    problem = _missing(item, present) or _too_long(item, LONGEST) or (_bad_email(item) if "email" in item else None)
    channels = item.get("channel_ids", world.table("customers")[number]["channel_ids"])
    if not problem and "email" in item and _email_taken(world, item["email"], channels, but=number):
        return f"The email address {item['email']} is already in use by another customer"
    return problem


def _email_taken(world: StoreWorld, email: str, channels: list[int] | None, but: int = 0) -> bool:
    """Tell whether somebody who can log in on one of these channels has the address (None = on all)."""
    for number in world.customers_with_email(email) - {but}:
        theirs = world.table("customers")[number]["channel_ids"]
        if channels is None or theirs is None or set(channels) & set(theirs):
            return True
    return False


def _ready(item: Row, names: Iterable[str]) -> Row:
    ready = {name: item[name] for name in names if name in item and name != "store_credit_amounts"}
    amounts = item.get("store_credit_amounts")
    if amounts:
        ready["store_credit"] = Decimal(str(amounts[0]["amount"]))
    return ready


def _missing(item: Row, names: Iterable[str]) -> str | None:
    found = next((name for name in names if not str(item.get(name) or "").strip()), None)
    return f"{found} is required" if found else None


def _too_long(item: Row, longest: Mapping[str, int]) -> str | None:
    found = next((name for name, most in longest.items() if len(str(item.get(name) or "")) > most), None)
    return f"{found} is too long" if found else None


def _bad_email(item: Row) -> str | None:
    return None if "@" in str(item["email"]).strip("@") else "email is not a valid e-mail address"
