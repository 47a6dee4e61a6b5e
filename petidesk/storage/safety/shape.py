"""What can be told of a data file without a word of its records: its version, its pages, the rows of each table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import text

from petidesk.storage.file import upgrade
from petidesk.storage.file.database import Database
from petidesk.storage.schema import metadata
from petidesk.storage.secrets import keyring


def engine_version() -> str:
    """The version of SQLite that runs here."""
    return str(sqlcipher3.dbapi2.sqlite_version)


def of_file(file: Path) -> dict[str, Any] | None:
    """Version, page count and rows of the tables that are ours; None where there is no file or it is encrypted.

    KnownTrouble or a driver's error for a file that cannot be read.
    """
    if not file.is_file() or keyring.is_encrypted(file):
        return None
    database = Database(file, read_only=True)
    try:
        found = upgrade.version(database)
        with database.read() as connection:
            pages = int(connection.execute(text("PRAGMA page_count")).scalar_one())
            there = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
            rows = {
                name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one())
                for name in sorted(metadata.tables)
                if name in there
            }
        ours = found if found is not None and found.isdigit() and len(found) == 4 else "other"
        return {"version": ours, "newest": upgrade.NEWEST, "pages": pages, "rows": rows}
    finally:
        database.close()
