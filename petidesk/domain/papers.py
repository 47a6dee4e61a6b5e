"""A printed paper: its frozen bytes, and the line that says how often it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """Frozen bytes of a paper. `first_print` is True when these bytes were made and kept just now.

    `notes`: what whoever puts it up should know first, in sentences.
    """

    form: str
    size: str
    version: int
    pdf: bytes
    sha256: str
    missing_characters: tuple[str, ...]
    first_print: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that was printed for a visit: which version, when first, how often."""

    form: str
    size: str
    version: int
    made_at: datetime
    prints: int
