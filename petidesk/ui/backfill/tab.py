"""The tab 补录: a sheet to type or paste many disputes into; right rows are saved together, wrong ones stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from petidesk.desk.ledger.backfill import DRAFT_KIND, Saved, Verdict, grid_fields
from petidesk.domain.ledger.events import MANNERS
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.backfill.model import GridModel
from petidesk.ui.backfill.table import GridTable
from petidesk.ui.forms.kept import KeptForm
from petidesk.ui.forms.typeahead_field import Match, within
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, sized, spaced, theme
from petidesk.ui.shell.actions import action, bind
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# Lower than this, in ems, the bar at the foot keeps only what has no other place.
LOW = 24.0
STATES = ("待化解", "化解中", "已化解", "已上报", "已销号")


class GridTab(Page):
    """What stands in the sheet survives closing; `opened` takes nothing."""

    key = "ledger"
    help_name = "ledger_grid"

    def __init__(self, desk: Desk, seat: Seat, choices: LedgerChoices, office: Office) -> None:
        super().__init__(desk, seat)
        self._grid = desk.backfill
        self._saving = False
        self._judged = True
        self._next_wanted = False
        self.model = GridModel(grid_fields(office), desk.today, self)
        self.table = GridTable(self.model, _matches(choices, office), desk.today)
        self._check = work.Latest(self, 250)
        self._build()
        self._draft = KeptForm(desk, DRAFT_KIND, {"about": ""}, self._typed, self)
        self._draft.found.connect(self._put_back)
        self._draft.kept.connect(self._kept)
        self._draft.trouble.connect(self._not_kept)
        self.model.edited.connect(self._edited)
        self.table.stood.connect(self._tell)
        self.table.saved.connect(self.save)

    def _build(self) -> None:
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        self.body.addWidget(self.notice)
        sized(self.table, min_height=4.5)
        self.body.addWidget(self.table, 1)
        self.line = controls.label("", "soft", wrap=True)
        sized(self.line, min_height=1.6)
        self.body.addWidget(self.line)
        spaced(self.body, 0.5, (1.25, 0.25, 1.25, 0.5))
        self.save_button = self.add_action(self.tr("登记对的行"), self.save, main=True)
        self.fill_button = self.add_action(action("fill_down").with_key(), self.table.fill_down)
        self.pin_button = self.add_action(action("pin_column").with_key(), self.table.pin, icon="map-pin")
        self.next_button = self.add_action(action("next_wrong").with_key(), self.next_wrong, icon="alert-triangle")
        self.remove_button = self.add_action(action("remove_rows").with_key(), self.table.remove_rows)
        bind(action("next_wrong"), self, self.next_wrong)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window two of the buttons make room for the sheet; their keys work all the same."""
        super().resizeEvent(event)
        high = self.height() >= LOW * theme.em(1)
        if self.fill_button.isHidden() == high:
            for button in (self.fill_button, self.remove_button):
                button.setVisible(high)
            self._actions.again()

    def opened(self, route: Route | None = None) -> None:
        """Put the cursor where one goes on."""
        if not self.table.currentIndex().isValid():
            self.table.stand_on(0, 0)
        self._tell()

    def first_stop(self) -> QWidget | None:
        """The sheet."""
        return self.table

    # ---- kept while it is typed ------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, Any] | None:
        lines = self.model.lines()
        return {"rows": lines, "sticky": list(self.model.sticky)} if lines else None

    def _put_back(self, kept: dict[str, Any]) -> None:
        rows = kept.get("rows") or []
        if rows and not self.model.lines():
            self.model.put(rows, kept.get("sticky") or ())
            self.table.stand_on(len(rows), 0)
            self._edited()
            self.message.emit(self.tr("接着上次的补录表，{0} 行").format(len(rows)))

    def _kept(self) -> None:
        self.say_state(self.tr("草稿已存 {0}").format(f"{self.desk.now():%H:%M:%S}"))

    def _not_kept(self, trouble: Exception) -> None:
        if isinstance(trouble, Trouble):
            self.say_state(self.tr("草稿没有存下：{0}").format(trouble.message))

    def closing(self) -> None:
        """What stands in the sheet is kept."""
        self._draft.close()

    # ---- what is wrong ---------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._draft.changed()
        self._judged = False
        lines, grid = self.model.lines(), self._grid
        self._check.ask(lambda: grid.check(lines), self._judge)
        self._tell()

    def _judge(self, verdicts: list[Verdict]) -> None:
        self._judged = True
        self.model.judge(verdicts)
        self._tell()
        if self._next_wanted:
            self.next_wrong()

    def _tell(self) -> None:
        """The sentence of the cell under the cursor, else how the sheet stands."""
        now = self.table.currentIndex()
        wrong = self.model.wrong(now.row()) if now.isValid() else {}
        key = self.model.fields[now.column()].key if now.isValid() else ""
        labels = {one.key: one.label for one in self.model.fields}
        if key in wrong:
            self._say(f"{labels[key]}：{wrong[key]}", "error")
        elif wrong:
            first = next(iter(wrong))
            self._say(self.tr("这一行：{0}：{1}").format(labels.get(first, ""), wrong[first]), "error")
        else:
            lines = self.model.lines()
            bad = len({row for row, _ in self.model.wrong_cells()})
            if lines:
                self._say(self.tr("共 {0} 行，{1} 行有错").format(len(lines), bad), "soft")
            else:
                self._say(
                    self.tr("直接打字，或从表格里复制一块，在这里按 Ctrl+V。日期照当时的写，登记日期另记。"), "soft"
                )

    def _say(self, words: str, tone: str) -> None:
        role(self.line, tone)
        self.line.setText(words)

    def next_wrong(self) -> None:
        """To the next wrong cell, from the end back to the first."""
        self._next_wanted = not self._judged
        if self._next_wanted:
            return
        cells = self.model.wrong_cells()
        now = self.table.currentIndex()
        if not cells:
            self.message.emit(self.tr("没有错误"))
            return
        here = (now.row(), now.column())
        row, column = next((cell for cell in cells if cell > here), cells[0])
        self.table.stand_on(row, column)
        self.table.setFocus()

    # ---- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Enter every right row; the wrong ones stay with their sentences."""
        lines = self.model.lines()
        if self._saving or not lines:
            return
        self._saving = True
        self.notice.hide()
        grid, sticky, draft_id = self._grid, list(self.model.sticky), self._draft.draft_id
        work.run(
            self,
            lambda: grid.add_many(lines, draft_id=draft_id, sticky=sticky),
            self._done,
            self._failed,
            title=self.tr("正在登记"),
        )

    def _done(self, saved: Saved) -> None:
        self._saving = False
        self.model.take_away(list(saved.entered))
        self._edited()
        self.table.stand_on(0, 0)
        wrong = len(saved.refused)
        if not saved.entered:
            self.notice.show_as("amber", self.tr("没有登记：{0} 行有错，改好以后再来。").format(wrong))
            self.notice.show()
            self.next_wrong()
            return
        words = self.tr("已登记 {0} 件").format(len(saved.entered))
        self.message.emit(self.tr("{0}，{1} 行有错，留在表里").format(words, wrong) if wrong else words)
        self.saved.emit()

    def _failed(self, trouble: Trouble) -> None:
        self._saving = False
        self.notice.show_trouble(trouble)


def _matches(choices: LedgerChoices, office: Office) -> dict[str, Match]:
    """How the values of a column are found while typing."""
    found = {
        key: choices.match(key)
        for key in ("village", "type", "source", "responsible_unit", "responsible_person", "case_leader")
    }
    listed = {"risk_level": office.risk_labels, "state": STATES, "manner": MANNERS}
    for column in office.ledger_columns:
        if column.choices:
            listed[f"extra:{column.key}"] = column.choices
    for key, values in listed.items():
        found[key] = within(values)
    return found
