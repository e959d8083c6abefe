"""Every target of a user's mapping is either refused before a run, or filled and sendable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bc_myob.mapping.contract import check_document_fields, contract
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.rule_targets import RESOURCES
from bc_myob.mapping.rules_check import check_rules
from bc_myob.model.codec import dumps
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event
from bc_myob.store.settings import StoreSettings
from sandbox.shop import payments as pay
from tests.mapping.customer_shop import address, customer, mapped_locations, records
from tests.mapping.orders_shop import DEMO, JAM, mapped, order
from tests.mapping.orders_shop import customer as shopper
from tests.mapping.payments_shop import only, paid
from tests.mapping.present import NOW

VALUES = {"text": "7", "number": "7.5", "whole number": "7", "yes or no": "true", "date": "2026-03-01"}


def everything(section: str, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Walk (path, kind) of all the contract has, whole records and details included."""
    for name, field in contract()[section].items():
        yield f"{prefix}{name}", field.kind
        if field.of and depth < 3:
            yield from everything(field.of, f"{prefix}{name}.", depth + 1)
    yield from ((f"{prefix}{own}", "text") for own in ("note", "custom", "custom.View", "custom.View.Field", "id"))


def mapped_by(entity: Entity, settings: StoreSettings) -> Mapped:
    if entity is Entity.CUSTOMER:
        return only(map_customers(Given(settings, records(customer(address(1))), now=NOW)))
    if entity is Entity.CUSTOMER_LOCATION:
        return only(mapped_locations(customer(address(1)), mappings=settings.mappings))
    if entity is Entity.PAYMENT:
        return only(paid(pay.purchase(), settings=settings))
    return mapped(order(JAM), settings, shopper())


def with_lines(*lines: dict[str, str]) -> StoreSettings:
    return StoreSettings.model_validate(DEMO.model_dump() | {"mappings": lines})


def is_accepted(said: dict[str, str]) -> bool:
    try:
        check_rules(with_lines(said))
    except ConfigurationError:
        return False
    return True


def reached(document: object, path: str) -> list[object]:
    found = [document]
    for step in path.split("."):
        each = [one for part in found for one in (part if isinstance(part, list) else [part])]
        found = [one[step] for one in each if isinstance(one, dict) and step in one]
    return found


@pytest.mark.parametrize("entity", list(Entity))
def test_a_target_that_is_accepted_is_applied_and_can_be_sent(entity):
    resource = RESOURCES[entity]
    paths = dict(everything(resource))
    wanted = {
        path: {"entity": str(entity), "target": path, "source": VALUES.get(kind, "x")} for path, kind in paths.items()
    }
    accepted = {path: said for path, said in wanted.items() if is_accepted(said)}
    settings = with_lines(*accepted.values())
    found = mapped_by(entity, settings)
    assert found.event is Event.PREPARED, found.reason
    assert [path for path in accepted if not reached(found.document, path)] == []
    check_document_fields(resource, found.document, settings.endpoint.version)
    dumps(found.document)
    assert len(accepted) > 20
    assert not accepted.keys() & {path for path, kind in paths.items() if kind in {"details", "linked"}}


@pytest.mark.parametrize(
    ("entity", "target", "said"),
    [
        (
            "Sales Order",
            "DiscountDetails.Description",
            "rows of DiscountDetails are worked out; map a field of the record itself or Details",
        ),
        ("Sales Order", "TaxDetails.TaxRate", "the rows of TaxDetails are worked out"),
        ("Payment", "DocumentsToApply.AmountPaid", "the rows of DocumentsToApply are worked out"),
        ("Payment", "CreditCardTransactionInfo.TranNbr", "are worked out"),
        ("Payment", "OrdersToApply.AppliedToOrder", "are worked out"),
        ("Payment", "OrdersToApply", "are worked out"),
        ("Sales Order", "Details", "names a whole detail; write one of its fields, such as Details.LineDescription"),
        ("Sales Order", "Totals", "names a whole record; write one of its fields, such as Totals."),
        ("Customer", "MainContact", "names a whole record; write one of its fields, such as MainContact.Attention"),
        ("Customer", "custom", r"write custom\.<View>\.<Field>"),
        ("Customer", "custom.UsrField", r"write custom\.<View>\.<Field>"),
        ("Customer", "custom.View.Usr.Field", r"write custom\.<View>\.<Field>"),
        ("Sales Order", "Details.ExternalRef", "records are found again by this field"),
    ],
)
@pytest.mark.parametrize("source", ["x", "<<Unmap>>"])
def test_a_target_that_cannot_be_filled_says_what_to_write(entity, target, said, source):
    with pytest.raises(ConfigurationError, match=said):
        check_rules(with_lines({"entity": entity, "target": target, "source": source}))
