"""The first start, two minutes at most: seven short steps, every one can be skipped; the practice office beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.forms import chinese
from petidesk.ui.forms.entry_rows import listed
from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.settings.look import LookChoice
from petidesk.ui.start.folder_check import advise
from petidesk.ui.start.practice import practice_folder
from petidesk.ui.start.secret_step import SecretStep
from petidesk.ui.start.slip_step import SlipStep
from petidesk.ui.start.step import Step
from petidesk.ui.start.trouble import backup_of

if TYPE_CHECKING:
    from petidesk.ui.seat import Seat


class Wizard(QWidget):
    """`finished` is sent with the data folder when the office stands there, practice or real."""

    finished = Signal(Path)
    # A Backup that is to be put in place instead of a new office.
    restore_asked = Signal(object)

    def __init__(self, folder: Path, seat: Seat) -> None:
        super().__init__()
        self.folder = folder
        self.seat = seat
        self._folder_made = folder
        self._practice = practice_folder(folder)
        self._keys = FieldKeys(self)
        self._keys.forward.connect(self._enter)
        outer = QVBoxLayout(self)
        spaced(outer, 0, (1, 1, 1, 1))
        frame, column = controls.card()
        spaced(column, 1, (2, 1.5, 2, 1))
        sized(frame, max_width=44, max_height=36)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(frame, 100)
        middle.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(middle, 100)
        outer.addStretch(1)
        self.dots = controls.label("", "soft")
        column.addWidget(self.dots)
        self.stack = containers.Stack()
        column.addWidget(self.stack, 1)
        self.says = controls.label("", "error", wrap=True)
        self.says.hide()
        column.addWidget(self.says)
        self._build_steps()
        column.addWidget(controls.rule())
        column.addWidget(self._build_foot(frame))
        self._show(0)

    # -- steps -----------------------------------------------------------------------------------------------------

    def _build_steps(self) -> None:
        self.slip = SlipStep(self.seat, self._names, self._failed)
        self.secret = SecretStep(lambda: self._names()[0], lambda: self.seat.printer, self._say)
        self.steps: list[Step] = [
            self._office_step(),
            self._villages_step(),
            self._folder_step(),
            self.secret,
            self._typing_step(),
            self.slip,
            self._backup_step(),
        ]
        for step in self.steps:
            self.stack.addWidget(containers.Scroll(step))

    def _office_step(self) -> Step:
        step = Step(self.tr("单位叫什么？"), self.tr("打印的回执上用这个名称。现在不填也行，以后在“设置”里改。"))
        self.office = QLineEdit()
        self.office.setPlaceholderText(self.tr("例如：清溪镇"))
        self.county = QLineEdit()
        self.county.setPlaceholderText(self.tr("例如：安平县"))
        step.column.addWidget(controls.field(self.tr("单位名称"), self.office))
        step.column.addWidget(controls.field(self.tr("所属县（市、区）"), self.county))
        papers = [
            ("plain", self.tr("黑色，普通打印机")),
            ("red", self.tr("红色，彩色打印机")),
            ("preprinted", self.tr("套红纸")),
        ]
        self.letterhead = ChipChoice(papers, "plain")
        self.letterhead.setAccessibleName(self.tr("文书的文头怎么印"))
        step.column.addWidget(Field(self.tr("文书的文头怎么印"), self.letterhead))
        step.column.addStretch(1)
        practice = QFrame()
        role(practice, "notice-ink")
        row = QHBoxLayout(practice)
        spaced(row, 0.75, (0.75, 0.5, 0.75, 0.5))
        row.addWidget(
            controls.label(self.tr("想先试一试？练习单位里有编好的来访，随便改，打印都带“演练”字样。"), wrap=True), 1
        )
        self.practise = controls.button(self.tr("打开练习单位"), self.make_practice)
        row.addWidget(self.practise)
        step.column.addWidget(practice)
        before = QFrame()
        role(before, "notice-ink")
        row = QHBoxLayout(before)
        spaced(row, 0.75, (0.75, 0.5, 0.75, 0.5))
        row.addWidget(controls.label(self.tr("以前用过，换了电脑？从U盘或别处的备份接着用。"), wrap=True), 1)
        self.bring_back = controls.button(self.tr("从备份恢复"), self._choose_copy, icon="history")
        row.addWidget(self.bring_back)
        step.column.addWidget(before)
        step.first = self.office
        self._watch(self.office, self.county, *self.letterhead.chips())
        return step

    def _villages_step(self) -> Step:
        step = Step(
            self.tr("有哪些村（社区）？"),
            self.tr("一行一个，可以从表格里整列粘贴。登记时打首字母就能选。在空行按 Enter 到下一步。"),
        )
        self.villages = QPlainTextEdit()
        self.villages.setPlaceholderText(self.tr("东村\n西村\n河湾社区"))
        self.villages.setTabChangesFocus(True)
        sized(self.villages, min_height=8)
        step.column.addWidget(controls.field(self.tr("村（社区）名单"), self.villages))
        self.village_count = controls.label("", "soft")
        step.column.addWidget(self.village_count)
        self.villages.textChanged.connect(self._count_villages)
        step.column.addStretch(1)
        step.first = self.villages
        self._keys.watch(self.villages, self._next_line)
        return step

    def _folder_step(self) -> Step:
        step = Step(self.tr("记录放在哪里？"), self.tr("放在本机硬盘上最稳妥。一般不用改。"))
        self.place = controls.Elided("", "strong", Qt.TextElideMode.ElideMiddle)
        step.column.addWidget(self.place)
        self.advice = controls.Notice("leaf")
        step.column.addWidget(self.advice)
        choose = controls.button(self.tr("换一个文件夹"), self._choose_folder, icon="folder-open")
        step.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        step.column.addStretch(1)
        self.use_folder(self.folder)
        return step

    def _typing_step(self) -> Step:
        step = Step(self.tr("能打汉字吗？字够大吗？"), self.tr("请用平时的输入法在下面打两个汉字。"))
        self.typed = QLineEdit()
        self.typed.textChanged.connect(self._typing)
        step.column.addWidget(controls.field(self.tr("打两个汉字"), self.typed))
        self.typing_says = controls.label("", "soft", wrap=True)
        step.column.addWidget(self.typing_says)
        step.column.addWidget(controls.rule())
        step.column.addWidget(controls.label(self.tr("张桂花，您好。请出示身份证，请坐。"), wrap=True))
        look = LookChoice(self.seat)
        step.column.addWidget(look)
        step.column.addStretch(1)
        step.first = self.typed
        self._watch(self.typed, *look.parts())
        return step

    def _backup_step(self) -> Step:
        step = Step(
            self.tr("备份放在哪里？"),
            self.tr("关窗时会自动备份在本机。最好再选一个U盘或另一块盘，电脑坏了也不怕。以后在“设置”里也能选。"),
        )
        self.backup_place = controls.Elided(self.tr("还没有选位置。"), "strong", Qt.TextElideMode.ElideMiddle)
        step.column.addWidget(self.backup_place)
        choose = controls.button(self.tr("选一个位置"), self._choose_backup, icon="usb")
        step.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        step.column.addStretch(1)
        return step

    def _build_foot(self, frame: QFrame) -> QWidget:
        foot = containers.Flow(0.5)
        self.next = controls.button("", self.forward, part="primary")
        self.skip = controls.button(self.tr("跳过这一步"), self._skip)
        self.back = controls.button(self.tr("上一步"), lambda: self._show(self.stack.currentIndex() - 1), part="link")
        self.all = controls.button(self.tr("全部跳过，直接开始"), self.finish, part="link")
        for part in (self.next, self.skip, self.back, self.all):
            foot.add(part)
        self._foot = foot
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.next.click)
        return foot

    # -- moving ----------------------------------------------------------------------------------------------------

    def forward(self) -> None:
        """The next step; after the last one the office is made."""
        row = self.stack.currentIndex()
        if self.steps[row] is self.secret and (problem := self.secret.problem()):
            self._say(problem)
        elif row + 1 < len(self.steps):
            self._show(row + 1)
        else:
            self.finish()

    def _watch(self, *fields: QWidget) -> None:
        for field in fields:
            self._keys.watch(field)

    def _enter(self, field: QWidget) -> None:
        """Enter in a field: the next field of the step, after the last one or with nothing typed the next step."""
        begun = any(self._names())
        if field is self.office and begun:
            self.county.setFocus()
        elif field is self.county and begun:
            self.letterhead.focus_chosen()
        else:
            self.forward()

    def _next_line(self, _shift: bool) -> bool:
        """Enter behind a village begins a line for the next; on an empty line it is no part of the list."""
        cursor = self.villages.textCursor()
        if not cursor.block().text().strip():
            return False
        cursor.insertBlock()
        self.villages.setTextCursor(cursor)
        return True

    def _skip(self) -> None:
        step = self.stack.currentIndex()
        if step == 0:
            self.office.clear()
            self.county.clear()
        elif step == 1:
            self.villages.clear()
        elif self.steps[step] is self.secret:
            self.secret.give_up()
        self.forward()

    def _show(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        last = row + 1 == len(self.steps)
        self.dots.setText(self.tr("第 %1 步，共 %2 步").replace("%1", str(row + 1)).replace("%2", str(len(self.steps))))
        self.next.setText(self.tr("完成，开始使用") if last else self.tr("下一步"))
        self.back.setVisible(row > 0)
        self.skip.setVisible(not last)
        self.all.setVisible(not last)
        self._foot.again()
        self.says.hide()
        if self.steps[row] is self.slip:
            self.slip.look_for_printers()
        (self.steps[row].first or self.next).setFocus()

    # -- what the steps do -------------------------------------------------------------------------------------------

    def use_folder(self, folder: Path) -> None:
        """Take another data folder and say what is thought of it."""
        self.folder = folder
        self.place.set_whole(str(folder))
        advice = advise(folder)
        self.advice.show_as({"good": "leaf", "soon": "amber", "bad": "seal"}[advice.level], advice.words)

    def use_backup_place(self, folder: Path) -> None:
        """Keep the second place for backups with the seat."""
        self.seat.backup_place = str(folder)
        self.backup_place.set_whole(str(folder))

    def _choose_folder(self) -> None:
        folder = files.folder(self, self.tr("选一个文件夹"))
        if folder is not None:
            self.use_folder(folder if not any(folder.iterdir()) else folder / "petidesk")

    def _choose_copy(self) -> None:
        file = files.file_to_open(self, self.tr("选一份备份"))
        if file is not None:
            self.take_copy(file)

    def take_copy(self, file: Path) -> None:
        """Go on with this backup instead of a new office."""
        work.run(self, lambda: backup_of(file), self.restore_asked.emit, self._failed)

    def _choose_backup(self) -> None:
        folder = files.folder(self, self.tr("选U盘或另一块盘上的文件夹"))
        if folder is not None:
            self.use_backup_place(folder)

    def _count_villages(self) -> None:
        names = listed(self.villages.toPlainText())
        self.village_count.setText(self.tr("共 %1 个").replace("%1", str(len(names))))

    def _typing(self, text: str) -> None:
        if chinese.hanzi(text) >= 2:
            role(self.typing_says, "done")
            self.typing_says.setText(self.tr("✓ 输入法正常。"))
        elif text and text.isascii():
            role(self.typing_says, "warn")
            self.typing_says.setText(f"{chinese.how_to_switch()}\n{chinese.how_to_install()}")
        else:
            self.typing_says.setText("")

    # -- the end -----------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Make the office with what was typed; what was left out stays empty."""
        office, county = self._names()
        villages = listed(self.villages.toPlainText())
        folder, letterhead = self.folder, self.letterhead.chosen()
        if problem := self.secret.problem():
            self._show(self.steps.index(self.secret))
            self._say(problem)
            return
        password, code = self.secret.secrets()

        def make() -> None:
            from petidesk.desk.opening import create_office

            create_office(
                folder,
                office=office,
                county=county,
                villages=villages,
                letterhead=letterhead,
                password=password,
                code=code,
            )

        self._run(make, self.tr("正在建立"))

    def make_practice(self) -> None:
        """The practice office: one click, in a folder of its own beside the real one."""
        from petidesk.ui.start.practice import make_practice

        folder = self._practice
        self.practise.setEnabled(False)
        ticket = work.Ticket(self.tr("正在准备练习单位"))
        self._folder_made = folder
        work.run(self, lambda: make_practice(folder, ticket.progress), self._finished, self._failed, ticket=ticket)

    def _names(self) -> tuple[str, str]:
        return self.office.text().strip(), self.county.text().strip()

    def _run(self, make: Callable[[], None], title: str) -> None:
        self._folder_made = self.folder
        self.next.setEnabled(False)
        self.all.setEnabled(False)
        work.run(self, make, self._finished, self._failed, title=title)

    def _finished(self, _done: object) -> None:
        self.finished.emit(self._folder_made)

    def _say(self, sentence: str) -> None:
        self.says.setText(sentence)
        self.says.show()

    def _failed(self, trouble: Trouble) -> None:
        for part in (self.next, self.all, self.practise, self.slip.preview):
            part.setEnabled(True)
        self._say(trouble.message)
        if isinstance(trouble, Refused) and trouble.field in ("office", "name", "county"):
            self._show(0)
            self.says.show()
