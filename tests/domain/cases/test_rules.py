"""What may happen to a case and when (《信访工作条例》; rules/law.md): refused with the article, or only warned of.

At the end random lives are re-read by a slow reader that walks the events on its own and knows nothing of the rules'
code.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.office.calendars import built_in_calendar
from petidesk.domain.cases.cases import CaseEvent, effective, stand
from petidesk.domain.cases.events import KINDS, parse_event
from petidesk.domain.cases.facts import CaseFacts, ServedLetter
from petidesk.domain.cases.projection import Projection, project
from petidesk.domain.cases.rules import check, why_not
from petidesk.domain.clocks import LocalLimit
from petidesk.domain.trouble import Refused

CALENDAR = built_in_calendar()
OPENED = date(2026, 3, 2)  # a Monday
TODAY = date(2026, 12, 31)
NUMBER = "清信访告〔2026〕1号"


def day(number: int) -> date:
    """The day so many days after the registration."""
    return OPENED + timedelta(number)


EXTENSION = {"days": 30, "approved_by": "覃晓东", "approved_on": day(50).isoformat(), "reason": "需要鉴定"}
ANSWER: dict[str, Any] = {"results": [{"request": 1, "result": "supported", "answer": "已经补发。"}]}
EXPLAINED: dict[str, Any] = {"results": [{"request": 1, "result": "explained", "answer": "没有依据，已经说明。"}]}
SERVICE = {"document_no": NUMBER, "method": "direct", "recipient": "张桂花"}


class Life:
    """A case that lives event by event, each read and checked as the desk does."""

    def __init__(self, purpose: str = "appeal", **more: Any) -> None:
        more.setdefault("requests", ("补发补偿款",))
        first: dict[str, Any] = {"notice_owed": more.pop("notice_owed", True)}
        if more.get("channel") == "handed_down":
            first["handed_down"] = True
        letters = {NUMBER: ServedLetter(day(1), "concluded")}
        self.facts = CaseFacts(purpose, OPENED, calendar=CALENDAR, **{"letters": letters, **more})
        self._ids = itertools.count(1)
        self.events = [CaseEvent("registered", OPENED, first, next(self._ids))]
        self.warnings: tuple[str, ...] = ()

    def __call__(self, kind: str, number: int, content: Mapping[str, Any] | None = None, **more: Any) -> int:
        """Record an event on the so-manieth day; its id. `warnings` are those of this event."""
        new = parse_event(kind, {"on": day(number).isoformat(), **(content or {}), **more}, today=TODAY)
        checked = check(self.events, CaseEvent(kind, new.on, new.content), self.facts)
        event = CaseEvent(kind, new.on, checked.content, next(self._ids))
        self.events = sorted([*self.events, event], key=lambda one: (one.on, one.event_id))
        self.warnings = checked.warnings
        return event.event_id

    def refused(self, kind: str, number: int, content: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an event; nothing is recorded."""
        before = list(self.events)
        with pytest.raises(Refused) as refusal:
            self(kind, number, content, **more)
        assert self.events == before
        return refusal.value

    @property
    def now(self) -> Projection:
        """What lists show of it."""
        return project(
            self.events, CALENDAR, self.facts.limits, route=self.facts.route, restricted=self.facts.restricted
        )


def answered(**more: Any) -> Life:
    """An appeal of the sixth route with its answer served on the fortieth day."""
    life = Life(route=6, **more)
    life("accepted", 5)
    life("concluded", 30, ANSWER)
    life("served", 40, SERVICE)
    return life


# ---- told, accepted, not accepted (Articles 23, 31)


def test_the_written_notice_is_owed_within_fifteen_days_and_ends_with_a_written_one() -> None:
    life = Life()
    assert (life.now.state, life.now.next_due, life.now.next_clock) == ("registered", day(15), "written_notice")
    for manner in ("phone", "oral"):
        life("told", 2, manner=manner)
        assert "不能代替书面告知" in life.warnings[0] and "第二十三条第二款" in life.warnings[0]
        assert (life.now.state, life.now.next_due) == ("registered", day(15))
    life("told", 3, manner="slip")
    assert (life.now.state, life.now.next_due, life.warnings) == ("told", None, ())


@pytest.mark.parametrize(("number", "said"), [(15, ()), (16, ("已超过2026-03-17的期限1日。",))])
@pytest.mark.parametrize("kind", ["told", "accepted"])
def test_after_the_fifteenth_day_a_notice_is_kept_with_a_warning(kind: str, number: int, said: tuple[str, ...]) -> None:
    life = Life()
    life(kind, number)
    assert life.warnings == said


def test_only_an_appeal_is_accepted_and_its_sixty_days_begin() -> None:
    life = Life()
    life("accepted", 7)
    assert (life.now.state, life.now.next_due, life.now.route) == ("accepted", day(67), 6)
    refusal = life.refused("accepted", 8)
    assert (refusal.code, refusal.basis) == ("forbidden", "《信访工作条例》第三十一条")


