"""County workbooks as counties send them, ugly on purpose; everything in them is invented."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

_THIN = Side(style="thin")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def data(book: Any) -> bytes:
    """The workbook as bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def box(sheet: Any, area: str) -> None:
    """Thin borders around every cell of an area."""
    for row in sheet[area]:
        for cell in row:
            cell.border = BOX


def put(sheet: Any, row: int, column: int, texts: str) -> None:
    """Headings parted by blanks; - leaves a cell blank."""
    for place, text in enumerate(texts.split()):
        if text != "-":
            sheet.cell(row, column + place, text)


def plain() -> Any:
    """One heading row, one bordered row, nothing else."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "安平县矛盾纠纷台账"
    sheet.merge_cells("A1:H1")
    put(sheet, 2, 1, "序号 发现时间 所属村 主要情况 承办人 完成时限 办理结果 备考")
    box(sheet, "A2:H3")
    return book


def two_levels() -> Any:
    """Two heading rows with merged cells, a total with sums, signatures below, print set-up, a rule and a list."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["A1"] = "××年×月××镇矛盾纠纷排查化解台账"
    sheet.merge_cells("A1:L1")
    sheet["A1"].font = Font(name="黑体", size=20)
    sheet["A2"] = "填报单位（盖章）：            填报时间：    年  月  日            单位：件、人、万元"
    sheet.merge_cells("A2:L2")
    put(sheet, 3, 1, "序号 排查日期 甲方 - 乙方 - 纠纷类型 简要情况 涉及人数 涉及金额 责任单位 化解情况")
    put(sheet, 4, 3, "姓名 电话 姓名 电话")
    for area in ("C3:D3", "E3:F3", *(f"{letter}3:{letter}4" for letter in "ABGHIJKL")):
        sheet.merge_cells(area)
    box(sheet, "A3:L6")
    sheet["A6"] = "合计"
    sheet["I6"], sheet["J6"] = "=SUM(I5:I5)", "=SUM(J5)"
    sheet["A7"] = "签发人：                制表人：                联系电话："
    sheet.merge_cells("A7:L7")
    sheet["A8"] = "注：本表每月5日前报送。"
    sheet.merge_cells("A8:L9")
    sheet.row_dimensions[5].height = 40
    sheet.row_dimensions[7].height = 33
    sheet.column_dimensions["H"].width = 45
    sheet.column_dimensions["B"].width = 11
    sheet.print_title_rows = "3:4"
    sheet.print_area = "A1:L9"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.freeze_panes = "A5"
    red = PatternFill("solid", bgColor="FFFFCCCC")
    sheet.conditional_formatting.add("I5:I5", CellIsRule(operator="greaterThan", formula=["30"], fill=red))
    kinds = DataValidation(type="list", formula1='"邻里纠纷,劳动争议"', sqref="G5:G5", allow_blank=True)
    sheet.add_data_validation(kinds)
    return book


