"""People the desk has met, as staff look them up and decide about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.domain.visits.people import Person
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.visits import people as rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class People:
    """Persons. The program merges nobody; staff decide and their word is kept."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, person_id: int) -> Person:
        """One person with the latest facts. Refused ``not_found`` when there is none."""
        with self._session.reading() as connection:
            found = rows.get(connection, person_id)
        if found is None:
            raise Refused("not_found", "没有这个人员。", field="person_id")
        return found

    def recent(self, limit: int = 10) -> list[Person]:
        """The people met last."""
        with self._session.reading() as connection:
            return rows.recent(connection, limit)

    def not_same(self, one: int, other: int) -> None:
        """Keep that two people are not the same one."""
        with self._session.writing() as connection:
            if one == other or rows.get(connection, one) is None or rows.get(connection, other) is None:
                raise Refused("not_found", "没有这两个人员。", field="person_id")
            act = self._session.act()
            rows.decide(connection, act, one, other, "different")
            audit_rows.append(connection, act, "person.not_same", "person", str(one), after={"other": other})

    def take_back(self, way: ways.Way) -> None:
        """Nothing is said of two people any more: the way back of `not_same`."""
        assert isinstance(way, ways.SamePerson)
        with self._session.writing() as connection:
            rows.unsay(connection, way.one, way.other)
            audit_rows.append(
                connection, self._session.act(), "person.unsaid", "person", str(way.one), before={"other": way.other}
            )
