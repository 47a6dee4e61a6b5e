"""Choosing files and folders, in Chinese on every system.

A dialog of the system speaks the system's language, which need not be the clerk's, and the Chinese catalogue of Qt
(6.7 to 6.11 ship qtbase_zh_CN) leaves labels of its own dialog English. So the program shows Qt's with its own words,
and beside the usual places the disks and USB sticks that are plugged in.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo, QUrl
from PySide6.QtWidgets import QFileDialog, QSplitter, QToolButton, QTreeView, QWidget

from petidesk.ui.look.theme import theme
from petidesk.ui.translate import translate

# The buttons between the two lists of files, of which there is one.
_VIEWS = ("detailModeButton", "listModeButton")
# Where systems put what is plugged in; beside them Windows has letters (D:/).
_PLUGGED_IN = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


class FileDialog(QFileDialog):
    """Qt's dialog with our words. `at`: the folder to begin in; `kinds`: the filters as Qt writes them."""

    def __init__(self, owner: QWidget, title: str, at: Path | str = "", kinds: str = "") -> None:
        super().__init__(owner, title, "", kinds)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setSidebarUrls(places())
        begin = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.setDirectory(str(at) or begin)
        self.resize(theme.em(52), theme.em(32))
        self.set_words(self.tr("打开"), self.tr("文件名："))
        # Size, kind and day are said by the system ("bytes", "Folder", "30 Nov"): the names alone are shown.
        self.setViewMode(QFileDialog.ViewMode.List)
        for button in self.findChildren(QToolButton):
            button.setVisible(button.objectName() not in _VIEWS)
        for view in self.findChildren(QTreeView):
            for column in range(1, view.model().columnCount()):
                view.setColumnHidden(column, True)
        for split in self.findChildren(QSplitter):
            split.setSizes([theme.em(11), theme.em(38)])

    def set_words(self, accept: str, name: str) -> None:
        """The words of the button that chooses and of the line for the name, and those that are always the same."""
        words = {
            QFileDialog.DialogLabel.LookIn: self.tr("位置："),
            QFileDialog.DialogLabel.FileName: name,
            QFileDialog.DialogLabel.FileType: self.tr("种类："),
            QFileDialog.DialogLabel.Accept: accept,
            QFileDialog.DialogLabel.Reject: self.tr("取消"),
        }
        for label, text in words.items():
            self.setLabelText(label, text)


def dialog_to_open(owner: QWidget, title: str, at: Path | str = "", kinds: str = "") -> FileDialog:
    """The dialog that chooses a file that is there."""
    made = FileDialog(owner, title, at, kinds)
    made.setFileMode(QFileDialog.FileMode.ExistingFile)
    made.set_words(translate("FileDialog", "打开"), translate("FileDialog", "文件名："))
    return made


def dialog_to_save(owner: QWidget, title: str, proposed: Path | str, kinds: str = "") -> FileDialog:
    """The dialog that says where a file goes; it asks before it takes one that is there."""
    file = Path(proposed)
    made = FileDialog(owner, title, file.parent if file.is_absolute() else "", kinds)
    made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    made.setFileMode(QFileDialog.FileMode.AnyFile)
    made.selectFile(file.name)
    made.setDefaultSuffix(file.suffix.removeprefix("."))
    made.set_words(translate("FileDialog", "保存"), translate("FileDialog", "文件名："))
    return made


def dialog_for_folder(owner: QWidget, title: str, at: Path | str = "") -> FileDialog:
    """The dialog that chooses a folder."""
    made = FileDialog(owner, title, at)
    made.setFileMode(QFileDialog.FileMode.Directory)
    made.setOption(QFileDialog.Option.ShowDirsOnly)
    made.set_words(translate("FileDialog", "选这个文件夹"), translate("FileDialog", "文件夹："))
    return made


def chosen(dialog: FileDialog) -> list[Path]:
    """Show the dialog until something is chosen; nothing when it was left."""
    taken = [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []
    dialog.deleteLater()
    return taken


def file_to_open(owner: QWidget, title: str, at: Path | str = "", kinds: str = "") -> Path | None:
    """Ask for a file that is there."""
    return next(iter(chosen(dialog_to_open(owner, title, at, kinds))), None)


def files_to_open(owner: QWidget, title: str, kinds: str = "") -> list[Path]:
    """Ask for files that are there."""
    dialog = dialog_to_open(owner, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return chosen(dialog)


def file_to_save(owner: QWidget, title: str, proposed: Path | str, kinds: str = "") -> Path | None:
    """Ask where a file goes."""
    return next(iter(chosen(dialog_to_save(owner, title, proposed, kinds))), None)


def folder(owner: QWidget, title: str, at: Path | str = "") -> Path | None:
    """Ask for a folder."""
    return next(iter(chosen(dialog_for_folder(owner, title, at))), None)


def places() -> list[QUrl]:
    """Where people keep files: desktop, documents, downloads, home, and every disk that can be written to."""
    kinds = QStandardPaths.StandardLocation
    usual = (kinds.DesktopLocation, kinds.DocumentsLocation, kinds.DownloadLocation, kinds.HomeLocation)
    paths = [QStandardPaths.writableLocation(kind) for kind in usual]
    disks = [disk.rootPath() for disk in QStorageInfo.mountedVolumes() if disk.isReady() and not disk.isReadOnly()]
    paths += [path for path in disks if ":" in path or path.startswith(_PLUGGED_IN)]
    return [QUrl.fromLocalFile(path) for path in dict.fromkeys(paths) if path]
