"""工作台: county dates, the short list, words."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.cases.events import KINDS
from petidesk.domain.clocks import CLOCKS
from petidesk.domain.home import (
    NEXT,
    Board,
    Errand,
    Pressing,
    board_document,
    calendar_errand,
    county_dues,
    errand_of,
    first_errands,
    missing_year,
    most_pressing,
    task_words,
)
from petidesk.domain.office.office import CountyDate

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 31))
def test_a_county_date_is_the_next_one_and_never_over_a_month_away(today: date, day: int) -> None:
    (due,) = county_dues([CountyDate(day, "月报")], today)
    assert 0 <= due.days_left <= 31
    assert due.on == today + timedelta(days=due.days_left)
    assert due.on.day == day or (due.on + timedelta(days=1)).day == 1
    # None was passed over.
    between = [today + timedelta(days=n) for n in range(due.days_left)]
    assert all(each.day != day for each in between)


def test_county_dates_come_in_the_order_of_their_days() -> None:
    found = county_dues([CountyDate(5, "月报"), CountyDate(31, "台账"), CountyDate(3, "名单")], date(2027, 2, 4))
    assert [(due.what, due.on.isoformat()) for due in found] == [
        ("月报", "2027-02-05"),
        ("台账", "2027-02-28"),
        ("名单", "2027-03-03"),
    ]


def _line(case_id: int, on: date, *, by_law: bool = True) -> Pressing:
    return Pressing(case_id, f"清信2026-{case_id:04}", "补偿款", "handling" if by_law else "met", by_law, on, "", False)


@given(st.lists(st.tuples(st.integers(1, 6), DAYS, st.booleans()), max_size=20))
def test_each_case_stands_once_in_the_short_list_with_its_earliest_date(found: list[tuple[int, date, bool]]) -> None:
    lines = [_line(case_id, on, by_law=by_law) for case_id, on, by_law in found]
    listed = most_pressing(lines)
    assert len({line.case_id for line in listed}) == len(listed) == len({line.case_id for line in lines})
    assert [line.on for line in listed] == sorted(line.on for line in listed)
    for line in listed:
        assert line.on == min(other.on for other in lines if other.case_id == line.case_id)


def test_on_the_same_day_the_law_goes_first() -> None:
    day = date(2026, 11, 20)
    assert most_pressing([_line(1, day, by_law=False), _line(1, day)]) == (_line(1, day),)


def test_everything_that_can_be_owed_has_words() -> None:
    for kind in ("instructed", "assigned", "transferred", "supervised", "met", "in_charge"):
        assert task_words(kind)
        assert kind in KINDS
    assert _line(1, date(2026, 1, 1)).owed == CLOCKS["handling"].label


def test_an_empty_board_is_a_document() -> None:
    document = board_document(Board(date(2026, 11, 20)))
    assert document["due"] == {"overdue": 0, "today": 0, "soon": 0}
    assert document["waiting_for_service"] == {"count": 0, "since": None, "days": 0}


def _errand(number: int, on: date, subject: str = "case") -> Errand:
    return Errand(subject, str(number), "补偿款", "作出处理意见", on)


@given(st.lists(DAYS, max_size=20), st.lists(DAYS, max_size=20))
def test_old_disputes_never_hide_what_the_law_wants(duties: list[date], disputes: list[date]) -> None:
    listed = first_errands(
        [_errand(number, on) for number, on in enumerate(duties)],
        [_errand(number, on, "dispute") for number, on in enumerate(disputes)],
    )
    cases = [errand.on for errand in listed if errand.subject == "case"]
    quarrels = [errand.on for errand in listed if errand.subject == "dispute"]
    assert [errand.on for errand in listed] == [*cases, *quarrels]
    assert cases == sorted(duties)[: len(cases)]
    assert quarrels == sorted(disputes)[: len(quarrels)]
    assert len(listed) == min(12, len(duties) + len(disputes))
    assert len(quarrels) >= min(3, len(disputes))
    assert len(cases) >= min(9, len(duties))


def test_the_coming_year_is_missed_from_november_on() -> None:
    assert missing_year(date(2026, 10, 31), {2026}) is None
    assert missing_year(date(2026, 11, 1), {2026}) == 2027
    assert missing_year(date(2026, 12, 31), {2026, 2027}) is None
    assert missing_year(date(2027, 1, 4), {2026}) == 2027
    assert calendar_errand(2027, date(2026, 11, 1)).on == date(2026, 12, 31)
    assert calendar_errand(2027, date(2027, 1, 4)).on == date(2027, 1, 4)


def test_every_date_of_a_case_says_what_to_do() -> None:
    day = date(2026, 11, 20)
    for kind in ("instructed", "assigned", "transferred", "supervised", "met", "in_charge", "granted"):
        errand = errand_of(Pressing(1, "清信2026-0001", "补偿款", kind, False, day, "", False))
        assert errand.what != task_words(kind)
        assert errand.event in KINDS
    for clock in CLOCKS:
        assert errand_of(Pressing(1, "清信2026-0001", "补偿款", clock, True, day, "", False)).event == NEXT
