"""The sample office: the same rows for the same options, all that a practice office needs, and the demo on it."""

from __future__ import annotations

import dataclasses
import json
import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pypdfium2
import pytest
import sqlcipher3.dbapi2 as driver

from petidesk.desk.cases.loading import case_facts, load
from petidesk.desk.office.calendars import built_in_calendar
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.cases.cases import CaseEvent
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.cases.reading import parse_event
from petidesk.domain.cases.rules import check
from petidesk.domain.codes import CHANNELS, PURPOSES
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.meetings import MeetingQuery
from petidesk.domain.opened import Opened
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.visits import parse_new_visit
from petidesk.practice.day import DAY, LIST, OFFICE, run_demo
from petidesk.practice.office import make_sample
from petidesk.practice.town import entry_times
from petidesk.storage.cases import cases as case_rows
from tests.offices import whole

UNTIL = date(2026, 10, 31)
VISITS = 500


def _dump(folder: Path) -> list[str]:
    """Every row of every table, the search index with it."""
    connection = driver.connect(str(folder / "petidesk.db"))
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        found = [
            f"{name} {row}"
            for (name,) in tables
            for row in sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
        ]
        assert len(found) > 500
        return found
    finally:
        connection.close()


def test_same_options_give_the_same_rows_and_another_seed_gives_others(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        make_sample(tmp_path / name, visits=24, disputes=8, until=UNTIL, seed=seed)
    assert _dump(tmp_path / "one") == _dump(tmp_path / "again")
    assert _dump(tmp_path / "one") != _dump(tmp_path / "other")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "office"
    make_sample(folder, visits=VISITS, disputes=30, until=UNTIL)
    return folder


def test_every_kind_of_visit_occurs_and_every_check_holds(office: Path) -> None:
    desk = open_desk(office, purpose="read")
    try:
        rows = desk.visits.rows(VisitQuery(), 1000)
        visits = [whole(desk, row.visit_no) for row in rows]
        assert desk.practice and len(visits) == VISITS
        assert {visit.content.channel for visit in visits} == set(CHANNELS)
        assert {stored.matter.purpose for visit in visits for stored in visit.matters} == set(PURPOSES)
        people = [person for visit in visits for person in visit.content.petitioners]
        assert any(person.anonymous for person in people) and any(person.address_unknown for person in people)
        assert any(visit.content.group and len(visit.content.petitioners) > 1 for visit in visits)
        assert any(visit.voided for visit in visits) and any(visit.version > 1 and not visit.voided for visit in visits)
        assert any(stored.first_or_repeat == "repeat" for visit in visits for stored in visit.matters)
        assert {"䶮", "𬱟", "𠮷", "㛃"} & set("".join(person.name for person in people))
        assert {name[0] for name in (person.name for person in people) if name} >= set("单曾仇查解区任盖")
        phones = {(person.phone, person.name) for person in people if person.phone}
        assert max(Counter(phone for phone, _ in phones).values()) > 1, "a family shares a telephone"
        assert {visit.entered_at.year for visit in visits} == {2024, 2025, 2026}
        assert max(visit.entered_at for visit in visits).date() <= UNTIL
        assert len(desk.drafts.whole()) == 2
        assert desk.checks.run(deep=True) == [] and desk.audit.verify().ok
    finally:
        desk.close()


def test_what_it_registers_is_what_visit_add_would_take(office: Path) -> None:
    desk = open_desk(office, purpose="read")
    try:
        for row in desk.visits.rows(VisitQuery(), 200):
            visit = whole(desk, row.visit_no)
            read = parse_new_visit(content_document(visit.content), now=datetime(2026, 10, 31, 18))
            assert dataclasses.replace(read, warnings=()) == visit.content
            assert read.warnings == ()
    finally:
        desk.close()


def test_repeat_visits_are_of_the_same_person_about_the_same_case(office: Path) -> None:
    desk = open_desk(office, purpose="read")
    try:
        seen: dict[str, set[int | None]] = {}
        repeats = 0
        for row in reversed(desk.visits.rows(VisitQuery(sort="visit_no"), 1000)):
            visit = whole(desk, row.visit_no)
            persons = {person.person_id for person in visit.content.petitioners}
            for stored in visit.matters:
                if stored.first_or_repeat == "repeat":
                    repeats += 1
                    assert persons & seen[stored.case_no]
                seen.setdefault(stored.case_no, set()).update(persons)
        assert repeats > VISITS / 9
    finally:
        desk.close()


def test_its_cases_live_by_the_rules_of_the_desk(office: Path) -> None:
    """Every event is tried again in the order in which it was recorded; what was undone or split off is left out."""
    desk = open_desk(office, purpose="read")
    lived: Counter[str] = Counter()
    try:
        with desk.reading() as connection:
            rules = desk.cases.rules_within(connection)
            for kept in case_rows.projections(connection, 0, 1000):
                case = load(connection, kept.case_id, rules, UNTIL, Opened())
                facts = case_facts(case, rules)
                letters = {number: replace(letter, served=False) for number, letter in facts.letters.items()}
                facts = replace(facts, letters=letters)
                known: list[CaseEvent] = []
                for event in sorted(case.events, key=lambda event: event.event_id):
                    new = CaseEvent(event.kind, event.on, event.content, event.event_id)
                    carried = "from_case" in event.content
                    if KINDS[event.kind].by_hand and not carried:
                        told = {key: event.content[key] for key in asks(event.kind) if key in event.content}
                        parse_event(event.kind, {"on": event.on.isoformat(), **told}, today=UNTIL)
                        check(known, new, facts)
                        lived[event.kind] += 1
                    known = sorted([*known, new], key=lambda one: (one.on, one.event_id))
                    assert event.on <= event.recorded_at.date() <= UNTIL
    finally:
        desk.close()
    assert {
        "told",
        "entered",
        "routed",
        "accepted",
        "not_accepted",
        "transferred",
        "assigned",
        "returned",
        "in_charge",
        "contacted",
        "instructed",
        "extended",
        "concluded",
        "served",
        "rated",
        "followed_up",
        "closed",
        "split",
        "merged",
        "met",
    } <= set(lived)
    assert lived["told"] > VISITS / 2 and lived["concluded"] > VISITS / 3


def asks(kind: str) -> list[str]:
    return [ask.key for ask in KINDS[kind].asks]


def test_every_paper_can_be_printed_from_it_and_something_waits(office: Path) -> None:
    desk = open_desk(office, purpose="read", clock=lambda: datetime(2026, 10, 31, 9))
    try:
        issued = {letter.form for letter in desk.letters.rows(LetterQuery(), 1000) if letter.state == "issued"}
        missing = {kind.name for kind in desk.letters.kinds() if kind.of != "meeting"} - issued
        assert missing == {"suspension_notice"}, "it needs a local basis, which no office has unless it types one"
        board = desk.home.board()
        assert board.due.overdue + board.due.today + board.due.soon > 0
        assert board.tasks.overdue > 0 and board.tasks.today > 0 and board.tasks.soon > 0
        assert board.waiting.count > 0 and board.draft_letters > 0 and board.not_entered
        assert {meeting.state for meeting in desk.meetings.rows(MeetingQuery(), 99)} == {"planned", "held"}
        states = {row.state for row in desk.cases.rows(CaseQuery(), 1000)}
        assert {"registered", "told", "accepted", "concluded", "served", "closed", "routed"} <= states
        accused = desk.cases.rows(CaseQuery(purpose="accusation"), 100)
        assert accused and not any(row.title or row.names for row in accused)
    finally:
        desk.close()


def test_a_freshly_made_folder_is_filled_and_becomes_practice(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    create_office(folder, office="白水乡", county="永宁县", villages=["上坝村"])
    make_sample(folder, visits=15, until=UNTIL)
    desk = open_desk(folder, purpose="read")
    try:
        assert desk.practice and desk.office.current().name == "白水乡"
        assert desk.visits.count(VisitQuery()) == 15
        assert {row.village for row in desk.visits.rows(VisitQuery(), 15)} <= {"上坝村", ""}
    finally:
        desk.close()
    with pytest.raises(Refused) as refusal:
        make_sample(folder, visits=1, until=UNTIL)
    assert refusal.value.code == "forbidden"


@pytest.mark.parametrize("wrong", [{"visits": -1}, {"disputes": -1}, {"years": 0}, {"years": 1000}])
def test_impossible_options_leave_no_folder(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(Refused) as refusal:
        make_sample(tmp_path / "none", until=UNTIL, **wrong)
    assert refusal.value.code == "bad_value" and refusal.value.field == next(iter(wrong))
    assert not (tmp_path / "none").exists()


def test_entries_fall_on_working_days_only() -> None:
    calendar = built_in_calendar()
    times = entry_times(random.Random(3), 400, date(2026, 9, 1), date(2026, 10, 31), calendar)
    assert times == sorted(times) and len(times) == 400
    assert all(calendar.is_working_day(day) for day, _ in times)


def test_the_demonstration_makes_every_paper_and_refuses_to_write_over_others(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    made = run_demo(out, visits=25)
    assert all((out / item.file).is_file() and item.what for item in made)
    assert {f"visit-slip-{size}.pdf" for size in ("a4", "a5", "80mm", "58mm")} <= {item.file for item in made}
    slip = pypdfium2.PdfDocument(out / "visit-slip-a5.pdf")
    told = slip[0].get_textpage().get_text_range()
    slip.close()
    assert "单桂花" in told and "演练" in told
    assert json.loads((out / "old-visits-import.json").read_text(encoding="utf-8"))["taken"] == 4
    letters = {item.file for item in made if item.file.startswith("letter-")}
    assert letters == {
        f"letter-{name}.pdf"
        for name in (
            "acceptance-notice",
            "assignment-slip",
            "extension-notice",
            "handling-opinion",
            "service-receipt",
            "whole-file",
        )
    }
    opinion = pypdfium2.PdfDocument(out / "letter-handling-opinion.pdf")
    said = "".join(page.get_textpage().get_text_range() for page in opinion).replace("\r\n", "")
    opinion.close()
    assert all(words in said for words in ("乐天佑", "予以部分支持", "安平县人民政府", "30日", "演练"))
    assert "法定期限" in (out / "home-board.txt").read_text(encoding="utf-8")
    assert "单桂花" in (out / "returning-visitor.txt").read_text(encoding="utf-8")
    desk = open_desk(out / OFFICE, purpose="read")
    try:
        of_the_day = desk.visits.rows(VisitQuery(since=DAY, until=DAY), 50)
        assert len(of_the_day) == 6
        returning = desk.visits.get(of_the_day[-1].visit_no)
        assert returning.matters[0].first_or_repeat == "repeat"
    finally:
        desk.close()
    with pytest.raises(Refused) as refusal:
        run_demo(out, visits=25)
    assert refusal.value.code == "forbidden"
    assert all((out / item.file).is_file() for item in made), "a refusal takes nothing away"
    (out / LIST).unlink()
    with pytest.raises(Refused):
        run_demo(out, force=True, visits=25)
    assert (out / OFFICE / "petidesk.db").is_file(), "what is not listed as its own is not replaced"


def test_the_demonstration_can_be_played_again_but_not_under_an_open_window(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    first = [(item.file, item.what) for item in run_demo(out, visits=8)]
    papers = {path.name: path.read_bytes() for path in out.glob("*.*") if path.name != LIST}
    window = open_desk(out / OFFICE, purpose="window")
    try:
        with pytest.raises(KnownTrouble) as trouble:
            run_demo(out, force=True, visits=8)
        assert trouble.value.code == "locked" and (out / "visit-slip-a4.pdf").exists()
    finally:
        window.close()
    assert [(item.file, item.what) for item in run_demo(out, force=True, visits=8)] == first
    assert {path.name: path.read_bytes() for path in out.glob("*.*") if path.name != LIST} == papers
