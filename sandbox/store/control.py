"""The store's own control routes: what a merchant or a shopper does, for demos and for tests over HTTP."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from sandbox.shop.basket import Draft
from sandbox.shop.payments import Event
from sandbox.shop.places import Address
from sandbox.store.refusals import Refusal
from sandbox.store.world import StoreWorld

Row = dict[str, Any]


class CustomerIn(BaseModel):
    """A customer with an address book; other fields are those of V3."""

    model_config = ConfigDict(extra="allow")
    first_name: str
    last_name: str
    email: str
    addresses: list[Address] = []
    created: datetime | None = None


class TransactionIn(BaseModel):
    """One transaction of an order."""

    model_config = ConfigDict(extra="forbid")
    event: Event = "purchase"
    amount: Decimal | None = None
    gateway: str = "braintree"
    status: str = "ok"
    refers_to: int | None = None


class StatusIn(BaseModel):
    """Another order status."""

    model_config = ConfigDict(extra="forbid")
    status_id: int


class RefundIn(BaseModel):
    """Money given back; without an amount all of it."""

    model_config = ConfigDict(extra="forbid")
    amount: Decimal | None = None
    reason: str = ""


def store_control(world: StoreWorld) -> APIRouter:
    """Return the routes under `/_control` that edit customers and orders."""
    router = APIRouter(prefix="/_control")
    _add_customers(router, world)
    _add_orders(router, world)
    return router


def _add_customers(router: APIRouter, world: StoreWorld) -> None:
    @router.post("/customers")
    async def add(customer: CustomerIn) -> dict[str, int]:
        given = customer.model_dump(exclude={"addresses"})
        return {"id": world.add_customer(**given, addresses=customer.addresses)}

    @router.put("/customers/{customer_id}")
    async def edit(customer_id: int, fields: Annotated[Row, Body()]) -> dict[str, int]:
        world.edit_customer(customer_id, **fields)
        return {"id": customer_id}

    @router.delete("/customers/{customer_id}", status_code=204)
    async def delete(customer_id: int) -> None:
        world.delete_customer(customer_id)

    @router.post("/customers/{customer_id}/addresses")
    async def add_address(customer_id: int, address: Address) -> dict[str, int | None]:
        return {"id": world.add_address(customer_id, address)}

    @router.put("/addresses/{address_id}")
    async def edit_address(address_id: int, fields: Annotated[Row, Body()]) -> dict[str, bool]:
        return {"changed": world.edit_address(address_id, **fields)}


def _add_orders(router: APIRouter, world: StoreWorld) -> None:
    drafts: TypeAdapter[Draft] = TypeAdapter(Draft)

    def read(body: Row) -> Draft:
        try:
            return drafts.validate_python(body)
        except ValidationError as error:
            raise Refusal(422, str(error)) from error

    @router.post("/orders")
    async def add(draft: Annotated[Row, Body()]) -> dict[str, int]:
        return {"id": world.add_order(read(draft))}

    @router.put("/orders/{order_id}")
    async def rebuild(order_id: int, draft: Annotated[Row, Body()]) -> dict[str, int]:
        world.rebuild_order(order_id, read(draft))
        return {"id": order_id}

    @router.post("/orders/{order_id}/status")
    async def status(order_id: int, given: StatusIn) -> dict[str, int]:
        world.set_order_status(order_id, given.status_id)
        return {"id": order_id}

    @router.post("/orders/{order_id}/archive")
    async def archive(order_id: int) -> dict[str, int]:
        world.archive_order(order_id)
        return {"id": order_id}

    @router.post("/orders/{order_id}/transactions")
    async def transaction(order_id: int, given: TransactionIn) -> dict[str, int]:
        return {"id": world.add_transaction(order_id, **given.model_dump())}

    @router.post("/orders/{order_id}/refunds")
    async def refund(order_id: int, given: RefundIn) -> dict[str, int]:
        return {"id": world.add_refund(order_id, given.amount, reason=given.reason)}
