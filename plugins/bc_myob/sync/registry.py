"""The entity registry: one entry says where an entity comes from, where it goes and how it is found again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.customers_export import export_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import map_locations
from bc_myob.mapping.locations_export import export_locations
from bc_myob.mapping.orders import map_orders
from bc_myob.mapping.payments import map_payments
from bc_myob.model.entities import Entity
from bc_myob.model.records import Mapped, SourceRecord

CUSTOMERS_STREAM: Final = "customers"
ORDERS_STREAM: Final = "orders"
TRANSACTIONS_STREAM: Final = "transactions"
ERP_CUSTOMERS_STREAM: Final = "erp_customers"
ERP_LOCATIONS_STREAM: Final = "erp_locations"
STAMP: Final = "LastModifiedDateTime"

_CONTACT_FIELDS: Final = ("Attention", "Email", "Phone1", "Phone2")
_ADDRESS_FIELDS: Final = ("AddressLine1", "AddressLine2", "City", "State", "PostalCode", "Country")


def _contact_fields(contact: str, *more: str) -> tuple[str, ...]:
    own = tuple(f"{contact}/{name}" for name in (*_CONTACT_FIELDS, *more))
    return own + tuple(f"{contact}/Address/{name}" for name in _ADDRESS_FIELDS)


def _itself(record: SourceRecord) -> str:
    return record.source_id


def _customer_of(order: SourceRecord) -> str:
    return str(order.payload.get("customer_id") or "0")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Rows of a detail that name another row of it in `field`, by that one's `number`; `shared`: what it gives them."""

    field: str
    number: str
    shared: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What of the rows has to be known."""
        return (self.field, self.number, *self.shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySpec:
    """How one entity travels from its staging stream to its MYOB Advanced resource, and back to the store."""

    entity: Entity
    stream: str
    """Where its source records are staged; payments: orders, joined with their transactions."""
    resource: str
    """The endpoint entity they become."""
    reference_field: str
    """Holds the external reference, unique within equal `scope` fields."""
    keys: tuple[str, ...]
    """The fields of the ERP key, in its order."""
    scope: tuple[str, ...] = ()
    scope_is_set: bool = False
    """A setting says the `scope`, and may change: what is not known yet may have been created before."""
    types: tuple[str, ...] = ()
    """Values of the `scope` under which a person may have entered it; whatever has another is something else."""
    belongs_to: str = ""
    """The field that names the owner; what another owner has under a reference is no match."""
    select: tuple[str, ...]
    """With `expand`: what every look-up asks back."""
    expand: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    """What a write asks back besides."""
    keep: tuple[str, ...] = ()
    """What of the answer stays on the sync record for dependants."""
    rows: Mapping[str, str] = field(default_factory=dict)
    """The details whose rows must never double, each with the field that tells its rows apart."""
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By which fields rows of them stand for ours though they lack that one (the field of the others is the ERP's)."""
    pointers: Mapping[str, Pointer] = field(default_factory=dict)
    """Those of the details whose rows point at each other by number."""
    email_field: str = ""
    """An additional look-up for matching."""
    release_action: str = ""
    """Releases a saved record while its Status is `unreleased`."""
    unreleased: str = ""
    editable: frozenset[str] = frozenset()
    """The statuses in which its own fields may be changed; none: in all but the closed ones."""
    closed: frozenset[str] = frozenset()
    """The statuses in which nothing of it may be changed any more."""
    applies_to: Entity | None = None
    """The entity that it is applied to by that one's present state."""
    needs: tuple[Entity, ...] = ()
    """The entities it depends on."""
    owner: Callable[[SourceRecord], str] = _itself
    """For a source record, the source id under which the entities it needs are kept."""
    map: Callable[[Given], list[Mapped]]
    export: Callable[[Given], list[Mapped]] | None = None
    """How it travels to the store; None: it does not."""
    erp_stream: str = ""
    """Where its records of the ERP are staged."""
    erp_fields: tuple[str, ...] = ()
    """With `erp_expand`: what an export reads of them."""
    erp_expand: tuple[str, ...] = ()
    erp_owner: str = ""
    """The key field by which they belong together."""

    def key_parts(self, key: str) -> list[str]:
        """Give the values of the key fields in an ERP key as Sync History shows it; none where it is not whole.

        What people name stands first and may hold commas (the customer `SMITH, J`); numbers hold none.
        """
        parts = key.rsplit(",", len(self.keys) - 1)
        return parts if len(parts) == len(self.keys) and all(parts) else []

    def owner_in(self, key: str) -> str:
        """Give the first of them: who a location belongs to. "" where the key is not whole."""
        return next(iter(self.key_parts(key)), "")

    @property
    def answer_fields(self) -> tuple[str, ...]:
        """What a write asks back: the look-up's fields, and what tells the rows of its details apart."""
        pointers = [f"{detail}/{name}" for detail, one in self.pointers.items() for name in one.fields]
        return (*self.select, *self.told, *(f"{detail}/{key}" for detail, key in self.rows.items()), *pointers)

    @property
    def row_fields(self) -> tuple[str, ...]:
        """What is read besides of rows that may be another's."""
        return tuple(f"{detail}/{name}" for detail, names in self.alike.items() for name in names)

    @property
    def answer_expand(self) -> tuple[str, ...]:
        """The details and linked entities a write asks back."""
        return (*self.expand, *dict.fromkeys(path.partition("/")[0] for path in self.told), *self.rows)


