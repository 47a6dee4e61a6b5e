"""The page 导入旧表: choose a file, see where each column goes, read it for trial, take it in, take it out again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QProgressBar, QVBoxLayout, QWidget

from petidesk.domain.imports.imports import ImportBatch, ImportReport, Proposal
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.periods import ALL
from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.listing import VisitView
from petidesk.ui import work
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.imports.batches import BatchList
from petidesk.ui.imports.compare import CompareCard
from petidesk.ui.imports.mapping import MappingGrid, SheetChoice
from petidesk.ui.imports.refusals import RefusalTable, write_refusals
from petidesk.ui.imports.words import UnknownWords
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToDisputes, ToImport, ToVisits

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.desk.imports.imports import Imports
    from petidesk.ui.seat import Seat

WARNINGS_SHOWN = 200


class ImportingPage(Page):
    """Four steps in one place; every step can be left, and nothing is written before 导入."""

    key = "importing"
    help_name = "importing"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.file: Path | None = None
        self.ledger = False  # whether the file is a ledger of disputes, else a register of visits
        self.proposal: Proposal | None = None
        self.report: ImportReport | None = None
        self.words: dict[str, dict[str, str | None]] = {}  # what was said of words of this file
        self._stop = threading.Event()
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.steps = containers.Stack()
        self.body.addWidget(self.steps, 1)
        self._build_start()
        self._build_mapping()
        self._build_trial()
        self._build_running()
        self._build_result()

    # ---- building --------------------------------------------------------------------------------------------------

    def _step(self) -> tuple[QWidget, QVBoxLayout]:
        holder = QWidget()
        column = QVBoxLayout(holder)
        spaced(column, 0.75)
        return holder, column

    def _build_start(self) -> None:
        inner, column = self._step()
        card, inside = controls.card()
        inside.addWidget(controls.label(self.tr("把原来的来访登记表、矛盾纠纷台账导进来"), "section"))
        inside.addWidget(
            controls.label(
                self.tr(
                    "可以用 Excel 或 WPS 的表格（.xlsx、.xls、.et、.ods），也可以用 .csv。"
                    "先试读一遍，指出哪一行哪一列有问题，您点“导入”以前什么也不会写进去；导入以后也可以一次撤销。"
                ),
                wrap=True,
            )
        )
        self.choose_button = controls.button(
            self.tr("选择旧登记表…"), self.ask_file, part="primary", icon="folder-open"
        )
        self.ledger_button = controls.button(
            self.tr("选择旧台账…"), lambda: self.ask_file(ledger=True), icon="notebook-text"
        )
        choices = containers.Flow(0.5)
        choices.add(self.choose_button)
        choices.add(self.ledger_button)
        inside.addWidget(choices)
        column.addWidget(card)
        self.batches = BatchList()
        self.batches.undo.connect(self.undo)
        column.addWidget(self.batches)
        column.addWidget(CompareCard(self.desk))
        column.addStretch(1)
        self.start = containers.Scroll(inner)
        self.steps.addWidget(self.start)

    def _build_mapping(self) -> None:
        inner, column = self._step()
        self.file_words = controls.label("", "section", wrap=True)
        column.addWidget(self.file_words)
        self.sheets = SheetChoice()
        self.sheets_field = Field(self.tr("工作表"), self.sheets)
        self.sheets.currentIndexChanged.connect(lambda _place: self._propose_sheet())
        column.addWidget(self.sheets_field)
        self.missing = controls.Notice("amber")
        column.addWidget(self.missing)
        self.year = TextField(self.tr("如 2024"))
        self.year_field = Field(self.tr("表里的日期没有写年份，是哪一年的？"), self.year)
        sized(self.year, max_width=8)
        column.addWidget(self.year_field)
        card, self._grid_column = controls.card()
        column.addWidget(card)
        column.addStretch(1)
        self.grid: MappingGrid | None = None
        holder, outer = self._step()
        outer.addWidget(containers.Scroll(inner), 1)
        actions = containers.Flow(0.5)
        self.trial_button = controls.button(self.tr("试读一遍"), self.try_out, part="primary", icon="check")
        actions.add(self.trial_button)
        actions.add(controls.button(self.tr("换一个文件"), self.restart))
        outer.addWidget(actions)
        self.mapping_step = holder
        self.steps.addWidget(holder)

    def _build_trial(self) -> None:
        inner, column = self._step()
        self.trial_words = controls.label("", "section", wrap=True)
        column.addWidget(self.trial_words)
        self.trial_more = controls.label("", "soft", wrap=True)
        column.addWidget(self.trial_more)
        self.skip = QCheckBox(self.tr("先导入没有问题的行，其余改好再导"))
        self.skip.toggled.connect(self._skip_changed)
        column.addWidget(self.skip)
        self.refusals = RefusalTable()
        column.addWidget(self.refusals, 1)
        self.refusal_actions = containers.Flow(0.5)
        self.refusal_actions.add(controls.button(self.tr("复制"), self.refusals.copy_marked, icon="copy"))
        self.refusal_actions.add(controls.button(self.tr("存成文本文件…"), self.ask_save, icon="save"))
        column.addWidget(self.refusal_actions)
        self.unknown = UnknownWords()
        self.unknown.again.connect(self.try_again)
        column.addWidget(self.unknown)
        self.warned, inside = controls.card()
        inside.addWidget(controls.label(self.tr("请留意（不影响导入）"), "strong"))
        self.warnings = controls.label("", wrap=True)
        self.warnings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(self.warnings)
        column.addWidget(self.warned)
        column.addStretch(0)
        self.trial_step, outer = self._step()
        outer.addWidget(containers.Scroll(inner), 1)
        actions = containers.Flow(0.5)
        self.import_button = controls.button(self.tr("导入"), self.run, part="primary", icon="download")
        actions.add(self.import_button)
        actions.add(controls.button(self.tr("回去改对应的列"), lambda: self.steps.setCurrentWidget(self.mapping_step)))
        actions.add(controls.button(self.tr("换一个文件"), self.restart))
        outer.addWidget(actions)
        self.steps.addWidget(self.trial_step)

    def _build_running(self) -> None:
        self.running_step, column = self._step()
        card, inside = controls.card()
        self.running_words = controls.label("", "section", wrap=True)
        inside.addWidget(self.running_words)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("进度"))
        inside.addWidget(self.progress)
        self.progress_words = controls.label("", "soft")
        inside.addWidget(self.progress_words)
        self.stop_button = controls.button(self.tr("停止"), self._stop.set, icon="x")
        inside.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(card)
        column.addStretch(1)
        self.steps.addWidget(self.running_step)

    def _build_result(self) -> None:
        inner, column = self._step()
        card, inside = controls.card()
        self.result_words = controls.label("", "section", wrap=True)
        inside.addWidget(self.result_words)
        self.result_more = controls.label("", "soft", wrap=True)
        inside.addWidget(self.result_more)
        actions = containers.Flow(0.5)
        self.see_button = controls.button(self.tr("去看导入的来访"), self._see, part="primary", icon="list")
        self.undo_button = controls.button(self.tr("撤销这次导入"), self._undo_this, icon="undo")
        actions.add(self.see_button)
        actions.add(self.undo_button)
        actions.add(controls.button(self.tr("再导一个文件"), self.restart))
        inside.addWidget(actions)
        column.addWidget(card)
        column.addStretch(1)
        self.result_step = containers.Scroll(inner)
        self.steps.addWidget(self.result_step)

    # ---- coming and going ------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Show the earlier imports anew; a route may name the file that was chosen."""
        self._read_batches()
        if not isinstance(route, ToImport):
            return
        if route.file is not None:
            self.propose(route.file, ledger=route.ledger)
        elif route.ledger:
            self.ledger_button.setFocus()

    def restart(self) -> None:
        """Back to the choice of a file."""
        self.file, self.proposal, self.report = None, None, None
        self.trouble.hide()
        self.steps.setCurrentWidget(self.start)
        self._read_batches()
        self.choose_button.setFocus()

    def closing(self) -> None:
        """An import that runs is stopped; its transaction undoes itself."""
        self._stop.set()

    def _read_batches(self) -> None:
        desk = self.desk
        work.run(self, lambda: desk.imports.batches(), self._show_batches)

    def _show_batches(self, batches: list[ImportBatch]) -> None:
        self.batches.show_batches(batches)

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble)
        if self.steps.currentWidget() is self.running_step:
            self.steps.setCurrentWidget(self.start if self.proposal is None else self.mapping_step)

    # ---- a file ----------------------------------------------------------------------------------------------------

    def ask_file(self, *, ledger: bool = False) -> None:
        """Ask for the file: a register of visits, or a `ledger` of disputes."""
        file = files.file_to_open(
            self,
            self.tr("选择旧台账") if ledger else self.tr("选择旧登记表"),
            self.seat.import_folder,
            self.tr("表格 (*.xlsx *.xls *.et *.ods *.xlsm *.csv *.txt);;所有文件 (*)"),
        )
        if file is not None:
            self.seat.import_folder = str(file.parent)
            self.propose(file, ledger=ledger)

    @property
    def _imports(self) -> Imports:
        return self.desk.imports.of("dispute") if self.ledger else self.desk.imports

    def propose(self, file: Path, *, ledger: bool = False) -> None:
        """Read the headings of `file` and propose where each column goes."""
        self.trouble.hide()
        self.file, self.proposal, self.ledger = file, None, ledger
        self.words = {}
        self._under_way(self.tr("正在看“{0}”的标题…").format(file.name), stoppable=False)
        imports = self._imports

        def proposed(proposal: Proposal) -> None:
            self.sheets.offer(proposal)
            self.sheets_field.setVisible(self.sheets.count() > 1)
            self._proposed(proposal)

        work.run(self, lambda: imports.propose(file), proposed, self._failed)

    def _propose_sheet(self) -> None:
        """Look at the file again: another sheet of it was chosen."""
        if self.file is None:
            return
        imports, file, sheet = self._imports, self.file, self.sheets.sheet
        self.words = {}
        work.run(self, lambda: imports.propose(file, sheet=sheet), self._shown_sheet, self._failed)

    def _shown_sheet(self, proposal: Proposal) -> None:
        self._proposed(proposal)
        self.sheets.setFocus()

    def _proposed(self, proposal: Proposal) -> None:
        self.proposal = proposal
        assert self.file is not None
        self.file_words.setText(
            self.tr("{0} · 工作表 {1} · {2} 行记录").format(
                self.file.name, "、".join(proposal.sheets), proposal.records
            )
        )
        if self.grid is not None:
            self._grid_column.removeWidget(self.grid)
            self.grid.deleteLater()
        self.grid = MappingGrid(proposal)
        self.grid.changed.connect(self._mapping_changed)
        self._grid_column.addWidget(self.grid)
        self.year_field.setVisible(proposal.year is None)
        self._mapping_changed()
        self.steps.setCurrentWidget(self.mapping_step)
        (self.grid.first_unsure or self.trial_button).setFocus()

    def _mapping_changed(self) -> None:
        if self.grid is None or self.proposal is None:
            return
        mapped = set(self.grid.mapping().values())
        missing = [self.proposal.label(key) for key in self.proposal.required if key not in mapped]
        self.trial_button.setEnabled(not missing)
        words = [*self.proposal.warnings]
        if missing:
            words.insert(0, self.tr("还没有指定：{0}。请在下面选出是哪一列。").format("、".join(missing)))
        self.missing.show_as("amber" if missing else "ink", "\n".join(words))
        self.missing.setVisible(bool(words))

    def _year(self) -> int | None:
        """The year typed for dates without one; None when nothing usable was typed."""
        text = self.year.text().strip().removesuffix("年")
        return int(text) if text.isdecimal() and 1949 <= int(text) <= self.desk.today().year else None

    # ---- trial and import ------------------------------------------------------------------------------------------

    def _under_way(self, words: str, *, stoppable: bool = True) -> None:
        self._stop.clear()
        self.running_words.setText(words)
        self.progress_words.setText("")
        self.progress.setRange(0, 0)
        self.stop_button.setVisible(stoppable)
        self.steps.setCurrentWidget(self.running_step)

    def _advance(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress_words.setText(self.tr("{0} / {1} 行").format(done, total))

    def _run(self, then: Callable[[ImportReport], None], *, dry_run: bool) -> None:
        if self.file is None or self.grid is None:
            return
        if self.year_field.isVisibleTo(self.mapping_step) and self.year.text().strip() and self._year() is None:
            self.year_field.say(self.tr("请写四位数的年份，不晚于今年"), "error")
            self.year.setFocus()
            return
        self.year_field.say("")
        self.trouble.hide()
        imports, file, mapping, year = self._imports, self.file, self.grid.mapping(), self._year()
        words, sheet = self.words, self.sheets.sheet
        skip_bad, stop, ticket = self.skip.isChecked(), self._stop, work.Ticket()
        ticket.advanced.connect(self._advance)
        self._under_way(self.tr("正在试读…") if dry_run else self.tr("正在导入，停止的话什么也不会留下…"))
        work.run(
            self,
            lambda: imports.run(
                file,
                mapping,
                words=words,
                sheet=sheet,
                dry_run=dry_run,
                skip_bad=skip_bad,
                year=year,
                progress=ticket.progress,
                cancelled=stop.is_set,
            ),
            then,
            self._failed,
            ticket=ticket,
        )

    def try_out(self) -> None:
        """Read everything once; nothing is written."""
        self.skip.setChecked(False)
        self._run(self._tried, dry_run=True)

    def try_again(self) -> None:
        """Read once more with what was said of words that were not understood."""
        assert self.grid is not None
        for name in self.unknown.left_out():
            self.grid.choose(name, None)
        self.words = {
            name: self.words.get(name, {}) | self.unknown.words().get(name, {})
            for name in {*self.words, *self.unknown.words()}
        }
        self.try_out()

    def _tried(self, report: ImportReport) -> None:
        if self._stop.is_set():
            self.steps.setCurrentWidget(self.mapping_step)
            return
        self.report = report
        good = report.read - report.already - report.refused
        words = [self.tr("读到 {0} 行，可以导入 {1} 行").format(report.read, good)]
        if report.refused:
            words.append(self.tr("{0} 行有问题").format(report.refused))
        if report.already:
            words.append(self.tr("{0} 行以前导入过").format(report.already))
        self.trial_words.setText("，".join(words) + "。")
        self.trial_more.setText(self._added_words(report))
        self.trial_more.setVisible(bool(self.trial_more.text()))
        self.refusals.rows.show_refusals(report.refusals)
        self.unknown.show_words(report.unknown)
        for part in (self.refusals, self.refusal_actions):
            part.setVisible(bool(report.refusals))
        self.skip.setVisible(bool(report.refused) and good > 0)
        shown = report.warnings[:WARNINGS_SHOWN]
        more = len(report.warnings) - len(shown)
        lines = [*shown, self.tr("……还有 {0} 条").format(more)] if more else list(shown)
        self.warnings.setText("\n".join(lines))
        self.warned.setVisible(bool(lines))
        self._skip_changed()
        self.steps.setCurrentWidget(self.trial_step)
        (self.import_button if self.import_button.isEnabled() else self.skip).setFocus()

    def _added_words(self, report: ImportReport) -> str:
        parts = []
        if report.added_villages:
            parts.append(self.tr("会新增村（社区）：{0}").format("、".join(report.added_villages)))
        if report.added_types:
            parts.append(self.tr("会新增分类：{0}").format("、".join(report.added_types)))
        return "；".join(parts)

    def _skip_changed(self) -> None:
        report = self.report
        if report is None:
            return
        good = report.read - report.already - report.refused
        self.import_button.setEnabled(good > 0 and (not report.refused or self.skip.isChecked()))
        self.import_button.setText(self.tr("导入 {0} 行").format(good) if good else self.tr("没有可以导入的行"))

    def run(self) -> None:
        """Take the rows in."""
        self._run(self._taken, dry_run=False)

    def _taken(self, report: ImportReport) -> None:
        if report.import_id is None:
            self.steps.setCurrentWidget(self.trial_step)
            if self._stop.is_set():
                self.message.emit(self.tr("已停止，什么都没有导入。"))
            else:
                self._tried(report)
            return
        self.report = report
        words = (
            self.tr("导入了 {0} 件纠纷，编号已经排好。")
            if self.ledger
            else self.tr("导入了 {0} 条来访，编号已经排好。")
        )
        self.result_words.setText(words.format(report.records))
        self.see_button.setText(self.tr("去看导入的纠纷") if self.ledger else self.tr("去看导入的来访"))
        parts = [self.tr("以前导入过的 {0} 行没有重复导入。").format(report.already)] if report.already else []
        if report.refused:
            parts.append(self.tr("有问题的 {0} 行没有导入；在原表改好以后再导入一次就行。").format(report.refused))
        self.result_more.setText("\n".join(parts))
        self.undo_button.show()
        self.see_button.show()
        self.steps.setCurrentWidget(self.result_step)
        self.see_button.setFocus()
        self.saved.emit()

    # ---- keeping refusals, undoing ---------------------------------------------------------------------------------

    def ask_save(self) -> None:
        """Ask where the list of refusals goes."""
        if self.file is None:
            return
        proposed = str(self.file.with_name(self.tr("{0}-不能导入的行.txt").format(self.file.stem)))
        target = files.file_to_save(self, self.tr("存成文本文件"), proposed, self.tr("文本文件 (*.txt)"))
        if target is not None:
            self.save_refusals(target)

    def save_refusals(self, file: Path) -> None:
        """Write the list of refusals to `file`."""
        try:
            write_refusals(file, self.refusals.rows.refusals)
        except OSError as error:
            self.trouble.show_as("seal", self.tr("没有存成：{0}").format(error.strerror or str(error)))
            self.trouble.show()
            return
        self.message.emit(self.tr("已存到 {0}").format(file.name))

    def _see(self) -> None:
        if self.ledger:
            self.go.emit(ToDisputes(DisputeQuery(sort="dispute_no")))
        else:
            self.go.emit(ToVisits(VisitView(period=ALL)))

    def _undo_this(self) -> None:
        if self.report is not None and self.report.import_id is not None:
            self.undo(self.report.import_id)

    def undo(self, import_id: int) -> None:
        """Void every record of an import."""
        desk = self.desk
        self._under_way(self.tr("正在撤销导入…"), stoppable=False)
        work.run(self, lambda: desk.imports.undo(import_id), self._undone, self._undo_failed)

    def _undone(self, voided: int) -> None:
        self.restart()
        self.message.emit(self.tr("已撤销导入：{0} 条作废，编号不再使用。").format(voided))
        self.saved.emit()

    def _undo_failed(self, trouble: Trouble) -> None:
        self.restart()
        self._failed(trouble)
