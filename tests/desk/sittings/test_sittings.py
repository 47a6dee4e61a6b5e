"""The sitting of a reception day on real files: the queue, visits, opinions, how it ends, its papers, its counts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.reception.reception import Which
from petidesk.domain.home import board_document
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.sittings.guests import Booking, ClosedBooking, ClosedOpinion, Guest
from petidesk.domain.sittings.sittings import in_order, sitting_document
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.schema import audit_event, audit_payload, reception_guest

THURSDAY, NEXT = date(2026, 12, 3), date(2026, 12, 10)
VILLAGE = Which(kind="village")
EVE, MORNING = datetime(2026, 12, 2, 10, 0), datetime(2026, 12, 3, 9, 30)
DUE = {"owner": "水务站", "due_on": "2026-12-20"}


class Clock:
    """The office's time, which a test moves on."""

    now = EVE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office: pairs of leaders on Thursdays of December, on the third in a village as well."""
    folder = tmp_path_factory.mktemp("office") / "data"
    create_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访", practice=True)
    opened = open_desk(folder, clock=Clock())
    leaders = [{"name": "覃晓东", "post": "镇长"}, {"name": "盖世平", "post": "副镇长"}, {"name": "任秀兰"}]
    opened.office.change({"leaders": leaders})
    since, until = date(2026, 12, 1), date(2026, 12, 31)
    thursdays = RotaPlan(
        (parse_rule("weekly:thu"),),
        since,
        until,
        parse_turns("覃晓东,盖世平+任秀兰"),
        place="接访室",
        hours="09:00-11:30",
    )
    opened.schedule.make(thursdays)
    third = (parse_rule("monthday:3"),)
    out = replace(thursdays, rules=third, turns=parse_turns("任秀兰"), kind="village", place="", village="东村")
    opened.schedule.make(replace(out, hours="14:00-16:00"))
    opened.close()
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(model: Path, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A copy of that office on the eve of a reception."""
    shutil.copytree(model, tmp_path / "data")
    opened = open_desk(tmp_path / "data", clock=clock)
    yield opened
    opened.close()


HERE = Which(kind="reception")


def visit(name: str = "张桂花", *titles: str, at: str = "2026-12-03T09:10", **more: Any) -> dict[str, Any]:
    """A visit on the third about matters of these titles."""
    return {
        "at": at,
        "channel": "visit",
        "petitioners": [{"name": name, "phone": "13800001234", "village": "东村"}],
        "matters": [
            {"purpose": "appeal", "title": title, "statement": f"{title}，请解决。", "requests": ["解决"]}
            for title in titles or ("水渠渗水",)
        ],
        **more,
    }


def accusation(name: str = "单青石") -> dict[str, Any]:
    told = visit(name)
    told["petitioners"][0]["phone"] = "13900009999"
    told["matters"] = [{"purpose": "accusation", "title": "土方钱", "statement": "有人收了土方钱。"}]
    return told


def came(desk: Desk, clock: Clock, *names: str) -> None:
    """They come on the morning of the third without booking."""
    clock.now = MORNING
    for name in names:
        desk.sittings.arrive(THURSDAY, {"name": name}, HERE)


def receive(desk: Desk, number: int, document: dict[str, Any] | None = None) -> Guest:
    sitting, _, _ = desk.sittings.receive(THURSDAY, number, document or visit(), HERE)
    return sitting.guest(number)


def opine(desk: Desk, number: int, outcome: str = "answered", **more: Any) -> Guest:
    told = {"outcome": outcome, "text": "尽快修好。", **({} if outcome == "answered" else DUE), **more}
    return desk.sittings.opinion(THURSDAY, number, told, HERE).guest(number)