@pytest.mark.parametrize("purpose", ["suggestion", "accusation", "consultation", "help", "thanks", "other"])
def test_no_other_purpose_is_accepted(purpose: str) -> None:
    refusal = Life(purpose).refused("accepted", 3)
    assert refusal.code == "forbidden"
    article = {"suggestion": "第二十九条", "accusation": "第三十条"}.get(purpose, "第三十一条第六项")
    assert article in (refusal.basis or "")


@pytest.mark.parametrize("route", [1, 2, 3, 4, 5])
def test_the_first_five_routes_are_not_accepted_until_the_route_is_corrected(route: int) -> None:
    life = Life(route=route)
    refusal = life.refused("accepted", 3)
    assert (refusal.code, refusal.basis) == ("forbidden", "《信访工作条例》第三十一条第六项")
    assert life.refused("concluded", 3, ANSWER, untold_reason="已当面说清").basis == "《信访工作条例》第三十一条第六项"
    life("routed", 3, route=6, reason="经审查没有其他途径")
    life("accepted", 3)
    assert life.now.next_due == day(63)


def test_the_fifth_route_has_its_two_months_from_the_receipt_and_no_sixty_days() -> None:
    life = Life(route=5)
    life("told", 3)
    assert (life.now.next_due, life.now.next_clock) == (date(2026, 5, 2), "duty_performance")
    life("routed", 5, route=4)
    assert life.now.next_due is None
    life("routed", 6, route=5)
    assert life.now.next_due == date(2026, 5, 2)
    life("concluded", 20, ending="other_procedure")
    assert life.now.next_due is None


@pytest.mark.parametrize(
    ("ground", "basis", "elsewhere"),
    [
        ("litigation", "《信访工作条例》第二十条第二款、第二十八条第二款", True),
        ("lawful_route", "《信访工作条例》第三十一条第一项", True),
        ("after_recheck", "《信访工作条例》第三十六条第三款", False),
    ],
)
def test_a_refusal_has_a_lawful_ground_and_shows_the_way(ground: str, basis: str, elsewhere: bool) -> None:
    life = Life()
    if elsewhere:
        refusal = life.refused("not_accepted", 4, ground=ground)
        assert (refusal.code, refusal.field, refusal.basis) == ("missing", "where_to_go", basis)
    life("not_accepted", 4, ground=ground, where_to_go="安平县人民法院")
    assert (life.now.state, life.now.next_due) == ("not_accepted", None)
    assert life.warnings == ()
    assert life.refused("accepted", 5).code == "already_closed"


def test_no_other_ground_is_known_and_what_was_accepted_is_answered() -> None:
    assert Life().refused("not_accepted", 4, ground="too_busy").code == "bad_value"
    assert Life().refused("not_accepted", 4, ground="in_hand").code == "bad_value"
    life = Life()
    life("accepted", 3)
    refusal = life.refused("not_accepted", 4, ground="after_recheck")
    assert (refusal.code, refusal.basis) == ("forbidden", "《信访工作条例》第三十二条")


def test_one_notice_is_enough_until_somebody_comes_again() -> None:
    life = Life()
    life("told", 2, manner="slip")
    assert life.refused("told", 3, manner="written").basis == "《信访工作条例》第二十三条第二款"
    life.events.append(CaseEvent("visited", day(10), {"notice_owed": True}, 90))
    assert life.now.next_due == day(25)
    life("told", 12, manner="written")
    assert life.now.next_due is None


def test_the_anonymous_are_owed_no_notice() -> None:
    assert Life(notice_owed=False).now.next_due is None
    late = Life(notice_owed=False)
    late("told", 40)
    assert late.warnings == ()


# ---- sent on, objection


@pytest.mark.parametrize("kind", ["transferred", "assigned"])
def test_sending_a_matter_on_sets_a_date_and_does_not_replace_the_notice(kind: str) -> None:
    life = Life()
    life(kind, 3, to="水务站", reply_by=day(10).isoformat())
    assert "第二十三条第一款" in life.warnings[0]
    assert (life.now.state, life.now.next_due) == ("routed", day(15))
    assert (life.now.next_task, life.now.next_task_kind) == (day(10), kind)
    life("receipted", 4, to="水务站")
    life("returned", 9, to="水务站", result="handled", report="已经修好。")
    assert life.now.next_task is None
    assert life.refused(kind, 12, to="水务站", reply_by=day(11).isoformat()).field == "reply_by"


def test_what_comes_back_unasked_is_kept_with_a_warning() -> None:
    life = Life()
    life("returned", 4, to="水务站", result="sent_back")
    assert "没有交给“水务站”" in life.warnings[0]


