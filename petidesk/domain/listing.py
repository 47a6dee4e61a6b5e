"""Answers of no one subject: a hit of the search, an unfinished form, a finding of `check`, the bottom bar's lights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

CLOSED_SUMMARY = "（检举控告）"


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the one search box. `kind` is visit, case, dispute, person or letter."""

    kind: str
    ref: int
    no: str
    title: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished form as last journalled. `content` is the form's own document, kept word for word.

    `restricted`: it accuses somebody; whoever typed it reads it on.
    """

    draft_id: int
    kind: str
    restricted: bool
    content: dict[str, object]
    saved_at: datetime
    staff: str

    @property
    def summary(self) -> str:
        """What the tray shows: a name at most, nothing of an accusation."""
        return CLOSED_SUMMARY if self.restricted else str(self.content.get("summary", "") or "未填姓名")


@dataclass(frozen=True, slots=True)
class ClosedDraft:
    """An accusation that somebody else began to write down: that it is there, since when, by whom."""

    draft_id: int
    kind: str
    saved_at: datetime
    staff: str

    @property
    def summary(self) -> str:
        """What the tray shows."""
        return CLOSED_SUMMARY


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of `check`: what is wrong and where."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Lights:
    """What the bottom bar shows: times are None when it never happened, `free_bytes` is of the data folder's disk."""

    saved_at: datetime | None
    last_backup: datetime | None
    off_disk_backup: datetime | None
    due_count: int
    free_bytes: int
