"""The places one can go to: what a page sends with `Page.go`, and what it is opened with.

A room never imports another room; it goes there by one of these. Each names the page of the window (`page`, a key of
pages.py) and carries ids and questions of `domain`, never widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from petidesk.domain.cases.files import CaseQuery
    from petidesk.domain.ledger.listing import DisputeQuery
    from petidesk.domain.letters.letters import LetterQuery
    from petidesk.domain.reception.days import ReceptionDay
    from petidesk.domain.sittings.guests import Guest
    from petidesk.domain.statistics.figures import Asked
    from petidesk.domain.statistics.spans import Span
    from petidesk.domain.visits.listing import VisitView


@dataclass(frozen=True, slots=True)
class Route:
    """A place: the page that shows it, and what it shall show."""

    page: ClassVar[str] = ""


# ---- registration ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewVisit(Route):
    """An empty form for a visit; what is half typed is kept as a draft."""

    page: ClassVar[str] = "registration"


@dataclass(frozen=True, slots=True)
class ToDrafts(Route):
    """The tray of unfinished registrations."""

    page: ClassVar[str] = "registration"


@dataclass(frozen=True, slots=True)
class GoOn(Route):
    """The form with the unfinished registration of this draft in it."""

    draft_id: int
    page: ClassVar[str] = "registration"


@dataclass(frozen=True, slots=True)
class GuestVisit(Route):
    """The form of the visit of a guest of the reception `day`; once saved it goes back to the queue."""

    day: ReceptionDay
    guest: Guest
    page: ClassVar[str] = "registration"


# ---- visits ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToVisit(Route):
    """One visit."""

    visit_no: str
    page: ClassVar[str] = "visits"


@dataclass(frozen=True, slots=True)
class ToVisits(Route):
    """The list of visits that a view keeps."""

    view: VisitView
    page: ClassVar[str] = "visits"


# ---- cases -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToCase(Route):
    """One case; with `entry` (a kind of event, or `home.NEXT` for the step that comes next) the entry of it open."""

    case_no: str
    entry: str = ""
    page: ClassVar[str] = "cases"


@dataclass(frozen=True, slots=True)
class ToCases(Route):
    """The list of cases that a question asks for."""

    query: CaseQuery
    page: ClassVar[str] = "cases"


# ---- the ledger --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToDispute(Route):
    """One dispute; with `field` (a key of domain/ledger/fields.py) the form that amends it, in that field.

    With `entry` the entry of that kind of event is open, as of a case.
    """

    dispute_no: str
    field: str = ""
    entry: str = ""
    page: ClassVar[str] = "ledger"


@dataclass(frozen=True, slots=True)
class ToDisputes(Route):
    """The list of disputes that a question asks for."""

    query: DisputeQuery
    page: ClassVar[str] = "ledger"


@dataclass(frozen=True, slots=True)
class NewDispute(Route):
    """The form of a dispute that begins with a document (desk.ledger.from_visit), found in a round or in none."""

    document: dict[str, Any] | None = None
    round_no: str = ""
    page: ClassVar[str] = "ledger"


@dataclass(frozen=True, slots=True)
class ToRound(Route):
    """The screening rounds, on the one with this number or on the one that stood there."""

    round_no: str = ""
    page: ClassVar[str] = "ledger"


@dataclass(frozen=True, slots=True)
class ToMonth(Route):
    """The monthly report of a month such as 2026-10, or of the one that stood there."""

    month: str = ""
    page: ClassVar[str] = "ledger"


@dataclass(frozen=True, slots=True)
class ToGrid(Route):
    """The grid in which a ledger is typed in afterwards."""

    page: ClassVar[str] = "ledger"


# ---- reception ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToReception(Route):
    """The month of a reception day, standing on that day."""

    on: date
    page: ClassVar[str] = "reception"


@dataclass(frozen=True, slots=True)
class ToYear(Route):
    """The reception days of a year."""

    year: int
    page: ClassVar[str] = "reception"


@dataclass(frozen=True, slots=True)
class ToReceptions(Route):
    """The list of reception days of a range (`ahead`, `this` ...; see ui/reception/listing.py)."""

    span: str
    page: ClassVar[str] = "reception"


@dataclass(frozen=True, slots=True)
class ToSitting(Route):
    """The queue of a reception day, of the one that comes next where none is named."""

    day_id: int | None = None
    page: ClassVar[str] = "reception"


@dataclass(frozen=True, slots=True)
class ToPlan(Route):
    """排班: making the rota."""

    page: ClassVar[str] = "reception"


@dataclass(frozen=True, slots=True)
class ToLeave(Route):
    """请假: a leader is away."""

    page: ClassVar[str] = "reception"


# ---- letters -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToLetter(Route):
    """One letter, issued or draft."""

    letter_id: int
    page: ClassVar[str] = "letters"


@dataclass(frozen=True, slots=True)
class ToLetters(Route):
    """The list of letters that a question asks for."""

    query: LetterQuery
    page: ClassVar[str] = "letters"


@dataclass(frozen=True, slots=True)
class WriteLetter(Route):
    """The draft of a letter of this form on this case; leaving it goes back to the case."""

    form: str
    case_no: str
    page: ClassVar[str] = "letters"


@dataclass(frozen=True, slots=True)
class ToWindowPaper(Route):
    """A paper of the window itself (a key of domain/office/papers.TITLES) of today, ready to be printed."""

    form: str
    page: ClassVar[str] = "letters"


@dataclass(frozen=True, slots=True)
class ToWording(Route):
    """The wording of papers, to be changed: of this form, or of the one that stood there."""

    form: str = ""
    page: ClassVar[str] = "letters"


# ---- statistics --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToFigures(Route):
    """统计分析: the table that is asked for, or the one that stood there."""

    asked: Asked | None = None
    page: ClassVar[str] = "statistics"


@dataclass(frozen=True, slots=True)
class ToCharts(Route):
    """The charts of figures: the one of that key (ui/statistics/charts.py), or the one that stood there."""

    chart: str = ""
    page: ClassVar[str] = "statistics"


@dataclass(frozen=True, slots=True)
class ToRates(Route):
    """三率一度 over a span, or over the one that stood there."""

    span: Span | None = None
    page: ClassVar[str] = "statistics"


# ---- the rest ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToMeeting(Route):
    """One meeting."""

    meeting_no: str
    page: ClassVar[str] = "meetings"


@dataclass(frozen=True, slots=True)
class ToSearch(Route):
    """What a text finds; `into` the results, when there are any."""

    text: str
    into: bool = False
    page: ClassVar[str] = "search"


@dataclass(frozen=True, slots=True)
class ToImport(Route):
    """The import of an old register, or of an old ledger of disputes; a file that is named is proposed at once."""

    file: Path | None = None
    ledger: bool = False
    page: ClassVar[str] = "importing"


@dataclass(frozen=True, slots=True)
class ToSettings(Route):
    """A section of the settings: office, people, bodies, limits, calendar, letters, ledger, look, backups, audit.

    With `field` (a key of domain/office/fields.SETTINGS, or `backup_place`) the section that holds it, in that field.
    `back`: the page to go back to once it is saved.
    """

    section: str = ""
    field: str = ""
    back: str = ""
    page: ClassVar[str] = "settings"


@dataclass(frozen=True, slots=True)
class SlipTrial(Route):
    """试打一张回执: an invented slip under 演练, ready to be printed."""

    page: ClassVar[str] = "visits"


@dataclass(frozen=True, slots=True)
class ToOffice(Route):
    """Another data folder: the practice office, or the records of this office."""

    practice: bool


@dataclass(frozen=True, slots=True)
class BackTo(Route):
    """The page of that key as it was left."""

    key: str
