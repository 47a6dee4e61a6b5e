"""One value changed by hand, of whatever record: `check --deep` names the record, the field and what the trace says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety import checks
from petidesk.domain.column_words import column_words, table_words
from petidesk.storage import schema
from petidesk.storage.safety import told
from tests.desk.undo.deeds import DEEDS, Clock, make_ground, visit
from tests.storage.safety.by_hand import RETOLD, by_hand, named

# Done one after the other in one office these leave records of every kind; the others need what an earlier one took.
_DONE = (
    "Attachments.add",
    "Visits.add",
    "Visits.amend",
    "Visits.void",
    "People.not_same",
    "Cases.record",
    "Cases.undo",
    "Letters.issue",
    "Letters.void",
    "Ledger.add",
    "Ledger.amend",
    "Ledger.record",
    "Ledger.undo",
    "Ledger.void",
    "LedgerMonths.close",
    "Rounds.open",
    "Rounds.take",
    "County.set_mapping",
    "Imports.run",
    "OfficeDesk.change",
    "Calendars.import_document",
    "Attachments.remove",
    "Schedule.substitute",
    "Schedule.lock",
    "Schedule.keep_plan",
    "Sittings.opinion",
    "Sittings.note",
    "Sittings.close",
    "Meetings.hold",
    "VisitPapers.print_form",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office in the middle of its work with records of all kinds, and nothing wrong with them."""
    folder = tmp_path_factory.mktemp("told")
    ground = make_ground(folder / "data")
    clock = Clock()
    clock.now = datetime(2026, 11, 19, 10, 0)
    opened = open_desk(folder / "data", clock=clock)
    for name in _DONE:
        (folder / name).mkdir()
        DEEDS[name](opened, ground, folder / name)
    opened.letters.print_letter(ground.letter)
    opened.staff.add("成小满", "registrar")
    opened.cases.record(ground.plain, "split", {"on": "2026-11-19", "requests": [2]})
    again, _ = opened.visits.add(visit("晏青", "桥面又破了"))
    whither = {"on": "2026-11-19", "into": ground.plain, "untold_reason": "同一件事"}
    opened.cases.record(str(again.matters[0].case_no), "merged", whither)
    opened.visits.add(visit("戚小舟", "路基塌陷", materials=[{"name": "照片", "copies": 2}], case_no=ground.case))
    opened.schedule_papers.notice("2026-12")
    with opened.reading() as connection:
        found = checks.beside_the_trace(connection)
    assert found.problems == [] and found.values > 1000
    yield opened
    opened.close()


def test_every_column_of_every_table_is_retold_or_has_a_reason() -> None:
    there = {(name, column.name) for name, table in schema.metadata.tables.items() for column in table.columns}
    said = Counter((table, column) for table, column, _ in told.ways())
    assert set(said) == there and set(said.values()) == {1}


def test_every_column_that_is_retold_has_words() -> None:
    told_columns = [(table, column) for table, column, how in told.ways() if how in RETOLD]
    assert [one for one in told_columns if column_words(*one) == one[1] or table_words(one[0]) == one[0]] == []


@pytest.mark.parametrize("table", sorted({table for table, _, how in told.ways() if how in RETOLD} - {"purge"}))
def test_one_value_changed_by_hand_is_named(desk: Desk, table: str) -> None:
    columns = [(column, how) for name, column, how in told.ways() if name == table and how in RETOLD]
    with by_hand(desk) as connection:
        assert [column for column, how in columns if not named(connection, table, column, how)] == []


def test_the_office_s_own_words_are_said_and_nobody_is_named(desk: Desk) -> None:
    with by_hand(desk) as connection:
        connection.exec_driver_sql("UPDATE visit SET note = '改', people = 7 WHERE visit_no = '清访2026-0001'")
        connection.exec_driver_sql("UPDATE petitioner SET name = '某人' WHERE visit_id = 1")
        found = [
            problem for problem in checks.beside_the_trace(connection).problems if problem.where[:11] == "清访2026-0001"
        ]
        connection.exec_driver_sql("ROLLBACK TO whole")
    assert [problem.what for problem in found] == [
        "来访的“来访人数”与留痕不符（留痕第39条写的是“1”，现在是“7”）",
        "来访的“备注”与留痕不符（留痕第39条）",
        "来访人的“姓名”与留痕不符（留痕第39条）",
    ]


def test_what_is_missing_and_what_is_too_much_is_found(desk: Desk) -> None:
    with by_hand(desk) as connection:
        connection.exec_driver_sql("DELETE FROM petitioner WHERE visit_id = 1")
        connection.exec_driver_sql("DELETE FROM staff WHERE name = '成小满'")
        found = checks.beside_the_trace(connection).problems
        connection.exec_driver_sql("ROLLBACK TO whole")
    assert [problem.what.partition("（")[0] for problem in found] == ["来访人不见了", "工作人员不见了"]


def test_a_purge_that_nobody_did_hides_nothing(desk: Desk) -> None:
    with by_hand(desk) as connection:
        connection.exec_driver_sql("UPDATE visit SET purge_id = 1, note = '改' WHERE id = 1")
        found = {problem.what.partition("（")[0] for problem in checks.beside_the_trace(connection).problems}
        connection.exec_driver_sql("ROLLBACK TO whole")
    assert found == {"来访写着已经按期销毁，留痕却还在", "来访的“备注”与留痕不符"}
