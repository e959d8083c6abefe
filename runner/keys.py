"""The secrets that docker-compose.yaml asks for, drawn anew: `make keys >> .env`, once. Needs nothing but Python."""

from __future__ import annotations

import base64
import secrets


def keys() -> dict[str, str]:
    """Give fresh values for every variable that docker-compose.yaml requires."""
    return {
        "AIRFLOW_FERNET_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "AIRFLOW_API_SECRET_KEY": secrets.token_hex(32),
        "AIRFLOW_JWT_SECRET": secrets.token_hex(64),
        "POSTGRES_PASSWORD": secrets.token_hex(16),
        "AIRFLOW_PASSWORD": secrets.token_urlsafe(12),
    }


if __name__ == "__main__":
    for name, value in keys().items():
        print(f"{name}={value}")
