"""Taking an old register in and out again, on a real data folder with real workbooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import Refused, Trouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.people import Probe
from tests.offices import new_office

_HEADINGS = ["编号", "来访时间", "姓名", "性别", "身份证号", "电话", "住址", "人数", "反映问题", "处理情况"]
_ROWS: list[list[object]] = [
    [
        "2024-1",
        datetime(2024, 3, 8, 9, 20),
        "张桂花",
        "女",
        "11010519491231002X",
        "13800001234",
        "东村三组",
        2,
        "路灯坏了",
        "",
    ],
    ["2024-2", "3月9日", "李国辉", "男", "", "13900001111", "石桥村一组", 1, "院墙占了通道", "当场答复"],
    ["2024-3", "2024.5.6", "张桂花", "女", "11010519491231002X", "", "东村三组", 1, "路灯又坏了", ""],
    ["2024-4", "20240701", "李国辉", "男", "", "139-0000-1111", "石桥村一组", 1, "院墙还没拆", ""],
    ["2024-5", "2024/8/1", "李国辉", "男", "", "13700002222", "西村", 1, "同名的另一个人", ""],
]
_BAD: list[list[object]] = [
    ["2024-6", "2024-9-1", "王五", "男", 5.22228198909032e17, "", "东村", 1, "问题", ""],
    ["2024-7", "2024-02-30", "赵六", "男", "", "", "东村", 1, "问题", ""],
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"])
    opened = open_desk(folder)
    yield opened
    opened.close()


def _xlsx(path: Path, rows: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    for row in (["2024年来访登记簿"], _HEADINGS, *rows):
        workbook.active.append(row)
    workbook.active.merge_cells("A1:J1")
    workbook.save(path)
    return path


def _xls(path: Path, rows: list[list[object]]) -> Path:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("登记")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for number, row in enumerate([["2024年来访登记簿"], _HEADINGS, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write(number, column, value, style)
            else:
                sheet.write(number, column, value)
    workbook.save(str(path))
    return path


def _csv(path: Path, rows: list[list[object]], encoding: str = "gb18030") -> Path:
    lines = [["2024年来访登记簿"], _HEADINGS, *rows]
    path.write_bytes("\r\n".join(",".join(str(value) for value in line) for line in lines).encode(encoding))
    return path


def test_the_same_register_from_three_kinds_of_file_is_taken_once(desk: Desk, tmp_path: Path) -> None:
    first = desk.imports.run(_xlsx(tmp_path / "a.xlsx", _ROWS))
    assert (first.import_id, first.read, first.taken, first.already, first.refused) == (1, 5, 5, 0, 0)
    assert first.added_villages == ("石桥村",)
    for again in (
        _xls(tmp_path / "b.xls", _ROWS),
        _csv(tmp_path / "c.csv", _ROWS),
        _csv(tmp_path / "d.csv", _ROWS, "utf-8-sig"),
    ):
        report = desk.imports.run(again)
        assert (report.import_id, report.read, report.taken, report.already) == (None, 5, 0, 5)
    assert desk.visits.count(VisitQuery()) == 5


def test_numbers_are_ours_and_the_old_number_is_kept_beside(desk: Desk, tmp_path: Path) -> None:
    desk.imports.run(_xlsx(tmp_path / "a.xlsx", _ROWS))
    rows = desk.visits.rows(VisitQuery(sort="visit_no", descending=False), 10)
    visits = [desk.visits.get(row.visit_no) for row in rows]
    assert [visit.foreign_no for visit in visits] == ["2024-1", "2024-2", "2024-3", "2024-4", "2024-5"]
    assert len({visit.visit_no for visit in visits}) == 5
    assert visits[0].content.at == datetime(2024, 3, 8, 9, 20)
    assert visits[1].content.at == datetime(2024, 3, 9)
    assert all(not stored.deadlines for visit in visits for stored in visit.matters)
    assert desk.visits.history(rows[0].visit_no)[0].event.action == "visit.imported"


def test_people_are_matched_by_number_or_by_name_and_telephone_only(desk: Desk, tmp_path: Path) -> None:
    desk.imports.run(_xlsx(tmp_path / "a.xlsx", _ROWS))
    rows = desk.visits.rows(VisitQuery(sort="visit_no", descending=False), 10)
    people = [desk.visits.get(row.visit_no).content.petitioners[0].person_id for row in rows]
    assert people[0] == people[2]
    assert people[1] == people[3]
    assert len(set(people)) == 3


def test_then_a_visitor_of_the_register_comes_again_and_the_hint_finds_her(desk: Desk, tmp_path: Path) -> None:
    desk.imports.run(_xlsx(tmp_path / "a.xlsx", _ROWS))
    (likely, *_) = desk.visits.similar(Probe(name="张桂花", village="东村"))
    assert "name_village" in likely.why
    assert [case.title for case in likely.cases] == ["路灯又坏了", "路灯坏了"]


def test_one_bad_row_stops_the_file_and_skip_bad_takes_the_rest(desk: Desk, tmp_path: Path) -> None:
    file = _xlsx(tmp_path / "a.xlsx", _ROWS + _BAD)
    report = desk.imports.run(file)
    assert (report.import_id, report.read, report.taken, report.refused) == (None, 7, 0, 2)
    assert [(refusal.row, refusal.column) for refusal in report.refusals] == [(8, "身份证号"), (9, "来访时间")]
    assert desk.visits.count(VisitQuery()) == 0
    assert desk.imports.batches() == []

    taken = desk.imports.run(file, skip_bad=True)
    assert (taken.taken, taken.refused) == (5, 2)
    again = desk.imports.run(file, skip_bad=True)
    assert (again.import_id, again.taken, again.already, again.refused) == (None, 0, 5, 2)


def test_a_corrected_file_brings_only_what_was_missing(desk: Desk, tmp_path: Path) -> None:
    desk.imports.run(_xlsx(tmp_path / "a.xlsx", _ROWS + _BAD), skip_bad=True)
    corrected = [["2024-7", "2024-02-28", *_BAD[1][2:]]]
    report = desk.imports.run(_xlsx(tmp_path / "b.xlsx", _ROWS + corrected))
    assert (report.taken, report.already, report.refused) == (1, 5, 0)


def test_a_dry_run_tells_the_same_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = _xlsx(tmp_path / "a.xlsx", _ROWS + _BAD)
    audited = len(desk.audit.lines(100, 0))
    dry = desk.imports.run(file, dry_run=True, skip_bad=True)
    assert desk.visits.count(VisitQuery()) == 0 and len(desk.audit.lines(100, 0)) == audited
    wet = desk.imports.run(file, skip_bad=True)
    assert dry.import_id is None and wet.import_id == 1
    assert dataclasses.replace(wet, import_id=None) == dry


def test_undo_voids_the_batch_keeps_the_numbers_and_lets_it_in_again(desk: Desk, tmp_path: Path) -> None:
    file = _xlsx(tmp_path / "a.xlsx", _ROWS)
    desk.imports.run(file)
    rows = desk.visits.rows(VisitQuery(sort="visit_no", descending=False), 10)
    desk.visits.void(rows[4].visit_no, "登错了")
    assert desk.imports.undo(1) == 4
    after = [desk.visits.get(row.visit_no) for row in rows]
    assert all(visit.voided for visit in after)
    assert after[0].void_reason == "撤销第1批导入（a.xlsx）"
    assert after[4].void_reason == "登错了"
    assert desk.visits.similar(Probe(name="张桂花", village="东村")) == []

    report = desk.imports.run(file)
    assert (report.import_id, report.taken, report.already) == (2, 5, 0)
    numbers = {row.visit_no for row in desk.visits.rows(VisitQuery(), 20)}
    assert len(numbers) == 10
    assert [batch.undone_at is None for batch in desk.imports.batches()] == [True, False]


def test_undo_of_what_is_not_there_or_undone_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        desk.imports.undo(7)
    assert refused.value.code == "not_found"
    desk.imports.run(_xlsx(tmp_path / "a.xlsx", _ROWS))
    desk.imports.undo(1)
    with pytest.raises(Refused) as refused:
        desk.imports.undo(1)
    assert refused.value.code == "already_closed"


def test_progress_is_told_and_a_stopped_import_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    rows = [[f"2024-{number}", "2024-3-8", f"张{number}", "女", "", "", "东村", 1, "问题", ""] for number in range(120)]
    file = _xlsx(tmp_path / "a.xlsx", rows)
    steps: list[tuple[int, int]] = []
    stopped = desk.imports.run(
        file, progress=lambda done, total: steps.append((done, total)), cancelled=lambda: len(steps) >= 2
    )
    assert (stopped.import_id, stopped.taken) == (None, 0)
    assert desk.visits.count(VisitQuery()) == 0 and desk.imports.batches() == []

    steps.clear()
    report = desk.imports.run(file, progress=lambda done, total: steps.append((done, total)))
    assert report.taken == 120
    assert steps == [(0, 120), (50, 120), (100, 120), (120, 120)]
    assert desk.visits.rows(VisitQuery(sort="visit_no", descending=False), 1)[0].visit_no.endswith("-0001")


def test_an_accusation_of_a_register_is_closed(desk: Desk, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["来访时间", "姓名", "信访目的", "反映问题"])
    workbook.active.append(["2024-3-8", "钱某某", "检举控告", "克扣补偿款"])
    workbook.save(tmp_path / "a.xlsx")
    desk.imports.run(tmp_path / "a.xlsx")
    (row,) = desk.visits.rows(VisitQuery(), 10)
    assert row.names == () and row.heading == ""
    assert desk.visits.similar(Probe(name="钱某某")) == []


def test_propose_writes_nothing_and_names_the_fields(desk: Desk, tmp_path: Path) -> None:
    shown = desk.imports.propose(_xls(tmp_path / "a.xls", _ROWS))
    assert shown.missing == () and shown.records == 5 and shown.year == 2024
    assert [one.field for one in shown.mapping if one.heading in ("姓名", "反映问题")] == ["name", "statement"]
    moved = desk.imports.propose(tmp_path / "a.xls", {"处理情况": None})
    assert [one.field for one in moved.mapping if one.heading == "处理情况"] == [None]
    assert desk.imports.batches() == []


def test_files_that_cannot_be_found_are_usage(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path / "nirgends.xlsx", tmp_path):
        with pytest.raises(Trouble) as trouble:
            desk.imports.run(path)
        assert trouble.value.exit_status == 2
