"""The keyring of a folder: two files of the same content, either is enough; and behind the pages of every backup.

    keyring.json  keyring.copy.json
    {"petidesk_keyring": 1, "serial": 4, "rings": [...], "sha256": "..."}

The sum over the rest tells a damaged file from a wrong password. While a folder goes from one key to another there are
two rings in it, so that no moment is without the one that opens the file; `rings[0]` is the one in use.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.disk import sync_file, sync_folder, told_of_disk
from petidesk.storage.secrets.ring import DAMAGED, Ring, document, ring_of

FILES = ("keyring.json", "keyring.copy.json")
BESIDE = ".keyring.json"
_VERSION = 1
_END = b"petidesk-keyring"
_LENGTH = 8
_MOST_BYTES = 16 << 20
PLAIN_HEADER = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The rings of a folder, the one in use first. `serial` grows with every writing."""

    rings: tuple[Ring, ...]
    serial: int = 0

    @property
    def ring(self) -> Ring:
        """The ring in use."""
        return self.rings[0]


def is_encrypted(file: Path) -> bool:
    """Whether a database file, or a backup, is encrypted: a plain one says so in its first bytes."""
    try:
        with file.open("rb") as stream:
            first = stream.read(len(PLAIN_HEADER))
    except OSError:
        return False
    return len(first) == len(PLAIN_HEADER) and first != PLAIN_HEADER


def read(folder: Path) -> Keyring | None:
    """The keyring of a folder, None when it has none. KnownTrouble damaged when there is one and no copy is whole."""
    found, lies = [], False
    for name in FILES:
        with contextlib.suppress(OSError):
            data = (folder / name).read_bytes()
            lies = True
            with contextlib.suppress(ValueError, KeyError, TypeError):
                found.append(_keyring_of(data))
    if found:
        return max(found, key=lambda keyring: keyring.serial)
    if lies:
        raise KnownTrouble("damaged", DAMAGED)
    return None


def write(folder: Path, *rings: Ring) -> Keyring:
    """Put these rings in place of what was there, the one in use first; flushed, one copy after the other."""
    before = None
    with contextlib.suppress(KnownTrouble):
        before = read(folder)
    keyring = Keyring(rings, (before.serial if before else 0) + 1)
    for name in FILES:
        _put(folder / name, _bytes_of(keyring))
    return keyring


def heal(folder: Path, keyring: Keyring) -> None:
    """Write the copy that is missing or damaged anew, from the one that is whole; a folder that is read-only stays."""
    data = _bytes_of(keyring)
    for name in FILES:
        with contextlib.suppress(OSError, KnownTrouble):
            file = folder / name
            if not file.is_file() or file.read_bytes() != data:
                _put(file, data)


def remove(folder: Path) -> None:
    """Take both files away: the folder is plain again."""
    with told_of_disk(folder):
        for name in FILES:
            (folder / name).unlink(missing_ok=True)
        sync_folder(folder)


# ---- behind the pages of a backup


def append(backup: Path, ring: Ring) -> None:
    """Write the ring behind the pages of a backup, and flush it. SQLite goes by the count of pages in the header."""
    data = _bytes_of(Keyring((ring,)))
    with told_of_disk(backup.parent):
        with backup.open("ab") as stream:
            stream.write(data + len(data).to_bytes(_LENGTH, "big") + _END)
        sync_file(backup)


def put_beside(file: Path, keyring: Keyring) -> None:
    """The keyring of a database that is set aside, beside it: its journal may still grow behind its pages."""
    _put(file.with_suffix(BESIDE), _bytes_of(keyring))


def of_backup(backup: Path) -> Keyring | None:
    """The keyring that a backup carries, or that lies beside it; None when there is none. KnownTrouble damaged when it
    is not whole.
    """
    found = _tail(backup)
    if found is None:
        with contextlib.suppress(OSError):
            found = backup.with_suffix(BESIDE).read_bytes()
    if found is None:
        return None
    try:
        return _keyring_of(found)
    except (ValueError, KeyError, TypeError):
        raise KnownTrouble("damaged", DAMAGED) from None


def cut_off(file: Path) -> None:
    """Take the keyring off a copy of a backup that becomes a data file."""
    found = _tail(file)
    if found is not None:
        os.truncate(file, file.stat().st_size - len(found) - _LENGTH - len(_END))


def _tail(backup: Path) -> bytes | None:
    with told_of_disk(backup.parent), backup.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        end = _LENGTH + len(_END)
        if size < end:
            return None
        stream.seek(size - end)
        tail = stream.read(end)
        length = int.from_bytes(tail[:_LENGTH], "big")
        if tail[_LENGTH:] != _END or length > min(size - end, _MOST_BYTES):
            return None
        stream.seek(size - end - length)
        return stream.read(length)


def _bytes_of(keyring: Keyring) -> bytes:
    said: dict[str, Any] = {
        "petidesk_keyring": _VERSION,
        "serial": keyring.serial,
        "rings": [document(ring) for ring in keyring.rings],
    }
    return json.dumps(said | {"sha256": _sum(said)}, ensure_ascii=False, indent=1).encode() + b"\n"


def _keyring_of(data: bytes) -> Keyring:
    said = json.loads(data.decode("utf-8"))
    stated = said.pop("sha256")
    if said["petidesk_keyring"] > _VERSION:
        raise KnownTrouble("newer", "钥匙文件来自更新的程序，请先升级本程序再打开。没有做任何改动。")
    if stated != _sum(said):
        raise ValueError("sum")
    rings = tuple(ring_of(one) for one in said["rings"])
    if not rings:
        raise ValueError("rings")
    return Keyring(rings, int(said["serial"]))


def _sum(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _put(file: Path, data: bytes) -> None:
    unfinished = file.with_name(file.name + ".part")
    with told_of_disk(file.parent):
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(unfinished, file)
        sync_folder(file.parent)
