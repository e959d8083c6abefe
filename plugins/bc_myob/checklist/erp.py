"""The ERP's side: sign-in and sign-out, endpoint, contract, rights, licence (myob-advanced-api 1-3)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.contract import missing_fields
from bc_myob.checklist.criterion import Criterion, Exempt
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.findings import Finding, by_hand, met, not_met
from bc_myob.checklist.judges import lets_in, readable
from bc_myob.model.entities import Entity
from bc_myob.store.run import ERP_QUEUE_SECONDS
from bc_myob.store.settings import StoreSettings

_FORM: Final = "MYOB Advanced"
_TAB: Final = "Connection"
_ENDPOINTS: Final = "Web Service Endpoints (SM207060)"
_LICENCE: Final = "License Monitoring Console (SM604000)"


def _signed_in(facts: Facts, settings: StoreSettings) -> Finding:
    mend = f"Mend the Airflow connection {settings.connections.myob_advanced} (docs/connections.md)."
    return lets_in(facts, Ask.ENDPOINTS, "The API user signed in.", "The ERP does not let us in", mend)


def _signed_out(facts: Facts, _: StoreSettings) -> Finding:
    mend = "Ask the site's operator; every run would leave an API seat taken for ten minutes or more."
    says = "The API user signed out; the seat is free again."
    return lets_in(facts, Ask.SIGN_OUT, says, "The sign-out failed", mend)


def _endpoint(facts: Facts, settings: StoreSettings) -> Finding:
    wanted = (settings.endpoint.name, settings.endpoint.version)
    there = sorted(f"{row.get('name')}/{row.get('version')}" for row in facts.rows(Ask.ENDPOINTS))
    if "/".join(wanted) in there:
        return met(f"The endpoint {wanted[0]}/{wanted[1]} is there.")
    return not_met(
        f"The ERP has no endpoint {wanted[0]}/{wanted[1]}. It has: {', '.join(there) or 'none'}.",
        f"Set endpoint in the settings file to one of these, or add it on {_ENDPOINTS}.",
    )


def _contract(facts: Facts, settings: StoreSettings) -> Finding:
    missing = missing_fields(facts.one(Ask.CONTRACT), settings, facts.rows(Ask.ADDED))
    if not missing:
        return met("The endpoint has every field that is sent.")
    return not_met(
        f"The endpoint lacks fields that are sent: {', '.join(missing)}. What it does not know it drops unsaid.",
        f"Use a newer endpoint version in the settings, or extend the endpoint on {_ENDPOINTS}.",
    )


def _licence(facts: Facts, settings: StoreSettings) -> Finding:
    seen, run = facts.one(Ask.LICENCE), settings.run
    slots = seen.get("slots")
    pool = f"the pool {run.pool} with {'unknown' if slots is None else slots} slots"
    pace = f"{run.erp_requests_per_minute} requests a minute" if run.erp_requests_per_minute else "no pacing"
    entered = f"Entered: {run.erp_seats} API users, {pace}, {pool}."
    if slots is not None and slots > run.erp_seats:
        return not_met(
            f"{entered} More tasks may ask the ERP at once than share its requests a minute.",
            "Give run.erp_seats and the slots of the pool (include/pools.json, `airflow pools import`) one number: "
            f"the API users of {_LICENCE} that are left to these DAGs.",
        )
    if declined := seen.get("declined"):
        times = f"{len(declined)} of {seen.get('requests', 0)} requests"
        return not_met(
            f"{entered} Seen: the ERP turned requests away, {times} ({declined[-1]}).",
            f"Compare run.erp_seats and run.erp_requests_per_minute with {_LICENCE}; lower them.",
        )
    return by_hand(
        f"{entered} Seen in this run: {seen.get('requests', 0)} requests in one session, none turned away, the slowest "
        f"answered after {seen.get('slowest', 0)} seconds."
    )


def _lost_answers(_: Facts, settings: StoreSettings) -> Finding:
    wait = settings.run.unknown_outcome_wait_seconds
    if wait >= ERP_QUEUE_SECONDS:
        return met(f"A write without an answer is looked for after {wait} seconds; the ERP queues for 10 minutes.")
    return not_met(
        f"A write without an answer is looked for after {wait} seconds, and the ERP may queue it for 10 minutes.",
        f"Set run.unknown_outcome_wait_seconds to {ERP_QUEUE_SECONDS} or more, or leave it at its default.",
    )


def _opens(ask: Ask, form: str, facts: Facts) -> Finding:
    mend = "Give the user's role access rights to the form (Access Rights by Screen, SM201020)."
    return readable(facts, ask, f"The API user may open {form}.", f"The API user may not open {form}", mend)


def inactive(entity: Entity) -> Exempt:
    """Exempt stores that do not synchronise the entity."""

    def exempt(settings: StoreSettings) -> str:
        return "" if settings.entities.of(entity).active else f"{entity} is not active in this store."

    return exempt


def _no_guest_needed(settings: StoreSettings) -> str:
    needed = settings.entities.customer.active or settings.entities.sales_order.active
    return "" if needed else "Neither customers nor orders are synchronised."


def _form(ask: Ask, form: str, breaks: str, exempt: Exempt) -> Criterion:
    return Criterion(
        key=f"erp.{ask.name.lower()}",
        form=form,
        wording="The API user may open the form",
        breaks=breaks,
        look="Access Rights by Screen (SM201020).",
        judge=lambda facts, _: _opens(ask, form, facts),
        reads=(ask,),
        needs=("endpoint.version",),
        exempt=exempt,
        source="myob-advanced-api 6",
    )


CONNECTION: Final = (
    Criterion(
        key="erp.sign_in",
        form=_FORM,
        tab=_TAB,
        wording="The API user signs in",
        breaks="Nothing reaches the ERP; every load fails.",
        look="Airflow: Admin > Connections.",
        judge=_signed_in,
        reads=(Ask.ENDPOINTS,),
        source="myob-advanced-api 2",
    ),
    Criterion(
        key="erp.sign_out",
        form=_FORM,
        tab=_TAB,
        wording="The API user signs out, which frees the seat",
        breaks="The licence's seats fill up with sessions nobody uses; later runs find none free.",
        look=f"{_LICENCE}.",
        judge=_signed_out,
        reads=(Ask.SIGN_OUT,),
        needs=("erp.sign_in",),
        source="myob-advanced-api 2",
    ),
    Criterion(
        key="endpoint.version",
        form=_ENDPOINTS,
        wording="The endpoint and version of the settings exist",
        breaks="Every call to the ERP fails.",
        look=f"{_ENDPOINTS}.",
        judge=_endpoint,
        needs=("erp.sign_in",),
        source="myob-advanced-api 1",
    ),
    Criterion(
        key="endpoint.fields",
        form=_ENDPOINTS,
        wording="The endpoint has every field that is sent",
        breaks="Missing fields are lost without a word: references, amounts or addresses do not arrive.",
        look=f"{_ENDPOINTS}: compare with the tables in docs/mapping.",
        judge=_contract,
        asks=(Ask.CONTRACT,),
        reads=(Ask.ADDED,),
        needs=("endpoint.version",),
        source="myob-advanced-api 4",
    ),
    Criterion(
        key="erp.lost_answers",
        form=_FORM,
        tab=_TAB,
        wording="A write whose answer was lost is waited for as long as the ERP may queue it",
        breaks="What the ERP still has in its queue is sent again: customers, orders and payments may come twice.",
        look="run.unknown_outcome_wait_seconds in the settings file.",
        judge=_lost_answers,
        source="myob-advanced-api 3",
    ),
)
FORMS: Final = (
    _form(Ask.FORM_CUSTOMERS, "Customers (AR303000)", "No customer and no order arrives.", _no_guest_needed),
    _form(Ask.FORM_ORDERS, "Sales Orders (SO301000)", "No order and no payment arrives.", inactive(Entity.SALES_ORDER)),
    _form(Ask.FORM_PAYMENTS, "Payments and Applications (AR302000)", "No payment arrives.", inactive(Entity.PAYMENT)),
)
LICENCE: Final = Criterion(
    key="erp.licence",
    form=_LICENCE,
    wording="The licence's numbers are those of the settings",
    breaks="Above the licence's numbers the ERP turns loads away; they are tried again and runs take longer.",
    look=f"{_LICENCE}: API users and requests a minute; run.erp_seats, run.erp_requests_per_minute; Airflow, Admin > "
    "Pools: no more slots than run.erp_seats.",
    judge=_licence,
    reads=(Ask.LICENCE,),
    needs=("erp.sign_in",),
    required=False,
    source="myob-advanced-api 3",
)
