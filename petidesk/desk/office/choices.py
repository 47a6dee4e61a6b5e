"""What type-ahead fields offer: villages, categories, units and receivers, those used last first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from petidesk.domain.typeahead import Choice
from petidesk.storage import office as rows
from petidesk.storage import staff as staff_rows

if TYPE_CHECKING:
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session


class Choices:
    """Choices of the registration form. A value that is not among them is offered as 新增, never refused."""

    def __init__(self, session: Session, office: OfficeDesk) -> None:
        self._session = session
        self._office = office

    def villages(self) -> list[Choice]:
        """Villages that are not retired."""
        with self._session.reading() as connection:
            known = rows.villages(connection)
        return [Choice(village.name, last_used=_when(used)) for village, used in known if not village.retired]

    def categories(self) -> list[Choice]:
        """Content categories as 一级/二级."""
        with self._session.reading() as connection:
            return [Choice(name, last_used=_when(used)) for name, used in rows.categories(connection)]

    def units(self) -> list[Choice]:
        """Units the office works with."""
        return [Choice(name) for name in self._office.current().units]

    def receivers(self) -> list[str]:
        """Who may have received the visitor: active staff, then leaders."""
        with self._session.reading() as connection:
            staff = [member.name for member in staff_rows.everybody(connection) if member.active]
        leaders = [leader.name for leader in self._office.current().leaders]
        return list(dict.fromkeys(staff + leaders))


def _when(used: int) -> str:
    """Seconds as sortable ISO time, empty when never used."""
    return datetime.fromtimestamp(used).isoformat() if used else ""
