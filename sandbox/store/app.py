"""The store's app: its routes, its words for errors, its door."""

from __future__ import annotations

from fastapi import FastAPI

from sandbox.kit import Kit
from sandbox.store.control import store_control
from sandbox.store.door import Door
from sandbox.store.refusals import worded
from sandbox.store.routes import (
    addresses,
    attributes,
    customers,
    hooks,
    metafields,
    old_customers,
    order_parts,
    orders,
    payments,
    settings,
)
from sandbox.store.world import StoreWorld

PARTS = (settings, customers, addresses, attributes, old_customers, orders, order_parts, payments, metafields, hooks)


def create_app(world: StoreWorld, kit: Kit) -> FastAPI:
    """Return the stand-in store as an ASGI app, without gate and common control routes."""
    routes = [route for part in PARTS for route in part.routes(world)]
    app = FastAPI(title="Stand-in BigCommerce store", docs_url=None, redoc_url=None, openapi_url=None, routes=[*routes])
    app.router.redirect_slashes = False
    app.include_router(store_control(world))
    worded(app)
    app.add_middleware(Door, kit=kit)
    return app