def from_column_b() -> Any:
    """A table from column B and row 6 on, a blank row below the headings' numbers, label and value cells apart."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "突出矛盾纠纷情况表"
    sheet["B3"], sheet["E3"] = "填报单位", "填报日期"
    sheet["G3"], sheet["I3"] = "填报人", "联系电话"
    box(sheet, "B3:J3")
    put(sheet, 6, 2, "序号 单位 矛盾纠纷简要情况 责任单位/责任人 化解时限 化解情况 交办督办情况 销号情况 备注")
    put(sheet, 7, 2, "1 2 3 4 5 6 7 8 9")
    for column in range(2, 11):
        sheet.cell(7, column).value = column - 1
    box(sheet, "B6:J12")
    for row in (8, 9, 10):
        sheet.cell(row, 2, row - 7)
        sheet.cell(row, 4, "（样例）某村两户因地界发生争执")
    sheet["B14"] = "负责人："
    return book


def several_sheets() -> Any:
    """A cover, the ledger as second sheet whose rows other sheets count, a sheet that nobody knows, a hidden one."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "封面"
    cover["C5"] = "矛盾纠纷排查化解工作资料"
    cover["C8"] = "=COUNTA(明细!B4:B6)"
    cover["C9"] = "=SUM(明细!$F$4:$F$6)"
    ledger = book.create_sheet("明细")
    ledger["A1"] = "矛盾纠纷明细（9月）"
    put(ledger, 3, 1, "序号 当事人 村组 纠纷简况 来源 人数 状态 回访日期及结果")
    box(ledger, "A3:H6")
    ledger["A4"] = "=ROW()-3"
    ledger["B4"], ledger["F4"] = "样例甲", 5
    ledger["B5"], ledger["F5"] = "样例乙", 7
    notes = book.create_sheet("填表说明")
    notes["A1"] = "请各乡镇如实填写。"
    hidden = book.create_sheet("字典")
    hidden.sheet_state = "hidden"
    hidden["A1"], hidden["A2"] = "邻里纠纷", "劳动争议"
    ledger.add_data_validation(DataValidation(type="list", formula1="字典!$A$1:$A$2", sqref="E4:E6"))
    return book


def no_row_between() -> Any:
    """The total stands right below the headings, and the signature is in separate cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    put(
        sheet,
        1,
        1,
        "编号 排查时间 村（社区）名称 反映人 联系方式 证件号码 诉求内容 涉及金额(元) 处理人 处理状态 办结日期",
    )
    put(sheet, 2, 1, "合计")
    box(sheet, "A1:K2")
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, horizontal="center")
    sheet["A4"], sheet["H4"] = "审核人：", "填表人："
    return book


def wide_data_cells() -> Any:
    """Merged cells in the rows themselves, sample rows merged downwards, banded colours, a thick last line."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "2025年矛盾纠纷统计"
    put(sheet, 2, 1, "序号 村别 纠纷名称 基本情况 - - 包案领导 - 预警等级 化解日期")
    put(sheet, 3, 7, "姓名 职务")
    for area in ("D2:F3", "G2:H2", "A2:A3", "B2:B3", "C2:C3", "I2:I3", "J2:J3"):
        sheet.merge_cells(area)
    for row in range(4, 8):
        sheet.merge_cells(f"D{row}:F{row}")
        sheet.cell(row, 4, "样例情况")
    sheet.merge_cells("B4:B5")
    sheet["B4"] = "样例村"
    box(sheet, "A2:J7")
    thick = Side(style="medium")
    for column in range(1, 11):
        sheet.cell(7, column).border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=thick)
    return book


def two_tables() -> Any:
    """Two ledgers on one sheet, one below the other."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "未化解矛盾纠纷"
    put(sheet, 2, 1, "序号 村名 简要情况 责任人 化解时限")
    box(sheet, "A2:E4")
    sheet["A6"] = "已化解矛盾纠纷"
    put(sheet, 7, 1, "序号 村名 简要情况 责任人 化解日期")
    box(sheet, "A7:E9")
    return book


def side_by_side() -> Any:
    """Two tables beside one another, parted by a blank column."""
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, 1, 1, "序号 村名 简要情况 责任人 化解时限")
    put(sheet, 1, 7, "序号 单位名称 联络员")
    box(sheet, "A1:E3")
    box(sheet, "G1:I3")
    sheet["H2"] = "综治中心"
    return book


def protected() -> Any:
    """A protected sheet: the row is open, all else locked; a hidden column; a column that nobody knows."""
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, 1, 1, "序号 排查日期 村 事件描述 综治中心 调解员 办理时限")
    box(sheet, "A1:G2")
    for cell in sheet[2]:
        cell.protection = Protection(locked=False)
    sheet.column_dimensions["E"].hidden = True
    sheet.protection.sheet = True
    sheet.protection.password = "1234"
    return book


def villages_by_types() -> Any:
    """Villages down, types across, sums as formulas; the title says what is counted."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "未化解"
    sheet["A1"] = "×月各村未化解矛盾纠纷分类统计表"
    put(sheet, 3, 1, "村（社区） 邻里 劳动争议 其他 合计")
    for row, name in enumerate(("东村", "西村委会", "石桥村", "合计"), start=4):
        sheet.cell(row, 1, name)
    for row in (4, 5, 6):
        sheet.cell(row, 5, f"=SUM(B{row}:D{row})")
    box(sheet, "A3:E7")
    return book


