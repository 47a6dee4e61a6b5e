"""`Desk`: a session with every subject hung on it (`desk.visits`, `desk.office` ...); what both doors hold.

This file alone knows which subject stands on which. One method of a subject is one transaction; all of them are safe
to call from worker threads.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from petidesk.desk.attachments import Attachments
    from petidesk.desk.cases.cases import Cases
    from petidesk.desk.county.county import County
    from petidesk.desk.county.package import LedgerPackages
    from petidesk.desk.drafts import Drafts
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.home import Home
    from petidesk.desk.imports.imports import Imports
    from petidesk.desk.imports.returns import Returns
    from petidesk.desk.ledger.backfill import LedgerGrid
    from petidesk.desk.ledger.disputes import Ledger
    from petidesk.desk.ledger.months import LedgerMonths
    from petidesk.desk.ledger.papers import LedgerPapers
    from petidesk.desk.ledger.rounds import Rounds
    from petidesk.desk.letters.letters import Letters
    from petidesk.desk.letters.printing import LetterGround
    from petidesk.desk.letters.wording import Templates
    from petidesk.desk.lights import LightPanel
    from petidesk.desk.meetings import Meetings
    from petidesk.desk.numbers import Numbers
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.office.choices import Choices
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.papers.any_paper import AnyPaper
    from petidesk.desk.papers.office_papers import OfficePapers
    from petidesk.desk.papers.visit_papers import VisitPapers
    from petidesk.desk.reception.papers import SchedulePapers
    from petidesk.desk.reception.reception import Schedule
    from petidesk.desk.retention.retention import Retention
    from petidesk.desk.safety.audit import Audit
    from petidesk.desk.safety.backups import Backups
    from petidesk.desk.safety.checks import Checks
    from petidesk.desk.search import Search
    from petidesk.desk.secrets.secrets import Secrets
    from petidesk.desk.session import Actor, Session
    from petidesk.desk.sittings.papers import SittingPapers
    from petidesk.desk.sittings.sittings import Sittings
    from petidesk.desk.staff import StaffDesk
    from petidesk.desk.statistics.papers import StatisticsPapers
    from petidesk.desk.statistics.statistics import Statistics
    from petidesk.desk.undo import Undo
    from petidesk.desk.visits.clocks import Clocks
    from petidesk.desk.visits.people import People
    from petidesk.desk.visits.visits import Visits


class Desk:
    """An open data folder. Made by `open_desk`; `close()` gives the lock back.

    What the doors ask of the session they ask here: `now`, `reading`, `writing` ... are the session's own.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.folder = session.folder
        self.database = session.database
        self.practice = session.practice
        self.broken_off = session.broken_off
        self.now = session.now
        self.latest = session.latest
        self.today = session.today
        self.act = session.act
        self.reading = session.reading
        self.writing = session.writing
        self.close = session.close

    @property
    def actor(self) -> Actor:
        """Who acts now; another one after a change of hands."""
        return self.session.actor

    # Subjects are made when first asked for: a start pays only for what it uses.

    @cached_property
    def visits(self) -> Visits:
        from petidesk.desk.visits.visits import Visits

        return Visits(self.session, self.office, self.calendars)

    @cached_property
    def cases(self) -> Cases:
        from petidesk.desk.cases.cases import Cases

        return Cases(self.session, self.calendars)

    @cached_property
    def _letter_ground(self) -> LetterGround:
        from petidesk.desk.letters.printing import LetterGround

        return LetterGround(self.session, self.shelf, self.calendars, self.cases, self.meetings)

    @cached_property
    def letters(self) -> Letters:
        from petidesk.desk.letters.letters import Letters

        return Letters(self._letter_ground)

    @cached_property
    def templates(self) -> Templates:
        from petidesk.desk.letters.wording import Templates

        return Templates(self.session, self.shelf)

    @cached_property
    def meetings(self) -> Meetings:
        from petidesk.desk.meetings import Meetings

        return Meetings(self.session, self.cases)

    @cached_property
    def home(self) -> Home:
        from petidesk.desk.home import Home

        return Home(self.session, self.months)

    @cached_property
    def ledger(self) -> Ledger:
        from petidesk.desk.ledger.disputes import Ledger

        return Ledger(self.session, self.office, self.visits)

    @cached_property
    def backfill(self) -> LedgerGrid:
        from petidesk.desk.ledger.backfill import LedgerGrid

        return LedgerGrid(self.session, self.office, self.choices, self.ledger)

    @cached_property
    def months(self) -> LedgerMonths:
        from petidesk.desk.ledger.months import LedgerMonths

        return LedgerMonths(self.session)

    @cached_property
    def rounds(self) -> Rounds:
        from petidesk.desk.ledger.rounds import Rounds

        return Rounds(self.session)

    @cached_property
    def schedule(self) -> Schedule:
        from petidesk.desk.reception.reception import Schedule

        return Schedule(self.session, self.calendars)

    @cached_property
    def schedule_papers(self) -> SchedulePapers:
        from petidesk.desk.reception.papers import SchedulePapers

        return SchedulePapers(self.session, self.shelf)

    @cached_property
    def sittings(self) -> Sittings:
        from petidesk.desk.sittings.sittings import Sittings

        return Sittings(self.session, self.schedule, self.visits, self.cases)

    @cached_property
    def sitting_papers(self) -> SittingPapers:
        from petidesk.desk.sittings.papers import SittingPapers

        return SittingPapers(self.session, self.shelf, self.office, self.visits, self.sittings)

    @cached_property
    def county(self) -> County:
        from petidesk.desk.county.county import County

        return County(self.session, self.months)

    @cached_property
    def ledger_package(self) -> LedgerPackages:
        from petidesk.desk.county.package import LedgerPackages

        return LedgerPackages(self.session, self.months, self.ledger_papers, self.county)

    @cached_property
    def ledger_papers(self) -> LedgerPapers:
        from petidesk.desk.ledger.papers import LedgerPapers

        return LedgerPapers(self.session, self.shelf, self.office, self.ledger, self.rounds, self.months)

    @cached_property
    def people(self) -> People:
        from petidesk.desk.visits.people import People

        return People(self.session)

    @cached_property
    def clocks(self) -> Clocks:
        from petidesk.desk.visits.clocks import Clocks

        return Clocks(self.session, self.visits, self.calendars)

    @cached_property
    def office(self) -> OfficeDesk:
        from petidesk.desk.office.office import OfficeDesk

        return OfficeDesk(self.session, self.calendars)

    @cached_property
    def staff(self) -> StaffDesk:
        from petidesk.desk.staff import StaffDesk

        return StaffDesk(self.session, self.secrets.follow)

    @cached_property
    def choices(self) -> Choices:
        from petidesk.desk.office.choices import Choices

        return Choices(self.session, self.office)

    @cached_property
    def calendars(self) -> Calendars:
        from petidesk.desk.office.calendars import Calendars

        return Calendars(self.session)

    @cached_property
    def drafts(self) -> Drafts:
        from petidesk.desk.drafts import Drafts

        return Drafts(self.session)

    @cached_property
    def shelf(self) -> FormShelf:
        from petidesk.desk.form_shelf import FormShelf

        return FormShelf(self.session)

    @cached_property
    def papers(self) -> VisitPapers:
        from petidesk.desk.papers.visit_papers import VisitPapers

        return VisitPapers(self.session, self.shelf, self.office, self.visits, self.cases)

    @cached_property
    def office_papers(self) -> OfficePapers:
        from petidesk.desk.papers.office_papers import OfficePapers

        return OfficePapers(self.session, self.shelf, self.cases)

    @cached_property
    def any_paper(self) -> AnyPaper:
        from petidesk.desk.papers.any_paper import AnyPaper

        return AnyPaper(
            self._letter_ground, self.visits, self.papers, self.ledger_papers, self.letters, self.office_papers
        )

    @cached_property
    def search(self) -> Search:
        from petidesk.desk.search import Search

        return Search(self.session)

    @cached_property
    def statistics(self) -> Statistics:
        from petidesk.desk.statistics.statistics import Statistics

        return Statistics(self.session, self.shelf)

    @cached_property
    def statistics_papers(self) -> StatisticsPapers:
        from petidesk.desk.statistics.papers import StatisticsPapers

        return StatisticsPapers(self.session, self.shelf, self.office, self.statistics)

    @cached_property
    def imports(self) -> Imports:
        from petidesk.desk.imports.imports import Imports
        from petidesk.desk.imports.kinds import DisputeRows, VisitRows

        kinds = (VisitRows(self.session, self.visits), DisputeRows(self.session, self.office, self.ledger))
        return Imports(self.session, kinds)

    @cached_property
    def returns(self) -> Returns:
        from petidesk.desk.imports.kinds import DisputeRows
        from petidesk.desk.imports.returns import Returns

        return Returns(self.session, self.rounds, DisputeRows(self.session, self.office, self.ledger))

    @cached_property
    def attachments(self) -> Attachments:
        from petidesk.desk.attachments import Attachments

        return Attachments(self.session)

    @cached_property
    def backups(self) -> Backups:
        from petidesk.desk.safety.backups import Backups

        return Backups(self.session)

    @cached_property
    def secrets(self) -> Secrets:
        from petidesk.desk.secrets.secrets import Secrets

        return Secrets(self.session)

    @cached_property
    def retention(self) -> Retention:
        from petidesk.desk.retention.retention import Retention

        return Retention(self.session, self.shelf, self.calendars)

    @cached_property
    def numbers(self) -> Numbers:
        from petidesk.desk.numbers import Numbers

        return Numbers(self.session)

    @cached_property
    def audit(self) -> Audit:
        from petidesk.desk.safety.audit import Audit

        return Audit(self.session, self.shelf)

    @cached_property
    def checks(self) -> Checks:
        from petidesk.desk.safety.checks import Checks

        return Checks(self.session)

    @cached_property
    def lights(self) -> LightPanel:
        from petidesk.desk.lights import LightPanel

        return LightPanel(self.session)

    @cached_property
    def undo(self) -> Undo:
        from petidesk.desk import unmasking
        from petidesk.desk.ledger.taking_back import LedgerBack
        from petidesk.desk.letters.taking_back import LettersBack
        from petidesk.desk.undo import Undo
        from petidesk.desk.visits.taking_back import VisitsBack

        rooms = {
            "visits": lambda: VisitsBack(self.session, self.visits).take_back,
            "people": lambda: self.people.take_back,
            "cases": lambda: self.cases.take_back,
            "letters": lambda: LettersBack(self._letter_ground, self.letters).take_back,
            "ledger": lambda: LedgerBack(self.session, self.ledger).take_back,
            "months": lambda: self.months.take_back,
            "rounds": lambda: self.rounds.take_back,
            "office": lambda: self.office.take_back,
            "calendars": lambda: self.calendars.take_back,
            "templates": lambda: self.templates.take_back,
            "county": lambda: self.county.take_back,
            "imports": lambda: self.imports.take_back,
            "drafts": lambda: self.drafts.take_back,
            "attachments": lambda: self.attachments.take_back,
        }
        return Undo(self.session, rooms, unmasking.may_open, unmasking.inside)
