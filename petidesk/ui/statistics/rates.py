"""The tab 三率一度: each rate with its definition, both of its numbers open; what is missing, to be worked off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QWidget

from petidesk.domain.statistics import charts
from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.figures import AsOf, Figure, FigureId, Rate, percent_of
from petidesk.domain.statistics.spans import COMPARES, Compare, Span, compared
from petidesk.domain.statistics.words import MISSING, rate_change_words, rate_sentence
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import containers, controls
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.shell.actions import action, bind
from petidesk.ui.shell.routes import Route, ToRates
from petidesk.ui.statistics.cells import LABEL
from petidesk.ui.statistics.chosen import Chosen
from petidesk.ui.statistics.figure_page import FigurePage
from petidesk.ui.statistics.picture import ChartView, Drawing, drawing
from petidesk.ui.statistics.rows import Asking
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width on, in ems, the picture stands beside the table; else below it.
BESIDE = 84.0
PARTS = ("numerator", "denominator")
# The longest definition has two lines: the table keeps its place when the cursor moves.
_TWO_LINES = 3.1


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tab says of a span: the rates, those of the other span by name, what is missing, their picture."""

    rates: tuple[Rate, ...]
    before: Mapping[str, Rate]
    missing: Sequence[tuple[str, Figure]]
    drawn: Drawing
    compare: Compare


