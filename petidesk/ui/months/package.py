"""A month package that somebody sent, in a window of its own: whose it is, whether it is whole, what stands in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.ledger.disputes import STATES
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import controls, files, style_sheet
from petidesk.ui.look import start as look
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.seat import Seat
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.domain.county.month_rows import Incoming


def columns() -> list[Column[Any]]:
    """What is shown of each dispute."""
    return [
        Column("dispute_no", translate("MonthPackage", "编号"), lambda row: row["dispute_no"], 11),
        Column("village", translate("MonthPackage", "村（社区）"), lambda row: row["village"], 8),
        Column("type", translate("MonthPackage", "纠纷类型"), lambda row: row["type"], 9),
        Column("found_on", translate("MonthPackage", "排查日期"), lambda row: row["found_on"], 8),
        Column("state", translate("MonthPackage", "状态"), lambda row: STATES.get(row["state"], ""), 6),
        Column("summary", translate("MonthPackage", "简要情况"), lambda row: row["summary"], 20, grows=True),
    ]


class PackageWindow(QWidget):
    """Shows one package. A password is asked for where it has one."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        style_sheet.dress(self)
        self._path = path
        self.found: Incoming | None = None
        self.setWindowTitle(self.tr("月报包 {0}").format(path.name))
        self.resize(theme.em(70), theme.em(40))
        column = QVBoxLayout(self)
        spaced(column, 0.75, (1.25, 1, 1.25, 1))
        self.title = controls.label("", "section", wrap=True)
        column.addWidget(self.title)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        column.addWidget(self.notice)
        self.password = TextField()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self.read)
        self.password_field = Field(self.tr("打开密码，输好按 Enter"), self.password)
        sized(self.password_field, max_width=24)
        self.password_field.hide()
        column.addWidget(self.password_field)
        self.facts = controls.label("", "soft", wrap=True)
        column.addWidget(self.facts)
        self.table = FewTable(FewModel(columns()), self.tr("包里的纠纷"))
        column.addWidget(self.table, 1)
        actions = QHBoxLayout()
        spaced(actions, 0.5)
        self.save_button = controls.button(self.tr("把里面的文件存到…"), self._choose, icon="folder-open")
        self.save_button.hide()
        actions.addWidget(self.save_button)
        actions.addWidget(controls.button(self.tr("关闭  Esc"), self.close))
        actions.addStretch(1)
        column.addLayout(actions)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self.close)
        self.read()

    def read(self) -> None:
        """Open the package with the password that is typed."""
        path, password = self._path, self.password.text()

        def call() -> Incoming:
            from petidesk.desk.county.package import look_into

            return look_into(path, password)

        work.run(self, call, self._show, self._refused)

    def _show(self, found: Incoming) -> None:
        self.found = found
        rows = found.rows
        self.notice.hide()
        self.password_field.hide()
        practice = self.tr("（演练）") if rows.practice else ""
        self.title.setText(self.tr("{0} {1} 矛盾纠纷月报{2}").format(rows.sender.office, rows.month, practice))
        closed = self.tr("已结账") if rows.closed else self.tr("未结账")
        names = "、".join(one.name for one in found.files)
        lines = [
            self.tr("{0}，{1} 件，{2}，{3} 做成").format(
                rows.sender.county, len(rows.rows), closed, rows.made_at.replace("T", " ")
            ),
            self.tr("里面有 {0}").format(names),
        ]
        self.facts.setText("\n".join(lines))
        wrong = "、".join(one.name for one in found.files if not one.right)
        if wrong:
            self.notice.show_as("amber", self.tr("这些文件和清单不符，可能改动过：{0}。请让对方重新发。").format(wrong))
            self.notice.show()
        self.table.few.set_rows(rows.rows)
        self.table.stand_on(0)
        self.save_button.show()
        self.table.setFocus()

    def _refused(self, trouble: Trouble) -> None:
        if trouble.field == "password":
            self.password_field.show()
            self.password_field.say("" if trouble.code == "missing" else trouble.message, "error")
            self.title.setText(self._path.name)
            self.password.selectAll()
            self.password.setFocus()
            return
        self.notice.show_trouble(trouble)
        self.notice.show()

    def _choose(self) -> None:
        folder = files.folder(self, self.tr("存到哪个文件夹"), self._path.parent)
        if folder is not None:
            self.save_to(folder)

    def save_to(self, folder: Path) -> None:
        """Put the workbooks and papers of the package into a folder; files of these names that are there stay."""
        assert self.found is not None
        held = [one for one in self.found.files if not one.name.endswith(".json")]
        there = [one.name for one in held if (folder / one.name).exists()]
        if there:
            self.notice.show_as("amber", self.tr("那里已经有 {0}，没有存。").format("、".join(there)))
            self.notice.show()
            return

        def call() -> None:
            from petidesk.desk.files import written_whole

            for one in held:
                with written_whole(folder / Path(one.name).name, one.data):
                    pass

        def done(_nothing: None) -> None:
            self.notice.show_as("leaf", self.tr("已存到 {0}").format(folder))
            self.notice.show()

        work.run(self, call, done, self._refused)


def run_package_window(path: Path) -> int:
    """Show a package until the window is closed. Returns the exit status."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([*sys.argv[:1], "-name", "petidesk"])
    app.setApplicationName("petidesk")
    seat = Seat()
    work.collect_here(app)
    look.start(app, seat.step, seat.contrast, seat.language, dark=seat.dark)
    window = PackageWindow(path)
    window.show()
    status = app.exec()
    work.wait(2000)
    return status
