"""The types of disputes that ship with the program: their other names, and their rows in the lists of others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from petidesk import paths


@dataclass(frozen=True, slots=True)
class DisputeType:
    """A type with its place in the mediation code list and in the monthly list of nineteen, and its other names."""

    name: str
    mediation: str
    monthly: str
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def built_in_types() -> tuple[DisputeType, ...]:
    """The types that ship with the program."""
    table = paths.table("dispute_types")
    return tuple(
        DisputeType(item["name"], item["mediation"], item["monthly"], tuple(item["words"])) for item in table["type"]
    )


@lru_cache(maxsize=1)
def monthly_types() -> tuple[str, ...]:
    """The nineteen rows of the monthly list, in order."""
    table = paths.table("dispute_types")
    return tuple(table["monthly"]["order"])


@lru_cache(maxsize=512)
def type_named(text: str) -> DisputeType | None:
    """The type that these words mean; None for a type of the office's own."""
    bare = "".join(text.split()).removesuffix("矛盾")
    for known in built_in_types():
        if bare in (known.name, known.name.removesuffix("纠纷"), *known.words):
            return known
    return None
