"""Every error of the project, named by what the caller must do.

BcMyobError
|- ConfigurationError     stop, mend the named setting, run again
|  '- CredentialsError    a token, password or scope is refused
|- RetryLater             nothing happened; repeat after a pause
|  |- RateLimited         the plan's or licence's limit declined the call
|  |- SeatsExhausted      the ERP has no API seat free
|  '- ServiceUnavailable  the other side is down, restarting or unreachable
|- OutcomeUnknown         a write may or may not have happened: look it up before anything else
|- LostClaim              another worker holds the record now: leave it alone
'- RecordError            only this record is concerned
   |- RecordInvalid       the other side refused its content; a change of data or settings is needed
   |- RecordNotFound      it is not there (any more)
   |- RecordBlocked       another record is in its way: it waits, without counting attempts
   '- RecordBusy          somebody else wrote it at the same moment: read again, repeat
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UNFORESEEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What data that nobody thought of makes of code: it concerns the record at hand, whatever the reason."""


class BcMyobError(Exception):
    """What happened, to which record or setting, and what to do, in one sentence or two. Never holds a secret."""


class ConfigurationError(BcMyobError):
    """A setting, connection or permission is wrong: nothing can go on until somebody mends it."""


class CredentialsError(ConfigurationError):
    """The other side refuses the token, password or scope. Never retried: ERP accounts get locked."""


class RetryLater(BcMyobError):
    """Nothing happened on the other side; repeat after `retry_after` seconds (None: the caller's own pause)."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimited(RetryLater):
    """The store's quota or the ERP's licence declined the call."""


class SeatsExhausted(RetryLater):
    """The ERP's licence has no API session left."""


class ServiceUnavailable(RetryLater):
    """The other side is unreachable, restarting, or answers with a page instead of data."""


class OutcomeUnknown(BcMyobError):
    """The connection or the answer of a write was lost. Look the record up by its reference before repeating."""


class LostClaim(BcMyobError):
    """The claim on a sync record has passed to another worker; whatever was in hand must not be written."""


@dataclass(frozen=True, slots=True)
class FieldMessage:
    """One complaint of the other side: the path of the field ("" for the record) and its text."""

    field: str
    message: str

    def __str__(self) -> str:
        """Give `field: message`, or the message alone for the record itself."""
        return f"{self.field}: {self.message}" if self.field else self.message


class RecordError(BcMyobError):
    """Concerns one record only; the others go on."""

    def __init__(self, message: str, messages: Iterable[FieldMessage] = ()) -> None:
        super().__init__(message)
        self.messages = tuple(messages)


class RecordInvalid(RecordError):
    """The other side refused the record's content; `messages` name the fields."""


class RecordNotFound(RecordError):
    """There is no such record on the other side."""


class RecordBlocked(RecordError):
    """Another record is missing or in its way; as soon as a person has seen to that one, this one goes on by itself."""


class RecordBusy(RecordError):
    """Another process wrote the record at the same moment."""
