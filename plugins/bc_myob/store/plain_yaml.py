"""YAML as people read it: what looks like text is text. Only true, false, null and plainly written numbers are more.

YAML 1.1, which the library reads by itself, takes NO for false, 0210 for 136, 12:30 for 750 and 2024-01-31 for a date:
a filter on a country, a postal code or a day would compare something else than is written.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

import yaml

_TAG: Final = "tag:yaml.org,2002:"
_SCALARS: Final = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"0|-?[1-9][0-9]*", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("merge", r"<<", "<"),
)


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the library declares it so


def _decimal(_loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(node.value)  # 1.50 stays 1.50


for _name, _pattern, _firsts in _SCALARS:
    _Loader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(rf"^(?:{_pattern})$"), list(_firsts))
_Loader.add_constructor(f"{_TAG}float", _decimal)


def read_yaml(text: str) -> Any:
    """Give what the text holds: dicts, lists, str, int, Decimal, bool, None. yaml.YAMLError where it is no YAML."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
