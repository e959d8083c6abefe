"""JSON that keeps money exact, and the content hashes built on it."""

from __future__ import annotations

import hashlib
from typing import Any

import simplejson


def dumps(value: Any) -> str:
    """Give canonical JSON text: sorted keys, no spaces, Decimals as numbers with their own digits."""
    return simplejson.dumps(value, use_decimal=True, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def loads(text: str) -> Any:
    """Give the value of JSON text; every fractional number arrives as Decimal."""
    return simplejson.loads(text, use_decimal=True)


def content_hash(value: Any) -> str:
    """Give the SHA-256 (hex) of the canonical JSON of `value`: equal content, equal hash."""
    return hashlib.sha256(dumps(value).encode()).hexdigest()