def test_an_objection_is_for_matters_from_above_with_reasons_within_five_working_days() -> None:
    assert Life().refused("objected", 2, reasons=["不属本机关"]).basis == "《信访工作条例》第二十三条第三款"
    life = Life(channel="handed_down")
    assert life.refused("objected", 2).field == "reasons"
    late = life.refused("objected", 8, reasons=["不属本机关"])
    assert (late.code, late.field, late.basis) == ("forbidden", "on", "《信访工作条例》第二十三条第三款")
    life("objected", 7, reasons=["不属本机关", "应当由县自然资源局办理"])
    assert life.now.state == "objected"
    for kind, content in (("accepted", {}), ("concluded", {"ending": "withdrawn"})):
        assert life.refused(kind, 8, content).code == "forbidden"
    life("objection_answered", 9, agreed=False)
    assert life.now.state == "registered"
    life("accepted", 10)
    assert life.now.state == "accepted"


def test_an_objection_that_is_agreed_to_ends_the_case() -> None:
    life = Life(channel="handed_down")
    assert life.refused("objection_answered", 2, agreed=True).code == "forbidden"
    life("objected", 2, reasons="不属本机关")
    assert life.refused("objection_answered", 3, agreed=True).field == "untold_reason"
    life("objection_answered", 3, agreed=True, untold_reason="由转送机关告知")
    assert (life.now.state, life.now.next_due) == ("closed", None)


def test_the_objection_clock_needs_the_arrangement_of_its_year() -> None:
    facts = CaseFacts("appeal", date(2031, 3, 3), channel="handed_down", requests=("一",), calendar=CALENDAR)
    first = CaseEvent("registered", date(2031, 3, 3), {"notice_owed": True, "handed_down": True}, 1)
    with pytest.raises(Refused) as refusal:
        check([first], CaseEvent("objected", date(2031, 3, 4), {"reasons": ["不属本机关"]}), facts)
    assert refusal.value.code == "no_calendar"
    assert project([first], CALENDAR, {}).next_due == date(2031, 3, 18)


# ---- extension


def test_an_extension_is_thirty_days_at_most_approved_in_time_with_approver_and_reason() -> None:
    life = Life(route=6)
    assert life.refused("extended", 3, EXTENSION).basis == "《信访工作条例》第三十四条"
    life("accepted", 5)
    for left in ("days", "approved_by", "approved_on", "reason"):
        refusal = life.refused("extended", 60, {key: value for key, value in EXTENSION.items() if key != left})
        assert (refusal.code, refusal.field) == ("missing", left)
    for days in (31, 365):
        refusal = life.refused("extended", 60, EXTENSION | {"days": days})
        assert (refusal.code, refusal.field, refusal.basis) == ("forbidden", "days", "《信访工作条例》第三十四条")
    late = life.refused("extended", 70, EXTENSION | {"approved_on": day(66).isoformat()})
    assert (late.code, late.field, late.basis) == ("forbidden", "approved_on", "《信访工作条例》第三十四条")
    assert life.refused("extended", 60, EXTENSION | {"approved_on": day(4).isoformat()}).field == "approved_on"
    assert life.refused("extended", 40, EXTENSION).field == "approved_on"
    life("extended", 65, EXTENSION | {"days": 20, "approved_on": day(65).isoformat()})
    assert (life.now.state, life.now.next_due) == ("extended", day(85))
    assert life.refused("extended", 66, EXTENSION | {"days": 11}).field == "days"
    life("extended", 66, EXTENSION | {"days": 10})
    assert life.warnings == ("此前已经延期过一次。",)
    assert life.now.next_due == day(95)
    assert life.refused("extended", 67, EXTENSION | {"days": 1}).code == "forbidden"


def test_an_answer_after_the_limit_is_kept_with_a_warning() -> None:
    for number, said in ((65, ()), (66, ("已超过2026-05-06的期限1日。",))):
        life = Life(route=6)
        life("accepted", 5)
        life("concluded", number, EXPLAINED)
        assert life.warnings == said


# ---- the answer


def test_the_sixth_route_is_answered_request_by_request() -> None:
    life = Life(route=6, requests=("补发补偿款", "公开账目"))
    untold = life.refused("concluded", 3, ANSWER)
    assert (untold.code, untold.field) == ("missing", "untold_reason")
    life("told", 3)
    assert life.refused("concluded", 3, ANSWER).basis == "《信访工作条例》第三十四条"  # not accepted yet
    life("accepted", 3)
    assert life.refused("concluded", 9).basis == "《信访工作条例》第三十二条"
    one = life.refused("concluded", 9, ANSWER)
    assert (one.code, one.field, one.basis) == ("missing", "results", "《信访工作条例》第三十二条")
    both = [*ANSWER["results"], {"request": "公开账目", "result": "部分支持", "answer": "公开到组。"}]
    assert life.refused("concluded", 9, results=both, ending="settled").field == "ending"
    assert life.refused("concluded", 9, results=[*both, both[0]]).code == "bad_value"
    assert life.refused("concluded", 9, results=[{**both[0], "request": 3}]).code == "not_found"
    assert life.refused("concluded", 9, results=[{**both[0], "answer": " "}]).field == "results[0].answer"
    assert life.refused("concluded", 9, results=[{**both[0], "result": "adopted"}]).field == "results[0].result"
    assert life.refused("concluded", 2, results=both, untold_reason="一").code == "forbidden"
    life("concluded", 9, results=both)
    assert life.now.state == "concluded" and life.now.next_due is None
    results = stand(effective(life.events)).results
    assert [(item["request"], item["result"]) for item in results] == [(1, "supported"), (2, "partly")]
    assert life.refused("concluded", 10, ANSWER).code == "already_closed"


