"""Meetings on real files: agenda from open cases, decisions that stand in the cases, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk import unmasking
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.audit import ClosedChange
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.meetings import AgendaItem, ClosedItem, ClosedMeeting, Meeting, MeetingQuery
from petidesk.domain.trouble import Refused
from petidesk.storage import meetings as rows
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


def case(desk: Desk, days_ago: int = 0, people: int = 1, **matter: Any) -> str:
    """Register one visit; the number of its case."""
    at = desk.now() - timedelta(days=days_ago, minutes=1)
    visit, _ = desk.visits.add(
        {
            "at": at.isoformat(timespec="minutes"),
            "channel": "visit",
            "people": people,
            "petitioners": [{"name": "张桂花", "village": "东村", "phone": "13800001234"}],
            "matters": [
                {"purpose": "appeal", "statement": "补偿款没到账。", "title": "补偿款", "requests": ["补发"], **matter}
            ],
        }
    )
    return visit.matters[0].case_no or ""


def text_of(pdf: bytes) -> str:
    """All words of a PDF without blanks and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[page].get_textpage().get_text_bounded() for page in range(len(document))]
    document.close()
    return "".join("".join(pages).split())


def plan(desk: Desk, *agenda: str) -> str:
    """Plan a meeting of today with these cases."""
    document = {"kind": "joint", "on": day(desk, 0), "place": "三楼", "chair": "周明", "agenda": list(agenda)}
    return desk.meetings.plan(document).meeting_no


def met(desk: Desk, case_no: str) -> list[str]:
    """The decisions that stand in a case."""
    return [
        event.content["decision"]
        for event in desk.cases.get(case_no).events
        if event.kind == "met" and not event.undone
    ]


def test_a_meeting_is_numbered_and_tells_of_its_cases(desk: Desk) -> None:
    number = case(desk, 20)
    first, second = plan(desk, number), plan(desk)
    year = desk.today().year
    assert (first, second) == (f"清会{year}-0001", f"清会{year}-0002")
    (item,) = desk.meetings.get(first).plan.agenda
    assert (item.title, item.state, item.due_kind) == ("补偿款", "registered", "written_notice")
    assert [row.items for row in desk.meetings.rows(MeetingQuery(), 9)] == [0, 1]
    assert desk.checks.run(deep=True) == []


def test_the_agenda_is_offered_with_reasons(desk: Desk) -> None:
    late, group, urgent = case(desk, 20), case(desk, 1, people=6), case(desk, 1, urgent=True)
    told = case(desk, 1)
    desk.cases.record(
        told, "instructed", {"on": day(desk, 0), "leader": "王建国", "text": "上会研究。", "due_on": day(desk, 2)}
    )
    case(desk, 20, purpose="accusation", urgent=True)
    case(desk, 1)
    offered = {offer.item.case_no: offer.reasons for offer in desk.meetings.offers()}
    assert offered == {late: ("法定期限已超期",), told: ("批示落实",), urgent: ("紧急",), group: ("集体访",)}


def test_decisions_stand_in_the_cases_with_owner_and_date(desk: Desk) -> None:
    one, other = case(desk, 5), case(desk, 5)
    number = plan(desk, one)
    held = desk.meetings.hold(
        number,
        {
            "decisions": [
                {"case_no": one, "decision": "核对账目，补发。", "owner": "赵建国", "due_on": day(desk, 3)},
                {"case_no": other, "decision": "继续调解。"},
            ],
            "attendees": "周明、赵建国",
        },
    )
    assert held.state == "held"
    assert [item.case_no for item in held.plan.agenda] == [one, other]
    event = desk.cases.get(one).last("met")
    assert event is not None
    assert event.content["meeting_no"] == number
    assert event.event_id == held.decisions[0].event_id
    row = desk.cases.rows_by_id([desk.cases.get(one).case_id])[0]
    assert (row.task_on, row.task_kind) == (desk.today() + timedelta(days=3), "met")
    due = desk.today() + timedelta(days=3)
    said = ("核对账目，补发。", "赵建国", f"{due.year}年{due.month}月{due.day}日", one, other)
    minutes = text_of(desk.letters.print_named("meeting_minutes", number).pdf)
    assert all(words in minutes for words in said)


