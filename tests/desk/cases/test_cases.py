"""Cases at the desk: what is recorded, what is left alone when refused, splitting, merging, stepping back."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.closed import ClosedCase
from petidesk.domain.cases.course import followed
from petidesk.domain.cases.files import CaseFile, CaseQuery
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.people import Probe
from petidesk.storage import staff as staff_rows
from petidesk.storage.cases import anew
from petidesk.storage.cases import cases as case_rows
from tests.offices import new_office

NOW = datetime(2026, 10, 20, 17)
OPENED = "2026-03-02"
ON = {"on": "2026-03-10"}
Visit = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    new_office(place, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访", practice=True)
    return place


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    desk = open_desk(folder, clock=lambda: NOW)
    yield desk
    assert desk.checks.run(deep=True) == []
    desk.close()


@pytest.fixture
def visit(desk: Desk) -> Visit:
    """Register a visit about one matter; the number of its case."""

    def add(purpose: str = "appeal", at: str = f"{OPENED}T09:20", channel: str = "visit", **matter: Any) -> str:
        item = {"purpose": purpose, "title": "水渠渗水", "statement": "水渠渗水，淹了菜地。", "requests": ["修渠"]}
        person = matter.pop("person", {"name": "张桂花", "village": "东村"})
        document = {"at": at, "channel": channel, "petitioners": [person], "matters": [item | matter]}
        return desk.visits.add(document)[0].matters[0].case_no

    return add


def _dump(folder: Path) -> list[str]:
    connection = driver.connect(str(folder / "petidesk.db"))
    try:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [f"{name} {row}" for name in sorted(names) for row in connection.execute(f'SELECT * FROM "{name}"')]
    finally:
        connection.close()


def _refused(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value


def _stands(case: CaseFile) -> tuple[Any, ...]:
    """Everything of a case but the list of what happened."""
    return (
        case.state,
        case.route,
        case.due,
        case.due_kind,
        case.requests,
        case.clocks,
        case.tasks,
        (case.unit, case.handler, case.leader),
        case.visits,
        case.people,
        case.not_entered,
        case.merged_into,
        case.offers,
    )


def test_an_event_is_kept_with_who_said_so_and_one_audit_line(desk: Desk, visit: Visit) -> None:
    number = visit()
    done = desk.cases.record(number, "told", {**ON, "manner": "书面告知", "note": "邮寄了一份"})
    told = done.case.last("told")
    assert told is not None and (told.event_id, told.by, told.note) == (done.event_id, "值班员", "邮寄了一份")
    assert (told.on, told.recorded_at, told.content) == (date(2026, 3, 10), NOW, {"manner": "written"})
    assert (done.case.state, done.case.due, done.warnings) == ("told", None, ())
    line = desk.cases.history(number)[-1]
    assert line.event.action == "case.recorded"
    assert line.after is not None and line.after["kind"] == "told" and line.after["event_id"] == done.event_id
    (row,) = desk.cases.rows(CaseQuery(state="told"), 10)
    assert (row.case_no, row.due) == (number, None)


@pytest.mark.parametrize(
    ("kind", "document", "code", "field"),
    [
        ("accepted", {"on": "2026-03-01"}, "bad_value", "on"),
        ("accepted", {"on": "2026-10-21"}, "bad_value", "on"),
        ("accepted", {"on": "2026-02-30"}, "bad_value", "on"),
        ("accepted", {}, "missing", "on"),
        ("accepted", {**ON, "manner": "slip"}, "unknown_key", "manner"),
        ("registered", ON, "bad_value", "event"),
        ("nothing", ON, "bad_value", "event"),
        ("extended", {**ON, "days": 30}, "missing", "approved_by"),
        (
            "served",
            {**ON, "document_no": "清信访告〔2026〕1号", "method": "direct", "recipient": "张"},
            "not_found",
            None,
        ),
        ("merged", {**ON, "into": "清信2026-9999"}, "not_found", "into"),
        ("split", {**ON, "requests": [1]}, "forbidden", "requests"),
        ("split", {**ON, "requests": [2]}, "not_found", "requests"),
        ("undone", {**ON, "event_id": 1}, "forbidden", "event_id"),
        ("undone", {**ON, "event_id": 999}, "not_found", "event_id"),
    ],
)
def test_a_refusal_leaves_no_trace(
    desk: Desk, folder: Path, visit: Visit, kind: str, document: dict[str, Any], code: str, field: str | None
) -> None:
    number = visit()
    before = _dump(folder)
    refusal = _refused(lambda: desk.cases.record(number, kind, document))
    assert refusal.code == code
    assert field is None or refusal.field == field
    assert _dump(folder) == before


def test_an_answer_may_be_long_but_not_endless_and_a_request_not_empty(desk: Desk, visit: Visit) -> None:
    number = visit(route=6)
    desk.cases.record(number, "accepted", ON)
    result = {"request": 1, "result": "explained", "answer": "答" * 30_000}
    refusal = _refused(lambda: desk.cases.record(number, "concluded", {**ON, "results": [result]}))
    assert (refusal.code, refusal.field) == ("bad_value", "results[0].answer")
    done = desk.cases.record(number, "concluded", {**ON, "results": [result | {"answer": "答" * 20_000}]})
    assert len(done.case.requests[0].answer) == 20_000
    assert _refused(lambda: visit(requests=["修渠", " "])).field == "matters[0].requests[1]"


def test_events_are_kept_in_the_order_of_their_days_and_undone_ones_stay(desk: Desk, visit: Visit) -> None:
    number = visit()
    desk.cases.record(number, "contacted", {"on": "2026-03-20", "content": "入户"})
    told = desk.cases.record(number, "told", {"on": "2026-03-05"})
    assert [event.kind for event in told.case.events] == ["registered", "told", "contacted"]
    undone = desk.cases.undo(number, told.event_id, "记错了")
    assert [(event.kind, event.undone) for event in undone.case.events] == [
        ("registered", False),
        ("told", True),
        ("contacted", False),
        ("undone", False),
    ]
    assert undone.case.events[-1].note == "记错了" and undone.case.due == date(2026, 3, 17)
    assert _refused(lambda: desk.cases.undo(number, told.event_id)).code == "not_found"


# ---- split and merge


def _two(visit: Visit, **more: Any) -> str:
    return visit(requests=["修渠", "赔菜地", "公开账目"], **more)


def test_a_split_off_case_takes_its_requests_and_clocks_along_and_undoing_restores(desk: Desk, visit: Visit) -> None:
    number = _two(visit, route=6)
    desk.cases.record(number, "accepted", ON)
    desk.cases.record(number, "in_charge", {**ON, "unit": "水务站"})
    before = desk.cases.get(number)
    split = desk.cases.record(number, "split", {"on": "2026-03-20", "requests": [2]})
    part_no = split.case.requests[1].moved_to
    part = desk.cases.get(part_no)
    assert [request.text for request in part.requests] == ["赔菜地"]
    assert (part.state, part.due, part.unit, part.split_from) == ("accepted", date(2026, 5, 9), "水务站", number)
    assert part.people == before.people and part.visits == before.visits
    assert desk.visits.get(before.visits[0].visit_no).matters[0].case_no == number
    missing = _refused(
        lambda: desk.cases.record(
            number,
            "concluded",
            {"on": "2026-03-21", "results": [{"request": 1, "result": "supported", "answer": "修"}]},
        )
    )
    assert missing.message.startswith("第3项请求")
    assert _refused(lambda: desk.cases.record(number, "split", {"on": "2026-03-21", "requests": [2]})).code == (
        "not_found"
    )
    undone = desk.cases.undo(number, split.event_id)
    assert _stands(undone.case) == _stands(before)
    part = desk.cases.get(part_no)
    assert (part.state, part.due, part.merged_into) == ("closed", None, number)


def test_a_split_off_case_of_the_fifth_route_keeps_its_two_months(desk: Desk, visit: Visit) -> None:
    number = _two(visit, route=5)
    desk.cases.record(number, "told", ON)
    part_no = desk.cases.record(number, "split", {**ON, "requests": [1]}).case.requests[0].moved_to
    (row,) = desk.cases.rows(CaseQuery(text=part_no), 10)
    assert (row.due, row.due_kind) == (date(2026, 5, 2), "duty_performance")
    assert desk.cases.get(part_no).due == row.due


def test_a_split_is_not_undone_once_the_part_lives_on_its_own(desk: Desk, visit: Visit) -> None:
    number = _two(visit)
    split = desk.cases.record(number, "split", {**ON, "requests": [2, 3]})
    part = split.case.requests[1].moved_to
    alone = desk.cases.record(part, "contacted", {**ON, "content": "入户"})
    refusal = _refused(lambda: desk.cases.undo(number, split.event_id))
    assert refusal.code == "forbidden" and part in refusal.message
    desk.cases.undo(part, alone.event_id)
    assert desk.cases.undo(number, split.event_id).case.open_requests == desk.cases.get(number).requests


def test_merged_cases_answer_together_and_undoing_restores_both(desk: Desk, visit: Visit) -> None:
    one, other = visit(), visit(at="2026-03-04T10:00", title="渠水进屋", requests=["赔粮食"])
    before = desk.cases.get(one), desk.cases.get(other)
    untold = _refused(lambda: desk.cases.record(other, "merged", {**ON, "into": one}))
    assert (untold.code, untold.field) == ("missing", "untold_reason")
    merged = desk.cases.record(other, "merged", {**ON, "into": one, "untold_reason": "同一件事，一并告知"})
    assert (merged.case.state, merged.case.merged_into, merged.case.due) == ("closed", one, None)
    whole = desk.cases.get(one)
    owed = [clock.start for clock in whole.clocks if clock.kind == "written_notice" and clock.met_on is None]
    assert owed == [date(2026, 3, 2), date(2026, 3, 4)], "the second person must still hear"
    told = desk.cases.record(one, "told", {"on": "2026-03-11", "manner": "post"})
    assert told.case.due is None
    desk.cases.undo(one, told.event_id)
    assert [request.text for request in whole.requests] == ["修渠", "赔粮食"]
    assert len(whole.visits) == 2
    assert _refused(lambda: desk.cases.record(other, "told", ON)).code == "already_closed"
    assert _refused(lambda: desk.cases.record(other, "reopened", {**ON, "reason": "分开办"})).code == "forbidden"
    undone = desk.cases.undo(other, merged.event_id)
    assert _stands(undone.case) == _stands(before[1])
    assert _stands(desk.cases.get(one)) == _stands(before[0])


def test_what_may_not_be_merged(desk: Desk, visit: Visit) -> None:
    one, other, accused = visit(), visit(title="路灯"), visit("accusation")
    assert _refused(lambda: desk.cases.record(one, "merged", {**ON, "into": one})).code == "forbidden"
    for this, that in ((one, accused), (accused, one)):
        refusal = _refused(functools.partial(desk.cases.record, this, "merged", {**ON, "into": that}))
        assert refusal.basis == "《信访工作条例》第三十条第三款"
    desk.cases.record(other, "concluded", {**ON, "ending": "settled", "untold_reason": "当场谈妥"})
    assert _refused(lambda: desk.cases.record(one, "merged", {**ON, "into": other})).code == "already_closed"
    assert _refused(lambda: desk.cases.record(other, "merged", {**ON, "into": one})).code == "already_closed"


def test_what_came_back_with_its_split_is_split_off_anew(desk: Desk, visit: Visit) -> None:
    number = _two(visit)
    split = desk.cases.record(number, "split", {**ON, "requests": [2]})
    part_no = split.case.requests[1].moved_to
    desk.cases.undo(number, split.event_id)
    back = desk.cases.get(part_no).last("merged")
    assert back is not None
    refusal = _refused(lambda: desk.cases.undo(part_no, back.event_id))
    assert refusal.code == "forbidden" and number in refusal.message
    assert desk.cases.record(number, "split", {**ON, "requests": [2]}).case.requests[1].moved_to != part_no


def test_a_merge_is_not_undone_after_the_whole_was_answered(desk: Desk, visit: Visit) -> None:
    one, other = visit(route=6), visit(requests=["赔粮食"])
    merged = desk.cases.record(other, "merged", {**ON, "into": one, "untold_reason": "一并告知"})
    desk.cases.record(one, "accepted", ON)
    results = [{"request": number, "result": "supported", "answer": "同意"} for number in (1, 2)]
    answered = desk.cases.record(one, "concluded", {"on": "2026-03-12", "results": results})
    assert one in _refused(lambda: desk.cases.undo(other, merged.event_id)).message
    desk.cases.undo(one, answered.event_id)
    assert desk.cases.undo(other, merged.event_id).case.state == "registered"


# ---- corrections of the visit


def test_a_correction_does_not_take_the_ground_from_what_was_recorded(desk: Desk, visit: Visit) -> None:
    number = _two(visit, route=6)
    visit_no = desk.cases.get(number).visits[0].visit_no
    matter = {"purpose": "appeal", "title": "水渠渗水", "statement": "水渠渗水。", "requests": ["修渠"], "route": 6}
    desk.cases.record(number, "accepted", ON)
    for change in (
        {"matters": [matter | {"purpose": "accusation", "route": None}]},
        {"matters": [matter | {"route": 2}]},
        {"at": "2026-03-11T09:00"},
    ):
        refusal = _refused(functools.partial(desk.visits.amend, visit_no, change))
        assert refusal.code == "forbidden" and "“受理”" in refusal.message
    assert "“受理”" in _refused(lambda: desk.visits.void(visit_no, "重复")).message
    desk.visits.amend(visit_no, {"matters": [matter]})
    results = [{"request": 1, "result": "supported", "answer": "同意"}]
    answered = desk.cases.record(number, "concluded", {**ON, "results": results})
    more = matter | {"requests": ["赔菜地", "修渠"]}
    assert "序号" in _refused(lambda: desk.visits.amend(visit_no, {"matters": [more]})).message
    desk.visits.amend(visit_no, {"note": "补充电话", "matters": [matter | {"requests": ["修好渠"]}]})
    assert desk.cases.get(number).requests[0].text == "修好渠"
    desk.cases.undo(number, answered.event_id)
    desk.visits.amend(visit_no, {"matters": [more]})


def test_a_repeat_visit_is_not_voided_once_its_request_was_answered(desk: Desk, visit: Visit) -> None:
    number = visit(route=6)
    visit(at="2026-03-03T09:00", case_no=number, requests=["赔菜地"])
    again = desk.cases.get(number).visits[1].visit_no
    desk.cases.record(number, "accepted", ON)
    results = [{"request": place, "result": "supported", "answer": "同意"} for place in (1, 2)]
    answered = desk.cases.record(number, "concluded", {**ON, "results": results})
    assert "序号" in _refused(lambda: desk.visits.void(again, "重复登记")).message
    desk.cases.undo(number, answered.event_id)
    desk.visits.void(again, "重复登记")
    assert [request.text for request in desk.cases.get(number).requests] == ["修渠"]


def test_asking_again_for_the_same_is_no_further_request(desk: Desk, visit: Visit) -> None:
    number = visit(route=6)
    visit(at="2026-03-03T09:00", case_no=number)
    visit(at="2026-03-04T09:00", case_no=number, requests=[])
    visit(at="2026-03-05T09:00", case_no=number, requests=["修渠", "赔菜地"])
    assert [(request.number, request.text) for request in desk.cases.get(number).requests] == [
        (1, "修渠"),
        (2, "赔菜地"),
    ]
    alone = visit(title="路灯不亮", requests=[])
    assert [request.text for request in desk.cases.get(alone).requests] == ["路灯不亮"]


# ---- accusations


def test_of_an_accusation_nothing_shows(desk: Desk, visit: Visit) -> None:
    number = visit("accusation", title="账目不清", statement="青石板", concerned_unit="石桥村")
    desk.cases.record(number, "transferred", {**ON, "to": "安平县纪委监委", "note": "密封送达"})
    case = desk.cases.get(number)
    assert isinstance(case, ClosedCase) and case.restricted
    assert not {"title", "requests", "people", "concerned_units", "unit"} & set(ClosedCase.__slots__)
    assert case.due == date(2026, 3, 17), "who accuses must hear which organ has it"
    said = repr(case)
    assert not any(word in said for word in ("账目", "青石", "石桥", "张桂花", "纪委", "密封"))
    (row,) = desk.cases.rows(CaseQuery(purpose="accusation"), 10)
    assert (row.title, row.names) == ("", ())
    for words in ("账目", "青石板", "石桥村", "张桂花", "zgh", "纪委"):
        assert desk.search.find(words) == [] and desk.cases.rows(CaseQuery(text=words), 10) == []
    assert [hit.no for hit in desk.search.find(number)] == [number]
    assert desk.visits.similar(Probe(name="张桂花", village="东村")) == []


def test_opening_one_leaves_a_line_and_needs_a_reason(desk: Desk, visit: Visit) -> None:
    number = visit("accusation", title="账目不清")
    assert _refused(lambda: desk.cases.get(number, unmask="  ")).field == "why"
    assert desk.cases.history(number) == []
    case = desk.cases.get(number, unmask="移送前核对")
    assert isinstance(case, CaseFile) and case.title == ""
    assert case.people[0].name == "张桂花" and case.requests[0].text == "修渠"
    last = desk.cases.history(number)[-1]
    assert (last.event.action, last.after, last.restricted) == ("case.unmasked", {"why": "移送前核对"}, True)
    assert isinstance(desk.cases.get(number), ClosedCase), "the next look is closed again"


@pytest.mark.parametrize(("role", "may"), [("registrar", False), ("lead", True), ("admin", True)])
def test_with_several_staff_only_who_leads_opens_one(
    folder: Path, desk: Desk, visit: Visit, role: str, may: bool
) -> None:
    number = visit("accusation")
    with desk.writing() as connection:
        staff_rows.add(connection, "李敏", role, accusations=role != "registrar")
    lines = len(desk.audit.lines(1000))
    desk.close()
    other = open_desk(folder, staff="李敏", clock=lambda: NOW)
    try:
        if may:
            assert isinstance(other.cases.get(number, unmask="核对"), CaseFile)
        else:
            refusal = _refused(lambda: other.cases.get(number, unmask="核对"))
            assert (refusal.code, refusal.basis) == ("no_permission", "《信访工作条例》第三十条第三款")
        assert len(other.audit.lines(1000)) == lines + may
    finally:
        other.close()


def test_the_anonymous_have_no_notice_clock(desk: Desk, visit: Visit) -> None:
    for person in ({"anonymous": True}, {"name": "杨柳", "address_unknown": True}):
        case = desk.cases.get(visit(person=person))
        assert (case.due, case.clocks) == (None, ())


def test_an_objection_in_a_year_without_a_calendar(folder: Path) -> None:
    desk = open_desk(folder, clock=lambda: datetime(2031, 3, 20, 9))
    document = {
        "at": "2031-03-03T09:00",
        "channel": "handed_down",
        "petitioners": [{"name": "张桂花"}],
        "matters": [{"purpose": "appeal", "statement": "水渠渗水。", "requests": ["修渠"]}],
    }
    number = desk.visits.add(document)[0].matters[0].case_no
    clocks = {clock.kind: clock for clock in desk.cases.get(number).clocks}
    assert clocks["objection"].deadline is None
    notice = clocks["written_notice"].deadline
    assert notice is not None and (notice.raw, notice.legal) == (date(2031, 3, 18), None)
    said = {"on": "2031-03-04", "reasons": ["不属本机关"]}
    assert _refused(lambda: desk.cases.record(number, "objected", said)).code == "no_calendar"
    assert [clock.kind for clock in desk.cases.explain(number)] == ["written_notice"]
    desk.close()


def test_a_local_limit_moves_the_date_of_every_case_when_it_is_set(desk: Desk, visit: Visit) -> None:
    number = visit()
    limits = [{"kind": "written_notice", "amount": 5, "unit": "working", "basis": "甲省信访条例第十条"}]
    desk.office.change({"local_limits": limits})
    (row,) = desk.cases.rows(CaseQuery(), 10)
    (explained,) = desk.cases.explain(number)
    assert row.due == desk.cases.get(number).due == explained.raw == date(2026, 3, 9)
    assert "甲省信访条例第十条" in explained.basis
    too_long = [limits[0] | {"amount": 16}]
    refusal = _refused(lambda: desk.office.change({"local_limits": too_long}))
    assert refusal.code == "bad_value" and refusal.basis == "《信访工作条例》第二十三条第二款"


# ---- random lives


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_tried_the_lists_say_what_the_events_say(desk: Desk, folder: Path, visit: Visit, seed: int) -> None:
    rng = random.Random(seed)
    numbers = [_two(visit, route=6), visit(route=5), visit("suggestion"), visit(channel="handed_down")]
    done = 0
    for _ in range(160):
        number = rng.choice(numbers)
        kind, document = rng.choice(_tries(desk, number, numbers, rng))
        try:
            desk.cases.record(number, kind, document)
        except Refused:
            continue
        done += 1
        numbers = [row.case_no for row in desk.cases.rows(CaseQuery(), 100)]
    assert done > 25
    with desk.reading() as connection:
        rules = desk.cases.rules_within(connection)
        (page,) = anew.pages(connection)
        for told in page:
            kept = told.kept
            assert told.events == case_rows.events(connection, kept.case_id)
            assert (kept.projection, told.course) == followed(
                told.events, rules.calendar, rules.office.limits, told.spoken, restricted=kept.restricted
            )
            case = desk.cases.load_within(connection, kept.case_id)
            assert (case.state, case.due, case.due_kind, case.route, case.unit) == (
                kept.projection.state,
                kept.projection.next_due,
                kept.projection.next_clock,
                kept.projection.route,
                kept.projection.unit,
            )
    assert desk.visits.count(VisitQuery()) == 4


def _tries(desk: Desk, number: str, numbers: list[str], rng: random.Random) -> list[tuple[str, dict[str, Any]]]:
    case = desk.cases.get(number)
    on = {"on": (date(2026, 3, 2) + timedelta(rng.randint(0, 90))).isoformat()}
    results = [{"request": request.number, "result": "partly", "answer": "同意"} for request in case.open_requests]
    approved = {"approved_by": "覃晓东", "approved_on": on["on"], "reason": "鉴定"}
    return [
        ("told", {**on, "manner": rng.choice(["slip", "phone"])}),
        ("accepted", on),
        ("assigned", {**on, "to": "水务站", "reply_by": "2026-06-01"}),
        ("returned", {**on, "to": "水务站", "result": "handled"}),
        ("in_charge", {**on, "unit": "水务站", "leader": "盖世平"}),
        ("extended", {**on, **approved, "days": rng.randint(1, 20)}),
        ("concluded", {**on, "results": results}),
        ("concluded", {**on, "ending": "settled"}),
        ("objected", {**on, "reasons": ["不属本机关"]}),
        ("objection_answered", {**on, "agreed": rng.random() < 0.5}),
        ("routed", {**on, "route": rng.randint(4, 6)}),
        ("closed", on),
        ("reopened", {**on, "reason": "没有落实"}),
        ("split", {**on, "requests": [rng.randint(1, 3)]}),
        ("merged", {**on, "into": rng.choice(numbers)}),
        ("undone", {"on": "2026-10-20", "event_id": rng.choice(case.events).event_id}),
        ("undone", {"on": "2026-10-20", "event_id": case.events[-1].event_id}),
    ]
