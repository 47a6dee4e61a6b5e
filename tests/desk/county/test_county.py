"""The month as the county wants it, on a real folder: templates kept, workbooks filled, numbers masked."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk.desk.county.county import FindingsRefused
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import KnownTrouble, Refused, Trouble
from tests.documents.county import books
from tests.offices import new_office

MONTH = "2026-10"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村", "石桥村"], organ_code="清信访")
    opened = open_desk(folder)
    yield opened
    opened.close()


def dispute(place: int = 0, **change: Any) -> dict[str, Any]:
    """A dispute of October; every second one is of 西村."""
    return {
        "found_on": f"2026-10-{place % 20 + 1:02d}",
        "village": ("东村", "西村")[place % 2],
        "village_group": "三组",
        "type": ("邻里纠纷", "劳动争议", "山林土地纠纷")[place % 3],
        "summary": f"=第{place}件 两家因院墙占用公共通道发生争执。",
        "parties": [
            {"name": "张桂花", "side": "a", "phone": "13800001234", "id_number": "11010519491231002X"},
            {"name": "李国辉", "side": "b", "phone": "13900005678"},
        ],
        "people_involved": 2 + place,
        "amount_yuan": 12000.5,
        "responsible_unit": "东村村委会",
        "responsible_person": "李敏",
        "due_on": "2026-12-31",
    } | change


@pytest.fixture
def enter(desk: Desk) -> Callable[[int], list[str]]:
    """Enter so many disputes; the first of each three is resolved."""

    def some(count: int) -> list[str]:
        numbers = []
        for place in range(count):
            found, _ = desk.ledger.add(dispute(place))
            numbers.append(found.dispute_no)
            if place % 3 == 0:
                told = {"on": f"2026-10-{place % 20 + 5:02d}", "by": "李敏", "note": "", "result": "双方和解"}
                desk.ledger.record(found.dispute_no, "resolved", told)
        return numbers

    return some


def keep(path: Path, name: str, make: Callable[[], Any]) -> Path:
    """A county workbook as a file."""
    file = path / f"{name}.xlsx"
    file.write_bytes(books.data(make()))
    return file


def rows(file: Path, first: int, last: int, sheet: str | None = None) -> list[list[Any]]:
    """The values of some rows of a workbook."""
    page = openpyxl.load_workbook(file)[sheet] if sheet else openpyxl.load_workbook(file).active
    return [list(row) for row in page.iter_rows(min_row=first, max_row=last, values_only=True)]


def test_a_template_is_kept_filled_and_its_lines_with_it(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(4)
    template = desk.county.add_template(keep(tmp_path, "县表", books.two_levels))
    assert (template.name, template.sheet, template.heading_rows) == ("县表", "台账", (3, 4))
    assert [one.name for one in desk.county.templates()] == ["县表"]
    desk.county.set_words("县表", {"纠纷类型": {"山林土地纠纷": "邻里纠纷"}})
    done = desk.county.export(MONTH, tmp_path / "out.xlsx", template="县表")
    assert done is not None and (done.rows, done.masked) == (4, True)
    assert done.sha256 == hashlib.sha256((tmp_path / "out.xlsx").read_bytes()).hexdigest()
    title, line, *_ = rows(tmp_path / "out.xlsx", 1, 2)
    assert title[0] == "2026年10月清溪镇矛盾纠纷排查化解台账"
    assert str(line[0]).startswith("填报单位（盖章）：清溪镇人民政府   填报时间：20")
    first = rows(tmp_path / "out.xlsx", 5, 5)[0]
    assert first[:6] == [1, datetime(2026, 10, 1), "张桂花", "138****1234", "李国辉", "139****5678"]
    assert first[6:10] == ["邻里纠纷", "=第0件 两家因院墙占用公共通道发生争执。", 2, 1.20005]
    assert rows(tmp_path / "out.xlsx", 9, 9)[0][8:10] == ["=SUM(I5:I8)", "=SUM(J5:J8)"]


def test_whole_numbers_need_a_reason_and_leave_an_audit_line(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(2)
    with pytest.raises(Refused) as refused:
        desk.county.export(MONTH, tmp_path / "out.xlsx", full=True, why=" ")
    assert (refused.value.code, refused.value.field) == ("missing", "why")
    assert not (tmp_path / "out.xlsx").exists()
    file = keep(tmp_path, "表", books.no_row_between)
    done = desk.county.export(MONTH, tmp_path / "out.xlsx", template=file, full=True, why="县里核对")
    assert done is not None and not done.masked
    first = rows(tmp_path / "out.xlsx", 2, 2)[0]
    assert first[4:6] == ["13800001234\n13900005678", "11010519491231002X"]
    change = desk.audit.for_subject("ledger", MONTH)[-1]
    assert change.event.action == "ledger.exported" and change.after is not None
    assert change.after | {"sha256": done.sha256} == change.after
    assert (change.after["why"], change.after["rows"], change.after["phones"]) == ("县里核对", 2, 4)
    assert desk.audit.verify().ok


def test_masked_export_beside_an_open_window_that_alone_may_write(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(1)
    reader = open_desk(desk.folder, purpose="read")
    try:
        assert reader.county.export(MONTH, tmp_path / "out.xlsx") is not None
        with pytest.raises(KnownTrouble):
            reader.county.export(MONTH, tmp_path / "full.xlsx", full=True, why="核对")
    finally:
        reader.close()
    assert (tmp_path / "out.xlsx").exists() and not (tmp_path / "full.xlsx").exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "out.xlsx"]


def test_errors_of_the_month_stop_it_unless_anyway(desk: Desk, tmp_path: Path) -> None:
    desk.ledger.add(dispute(type="", responsible_person=""))
    with pytest.raises(FindingsRefused) as refused:
        desk.county.export(MONTH, tmp_path / "out.xlsx")
    assert {one.field for one in refused.value.findings} == {"type", "responsible_person"}
    assert not (tmp_path / "out.xlsx").exists()
    assert desk.county.export(MONTH, tmp_path / "out.xlsx", anyway=True) is not None


def test_a_corrected_heading_is_known_in_every_later_workbook(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(1)
    file = keep(tmp_path, "一", books.protected)
    assert desk.county.add_template(file).unplaced == ("综治中心",)
    mapped = desk.county.set_mapping("一", {"综治中心": "responsible_unit", "调解员": None})
    assert mapped.unplaced == ("调解员",)
    later = desk.county.add_template(file, "二")
    assert {one.heading: one.field for one in later.columns}["综治中心"] == "responsible_unit"
    desk.county.export(MONTH, tmp_path / "out.xlsx", template="一")
    assert rows(tmp_path / "out.xlsx", 2, 2)[0][4:6] == ["东村村委会", None]
    with pytest.raises(Refused) as refused:
        desk.county.set_mapping("一", {"综治中心": "somebody"})
    assert refused.value.code == "unknown_key"


def test_templates_refused(desk: Desk, tmp_path: Path) -> None:
    file = keep(tmp_path, "一", books.plain)
    desk.county.add_template(file)
    for call, code in (
        (lambda: desk.county.add_template(file), "forbidden"),
        (lambda: desk.county.add_template(tmp_path / "none.xlsx"), "usage"),
        (lambda: desk.county.set_mapping("没有", {}), "not_found"),
        (lambda: desk.county.export(MONTH, tmp_path / "out.xlsx", template="没有"), "not_found"),
        (lambda: desk.county.export("2026-13", tmp_path / "out.xlsx"), "bad_value"),
    ):
        with pytest.raises(Trouble) as trouble:
            call()
        assert trouble.value.code == code
    assert desk.county.add_template(file, replace=True).name == "一"
    desk.county.add_template(keep(tmp_path, "统计", books.table_of_52))
    with pytest.raises(Refused):
        desk.county.set_mapping("统计", {"小计": "found_on"})


def test_statistical_tables_are_filled_cell_by_cell(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(6)
    crossed = keep(tmp_path, "交叉", books.villages_by_types)
    desk.county.export(MONTH, tmp_path / "out.xlsx", template=crossed)
    table = rows(tmp_path / "out.xlsx", 4, 7)
    assert table[0] == ["东村", 0, 1, 1, "=SUM(B4:D4)"] and table[2] == ["石桥村", 0, 0, 0, "=SUM(B6:D6)"]
    assert table[3] == ["合计", 0, 2, 2, 4]
    measured = keep(tmp_path, "月报", books.types_by_measures)
    desk.county.export(MONTH, tmp_path / "out2.xlsx", template=measured)
    assert rows(tmp_path / "out2.xlsx", 2, 2)[0][:5:4] == ["报送单位：清溪镇人民政府", "所属月份：2026年10月"]
    assert rows(tmp_path / "out2.xlsx", 5, 8) == [
        ["邻里纠纷", 2, 2, 2, 2, 100, None],
        ["劳资纠纷", 2, 2, 0, 0, 0, None],
        ["其他", 2, 2, 0, 0, 0, None],
        ["总计", 6, 6, 2, 2, 33.33, None],
    ]
    listed = keep(tmp_path, "各村", books.listed_villages)
    desk.county.export(MONTH, tmp_path / "out3.xlsx", template=listed)
    assert rows(tmp_path / "out3.xlsx", 3, 6) == [
        [1, "东村", 0, 3, 1, 0, 2, 3.60015],
        [2, "西村", 0, 3, 1, 0, 2, 3.60015],
        [3, "石桥村", 0, 0, 0, 0, 0, 0],
        ["合计", None, *[f"=SUM({letter}3:{letter}5)" for letter in "CDEFGH"]],
    ]


def test_the_monthly_form_and_our_own_tell_the_same(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(6)
    desk.ledger.add(dispute(7, people_involved=100, risk_level="major", case_leader="周志远"))
    desk.county.export(MONTH, tmp_path / "out.xlsx", template=keep(tmp_path, "表", books.table_of_52))
    theirs = {(row[1], row[2]): row[6:8] for row in rows(tmp_path / "out.xlsx", 5, 26)}
    desk.county.export(MONTH, tmp_path / "own.xlsx")
    ours = rows(tmp_path / "own.xlsx", 4, 55, "排查情况表")
    assert [row[0] for row in ours] == list(range(1, 53))
    assert [row[3] for row in ours[:5]] == [7, 2, "28.57%", 2, "100.00%"]
    assert theirs["矛盾纠纷", "排查数"] == [7, 7] and theirs[None, "调处率"][0] == 0.2857
    assert [row[3] for row in ours[43:52]] == [6, 0, 1, 0, 1, 0, 0, "0.00%", 0]
    assert sum(int(row[3]) for row in ours[5:43:2]) == 7
    month = rows(tmp_path / "own.xlsx", 4, 12, "月报表")
    total = next(row for row in month if row[:2] == ["合计", "本月"])
    assert total[2:9] == [0, 7, 0, 2, 0, 0, 5] and total[11] == "28.57%"
    notes = " ".join(str(row[0]) for row in rows(tmp_path / "own.xlsx", 12, 16, "月报表"))
    assert "化解率＝本月化解÷（上月结转＋本月新排查）＝2÷7＝28.57%" in notes


def test_a_month_without_disputes_makes_a_report(desk: Desk, tmp_path: Path) -> None:
    done = desk.county.export(MONTH, tmp_path / "own.xlsx")
    assert done is not None and done.rows == 0
    texts = [str(cell) for row in rows(tmp_path / "own.xlsx", 1, 8) for cell in row if cell]
    assert any("零报告" in text for text in texts)
    rate = rows(tmp_path / "own.xlsx", 4, 8, "排查情况表")
    assert [row[3] for row in rate] == [0, 0, "—", 0, "—"]
    desk.county.export(MONTH, tmp_path / "out.xlsx", template=keep(tmp_path, "表", books.plain))
    assert rows(tmp_path / "out.xlsx", 3, 3)[0][3] == "本月无在册矛盾纠纷（零报告）"


def test_a_closed_month_goes_out_as_it_was_closed(desk: Desk, tmp_path: Path, enter: Any) -> None:
    numbers = enter(3)
    desk.months.close(MONTH)
    desk.ledger.amend(numbers[1], {"summary": "改过的情况", "people_involved": 99})
    desk.ledger.void(numbers[2], "录重了")
    desk.ledger.add(dispute(9))
    file = keep(tmp_path, "表", books.no_row_between)
    desk.county.export(MONTH, tmp_path / "out.xlsx", template=file)
    told = rows(tmp_path / "out.xlsx", 2, 4)
    assert {row[0] for row in told} == set(numbers)
    assert "改过的情况" not in {row[6] for row in told}


def test_cancelling_leaves_the_old_file(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(1)
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"old")
    file = keep(tmp_path, "表", books.plain)
    assert desk.county.export(MONTH, out, template=file, cancelled=lambda: True) is None
    assert out.read_bytes() == b"old"
    told: list[tuple[int, int]] = []
    desk.county.export(MONTH, out, template=file, progress=lambda done, total: told.append((done, total)))
    assert told and out.read_bytes()[:2] == b"PK"


def test_a_disk_that_fills_leaves_the_old_file(
    desk: Desk, tmp_path: Path, enter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(1)
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "petidesk", str(place)]
    mounted = os.getuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    out = place / "out.xlsx"
    out.write_bytes(b"old")
    try:
        if mounted:
            with (place / "photos.bin").open("wb", buffering=0) as stream, pytest.raises(OSError, match="No space"):
                stream.write(b"x" * 50_000)
                stream.write(b"x" * 20_000)
                stream.write(b"x" * 20_000)
        else:
            full = OSError(28, "No space left on device")
            monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(full))
        with pytest.raises(KnownTrouble) as trouble:
            desk.county.export(MONTH, out)
        assert trouble.value.code == "full" and "原来的文件没有动" in trouble.value.message
        assert out.read_bytes() == b"old"
        assert not list(place.glob(".*"))
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)


def test_columns_of_the_office_are_in_both_workbooks(desk: Desk, tmp_path: Path) -> None:
    desk.office.change({"ledger_columns": [{"key": "grid", "label": "网格编码"}, {"label": "约谈日期", "kind": "day"}]})
    desk.ledger.add(dispute(extra={"grid": "007", "约谈日期": "2026-10-09"}))
    desk.county.export(MONTH, tmp_path / "own.xlsx")
    headings, first = rows(tmp_path / "own.xlsx", 3, 4)
    told = dict(zip(headings, first, strict=True))
    assert (told["网格编码"], told["约谈日期"]) == ("007", datetime(2026, 10, 9))
    template = openpyxl.Workbook()
    template.active.append(["序号", "网格编码", "约谈日期", "责任人", "简要情况"])
    file = tmp_path / "t.xlsx"
    file.write_bytes(books.data(template))
    desk.county.export(MONTH, tmp_path / "out.xlsx", template=file)
    row = openpyxl.load_workbook(tmp_path / "out.xlsx").active[2]
    assert [cell.value for cell in row][:3] == [1, "007", datetime(2026, 10, 9)]
    assert date(2026, 10, 9) == row[2].value.date()


def test_words_above_and_below_are_read_together(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(6)
    file = keep(tmp_path, "各村", books.total_first)
    done = desk.county.export(MONTH, tmp_path / "out.xlsx", template=file)
    assert done is not None and done.notes == ()
    assert rows(tmp_path / "out.xlsx", 1, 1)[0][0] == "2026年10月各村矛盾纠纷排查化解统计表"
    assert rows(tmp_path / "out.xlsx", 4, 6) == [
        ["合计", 0, 6, 6, 2, 0, 0, 4, 0.3333],
        ["东村", 0, 3, 3, 1, 0, 0, 2, 0.3333],
        ["西村", 0, 3, 3, 1, 0, 0, 2, 0.3333],
    ]
    crossed = keep(tmp_path, "分类", books.types_by_villages)
    desk.county.export(MONTH, tmp_path / "out2.xlsx", template=crossed)
    assert [row[1:] for row in rows(tmp_path / "out2.xlsx", 4, 7)] == [
        ["婚姻家庭邻里纠纷", 1, 1, 1, 1, 2, 2],
        ["劳资纠纷", 1, 0, 1, 0, 2, 0],
        ["其他类", 1, 0, 1, 0, 2, 0],
        ["合计", 3, 1, 3, 1, 6, 2],
    ]


def test_our_own_workbook_of_a_practice_folder_says_so(tmp_path: Path) -> None:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], practice=True)
    practice = open_desk(tmp_path / "data")
    try:
        practice.county.export(MONTH, tmp_path / "own.xlsx")
    finally:
        practice.close()
    for sheet in openpyxl.load_workbook(tmp_path / "own.xlsx"):
        assert str(sheet["A1"].value).endswith("（演练）")


@pytest.mark.parametrize("make", [books.two_levels, books.plain])
def test_the_workbook_of_a_county_filled_in_a_practice_folder_says_so(tmp_path: Path, make: Callable[[], Any]) -> None:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], practice=True)
    practice = open_desk(tmp_path / "data")
    try:
        file = keep(tmp_path, "县表", make)
        practice.county.export(MONTH, tmp_path / "out.xlsx", template=file, anyway=True)
        name, _ = practice.county.contents(MONTH, template=file)
        own, _ = practice.county.contents(MONTH)
    finally:
        practice.close()
    assert name.endswith("（演练）.xlsx") and own.endswith("（演练）.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "out.xlsx"):
        assert sheet.oddHeader.center.text == "演练"
        assert any("（演练）" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_our_own_ledger_prints_in_nine_points_on_a3(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(2)
    desk.county.export(MONTH, tmp_path / "own.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "own.xlsx")["台账"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    groups = sheet.column_dimensions.values()
    widths = [group.width for group in groups for _ in range(group.min, group.max + 1)]
    assert len(widths) == sheet.max_column
    points = sum(0.75 * round(width * 7) for width in widths)  # the file counts the rim of five pixels in
    margins = (sheet.page_margins.left + sheet.page_margins.right) * 72
    scale = min(1.0, (420 / 25.4 * 72 - margins) / points)
    heading = next(row for row in sheet.iter_rows() if row[0].value == "序号")[0].row
    sizes = {cell.font.size for cell in sheet[heading + 1]}
    assert min(sizes) * scale >= 9.0


def test_what_watches_people_stays_empty_and_is_said(desk: Desk, tmp_path: Path, enter: Any) -> None:
    enter(1)
    book = openpyxl.Workbook()
    book.active.append(["序号", "排查日期", "村（社区）", "简要情况", "稳控责任人", "进京次数"])
    file = tmp_path / "盯.xlsx"
    book.save(file)
    assert desk.county.add_template(file, "盯").unplaced == ("稳控责任人", "进京次数")
    with pytest.raises(Refused) as refused:
        desk.county.set_mapping("盯", {"稳控责任人": "responsible_person"})
    assert "本程序不记录" in refused.value.message
    done = desk.county.export(MONTH, tmp_path / "out.xlsx", template="盯", anyway=True)
    assert done is not None and "这些栏本程序不记录，空着：稳控责任人、进京次数。" in done.notes
    assert rows(tmp_path / "out.xlsx", 2, 2)[0][3:6][1:] == [None, None]
