"""The cells of a list look as the style sheet dresses those of any view, in every look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QMainWindow, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from petidesk.ui.lists.row_model import Column, RowModel
from petidesk.ui.lists.row_table import RowTable
from petidesk.ui.look import style_sheet
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import STEPS, theme
from tests.ui.lists.test_row_model import Numbers

LOOKS = {
    f"{name} {step}": (step, contrast, dark)
    for name, contrast, dark in (("usual", False, False), ("contrast", True, False), ("dark", False, True))
    for step in range(len(STEPS))
}
STATES = {
    "": QStyle.StateFlag.State_None,
    "chosen": QStyle.StateFlag.State_Selected,
    "under the mouse": QStyle.StateFlag.State_MouseOver,
    "both": QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver,
}
TONES = tuple(Tone)


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[RowTable]:
    """A row of each tone, in columns of every kind: with a mark of its own, right, struck or not, too narrow."""
    columns: list[Column[Any]] = [
        Column("words", "行", lambda row: row[1], 10),
        Column("late", "期限", lambda row: row[1], 10, tone=lambda row: TONES[(row[0] + 3) % len(TONES)]),
        Column("right", "数", lambda row: str(row[0]), 10, right=True),
        Column("kept", "编号", lambda row: row[1], 10, keeps=True),
        Column("long", "内容", lambda row: f"{row[1]}，村东的排水沟堵了三年，一直没有人来疏通" * 2, 10),
        Column("nothing", "备注", lambda _row: "", 10),
    ]
    model = RowModel(Numbers(len(TONES)), lambda row: row[0], columns, lambda row: TONES[row[0]])
    window = QMainWindow()
    qtbot.addWidget(window)
    style_sheet.dress(window)
    made = RowTable(model, "行")
    window.setCentralWidget(made)
    window.resize(900, 600)
    window.show()
    with qtbot.waitSignal(model.completed, timeout=5000):
        model.show_query("甲")
    yield made
    window.close()


def picture(table: RowTable, painter: QStyledItemDelegate, state: QStyle.StateFlag) -> QImage:
    image = QImage(table.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    model = table.model()
    with QPainter(image) as on:
        on.setFont(table.font())
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                option = QStyleOptionViewItem()
                table.initViewItemOption(option)
                option.rect = table.visualRect(model.index(row, column))
                option.state |= state
                painter.paint(on, option, model.index(row, column))
    return image


@pytest.mark.parametrize("dress", LOOKS)
def test_a_cell_looks_as_the_sheet_says(table: RowTable, dress: str) -> None:
    theme.apply(*LOOKS[dress])
    mine = table.itemDelegate()
    assert isinstance(mine, QStyledItemDelegate)
    plain = QStyledItemDelegate(table)
    other = [name for name, state in STATES.items() if picture(table, mine, state) != picture(table, plain, state)]
    assert not other, f"{dress}: {other}"