@pytest.mark.parametrize("ending", ["other_procedure", "settled", "withdrawn"])
def test_an_appeal_may_end_otherwise(ending: str) -> None:
    for route in (None, 1, 4, 6):
        life = Life(route=route)
        assert life.refused("concluded", 9, ending=ending).field == "untold_reason"
        life("told", 8)
        life("concluded", 9, ending=ending)
        assert life.now.state == "concluded"
        assert stand(effective(life.events)).ending == ending


@pytest.mark.parametrize("ending", ["adopted", "partly_adopted", "not_adopted"])
def test_adopting_is_for_suggestions_and_suggestions_are_adopted_or_not(ending: str) -> None:
    refusal = Life(route=6, notice_owed=False).refused("concluded", 9, ending=ending)
    assert (refusal.code, refusal.basis) == ("forbidden", "《信访工作条例》第二十九条")
    suggestion = Life("suggestion", notice_owed=False)
    assert suggestion.refused("concluded", 9, ending="settled").basis == "《信访工作条例》第二十九条"
    assert suggestion.refused("concluded", 9, ANSWER).code == "forbidden"
    suggestion("concluded", 9, ending=ending)
    assert Life("consultation", notice_owed=False).refused("concluded", 9).field == "ending"


# ---- service and review


def test_serving_needs_a_signed_paper_a_later_day_and_for_leaving_it_a_witness() -> None:
    letters = {NUMBER: ServedLetter(day(31), "concluded"), "作废": ServedLetter(day(31), "concluded", voided=True)}
    life = Life(route=6, letters=letters)
    life("accepted", 5)
    life("concluded", 30, ANSWER)
    assert life.refused("served", 35, SERVICE | {"document_no": "没有"}).code == "not_found"
    assert life.refused("served", 35, SERVICE | {"document_no": "作废"}).code == "forbidden"
    assert life.refused("served", 30, SERVICE).field == "on"
    assert life.refused("served", 35, SERVICE | {"method": "left"}).field == "witness"
    assert life.refused("served", 35, SERVICE | {"method": "shouted"}).field == "method"
    life("served", 35, SERVICE | {"method": "left", "witness": "村委会主任田志强"})
    assert life.now.state == "served"
    running = stand(effective(life.events)).running("review_request")
    assert running is not None and running.start == day(35) and not running.duty
    assert life.now.next_due is None, "asking for a review is the visitor's right, not the office's duty"


def test_a_paper_is_served_once() -> None:
    letters = {NUMBER: ServedLetter(day(31), "concluded", served=True)}
    assert Life(letters=letters).refused("served", 35, SERVICE).code == "forbidden"


def test_review_begins_with_the_service_and_lateness_only_warns() -> None:
    life = Life(route=6)
    life("accepted", 5)
    life("concluded", 30, ANSWER)
    assert life.refused("review_requested", 35).basis == "《信访工作条例》第三十五条"
    life("served", 40, SERVICE)
    assert life.refused("reviewed", 45, result="维持").basis == "《信访工作条例》第三十五条"
    assert life.refused("review_requested", 39).code == "forbidden"
    assert life.refused("recheck_requested", 45).basis == "《信访工作条例》第三十六条"
    life("review_requested", 71)
    assert "30日的期限1日" in life.warnings[0] and "复查机关" in life.warnings[0]
    assert life.now.state == "under_review"
    assert life.refused("review_requested", 72).code == "forbidden"
    assert life.refused("closed", 72).code == "forbidden"
    life("reviewed", 90, result="维持", document_no="安政复〔2026〕3号")
    assert stand(effective(life.events)).running("recheck_request") is not None
    life("recheck_requested", 100)
    assert life.refused("rechecked", 99, result="维持").code == "forbidden"
    life("rechecked", 120, result="upheld")
    assert life.now.state == "closed"
    final = life.refused("reopened", 121, reason="又来了")
    assert final.basis == "《信访工作条例》第三十六条第三款"


def test_a_revoked_answer_is_given_anew() -> None:
    life = answered()
    life("review_requested", 45)
    life("reviewed", 60, result="撤销，责令重新办理")
    assert life.now.state == "accepted"
    life("concluded", 80, results=[{"request": 1, "result": "not_supported", "answer": "没有依据。"}])
    assert life.now.state == "concluded"


def test_review_of_another_ending_does_not_exist() -> None:
    life = Life(route=2)
    life("concluded", 30, ending="other_procedure", untold_reason="当场已经指路")
    assert life.refused("review_requested", 35).code == "forbidden"


