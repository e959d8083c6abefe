"""Discover: reads what the two systems offer and writes or completes the store's settings file. Writes to neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import available_timezones

import yaml
from pydantic import ValidationError

from bc_myob.checklist.facts import Ask, Facts, Row, folded
from bc_myob.discover.found import CashAccount, Choice, Found, StoreMethod, method_of
from bc_myob.discover.merge import merged
from bc_myob.discover.rows import impossible
from bc_myob.discover.template import new_file
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.checking.discovery_file import check_still_loads, still_to_fill, text_at, write_text
from bc_myob.operators.checking.evidence import ErpFor, Evidence, erp_evidence, store_evidence
from bc_myob.store.base import Settings
from bc_myob.store.plain_yaml import read_yaml
from bc_myob.store.run import RunSettings
from bc_myob.store.settings import ConnectionSettings, EndpointSettings, StoreSettings

_NEWEST_KNOWN: Final = "24.200.001"
"""The newest endpoint version this program's contract was held against."""
_ASKS: Final = frozenset(
    {
        Ask.STORE,
        Ask.STORE_CURRENCIES,
        Ask.STORE_METHODS,
        Ask.STORE_SHIPPING,
        Ask.STORE_GROUPS,
        Ask.STORE_PAID,
        Ask.CLASSES,
        Ask.GUESTS,
        Ask.BRANCHES,
        Ask.METHODS,
        Ask.SHIP_VIA,
        Ask.TAX_ZONES,
        Ask.TAXES,
        Ask.KEYS,
        Ask.ORDER_TYPES,
        Ask.CASH_ACCOUNTS,
    }
)
S = TypeVar("S", bound=Settings)
_DOORS: Final = (Ask.STORE, Ask.ENDPOINTS)


@dataclass(frozen=True, slots=True)
class Text:
    """A settings file as it would be: its text, the rows added to what was there, and what could not be read."""

    text: str
    added: Sequence[str]
    unread: Sequence[str]


@dataclass(frozen=True, slots=True)
class Discovered:
    """What became of the file: its path, whether it is new, the rows added, and what keeps it from loading."""

    path: Path
    is_new: bool
    added: Sequence[str]
    still_to_fill: str
    unread: Sequence[str]


def discover(path: Path, connections: ConnectionSettings) -> Discovered:
    """Write the settings file, or complete the one that is there; ConfigurationError where nobody lets us in."""
    before = text_at(path)
    now = settings_text(before, connections)
    if now.text != before:
        write_text(path, now.text)
    return Discovered(path, not before, now.added, still_to_fill(path), now.unread)


def settings_text(before: str, connections: ConnectionSettings, erp: ErpFor | None = None) -> Text:
    """Give the settings file for what both systems offer: a new one, or `before` with what it lacks.

    ConfigurationError where `before` can be loaded and the result could not. `erp`: gives the hook of the ERP, for a
    task that may be killed.
    """
    found = look_around(_bare(connections, run_of(before)), endpoint_of(before), erp)
    unread = [*found.unread, *impossible(found)]
    if not before:
        return Text(new_file(found), [], unread)
    result = merged(before, found)
    check_still_loads(before, result.text)
    titles = [*(" ".join(row.key) for row in result.added), *(each.title for each in result.news)]
    return Text(result.text, titles, unread)


def connections_of(path: Path) -> ConnectionSettings:
    """Give the connections an existing file names, also one that does not load yet; the defaults without a file."""
    said = read_yaml(path.read_text(encoding="utf-8")) if path.is_file() else {}
    named = said.get("connections") if isinstance(said, dict) else None
    return ConnectionSettings.model_validate(named or {})


def endpoint_of(text: str) -> EndpointSettings | None:
    """Give the endpoint that settings with this text name, also ones that do not load yet; None where there is none."""
    return _section(text, "endpoint", EndpointSettings)


def run_of(text: str) -> RunSettings:
    """Give the limits that settings with this text name, also ones that do not load yet; else the defaults."""
    return _section(text, "run", RunSettings) or RunSettings()


def _section(text: str, name: str, model: type[S]) -> S | None:
    try:
        said = read_yaml(text)
        named = said.get(name) if isinstance(said, dict) else None
        return model.model_validate(named) if named else None
    except (yaml.YAMLError, ValidationError):
        return None


def chosen(own: EndpointSettings | None, there: Sequence[Row]) -> EndpointSettings:
    """Give the endpoint to ask: the file's own, else the version of Default next to the newest this program knows."""
    if own and any((row.get("name"), row.get("version")) == (own.name, own.version) for row in there):
        return own
    versions = sorted(str(row.get("version")) for row in there if row.get("name") == "Default")
    known = [version for version in versions if version <= _NEWEST_KNOWN]
    # of newer ones only, the oldest has changed least
    return EndpointSettings(version=next(iter([*known[::-1], *versions]), _NEWEST_KNOWN))


