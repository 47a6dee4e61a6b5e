"""The answer to a case, its service, its review, and what comes after the end (rules/law.md)."""

from __future__ import annotations

import pytest

from petidesk.domain.cases.cases import CaseEvent, effective, stand
from petidesk.domain.cases.facts import ServedLetter
from tests.domain.cases.life import ANSWER, NUMBER, SERVICE, Life, answered, day

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


def test_electronic_service_asks_for_consent() -> None:
    life = Life()
    life("accepted", 1)
    life("concluded", 2, ANSWER)
    electronic = {**SERVICE, "method": "electronic"}
    assert life.refused("served", 3, electronic).field == "consent"
    assert life.refused("served", 3, electronic, consent=False).code == "missing"
    life("served", 3, electronic, consent=True)