def test_a_case_is_closed_after_its_answer_is_served() -> None:
    life = Life(route=6)
    assert life.refused("closed", 3).code == "forbidden"
    life("accepted", 5)
    life("concluded", 30, ANSWER)
    assert life.refused("closed", 31).basis == "《信访工作条例》第三十五条"
    life("served", 40, SERVICE)
    life("closed", 60)
    assert "30日内信访人可以请求复查" in life.warnings[0]
    for kind, content in (("told", {}), ("assigned", {"to": "水务站"}), ("instructed", {"leader": "覃", "text": "办"})):
        assert life.refused(kind, 61, content).code == "already_closed"
    life("followed_up", 61, result="已经拿到钱", performed=True)
    life("rated", 61, rating="satisfied")


def test_who_comes_again_after_the_end_is_told_again() -> None:
    life = answered()
    life("closed", 75)
    life.events.append(CaseEvent("visited", day(80), {"notice_owed": True}, 90))
    assert (life.now.state, life.now.next_due) == ("closed", day(95))
    life("told", 81, manner="slip")
    assert (life.now.state, life.now.next_due) == ("closed", None)
    assert life.refused("told", 82).code == "already_closed"


def test_a_reopened_case_can_be_handled_and_answered_again() -> None:
    life = answered()
    life("closed", 75)
    assert life.warnings == ()
    assert life.refused("reopened", 76).field == "reason"
    life("reopened", 76, reason="原处理意见没有落实")
    assert life.now.state == "accepted"
    life("assigned", 77, to="财政所")
    life("concluded", 80, results=[{"request": 1, "result": "partly", "answer": "分两次补发。"}])
    assert life.now.state == "concluded"
    refused = Life()
    refused("not_accepted", 3, ground="after_recheck")
    refused("closed", 4)
    refused("reopened", 5, reason="情况变了")
    refused("accepted", 6)
    assert refused.now.next_due == day(66)


# ---- no duty ends in silence


@pytest.mark.parametrize(
    "manner", ["slip", "written", "handed", "left", "post", "登记回执", "书面告知", "当面交付", "留置", "邮寄"]
)
def test_what_counts_as_told_is_a_list(manner: str) -> None:
    life = Life()
    life("told", 3, manner=manner)
    assert life.now.next_due is None


@pytest.mark.parametrize("manner", ["喊话", "微信群", "shouted", "written notice"])
def test_any_other_word_is_no_telling(manner: str) -> None:
    refusal = Life().refused("told", 3, manner=manner)
    assert (refusal.code, refusal.field) == ("bad_value", "manner")


@pytest.mark.parametrize("manner", ["sms", "electronic", "短信", "电子送达"])
def test_messages_need_consent(manner: str) -> None:
    life = Life()
    for consent in ({}, {"consent": False}):
        refusal = life.refused("told", 3, manner=manner, **consent)
        assert (refusal.code, refusal.field) == ("missing", "consent")
    life("told", 3, manner=manner, consent=True)
    assert life.now.next_due is None


def test_an_answer_by_letter_tells_when_it_is_served() -> None:
    life = Life("suggestion")
    new = parse_event("concluded", {"on": day(9).isoformat(), "ending": "adopted"}, today=TODAY, by_paper=True)
    checked = check(life.events, CaseEvent("concluded", new.on, new.content), life.facts)
    life.events.append(CaseEvent("concluded", new.on, checked.content, 50))
    assert (life.now.state, life.now.next_due) == ("concluded", day(15)), "signed is not yet told"
    life("served", 12, SERVICE)
    assert (life.now.state, life.now.next_due) == ("served", None)


def test_what_was_granted_is_followed_until_it_is_carried_out() -> None:
    life = Life(route=6, requests=("补发补偿款", "公开账目", "赔礼"))
    life("accepted", 3)
    results = [
        {"request": 1, "result": "supported", "answer": "予以支持，由财政所于2026年6月30日前落实。"},
        {"request": 2, "result": "partly", "answer": "公开到组。", "owner": "石桥村", "due_on": day(60).isoformat()},
        {"request": 3, "result": "not_supported", "answer": "没有依据。"},
    ]
    early = [{**results[1], "due_on": day(29).isoformat()}, results[0], results[2]]
    assert life.refused("concluded", 30, results=early).field == "results[0].due_on"
    refused = [results[0], results[1], {**results[2], "owner": "财政所"}]
    assert life.refused("concluded", 30, results=refused).field == "results[2].owner"
    life("concluded", 30, results=results)
    life("served", 40, SERVICE)
    assert (life.now.next_task, life.now.next_task_kind) == (day(60), "granted")
    closing = life.refused("closed", 80)
    assert "第1、2项请求" in closing.message and "第三十二条第二款" in (closing.basis or "")
    assert life.refused("carried_out", 50, request=3, proof="没有").code == "not_found"
    assert life.refused("carried_out", 50, request=2).field == "proof"
    assert life.refused("carried_out", 50).code == "missing"
    life("carried_out", 50, request=2, proof="公开栏照片")
    assert life.now.next_task == date(2026, 6, 30)
    life("carried_out", 79, request=1, proof="转账凭证")
    assert life.now.next_task is None
    life("closed", 80)
    assert life.now.state == "closed"


