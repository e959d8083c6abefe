"""What a site says about itself beside its records: contract, tables (DACs) and clock (myob-advanced-api 1, 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urljoin

from bc_myob.hooks.erp_session import ErpSession
from bc_myob.model.errors import ConfigurationError, ServiceUnavailable

Json = dict[str, Any]


class ErpSite:
    """Reads the site's set-up within a session. `tenant` is its login name (SM203520); tables need it."""

    def __init__(self, session: ErpSession, tenant: str) -> None:
        self._session = session
        self._tenant = tenant
        name = quote(tenant, safe="")
        self._roots: tuple[str, ...] = (f"/t/{name}/api/odata/dac", f"/odatav4/{name}")

    def contract(self) -> Json:
        """Give the description (swagger.json) of the configured endpoint and version."""
        _, body = self._session.read(f"{self._session.base}/swagger.json", "the endpoint's description")
        if not isinstance(body, Mapping):
            raise ServiceUnavailable("MYOB Advanced answered the endpoint's description with something else")
        return dict(body)

    def table(self, name: str) -> list[Json]:
        """Give the rows of a table through DAC OData; ConfigurationError where the site does not show it.

        The first address is that of 2024 R2 and newer, the second that of older sites; what answered once is kept.
        """
        if not self._tenant:
            raise ConfigurationError("tables can be read only with the tenant's login name in the connection's extras")
        refusals: list[ConfigurationError] = []
        for root in self._roots:
            try:
                rows = list(self._walk(f"{root}/{name}", f"the table {name}"))
            except ConfigurationError as error:
                refusals.append(error)
            else:
                self._roots = (root,)
                return rows
        raise refusals[0]

    def _walk(self, path: str, subject: str) -> Iterator[Json]:
        """Walk the rows of a table's pages; the site says where the next one is."""
        seen: set[str] = set()
        while path and path not in seen:
            seen.add(path)
            _, body = self._session.read(path, subject)
            rows = body.get("value") if isinstance(body, Mapping) else None
            if not isinstance(rows, list):
                raise ServiceUnavailable(f"MYOB Advanced answered {subject} with no rows")
            yield from (dict(row) for row in rows)
            more = str(body.get("@odata.nextLink") or "")
            path = self._session.path_of(urljoin(path, more)) if more else ""

    def seconds_ahead(self) -> float | None:
        """Give how far the site's clock is ahead of ours (it answers in whole seconds); None if it shows none."""
        headers, _ = self._session.read("/entity", "the list of endpoints")
        try:
            shown = parsedate_to_datetime(headers.get("Date", ""))
        except ValueError:
            return None
        return (shown.astimezone(UTC) - datetime.now(UTC)).total_seconds()
