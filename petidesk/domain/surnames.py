"""Readings of surnames, and of name characters that no pinyin table knows (resources/surnames.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from petidesk import paths


@cache
def surname_readings() -> Mapping[str, tuple[str, ...]]:
    """Surname to its readings without tone marks, the usual one first; a double surname's syllables have a blank."""
    return _readings("surnames")


@cache
def rare_readings() -> Mapping[str, tuple[str, ...]]:
    """Characters of names that the pinyin library does not read, with their readings."""
    return _readings("rare")


def _readings(part: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(readings) for name, readings in paths.table("surnames")[part].items()}