def test_an_accepted_matter_goes_another_way_with_a_reason_and_its_clock_runs_until_that_is_told() -> None:
    life = Life(route=6)
    life("accepted", 5)
    assert life.refused("routed", 20, route=5).field == "reason"
    life("routed", 20, route=5, reason="属于履行职责的请求")
    assert "另发告知书" in life.warnings[0]
    running = stand(effective(life.events), route=6)
    assert running.running("handling") is not None, "the sixty days run until the visitor knows"
    life("told", 25, manner="handed")
    assert (life.now.state, life.now.next_due, life.now.next_clock) == ("told", date(2026, 5, 2), "duty_performance")
    assert stand(effective(life.events), route=6).running("handling") is None
    life("routed", 30, route=6, reason="复核后仍属信访程序")
    life("accepted", 31)
    assert (life.now.next_due, life.now.next_clock) == (day(91), "handling")


@pytest.mark.parametrize(("redo_by", "due"), [(day(90), day(90)), (None, day(120))])
def test_a_quashed_answer_has_a_new_due_day(redo_by: date | None, due: date) -> None:
    life = answered()
    life("review_requested", 45)
    assert life.refused("reviewed", 60, result="维持", redo_by=day(90).isoformat()).field == "redo_by"
    assert life.refused("reviewed", 60, result="revoked", redo_by=day(60).isoformat()).field == "redo_by"
    life("reviewed", 60, result="revoked", **({"redo_by": redo_by.isoformat()} if redo_by else {}))
    assert bool(life.warnings) == (redo_by is None)
    assert (life.now.state, life.now.next_due, life.now.next_clock) == ("accepted", due, "handling")


def test_after_the_recheck_who_comes_again_can_be_told_that_it_is_not_accepted_again() -> None:
    life = answered()
    for kind, number, content in (
        ("review_requested", 45, {}),
        ("reviewed", 60, {"result": "upheld"}),
        ("recheck_requested", 65, {}),
        ("rechecked", 80, {"result": "upheld"}),
    ):
        life(kind, number, content)
    assert life.refused("not_accepted", 85, ground="after_recheck").code == "already_closed"
    life.events.append(CaseEvent("visited", day(90), {"notice_owed": True}, 90))
    assert life.now.next_due == day(105)
    assert life.refused("not_accepted", 91, ground="litigation", where_to_go="安平县人民法院").field == "ground"
    life("not_accepted", 91, ground="after_recheck")
    assert (life.now.state, life.now.next_due) == ("closed", None)


# ---- instructions, supervision, people


def test_what_the_office_sets_itself_is_a_date_until_it_is_carried_out() -> None:
    life = Life()
    life("submitted", 2, to="镇长覃晓东", proposal="拟由水务站办理")
    said = life("instructed", 3, leader="覃晓东", text="请抓紧", owner="水务站", due_on=day(9).isoformat())
    life("supervised", 4, to="财政所", reason="超期", reply_by=day(8).isoformat())
    life("met", 5, decision="一次解决", owner="盖世平", due_on=day(20).isoformat())
    life("in_charge", 6, leader="任秀兰", due_on=day(7).isoformat())
    assert (life.now.next_task, life.now.next_task_kind, life.now.leader) == (day(7), "in_charge", "任秀兰")
    life("in_charge", 7, due_on=day(30).isoformat())
    assert life.now.next_task == day(8)
    life("returned", 8, to="财政所", result="handled")
    assert life.now.next_task == day(9)
    assert life.refused("carried_out", 9, event_id=999, text="无").code == "not_found"
    life("carried_out", 9, event_id=said, text="已经修好")
    assert (life.now.next_task, life.now.next_task_kind) == (day(20), "met")


def test_who_withdraws_is_replaced_or_the_desk_is_warned() -> None:
    life = Life()
    assert life.refused("in_charge", 2).code == "missing"
    life("in_charge", 2, unit="水务站", handler="周海燕", leader="盖世平")
    life("recused", 3, person="周海燕", reason="是来访人的亲属", instead="田志强")
    assert (life.now.handler, life.warnings) == ("田志强", ())
    life("recused", 4, person="盖世平", reason="是当事人")
    assert (life.now.leader, len(life.warnings)) == ("", 1)
    assert "第二十八条第三款" in life.warnings[0]


def test_in_place_says_at_least_one_of_four() -> None:
    assert Life().refused("in_place", 2).code == "missing"
    Life()("in_place", 2, helped="临时救助1000元")


def test_the_national_system_is_owed_paper_by_paper() -> None:
    life = answered()
    assert life.now.national_owed == ",acceptance_notice,opinion,service_receipt,"
    life("entered", 41, paper="opinion", state="entered", national_no="529920260001", query_code="123456")
    life("entered", 42, paper="acceptance_notice", state="sent_back")
    assert life.now.national_owed == ",acceptance_notice,service_receipt,"
    assert (life.now.national_no, life.now.query_code) == ("529920260001", "123456")
    life("entered", 43, paper="acceptance_notice", state="redone")
    life("rated", 44, rating="fairly")
    assert life.now.national_owed == ",service_receipt,rating,"


