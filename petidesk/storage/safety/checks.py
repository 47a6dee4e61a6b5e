"""What `check` looks at in the file: its integrity, records that are whole, columns and words that follow from records.

Every function reads one snapshot and gives back findings, none when all is well. Findings name records by their number
or id, never by a person's name.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select, text

from petidesk.domain import search as search_rules
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.listing import Problem
from petidesk.domain.opened import Opened
from petidesk.domain.retention.periods import GONE
from petidesk.domain.visits.visits import Matter, NewVisit, Petitioner
from petidesk.storage import closing
from petidesk.storage.file import search_index as search
from petidesk.storage.file.json_text import loads
from petidesk.storage.schema import (
    audit_event,
    case_event,
    dispute,
    letter,
    matter,
    person,
    petition_case,
    petitioner,
    visit,
)
from petidesk.storage.visits import visits

_MOST_FINDINGS = 100
_PAGE = 1000
_MOST_ASKED = 2000


def integrity(connection: Connection, *, deep: bool) -> list[Problem]:
    """SQLite's own check of the file (`deep` also compares every index with its table), and the foreign keys."""
    name = "integrity_check" if deep else "quick_check"
    said = connection.execute(text(f"PRAGMA {name}({_MOST_FINDINGS})")).scalars().all()
    problems = [Problem(f"数据文件损坏：{line}", "petidesk.db") for line in said if line != "ok"]
    if problems:
        return problems
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST_FINDINGS)
    return [Problem(f"记录指向的{row[2]}不存在", f"{row[0]} {row[1]}") for row in broken]


def whole_records(connection: Connection) -> list[Problem]:
    """Every visit has its petitioners, its matters, an audit event; every matter brought its case an event."""
    wanted = (
        ("来访没有来访人", ~exists().where(petitioner.c.visit_id == visit.c.id)),
        ("来访没有事项", ~exists().where(matter.c.visit_id == visit.c.id)),
        (
            "来访没有审计记录",
            ~exists().where(audit_event.c.subject_kind == "visit", audit_event.c.subject == visit.c.visit_no),
        ),
        ("限制查阅的来访在列表里露出了姓名或标题", and_(visit.c.restricted, visit.c.names + visit.c.heading != "")),
    )
    problems = [
        Problem(what, visit_no)
        for what, lacking in wanted
        for visit_no in connection.execute(select(visit.c.visit_no).where(lacking).limit(_MOST_FINDINGS)).scalars()
    ]
    brought = exists().where(case_event.c.visit_id == matter.c.visit_id, case_event.c.case_id == matter.c.case_id)
    rows = connection.execute(
        select(visit.c.visit_no, matter.c.place)
        .join(visit, visit.c.id == matter.c.visit_id)
        .where(~brought)
        .limit(_MOST_FINDINGS)
    )
    return problems + [Problem("事项没有记入信访件", f"{visit_no} {place + 1}") for visit_no, place in rows]


def list_columns(connection: Connection) -> list[Problem]:
    """The columns that lists show and sort by are what the record says."""
    problems: list[Problem] = []
    after = 0
    while page := connection.execute(select(visit).where(visit.c.id > after).order_by(visit.c.id).limit(_PAGE)).all():
        last = page[-1].id
        people = _grouped(connection, petitioner, after, last)
        matters = _grouped(connection, matter, after, last)
        for row in page:
            content = _listed_content(row, people.get(row.id, ()), matters.get(row.id, ()))
            expected = visits.list_columns(content)
            if row.purge_id is not None:
                expected |= {"names": "", "heading": GONE if row.heading else ""}
            wrong = sorted(name for name, value in expected.items() if getattr(row, name) != value)
            if wrong:
                problems.append(Problem(f"列表栏目与记录不符：{'、'.join(wrong)}", row.visit_no))
        after = last
    return problems


def _grouped(connection: Connection, table: Any, after: int, last: int) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = connection.execute(
        select(table)
        .where(table.c.visit_id > after, table.c.visit_id <= last)
        .order_by(table.c.visit_id, table.c.place)
    )
    for row in rows:
        found.setdefault(row.visit_id, []).append(row)
    return found


def _listed_content(row: Any, people: Sequence[Any], matters: Sequence[Any]) -> NewVisit:
    """As much of the visit as its list columns follow from."""
    return NewVisit(
        at=row.at,
        channel=row.channel,
        petitioners=tuple(Petitioner(name=part.name, village=part.village) for part in people),
        matters=tuple(
            Matter(
                part.purpose,
                part.statement,
                title=part.title,
                requests=tuple(loads(part.requests)),
                village=part.village,
            )
            for part in matters
        ),
    )


