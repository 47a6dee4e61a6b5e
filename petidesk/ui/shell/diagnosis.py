"""F11: the diagnosis file for whoever looks after the program, from the window and from any error in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from petidesk.desk.files import written_whole
from petidesk.ui import work
from petidesk.ui.look import files
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

Said = Callable[[str], object]
NAME = "petidesk-diagnosis.zip"


def save(owner: QWidget, folder: Path, desk: Desk | None, said: Said) -> None:
    """Ask where the file goes, write it, and say where it is and that nobody is named in it.

    `desk`: the open folder; None where it does not open, or not yet: then a plain one is tried.
    """
    title = translate("Diagnosis", "存诊断文件")
    target = files.file_to_save(owner, title, NAME, translate("Diagnosis", "诊断文件 (*.zip)"))
    if target is not None:
        write(owner, folder, desk, target, said)


def write(owner: QWidget, folder: Path, desk: Desk | None, target: Path, said: Said) -> None:
    """Make the file in a worker and write it to `target`."""

    def call() -> None:
        from petidesk.desk import diagnosing

        with written_whole(target, diagnosing.of_window(folder, desk)):
            pass

    def done(_none: None) -> None:
        words = translate("Diagnosis", "诊断文件已存为 {0}。里面没有姓名、号码和反映的内容，可以交给维护人员。")
        said(words.format(target))

    title = translate("Diagnosis", "正在做诊断文件")
    work.run(owner, call, done, lambda trouble: said(trouble.message), title=title)
