"""工作台 on real files: every figure agrees with the list that it opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.home import NEXT, PAPERS_OWED, missing_year
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.visits.listing import VisitQuery
from tests.offices import new_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new office."""
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    opened = open_desk(tmp_path / "data")
    yield opened
    opened.close()


def day(desk: Desk, days: int) -> str:
    """The ISO day so many days from today."""
    return (desk.today() + timedelta(days=days)).isoformat()


def case(desk: Desk, days_ago: int = 0, **matter: Any) -> str:
    """Register one visit; the number of its case."""
    at = desk.now() - timedelta(days=days_ago, minutes=1)
    visit, _ = desk.visits.add(
        {
            "at": at.isoformat(timespec="minutes"),
            "channel": "visit",
            "received_by": "李敏",
            "petitioners": [{"name": "张桂花", "village": "东村", "phone": "13800001234"}],
            "matters": [
                {"purpose": "appeal", "route": 6, "statement": "补偿款没到账。", "requests": ["补发"], **matter}
            ],
        }
    )
    return visit.matters[0].case_no or ""


def test_a_new_office_has_nothing_to_do(desk: Desk) -> None:
    board = desk.home.board()
    assert (board.due.any, board.tasks.any, board.waiting.count) == (0, 0, 0)
    assert board.pressing == () == board.reception == board.county
    assert board.calendar_missing == missing_year(desk.today(), desk.calendars.load().years)
    assert board.owed == {} == board.not_entered


def test_dates_by_law_are_counted_by_the_week(desk: Desk) -> None:
    late, today, soon = case(desk, 20), case(desk, 15), case(desk, 10)
    case(desk, 1)
    board = desk.home.board()
    assert (board.due.overdue, board.due.today, board.due.soon) == (1, 1, 1)
    assert [line.case_no for line in board.pressing] == [late, today, soon]
    assert {line.owed for line in board.pressing} == {"书面告知"}
    until = board.today - timedelta(days=1)
    assert [row.case_no for row in desk.cases.rows(CaseQuery(due_until=until), 9)] == [late]
    within = CaseQuery(due_since=board.today + timedelta(days=1), due_until=board.week)
    assert [row.case_no for row in desk.cases.rows(within, 9)] == [soon]
    assert desk.lights.status().due_count == board.due.overdue + board.due.today


def test_what_is_to_be_done_first_names_records_of_every_kind(desk: Desk) -> None:
    number = case(desk, 12)
    dispute, _ = desk.ledger.add(
        {
            "found_on": day(desk, -20),
            "village": "东村",
            "type": "邻里纠纷",
            "title": "院墙占道",
            "summary": "院墙占了通道。",
            "due_on": day(desk, 2),
            "parties": [{"name": "王贵"}],
        }
    )
    errands = desk.home.board().errands
    assert [(errand.subject, errand.number, errand.event) for errand in errands if errand.subject != "calendar"] == [
        ("case", number, NEXT),
        ("dispute", dispute.dispute_no, NEXT),
    ]


def test_own_dates_stand_apart_and_end_when_they_are_answered(desk: Desk) -> None:
    number = case(desk, 3)
    first = desk.cases.record(
        number,
        "instructed",
        {"on": day(desk, -2), "leader": "王建国", "text": "请核实。", "owner": "李敏", "due_on": day(desk, -1)},
    )
    desk.cases.record(number, "assigned", {"on": day(desk, -1), "to": "农业办", "reply_by": day(desk, 4)})
    board = desk.home.board()
    assert (board.tasks.overdue, board.tasks.today, board.tasks.soon) == (1, 0, 0)
    assert board.task_kinds == {"instructed": 1}
    assert [(line.case_no, line.owed, line.by_law) for line in board.pressing] == [(number, "批示落实", False)]
    desk.cases.record(number, "carried_out", {"on": day(desk, 0), "event_id": first.event_id, "text": "已核实。"})
    board = desk.home.board()
    assert (board.tasks.overdue, board.tasks.soon) == (0, 1)
    within = CaseQuery(task_since=board.today, task_until=board.week)
    assert [row.case_no for row in desk.cases.rows(within, 9)] == [number]


