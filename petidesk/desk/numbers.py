"""`desk.numbers`: whole identity and telephone numbers of a record, for whoever may unmask; each look is one line.

Masked is what everybody sees by default (《个人信息保护法》第五十一条); forms that need them print them whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.permissions import Permission
from petidesk.storage import purged
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class Numbers:
    """Asked before whole numbers of a visit, case or dispute are shown or given out."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def may_see(self) -> bool:
        """Whether whoever acts may see them at all; leaves nothing behind."""
        with self._session.reading() as connection:
            return Permission.UNMASK.held_by(self._session.role(connection))

    def look(self, kind: str, number: str) -> None:
        """Say in the chain who saw the numbers of this record. Only then they may be shown.

        Refused no_permission; KnownTrouble locked, full, read_only: it could not be written, so nothing is given out.
        """
        with self._session.tracing() as connection:
            self._session.require(connection, Permission.UNMASK)
            if purged.of(connection, kind, number) is not None:
                return  # nothing of them is left
            audit_rows.append(connection, self._session.act(), "numbers.shown", kind, number)