_INDEXED = text("SELECT id FROM search_text_docsize ORDER BY id")
_SIZES = text("SELECT sz FROM search_text_docsize WHERE id = :id")
_HOLDS = text("SELECT 1 FROM search_text WHERE search_text MATCH :match AND rowid = :id LIMIT 1")


def _holds(connection: Connection, row_id: int, query: str) -> bool:
    """Whether the entry answers the query. One row is enough: a second would be looked for to the end of the index."""
    match = search_rules.match_expression(search_rules.parse_query(query))
    return connection.execute(_HOLDS, {"match": match, "id": row_id}).scalar() is not None


def search_entries(connection: Connection) -> list[Problem]:
    """The index holds an entry for each record that says so and no other, each where it belongs.

    Every visit's entry is looked for; of a long register some two thousand, spread over it, are also asked for by
    number, which costs a millisecond each.
    """
    expected = (
        connection.execute(
            select(table.c.search_id).where(table.c.search_id.is_not(None)).order_by(table.c.search_id)
        ).scalars()
        for table in (visit, petition_case, person, letter, dispute)
    )
    problems = _differences(heapq.merge(*expected), connection.execute(_INDEXED).scalars())
    rows = connection.execution_options(yield_per=_PAGE).execute(
        select(visit.c.id, visit.c.visit_no, visit.c.at, visit.c.search_id)
    )
    stride = max(int(connection.execute(select(func.count()).select_from(visit)).scalar_one()) // _MOST_ASKED, 1)
    for place, (visit_id, visit_no, at, search_id) in enumerate(rows):
        if search_id != search.entry_id("visit", visit_id, at.date()):
            problems.append(Problem("来访不在搜索索引里它该在的位置", visit_no))
        elif place % stride == 0 and not _holds(connection, search_id, visit_no):
            problems.append(Problem("按编号搜索不到这条来访", visit_no))
    return problems


def _differences(expected: Iterator[int], found: Iterator[int]) -> list[Problem]:
    """Compare two ascending streams of entries."""
    problems: list[Problem] = []
    marked = heapq.merge(((entry, "记录") for entry in expected), ((entry, "索引") for entry in found))
    previous: tuple[int, str] | None = None
    for entry in marked:
        if previous is not None and previous[0] == entry[0]:
            previous = None
            continue
        if previous is not None:
            problems.append(_lonely(previous))
        previous = entry
    if previous is not None:
        problems.append(_lonely(previous))
    return problems[:_MOST_FINDINGS]


def _lonely(entry: tuple[int, str]) -> Problem:
    hit = search.hit(entry[0])
    what = "记录不在搜索索引里" if entry[1] == "记录" else "搜索索引里有不该有的内容"
    return Problem(what, f"{hit.kind} {hit.ref}")


def restricted_words(connection: Connection, opened: Opened) -> list[Problem]:
    """Nothing of an accusation is in the search index (《信访工作条例》第三十条第三款)."""
    problems = [
        Problem("限制查阅的内容进入了搜索索引", f"person {ref}")
        for ref in connection.execute(
            select(person.c.id).where(person.c.restricted, person.c.search_id.is_not(None)).limit(_MOST_FINDINGS)
        ).scalars()
    ]
    closed = select(petition_case.c.case_no, petition_case.c.search_id).where(petition_case.c.restricted)
    for case_no, search_id in connection.execute(closed).all():
        if search_id is not None and _words_kept(connection, search_id) != _words((case_no,), ()):
            problems.append(Problem("限制查阅的内容进入了搜索索引", case_no))
    accused = select(matter.c.visit_id).where(matter.c.purpose == ACCUSATION).distinct()
    for visit_id in connection.execute(accused).scalars().all():
        found = visits.load(connection, visit_id, opened)
        if found is None:
            continue
        sealed = closing.seals_here(connection)
        due = _words(*visits.searchable(found.visit_no, found.foreign_no, found.content, sealed=sealed))
        if _words_kept(connection, search.entry_id("visit", visit_id, found.at.date())) != due:
            problems.append(Problem("检举控告在搜索索引里的内容比应有的多或少", found.visit_no))
    return problems


def _words(fields: Iterable[str], names: Iterable[str]) -> tuple[int, ...]:
    """How many words each column of the index may hold of a record."""
    return len(search_rules.body_fts_text(fields).split()), len(search_rules.initials_fts_text(names).split())


def _words_kept(connection: Connection, search_id: int) -> tuple[int, ...]:
    """How many words each column holds: the index keeps the numbers as variable-length integers, seven bits a byte."""
    sizes, value = [], 0
    for byte in connection.execute(_SIZES, {"id": search_id}).scalar() or b"":
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            sizes.append(value)
            value = 0
    return tuple(sizes)
