"""Serial numbers: one counter a kind and year, raised inside the transaction that commits the record."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import IntegrityError

from petidesk.domain.listing import Problem
from petidesk.domain.trouble import Refused
from petidesk.storage.prepared import Prepared
from petidesk.storage.schema import number_series, petition_case, visit

_FIRST = insert(number_series).values(last=1)
_NEXT = Prepared(
    _FIRST.on_conflict_do_update(
        index_elements=[number_series.c.kind, number_series.c.year], set_={"last": number_series.c.last + 1}
    ).returning(number_series.c.last)
)


def allot(connection: Connection, kind: str, year: int) -> int:
    """The next serial of `kind` (visit or case) in `year`. Rolled back with the transaction, so no gap is left."""
    return int(_NEXT.scalar(connection, {"kind": kind, "year": year}))


@contextlib.contextmanager
def unused(column: str, number: str) -> Iterator[None]:
    """Refuse (bad_value) a number that a record bears already: two patterns of an office may meet in one text."""
    try:
        yield
    except IntegrityError as error:
        if column not in str(error):
            raise
        raise Refused(
            "bad_value", f"按现在的编号格式，下一个编号“{number}”以前用过了。请先在单位设置里换一个编号格式。"
        ) from error


def verify(connection: Connection) -> list[Problem]:
    """Every series runs 1..last without a gap, and the records hold exactly those numbers."""
    problems = []
    for kind, table in (("visit", visit), ("case", petition_case)):
        found: dict[int, list[int]] = {}
        rows = connection.execution_options(yield_per=5000).execute(
            select(table.c.serial_year, table.c.serial).order_by(table.c.serial_year, table.c.serial)
        )
        for year, serial in rows:
            seen = found.setdefault(year, [0])
            if serial != seen[0] + 1:
                problems.append(Problem(f"编号不连续：{seen[0]}之后是{serial}", f"{kind} {year}"))
            seen[0] = serial
        counters = connection.execute(
            select(number_series.c.year, number_series.c.last).where(number_series.c.kind == kind)
        )
        series = {year: last for year, last in counters}
        for year in sorted(set(series) | set(found)):
            last = found.get(year, [0])[0]
            if series.get(year, 0) != last:
                problems.append(Problem(f"编号计数{series.get(year, 0)}与记录{last}不符", f"{kind} {year}"))
    return problems
