"""Whether every record still says what the audit trace says of it: whoever changes a value by hand is found.

What a payload never said cannot be compared: an older program told less, a purge took it, a closed record is sealed.
That is counted. Findings name the record, the field and the event of the trace; of a figure or of the office's own
words also what the trace says. A name or what was said is no finding's business: the history of the record has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from petidesk.domain.column_words import column_words, table_words
from petidesk.domain.letters.letters import UNMASKED
from petidesk.domain.listing import Problem
from petidesk.domain.secrets.sealed import alike, holds_sealed
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.safety import telling
from petidesk.storage.schema import audit_event, audit_payload, metadata
from petidesk.storage.schema.holding import Holds, holds

_MOST_FINDINGS = 1000
_SHORT = 60
_SHOWN = (Holds.FIGURE, Holds.OFFICE)


@dataclass(slots=True)
class Compared:
    """What came of it: findings, how many values were compared, how many records the trace does not tell."""

    problems: list[Problem] = field(default_factory=list)
    values: int = 0
    not_told: int = 0

    def finds(self, problem: Problem) -> None:
        """One finding more; of a file that is wrong throughout the first thousand are enough."""
        if len(self.problems) < _MOST_FINDINGS:
            self.problems.append(problem)

    def differs(self, table: str, column: str, where: str, told: Told, said: object, shown: object) -> None:
        """A value that is not what the trace says: `said` there, `shown` in the record."""
        words = f"{table_words(table)}的“{column_words(table, column)}”与留痕不符（留痕第{told.event_id}条"
        if not told.restricted and holds(metadata.tables[table].c[column]) in _SHOWN:
            words += f"写的是{_short(said)}，现在是{_short(shown)}"
        self.finds(Problem(f"{words}）", where))

    def lacks(self, table: str, where: str, told: Told) -> None:
        """A row that the trace speaks of and that is not there."""
        self.finds(Problem(f"{table_words(table)}不见了（留痕第{told.event_id}条写着有）", where))

    def unknown(self, table: str, where: str, told: Told) -> None:
        """A row that the trace of its record does not speak of."""
        self.finds(Problem(f"{table_words(table)}比留痕多（留痕第{told.event_id}条没有写）", where))


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the trace with what it says; `after` is None where nothing is left of it, or nobody here reads it."""

    event_id: int
    at: Any
    staff_id: int
    action: str
    subject: str
    after: Mapping[str, Any] | None
    restricted: bool


def _short(value: object) -> str:
    if value is None or value == "":
        return "空白"
    text = "是" if value is True else "否" if value is False else str(value)
    return f"“{text if len(text) <= _SHORT else text[:_SHORT] + '…'}”"


class Against:
    """Values of one row beside what one event says of them."""

    def __init__(self, compared: Compared, table: str, where: str, told: Told) -> None:
        self._compared = compared
        self._table = table
        self._where = where
        self._told = told

    def value(self, column: str, said: object, now: object) -> None:
        """One value of the row: what the event says, and what stands there now."""
        self._compared.values += 1
        if not alike(said, now):
            self._compared.differs(self._table, column, self._where, self._told, _text(said), _text(now))


def _text(value: object) -> object:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


def paired(
    compared: Compared, table: str, where: str, told: Told, said: Sequence[Any], rows: Sequence[Row[Any]]
) -> Iterable[tuple[int, Any, Row[Any], Against]]:
    """What was said beside the rows that there are, in their order; rows that are missing or too many are findings."""
    for place in range(max(len(said), len(rows))):
        here = f"{where} {place + 1}"
        if place >= len(rows):
            compared.lacks(table, here, told)
        elif place >= len(said):
            compared.unknown(table, here, told)
        else:
            against = Against(compared, table, here, told)
            against.value("place", place, rows[place].place)
            yield place, said[place], rows[place], against


_TOLD = select(
    audit_event.c.id,
    audit_event.c.at,
    audit_event.c.staff_id,
    audit_event.c.action,
    audit_event.c.subject,
    audit_payload.c.after,
    audit_payload.c.restricted,
    audit_payload.c.salt,
).outerjoin(audit_payload, audit_payload.c.event_id == audit_event.c.id)


