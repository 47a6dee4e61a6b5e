"""Reception days: every rule kind and policy against a day-by-day computation from printed tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk import paths
from petidesk.domain.calendar import Calendar, parse_calendar_documents
from petidesk.domain.reception.rules import (
    Policy,
    lunar_words,
    parse_rule,
    parse_span,
    reception_dates,
    reception_document,
    rules_without_dates,
)
from petidesk.domain.trouble import Refused
from tests.domain.reception.oracle import ALMANAC, FIRST, LAST, PAGE, expected

FILES = sorted((paths.resources() / "calendars").glob("*.json"))
BUILT_IN = parse_calendar_documents([json.loads(file.read_text(encoding="utf-8")) for file in FILES])
RULES = (
    "weekly:thu",
    "weekly:tue,thu",
    "weekly:sat",
    "weekly:odd:thu",
    "weekly:even:mon,sun",
    "monthday:8",
    "monthday:10,20",
    "monthday:31",
    "nth:2:wed",
    "nth:5:fri",
    "nth:-1:wed",
    "nth:-5:mon",
    "nth:1:sat,sun",
    "lunar:3,8",
    "lunar:10",
    "lunar:0,5",
    "solar:3,8",
    "solar:10",
    "branch:丑,巳,酉",
    "branch:辰,戌",
    "every:5:2026-11-01",
    "every:7:2020-02-29",
    "every:366:2025-06-01",
    "workday",
    "lastworkday",
    "dates:2026-02-17,2024-02-29,2025-10-04",
)
POLICIES: tuple[Policy | None, ...] = (None, "next", "skip", "keep")
Found = list[tuple[str, str, str, str, str | None]]


def computed(
    rules: Sequence[str],
    since: date = FIRST,
    until: date = LAST,
    policy: Policy | None = None,
    exceptions: Sequence[tuple[date, date]] = (),
    calendar: Calendar = BUILT_IN,
) -> Found:
    parsed = [parse_rule(text) for text in rules]
    dates = reception_dates(parsed, since, until, calendar, policy=policy, exceptions=exceptions)
    keys = ("date", "weekday", "lunar", "rule_date", "moved_because")
    documents = [reception_document(each) for each in dates]
    assert all(tuple(document) == keys for document in documents)
    return [tuple(document.values()) for document in documents]  # type: ignore[misc]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_and_policy_over_three_years(rule: str, policy: Policy | None) -> None:
    assert computed([rule], policy=policy) == expected([rule], FIRST, LAST, policy)


def test_the_lunar_date_of_every_day_is_the_printed_one() -> None:
    assert [lunar_words(page.day) for page in ALMANAC] == [page.lunar for page in ALMANAC]
    assert PAGE[date(2025, 7, 27)].lunar == "闰六月初三"


_DAYS = st.dates(FIRST, LAST)
_SPANS = st.lists(st.tuples(_DAYS, st.integers(0, 40)), max_size=3)


@given(
    rules=st.lists(st.sampled_from(RULES), min_size=1, max_size=4),
    ends=st.tuples(_DAYS, _DAYS),
    policy=st.sampled_from(POLICIES),
    spans=_SPANS,
)
def test_several_rules_and_exceptions_together(
    rules: list[str], ends: tuple[date, date], policy: Policy | None, spans: list[tuple[date, int]]
) -> None:
    since, until = sorted(ends)
    exceptions = [(first, first + timedelta(days=length)) for first, length in spans]
    found = computed(rules, since, until, policy, exceptions)
    assert found == expected(rules, since, until, policy, exceptions)
    assert len({each[0] for each in found}) == len(found)


def test_two_rule_days_on_one_date_are_one_reception_and_the_unmoved_one_counts() -> None:
    # 10-08 is a Thursday itself; the 5th moves onto it because of the holiday.
    assert computed(["monthday:5", "weekly:thu"], date(2026, 10, 5), date(2026, 10, 8)) == [
        ("2026-10-08", "thu", "八月廿八", "2026-10-08", None)
    ]
    # Both move: the earlier rule day counts.
    assert computed(["weekly:wed,thu"], date(2026, 9, 30), date(2026, 10, 7))[1:] == [
        ("2026-10-08", "thu", "八月廿八", "2026-10-01", "国庆节")
    ]


def test_a_moved_date_may_lie_outside_the_range() -> None:
    assert computed(["weekly:thu"], date(2026, 10, 1), date(2026, 10, 1)) == [
        ("2026-10-08", "thu", "八月廿八", "2026-10-01", "国庆节")
    ]


def test_a_makeup_day_is_a_day_to_move_to() -> None:
    assert computed(["dates:2026-05-09"], policy="next") == [("2026-05-09", "sat", "三月廿三", "2026-05-09", None)]
    assert [each[0] for each in computed(["monthday:19"], date(2026, 9, 1), date(2026, 9, 30))] == ["2026-09-20"]


def test_keep_needs_no_calendar_and_the_others_do() -> None:
    nothing = Calendar()
    kept = ["lunar:3,8", "solar:5", "branch:子", "every:5:2026-11-01", "dates:2031-05-01"]
    assert computed(kept, date(2031, 5, 1), date(2031, 5, 31), calendar=nothing)
    assert computed(["weekly:thu"], date(2031, 5, 1), date(2031, 5, 31), "keep", calendar=nothing)
    for rule, policy in (("weekly:thu", None), ("lunar:3", "skip"), ("solar:3", "next"), ("workday", "keep")):
        with pytest.raises(Refused) as raised:
            computed([rule], date(2031, 5, 1), date(2031, 5, 31), policy, calendar=nothing)
        assert raised.value.code == "no_calendar"


def test_a_move_into_a_year_that_is_not_known() -> None:
    document = {"year": 2030, "rest_days": [{"date": "2030-12-31", "name": "元旦"}], "makeup_days": []}
    calendar = parse_calendar_documents(document)
    with pytest.raises(Refused) as raised:
        computed(["monthday:31"], date(2030, 12, 1), date(2030, 12, 31), calendar=calendar)
    assert raised.value.code == "no_calendar" and "2031" in raised.value.message
    # An excepted day is not asked about.
    closed = [(date(2030, 12, 31), date(2030, 12, 31))]
    assert computed(["monthday:31"], date(2030, 12, 1), date(2030, 12, 31), None, closed, calendar) == []


def test_the_rules_that_bring_no_reception_are_named() -> None:
    rules = [parse_rule(text) for text in ("monthday:31", "weekly:thu", "dates:2026-03-01", "nth:5:mon")]
    february = (date(2026, 2, 1), date(2026, 2, 28))
    assert [rule.text for rule in rules_without_dates(rules, *february, BUILT_IN)] == [
        "monthday:31",
        "dates:2026-03-01",
        "nth:5:mon",
    ]
    closed = [february]
    assert len(rules_without_dates(rules, *february, BUILT_IN, exceptions=closed)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thu",
        "weekly",
        "weekly:",
        "weekly:thursday",
        "weekly:thu,thu",
        "weekly:third:thu",
        "weekly:odd:",
        "monthday:0",
        "monthday:32",
        "monthday:8,08",
        "monthday:x",
        "monthday:１",
        "nth:0:wed",
        "nth:6:wed",
        "nth:2",
        "nth:wed",
        "lunar:11",
        "lunar:-3",
        "solar:",
        "branch:鼠",
        "branch:子丑",
        "every:0:2026-11-01",
        "every:5",
        "every:5:2026-02-29",
        "workday:mon",
        "lastworkday:",
        "dates:",
        "dates:20261201",
        "dates:2026-W10-1",
        "dates:2026-02-30",
        "dates:2026-12-01,2026-12-01",
        "yearly:3",
    ],
)
def test_wrong_rules_are_refused_at_the_rule(text: str) -> None:
    with pytest.raises(Refused) as raised:
        parse_rule(text)
    assert (raised.value.code, raised.value.field) == ("bad_value", "rule")
    assert raised.value.message.endswith("。")


def test_chinese_commas_and_colons_are_read() -> None:
    assert computed(["branch：丑，巳、酉"]) == computed(["branch:丑,巳,酉"])


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda: computed(["weekly:thu"], LAST, FIRST), "to"),
        (lambda: computed(["lunar:3"], date(1900, 12, 31), date(1901, 1, 31)), "from"),
        (lambda: computed(["lunar:3"], date(2100, 12, 1), date(2101, 1, 1)), "from"),
        (lambda: computed(["lunar:3"], date(1950, 1, 1), date(2050, 1, 1)), "to"),
        (lambda: parse_span("2026-02-16"), None),
        (lambda: parse_span("2026-02-16..2026-02-10"), "except"),
        (lambda: parse_span("2026-02-16.."), "except"),
        (lambda: parse_span("2026-2-16..2026-02-20"), "except"),
    ],
)
def test_ranges_that_cannot_be(ask: Callable[[], object], field: str | None) -> None:
    if field is None:
        assert ask() == (date(2026, 2, 16), date(2026, 2, 16))
        return
    with pytest.raises(Refused) as raised:
        ask()
    assert raised.value.field == field


def test_the_tables_hold_to_their_last_day() -> None:
    assert computed(["lunar:1"], date(2100, 12, 31), date(2100, 12, 31)) == [
        ("2100-12-31", "fri", "腊月初一", "2100-12-31", None)
    ]
