"""The office's settings and villages, as the desk reads and changes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk import paths
from petidesk.domain.audit import Act
from petidesk.domain.json_input import Reader
from petidesk.domain.numbering import check_organ
from petidesk.domain.office.office import (
    Office,
    Village,
    carried_into,
    changed_office,
    office_document,
    valid_from,
)
from petidesk.domain.permissions import Permission
from petidesk.domain.undo import ways
from petidesk.storage import office as rows
from petidesk.storage.cases import anew
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.session import Session


class OfficeDesk:
    """Settings of the office, typed and with valid-from dates (rules/office.md)."""

    def __init__(self, session: Session, calendars: Calendars) -> None:
        self._session = session
        self._calendars = calendars

    def current(self) -> Office:
        """The settings that rule today."""
        with self._session.reading() as connection:
            return rows.current(connection, self._session.today())

    def villages(self) -> tuple[Village, ...]:
        """Every village, retired ones included, in the order they were entered."""
        with self._session.reading() as connection:
            return tuple(village for village, _ in rows.villages(connection))

    def document(self) -> dict[str, Any]:
        """The settings as `office show --json` prints them."""
        with self._session.reading() as connection:
            office = rows.current(connection, self._session.today())
            villages = tuple(village for village, _ in rows.villages(connection))
        return office_document(office, villages)

    def change(self, document: object) -> Office:
        """Put the keys of a settings document in place; older settings stay for old papers."""
        with self._session.writing() as connection:
            self._session.require(connection, Permission.SET_OFFICE)
            return self.change_within(connection, self._session.act(), document, self._session.today())

    def change_within(self, connection: Transaction, act: Act, document: object, today: date) -> Office:
        """`change` in the caller's transaction; `today` is the day from which the settings rule unless they say.

        Open clocks move when the limit that rules today is another one now.
        """
        starts = valid_from(document, today=today)
        before = rows.current(connection, starts)
        office, villages = changed_office(before, document, today=today)
        self._put(connection, act, before, office, villages, today)
        return office

    def take_back(self, way: ways.Way) -> None:
        """Let the settings of before a change rule again, from the same day on."""
        assert isinstance(way, ways.SettingsBack)
        with self._session.writing() as connection:
            before = rows.current(connection, date.fromisoformat(way.valid_from))
            document = office_document(before, ()) | way.before | {"valid_from": way.valid_from}
            document.pop("villages")
            self._put(
                connection,
                self._session.act(),
                before,
                rows.office_of(document),
                None if way.villages is None else tuple(way.villages),
                self._session.today(),
            )

    def _put(
        self,
        connection: Transaction,
        act: Act,
        before: Office,
        office: Office,
        villages: tuple[str, ...] | None,
        today: date,
    ) -> None:
        """Write settings that rule from their `valid_from` on, and what follows from them."""
        starts = office.valid_from
        limits = rows.current(connection, today).limits
        known = tuple(village for village, _ in rows.villages(connection))
        later = rows.after(connection, starts)
        rows.add(connection, act, office)
        _carry_on(connection, act, later, before, office)
        limits_now = rows.current(connection, today).limits
        if limits_now != limits:
            anew.recompute(connection, self._calendars.load(), limits_now)
        if villages is not None:
            rows.set_villages(connection, villages)
        now_known = tuple(village for village, _ in rows.villages(connection))
        audit_rows.append(
            connection,
            act,
            "office.changed",
            "office",
            "1",
            before=office_document(before, known),
            after=office_document(office, now_known),
        )


def _carry_on(connection: Transaction, act: Act, later: Sequence[Office], before: Office, changed: Office) -> None:
    """Write the change into settings that were entered for days to come."""
    for known in later:
        office = carried_into(known, before, changed)
        if office != known:
            rows.add(connection, act, office)
        before, changed = known, office


def first_settings(
    *, office: str, county: str, villages: Sequence[str], organ_code: str
) -> tuple[Office, tuple[str, ...]]:
    """Settings of a new office, cleaned and checked; the kind of organ follows from the name's ending.

    What was not given stays empty; Refused where only blanks were.
    """
    reader = Reader(
        {"office": office, "county": county, "organ_code": organ_code, "villages": list(villages)}, label="单位"
    )
    name = reader.text("office", "单位名称", required=bool(office), limit=60)
    settings = Office(
        name=name,
        county=reader.text("county", "所属县（市、区）", required=bool(county), limit=60),
        organ_kind=_organ_kind(name),
        organ_code=_organ_code(reader),
        valid_from=date(2000, 1, 1),
    )
    return settings, reader.texts("villages", "村（社区）", limit=60, most=2000)


def _organ_code(reader: Reader) -> str:
    code = reader.text("organ_code", "机关代字", limit=20)
    check_organ(code, "organ_code")
    return code


def _organ_kind(name: str) -> str:
    if name.endswith(("街道", "办事处")):
        return "街道办事处"
    if name.endswith("民族乡") or name.endswith("族乡"):
        return "民族乡"
    return "乡" if name.endswith("乡") else "镇"


def built_in_categories() -> list[str]:
    """The content categories that ship with the program, as 一级/二级, in the order they are offered."""
    table = paths.table("categories")
    return [f"{first}/{second}" for first, seconds in table["categories"].items() for second in (*seconds, "其他")]
