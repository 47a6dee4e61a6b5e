"""Rest days and make-up days, with the published arrangements that ship with the program."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk import paths
from petidesk.domain.calendar import (
    Calendar,
    CalendarYear,
    calendar_document,
    parse_calendar_document,
    parse_calendar_documents,
)
from petidesk.domain.trouble import Refused

FILES = sorted((paths.resources() / "calendars").glob("*.json"))
BUILT_IN = parse_calendar_documents([json.loads(file.read_text(encoding="utf-8")) for file in FILES])


def days_of(year: int, *month_days: str) -> list[date]:
    return [date.fromisoformat(f"{year}-{text}") for text in month_days]


def test_the_years_that_ship() -> None:
    assert sorted(BUILT_IN.years) == list(range(2004, 2027))
    assert [file.stem for file in FILES] == [str(year) for year in sorted(BUILT_IN.years)]


@pytest.mark.parametrize(
    ("year", "makeup"),
    [
        (2024, ("02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12")),
        (2025, ("01-26", "02-08", "04-27", "09-28", "10-11")),
        (2026, ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")),
    ],
)
def test_published_makeup_days(year: int, makeup: tuple[str, ...]) -> None:
    assert sorted(BUILT_IN.year(year).makeup_days) == days_of(year, *makeup)


def test_published_holidays_of_2026() -> None:
    spring = ("02-16", "02-17", "02-18", "02-19", "02-20", "02-23")
    national = ("10-01", "10-02", "10-05", "10-06", "10-07")
    others = ("01-01", "01-02", "04-06", "05-01", "05-04", "05-05", "06-19", "09-25")
    assert sorted(BUILT_IN.year(2026).rest_days) == sorted(days_of(2026, *spring, *national, *others))


def test_days_that_are_often_taken_wrongly() -> None:
    for working in ("2024-02-09", "2024-03-08", "2026-03-04", "2026-05-06"):
        assert BUILT_IN.is_working_day(date.fromisoformat(working)), working
    for resting in ("2024-02-12", "2025-10-08", "2020-01-31", "2015-09-03"):
        assert BUILT_IN.is_rest_day(date.fromisoformat(resting)), resting


def test_reasons() -> None:
    assert BUILT_IN.reason(date(2026, 10, 1)) == "国庆节"
    assert BUILT_IN.reason(date(2026, 10, 3)) == "星期六"
    assert BUILT_IN.reason(date(2026, 10, 10)) == "调休上班"
    assert BUILT_IN.reason(date(2026, 11, 19)) is None


def test_neighbouring_working_days() -> None:
    assert BUILT_IN.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert BUILT_IN.add_working_days(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert BUILT_IN.add_working_days(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert BUILT_IN.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert BUILT_IN.add_working_days(date(2026, 10, 3), 0) == date(2026, 10, 3)


@given(st.dates(date(2004, 2, 1), date(2026, 11, 1)), st.integers(1, 20))
def test_adding_working_days_counts_them(start: date, count: int) -> None:
    end = BUILT_IN.add_working_days(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(BUILT_IN.is_working_day, between)) == count
    assert BUILT_IN.is_working_day(end)
    back = BUILT_IN.add_working_days(end, -count)
    assert BUILT_IN.is_working_day(back)
    assert back <= start or BUILT_IN.is_rest_day(start)


def test_an_unknown_year_is_refused_by_name() -> None:
    for ask in (BUILT_IN.is_rest_day, BUILT_IN.reason):
        with pytest.raises(Refused, match="2027年") as caught:
            ask(date(2027, 1, 1))
        assert caught.value.code == "no_calendar"
    assert BUILT_IN.add_working_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    with pytest.raises(Refused, match="2027年"):
        BUILT_IN.add_working_days(date(2026, 12, 31), 1)


@given(st.integers(2004, 2026))
def test_a_document_reads_back_as_itself(year: int) -> None:
    document = calendar_document(BUILT_IN.year(year))
    assert list(document) == ["year", "rest_days", "makeup_days"]
    assert parse_calendar_document(json.loads(json.dumps(document))) == BUILT_IN.year(year)


def document(**changes: object) -> dict[str, object]:
    return {
        "year": 2027,
        "rest_days": [{"date": "2027-01-01", "name": "元旦"}],
        "makeup_days": [{"date": "2027-01-03", "name": "元旦"}],
    } | changes


def entry(day: str, **more: object) -> list[dict[str, object]]:
    return [{"date": day, "name": "元旦"} | more]


@pytest.mark.parametrize(
    ("wrong", "code", "path"),
    [
        (document(holidays=[]), "unknown_key", "holidays"),
        (document(rest_days=entry("2027-01-01", kind=1)), "unknown_key", "rest_days[0].kind"),
        ({"rest_days": [], "makeup_days": []}, "missing", "year"),
        ({"year": 2027, "rest_days": []}, "missing", "makeup_days"),
        (document(rest_days=[{"date": "2027-01-01"}]), "missing", "rest_days[0].name"),
        (document(rest_days=[{"name": "元旦"}]), "missing", "rest_days[0].date"),
        (document(rest_days=entry("2026-01-01")), "bad_value", "rest_days[0].date"),
        (document(rest_days=entry("2027-02-30")), "bad_value", "rest_days[0].date"),
        (document(rest_days=entry("2027-01-02")), "bad_value", "rest_days[0].date"),
        (document(rest_days=entry("2027-01-01") * 2), "bad_value", "rest_days[1].date"),
        (document(makeup_days=entry("2027-01-04")), "bad_value", "makeup_days[0].date"),
        (document(year="2027"), "bad_value", "year"),
        (document(year=True), "bad_value", "year"),
        (document(rest_days={}), "bad_value", "rest_days"),
        (document(rest_days=["2027-01-01"]), "bad_value", "rest_days[0]"),
        ("2027", "bad_value", None),
    ],
)
def test_wrong_documents_are_refused_by_path(wrong: object, code: str, path: str | None) -> None:
    with pytest.raises(Refused) as caught:
        parse_calendar_document(wrong)
    assert (caught.value.code, caught.value.field) == (code, path)


def test_several_years_in_one_file() -> None:
    calendar = parse_calendar_documents([document(), {"year": 2028, "rest_days": [], "makeup_days": []}])
    assert sorted(calendar.years) == [2027, 2028]
    assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 3)
    for wrong in ([], [document(), document()]):
        with pytest.raises(Refused):
            parse_calendar_documents(wrong)


def test_a_year_can_be_replaced() -> None:
    changed = BUILT_IN.with_year(CalendarYear(2026))
    assert changed.is_working_day(date(2026, 10, 1))
    assert BUILT_IN.is_rest_day(date(2026, 10, 1))
    assert Calendar().with_year(CalendarYear(2027)).knows(2027)
