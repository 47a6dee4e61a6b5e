"""What of an office was written before it was encrypted and lies somewhere plain: named, counted, and taken away.

The list is kept in the encrypted database, in the transaction that goes with the encrypting: whoever opens the folder
after a break goes on where it ended, and what lies on a stick that is not there waits until it is shown.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from petidesk.domain.backups import read_name
from petidesk.storage import office
from petidesk.storage.file import sealed
from petidesk.storage.file.database import FILE_NAME, Database, Transaction
from petidesk.storage.file.disk import sync_folder
from petidesk.storage.safety import attached, backup, backup_log, recast, sums
from petidesk.storage.safety.lost import SET_ASIDE
from petidesk.storage.secrets import keyring
from petidesk.storage.secrets.keyring import is_encrypted
from petidesk.storage.secrets.ring import Ring

_FACT = "plain_copies"
_BESIDE = ("-wal", "-shm", "-journal")
_UPGRADE = "-upgrade-"


def places(folder: Path) -> list[Path]:
    """The folders elsewhere that have a backup of this office and can be reached."""
    parents = (entry.path(folder).parent for entry in backup_log.entries(folder) if not entry.own)
    return list(dict.fromkeys(place for place in parents if place.is_dir()))


def found(folder: Path, places: Sequence[Path] = ()) -> list[str]:
    """Every plain copy that is known of: backups here and in `places`, those on absent sticks, and files set aside."""
    copies = [Path(copy.file) for copy in backup.found(folder)]
    for place in places:
        with contextlib.suppress(OSError):
            copies += sorted(file for file in place.iterdir() if read_name(file.name))
    copies += [entry.path(folder) for entry in backup_log.entries(folder) if not entry.path(folder).exists()]
    copies += sorted(folder.glob(SET_ASIDE + "*.db"))
    return list(dict.fromkeys(str(file.absolute()) for file in copies if not is_encrypted(file)))


def note(connection: Transaction, copies: Sequence[str]) -> None:
    """Keep the list of what is still to go."""
    office.set_fact(connection, _FACT, json.dumps(list(copies), ensure_ascii=False))


def noted(connection: Transaction) -> list[str]:
    """What is still to go; nothing in an office that was encrypted from its first byte."""
    return list(json.loads(office.facts(connection).get(_FACT, "[]")))


def renew_upgrades(folder: Path, database: Database, ring: Ring, copies: Sequence[str]) -> list[str]:
    """Write the copies that were made before an upgrade encrypted, under their names; those that were.

    They are the only way back to an earlier program. One that cannot be read is left to be named.
    """
    renewed = []
    for name in copies:
        file = Path(name)
        if _UPGRADE in file.name and file.is_file() and file.parent == (folder / backup_log.FOLDER).absolute():
            renew(folder, file, None, database, ring)
            renewed.append(name)
    return renewed


def renew(folder: Path, file: Path, before: Database | None, now: Database, ring: Ring) -> None:
    """Write a backup under the key of the open database, in place of what bore its name.

    `before` is the backup as its own key opens it; None for a plain one.
    """
    unfinished = file.with_name(file.name + ".part")
    source = before or Database(file, read_only=True)
    try:
        recast.recast(source, unfinished, now.key, file.parent)
    finally:
        source.close()
    keyring.append(unfinished, ring)
    attached.write_list(folder, file, attached.needs_of(unfinished, now.key))
    sum_, noted_beside = sums.of(unfinished), sums.beside(file).exists()
    backup_log.expect(folder, file, unfinished.stat().st_size, sum_)
    sums.remove_beside(file)
    unfinished.replace(file)
    sync_folder(file.parent)
    if noted_beside:
        sums.leave_beside(file, [(file.name, sum_)])
    backup_log.replaced(folder, file, sum_)


def clear(folder: Path, connection: Transaction, also: Sequence[Path] = ()) -> list[str]:
    """Take away what is still to go and can be reached, `also` where a stick is known by another path now; what went.

    A file that is encrypted by now, or is gone from a folder that is there, is done with.
    """
    left, gone = [], []
    for name in noted(connection):
        file = next((one for one in _places(name, also) if one.is_file()), None)
        if file is None:
            if not Path(name).parent.is_dir():
                left.append(name)
            continue
        if not is_encrypted(file):
            try:
                remove(file)
            except OSError:
                left.append(name)
                continue
            gone.append(str(file))
    if left != noted(connection):
        note(connection, left)
    if gone:
        backup_log.forget(folder, [Path(name) for name in gone])
    return gone


def _places(name: str, also: Sequence[Path]) -> list[Path]:
    file = Path(name)
    return [file, *(place / file.name for place in also if file.name != FILE_NAME)]


def remove(file: Path) -> None:
    """Take a copy away with all that lies beside it for its sake; attachments that another copy needs stay."""
    aside = file.with_suffix(attached.ASIDE)
    listed = attached.listed_names(file)
    for beside in _BESIDE:
        file.with_name(file.name + beside).unlink(missing_ok=True)
    file.unlink()
    attached.list_of(file).unlink(missing_ok=True)
    sums.remove_beside(file)
    if aside.is_dir():
        sealed.keep_only(aside, ())
        with contextlib.suppress(OSError):
            for shelf in (aside / sealed.FOLDER).iterdir():
                shelf.rmdir()
            (aside / sealed.FOLDER).rmdir()
            aside.rmdir()
    still = {name for other in file.parent.glob("*" + attached.LIST) for name in attached.listed_names(other)}
    for name in listed - still:
        sealed.remove(file.parent, name)
    with contextlib.suppress(OSError):
        sync_folder(file.parent)
