"""JSON that keeps money exact, and the content hashes built on it."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import simplejson

_MAY_BE_UNFIT: Final = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_FIT: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd") | {0: "\x01"}
"""Half an emoji, and NUL: valid in JSON, but neither UTF-8 nor a database can carry them."""


def dumps(value: Any) -> str:
    """Give canonical JSON text: sorted keys, no spaces, Decimals as numbers with their own digits."""
    return simplejson.dumps(value, use_decimal=True, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def loads(text: str) -> Any:
    """Give the value of JSON text; every fractional number arrives as Decimal.

    A character that only JSON can carry arrives as another: half an emoji as the replacement character U+FFFD, NUL as
    U+0001, a control character like it that mapping leaves out.
    """
    value = simplejson.loads(text, use_decimal=True)
    return _fit(value) if _MAY_BE_UNFIT.search(text) else value


def content_hash(value: Any) -> str:
    """Give the SHA-256 (hex) of the canonical JSON of `value`: equal content, equal hash."""
    return hashlib.sha256(dumps(value).encode()).hexdigest()


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_FIT)
    if isinstance(value, list):
        return [_fit(each) for each in value]
    if isinstance(value, dict):
        return {_fit(name): _fit(each) for name, each in value.items()}
    return value
