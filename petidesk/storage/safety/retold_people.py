"""People as the visits tell them: nobody has a fact that was said in none of the visits in which he came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from petidesk.domain.column_words import column_words
from petidesk.domain.listing import Problem
from petidesk.storage.safety.retold import Compared
from petidesk.storage.schema import person, petitioner

_PAGE = 1000
_FACTS = ("name", "sex", "birth", "id_type", "id_number", "phone", "village", "address")


def verify(connection: Connection, compared: Compared) -> None:
    """Each fact of each person is one that a visit says of this person, or none; of nobody's visits nothing is told."""
    after = 0
    while page := connection.execute(
        select(person).where(person.c.id > after).order_by(person.c.id).limit(_PAGE)
    ).all():
        last = page[-1].id
        said: dict[int, list[Row[Any]]] = {}
        rows = select(petitioner.c.person_id, *(petitioner.c[name] for name in _FACTS)).where(
            petitioner.c.person_id > after, petitioner.c.person_id <= last
        )
        for row in connection.execute(rows):
            said.setdefault(row.person_id, []).append(row)
        for known in page:
            spoken = said.get(known.id)
            if spoken is None:
                compared.not_told += 1
                continue
            for name in _FACTS:
                value = getattr(known, name)
                compared.values += 1
                if value and all(getattr(row, name) != value for row in spoken):
                    words = f"人员的“{column_words('person', name)}”在哪次来访里都没有写过"
                    compared.finds(Problem(words, f"person {known.id}"))
        after = last
