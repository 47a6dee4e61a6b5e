"""JSON in text columns: one spelling in, plain values out."""

from __future__ import annotations

import json
from typing import Any

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def dumps(value: object) -> str:
    """Compact JSON with Chinese as it is."""
    return _COMPACT.encode(value)


def loads(text: str | None) -> Any:
    """The value of a JSON column, None for NULL."""
    return None if text is None else json.loads(text)
