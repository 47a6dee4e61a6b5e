"""The few dialogs: a bug in plain words, and the question before what cannot be undone (restore, purge)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from petidesk.bugs import bug_details
from petidesk.ui.look import controls, icons
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.shell import actions
from petidesk.ui.shell.page import bind_filled
from petidesk.ui.translate import translate

log = logging.getLogger("petidesk")
# Makes the diagnosis file, asked for from a widget; the sentence that says what came of it goes to the second.
Save = Callable[[QWidget, Callable[[str], object]], object]


class BugDialog(QDialog):
    """Says calmly that the program made a mistake, that the form is still there, and offers the details to copy."""

    def __init__(self, details: str, parent: QWidget | None = None, save: Save | None = None) -> None:
        """`save` makes the diagnosis file for a widget, and says what came of it; None where there is none to make."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("程序出错"))
        self.details = details
        column = QVBoxLayout(self)
        spaced(column, 0.75, (1.5, 1.5, 1.5, 1))
        head = QHBoxLayout()
        spaced(head, 0.75)
        picture = controls.label()
        icons.put(picture, "alert-triangle", "amber", 2)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(
            controls.label(
                self.tr(
                    "程序刚才出了一个错，这一步没有做成。您填的内容还在，已经保存的记录不受影响。可以再试一次；如果还不行，请把下面的内容复制给维护人员。"
                ),
                wrap=True,
            ),
            1,
        )
        column.addLayout(head)
        self._text = QPlainTextEdit(details)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("错误详情"))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        sized(self._text, min_height=6)
        column.addWidget(self._text, 1)
        self.says = controls.label(self.tr("这些内容里没有姓名、证件号和反映的内容。"), "small", wrap=True)
        column.addWidget(self.says)
        row = QHBoxLayout()
        spaced(row, 0.5)
        row.addStretch(1)
        if save is not None:
            row.addWidget(self._diagnosis(save))
        self.copy = controls.button(self.tr("复制详情"), self._copy, icon="copy")
        row.addWidget(self.copy)
        close = controls.button(self.tr("知道了"), self.accept, part="primary")
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)
        bind_filled(self)
        sized(self, min_width=36)

    def _diagnosis(self, save: Save) -> QWidget:
        """F11 here, too: the whole file in place of these lines."""
        made = actions.action("diagnosis")

        def call() -> None:
            save(self, self.says.setText)

        actions.bind(made, self, call)
        return controls.button(made.with_key(self.tr("存诊断文件…")), call, icon="save")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy.setText(self.tr("已复制"))


def show_bug(error: BaseException, parent: QWidget | None, save: Save | None = None) -> None:
    """Write a bug to the log and show it; a second one while the first is shown is only logged."""
    details = bug_details(error, [f"PySide6 {PySide6.__version__}"])
    log.error("bug\n%s", details)
    if parent is None or any(isinstance(child, BugDialog) for child in parent.children()):
        return
    dialog = BugDialog(details, parent, save)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class Question(QDialog):
    """A question before what cannot be undone. The safe answer is the default; the other one says what it does."""

    def __init__(self, title: str, text: str, do_it: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        spaced(column, 1, (1.5, 1.5, 1.5, 1))
        column.addWidget(controls.label(title, "section", wrap=True))
        column.addWidget(controls.label(text, wrap=True))
        row = QHBoxLayout()
        spaced(row, 0.5)
        row.addStretch(1)
        self.do_it = controls.button(do_it, self.accept, part="primary")
        self.leave = controls.button(translate("Question", "先不"), self.reject)
        row.addWidget(self.leave)
        row.addWidget(self.do_it)
        column.addLayout(row)
        bind_filled(self)
        sized(self, min_width=26)
        self.leave.setFocus()


def install_hooks(show: Callable[[BaseException], object]) -> None:
    """Send every uncaught exception to `show` (called with the exception) instead of the standard error stream."""

    def uncaught(kind: type[BaseException], error: BaseException, trace: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, error.__traceback__)
            return
        show(error)

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            show(args.exc_value)

    sys.excepthook = uncaught
    sys.unraisablehook = unraisable
