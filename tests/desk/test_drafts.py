"""A form that was begun belongs to whoever typed it: nobody else saves over it or ends it by its number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import Refused
from tests.offices import new_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office of two; 值班员 sits at the desk."""
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(tmp_path / "data", purpose="window")
    desk.staff.add("李敏", "admin")
    yield desk
    desk.close()


def typed(desk: Desk) -> list[tuple[str, object]]:
    """The forms in the tray: whose, and what is in them."""
    return [(draft.staff, draft.content.get("summary")) for draft in desk.drafts.whole()]


def test_another_saves_beside_it_and_ends_nothing(desk: Desk) -> None:
    mine = desk.drafts.save(None, "visit", {"summary": "甲"}, False)
    first = desk.actor.name
    desk.session.hand_over("李敏")
    other = desk.drafts.save(mine.draft_id, "visit", {"summary": "乙"}, False)
    assert other.draft_id != mine.draft_id
    desk.drafts.finish(mine.draft_id)
    at = desk.now().isoformat(timespec="minutes")
    visit = {"at": at, "channel": "visit", "petitioners": [{"name": "孙玉兰"}]}
    matters = [{"purpose": "appeal", "statement": "路灯不亮。", "requests": ["修好"]}]
    desk.visits.add({**visit, "matters": matters}, draft_id=mine.draft_id)
    assert typed(desk) == [("李敏", "乙")]
    desk.session.hand_over(first)
    assert typed(desk) == [(first, "甲")], "it waits as it was typed"
    desk.drafts.save(mine.draft_id, "visit", {"summary": "甲乙"}, False)
    assert typed(desk) == [(first, "甲乙")]
    desk.drafts.finish(mine.draft_id)
    assert typed(desk) == []


def test_what_somebody_left_is_written_on_by_the_others(desk: Desk) -> None:
    mine = desk.drafts.save(None, "visit", {"summary": "甲"}, False)
    first = desk.actor.name
    desk.session.hand_over("李敏")
    desk.staff.change(first, retire=True)
    assert desk.drafts.save(mine.draft_id, "visit", {"summary": "丙"}, False).draft_id == mine.draft_id
    assert typed(desk) == [("李敏", "丙")]
    desk.drafts.finish(mine.draft_id)
    assert typed(desk) == []


def test_whoever_was_retired_is_told_so(desk: Desk) -> None:
    desk.staff.add("何文斌", "registrar")
    desk.staff.change("何文斌", retire=True)
    with pytest.raises(Refused, match="何文斌已经停用"):
        desk.session.hand_over("何文斌")
    with pytest.raises(Refused, match="没有叫"):
        desk.session.hand_over("何文兵")
