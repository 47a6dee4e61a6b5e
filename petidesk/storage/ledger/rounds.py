"""Screening rounds and what each village returned; a later return of the same village counts, the earlier stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from petidesk.domain.audit import Act
from petidesk.domain.ledger.rounds import NewRound, Return, Round
from petidesk.storage.file import numbers
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import dispute, round_return, screening_round


@dataclass(frozen=True, slots=True)
class RoundNumber:
    """The number of a new round."""

    round_no: str
    year: int
    serial: int


def add(connection: Connection, act: Act, new: NewRound, numbered: RoundNumber) -> int:
    """A new round, open."""
    row = {
        "round_no": numbered.round_no,
        "serial_year": numbered.year,
        "serial": numbered.serial,
        "kind": new.kind,
        "title": new.title,
        "since": new.since,
        "until": new.until,
        "due_on": new.due_on,
        "villages": dumps(list(new.villages)),
        "note": new.note,
        "opened_at": act.at,
        "staff_id": act.staff_id,
    }
    with numbers.unused("screening_round.round_no", numbered.round_no):
        return new_id(connection, insert(screening_round), row)


def find_no(connection: Connection, round_no: str) -> int | None:
    """The id of the round with this number."""
    wanted = select(screening_round.c.id).where(screening_round.c.round_no == round_no)
    return connection.execute(wanted).scalar()


def record_return(
    connection: Connection, act: Act, round_id: int, village: str, answer: str, on: date, by: str, note: str
) -> None:
    """What a village returned: reported, zero (零报告), or missing again when that was a slip."""
    row = {
        "round_id": round_id,
        "village": village,
        "answer": answer,
        "on_day": on,
        "by": by,
        "note": note,
        "recorded_at": act.at,
        "staff_id": act.staff_id,
    }
    connection.execute(insert(round_return), row)


def void(connection: Connection, round_id: int) -> None:
    """Take a round back: its number stays, it stands in no list."""
    connection.execute(update(screening_round).where(screening_round.c.id == round_id).values(voided=True))


def is_voided(connection: Connection, round_id: int) -> bool:
    """Whether the round was taken back."""
    return bool(connection.execute(select(screening_round.c.voided).where(screening_round.c.id == round_id)).scalar())


def load(connection: Connection, round_id: int) -> Round | None:
    """The round with every village's newest return and how many disputes of it were entered."""
    row = connection.execute(select(screening_round).where(screening_round.c.id == round_id)).one_or_none()
    return None if row is None else _round(connection, row)


def all_rounds(connection: Connection, limit: int, offset: int = 0) -> list[Round]:
    """Rounds that stand, the newest first."""
    rows = connection.execute(
        select(screening_round)
        .where(screening_round.c.voided.is_(False))
        .order_by(screening_round.c.due_on.desc(), screening_round.c.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [_round(connection, row) for row in rows]


def count(connection: Connection) -> int:
    """How many rounds stand."""
    standing = select(func.count()).where(screening_round.c.voided.is_(False))
    return int(connection.execute(standing).scalar_one())


def due_within(connection: Connection, first: date, last: date) -> int:
    """How many rounds had to be returned between these days, both included."""
    wanted = select(func.count()).where(
        screening_round.c.due_on.between(first, last), screening_round.c.voided.is_(False)
    )
    return int(connection.execute(wanted).scalar_one())


def _round(connection: Connection, row: Any) -> Round:
    newest: dict[str, Return] = {}
    found = connection.execute(
        select(round_return).where(round_return.c.round_id == row.id).order_by(round_return.c.id)
    )
    for one in found:
        newest[one.village] = Return(one.village, one.answer, one.on_day, one.by, one.note)
    entered = connection.execute(
        select(dispute.c.village, func.count())
        .where(dispute.c.round_id == row.id, dispute.c.voided.is_(False))
        .group_by(dispute.c.village)
    )
    counts = {village: int(number) for village, number in entered}
    asked: Sequence[str] = loads(row.villages)
    villages = dict.fromkeys((*asked, *newest, *(name for name in counts if name)))
    return Round(
        round_id=row.id,
        round_no=row.round_no,
        kind=row.kind,
        title=row.title,
        since=row.since,
        until=row.until,
        due_on=row.due_on,
        note=row.note,
        voided=row.voided,
        returns=tuple(_with_entered(newest.get(name, Return(name)), counts.get(name, 0)) for name in villages),
        entered=counts,
    )


def _with_entered(told: Return, entered: int) -> Return:
    """Who has entered disputes has reported, whatever was noted before."""
    return dataclasses.replace(told, answer="reported") if entered else told
