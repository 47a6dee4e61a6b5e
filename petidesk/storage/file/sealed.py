"""Personal data beside the database: every such file is written, read, named and copied here and nowhere else.

In a plain folder the bytes lie as they came, in an encrypted one sealed (AES-GCM): `prepare`, `read` and `sound` are
the only ones that touch them, copies are taken byte for byte, and `name_of` is over the content as it came.

    petisea1 | 16 bytes of salt | sealed pieces of 1 MiB, each with its place and whether it is the last

Every file has a key of its own, from the salt; so pieces cannot be exchanged, dropped or added.

A file is named by its keyed hash (HMAC-SHA256). The keys are random and lie in the database: who holds a picture
cannot tell from the names whether it lies here. What belongs to an accusation has a key of its own, so that an open
and a closed record never share a file.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import private
from petidesk.storage.file.disk import sync_file, sync_folder, told_of_disk

FOLDER = "attachments"
_UNFINISHED = ".part"
_NAME_LENGTH = 64
_MAGIC = b"petisea1"
_SALT = 16
_TAG = 16
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What names are made with: one key for open records, one for what accuses. `content` seals the bytes; empty in a
    plain folder.
    """

    open: bytes
    closed: bytes
    content: bytes = b""


def new_keys(*, seal: bool = False) -> Keys:
    """Random keys for a new database; `seal`: one that is encrypted."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32) if seal else b"")


def name_of(keys: Keys, content: bytes, *, closed: bool) -> str:
    """The name that this content lies under; `closed`: it belongs to an accusation."""
    return hmac.digest(keys.closed if closed else keys.open, content, "sha256").hex()


def path(place: Path, name: str) -> Path:
    """Where the file of this name lies in `place` (a data folder, a folder of backups)."""
    return place / FOLDER / name[:2] / name


def prepare(place: Path, content: bytes, keys: Keys | None) -> Path:
    """Write the content, sealed where `keys` say so, beside its place and flush it. KnownTrouble full, read_only.

    `settle` gives it its name. What is never settled is no file of anybody; `leftovers` finds it.
    """
    folder = place / FOLDER
    part = folder / (secrets.token_hex(16) + _UNFINISHED)
    with told_of_disk(folder):
        private.make_folder(folder)
        try:
            _write(part, _sealed(content, keys))
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    return part


def settle(place: Path, part: Path, name: str) -> None:
    """Give what was prepared its name; what lay under it was the same, or damaged. KnownTrouble full, read_only."""
    target = path(place, name)
    with told_of_disk(target.parent):
        fresh = not target.parent.exists()
        private.make_folder(target.parent)
        os.replace(part, target)
        sync_folder(target.parent)
        if fresh:
            sync_folder(target.parent.parent)


def drop(part: Path) -> None:
    """Throw away what was prepared and not settled; nothing happens when it was."""
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def read(place: Path, name: str, keys: Keys | None) -> bytes:
    """The content of a file. KnownTrouble (damaged) when it is gone or cannot be read; whether it is the content that
    its name promises is asked by `sound`.
    """
    try:
        content = _opened(path(place, name).read_bytes(), keys)
    except OSError as error:
        raise KnownTrouble("damaged", "附件的文件不在了或读不出来，请从备份恢复。") from error
    if content is None:
        raise KnownTrouble("damaged", "附件的文件已损坏，没有打开；请从备份恢复。")
    return content


def sound(place: Path, name: str, keys: Keys, *, closed: bool) -> bool:
    """Whether the file is there and holds what its name promises."""
    try:
        content = _opened(path(place, name).read_bytes(), keys)
    except OSError:
        return False
    return content is not None and hmac.compare_digest(name_of(keys, content, closed=closed), name)


def size_of(size: int, keys: Keys | None) -> int:
    """How many bytes on the disk a content of this size takes."""
    if keys is None or not keys.content:
        return size
    return len(_MAGIC) + _SALT + size + _TAG * max(-(-size // _PIECE), 1)


def lies(place: Path, name: str, size: int) -> bool:
    """Whether a file of this size on the disk lies there; its content is not read."""
    try:
        return path(place, name).stat().st_size == size
    except OSError:
        return False


def remove(place: Path, name: str) -> None:
    """Take a file away. One that cannot be removed now is an orphan that `check` names."""
    with contextlib.suppress(OSError):
        path(place, name).unlink(missing_ok=True)


def copy(source: Path, target: Path, name: str) -> None:
    """The file of this name from one place to another, byte for byte and flushed. KnownTrouble of the target.

    A source that is gone raises FileNotFoundError: the caller knows whether that is a loss.
    """
    origin, goal = path(source, name), path(target, name)
    if not origin.is_file():
        raise FileNotFoundError(origin)
    with told_of_disk(goal.parent):
        private.make_folder(goal.parent)
        part = goal.parent.parent / (secrets.token_hex(16) + _UNFINISHED)
        try:
            shutil.copyfile(origin, part)
            part.chmod(0o600)
            sync_file(part)
            os.replace(part, goal)
            sync_folder(goal.parent)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def names(place: Path) -> Iterator[str]:
    """The names of all files that lie in a place."""
    folder = place / FOLDER
    with contextlib.suppress(OSError):
        for shelf in sorted(folder.iterdir()):
            if shelf.is_dir():
                yield from sorted(file.name for file in shelf.iterdir() if len(file.name) == _NAME_LENGTH)


def leftovers(place: Path) -> list[Path]:
    """What was prepared and never settled: a process ended in the middle."""
    with contextlib.suppress(OSError):
        return sorted((place / FOLDER).glob("*" + _UNFINISHED))
    return []


def link_all(source: Path, target: Path) -> None:
    """All files of one place in another, too, without a copy where the disk knows two names of one file."""
    for name in names(source):
        goal = path(target, name)
        private.make_folder(goal.parent)
        if not goal.exists():
            try:
                os.link(path(source, name), goal)
            except OSError:
                copy(source, target, name)


def keep_only(place: Path, wanted: Iterable[str]) -> None:
    """Take away what nobody wants any more, and what was never settled. Only while nobody else prepares anything."""
    needed = set(wanted)
    for name in list(names(place)):
        if name not in needed:
            remove(place, name)
    for part in leftovers(place):
        drop(part)


def _sealed(content: bytes, keys: Keys | None) -> bytes:
    if keys is None or not keys.content:
        return content
    salt = secrets.token_bytes(_SALT)
    aead, last = _of_one_file(keys, salt), max(-(-len(content) // _PIECE), 1) - 1
    pieces = (aead.encrypt(_nonce(at, last), content[at * _PIECE : (at + 1) * _PIECE], b"") for at in range(last + 1))
    return b"".join((_MAGIC, salt, *pieces))


def _opened(data: bytes, keys: Keys | None) -> bytes | None:
    """The content of what lay there; None when a byte of it was changed."""
    if keys is None or not keys.content:
        return data
    begin, step = len(_MAGIC) + _SALT, _PIECE + _TAG
    if not data.startswith(_MAGIC):
        return None
    aead, last = _of_one_file(keys, data[len(_MAGIC) : begin]), max(-(-(len(data) - begin) // step), 1) - 1
    pieces = (data[begin + at * step : begin + (at + 1) * step] for at in range(last + 1))
    try:
        return b"".join(aead.decrypt(_nonce(at, last), piece, b"") for at, piece in enumerate(pieces))
    except (InvalidTag, ValueError):
        return None


def _of_one_file(keys: Keys, salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(keys.content, b"petidesk 1 file" + salt, "sha256"))


def _nonce(at: int, last: int) -> bytes:
    return at.to_bytes(11, "big") + (b"\x01" if at == last else b"\x00")


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
