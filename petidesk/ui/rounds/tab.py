"""The tab 排查轮次: the rounds of screening, newest first, and the one that is open beside them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.ledger.rounds import ROUND_KINDS, Round
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import containers, controls
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.rounds.form import RoundForm
from petidesk.ui.rounds.sheet import RoundSheet, missing_tone
from petidesk.ui.shell.actions import action
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToRound

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width on, in ems, a round stands beside the list.
BESIDE = 64.0
LIST = 28.0
# What the list gets of the width that is there, so that the names of the rounds are read whole; its villages need no
# more than the rest.
SHARE, MOST_LIST = 0.36, 40.0
MOST = 200
# The cursor has come to rest before the round it stands on is read.
FOLLOW_MS = 100


class RoundTab(Page):
    """`opened` takes None or the number of a round."""

    key = "ledger"
    help_name = "ledger"

    def __init__(self, desk: Desk, seat: Seat, choices: LedgerChoices, office: Office) -> None:
        super().__init__(desk, seat)
        self.choices = choices
        self._chosen = ""
        self._over = False
        self.model = FewModel(self._columns(), parent=self)
        self.table = FewTable(self.model, self.tr("排查轮次，回车打开"))
        self.round = RoundSheet(desk)
        self.form: RoundForm | None = None
        self._build()

    def _columns(self) -> tuple[Column[Round], ...]:
        def missing(found: Round) -> str:
            return str(len(found.missing)) if found.missing else self.tr("齐")

        def days(found: Round) -> str:
            year = f"{found.since.year}-" if found.since.year != self.desk.today().year else ""
            return f"{year}{_short(found.since)}—{_short(found.until)}"

        def tone(found: Round) -> Tone:
            return missing_tone(found, self.desk.today())

        return (
            Column("no", self.tr("编号"), lambda found: found.round_no, 8),
            Column("days", self.tr("起止"), days, 7.5),
            Column("name", self.tr("名称"), lambda found: found.title or _kind(found), 5, grows=True),
            Column("missing", self.tr("未报"), missing, 4, tone=tone),
        )

    def _build(self) -> None:
        self.list_side = QWidget()
        column = QVBoxLayout(self.list_side)
        spaced(column, 0)
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addWidget(self.table, 1)
        self.empty_button = controls.button(action("new_round").with_key(), self.new_round, part="primary")
        empty = controls.Empty(
            "list",
            self.tr("还没有排查轮次"),
            self.tr(
                "每半个月或者节前，向各村布置一轮排查：谁报了，谁零报告，谁还没有报，一眼看清；没有化解的自动结转到下一轮。"
            ),
            self.empty_button,
        )
        self.empty_page = containers.Scroll(empty)
        self.split = QWidget()
        row = QHBoxLayout(self.split)
        spaced(row, 1)
        row.addWidget(self.list_side)
        row.addWidget(self.round, 1)
        self.front = containers.Stack()
        self.front.addWidget(self.split)
        self.front.addWidget(self.empty_page)
        self.body.addWidget(self.front, 1)
        spaced(self.body, 0.75, (1.25, 0.25, 1.25, 0.9))
        new = action("new_round")
        self.new_button = self.add_action(new.words, self.new_round, shortcut=new.key, icon="plus")
        self.table.opened.connect(lambda found, _column: self.open_round(found.round_no))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._moved())
        self.round.go.connect(self.go)
        self.round.message.connect(self.message)
        self.round.print_wanted.connect(self.print_wanted)
        self.round.changed.connect(self._changed)
        self.round.left.connect(self._back)
        for keys, call in ((Qt.Key.Key_Escape, self._back), (Qt.Key.Key_F3, self.step_over)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Read the rounds anew; a number opens that round."""
        if isinstance(route, ToRound) and route.round_no:
            self._chosen, self._over = route.round_no, True
            self.round.show_round(route.round_no)
            self._mark()
        self._read(focus=isinstance(route, ToRound))

    def first_stop(self) -> QWidget | None:
        """The rounds."""
        return self.table

    def _read(self, *, focus: bool = False) -> None:
        desk = self.desk

        def done(rounds: list[Round]) -> None:
            self._show([found for found in rounds if not found.voided], focus=focus)

        work.run(self, lambda: desk.rounds.all(MOST), done, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self._read)

    def _show(self, rounds: list[Round], *, focus: bool) -> None:
        self.trouble.hide()
        self.model.set_rows(rounds)
        if self.form is None:
            self.front.setCurrentWidget(self.split if rounds else self.empty_page)
        place = self._mark()
        if rounds:
            self._chosen = rounds[place].round_no
            self.round.show_round(self._chosen)
        self._fit()
        if focus and self.form is None:
            self._focus()

    def _mark(self) -> int:
        """Stand on the round that is chosen, on the first where the list does not hold it; gives its place."""
        rounds = self.model.rows
        place = next((place for place, found in enumerate(rounds) if found.round_no == self._chosen), 0)
        if rounds:
            self.table.stand_on(place)
        return place

    def _focus(self) -> None:
        if not self.model.rows:
            self.empty_button.setFocus()
        elif self.round.isVisibleTo(self):
            self.round.setFocus()
        else:
            self.table.setFocus()

    def _moved(self) -> None:
        """The round beside the list follows the cursor."""
        found = self.table.current_row()
        if isinstance(found, Round) and found.round_no != self._chosen:
            self._chosen = found.round_no
            self.round.show_round(found.round_no, rest_ms=FOLLOW_MS)

    def open_round(self, round_no: str) -> None:
        """Show a round and put the cursor on its villages."""
        self._chosen, self._over = round_no, True
        self.round.show_round(round_no)
        self._fit()
        self.round.setFocus()

    def step_over(self) -> None:
        """F3: from the list into the round, and back."""
        if self.table.hasFocus() and (found := self.table.current_row()) is not None:
            self.open_round(found.round_no)
        else:
            self._back()

    def _back(self) -> None:
        if self.form is not None:
            self._close_form()
            return
        self._over = False
        self._fit()
        self.table.setFocus()

    def _changed(self) -> None:
        self._read()
        self.saved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the round has its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= BESIDE * theme.em(1)
        self.list_side.setVisible(beside or not self._over)
        self.round.setVisible(beside or self._over)
        self.round.back.setVisible(not beside)
        # Over the list the round has a bar of its own; one is enough.
        self.bar.setVisible(bool(self.model.rows) and self.form is None and (beside or not self._over))
        wide = min(max(LIST, self.width() * SHARE / theme.em(1)), MOST_LIST)
        sized(
            self.list_side, **({"min_width": wide, "max_width": wide} if beside else {"min_width": 0, "max_width": 999})
        )

    # ---- a new round -----------------------------------------------------------------------------------------------

    def new_round(self) -> None:
        """Open a round: this half month, all villages."""
        if self.form is not None:
            return
        desk = self.desk
        work.run(self, lambda: [choice.value for choice in desk.choices.villages()], self._show_form, self._failed)

    def _show_form(self, villages: list[str]) -> None:
        if self.form is not None:
            return
        self.form = RoundForm(self.desk, villages)
        self.form.left.connect(self._close_form)
        self.form.opened.connect(self._opened)
        self.front.addWidget(self.form)
        self.front.setCurrentWidget(self.form)
        self.bar.hide()
        self.form.start_typing()

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.front.removeWidget(form)
            form.hide()
            form.deleteLater()
        self._read()

    def _opened(self, found: Round) -> None:
        self._chosen, self._over = found.round_no, True
        self.message.emit(self.tr("{0} 已开始，{1} 个村（社区）").format(found.round_no, len(found.returns)))
        self.saved.emit()
        self._close_form()
        self._read(focus=True)

    def print_page(self) -> bool:
        """Ctrl+P: the sheet for the village under the cursor."""
        if self.form is not None or self.round.shown is None or not self.model.rows:
            return False
        self.round.print_sheet()
        return True


def _short(day: date) -> str:
    return f"{day.month}.{day.day}"


def _kind(found: Round) -> str:
    return ROUND_KINDS[found.kind].partition("（")[0]
