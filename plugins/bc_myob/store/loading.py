"""Settings files into settings: one YAML per store, and messages that name file, key and cause."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, get_args

import yaml
from pydantic import BaseModel, ValidationError

from bc_myob.model.errors import ConfigurationError
from bc_myob.store.plain_yaml import read_yaml
from bc_myob.store.settings import StoreSettings

FOLDER_VARIABLE: Final = "BC_MYOB_STORES"
_DEFAULT_FOLDER: Final = Path(__file__).resolve().parents[3] / "include" / "stores"


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """What a settings folder holds: the usable stores by key, and one message per file that is not usable."""

    stores: dict[str, StoreSettings]
    problems: dict[str, str]


def stores_folder() -> Path:
    """Give the folder of the settings files: BC_MYOB_STORES, else include/stores of the project."""
    return Path(os.environ.get(FOLDER_VARIABLE) or _DEFAULT_FOLDER)


def read_stores(folder: Path | None = None) -> StoreFiles:
    """Give every store of `folder`. A wrong file becomes a problem and never hides the others."""
    stores: dict[str, StoreSettings] = {}
    problems: dict[str, str] = {}
    where = folder or stores_folder()
    if not where.is_dir():
        return StoreFiles({}, {str(where): f"{where} is no folder; set {FOLDER_VARIABLE} to the settings folder"})
    for path in sorted(where.glob("*.y*ml")):
        try:
            stores[path.stem] = read_store_file(path)
        except ConfigurationError as exc:
            problems[path.name] = str(exc)
    return StoreFiles(stores, problems)


def load_store(key: str, folder: Path | None = None) -> StoreSettings:
    """Give the settings of one store; ConfigurationError when its file is missing or wrong."""
    where = folder or stores_folder()
    path = store_file(key, where)
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in where.glob("*.y*ml"))) or "none"
        raise ConfigurationError(f"There is no settings file {path}. Stores in this folder: {known}.")
    return read_store_file(path)


def store_file(key: str, folder: Path | None = None) -> Path:
    """Give the settings file of a store, `key`.yaml unless there is a `key`.yml only."""
    where = folder or stores_folder()
    usual, other = where / f"{key}.yaml", where / f"{key}.yml"
    return other if other.is_file() and not usual.is_file() else usual


def read_store_file(path: Path) -> StoreSettings:
    """Give the settings in `path`. The file's name is the store's key."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as exc:
        raise ConfigurationError(f"{path.name} is no readable YAML: {' '.join(str(exc).split())}") from exc
    return read_store_text(text, path)


def read_store_text(text: str, path: Path) -> StoreSettings:
    """Give the settings that `path` would hold with this text."""
    try:
        raw = read_yaml(text)
    except yaml.YAMLError as exc:
        raise ConfigurationError(f"{path.name} is no readable YAML: {' '.join(str(exc).split())}") from exc
    if not isinstance(raw, dict):
        raise ConfigurationError(f"{path.name} is empty or no mapping of settings; start from demo.yaml.")
    try:
        return StoreSettings.model_validate({"name": path.stem} | raw)
    except ValidationError as exc:
        said = "; ".join(_sentence(error) for error in exc.errors())
        raise ConfigurationError(f"{path.name}: {said}") from exc


def _sentence(error: Any) -> str:
    location: Sequence[str | int] = error["loc"]
    key = ".".join(str(part) for part in location) or "the file"
    if error["type"] == "extra_forbidden":
        return f"{key} is no setting{_nearest(location)}"
    if error["type"] == "missing":
        return f"{key} is missing and has no default"
    text = str(error["msg"]).removeprefix("Value error, ")
    return f"{key}: {text}{_found(error['input'])}"


def _found(value: Any) -> str:
    if isinstance(value, Decimal):
        return f" (found {value})"
    return f" (found {value!r})" if isinstance(value, str | int | float) else ""


def _nearest(location: Sequence[str | int]) -> str:
    model: Any = StoreSettings
    for part in location[:-1]:
        model = model if isinstance(part, int) else _model_of(model, part)
    known = sorted(model.model_fields) if model is not None else []
    close = difflib.get_close_matches(str(location[-1]), known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; known here: {', '.join(known)}"


def _model_of(model: Any, name: str) -> Any:
    field = getattr(model, "model_fields", {}).get(name)
    return next((kind for kind in _kinds(field.annotation) if _is_model(kind)), None) if field else None


def _kinds(annotation: Any) -> list[Any]:
    return [annotation, *(kind for arg in get_args(annotation) for kind in _kinds(arg))]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
