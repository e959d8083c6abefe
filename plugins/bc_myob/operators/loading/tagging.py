"""Tag Ext. Order with ERP Order Nbr.: the ERP's number goes onto the order in the store (connector 4.3, 6.6)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from bc_myob.history.records import Claimed
from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.order_tags import OrderTags
from bc_myob.hooks.policies import RetryPolicy
from bc_myob.model.entities import Entity
from bc_myob.model.errors import UNFORESEEN, BcMyobError, ConfigurationError, RetryLater
from bc_myob.store.settings import StoreSettings

TAGGED: Final = "tagged"
"""Detail of an order's sync record: the number that the order in the store carries."""
_PATIENCE: Final = RetryPolicy(attempts=3, pause=1.0, longest=30.0)
"""Shorter than for what the sync needs: the order is in the ERP, and waits for no tag."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tagging:
    """Tags the orders of one load. Never raises: a tag that is not there is a note on the order's record."""

    hook: BigCommerceHook
    _given_up: BcMyobError | None = None

    def tag(self, claimed: Claimed, number: str) -> str | None:
        """Give None once the order in the store carries `number`, else the note that says why it does not."""
        if claimed.details.get(TAGGED) == number:
            return None
        if self._given_up is None:
            try:
                OrderTags(self.hook.api).put(claimed.source_id, number)
            except (ConfigurationError, RetryLater) as error:  # would meet the others of the load, too
                self._given_up = error
            except (BcMyobError, *UNFORESEEN) as error:
                return _note(claimed, number, error)
            else:
                return None
        return _note(claimed, number, self._given_up)


def tagging_for(settings: StoreSettings, entity: Entity) -> Tagging | None:
    """Give what tags the orders of a load, None where nothing is to be tagged."""
    if entity is not Entity.SALES_ORDER or not settings.orders.tag_external_order:
        return None
    hook = BigCommerceHook(settings.connections.bigcommerce, quota_share=settings.run.quota_share, retry=_PATIENCE)
    return Tagging(hook)


def _note(claimed: Claimed, number: str, error: Exception) -> str:
    log.warning("Sales Order %s: not tagged with %s: %s", claimed.external_id, number, error)
    return (
        f"The order is saved; its number {number} could not be written to the order in the store: {error}. It is tried "
        "again when the order is next sent (it changes, or its record is set to Prepared)."
    )
