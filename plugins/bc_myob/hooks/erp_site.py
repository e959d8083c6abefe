"""What a site says about itself beside its records: contract, tables (DACs) and clock (myob-advanced-api 1, 8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from bc_myob.hooks.erp_session import ErpSession
from bc_myob.model.errors import ConfigurationError, ServiceUnavailable

Json = dict[str, Any]


class ErpSite:
    """Reads the site's set-up within a session. `tenant` is its login name (SM203520); tables need it."""

    def __init__(self, session: ErpSession, tenant: str) -> None:
        self._session = session
        self._tenant = tenant

    def contract(self) -> Json:
        """Give the description (swagger.json) of the configured endpoint and version."""
        _, body = self._session.read(f"{self._session.base}/swagger.json", "the endpoint's description")
        if not isinstance(body, Mapping):
            raise ServiceUnavailable("MYOB Advanced answered the endpoint's description with something else")
        return dict(body)

    def table(self, name: str) -> list[Json]:
        """Give the rows of a table through DAC OData; ConfigurationError where the site does not show it."""
        if not self._tenant:
            raise ConfigurationError("tables can be read only with the tenant's login name in the connection's extras")
        path = f"/t/{quote(self._tenant, safe='')}/api/odata/dac/{name}"
        _, body = self._session.read(path, f"the table {name}")
        rows = body.get("value") if isinstance(body, Mapping) else None
        if not isinstance(rows, list):
            raise ServiceUnavailable(f"MYOB Advanced answered the table {name} with no rows")
        return [dict(row) for row in rows]

    def seconds_ahead(self) -> float | None:
        """Give how far the site's clock is ahead of ours (it answers in whole seconds); None if it shows none."""
        headers, _ = self._session.read("/entity", "the list of endpoints")
        try:
            shown = parsedate_to_datetime(headers.get("Date", ""))
        except ValueError:
            return None
        return (shown.astimezone(UTC) - datetime.now(UTC)).total_seconds()