class RatesTab(FigurePage):
    """`opened` takes ToRates, or None: the span that stood there."""

    def __init__(self, desk: Desk, seat: Seat, chosen: Chosen) -> None:
        super().__init__(desk, seat, chosen)
        self.shown: Shown | None = None
        self.model = FewModel((), parent=self)
        self.table = FewTable(self.model, self.tr("三率一度：分子、分母回车看是哪些件"), by_cell=True)
        self.picture = ChartView()
        self.definition = controls.label("", "soft", wrap=True)
        self.missing = containers.Flow(0.5)
        self._build()
        self.table.opened.connect(self._open_cell)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._moved())
        self.picture.pressed.connect(self._press)
        self.add_summary()
        self.add_print(self.tr("打印各项比率  Ctrl+P"))
        copy = action("copy_chart")
        self.spared.append(self.add_action(copy.with_key(), self.copy_chart, icon="copy"))
        bind(copy, self, self.copy_chart)
        self.add_copy()

    def _build(self) -> None:
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.answer)
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        spaced(self._both, 1)
        sized(self.table, min_height=9, min_width=20)
        self._both.addWidget(self.table, 1)
        self._both.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(both, 1)
        self.column.addWidget(self.missing)
        sized(self.definition, min_height=_TWO_LINES)
        self.column.addWidget(self.definition)
        self.column.addWidget(self.known)

    # ---- asking ----------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Ask for the rates of the span that a route names, or of the one that is chosen."""
        if isinstance(route, ToRates) and route.span is not None:
            self.chosen.take(route.span, self.chosen.compare, self.chosen.as_of)
        self.ask()

    def first_stop(self) -> QWidget | None:
        """The rates."""
        return self.table

    def ask(self) -> None:
        """Ask for the rates of the span that is chosen."""
        chosen = self.chosen
        about = chosen.span, chosen.compare, chosen.as_of
        title = self.tr("各项比率（{0}）").format(chosen.words)
        self.reading.read(about, partial(self._read, *about, title), self._show, self.failed)

    def _read(self, span: Span, compare: Compare, as_of: AsOf | None, title: str) -> Shown:
        """Everything that the tab says; called in a worker."""
        statistics, places = self.desk.statistics, self.chosen.places
        rates = statistics.rates(span, as_of)
        other = compared(span, compare, self.chosen.first_day)
        before = statistics.rates(other, as_of) if other is not None else ()
        chart = charts.shares(title, [rate for rate in rates if rate.denominator.value], places)
        return Shown(
            rates,
            {rate.name: rate for rate in before},
            statistics.missing(span, as_of),
            drawing(self.desk.statistics_papers, chart),
            compare,
        )

    def empty(self) -> None:
        """No rate, no bar, nothing missing."""
        self.shown = None
        self.model.set_rows([], ())
        self.definition.setText("")
        self.missing.clear()
        self.picture.show_drawing(None)

    # ---- what it says ----------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        at = self.table.currentIndex()
        self.trouble.hide()
        self.shown = shown
        self.model.set_rows(shown.rates, _columns(shown, self.chosen.places))
        self.table.stand_on(max(at.row(), 0), at.column() if at.isValid() else 1)
        self.picture.setVisible(bool(shown.drawn.chart.bars))
        self.picture.show_drawing(shown.drawn)
        self._show_missing(shown)
        self._moved()
        self.say_known(shown.rates[0].numerator.id.as_of)

    def _show_missing(self, shown: Shown) -> None:
        """Each a list to work off at one press; of those who gave no rating only their number is told."""
        self.missing.clear()
        self.missing.add(controls.label(self.tr("还差："), "strong"))
        for label, figure in shown.missing:
            measure = subject(figure.id.subject).measure(figure.id.measure)
            words = f"{label} {figure.value}{measure.unit}"
            if not measure.opens:
                self.missing.add(controls.label(self.tr("{0}（只计数）").format(words), "soft"))
            elif not figure.value:
                self.missing.add(controls.label(words, "soft"))
            else:
                asking = Asking(figure, f"{self.chosen.words} · {label}", measure.unit)
                link = controls.button(words, partial(self.show_rows, asking), part="link")
                link.setAccessibleName(self.tr("{0}，看名单").format(words))
                self.missing.add(link)

    def _moved(self) -> None:
        """The rate that the cursor stands on: what it says, how it is counted, by which rule."""
        rate = self.table.current_row()
        if self.shown is None or not isinstance(rate, Rate):
            return
        self.say(self.words())
        self.definition.setText(self.tr("{0}：{1}。依据：{2}。").format(rate.label, rate.definition, rate.basis))
        self.picture.mark(rate.numerator.id)

    def words(self) -> str:
        """The rate that the cursor stands on, in the words of a report; empty while there is none."""
        rate, shown = self.table.current_row(), self.shown
        if shown is None or not isinstance(rate, Rate):
            return ""
        said = rate_sentence(rate, shown.before.get(rate.name), shown.compare, self.chosen.places)
        return f"{self.chosen.words}，{said}。"

    # ---- rows ------------------------------------------------------------------------------------------------------

    def _open_cell(self, rate: Rate, column: int) -> None:
        """Enter on a number lists what it counts; on the rate itself its numerator does."""
        key = self.model.columns[column].key
        figure: Figure = getattr(rate, key) if key in PARTS else rate.numerator
        measure = subject(figure.id.subject).measure(figure.id.measure)
        self.show_rows(Asking(figure, f"{self.chosen.words} · {rate.label} · {measure.label}", measure.unit))

    def _press(self, figure: FigureId) -> None:
        """A bar was clicked."""
        names = [rate.numerator.id for rate in self.model.rows]
        if figure in names:
            self.table.stand_on(names.index(figure), 2)
            self._open_cell(self.model.rows[names.index(figure)], 2)

    def copy_chart(self) -> None:
        """The picture goes to the clipboard, to be put into a report."""
        if self.shown is None or not self.shown.drawn.chart.bars:
            self.denied.emit(self.tr("没有画好的图可以复制。"))
            return
        QGuiApplication.clipboard().setPixmap(self.picture.pixmap())
        self.message.emit(self.tr("图已复制，可以直接粘进文档"))

    def print_page(self) -> bool:
        """Ctrl+P: the rates with their chart."""
        if self.shown is None:
            return False
        self.print_wanted.emit(self.papers.rates())
        return True

    # ---- room ------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """The picture beside the table, or below it in a narrow window."""
        super().fit()
        room = self.width() * (3 / 5 if self.lists_rows and not self.side.isHidden() else 1)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if room >= BESIDE * theme.em(1) else ways.TopToBottom)


def _columns(shown: Shown, places: int) -> tuple[Column[Rate], ...]:
    """A rate, its two numbers, and how it differs from the other span in percentage points."""
    found: list[Column[Rate]] = [
        Column("label", translate("RateTable", "比率"), lambda rate: rate.label, LABEL),
        Column("percent", "%", partial(_percent, places), 6, right=True, tone=_soft_if_none, shapeless=True),
        Column("numerator", translate("RateTable", "分子"), lambda rate: f"{rate.numerator.value:,}", 5, right=True),
        Column(
            "denominator", translate("RateTable", "分母"), lambda rate: f"{rate.denominator.value:,}", 5, right=True
        ),
    ]
    if shown.compare != "none":
        found.append(
            Column(
                "change",
                COMPARES[shown.compare],
                lambda rate: rate_change_words(rate, shown.before.get(rate.name), places),
                11,
                right=True,
            )
        )
    return tuple(found)


def _percent(places: int, rate: Rate) -> str:
    percent = percent_of(rate.numerator.value, rate.denominator.value, places)
    return MISSING if percent is None else f"{percent}%"


def _soft_if_none(rate: Rate) -> Tone:
    return Tone.PLAIN if rate.denominator.value else Tone.SOFT
