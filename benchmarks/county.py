"""The export of a month of 5,000 disputes against the bare library writing the same: ``python -m benchmarks.county``.

Ours reads the data folder, checks the month, makes the values, writes the file and its audit line. The bare side has
its values ready and does nothing but write them with the same looks: XlsxWriter for our own workbook, openpyxl (load
the county's file, set values and styles, save) for the county's.

``python -m benchmarks.county --libreoffice`` needs LibreOffice: it opens every exported workbook there, saves it again
and compares cell by cell. PETIDESK_COUNTY_FILES names a folder of further county workbooks.
"""

from __future__ import annotations

import copy
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.worksheet.datavalidation import DataValidation

from benchmarks.offices import sized
from benchmarks.table import Line
from petidesk.desk.county.own_workbook import default_sheets
from petidesk.desk.desk import Desk
from petidesk.desk.ledger.month_reading import read_month
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.county.lines import LineFacts

ROWS = sized(5_000, 30)
ROUNDS = sized(5, 1)
LIMIT = 1.5
MONTH = "2026-10"
_HEADINGS = (
    *("序号", "编号", "排查日期", "村（社区）", "姓名", "联系电话", "纠纷类型", "简要情况", "涉及人数", "涉及金额"),
    *("责任单位", "责任人", "包案领导", "化解时限", "化解情况", "销号日期", "备注"),
)


def make_office(folder: Path, count: int = ROWS) -> None:
    """An office with `count` disputes on the books of MONTH, two in three resolved."""
    create_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村", "石桥村"])
    desk = open_desk(folder)
    kinds = ("邻里纠纷", "劳动争议", "山林土地纠纷", "合同纠纷")
    with desk.writing() as connection:
        rules = desk.ledger.rules_within(connection)
        for place in range(count):
            found_on = date(2026, 10, 1) + timedelta(days=place % 28)
            document = {
                "found_on": found_on.isoformat(),
                "village": ("东村", "西村", "石桥村")[place % 3],
                "village_group": "三组",
                "source": "入户排查",
                "type": kinds[place % 4],
                "summary": ("=1+1" if place == 5 else "")
                + f"第{place}件：两家因翻修院墙占用公共通道发生争执，雨水倒灌，要求停工并恢复原状。",
                "parties": [
                    {"name": "张桂花", "side": "a", "phone": f"138{place:08d}", "id_number": "11010519491231002X"},
                    {"name": "李国辉", "side": "b", "phone": f"139{place:08d}"},
                ],
                "people_involved": 2 + place % 9,
                "amount_yuan": 800 + place,
                "responsible_unit": "东村村民委员会",
                "responsible_person": "徐桂花",
                "case_leader": "周志远",
                "due_on": "2026-12-31",
                "measures": "村调解员上门了解情况，约双方到村委会面谈。",
                "note": "",
            }
            told = {"manner": "人民调解", "result": "双方达成协议，院墙退后四十厘米。", "by": "李敏", "note": ""}
            events = [("resolved", found_on + timedelta(days=2), told)] if place % 3 else []
            content = desk.ledger.read(document, rules.office)
            desk.ledger.enter_within(connection, desk.act(), content, rules, events=events)
    desk.close()


