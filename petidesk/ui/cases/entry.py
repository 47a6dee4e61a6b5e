"""Recording one event of a case, in place: papers that record it when they are issued stand first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from petidesk.domain.cases.closed import Recorded
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.fields import Field as Asked
from petidesk.ui.cases.asks import case_answer
from petidesk.ui.cases.results import ResultsEditor, answers_each
from petidesk.ui.forms.case_finder import finder_answer
from petidesk.ui.forms.fields import FieldAnswer, chips
from petidesk.ui.forms.inputs import Field
from petidesk.ui.forms.kept import ENTRY, entry_of
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.theme import role
from petidesk.ui.record.entry import EntryForm

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.letters.letters import LetterKind

EACH, ENDING = "each", "ending"


class EntryPanel(EntryForm):
    """One entry. `saved` carries what the desk recorded, `paper_wanted` the folder of a paper's form."""

    saved = Signal(object)
    paper_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        case: CaseFile,
        kind: str,
        offered: tuple[Match, Match],
        keeper: QObject,
        papers: Sequence[LetterKind] = (),
        preset: Mapping[str, Any] | None = None,
    ) -> None:
        """`offered`: units and names for type-ahead. `keeper` outlives the panel and saves its draft.

        `papers`: those that record this event when they are issued.
        """
        super().__init__(desk, self.tr("记一笔：{0}").format(KINDS[kind].label))
        self.case = case
        self.kind = kind
        self._units, self._names = offered
        self.paper_buttons: list[QPushButton] = []
        self.results: ResultsEditor | None = None
        if papers:
            self._build_papers(papers)
        asks = [ask for ask in KINDS[kind].asks if ask.kind != "results"]
        if kind == "concluded" and answers_each(case):
            asks = [ask for ask in asks if ask.key == "ending"]
            self.results = ResultsEditor(case, desk.now)
        self.add_event((self._answer(ask) for ask in asks), self._names)
        if self.results is not None:
            self._build_results(self.results)
        if papers:
            self.foot(self.tr("只记一笔"), part="")
            self.changed.connect(self._lead)
        else:
            self.foot(self.tr("记下"))
        self.put(preset or {})
        self.begin(ENTRY, entry_of(case.case_no, kind), keeper, restricted=case.restricted)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build_papers(self, papers: Sequence[LetterKind]) -> None:
        """A paper that records the event when it is issued stands first: what is told must be told in writing."""
        self.column.addWidget(controls.label(self.tr("开文书，签发时自动记下这一笔"), "soft", wrap=True))
        flow = containers.Flow(0.5)
        for place, paper in enumerate(papers):
            made = controls.button(
                self.tr("开{0}…").format(paper.title),
                partial(self.paper_wanted.emit, paper.name),
                part="" if place else "primary",
                icon="file-text",
            )
            self.paper_buttons.append(made)
            flow.add(made)
        self.column.addWidget(flow)
        self.column.addWidget(controls.rule())
        self.column.addWidget(controls.label(self.tr("文书已经在别处办好，只记一笔"), "soft", wrap=True))

    def _lead(self) -> None:
        """The paper is the main action until something is typed of the note alone."""
        noted = self.touched
        role(self.save_button, "primary" if noted else "")
        role(self.paper_buttons[0], "" if noted else "primary")
        icons.put(self.paper_buttons[0], "file-text", "text" if noted else "on_ink", 1.1)

    def _answer(self, ask: Asked) -> FieldAnswer:
        if ask.key == "into":
            return finder_answer(self.desk, "into", self.tr("并入哪一件（编号、标题或姓名）"), own=self.case.case_no)
        return case_answer(ask, self.case, self.desk.now, self._units, self._names)

    def add(self, answer: FieldAnswer) -> Field:
        """The ending of a case that is answered request by request stands under the choice between the two."""
        if answer.key == "ending" and self.results is not None:
            ways = [(EACH, self.tr("逐项答复请求")), (ENDING, self.tr("其他办结方式"))]
            super().add(chips("way", self.tr("怎样办结"), ways, EACH))
            self.column.addWidget(self.results)
            self.follow("results", self.results.groups)
        return super().add(answer)

    def _build_results(self, results: ResultsEditor) -> None:
        """逐项答复 or another ending: never both (《信访工作条例》第三十二条、第三十三条)."""
        results.changed.connect(self.touch)
        for stop in results.stops():
            self.watch(stop)
        self.answers["way"].changed.connect(self._way_chosen)
        self._way_chosen()

    def _way_chosen(self) -> None:
        assert self.results is not None
        each = self.answers["way"].raw() == EACH
        self.results.setVisible(each)
        self.answers["ending"].field.setVisible(not each)

    # ---- what stands in it -----------------------------------------------------------------------------------------

    def raw(self) -> dict[str, Any]:
        """The fields and the results, request by request."""
        return super().raw() | ({} if self.results is None else {"results": self.results.raw()})

    def put(self, typed: Mapping[str, Any]) -> None:
        """Show what `raw` gave."""
        super().put(typed)
        if self.results is not None and "results" in typed:
            self.results.put(typed["results"])

    def document(self) -> dict[str, Any]:
        """The event as the desk reads it; the choice of the way is the form's own."""
        found = super().document()
        found.pop("way", None)
        if self.results is not None and not self.results.isHidden() and self.results.value():
            found["results"] = self.results.value()
        return found

    # ---- recording -------------------------------------------------------------------------------------------------

    def send(self, document: dict[str, Any]) -> None:
        """Record it."""
        desk, number, kind = self.desk, self.case.case_no, self.kind
        self.run(lambda: desk.cases.record(number, kind, document), self._recorded, self.tr("正在记下"))

    def _recorded(self, recorded: Recorded) -> None:
        self.done()
        self.saved.emit(recorded)

    def clear_words(self) -> None:
        """Take every sentence away."""
        super().clear_words()
        if self.results is not None:
            self.results.clear_words()

    def say_at(self, path: str, words: str) -> QWidget | None:
        """A refusal of a result stands in its row."""
        if path.startswith("results") and self.results is not None:
            return self.results.refuse(path, words)
        return super().say_at(path, words)
