"""The ways back of saved actions, as plain data: a type for each, written as JSON in the action's own transaction.

Each is one more event of the record and never a deletion: what came in is voided, what was voided stands again under
its number, what was changed is changed back. `room` is the subject of the desk that goes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from petidesk.domain.audit import canonical
from petidesk.domain.permissions import Permission


@dataclass(frozen=True, slots=True)
class Way:
    """One way back. `untried`: it is not gone on trial, for it also touches a file, or thousands of records.

    `needs`: the permission that going it takes, asked of the role as it is then. Everybody takes back what he has just
    registered himself, though it is voided by it.
    """

    room: ClassVar[str] = ""
    needs: ClassVar[Permission | None] = None
    untried: ClassVar[bool] = False


# ---- visits and people


@dataclass(frozen=True, slots=True)
class VoidVisit(Way):
    """A visit was registered: it is voided."""

    room: ClassVar[str] = "visits"
    visit_no: str


@dataclass(frozen=True, slots=True)
class UnvoidVisit(Way):
    """A visit was voided: it stands again, under its number."""

    room: ClassVar[str] = "visits"
    needs: ClassVar[Permission | None] = Permission.VOID_VISIT
    visit_no: str


@dataclass(frozen=True, slots=True)
class AmendVisit(Way):
    """A visit was amended: the keys of `change` are as they were."""

    room: ClassVar[str] = "visits"
    visit_no: str
    change: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SamePerson(Way):
    """Two people were said not to be the same: nothing is said of them any more."""

    room: ClassVar[str] = "people"
    one: int
    other: int


# ---- cases and letters


@dataclass(frozen=True, slots=True)
class UndoEvent(Way):
    """Something was recorded in a case: it is undone there."""

    room: ClassVar[str] = "cases"
    case_no: str
    event_id: int


@dataclass(frozen=True, slots=True)
class DropDraft(Way):
    """A letter was begun: its draft is thrown away, unless something was written in it since."""

    room: ClassVar[str] = "letters"
    letter_id: int


@dataclass(frozen=True, slots=True)
class KeepDraft(Way):
    """The draft of a letter was thrown away: it is there again."""

    room: ClassVar[str] = "letters"
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UnvoidLetter(Way):
    """A letter was voided: it stands again under its number, and records its event once more."""

    room: ClassVar[str] = "letters"
    needs: ClassVar[Permission | None] = Permission.VOID_LETTER
    document_no: str


# ---- the ledger


@dataclass(frozen=True, slots=True)
class VoidDispute(Way):
    """A dispute was entered: it is voided."""

    room: ClassVar[str] = "ledger"
    dispute_no: str


@dataclass(frozen=True, slots=True)
class UnvoidDispute(Way):
    """A dispute was voided: it stands again, under its number."""

    room: ClassVar[str] = "ledger"
    needs: ClassVar[Permission | None] = Permission.VOID_DISPUTE
    dispute_no: str


@dataclass(frozen=True, slots=True)
class AmendDispute(Way):
    """A dispute was amended: the keys of `change` are as they were."""

    room: ClassVar[str] = "ledger"
    dispute_no: str
    change: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UndoDisputeEvent(Way):
    """Something was recorded of a dispute: it is undone there."""

    room: ClassVar[str] = "ledger"
    dispute_no: str
    event_id: int


@dataclass(frozen=True, slots=True)
class ReopenMonth(Way):
    """A month was closed: it is open again."""

    room: ClassVar[str] = "months"
    needs: ClassVar[Permission | None] = Permission.CLOSE_MONTH
    month: str


@dataclass(frozen=True, slots=True)
class VoidRound(Way):
    """A screening round was opened: it is voided, unless something was returned or entered in it."""

    room: ClassVar[str] = "rounds"
    round_no: str


@dataclass(frozen=True, slots=True)
class ReturnsBack(Way):
    """Returns of villages were taken in: those of before count again."""

    room: ClassVar[str] = "rounds"
    round_no: str
    returns: list[dict[str, Any]]


# ---- plain rows: the rota, its sittings, its plans, leaves, meetings


@dataclass(frozen=True, slots=True)
class RowsBack(Way):
    """Plain rows were changed: they are as they were. `changes`: {"table", "key", "before", "after"} of each.

    `before` is None for a row that is new: it falls away as its kind does (cancelled, voided).
    """

    room: ClassVar[str] = "rows"
    kind: str
    subject: str
    changes: list[dict[str, Any]]


# ---- settings, imports, drafts, files


@dataclass(frozen=True, slots=True)
class SettingsBack(Way):
    """Settings of the office were changed: the keys of `before` are as they were, from the same day on."""

    room: ClassVar[str] = "office"
    needs: ClassVar[Permission | None] = Permission.SET_OFFICE
    valid_from: str
    before: dict[str, Any]
    villages: list[str] | None


@dataclass(frozen=True, slots=True)
class CalendarBack(Way):
    """The calendar of a year was put in place: the one of before rules, None for that of the program."""

    room: ClassVar[str] = "calendars"
    year: int
    before: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class TemplateBack(Way):
    """The wording of a paper was changed: the office's own text of before rules, None for the built-in one."""

    room: ClassVar[str] = "templates"
    untried: ClassVar[bool] = True
    name: str
    text: str | None


@dataclass(frozen=True, slots=True)
class MappingBack(Way):
    """Headings of a county's workbook were placed: they lie where they lay. `new`: those nobody had placed before."""

    room: ClassVar[str] = "county"
    name: str
    change: dict[str, str | None]
    new: list[str]


@dataclass(frozen=True, slots=True)
class ListWordsBack(Way):
    """Words of a county's lists were said for ours: what was said before counts again."""

    room: ClassVar[str] = "county"
    name: str
    change: dict[str, dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class UndoImport(Way):
    """An old table was taken in: every record of it is voided."""

    room: ClassVar[str] = "imports"
    needs: ClassVar[Permission | None] = Permission.UNDO_IMPORT
    untried: ClassVar[bool] = True
    import_id: int


@dataclass(frozen=True, slots=True)
class KeepForm(Way):
    """An unfinished form was thrown away: it lies in the tray again."""

    room: ClassVar[str] = "drafts"
    kind: str
    content: dict[str, Any]
    restricted: bool


@dataclass(frozen=True, slots=True)
class DropAttachment(Way):
    """A file was attached: it is taken off again."""

    room: ClassVar[str] = "attachments"
    untried: ClassVar[bool] = True
    attachment_id: int


def _all() -> dict[str, type[Way]]:
    return {kind.__name__: kind for kind in Way.__subclasses__()}


def way_document(way: Way) -> dict[str, Any]:
    """A way as JSON."""
    names: tuple[str, ...] = way.__slots__
    return {"way": type(way).__name__, **{name: getattr(way, name) for name in names}}


def inverse_text(ways: Sequence[Way]) -> str:
    """The ways of a step in the one spelling in which they are stored and compared."""
    return canonical([way_document(way) for way in ways])


def parse_ways(documents: Sequence[Mapping[str, Any]]) -> tuple[Way, ...]:
    """The ways that `inverse_text` wrote, in the order in which they are gone."""
    known = _all()
    return tuple(known[one["way"]](**{key: value for key, value in one.items() if key != "way"}) for one in documents)
