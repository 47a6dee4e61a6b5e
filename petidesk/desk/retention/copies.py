"""The copies of the data that still hold what went: named, and fresh ones made in their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.domain.retention.purges import Purge
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.safety import backup, backup_log, lost, plain_copies

if TYPE_CHECKING:
    from petidesk.desk.session import Session


def holding(connection: Transaction, folder: Path, purge: Purge) -> list[str]:
    """The copies that end before this purge, those on sticks that are not there now too, and files set aside.

    The log says up to which event of the chain a copy reaches; one that it does not know goes by its day.
    """
    reaches = {entry.path(folder).absolute(): entry.last_hash for entry in backup_log.entries(folder)}
    found = []
    for copy in backup.found(folder):
        file = Path(copy.file)
        place = audit_rows.place_of(connection, reaches.get(file, ""))
        if place < purge.event_id if place else copy.made_at <= purge.at:
            found.append(str(file))
    for file, last in reaches.items():
        if not file.exists() and audit_rows.place_of(connection, last) < purge.event_id:
            found.append(str(file))
    return [*dict.fromkeys(found), *map(str, lost.set_aside(folder))]


def renew(session: Session, old: Sequence[str]) -> list[str]:
    """Make a verified copy in every place of `old` that can be reached, then take those away; the ones that went.

    Files set aside by a restore go, too. KnownTrouble full, read_only, damaged: nothing is taken away from that place.
    """
    files = [Path(name) for name in old if Path(name).is_file()]
    aside = {file for file in files if file.parent == session.folder.absolute()}
    for place in dict.fromkeys(file.parent for file in files if file not in aside):
        made = backup.make(session.database, place, "manual", session.now())
        if not made.verified:
            raise KnownTrouble("damaged", f"“{place}”里新的备份没有核对通过，旧的没有删。请先检查数据。")
    for file in files:
        plain_copies.remove(file)
    backup_log.forget(session.folder, files)
    backup.thin_out(session.folder, session.now())
    return [str(file) for file in files]
