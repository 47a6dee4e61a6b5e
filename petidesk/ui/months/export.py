"""导出报县, in place: which workbook, masked or full, where to; progress that can be stopped; then the file at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice, Field, TextField
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.paper.printout import practice_mark
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.county.survey import Template
    from petidesk.domain.ledger.months import Finding
    from petidesk.ui.seat import Seat

BOOK, PACKAGE = "book", "package"
# A zip to everybody, and by its longer ending ours: what `petidesk FILE` opens (resources/desktop).
PACKAGE_END = ".petidesk.zip"
_WIDE = 40
_FEW = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written."""

    month: str
    out: Path
    package: bool
    template: str
    full: bool
    why: str
    anyway: bool
    password: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, in the same words for a workbook and a package."""

    path: Path
    rows: int
    masked: bool
    notes: tuple[str, ...]


def write(desk: Desk, wanted: Wanted, ticket: work.Ticket) -> Written | None:
    """Write it; None when it was stopped, with nothing written."""
    if wanted.package:
        package = desk.ledger_package.build(
            wanted.month,
            wanted.out,
            templates=(wanted.template,) if wanted.template else (),
            password=wanted.password,
            full=wanted.full,
            why=wanted.why,
            anyway=wanted.anyway,
            progress=ticket.progress,
            cancelled=ticket.cancelled,
        )
        if package is None:
            return None
        inside = translate("MonthExport", "包里有 {0}").format("、".join(file.name for file in package.files))
        return Written(package.path, package.rows, package.masked, (inside,))
    done = desk.county.export(
        wanted.month,
        wanted.out,
        template=wanted.template or None,
        full=wanted.full,
        why=wanted.why,
        anyway=wanted.anyway,
        progress=ticket.progress,
        cancelled=ticket.cancelled,
    )
    return None if done is None else Written(done.path, done.rows, done.masked, done.notes)


class ExportPanel(QWidget):
    """`left` asks to go back, `findings_wanted` to see what must be put right first, `template_wanted` to see the
    county's workbook of that name."""

    left = Signal()
    findings_wanted = Signal()
    template_wanted = Signal(str)

    def __init__(self, desk: Desk, seat: Seat, month: str) -> None:
        super().__init__()
        self._desk = desk
        self._seat = seat
        self._month = month
        self._checking = work.Reading(self, lambda _template: self._take_findings(None))
        self._ticket: work.Ticket | None = None
        self._folder = Path(seat.ledger_folder or _documents())
        self._written: Path | None = None
        self._build()
        self._choose_kind()
        work.run(self, lambda: [template.name for template in desk.county.templates()], self._take_templates)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.75, (0, 0, 0.5, 0))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("导出报县 {0}").format(self._month), "section", wrap=True), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.leave))
        column.addLayout(head)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        column.addWidget(self.notice)
        fields = QWidget()
        sized(fields, max_width=_WIDE)
        self._fields = QVBoxLayout(fields)
        spaced(self._fields, 0.75)
        self._build_fields()
        column.addWidget(fields)
        column.addWidget(self._build_bar())
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(containers.Scroll(inner))
        self.setAccessibleName(self.tr("导出报县 {0}").format(self._month))

    def _build_fields(self) -> None:
        self.kind = ChipChoice(
            [(BOOK, self.tr("一个表格文件")), (PACKAGE, self.tr("月报包（表格、签字的 PDF、县里程序读的数据）"))],
            BOOK,
        )
        self.kind.changed.connect(lambda _kind: self._choose_kind())
        self._fields.addWidget(Field(self.tr("导出什么"), self.kind))
        self.template = QComboBox()
        self.template.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.template.setMinimumContentsLength(8)
        self.template.addItem(self.tr("本系统的表样"), "")
        self.template.currentTextChanged.connect(self.template.setToolTip)
        self._fields.addWidget(Field(self.tr("用哪个表样"), self.template))
        self.template.currentIndexChanged.connect(lambda _place: self.check())
        beside = containers.Flow(0.75)
        self.add_button = controls.button(self.tr("添加县里的表…"), self._add_template, icon="plus", part="link")
        self.words_button = controls.button(self.tr("栏目和列表用词…"), self._show_template, part="link")
        beside.add(self.add_button)
        beside.add(self.words_button)
        self._fields.addWidget(beside)
        self.numbers = ChipChoice([("masked", self.tr("遮住一部分")), ("full", self.tr("完整"))], "masked")
        self.numbers.changed.connect(lambda _chosen: self._choose_numbers())
        self.numbers_field = Field(self.tr("身份证号和电话"), self.numbers)
        self._fields.addWidget(self.numbers_field)
        self.why = TextField()
        self.why_field = Field(self.tr("为什么要完整的，会留下记录"), self.why)
        self._fields.addWidget(self.why_field)
        self.password = TextField()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password_field = Field(self.tr("打开密码（可不设）"), self.password)
        self._fields.addWidget(self.password_field)
        self.anyway = QCheckBox("")
        self._fields.addWidget(self.anyway)
        self.unsaid = controls.label("", "soft", wrap=True)
        self._fields.addWidget(self.unsaid)
        self.findings = controls.button(self.tr("先去改错误"), self.findings_wanted.emit, part="link")
        self._fields.addWidget(self.findings, 0, Qt.AlignmentFlag.AlignLeft)
        self.place = TextField()
        self.place.textChanged.connect(self._look_at_place)
        self.place_field = Field(self.tr("存到"), self.place)
        self._fields.addWidget(self.place_field)
        self.browse = controls.button(self.tr("选文件夹…"), self._choose_place, icon="folder-open")
        self._fields.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignLeft)

    def _build_bar(self) -> QWidget:
        bar = QWidget()
        column = QVBoxLayout(bar)
        spaced(column, 0.5)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("进度"))
        self.progress.hide()
        column.addWidget(self.progress)
        actions = containers.Flow(0.5)
        self.export_button = controls.button(self.tr("导出"), self.export, part="primary")
        self.stop_button = controls.button(self.tr("停止"), self._stop)
        self.leave_button = controls.button(self.tr("返回月报  Esc"), self.leave)
        for part in (self.export_button, self.stop_button, self.leave_button):
            actions.add(part)
        self.stop_button.hide()
        self._actions = actions
        column.addWidget(actions)
        return bar

    def start_typing(self) -> None:
        """Put the focus on the first question."""
        self.kind.focus_chosen()

    # ---- choices ---------------------------------------------------------------------------------------------------

    def _take_templates(self, names: list[str]) -> None:
        for name in names:
            self.template.addItem(name, name)
        if len(names) == 1:
            self.template.setCurrentIndex(1)  # an office that keeps one county workbook means that one
        self.check()

    def check(self) -> None:
        """Ask what is wrong with the month in the chosen workbook."""
        chosen = str(self.template.currentData() or "")
        self.words_button.setVisible(bool(chosen))
        desk, month = self._desk, self._month

        def call() -> tuple[list[Finding], list[Finding]]:
            own = desk.county.findings(month)
            return list(own), list(desk.county.findings(month, chosen)[len(own) :]) if chosen else []

        self._checking.read(chosen, call, self._take_findings)

    def _take_findings(self, found: tuple[list[Finding], list[Finding]] | None) -> None:
        """The month's own errors, and those of the workbook's lists; None while they are looked for."""
        own, unsaid = found or ([], [])
        self.anyway.setText(self.tr("还有 {0} 条错误没有改，照样导出").format(len(own) + len(unsaid)))
        self.anyway.setVisible(bool(own or unsaid))
        self.findings.setVisible(bool(own))
        words = list(dict.fromkeys(one.message for one in unsaid))
        lines = [f"{one}。" for one in words[:_FEW]]
        if len(words) > _FEW:
            lines.append(self.tr("还有 {0} 个词。").format(len(words) - _FEW))
        if words:
            lines.append(self.tr("在“栏目和列表用词”里定一次，以后都照着写。"))
        self.unsaid.setText("\n".join(lines))
        self.unsaid.setVisible(bool(words))

    def _show_template(self) -> None:
        if self.template.currentData():
            self.template_wanted.emit(str(self.template.currentData()))

    def _add_template(self) -> None:
        kinds = self.tr("县里的表 (*.xlsx *.xls *.et *.xlsm);;所有文件 (*)")
        path = files.file_to_open(self, self.tr("县里发的空表"), self._folder, kinds)
        if path is not None:
            self.add_template(path)

    def add_template(self, path: Path) -> None:
        """Keep the workbook and show what was understood of it."""
        desk = self._desk

        def done(template: Template) -> None:
            if self.template.findData(template.name) < 0:
                self.template.addItem(template.name, template.name)
            self.template.setCurrentIndex(self.template.findData(template.name))
            self.template_wanted.emit(template.name)

        work.run(self, lambda: desk.county.add_template(path), done, self._refused)

    def _choose_kind(self) -> None:
        package = self.kind.chosen() == PACKAGE
        self.password_field.setVisible(package)
        self.numbers_field.setVisible(not package)  # whole numbers never go into a package
        name = self.tr("{0}矛盾纠纷月报").format(self._month) + practice_mark(self._desk)
        self.place.setText(str(self._folder / f"{name}{PACKAGE_END if package else '.xlsx'}"))
        self.place.setCursorPosition(0)
        self._choose_numbers()

    def _choose_numbers(self) -> None:
        self.why_field.setVisible(self.numbers.chosen() == "full" and self.kind.chosen() == BOOK)

    def _choose_place(self) -> None:
        folder = files.folder(self, self.tr("存到哪个文件夹"), self._folder)
        if folder is not None:
            self._folder = folder
            self.place.setText(str(self._folder / Path(self.place.text()).name))

    def _look_at_place(self, text: str) -> None:
        there = Path(text).is_file() if text.strip() else False
        self.place_field.say(self.tr("已有同名文件，导出时替换") if there else "", "warn")

    # ---- writing ---------------------------------------------------------------------------------------------------

    def wanted(self) -> Wanted:
        """What is chosen now."""
        package = self.kind.chosen() == PACKAGE
        return Wanted(
            self._month,
            Path(self.place.text().strip()).expanduser(),
            package,
            str(self.template.currentData() or ""),
            self.numbers.chosen() == "full" and not package,
            self.why.text().strip(),
            self.anyway.isChecked(),
            self.password.text() if package else "",
        )

    def export(self) -> None:
        """Write the file in the background."""
        if self._ticket is not None:
            return
        self.notice.hide()
        for field in (self.why_field, self.place_field):
            field.say("")
        if not self.place.text().strip():
            self.place_field.say(self.tr("请写存到哪里"), "error")
            self.place.setFocus()
            return
        desk, wanted = self._desk, self.wanted()
        ticket = work.Ticket()
        ticket.advanced.connect(self._advance)
        self._ticket = ticket
        self._show_running(True)
        work.run(
            self, lambda: write(desk, wanted, ticket), self._done, self._refused, ticket=ticket, on_cancel=self._stopped
        )

    def _show_running(self, running: bool) -> None:
        self.progress.setRange(0, 0)
        self.progress.setVisible(running)
        self.export_button.setVisible(not running)
        self.stop_button.setVisible(running)
        self._actions.again()
        if running:
            self.stop_button.setFocus()

    def _advance(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _stopped(self) -> None:
        self._ticket = None
        self._show_running(False)
        self.notice.show_as("ink", self.tr("已停止，没有写出文件。"))
        self.notice.show()
        self.export_button.setFocus()

    def _done(self, written: Written | None) -> None:
        if written is None:
            self._stopped()
            return
        self._ticket = None
        self._written = written.path
        self._seat.ledger_folder = str(written.path.parent)
        self._show_running(False)
        masked = self.tr("号码已遮住") if written.masked else self.tr("号码完整")
        words = self.tr("已存为 {0}，共 {1} 件，{2}。").format(written.path, f"{written.rows:,}", masked)
        self.notice.show_as("leaf", words + "；".join(written.notes), self.tr("打开所在文件夹"), self._open_folder)
        self.notice.show()
        self._look_at_place(self.place.text())
        self.leave_button.setFocus()

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def _refused(self, trouble: Trouble) -> None:
        self._ticket = None
        self._show_running(False)
        if trouble.field == "why":
            self.why_field.say(trouble.message, "error")
            self.why.setFocus()
            return
        self.notice.show_trouble(trouble)
        self.export_button.setFocus()

    def leave(self) -> None:
        """Back to the month; a file that is being written is finished or stopped first."""
        if self._ticket is not None:
            self._stop()
        else:
            self.left.emit()


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