def test_its_papers_say_what_the_meeting_knows(desk: Desk) -> None:
    one = case(desk, 5)
    number = plan(desk, one)
    desk.meetings.hold(
        number,
        {
            "decisions": [{"case_no": one, "decision": "核对账目后补发。", "owner": "赵建国"}],
            "attendees": "周明、赵建国",
            "note": "会议听取了汇报。",
        },
    )
    agenda = text_of(desk.letters.print_named("meeting_agenda", number).pdf)
    minutes = text_of(desk.letters.print_named("meeting_minutes", number).pdf)
    for words in (number, one, "三楼", "周明、赵建国"):
        assert words in agenda
    for words in (number, one, "核对账目后补发", "赵建国", "会议听取了汇报"):
        assert words in minutes


def test_one_refused_decision_leaves_nothing_behind(desk: Desk) -> None:
    one = case(desk, 5)
    number = plan(desk, one)
    decisions = [{"case_no": one, "decision": "补发。"}, {"case_no": "清信2020-9999", "decision": "补发。"}]
    with pytest.raises(Refused) as refused:
        desk.meetings.hold(number, {"decisions": decisions})
    assert (refused.value.code, refused.value.field) == ("not_found", "decisions[1].case_no")
    assert met(desk, one) == []
    assert desk.meetings.get(number).state == "planned"


def test_a_voided_meeting_takes_its_decisions_back(desk: Desk) -> None:
    one = case(desk, 5)
    number = plan(desk, one)
    desk.meetings.hold(number, {"decisions": [{"case_no": one, "decision": "补发。", "due_on": day(desk, 3)}]})
    assert met(desk, one) == ["补发。"]
    with pytest.raises(Refused) as refused:
        desk.meetings.void(number, "  ")
    assert refused.value.field == "why"
    voided = desk.meetings.void(number, "会没有开成")
    assert voided.state == "voided"
    assert "会没有开成" in voided.plan.note
    assert met(desk, one) == []
    assert desk.cases.rows_by_id([desk.cases.get(one).case_id])[0].task_on is None
    with pytest.raises(Refused) as again:
        desk.meetings.void(number, "再来")
    assert again.value.code == "already_closed"
    assert plan(desk).endswith("0002")
    assert desk.checks.run(deep=True) == []


def test_an_accusation_is_on_no_agenda(desk: Desk) -> None:
    closed = case(desk, 2, purpose="accusation")
    with pytest.raises(Refused) as refused:
        plan(desk, closed)
    assert refused.value.code == "forbidden"
    assert "第三十条" in (refused.value.basis or "")
    number = plan(desk)
    with pytest.raises(Refused):
        desk.meetings.hold(number, {"decisions": [{"case_no": closed, "decision": "移送。"}]})
    assert "met" not in [event.kind for event in desk.cases.get(closed).events]


def turned(desk: Desk, case_no: str) -> None:
    """What was an appeal turns out to accuse somebody."""
    visit_no = desk.cases.get(case_no).visits[0].visit_no
    again = {"purpose": "accusation", "statement": "举报某人。", "title": "举报", "case_no": case_no}
    desk.visits.amend(visit_no, {"matters": [again]})


def whole(desk: Desk, meeting_no: str) -> Meeting:
    """The meeting as it is kept."""
    with desk.reading() as connection:
        found = rows.find_no(connection, meeting_no)
        assert found is not None
        return rows.load(connection, found, unmasking.inside())


