"""Section 备份恢复, and the list of backups with its three clicks to a restored file (rules/desk.md, Backups)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from petidesk.domain.backups import ELSEWHERE, OFF_DISK, OWN, Backup
from petidesk.domain.office.fields import BACKUP_PLACE
from petidesk.ui import work
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.theme import sized, theme
from petidesk.ui.settings.page import Section, section_card
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


def reason_words(reason: str) -> str:
    """Why a backup was made, in Chinese."""
    return {
        "manual": translate("Backups", "手动"),
        "close": translate("Backups", "关窗时"),
        "timer": translate("Backups", "定时"),
        "upgrade": translate("Backups", "升级前"),
        "restore": translate("Backups", "恢复前"),
    }.get(reason, reason)


def size_words(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / (1 << 20):.1f} MB" if count >= 1 << 20 else f"{max(count >> 10, 1)} KB"


def place_words(place: str) -> str:
    """Where a copy lies, as its line says it."""
    return {
        OWN: translate("Backups", "本机"),
        OFF_DISK: translate("Backups", "U盘或另一块盘"),
        ELSEWHERE: translate("Backups", "本机另一处"),
    }[place]


class BackupTable(QTableWidget):
    """The backups, newest first. `chosen` gives the one that is marked."""

    def __init__(self) -> None:
        super().__init__(0, 5)
        self._backups: list[Backup] = []
        self.setAccessibleName(self.tr("备份清单"))
        self.setHorizontalHeaderLabels(
            [self.tr("时间"), self.tr("放在哪里"), self.tr("原因"), self.tr("大小"), self.tr("检查")]
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        sized(self, min_height=12)
        theme.changed.connect(self._fit)
        self._fit()

    def put(self, backups: Sequence[Backup]) -> None:
        """Show these backups and mark the newest that was verified."""
        self._backups = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
        self.setRowCount(len(self._backups))
        for row, backup in enumerate(self._backups):
            checked = self.tr("✓ 可用") if backup.verified else self.tr("未核对")
            texts = (
                f"{backup.made_at:%Y-%m-%d %H:%M}",
                place_words(backup.place),
                reason_words(backup.reason),
                size_words(backup.bytes),
                checked,
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(backup.file)
                self.setItem(row, column, item)
        good = [row for row, backup in enumerate(self._backups) if backup.verified]
        if self._backups:
            self.selectRow(good[0] if good else 0)

    def chosen(self) -> Backup | None:
        """The backup that is marked."""
        row = self.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font())
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.resizeSection(0, metrics.horizontalAdvance("2026-12-31 23:59") + theme.em(1.5))
        header.resizeSection(1, metrics.horizontalAdvance(place_words(OFF_DISK)) + theme.em(1.5))
        header.resizeSection(2, metrics.horizontalAdvance(self.tr("升级前")) + theme.em(1.5))
        header.resizeSection(3, metrics.horizontalAdvance("1000.0 MB") + theme.em(1.2))
        header.setFixedHeight(theme.em(2))
        self.verticalHeader().setDefaultSectionSize(theme.em(2.2))


class BackupsSection(Section):
    """Make a backup, see the list, copy to a second place, restore."""

    main_words: ClassVar[str] = str(QT_TRANSLATE_NOOP("SettingsPage", "立即备份"))

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        second, column = section_card(
            self.tr("第二份放在别处"),
            self.tr("电脑坏了、丢了，只有放在U盘或另一块盘上的备份能救回来。每周至少备份一次。"),
        )
        self.place = controls.Elided("", "", Qt.TextElideMode.ElideMiddle)
        column.addWidget(self.place)
        buttons = containers.Flow()
        self.to_usb = controls.button(self.tr("备份到这个位置"), self._to_second, icon="usb")
        buttons.add(self.to_usb)
        self.choose_place = controls.button(self.tr("选一个位置"), self._choose_place, icon="folder-open")
        buttons.add(self.choose_place)
        column.addWidget(buttons)
        self.column.addWidget(second)
        frame, column = section_card(
            self.tr("备份清单"), self.tr("关窗时自动备份。每一份都打开检查过才算数，旧的会自动精简。")
        )
        self.table = BackupTable()
        column.addWidget(self.table, 100)
        self.empty = controls.label(self.tr("还没有备份。点下面的“立即备份”做第一份。"), "soft", wrap=True)
        column.addWidget(self.empty)
        self.restore = controls.button(self.tr("恢复选中的这一份"), self._restore, icon="history")
        column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.column.addWidget(frame, 1)

    def load(self) -> None:
        """Read the list and show the second place."""
        place = self.seat.backup_place
        self.place.set_whole(place or self.tr("还没有选位置。"))
        self.to_usb.setEnabled(bool(place))
        desk = self.desk
        work.run(self, lambda: desk.backups.all(), self._show)

    def place_of(self, key: str) -> QWidget | None:
        """The button that chooses the second place."""
        return self.choose_place if key == BACKUP_PLACE else None

    def main(self) -> None:
        """Back up now."""
        self._make(None)

    def use_place(self, folder: Path) -> None:
        """Keep this folder as the second place and back up there at once."""
        self.seat.backup_place = str(folder)
        self.load()
        self._make(folder)

    def _make(self, to: Path | None) -> None:
        desk = self.desk
        work.run(self, lambda: desk.backups.make(to), self._made, title=self.tr("正在备份并检查"))

    def _made(self, backup: Backup) -> None:
        whole = self.tr("备份好了，已打开检查：%1").replace("%1", size_words(backup.bytes))
        lacking = self.tr("备份好了，但有附件的文件找不到，这一份不算完整。请看检查结果，从以前的备份恢复。")
        (self.message if backup.verified else self.denied).emit(whole if backup.verified else lacking)
        self.saved.emit()
        self.load()
        self.done.emit()

    def _show(self, backups: Sequence[Backup]) -> None:
        self.table.put(backups)
        self.table.setVisible(bool(backups))
        self.restore.setVisible(bool(backups))
        self.empty.setVisible(not backups)

    def _to_second(self) -> None:
        self._make(Path(self.seat.backup_place))

    def _choose_place(self) -> None:
        folder = files.folder(self, self.tr("选U盘或另一块盘上的文件夹"))
        if folder is not None:
            self.use_place(folder)

    def _restore(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            ask_restore(self, chosen, self.restore_asked.emit)


def ask_restore(owner: QWidget, backup: Backup, do_it: Callable[[Backup], object]) -> None:
    """Ask once, then call `do_it` with the backup. What is there now is set aside, never overwritten."""
    from petidesk.ui.shell.dialogs import Question

    text = translate("Backups", "记录将回到 %1 时的样子。现在的记录文件会改名留在原处，不会被覆盖。")
    question = Question(
        translate("Backups", "恢复这一份备份？"),
        text.replace("%1", f"{backup.made_at:%Y-%m-%d %H:%M}"),
        translate("Backups", "恢复"),
        owner.window(),
    )
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.accepted.connect(lambda: do_it(backup))
    question.open()
