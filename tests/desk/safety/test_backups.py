"""When the desk backs up by itself, what `check` finds, and what the lights say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety import backups
from petidesk.domain.listing import Problem
from tests.offices import new_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "office"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    opened = open_desk(folder, purpose="window")
    yield opened
    opened.close()


def _register(desk: Desk, purpose: str = "appeal", **matter: Any) -> str:
    said = {"purpose": purpose, "title": "水渠", "statement": "水渠渗水，淹了菜地。", **matter}
    visit, _ = desk.visits.add(
        {
            "at": desk.now().isoformat(timespec="minutes"),
            "channel": "visit",
            "petitioners": [{"name": "杨柳", "village": "东村", "phone": "13800001234"}],
            "matters": [said],
        }
    )
    return visit.visit_no


def test_on_closing_only_when_something_was_recorded(desk: Desk) -> None:
    first = desk.backups.on_close()
    assert first is not None and first.reason == "close"
    assert desk.backups.on_close() is None
    _register(desk)
    assert desk.backups.on_close() is not None
    # A draft is no record: it alone makes no backup.
    assert desk.backups.on_close() is None


def test_every_half_hour_when_something_was_recorded(desk: Desk) -> None:
    made = desk.backups.make_if_due()
    assert made is not None and made.reason == "timer"
    _register(desk)
    assert desk.backups.make_if_due() is None
    assert not desk.backups.due(made.made_at + timedelta(minutes=29))
    assert desk.backups.due(made.made_at + timedelta(minutes=30))


def test_a_backup_that_was_thrown_away_is_made_again(desk: Desk) -> None:
    made = desk.backups.make()
    assert not desk.backups.changed()
    Path(made.file).unlink()
    assert desk.backups.changed()
    assert desk.lights.status().last_backup is None


def test_a_copy_on_a_stick_does_not_stand_in_for_the_one_here(desk: Desk, tmp_path: Path) -> None:
    desk.backups.make(tmp_path / "stick")
    assert desk.backups.on_close() is not None


def test_the_list_needs_no_data_file(desk: Desk) -> None:
    made = desk.backups.make()
    desk.close()
    (desk.folder / "petidesk.db").unlink()
    assert backups.available(desk.folder) == [made]


def test_the_lights(desk: Desk) -> None:
    dark = desk.lights.status()
    assert (dark.last_backup, dark.off_disk_backup, dark.due_count) == (None, None, 0)
    _register(desk)
    desk.drafts.save(None, "visit", {"summary": "杨柳"}, False)
    made = desk.backups.make()
    lit = desk.lights.status()
    assert lit.last_backup == made.made_at and lit.saved_at is not None
    assert lit.free_bytes > 0
    Path(made.file).write_bytes(b"")
    assert desk.lights.status().last_backup == made.made_at, "the log answers, no backup is opened"


def test_matters_due_today_or_overdue_are_counted(desk: Desk) -> None:
    today = desk.today()
    for days in (14, 15, 16, 60):
        desk.visits.add(
            {
                "at": f"{today - timedelta(days=days)}T09:00",
                "channel": "visit",
                "petitioners": [{"name": "杨柳", "village": "东村"}],
                "matters": [{"purpose": "appeal", "statement": "水渠渗水。"}],
            }
        )
    assert desk.lights.status().due_count == 3


def _change(desk: Desk, statement: str) -> list[Problem]:
    """Change a row behind the desk's back and look with `check --deep`."""
    with desk.database.write() as connection:
        connection.exec_driver_sql(statement)
    return desk.checks.run(deep=True)


def test_a_sound_office_has_no_findings(desk: Desk) -> None:
    kept = _register(desk)
    closed = _register(desk, "accusation")
    voided = _register(desk)
    desk.visits.amend(kept, {"matters": [{"purpose": "suggestion", "statement": "加一盏路灯"}]})
    desk.visits.amend(closed, {"note": "另有来信"})
    desk.visits.void(voided, "重复登记")
    assert desk.checks.run() == desk.checks.run(deep=True) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE audit_event SET subject = 'x' WHERE id = 2", "审计链断开"),
        ("UPDATE audit_payload SET after = '{}' WHERE event_id = 2", "审计内容"),
        ("UPDATE visit SET serial = 7 WHERE id = 2", "编号"),
        ("UPDATE number_series SET last = 9 WHERE kind = 'case'", "编号计数"),
        ("UPDATE petition_case SET next_due = '2020-01-01' WHERE id = 1", "到期日"),
        ("UPDATE visit SET heading = '别的' WHERE id = 1", "列表栏目"),
        ("UPDATE visit SET names = '杨柳' WHERE id = 2", "露出"),
        ("DELETE FROM petitioner WHERE visit_id = 1", "没有来访人"),
        ("DELETE FROM case_event WHERE visit_id = 1", "没有记入"),
        ("DELETE FROM search_text WHERE rowid = (SELECT search_id FROM visit WHERE id = 1)", "不在搜索索引"),
        ("INSERT INTO search_text(rowid, body, initials) VALUES (12345, '水', '')", "不该有"),
        ("UPDATE petition_case SET restricted = 1 WHERE id = 1", "限制查阅"),
    ],
)
def test_what_was_changed_behind_the_desks_back_is_found(desk: Desk, statement: str, what: str) -> None:
    _register(desk)
    _register(desk, "accusation")
    found = _change(desk, statement)
    assert any(what in problem.what for problem in found), found
    # Findings name records, never people.
    assert not any("杨柳" in problem.what + problem.where for problem in found)


def test_an_accusation_in_the_search_index_is_found(desk: Desk) -> None:
    _register(desk, "accusation", statement="某某收了土方钱")
    found = _change(
        desk,
        "INSERT OR REPLACE INTO search_text(rowid, body, initials) "
        "SELECT search_id, '2 0 2 6 zz 某 某 收 了 土 方 钱', '' FROM visit WHERE id = 1",
    )
    assert any("检举控告" in problem.what for problem in found), found


def test_a_row_that_points_nowhere_is_found(desk: Desk) -> None:
    _register(desk)
    raw = desk.database.engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    raw.cursor().execute("UPDATE petitioner SET person_id = 999")
    raw.cursor().execute("PRAGMA foreign_keys=ON")
    raw.close()
    assert any("person" in problem.what for problem in desk.checks.run())


def test_a_shorter_local_limit_is_no_finding_for_older_cases(desk: Desk) -> None:
    _register(desk)
    desk.office.change({"notice_days": 7, "local_basis": "本县规定"})
    _register(desk)
    assert desk.checks.run() == []
