"""All questions of one checklist asked: the store's, then the ERP's in one session that is signed out in any case."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from bc_myob.checklist.facts import Answer, Ask, Facts, Row
from bc_myob.hooks.bigcommerce import BigCommerceHook
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
from bc_myob.store.settings import StoreSettings

log = logging.getLogger(__name__)
IMPATIENT: Final = ErpPolicies(
    seats=RetryPolicy(attempts=2, pause=5.0, on=(SeatsExhausted,)),
    calls=RetryPolicy(attempts=2, pause=2.0, on=(RateLimited, ServiceUnavailable)),
)
"""A person waits for the answer, and a system that is away is an answer."""
_IMPATIENT_STORE: Final = RetryPolicy(attempts=2, pause=2.0)
_SHUT: Final = "not asked, because nobody was let in before"


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

    def skip(self, asks: Iterator[Ask], why: str) -> None:
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
    settings = evidence.settings
    hook = BigCommerceHook(
        settings.connections.bigcommerce, quota_share=settings.run.quota_share, retry=_IMPATIENT_STORE
    )
    for ask, question in STORE_QUESTIONS.items():
        if ask not in evidence.wanted and ask is not Ask.STORE:
            continue
        answered = evidence.ask(ask, partial(question, hook, evidence.answers))
        if ask is Ask.STORE and not answered:
            break
    hook.close()
    evidence.skip(iter(STORE_QUESTIONS), _SHUT)


@contextmanager
def erp_evidence(evidence: Evidence) -> Iterator[ErpSession]:
    """Ask the ERP what is wanted of it; the session stays open for the block, then it is signed out and that judged."""
    settings = evidence.settings
    hook = MyobAdvancedHook(
        settings.connections.myob_advanced,
        endpoint=settings.endpoint.name,
        version=settings.endpoint.version,
        requests_per_minute=settings.run.requests_per_session,
        policies=IMPATIENT,
    )
    with hook.session() as session:
        _ask_erp(
            evidence, ErpDesk(session, ErpSite(session, hook.tenant()), settings, evidence.answers, evidence.written)
        )
        yield session
    tally = session.tally
    hook.close()
    seen = {"requests": tally.requests, "slowest": round(tally.slowest, 1), "declined": tally.declined}
    evidence.answers[Ask.LICENCE] = Answer(rows=[seen])
    evidence.answers[Ask.SIGN_OUT] = Answer(refused=session.seat_kept_by)


def _ask_erp(evidence: Evidence, desk: ErpDesk) -> None:
    if evidence.ask(Ask.ENDPOINTS, lambda: ERP_QUESTIONS[Ask.ENDPOINTS](desk)):
        there = _has_endpoint(evidence)
        for ask, question in ERP_QUESTIONS.items():
            if ask in evidence.wanted and ask is not Ask.ENDPOINTS and (there or ask not in CONTRACT_QUESTIONS):
                evidence.ask(ask, partial(question, desk))
    evidence.skip(iter(ERP_QUESTIONS), _SHUT)


def _has_endpoint(evidence: Evidence) -> bool:
    endpoint = evidence.settings.endpoint
    rows = evidence.answers[Ask.ENDPOINTS].rows
    return any((row.get("name"), row.get("version")) == (endpoint.name, endpoint.version) for row in rows)
