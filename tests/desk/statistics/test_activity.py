"""Leaders, villages, meetings, what is missing, and the small pairs of published rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.course import CaseLimit, Course
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import Span
from petidesk.domain.trouble import Refused
from petidesk.storage import schema
from petidesk.storage.cases import courses
from petidesk.storage.file.json_text import dumps
from tests.offices import new_office

TODAY = datetime(2026, 10, 20, 17)
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
DAY = date(2026, 3, 2)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data", villages=["东村", "西村", "南村"], practice=True)
    desk = open_desk(tmp_path / "data", clock=lambda: TODAY)
    yield desk
    desk.close()


def _case(desk: Desk, **more: Any) -> str:
    matter = {"purpose": "appeal", "title": "水渠渗水", "statement": "水渠渗水。", "requests": ["修渠"]}
    person = {"name": "张桂花", "village": "东村"}
    document = {"at": "2026-03-02T09:00", "channel": "letter", "petitioners": [person], "matters": [matter]}
    return desk.visits.add(document | more)[0].matters[0].case_no


def _values(desk: Desk, subject: str, *by: str) -> list[tuple[tuple[str, ...], list[Any]]]:
    table = desk.statistics.table(Asked(subject, YEAR, by, "none"))
    return [(tuple(row.keys.values()), [figure.value for figure in row.figures.values()]) for row in table.rows]


def _put(desk: Desk, found: Sequence[Course]) -> None:
    """As many cases with these courses."""
    with desk.writing() as connection:
        rows = [
            {"id": 1000 + place, "case_no": f"旧{place}", "serial_year": 1999, "serial": place, "opened_on": DAY}
            for place in range(len(found))
        ]
        connection.execute(insert(schema.petition_case), rows)
        courses.add(connection, [(1000 + place, course) for place, course in enumerate(found)])


def _limit(kind: str, *, forwarded: bool, met: bool) -> Course:
    due = DAY + timedelta(15)
    limit = CaseLimit(kind, DAY, due, due, due if forwarded else None, due if met else due + timedelta(1))
    return Course(limits=(limit,))


def test_the_published_rates_come_out_of_their_numbers(desk: Desk) -> None:
    """及时受理率 99.61 and 99.33, 按期答复率 99.34, 参评率 88.89, 参评满意率 86.79."""
    notices = [_limit("written_notice", forwarded=place >= 4, met=place >= 7) for place in range(1038)]
    answers = [_limit("handling", forwarded=False, met=place >= 1) for place in range(152)]
    ratings = ["satisfied"] * 200 + ["fairly"] * 43 + ["dissatisfied"] * 37 + [""] * 20 + ["none"] * 15
    rated = [Course(rateable=True, answered_on=DAY, rating=rating) for rating in ratings]
    _put(desk, [*notices, *answers, *rated])
    rates = {rate.name: rate for rate in desk.statistics.rates(YEAR)}
    expected = {
        "forwarded_in_time": (1034, 1038, "99.61"),
        "told_in_time": (1031, 1038, "99.33"),
        "answered_in_time": (151, 152, "99.34"),
        "rated": (280, 315, "88.89"),
        "satisfied": (243, 280, "86.79"),
    }
    for name, (part, whole, percent) in expected.items():
        rate = rates[name]
        assert (rate.numerator.value, rate.denominator.value, rate.percent) == (part, whole, Decimal(percent)), name
        assert desk.statistics.rows(rate.numerator.id, 1).sum == part


def test_first_answers_are_observed_for_ninety_days(desk: Desk) -> None:
    def served(on: str, again: str = "") -> Course:
        return Course(served_on=date.fromisoformat(on), again_on=date.fromisoformat(again) if again else None)

    within, on_the_last, after = "2026-04-01", "2026-05-31", "2026-06-01"
    _put(desk, [served("2026-03-02", again) for again in ("", within, on_the_last, after)])
    with desk.writing() as connection:
        courses.write(connection, 1003, served("2026-07-30"), fresh=False)  # 90 days end on 28 October
    for until, expected in ((date(2026, 5, 31), (1, 3)), (date(2026, 5, 30), (0, 0)), (date(2026, 12, 31), (1, 3))):
        (rate,) = [
            rate for rate in desk.statistics.rates(Span(date(2026, 1, 1), until)) if rate.name == "first_time_concluded"
        ]
        assert (rate.numerator.value, rate.denominator.value) == expected
    desk.office.change({"observation_days": 91})
    (rate,) = [rate for rate in desk.statistics.rates(YEAR) if rate.name == "first_time_concluded"]
    assert "91天" in rate.definition and rate.denominator.value == 3
    day = [row.on for row in desk.statistics.rows(rate.denominator.id).rows]
    assert day == [date(2026, 6, 1)] * 3


def test_what_is_missing_is_a_list_to_work_off_but_for_the_unrated(desk: Desk) -> None:
    number = _case(desk)
    desk.cases.record(number, "assigned", {"on": "2026-03-03", "to": "水务站", "reply_by": "2026-03-20"})
    desk.cases.record(number, "accepted", {"on": "2026-03-30"})
    untold = _case(desk)
    missing = dict(desk.statistics.missing(YEAR))
    assert {label: figure.value for label, figure in missing.items()} == {
        "逾期未答复": 1,
        "逾期未告知": 1,
        "逾期未反馈": 1,
        "未参评": 0,
    }
    listed = {
        label: [row.no for row in desk.statistics.rows(one.id).rows] for label, one in missing.items() if one.value
    }
    assert listed == {"逾期未答复": [number], "逾期未告知": [untold], "逾期未反馈": [number]}
    assert _values(desk, "replies", "unit") == [(("水务站",), [1, 0, 1])]
    with pytest.raises(Refused, match="只是一个数") as refused:
        desk.statistics.rows(missing["未参评"].id)
    assert refused.value.code == "forbidden"
    desk.cases.record(number, "returned", {"on": "2026-04-02", "to": "水务站", "result": "handled"})
    desk.cases.record(untold, "told", {"on": "2026-04-02"})
    now = {label: figure.value for label, figure in desk.statistics.missing(YEAR)}
    assert (now["逾期未告知"], now["逾期未反馈"]) == (0, 0)
    told = next(rate for rate in desk.statistics.rates(YEAR) if rate.name == "told_in_time")
    assert (told.numerator.value, told.denominator.value) == (0, 2), "told too late is no longer missing, and late"


def test_what_can_still_be_done_in_time_is_in_neither_number(desk: Desk) -> None:
    _case(desk, at="2026-10-15T09:00")
    told = next(rate for rate in desk.statistics.rates(YEAR) if rate.name == "told_in_time")
    assert (told.denominator.value, told.percent) == (0, None)
    assert dict(desk.statistics.missing(YEAR))["逾期未告知"].value == 0


def test_a_shorter_local_limit_binds_from_when_it_was_set_and_leaves_what_was_printed(desk: Desk) -> None:
    number = _case(desk)
    _case(desk)
    desk.cases.record(number, "told", {"on": "2026-03-13"})
    before = desk.statistics.rates(YEAR)
    assert (before[1].numerator.value, before[1].denominator.value) == (1, 2)
    limit = {"kind": "written_notice", "amount": 5, "unit": "working", "basis": "甲省信访条例第十条"}
    desk.office.change({"local_limits": [limit]})
    now = desk.statistics.rates(YEAR)
    assert (now[1].numerator.value, now[1].denominator.value) == (0, 2)
    assert desk.statistics.rates(YEAR, before[1].numerator.id.as_of) == before
    assert desk.statistics.rows(before[1].numerator.id).sum == 1


def test_a_month_that_begins_on_the_21st_bears_the_name_of_the_next(desk: Desk) -> None:
    desk.cases.record(_case(desk), "accepted", {"on": "2026-03-25"})
    desk.office.change({"month_begins": "21"})
    found = _values(desk, "cases", "month")
    assert found[0] == (("2026-04",), [0, 1, 0, 1]) and found[1] == (("2026-05",), [1, 0, 0, 1])
    assert _values(desk, "cases", "quarter")[0] == (("2026Q2",), [0, 1, 0, 1])


def test_leaders_have_cases_in_charge_and_instructions(desk: Desk) -> None:
    desk.office.change({"leaders": [{"name": "覃晓东"}, {"name": "盖世平"}]})
    number, other = _case(desk), _case(desk)
    for one in (number, other):
        desk.cases.record(one, "accepted", {"on": "2026-03-03"})
        desk.cases.record(one, "in_charge", {"on": "2026-03-03", "leader": "盖世平"})
        desk.cases.record(one, "submitted", {"on": "2026-03-03", "proposal": "拟办"})
    gone = desk.cases.record(number, "instructed", {"on": "2026-03-04", "leader": "覃晓东", "text": "请办。"})
    before = desk.statistics.table(Asked("instructions", YEAR, ("leader",), "none"))
    desk.cases.record(number, "instructed", {"on": "2026-03-05", "leader": "盖世平", "text": "请抓紧。"})
    desk.cases.record(other, "concluded", {"on": "2026-05-05", "ending": "settled"})
    assert _values(desk, "charges", "leader") == [(("盖世平",), [0, 2, 1, 1])]
    assert _values(desk, "instructions", "leader") == [(("覃晓东",), [1]), (("盖世平",), [1])]
    rate = next(rate for rate in desk.statistics.rates(YEAR) if rate.name == "instructed")
    assert (rate.numerator.value, rate.denominator.value) == (1, 2)
    desk.cases.undo(number, gone.event_id)
    assert _values(desk, "instructions", "leader") == [(("盖世平",), [1])]
    again = desk.statistics.table(Asked("instructions", YEAR, ("leader",), "none", before.as_of))
    assert again.total == before.total and [row.labels for row in again.rows] == [("覃晓东",)]
    assert desk.statistics.rows(rate.numerator.id).sum == 1


def test_an_instruction_from_before_a_letter_came_is_not_of_that_letter(desk: Desk) -> None:
    number = _case(desk)
    desk.cases.record(number, "instructed", {"on": "2026-03-04", "leader": "覃晓东", "text": "请办。"})
    again = {"purpose": "appeal", "statement": "还没有修。", "case_no": number, "why_again": "raises_again"}
    _case(desk, at="2026-04-04T09:00", matters=[again])
    (rate,) = [rate for rate in desk.statistics.rates(YEAR) if rate.name == "instructed"]
    assert (rate.numerator.value, rate.denominator.value) == (1, 2)
    assert [row.on for row in desk.statistics.rows(rate.numerator.id).rows] == [date(2026, 3, 2)]


def test_what_villages_returned_in_their_rounds(desk: Desk) -> None:
    days = {"since": "2026-03-01", "until": "2026-03-15", "due_on": "2026-03-18"}
    number = desk.rounds.open(days).round_no
    opened = desk.statistics.table(Asked("returns", YEAR, (), "none"))
    desk.rounds.take(number, {"village": "东村", "answer": "reported", "on": "2026-03-10"})
    half_way = desk.statistics.table(Asked("returns", YEAR, ("village",), "none"))
    desk.rounds.zero(number, ["西村"])
    desk.rounds.take(number, {"village": "东村", "answer": "missing", "on": "2026-03-10"})
    dispute = {"found_on": "2026-03-10", "village": "南村", "summary": "田坎垮了。", "type": "土地承包"}
    desk.ledger.add(dispute, round_no=number)
    assert _values(desk, "returns", "village") == [
        (("东村",), [1, 0, 0, 1]),
        (("西村",), [1, 0, 1, 0]),
        (("南村",), [1, 1, 0, 0]),
    ]
    for table, expected in ((opened, [3, 0, 0, 3]), (half_way, [3, 1, 0, 2])):
        again = desk.statistics.table(Asked("returns", YEAR, table.asked.by, "none", table.as_of))
        assert [figure.value for figure in again.total.values()] == expected
        assert again.total == table.total
    rows = desk.statistics.rows(half_way.total["missing"].id)
    assert [(row.kind, row.no, row.title) for row in rows.rows] == [
        ("round", number, "西村"),
        ("round", number, "南村"),
    ]


def test_meetings_that_were_held(desk: Desk) -> None:
    number = _case(desk)
    plan = {"kind": "joint", "on": "2026-03-06", "agenda": [{"case_no": number}]}
    meeting = desk.meetings.plan(plan).meeting_no
    desk.meetings.plan(plan | {"kind": "regular"})
    none = desk.statistics.table(Asked("meetings", YEAR, (), "none"))
    desk.meetings.hold(meeting, {"decisions": [{"case_no": number, "decision": "一周内修好。"}]})
    held = desk.statistics.table(Asked("meetings", YEAR, ("kind",), "none"))
    assert [(row.labels, [one.value for one in row.figures.values()]) for row in held.rows] == [
        (("联席会议",), [1, 1, 1])
    ]
    desk.meetings.void(meeting, "记错了")
    assert _values(desk, "meetings", "kind") == []
    for table in (none, held):
        again = desk.statistics.table(Asked("meetings", YEAR, table.asked.by, "none", table.as_of))
        assert again.total == table.total
    assert [row.no for row in desk.statistics.rows(held.total["items"].id).rows] == [meeting]


def test_the_three_outcomes_of_receptions_in_villages(desk: Desk) -> None:
    """1360 + 123 + 6 = 1489: 有访接访 and the others are modes of sitting, and no outcomes."""
    number = _case(desk)
    case_id = 1
    outcomes = ["answered"] * 1360 + ["assigned"] * 123 + ["reported"] * 6
    with desk.writing() as connection:
        stamp = {"changed_at": TODAY, "staff_id": 1}
        visit = {
            "at": TODAY,
            "channel": "visit",
            "people": 1,
            "entered_at": TODAY,
            "changed_at": TODAY,
            "entered_by": 1,
        }
        events = [
            {
                "id": 5000 + place,
                "case_id": case_id,
                "kind": "instructed",
                "on_day": DAY,
                "recorded_at": TODAY,
                "staff_id": 1,
            }
            for place in range(1489)
        ]
        days = [
            {
                "id": place,
                "on_day": DAY,
                "kind": "village",
                "village": f"村{place}",
                "rule_date": DAY,
                "changed_at": TODAY,
            }
            for place in (1, 2)
        ]
        sittings = [{"day_id": 1, "outcome": "received"}, {"day_id": 2, "outcome": "screening"}]
        visits = [
            {"id": 5000 + place, "visit_no": f"访{place}", "serial_year": 1999, "serial": place, **visit}
            for place in range(1489)
        ]
        guests = [
            {
                "day_id": 1,
                "number": place,
                "booked": False,
                "state": "received",
                "entered_at": TODAY,
                "visit_id": 5000 + place,
                "opinions": dumps([{"outcome": outcome, "events": [5000 + place], "case_no": number}]),
                **stamp,
            }
            for place, outcome in enumerate(outcomes)
        ]
        for table, rows in (
            (schema.case_event, events),
            (schema.reception_day, days),
            (schema.reception_sitting, [{**one, "closed_at": TODAY, **stamp} for one in sittings]),
            (schema.visit, visits),
            (schema.reception_guest, guests),
        ):
            connection.execute(insert(table), rows)
    (row,) = _values(desk, "receptions", "kind")
    assert row == (("village",), [2, 1489, 1489, 1360, 123, 6])
    by_mode = dict(_values(desk, "receptions", "mode"))
    assert by_mode["received",][:2] == [1, 1489] and by_mode["screening",][:2] == [1, 0]


def test_a_part_that_was_split_off_has_category_and_village_from_its_root(desk: Desk) -> None:
    requests = {"purpose": "appeal", "statement": "水渠渗水。", "requests": ["修渠", "赔菜地"]}
    visit, _ = desk.visits.add(
        {
            "at": "2026-03-02T09:00",
            "channel": "visit",
            "petitioners": [{"name": "张桂花", "village": "东村"}],
            "matters": [requests],
        }
    )
    number = visit.matters[0].case_no
    desk.cases.record(number, "accepted", {"on": "2026-03-03"})
    desk.cases.record(number, "split", {"on": "2026-03-04", "requests": [2]})
    before = desk.statistics.table(Asked("cases", YEAR, ("village",), "none"))
    assert [(row.labels, row.figures["accepted"].value) for row in before.rows] == [(("东村",), 2)]
    matter = requests | {"village": "西村", "category": "农村农业/水利"}
    desk.visits.amend(visit.visit_no, {"matters": [matter]})
    assert [keys for keys, _ in _values(desk, "cases", "village", "category")] == [("西村", "农村农业")]
    again = desk.statistics.table(Asked("cases", YEAR, ("village",), "none", before.as_of))
    assert [row.labels for row in again.rows] == [("东村",)] and again.total == before.total
    assert desk.checks.run(deep=True) == []
