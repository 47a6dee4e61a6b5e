"""Settings with valid-from dates: each day has its own, and no change is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from petidesk.desk.desk import Desk
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Refused
from petidesk.storage import office as rows


def _ruling(desk: Desk, days: int) -> Office:
    """The settings that rule so many days from today."""
    with desk.reading() as connection:
        return rows.current(connection, desk.today() + timedelta(days=days))


def test_settings_for_a_day_to_come_rule_from_that_day(desk: Desk) -> None:
    desk.office.change({"phone": "0851-1", "valid_from": str(desk.today() + timedelta(days=30))})
    assert [_ruling(desk, days).phone for days in (0, 29, 30, 400)] == ["", "", "0851-1", "0851-1"]


def test_a_change_for_today_is_not_lost_when_later_settings_begin(desk: Desk) -> None:
    later = str(desk.today() + timedelta(days=30))
    desk.office.change({"phone": "0851-1", "valid_from": later})
    desk.office.change({"window": "便民大厅", "phone": "0851-2"})
    assert (_ruling(desk, 0).window, _ruling(desk, 0).phone) == ("便民大厅", "0851-2")
    assert (_ruling(desk, 30).window, _ruling(desk, 30).phone) == ("便民大厅", "0851-1")


def test_a_change_for_a_past_day_reaches_today(desk: Desk) -> None:
    desk.office.change({"hours": "上午"})
    desk.office.change({"window": "老大厅", "valid_from": str(desk.today() - timedelta(days=90))})
    assert [_ruling(desk, days).window for days in (-91, -90, 0)] == ["群众来访接待窗口", "老大厅", "老大厅"]
    assert [_ruling(desk, days).hours for days in (-90, 0)] == ["", "上午"]


def test_a_limit_for_a_day_to_come_does_not_move_clocks_today(desk: Desk) -> None:
    at = f"{desk.today()}T00:00"
    matters = [{"purpose": "appeal", "statement": "水渠渗水。"}]
    visit, _ = desk.visits.add({"at": at, "channel": "visit", "petitioners": [{"name": "杨柳青"}], "matters": matters})
    before = visit.matters[0].deadlines[0].raw
    later = str(desk.today() + timedelta(days=30))
    desk.office.change({"notice_days": 7, "valid_from": later})
    assert desk.visits.get(visit.visit_no).matters[0].deadlines[0].raw == before
    assert desk.visits.rows_by_id([visit.visit_id])[0].due == before and desk.checks.run(deep=True) == []
    desk.office.change({"notice_days": 7})
    assert desk.visits.rows_by_id([visit.visit_id])[0].due == desk.today() + timedelta(days=7)


@pytest.mark.parametrize("pattern", ["{organ}访{year}-{serial:4}", "{organ}访{year}-{serial}"])
def test_visits_and_cases_never_share_a_number(desk: Desk, pattern: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.office.change({"case_pattern": pattern})
    assert (refusal.value.code, refusal.value.field) == ("bad_value", "case_pattern")


def test_a_village_typed_in_an_amendment_is_offered_next_time_and_a_word_of_an_accusation_is_not(desk: Desk) -> None:
    matters = [{"purpose": "help", "statement": "问路。"}]
    document = {"at": f"{desk.today()}T00:00", "channel": "visit", "petitioners": [{"name": "杨柳青"}]}
    no = desk.visits.add({**document, "matters": matters})[0].visit_no
    desk.visits.amend(no, {"petitioners": [{"name": "杨柳青", "village": "北村"}]})
    assert desk.choices.villages()[-1].value == "北村"
    accusation = {"purpose": "accusation", "statement": "收了钱。", "category": "收钱/土方"}
    desk.visits.amend(no, {"matters": [accusation]})
    assert "收钱/土方" not in {choice.value for choice in desk.choices.categories()}