# ---- accusations (Article 30)


def accusation(*units: str) -> Life:
    return Life("accusation", concerned_units=units or ("石桥村民委员会",))


def test_an_accusation_has_no_sixty_days_and_is_neither_accepted_nor_refused() -> None:
    life = accusation()
    for kind, content in (("accepted", {}), ("not_accepted", {"ground": "after_recheck"}), ("extended", EXTENSION)):
        assert life.refused(kind, 3, content).code == "forbidden"
    life("transferred", 4, to="安平县纪委监委")
    assert "书面告知检举控告人" in life.warnings[0]
    assert (life.now.state, life.now.next_due) == ("routed", day(15)), "who accuses hears which organ has it"
    life("told", 6, manner="handed")
    assert life.refused("concluded", 30, ANSWER).code == "forbidden"
    assert "第三十条" in (life.refused("concluded", 30, ending="settled").basis or "")
    life("concluded", 30, ending="other_procedure")
    assert life.now.next_due is None


@pytest.mark.parametrize(
    ("kind", "key", "content"),
    [
        ("transferred", "to", {}),
        ("assigned", "to", {}),
        ("supervised", "to", {"reason": "超期"}),
        ("instructed", "owner", {"leader": "覃晓东", "text": "请办"}),
        ("met", "owner", {"decision": "研究"}),
        ("in_charge", "unit", {}),
        ("in_charge", "handler", {}),
        ("in_charge", "leader", {}),
        ("submitted", "to", {"proposal": "请办"}),
        ("recused", "instead", {"person": "周海燕", "reason": "亲属"}),
        ("reported", "to", {}),
    ],
)
def test_an_accusation_never_goes_to_the_accused(kind: str, key: str, content: dict[str, str]) -> None:
    for to in ("石桥村民委员会", "清溪镇石桥村民委员会", " 石桥村 民委员会 "):
        refusal = accusation().refused(kind, 3, content | {key: to})
        assert (refusal.code, refusal.field) == ("forbidden", key)
        assert refusal.basis == "《信访工作条例》第三十条第三款"
    accusation()(kind, 3, content | {key: "安平县纪委监委"})
    Life(concerned_units=("石桥村民委员会",))(kind, 3, content | {key: "石桥村民委员会"})


# ---- order, twice, undo


@pytest.mark.parametrize("kind", sorted(kind for kind, known in KINDS.items() if known.by_hand))
def test_nothing_happens_before_the_case_was_opened_or_after_today(kind: str) -> None:
    content: dict[str, dict[str, Any]] = {
        "routed": {"route": 6},
        "titled": {"title": "水渠渗水"},
        "not_accepted": {"ground": "after_recheck"},
        "transferred": {"to": "水务站"},
        "assigned": {"to": "水务站"},
        "receipted": {"to": "水务站"},
        "returned": {"to": "水务站", "result": "handled"},
        "objected": {"reasons": ["一"]},
        "objection_answered": {"agreed": True},
        "extended": EXTENSION,
        "served": SERVICE,
        "reviewed": {"result": "upheld"},
        "rechecked": {"result": "upheld"},
        "submitted": {"proposal": "一"},
        "instructed": {"leader": "一", "text": "一"},
        "carried_out": {"event_id": 1, "text": "一"},
        "supervised": {"to": "一", "reason": "一"},
        "recused": {"person": "一", "reason": "一"},
        "proxied": {"agent": "一"},
        "contacted": {"content": "一"},
        "met": {"decision": "一"},
        "reported": {"to": "一"},
        "followed_up": {"result": "一"},
        "rated": {"rating": "none"},
        "entered": {"paper": "rating", "state": "entered"},
        "split": {"requests": [1]},
        "merged": {"into": "一", "untold_reason": "一"},
        "reopened": {"reason": "一"},
        "undone": {"event_id": 1},
        "concluded": {"ending": "withdrawn", "untold_reason": "已当面说清"},
        "in_charge": {"unit": "一"},
        "in_place": {"solved": "一"},
    }
    life = Life()
    assert life.refused(kind, -1, content.get(kind)).code in ("bad_value", "forbidden")
    tomorrow = (TODAY - OPENED).days + 1
    future = life.refused(kind, tomorrow, content.get(kind))
    assert (future.code, future.field) == ("bad_value", "on")


def test_the_same_event_twice_is_refused_and_an_event_does_not_slip_behind_another() -> None:
    life = Life(route=6)
    life("contacted", 3, {"content": "入户"})
    assert life.refused("contacted", 3, {"content": "入户"}).field == "on"
    life("contacted", 3, {"content": "电话"})
    life("concluded", 9, ending="settled", untold_reason="当场谈妥")
    refusal = life.refused("not_accepted", 5, ground="after_recheck")
    assert (refusal.code, refusal.field) == ("forbidden", "on")
    assert "办结" in refusal.message


