"""Told, accepted, not accepted, sent on, objected to: when a case may begin (rules/law.md)."""

from __future__ import annotations

from datetime import date

import pytest

from petidesk.domain.cases.cases import CaseEvent
from petidesk.domain.cases.course import Spoken, followed
from petidesk.domain.cases.facts import CaseFacts
from petidesk.domain.cases.rules import check
from petidesk.domain.trouble import Refused
from tests.domain.cases.life import ANSWER, CALENDAR, Life, day

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
    assert followed([first], CALENDAR, {}, Spoken())[0].next_due == date(2031, 3, 18)


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