def look_around(asked_with: StoreSettings, own: EndpointSettings | None, erp: ErpFor | None) -> Found:
    """Give what both systems offer; what they do not show is named in `unread`. `own`: the endpoint of the file."""
    evidence = Evidence(asked_with, _ASKS)
    store_evidence(evidence)
    with erp_evidence(evidence, partial(chosen, own), erp):
        pass
    facts = evidence.facts
    for door in _DOORS:
        if why := facts.refused(door):
            raise ConfigurationError(why)
    return replace(_found(facts, asked_with.connections), endpoint=evidence.settings.endpoint.version)


def _bare(connections: ConnectionSettings, run: RunSettings) -> StoreSettings:
    """Give settings that are enough to ask questions with."""
    names = {"customer_class": "-", "generic_guest_customer": "-"}
    orders = {"branch": "-", "order_type": "SO"}
    given = {"store_name": "discover", "customers": names, "orders": orders}
    return StoreSettings.model_validate(given | {"connections": connections, "run": run})


def _found(facts: Facts, connections: ConnectionSettings) -> Found:
    store = facts.one(Ask.STORE)
    said = store.get("timezone")
    zone = str(said.get("name") or "") if isinstance(said, dict) else ""
    keys = {str(row.get("DimensionID")): str(row.get("NumberingID") or "") for row in facts.rows(Ask.KEYS)}
    return Found(
        store_name=_store_name(str(store.get("name") or "")),
        time_zone=zone if zone in available_timezones() else "",
        connections=connections.model_dump(),
        currencies=[
            str(row["currency_code"])
            for row in facts.rows(Ask.STORE_CURRENCIES)
            if row.get("enabled", True) and row.get("is_transactional", True)
        ],
        methods=_methods(facts),
        shipping=list(dict.fromkeys((str(row["zone"]), str(row["method"])) for row in facts.rows(Ask.STORE_SHIPPING))),
        groups=[str(row.get("name")) for row in facts.rows(Ask.STORE_GROUPS)],
        classes=_choices(facts, Ask.CLASSES, "ClassID", "Description"),
        guests=_choices(facts, Ask.GUESTS, "CustomerID", "CustomerName", "Status"),
        branches=_choices(facts, Ask.BRANCHES, "BranchID", "BranchName", "BranchStatus"),
        order_types=_choices(facts, Ask.ORDER_TYPES, "OrderType", "Descr", "Active"),
        ship_via=_choices(facts, Ask.SHIP_VIA, "CarrierID", "Description"),
        tax_zones=_choices(facts, Ask.TAX_ZONES, "TaxZoneID", "Description"),
        taxes=_choices(facts, Ask.TAXES, "TaxID", "Description"),
        accounts=_accounts(facts),
        customer_numbering=keys.get("CUSTOMER", ""),
        location_numbering=keys.get("LOCATION", ""),
        unread=[f"{ask} ({facts.refused(ask)})" for ask in sorted(_ASKS) if facts.refused(ask)],
    )


def _store_name(name: str) -> str:
    """Give the name as references can carry it: at most 30 characters."""
    return " ".join(name.split())[:30].strip() or "My store"


def _methods(facts: Facts) -> list[StoreMethod]:
    names = {str(row.get("code")): str(row.get("name") or "") for row in facts.rows(Ask.STORE_METHODS)}
    paid = [(str(row["gateway"]), str(row["method"])) for row in facts.rows(Ask.STORE_PAID)]
    seen = [StoreMethod(gateway, method, names.get(gateway, ""), seen=True) for gateway, method in paid]
    gateways = {method.gateway for method in seen}
    listed = [StoreMethod(code, method_of(code), name) for code, name in names.items() if code not in gateways]
    return [*seen, *listed]


def _choices(facts: Facts, ask: Ask, code: str, about: str, active: str = "") -> list[Choice]:
    """Give the codes there are, without those whose box `active` says that nobody can use them."""
    rows = [row for row in facts.rows(ask) if row.get(code) and not _is_off(row.get(active))]
    return [Choice(str(row[code]), str(row.get(about) or "")) for row in rows]


def _is_off(box: object) -> bool:
    return box is False or folded(box) == "inactive"


def _accounts(facts: Facts) -> list[CashAccount]:
    tables = {folded(row.get("CashAccountCD")): row for row in facts.rows(Ask.CASH_ACCOUNTS)}
    return [
        CashAccount(
            str(method["PaymentMethodID"]),
            str(row["CashAccount"]),
            str(row.get("Branch") or ""),
            str(tables.get(folded(row["CashAccount"]), {}).get("CuryID") or "").strip(),
        )
        for method in facts.rows(Ask.METHODS)
        if method.get("Active") is not False and not method.get("IntegratedProcessing")
        for row in method.get("AllowedCashAccounts") or ()
        if row.get("UseInAR") is not False and not _is_off(tables.get(folded(row["CashAccount"]), {}).get("Active"))
    ]
