"""What export mappings share: names of people out of one text, and the user's export filters and mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd

from bc_myob.mapping.rules import export_lines, put_values
from bc_myob.mapping.sources import Source, computed
from bc_myob.mapping.texts import as_text, single_line
from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.filters import filter_lines, filter_reasons
from bc_myob.store.settings import StoreSettings

WRITABLE: Final = {
    Entity.CUSTOMER: frozenset(
        {
            *("first_name", "last_name", "company", "email", "phone", "notes", "tax_exempt_category"),
            *("customer_group_id", "accepts_product_review_abandoned_cart_emails", "registration_ip_address"),
        }
    ),
    Entity.CUSTOMER_LOCATION: frozenset(
        {
            *("first_name", "last_name", "company", "phone", "address_type", "address1", "address2", "city"),
            *("state_or_province", "postal_code", "country_code"),
        }
    ),
}
"""The store's fields that an export may write (bigcommerce-api 7, 8); ids belong to the store."""


def export_held(settings: StoreSettings, entity: Entity, frame: pd.DataFrame) -> list[str | None]:
    """Give for every record of the ERP why an export filter holds it back; None where it passes."""
    return filter_reasons(filter_lines(settings.filters, entity, "Export"), frame)


def apply_export_mappings(
    settings: StoreSettings, entity: Entity, documents: Sequence[dict[str, Any]], frame: pd.DataFrame, now: datetime
) -> list[str | None]:
    """Change the documents as the user's export mappings say; give what could not be computed, record by record."""
    faults: list[str | None] = [None] * len(documents)
    for line in export_lines(settings, entity):
        if line.target not in WRITABLE[entity]:
            known = ", ".join(sorted(WRITABLE[entity]))
            raise ConfigurationError(
                f"the export mapping of {entity} names {line.target}, which it cannot write; it can write {known}"
            )
        said = put_values(settings, line, documents, frame, now)
        faults = [old or new for old, new in zip(faults, said, strict=True)]
    return faults


def first_word(*sources: Source) -> Source:
    """Give what stands before the first blank of the first filled source."""
    return computed(lambda *texts: _split(texts)[0], *sources)


def after_first_word(*sources: Source) -> Source:
    """Give what stands after the first blank; a single word stands for both names (connector 3.3, 11.1)."""
    return computed(lambda *texts: _split(texts)[1], *sources)


def export_hash(document: Mapping[str, Any]) -> str:
    """Give the hash by which the ERP's side of a pair is compared: what it says in the store's words."""
    return content_hash(document)


def _split(texts: Sequence[Any]) -> tuple[str | None, str | None]:
    name = next((line for text in texts if (line := single_line(as_text(text or "")))), "")
    first, _, rest = name.partition(" ")
    return (first or None, rest.strip() or first or None)
