"""The tab 统计表: a table of figures with its answer in words above it; Enter on a figure lists what it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from petidesk.domain.statistics.answers import answer
from petidesk.domain.statistics.figures import Asked, Table
from petidesk.domain.statistics.spans import COMPARES, Compare
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.saved_views import SavedView, ViewsPanel, read_views, view_from, view_query_of, views_text
from petidesk.ui.look import controls
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.shell.routes import Route, ToFigures
from petidesk.ui.statistics import kept
from petidesk.ui.statistics.cells import BASE, Line, before, columns_of, lines_of, told
from petidesk.ui.statistics.chosen import Chosen
from petidesk.ui.statistics.crossing import Crossed, CrossLine, cell, cross_columns, crossed_of, printed
from petidesk.ui.statistics.figure_page import FigurePage
from petidesk.ui.statistics.papers import FileKind
from petidesk.ui.statistics.rows import Asking
from petidesk.ui.statistics.what import WhatBar

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


@dataclass(frozen=True, slots=True)
class Answered:
    """A table with its lines, and as one is drawn where it is divided by two."""

    table: Table
    lines: list[Line]
    crossed: Crossed | None


class FiguresTab(FigurePage):
    """`opened` takes ToFigures, or None: what stood there is asked for anew."""

    def __init__(self, desk: Desk, seat: Seat, chosen: Chosen) -> None:
        super().__init__(desk, seat, chosen)
        self.shown: Table | None = None
        self._answered: Answered | None = None
        # Where the cursor stands, by the keys of its line and the column: it stays there when the table comes anew.
        self._cell: tuple[dict[str, str], str] = ({}, "")
        self.what = WhatBar()
        self.model = FewModel((), lambda line: line.total, self)
        self.table = FewTable(self.model, self.tr("统计表：每个数字回车看是哪些件"), by_cell=True)
        self._build()
        self.what.changed.connect(self.ask)
        self.what.narrowed.connect(self._fill)
        self.favourites.toggled.connect(self._show_favourites)
        self.table.opened.connect(self._open_cell)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._moved())
        self.add_summary()
        self.add_bulletin()
        self.add_print(self.tr("打印这张表  Ctrl+P"))
        self.add_copy()
        self.add_more()

    def _build(self) -> None:
        row = QHBoxLayout()
        spaced(row, 0.75)
        row.addWidget(self.what, 1)
        tip = self.tr("把现在这张表起个名字存下，下次一点就来")
        self.favourites = controls.button(self.tr("常用统计"), icon="save", tip=tip)
        self.favourites.setCheckable(True)
        row.addWidget(self.favourites, 0, Qt.AlignmentFlag.AlignTop)
        self.choosing.addLayout(row)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.answer)
        sized(self.table, min_height=7)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.known)

    @Later
    def views(self) -> ViewsPanel:
        """常用统计, folded out beside the table."""
        made = ViewsPanel(self.tr("常用统计"), self.tr("起个名字，把现在的期间、分列和要看的数存下来。"))
        made.hide()
        made.show_views(self.kept_tables())
        made.closed.connect(lambda: self.favourites.setChecked(False))
        made.chosen.connect(self.take_kept)
        made.kept.connect(self.keep)
        made.dropped.connect(self.drop)
        self.row.addWidget(made)
        return made

    # ---- asking ----------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Ask for the table that a route names, or for the one that stands here."""
        if isinstance(route, ToFigures) and route.asked is not None:
            self.what.choose(route.asked.subject, route.asked.by)
            self.chosen.take(route.asked.span, route.asked.compare, route.asked.as_of)
        self.ask()

    def first_stop(self) -> QWidget | None:
        """The figures."""
        return self.table

    def ask(self) -> None:
        """Ask for the table that is chosen."""
        chosen, desk = self.chosen, self.desk
        asked = Asked(self.what.subject.name, chosen.span, self.what.by, chosen.compare, chosen.as_of)

        def call() -> Answered:
            table = desk.statistics.table(asked)
            crossed = crossed_of(desk.statistics, table) if len(asked.by) > 1 else None
            return Answered(table, lines_of(table), crossed)

        self.reading.read(asked, call, self._show, self.failed)

    def empty(self) -> None:
        """No figure, no heading."""
        self._note_cell()
        self.shown = None
        self.model.set_rows([], ())

    # ---- what it says ----------------------------------------------------------------------------------------------

    def _show(self, answered: Answered) -> None:
        self.trouble.hide()
        self.shown, self._answered = answered.table, answered
        self._fill()

    def _fill(self) -> None:
        """The table with the measures that are ticked, the cursor where it stood."""
        answered = self._answered
        if self.shown is None or answered is None:
            return
        self._note_cell()
        asked, subject, wanted = self.shown.asked, self.what.subject, self.what.wanted()
        crossed = self._crossed()
        if crossed is not None:
            head = subject.dimension(asked.by[0]).label
            self.model.set_rows(crossed.lines, cross_columns(crossed, head, wanted[0]))
        else:
            columns = columns_of(subject, asked.by, wanted, asked.compare, self.chosen.places)
            self.model.set_rows(answered.lines, columns)
        self._stand_again()
        self._moved()
        self.say_known(self.shown.as_of, subject.basis)

    def _crossed(self) -> Crossed | None:
        """The table as it is drawn, where it is to be drawn so."""
        return self._answered.crossed if self._answered is not None and self.what.crossing.isChecked() else None

    def _note_cell(self) -> None:
        line, at = self.table.current_row(), self.table.currentIndex()
        if isinstance(line, Line | CrossLine) and at.isValid():
            self._cell = dict(line.keys), self.model.columns[at.column()].key

    def _stand_again(self) -> None:
        """On the same line and column, as far as there still are such ones; else on the total's first number."""
        keys, column = self._cell
        rows = [dict(line.keys) for line in self.model.rows]
        heads = [each.key for each in self.model.columns]
        numbers = [place for place, each in enumerate(self.model.columns) if each.right]
        first = numbers[0] if numbers else 0
        self.table.stand_on(rows.index(keys) if keys in rows else 0, heads.index(column) if column in heads else first)

    def _moved(self) -> None:
        """The answer speaks of the line that the cursor stands on."""
        if self.shown is not None:
            self.say(self.words())

    def _line(self) -> Line | None:
        """What the cursor stands on: a line of the table, or a cell of one that is drawn."""
        line, place = self.table.current_row(), self.table.currentIndex().column()
        return cell(line, self.model.columns[place]) if isinstance(line, CrossLine) else line

    def words(self) -> str:
        """What the cursor stands on, in the words of a report; empty while there is nothing."""
        table, line = self.shown, self._line()
        if table is None or line is None:
            return ""
        return answer(
            table.asked.subject,
            line.figures,
            self._measures(),
            self.chosen.words,
            row="" if line.total else "、".join(line.labels),
            compare=table.asked.compare,
            places=self.chosen.places,
        )

    # ---- papers ----------------------------------------------------------------------------------------------------

    def title(self) -> str:
        """What the table is called; over which days it counts is told by the paper itself."""
        subject = self.what.subject
        divided = "、".join(subject.dimension(name).label for name in self.what.by)
        words = self.tr("{0}统计").format(subject.label)
        return self.tr("{0}（按{1}）").format(words, divided) if divided else words

    def more_entries(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """The table as a file."""
        return (
            (self.tr("这张表存为 Excel…"), partial(self.store, "xlsx")),
            (self.tr("这张表存为 Word…"), partial(self.store, "docx")),
        )

    def print_page(self) -> bool:
        """Ctrl+P: the table as it is shown."""
        if self.shown is None:
            return False
        crossed, measure = self._crossed(), self.what.wanted()[0]
        drawn = None
        if crossed is not None:
            drawn = printed(crossed, self.what.subject.dimension(self.what.by[0]).label, measure)
        title = f"{self.title()}{measure.label}" if drawn is not None else self.title()
        self.print_wanted.emit(self.papers.sheet(title, self.shown, self._measures(), drawn=drawn))
        return True

    def store(self, file: FileKind) -> None:
        """The table as a file."""
        if self.shown is not None:
            self.papers.store_sheet(self.title(), self.shown, self._measures(), file)

    def _measures(self) -> list[str]:
        return [measure.name for measure in self.what.wanted()]

    # ---- rows of a figure --------------------------------------------------------------------------------------------

    def _open_cell(self, _line: Line | CrossLine, column: int) -> None:
        """Enter on a number lists what it counts; on anything else of a line its first number does."""
        table, line = self.shown, self._line()
        if table is None or line is None:
            self.denied.emit(self.tr("这一格没有一件。"))
            return
        name, what = told(self.model.columns[column]) if self._crossed() is None else ("", "")
        measure = self.what.subject.measure(name or self.what.wanted()[0].name)
        figure, when = line.figures[measure.name], self.chosen.words
        if what == BASE and table.compare is not None:
            earlier = before(figure, table, self.chosen.first_day)
            if earlier is None:
                self.denied.emit(self.tr("两期不是整月对整月，这个数没有单独的名单。"))
                return
            figure, when = earlier, self.chosen.words_of(table.compare)
        title = " · ".join([when, self.what.subject.label, *(label for label in line.labels if label), measure.label])
        self.favourites.setChecked(False)
        self.show_rows(Asking(figure, title, measure.unit))

    def escape(self) -> None:
        """Esc: what is folded out before the rest."""
        if self.favourites.isChecked():
            self.favourites.setChecked(False)
        else:
            super().escape()

    # ---- 常用统计 --------------------------------------------------------------------------------------------------

    @property
    def kept_key(self) -> str:
        """Under which the seat keeps them: the person's own."""
        return f"{kept.KEY}/{self.desk.actor.staff_id}/views"

    def kept_tables(self) -> list[SavedView]:
        """The tables that this member of staff named."""
        return read_views(self.seat.text(self.kept_key), kept.SPEC)

    def _put(self, views: list[SavedView]) -> None:
        self.seat.put(self.kept_key, views_text(views))
        self.views.show_views(views)

    def _show_favourites(self, shown: bool) -> None:
        self.views.setVisible(shown)
        if shown:
            self.views.start()

    def keep(self, name: str) -> None:
        """Name the present table; a name that is taken gets the present one."""
        wanted = kept.kept_of(self.chosen, self.what.subject.name, self.what.by, self._measures())
        others = [view for view in self.kept_tables() if view.name != name]
        self._put([*others, view_from(name, wanted, "", kept.SPEC, self.chosen.today)])
        self.message.emit(self.tr("“{0}”已存进常用统计").format(name))

    def take_kept(self, view: SavedView) -> None:
        """Show a table that was kept, over the span that it means today."""
        wanted = view_query_of(view, kept.SPEC, self.chosen.today)
        found = kept.meant(wanted, self.chosen)
        if found is not None:
            by = [name for name in (wanted.first, wanted.second) if name]
            self.what.choose(wanted.subject, by, wanted.shown.split())
            compare = wanted.compare if wanted.compare in COMPARES else "year"
            self.chosen.take(found[1], cast(Compare, compare), None, found[0])
        self.favourites.setChecked(False)
        self.ask()
        self.table.setFocus()

    def drop(self, place: int) -> None:
        """Put a kept table away; it can come back."""
        views = self.kept_tables()
        if 0 <= place < len(views):
            gone = views.pop(place)
            self._put(views)
            self.views.start()
            words = self.tr("“{0}”已从常用统计里删去").format(gone.name)
            self.offer.emit(words, self.tr("撤销"), lambda: self._put([*self.kept_tables(), gone]))
