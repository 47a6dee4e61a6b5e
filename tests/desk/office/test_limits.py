"""A shorter local limit moves the open clocks at once, and the year's calendar with it (rules/law.md, 6)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.visits.listing import VisitQuery

VISIT = {
    "at": "2026-03-02T09:20",
    "channel": "visit",
    "petitioners": [{"name": "张桂花", "village": "东村"}],
    "matters": [{"purpose": "appeal", "statement": "水渠淤了三年。村里说没有钱。", "requests": ["清淤"]}],
}


def test_a_shorter_limit_moves_what_is_open(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    create_office(folder, office="清溪镇", county="安平县")
    desk = open_desk(folder)
    visit, _ = desk.visits.add(VISIT)
    assert desk.visits.rows(VisitQuery(), 1)[0].due == date(2026, 3, 17)
    desk.office.change({"notice_days": 5, "notice_unit": "working", "local_basis": "本省信访条例"})
    row = desk.visits.rows(VisitQuery(), 1)[0]
    assert row.due == date(2026, 3, 9)
    clock = desk.visits.get(visit.visit_no).matters[0].deadlines[0]
    assert clock.raw == date(2026, 3, 9)
    assert clock.basis.startswith("本省信访条例")
    desk.calendars.import_document(
        {"year": 2026, "rest_days": [{"date": "2026-03-03", "name": "本地节日"}], "makeup_days": []}
    )
    assert desk.visits.rows(VisitQuery(), 1)[0].due == date(2026, 3, 10)
    assert desk.checks.run(deep=True) == []
    desk.close()


def test_a_heading_without_a_title_reads_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    create_office(folder, office="清溪镇", county="安平县")
    desk = open_desk(folder)
    desk.visits.add(VISIT)
    assert desk.visits.rows(VisitQuery(), 1)[0].heading == "清淤", "the first request says what it is about"
    desk.close()
