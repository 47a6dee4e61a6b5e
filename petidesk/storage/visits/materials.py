"""The materials that visitors left at the window."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, select

from petidesk.domain.codes import ACCUSATION
from petidesk.domain.office.papers import HeldMaterial
from petidesk.storage.schema import material, visit


def materials_of(connection: Connection, day: date, most: int) -> list[HeldMaterial]:
    """What was left at the window on `day`; nothing of a visit that accuses (《信访工作条例》第三十条第三款)."""
    begins = datetime.combine(day, time.min)
    found = (
        select(visit.c.visit_no, material.c.name, material.c.copies)
        .join(visit, visit.c.id == material.c.visit_id)
        .where(
            visit.c.voided.is_(False),
            visit.c.at >= begins,
            visit.c.at < begins + timedelta(days=1),
            ~visit.c.purposes.contains(ACCUSATION),
        )
        .order_by(visit.c.id, material.c.place)
        .limit(most)
    )
    return [HeldMaterial(*row) for row in connection.execute(found)]