def test_undoing_gives_back_what_was_and_keeps_what_others_stand_on() -> None:
    life = Life(route=6)
    states = [life.now]
    ids = []
    for kind, number, content in (
        ("told", 2, {"manner": "slip"}),
        ("accepted", 5, {}),
        ("extended", 55, EXTENSION),
        ("concluded", 80, ANSWER),
        ("served", 85, SERVICE),
        ("closed", 120, {}),
    ):
        ids.append(life(kind, number, content))
        states.append(life.now)
    assert "请先撤销后面的" in life.refused("undone", 121, event_id=ids[1]).message
    for event_id, before in zip(reversed(ids), reversed(states[:-1]), strict=True):
        life("undone", 121, event_id=event_id)
        assert life.now == before
        assert life.refused("undone", 121, event_id=event_id).code == "not_found"


def test_a_registration_is_not_undone_nor_an_undoing_dated_before() -> None:
    life = Life()
    assert life.refused("undone", 1, event_id=1).code == "forbidden"
    told = life("told", 5)
    assert life.refused("undone", 4, event_id=told).code == "forbidden"
    undone = life("undone", 6, event_id=told)
    assert life.refused("undone", 7, event_id=undone).code == "not_found"
    life("told", 5)


def test_why_not_says_what_recording_would_say() -> None:
    life = Life(route=6)
    standing = stand(effective(life.events), route=6)
    assert why_not(standing, "extended", day(3), life.facts) is not None
    assert why_not(standing, "accepted", day(3), life.facts) is None


# ---- local limits


def test_a_shorter_local_limit_wins_by_date_and_an_extension_is_added_to_it() -> None:
    local = {
        "written_notice": LocalLimit("written_notice", 5, "working", "甲省信访条例第十条"),
        "handling": LocalLimit("handling", 45, "calendar", "甲省信访条例第二十条"),
    }
    life = Life(route=6, limits=local)
    assert life.now.next_due == day(7), "five working days end on Monday the ninth"
    life("accepted", 8)
    assert life.warnings == ("已超过2026-03-09的期限1日。",)
    assert life.now.next_due == day(53)
    late = life.refused("extended", 60, EXTENSION | {"approved_on": day(54).isoformat()})
    assert late.field == "approved_on"
    life("extended", 52, EXTENSION)
    assert life.now.next_due == day(83)


def test_five_working_days_over_a_long_holiday_are_longer_than_a_week_and_still_compared_by_date() -> None:
    local = {"written_notice": LocalLimit("written_notice", 10, "working", "甲省信访条例")}
    first = CaseEvent("registered", date(2026, 2, 13), {"notice_owed": True}, 1)
    assert project([first], CALENDAR, local).next_due == date(2026, 2, 28), "the fifteen days of the law come first"


# ---- random lives against a slow reader

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


@pytest.mark.parametrize(
    ("kind", "content", "key"),
    [
        ("instructed", {"leader": "周明", "text": "速办。"}, "due_on"),
        ("assigned", {"to": "财政所"}, "reply_by"),
        ("transferred", {"to": "财政所"}, "reply_by"),
        ("supervised", {"to": "财政所", "reason": "逾期未办。"}, "reply_by"),
        ("met", {"decision": "由财政所核对。"}, "due_on"),
        ("in_charge", {"unit": "财政所"}, "due_on"),
    ],
)
def test_nothing_is_due_before_it_was_said(kind: str, content: dict[str, Any], key: str) -> None:
    life = Life()
    assert life.refused(kind, 5, content, **{key: day(4).isoformat()}).field == key
    life(kind, 5, content, **{key: day(5).isoformat()})


def test_electronic_service_asks_for_consent() -> None:
    life = Life()
    life("accepted", 1)
    life("concluded", 2, ANSWER)
    electronic = {**SERVICE, "method": "electronic"}
    assert life.refused("served", 3, electronic).field == "consent"
    assert life.refused("served", 3, electronic, consent=False).code == "missing"
    life("served", 3, electronic, consent=True)


@pytest.mark.parametrize("kind", ["transferred", "assigned", "supervised"])
def test_a_township_gives_no_orders_to_the_county(kind: str) -> None:
    more = {"reason": "逾期未办。"} if kind == "supervised" else {}
    own = ("自然资源所", "财政所")
    for unit in ("安平县财政局", "安平县交通运输局", "县人民法院", "清溪派出所"):
        life = Life(county="安平县", own_units=own)
        life(kind, 5, {"to": unit, **more})
        assert any("商请" in words and "第二十三条第一款" in words for words in life.warnings), unit
    for unit in ("财政所", "自然资源所", "东村村民委员会", "东村", "清溪镇人民调解委员会"):
        life = Life(county="安平县", own_units=own)
        life(kind, 5, {"to": unit, **more})
        assert not any("商请" in words for words in life.warnings), unit
