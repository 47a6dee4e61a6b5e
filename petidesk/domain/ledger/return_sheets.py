"""The return sheet of a village as a workbook: what stands on it, and what it says when it comes back
(rules/ledger.md, 5).

One sheet: whose and for which round on top, 零报告 to be chosen where nothing was found, one line for each dispute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from petidesk.domain.cells import Cell, Table, cell_text, read_moment, squeezed
from petidesk.domain.trouble import Refused

ROUND, VILLAGE, BY, ON, ZERO = "排查轮次", "村（社区）", "报送人", "报送日期", "零报告"
ZERO_LABEL = "没有排查出纠纷的，右边选“零报告”"
HEADINGS = (
    *("序号", "排查日期", "村民小组", "当事人", "联系电话", "纠纷类型", "纠纷简况", "涉及人数", "涉及金额（元）"),
    *("风险等级", "责任人", "化解时限", "备注"),
)
LINES = 20
HEADING_ROW = 5
_LABELS = {squeezed(one) for one in (ROUND, VILLAGE, BY, ON, ZERO_LABEL)}


@dataclass(frozen=True, slots=True)
class ReturnHead:
    """What stands above the lines. `zero`: 零报告 was chosen."""

    round_no: str
    village: str
    by: str
    on: date | None
    zero: bool


def read_head(table: Table, year: int) -> ReturnHead:
    """What a returned sheet says of itself. Refused (bad_value) for another table, or a day that is none."""
    said: dict[str, Cell] = {}
    for row in table.rows:
        if row.number >= HEADING_ROW:
            break
        label = ""
        for cell in row.cells:
            text = squeezed(cell_text(cell))
            if text in _LABELS:
                label = text
            elif label and text and label not in said:
                said[label] = cell
    round_no = cell_text(said.get(squeezed(ROUND)))
    village = cell_text(said.get(squeezed(VILLAGE)))
    if not round_no or not village:
        raise Refused("bad_value", "这不是本程序做的报送表，或者上面的排查轮次、村（社区）被删了。请用原来的表再填。")
    day = said.get(squeezed(ON))
    on = read_moment(day, year)[0].date() if cell_text(day) else None
    zero = squeezed(cell_text(said.get(squeezed(ZERO_LABEL)))) in (ZERO, "零", "是", "无", "0", "√")
    return ReturnHead(round_no, village, cell_text(said.get(squeezed(BY))), on, zero)


def lines_of(table: Table) -> Table:
    """The headings and the lines that were filled: one with nothing but its number is none."""
    rows = [
        row
        for row in table.rows
        if row.number == HEADING_ROW or (row.number > HEADING_ROW and any(cell_text(cell) for cell in row.cells[1:]))
    ]
    return Table(table.sheet, tuple(rows), tuple(area for area in table.merges if area.top >= HEADING_ROW))


def filled(table: Table) -> Sequence[int]:
    """The numbers of the lines that were filled."""
    return [row.number for row in lines_of(table).rows if row.number > HEADING_ROW]
