"""All questions of one checklist asked: the store's, then the ERP's in one session that is signed out in any case."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from bc_myob.checklist.facts import Answer, Ask, Facts, Row
from bc_myob.hooks.erp_site import ErpSite
from bc_myob.hooks.myob_advanced import ErpSession, MyobAdvancedHook
from bc_myob.hooks.policies import ErpPolicies, RetryPolicy
from bc_myob.model.errors import (
    UNFORESEEN,
    BcMyobError,
    ConfigurationError,
    CredentialsError,
    RateLimited,
    RecordNotFound,
    SeatsExhausted,
    ServiceUnavailable,
)
from bc_myob.operators.checking.erp_facts import CONTRACT_QUESTIONS, ERP_QUESTIONS, ErpDesk
from bc_myob.operators.checking.store_facts import STORE_QUESTIONS
from bc_myob.operators.systems import erp_hook, store_hook
from bc_myob.store.pools import slots_of
from bc_myob.store.settings import EndpointSettings, StoreSettings

log = logging.getLogger(__name__)
IMPATIENT: Final = ErpPolicies(
    seats=RetryPolicy(attempts=2, pause=5.0, on=(SeatsExhausted,)),
    calls=RetryPolicy(attempts=2, pause=2.0, on=(RateLimited, ServiceUnavailable)),
)
"""A person waits for the answer, and a system that is away is an answer."""
_IMPATIENT_STORE: Final = RetryPolicy(attempts=2, pause=2.0)
_SHUT: Final = "not asked, because nobody was let in before"
Choose = Callable[[Sequence[Row]], EndpointSettings]
"""Tells which of the ERP's endpoints is asked."""
ErpFor = Callable[[StoreSettings, ErpPolicies], MyobAdvancedHook]
"""Gives the hook of the ERP; a task's own remembers it for the sign-out when the task is killed."""


@dataclass(slots=True)
class Evidence:
    """The answers of one run while they come in."""

    settings: StoreSettings
    wanted: frozenset[Ask]
    written: Sequence[tuple[str, datetime]] = ()
    """Customers of the ERP that these DAGs wrote last, with the time."""
    answers: dict[Ask, Answer] = field(default_factory=dict)

    def ask(self, ask: Ask, question: Callable[[], Sequence[Row]]) -> bool:
        """Keep the answer, or why there is none; tell whether there is one."""
        try:
            self.answers[ask] = Answer(rows=list(question()))
        except BcMyobError as exc:
            log.info("Not read: %s (%s)", ask, exc)
            self.answers[ask] = Answer(refused=str(exc), again=not _is_a_no(ask, exc))
        except UNFORESEEN as exc:
            log.info("Not understood: %s", ask, exc_info=True)
            self.answers[ask] = Answer(refused=f"an answer of an unknown form: {exc}", again=True)
        return not self.answers[ask].refused

    def skip(self, asks: Iterable[Ask], why: str) -> None:
        """Note that these were not asked."""
        for ask in asks:
            self.answers.setdefault(ask, Answer(refused=why))

    @property
    def facts(self) -> Facts:
        """What is known so far."""
        return Facts(self.answers)


def _is_a_no(ask: Ask, exc: BcMyobError) -> bool:
    """Tell whether this is a word about settings, rights or addresses; anything else may be otherwise in a minute."""
    if ask in ERP_QUESTIONS and ask is not Ask.ENDPOINTS and isinstance(exc, CredentialsError):
        return False  # whom the door let in, and who is then refused altogether, lost the session
    return isinstance(exc, ConfigurationError | RecordNotFound)


def store_evidence(evidence: Evidence) -> None:
    """Ask the store what is wanted of it."""
    hook = store_hook(evidence.settings, _IMPATIENT_STORE)
    for ask, question in STORE_QUESTIONS.items():
        if ask not in evidence.wanted and ask is not Ask.STORE:
            continue
        answered = evidence.ask(ask, partial(question, hook, evidence.answers))
        if ask is Ask.STORE and not answered:
            evidence.skip(STORE_QUESTIONS, _SHUT)
            break
    hook.close()


@contextmanager
def erp_evidence(evidence: Evidence, choose: Choose | None = None, erp: ErpFor | None = None) -> Iterator[ErpSession]:
    """Ask the ERP what is wanted of it; the session stays open for the block, then it is signed out and that judged.

    `choose`: the endpoint to ask, of those there are; without it the settings' own.
    """
    hook = (erp or erp_hook)(evidence.settings, IMPATIENT)
    with hook.session() as session:
        if evidence.ask(Ask.ENDPOINTS, session.endpoints):
            _ask_erp(evidence, _at_endpoint(evidence, session, choose), hook.tenant())
        else:
            evidence.skip(ERP_QUESTIONS, _SHUT)
        yield session
    tally = session.tally
    hook.close()
    seen = {"requests": tally.requests, "slowest": round(tally.slowest, 1), "declined": tally.declined}
    seen["slots"] = slots_of(evidence.settings.run.pool)
    evidence.answers[Ask.LICENCE] = Answer(rows=[seen])
    evidence.answers[Ask.SIGN_OUT] = Answer(refused=session.seat_kept_by)


def _at_endpoint(evidence: Evidence, session: ErpSession, choose: Choose | None) -> ErpSession:
    if choose is None:
        return session
    endpoint = choose(evidence.facts.rows(Ask.ENDPOINTS))
    evidence.settings = evidence.settings.model_copy(update={"endpoint": endpoint})
    return session.at(endpoint.name, endpoint.version)


def _ask_erp(evidence: Evidence, session: ErpSession, tenant: str) -> None:
    desk = ErpDesk(session, ErpSite(session, tenant), evidence.settings, evidence.answers, evidence.written)
    if why := _lacks_endpoint(evidence):
        evidence.skip(CONTRACT_QUESTIONS & evidence.wanted, why)
    for ask, question in ERP_QUESTIONS.items():
        if ask in evidence.wanted and ask not in evidence.answers:
            evidence.ask(ask, partial(question, desk))


def _lacks_endpoint(evidence: Evidence) -> str:
    endpoint, rows = evidence.settings.endpoint, evidence.facts.rows(Ask.ENDPOINTS)
    if any((row.get("name"), row.get("version")) == (endpoint.name, endpoint.version) for row in rows):
        return ""
    there = ", ".join(sorted(f"{row.get('name')}/{row.get('version')}" for row in rows)) or "none"
    return f"not asked, because the ERP has no endpoint {endpoint.name}/{endpoint.version}; it has {there}"
