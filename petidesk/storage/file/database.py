"""One SQLite file, opened the same way everywhere: WAL, synchronous=FULL, foreign keys, a busy timeout, explicit BEGIN.

The driver is sqlcipher3 on every platform: one known SQLite with FTS5, which also encrypts. An encrypted file is opened
with its key, said to every connection before anything else. Transactions begin explicitly (house rule 4): a failed one
leaves nothing behind, not even a table.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, Insert, create_engine, event, text
from sqlalchemy.exc import DatabaseError, NoResultFound
from sqlalchemy.pool import QueuePool

from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.file import ballast, disk, private
from petidesk.storage.file import search_index as search
from petidesk.storage.file.key import Key
from petidesk.storage.sealing import seal as seals
from petidesk.storage.sealing.seal import Seal

# What the desk hands from one storage function to the next; it never looks inside.
Transaction = Connection

FILE_NAME = "petidesk.db"
BUSY_SECONDS = 10
_JOURNAL_INDEX = 32768  # bytes of the -shm file, the least that SQLite makes
_TABLES = text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
_GONE = (
    "数据文件不在原来的位置了：它被移走、删除，或者换成了别的文件。这次没有保存。"
    "请关闭程序，把数据文件夹放回原处，或恢复备份，再重新打开。"
)
_UNREADABLE = "有一条记录里的日期或数字读不出来，数据可能已损坏，没有做任何改动。请做一次检查，或恢复一份好的备份。"
# How SQLite and its search index say that a file is broken.
_BROKEN = (
    *("malformed", "not a database", "could not decode", "corruption", "invalid fts5", "vtable constructor failed"),
    # A file of our version that lacks a column: its own description is damaged.
    *("no such column", "no such table"),
)
_NOT_READ_OR_WRITTEN = "读写磁盘出错，这次没有保存。请检查磁盘，做一份备份，再试一次。"
_FULL = "磁盘已满，这次没有保存。已保存的内容都在。请清理磁盘后再试。"
_FULL_BUT_RESERVE = "磁盘已满，这次没有保存。已腾出应急空间，请再保存一次，然后清理磁盘。已保存的内容都在。"


def _prepare(connection: Any, key: Key | None) -> None:
    # The driver must not begin by itself; "begin" below does.
    connection.isolation_level = None
    cursor = connection.cursor()
    if key is not None:
        # SQLCipher writes what goes wrong to standard error, where the command line has its own last line.
        cursor.execute("PRAGMA cipher_log_level=NONE")
        cursor.execute(f'PRAGMA key="{key_words(key)}"')
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA cache_size=-16384")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


class Database:
    """An open database file. `read()` and `write()` are the only ways to a connection; both are transactions.

    `key` opens an encrypted file, or makes a new one that is encrypted from its first byte; None: a plain file.
    """

    def __init__(
        self, file: Path, key: Key | None = None, *, read_only: bool = False, seal: Seal | None = None
    ) -> None:
        self.file = file
        self.key = key
        self.read_only = read_only
        # Which file the name meant when it was opened: a folder that is deleted while it is open leaves a file without
        # a name, into which one could go on writing.
        self._meant = None if read_only else _born_private(file)
        mode = ("?mode=ro&uri=true" + ("&immutable=1" if _sealed(file) else "")) if read_only else ""
        location = f"file:{_quoted(file)}{mode}" if read_only else str(file)
        self.engine: Engine = create_engine(
            f"sqlite:///{location}",
            module=sqlcipher3.dbapi2,
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=8,
            connect_args={"check_same_thread": False},
            hide_parameters=True,  # the text of an error goes to logs and screens; names and statements must not
        )
        event.listen(self.engine, "connect", lambda connection, _record: _prepare(connection, key))
        event.listen(self.engine, "begin", _begin)
        self.seal = seal

    @property
    def seal(self) -> Seal | None:
        """What accusations are sealed with, and read where whoever acts may; None in a plain folder."""
        return self._seal

    @seal.setter
    def seal(self, seal: Seal | None) -> None:
        self._seal = seal
        seals.hang(self.engine.dialect, seal)

    def close(self) -> None:
        """Close every connection; the WAL is folded into the file by the last one."""
        self.engine.dispose()

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the file, never waiting for a writer."""
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def write(self, **options: object) -> Iterator[Connection]:
        """BEGIN IMMEDIATE … COMMIT; everything or nothing. `options` go with the connection to whoever asks for them.

        When the disk is full the reserve is released, so that saving once more succeeds (storage/file/ballast.py).
        """
        try:
            with self._told(), self.engine.connect() as connection:
                connection = connection.execution_options(petidesk_write=True, **options)
                with connection.begin(), search.entries(connection):
                    yield connection
                    self._refuse_if_gone()
        except KnownTrouble as trouble:
            said_by_driver = isinstance(trouble.__cause__, (DatabaseError, sqlcipher3.dbapi2.DatabaseError))
            if trouble.code == "full" and said_by_driver and ballast.after_full(self.file.parent):
                raise KnownTrouble("full", _FULL_BUT_RESERVE) from trouble
            raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """As `told_plainly`, but a disk that could not be written to for want of room is a full one.

        What nobody foresaw is damage, too, where the file turns out to be damaged.
        """
        try:
            with told_plainly():
                yield
        except KnownTrouble as trouble:
            if str(trouble) != _NOT_READ_OR_WRITTEN or disk.free_bytes(self.file.parent) >= _JOURNAL_INDEX:
                raise
            raise KnownTrouble("full", _FULL) from trouble.__cause__
        except (LookupError, AttributeError, TypeError, ValueError, NoResultFound, DatabaseError) as error:
            if not self._damaged():
                raise
            raise KnownTrouble("damaged", _UNREADABLE) from error

    def _damaged(self) -> bool:
        try:
            with told_plainly(), self.engine.connect() as connection:
                return str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one()) != "ok"
        except (KnownTrouble, DatabaseError) as found:
            return not isinstance(found, KnownTrouble) or found.code == "damaged"

    def _refuse_if_gone(self) -> None:
        """KnownTrouble (damaged), and nothing is committed, when the name no longer means the file that is open."""
        if _identity(self.file) != self._meant:
            raise KnownTrouble("damaged", _GONE)

    def use_wal(self) -> None:
        """Set the journal mode, which the file then remembers."""
        with self._told():
            raw = self.engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
            finally:
                raw.close()

    def fold_journal(self) -> None:
        """Write all of the journal into the file. KnownTrouble locked while somebody else reads or writes."""
        with self._told():
            raw = self.engine.raw_connection()
            try:
                busy, _frames, _moved = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.close()
        if busy:
            raise KnownTrouble("locked", "另一个程序正在读这份记录，请关掉它再试。")

    def compact(self) -> None:
        """Write the file anew without its free pages, and the journal into it: what was deleted stands nowhere in it.

        KnownTrouble full (twice its size is needed meanwhile), locked while somebody else reads or writes.
        """
        with told_plainly():
            raw = self.engine.raw_connection()
            try:
                cursor = raw.cursor()
                cursor.execute("INSERT INTO search_text(search_text) VALUES('optimize')")
                cursor.execute("VACUUM")
            finally:
                raw.close()
        self.fold_journal()

    def quick_check(self) -> str | None:
        """None when the file is whole, else SQLite's first finding."""
        with self.read() as connection:
            answer = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
        return None if answer == "ok" else answer

    def check_apart(self) -> list[Callable[[], str | None]]:
        """The same in parts that may go side by side: the words of the search index, which take longest, and the rest.

        For a copy that was written anew and has no free pages, which only the whole check looks at.
        """
        with self.read() as connection:
            tables = list(connection.execute(_TABLES))
        words = [name for name, made in tables if made.upper().startswith("CREATE VIRTUAL")]
        rest = ["sqlite_schema", *(name for name, _made in tables if name not in words)]
        return [partial(self._check_tables, names) for names in (words, rest)]

    def _check_tables(self, names: Sequence[str]) -> str | None:
        with self.read() as connection:
            for name in names:
                answer = str(connection.exec_driver_sql(f"PRAGMA quick_check('{name}')").scalars().first())
                if answer != "ok":
                    return answer
        return None


