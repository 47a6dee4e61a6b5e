"""Every released database still opens, is upgraded after a backup, and holds what it held."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from petidesk.desk import backups
from petidesk.desk.opening import open_desk
from petidesk.desk.schedule import DayQuery
from petidesk.domain.case_files import CaseQuery
from petidesk.domain.listing import VisitQuery
from petidesk.storage import upgrade

RELEASED = sorted((Path(__file__).parents[1] / "data").glob("petidesk-*.db"))


def test_there_is_one_for_every_step() -> None:
    steps = {file.name[:4] for file in (upgrade.STEPS / "versions").glob("0*.py")}
    assert {file.stem.removeprefix("petidesk-") for file in RELEASED} == steps


@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_it_opens_and_holds_what_it_held(released: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(released, folder / "petidesk.db")
    desk = open_desk(folder, purpose="window")
    try:
        assert desk.checks.run(deep=True) == []
        rows = desk.visits.rows(VisitQuery(sort="visit_no", descending=False), 10)
        year = rows[0].visit_no[2:6]
        assert [row.visit_no for row in rows] == [f"清访{year}-{serial:04d}" for serial in range(1, 6)]
        assert [row.names for row in rows] == [("杨柳青",), ("杨柳青",), (), ("仇大林",), ("查小河",)]
        assert [row.voided for row in rows] == [False, False, False, False, True]
        first, second = (desk.visits.get(row.visit_no) for row in rows[:2])
        assert first.matters[0].case_no == second.matters[0].case_no
        assert (second.matters[0].first_or_repeat, rows[3].version) == ("repeat", 2)
        assert [paper.size for paper in desk.visits.papers(rows[0].visit_id)] == ["58mm"]
        assert [draft.content["note"] for draft in desk.drafts.all()] == ["没写完"]
        assert desk.search.total("ylq") > 0
        assert bool(backups.available(folder)) == (released.stem != f"petidesk-{upgrade.NEWEST}")
    finally:
        desk.close()


def test_of_0002_the_lives_of_its_cases_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[1], folder / "petidesk.db")
    desk = open_desk(folder, purpose="window")
    try:
        rows = desk.cases.rows(CaseQuery(sort="case_no", descending=False), 10)
        assert [row.state for row in rows] == ["accepted", "routed", "concluded", "registered"]
        case = desk.cases.get(rows[0].case_no)
        assert (case.unit, case.leader, case.due) == ("水务站", "盖世平", date(2027, 1, 19))
        assert [event.undone for event in case.events if event.kind == "told"] == [True]
        assert case.last("met") is not None and case.tasks[0].due == date(2026, 11, 28)
        states = {letter.form: (letter.state, letter.served_on) for letter in case.letters}
        assert states == {
            "acceptance_notice": ("issued", date(2026, 11, 20)),
            "assignment_slip": ("voided", None),
            "handling_opinion": ("draft", None),
        }
        number = next(letter.document_no for letter in case.letters if letter.form == "acceptance_notice")
        assert desk.letters.print_letter(number).pdf.startswith(b"%PDF")
        (meeting,) = desk.meetings.rows()
        assert desk.meetings.get(meeting.meeting_no).decisions[0].decision == "一周内修好。"
        assert desk.checks.run(deep=True) == []
    finally:
        desk.close()


def test_of_0003_the_rota_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[2], folder / "petidesk.db")
    desk = open_desk(folder, purpose="window")
    try:
        days = desk.schedule.days(DayQuery(cancelled=True))
        assert [day.on.day for day in days] == [3, 8, 10, 15, 17, 24, 31]
        assert [day.on.day for day in days if day.cancelled] == [15]
        assert (days[0].planned, days[0].leaders, days[0].reason) == (("覃晓东",), ("盖世平", "任秀兰"), "出差")
        assert days[5].leaders == ("盖世平", "任秀兰") and days[6].locked
        assert [leave.leader for leave in desk.schedule.leaves()] == ["覃晓东"]
    finally:
        desk.close()


@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_it_can_be_restored(released: Path, tmp_path: Path) -> None:
    assert backups.restore(tmp_path / "office", released).visits == 5
