"""The list model: first rows at once, the whole list behind it, pages as they come in sight, stale answers dropped."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.ui import work
from petidesk.ui.lists.row_model import FIRST_ROWS, KEPT_PAGES, PAGE_ROWS, WAITING, Column, RowModel
from petidesk.ui.lists.row_table import RowTable, read_arrangement
from petidesk.ui.look.theme import theme
from petidesk.ui.visits.listing import row_tone, visit_columns
from tests.ui.desks.visits_office import register_accusation, register_many

SHOWN = Qt.ItemDataRole.DisplayRole
COUNT = 460


class Numbers:
    """A long list that needs no office: row n is the pair (n, its words). What it is asked is written down."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[Sequence[int]] = []
        self.broken = False

    def rows(self, query: Any, limit: int) -> Sequence[tuple[int, str]]:
        return [(number, f"{query}{number}") for number in range(min(limit, self.count))]

    def ids(self, query: Any) -> array[int]:
        return array("q", range(self.count))

    def rows_by_id(self, ids: list[int]) -> Sequence[tuple[int, str]]:
        if self.broken:
            raise KnownTrouble("damaged", "读不出来。")
        self.asked.append(ids)
        return [(number, f"行{number}") for number in reversed(ids)]


def number_model(source: Numbers) -> RowModel:
    column: Column[tuple[int, str]] = Column("words", "行", lambda row: row[1], 10, "words")
    return RowModel(source, lambda row: row[0], [column])


def visits_of(desk: Desk) -> RowModel:
    """The list of visits of an office."""
    return RowModel(desk.visits, lambda row: row.visit_id, visit_columns(desk.today), row_tone)


def said(model: RowModel, row: int, column: int = 0) -> str:
    return str(model.data(model.index(row, column), SHOWN))


def shown_in(qtbot: QtBot, model: RowModel, query: Any, keep: int | None = None) -> None:
    with qtbot.waitSignal(model.completed, timeout=5000):
        model.show_query(query, keep)


def test_first_rows_come_before_the_whole_list(qtbot: QtBot) -> None:
    model = number_model(Numbers(100_000))
    known_at_first = []
    model.shown.connect(lambda: known_at_first.append((model.rowCount(), model.total, said(model, 7))))
    shown_in(qtbot, model, "甲")
    assert known_at_first == [(FIRST_ROWS, None, "甲7")]
    assert model.total == model.rowCount() == 100_000


def test_a_row_out_of_reach_says_it_waits_and_then_itself(qtbot: QtBot) -> None:
    source = Numbers(100_000)
    model = number_model(source)
    shown_in(qtbot, model, "")
    assert said(model, 99_999) == WAITING
    with qtbot.waitSignal(model.dataChanged, timeout=5000):
        pass
    assert said(model, 99_999) == "行99999"
    assert said(model, 99_900) == "行99900"
    assert len(source.asked[-1]) == PAGE_ROWS


def test_pages_that_flew_past_are_not_read_and_few_are_kept(qtbot: QtBot) -> None:
    source = Numbers(100_000)
    model = number_model(source)
    shown_in(qtbot, model, "")
    qtbot.waitUntil(lambda: work.busy() == 0)
    source.asked.clear()
    for row in range(1000, 99_000, 300):
        said(model, row)
    qtbot.waitUntil(lambda: said(model, 98_800) != WAITING, timeout=5000)
    qtbot.waitUntil(lambda: work.busy() == 0)
    assert len(source.asked) <= 4
    for page in range(3 * KEPT_PAGES):
        row = page * PAGE_ROWS
        said(model, row)
        qtbot.waitUntil(lambda row=row: said(model, row) != WAITING, timeout=5000)
    at_hand = [page for page in range(500) if model.row_at(page * PAGE_ROWS) is not None]
    assert len(at_hand) == KEPT_PAGES


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot) -> None:
    model = number_model(Numbers(300))
    first: list[str] = []
    model.shown.connect(lambda: first.append(said(model, 0)))
    with qtbot.waitSignal(model.completed, timeout=5000):
        model.show_query("旧")
        model.show_query("新")
    qtbot.waitUntil(lambda: work.busy() == 0)
    assert first == ["新0"]


def test_a_refresh_keeps_rows_in_sight_until_the_new_ones_are_there(qtbot: QtBot) -> None:
    source = Numbers(1000)
    model = number_model(source)
    shown_in(qtbot, model, "甲")
    resets = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    source.count = 1300
    with qtbot.waitSignal(model.completed, timeout=5000):
        model.refresh()
        assert said(model, 3) == "甲3"
    assert resets == []
    assert model.rowCount() == 1300
    assert said(model, 3) == "行3"


def test_the_kept_id_is_found_again(qtbot: QtBot) -> None:
    model = number_model(Numbers(5000))
    rows: list[int] = []
    model.kept.connect(rows.append)
    shown_in(qtbot, model, "", keep=4321)
    assert rows == [4321]
    shown_in(qtbot, model, "", keep=99_999)
    assert rows == [4321]


def test_trouble_is_handed_over_and_the_next_question_works(qtbot: QtBot) -> None:
    source = Numbers(1000)
    model = number_model(source)
    shown_in(qtbot, model, "")
    source.broken = True
    with qtbot.waitSignal(model.failed, timeout=5000) as failed:
        said(model, 900)
    assert failed.args is not None and failed.args[0].code == "damaged"
    source.broken = False
    said(model, 900)
    qtbot.waitUntil(lambda: said(model, 900) == "行900", timeout=5000)


