"""No duty ends in silence: telling, carrying out, answering anew, dates that the office sets itself (rules/law.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from petidesk.domain.cases.cases import CaseEvent, effective, stand
from petidesk.domain.cases.reading import parse_event
from petidesk.domain.cases.rules import check
from tests.domain.cases.life import SERVICE, TODAY, Life, answered, day

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
