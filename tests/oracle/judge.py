"""The verdict: every record and field of a world that is not what the documents say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.oracle import applied, money_in, people, sales
from tests.oracle.laws import Discrepancy, Expected, check
from tests.oracle.world import World

RESOURCES = {
    "Customer": "Customer",
    "Customer Location": "CustomerLocation",
    "Sales Order": "SalesOrder",
    "Payment": "Payment",
}
OPERATIONS = {
    "Filtered": ("Filtering Applied",),
    "Skipped": ("Skipped from Sync",),
    "Failed": ("Failed to Save in ERP", "Sync Failed"),
}


def discrepancies(world: World) -> list[Discrepancy]:
    """Return everything that is wrong, record by record."""
    expected = [*people.customers(world), *people.locations(world), *sales.orders(world)]
    found = []
    named = set()
    for item in [*expected, *money_in.payments(world)]:
        if isinstance(item, Discrepancy):
            found.append(item)
            continue
        named.add((item.entity, item.external_id))
        found.extend(_of_record(world, item))
    return [*found, *_unnamed(world, named), *applied.applications(world), *_strangers(world)]


def _of_record(world: World, item: Expected) -> Iterator[Discrepancy]:
    status = world.status(item.entity, item.external_id)
    if status not in item.statuses:
        reason = world.records[item.entity].get(item.external_id)
        got = f"{status}: {reason.last_error if reason else 'no record'}"
        yield Discrepancy(item.record, "Status", sorted(map(str, item.statuses)), got, item.document)
    elif status == "Processed":
        keys = world.erp_key(item.entity, item.external_id).split(",")
        yield from check(item, seen(world.erp.record(RESOURCES[item.entity], *keys)))
    elif status and world.records[item.entity][item.external_id].last_operation not in OPERATIONS[status]:
        got = world.records[item.entity][item.external_id].last_operation
        yield Discrepancy(item.record, "Last Operation", OPERATIONS[status], got, "issue 5.2, connector 8.2")
    elif status and not world.records[item.entity][item.external_id].last_error:
        yield Discrepancy(item.record, "Last Error", "a reason in words", None, "issue 5.2")


def seen(record: dict[str, Any]) -> dict[str, Any]:
    """Return an ERP record with its rows also by the store's names: `@<line>`, `%<coupon>`, `$<tax>`, `#<how many>`."""
    lines = {row.get("ExternalRef") or str(row["id"]): row for row in record.get("Details") or []}
    by_number = {row["LineNbr"]: name for name, row in lines.items()}
    discounts = record.get("DiscountDetails") or []
    return (
        record
        | {f"@{name}": row | _associated(row, by_number) for name, row in lines.items()}
        | {f"%{row['ExternalDiscountCode']}": row for row in discounts}
        | {f"${row['TaxID']}": row for row in record.get("TaxDetails") or []}
        | {"#lines": len(record.get("Details") or []), "#discounts": len(discounts)}
        | {"#taxes": len(record.get("TaxDetails") or []), "#orders": len(record.get("OrdersToApply") or [])}
    )


def _associated(row: dict[str, Any], by_number: dict[int, str]) -> dict[str, Any]:
    number = row.get("AssociatedOrderLineNbr")
    return {"AssociatedOrderLineNbr": number and f"line of {by_number.get(number)}"}


def _unnamed(world: World, named: set[tuple[str, str]]) -> Iterator[Discrepancy]:
    for entity, rows in world.records.items():
        for external_id, row in rows.items():
            if (entity, external_id) not in named and not (entity == "Payment" and row.status == "Skipped"):
                yield Discrepancy(f"{entity} {external_id}", "Status", "no such record", row.status, "connector 8.6")


def _strangers(world: World) -> Iterator[Discrepancy]:
    """Give the ERP's records that nobody asked for, and those made twice."""
    for entity, resource in RESOURCES.items():
        keys = {row.erp_key.replace(",", "/") for row in world.records[entity].values() if row.status == "Processed"}
        made = [effect.key for effect in world.line.effects(resource, "create")]
        for key in [key for key in made if key not in keys or made.count(key) > 1]:
            yield Discrepancy(
                f"{resource} {key}", "created", "once, for a Processed record", made.count(key), "DESIGN 2.1"
            )