def types_by_measures() -> Any:
    """Types down, measures across in two heading rows, the year beside the month."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "矛盾纠纷排查化解月报表"
    sheet["A2"] = "报送单位："
    sheet["E2"] = "所属月份："
    put(sheet, 3, 1, "类型 排查 - 化解 - 化解率(%) 备注")
    put(sheet, 4, 2, "本月 年度累计 本月 年度累计")
    for area in ("A3:A4", "B3:C3", "D3:E3", "F3:F4", "G3:G4"):
        sheet.merge_cells(area)
    for row, name in enumerate(("邻里纠纷", "劳资纠纷", "其他", "总计"), start=5):
        sheet.cell(row, 1, name)
    box(sheet, "A3:G8")
    return book


def listed_villages() -> Any:
    """A table of figures whose rows are not printed: one a village is to be written."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "各村排查化解情况"
    put(sheet, 2, 1, "序号 村（社区） 上月结转 本月新排查 本月化解 转上级 月末未化解 涉及金额（万元）")
    put(sheet, 4, 1, "合计")
    for column in range(3, 9):
        letter = openpyxl.utils.get_column_letter(column)
        sheet.cell(4, column, f"=SUM({letter}3:{letter}3)")
    box(sheet, "A2:H4")
    return book


def table_of_52() -> Any:
    """The numbered monthly form: content, level, sum, sum of the year."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "××年×月××(单位)矛盾纠纷排查情况表"
    put(sheet, 3, 1, "序号 内容 - 层级 - - 小计 年度累计 备注")
    put(sheet, 4, 4, "县市区 乡镇街道 村居")
    for area in ("A3:A4", "B3:C4", "D3:F3", "G3:G4", "H3:H4", "I3:I4"):
        sheet.merge_cells(area)
    rows = [("矛盾纠纷", one) for one in ("排查数", "调处数", "调处率", "成功数", "成功率")]
    for kind in ("征地拆迁安置", "劳资", "婚姻家庭邻里", "其他"):
        rows += [(kind, "排查数"), (kind, "调处数")]
    rows += [("涉及人数", one) for one in ("50人以下", "50至100人", "100人至500人", "500人以上")]
    rows += [("重大矛盾纠纷", one) for one in ("排查数", "调处数", "成功数", "成功率")]
    rows.append(("开展集中排查", "次数"))
    for place, (what, item) in enumerate(rows):
        row = 5 + place
        sheet.cell(row, 1, place + 1)
        if place == 0 or rows[place - 1][0] != what:
            sheet.cell(row, 2, what)
            same = sum(1 for other in rows if other[0] == what)
            if same > 1:
                sheet.merge_cells(start_row=row, end_row=row + same - 1, start_column=2, end_column=2)
        sheet.cell(row, 3, item)
    sheet.cell(5 + len(rows), 1, "签发人：      制表人：")
    box(sheet, f"A3:I{4 + len(rows)}")
    return book


def three_levels() -> Any:
    """Three heading rows with line breaks and blanks in the words, a note and a signature below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "附件2"
    sheet["A2"] = "安平县突出矛盾纠纷\n排查化解台账"
    sheet.merge_cells("A2:L2")
    sheet["A3"] = "填报单位：           填报人：          填报时间："
    put(sheet, 5, 1, "序 基本情况 - - - - - 化解情况 - - - 备")
    sheet["A5"], sheet["L5"] = "序\n号", "备   注"
    put(sheet, 6, 2, "排查时间 村（社区） 当事人信息 - - 简况 责任主体 - 化解")
    sheet["G6"] = "矛盾纠纷\n简要情况"
    put(sheet, 7, 4, "姓名 电话 身份证号码 - 单位 责任人 日期 方式")
    for area in ("A5:A7", "B5:G5", "H5:K5", "L5:L7", "B6:B7", "C6:C7", "D6:F6", "G6:G7", "H6:I6", "J6:K6"):
        sheet.merge_cells(area)
    box(sheet, "A5:L9")
    sheet["A10"] = "注：1.本表一式两份。"
    sheet["A11"] = "主要领导签字："
    return book


