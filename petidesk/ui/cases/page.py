"""The page 信访事项: the list of cases with its filters, and the case that is open beside it (over it when narrow)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from petidesk.domain.papers import Paper
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui import work
from petidesk.ui.cases.detail import CaseDetail
from petidesk.ui.cases.listing import CaseBar, case_filter, case_listing
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.look.later import Later
from petidesk.ui.paper.printout import Printout, Tick
from petidesk.ui.shell.list_page import ListPage
from petidesk.ui.shell.routes import NewVisit, Route, ToCase, ToCases
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

OFFERED = 8


class CasesPage(ListPage):
    """The list of cases with one of them beside it."""

    key = "cases"
    help_name = "cases"

    filter: CaseBar

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._units, self._names = TypeAhead(()), TypeAhead(())
        self.stand(case_listing(desk), CaseBar(case_filter(), desk.today()))

    @Later
    def detail(self) -> CaseDetail:
        """The case."""
        made = CaseDetail(self.desk, (self._match("_units"), self._match("_names")))
        made.print_wanted.connect(lambda case_no: self.show_printout(dossier_printout(self.desk, case_no)))
        return self.joined(made)

    def _match(self, name: str) -> Match:
        def match(text: str) -> list[str]:
            known: TypeAhead = getattr(self, name)
            return [choice.value for choice in known.rank(text, OFFERED).choices]

        return match

    def begin(self) -> None:
        """A case comes with a visit."""
        self.go.emit(NewVisit())

    def question(self, route: Route | None) -> Any:
        """A list of cases that another page asks for."""
        return route.query if isinstance(route, ToCases) else None

    def place(self) -> Route | None:
        """The case."""
        return ToCase(self.detail.record_no) if self.is_open and self.detail.record_no else None

    def number(self, route: Route | None) -> str:
        """A case that another page asks for."""
        return route.case_no if isinstance(route, ToCase) else ""

    def entry(self, route: Route | None) -> str:
        """What shall be recorded of it."""
        return route.entry if isinstance(route, ToCase) else ""

    def read_choices(self) -> None:
        """Units and leaders for the folded choices, and with the receivers for the fields of an entry."""
        desk = self.desk

        def call() -> tuple[tuple[str, ...], tuple[str, ...], TypeAhead, TypeAhead]:
            units, leaders = desk.cases.units(), desk.cases.leaders()
            names = dict.fromkeys((*leaders, *desk.choices.receivers()))
            ahead = TypeAhead(Choice(unit) for unit in units), TypeAhead(Choice(name) for name in names)
            for each in ahead:
                each.prepare()
            return units, leaders, *ahead

        def done(found: tuple[tuple[str, ...], tuple[str, ...], TypeAhead, TypeAhead]) -> None:
            self.filter.offer(unit=found[0], leader=found[1])
            self._units, self._names = found[2], found[3]

        work.run(self, call, done)

    def print_page(self) -> bool:
        """Ctrl+P: the file 一案一档 of the case that is open."""
        if not self.is_open or self.detail.case is None:
            return False
        self.detail.print_dossier()
        return True


def dossier_printout(desk: Desk, case_no: str) -> Printout:
    """一案一档 of a case: cover, contents and all its papers, made anew each time; when asked with its attachments."""
    papers = desk.papers
    title = translate("CasesPage", "一案一档 {0}").format(case_no)

    attachments = False

    def put(on: bool) -> None:
        nonlocal attachments
        attachments = on

    def paper(_size: str) -> Paper:
        return desk.any_paper.dossier(case_no, attachments=attachments)

    tick = Tick(translate("CasesPage", "附件也装进去"), put)
    return Printout(title, ("a4",), paper, paper, papers.page_count, papers.page_png, lambda: (tick,))
