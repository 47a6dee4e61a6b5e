"""排班, in place: a stored plan or new rules, who takes turns, from when to when; beside it what it will come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.office.unset import way_out
from petidesk.domain.reception.days import MadeRota, RotaPlan
from petidesk.domain.reception.plans import StoredPlan, plan_document
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.forms.kept import ENTRY, KeptForm, entry_of
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.reception.plan_fields import PlanFields
from petidesk.ui.reception.plan_preview import Preview, PreviewList, look_ahead
from petidesk.ui.reception.reading import month_end, month_step
from petidesk.ui.shell.routes import ToSettings

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

BESIDE = 66.0
SIDE = 30.0
DRAFT = "reception plan"
PAUSE_MS = 250
HALF = 15


class PlanPanel(QWidget):
    """`made` carries the day to show and what happened; `left` asks to go back."""

    made = Signal(object, str)
    left = Signal()
    message = Signal(str)
    denied = Signal(str)
    go = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._latest = work.Latest(self, PAUSE_MS)
        self._plans: list[StoredPlan] = []
        self._loading = True
        self.fields = PlanFields(desk)
        self.preview = PreviewList()
        self._build()
        self._loading = False
        self.fields.changed.connect(self._typed)
        self._draft = KeptForm(desk, ENTRY, entry_of("", DRAFT), self.typed, self)
        self._draft.found.connect(self._put_draft)
        self._touched = False
        theme.changed.connect(self._fit)
        work.run(self, self._read, self._take)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0.5, (1.25, 0.25, 0.75, 0.5))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("排班"), "section"))
        head.addStretch(1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.left.emit))
        outer.addLayout(head)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        form = QWidget()
        column = QVBoxLayout(form)
        spaced(column, 0.75, (0, 0, 0.5, 0))
        column.addWidget(self._build_plans())
        column.addWidget(self.fields)
        column.addStretch(1)
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        spaced(self._both, 1)
        self._form = form
        self.sheet = containers.Scroll(form)
        self._both.addWidget(self.sheet, 1)
        self._both.addWidget(self.preview)
        outer.addWidget(both, 1)
        outer.addWidget(self._build_bar())

    def _build_plans(self) -> QWidget:
        flow = containers.Flow(0.5)
        self.plans = QComboBox()
        self.plans.setAccessibleName(self.tr("从哪个方案开始"))
        self.plans.addItem(self.tr("从头写"), "")
        sized(self.plans, width=12)
        self.plans.activated.connect(lambda place: self.take_plan(str(self.plans.itemData(place))))
        self.plan_name = TextField(self.tr("方案名称"))
        self.plan_name.setAccessibleName(self.tr("方案名称"))
        sized(self.plan_name, width=10)
        self.keep_button = controls.button(self.tr("存为方案"), self.keep_plan, icon="save")
        self.drop_button = controls.button(self.tr("删去方案"), self.drop_plan, icon="trash")
        for part in (controls.label(self.tr("方案"), "soft", buddy=self.plans), self.plans, self.drop_button):
            flow.add(part)
        flow.add(self.plan_name)
        flow.add(self.keep_button)
        self.drop_button.hide()
        self._plan_flow = flow
        return flow

    def _build_bar(self) -> QWidget:
        bar = QWidget()
        column = QVBoxLayout(bar)
        spaced(column, 0.35)
        self.again = QCheckBox()
        self.again.hide()
        self.again.toggled.connect(lambda _on: self._say_again(""))
        column.addWidget(self.again)
        self.again_says = controls.label("", "error", wrap=True)
        self.again_says.hide()
        column.addWidget(self.again_says)
        actions = containers.Flow(0.5)
        self.send_button = controls.button(self.tr("排班"), self.send, part="primary")
        self.leave_button = controls.button(self.tr("返回  Esc"), self.left.emit)
        self.kept = controls.label("", "soft")
        for part in (self.send_button, self.leave_button, self.kept):
            actions.add(part)
        self._actions = actions
        column.addWidget(actions)
        return bar

    def start_typing(self) -> None:
        """The keys go to the first rule."""
        self.fields.rules.rows[0].kind.setFocus()

    # ---- what is there already -------------------------------------------------------------------------------------

    def _read(self) -> tuple[list[StoredPlan], date]:
        """The stored plans, and the next month without receptions; this one does not count when half of it is over."""
        today = self._desk.today()
        first = month_step(today, 0 if today.day <= HALF else 1)
        busy = {(day.on.year, day.on.month) for day in self._desk.schedule.days(DayQuery(first))}
        while (first.year, first.month) in busy:
            first = month_step(first, 1)
        return self._desk.schedule.plans(), first

    def _take(self, read: tuple[list[StoredPlan], date]) -> None:
        plans, first = read
        self._show_plans(plans, "")
        if not self._touched:
            self._loading = True
            self.fields.show_range(max(first, self._desk.today()), month_end(first))
            if len(plans) == 1:  # an office that keeps one plan means that one
                self.take_plan(plans[0].name)
            self._loading = False
        self.look()

    def _show_plans(self, plans: list[StoredPlan], chosen: str) -> None:
        self._plans = plans
        self.plans.clear()
        self.plans.addItem(self.tr("从头写"), "")
        for plan in plans:
            self.plans.addItem(plan.name, plan.name)
        self.plans.setCurrentIndex(max(self.plans.findData(chosen), 0))
        self.drop_button.setVisible(bool(chosen))
        self._plan_flow.again()

    def take_plan(self, name: str) -> None:
        """Begin with a stored plan."""
        plan = next((each for each in self._plans if each.name == name), None)
        self.plans.setCurrentIndex(max(self.plans.findData(name), 0))
        self.drop_button.setVisible(plan is not None)
        self._plan_flow.again()
        if plan is not None:
            self.plan_name.setText(plan.name)
            self.fields.put_plan(plan)
            self.look()

    def keep_plan(self) -> None:
        """存为方案: under the name that is typed, in place of an earlier one."""
        desk, name = self._desk, self.plan_name.text().strip()
        if not name:
            self._tell(self.tr("请先写方案名称"))
            self.plan_name.setFocus()
            return
        try:
            document = plan_document(self.fields.stored(name))
        except Refused as refusal:
            self.refused(refusal)
            return

        def done(_plan: StoredPlan) -> None:
            self.message.emit(self.tr("方案“{0}”已存下").format(name))
            work.run(self, desk.schedule.plans, lambda plans: self._show_plans(plans, name))

        work.run(self, lambda: desk.schedule.keep_plan(document), done, self.refused)

    def drop_plan(self) -> None:
        """删去方案: the days that it made stay; it can come back."""
        desk, name = self._desk, str(self.plans.currentData() or "")
        plan = next((each for each in self._plans if each.name == name), None)
        if plan is None:
            return

        def done(_nothing: None) -> None:
            self.message.emit(self.tr("方案“{0}”已删去，排好的日子不变").format(name))
            work.run(self, desk.schedule.plans, lambda plans: self._show_plans(plans, ""))

        work.run(self, lambda: desk.schedule.drop_plan(name), done, self.refused)

    # ---- looking ahead ---------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        if self._loading:
            return
        self._touched = True
        self._draft.changed()
        self.look()

    def look(self) -> None:
        """Work out what it comes to, as soon as the keys rest."""
        self.fields.say(None)
        self.notice.hide()
        self._say_again("")
        if not self.fields.turns.lines and not self.fields.turns.by_text.isChecked():
            people = partial(self.go.emit, ToSettings("people"))
            self._tell(self.tr("还没有领导名单，先填上轮流接待的领导。"), self.tr("填写领导名单"), people)
        try:
            plan = self.fields.plan()
        except Refused as refusal:
            self._latest.forget()
            self.preview.show_nothing(refusal.message)
            self._show_there(None)
            return
        desk = self._desk
        self._latest.ask(lambda: look_ahead(desk, plan), self._show_preview, self._not_possible)

    def _show_preview(self, preview: Preview) -> None:
        self.preview.show_preview(preview)
        self._show_there(preview)

    def _not_possible(self, trouble: Trouble) -> None:
        self.preview.show_nothing(trouble.message)
        self._show_there(None)
        if way_out(trouble)[0]:
            self.notice.show_trouble(trouble)
        else:
            self.fields.say(trouble)

    def _show_there(self, preview: Preview | None) -> None:
        there = preview.there if preview is not None else 0
        if preview is not None and there:
            words = self.tr("这段时间已经排了 {0} 次：重新排没有锁定的 {1} 次").format(there, preview.anew)
            if preview.kept:
                words += self.tr("，其余 {0} 次不动").format(preview.kept)
            self.again.setText(words)
        self.again.setVisible(bool(there))

    def _say_again(self, words: str) -> None:
        self.again_says.setText(words)
        self.again_says.setVisible(bool(words))

    # ---- writing ---------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """排班: write it."""
        self.fields.say(None)
        try:
            plan = self.fields.plan(again=self.again.isChecked() and not self.again.isHidden())
        except Refused as refusal:
            self.refused(refusal)
            return
        desk = self._desk
        work.run(
            self, lambda: desk.schedule.make(plan), partial(self._done, plan), self.refused, title=self.tr("正在排班")
        )

    def _done(self, plan: RotaPlan, done: MadeRota) -> None:
        words = self.tr("排了 {0} 次").format(len(done.made))
        if done.kept:
            words += self.tr("，{0} 次不动").format(len(done.kept))
        if done.cancelled:
            words += self.tr("，{0} 次不再接待").format(len(done.cancelled))
        self._draft.done()
        self._touched = False
        self.made.emit(done.made[0].on if done.made else plan.since, words)

    def refused(self, trouble: Trouble) -> None:
        """Beside its field; what belongs to none stands above the form."""
        if trouble.code == "forbidden" and trouble.field == "from":
            # The days that are there are counted beside the tick that lays them anew.
            self._say_again(self.tr("已经排过。要重新排，请在上面打勾。"))
            self.again.setFocus()
        elif trouble.exit_status != 3:
            work.board().trouble.emit(trouble)
        elif not self.fields.say(trouble, focus=True) or way_out(trouble)[0]:
            self.notice.show_trouble(trouble)

    def _tell(self, words: str, action: str = "", call: Callable[[], object] | None = None) -> None:
        self.notice.show_as("amber", words, action, call)
        self.notice.show()

    # ---- draft -----------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any] | None:
        """What was typed, for the draft; None while nothing was."""
        return self.fields.state() if self._touched else None

    def _put_draft(self, state: Mapping[str, Any]) -> None:
        self._loading = True
        self._touched = True
        self.fields.put_state(state)
        self._loading = False
        self.kept.setText(self.tr("接着上次没有排完的填"))
        self._actions.again()
        self.look()

    def closing(self) -> None:
        """What is typed is kept."""
        self._draft.close()

    # ---- places ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview beside or below."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= BESIDE * theme.em(1)
        inner = self._form.layout()
        assert isinstance(inner, QVBoxLayout)
        if beside and self.preview.parentWidget() is self._form:
            self._both.addWidget(self.preview)
        elif not beside and self.preview.parentWidget() is not self._form:
            # Below the form, in the same sheet: two that scroll would leave neither enough room.
            inner.addWidget(self.preview)
        if beside:
            sized(self.preview, min_width=SIDE, max_width=SIDE)
        else:
            sized(self.preview, min_width=4, max_width=999)
        sized(self.preview.table, min_height=4 if beside else 14)
        self.preview.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; what is typed is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
