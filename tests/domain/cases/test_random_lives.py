"""Random lives, re-read by a slow reader that walks the events on its own and knows nothing of the rules' code."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.cases.cases import CaseEvent, effective
from petidesk.domain.cases.course import COURSE_ENDINGS
from petidesk.domain.cases.facts import CaseFacts
from petidesk.domain.trouble import Refused
from tests.domain.cases.life import EXTENSION, OPENED, SERVICE, TODAY, Life, day

_TEXTS = st.sampled_from(["水务站", "财政所", "石桥村民委员会", "安平县纪委监委"])
_NUMBERS = st.integers(-2, 150)


@st.composite
def happenings(draw: st.DrawFn) -> tuple[str, int, dict[str, Any]]:
    """A kind, a day and a document that is mostly well formed and often forbidden."""
    kind = draw(st.sampled_from(sorted(_DOCUMENTS)))
    return kind, draw(_NUMBERS), draw(_DOCUMENTS[kind])


def _iso(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    return numbers.map(lambda number: day(number).isoformat())


_DOCUMENTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "told": st.fixed_dictionaries({"manner": st.sampled_from(["slip", "written", "phone"])}),
    "routed": st.fixed_dictionaries({"route": st.integers(1, 6)}),
    "accepted": st.just({}),
    "not_accepted": st.fixed_dictionaries(
        {"ground": st.sampled_from(["litigation", "lawful_route", "after_recheck"])}, optional={"where_to_go": _TEXTS}
    ),
    "transferred": st.fixed_dictionaries({"to": _TEXTS}),
    "assigned": st.fixed_dictionaries({"to": _TEXTS}, optional={"reply_by": _iso(_NUMBERS)}),
    "returned": st.fixed_dictionaries({"to": _TEXTS, "result": st.sampled_from(["handled", "sent_back"])}),
    "objected": st.just({"reasons": ["不属本机关"]}),
    "objection_answered": st.fixed_dictionaries({"agreed": st.booleans()}, optional={"untold_reason": st.just("一")}),
    "extended": st.fixed_dictionaries(
        {
            "days": st.integers(1, 40),
            "approved_by": st.just("覃晓东"),
            "approved_on": _iso(_NUMBERS),
            "reason": st.just("鉴定"),
        }
    ),
    "concluded": st.one_of(
        st.sampled_from([{"ending": ending} for ending in ("settled", "other_procedure", "adopted", "withdrawn")]),
        st.just({"ending": "settled", "untold_reason": "当场谈妥"}),
        st.lists(st.integers(1, 3), max_size=3).map(
            lambda numbers: {"results": [{"request": n, "result": "explained", "answer": "答"} for n in numbers]}
        ),
    ),
    "served": st.just(SERVICE),
    "review_requested": st.just({}),
    "reviewed": st.fixed_dictionaries({"result": st.sampled_from(["upheld", "revoked"])}),
    "recheck_requested": st.just({}),
    "rechecked": st.just({"result": "upheld"}),
    "in_charge": st.fixed_dictionaries({"unit": _TEXTS}, optional={"due_on": _iso(_NUMBERS)}),
    "closed": st.just({}),
    "reopened": st.just({"reason": "没有落实"}),
}


def slow_reading(life: Life) -> None:
    """Walk through the events that count and say aloud what each asks of those before it."""
    facts = life.facts
    undone = {event.content["event_id"] for event in life.events if event.kind == "undone"}
    told_of: list[CaseEvent] = []
    for event in life.events:
        if event.kind == "undone" or event.event_id in undone:
            continue
        _asks_of_past(event, told_of, facts)
        told_of.append(event)
    days = [event.on for event in told_of]
    assert days == sorted(days) and days[0] == OPENED
    assert sum(int(event.content["days"]) for event in told_of if event.kind == "extended") <= 30


def _asks_of_past(event: CaseEvent, past: list[CaseEvent], facts: CaseFacts) -> None:
    kinds = [one.kind for one in past]
    last = {one.kind: place for place, one in enumerate(past)}
    routed = [one.content["route"] for one in past if one.kind == "routed"]
    route = 6 if last.get("accepted", -1) > last.get("routed", -1) else (routed or [facts.route])[-1]
    open_after = {"reopened", "objection_answered"}

    def standing(ender: str) -> bool:
        """Whether this happened and nothing since took the case up again."""
        if ender not in last:
            return False
        again = [place for place, one in enumerate(past) if one.kind in open_after or _sent_back(one)]
        return not again or max(again) < last[ender]

    content = event.content
    answered_now = standing("concluded")
    if event.kind == "accepted":
        assert facts.purpose == "appeal" and route in (None, 6) and "accepted" not in kinds
    if event.kind in ("accepted", "not_accepted", "concluded", "extended", "assigned", "transferred"):
        assert not answered_now and not standing("not_accepted") and not standing("closed")
    if event.kind == "not_accepted":
        assert "accepted" not in kinds and facts.purpose != "accusation"
        assert content["ground"] != "litigation" or content["where_to_go"]
    if event.kind == "objected":
        assert facts.channel == "handed_down" and "accepted" not in kinds and event.on <= day(7)
    if event.kind == "objection_answered":
        assert "objected" in kinds
    if event.kind == "extended":
        assert "accepted" in kinds
        begun = max([last["accepted"], *(place for place, one in enumerate(past) if _sent_back(one))])
        given_before = sum(int(one.content["days"]) for one in past[begun:] if one.kind == "extended")
        accepted = past[begun].on
        assert accepted <= date.fromisoformat(content["approved_on"]) <= accepted + timedelta(60 + given_before)
    if event.kind == "concluded":
        _asks_of_answer(event, past, facts, route)
    if event.kind in ("review_requested", "reviewed", "recheck_requested", "rechecked"):
        needs = {"review_requested": "served", "reviewed": "review_requested", "recheck_requested": "reviewed"}
        assert needs.get(event.kind, "recheck_requested") in kinds
        assert any(one.kind == "concluded" and one.content.get("results") for one in past)
    if event.kind in ("transferred", "assigned", "in_charge") and facts.purpose == "accusation":
        assert "石桥" not in str(content.get("to") or content.get("unit"))
    if event.kind == "closed":
        assert "concluded" in kinds or "not_accepted" in kinds
        assert not (answered_now and past[last["concluded"]].content.get("results")) or "served" in kinds
    if event.kind == "reopened":
        assert set(kinds) & {"closed", "objection_answered"} and "rechecked" not in kinds


def _sent_back(event: CaseEvent) -> bool:
    return event.kind == "reviewed" and event.content["result"] == "revoked"


def _asks_of_answer(event: CaseEvent, past: list[CaseEvent], facts: CaseFacts, route: int | None) -> None:
    results, ending = event.content.get("results"), event.content.get("ending")
    assert bool(results) != bool(ending)
    if results:
        assert facts.purpose == "appeal" and route == 6 and any(one.kind == "accepted" for one in past)
        assert sorted(item["request"] for item in results) == list(range(1, len(facts.requests) + 1))
    else:
        assert (ending == "adopted") <= (facts.purpose == "suggestion")
        assert (facts.purpose == "accusation") <= (ending == "other_procedure")


@given(
    st.sampled_from(["appeal", "appeal", "appeal", "suggestion", "accusation"]),
    st.sampled_from([None, 6, 6, 6, 4, 5]),
    st.sampled_from(["visit", "handed_down"]),
    st.lists(happenings(), max_size=40),
)
def test_no_random_life_stands_where_a_slow_reader_forbids_it(
    purpose: str, route: int | None, channel: str, told: list[tuple[str, int, dict[str, Any]]]
) -> None:
    life = Life(
        purpose,
        route=route if purpose == "appeal" else None,
        channel=channel,
        requests=("一", "二"),
        concerned_units=("石桥村民委员会",),
    )
    _live(life, told)
    slow_reading(life)


# The straight way through, with chance around it, so that late rules are reached too.
_WAY: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("accepted", 5, {}),
    ("extended", 50, EXTENSION | {"days": 20}),
    ("concluded", 70, {"results": [{"request": n, "result": "explained", "answer": "答"} for n in (1, 2)]}),
    ("served", 75, SERVICE),
    ("review_requested", 80, {}),
    ("reviewed", 90, {"result": "revoked"}),
    ("concluded", 95, {"results": [{"request": n, "result": "partly", "answer": "答"} for n in (1, 2)]}),
)


@given(st.integers(0, len(_WAY)), st.lists(happenings(), max_size=25), st.randoms(use_true_random=False))
def test_nor_does_a_life_that_went_straight_before(
    steps: int, told: list[tuple[str, int, dict[str, Any]]], rng: Any
) -> None:
    life = Life(route=6, requests=("一", "二"), concerned_units=("石桥村民委员会",))
    for kind, number, content in _WAY[:steps]:
        life(kind, number, content)
    _live(life, told)
    slow_reading(life)
    ids = [event.event_id for event in life.events[1:]]
    for _ in range(min(len(ids), 6)):
        _undo(life, rng.choice(ids))
        slow_reading(life)


def _live(life: Life, told: list[tuple[str, int, dict[str, Any]]]) -> None:
    """Record what may be recorded; what was just recorded can be undone, and then nothing is left of it."""
    for kind, number, content in told:
        before = life.now
        try:
            event_id = life(kind, number, content)
        except Refused as refusal:
            assert refusal.message
            continue
        after, events = life.now, list(life.events)
        if all(event.on <= day(number) for event in life.events):
            life("undone", 200, event_id=event_id)
            assert life.now == before
            life.events = events
            assert life.now == after


def _undo(life: Life, event_id: int) -> None:
    try:
        life("undone", 200, event_id=event_id)
    except Refused as refusal:
        assert refusal.code in ("forbidden", "not_found")


@given(st.integers(0, len(_WAY)), st.lists(happenings(), max_size=25), st.lists(_NUMBERS, max_size=3))
def test_the_course_of_any_life_is_in_balance(
    steps: int, told: list[tuple[str, int, dict[str, Any]]], again: list[int]
) -> None:
    """What figures ask follows from the events that count, whatever was tried: it says the same as the standing."""
    life = Life(route=6, requests=("一", "二"), concerned_units=("石桥村民委员会",))
    for kind, number, content in _WAY[:steps]:
        life(kind, number, content)
    _live(life, told)
    course = life.course(named=True, again=tuple(sorted(map(day, again))))
    happened = [event for event in effective(life.events) if event.on <= TODAY]
    # In hand now is whoever was accepted and is owed an answer; the times in hand follow each other.
    assert (life.now.state in ("accepted", "extended")) == any(span.left is None for span in course.spans)
    days = [on for span in course.spans for on in (span.came, span.left) if on is not None]
    assert days == sorted(days) and all(span.left is not None for span in course.spans[:-1])
    ended = [event for event in happened if event.kind == "concluded"]
    assert sum(span.ending in COURSE_ENDINGS for span in course.spans) <= len(ended)
    notices = [limit for limit in course.limits if limit.kind == "written_notice"]
    assert len(notices) <= sum(bool(event.content.get("notice_owed")) for event in happened)
    for limit in course.limits:
        assert limit.since <= limit.due_on <= limit.last_on
        assert limit.met_on is None or (limit.met_on >= limit.since and limit.ended_on is None)
        if limit.kind == "written_notice" and limit.met_on is not None:
            assert limit.forwarded_on is not None and limit.forwarded_on <= limit.met_on
    served = [event.on for event in happened if event.kind == "served"]
    assert course.served_on is None or course.served_on in served
    assert course.again_on is None or (course.served_on is not None and course.again_on >= course.served_on)
