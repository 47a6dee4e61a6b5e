"""How long an answer may take: extensions, lateness, and shorter limits of the place (rules/law.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

from petidesk.domain.cases.cases import CaseEvent
from petidesk.domain.cases.course import Spoken, followed
from petidesk.domain.clocks import LocalLimit
from tests.domain.cases.life import CALENDAR, EXTENSION, Life, day

EXPLAINED: dict[str, Any] = {"results": [{"request": 1, "result": "explained", "answer": "没有依据，已经说明。"}]}


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
    assert followed([first], CALENDAR, local, Spoken())[0].next_due == date(2026, 2, 28), (
        "the fifteen days of the law come first"
    )
