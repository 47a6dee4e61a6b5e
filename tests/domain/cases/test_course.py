"""The course of a case as figures ask for it: in hand from when to when, which limits, met on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from petidesk.domain.cases.course import CaseLimit, CaseSpan, Course
from tests.domain.cases.life import ANSWER, EXTENSION, SERVICE, Life, answered, day


def _only(course: Course, kind: str) -> CaseLimit:
    (limit,) = [limit for limit in course.limits if limit.kind == kind]
    return limit


def test_a_case_is_in_hand_from_its_acceptance_to_its_end() -> None:
    life = Life(route=6)
    assert life.course().spans == ()
    life("accepted", 5)
    assert life.course().spans == (CaseSpan(day(5)),)
    life("concluded", 30, ANSWER)
    assert life.course().spans == (CaseSpan(day(5), day(30), "answered"),)


def test_what_is_handled_anew_comes_in_again() -> None:
    life = answered()
    life("review_requested", 50)
    life("reviewed", 70, {"result": "revoked", "redo_by": day(100).isoformat()})
    life("concluded", 90, ANSWER)
    life("served", 95, SERVICE)
    course = life.course()
    assert course.spans == (CaseSpan(day(5), day(30), "answered"), CaseSpan(day(70), day(90), "answered"))
    first, anew = (limit for limit in course.limits if limit.kind == "handling")
    assert (first.due_on, first.met_on) == (day(65), day(40)) and (anew.due_on, anew.met_on) == (day(100), day(95))
    assert (course.answered_on, course.served_on, course.again_on) == (day(30), day(40), day(50))


def test_a_merged_case_leaves_no_span_and_no_limit_behind() -> None:
    life = Life(route=6)
    life("accepted", 5)
    life("merged", 9, {"into": "清信2026-0002"})
    course = life.course()
    assert course.spans == () and [limit.kind for limit in course.limits] == ["written_notice"]
    assert _only(course, "written_notice").met_on == day(5), "accepting had told the person"
    untold = Life(route=6)
    untold("merged", 9, {"into": "清信2026-0002", "untold_reason": "同一件事"})
    assert untold.course().limits == ()


def test_a_withdrawn_case_counts_in_neither_number_of_the_rates() -> None:
    life = Life(route=6)
    life("accepted", 5)
    life("concluded", 20, {"ending": "withdrawn"})
    course = life.course(named=True)
    assert course.spans == (CaseSpan(day(5), day(20), "withdrawn"),)
    assert [limit.kind for limit in course.limits] == ["written_notice"] and course.answered_on is None
    for number, kept in ((14, 0), (16, 1)):
        untold = Life(route=6)
        untold("concluded", number, {"ending": "withdrawn", "untold_reason": "本人当场撤回"})
        assert len(untold.course().limits) == kept, "withdrawn after the limit it was late already"


def test_after_acceptance_another_route_keeps_the_sixty_days_until_it_is_told() -> None:
    for number, kept in ((40, 0), (70, 1)):
        life = Life()
        life("accepted", 5)
        life("routed", 10, {"route": 4, "reason": "属于行政裁决"})
        running = _only(life.course(), "handling")
        assert (running.met_on, running.ended_on) == (None, None)
        life("told", number)
        course = life.course()
        assert course.spans == (CaseSpan(day(5), day(number), "other_procedure"),)
        assert len([limit for limit in course.limits if limit.kind == "handling"]) == kept


def test_a_word_on_the_telephone_tells_nobody_and_a_transfer_forwards() -> None:
    life = Life()
    life("told", 2, {"manner": "phone"})
    assert _only(life.course(), "written_notice") == CaseLimit("written_notice", day(0), day(15), day(15))
    life("assigned", 4, {"to": "水务站"})
    life("told", 8)
    notice = _only(life.course(), "written_notice")
    assert (notice.forwarded_on, notice.met_on, notice.ended_on) == (day(4), day(8), None)


def test_a_limit_that_ends_on_a_rest_day_is_kept_on_the_next_working_day() -> None:
    life = Life()
    life("accepted", 3)
    handling = _only(life.course(), "handling")
    assert (handling.due_on, handling.last_on) == (date(2026, 5, 4), date(2026, 5, 6)), "in the holidays of May"


def test_an_ending_without_telling_stays_in_the_denominator() -> None:
    life = Life()
    life("concluded", 10, {"ending": "settled", "untold_reason": "当场谈妥"})
    notice = _only(life.course(), "written_notice")
    assert (notice.forwarded_on, notice.met_on, notice.ended_on) == (None, None, day(10))


def test_the_answer_counts_by_the_day_it_was_served_and_extensions_count() -> None:
    life = Life(route=6)
    life("accepted", 5)
    life("extended", 55, EXTENSION)
    life("concluded", 90, ANSWER)
    handling = _only(life.course(), "handling")
    assert (handling.due_on, handling.met_on) == (day(95), None)
    life("served", 96, SERVICE)
    assert _only(life.course(), "handling").met_on == day(96)
    settled = Life(route=6)
    settled("accepted", 5)
    settled("concluded", 20, {"ending": "settled"})
    assert _only(settled.course(), "handling").met_on == day(20)


def test_an_answer_on_the_spot_needs_no_service() -> None:
    life = Life(route=6)
    life("accepted", 5)
    life("concluded", 9, ANSWER)
    assert _only(life.course(), "handling").met_on is None
    life.events[-1] = replace(life.events[-1], content={**life.events[-1].content, "on_the_spot": True})
    course = life.course()
    assert (_only(course, "handling").met_on, course.served_on) == (day(9), day(9))


def test_what_was_asked_of_a_unit_until_a_day() -> None:
    life = Life()
    life("assigned", 1, {"to": "水务站", "reply_by": day(20).isoformat()})
    life("supervised", 2, {"to": "财政所", "reason": "拖延", "reply_by": day(9).isoformat()})
    life("returned", 8, {"to": "财政所", "result": "handled"})
    open_one, met = (limit for limit in life.course().limits if limit.kind == "reply")
    assert (open_one.unit, open_one.due_on, open_one.met_on) == ("水务站", day(20), None)
    assert (met.unit, met.due_on, met.met_on) == ("财政所", day(9), day(8))
    life("told", 9)
    life("concluded", 30, {"ending": "settled"})
    assert [limit.ended_on for limit in life.course().limits if limit.kind == "reply"] == [day(30), None]


@pytest.mark.parametrize(
    ("facts", "said", "expected"),
    [
        ({}, {"named": True}, True),
        ({}, {"named": False}, False),
        ({"route": 1}, {"named": True}, False),
        ({"purpose": "accusation"}, {"named": True}, False),
        ({}, {"named": True, "channel": "hotline"}, False),
    ],
)
def test_whom_the_national_system_asks_for_a_rating(
    facts: dict[str, object], said: dict[str, object], expected: bool
) -> None:
    assert Life(**facts).course(**said).rateable == expected


def test_raised_again_counts_after_the_answer_was_served() -> None:
    life = answered()
    assert life.course(again=(day(20), day(40))).again_on is None
    assert life.course(again=(day(20), day(90), day(80))).again_on == day(80)


def test_instructions_and_when_it_was_put_before_a_leader() -> None:
    life = Life()
    life("submitted", 1, {"proposal": "拟由水务站办理。"})
    gone = life("instructed", 2, {"leader": "盖世平", "text": "请办理。"})
    life("instructed", 3, {"leader": "任秀兰", "text": "请抓紧。"})
    life("undone", 4, {"event_id": gone})
    course = life.course()
    assert course.presented_on == day(1)
    assert [(one.on, one.leader) for one in course.instructions] == [(day(3), "任秀兰")]


def test_the_petitioners_own_rating_and_the_offices_call_are_kept_apart() -> None:
    life = answered()
    life("rated", 50, rating="dissatisfied")
    life("rated", 51, rating="satisfied", source="national", of="petition_office")
    assert (life.course().called, life.course().rating) == ("dissatisfied", "")
    life("rated", 52, rating="fairly", source="national")
    course = life.course()
    assert (course.rating, course.rated_on, course.called_on) == ("fairly", day(52), day(50))
