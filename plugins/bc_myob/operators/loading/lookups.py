"""Which records of a batch the ERP already has: bundled look-ups by reference and, for customers, by e-mail."""

from __future__ import annotations

from collections.abc import Sequence

from bc_myob.history.records import Claimed
from bc_myob.hooks.bundles import bundled, starts_with
from bc_myob.hooks.filters import equals
from bc_myob.model.records import IN_ERP
from bc_myob.model.statuses import Status
from bc_myob.operators.loading.halving import in_halves
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.lookup import terms_for
from bc_myob.sync.matching import Found, at
from bc_myob.sync.registry import EntitySpec


def look_up(bench: Workbench, claimed: Sequence[Claimed]) -> Found:
    """Give what the ERP has under the references (and e-mails) of `claimed`, in as few calls as is sensible.

    A value that the ERP cannot be asked for fails its own record when that one is matched, not the others.
    """
    settings = bench.settings
    found = Found(bench.spec, settings.store_name, guest=settings.customers.generic_guest_customer)
    groups: dict[str, list[Claimed]] = {}
    for one in claimed:
        groups.setdefault(_scope(bench.spec, one), []).append(one)
    for scope, group in groups.items():
        _look_up(bench, group, scope, found)
    found.left = _left(bench, found, claimed)
    return found


def _left(bench: Workbench, found: Found, claimed: Sequence[Claimed]) -> frozenset[str]:
    """Give those of the references found by e-mail whose customers were deleted in the store."""
    named = found.anothers([one.reference for one in claimed if one.reference])
    known = bench.records.links(bench.spec.entity, external_ids=set(named.values())) if named else {}
    gone = {key for key, link in known.items() if link.status is Status.DELETED and link.details.get(IN_ERP)}
    return frozenset(reference for reference, number in named.items() if number in gone)


def _look_up(bench: Workbench, claimed: Sequence[Claimed], scope: str, found: Found) -> None:
    def ask(some: Sequence[Claimed]) -> None:
        for where in bundled(_conditions(bench.spec, some), scope=scope):
            rows = bench.session.find(
                bench.spec.resource, where=where, select=bench.spec.select, expand=bench.spec.expand
            )
            found.add(rows)

    in_halves(claimed, ask, lambda one, error: found.refuse(one.reference, error))


def _conditions(spec: EntitySpec, claimed: Sequence[Claimed]) -> list[str]:
    terms = terms_for(one.reference for one in claimed if one.reference)
    conditions = [
        starts_with(spec.reference_field, term.value) if term.prefix else equals(spec.reference_field, term.value)
        for term in terms
    ]
    emails = {str(at(one.document, spec.email_field)) for one in claimed} if spec.email_field else set()
    return conditions + [equals(spec.email_field, email) for email in sorted(emails - {"None", ""})]


def _scope(spec: EntitySpec, claimed: Claimed) -> str:
    """Give among which records to look: of the type the record has in the ERP, else of that it is to have.

    Among all, where a setting says the type: it may have been another one when a creation of unknown outcome was sent,
    or when the record was synchronised whose line in Sync History somebody has deleted since. Also of the types under
    which a person may have entered it, in the place of one that is linked, too.
    """
    if spec.scope_is_set and claimed.erp_id is None:
        return ""
    known = claimed.erp_details if claimed.erp_id else {}
    values = {name: known.get(name) or claimed.document.get(name) for name in spec.scope}
    return " and ".join(_is_one_of(name, value, spec.types) for name, value in values.items() if value)


def _is_one_of(name: str, value: object, types: Sequence[str]) -> str:
    either = " or ".join(equals(name, one) for one in sorted({str(value), *types}))
    return f"({either})" if types else either
