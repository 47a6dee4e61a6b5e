"""The tab 月报: the month that goes to the county, its balance, what must be put right, what changed, closing it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.ledger.events import month_days, month_number, month_of, month_text
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.ledger.months import Change, Finding, MonthFigures, ReportDue
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.money import money_words
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.months import figures as month_figures
from petidesk.ui.months.export import ExportPanel
from petidesk.ui.months.figures import CHANGES, CHECK, COUNTY, TYPES, VILLAGES, YEAR, FigureRow
from petidesk.ui.months.template import TemplatePanel
from petidesk.ui.paper.printout import month_printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToDispute, ToDisputes, ToMonth

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

MONTHS = 36


@dataclass(frozen=True, slots=True)
class MonthShown:
    """Everything that the tab says of a month."""

    month: str
    figures: MonthFigures
    findings: list[Finding]
    changes: list[Change]
    due: ReportDue | None
    over: bool

    @property
    def errors(self) -> int:
        """How many findings must be put right before the month goes out."""
        return sum(finding.error for finding in self.findings)


class MonthTab(Page):
    """`opened` takes a month such as 2026-10, or None: the month whose report is owed, else the last one shown."""

    key = "ledger"
    help_name = "ledger"

    def __init__(self, desk: Desk, seat: Seat, choices: LedgerChoices, office: Office) -> None:
        super().__init__(desk, seat)
        self.shown: MonthShown | None = None
        self._reading = work.Reading(self, self._wait)
        self.figures = FewModel((), lambda row: getattr(row, "total", False), self)
        self.table = FewTable(self.figures, self.tr("月报：每个数字回车看名单"), by_cell=True)
        self.panel: ExportPanel | None = None
        self.template: TemplatePanel | None = None
        self._build()
        self.table.opened.connect(self._open_cell)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        spaced(self._column, 0.5, (0, 0, 0.5, 0))
        self._column.addWidget(self._build_months())
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self._column.addWidget(self.trouble)
        self.balance = containers.Flow(0.25)
        self._column.addWidget(self.balance)
        self.rates = controls.label("", "soft", wrap=True)
        self._column.addWidget(self.rates)
        self.views = ChipChoice(
            [
                (TYPES, self.tr("按类型")),
                (VILLAGES, self.tr("按村（社区）")),
                (YEAR, self.tr("今年累计")),
                (COUNTY, self.tr("月报类型")),
                (CHECK, self.tr("核对")),
                (CHANGES, self.tr("结账后改动")),
            ],
            TYPES,
        )
        self.views.setAccessibleName(self.tr("看哪张表"))
        self.views.changed.connect(lambda _view: self._show_table())
        self._column.addWidget(self.views)
        self.nothing = controls.label("", "soft", wrap=True)
        self.nothing.hide()
        self._column.addWidget(self.nothing)
        sized(self.table, min_height=11)
        self._column.addWidget(self.table, 1)
        self.front = containers.Stack()
        self.sheet = containers.Scroll(inner)
        self.front.addWidget(self.sheet)
        self.body.addWidget(self.front, 1)
        spaced(self.body, 0.75, (1.25, 0.25, 1.25, 0.5))
        self.close_button = self.add_action(self.tr("结账…"), self.ask_close, icon="lock")
        self.export_button = self.add_action(self.tr("导出报县…"), self.open_export, icon="upload")
        self.check_button = self.add_action(self.tr("核对"), self.check, icon="circle-check")
        self.print_button = self.add_action(self.tr("打印台账  Ctrl+P"), self.print_page, icon="printer")
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)

    def _build_months(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        spaced(row, 0.5)
        flow = self._head = containers.Flow(0.5)
        self.earlier = controls.icon_button("chevron-left", self.tr("上一个月"), partial(self.step, 1))
        self.later = controls.icon_button("chevron-right", self.tr("下一个月"), partial(self.step, -1))
        self.months = QComboBox()
        self.months.setMaxVisibleItems(16)
        self.months.setAccessibleName(self.tr("月份"))
        sized(self.months, width=9.5)
        self.months.activated.connect(lambda place: self.show_month(str(self.months.itemData(place))))
        self.badge = controls.label("", "badge-ink")
        for part in (self.earlier, self.months, self.later, self.badge):
            flow.add(part)
        row.addWidget(flow, 1)
        return line

    # ---- which month -----------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Read the month anew."""
        self._fill_months()
        if self.panel is not None:
            return
        if isinstance(route, ToMonth) and route.month:
            self.show_month(route.month)
        elif self._reading.about is not None:
            self.show_month(self._reading.about)
        else:
            last = month_text(month_of(self.desk.today()) - 1)
            self.show_month(last)

    def first_stop(self) -> QWidget | None:
        """The figures."""
        return self.table

    def _fill_months(self) -> None:
        this = month_of(self.desk.today())
        chosen = self.months.currentData()
        self.months.clear()
        for back in range(MONTHS):
            month = month_text(this - back)
            self.months.addItem(self.tr("{0}年{1}月").format(month[:4], int(month[5:])), month)
        self.months.setCurrentIndex(max(self.months.findData(chosen), 0))

    def step(self, back: int) -> None:
        """A month earlier (1) or later (-1)."""
        place = self.months.currentIndex() + back
        if 0 <= place < self.months.count():
            self.show_month(str(self.months.itemData(place)))

    def show_month(self, month: str) -> None:
        """Read and show a month."""
        if self.months.findData(month) < 0:
            self.months.addItem(month, month)
        self.months.setCurrentIndex(self.months.findData(month))
        desk = self.desk

        def call() -> MonthShown:
            figures = desk.months.figures(month)
            changes = desk.months.changes(month) if figures.balance.closed else list(figures.changes)
            due = desk.months.due()
            over = desk.latest().date() > month_days(month_number(month))[1]
            return MonthShown(
                month, figures, desk.months.findings(month), changes, due if due and due.month == month else None, over
            )

        def done(shown: MonthShown) -> None:
            self.shown = shown
            self._show()

        self._reading.read(month, call, done, self._failed)

    def _wait(self, _month: str) -> None:
        """Another month is being worked out: no figure of the one before stands under its name."""
        self.shown = None
        self.trouble.hide()
        self.balance.clear()
        self.balance.add(controls.label(self.tr("正在核算…"), "soft"))
        for part in (self.badge, self.rates, self.nothing):
            part.setText("")
        self.nothing.hide()
        self.figures.set_rows([])
        self._name_chips(None)
        self.say_state("")

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble)

    # ---- what it says ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        shown = self.shown
        assert shown is not None
        self.trouble.hide()
        total = shown.figures.balance.total
        words, tone = self._standing(shown)
        self.badge.setText(words)
        role(self.badge, tone)
        self._head.again()
        self.balance.clear()
        for sign, said, key in month_figures.identity_parts(shown.figures):
            if sign:
                self.balance.add(controls.label(sign, "strong"))
            link = controls.button(said, partial(self._open_figure, key), part="link")
            link.setAccessibleName(self.tr("{0}，看名单").format(said))
            self.balance.add(link)
        right = total.balanced
        self.balance.add(
            controls.label(self.tr("相符") if right else self.tr("两边不符"), "done" if right else "error")
        )
        on_books = total.carried_over + total.found
        facts = self.tr("在册 {0} 件，涉及 {1} 人、{2} 元").format(
            f"{on_books:,}", f"{total.people:,}", money_words(total.amount_fen) or "0"
        )
        rates = [
            self.tr("{0} {1}（{2}：{3}÷{4}）").format(
                rate.label, rate.text, rate.definition, rate.numerator, rate.denominator
            )
            for rate in shown.figures.rates
        ]
        self.rates.setText("\n".join([facts, *rates]))
        self._name_chips(shown)
        self._show_table()
        self._show_actions(shown)

    def _standing(self, shown: MonthShown) -> tuple[str, str]:
        """Closed, owed, or still running."""
        if shown.figures.balance.closed:
            return self.tr("已结账"), "badge-leaf"
        if not shown.over:
            return self.tr("本月还没有过完"), "badge-ink"
        if shown.due is None:
            return self.tr("未结账"), "badge-amber"
        day = shown.due.due_on.isoformat()
        if shown.due.days_left < 0:
            return self.tr("未结账，{0} 应报，已过 {1} 天").format(day, -shown.due.days_left), "badge-seal"
        return self.tr("未结账，{0} 应报，还有 {1} 天").format(day, shown.due.days_left), "badge-amber"

    def _name_chips(self, shown: MonthShown | None) -> None:
        names = {CHECK: self.tr("核对"), CHANGES: self.tr("结账后改动")}
        if shown is not None:
            names = {
                CHECK: self.tr("核对 {0}").format(len(shown.findings)),
                CHANGES: self.tr("结账后改动 {0}").format(len(shown.changes)),
            }
        for chip, key in zip(self.views.chips(), (TYPES, VILLAGES, YEAR, COUNTY, CHECK, CHANGES), strict=True):
            if key in names and isinstance(chip, controls.Button):
                chip.setText(names[key])
        self.views.setAccessibleName(self.tr("看哪张表"))
        self.views.again()

    def _show_table(self) -> None:
        shown = self.shown
        if shown is None:
            return
        view = self.views.chosen()
        nothing = ""
        self.table.set_by_cell(view not in (CHECK, CHANGES))
        if view == CHECK:
            self.figures.set_rows(shown.findings, month_figures.finding_columns())
            nothing = self.tr("没有发现错误和缺项，可以报出。") if not shown.findings else ""
        elif view == CHANGES:
            self.figures.set_rows(shown.changes, month_figures.change_columns())
            closed = shown.figures.balance.closed
            words = self.tr("结账以后没有改动。") if closed else self.tr("以前结账的月份没有迟报和更正。")
            nothing = words if not shown.changes else ""
        elif view == COUNTY:
            self.figures.set_rows(month_figures.county_rows(shown.figures), month_figures.county_columns())
        else:
            self.figures.set_rows(month_figures.table_rows(shown.figures, view), month_figures.figure_columns(view))
        self.nothing.setText(nothing)
        self.nothing.setVisible(bool(nothing))
        self.table.setVisible(not nothing)
        self.table.stand_on(0)

    def _show_actions(self, shown: MonthShown) -> None:
        """One filled button: close the month once it is over, then send it."""
        closed = shown.figures.balance.closed
        self.close_button.setVisible(not closed and shown.over)
        role(self.close_button, "primary" if not closed and shown.over else "")
        role(self.export_button, "primary" if closed else "")
        for button, icon, filled in (
            (self.close_button, "lock", not closed),
            (self.export_button, "upload", closed),
        ):
            icons.put(button, icon, "on_ink" if filled else "text", 1.1)
        self._actions.again()
        if shown.findings:
            words = self.tr("错误 {0} 条，缺项 {1} 条").format(shown.errors, len(shown.findings) - shown.errors)
            self.say_state(words)
        else:
            self.say_state("")

    # ---- figures, findings -----------------------------------------------------------------------------------------

    def _open_figure(self, key: str) -> None:
        if self.shown is not None:
            self.go.emit(ToDisputes(DisputeQuery(month=self.shown.month, figure=key)))

    def _open_cell(self, row: object, column: int) -> None:
        """A figure opens its list, a finding its dispute at the field, a change its dispute."""
        shown = self.shown
        if shown is None:
            return
        if isinstance(row, FigureRow):
            year = self.views.chosen() == YEAR
            key = month_figures.figure_keys()[column]
            self.go.emit(ToDisputes(month_figures.figure_query(row, key, shown.month, year=year)))
        elif isinstance(row, Finding):
            self.go.emit(ToDispute(row.dispute_no, row.field))
        elif isinstance(row, Change):
            self.go.emit(ToDispute(row.dispute_no))

    def check(self) -> None:
        """核对: read the month anew and show what must be put right."""
        self.views.choose(CHECK)
        if self.shown is not None:
            self.show_month(self.shown.month)
        self.table.setFocus()

    # ---- closing, sending ------------------------------------------------------------------------------------------

    def ask_close(self) -> None:
        """Closing a month is asked once, plainly."""
        shown = self.shown
        if shown is None:
            return
        words = self.tr("结账以后，{0} 的数字不再变动；以后补登和更正的，在下个月的“结账后改动”里列出。").format(
            shown.month
        )
        if shown.errors:
            words += self.tr("还有 {0} 条错误没有改，县里可能退回。").format(shown.errors)
        self.trouble.show_as("amber", words, self.tr("结账 {0}").format(shown.month), self._close_month)
        self.trouble.show()
        self.sheet.verticalScrollBar().setValue(0)
        self.trouble.focus_action()

    def _close_month(self) -> None:
        shown, desk = self.shown, self.desk
        if shown is None:
            return
        month = shown.month
        self.trouble.hide()

        def done(_balance: object) -> None:
            self.message.emit(self.tr("{0} 已结账").format(month))
            self.saved.emit()
            self.show_month(month)

        work.run(self, lambda: desk.months.close(month), done, self._failed, title=self.tr("正在结账"))

    def open_export(self) -> None:
        """导出报县: choose the workbook and the place."""
        if self.shown is None or self.panel is not None:
            return
        self.panel = ExportPanel(self.desk, self.seat, self.shown.month)
        self.panel.left.connect(self._close_export)
        self.panel.findings_wanted.connect(self._to_findings)
        self.panel.template_wanted.connect(self._open_template)
        self.front.addWidget(self.panel)
        self.front.setCurrentWidget(self.panel)
        self.bar.hide()
        self.panel.start_typing()

    def _close_export(self) -> None:
        panel, self.panel = self.panel, None
        if panel is not None:
            self.front.setCurrentWidget(self.sheet)
            self.front.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self.bar.show()

    def _open_template(self, name: str) -> None:
        """What a county's workbook asks for, in front of the export, which goes on where it was."""
        self.template = TemplatePanel(self.desk, name)
        self.template.left.connect(self._close_template)
        self.front.addWidget(self.template)
        self.front.setCurrentWidget(self.template)

    def _close_template(self) -> None:
        shown, self.template = self.template, None
        if shown is None or self.panel is None:
            return
        self.front.setCurrentWidget(self.panel)
        self.front.removeWidget(shown)
        shown.hide()
        shown.deleteLater()
        self.panel.check()

    def _to_findings(self) -> None:
        self._close_export()
        self.check()

    def _escape(self) -> None:
        if self.template is not None:
            self._close_template()
        elif self.panel is not None:
            self.panel.leave()
        elif self.trouble.isVisible():
            self.trouble.hide()

    def print_page(self) -> bool:
        """Ctrl+P: the ledger of the month, for signature."""
        if self.shown is None or self.panel is not None:
            return False
        self.print_wanted.emit(month_printout(self.desk, self.shown.month))
        return True
