"""Deadlines against a slow counter that walks day by day and knows nothing of the code under test."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk import paths
from petidesk.domain.calendar import Calendar, CalendarYear, parse_calendar_documents
from petidesk.domain.clocks import (
    BY_OFFICE,
    CLOCKS,
    LAWFUL,
    Deadline,
    LocalLimit,
    clock_of,
    deadline,
    deadline_document,
    due,
    with_local_limit,
)
from petidesk.domain.trouble import Refused

DOCUMENTS = [json.loads(file.read_text(encoding="utf-8")) for file in (paths.resources() / "calendars").glob("*.json")]
BUILT_IN = parse_calendar_documents(DOCUMENTS)
HOLIDAYS = {entry["date"] for document in DOCUMENTS for entry in document["rest_days"]}
WORKED = {entry["date"] for document in DOCUMENTS for entry in document["makeup_days"]}
KNOWN = {document["year"] for document in DOCUMENTS}

DAYS = {  # rules/command-line.md: kind -> amount, counted in working days?, most days of extension
    "written_notice": (15, False, 0),
    "objection": (5, True, 0),
    "handling": (60, False, 30),
    "review_request": (30, False, 0),
    "review": (30, False, 0),
    "recheck_request": (30, False, 0),
    "recheck": (30, False, 0),
    "judicial_confirmation": (30, False, 0),
    "simplified": (10, True, 0),
}
KINDS = [*DAYS, "duty_performance"]
STARTS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
TOMORROW = timedelta(days=1)


def rests(day: date) -> bool:
    if day.isoformat() in WORKED:
        return False
    return day.isoformat() in HOLIDAYS or day.strftime("%w") in "06"


def slow_raw(kind: str, start: date, extend: int) -> date | None:
    """None when the count needs a year that nobody knows."""
    if kind == "duty_performance":
        month, year = start.month + 2, start.year
        if month > 12:
            month, year = month - 12, year + 1
        day = start
        best = None
        for _ in range(70):  # the last day of that month whose number is not above the first day's
            day += TOMORROW
            if (day.year, day.month) == (year, month) and day.day <= start.day:
                best = day
        return best
    amount, working, _ = DAYS[kind]
    left, day = amount + extend, start
    while left > 0:
        day += TOMORROW
        if working and day.year not in KNOWN:
            return None
        if not working or not rests(day):
            left -= 1
    return day


def slow_move(day: date, step: timedelta) -> date | None:
    while day.year in KNOWN:
        if not rests(day):
            return day
        day += step
    return None


@given(st.sampled_from(KINDS), STARTS, st.integers(0, 30))
def test_deadlines_agree_with_the_slow_counter(kind: str, start: date, extend: int) -> None:
    extend = extend if kind == "handling" else 0
    raw = slow_raw(kind, start, extend)
    if raw is None:
        with pytest.raises(Refused, match="2027年") as caught:
            deadline(kind, start, BUILT_IN, extend)
        assert caught.value.code == "no_calendar"
        return
    found = deadline(kind, start, BUILT_IN, extend)
    legal, safe = slow_move(raw, TOMORROW), slow_move(raw, -TOMORROW)
    assert (found.kind, found.start, found.extended, found.raw) == (kind, start, extend, raw)
    if legal is None or safe is None:
        assert (found.legal, found.safe, found.calendar_missing) == (None, None, 2027)
    else:
        assert (found.legal, found.safe, found.calendar_missing) == (legal, safe, None)
    short = due(kind, start, BUILT_IN, extend)
    assert (short.raw, short.legal, short.safe) == (found.raw, found.legal, found.safe)
    check_days(found)


def check_days(found: Deadline) -> None:
    """The proof is gapless, its counted days are the limit, and every reason says something."""
    end = max(found.raw, found.legal or found.raw)
    assert [day.date for day in found.days] == [found.start + n * TOMORROW for n in range((end - found.start).days + 1)]
    assert found.days[0].counted is False
    assert found.days[0].why == "起算日不计"
    assert all(day.why for day in found.days)
    counted = [day.date for day in found.days if day.counted]
    if found.kind in ("objection", "simplified"):
        assert counted == [day.date for day in found.days[1:] if not rests(day.date)]
        assert len(counted) == DAYS[found.kind][0]
        assert found.raw == found.legal == found.safe == counted[-1]
        return
    assert counted == [day.date for day in found.days[1:] if day.date <= found.raw]
    if found.kind != "duty_performance":
        assert len(counted) == DAYS[found.kind][0] + found.extended


def test_the_table_holds_the_kinds_of_the_command_line() -> None:
    assert set(CLOCKS) - set(BY_OFFICE) == set(LAWFUL) == set(KINDS)
    for kind, (amount, working, extension) in DAYS.items():
        clock = clock_of(kind)
        assert (clock.amount, clock.unit == "working", clock.max_extension) == (amount, working, extension)
    for clock in CLOCKS.values():
        assert clock.label and clock.start_event.endswith("日")
        assert ("《" in clock.basis) is not clock.by_office


def test_a_written_notice_of_an_ordinary_month() -> None:
    found = deadline("written_notice", date(2026, 11, 19), BUILT_IN)
    assert deadline_document(found)["raw"] == "2026-12-04"
    assert found.legal == found.safe == date(2026, 12, 4)
    assert "《信访工作条例》第二十三条第二款" in found.basis
    assert "参照《中华人民共和国民法典》第二百零一条、第二百零三条" in found.basis
    assert "依据" not in found.basis


def test_a_last_day_in_the_national_holiday_moves_behind_it() -> None:
    found = deadline("written_notice", date(2026, 9, 17), BUILT_IN)
    assert (found.raw, found.legal, found.safe) == (date(2026, 10, 2), date(2026, 10, 8), date(2026, 9, 30))
    whys = {day.date.day: day.why for day in found.days if day.date.month == 10}
    assert whys[2] == "第15日，末日逢国庆节，应当顺延"
    assert whys[3] == "顺延：星期六"
    assert whys[5] == "顺延：国庆节"
    assert whys[8] == "顺延后的末日"


def test_a_last_day_may_move_onto_a_makeup_day() -> None:
    found = deadline("written_notice", date(2025, 12, 18), BUILT_IN)
    assert (found.raw, found.legal, found.safe) == (date(2026, 1, 2), date(2026, 1, 4), date(2025, 12, 31))
    assert found.days[-1].why == "顺延后的末日（调休上班）"


def test_working_days_jump_over_holidays_and_take_makeup_days() -> None:
    found = deadline("objection", date(2026, 9, 30), BUILT_IN)
    assert found.raw == found.legal == found.safe == date(2026, 10, 13)
    whys = {day.date.day: day.why for day in found.days if day.date.month == 10}
    assert whys[1] == "国庆节，不计"
    assert whys[3] == "星期六，不计"
    assert whys[10] == "第3个工作日（调休上班）"
    assert whys[13] == "第5个工作日，末日"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2023, 12, 31), date(2024, 2, 29)),
        (date(2026, 6, 30), date(2026, 8, 30)),
        (date(2026, 7, 31), date(2026, 9, 30)),
        (date(2026, 8, 15), date(2026, 10, 15)),
    ],
)
def test_two_months_end_on_the_same_day_or_the_last(start: date, end: date) -> None:
    found = deadline("duty_performance", start, BUILT_IN)
    assert found.raw == end
    assert "第二百零二条" in found.basis
    assert any("2个月届满" in day.why for day in found.days if day.date == end)


def test_an_unknown_year_leaves_the_raw_day() -> None:
    found = deadline("handling", date(2026, 11, 19), BUILT_IN)
    assert (found.raw, found.legal, found.safe, found.calendar_missing) == (date(2027, 1, 18), None, None, 2027)
    assert found.days[-1].date == found.raw
    assert deadline_document(found)["legal"] is None


def test_only_the_days_needed_ask_for_a_calendar() -> None:
    only_2027 = Calendar({2027: CalendarYear(2027, {date(2027, 1, 1): "元旦"}, {})})
    found = deadline("handling", date(2026, 11, 19), only_2027)
    assert (found.legal, found.safe) == (date(2027, 1, 18), date(2027, 1, 18))
    first = deadline("written_notice", date(2026, 12, 17), only_2027)
    assert (first.raw, first.legal, first.safe, first.calendar_missing) == (date(2027, 1, 1), None, None, 2026)
    only_2023 = Calendar({2023: BUILT_IN.year(2023)})
    last = deadline("written_notice", date(2023, 12, 16), only_2023)
    assert (last.raw, last.legal, last.safe, last.calendar_missing) == (date(2023, 12, 31), None, None, 2024)
    assert deadline("objection", date(2026, 12, 31), only_2027).raw == date(2027, 1, 8)
    with pytest.raises(Refused, match="2026年"):
        deadline("objection", date(2026, 12, 30), only_2027)


def test_extensions() -> None:
    found = deadline("handling", date(2026, 3, 2), BUILT_IN, 20)
    assert (found.raw, found.extended) == (date(2026, 5, 21), 20)
    assert next(day.why for day in found.days if day.date == date(2026, 5, 2)) == "第61日（延长第1日）"
    for kind, extend in (("handling", 31), ("handling", -1), ("written_notice", 1), ("objection", 5)):
        with pytest.raises(Refused) as caught:
            deadline(kind, date(2026, 3, 2), BUILT_IN, extend)
        assert (caught.value.code, caught.value.field) == ("bad_value", "extend")
        assert caught.value.basis == CLOCKS[kind].basis


def test_kinds_and_years_that_do_not_exist() -> None:
    with pytest.raises(Refused, match="没有"):
        deadline("patience", date(2026, 3, 2), BUILT_IN)
    for far in (date(9999, 12, 31), date(1, 1, 1)):
        with pytest.raises(Refused, match="起算日"):
            deadline("handling", far, BUILT_IN)


def test_a_local_limit_binds_when_its_day_is_earlier() -> None:
    local = LocalLimit("written_notice", 5, "working", "《某省信访条例》第九条")
    start = date(2026, 11, 19)
    found = with_local_limit(deadline("written_notice", start, BUILT_IN), local, BUILT_IN)
    assert found.raw == date(2026, 11, 26)
    assert found.basis.startswith("《某省信访条例》第九条")
    check_start = date(2026, 2, 13)  # the Spring Festival makes ten working days longer than fifteen days
    statutory = deadline("written_notice", check_start, BUILT_IN)
    longer = LocalLimit("written_notice", 10, "working", "《某省信访条例》第九条")
    assert with_local_limit(statutory, longer, BUILT_IN) == statutory
    same = LocalLimit("written_notice", 15, "calendar", "本单位规定")
    assert with_local_limit(statutory, same, BUILT_IN) == statutory


def test_a_local_limit_that_needs_an_unknown_year_hides_the_safe_day() -> None:
    local = LocalLimit("written_notice", 5, "working", "《某省信访条例》第九条")
    statutory = deadline("written_notice", date(2026, 12, 29), BUILT_IN)
    found = with_local_limit(statutory, local, BUILT_IN)
    assert (found.raw, found.legal, found.safe, found.calendar_missing) == (statutory.raw, None, None, 2027)
    assert due("written_notice", date(2026, 12, 1), BUILT_IN).safe == date(2026, 12, 16)


def test_the_document_has_the_keys_of_the_command_line() -> None:
    document = deadline_document(deadline("review", date(2026, 3, 2), BUILT_IN))
    keys = ["kind", "from", "extended", "raw", "legal", "safe", "calendar_missing", "basis", "days"]
    assert list(document) == keys
    assert document["days"][0] == {"date": "2026-03-02", "counted": False, "why": "起算日不计"}
    json.dumps(document)