def county_file() -> bytes:
    """A county's empty ledger: title, line, two heading rows, one bordered row with a drop-down list, a total with its
    sum."""
    book = openpyxl.Workbook()
    sheet = book.active
    side = openpyxl.styles.Side(style="thin")
    border = openpyxl.styles.Border(left=side, right=side, top=side, bottom=side)
    sheet["A1"] = "矛盾纠纷排查化解台账"
    sheet.merge_cells("A1:Q1")
    sheet["A2"] = "填报单位（盖章）：          填报时间：    年  月  日"
    for column, heading in enumerate(_HEADINGS, start=1):
        upper = "当事人" if heading in ("姓名", "联系电话") else heading
        sheet.cell(3, column, upper)
        if upper == heading:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
        else:
            sheet.cell(4, column, heading)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 40 if heading == "简要情况" else 13
        for row in (3, 4, 5, 6):
            sheet.cell(row, column).border = border
    sheet.merge_cells("E3:F3")
    words = '"01-邻里纠纷,02-劳动争议,03-山林土地纠纷,04-合同纠纷"'
    sheet.add_data_validation(DataValidation(type="list", formula1=words, sqref="G5:G5"))
    sheet["A6"] = "合计"
    sheet["J6"] = "=SUM(J5:J5)"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bare_default(sheets: list[tuple[Any, list[Any]]]) -> bytes:
    """The same cells with XlsxWriter alone: ready values, one format a column, typed calls."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    plain, day = book.add_format(cell), book.add_format({**cell, "num_format": 'yyyy"年"m"月"d"日"'})
    for sheet, rows in sheets:
        page = book.add_worksheet(sheet.name)
        for column, heading in enumerate(sheet.headings):
            page.write_string(2, column, heading, plain)
        for row, values in enumerate(rows, start=3):
            for column, value in enumerate(values):
                if value is None or value == "":
                    page.write_blank(row, column, None, plain)
                elif isinstance(value, str):
                    page.write_string(row, column, value, plain)
                elif isinstance(value, date):
                    page.write_datetime(row, column, value, day)
                else:
                    page.write_number(row, column, value, plain)
    book.close()
    return target.getvalue()


def bare_county(template: bytes, rows: list[list[Any]]) -> bytes:
    """The same cells with openpyxl alone: rows put in, values and the first row's styles set, saved."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.active
    looks = [copy.copy(sheet.cell(5, column)._style) for column in range(1, len(_HEADINGS) + 1)]
    sheet.insert_rows(6, len(rows) - 1)
    for row, values in enumerate(rows, start=5):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value)
            cell._style = copy.copy(looks[column - 1])
            if isinstance(value, date):
                cell.number_format = 'yyyy"年"m"月"d"日"'
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _median(work: Callable[[], object]) -> float:
    """Seconds of processor time that one call takes, warm; the machine's other work does not count."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def _measure(desk: Desk, folder: Path) -> list[tuple[str, str, float, float]]:
    out = folder / "out.xlsx"
    facts = LineFacts("清溪镇人民政府", "清溪镇", 2026 * 12 + 9, date(2026, 11, 3), "李敏")
    month = read_month(desk.session, desk.months, MONTH)
    sheets = [(sheet, [list(row) for row in sheet.rows]) for sheet in default_sheets(month, facts, False)]
    template = folder / "county.xlsx"
    template.write_bytes(county_file())
    desk.county.export(MONTH, out, template=template)
    filled = openpyxl.load_workbook(out).active
    rows = [
        [cell.date() if isinstance(cell, datetime) else cell for cell in row]
        for row in filled.iter_rows(min_row=5, max_row=4 + ROWS, max_col=len(_HEADINGS), values_only=True)
    ]
    ours = _median(lambda: desk.county.export(MONTH, out))
    bare = _median(lambda: bare_default(sheets))
    ours_county = _median(lambda: desk.county.export(MONTH, out, template=template))
    bare_file = _median(lambda: bare_county(template.read_bytes(), rows))
    return [
        ("our own workbook", "XlsxWriter", ours, bare),
        ("the county's workbook", "openpyxl", ours_county, bare_file),
    ]


def lines() -> list[Line]:
    """The promises on the export of a month."""
    folder = Path(tempfile.mkdtemp(prefix="petidesk-county-"))
    try:
        make_office(folder / "office")
        desk = open_desk(folder / "office")
        measured = _measure(desk, folder)
        desk.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = []
    for what, library, ours, bare in measured:
        print(f"{what}: ours {ours:.2f} s, bare {library} {bare:.2f} s")
        ratio = ours / bare
        target = f"within {LIMIT:g}x bare {library}"
        found.append(Line(f"month of {ROWS:,} rows, {what}", target, f"{ratio:.2f}x", ratio <= LIMIT))
    return found


# ---- opened and saved again by LibreOffice


def compared(folder: Path, files: list[Path]) -> list[str]:
    """Open every file in one run of LibreOffice, save it again, and compare it cell by cell; the differences.

    Values, merged areas, number formats of days, widths of columns and borders of cells are compared; formulas by
    their text, and no cell may show an error.
    """
    again = folder / "again"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(again)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    found = []
    for file in files:
        ours, theirs = openpyxl.load_workbook(file), openpyxl.load_workbook(again / file.name)
        values = openpyxl.load_workbook(again / file.name, data_only=True)
        for sheet in ours.worksheets:
            found += [f"{file.name} {sheet.title} {words}" for words in _differences(sheet, theirs[sheet.title])]
            found += [
                f"{file.name} {sheet.title} {cell.coordinate} shows {cell.value}"
                for row in values[sheet.title].iter_rows()
                for cell in row
                if isinstance(cell.value, str) and cell.value.startswith(("#", "Err:"))
            ]
    return found


def _differences(sheet: Any, other: Any) -> list[str]:
    found = []
    for row in sheet.iter_rows():
        for cell in row:
            twin = other.cell(cell.row, cell.column)
            if cell.value is None and twin.value is None:
                continue
            if cell.value != twin.value and str(cell.value).replace("$", "") != str(twin.value).replace("$", ""):
                found.append(f"{cell.coordinate}: {cell.value!r} became {twin.value!r}")
            elif cell.is_date and not twin.is_date:
                found.append(f"{cell.coordinate}: a day became {twin.number_format}")
            elif isinstance(cell.value, str) and cell.data_type != twin.data_type:
                found.append(f"{cell.coordinate}: {cell.data_type} became {twin.data_type}")
            elif cell.border.left.style != twin.border.left.style:
                found.append(f"{cell.coordinate}: border {cell.border.left.style} became {twin.border.left.style}")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    if merged != {str(area) for area in other.merged_cells.ranges}:
        found.append(f"merged areas {sorted(merged ^ {str(area) for area in other.merged_cells.ranges})}")
    if sheet.page_setup.orientation != other.page_setup.orientation and sheet.page_setup.orientation:
        found.append(f"orientation became {other.page_setup.orientation}")
    return found


def opened_by_libreoffice() -> list[str]:
    """Export through every invented county workbook and without one; what LibreOffice made otherwise of them."""
    from tests.documents.county import books as county_books

    folder = Path(tempfile.mkdtemp(prefix="petidesk-county-"))
    try:
        make_office(folder / "office", 40)
        desk = open_desk(folder / "office")
        files = []
        for name, make in {**county_books.LEDGERS, **county_books.FIGURES}.items():
            template = folder / f"{name}.template.xlsx"
            template.write_bytes(county_books.data(make()))
            files.append(folder / f"{name}.xlsx")
            desk.county.export(MONTH, files[-1], template=template, full=True, why="试开")
        samples = os.environ.get("PETIDESK_COUNTY_FILES", "")
        for template in sorted(Path(samples).glob("*.xlsx")) if samples else []:
            files.append(folder / f"sample-{template.name}")
            desk.county.export(MONTH, files[-1], template=template)
        files.append(folder / "default.xlsx")
        desk.county.export(MONTH, files[-1])
        desk.close()
        print(f"{len(files)} workbooks")
        return compared(folder, files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--libreoffice"]:
        differences = opened_by_libreoffice()
        print("\n".join(differences) or "every cell is the same")
        sys.exit(1 if differences else 0)
    for line in lines():
        print(line)
