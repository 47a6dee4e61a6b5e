"""Reception days, their changes, leave and notices in rows. No day is ever deleted, only cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from petidesk.domain.audit import Act
from petidesk.domain.reception.days import Change, NewDay, ReceptionDay, Slot
from petidesk.domain.reception.rota import Leave
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import (
    reception_change,
    reception_day,
    reception_leave,
    reception_notice,
    reception_plan,
    staff,
)

_DAY = reception_day.c


@dataclass(frozen=True, slots=True)
class DayQuery:
    """Which receptions; empty fields do not select. `since` and `until` go by the day itself, both included."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    place: str | None = None
    village: str | None = None
    leader: str = ""
    cancelled: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL."""
        found: list[ColumnElement[bool]] = [] if self.cancelled else [_DAY.cancelled.is_(False)]
        if self.since is not None:
            found.append(_DAY.on_day >= self.since)
        if self.until is not None:
            found.append(_DAY.on_day <= self.until)
        for column, value in ((_DAY.kind, self.kind or None), (_DAY.place, self.place), (_DAY.village, self.village)):
            if value is not None:
                found.append(column == value)
        if self.leader:
            names = func.json_each(_DAY.leaders).table_valued("value")
            found.append(select(names.c.value).where(names.c.value == self.leader).exists())
        return found


def days(connection: Connection, query: DayQuery, limit: int | None = None, offset: int = 0) -> list[ReceptionDay]:
    """The receptions in the order of their days, with what happened to each."""
    return _loaded(connection, query.conditions(), limit, offset)


def count(connection: Connection, query: DayQuery) -> int:
    """How many receptions the query names."""
    return int(
        connection.execute(select(func.count()).select_from(reception_day).where(*query.conditions())).scalar_one()
    )


def of_series(
    connection: Connection, kind: str, place: str, village: str, since: date, until: date, on: Iterable[date]
) -> list[ReceptionDay]:
    """The receptions of one kind, place and village that were ruled for these days or lie on a day of `on`.

    One that was moved to another place by hand belongs where its rule had put it; `strangers` gives those moved here.
    """
    ruled = _DAY.rule_date.between(since, until)
    here = [_DAY.kind == kind, _DAY.ruled_place == place, _DAY.village == village]
    return _loaded(connection, [*here, or_(ruled, _DAY.on_day.in_(list(on)))], None, 0)


def strangers(connection: Connection, kind: str, place: str, village: str, on: Iterable[date]) -> list[ReceptionDay]:
    """The receptions that a rule had put elsewhere and somebody moved here, to a day of `on`; cancelled ones too."""
    here = [_DAY.kind == kind, _DAY.place == place, _DAY.ruled_place != place, _DAY.village == village]
    return _loaded(connection, [*here, _DAY.on_day.in_(list(on))], None, 0)


def get(connection: Connection, day_id: int) -> ReceptionDay:
    """One reception by its id."""
    (found,) = _loaded(connection, [_DAY.id == day_id], None, 0)
    return found


def swapped_with(connection: Connection, at: datetime, day_id: int) -> list[ReceptionDay]:
    """The receptions with which this one was swapped at that very moment.

    A swap writes its two lines one after the other, so the lines of a moment come in pairs, however many swaps it saw.
    """
    told = reception_change.c
    chosen = select(told.day_id).where(told.kind == "swapped", told.at == at).order_by(told.id)
    swapped = connection.execute(chosen).scalars().all()
    pairs = list(zip(swapped[::2], swapped[1::2], strict=True))
    partners = [other for pair in pairs for one, other in (pair, pair[::-1]) if one == day_id]
    return _loaded(connection, [_DAY.id.in_(partners)], None, 0)


def _loaded(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int | None, offset: int
) -> list[ReceptionDay]:
    chosen = (
        select(reception_day)
        .where(*conditions)
        .order_by(_DAY.on_day, _DAY.hours, _DAY.id)
        .limit(-1 if limit is None else limit)
        .offset(offset)
    )
    rows = connection.execute(chosen).all()
    wanted = chosen.with_only_columns(_DAY.id)
    told: dict[int, list[Change]] = {}
    for row in connection.execute(
        select(reception_change, staff.c.name.label("staff_name"))
        .join(staff, staff.c.id == reception_change.c.staff_id)
        .where(reception_change.c.day_id.in_(wanted))
        .order_by(reception_change.c.id)
    ):
        before, after = tuple(loads(row.before)), tuple(loads(row.after))
        told.setdefault(row.day_id, []).append(Change(row.kind, before, after, row.why, row.at, row.staff_name))
    return [_day(row, tuple(told.get(row.id, ()))) for row in rows]


def _day(row: Any, changes: tuple[Change, ...]) -> ReceptionDay:
    return ReceptionDay(
        day_id=row.id,
        slot=Slot(row.on_day, row.kind, row.place, row.village, row.hours),
        rule_date=row.rule_date,
        moved_because=row.moved_because,
        rule=row.rule,
        planned=tuple(loads(row.planned)),
        leaders=tuple(loads(row.leaders)),
        unit=row.unit,
        locked=row.locked,
        cancelled=row.cancelled,
        version=row.version,
        changes=changes,
    )


def add(connection: Connection, act: Act, new: NewDay) -> int:
    """A new reception; its id."""
    slot = new.slot
    row = {"on_day": slot.on, "kind": slot.kind, "village": slot.village, **_made(act, new)}
    day_id = new_id(connection, insert(reception_day), row)
    _tell(connection, act, day_id, "made", (), new.leaders, "")
    return day_id


def make_anew(connection: Connection, act: Act, day: ReceptionDay, new: NewDay) -> None:
    """Lay the day down anew as `new` says; a cancelled one stands again."""
    row = {**_made(act, new), "cancelled": False, "version": day.version + 1}
    connection.execute(update(reception_day).where(_DAY.id == day.day_id).values(**row))
    _tell(connection, act, day.day_id, "remade", day.leaders, new.leaders, "")


def _made(act: Act, new: NewDay) -> dict[str, Any]:
    return {
        "place": new.slot.place,
        "ruled_place": new.slot.place,
        "hours": new.slot.hours,
        "rule_date": new.rule_date,
        "moved_because": new.moved_because,
        "rule": new.rule,
        "planned": dumps(list(new.leaders)),
        "leaders": dumps(list(new.leaders)),
        "unit": new.unit,
        "changed_at": act.at,
    }


def change(
    connection: Connection,
    act: Act,
    day: ReceptionDay,
    kind: str,
    *,
    why: str = "",
    leaders: tuple[str, ...] | None = None,
    locked: bool | None = None,
    cancelled: bool | None = None,
    slot: Slot | None = None,
    told: tuple[str, str] | None = None,
) -> None:
    """Put what is named in place and tell it: other leaders, a lock, another time or place, or that it falls away.

    `told` is what the history says of before and after; the leaders when it is left out.
    """
    after = day.leaders if leaders is None else leaders
    row: dict[str, Any] = {"leaders": dumps(list(after)), "changed_at": act.at, "version": day.version + 1}
    if slot is not None:
        row |= {"on_day": slot.on, "kind": slot.kind, "place": slot.place, "village": slot.village, "hours": slot.hours}
    row |= {key: value for key, value in (("locked", locked), ("cancelled", cancelled)) if value is not None}
    connection.execute(update(reception_day).where(_DAY.id == day.day_id).values(**row))
    said = (day.leaders, after) if told is None else ((told[0],), (told[1],))
    _tell(connection, act, day.day_id, kind, *said, why)


def _tell(
    connection: Connection, act: Act, day_id: int, kind: str, before: Sequence[str], after: Sequence[str], why: str
) -> None:
    row = {
        "day_id": day_id,
        "kind": kind,
        "before": dumps(list(before)),
        "after": dumps(list(after)),
        "why": why,
        "at": act.at,
        "staff_id": act.staff_id,
    }
    connection.execute(insert(reception_change), row)


# ---- leave


def add_leave(connection: Connection, act: Act, leave: Leave) -> int:
    """A new leave; its id."""
    row = {
        "leader": leave.leader,
        "since": leave.since,
        "until": leave.until,
        "why": leave.why,
        "entered_at": act.at,
        "staff_id": act.staff_id,
    }
    return new_id(connection, insert(reception_leave), row)


def leaves(connection: Connection, since: date | None = None, until: date | None = None) -> list[Leave]:
    """Leaves that touch these days, those that were taken back left out, in the order of their days."""
    table = reception_leave.c
    conditions: list[ColumnElement[bool]] = [table.voided.is_(False)]
    if since is not None:
        conditions.append(table.until >= since)
    if until is not None:
        conditions.append(table.since <= until)
    rows = connection.execute(select(reception_leave).where(*conditions).order_by(table.since, table.id))
    return [Leave(row.leader, row.since, row.until, row.why, row.id) for row in rows]


def void_leave(connection: Connection, leave_id: int) -> None:
    """Take a leave back; the row stays."""
    connection.execute(update(reception_leave).where(reception_leave.c.id == leave_id).values(voided=True))


# ---- notices


@dataclass(frozen=True, slots=True)
class IssuedNotice:
    """A notice as it was put up: its version from 1 on, its day, its lines."""

    version: int
    issued_on: date
    rows: list[dict[str, str]]


def notices(connection: Connection, month: int) -> list[IssuedNotice]:
    """The notices that were put up for a month (year * 12 + month - 1), the first one first."""
    rows = connection.execute(
        select(reception_notice).where(reception_notice.c.month == month).order_by(reception_notice.c.version)
    )
    return [IssuedNotice(row.version, row.issued_on, loads(row.rows)) for row in rows]


def add_notice(connection: Connection, act: Act, month: int, notice: IssuedNotice) -> None:
    """Keep what was put up."""
    row = {
        "month": month,
        "version": notice.version,
        "issued_on": notice.issued_on,
        "rows": dumps(notice.rows),
        "staff_id": act.staff_id,
    }
    connection.execute(insert(reception_notice), row)


# ---- stored plans


def plans(connection: Connection) -> list[dict[str, Any]]:
    """The stored plans as JSON documents, by name."""
    rows = connection.execute(select(reception_plan.c.document).order_by(reception_plan.c.name))
    return [loads(row.document) for row in rows]


def keep_plan(connection: Connection, act: Act, name: str, document: dict[str, Any]) -> None:
    """Store a plan, in place of one of that name."""
    row = {"name": name, "document": dumps(document), "changed_at": act.at, "staff_id": act.staff_id}
    fresh = {key: value for key, value in row.items() if key != "name"}
    connection.execute(upsert(reception_plan).values(**row).on_conflict_do_update(index_elements=["name"], set_=fresh))


def drop_plan(connection: Connection, name: str) -> None:
    """Remove a plan; the days it made stay."""
    connection.execute(delete(reception_plan).where(reception_plan.c.name == name))