def test_a_real_office_gives_its_visits_in_every_order(qtbot: QtBot, desk: Desk) -> None:
    register_many(desk, COUNT)
    model = visits_of(desk)
    places = {column.key: place for place, column in enumerate(model.columns)}
    for column in model.columns:
        if column.sort is None:
            continue
        query = VisitQuery(sort=column.sort, descending=False)
        shown_in(qtbot, model, query)
        assert model.total == COUNT
        expected = [row.visit_no for row in desk.visits.rows(query, COUNT)]
        for row in (0, PAGE_ROWS - 1, PAGE_ROWS, COUNT - 1):
            qtbot.waitUntil(lambda row=row: said(model, row, places["visit_no"]) != WAITING, timeout=5000)
            assert said(model, row, places["visit_no"]) == expected[row], column.key


def test_an_accusation_shows_neither_names_nor_heading(qtbot: QtBot, desk: Desk) -> None:
    register_accusation(desk)
    model = visits_of(desk)
    shown_in(qtbot, model, VisitQuery())
    line = " ".join(said(model, 0, place) for place in range(model.columnCount()))
    assert "检举控告（限制查阅）" in line
    for closed in ("钱守信", "私分", "举报"):
        assert closed not in line


def test_a_void_visit_is_struck_through_and_says_so(qtbot: QtBot, desk: Desk) -> None:
    numbers = register_many(desk, 2)
    desk.visits.void(numbers[0], "重复登记")
    model = visits_of(desk)
    shown_in(qtbot, model, VisitQuery())
    places = {column.key: place for place, column in enumerate(model.columns)}
    assert said(model, 0, places["state"]) == "作废"
    assert model.data(model.index(0, places["names"]), Qt.ItemDataRole.FontRole).strikeOut()
    assert model.data(model.index(0, places["state"]), Qt.ItemDataRole.FontRole) is None
    assert model.data(model.index(1, places["names"]), Qt.ItemDataRole.FontRole) is None


def test_arrangement_survives_and_damage_gives_the_columns_as_built(qtbot: QtBot) -> None:
    columns = [Column("a", "甲", str, 5, "a", fixed=True), Column("b", "乙", str, 6, "b"), Column("c", "丙", str, 7)]
    built = read_arrangement("", columns, "a", True)
    assert [column.key for column in built.columns] == ["a", "b", "c"]
    assert read_arrangement(built.text(), columns, "b", False) == built
    moved = read_arrangement(
        '{"columns":[["c",false,9],["a",false,1],["x",true,3]],"sort":"b","descending":false}', columns, "a", True
    )
    assert [(column.key, column.shown, column.width) for column in moved.columns] == [
        ("c", False, 9.0),
        ("a", True, 2.5),
        ("b", True, 6),
    ]
    assert (moved.sort, moved.descending) == ("b", False)
    for damaged in ("{", "[]", '{"columns":[["a"]],"sort":"a","descending":true}', '{"columns":3}'):
        assert read_arrangement(damaged, columns, "a", True) == built


@pytest.mark.parametrize("step", [0, 3])
def test_rows_and_columns_follow_the_font(qtbot: QtBot, step: int) -> None:
    model = number_model(Numbers(500))
    table = RowTable(model, "数")
    qtbot.addWidget(table)
    kept = read_arrangement("", model.columns, "words", False)
    dragged = replace(kept, columns=(replace(kept.columns[0], width=12.0), *kept.columns[1:]))
    table.set_arrangement(dragged)
    table.show()
    shown_in(qtbot, model, "")
    theme.apply(step, False)
    assert table.rowHeight(0) == theme.em(2.2)
    assert table.columnWidth(0) == theme.em(12)
    table.set_arrangement(kept)
    shown = [table.columnWidth(place) for place in range(len(model.columns)) if not table.isColumnHidden(place)]
    assert sum(shown) == table.viewport().width()


def test_beside_a_record_the_last_columns_give_way_and_come_back(qtbot: QtBot) -> None:
    columns: list[Column[tuple[int, str]]] = [
        Column(key, key, lambda row: row[1] * 12, 14, fixed=key == "first") for key in ("first", "second", "third")
    ]
    model = RowModel(Numbers(50), lambda row: row[0], columns)
    table = RowTable(model, "数")
    qtbot.addWidget(table)
    table.set_arrangement(read_arrangement("", model.columns, "words", False))
    table.show()
    shown_in(qtbot, model, "")

    def stands(ems: float, scrolls: bool, hidden: list[bool]) -> None:
        table.resize(theme.em(ems), theme.em(20))
        found = table.horizontalScrollBar()
        qtbot.waitUntil(
            lambda: (found.maximum() > 0, [table.isColumnHidden(place) for place in range(3)]) == (scrolls, hidden)
        )

    stands(32, True, [False, False, False])
    table.spare(True)
    stands(32, False, [False, False, True])
    stands(10, True, [False, True, True])  # the number stays, however narrow
    stands(60, False, [False, False, False])
    stands(32, False, [False, False, True])
    table.spare(False)
    stands(32, True, [False, False, False])
    assert table.arrangement == read_arrangement("", model.columns, "words", False)


def test_keyboard_opens_sorts_and_goes_to_the_ends(qtbot: QtBot) -> None:
    model = number_model(Numbers(3000))
    table = RowTable(model, "数")
    qtbot.addWidget(table)
    table.set_arrangement(read_arrangement("", model.columns, "words", False))
    table.show()
    shown_in(qtbot, model, "")
    opened: list[int] = []
    sorts: list[tuple[str, bool]] = []
    table.opened.connect(opened.append)
    table.sort_asked.connect(lambda sort, descending: sorts.append((sort, descending)))
    table.stand_on_first()
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_id() == 2999
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [2999]
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_Down, both)
    qtbot.keyClick(table, Qt.Key.Key_Up, both)
    assert sorts == [("words", True), ("words", False)]
