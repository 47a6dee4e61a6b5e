"""Every released database still opens, is upgraded after a backup, and holds what it held."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import DayQuery, Which
from petidesk.desk.safety import backups
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.meetings import MeetingQuery
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.statistics.catalogue import SUBJECTS
from petidesk.domain.statistics.figures import Asked, Moment
from petidesk.domain.statistics.spans import Span
from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.visits import Visit
from petidesk.storage.file import upgrade
from petidesk.storage.file.json_text import loads
from petidesk.storage.file.lock import WriterLock
from petidesk.storage.schema import reception_day

RELEASED = sorted((Path(__file__).parents[1] / "data").glob("petidesk-*.db"))


def test_there_is_one_for_every_step() -> None:
    """A step that is newer than all of them has not been released: its database is kept when it is."""
    kept = {file.stem.removeprefix("petidesk-") for file in RELEASED}
    steps = {file.name[:4] for file in (upgrade.STEPS / "versions").glob("0*.py")}
    assert kept == {step for step in steps if step <= max(kept)}


@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_it_opens_and_holds_what_it_held(released: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(released, folder / "petidesk.db")
    desk = open_desk(folder, staff="值班员", purpose="window")
    try:
        assert desk.checks.run(deep=True) == []
        # Later versions hold the first five visits and more.
        rows = desk.visits.rows(VisitQuery(sort="visit_no", descending=False), 5)
        year = rows[0].visit_no[2:6]
        assert [row.visit_no for row in rows] == [f"清访{year}-{serial:04d}" for serial in range(1, 6)]
        assert [row.names for row in rows] == [("杨柳青",), ("杨柳青",), (), ("仇大林",), ("查小河",)]
        assert [row.voided for row in rows] == [False, False, False, False, True]
        first, second = (desk.visits.get(row.visit_no) for row in rows[:2])
        assert first.matters[0].case_no == second.matters[0].case_no
        assert (second.matters[0].first_or_repeat, rows[3].version) == ("repeat", 2)
        assert [paper.size for paper in desk.visits.papers(rows[0].visit_id)] == ["58mm"]
        assert [draft.content["note"] for draft in desk.drafts.whole()] == ["没写完"]
        assert desk.search.total("ylq") > 0
        assert bool(backups.available(folder)) == (released.stem != f"petidesk-{upgrade.NEWEST}")
    finally:
        desk.close()


def test_a_command_that_only_reads_brings_it_up_to_date_first(tmp_path: Path) -> None:
    """The nightly backup after the program was renewed works although nobody opened the window."""
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[0], folder / "petidesk.db")
    desk = open_desk(folder, purpose="read")
    try:
        assert len(desk.visits.rows(VisitQuery(), 10)) == 5
        with pytest.raises(KnownTrouble):
            desk.drafts.save(None, "visit", {}, False)
    finally:
        desk.close()
    assert [backup.reason for backup in backups.available(folder)] == ["upgrade"]


def test_a_reader_waits_for_who_has_the_old_file(tmp_path: Path) -> None:
    other = tmp_path / "locked"
    other.mkdir()
    shutil.copyfile(RELEASED[0], other / "petidesk.db")
    lock = WriterLock(other, staff="李敏", window=True, since=datetime(2026, 11, 22, 8))
    lock.acquire(0)
    try:
        with pytest.raises(KnownTrouble) as raised:
            open_desk(other, purpose="read", wait=0)
        assert raised.value.code == "locked"
    finally:
        lock.release()


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
        (meeting,) = desk.meetings.rows(MeetingQuery(), 9)
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


def test_of_0003_the_rota_can_be_made_anew_where_a_day_lay(tmp_path: Path) -> None:
    """Days from before the step stand at the place where their rule had put them."""
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[2], folder / "petidesk.db")
    desk = open_desk(folder, purpose="window")
    try:
        with desk.reading() as connection:
            places = connection.execute(select(reception_day.c.place, reception_day.c.ruled_place)).all()
        assert {tuple(place) for place in places} == {("一楼接访室", "一楼接访室")}
        assert desk.schedule.plans() == [] and desk.office.current().leaders == ()
        assert (desk.office.current().booking_days, desk.office.current().booking_time) == (1, "17:00")
        before = desk.schedule.days(DayQuery(cancelled=True))
        # Made anew at that place, no day is laid down twice.
        turns = parse_turns("盖世平")
        plan = RotaPlan(
            (parse_rule("weekly:thu"),), date(2026, 12, 1), date(2026, 12, 31), turns, place="一楼接访室", again=True
        )
        again = desk.schedule.make(plan)
        assert [day.day_id for day in again.kept] == [before[0].day_id, before[1].day_id, before[6].day_id]
        assert desk.schedule.count(DayQuery(cancelled=True)) == len(before)
        assert desk.sittings.get(date(2026, 12, 10)).guests == ()
    finally:
        desk.close()


def test_of_0004_the_sittings_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[3], folder / "petidesk.db")
    desk = open_desk(folder, purpose="window")
    try:
        assert [plan.name for plan in desk.schedule.plans()] == ["村里", "每周四"]
        assert [(leader.weight, leader.villages) for leader in desk.office.current().leaders] == [
            (0, ()),
            (2, ("东村",)),
        ]
        days = {day.on: day for day in desk.schedule.days(DayQuery(date(2026, 12, 1), cancelled=True))}
        moved, off, back = (days[date(2026, 12, on)] for on in (18, 24, 10))
        assert (moved.rule_date.day, moved.slot.hours, moved.moved_by_hand) == (17, "14:00-16:00", True)
        assert (off.called_off, back.called_off, back.cancelled) == ("机构搬迁", "", False)
        on, here = date(2026, 11, 22), Which(kind="reception")
        sitting = desk.sittings.get(on, here)
        assert sitting.day.slot.place == "二楼" and sitting.closed_at is not None
        assert (sitting.outcome, sitting.company, sitting.summary) == ("received", "司法所 穆青", "接待两批。")
        assert [(guest.number, guest.booked, guest.state) for guest in sitting.guests] == [
            (1, True, "received"),
            (4, False, "received"),
            (3, True, "absent"),
            (2, True, "cancelled"),
        ]
        assert [guest.reception_no for guest in sitting.received] == ["清接2026-0001", "清接2026-0002"]
        first, second = sitting.received
        assert [(each.outcome, each.text) for each in first.opinions] == [
            ("in_charge", "我来包"),
            ("assigned", "村建办修"),
            ("answered", "后天修"),
        ]
        assert [each.due_on for each in first.opinions] == [date(2026, 12, 10), date(2026, 12, 10), None]
        assert (second.people, second.opinions[0].outcome) == (6, "reported")
        assert desk.sittings.get(on, Which(kind="village")).outcome == "talk"
        assert desk.sittings.get(date(2026, 12, 3)).guests[0].booking.phone == "13800002222"
        leaders, kinds = desk.sittings.counts(2026)
        assert leaders["盖世平"] == {
            "held": 2,
            "batches": 2,
            "people": 8,
            "answered": 1,
            "assigned": 1,
            "in_charge": 1,
            "reported": 1,
        }
        assert (kinds["village"]["day_talk"], kinds["reception"]["day_received"]) == (1, 1)
        assert desk.sitting_papers.record(on, 1, here).pdf.startswith(b"%PDF")
        assert desk.checks.run(deep=True) == []
    finally:
        desk.close()


def test_of_0006_the_steps_are_there(tmp_path: Path) -> None:
    """What was done before can still be taken back, and a month that was opened again is open."""
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[0].with_name("petidesk-0006.db"), folder / "petidesk.db")
    desk = open_desk(folder, purpose="window")
    try:
        desk.audit.clock_right()  # it was made on a day that the tests have not reached
        assert "2026-10" not in desk.months.closed()
        amended, added = desk.undo.steps()
        assert (amended.name, added.name) == ("更正 清访2026-0016", "登记 清访2026-0016")
        desk.undo.back()
        visit = desk.visits.get(amended.number)
        assert isinstance(visit, Visit) and visit.content.note == ""
        desk.undo.back()
        assert desk.visits.get(amended.number).voided
        assert desk.checks.run(deep=True) == []
    finally:
        desk.close()


def test_of_0008_the_staff_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[0].with_name("petidesk-0008.db"), folder / "petidesk.db")
    desk = open_desk(folder, staff="成小满", purpose="read")
    try:
        assert [(one.name, one.role, one.accusations, one.active) for one in desk.staff.all()] == [
            ("值班员", "admin", True, True),
            ("成小满", "lead", True, True),
            ("麦知秋", "registrar", False, True),
            ("柏向阳", "registrar", False, False),
        ]
    finally:
        desk.close()


def test_of_0009_the_office_keeps_records_as_long_as_it_set(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[0].with_name("petidesk-0009.db"), folder / "petidesk.db")
    desk = open_desk(folder, staff="成小满", purpose="read")
    try:
        listed = desk.retention.listed(date(2042, 1, 1))
        assert (listed.periods["visit"], listed.periods["dispute"]) == (15, 0)
        assert "清访2026-0005" in [one.record.number for one in listed.going]
        assert desk.retention.purges() == []
    finally:
        desk.close()


@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_it_can_be_restored(released: Path, tmp_path: Path) -> None:
    visits = {
        "petidesk-0004": 7,
        "petidesk-0005": 15,
        "petidesk-0006": 17,
        "petidesk-0007": 18,
        "petidesk-0008": 18,
        "petidesk-0009": 18,
    }.get(released.stem, 5)
    assert backups.restore(tmp_path / "office", released).visits == visits


def test_of_0004_orders_and_instructions_run_by_the_office_s_own_clocks(tmp_path: Path) -> None:
    """A 12345 order owes no notice, an instruction does; whatever was accepted, or came otherwise, keeps its clocks."""
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[3], folder / "petidesk.db")
    registered = "SELECT visit_id, case_id FROM case_event WHERE kind = 'registered' ORDER BY id"
    with closing(sqlite3.connect(folder / "petidesk.db")) as old:
        accepted = {case_id for (case_id,) in old.execute("SELECT case_id FROM case_event WHERE kind = 'accepted'")}
        came = list(old.execute(registered))
        order, instruction, letter = [visit for visit, case_id in came if case_id not in accepted][:3]
        begun = next(visit for visit, case_id in came if case_id in accepted)
        channels = {order: "hotline", instruction: "instruction", letter: "letter", begun: "hotline"}
        for visit_id, channel in channels.items():
            old.execute("UPDATE visit SET channel = ? WHERE id = ?", (channel, visit_id))
        old.commit()
    desk = open_desk(folder, purpose="window")
    try:
        with desk.reading() as connection:
            told = connection.exec_driver_sql(registered.replace("case_id", "document")).all()
        documents = {visit_id: loads(document) for visit_id, document in told}
        assert {visit: (documents[visit].get("order"), documents[visit]["notice_owed"]) for visit in channels} == {
            order: ("hotline", False),
            instruction: ("instruction", True),
            letter: (None, True),
            begun: (None, True),
        }
        cases = [desk.cases.get(desk.visits.get(visit_id=visit).matters[0].case_no) for visit in channels]
        clocks = {visit: {clock.kind for clock in case.clocks} for visit, case in zip(channels, cases, strict=True)}
        assert clocks[order] == {"hotline"} and clocks[instruction] == {"instruction", "written_notice"}
        assert clocks[begun] == {"written_notice", "handling"}, "it was accepted: the law's clocks go on"
        # what this test changed by hand, and nothing else
        found = {problem.what.partition("与留痕不符")[0] for problem in desk.checks.run(deep=True)}
        assert found <= {"来访的“信访渠道”", "信访件的经过的“内容”"} and found
    finally:
        desk.close()


def test_its_figures_are_known_at_every_moment_of_its_chain(tmp_path: Path) -> None:
    """What earlier versions wrote down of an amendment is enough to count as it was before."""
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copyfile(RELEASED[-1], folder / "petidesk.db")
    desk = open_desk(folder, staff="值班员", purpose="window")
    desk.audit.clock_right()  # it was made on a day that the tests have not reached
    year = Span(date(2026, 1, 1), date(2026, 12, 31))
    try:
        entries = {line.event_id: line for line in desk.audit.lines(1000)}
        changed = [number for number, line in entries.items() if line.action.endswith((".amended", ".voided"))]
        assert len(changed) >= 3
        for number in changed:
            before = Moment.of(min(entries[number].at, desk.now()), number - 1)
            for subject in SUBJECTS:
                table = desk.statistics.table(Asked(subject, year, (), "none", before))
                for figure in table.total.values():
                    assert desk.statistics.rows(figure.id, 1).sum == figure.value
    finally:
        desk.close()
