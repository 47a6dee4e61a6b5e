"""Every face that the window can show on an office that has lived: one place for each route, record and section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from petidesk.desk.desk import Desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.meetings import MeetingQuery
from petidesk.domain.office.papers import BOARD, HANDOVER, MAILING
from petidesk.domain.periods import ALL
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import around
from petidesk.domain.visits.listing import VisitQuery, VisitView
from petidesk.ui.settings.page import SECTIONS
from petidesk.ui.shell import routes
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.routes import Route

# A guest and his sitting, the way back from a setting, another office: reached from another face alone.
FROM_A_FACE = (routes.GuestVisit, routes.BackTo, routes.ToOffice)


@dataclass(frozen=True, slots=True)
class Face:
    """A place under the name of its picture; `route` None opens the page as it stands."""

    name: str
    page: str
    route: Route | None = None


def faces(desk: Desk) -> list[Face]:
    """All of them, page by page; what the office does not hold is left out."""
    found = [Face(entry.key, entry.key) for entry in pages()]
    for each in (_registration, _records, _ledger, _reception, _letters, _statistics, _rest):
        found += [Face(f"{route.page}-{name}", route.page, route) for name, route in each(desk)]
    order = [entry.key for entry in pages()]
    return sorted(found, key=lambda face: order.index(face.page))


def _registration(desk: Desk) -> Iterator[tuple[str, Route]]:
    yield "drafts", routes.ToDrafts()
    yield "new", routes.NewVisit()
    for draft in [each for each in desk.drafts.whole() if each.kind == "visit"][:1]:
        yield "unfinished", routes.GoOn(draft.draft_id)


def _records(desk: Desk) -> Iterator[tuple[str, Route]]:
    yield "all", routes.ToVisits(VisitView(period=ALL))
    yield "due", routes.ToVisits(VisitView.due_now())
    for visit in desk.visits.rows(VisitQuery(), 1):
        yield "one", routes.ToVisit(visit.visit_no)
    yield "none", routes.ToVisits(VisitView(period=ALL, text="绝没有的词"))
    yield "slip", routes.SlipTrial()
    yield "late", routes.ToCases(CaseQuery(due_until=desk.today(), sort="next_due", descending=False))
    rows, owed = desk.cases.rows(CaseQuery(), 200), desk.cases.rows(CaseQuery(waiting_service=True), 50)
    for name, row in (
        ("one", next((row for row in rows if not row.restricted and row.due), None)),
        ("waiting", next((row for row in owed if not row.restricted and row.due), None)),
        ("closed", next((row for row in rows if row.restricted), None)),
    ):
        if row is not None:
            yield name, routes.ToCase(row.case_no)


def _ledger(desk: Desk) -> Iterator[tuple[str, Route]]:
    yield "all", routes.ToDisputes(DisputeQuery())
    for row in desk.ledger.rows(DisputeQuery(), 1):
        yield "one", routes.ToDispute(row.dispute_no)
        yield "amend", routes.ToDispute(row.dispute_no, "summary")
    yield "new", routes.NewDispute()
    yield "rounds", routes.ToRound()
    yield "month", routes.ToMonth()
    yield "grid", routes.ToGrid()


def _reception(desk: Desk) -> Iterator[tuple[str, Route]]:
    yield "month", routes.ToReception(desk.today())
    yield "year", routes.ToYear(desk.today().year)
    yield "list", routes.ToReceptions("year")
    yield "sitting", routes.ToSitting()
    yield "plan", routes.ToPlan()
    yield "leave", routes.ToLeave()


def _letters(desk: Desk) -> Iterator[tuple[str, Route]]:
    yield "all", routes.ToLetters(LetterQuery())
    for state in ("issued", "draft"):
        for letter in desk.letters.rows(LetterQuery(state=state), 1):
            yield state, routes.ToLetter(letter.letter_id)
            yield f"write-{state}", routes.WriteLetter(letter.form, letter.case_no)
    for paper in (HANDOVER, MAILING, BOARD):
        yield f"paper-{paper}", routes.ToWindowPaper(paper)
    yield "wording", routes.ToWording()


def _statistics(desk: Desk) -> Iterator[tuple[str, Route]]:
    year = around("year", desk.today())
    yield "year", routes.ToFigures(Asked("visits", year))
    yield "crossed", routes.ToFigures(Asked("visits", year, ("village", "channel"), "before"))
    yield "rates", routes.ToRates(year)
    yield "none", routes.ToFigures(Asked("visits", around("day", desk.today()), ("month",), "none"))
    yield "trend", routes.ToCharts("trend")
    yield "villages", routes.ToCharts("villages")


def _rest(desk: Desk) -> Iterator[tuple[str, Route]]:
    for meeting in desk.meetings.rows(MeetingQuery(), 1):
        yield "one", routes.ToMeeting(meeting.meeting_no)
    for number, text in enumerate(("征地", "绝没有的词", "，。！")):
        yield f"text{number}", routes.ToSearch(text)
    yield "visits", routes.ToImport()
    yield "ledger", routes.ToImport(ledger=True)
    for section, _words, _icon in SECTIONS:
        yield section, routes.ToSettings(section)
