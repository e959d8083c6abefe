"""The two systems as a store's settings name them: the one place where a task gets its hooks, with their limits."""

from __future__ import annotations

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.hooks.policies import ERP_POLICIES, STORE_READS, ErpPolicies, RetryPolicy
from bc_myob.store.settings import StoreSettings


def store_hook(settings: StoreSettings, retry: RetryPolicy = STORE_READS) -> BigCommerceHook:
    """Give the store, of whose quota no more is taken than `run.quota_share`."""
    return BigCommerceHook(settings.connections.bigcommerce, quota_share=settings.run.quota_share, retry=retry)


def erp_hook(settings: StoreSettings, policies: ErpPolicies = ERP_POLICIES) -> MyobAdvancedHook:
    """Give the ERP at the settings' endpoint, asked at one session's part of `run.erp_requests_per_minute`."""
    return MyobAdvancedHook(
        settings.connections.myob_advanced,
        endpoint=settings.endpoint.name,
        version=settings.endpoint.version,
        requests_per_minute=settings.run.requests_per_session,
        policies=policies,
    )
