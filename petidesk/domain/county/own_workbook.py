"""Our own workbook of a month: columns of the ledger, the monthly table, the table of 52 rows (rules/ledger.md)."""

from __future__ import annotations

from collections.abc import Sequence

from petidesk.domain.county.numbers import Numbers
from petidesk.domain.county.values import Value
from petidesk.domain.ledger.listing import Counts, money
from petidesk.domain.ledger.months import NO_BASE, MonthFigures, Rate
from petidesk.domain.office.office import Office
from petidesk.domain.watched import watches_people

# The common core of rules/ledger.md, 1, in its order; the office's own columns come before the note.
CORE = (
    "serial",
    "dispute_no",
    "found_on",
    "village+village_group",
    "source",
    "parties",
    "phone",
    "type",
    "summary",
    "people_involved",
    "amount_yuan",
    "risk_level",
    "responsible_unit",
    "responsible_person",
    "case_leader",
    "due_on",
    "measures",
    "manner",
    "result",
    "state",
    "resolved_on",
    "followed_up_on+follow_up_result",
)
CORE_HEADINGS = {
    "village+village_group": "村（社区）/组",
    "followed_up_on+follow_up_result": "回访日期及结果",
    "resolved_on": "化解（销号）日期",
    "summary": "简要情况",
}
MONTH_HEADINGS = (
    "上月结转",
    "本月新排查",
    "其中重新化解",
    "本月化解",
    "其中化解结转",
    "转上级",
    "月末未化解",
    "涉及人数",
    "涉及金额（元）",
    "化解率",
)


def ledger_fields(office: Office) -> tuple[str, ...]:
    """The columns of our own ledger sheet."""
    kept = (column for column in office.ledger_columns if not watches_people((column.label,)))
    own = tuple(f"extra.{column.key}" for column in kept)
    return (*CORE, *own, "note")


def month_row(counts: Counts, usage: str) -> tuple[Value, ...]:
    """A line of the monthly table in the order of MONTH_HEADINGS."""
    if usage == "found":
        rate = Rate("化解率", counts.resolved_found, counts.found, "")
    else:
        rate = Rate("化解率", counts.resolved, counts.carried_over + counts.found, "")
    return (
        counts.carried_over,
        counts.found,
        counts.reopened,
        counts.resolved,
        counts.resolved - counts.resolved_found,
        counts.escalated,
        counts.outstanding,
        counts.people,
        money(counts.amount_fen),
        rate.text,
    )


def month_rows(figures: MonthFigures, usage: str) -> list[tuple[Value, ...]]:
    """The monthly table: by type, by village, the month, the year so far. The first two cells say of what."""
    rows: list[tuple[Value, ...]] = []
    for what, parts in (("类型", figures.balance.by_type), ("村（社区）", figures.balance.by_village)):
        rows += [(what, name or "（未填）", *month_row(counts, usage)) for name, counts in parts]
    rows.append(("合计", "本月", *month_row(figures.balance.total, usage)))
    rows.append(("合计", "本年累计", *month_row(figures.year, usage)))
    return rows


def rate_notes(figures: MonthFigures) -> tuple[str, ...]:
    """Every rate with what it is made of, as the monthly table prints them."""
    told = [
        f"{rate.label}＝{rate.definition}＝{rate.numerator}÷{rate.denominator}＝{rate.text}" for rate in figures.rates
    ]
    return (
        "注：上月结转＋本月新排查＝本月化解＋转上级＋月末未化解；人数、金额为本月在册（结转和新排查）各件之和。",
        "    " + "；".join(told) + f"。基数为零的记“{NO_BASE}”。",
    )


def table_of_52(numbers: Numbers, figures: MonthFigures, monthly: Sequence[str]) -> list[tuple[Value, ...]]:
    """The 52 numbered rows of the monthly form: number, content, item, month, year so far (rules/ledger.md, 2).

    The bands of people are [1,50) [50,100) [100,500) [500,∞): the printed form lets them overlap.
    """
    month, year = figures.balance.total, figures.year
    month_handled = sum(done for _, _, done in numbers.handled)
    year_handled = sum(done for _, _, done in numbers.year_handled)
    rows: list[tuple[str, str, Value, Value]] = [
        ("矛盾纠纷", "排查数", month.found, year.found),
        ("", "调处数", month_handled, year_handled),
        ("", "调处率", _rate(month_handled, month.found), _rate(year_handled, year.found)),
        ("", "成功数", month.resolved_found, year.resolved_found),
        ("", "成功率", _rate(month.resolved_found, month_handled), _rate(year.resolved_found, year_handled)),
    ]
    by_month = {name: (found, done) for name, found, done in figures.monthly_types}
    by_year = {name: (found, done) for name, found, done in figures.year_monthly_types}
    for name in monthly:
        now, so_far = by_month.get(name, (0, 0)), by_year.get(name, (0, 0))
        rows += [(name, "排查数", now[0], so_far[0]), ("", "调处数", now[1], so_far[1])]
    bands = ("50人以下", "50人以上不足100人", "100人以上不足500人", "500人以上")
    for place, band in enumerate(bands):
        rows.append(("涉及人数（起数）" if not place else "", band, numbers.bands[place], numbers.year_bands[place]))
    rows += [
        ("重大矛盾纠纷", "排查数", month.major, year.major),
        ("", "调处数", *numbers.major_handled),
        ("", "成功数", month.major_resolved, year.major_resolved),
        ("", "成功率", _rate(month.major_resolved, month.major), _rate(year.major_resolved, year.major)),
        ("开展集中排查", "次数", numbers.rounds, numbers.year_rounds),
    ]
    return [(place, *row, None) for place, row in enumerate(rows, start=1)]


def _rate(numerator: int, denominator: int) -> str:
    return Rate("", numerator, denominator, "").text
