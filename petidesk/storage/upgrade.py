"""Bringing a data file to this program's version, run by the program itself at start (house rule 5).

A plain start reads the version alone. Only when a step is due: quick check, verified backup named by version and
date, the steps, foreign key check. A file from a newer program is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect, text

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.database import Database

# The newest step in migrations/versions; a test holds the two together.
NEWEST = "0001"


def version(database: Database) -> str | None:
    """The version of the file, None for an empty one."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(database: Database, back_up: Callable[[str], object]) -> bool:
    """Upgrade the file when a step is due; True when it was.

    `back_up` is called with the file's old version before anything is changed and must raise when it fails. Raises
    KnownTrouble ``newer`` for a file of a newer program and ``damaged`` when the file does not check.
    """
    found = version(database)
    if found == NEWEST:
        return False
    if found is not None:
        _refuse_newer(found)
        if finding := database.quick_check():
            raise KnownTrouble("damaged", f"数据文件已损坏（{finding}），没有升级。请用“恢复备份”恢复到新文件。")
        back_up(found)
    elif _tables(database):
        raise KnownTrouble("damaged", "这不是本程序的数据文件，没有做任何改动。")
    _run_steps(database)
    return True


def refuse_newer(database: Database) -> None:
    """For readers, who must not upgrade: refuse a file of another version with a sentence."""
    found = version(database)
    if found is None:
        raise KnownTrouble("damaged", "这不是本程序的数据文件，没有做任何改动。")
    _refuse_newer(found)


def _refuse_newer(found: str) -> None:
    if found > NEWEST:
        raise KnownTrouble("newer", f"数据文件来自更新的程序（版本{found}），请先升级本程序再打开。没有做任何改动。")


def _tables(database: Database) -> bool:
    with database.read() as connection:
        return bool(inspect(connection).get_table_names())


def _run_steps(database: Database) -> None:
    # Alembic is only needed when a step is due; a plain start must not pay for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise KnownTrouble("damaged", "升级后发现记录之间的联系不完整，已全部撤回，数据没有改动。请联系维护人员。")
