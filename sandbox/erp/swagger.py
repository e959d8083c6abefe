"""swagger.json of each version: OpenAPI 3 from 24.200.001 on, before that Swagger 2."""

from __future__ import annotations

from sandbox.erp.contract import ENDPOINT
from sandbox.erp.openapi import Json, openapi
from sandbox.erp.swagger2 import older

FIRST_OPENAPI = 24


def description(version: str, root: str) -> Json:
    """Return the description of an endpoint on the site at `root`."""
    document, address = openapi(version), f"{root}/entity/{ENDPOINT}/{version}"
    if int(version[:2]) < FIRST_OPENAPI:
        return older(document, address)
    return document | {"servers": [{"url": address}]}