def unmerged_levels() -> Any:
    """Two heading rows of which nothing is merged, no border at all, nothing below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "矛盾纠纷排查表"
    put(sheet, 3, 1, "编号 时间 当事人 - 纠纷概况 责任领导 责任人 - 结果")
    put(sheet, 4, 3, "姓名 联系方式 - - 姓名 电话")
    return book


def samples_without_borders() -> Any:
    """Sample rows without borders, a blank row, three labels in one line."""
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, 1, 1, "序号 排查日期 单位 矛盾纠纷类型 当事人 简要情况 是否化解 化解时间 承办单位 负责人")
    for row in (2, 3):
        put(sheet, row, 1, f"{row - 1} 2026-09-01 样例村 邻里 样例甲、样例乙 样例 是 2026-09-05 样例村 样例丙")
    put(sheet, 5, 1, "填表人： - - 审核人： - - 填表日期：")
    return book


def form_of_thirty() -> Any:
    """Thirty numbered rows waiting, a total that asks how many there are."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "矛盾纠纷台账"
    put(sheet, 2, 1, "序号 村 矛盾纠纷主要内容 包保领导 责任人 整改时限 进展情况 销号时间")
    for row in range(3, 33):
        sheet.cell(row, 1, row - 2)
    sheet["A33"], sheet["C33"] = "合计：", "      件"
    box(sheet, "A2:H33")
    return book


def total_first() -> Any:
    """The total above the villages; words above the measures that say something else than the measures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "2026年  月各村矛盾纠纷排查化解统计表"
    sheet.merge_cells("A1:I1")
    put(sheet, 2, 1, "单位 排查 - - 化解 - - 未化解 化解率")
    put(sheet, 3, 2, "上月结转 本月新增 合计 本月化解 其中结转 上报")
    for area in ("A2:A3", "B2:D2", "E2:G2", "H2:H3", "I2:I3"):
        sheet.merge_cells(area)
    for row, name in enumerate(("合计", "东村", "西村"), start=4):
        sheet.cell(row, 1, name)
    box(sheet, "A2:I6")
    sheet["A7"] = "审核人：      填表人：      填表日期："
    return book


def types_by_villages() -> Any:
    """Types down, villages across, two measures below each village."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "矛盾纠纷分类排查化解情况统计"
    put(sheet, 2, 1, "序号 类别 东村 - 西村 - 合计 -")
    put(sheet, 3, 3, "排查数 化解数 排查数 化解数 排查数 化解数")
    for area in ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2"):
        sheet.merge_cells(area)
    for row, name in enumerate(("婚姻家庭邻里纠纷", "劳资纠纷", "其他类", "合计"), start=4):
        sheet.cell(row, 2, name)
    box(sheet, "A2:H7")
    return book


LEDGERS: dict[str, Callable[[], Any]] = {
    one.__name__: one
    for one in (
        plain,
        two_levels,
        from_column_b,
        several_sheets,
        no_row_between,
        wide_data_cells,
        two_tables,
        side_by_side,
        protected,
        three_levels,
        unmerged_levels,
        samples_without_borders,
        form_of_thirty,
    )
}
FIGURES: dict[str, Callable[[], Any]] = {
    one.__name__: one
    for one in (villages_by_types, types_by_measures, listed_villages, table_of_52, total_first, types_by_villages)
}