def told_of(
    connection: Connection, kind: str, actions: Sequence[str], subjects: Sequence[str]
) -> dict[str, list[Told]]:
    """The events of these records with these actions, by record, in their order."""
    asked = _TOLD.where(
        audit_event.c.subject_kind == kind, audit_event.c.subject.in_(subjects), audit_event.c.action.in_(actions)
    ).order_by(audit_event.c.id)
    found: dict[str, list[Told]] = {}
    for told in read(connection, asked):
        found.setdefault(told.subject, []).append(told)
    return found


def told_by(connection: Connection, kind: str, actions: Sequence[str], size: int) -> Iterator[list[Told]]:
    """All events of this kind with these actions, in their order, `size` at a time."""
    asked = _TOLD.where(audit_event.c.subject_kind == kind, audit_event.c.action.in_(actions)).order_by(
        audit_event.c.id
    )
    page: list[Told] = []
    for told in read(connection, asked, size):
        page.append(told)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


def read(connection: Connection, asked: Select[Any], size: int = 200) -> Iterator[Told]:
    """The events that a query finds. What a purge left of a payload, and what is sealed, says nothing."""
    for row in connection.execute(asked, execution_options={"yield_per": size}):
        after = None
        if row.after and row.salt and not holds_sealed(row.after):
            try:
                after = loads(row.after)
            except ValueError:
                after = None
        yield Told(row.id, row.at, row.staff_id, row.action, row.subject, after, bool(row.restricted))


# ---- rows that a payload tells

# Where a row may go with its event: a stored plan is dropped, a village forgotten, a person known no longer.
_MAY_GO = frozenset(("reception_plan", "person_decision", "calendar_year", "village", "county_heading"))
_MAY_LEAVE = frozenset((("letter", "content"),))


def rows(connection: Connection, compared: Compared) -> None:
    """Every row as the newest event that tells it says, from the end of the chain to its beginning."""
    purged = connection.execute(
        select(func.max(audit_event.c.id)).where(audit_event.c.action == "retention.purged")
    ).scalar()
    seen: dict[str, set[str]] = {}
    last = None
    while True:
        asked = _TOLD.where(func.instr(audit_payload.c.after, f'"{telling.ROWS}":') > 0)
        if last is not None:
            asked = asked.where(audit_event.c.id < last)
        page = list(read(connection, asked.order_by(audit_event.c.id.desc()).limit(200)))
        if not page:
            break
        for told in page:
            for table, each in ((told.after or {}).get(telling.ROWS) or {}).items():
                known = seen.setdefault(table, set())
                new = {key: row for key, row in each.items() if key not in known}
                known.update(new)
                if new:
                    _compare_rows(connection, compared, table, new, told, told.event_id < (purged or 0))
        last = page[-1].event_id
    for table in telling.TABLES:
        total = connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()
        compared.not_told += max(int(total) - len(seen.get(table, ())), 0)


def _compare_rows(
    connection: Connection,
    compared: Compared,
    table: str,
    told_rows: Mapping[str, Mapping[str, Any]],
    told: Told,
    purged_since: bool,
) -> None:
    if table not in metadata.tables:
        return  # of a later version
    there = {str(row["_key"]): row for row in telling.rows_of(connection, table, list(told_rows))}
    for key, said in told_rows.items():
        where = str(said.get(telling.NUMBERS.get(table, "")) or f"{told.subject}，{table} {key}")
        row = there.get(key)
        if row is None:
            if table not in _MAY_GO:
                compared.lacks(table, where, told)
            continue
        for column, value in said.items():
            if column not in row or (purged_since and (table, column) in telling.SUMMED):
                continue
            compared.values += 1
            now = telling.plain(table, column, row[column])
            if now != value and not ((table, column) in _MAY_LEAVE and _without_mark(now) == _without_mark(value)):
                summed = (table, column) in telling.SUMMED
                compared.differs(
                    table, column, where, told, "另一个摘要" if summed else value, "现在的" if summed else now
                )


def _without_mark(content: str) -> str:
    """A letter's content without the mark that it names an accuser: it is put there when a case turns out to accuse."""
    try:
        kept = loads(content)
    except ValueError:
        return content
    kept.pop(UNMASKED, None)
    return dumps(kept)
