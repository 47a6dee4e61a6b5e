"""The places one can go to: what a page sends with `Page.go`, and what it is opened with.

A room never imports another room; it goes there by one of these. Each names the page of the window (`page`, a key of
pages.py) and carries ids and questions of `domain`, never widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from petidesk.domain.cases.files import CaseQuery
    from petidesk.domain.ledger.listing import DisputeQuery
    from petidesk.domain.letters.letters import LetterQuery
    from petidesk.domain.reception.days import ReceptionDay
    from petidesk.domain.sittings.guests import Guest
    from petidesk.domain.statistics.figures import Asked
    from petidesk.domain.statistics.spans import Span
    from petidesk.domain.visits.listing import VisitView


class Route:
    """A place: the page that shows it, and what it shall show."""

    page: ClassVar[str] = ""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"


Kind = TypeVar("Kind", bound=Route)


@dataclass_transform(frozen_default=True)
def place(kind: type[Kind]) -> type[Kind]:
    """A route with its fields. What all routes have alike is written once, in Route.

    Python writes and compiles anew, for each class, what a frozen dataclass can do: for all routes that took longer
    than everything else that the first window imports of ours.
    """
    return dataclass(eq=False, repr=False)(kind)


# ---- registration ------------------------------------------------------------------------------------------------


@place
class NewVisit(Route):
    """An empty form for a visit; what is half typed is kept as a draft."""

    page: ClassVar[str] = "registration"


@place
class ToDrafts(Route):
    """The tray of unfinished registrations."""

    page: ClassVar[str] = "registration"


@place
class GoOn(Route):
    """The form with the unfinished registration of this draft in it."""

    draft_id: int
    page: ClassVar[str] = "registration"


@place
class GuestVisit(Route):
    """The form of the visit of a guest of the reception `day`; once saved it goes back to the queue."""

    day: ReceptionDay
    guest: Guest
    page: ClassVar[str] = "registration"


# ---- visits ------------------------------------------------------------------------------------------------------


@place
class ToVisit(Route):
    """One visit."""

    visit_no: str
    page: ClassVar[str] = "visits"


@place
class ToVisits(Route):
    """The list of visits that a view keeps."""

    view: VisitView
    page: ClassVar[str] = "visits"


# ---- cases -------------------------------------------------------------------------------------------------------


@place
class ToCase(Route):
    """One case; with `entry` (a kind of event, or `home.NEXT` for the step that comes next) the entry of it open."""

    case_no: str
    entry: str = ""
    page: ClassVar[str] = "cases"


@place
class ToCases(Route):
    """The list of cases that a question asks for."""

    query: CaseQuery
    page: ClassVar[str] = "cases"


# ---- the ledger --------------------------------------------------------------------------------------------------


@place
class ToDispute(Route):
    """One dispute; with `field` (a key of domain/ledger/fields.py) the form that amends it, in that field.

    With `entry` the entry of that kind of event is open, as of a case.
    """

    dispute_no: str
    field: str = ""
    entry: str = ""
    page: ClassVar[str] = "ledger"


@place
class ToDisputes(Route):
    """The list of disputes that a question asks for."""

    query: DisputeQuery
    page: ClassVar[str] = "ledger"


@place
class NewDispute(Route):
    """The form of a dispute that begins with a document (desk.ledger.from_visit), found in a round or in none."""

    document: dict[str, Any] | None = None
    round_no: str = ""
    page: ClassVar[str] = "ledger"


@place
class ToRound(Route):
    """The screening rounds, on the one with this number or on the one that stood there."""

    round_no: str = ""
    page: ClassVar[str] = "ledger"


@place
class ToMonth(Route):
    """The monthly report of a month such as 2026-10, or of the one that stood there."""

    month: str = ""
    page: ClassVar[str] = "ledger"


@place
class ToGrid(Route):
    """The grid in which a ledger is typed in afterwards."""

    page: ClassVar[str] = "ledger"


# ---- reception ---------------------------------------------------------------------------------------------------


@place
class ToReception(Route):
    """The month of a reception day, standing on that day."""

    on: date
    page: ClassVar[str] = "reception"


@place
class ToYear(Route):
    """The reception days of a year."""

    year: int
    page: ClassVar[str] = "reception"


@place
class ToReceptions(Route):
    """The list of reception days of a range (`ahead`, `this` ...; see ui/reception/listing.py)."""

    span: str
    page: ClassVar[str] = "reception"


@place
class ToSitting(Route):
    """The queue of a reception day, of the one that comes next where none is named."""

    day_id: int | None = None
    page: ClassVar[str] = "reception"


@place
class ToPlan(Route):
    """排班: making the rota."""

    page: ClassVar[str] = "reception"


@place
class ToLeave(Route):
    """请假: a leader is away."""

    page: ClassVar[str] = "reception"


# ---- letters -----------------------------------------------------------------------------------------------------


@place
class ToLetter(Route):
    """One letter, issued or draft."""

    letter_id: int
    page: ClassVar[str] = "letters"


@place
class ToLetters(Route):
    """The list of letters that a question asks for."""

    query: LetterQuery
    page: ClassVar[str] = "letters"


@place
class WriteLetter(Route):
    """The draft of a letter of this form on this case; leaving it goes back to the case."""

    form: str
    case_no: str
    page: ClassVar[str] = "letters"


@place
class ToWindowPaper(Route):
    """A paper of the window itself (a key of domain/office/papers.TITLES) of today, ready to be printed."""

    form: str
    page: ClassVar[str] = "letters"


@place
class ToWording(Route):
    """The wording of papers, to be changed: of this form, or of the one that stood there."""

    form: str = ""
    page: ClassVar[str] = "letters"


# ---- statistics --------------------------------------------------------------------------------------------------


@place
class ToFigures(Route):
    """统计分析: the table that is asked for, or the one that stood there."""

    asked: Asked | None = None
    page: ClassVar[str] = "statistics"


@place
class ToCharts(Route):
    """The charts of figures: the one of that key (ui/statistics/charts.py), or the one that stood there."""

    chart: str = ""
    page: ClassVar[str] = "statistics"


@place
class ToRates(Route):
    """三率一度 over a span, or over the one that stood there."""

    span: Span | None = None
    page: ClassVar[str] = "statistics"


# ---- the rest ----------------------------------------------------------------------------------------------------


@place
class ToMeeting(Route):
    """One meeting."""

    meeting_no: str
    page: ClassVar[str] = "meetings"


@place
class ToSearch(Route):
    """What a text finds; `into` the results, when there are any."""

    text: str
    into: bool = False
    page: ClassVar[str] = "search"


@place
class ToImport(Route):
    """The import of an old register, or of an old ledger of disputes; a file that is named is proposed at once."""

    file: Path | None = None
    ledger: bool = False
    page: ClassVar[str] = "importing"


@place
class ToSettings(Route):
    """A section of the settings: office, people, bodies, limits, calendar, letters, ledger, look, backups, retention,
    audit.

    With `field` (a key of domain/office/fields.SETTINGS, or `backup_place`) the section that holds it, in that field.
    `back`: the page to go back to once it is saved.
    """

    section: str = ""
    field: str = ""
    back: str = ""
    page: ClassVar[str] = "settings"


@place
class SlipTrial(Route):
    """试打一张回执: an invented slip under 演练, ready to be printed."""

    page: ClassVar[str] = "visits"


@place
class ToOffice(Route):
    """Another data folder: the practice office, or the records of this office."""

    practice: bool


@place
class BackTo(Route):
    """The page of that key as it was left."""

    key: str
