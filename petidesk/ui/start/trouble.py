"""The start screen when the records will not open: what happened, what is safe, what to press (house rule 7).

It works without the live file: the list of backups comes from the folder, and a restore never overwrites what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.backups import Backup
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import containers, controls, files, icons
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.settings.backups import BackupTable, ask_restore
from petidesk.ui.shell import actions
from petidesk.ui.shell.diagnosis import save

if TYPE_CHECKING:
    from collections.abc import Callable

_RESTORABLE = ("damaged", "not_found")


class StartTrouble(QWidget):
    """Shown in place of the pages. `again`: try to open once more; `look`: open for reading; `leave`: end."""

    again = Signal()
    look = Signal()
    leave = Signal()
    restore_asked = Signal(object)
    # The records are gone, and somebody wants an office of another folder.
    another = Signal()

    def __init__(self, folder: Path, trouble: Trouble, places: Sequence[Path] = ()) -> None:
        super().__init__()
        self.folder = folder
        self._places = places
        self.trouble = trouble
        outer = QVBoxLayout(self)
        spaced(outer, 0, (1, 1, 1, 1))
        inner = QWidget()
        tall = QVBoxLayout(inner)
        around = QHBoxLayout()
        tall.addStretch(1)
        tall.addLayout(around)
        tall.addStretch(2)
        around.addStretch(1)
        frame, self._column = controls.card()
        spaced(self._column, 1, (2, 1.5, 2, 1.5))
        sized(frame, max_width=48)
        around.addWidget(frame, 100)
        around.addStretch(1)
        outer.addWidget(containers.Scroll(inner))
        self._head()
        if trouble.code in _RESTORABLE:
            self._backups()
        self._buttons()

    def _head(self) -> None:
        row = QHBoxLayout()
        spaced(row, 0.75)
        picture = controls.label()
        icon, colour = ("lock", "amber") if self.trouble.code == "locked" else ("alert-triangle", "seal")
        icons.put(picture, icon, colour, 2)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(controls.label(self._title(), "title", wrap=True), 1)
        self._column.addLayout(row)
        self._column.addWidget(controls.label(self.trouble.message, wrap=True))
        safe = self._what_is_safe()
        if safe:
            self._column.addWidget(controls.label(safe, "soft", wrap=True))

    def _title(self) -> str:
        return {
            "locked": self.tr("已经在另一个窗口打开了"),
            "damaged": self.tr("记录文件打不开"),
            "not_found": self.tr("记录文件不见了"),
            "newer": self.tr("这些记录是新版本写的"),
            "full": self.tr("磁盘满了"),
            "read_only": self.tr("这个位置不能写"),
        }.get(self.trouble.code, self.tr("记录没有打开"))

    def _what_is_safe(self) -> str:
        return {
            "locked": self.tr("已经请那个窗口到前面来。同一份记录同时只能由一个窗口来写。"),
            "damaged": self.tr("打不开的文件会原样保留，不会被覆盖。从下面选一份备份，恢复后就能接着用。"),
            "not_found": self.tr("从下面选一份备份，恢复后就能接着用，编号也接着排。"),
            "newer": self.tr("记录没有损坏。请用新版本的程序打开。"),
            "full": self.tr("已经保存的记录都在。请删掉不用的文件，腾出至少 500 MB，再点“再试一次”。"),
            "read_only": self.tr("已经保存的记录都在，可以先看，不能改。"),
        }.get(self.trouble.code, "")

    def _backups(self) -> None:
        self._column.addWidget(controls.label(self.tr("备份清单"), "section"))
        self.table = BackupTable()
        self._column.addWidget(self.table)
        self._none = controls.label(
            self.tr("这个文件夹里没有备份。U盘或别的盘上如果有，请点“从别处选一份”。"), wrap=True
        )
        self._none.hide()
        self._column.addWidget(self._none)
        work.run(self, self._listed, self._show)

    def _listed(self) -> Sequence[Backup]:
        from petidesk.desk.safety import backups

        return backups.available(self.folder, self._places)

    def _show(self, found: Sequence[Backup]) -> None:
        self.table.put(found)
        self.table.setVisible(bool(found))
        self._none.setVisible(not found)
        self.restore.setEnabled(bool(found))
        if found:
            self.table.setFocus()

    def _buttons(self) -> None:
        row = containers.Flow(0.5)
        if self.trouble.code in _RESTORABLE:
            self.restore = controls.button(self.tr("恢复选中的这一份"), self._restore, part="primary", icon="history")
            self.restore.setEnabled(False)
            row.add(self.restore)
            row.add(controls.button(self.tr("从别处选一份"), self._choose, icon="folder-open"))
        first = "" if self.trouble.code in _RESTORABLE else "primary"
        row.add(controls.button(self.tr("再试一次"), self.again.emit, part=first, icon="refresh-cw"))
        if self.trouble.code in ("locked", "read_only"):
            row.add(controls.button(self.tr("只看不改"), self.look.emit, icon="eye"))
        if self.trouble.code == "not_found":
            row.add(controls.button(self.tr("在别的文件夹另建单位"), self.another.emit, icon="plus"))
        words = actions.action("diagnosis").with_key(self.tr("存诊断文件…"))
        row.add(controls.button(words, self.diagnose, icon="save"))
        row.add(controls.button(self.tr("退出"), self.leave.emit))
        self._column.addWidget(row)
        self.says = controls.label("", "soft", wrap=True)
        self.says.hide()
        self._column.addWidget(self.says)

    def diagnose(self) -> None:
        """F11: the file for whoever looks after the program; it is made of any folder in any state."""

        def said(words: str) -> None:
            self.says.setText(words)
            self.says.show()

        save(self, self.folder, None, said)

    def _restore(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.take(chosen)

    def take(self, backup: Backup) -> None:
        """Ask; the front door then restores this backup and opens what came of it."""
        ask_restore(self, backup, self.restore_asked.emit)

    def _choose(self) -> None:
        file = files.file_to_open(self, self.tr("选一份备份"))
        if file is not None:
            self._inspect(file, lambda backup: self.take(backup))

    def _inspect(self, file: Path, then: Callable[[Backup], object]) -> None:
        work.run(self, lambda: backup_of(file), then)


def backup_of(file: Path) -> Backup:
    """A backup that somebody chose by hand, as far as its file tells."""
    facts = file.stat()
    return Backup(str(file), datetime.fromtimestamp(int(facts.st_mtime)), facts.st_size, "manual", False)
