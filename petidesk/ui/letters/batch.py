"""批量告知: the cases whose notice is due, ticked or not, one signer and one day, and what became of each."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.cases.files import CaseQuery, CaseRow
from petidesk.domain.letters.letters import Batch, LetterKind
from petidesk.domain.trouble import Trouble
from petidesk.domain.typeahead import Choice, TypeAhead, letters_refused
from petidesk.ui import work
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.forms.typeahead_field import TypeAheadField
from petidesk.ui.letters.opening import likely_signer
from petidesk.ui.look import containers, controls, icons, items
from petidesk.ui.look.containers import WrappedList
from petidesk.ui.look.lights import dated_light_words
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.paper.printout import batch_printout

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# What may be told to many at once: nothing in it is written for one person alone.
EVENTS = ("told", "accepted")
MOST = 2_000
WEEK, ALL = "week", "all"


class BatchPanel(QWidget):
    """`case_wanted` opens a case, `paper_wanted` shows the one PDF, `changed` after letters were issued."""

    closed = Signal()
    case_wanted = Signal(str)
    paper_wanted = Signal(object)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: Batch | None = None
        self._stop = threading.Event()
        self._running = False
        self._latest = work.Latest(self, 0)
        self._ahead = TypeAhead(())
        outer = QVBoxLayout(self)
        spaced(outer, 0.75)
        head = QHBoxLayout()
        spaced(head, 0.75)
        self.back = controls.button(self.tr("返回  Esc"), self.leave, part="link", icon="chevron-left")
        head.addWidget(self.back)
        head.addWidget(controls.Elided(self.tr("批量告知"), "section"), 1)
        outer.addLayout(head)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        self.stack = containers.Stack()
        for page in (self._build_choose(), self._build_run(), self._build_result()):
            self.stack.addWidget(page)
        outer.addWidget(self.stack, 1)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build_choose(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 0.5)
        self.kind = QComboBox()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sized(self.kind, min_width=15)
        self.kind.currentIndexChanged.connect(lambda _place: self._read())
        self.until = ChipChoice([(WEEK, self.tr("一周内到期和超期")), (ALL, self.tr("全部未告知"))], ALL)
        self.until.changed.connect(lambda _code: self._read())
        top = containers.Flow(1)
        top.add(Field(self.tr("文书"), self.kind))
        until = Field(self.tr("哪些信访事项"), self.until)
        sized(until, min_width=17)
        top.add(until)
        column.addWidget(top)
        self.list = CaseTicks(self.tr("应告知的信访事项，空格勾选"))
        self.list.ticked.connect(self._judge)
        self.list.opened.connect(self.case_wanted)
        self.empty = controls.Empty(
            "circle-check",
            self.tr("没有要告知的信访事项"),
            self.tr("登记满15日前要书面告知的，到期前会排在这里。检举控告不在这里告知。"),
        )
        self.lists = containers.Stack()
        self.lists.addWidget(self.list)
        self.lists.addWidget(containers.Scroll(self.empty))
        column.addWidget(self.lists, 1)
        ticks = containers.Flow(0.5)
        self.count = controls.label("", "soft")
        ticks.add(controls.button(self.tr("全选"), lambda: self.list.tick_all(True), part="link"))
        ticks.add(controls.button(self.tr("全不选"), lambda: self.list.tick_all(False), part="link"))
        ticks.add(self.count)
        self._ticks = ticks
        column.addWidget(ticks)
        column.addWidget(self._build_signing())
        sized(self.lists, min_height=7)
        return containers.Scroll(page)

    def _build_signing(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        spaced(column, 0.5)
        self.signer = TypeAheadField(self._match, grows=False)
        self.day = DateField(self._desk.now, with_time=False, placeholder=self.tr("如 3.8、今天"))
        self.signer_field = Field(self.tr("签发人"), self.signer)
        self.day_field = Field(self.tr("签发日期"), self.day)
        fields = QHBoxLayout()
        spaced(fields, 0.75)
        for field in (self.signer_field, self.day_field):
            fields.addWidget(field, 1)
        column.addLayout(fields)
        self.signer.textChanged.connect(lambda _text: self._judge())
        self.day.textChanged.connect(lambda _text: self._judge())
        deeds = containers.Flow(0.5)
        self.issue = controls.button(self.tr("签发"), self.ask, part="primary", icon="check")
        self.sure = controls.button(self.tr("确认签发"), self.run, part="primary", icon="check")
        self.unsure = controls.button(self.tr("再看看  Esc"), self._unask)
        self.why = controls.label("", "soft")
        for part in (self.issue, self.sure, self.unsure, self.why):
            deeds.add(part)
        self._deeds = deeds
        column.addWidget(deeds)
        return holder

    def _build_run(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 0.75)
        column.addStretch(1)
        self.running = controls.label("", "section", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("签发进度"))
        self.halt = controls.button(self.tr("停下  Esc"), lambda: self._stop.set(), icon="x")
        for part in (self.running, self.bar):
            column.addWidget(part)
        column.addWidget(controls.label(self.tr("停下以后，已经签发的照样有效，剩下的没有动。"), "soft", wrap=True))
        column.addWidget(self.halt, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        return page

    def _build_result(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 0.75)
        self.summary = controls.label("", "section", wrap=True)
        self.numbers = controls.label("", "soft", wrap=True)
        self.refused = CaseTicks(self.tr("没有签发的信访事项，回车打开"))
        self.refused.opened.connect(self.case_wanted)
        self.refused.itemDoubleClicked.connect(lambda item: self.case_wanted.emit(str(item.data(NUMBER))))
        column.addWidget(self.summary)
        column.addWidget(self.numbers)
        deeds = containers.Flow(0.5)
        self.paper = controls.button(self.tr("预览并打印"), self._show_paper, part="primary", icon="printer")
        deeds.add(self.paper)
        deeds.add(controls.button(self.tr("完成  Esc"), self.leave, icon="chevron-left"))
        column.addWidget(deeds)
        self.refused_words = controls.label(self.tr("这些没有签发，回车打开信访事项："), wrap=True)
        column.addWidget(self.refused_words)
        column.addWidget(self.refused, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        return page

    # ---- the list --------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Read the kinds and the leaders; the list follows from the kind."""
        if self._running:
            return
        desk = self._desk
        self.notice.hide()
        self._unask()
        self.stack.setCurrentIndex(0)

        def call() -> tuple[list[LetterKind], tuple[str, ...], str]:
            kinds = [kind for kind in desk.letters.kinds() if _for_many(kind)]
            return kinds, desk.cases.leaders(), likely_signer(desk)

        work.run(self, call, lambda found: self._begun(*found), self._failed)

    def _begun(self, kinds: Sequence[LetterKind], leaders: Sequence[str], signer: str) -> None:
        chosen = self.kind.currentData()
        self._ahead = TypeAhead(Choice(name) for name in leaders)
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in sorted(kinds, key=lambda kind: kind.event != "told"):
            self.kind.addItem(kind.title, kind.name)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0))
        self.kind.blockSignals(False)
        if not self.signer.text():
            self.signer.put(signer)
        self.day.setText(self._desk.today().isoformat())
        self._read()
        self.kind.setFocus()

    def _match(self, text: str) -> list[str]:
        return [choice.value for choice in self._ahead.rank(text, 30).choices]

    def _read(self) -> None:
        desk, kind = self._desk, self.kind.currentData()
        if not kind:
            return
        until = desk.today() + timedelta(days=7) if self.until.chosen() == WEEK else None

        def call() -> list[CaseRow]:
            due = desk.letters.due_cases(kind, until)
            owing = CaseQuery(open_only=True, sort="next_due", descending=False)
            rows = {row.case_no: row for row in desk.cases.rows(owing, MOST)} if due else {}
            paperless = [number for number in due if number not in rows]
            if paperless:  # its event was recorded by hand: the answer is not owed any more, the paper is
                rows |= {row.case_no: row for row in desk.cases.rows(CaseQuery(paper_owed=str(kind)), MOST)}
            return [rows[number] for number in due if number in rows]

        self._latest.ask(call, self._show, self._failed)

    def _show(self, rows: Sequence[CaseRow]) -> None:
        today = self._desk.today()
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            names = "、".join(row.names[:2])
            said = (row.case_no, row.title, names, dated_light_words(row.due, today))
            words = "  ".join(part for part in said if part)
            self.list.add(words, row.case_no, tick=True)
        self.list.fit()
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.list.setIconSize(QSize(theme.em(1), theme.em(1)))
        self.lists.setCurrentIndex(0 if rows else 1)
        self._judge()

    def _failed(self, trouble: Trouble) -> None:
        self.notice.show_trouble(trouble)

    # ---- issuing ---------------------------------------------------------------------------------------------------

    def _signed_on(self) -> date | None:
        moment = self.day.value()
        return moment.date() if moment is not None else None

    def _judge(self) -> None:
        chosen = len(self.list.numbers())
        why = ""
        if not chosen:
            why = self.tr("先勾选要告知的信访事项。")
        elif not self.signer.text().strip():
            why = self.tr("请填写签发人。")
        elif self.signer.unchosen():
            why = letters_refused(self.signer.text().strip()).message
        elif self._signed_on() is None:
            why = self.tr("请填写签发日期。")
        self.count.setText(self.tr("勾选了 {0} 件，共 {1} 件").format(chosen, self.list.count()))
        self._ticks.again()
        self.issue.setText(self.tr("签发 {0} 份").format(chosen) if chosen else self.tr("签发"))
        icons.recolour(self.issue)
        self.issue.setEnabled(not why)
        self.issue.setToolTip(why)
        self._unask(why)

    def ask(self) -> None:
        """The question before issuing many."""
        self.issue.hide()
        self.sure.show()
        self.unsure.show()
        self.why.setText(self.tr("每件编一个文号，签发后不能再改。"))
        self._deeds.again()
        self.sure.setFocus()

    def _unask(self, why: str = "") -> None:
        had = self.sure.hasFocus() or self.unsure.hasFocus()
        self.issue.show()
        self.sure.hide()
        self.unsure.hide()
        self.why.setText(why)
        self._deeds.again()
        if had:
            self.issue.setFocus()

    def run(self) -> None:
        """Issue them, each in a transaction of its own; what was issued stays when it is stopped."""
        desk, kind, signer, day = (
            self._desk,
            str(self.kind.currentData()),
            self.signer.text().strip(),
            self._signed_on(),
        )
        chosen, stop = self.list.numbers(), threading.Event()
        if day is None or not chosen:
            return
        signed_on = day
        self._stop = stop
        self._running = True
        self.running.setText(self.tr("正在签发 {0} 份").format(len(chosen)))
        self.bar.setRange(0, len(chosen))
        self.bar.setValue(0)
        self.stack.setCurrentIndex(1)
        self.halt.setFocus()
        ticket = work.Ticket()
        ticket.advanced.connect(self._advanced)

        def call() -> Batch:
            return desk.letters.batch(
                kind, chosen, signed_by=signer, signed_on=signed_on, progress=ticket.progress, cancelled=stop.is_set
            )

        work.run(self, call, self._done, self._stopped, ticket=ticket)

    def _advanced(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.running.setText(self.tr("正在签发：{0}/{1}").format(done, total))

    def _stopped(self, trouble: Trouble) -> None:
        self._running = False
        self.begin()
        self._failed(trouble)

    def _done(self, batch: Batch) -> None:
        self._running = False
        self._batch = batch
        words = self.tr("签发了 {0} 份《{1}》").format(len(batch.issued), self.kind.currentText())
        if batch.refused:
            words += self.tr("，{0} 件没有签发").format(len(batch.refused))
        if batch.cancelled:
            words += self.tr("（中途停下）")
        self.summary.setText(words)
        span = batch.issued if len(batch.issued) < 3 else (batch.issued[0], batch.issued[-1])
        self.numbers.setText((self.tr(" 至 ") if len(batch.issued) > 2 else "、").join(span))
        self.numbers.setVisible(bool(batch.issued))
        self.refused.clear()
        for refusal in batch.refused:
            self.refused.add(f"{refusal.case_no}  {refusal.message}", refusal.case_no, tick=False)
        self.refused.fit()
        self.refused.setCurrentRow(0)
        for part in (self.refused, self.refused_words):
            part.setVisible(bool(batch.refused))
        self._rest.setVisible(not batch.refused)
        self.paper.setEnabled(bool(batch.issued))
        self.stack.setCurrentIndex(2)
        (self.paper if batch.issued else self.refused).setFocus()
        self.changed.emit()

    def _show_paper(self) -> None:
        if self._batch is not None and self._batch.pdf:
            self.paper_wanted.emit(batch_printout(self._desk, self.kind.currentText(), self._batch))

    def leave(self) -> None:
        """Esc: the question closes first, work under way stops, else back to the list of letters."""
        if self._running:
            self._stop.set()
        elif not self.sure.isHidden():
            self._unask()
        else:
            self.closed.emit()


def _for_many(kind: LetterKind) -> bool:
    """Nothing in it has to be written for one case alone."""
    told = kind.of == "case" and kind.to == "petitioner" and kind.event in EVENTS and not kind.per_request
    return told and not any(ask.required for ask in kind.asks)


NUMBER = Qt.ItemDataRole.UserRole


class CaseTicks(WrappedList):
    """Cases with a tick each. Space ticks, Enter opens."""

    opened = Signal(str)
    ticked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.itemChanged.connect(lambda _item: self.ticked.emit())

    def add(self, words: str, number: str, *, tick: bool) -> None:
        """One case."""
        item = QListWidgetItem(words)
        item.setToolTip(words)
        item.setData(NUMBER, number)
        if tick:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        else:
            items.mark(item, "alert-triangle", "amber")
        self.addItem(item)

    def numbers(self) -> list[str]:
        """The numbers of the cases that are ticked."""
        return [
            str(self.item(row).data(NUMBER))
            for row in range(self.count())
            if self.item(row).checkState() == Qt.CheckState.Checked
        ]

    def tick_all(self, ticked: bool) -> None:
        """Tick every case, or none."""
        self.blockSignals(True)
        for row in range(self.count()):
            self.item(row).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()
        self.ticked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the case."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.opened.emit(str(self.currentItem().data(NUMBER)))
        else:
            super().keyPressEvent(event)
