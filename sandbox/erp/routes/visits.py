"""One request to the endpoint, with everything its address and headers say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sandbox.erp import jsonio
from sandbox.erp.contract import ENDPOINT, Contract, Shape, contract
from sandbox.erp.door import Visit
from sandbox.erp.draft import Desk
from sandbox.erp.errors import Malformed, NotFound, ServerError, forbidden
from sandbox.erp.forms import form_of
from sandbox.erp.query.selection import Selection
from sandbox.erp.reads import Ask, whole
from sandbox.erp.tenant import Tenant
from sandbox.erp.writing import Writer


@dataclass(frozen=True, slots=True)
class Call:
    """A request to one entity. Make it, and use its desk, under the tenant's lock."""

    tenant: Tenant
    visit: Visit
    contract: Contract
    shape: Shape

    @classmethod
    def of(cls, tenant: Tenant, visit: Visit) -> Call:
        """Return the call, or refuse: unknown endpoint or entity, form switched off, form busy."""
        parts = visit.request.path_params
        endpoint = endpoint_contract(parts["endpoint"], parts["version"])
        shape = endpoint.entity(parts["entity"])
        if shape is None:
            raise NotFound(f"Entity {parts['entity']} not found")
        call = cls(tenant, visit, endpoint, shape)
        no_rights = shape.name in tenant.kit.switches["no_rights"].split(",")
        if no_rights or not form_of(shape.name).available(call.desk()):
            raise forbidden(shape.name, shape.screen)
        if tenant.kit.switches["busy_form_refuses"] and tenant.operations.busy(visit.session.id, shape.name):
            raise ServerError("A long operation is running on this form in your session.")
        return call

    @property
    def path(self) -> str:
        """Return what follows the entity in the address."""
        return str(self.visit.request.path_params.get("path", ""))

    def option(self, name: str) -> str | None:
        """Return a query option."""
        return self.visit.request.query_params.get(name)

    def header(self, name: str) -> str | None:
        """Return a request header."""
        return self.visit.request.headers.get(name)

    def desk(self) -> Desk:
        """Return the desk this request works at."""
        branch = self.header("PX-CbApiBranch") or self.visit.session.branch
        return self.tenant.desk(self.contract.version, branch, self.header("PX-CbApiBusinessDate"))

    @property
    def ask(self) -> Ask:
        """Return what the query options ask for."""
        selection = Selection.of(self.option("$select"), self.option("$expand"))
        if self.option("$custom"):
            selection = replace(selection, expanded=selection.expanded | {"custom"})
        top, skip = whole("$top", self.option("$top")), whole("$skip", self.option("$skip"))
        return Ask(self.option("$filter"), selection, top, skip or 0)

    @property
    def writer(self) -> Writer:
        """Return the writer of replies."""
        root = f"/entity/{ENDPOINT}/{self.contract.version}"
        return Writer(self.contract, root if self.tenant.kit.switches["links"] else None)

    def json(self) -> Any:
        """Return the body, or refuse an unreadable one."""
        try:
            return jsonio.loads(self.visit.body)
        except ValueError:
            raise Malformed(entity="Unexpected end of content or invalid JSON.") from None


def endpoint_contract(endpoint: str, version: str) -> Contract:
    """Return an endpoint's contract, or refuse an unknown one."""
    try:
        if endpoint.lower() == ENDPOINT.lower():
            return contract(version)
    except KeyError:
        pass
    raise NotFound(f"Endpoint {endpoint}/{version} not found")
