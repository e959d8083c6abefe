"""Customers and Customer Locations as connector 2 and 3 want them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.oracle.laws import Expected, Want, cut, one_line, want
from tests.oracle.places import book_fields, refused
from tests.oracle.variants import FILTERED_CITY, FILTERED_MAIL
from tests.oracle.world import World

C23, C32, C34 = "connector 2.3", "connector 3.2", "connector 3.4"
PROCESSED, FAILED, SKIPPED = frozenset({"Processed"}), frozenset({"Failed"}), frozenset({"Skipped"})


def full_name(row: dict[str, Any]) -> str:
    """Return first and last name, joined."""
    return " ".join(str(part) for name in ("first_name", "last_name") if (part := one_line(row[name])))


def company_or_person(row: dict[str, Any]) -> str:
    """Return the company, else the person (connector 2.3, 3.2)."""
    return str(one_line(row["company"]) or full_name(row))


def with_locations(world: World) -> bool:
    """Tell whether addresses travel."""
    entities = world.settings.entities
    return bool(entities.customer.active and entities.customer_location.active)


def customers(world: World) -> Iterator[Expected]:
    """Give what must have become of every customer."""
    if not world.settings.entities.customer.active:
        return
    for row in world.customers.values():
        statuses, document = _status(world, row)
        if world.settings.filters and FILTERED_MAIL in row["email"].casefold():
            statuses, document = frozenset({"Filtered"}), "connector 7.1: user filter"
        yield Expected("Customer", str(row["id"]), statuses, document, _customer_fields(world, row))


def _status(world: World, row: dict[str, Any]) -> tuple[frozenset[str | None], str]:
    book = world.book(row["id"]) if with_locations(world) else []
    if book and refused(book[0]["country_code"], book[0]["state_or_province"]):
        return FAILED, "the ERP refuses the state or country"
    mine = _mail(row["email"])
    before = Counter(_mail(mail) for mail in world.before)
    if before[mine] > 1:
        return FAILED, "connector 2.2: several found -> error"
    twins = [other for other in world.customers.values() if _mail(other["email"]) == mine]
    if len(twins) > 1:
        linked = [twin for twin in twins if world.status("Customer", twin["id"]) == "Processed"]
        document = "connector 2.2: one of several with the same e-mail is linked, the others are in error"
        return (PROCESSED if [row["id"]] == [twin["id"] for twin in linked] else FAILED), document
    return PROCESSED, "connector 8.6"


def _mail(email: str) -> str:
    return email.strip().casefold()


def _customer_fields(world: World, row: dict[str, Any]) -> dict[str, Want]:
    book, name = world.book(row["id"]), world.settings.store_name
    first = book[0] if book else None
    fields = {
        "AccountRef": want(C23, cut(f"{row['id']}-{name}", 50)),
        "CustomerClass": want(f"{C23}, set at creation", *_classes(world, row)),
        "Status": want(C23, "Active"),
        "CustomerName": want(C23, cut(company_or_person(row) or row["email"], 255)),
        "MainContact.Email": want(C23, row["email"]),
        "MainContact.Phone1": want(f"{C23}: phone of the first address", cut(first["phone"] if first else "", 50)),
        "MainContact.Phone2": want(C23, *(("", "1") if world.settings.mappings else (cut(row["phone"], 50),))),
        "MainContact.FirstName": want("docs/mapping/customers", cut(row["first_name"], 50)),
        "MainContact.LastName": want("docs/mapping/customers", cut(row["last_name"], 100)),
    }
    address = "MainContact.Address"
    if first and with_locations(world):
        return fields | book_fields(address, first, C23)
    blank = f"{C34}: address lines blank" if with_locations(world) else f"{C34}: Location inactive, no address moves"
    return fields | {f"{address}.{part}": want(blank, None) for part in ("AddressLine1", "AddressLine2", "City")}


def _classes(world: World, row: dict[str, Any]) -> tuple[str, ...]:
    """Return the classes a customer may have: the settings', or its own if the ERP knew it before."""
    known = _mail(row["email"]) in {_mail(mail) for mail in world.before}
    return ("ECOMMERCE", "DEFAULT") if known else (world.settings.customers.customer_class,)


def locations(world: World) -> Iterator[Expected]:
    """Give what must have become of every address."""
    if not with_locations(world):
        return
    for address in world.addresses.values():
        yield _location(world, world.customers[address["customer_id"]], address)


def _location(world: World, owner: dict[str, Any], address: dict[str, Any]) -> Expected:
    key = f"{owner['id']},{address['id']}"
    statuses, document = PROCESSED, "connector 8.6"
    if world.status("Customer", owner["id"]) != "Processed":
        statuses, document = SKIPPED, "connector 3.1: its customer is not synchronised"
    elif refused(address["country_code"], address["state_or_province"]):
        statuses, document = FAILED, "the ERP refuses the state or country"
    if filtered(world, address):
        statuses, document = frozenset({"Filtered"}), "connector 7.1: user filter"
    return Expected("Customer Location", key, statuses, document, _location_fields(world, owner, address))


def _address_reference(world: World, address: dict[str, Any]) -> str:
    known = world.settings.endpoint.version >= "24"
    return cut(f"{address['id']}-{world.settings.store_name}", 50) if known else ""


def filtered(world: World, address: dict[str, Any]) -> bool:
    """Tell whether the store's own filter holds an address back."""
    return bool(world.settings.filters) and FILTERED_CITY in address["city"]


def _location_fields(world: World, owner: dict[str, Any], address: dict[str, Any]) -> dict[str, Want]:
    book = world.book(owner["id"])
    first = address is next((a for a in book if not filtered(world, a)), None)
    name, contact = company_or_person(address), "LocationContact"
    ids = {row.erp_key.partition(",")[2] for row in world.places_of(owner["id"])}
    return {
        "Customer": want(C32, world.erp_key("Customer", owner["id"])),
        "LocationID": want(f"{C34}: the first address fills MAIN", *({"MAIN"} if first else ids - {"MAIN"})),
        "Default": want(C34, first),
        "Active": want(C32, True),
        "LocationName": want(C32, cut(name, 60)),
        "ContactOverride": want(C32, True),
        "AddressOverride": want(C32, True),
        f"{contact}.CompanyName": want(f"{C32}: Account Name", cut(name, 255)),
        f"{contact}.Attention": want(C32, cut(full_name(address), 255)),
        f"{contact}.Email": want(C32, owner["email"]),
        f"{contact}.Phone1": want(f"{C32}, 11.1", cut(address["phone"].strip() or book[0]["phone"], 50)),
        f"{contact}.Phone2": want(C32, cut(owner["phone"], 50)),
        "ExtRefNbr": want("myob-advanced-api 6: from 24.200.001 on", _address_reference(world, address)),
    } | book_fields(f"{contact}.Address", address, C32)
