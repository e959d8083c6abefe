"""What Airflow shows of our connection types: forms, labels, placeholders, the Test button. Declarative, no imports."""

from __future__ import annotations

from typing import Any

_TEXT = ["string", "null"]


def _text(label: str, description: str) -> dict[str, Any]:
    return {"label": label, "description": description, "schema": {"type": _TEXT}}


def _secret(label: str, description: str) -> dict[str, Any]:
    return {"label": label, "description": description, "schema": {"type": _TEXT, "format": "password"}}


def _seconds(label: str, default: int) -> dict[str, Any]:
    return {
        "label": label,
        "description": f"Seconds; {default} if empty",
        "schema": {"type": ["number", "null"], "exclusiveMinimum": 0},
    }


_VERIFY = _text("CA bundle", "Path of a CA bundle for a private authority; TLS is always verified")

_BIGCOMMERCE = {
    "connection-type": "bigcommerce",
    "hook-name": "BigCommerce",
    "hook-class-name": "bc_myob.hooks.bigcommerce.BigCommerceHook",
    "conn-fields": {
        "store_hash": _text("Store hash", "The part after /stores/ in the API path of the store's API account"),
        "connect_timeout": _seconds("Connect timeout", 5),
        "read_timeout": _seconds("Read timeout", 30),
        "verify": _VERIFY,
    },
    "ui-field-behaviour": {
        "hidden-fields": ["login", "port", "schema"],
        "relabeling": {"password": "API access token", "host": "API host"},
        "placeholders": {"host": "https://api.bigcommerce.com", "password": "X-Auth-Token of the store's API account"},
    },
}

_MYOB_ADVANCED = {
    "connection-type": "myob_advanced",
    "hook-name": "MYOB Advanced",
    "hook-class-name": "bc_myob.hooks.myob_advanced.MyobAdvancedHook",
    "conn-fields": {
        "tenant": _text("Tenant", "Login Name of the tenant (SM203520); empty: the site's default"),
        "branch": _text("Branch", "Branch ID to sign in to (CS102000); empty: the user's default"),
        "auth": {
            "label": "Sign-in",
            "description": "cookie: login and password; oauth: password grant of a connected application",
            "schema": {"type": _TEXT, "enum": ["cookie", "oauth", None], "default": "cookie"},
        },
        "client_id": _text("OAuth client id", "Client ID of the connected application (SM303010), with @Tenant"),
        "client_secret": _secret("OAuth client secret", "Shared secret of the connected application"),
        "scope": _text("OAuth scope", "api if empty; with offline_access the token is refreshed"),
        "connect_timeout": _seconds("Connect timeout", 5),
        "read_timeout": _seconds("Read timeout", 300),
        "verify": _VERIFY,
    },
    "ui-field-behaviour": {
        "hidden-fields": ["port", "schema"],
        "relabeling": {"host": "Site", "login": "API user"},
        "placeholders": {"host": "https://example.myobadvanced.com", "login": "api.user"},
    },
}


def get_provider_info() -> dict[str, Any]:
    """Give what Airflow reads at the entry point `apache_airflow_provider`."""
    return {
        "package-name": "bc-myob",
        "name": "BigCommerce to MYOB Advanced",
        "description": "Connections to BigCommerce stores and MYOB Advanced (Acumatica) tenants",
        "connection-types": [_BIGCOMMERCE, _MYOB_ADVANCED],
    }