def refusal(call: Any, *words: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        call(*words, **named)
    return raised.value


def words(pdf: bytes) -> str:
    """The text of all pages without blanks and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    found = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return found


# ---- the queue


def test_who_booked_goes_first_then_who_came_first(desk: Desk, clock: Clock) -> None:
    for name in ("甲方", "乙方", "丙方"):
        desk.sittings.book(THURSDAY, {"name": name, "phone": "1"}, HERE)
    desk.sittings.cancel(THURSDAY, 3, "改天", HERE)
    came(desk, clock, "丁方")
    clock.now += timedelta(minutes=5)
    desk.sittings.arrive(THURSDAY, {"name": "戊方", "people": 7}, HERE)
    sitting = desk.sittings.came(THURSDAY, 2, HERE)
    assert [guest.number for guest in sitting.guests] == [2, 4, 5, 1, 3]
    assert [guest.state for guest in sitting.guests] == ["waiting", "waiting", "waiting", "booked", "cancelled"]
    receive(desk, 4)
    assert [guest.number for guest in desk.sittings.get(THURSDAY, HERE).guests] == [2, 5, 1, 4, 3]
    assert desk.sittings.get(THURSDAY, VILLAGE).guests == ()


_STATES = st.sampled_from(["booked", "waiting", "received", "absent", "cancelled"])
_GUESTS = st.lists(st.tuples(_STATES, st.booleans(), st.integers(0, 90)), max_size=8).map(
    lambda drawn: [
        Guest(
            number,
            number,
            booked or state in ("booked", "absent"),
            Booking("某人"),
            state,
            EVE,
            None if state == "booked" else MORNING + timedelta(minutes=minutes),
            "",
            None,
            (),
        )
        for number, (state, booked, minutes) in enumerate(drawn, start=1)
    ]
)


@given(guests=_GUESTS, data=st.data())
def test_the_order_of_the_queue(guests: list[Guest], data: st.DataObject) -> None:
    queue = in_order(data.draw(st.permutations(guests)))
    assert sorted(guest.number for guest in queue) == [guest.number for guest in guests]
    waiting = [guest for guest in queue if guest.state == "waiting"]
    assert list(queue[: len(waiting)]) == waiting, "who waits comes before everybody else"
    walked_in = [guest for guest in waiting if not guest.booked]
    assert waiting[len(waiting) - len(walked_in) :] == walked_in, "who booked goes before who did not"
    # Among the booked the earlier booking counts, among the others who came earlier.
    assert [g.number for g in waiting if g.booked] == sorted(g.number for g in waiting if g.booked)
    assert walked_in == sorted(walked_in, key=lambda guest: (guest.arrived_at, guest.number))
    rest = [guest.state for guest in queue[len(waiting) :]]
    assert rest == sorted(rest, key=["booked", "received", "absent", "cancelled"].index)


def test_booking_closes_at_the_office_s_hour(desk: Desk, clock: Clock) -> None:
    sitting = desk.sittings.get(THURSDAY, HERE)
    assert sitting.booking_closes == datetime(2026, 12, 2, 17, 0)
    clock.now = datetime(2026, 12, 2, 17, 0)
    desk.sittings.book(THURSDAY, {"name": "甲方"}, HERE)
    clock.now += timedelta(seconds=1)
    assert refusal(desk.sittings.book, THURSDAY, {"name": "乙方"}, HERE).field == "date"
    # The same day until noon, where the office wants it so.
    desk.office.change({"booking_days": 0, "booking_time": "12:00"})
    clock.now = MORNING
    assert desk.sittings.book(THURSDAY, {"name": "乙方"}, HERE).booking_closes == datetime(2026, 12, 3, 12, 0)
    assert desk.sittings.came(THURSDAY, 2, HERE).waiting[0].number == 2
    clock.now = datetime(2026, 12, 3, 12, 1)
    assert refusal(desk.sittings.book, THURSDAY, {"name": "丙方"}, HERE).code == "forbidden"
    clock.now = datetime(2026, 12, 4, 9, 0)
    assert "已经过去" in refusal(desk.sittings.book, THURSDAY, {"name": "丙方"}, HERE).message


def test_what_was_noted_is_changed_until_the_visit(desk: Desk, clock: Clock) -> None:
    desk.sittings.book(THURSDAY, {"name": "张桂花", "phone": "1", "about": "水渠"}, HERE)
    guest = desk.sittings.amend(THURSDAY, 1, {"about": "水渠渗水", "people": 3}, HERE).guest(1)
    assert guest.booking == Booking("张桂花", "1", 3, "", "水渠渗水", "")
    assert refusal(desk.sittings.amend, THURSDAY, 1, {"people": 6}, HERE).code == "too_many"
    came(desk, clock, "李敏")
    desk.sittings.came(THURSDAY, 1, HERE)
    # Who is there is received, however many they are.
    assert desk.sittings.amend(THURSDAY, 1, {"people": 6}, HERE).guest(1).people == 6
    receive(desk, 1)
    assert refusal(desk.sittings.amend, THURSDAY, 1, {"people": 2}, HERE).code == "forbidden"


# ---- the visit


def test_a_guest_becomes_a_visit_with_a_number_of_its_own(desk: Desk, clock: Clock) -> None:
    desk.sittings.book(THURSDAY, {"name": "张老师", "about": "水渠"}, HERE)
    came(desk, clock)
    guest = receive(desk, 1, visit("张桂花", people=3))
    assert (guest.state, guest.reception_no, guest.arrived_at) == ("received", "清接2026-0001", MORNING)
    assert (guest.name, guest.about, guest.people) == ("张桂花", "水渠渗水", 3)
    assert guest.visit is not None and guest.visit.visit_no == "清访2026-0001"
    assert guest.open_cases == ("清信2026-0001",) and desk.visits.count(VisitQuery()) == 1
    assert desk.checks.run(deep=True) == []


def test_a_visit_registered_at_the_window_is_taken_over(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花", "李敏")
    registered, _ = desk.visits.add(visit())
    guest = desk.sittings.link(THURSDAY, 1, registered.visit_no, HERE).guest(1)
    assert guest.visit is not None and guest.visit.visit_no == registered.visit_no
    assert refusal(desk.sittings.link, THURSDAY, 2, registered.visit_no, HERE).code == "forbidden"


def test_a_refused_visit_leaves_neither_visit_nor_number(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    refused = refusal(desk.sittings.receive, THURSDAY, 1, visit(at="2026-12-02T09:00"), HERE)
    assert (refused.code, refused.field) == ("bad_value", "at")
    assert desk.visits.count(VisitQuery()) == 0
    assert receive(desk, 1).reception_no == "清接2026-0001" and desk.checks.run(deep=True) == []


def test_the_draft_it_grew_from_goes_with_it(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    draft = desk.drafts.save(None, "visit", {"summary": "张"}, False)
    desk.sittings.receive(THURSDAY, 1, visit(), HERE, draft_id=draft.draft_id)
    assert desk.drafts.whole() == []


def test_a_voided_visit_is_registered_again_under_the_same_number(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花", "李敏")
    first = receive(desk, 1)
    assert first.visit is not None
    desk.visits.void(first.visit.visit_no, "登错了")
    sitting = desk.sittings.get(THURSDAY, HERE)
    assert sitting.received == () and sitting.guest(1).open_cases == ()
    assert refusal(opine, desk, 1).field == "number"
    assert refusal(desk.sitting_papers.record, THURSDAY, 1, HERE).field == "number"
    assert refusal(desk.sittings.link, THURSDAY, 1, first.visit.visit_no, HERE).code == "already_closed"
    again = receive(desk, 1, visit("张桂花", "老屋漏雨"))
    assert (again.reception_no, again.about) == ("清接2026-0001", "老屋漏雨")
    assert receive(desk, 2).reception_no == "清接2026-0002"
    assert desk.checks.run(deep=True) == []


def test_what_the_leader_said_outlives_a_visit_registered_anew(desk: Desk, clock: Clock) -> None:
    earlier, _ = desk.visits.add(visit(at="2026-12-01T09:00"))
    case_no = earlier.matters[0].case_no or ""
    repeated = visit()
    repeated["matters"][0]["case_no"] = case_no
    came(desk, clock, "张桂花")
    first = receive(desk, 1, repeated)
    opine(desk, 1)
    assert first.visit is not None
    desk.visits.void(first.visit.visit_no, "登错了")
    assert desk.sittings.counts(2026)[0]["覃晓东"]["answered"] == 0
    guest = receive(desk, 1, repeated)
    assert [opinion.case_no for opinion in guest.opinions] == [case_no] and guest.open_cases == ()
    assert desk.sittings.withdraw(THURSDAY, 1, case_no, "写错了", HERE).guest(1).opinions == ()


# ---- the leader's opinion


@pytest.mark.parametrize("outcome", ["answered", "assigned", "reported"])
def test_an_opinion_is_an_instruction_of_the_case(desk: Desk, clock: Clock, outcome: str) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, outcome).opinions
    case = desk.cases.get("清信2026-0001")
    (event,) = (event for event in case.events if event.event_id in opinion.events)
    assert (event.kind, event.on, event.content["leader"], event.content["text"]) == (
        "instructed",
        THURSDAY,
        "覃晓东",
        "尽快修好。",
    )
    due = None if outcome == "answered" else date(2026, 12, 20)
    assert (opinion.due_on, opinion.outcome, opinion.leader) == (due, outcome, "覃晓东")
    assert [(task.owner, task.due) for task in case.tasks] == ([("水务站", due)] if due else [])


def test_taking_charge_gives_the_case_its_leader_and_one_date(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, "in_charge").opinions
    case = desk.cases.get("清信2026-0001")
    kinds = {event.event_id: event.kind for event in case.events}
    assert [kinds[event] for event in opinion.events] == ["instructed", "in_charge"]
    assert case.leader == "覃晓东" and opinion.due_on == date(2026, 12, 20)
    assert [(task.kind, task.due) for task in case.tasks] == [("in_charge", date(2026, 12, 20))]
    desk.sittings.withdraw(THURSDAY, 1, case.case_no, "不包了", HERE)
    after = desk.cases.get("清信2026-0001")
    assert after.leader == "" and after.tasks == ()
    assert all(event.undone for event in after.events if event.event_id in opinion.events)
    # And may be given anew.
    assert opine(desk, 1, "assigned").opinions[0].outcome == "assigned" and desk.checks.run(deep=True) == []


def test_an_opinion_undone_in_the_case_is_none_here(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, "assigned").opinions
    desk.cases.undo("清信2026-0001", opinion.events[0], "写错了")
    guest = desk.sittings.get(THURSDAY, HERE).guest(1)
    assert guest.opinions == () and guest.open_cases == ("清信2026-0001",)
    assert refusal(desk.sittings.withdraw, THURSDAY, 1, "清信2026-0001", "写错了", HERE).code == "not_found"
    assert desk.sittings.counts(2026)[0]["覃晓东"]["assigned"] == 0


@pytest.mark.parametrize("outcome", ["assigned", "in_charge"])
def test_how_it_was_carried_out_is_seen_here(desk: Desk, clock: Clock, outcome: str) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, outcome).opinions
    clock.now = datetime(2026, 12, 9, 9, 0)
    # Of a charge the second event bears the date, and is what is carried out.
    done = {"on": "2026-12-08", "event_id": opinion.events[-1], "text": "水渠已修好"}
    desk.cases.record("清信2026-0001", "carried_out", done)
    (opinion,) = desk.sittings.get(THURSDAY, HERE).guest(1).opinions
    assert (opinion.carried_on, opinion.result) == (date(2026, 12, 8), "水渠已修好")
    assert refusal(desk.sittings.withdraw, THURSDAY, 1, opinion.case_no, "写错了", HERE).code == "forbidden"
    page = words(desk.sitting_papers.record(THURSDAY, 1, HERE).pdf)
    assert "水渠已修好" in page and "2026年12月8日" in page


def test_each_of_several_matters_has_its_own(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    guest = receive(desk, 1, visit("张桂花", "水渠渗水", "老屋漏雨"))
    water, house = guest.open_cases
    assert refusal(opine, desk, 1).field == "case_no"
    assert opine(desk, 1, case_no=house).open_cases == (water,)
    assert refusal(opine, desk, 1, case_no=house).code == "forbidden"
    # With one left it needs no name.
    assert [opinion.case_no for opinion in opine(desk, 1, "assigned").opinions] == [house, water]


# ---- the end of the day


def test_who_booked_and_did_not_come_is_absent_and_may_come_after_all(desk: Desk, clock: Clock) -> None:
    desk.sittings.book(THURSDAY, {"name": "张桂花"}, HERE)
    came(desk, clock, "李敏")
    receive(desk, 2)
    sitting = desk.sittings.close(THURSDAY, {"company": "司法所"}, HERE)
    assert (sitting.guest(1).state, sitting.outcome, sitting.closed_at) == ("absent", "received", MORNING)
    refused = refusal(desk.sittings.arrive, THURSDAY, {"name": "王贵"}, HERE)
    assert (refused.code, refused.field) == ("already_closed", "date")
    open_again = desk.sittings.reopen(THURSDAY, HERE)
    assert (open_again.closed_at, open_again.company, open_again.guest(1).state) == (None, "司法所", "absent")
    assert refusal(desk.sittings.reopen, THURSDAY, HERE).code == "forbidden"
    desk.sittings.came(THURSDAY, 1, HERE)
    assert refusal(desk.sittings.close, THURSDAY, {}, HERE).code == "forbidden"
    receive(desk, 1)
    closed = desk.sittings.close(THURSDAY, {}, HERE)
    assert closed.company == "司法所" and len(closed.received) == 2 and closed.outcome == "received"


def test_without_visitors_a_village_says_what_it_came_to_each_time(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    for outcome in ("cases", "talk", "screening"):
        assert refusal(desk.sittings.close, THURSDAY, {}, VILLAGE).field == "outcome"
        assert refusal(desk.sittings.close, THURSDAY, {"outcome": outcome, "summary": ""}, VILLAGE).field == "summary"
        document = {"outcome": outcome, "summary": "说了灌溉。"}
        assert desk.sittings.close(THURSDAY, document, VILLAGE).outcome == outcome
        kinds = desk.sittings.counts(2026)[1]
        assert (kinds["village"]["held"], kinds["village"][f"day_{outcome}"]) == (1, 1)
        desk.sittings.reopen(THURSDAY, VILLAGE)
    assert refusal(desk.sittings.close, THURSDAY, {"outcome": "received"}, VILLAGE).field == "outcome"
    desk.sittings.arrive(THURSDAY, {"name": "张桂花"}, VILLAGE)
    desk.sittings.receive(THURSDAY, 1, visit(), VILLAGE)
    assert refusal(desk.sittings.close, THURSDAY, {"outcome": "talk"}, VILLAGE).field == "outcome"
    assert desk.sittings.close(THURSDAY, {}, VILLAGE).outcome == "received"


def test_at_the_office_a_day_without_visitors_just_ends(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    assert desk.sittings.close(THURSDAY, {}, HERE).outcome == ""
    assert "没有人来访" in words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf)


def test_a_visit_voided_after_the_end_is_not_counted_any_more(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    guest = receive(desk, 1)
    desk.sittings.close(THURSDAY, {}, HERE)
    assert guest.visit is not None
    desk.visits.void(guest.visit.visit_no, "登错了")
    kinds = desk.sittings.counts(2026)[1]["reception"]
    assert (kinds["held"], kinds["batches"], kinds["day_received"]) == (1, 0, 0)
    assert "没有人来访" in words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf)


def test_what_is_noted_beforehand_gives_way_to_who_came(desk: Desk, clock: Clock) -> None:
    desk.sittings.note(THURSDAY, {"outcome": "talk", "summary": "说了灌溉。"}, VILLAGE)
    clock.now = MORNING
    desk.sittings.arrive(THURSDAY, {"name": "张桂花"}, VILLAGE)
    desk.sittings.receive(THURSDAY, 1, visit(), VILLAGE)
    assert "有访接访：接待1批1人次" in words(desk.sitting_papers.day_record(THURSDAY, VILLAGE).pdf)


# ---- counts


def test_the_year_is_counted_by_leader_and_by_kind(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花", "李敏", "王贵")
    receive(desk, 1, visit("张桂花", "水渠渗水", "老屋漏雨", people=4))
    opine(desk, 1, "assigned", case_no="清信2026-0001")
    opine(desk, 1, "in_charge", case_no="清信2026-0002")
    voided = receive(desk, 2)
    assert voided.visit is not None
    desk.visits.void(voided.visit.visit_no, "登错了")
    clock.now = datetime(2026, 12, 10, 10, 0)
    desk.sittings.arrive(NEXT, {"name": "张桂花"})
    desk.sittings.receive(NEXT, 1, visit(at="2026-12-10T09:30", people=2))
    told = {"outcome": "reported", "text": "报县里", "leader": "任秀兰", **DUE}
    desk.sittings.opinion(NEXT, 1, told)
    leaders, kinds = desk.sittings.counts(2026)
    none = dict.fromkeys(("held", "batches", "people", "answered", "assigned", "in_charge", "reported"), 0)
    # A pair that sits together: the sitting is each one's, and the kind's once.
    pair = none | {"held": 1, "batches": 1, "people": 2, "reported": 1}
    first = none | {"held": 1, "batches": 1, "people": 4, "assigned": 1, "in_charge": 1}
    assert leaders == {"覃晓东": first, "盖世平": pair, "任秀兰": pair}
    days = {"day_received": 2, "day_cases": 0, "day_talk": 0, "day_screening": 0}
    total = {"held": 2, "batches": 2, "people": 6, "answered": 0, "assigned": 1, "in_charge": 1, "reported": 1}
    assert kinds["reception"] == total | days
    assert set(kinds["village"].values()) == {0} and desk.sittings.counts(2025)[0] == {}


def test_coming_receptions_stand_on_the_board_until_they_are_called_off(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 28, 9, 0)
    for name in ("张桂花", "李敏"):
        desk.sittings.book(THURSDAY, {"name": name, "phone": "13800001234"}, HERE)
    desk.sittings.cancel(THURSDAY, 2, "改天", HERE)
    board = board_document(desk.home.board())
    assert board["coming_receptions"] == [
        {
            "date": "2026-12-03",
            "days_left": 5,
            "kind": "reception",
            "leaders": ["覃晓东"],
            "village": "",
            "place": "接访室",
            "time": "09:00-11:30",
            "booked": 1,
        },
        {
            "date": "2026-12-03",
            "days_left": 5,
            "kind": "village",
            "leaders": ["任秀兰"],
            "village": "东村",
            "place": "",
            "time": "14:00-16:00",
            "booked": 0,
        },
    ]
    assert "张桂花" not in repr(board) and "13800001234" not in repr(board)
    desk.schedule.call_off(THURSDAY, "停电", VILLAGE)
    assert [due.kind for due in desk.home.board().coming] == ["reception"]
    clock.now = datetime(2026, 11, 27, 9, 0)
    assert desk.home.board().coming == ()


# ---- papers


def test_the_paper_of_one_guest(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1, visit("张桂花", "水渠渗水", "老屋漏雨", people=4, received_by="李敏"))
    opine(desk, 1, "assigned", case_no="清信2026-0001", text="水务站三日内到现场。")
    opine(desk, 1, case_no="清信2026-0002", text="已当面说明。")
    desk.sittings.note(THURSDAY, {"company": "司法所穆青"}, HERE)
    page = words(desk.sitting_papers.record(THURSDAY, 1, HERE).pdf)
    for text in (
        "清溪镇人民政府领导接访登记表",
        "接访编号：清接2026-0001",
        "接访领导覃晓东职务镇长",
        "类型现场接访日期时间2026年12月3日9:10",
        "地点接访室陪同人员司法所穆青",
        "张桂花",
        "人数4",
        "来访登记清访2026-0001",
        "水渠渗水；老屋漏雨",
        "（1）水渠渗水，请解决。（2）老屋漏雨，请解决。",
        "清信2026-0001：〔交办〕水务站三日内到现场。",
        "清信2026-0002：〔当场答复〕已当面说明。",
        "水务站",
        "2026年12月20日",
        "登记人李敏",
    ):
        assert text in page, text
    assert "检举控告" not in page


def test_the_day_s_record(desk: Desk, clock: Clock) -> None:
    desk.schedule.substitute(THURSDAY, "盖世平", "覃晓东出差", which=HERE)
    desk.sittings.book(THURSDAY, {"name": "王贵"}, HERE)
    came(desk, clock, "张桂花", "李敏")
    receive(desk, 2, visit("张桂花", people=4))
    receive(desk, 3, visit("李敏", "低保"))
    opine(desk, 2, "in_charge", text="我来包。")
    desk.sittings.close(THURSDAY, {"company": "司法所穆青", "summary": "接待有序。"}, HERE)
    page = words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf)
    for text in (
        "清溪镇人民政府领导接待日接访记录",
        "日期2026年12月3日（星期四）时间09:00-11:30方式接访",
        "接访领导盖世平职务副镇长地点接访室",
        "原定领导覃晓东变动原因覃晓东出差",
        "陪同人员司法所穆青",
        "清接2026-0001张桂花等4人4水渠渗水〔包案〕我来包。水务站12月20日",
        "清接2026-0002李敏1低保",
        "有访接访：接待2批5人次。包案1件。",
        "接待有序。",
        "预约未到1批",
    ):
        assert text in page, text


# ---- accusations


def _everything(desk: Desk) -> str:
    """All that the rows of the queue, papers, counts, the board and the chain show and keep of the sitting."""
    sitting = desk.sittings.get(THURSDAY, HERE)
    with desk.reading() as connection:
        payloads = connection.execute(
            select(audit_payload.c.before, audit_payload.c.after)
            .join(audit_event, audit_event.c.id == audit_payload.c.event_id)
            .where(audit_event.c.subject_kind.in_(("sitting", "schedule")))
        ).all()
        kept = connection.execute(select(reception_guest)).all()
    papers = [words(desk.sitting_papers.record(THURSDAY, guest.number, HERE).pdf) for guest in sitting.received]
    papers.append(words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf))
    shown = (sitting, payloads, kept, papers, desk.sittings.counts(2026), desk.home.board(), desk.audit.lines(1000))
    return repr(shown) + json.dumps(sitting_document(sitting), ensure_ascii=False)


@pytest.mark.parametrize("way", ["alone", "beside another matter", "amended", "linked", "again"])
def test_who_accuses_leaves_no_name_and_no_word(desk: Desk, clock: Clock, way: str) -> None:
    told = {"name": "单青石", "phone": "13900009999", "people": 2, "village": "石桥村", "about": "土方钱的事"}
    desk.sittings.book(THURSDAY, told, HERE)
    came(desk, clock)
    desk.sittings.came(THURSDAY, 1, HERE)
    assert "单青石" in _everything(desk), "before the visit nobody knows"
    document = accusation()
    if way == "beside another matter":
        document["matters"].append({"purpose": "appeal", "title": "水渠渗水", "statement": "水渠渗水。"})
    if way == "amended":
        document["matters"][0]["purpose"] = "appeal"
        guest = receive(desk, 1, document)
        assert guest.visit is not None and guest.name == "单青石"
        amended = {"matters": accusation()["matters"]}
        desk.visits.amend(guest.visit.visit_no, amended)
    elif way == "linked":
        registered, _ = desk.visits.add(document)
        desk.sittings.link(THURSDAY, 1, registered.visit_no, HERE)
    elif way == "again":
        guest = receive(desk, 1)
        assert guest.visit is not None
        desk.visits.void(guest.visit.visit_no, "登错了人")
        receive(desk, 1, document)
    else:
        receive(desk, 1, document)
    opine(desk, 1, "assigned", case_no=desk.sittings.get(THURSDAY, HERE).guest(1).open_cases[0], text="查土方钱")
    desk.sittings.close(THURSDAY, {}, HERE)
    shown = _everything(desk)
    for word in ("单青石", "13900009999", "139", "石桥村", "土方钱"):
        assert word not in shown, word
    guest = desk.sittings.get(THURSDAY, HERE).guest(1)
    assert (guest.name, guest.about, type(guest.booking)) == ("检举控告", "", ClosedBooking)
    assert isinstance(guest.opinions[0], ClosedOpinion)
    assert "检举控告" in shown and desk.sittings.counts(2026)[0]["覃晓东"]["assigned"] == 1
    assert desk.checks.run(deep=True) == []


def test_the_leader_of_the_day_who_is_named_is_warned_of_and_gives_no_opinion(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    noted = {"name": "单青石", "about": "举报镇长收土方钱"}
    told = desk.sittings.arrive(THURSDAY, noted, HERE).warnings
    assert ["覃晓东" in words for words in told] == [False, True] and "土方" not in "".join(told)
    plain = desk.sittings.arrive(THURSDAY, {"name": "张桂花", "about": "找镇长问低保"}, HERE)
    assert plain.warnings == (), "no accusation: whom it is about is no secret of his"
    against = accusation()
    against["matters"][0]["concerned_unit"] = "镇长"
    sitting, registered, _ = desk.sittings.receive(THURSDAY, 1, against, HERE)
    assert ["覃晓东" in words for words in sitting.warnings] == [True]
    opinion = {"outcome": "assigned", "text": "请核实", "case_no": registered.matters[0].case_no, **DUE}
    with pytest.raises(Refused, match="覃晓东") as refused:
        desk.sittings.opinion(THURSDAY, 1, opinion, HERE)
    assert (refused.value.code, refused.value.basis) == ("forbidden", "《信访工作条例》第三十条第三款")
    other, _, _ = desk.sittings.receive(THURSDAY, 2, accusation("张桂花") | {"at": "2026-12-03T09:20"}, HERE)
    assert other.warnings == ()


def test_nobody_books_for_an_accusation_by_its_number(desk: Desk) -> None:
    registered, _ = desk.visits.add(accusation() | {"at": "2026-12-01T09:00"})
    refused = refusal(desk.sittings.book, THURSDAY, {"name": "单青石", "case_no": registered.matters[0].case_no}, HERE)
    assert (refused.code, refused.field) == ("forbidden", "case_no") and refused.basis is not None
    assert desk.sittings.get(THURSDAY, HERE).guests == ()


def test_of_a_day_called_off_the_bookings_can_still_be_read(desk: Desk) -> None:
    desk.sittings.book(NEXT, {"name": "桑玉兰", "phone": "13800001234"})
    desk.schedule.call_off(NEXT, "全镇防汛")
    (guest,) = desk.sittings.get(NEXT).guests
    assert (guest.name, guest.booking.phone) == ("桑玉兰", "13800001234")
    with pytest.raises(Refused) as raised:
        desk.sittings.book(NEXT, {"name": "麦春生"})
    assert raised.value.code == "not_found"


def test_a_call_is_no_reception(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    called, _added = desk.visits.add(visit("张桂花", "水渠", channel="phone"))
    desk.sittings.arrive(THURSDAY, {"name": "张桂花"}, HERE)
    with pytest.raises(Refused) as raised:
        desk.sittings.link(THURSDAY, 1, called.visit_no, HERE)
    assert raised.value.field == "channel" and "来电" in raised.value.message
