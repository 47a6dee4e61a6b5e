"""The tab 统计图: what people look at, with the table of its numbers beside it; a bar opens its rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from petidesk.domain.statistics import charts
from petidesk.domain.statistics.adapted import without_gaps
from petidesk.domain.statistics.answers import answer
from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.figures import Asked, FigureId, Table
from petidesk.domain.statistics.spans import Span, around
from petidesk.domain.statistics.words import BASES, NOW
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.look import containers, files
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.shell.actions import action, bind
from petidesk.ui.shell.routes import Route, ToCharts
from petidesk.ui.statistics.cells import Line, columns_of, lines_of
from petidesk.ui.statistics.chosen import Chosen
from petidesk.ui.statistics.figure_page import FigurePage
from petidesk.ui.statistics.picture import ChartView, Drawing, drawing
from petidesk.ui.statistics.rows import Asking
from petidesk.ui.statistics.what import USUAL
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width on, in ems, the table stands beside the picture; else below it.
BESIDE = 74.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that can be chosen: its words, what it counts, divided by what; `year`: over the months of its year."""

    key: str
    words: object
    kind: charts.ChartKind
    subject: str
    by: str
    year: bool = False


_N = "ChartsTab"
CHARTS: tuple[Drawn, ...] = (
    Drawn("trend", QT_TRANSLATE_NOOP("ChartsTab", "逐月走势"), "trend", "visits", "month", year=True),
    Drawn("channels", QT_TRANSLATE_NOOP("ChartsTab", "各渠道"), "bars", "visits", "channel"),
    Drawn("categories", QT_TRANSLATE_NOOP("ChartsTab", "问题类别"), "bars", "visits", "category"),
    Drawn("villages", QT_TRANSLATE_NOOP("ChartsTab", "各村（社区）"), "bars", "visits", "village"),
    Drawn("disputes", QT_TRANSLATE_NOOP("ChartsTab", "纠纷类型"), "bars", "disputes", "type"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What it shows: a table with its lines, one measure of it as a chart."""

    table: Table
    lines: list[Line]
    measure: str
    drawn: Drawing


class ChartsTab(FigurePage):
    """`opened` takes ToCharts, or None: what stood there is drawn anew."""

    def __init__(self, desk: Desk, seat: Seat, chosen: Chosen) -> None:
        super().__init__(desk, seat, chosen)
        self.shown: Shown | None = None
        self.model = FewModel((), lambda line: line.total, self)
        self.table = FewTable(self.model, self.tr("这张图的数：每一条回车看是哪些件"), by_cell=False)
        self.picture = ChartView()
        self._build()
        self.kinds.changed.connect(lambda _key: self._another())
        self.measures.activated.connect(lambda _place: self.ask())
        self.table.opened.connect(lambda line, _column: self._open(line))
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._moved())
        self.picture.pressed.connect(self._press)
        self._add_actions()

    def _build(self) -> None:
        self.kinds = ChipChoice([(one.key, translate(_N, str(one.words))) for one in CHARTS], CHARTS[0].key)
        self.kinds.setAccessibleName(self.tr("哪张图"))
        self.measures = QComboBox()
        self.measures.setAccessibleName(self.tr("图里的数"))
        sized(self.measures, width=8)
        line = containers.Flow(0.75)
        line.add(self.kinds)
        line.add(self.measures)
        self.choosing.addWidget(line)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.answer)
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        spaced(self._both, 1)
        sized(self.table, min_height=9, min_width=20)
        self._both.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self._both.addWidget(self.table, 1)
        self.column.addWidget(both, 1)
        self.column.addWidget(self.known)
        self._offer()

    def _add_actions(self) -> None:
        self.add_summary()
        self.add_print(self.tr("打印这张图  Ctrl+P"))
        copy = action("copy_chart")
        self.spared.append(self.add_action(copy.with_key(), self.copy_chart, icon="copy"))
        bind(copy, self, self.copy_chart)
        self.spared.append(self.add_action(self.tr("存为图片…"), self.save_chart, icon="download"))
        self.add_copy()

    # ---- asking ----------------------------------------------------------------------------------------------------

    @property
    def drawn(self) -> Drawn:
        """The chart that is chosen."""
        return next(one for one in CHARTS if one.key == self.kinds.chosen())

    def _offer(self) -> None:
        """The measures of the chart; the one that was chosen stays, where it has that too."""
        was = self.measures.currentData()
        self.measures.clear()
        for measure in subject(self.drawn.subject).measures[:USUAL]:
            self.measures.addItem(measure.label, measure.name)
        self.measures.setCurrentIndex(max(self.measures.findData(was), 0))

    def _another(self) -> None:
        self._offer()
        self.ask()

    def opened(self, route: Route | None = None) -> None:
        """Ask for the chart that a route names, or for the one that stands here."""
        if isinstance(route, ToCharts) and route.chart:
            self.kinds.choose(route.chart)
        self.ask()

    def first_stop(self) -> QWidget | None:
        """The numbers."""
        return self.table

    def ask(self) -> None:
        """Ask for the chart that is chosen; it is counted and drawn in a worker."""
        chosen, drawn, desk = self.chosen, self.drawn, self.desk
        span, compare = chosen.span, chosen.compare
        if drawn.year:
            first = around("year", span.until, chosen.first_day).since
            span, compare = Span(min(first, span.since), span.until), "none" if compare == "none" else "year"
        asked = Asked(drawn.subject, span, (drawn.by,), compare, chosen.as_of)
        measure = str(self.measures.currentData())
        words, first_day = f"{self.title(drawn, measure)}（{chosen.words_of(span)}）", chosen.first_day

        def call() -> Shown:
            table = without_gaps(desk.statistics.table(asked), first_day)
            unit = subject(drawn.subject).measure(measure).unit
            chart = charts.counted(drawn.kind, words, table, measure, unit, NOW, BASES[compare])
            return Shown(table, lines_of(table), measure, drawing(desk.statistics_papers, chart))

        self.reading.read((drawn, measure, asked), call, self._show, self.failed)

    def title(self, drawn: Drawn, measure: str) -> str:
        """What the chart is called: 信访登记件次 · 各渠道."""
        about = subject(drawn.subject)
        return f"{about.label}{about.measure(measure).label} · {translate(_N, str(drawn.words))}"

    def empty(self) -> None:
        """No bar, no number."""
        self.shown = None
        self.model.set_rows([], ())
        self.picture.show_drawing(None)

    # ---- what it says ----------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        row = self.table.currentIndex().row()
        self.trouble.hide()
        self.shown = shown
        asked = shown.table.asked
        about = subject(asked.subject)
        shown_measures = [about.measure(shown.measure)]
        columns = columns_of(about, asked.by, shown_measures, asked.compare, self.chosen.places)
        self.model.set_rows(shown.lines, columns)
        self.picture.show_drawing(shown.drawn)
        self.table.stand_on(row)
        self._moved()
        self.say_known(shown.table.as_of, about.basis)

    def _moved(self) -> None:
        """The bar of the line that the cursor stands on is framed, the answer speaks of it."""
        line, shown = self.table.current_row(), self.shown
        if shown is not None and isinstance(line, Line):
            self.picture.mark(line.figures[shown.measure].id)
            self.say(self.words())

    def words(self) -> str:
        """The line that the cursor stands on, in the words of a report; empty while there is none."""
        line, shown = self.table.current_row(), self.shown
        if shown is None or not isinstance(line, Line):
            return ""
        asked = shown.table.asked
        return answer(
            asked.subject,
            line.figures,
            [shown.measure],
            self.chosen.words_of(asked.span),
            row="" if line.total else "、".join(line.labels),
            compare=asked.compare,
            places=self.chosen.places,
        )

    # ---- rows of a bar -----------------------------------------------------------------------------------------------

    def _press(self, figure: FigureId) -> None:
        """A bar was clicked: the table stands on its line, its rows are listed."""
        shown = self.shown
        rows = [] if shown is None else [line.figures[shown.measure].id for line in self.model.rows]
        if figure in rows:
            self.table.stand_on(rows.index(figure))
            self._open(self.model.rows[rows.index(figure)])

    def _open(self, line: Line) -> None:
        shown = self.shown
        if shown is None:
            return
        about = subject(shown.table.asked.subject)
        measure = about.measure(shown.measure)
        when = self.chosen.words_of(shown.table.asked.span)
        title = " · ".join([when, about.label, *(label for label in line.labels if label), measure.label])
        self.show_rows(Asking(line.figures[shown.measure], title, measure.unit))

    # ---- the picture elsewhere ---------------------------------------------------------------------------------------

    def copy_chart(self) -> None:
        """The picture goes to the clipboard, to be put into a report."""
        if self.shown is None:
            self.denied.emit(self.tr("还没有画好，稍等一下再复制。"))
            return
        QGuiApplication.clipboard().setPixmap(self.picture.pixmap())
        self.message.emit(self.tr("图已复制，可以直接粘进文档"))

    def save_chart(self) -> None:
        """The picture as a file."""
        shown = self.shown
        if shown is None:
            self.denied.emit(self.tr("还没有画好，稍等一下再存。"))
            return
        proposed = f"{shown.drawn.chart.title}.png".replace(" · ", " ")
        target = files.file_to_save(self, self.tr("存为图片"), proposed, self.tr("图片 (*.png)"))
        if target is not None:
            self.write_chart(target)

    def write_chart(self, target: Path) -> None:
        """Write the picture that is shown to `target`."""
        shown = self.shown
        if shown is not None:
            done = self.tr("已存为 {0}").format(target.name)
            work.run(
                self,
                lambda: target.write_bytes(shown.drawn.picture.png),
                lambda _: self.message.emit(done),
                self.refused,
                title=self.tr("正在写文件"),
            )

    def print_page(self) -> bool:
        """Ctrl+P: the chart with its table."""
        shown = self.shown
        if shown is None:
            return False
        title = self.title(self.drawn, shown.measure)
        self.print_wanted.emit(self.papers.sheet(title, shown.table, [shown.measure], shown.drawn.chart))
        return True

    # ---- room ------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """The table beside the picture, or below it in a narrow window."""
        super().fit()
        room = self.width() * (3 / 5 if self.lists_rows and not self.side.isHidden() else 1)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if room >= BESIDE * theme.em(1) else ways.TopToBottom)
