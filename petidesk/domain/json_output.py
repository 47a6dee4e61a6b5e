"""Writing what JSON documents say alike: days and moments as text, what is empty left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def iso(value: date | datetime | None, to: str = "seconds") -> str | None:
    """A day as 2026-11-19, a moment up to its `to` (seconds or minutes); None stays None, which JSON writes as null."""
    if isinstance(value, datetime):
        return value.isoformat(timespec=to)
    return value.isoformat() if value is not None else None


def compact(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without keys that say nothing: None, an empty text, an empty list or object. 0 and false stay."""
    return {key: value for key, value in document.items() if value not in (None, "", [], (), {})}