def test_a_paper_that_is_missing_is_named_until_it_is_there(desk: Desk) -> None:
    accepted, refused, withdrawn, answered = (case(desk, 20) for _ in range(4))
    for number in (accepted, withdrawn, answered):
        desk.cases.record(number, "accepted", {"on": day(desk, -18)})
    desk.cases.record(refused, "not_accepted", {"on": day(desk, -18), "ground": "litigation", "where_to_go": "县法院"})
    desk.cases.record(
        accepted,
        "extended",
        {"on": day(desk, -5), "days": 20, "approved_by": "周明", "approved_on": day(desk, -5), "reason": "情况复杂"},
    )
    desk.cases.record(withdrawn, "concluded", {"on": day(desk, -4), "ending": "withdrawn"})
    result = {"request": 1, "result": "supported", "answer": "已补发。"}
    desk.cases.record(answered, "concluded", {"on": day(desk, -4), "results": [result]})
    owed = desk.home.board().owed
    assert owed == {"acceptance_notice": 1, "non_acceptance_notice": 1, "extension_notice": 1, "handling_opinion": 1}
    assert set(owed) == set(PAPERS_OWED)
    for paper, number in (
        ("acceptance_notice", accepted),
        ("non_acceptance_notice", refused),
        ("extension_notice", accepted),
        ("handling_opinion", answered),
    ):
        assert [row.case_no for row in desk.cases.rows(CaseQuery(paper_owed=paper), 9)] == [number]


def test_what_is_not_entered_is_counted_per_paper(desk: Desk) -> None:
    first, _second = case(desk, 2), case(desk, 2)
    desk.cases.record(first, "accepted", {"on": day(desk, -1)})
    assert desk.home.board().not_entered == {"registration": 2, "acceptance_notice": 1}
    desk.cases.record(first, "entered", {"on": day(desk, 0), "paper": "registration", "state": "entered"})
    board = desk.home.board()
    assert board.not_entered == {"registration": 1, "acceptance_notice": 1}
    for paper, count in board.not_entered.items():
        assert desk.cases.count(CaseQuery(not_entered=paper)) == count


def test_the_day_s_reception_and_drafts(desk: Desk) -> None:
    case(desk)
    case(desk, 1)
    visit, _ = desk.visits.add(
        {
            "at": (desk.now() - timedelta(minutes=1)).isoformat(timespec="minutes"),
            "channel": "phone",
            "people": 3,
            "petitioners": [{"name": "赵国辉"}],
            "matters": [{"purpose": "help", "statement": "家里没有水。"}],
        }
    )
    desk.drafts.save(None, "visit", {"summary": "王贵"}, False)
    board = desk.home.board()
    assert [(line.channel, line.batches, line.people) for line in board.reception] == [("visit", 1, 1), ("phone", 1, 3)]
    assert board.unfinished_visits == 1
    assert sum(line.batches for line in board.reception) == desk.visits.count(
        VisitQuery(since=board.today, until=board.today, voided=False)
    )
    desk.visits.void(visit.visit_no, "登记错了")
    assert [line.channel for line in desk.home.board().reception] == ["visit"]


def test_an_accusation_shows_its_date_and_nothing_else(desk: Desk) -> None:
    number = case(desk, 20, purpose="accusation", route=None, title="举报私分集体款")
    (line,) = desk.home.board().pressing
    assert (line.case_no, line.title, line.restricted) == (number, "", True)


def test_the_county_s_dates_come_from_the_settings(desk: Desk) -> None:
    desk.office.change({"county_dates": [{"day": desk.today().day, "what": "矛盾纠纷月报"}]})
    (due,) = desk.home.board().county
    assert (due.what, due.days_left) == ("矛盾纠纷月报", 0)


def test_the_ledger_stands_there_with_its_lists_and_its_report(desk: Desk) -> None:
    def dispute(due: int | None, found: int = -40) -> str:
        document = {"found_on": day(desk, found), "village": "东村", "summary": "两家争水。"}
        entered, _ = desk.ledger.add(document | ({"due_on": day(desk, due)} if due is not None else {}))
        return entered.dispute_no

    dispute(-1), dispute(0), dispute(7), dispute(8), dispute(None)
    resolved = dispute(-5)
    desk.ledger.record(resolved, "resolved", {"on": day(desk, -30), "manner": "自行和解"})
    board = desk.home.board()
    assert (board.ledger.overdue, board.ledger.soon, board.ledger.follow_ups) == (1, 2, 1)
    assert desk.ledger.totals(DisputeQuery(overdue_on=board.today))[0] == 1
    assert desk.ledger.totals(DisputeQuery(due_since=board.today, due_until=board.week))[0] == 2
    assert desk.ledger.totals(DisputeQuery(follow_up_until=board.week))[0] == 1
    last_month = (board.today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    assert board.ledger.report is not None and board.ledger.report.month == last_month
    desk.months.close(last_month)
    assert desk.home.board().ledger.report is None
