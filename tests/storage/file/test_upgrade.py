"""Upgrade steps: the steps and the tables agree, a backup comes first, a failed step changes nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from petidesk.desk.safety import backups
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage import schema
from petidesk.storage.file import upgrade
from petidesk.storage.file.database import Database, Transaction

STEP = '''"""A step of a later program."""

from alembic import op

revision = "9001"
down_revision = "{before}"


def upgrade():
    op.execute("CREATE TABLE later (id INTEGER NOT NULL, CONSTRAINT pk_later PRIMARY KEY (id))")
    {more}
'''


@pytest.fixture
def database(office: Path) -> Iterator[Database]:
    opened = Database(office / "petidesk.db")
    yield opened
    opened.close()


def _later_steps(tmp_path: Path, more: str = "pass") -> Path:
    """The program's steps as they lie on disk, with one more that a later program could bring."""
    steps = tmp_path / "migrations"
    shutil.copytree(upgrade.STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "versions" / "9001_later.py").write_text(STEP.format(more=more, before=upgrade.NEWEST), encoding="utf-8")
    return steps


def test_the_steps_make_the_tables_that_the_program_uses(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _parents: kind != "table" or not name.startswith("search_text"),
            },
        )
        assert compare_metadata(context, schema.metadata) == []


def _indexes(connection: Transaction) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return {name: " ".join(sql.replace('"', "").split()) for name, sql in rows}


def test_the_columns_are_the_same_to_the_letter(database: Database, tmp_path: Path) -> None:
    fresh = Database(tmp_path / "fresh.db")
    with fresh.write() as connection:
        schema.metadata.create_all(connection)
    with fresh.read() as made, database.read() as stepped:
        for table in schema.metadata.tables:
            described = [
                [
                    (column["name"], str(column["type"]), column["nullable"], column["default"], column["primary_key"])
                    for column in inspect(connection).get_columns(table)
                ]
                for connection in (made, stepped)
            ]
            assert sorted(described[0]) == sorted(described[1]), table
        assert _indexes(made) == _indexes(stepped)
    fresh.close()


def test_every_constraint_is_named(database: Database) -> None:
    with database.read() as connection:
        looked = inspect(connection)
        for table in schema.metadata.tables:
            found = [
                looked.get_pk_constraint(table),
                *looked.get_unique_constraints(table),
                *looked.get_foreign_keys(table),
                *looked.get_check_constraints(table),
            ]
            assert all(constraint["name"] for constraint in found), table
            expected = {str(constraint.name) for constraint in schema.metadata.tables[table].constraints}
            assert {constraint["name"] for constraint in found} == expected


def test_the_newest_step_is_the_one_the_program_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.STEPS))
    assert ScriptDirectory.from_config(config).get_heads() == [upgrade.NEWEST]


def test_a_step_comes_after_a_verified_backup(database: Database, tmp_path: Path) -> None:
    folder = database.file.parent
    steps = _later_steps(tmp_path)
    seen: list[str] = []

    def back_up(version: str) -> None:
        assert upgrade.version(database) == version == upgrade.NEWEST
        seen.append(backups.before_upgrade(folder, database, version).file)

    assert upgrade.bring_up_to_date(database, back_up, steps=steps, newest="9001")
    assert upgrade.version(database) == "9001"
    (backup,) = backups.available(folder)
    assert [backup.file] == seen
    assert backup.verified and backup.reason == "upgrade" and backup.file.endswith(f"-upgrade-v{upgrade.NEWEST}.db")
    old = Database(Path(backup.file), read_only=True)
    assert upgrade.version(old) == upgrade.NEWEST
    old.close()
    # The second start finds nothing to do, and this older program now refuses the file.
    assert not upgrade.bring_up_to_date(database, back_up, steps=steps, newest="9001")
    with pytest.raises(KnownTrouble) as raised:
        upgrade.bring_up_to_date(database, back_up)
    assert raised.value.code == "newer" and len(seen) == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ("raise RuntimeError('half way')", RuntimeError),
        # Foreign keys are checked at the end of a step: a row that points nowhere takes everything back.
        (
            "op.execute('PRAGMA defer_foreign_keys=ON'); "
            'op.execute("INSERT INTO matter (visit_id, case_id, place, repeat, urgent) VALUES (99, 99, 0, 0, 0)")',
            KnownTrouble,
        ),
    ],
    ids=["failed", "broken keys"],
)
def test_a_failed_step_changes_nothing(database: Database, tmp_path: Path, more: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        upgrade.bring_up_to_date(database, lambda _version: None, steps=_later_steps(tmp_path, more), newest="9001")
    assert upgrade.version(database) == upgrade.NEWEST
    with database.read() as connection:
        assert not inspect(connection).has_table("later")


def test_what_follows_from_the_records_is_worked_out_with_the_step_or_not_at_all(
    database: Database, tmp_path: Path
) -> None:
    def stumble(connection: Transaction) -> None:
        assert inspect(connection).has_table("later")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        upgrade.bring_up_to_date(
            database, lambda _version: None, follow=stumble, steps=_later_steps(tmp_path), newest="9001"
        )
    assert upgrade.version(database) == upgrade.NEWEST


def test_no_backup_no_step(database: Database, tmp_path: Path) -> None:
    def fail(_version: str) -> None:
        raise KnownTrouble("full", "磁盘已满。")

    with pytest.raises(KnownTrouble):
        upgrade.bring_up_to_date(database, fail, steps=_later_steps(tmp_path), newest="9001")
    assert upgrade.version(database) == upgrade.NEWEST


def test_tables_are_not_made_in_a_file_of_something_else(tmp_path: Path) -> None:
    database = Database(tmp_path / "other.db")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(KnownTrouble, match="不是本程序"):
        upgrade.create_tables(database)
    database.close()


def test_a_plain_start_does_not_load_alembic(office: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from petidesk.desk.opening import open_desk; "
        "desk = open_desk(Path(sys.argv[1]), purpose='window'); desk.close(); "
        "print([name for name in sys.modules if name.split('.')[0] in ('alembic', 'mako')])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(office)], capture_output=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert said.stdout.strip() == b"[]"
