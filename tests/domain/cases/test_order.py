"""The order of events, the same event twice, and what is undone."""

from __future__ import annotations

from typing import Any

import pytest

from petidesk.domain.cases.cases import effective, stand
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.rules import why_not
from tests.domain.cases.life import ANSWER, EXTENSION, OPENED, SERVICE, TODAY, Life, day


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
        "promised": {"promise": "call", "due_on": day(9).isoformat()},
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
