"""The taxes of orders by name: the ERP's own first, then those of the substitution list (connector 4.6).

The documents carry the store's tax names; here they get the ERP's ids, so that one call or two serve a whole batch.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bc_myob.history.records import Claimed
from bc_myob.hooks.bundles import any_of
from bc_myob.mapping.tax_names import candidates, folded, in_the_erp, no_counterpart
from bc_myob.model.errors import ConfigurationError, FieldMessage, RecordError, RecordInvalid
from bc_myob.operators.loading.halving import in_halves
from bc_myob.operators.loading.settling import is_left_alone
from bc_myob.operators.loading.workbench import Workbench

_TAXES: Final = "TaxDetails"
log = logging.getLogger(__name__)


def with_tax_ids(bench: Workbench, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Give the records with the ERP's ids on their taxes; a record with an unknown tax gets Failed with the reason.

    Nothing is asked where the store's taxes are not read by name: the only tax of the list stands there then.
    """
    if _TAXES not in bench.spec.rows or not bench.settings.orders.taxes.read_order_taxes:
        return list(claimed)
    named = {name for one in claimed for name in _names(one)}
    _learn(bench, {tax for name in named for tax in candidates(name, bench.settings.orders.taxes)})
    ready: list[Claimed] = []
    for one in claimed:
        bench.guarded(one, lambda record: ready.append(_resolved(bench, record)))
    return ready


def _rows(claimed: Claimed) -> Sequence[dict[str, Any]]:
    return claimed.document.get(_TAXES) or ()


def _names(claimed: Claimed) -> list[str]:
    return [str(row["TaxID"]) for row in _rows(claimed)]


def _resolved(bench: Workbench, claimed: Claimed) -> Claimed:
    tried = {name: candidates(name, bench.settings.orders.taxes) for name in sorted(_names(claimed))}
    there = {name: [bench.taxes.get(folded(tax)) for tax in taxes] for name, taxes in tried.items()}
    known = {name: tax for name, taxes in there.items() if (tax := next(filter(None, taxes), None))}
    missing = [name for name in tried if name not in known]
    if missing and is_left_alone(bench, claimed):
        return claimed
    if missing:
        said = [FieldMessage("TaxID", f"{name} is unknown") for name in missing]
        raise RecordInvalid(" ".join(no_counterpart(name, tried[name]) for name in missing), said)
    if not known:
        return claimed
    return replace(claimed, document=dict(claimed.document) | {_TAXES: in_the_erp(_rows(claimed), known)})


def _learn(bench: Workbench, taxes: set[str]) -> None:
    """Ask which of `taxes` the ERP has, and remember it for the rest of the load."""
    asked = sorted({folded(tax): tax for tax in taxes if folded(tax) not in bench.taxes}.values())
    try:
        found = _of_the_erp(bench, asked)
    except ConfigurationError as error:
        log.warning("The taxes of MYOB Advanced cannot be looked up, the substitution list alone decides: %s", error)
        found = [tax.strip() for tax in bench.settings.orders.taxes.substitution.values()]
    bench.taxes |= dict.fromkeys(map(folded, asked)) | {folded(tax): tax for tax in found}


def _of_the_erp(bench: Workbench, taxes: Sequence[str]) -> list[str]:
    found: list[str] = []

    def ask(some: Sequence[str]) -> None:
        for where in any_of("TaxID", some):
            found.extend(str(row["TaxID"]).strip() for row in bench.session.find("Tax", where=where, select=("TaxID",)))

    in_halves(taxes, ask, _is_none)
    return found


def _is_none(_tax: str, _error: RecordError) -> None:
    """Let it pass: what cannot even be asked for is no tax."""
