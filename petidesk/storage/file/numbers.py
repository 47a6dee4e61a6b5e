"""Serial numbers: one counter a kind and year, raised inside the transaction that commits the record."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import IntegrityError

from petidesk.domain.listing import Problem
from petidesk.domain.office.unset import OfSetting
from petidesk.storage.file.json_text import loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import (
    audit_event,
    audit_payload,
    dispute,
    letter,
    meeting,
    number_series,
    petition_case,
    reception_guest,
    screening_round,
    visit,
)

# The action that records which serials a restore passes over.
CONTINUED = "numbers.continued"
_GIVEN = "petidesk.given_out"
_FIRST = insert(number_series).values(last=1)
_NEXT = Prepared(
    _FIRST.on_conflict_do_update(
        index_elements=[number_series.c.kind, number_series.c.year], set_={"last": number_series.c.last + 1}
    ).returning(number_series.c.last)
)


def allot(connection: Connection, kind: str, year: int) -> int:
    """The next serial of `kind` (visit, case, or `letter` with its series) in `year`.

    Rolled back with the transaction, so no gap is left. Papers numbered inside a case's file have the year 0.
    """
    serial = int(_NEXT.scalar(connection, {"kind": kind, "year": year}))
    connection.info.setdefault(_GIVEN, {})[kind, year] = serial
    return serial


def take_given(connection: Connection) -> dict[tuple[str, int], int]:
    """The last serial of each series that was given out over this connection since this was asked last."""
    found: dict[tuple[str, int], int] = connection.info.pop(_GIVEN, {})
    return found


def behind(connection: Connection, known: Mapping[tuple[str, int], int]) -> list[dict[str, Any]]:
    """The serials from the next of each series up to the one that is `known` to have been given out."""
    last = _counted(connection)
    return [
        {"kind": kind, "year": year, "from": last.get((kind, year), 0) + 1, "to": serial}
        for (kind, year), serial in sorted(known.items())
        if serial > last.get((kind, year), 0)
    ]


def ahead(connection: Connection, known: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    """The last serial of each series where it is higher than what is `known`: an earlier program noted none.

    Only those that a record bears: a counter that was damaged must not move the numbers for good.
    """
    return {
        series: last
        for series, last in _counted(connection).items()
        if isinstance(series[0], str) and isinstance(last, int) and last > known.get(series, 0)
        if _borne(connection, *series, last)
    }


def _counted(connection: Connection) -> dict[tuple[str, int], int]:
    rows = connection.execute(select(number_series.c.kind, number_series.c.year, number_series.c.last))
    return {(kind, year): last for kind, year, last in rows}


def _borne(connection: Connection, kind: str, year: int, serial: int) -> bool:
    table = _SIMPLE.get(kind, letter)
    bears = select(table.c.id).where(table.c.serial_year == year, table.c.serial == serial)
    if table is letter:
        bears = bears.where(letter.c.series == kind.removeprefix(_LETTER))
    return connection.execute(bears.limit(1)).first() is not None


def go_on_above(connection: Connection, gaps: Iterable[Mapping[str, Any]]) -> None:
    """Each series goes on above its gap, which the caller records in the chain (`CONTINUED`)."""
    for gap in gaps:
        values = {"kind": gap["kind"], "year": gap["year"], "last": gap["to"]}
        keys = [number_series.c.kind, number_series.c.year]
        raised = insert(number_series).values(values)
        connection.execute(raised.on_conflict_do_update(index_elements=keys, set_={"last": gap["to"]}))


def _recorded_gaps(connection: Connection) -> dict[tuple[str, int], dict[int, int]]:
    """Of each series the gaps that a restore left and recorded: first serial to last."""
    found: dict[tuple[str, int], dict[int, int]] = {}
    recorded = (
        select(audit_payload.c.after)
        .join(audit_event, audit_event.c.id == audit_payload.c.event_id)
        .where(audit_event.c.subject_kind == "office", audit_event.c.action == CONTINUED)
    )
    for after in connection.execute(recorded).scalars():
        for gap in loads(after)["series"] if after else ():
            found.setdefault((gap["kind"], gap["year"]), {})[gap["from"]] = gap["to"]
    return found


def _behind_gaps(last: int, gaps: Mapping[int, int]) -> int:
    """The serial after which the next is given out: behind the gaps that begin right after `last`."""
    while last + 1 in gaps:
        last = gaps[last + 1]
    return last


@contextlib.contextmanager
def unused(column: str, number: str) -> Iterator[None]:
    """Refuse (bad_value) a number that a record bears already: two patterns of an office may meet in one text."""
    try:
        yield
    except IntegrityError as error:
        if column not in str(error):
            raise
        words = f"按现在的编号格式，下一个编号“{number}”以前用过了。请先在单位设置里换一个编号格式。"
        raise OfSetting("bad_value", words, [_PATTERNS.get(column, "organ_code")]) from error


# By which setting the numbers of a column are made; the others begin with the organ's code.
_PATTERNS = {
    "visit.visit_no": "visit_pattern",
    "petition_case.case_no": "case_pattern",
    "dispute.dispute_no": "dispute_pattern",
}


def letter_series(series: str) -> str:
    """The counter of a series of letters."""
    return f"{_LETTER}{series}"


def counter(kind: str) -> str:
    """The counter of a kind as a person names it: visit, case and the like, else a series of letters."""
    return kind if kind in _SIMPLE else letter_series(kind)


_LETTER = "letter "
# Counters with a table of their own; every series of letters is one more.
_SIMPLE = {
    "visit": visit,
    "case": petition_case,
    "meeting": meeting,
    "dispute": dispute,
    "round": screening_round,
    "reception": reception_guest,
}


def verify(connection: Connection) -> list[Problem]:
    """Every series runs 1..last, the records hold exactly those numbers, voided ones included, and none is missing
    but those of the gaps that a restore recorded.
    """
    held: dict[tuple[str, int], int] = {}
    gaps = _recorded_gaps(connection)
    problems = []
    for kind, year, serial in _given_out(connection):
        before = held.get((kind, year), 0)
        if serial not in (before + 1, _behind_gaps(before, gaps.get((kind, year), {})) + 1):
            problems.append(Problem(f"编号不连续：{before}之后是{serial}", f"{kind} {year}"))
        held[kind, year] = serial
    counters = connection.execute(select(number_series.c.kind, number_series.c.year, number_series.c.last))
    counted = {(kind, year): last for kind, year, last in counters if kind in _SIMPLE or kind.startswith(_LETTER)}
    for kind, year in sorted(set(counted) | set(held)):
        last, found = counted.get((kind, year), 0), held.get((kind, year), 0)
        if last not in (found, _behind_gaps(found, gaps.get((kind, year), {}))):
            problems.append(Problem(f"编号计数{last}与记录{found}不符", f"{kind} {year}"))
    return problems


def _given_out(connection: Connection) -> Iterator[tuple[str, int, int]]:
    """Every number that a record bears: its counter, its year, its serial, in the order of each series."""
    paged = connection.execution_options(yield_per=5000)
    for kind, table in _SIMPLE.items():
        for year, serial in paged.execute(
            select(table.c.serial_year, table.c.serial)
            .where(table.c.serial.is_not(None))
            .order_by(table.c.serial_year, table.c.serial)
        ):
            yield kind, year, serial
    for series, year, serial in paged.execute(
        select(letter.c.series, letter.c.serial_year, letter.c.serial)
        .where(letter.c.serial.is_not(None))
        .order_by(letter.c.series, letter.c.serial_year, letter.c.serial)
    ):
        yield letter_series(series), year, serial
