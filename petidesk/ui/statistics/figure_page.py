"""What the tabs of 统计分析 share: the span above, figures below, the rows of a figure beside or instead of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from petidesk.domain.statistics.figures import AsOf
from petidesk.domain.statistics.words import moment_words
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.shell.actions import action, bind
from petidesk.ui.shell.page import Page
from petidesk.ui.statistics.chosen import Chosen
from petidesk.ui.statistics.papers import FigurePapers
from petidesk.ui.statistics.period import PeriodBar
from petidesk.ui.statistics.rows import Asking, RowsPanel

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width on, in ems, the rows of a figure stand beside the figures; else in their place.
BESIDE = 104.0
# Lower than this, in ems, what is chosen is folded away to one button: the figures have the room.
LOW = 32.0


class FigurePage(Page):
    """A tab fills `column` and, with what is chosen, `choosing`; it says what it asks the desk
    (`ask`) and what the figures say in words (`words`).

    `reading` holds what the figures are about: `_wait` empties the tab when it turns to something else.
    """

    key: ClassVar[str] = "statistics"
    help_name: ClassVar[str] = "statistics"

    def __init__(self, desk: Desk, seat: Seat, chosen: Chosen) -> None:
        super().__init__(desk, seat)
        self.chosen = chosen
        self.reading = work.Reading(self, self._turned)
        self.papers = FigurePapers(self, chosen, self.refused)
        # Where the bulletin of the span is offered: its name changes with the kind of the span.
        self.bulletin_button: QPushButton | None = None
        self._bulletin_entries: list[tuple[QAction, str]] = []
        # Buttons that give way in a low window; a key or the menu does the same.
        self.spared: list[QPushButton] = []
        self.period = PeriodBar(desk, chosen)
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.answer = controls.label("", wrap=True)
        self.answer.setAccessibleName(self.tr("这些数字说的话"))
        self.known = controls.label("", "small", wrap=True)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        spaced(self.column, 0.5, (0, 0, 0.5, 0))
        self.fold = controls.button("", icon="filter")
        self.fold.setCheckable(True)
        self.fold.hide()
        self.fold.toggled.connect(lambda _on: self.fit())
        self.choices = QWidget()
        self.choosing = QVBoxLayout(self.choices)
        spaced(self.choosing, 0.5)
        self.choosing.addWidget(self.period)
        self.column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.choices)
        self.side = containers.Scroll(inner)
        self.row = QHBoxLayout()
        spaced(self.row, 1)
        self.row.addWidget(self.side, 3)
        self.body.addLayout(self.row, 1)
        spaced(self.body, 0.5, (1.25, 0.25, 1.25, 0.5))
        chosen.changed.connect(self._chosen_changed)
        bind(action("span_before"), self, partial(chosen.step, -1))
        bind(action("span_after"), self, partial(chosen.step, 1))
        bind(action("copy_answer"), self, self.copy_answer)
        self._name_fold()
        for key, call in ((Qt.Key.Key_Escape, self.escape), (Qt.Key.Key_F3, self.step_over)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _name_fold(self) -> None:
        self.fold.setText(self.tr("选期间和内容：{0}").format(self.chosen.words))

    def add_copy(self) -> None:
        """The button that copies the answer."""
        copy = action("copy_answer")
        self.copy_button = self.add_action(copy.with_key(), self.copy_answer, icon="copy")

    def add_summary(self) -> None:
        """The filled button: 总结用数 of the span, as Word."""
        words = self.tr("总结用数…")
        self.summary_button = self.add_action(words, partial(self.papers.summary, "docx"), main=True, icon="file-text")

    def add_print(self, words: str) -> None:
        """What Ctrl+P prints."""
        self.spared.append(self.add_action(words, self.print_page, icon="printer"))

    def add_bulletin(self) -> None:
        """The bulletin of the span, which has the name of its kind."""
        self.bulletin_button = self.add_action(self.tr("通报"), self.show_bulletin, icon="printer")
        self._name_bulletin()

    def add_more(self) -> None:
        """The button of what is wanted less often, and of what gives way in a low window."""
        self.spared.append(self.copy_button)
        self.more_button = self.add_action(self.tr("更多…"), self._show_more, icon="chevron-up")

    def more_entries(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """What a tab has in that menu beside 总结用数 and the bulletins."""
        return ()

    @Later
    def more(self) -> QMenu:
        """What is wanted less often."""
        made = QMenu(self)
        made.addAction(self.tr("总结用数（Excel）…"), partial(self.papers.summary, "xlsx"))
        made.addAction(self.tr("总结用数：预览和打印"), lambda: self.print_wanted.emit(self.papers.shown_summary()))
        self._bulletin_entries = [
            (made.addAction("", self.show_bulletin), self.tr("{0}：预览和打印")),
            (made.addAction("", self.papers.store_bulletin), self.tr("{0}（Word）…")),
        ]
        for words, call in (*self.more_entries(), (action("copy_answer").with_key(), self.copy_answer)):
            made.addAction(words, call)
        self._name_bulletin()
        return made

    def _show_more(self) -> None:
        height = self.more.sizeHint().height()
        self.more.popup(self.more_button.mapToGlobal(QPoint(0, -height)))

    def _name_bulletin(self) -> None:
        title = self.papers.bulletin_title()
        if self.bulletin_button is not None:
            self.bulletin_button.setText(self.tr("{0}…").format(title))
            self.bulletin_button.setVisible(bool(title) and not self._low)
            self._actions.again()
        for entry, words in self._bulletin_entries:
            entry.setText(words.format(title))
            entry.setVisible(bool(title))

    def show_bulletin(self) -> None:
        """The bulletin of the span, as it will be printed."""
        self.print_wanted.emit(self.papers.bulletin())

    # ---- what a tab says -------------------------------------------------------------------------------------------

    @abstractmethod
    def ask(self) -> None:
        """Put the question that is chosen."""

    @abstractmethod
    def empty(self) -> None:
        """Something else is being counted: no figure of what stood here is seen."""

    @abstractmethod
    def words(self) -> str:
        """What the figures say, in the words of a report; empty while there are none."""

    # ---- asking ----------------------------------------------------------------------------------------------------

    def _chosen_changed(self) -> None:
        self._name_fold()
        self._name_bulletin()
        if self.isVisible():
            self.ask()

    def _turned(self, _about: Any) -> None:
        self.trouble.hide()
        self.empty()
        self.answer.setMinimumHeight(0)
        self.answer.setText(self.tr("正在统计…"))
        self.known.setText("")
        self.close_rows()

    def failed(self, trouble: Trouble) -> None:
        """It could not be counted."""
        self.answer.setText("")
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self.ask)

    def refused(self, trouble: Trouble) -> None:
        """A paper could not be made; the figures stand."""
        self.trouble.show_trouble(trouble)
        self.side.verticalScrollBar().setValue(0)

    def say(self, words: str) -> None:
        """The answer. It keeps the height that it once had, so that the figures do not jump under the cursor."""
        self.answer.setText(words)
        self.answer.setMinimumHeight(max(self.answer.minimumHeight(), self.answer.heightForWidth(self.answer.width())))

    def say_known(self, as_of: AsOf, basis: str = "") -> None:
        """Below the figures: by when they were known, what they go by, and whether their span is over.

        A whole span is compared with a whole one, be it over or not.
        """
        said = [self.tr("统计截止{0}").format(moment_words(as_of)), basis]
        day = as_of.date() if isinstance(as_of, datetime) else as_of
        if self.chosen.span.until > day and self.chosen.compare != "none":
            said.append(self.tr("这一期还没有过完，比的是整期"))
        self.known.setText("".join(f"{sentence}。" for sentence in said if sentence))

    def copy_answer(self) -> None:
        """Ctrl+C: the answer goes to the clipboard, to be put into a report; in the rows of a figure, the row."""
        listing = self.lists_rows and self.rows.table.hasFocus()
        words = self.rows.words() if listing else self.words()
        if words:
            QGuiApplication.clipboard().setText(words)
            self.message.emit(self.tr("已复制：{0}").format(words))
        else:
            self.denied.emit(self.tr("还没有统计出来，稍等一下再复制。"))

    # ---- rows of a figure --------------------------------------------------------------------------------------------

    @Later
    def rows(self) -> RowsPanel:
        """What a figure counts."""
        made = RowsPanel(self.desk)
        made.hide()
        made.closed.connect(self.close_rows)
        made.go.connect(self.go)
        made.denied.connect(self.denied)
        self.row.addWidget(made, 2)
        return made

    @property
    def lists_rows(self) -> bool:
        """Whether the rows of a figure are shown."""
        return "rows" in vars(self) and not self.rows.isHidden()

    def show_rows(self, asking: Asking) -> None:
        """List what a figure counts, beside the figures or in their place."""
        self.rows.show_figure(asking)
        self.rows.show()
        self.fit()
        self.rows.table.setFocus()

    def close_rows(self) -> None:
        """Back to the figure."""
        if self.lists_rows:
            self.rows.hide()
            self.fit()

    def step_over(self) -> None:
        """F3: from the figures into the rows beside them, and back."""
        if self.lists_rows:
            inside = self.rows.isAncestorOf(self.focusWidget() or self)
            there = self.first_stop() if inside and self.side.isVisible() else self.rows.table
            if there is not None:
                there.setFocus()

    def escape(self) -> None:
        """Esc: one thing at a time."""
        if self.lists_rows:
            self.close_rows()
        elif self.fold.isVisible() and self.fold.isChecked():
            self.fold.setChecked(False)
        elif self.trouble.isVisible():
            self.trouble.hide()

    # ---- room ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look whether both have room."""
        super().resizeEvent(event)
        self.answer.setMinimumHeight(0)
        self.fit()

    @property
    def _low(self) -> bool:
        return self.height() < LOW * theme.em(1)

    def fit(self) -> None:
        """The figures step aside where the rows have no room beside them."""
        low = self._low
        self.fold.setVisible(low)
        self.choices.setVisible(not low or self.fold.isChecked())
        if any(button.isHidden() != low for button in self.spared):
            for button in self.spared:
                button.setVisible(not low)
            self._name_bulletin()
            self._actions.again()
        over = self.lists_rows and self.width() < BESIDE * theme.em(1)
        self.side.setVisible(not over)
        self.bar.setVisible(not over)
        self.covered.emit(over)
