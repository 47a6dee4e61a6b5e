"""A first password and its recovery sheet: saved or printed, and tried by typing the code before it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.papers import Paper
from petidesk.domain.secrets.passwords import LEAST, MOST, new_password
from petidesk.domain.secrets.recovery import typed_code
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.theme import spaced
from petidesk.ui.translate import translate


class PasswordLines(QWidget):
    """A new password, typed twice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.75)
        self.new, self.again = QLineEdit(), QLineEdit()
        for line in (self.new, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.textChanged.connect(self.changed)
        told = self.tr("密码（{0}到{1}个字符，没有别的要求）").format(LEAST, MOST)
        column.addWidget(controls.field(told, self.new))
        column.addWidget(controls.field(self.tr("再输一遍密码"), self.again))

    def problem(self) -> str:
        """What is still wrong, in a sentence; empty when the password can be set."""
        try:
            new_password(self.new.text())
        except Refused as refused:
            return refused.message
        return "" if self.new.text() == self.again.text() else self.tr("两次输入的密码不一样。")

    def password(self) -> str:
        """What was typed."""
        return self.new.text()

    def clear(self) -> None:
        """Nothing of it stays on the screen."""
        self.new.clear()
        self.again.clear()


def told_of_copies(copies: Sequence[str]) -> str:
    """What an old secret still opens, and what to do about it; empty where it opens nothing."""
    if not copies:
        return ""
    told = translate("SecretForm", "旧的还能打开 {0} 份备份：{1}。要让它彻底失效，请到“密码加密”换一把新钥匙。")
    return told.format(len(copies), "、".join(Path(name).name for name in copies))


class SheetForm(QWidget):
    """The recovery sheet of a code that counts only when it was typed from the paper.

    `office` gives the name that stands on the sheet.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, office: Callable[[], str], printer: Callable[[], str]) -> None:
        super().__init__()
        self._office, self._printer = office, printer
        self._code = ""
        column = QVBoxLayout(self)
        spaced(column, 0.75)
        row = containers.Flow(0.5)
        self.print_it = controls.button(self.tr("打印恢复单"), self._print, icon="printer")
        self.save_it = controls.button(self.tr("存成文件再打印"), self._save, icon="download")
        row.add(self.print_it)
        row.add(self.save_it)
        column.addWidget(row)
        self.says = controls.label("", "soft", wrap=True)
        self.says.hide()
        column.addWidget(self.says)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("7组，每组5个字符"))
        self.typed.textChanged.connect(self.changed)
        column.addWidget(controls.field(self.tr("照着恢复单把恢复码输一遍"), self.typed))

    @property
    def made(self) -> bool:
        """Whether there is a sheet."""
        return bool(self._code)

    def problem(self) -> str:
        """What is still missing, in a sentence; empty when the code was typed as it stands on the sheet."""
        if not self._code:
            return self.tr("请先打印恢复单，或者存成文件。")
        try:
            typed = typed_code(self.typed.text())
        except Refused as refused:
            return refused.message
        return "" if typed == self._code else self.tr("这不是这张恢复单上的恢复码。")

    def code(self) -> str:
        """The code as it was typed."""
        return self.typed.text()

    def write(self, target: Path) -> None:
        """Write the sheet into a file."""
        work.run(self, self._draw, lambda paper: self._write(target, paper), self._refused)

    def _draw(self) -> Paper:
        from petidesk.desk.clock import computer_now
        from petidesk.desk.secrets.sheets import new_code, sheet

        self._code = self._code or new_code()
        return sheet(self._code, self._office(), computer_now())

    def _write(self, target: Path, paper: Paper) -> None:
        try:
            target.write_bytes(paper.pdf)
        except OSError:
            self.failed.emit(self.tr("恢复单没有写成，请换一个位置。"))
            return
        self._tell(self.tr("恢复单在 {0}。打印出来锁好以后，把这个文件删掉。").format(target))

    def _save(self) -> None:
        kinds = self.tr("PDF 文件 (*.pdf)")
        target = files.file_to_save(self, self.tr("恢复单存到哪里"), self.tr("恢复单.pdf"), kinds)
        if target is not None:
            self.write(target)

    def _print(self) -> None:
        from petidesk.ui.paper.printout import DOTS, print_pages, printer_named, printer_names

        name = self._printer() or next(iter(printer_names()), "")
        if not name:
            self.failed.emit(self.tr("这台电脑没有装打印机。请存成文件，拿到别处打印。"))
            return

        def pages() -> list[bytes]:
            from petidesk.desk.secrets.sheets import page_png

            return [page_png(self._draw().pdf, DOTS)]

        def send(drawn: list[bytes]) -> None:
            try:
                print_pages(printer_named(name), drawn, 1, self.tr("恢复单"))
            except Trouble as trouble:
                self._refused(trouble)
                return
            self._tell(self.tr("恢复单已送打印机。"))

        work.run(self, pages, send, self._refused, title=self.tr("正在准备打印"))

    def _refused(self, trouble: Trouble) -> None:
        self.failed.emit(trouble.message)

    def _tell(self, words: str) -> None:
        self.says.setText(words)
        self.says.show()
        self.changed.emit()
        self.typed.setFocus()
