"""Recording one event of a case, in place: the fields of its kind, errors beside them in words, kept while typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseFile, Recorded
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.cases.results import ResultsEditor, answers_each
from petidesk.ui.forms.case_finder import finder_answer
from petidesk.ui.forms.fields import Answer, Around, answer_for, day_answer, long_answer, text_answer
from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.forms.kept import ENTRY, KeptForm, entry_of
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.letters.letters import LetterKind

EACH, ENDING = "each", "ending"


class EntryPanel(QFrame):
    """One entry. `saved` carries what the desk recorded, `left` asks to go back, `paper_wanted` a form's folder."""

    saved = Signal(object)
    left = Signal()
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
        super().__init__()
        role(self, "card")
        self._desk = desk
        self.case = case
        self.kind = kind
        self._papers = tuple(papers)
        self._around = Around(case, desk.now, *offered, self._changed)
        self._answers: dict[str, Answer] = {}
        self._results: ResultsEditor | None = None
        self._way: ChipChoice | None = None
        self._groups: list[list[QWidget]] = []
        self._keys = FieldKeys(self)
        self._keys.forward.connect(lambda widget: self._step(widget, 1))
        self._keys.back.connect(lambda widget: self._step(widget, -1))
        self._draft: KeptForm | None = None
        self._build()
        for key, value in (preset or {}).items():
            self._answers[key].put(value)
        self._first = self._raw()
        about = entry_of(case.case_no, kind)
        self._draft = KeptForm(desk, ENTRY, about, self._typed, keeper, restricted=case.restricted)
        self._draft.found.connect(self._put_back)
        self._draft.kept.connect(self._kept)
        self._draft.trouble.connect(self._not_kept)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        spaced(self._column, 0.75, (1, 0.75, 1, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.5)
        label = KINDS[self.kind].label
        head.addWidget(controls.label(self.tr("记一笔：{0}").format(label), "section", wrap=True), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.leave))
        self._column.addLayout(head)
        self.notice = controls.Notice("seal")
        self.notice.hide()
        self._column.addWidget(self.notice)
        if self._papers:
            self._build_papers()
        self._build_fields()
        self._column.addStretch(1)
        outer.addWidget(controls.Scroll(inner), 1)
        outer.addWidget(self._build_bar())
        self.setAccessibleName(self.tr("记一笔：{0}").format(label))
        for before, after in pairwise([*(stop for group in self._groups for stop in group), self.save_button]):
            QWidget.setTabOrder(before, after)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def _build_papers(self) -> None:
        """A paper that records the event when it is issued stands first: what is told must be told in writing."""
        self._column.addWidget(controls.label(self.tr("开文书，签发时自动记下这一笔"), "soft", wrap=True))
        flow = controls.Flow(0.5)
        self.paper_buttons = []
        for place, paper in enumerate(self._papers):
            made = controls.button(
                self.tr("开{0}…").format(paper.title),
                partial(self.paper_wanted.emit, paper.name),
                part="" if place else "primary",
                icon="file-text",
            )
            self.paper_buttons.append(made)
            flow.add(made)
        self._column.addWidget(flow)
        self._column.addWidget(controls.rule())
        self._column.addWidget(controls.label(self.tr("文书已经在别处办好，只记一笔"), "soft", wrap=True))

    def _build_fields(self) -> None:
        on = day_answer("on", self.tr("日期"), self._around)
        on.put(self._desk.today().isoformat())
        by = text_answer("by", self.tr("经办人"), self._around)
        by.put(self._desk.actor.name)
        self._add(on)
        if self.kind == "concluded" and answers_each(self.case):
            self._add_results()
        else:
            for ask in KINDS[self.kind].asks:
                if ask.kind == "results":
                    continue  # only an accepted appeal is answered request by request
                self._add(
                    finder_answer(self._desk, self.tr("并入哪一件（编号、标题或姓名）"), self._around)
                    if ask.key == "into"
                    else answer_for(ask, self._around)
                )
        self._add(by)
        self._add(long_answer("note", self.tr("备注（可不填）"), self._around, 2))

    def _add(self, answer: Answer) -> None:
        self._answers[answer.key] = answer
        self._column.addWidget(answer.field)
        if answer.below is not None:
            self._column.addWidget(answer.below)
        self._watch(answer.field.stops())

    def _watch(self, stops: list[QWidget]) -> None:
        self._groups.append(stops)
        for stop in stops:
            self._keys.watch(stop, getattr(stop, "take", None))

    def _add_results(self) -> None:
        """逐项答复 or another ending: never both (《信访工作条例》第三十二条、第三十三条)."""
        self._way = ChipChoice([(EACH, self.tr("逐项答复请求")), (ENDING, self.tr("其他办结方式"))], EACH)
        way = Field(self.tr("怎样办结"), self._way)
        self._column.addWidget(way)
        self._watch(way.stops())
        self._results = ResultsEditor(self._around)
        self._column.addWidget(self._results)
        for row in self._results.rows:
            self._watch(row.result_field.stops())
            self._watch(row.answer_field.stops())
        ending = next(ask for ask in KINDS["concluded"].asks if ask.key == "ending")
        self._add(answer_for(ending, self._around))
        self._way.changed.connect(self._way_chosen)
        self._way_chosen()

    def _way_chosen(self) -> None:
        assert self._way is not None and self._results is not None
        each = self._way.chosen() == EACH
        self._results.setVisible(each)
        self._answers["ending"].field.setVisible(not each)
        self._changed()

    def _build_bar(self) -> QFrame:
        bar = QFrame()
        role(bar, "bar")
        row = QHBoxLayout(bar)
        spaced(row, 0.5, (1, 0.5, 1, 0.5))
        actions = controls.Flow(0.5)
        words = self.tr("只记一笔  Ctrl+Enter") if self._papers else self.tr("记下  Ctrl+Enter")
        self.save_button = controls.button(words, self.save, part="" if self._papers else "primary")
        actions.add(self.save_button)
        actions.add(controls.button(self.tr("收起  Esc"), self.leave))
        self._state = controls.label("", "small")
        row.addWidget(actions, 1)
        row.addWidget(self._state)
        return bar

    # ---- keys and drafts -------------------------------------------------------------------------------------------

    def start_typing(self) -> None:
        """Put the focus where the entry begins: on the paper to open, else on the day."""
        if self._papers:
            self.paper_buttons[0].setFocus()
            return
        first = self._groups[0][0]
        first.setFocus()
        if isinstance(first, QLineEdit):
            first.selectAll()

    def _step(self, widget: QWidget, step: int) -> None:
        """Enter goes to the next field that is shown, after the last one to the button."""
        place = next((place for place, group in enumerate(self._groups) if widget in group), 0)
        for group in self._groups[place + step :] if step > 0 else reversed(self._groups[:place]):
            if group and group[0].isVisible():
                chosen = next((part for part in group if part.property("checked")), group[0])
                chosen.setFocus()
                return
        if step > 0:
            self.save_button.setFocus()

    def _changed(self) -> None:
        if self._draft is not None:
            self._draft.changed()

    def _raw(self) -> dict[str, Any]:
        raw = {key: answer.raw() for key, answer in self._answers.items()}
        if self._results is not None and self._way is not None:
            raw |= {"results": self._results.raw(), "way": self._way.chosen()}
        return raw

    def _typed(self) -> dict[str, Any] | None:
        raw = self._raw()
        return None if raw == self._first else raw

    def _put_back(self, fields: dict[str, Any]) -> None:
        for key, value in fields.items():
            if key in self._answers:
                self._answers[key].put(value)
        if self._results is not None and self._way is not None:
            self._way.choose(fields.get("way", EACH))
            self._results.put(fields.get("results", {}))
        self.notice.show_as("ink", self.tr("接着上次没有记下的内容。"), self.tr("清空重填"), self._start_over)
        self.notice.show()

    def _start_over(self) -> None:
        self.notice.hide()
        for key, value in self._first.items():
            if key in self._answers:
                self._answers[key].put(value)
        if self._results is not None:
            self._results.put({})
        self.start_typing()

    def _kept(self) -> None:
        self._state.setText(self.tr("草稿已存 {0}").format(f"{self._desk.now():%H:%M}"))
        self._state.setToolTip("")

    def _not_kept(self, trouble: Exception) -> None:
        if isinstance(trouble, Trouble):
            self._state.setText(self.tr("草稿没有存下"))
            self._state.setToolTip(trouble.message)

    def leave(self) -> None:
        """Close without recording; what was typed is kept and comes back."""
        if self._draft is not None:
            self._draft.close()
        self.left.emit()

    # ---- recording -------------------------------------------------------------------------------------------------

    def document(self) -> dict[str, Any]:
        """The event as the desk reads it. Refused beside a field that cannot be understood."""
        found = {key: answer.value() for key, answer in self._answers.items() if not answer.field.isHidden()}
        if self._results is not None and not self._results.isHidden():
            found["results"] = self._results.value()
        return {key: value for key, value in found.items() if value not in ("", None, [])}

    def save(self) -> None:
        """Record it."""
        if not self.save_button.isEnabled():
            return
        self._clear_words()
        try:
            document = self.document()
        except Refused as refusal:
            self._refused(refusal)
            return
        desk, number, kind = self._desk, self.case.case_no, self.kind
        self.save_button.setEnabled(False)
        work.run(
            self,
            lambda: desk.cases.record(number, kind, document),
            self._recorded,
            self._refused,
            title=self.tr("正在记下"),
        )

    def _recorded(self, recorded: Recorded) -> None:
        if self._draft is not None:
            self._draft.done()
        self.saved.emit(recorded)

    def _clear_words(self) -> None:
        self.notice.hide()
        for answer in self._answers.values():
            answer.field.say("")
        if self._results is not None:
            self._results.clear_words()

    def _refused(self, trouble: Trouble) -> None:
        """What is wrong stands beside its field with the article; what belongs to no field stands above."""
        self.save_button.setEnabled(True)
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        path = trouble.field or ""
        key = path.partition("[")[0].partition(".")[0]
        if key == "results" and self._results is not None:
            there = self._results.refuse(path, words)
        elif key in self._answers and not self._answers[key].field.isHidden():
            self._answers[key].field.say(words, "error")
            there = self._answers[key].field.stops()[0]
        else:
            self.notice.show_as("amber" if trouble.exit_status == 3 else "seal", words)
            self.notice.show()
            there = self._groups[0][0]
        if there is not None:
            there.setFocus()
