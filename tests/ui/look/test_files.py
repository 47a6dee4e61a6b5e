"""Choosing files: every word of the dialog is Chinese, whatever the system speaks, and no page asks another way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

import petidesk.ui
from petidesk.ui.look import files
from petidesk.ui.look.files import FileDialog

_WORD = re.compile(r"[A-Za-z]{2,}")
DIALOGS: tuple[Callable[[QWidget, Path], FileDialog], ...] = (
    lambda owner, at: files.dialog_to_open(owner, "选择旧登记表", at, "表格 (*.xlsx *.csv);;所有文件 (*)"),
    lambda owner, at: files.dialog_to_save(owner, "存为 PDF", at / "回执.pdf", "PDF 文件 (*.pdf)"),
    lambda owner, at: files.dialog_for_folder(owner, "选一个文件夹", at),
)


def said(dialog: QWidget) -> Iterator[str]:
    """Everything that the dialog says by itself: labels, buttons, tooltips, menus, heads of columns."""
    for part in dialog.findChildren(QWidget):
        yield from (part.toolTip(), part.accessibleName(), part.windowTitle())
        if isinstance(part, QLabel | QAbstractButton) and not part.objectName().startswith("qt_"):
            yield part.text()
        if isinstance(part, QComboBox) and part.objectName() == "fileTypeCombo":
            yield from (part.itemText(row) for row in range(part.count()))
        if isinstance(part, QTreeView) and part.objectName() == "treeView":
            yield from _columns(part)
        if isinstance(part, QMessageBox):
            yield part.text()
    yield from (action.text() for action in dialog.findChildren(QAction))


def _columns(view: QTreeView) -> Iterator[str]:
    model, root = view.model(), view.rootIndex()
    assert isinstance(view.header(), QHeaderView)
    for column in range(model.columnCount(root)):
        if not view.isColumnHidden(column):
            yield str(model.headerData(column, Qt.Orientation.Horizontal))
            yield from (str(model.data(model.index(row, column, root))) for row in range(model.rowCount(root)))


def english(words: Iterator[str], known: tuple[str, ...]) -> list[str]:
    """What is said in letters and is no name of a file, ending or accelerator."""
    found = []
    for text in words:
        bare = re.sub(r"\(&[A-Z]\)|\*\.\w+|PDF", "", text)
        for one in known:
            bare = bare.replace(one, "")
        if _WORD.search(bare):
            found.append(text)
    return found


@pytest.mark.parametrize("make", DIALOGS)
def test_every_word_of_a_dialog_is_chinese(
    qtbot: QtBot, tmp_path: Path, make: Callable[[QWidget, Path], FileDialog]
) -> None:
    (tmp_path / "旧台账.xlsx").touch()
    (tmp_path / "子目录").mkdir()
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = make(owner, tmp_path)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    view = dialog.findChild(QTreeView, "treeView")
    assert isinstance(view, QTreeView)
    qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) > 0)
    texts = list(said(dialog))
    assert "位置：" in texts and "取消" in texts
    assert english(iter(texts), (str(tmp_path), "xlsx")) == []
    dialog.reject()


def test_the_question_before_a_file_is_replaced_is_chinese(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "回执.pdf").write_bytes(b"before")
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = files.dialog_to_save(owner, "存为 PDF", tmp_path / "回执.pdf", "PDF 文件 (*.pdf)")
    dialog.open()
    asked: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.extend([box.text(), *(button.text() for button in box.buttons())])
        box.reject()

    QTimer.singleShot(0, dialog, look)
    dialog.accept()
    assert asked and english(iter(asked), ("回执.pdf",)) == []
    assert dialog.isVisible(), "it was not replaced"
    dialog.reject()


def test_what_is_typed_is_what_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = files.dialog_to_save(owner, "存为 PDF", tmp_path / "回执.pdf")
    dialog.open()
    line = dialog.findChild(QLineEdit)
    assert isinstance(line, QLineEdit) and line.text() == "回执.pdf"
    line.setText("张桂花")
    dialog.accept()
    assert [Path(name) for name in dialog.selectedFiles()] == [tmp_path / "张桂花.pdf"]


def test_no_page_asks_for_a_file_another_way() -> None:
    root = Path(petidesk.ui.__file__).parent
    asking = [file.name for file in root.rglob("*.py") if "QFileDialog" in file.read_text(encoding="utf-8")]
    assert asking == ["files.py"]
