"""Before a user's link is taken: do both systems have the records it names? Of one of nobody nothing would come."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError, RecordError

if TYPE_CHECKING:
    from bc_myob.hooks.myob_advanced import MyobAdvancedHook
    from bc_myob.store.settings import StoreSettings


def ensure_both_there(  # noqa: PLR0913 - where to ask, and the three names of a pair
    settings: StoreSettings, erp: MyobAdvancedHook, entity: Entity, external_id: str, *, erp_id: str, erp_key: str
) -> dict[str, Any]:
    """Ask both systems for the two records; give what the ERP's says to those who depend on it.

    ConfigurationError names the one that is not there, or has another key.
    """
    from bc_myob.sync.registry import REGISTRY, followers  # noqa: PLC0415

    spec = REGISTRY[entity]
    if not external_id.isdigit() or not _is_in_the_store(settings, entity, int(external_id)):
        raise ConfigurationError(f"The store has no {entity} {external_id}: is the External ID right?")
    row = _in_the_erp(erp, entity, erp_id)
    if row is None:
        raise ConfigurationError(f"MYOB Advanced has no {entity} with the id {erp_id}: is the ERP ID right?")
    found = ",".join(str(row.get(name) or "").strip() for name in spec.keys)
    if found.casefold() != erp_key.casefold():
        raise ConfigurationError(f"The {entity} with the id {erp_id} is {found}, not {erp_key}.")
    return {name: row[name] for name in spec.keep if followers(entity) and row.get(name) is not None}


def _is_in_the_store(settings: StoreSettings, entity: Entity, number: int) -> bool:
    from bc_myob.operators.systems import store_hook  # noqa: PLC0415

    with closing(store_hook(settings)) as hook:
        pages = hook.customers_by_id([number]) if entity is Entity.CUSTOMER else hook.orders_by_id([number])
        return any(page.records for page in pages)


def _in_the_erp(hook: MyobAdvancedHook, entity: Entity, erp_id: str) -> dict[str, Any] | None:
    from bc_myob.sync.registry import REGISTRY  # noqa: PLC0415

    spec = REGISTRY[entity]
    with closing(hook), hook.session() as session:
        try:
            return session.get(spec.resource, erp_id, select=tuple(dict.fromkeys((*spec.keys, *spec.keep))))
        except RecordError:
            return None
