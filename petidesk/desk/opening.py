"""Opening and making a data folder: who acts, whether this process may write."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from petidesk.desk.clock import computer_now, local_now
from petidesk.desk.desk import Desk
from petidesk.desk.safety import losing, sealing, upgrading
from petidesk.desk.safety.plain import clear_plain
from petidesk.desk.safety.settling import settle
from petidesk.desk.session import Actor, Session
from petidesk.domain.audit import Act
from petidesk.domain.office.office import Office
from petidesk.domain.secrets.passwords import new_password, spoken
from petidesk.domain.secrets.recovery import typed_code
from petidesk.domain.staff import Staff, who_acts
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage import attachments, closing
from petidesk.storage import office as office_rows
from petidesk.storage import staff as staff_rows
from petidesk.storage.file import ballast, highest, numbers, points, private, sealed, upgrade
from petidesk.storage.file.database import FILE_NAME, Database, Transaction, told_plainly
from petidesk.storage.file.disk import sync_folder
from petidesk.storage.file.key import Key
from petidesk.storage.file.lock import WriterLock, front_requested, holder, request_front
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.safety import head as chain_head
from petidesk.storage.secrets import keyring, unlocking
from petidesk.storage.secrets.ring import Ring, Secret, Unlocked, new_ring
from petidesk.storage.secrets.wraps import FULL, Cost

Purpose = Literal["window", "write", "read"]
FIRST_STAFF = "值班员"

__all__ = ["create_office", "front_requested", "holder", "open_desk", "request_front"]


def open_desk(
    folder: Path,
    *,
    staff: str | None = None,
    purpose: Purpose = "write",
    wait: float = 10.0,
    clock: Callable[[], datetime] | None = None,
    salt: Callable[[], str] | None = None,
    password: str | None = None,
    unlocked: Unlocked | None = None,
) -> Desk:
    """Open the data folder for a window (which holds the writer lock for its life), one writing command, or reading.

    `staff` names who acts; it may be left out while there is only one. A writing command waits `wait` seconds for
    another command. `clock` gives the local time of a practice folder (the demonstration has a day of its own), `salt`
    what is random in its audit chain (the sample's rows follow from its seed); a real office goes by the computer's.
    An encrypted folder is opened by the `password` of who acts, or by what it `unlocked` before; a plain one has none.
    Raises Refused ``not_found`` when the folder holds no data (with the field ``data`` where backups of an office are
    left of it: it is to be restored), and KnownTrouble locked, damaged, newer, read_only or
    wrong_password.
    """
    file = folder / FILE_NAME
    if not file.is_file():
        losing.refuse_lost(folder, "not_found")
        raise Refused("not_found", f"“{folder}”里没有数据，请先用首次启动向导建立。", hint="命令行用 init。")
    unlocked = _unlocked(folder, staff, password, unlocked)
    staff = (unlocked and unlocked.entry.name) or staff
    key = unlocked.key if unlocked else None
    if purpose == "write":
        ballast.before_new_work(folder)
    if purpose == "read":
        upgrading.before_reading(folder, file, key, staff or FIRST_STAFF, wait)
    writes = purpose != "read"
    lock = None
    if writes:
        lock = WriterLock(folder, staff=staff or FIRST_STAFF, window=purpose == "window", since=computer_now())
        lock.acquire(wait)
    database = Database(file, key, read_only=not writes, seal=unlocked.seal if unlocked else None)
    try:
        if writes:
            private.tidy(folder, FILE_NAME)
            upgrading.bring_up_to_date(folder, database)
            with contextlib.suppress(KnownTrouble):  # somebody reads just now: the next opening will
                database.use_wal()
        with database.read() as connection:
            practice = office_rows.facts(connection).get("practice") == "1"
            people = staff_rows.everybody(connection)
        member = who_acts(people, staff, must_be_named=writes)
        actor = Actor(member.staff_id, member.name)
    except BaseException:
        database.close()
        if lock is not None:
            lock.release()
        raise
    if lock is not None:
        lock.name_holder(actor.name)
    session = Session(folder, database, actor, practice=practice, writes=writes, lock=lock, clock=clock, salt=salt)
    session.unlocked = unlocked
    if writes:
        _tell_restored(session)
        _go_on_above(session)
        sealing.seal_what_is_open(session)
        with contextlib.suppress(KnownTrouble):
            clear_plain(session)
        with contextlib.suppress(KnownTrouble):
            settle(session)
    return Desk(session)


def _tell_restored(session: Session) -> None:
    """A restore began another chain: it says where both ended, the one that was there and the one that came."""
    found = chain_head.restored(session.folder)
    if found is None:
        return
    before, after = found
    with session.reading() as connection:
        came = chain_head.of(connection) == after
    if not came:  # it was broken off before the file was replaced
        chain_head.told_restored(session.folder)
        return
    chain_head.begin_anew(session.folder, after)
    # Also where the clock is behind the records: who restores must be able to open.
    with session.writing(any_clock=True) as connection:
        was = None if before is None else {"entries": before.entries, "hash": before.hash}
        became = {"entries": after.entries, "hash": after.hash}
        audit_rows.append(connection, session.act(), "backup.restored", "office", "1", before=was, after=became)
    chain_head.told_restored(session.folder)


def _go_on_above(session: Session) -> None:
    """Where the note knows of higher numbers than the file, an older file was put in place: none is given out twice.

    Where it knows of lower ones or of none (an earlier program kept no note, the computer failed before it) it learns.
    """
    with session.reading() as connection:
        session.office = chain_head.first(connection)
        known = highest.known(session.folder, session.office)
        gaps, ahead = numbers.behind(connection, known), numbers.ahead(connection, known)
    highest.note(session.folder, session.office, ahead)
    if gaps:
        with session.writing(any_clock=True) as connection:
            numbers.go_on_above(connection, gaps)
            audit_rows.append(connection, session.act(), numbers.CONTINUED, "office", "1", after={"series": gaps})


def people(folder: Path) -> list[Staff]:
    """Whoever works in a plain folder that is not open yet; nobody where it cannot be read."""
    return [member for member in staff_rows.of_file(folder / FILE_NAME, None) if member.active]


def _unlocked(folder: Path, staff: str | None, password: str | None, unlocked: Unlocked | None) -> Unlocked | None:
    """What opens the folder; None for a plain one."""
    if not keyring.is_encrypted(folder / FILE_NAME):
        return None
    return unlocked or unlocking.log_in(folder, staff, password)


def create_office(
    folder: Path,
    *,
    office: str = "",
    county: str = "",
    villages: Sequence[str] = (),
    organ_code: str = "",
    letterhead: str = "",
    practice: bool = False,
    act: Act | None = None,
    password: str | None = None,
    code: str | None = None,
    cost: Cost = FULL,
) -> None:
    """Make the data folder with its first settings and its one member of staff (值班员).

    `office` and `county` may be given later: until then they stay empty, and papers that need them are refused.
    Refuses a folder that holds data, or what is left of an office whose data file is gone, and builds beside the final
    name first, so that no half file is ever left there.
    `act` is given by the sample office, whose times are fixed. With a `password` the folder is encrypted from its first
    byte; `code` is the recovery code that opens it, too. `cost`: tests may take a cheaper one than the program's.
    Refused bad_value for a password that is none.
    """
    from petidesk.desk.office.office import first_settings

    file = folder / FILE_NAME
    if file.exists():
        raise Refused("forbidden", f"“{folder}”里已经有数据，不能再次建立。")
    losing.refuse_lost(folder, "forbidden")
    settings, names = first_settings(office=office, county=county, villages=villages, organ_code=organ_code)
    if letterhead:
        settings = dataclasses.replace(settings, letterhead=letterhead)
    act = act or Act(local_now(practice), 1, secrets.token_hex(16))
    ring, key = _first_ring(password, code, act.at, cost)
    unfinished = folder / (FILE_NAME + ".new")
    with told_plainly(), _plain_disk_errors(folder), _nothing_left(unfinished):
        private.make_folder(folder)
        private.tidy(folder, FILE_NAME)
        database = Database(unfinished, key)
        try:
            upgrade.create_tables(database)
            database.use_wal()
            with database.write() as connection:
                staff_rows.add(connection, FIRST_STAFF, "admin", accusations=True)
                office_rows.set_fact(connection, "created_at", act.at.isoformat())
                if key is not None:
                    attachments.set_keys(connection, sealed.new_keys(seal=True))
                    office_rows.set_fact(connection, closing.SEALED_HERE, "1")
                office_rows.set_fact(connection, "practice", "1" if practice else "0")
                _first_rows(connection, act, settings, names)
        finally:
            database.close()
        points.passed("create.made")
        if ring is not None:
            keyring.write(folder, ring)
        points.passed("create.keyring")
        os.replace(unfinished, file)
        sync_folder(folder)
    points.passed("create.named")


def _first_ring(password: str | None, code: str | None, at: datetime, cost: Cost) -> tuple[Ring | None, Key | None]:
    """The keyring of a new folder and its key; none of both for a plain one."""
    if password is None:
        return None, None
    said = [Secret(spoken(new_password(password)), FIRST_STAFF, 1)]
    if code is not None:
        said.append(Secret(typed_code(code).encode()))
    ring, unlocked = new_ring(said, at, cost)
    return ring, unlocked.key


def _first_rows(connection: Transaction, act: Act, settings: Office, villages: Sequence[str]) -> None:
    from petidesk.desk.office.office import built_in_categories

    office_rows.add(connection, act, settings)
    office_rows.set_villages(connection, villages)
    office_rows.add_categories(connection, built_in_categories())
    audit_rows.append(connection, act, "office.created", "office", "1", after={"name": settings.name})


@contextlib.contextmanager
def _nothing_left(unfinished: Path) -> Iterator[None]:
    """Take the half-made file and its journal away when making it failed."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            for ending in ("", "-wal", "-shm", "-journal"):
                unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
            unfinished.parent.rmdir()  # only when it is empty
        raise


@contextlib.contextmanager
def _plain_disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise KnownTrouble("read_only", "数据文件夹是只读的，不能保存。请检查文件夹权限或换一个位置。") from error
    except OSError as error:
        if error.errno == 28:
            raise KnownTrouble("full", "磁盘已满，没有建立数据文件夹。请清理磁盘后再试。") from error
        raise KnownTrouble("read_only", f"不能建立数据文件夹“{folder}”：那里不能写入。请换一个位置。") from error
