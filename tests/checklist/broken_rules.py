"""What can be wrong with filters and mappings of one's own."""

from __future__ import annotations

from tests.checklist.bench import HOME
from tests.checklist.breaking import broken, sold


def wrong_orders_filter(bench):
    sold(bench)
    bench.set("filters", [{"entity": "Sales Order", "field": "statsu", "condition": "Is Not Empty"}])


def wrong_customer_mapping(bench):
    bench.store.add_customer(first_name="Ruth", last_name="Lindqvist", email="ruth@mail.example")
    rule = {"entity": "Customer", "target": "MainContact.JobTitle", "source": "=[Customer.Tittle]"}
    bench.set("mappings", [rule])


def wrong_line(kind, entity):
    """Let a filter or mapping name a field that the store's records do not have."""

    def by(bench):
        bench.store.add_customer(first_name="Ruth", last_name="Lindqvist", email="r@mail.example", addresses=[HOME])
        sold(bench)
        lines = {
            "filters": {"entity": entity, "field": "citty", "condition": "Is Not Empty"},
            "mappings": {"entity": entity, "target": "LocationName", "source": "[citty]"},
        }
        bench.set(kind, [lines[kind]])

    return by


def wrong_export(kind, **line):
    """Let a store that travels both ways have a line for exports that cannot work."""

    def by(bench):
        bench.both_ways()
        bench.set(kind, [{"direction": "Export", **line}])

    return by


def unpaired_bracket(bench):
    rule = {"entity": "Customer", "opening": 1, "field": "email", "condition": "Is Not Empty"}
    bench.set("filters", [rule])


RULES = [
    broken("rules.customers_filters", unpaired_bracket, "bracket", "section filters"),
    broken(
        "rules.locations_filters", wrong_line("filters", "Customer Location"), "have no field citty", "section filters"
    ),
    broken(
        "rules.locations_mappings", wrong_line("mappings", "Customer Location"), "have no field", "section mappings"
    ),
    broken(
        "rules.customers_filters",
        wrong_export("filters", entity="Customer", field="Customer Clas", condition="Is Not Empty"),
        "The ERP's records (Customer) have no field Customer Clas",
        "section filters",
    ),
    broken(
        "rules.locations_filters",
        wrong_export("filters", entity="Customer Location", field="LocationContact.Adress.City", condition="Is Empty"),
        "The ERP's records (CustomerLocation) have no field LocationContact.Adress.City",
        "section filters",
    ),
    broken(
        "rules.customers_mappings",
        wrong_export("mappings", entity="Customer", target="notes", source="=Trim([CustomerNam])"),
        "the ERP's records (Customer) have no field CustomerNam",
        "section mappings",
    ),
    broken(
        "rules.customers_mappings",
        wrong_export("mappings", entity="Customer", target="nickname", source="[CustomerName]"),
        "names nickname, which it cannot write; it can write",
        "section mappings",
    ),
    broken("rules.payments_filters", wrong_line("filters", "Payment"), "have no field citty", "section filters"),
    broken("rules.orders_filters", wrong_orders_filter, "The store's records have no field statsu", "section filters"),
    broken("rules.customers_mappings", wrong_customer_mapping, "The store's records have no field", "section mappings"),
    broken(
        "rules.orders_mappings",
        lambda b: b.set("mappings", [{"entity": "Sales Order", "target": "Descripton", "source": "x"}]),
        "Descripton, which SalesOrder does not have",
        "section mappings",
        others="endpoint.fields",
    ),
    broken(
        "rules.payments_mappings",
        lambda b: b.set("mappings", [{"entity": "Payment", "target": "Description", "source": "=Trim("}]),
        "the formula ends too early",
        "section mappings",
    ),
]
