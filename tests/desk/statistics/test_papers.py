"""Papers of figures at the desk: a table as somebody looks at it; one deadline for all of a paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.statistics import charts
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import Span
from tests.offices import new_office

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("figures") / "data"
    new_office(folder, villages=["东村", "西村"])
    desk = open_desk(folder)
    for day, village, people in ((5, "西村", 2), (6, "东村", 7), (7, "东村", 1)):
        person = {"name": "陈七", "village": village, "address": f"{village}一组"}
        matter: dict[str, Any] = {"purpose": "appeal", "statement": "道路未修。", "village": village}
        document = {"at": f"2026-10-{day:02}T09:00", "channel": "visit", "people": people}
        desk.visits.add(document | {"petitioners": [person], "matters": [matter]})
    yield desk
    desk.close()


def test_a_table_of_the_window_is_printed_with_its_chart_written_and_calculated(desk: Desk) -> None:
    table = desk.statistics.table(Asked("visits", OCTOBER, ("village",), "none"))
    chart = charts.counted("bars", "各村信访量", table, "items", "件", "本期", "")
    sheets = {
        file: desk.statistics_papers.sheet("各村信访情况", table, ("items", "people"), chart, file)  # type: ignore[arg-type]
        for file in ("pdf", "docx", "xlsx")
    }
    assert {sheet.as_of for sheet in sheets.values()} == {table.as_of}
    page = pypdfium2.PdfDocument(sheets["pdf"].data)[0].get_textpage().get_text_bounded()
    assert "清溪镇各村信访情况" in page and "各村信访量" in page and "2026年10月1日至10月31日" in page
    word = docx.Document(io.BytesIO(sheets["docx"].data))
    rows = [[cell.text for cell in row.cells] for row in word.tables[-1].rows]
    assert rows == [["村（社区）", "件次", "人次"], ["东村", "2", "8"], ["西村", "1", "2"], ["合计", "3", "10"]]
    assert len(word.inline_shapes) == 1
    book = openpyxl.load_workbook(io.BytesIO(sheets["xlsx"].data))
    assert book["各村信访情况"]["C6"].value == "=SUM(C4:C5)"


def test_a_table_that_is_not_divided_has_its_total(desk: Desk) -> None:
    table = desk.statistics.table(Asked("visits", OCTOBER, (), "year"))
    word = docx.Document(io.BytesIO(desk.statistics_papers.sheet("信访情况", table, ("items",), file="docx").data))
    assert [cell.text for cell in word.tables[-1].rows[-1].cells] == ["合计", "3", "0", "—"]


def test_a_paper_is_counted_by_one_deadline_whatever_comes_in_meanwhile(desk: Desk) -> None:
    paper = desk.statistics_papers.bulletin("month", "2026-10")
    again = desk.statistics_papers.bulletin("month", "2026-10")
    assert again.kept and again.as_of == paper.as_of and again.data == paper.data
    word = desk.statistics_papers.bulletin("month", "2026-10", "docx")
    assert word.kept and word.as_of == paper.as_of