_SPECS: Final = (
    EntitySpec(
        entity=Entity.CUSTOMER,
        stream=CUSTOMERS_STREAM,
        resource="Customer",
        reference_field="AccountRef",
        keys=("CustomerID",),
        select=("CustomerID", "AccountRef", "CustomerName", "MainContact/Email"),
        expand=("MainContact",),
        keep=("CustomerID", "CustomerName"),
        email_field="MainContact/Email",
        map=map_customers,
        export=export_customers,
        erp_stream=ERP_CUSTOMERS_STREAM,
        erp_fields=(
            *("CustomerID", "AccountRef", "CustomerName", "CustomerClass", "Status", "PriceClassID", STAMP),
            *_contact_fields("MainContact", "FirstName", "LastName"),
        ),
        erp_expand=("MainContact", "MainContact/Address"),
        erp_owner="CustomerID",
    ),
    EntitySpec(
        entity=Entity.CUSTOMER_LOCATION,
        stream=CUSTOMERS_STREAM,
        resource="CustomerLocation",
        reference_field="ExtRefNbr",
        keys=("Customer", "LocationID"),
        belongs_to="Customer",
        select=("Customer", "LocationID", "ExtRefNbr"),
        keep=("Customer", "LocationID"),
        needs=(Entity.CUSTOMER,),
        map=map_locations,
        export=export_locations,
        erp_stream=ERP_LOCATIONS_STREAM,
        erp_fields=(
            *("Customer", "LocationID", "ExtRefNbr", "LocationName", "Active", "Default", STAMP),
            *("AddressOverride", "ContactOverride"),
            *_contact_fields("LocationContact", "CompanyName", "FullName"),
        ),
        erp_expand=("LocationContact", "LocationContact/Address"),
        erp_owner="Customer",
    ),
    EntitySpec(
        entity=Entity.SALES_ORDER,
        stream=ORDERS_STREAM,
        resource="SalesOrder",
        reference_field="ExternalRef",
        keys=("OrderType", "OrderNbr"),
        scope=("OrderType",),
        scope_is_set=True,
        select=(
            "OrderType",
            "OrderNbr",
            "ExternalRef",
            "CustomerID",
            "LocationID",
            "CurrencyID",
            "OrderTotal",
            "Status",
            "Totals/UnpaidBalance",
        ),
        expand=("Totals",),
        closed=frozenset({"Completed", "Invoiced", "Canceled"}),
        told=("FinancialSettings/CustomerTaxZone",),
        keep=("OrderType", "OrderNbr", "CustomerID", "LocationID", "CurrencyID", "OrderTotal", "Status"),
        rows={"Details": "ExternalRef", "DiscountDetails": "ExternalDiscountCode", "TaxDetails": "TaxID"},
        alike={"Details": ("InventoryID", "OrderQty"), "DiscountDetails": ("DiscountAmount",)},
        pointers={"Details": Pointer("AssociatedOrderLineNbr", "LineNbr", shared=("WarehouseID",))},
        needs=(Entity.CUSTOMER, Entity.CUSTOMER_LOCATION),
        owner=_customer_of,
        map=map_orders,
    ),
    EntitySpec(
        entity=Entity.PAYMENT,
        stream=ORDERS_STREAM,
        resource="Payment",
        reference_field="ExternalRef",
        keys=("Type", "ReferenceNbr"),
        scope=("Type",),
        types=("Prepayment", "Payment"),
        select=(
            *("Type", "ReferenceNbr", "ExternalRef", "CustomerID"),
            *("CurrencyID", "PaymentAmount", "AvailableBalance", "Status"),
        ),
        keep=("Type", "ReferenceNbr", "CustomerID", "CurrencyID", "PaymentAmount", "Status"),
        release_action="ReleasePayment",
        unreleased="Balanced",
        editable=frozenset({"Balanced", "On Hold", "Pending Processing", "Pending Approval"}),
        closed=frozenset({"Closed", "Voided"}),
        applies_to=Entity.SALES_ORDER,
        needs=(Entity.SALES_ORDER,),
        map=map_payments,
    ),
)

REGISTRY: Final[dict[Entity, EntitySpec]] = {spec.entity: spec for spec in _SPECS}
"""Every entity in the order in which it is synchronised."""


def followers(entity: Entity) -> list[Entity]:
    """Give the entities whose records are applied to those of `entity`."""
    return [spec.entity for spec in REGISTRY.values() if spec.applies_to is entity]
