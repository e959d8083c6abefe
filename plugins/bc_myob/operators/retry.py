"""Which failures of a task are worth repeating: told by the error, not by the status code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import RetryPolicy
from airflow.sdk.definitions.retry_policy import RetryDecision

from bc_myob.model.errors import ConfigurationError, RetryLater


class SyncRetryPolicy(RetryPolicy):
    """A setting to mend fails the task at once; a busy system is asked again after the pause it named."""

    def evaluate(self, exception: BaseException, try_number: int, max_tries: int, context: Any = None) -> RetryDecision:
        """Give the decision for this failure; everything else keeps the task's own retries."""
        del try_number, max_tries, context
        if isinstance(exception, ConfigurationError):
            return RetryDecision.fail(reason=str(exception))
        if isinstance(exception, RetryLater) and exception.retry_after:
            return RetryDecision.retry(delay=timedelta(seconds=exception.retry_after), reason=str(exception))
        return RetryDecision.default()

    def serialize(self) -> dict[str, Any]:
        """Give what the scheduler stores: the class alone, there is nothing to configure."""
        return {"type": "bc_myob.operators.retry.SyncRetryPolicy"}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> SyncRetryPolicy:
        """Give the policy back from the serialised DAG."""
        del data
        return cls()
