"""Bringing a data file to this program's version, run by the program itself at start (house rule 5).

A plain start reads the version alone. Only when a step is due: quick check, verified backup named by version and
date, the steps, foreign key check. A file from a newer program is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect, text

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import points
from petidesk.storage.file.database import Database, Transaction

# The newest step in migrations/versions; a test holds the two together.
NEWEST = "0009"
NOT_OURS = "这不是本程序的数据文件，或者文件是空的，没有做任何改动。请用“恢复备份”恢复到新文件。"
_LABEL = re.compile("[0-9]{4}")
STEPS = Path(__file__).parents[1] / "migrations"


def version(database: Database) -> str | None:
    """The version of the file, None for an empty one."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(
    database: Database,
    back_up: Callable[[str], object],
    *,
    follow: Callable[[Transaction], None] | None = None,
    steps: Path = STEPS,
    newest: str = NEWEST,
) -> bool:
    """Upgrade the file when a step is due; True when it was.

    `back_up` is called with the file's old version before anything is changed and must raise when it fails. Raises
    KnownTrouble ``newer`` for a file of a newer program and ``damaged`` when the file does not check, is empty or is
    not ours. `follow` is called after the steps, in their transaction. `steps` and `newest` name other steps than this
    program's own.
    """
    found = version(database)
    if found == newest:
        return False
    if found is None:
        raise KnownTrouble("damaged", NOT_OURS)
    _refuse_newer(found, newest)
    if finding := database.quick_check():
        raise KnownTrouble("damaged", f"数据文件已损坏（{finding}），没有升级。请用“恢复备份”恢复到新文件。")
    back_up(found)
    points.passed("upgrade.backed_up")
    _run_steps(database, steps, follow)
    return True


def create_tables(database: Database) -> None:
    """Every step from nothing, for a new file. KnownTrouble ``damaged`` when the file already holds tables."""
    with database.read() as connection:
        if inspect(connection).get_table_names():
            raise KnownTrouble("damaged", NOT_OURS)
    _run_steps(database, STEPS)


def is_due(database: Database) -> bool:
    """Whether the file is of an earlier version. Refused as `refuse_newer`."""
    refuse_newer(database)
    return version(database) != NEWEST


def refuse_newer(database: Database) -> None:
    """Refuse a file of a newer program, or one that is not ours, with a sentence."""
    found = version(database)
    if found is None:
        raise KnownTrouble("damaged", NOT_OURS)
    _refuse_newer(found, NEWEST)


def _refuse_newer(found: str, newest: str) -> None:
    if not _LABEL.fullmatch(found):
        raise KnownTrouble("damaged", NOT_OURS)
    if found > newest:
        raise KnownTrouble("newer", f"数据文件来自更新的程序（版本{found}），请先升级本程序再打开。没有做任何改动。")


def _run_steps(database: Database, steps: Path, follow: Callable[[Transaction], None] | None = None) -> None:
    # Alembic is only needed when a step is due; a plain start must not pay for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        points.passed("upgrade.steps")
        if follow is not None:
            follow(connection)
        points.passed("upgrade.followed")
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise KnownTrouble("damaged", "升级后发现记录之间的联系不完整，已全部撤回，数据没有改动。请联系维护人员。")
    points.passed("upgrade.saved")
