"""How safe the records are, in a handful of quick questions: what the bar at the foot of the window shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from petidesk.domain.listing import Lights
from petidesk.storage import audit, backup_log, cases, drafts
from petidesk.storage.disk import free_bytes

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk

# Older dates are no longer news: what was overdue a month ago is found in the lists, not in a light.
OVERDUE_SHOWN = timedelta(days=30)


class LightPanel:
    """`desk.lights`. No backup is opened: the log of backups answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def status(self) -> Lights:
        """When something was saved last and backed up last, what is due today or since a month, room left in bytes."""
        folder, today = self._desk.folder, self._desk.today()
        copies = backup_log.entries(folder)
        own = [entry.made_at for entry in copies if entry.own and entry.path(folder).exists()]
        with self._desk.reading() as connection:
            return Lights(
                saved_at=audit.last_change(connection),
                last_backup=max(own, default=None),
                off_disk_backup=max((entry.made_at for entry in copies if entry.off_disk), default=None),
                due_count=cases.due_until(connection, today, today - OVERDUE_SHOWN),
                drafts=drafts.count(connection),
                free_bytes=free_bytes(folder),
            )