def _born_private(file: Path) -> tuple[int, int] | None:
    """Make the file where there is none, for nobody but this user; which file it is."""
    with contextlib.suppress(OSError):  # what hinders it is said when it is opened
        if not file.exists():
            private.make_file(file)
    return _identity(file)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def key_words(key: Key) -> str:
    """The key as SQLCipher takes it, without a derivation of its own."""
    return f"x'{key.of('database').hex()}'"


def new_id(connection: Connection, statement: Insert, row: dict[str, Any]) -> int:
    """Insert one row and give back its id."""
    return int(connection.execute(statement, row).lastrowid)


def _quoted(file: Path) -> str:
    return str(file).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _sealed(file: Path) -> bool:
    """Whether the file lies whole where nothing can be written: only then may SQLite do without its journal files.

    That is a read-only folder, or a full disk while nobody else has the file open (then its index of the journal is
    not there in full size, and on that disk nobody can make one).
    """
    if _size(file, "-wal"):
        return False
    if not os.access(file.parent, os.W_OK):
        return True
    return _size(file, "-shm") < _JOURNAL_INDEX and file.exists() and disk.free_bytes(file.parent) < _JOURNAL_INDEX


def _size(file: Path, ending: str) -> int:
    beside = file.with_name(file.name + ending)
    return beside.stat().st_size if beside.exists() else 0


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("petidesk_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextlib.contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what SQLite says about the disk and the file into known trouble with a next step; bugs pass through."""
    try:
        yield
    except (ValueError, TypeError) as error:
        if not _in_driver(error):
            raise
        if isinstance(error, UnicodeEncodeError):
            raise Refused("bad_value", "内容里有半个字符，不能保存。请删掉显示不出来的字，重新输入。") from error
        raise KnownTrouble("damaged", _UNREADABLE) from error
    except DatabaseError as error:
        trouble = trouble_of(error.orig)
        if trouble is None:
            raise
        raise trouble from error
    except sqlcipher3.dbapi2.DatabaseError as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error


def _in_driver(error: BaseException) -> bool:
    """Whether a value was refused where rows are read, not in our own code: something in the file is no date."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    name = str(last.tb_frame.f_globals.get("__name__", "")) if last is not None else ""
    # Text that is no UTF-8 is met where the driver is asked, too.
    ours = isinstance(error, UnicodeDecodeError) and name.startswith("petidesk.storage.")
    return ours or name.startswith("sqlalchemy.")


def trouble_of(error: BaseException | None) -> KnownTrouble | None:
    """Which known trouble a driver error is, None when it is a bug of ours."""
    said = str(error).lower()
    if "database or disk is full" in said:
        return KnownTrouble("full", _FULL)
    if "readonly" in said or "read-only" in said:
        return KnownTrouble("read_only", "数据文件夹是只读的，不能保存。请检查文件夹权限或换一个位置。")
    if "locked" in said or "busy" in said:
        return KnownTrouble("locked", "另一个程序正在写入数据，请稍候再试。")
    if "disk i/o error" in said:
        return KnownTrouble("damaged", _NOT_READ_OR_WRITTEN)
    if any(words in said for words in _BROKEN):
        return KnownTrouble("damaged", "数据文件已损坏，没有做任何改动。请用“恢复备份”恢复到新文件。")
    if "unable to open" in said:
        return KnownTrouble("read_only", "打不开数据文件，请检查文件夹是否存在、是否可写。")
    return None
