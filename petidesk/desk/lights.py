"""How safe the records are, in a handful of quick questions: what the bar at the foot of the window shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.listing import Lights
from petidesk.storage.cases import cases
from petidesk.storage.file.disk import free_bytes
from petidesk.storage.safety import audit, backup_log

if TYPE_CHECKING:
    from petidesk.desk.session import Session

# A light says "many" long before this; counting stops here so that it stays quick in the largest office.
MOST_DUE = 1000


class LightPanel:
    """`desk.lights`. No backup is opened: the log of backups answers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def status(self) -> Lights:
        """When something was saved last and backed up last, what is due today or overdue, room left in bytes."""
        folder, today = self._session.folder, self._session.today()
        copies = backup_log.entries(folder)
        own = [entry.made_at for entry in copies if entry.own and entry.path(folder).exists()]
        with self._session.reading() as connection:
            return Lights(
                saved_at=audit.last_change(connection),
                last_backup=max(own, default=None),
                off_disk_backup=max((entry.made_at for entry in copies if entry.off_disk), default=None),
                due_count=cases.due_until(connection, today, most=MOST_DUE),
                free_bytes=free_bytes(folder),
            )