def test_what_became_an_accusation_is_left_aside_and_the_meeting_is_held(desk: Desk) -> None:
    plain, closed = case(desk, 5), case(desk, 6)
    agenda = [plain, {"case_no": closed, "why": "领导点名"}]
    number = desk.meetings.plan({"on": day(desk, 0), "agenda": agenda, "note": "密谈"}).meeting_no
    turned(desk, closed)
    agenda = [{"case_no": plain, "why": ""}, {"case_no": closed, "why": ""}]
    desk.meetings.change(number, {"place": "二楼", "note": "", "agenda": agenda})
    with pytest.raises(Refused) as refused:
        desk.meetings.hold(number, {"decisions": [{"case_no": closed, "decision": "移送。"}]})
    assert (refused.value.code, refused.value.field) == ("forbidden", "decisions[0].case_no")
    held = desk.meetings.hold(number, {"note": "", "decisions": [{"case_no": plain, "decision": "补发。"}]})
    assert isinstance(held, ClosedMeeting) and held.state == "held"
    assert [type(item) for item in held.agenda] == [AgendaItem, ClosedItem]
    assert (met(desk, plain), whole(desk, number).plan.note) == (["补发。"], "密谈")
    assert [item.why for item in whole(desk, number).agenda] == ["", "领导点名"]
    assert "met" not in [event.kind for event in desk.cases.get(closed).events]
    for paper in ("meeting_agenda", "meeting_minutes"):
        words = text_of(desk.letters.print_named(paper, number).pdf)
        assert plain in words and closed not in words and "密谈" not in words
    draft = desk.letters.draft("meeting_minutes", number, {"fields": {"会议内容": "听取汇报。", "出席人员": "周明"}})
    issued = desk.letters.issue(draft.letter_id, "周明", desk.today(), anyway="上会用").letter
    assert isinstance(issued, ClosedLetter)
    assert desk.checks.run(deep=True) == []


def test_a_closed_remark_goes_with_the_accusation_that_is_taken_off(desk: Desk) -> None:
    closed = case(desk, 6)
    number = desk.meetings.plan({"on": day(desk, 0), "agenda": [closed], "note": "密谈"}).meeting_no
    turned(desk, closed)
    opened = desk.meetings.change(number, {"agenda": []})
    assert isinstance(opened, Meeting) and opened.plan.note == ""
    assert isinstance(desk.audit.for_subject("meeting", number)[-1], ClosedChange)
    assert desk.checks.run(deep=True) == []


@pytest.mark.parametrize(
    ("document", "code", "field"),
    [
        ({}, "missing", "on"),
        ({"on": "2026-02-30"}, "bad_value", "on"),
        ({"on": "2026-11-20", "kind": "party"}, "bad_value", "kind"),
        ({"on": "2026-11-20", "agenda": ["清信1999-1"]}, "not_found", "agenda[0].case_no"),
        ({"on": "2026-11-20", "agenda": ["a", "a"]}, "bad_value", "agenda[1].case_no"),
        ({"on": "2026-11-20", "room": "三楼"}, "unknown_key", "room"),
    ],
)
def test_a_plan_that_is_none_is_refused_by_name(desk: Desk, document: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.meetings.plan(document)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert desk.meetings.count(MeetingQuery()) == 0


def test_minutes_come_after_the_meeting_and_dates_after_that(desk: Desk) -> None:
    one = case(desk, 5)
    number = desk.meetings.plan({"on": day(desk, 2), "agenda": [one]}).meeting_no
    with pytest.raises(Refused) as early:
        desk.meetings.hold(number, {"decisions": []})
    assert early.value.field == "on"
    with pytest.raises(Refused) as backwards:
        desk.meetings.hold(
            number, {"on": day(desk, 0), "decisions": [{"case_no": one, "decision": "补", "due_on": day(desk, -1)}]}
        )
    assert backwards.value.field == "decisions[0].due_on"
    desk.meetings.change(number, {"place": "一楼", "agenda": []})
    assert desk.meetings.hold(number, {"on": day(desk, 0)}).plan.place == "一楼"
    with pytest.raises(Refused) as late:
        desk.meetings.change(number, {"place": "二楼"})
    assert late.value.code == "already_closed"
