"""The demo store's settings and connections, as the fault tests use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bc_myob.model.entities import PrimarySystem
from bc_myob.store.run import ERP_QUEUE_SECONDS
from bc_myob.store.settings import StoreSettings
from sandbox.serve import Sandbox
from sandbox.shop import catalogue

DEMO = Path(__file__).resolve().parents[2] / "include" / "stores" / "demo.yaml"


def settings(**run: Any) -> StoreSettings:
    """Give the demo store's settings with `run` changed: with the least wait for a lost answer that is safe."""
    said = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    said["run"] |= {"unknown_outcome_wait_seconds": ERP_QUEUE_SECONDS, "batch_size": 40} | run
    return StoreSettings.model_validate(said)


def shipped() -> StoreSettings:
    """Give the settings file as it is shipped, to be copied for a store of one's own."""
    return StoreSettings.model_validate(yaml.safe_load(DEMO.read_text(encoding="utf-8")))


def tagging(settings: StoreSettings) -> StoreSettings:
    """Give the settings of a store whose orders bear the ERP's numbers."""
    said = settings.model_dump(mode="json")
    said["orders"]["tag_external_order"] = True
    return StoreSettings.model_validate(said)


def lists_only(settings: StoreSettings) -> StoreSettings:
    """Give the settings of a store whose orders are read from lists alone, without a call for the taxes of each."""
    said = settings.model_dump(mode="json")
    said["orders"]["taxes"]["read_order_taxes"] = False
    return StoreSettings.model_validate(said)


def two_way(settings: StoreSettings, primary: PrimarySystem | None = None) -> StoreSettings:
    """Give the settings of a store whose customers and locations travel both ways; `primary`: else as it is."""
    said = settings.model_dump(mode="json")
    for entity in ("customer", "customer_location"):
        said["entities"][entity]["sync_direction"] = "Bidirectional"
        if primary:
            said["entities"][entity]["primary_system"] = primary.value
    return StoreSettings.model_validate(said)


def connections(box: Sandbox) -> dict[str, dict[str, Any]]:
    """Give the connections as Airflow finds them in the environment."""
    store = {
        "conn_type": "bigcommerce",
        "host": box.store_url,
        "password": catalogue.STORE_TOKEN,
        "extra": {"store_hash": catalogue.STORE_HASH},
    }
    erp = {
        "conn_type": "myob_advanced",
        "host": box.erp_url,
        "login": catalogue.ERP_USER,
        "password": catalogue.ERP_PASSWORD,
        "extra": {"tenant": catalogue.TENANT, "branch": catalogue.BRANCH},
    }
    return {"AIRFLOW_CONN_BIGCOMMERCE_DEMO": store, "AIRFLOW_CONN_MYOB_ADVANCED_DEMO": erp}
