"""The office's settings, villages, categories and calendar years in rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from petidesk.domain.audit import Act
from petidesk.domain.clocks import LocalLimit
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.office.ledger_columns import LedgerColumn
from petidesk.domain.office.office import PLACEHOLDERS, CountyDate, Leader, Office, Village
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import (
    calendar_year,
    category,
    dispute,
    folder_fact,
    matter,
    office_setting,
    petitioner,
    village,
    visit,
)

# Every paper and every look at a case asks for these.
_CALENDARS = Prepared(select(calendar_year.c.document).order_by(calendar_year.c.year))
_CURRENT = Prepared(
    select(office_setting.c.document)
    .where(office_setting.c.valid_from <= bindparam("on", type_=Date))
    .order_by(office_setting.c.valid_from.desc(), office_setting.c.id.desc())
    .limit(1)
)
_VILLAGES = Prepared(select(village.c.name, village.c.retired, village.c.last_used).order_by(village.c.id))
_TOUCH = {table: Prepared(update(table).where(table.c.name == bindparam("known"))) for table in (village, category)}
_BRING_IN = {table: Prepared(insert(table)) for table in (village, category)}


def facts(connection: Connection) -> dict[str, str]:
    """What this file is: created_at, practice, sample options."""
    return {row.key: row.value for row in connection.execute(select(folder_fact))}


def set_fact(connection: Connection, key: str, value: str) -> None:
    """Keep one fact about the file."""
    connection.execute(
        upsert(folder_fact).values(key=key, value=value).on_conflict_do_update(["key"], set_={"value": value})
    )


def current(connection: Connection, on: date) -> Office:
    """The settings that rule on the day `on`; before the first of them, the first."""
    document = _CURRENT.scalar(connection, {"on": on})
    if document is None:
        document = connection.execute(
            select(office_setting.c.document).order_by(office_setting.c.valid_from, office_setting.c.id).limit(1)
        ).scalar_one()
    office = office_of(loads(document))
    return office if office.name and office.county else _named(connection, office)


def then(connection: Connection, at: datetime) -> Office:
    """The settings that ruled on the day of `at` by what was entered up to that moment; the first before any was."""
    row = connection.execute(
        select(office_setting.c.document)
        .where(office_setting.c.valid_from <= at.date(), office_setting.c.entered_at <= at)
        .order_by(office_setting.c.valid_from.desc(), office_setting.c.id.desc())
        .limit(1)
    ).first()
    return current(connection, date.min) if row is None else office_of(loads(row.document))


def _named(connection: Connection, office: Office) -> Office:
    """Settings from before the office had a name: the first that was given is what it was called all along."""
    for later in ever(connection):
        given = {key: getattr(later, key) for key in ("name", "county") if not getattr(office, key)}
        office = replace(office, **given)
    return office


def after(connection: Connection, day: date) -> list[Office]:
    """The settings that begin to rule after `day`, in the order of their days."""
    rows = connection.execute(
        select(office_setting.c.valid_from, office_setting.c.document)
        .where(office_setting.c.valid_from > day)
        .order_by(office_setting.c.valid_from, office_setting.c.id)
    )
    # Of several for one day the one entered last rules.
    return [office_of(loads(document)) for document in {row.valid_from: row.document for row in rows}.values()]


def ever(connection: Connection) -> list[Office]:
    """All settings that were ever entered, in the order of their validity."""
    rows = connection.execute(
        select(office_setting.c.document).order_by(office_setting.c.valid_from, office_setting.c.id)
    )
    return [office_of(loads(row.document)) for row in rows]


def office_of(document: dict[str, Any]) -> Office:
    """The settings that a stored document says."""
    # Settings of an earlier version lack what came later; the defaults stand for it.
    rows: dict[str, Callable[..., object]] = {
        "leaders": _leader,
        "local_limits": LocalLimit,
        "county_dates": CountyDate,
    }
    rows["ledger_columns"] = _column
    values: dict[str, Any] = {
        key: tuple(rows[key](**item) for item in value)
        if key in rows
        else tuple(value)
        if isinstance(value, list)
        else value
        for key, value in document.items()
    }
    named = {key: "" for key in ("name", "county") if values.get(key) in PLACEHOLDERS}
    return Office(**values | named | {"valid_from": date.fromisoformat(document["valid_from"])})


def _leader(*, villages: Sequence[str] = (), **rest: Any) -> Leader:
    return Leader(**rest, villages=tuple(villages))


def _column(key: str, label: str, kind: str, choices: list[str]) -> LedgerColumn:
    return LedgerColumn(key, label, kind, tuple(choices))


def add(connection: Connection, act: Act, office: Office) -> None:
    """Settings that rule from their `valid_from` on; earlier rows stay for old papers."""
    document = asdict(office) | {"valid_from": office.valid_from.isoformat()}
    connection.execute(
        insert(office_setting),
        {"valid_from": office.valid_from, "entered_at": act.at, "document": dumps(document)},
    )


def villages(connection: Connection) -> list[tuple[Village, int]]:
    """All villages with when they were used last (seconds, 0 = never), in the order they were entered."""
    return [(Village(name, retired), last_used) for name, retired, last_used in _VILLAGES.all(connection, {})]


def set_villages(connection: Connection, names: Sequence[str]) -> None:
    """These villages are offered from now on; others that records speak of are retired, not removed."""
    connection.execute(update(village).values(retired=True))
    for name in dict.fromkeys(names):
        connection.execute(
            upsert(village).values(name=name).on_conflict_do_update(index_elements=["name"], set_={"retired": False})
        )


def categories(connection: Connection) -> list[tuple[str, int]]:
    """All categories with when they were used last, in the order they were entered."""
    return [(row.name, row.last_used) for row in connection.execute(select(category).order_by(category.c.id))]


def add_categories(connection: Connection, names: Sequence[str]) -> None:
    """Categories to choose from; known ones stay as they are."""
    connection.execute(upsert(category).on_conflict_do_nothing(), [{"name": name} for name in names])


def touch_village(connection: Connection, name: str, at: datetime) -> bool:
    """The village was used; True when it was not known before and was added."""
    return _touch(connection, village, name, at)


def touch_category(connection: Connection, name: str, at: datetime) -> bool:
    """The category was used; True when it was not known before and was added."""
    return _touch(connection, category, name, at)


def forget_villages(connection: Connection, names: Sequence[str], *, besides: int) -> None:
    """Take villages back that no record speaks of but the visit `besides`, and no accusation counts as one."""
    for name in names:
        told = (
            select(petitioner.c.id)
            .join(visit, visit.c.id == petitioner.c.visit_id)
            .where(petitioner.c.village == name, func.instr(visit.c.purposes, ACCUSATION) == 0),
            select(matter.c.id).where(matter.c.village == name, matter.c.purpose != ACCUSATION),
            select(dispute.c.id).where(dispute.c.village == name),
        )
        others = (told[0].where(visit.c.id != besides), told[1].where(matter.c.visit_id != besides), told[2])
        if not any(connection.execute(other.limit(1)).first() for other in others):
            connection.execute(delete(village).where(village.c.name == name))


def forget_categories(connection: Connection, names: Sequence[str], *, besides: int) -> None:
    """Take categories back that no open matter has but those of the visit `besides`."""
    for name in names:
        other = select(matter.c.id).where(
            matter.c.category == name, matter.c.purpose != ACCUSATION, matter.c.visit_id != besides
        )
        if connection.execute(other.limit(1)).first() is None:
            connection.execute(delete(category).where(category.c.name == name))


def _touch(connection: Connection, table: Any, name: str, at: datetime) -> bool:
    last_used = int(at.timestamp())
    if _TOUCH[table].change(connection, {"known": name, "last_used": last_used}):
        return False
    _BRING_IN[table].insert(connection, {"name": name, "last_used": last_used})
    return True


def calendar_documents(connection: Connection) -> list[dict[str, Any]]:
    """The calendar years of this office, as `calendar show` prints them."""
    return [loads(document) for (document,) in _CALENDARS.all(connection, {})]


def own_calendar_year(connection: Connection, year: int) -> dict[str, Any] | None:
    """The office's own arrangement of a year, None where that of the program rules."""
    text = connection.execute(select(calendar_year.c.document).where(calendar_year.c.year == year)).scalar()
    found: dict[str, Any] | None = loads(text)
    return found


def drop_calendar_year(connection: Connection, year: int) -> None:
    """The program's own arrangement of the year rules again."""
    connection.execute(delete(calendar_year).where(calendar_year.c.year == year))


def set_calendar_year(connection: Connection, year: int, document: dict[str, Any]) -> None:
    """Put one year's arrangement in place of the one before."""
    text = dumps(document)
    connection.execute(
        upsert(calendar_year)
        .values(year=year, document=text)
        .on_conflict_do_update(index_elements=["year"], set_={"document": text})
    )
