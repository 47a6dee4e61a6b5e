"""The sheets of our own workbook of a month: ledger, monthly table, the 52 rows, what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from petidesk.desk.ledger.month_reading import CountyMonth
from petidesk.desk.ledger.types import monthly_types
from petidesk.documents.county.own_workbook import PlainSheet
from petidesk.domain.county.fields import JOIN, catalogue
from petidesk.domain.county.lines import LineFacts
from petidesk.domain.county.own_workbook import (
    CORE_HEADINGS,
    MONTH_HEADINGS,
    ledger_fields,
    month_rows,
    rate_notes,
    table_of_52,
)
from petidesk.domain.county.values import Circumstances, Value, number, value
from petidesk.domain.fields import Field
from petidesk.domain.ledger.months import CHANGE_WORDS

_SIGNED = "签发人：                制表人：{reporter}                联系电话：{phone}"


def default_sheets(found: CountyMonth, facts: LineFacts, full: bool) -> tuple[PlainSheet, ...]:
    """The sheets in order. `full`: identity and telephone numbers whole."""
    sheets = [_ledger(found, facts, full), _month(found, facts), _of_52(found, facts)]
    if found.figures.changes:
        sheets.append(_changes(found, facts))
    return tuple(sheets)


def _lines(facts: LineFacts) -> tuple[str, ...]:
    head = f"填报单位（盖章）：{facts.office}        填报月份：{facts.month_words}"
    return (f"{head}        填报人：{facts.reporter}        填报时间：{facts.day_words}        单位：件、人、元",)


def _ledger(found: CountyMonth, facts: LineFacts, full: bool) -> PlainSheet:
    fields = {field.key: field for field in catalogue(found.office.ledger_columns)}
    keys = ledger_fields(found.office)
    seen = Circumstances.for_fields(found.office, found.words, keys, full=full)

    def rows() -> Iterator[list[Value]]:
        for serial, dispute in enumerate(found.disputes, start=1):
            yield [value(dispute, key, seen, serial=serial) for key in keys]
        if not found.disputes:
            yield ["本月无在册矛盾纠纷（零报告）" if key == "summary" else None for key in keys]

    total: dict[str, Value] = {
        "serial": "合计",
        "summary": f"{len(found.disputes)}件",
        "people_involved": sum(dispute.content.people_involved for dispute in found.disputes),
        "amount_yuan": number(sum((dispute.content.amount_yuan or Decimal() for dispute in found.disputes), Decimal())),
    }
    masked = () if full else ("注：联系电话只显示一部分。",)
    return PlainSheet(
        name="台账",
        title=f"{found.office.short_name}{found.words}矛盾纠纷排查化解台账",
        lines=_lines(facts),
        headings=tuple(CORE_HEADINGS.get(key) or fields[key].label for key in keys),
        kinds=tuple(_kind(key, fields) for key in keys),
        rows=rows(),
        count=max(1, len(found.disputes)),
        total=tuple(total.get(key) for key in keys),
        notes=(*masked, _signed(facts)),
        paper=8,
        widths=tuple(_WIDTHS.get(key, 12) for key in keys),
    )


def _kind(key: str, fields: Mapping[str, Field]) -> str:
    """How a column is set; its days are short, so that the sheet stays readable in print."""
    if key in _LONG or JOIN in key:
        return "long_text" if key in _LONG else "text"
    kind = fields[key].kind
    return "short_day" if kind == "day" else kind


_LONG = ("summary", "measures", "result", "note")
# In characters. Together they fill a sheet of A3 with the cells, set in 10 pt, printed in 9 pt.
_WIDTHS = {
    "serial": 4,
    "dispute_no": 11,
    "found_on": 10,
    "village+village_group": 8,
    "source": 7,
    "parties": 10,
    "phone": 12,
    "type": 8,
    "summary": 28,
    "people_involved": 5,
    "amount_yuan": 12,
    "risk_level": 5,
    "responsible_unit": 9,
    "responsible_person": 7,
    "case_leader": 7,
    "due_on": 10,
    "measures": 15,
    "manner": 7,
    "result": 14,
    "state": 7,
    "resolved_on": 10,
    "followed_up_on+follow_up_result": 12,
    "note": 7,
}


def _signed(facts: LineFacts) -> str:
    return _SIGNED.format(reporter=facts.reporter, phone=facts.phone)


def _month(found: CountyMonth, facts: LineFacts) -> PlainSheet:
    rows = month_rows(found.figures, found.office.resolution_rate)
    return PlainSheet(
        name="月报表",
        title=f"{found.office.short_name}{found.words}矛盾纠纷排查化解月报表",
        lines=_lines(facts),
        headings=("项目", "名称", *MONTH_HEADINGS),
        kinds=("choice", "text", *["count"] * 8, "money", "choice"),
        rows=rows,
        count=len(rows),
        notes=(*rate_notes(found.figures), _signed(facts)),
        widths=(12, 20, *[10] * 8, 14, 10),
    )


def _of_52(found: CountyMonth, facts: LineFacts) -> PlainSheet:
    rows = table_of_52(found.numbers, found.figures, monthly_types())
    return PlainSheet(
        name="排查情况表",
        title=f"{found.words}{found.office.short_name}矛盾纠纷排查情况表",
        lines=_lines(facts),
        headings=("序号", "内容", "项目", "小计", "年度累计", "备注"),
        kinds=("count", "text", "text", "count", "count", "text"),
        rows=rows,
        count=len(rows),
        notes=(
            "注：调处率＝调处数÷排查数；成功率＝成功数÷调处数；基数为零的记“—”。涉及人数分段为50人以下（不含50）、"
            "50人以上不足100人、100人以上不足500人、500人以上，各段不重叠。",
            _signed(facts),
        ),
        landscape=False,
        widths=(6, 30, 22, 11, 11, 14),
    )


def _changes(found: CountyMonth, facts: LineFacts) -> PlainSheet:
    rows = [
        (change.dispute_no, CHANGE_WORDS[change.kind], change.field, change.before, change.after)
        for change in found.figures.changes
    ]
    return PlainSheet(
        name="以前月份的变动",
        title=f"{found.office.short_name}已结账月份的迟报和更正",
        lines=_lines(facts),
        headings=("编号", "种类", "栏目", "原报", "现为"),
        kinds=("text", "choice", "text", "long_text", "long_text"),
        rows=rows,
        count=len(rows),
        widths=(18, 8, 14, 40, 40),
    )
