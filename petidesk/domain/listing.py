"""Questions to long lists and their answers: rows for the eye, never the whole record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

# Columns of the visit list that SQL can sort by.
VISIT_SORTS = ("visit_no", "at", "channel", "names", "people", "village", "purposes", "heading", "received_by")


@dataclass(frozen=True, slots=True)
class VisitQuery:
    """Which visits, in which order. Dates include both ends and select by the visit's own day (`at`).

    `due_until` keeps the visits whose case has its next due date on or before that day.
    """

    since: date | None = None
    until: date | None = None
    village: str = ""
    channel: str = ""
    purpose: str = ""
    received_by: str = ""
    text: str = ""
    voided: bool | None = None
    due_until: date | None = None
    sort: str = "at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A line of the visit list. An accusation shows neither names nor heading."""

    visit_id: int
    visit_no: str
    at: datetime
    channel: str
    names: tuple[str, ...]
    people: int
    village: str
    purposes: tuple[str, ...]
    heading: str
    received_by: str
    due: date | None
    version: int
    voided: bool


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

    `closed`: an accusation that somebody else began; its content is left out.
    """

    draft_id: int
    kind: str
    restricted: bool
    content: dict[str, object]
    saved_at: datetime
    staff: str
    closed: bool = False

    @property
    def summary(self) -> str:
        """What the tray shows: a name at most, nothing of an accusation."""
        return "（检举控告）" if self.restricted else str(self.content.get("summary", "") or "未填姓名")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event of the audit chain, without its payload."""

    event_id: int
    at: datetime
    staff: str
    action: str
    subject_kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class AuditChange:
    """An audit event with what was before and after; both None when nothing was kept or the payload was purged."""

    event: AuditLine
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    restricted: bool

    @property
    def opens(self) -> bool:
        """Whether this is a look at an accusation: who took it and why is told to everyone, to keep looks few."""
        return self.event.action.endswith(".unmasked")

    def closed(self) -> AuditChange:
        """The line without what was said in an accusation (《信访工作条例》第三十条第三款)."""
        return replace(self, before=None, after=None) if self.restricted and not self.opens else self


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file on disk. `verified` says whether it was opened and checked after it was written."""

    file: str
    made_at: datetime
    bytes: int
    reason: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of `check`: what is wrong and where."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Frozen bytes of a paper. `first_print` is True when these bytes were made and kept just now."""

    form: str
    size: str
    version: int
    pdf: bytes
    sha256: str
    missing_characters: tuple[str, ...]
    first_print: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that was printed for a visit: which version, when first, how often."""

    form: str
    size: str
    version: int
    made_at: datetime
    prints: int


@dataclass(frozen=True, slots=True)
class Lights:
    """What the bottom bar shows: times are None when it never happened, `free_bytes` is of the data folder's disk."""

    saved_at: datetime | None
    last_backup: datetime | None
    off_disk_backup: datetime | None
    due_count: int
    drafts: int
    free_bytes: int
