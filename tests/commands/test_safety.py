"""`backup`, `backup list`, `restore`, `move`, `check` and `audit verify` as the command line answers them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk import cli
from petidesk.desk.opening import open_desk
from petidesk.documents.workbooks.read import read_tables
from petidesk.storage.file.database import Database
from tests.offices import new_office

Run = Callable[..., tuple[int, Any, dict[str, Any] | None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    new_office(made, office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(made)
    desk.visits.add(
        {
            "at": "2026-11-19T09:20",
            "channel": "visit",
            "petitioners": [{"name": "杨柳", "village": "东村"}],
            "matters": [{"purpose": "appeal", "title": "水渠", "statement": "水渠渗水。"}],
        }
    )
    desk.close()
    return made


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs one command with --json: exit status, the document, the refusal."""

    def say(*arguments: str, data: Path = folder) -> tuple[int, Any, dict[str, Any] | None]:
        status = cli.run(["--data", str(data), *arguments, "--json"])
        said = capfd.readouterr()
        refusal = json.loads(said.err.splitlines()[-1]) if said.err else None
        return status, json.loads(said.out) if said.out else None, refusal

    return say


def test_backup_and_its_list(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("backup", "list") == (0, {"total": 0, "rows": []}, None)
    status, made, refusal = run("backup")
    assert (status, refusal, set(made)) == (0, None, {"file", "bytes", "verified"})
    assert made["verified"] is True and made["bytes"] == Path(made["file"]).stat().st_size
    assert Path(made["file"]).parent == folder / "backups"
    _, away, _ = run("backup", "--to", str(tmp_path / "stick"))
    status, listed, _ = run("backup", "list")
    assert (status, listed["total"]) == (0, 2)
    assert {row["file"] for row in listed["rows"]} == {made["file"], away["file"]}
    assert all(set(row) == {"file", "made_at", "bytes", "reason", "verified", "place"} for row in listed["rows"])
    assert {row["file"]: row["place"] for row in listed["rows"]}[made["file"]] == "own"
    _, page, _ = run("backup", "list", "--limit", "1", "--offset", "1")
    assert page == {"total": 2, "rows": listed["rows"][1:]}


def test_backup_beside_a_window(run: Run, folder: Path) -> None:
    window = open_desk(folder, purpose="window")
    try:
        assert run("backup")[0] == 0
        status, document, refusal = run("restore", str(folder / "backups"))
        assert (status, document) == (4, None) and refusal is not None and refusal["code"] == "locked"
    finally:
        window.close()


def test_restore_in_place_and_elsewhere(run: Run, folder: Path, tmp_path: Path) -> None:
    _, made, _ = run("backup")
    (folder / "petidesk.db").write_bytes(os.urandom(5000))
    status, done, refusal = run("restore", Path(made["file"]).name)
    assert (status, refusal, done["visits"], done["verified"]) == (0, None, 1, True)
    assert Path(done["set_aside"]).stat().st_size == 5000
    assert run("check", "--deep") == (0, {"ok": True, "problems": []}, None)
    status, done, _ = run("restore", made["file"], "--to", str(tmp_path / "new"))
    assert (status, done["set_aside"]) == (0, None)
    assert run("check", data=tmp_path / "new")[0] == 0
    status, _, refusal = run("restore", made["file"], "--to", str(tmp_path / "new"))
    assert status == 3 and refusal is not None and refusal["code"] == "forbidden"


def test_restore_works_where_there_is_no_folder_any_more(run: Run, tmp_path: Path) -> None:
    _, made, _ = run("backup", "--to", str(tmp_path / "stick"))
    assert run("restore", made["file"], data=tmp_path / "gone")[0] == 0
    assert run("check", data=tmp_path / "gone")[0] == 0


def test_restore_refuses(run: Run, folder: Path, tmp_path: Path) -> None:
    status, _, refusal = run("restore", "none.db")
    assert status == 2 and refusal is not None and refusal["code"] == "usage"
    (tmp_path / "notes.db").write_text("不是备份", encoding="utf-8")
    status, _, refusal = run("restore", str(tmp_path / "notes.db"))
    assert status == 4 and refusal is not None and refusal["code"] == "damaged"
    assert run("check")[0] == 0


def test_move(run: Run, tmp_path: Path) -> None:
    status, moved, _ = run("move", "--to", str(tmp_path / "other"))
    assert (status, moved["visits"], moved["verified"]) == (0, 1, True)
    assert run("check", "--deep", data=tmp_path / "other")[0] == 0
    status, _, refusal = run("move", "--to", str(tmp_path / "other"))
    assert status == 3 and refusal is not None and refusal["code"] == "forbidden"
    assert run("move")[0] == 2


def test_check_says_what_and_where(run: Run, folder: Path) -> None:
    database = Database(folder / "petidesk.db")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE audit_event SET action = 'visit.voided' WHERE action = 'visit.added'")
    database.close()
    status, document, refusal = run("check")
    assert status == 4 and refusal is not None and refusal["code"] == "damaged"
    assert document["ok"] is False
    assert [set(problem) for problem in document["problems"]] == [{"what", "where"}]
    assert "审计链" in document["problems"][0]["what"]
    status, verified, _refusal = run("audit", "verify")
    assert (status, verified["ok"]) == (4, False) and verified["broken_at"] == 2


def test_audit_verify_list_and_export(run: Run, folder: Path, tmp_path: Path) -> None:
    status, listed, _ = run("audit", "list")
    assert status == 0 and set(listed) == {"total", "rows", "limit", "offset"}
    assert set(listed["rows"][0]) == {"id", "at", "staff", "action", "kind", "no", "hash"}
    newest = listed["rows"][0]
    assert run("audit", "verify")[1] == {
        "ok": True,
        "entries": listed["total"],
        "head": newest["hash"],
        "broken_at": None,
    }
    visit = next(row for row in listed["rows"] if row["kind"] == "visit")
    _, about, _ = run("audit", "list", "--no", visit["no"], "--staff", visit["staff"])
    assert {row["no"] for row in about["rows"]} == {visit["no"]}
    assert run("audit", "list", "--limit", "1", "--offset", "1")[1]["rows"] == listed["rows"][1:2]
    status, _, refusal = run("audit", "list", "--staff", "没有这个人")
    assert status == 3 and refusal is not None and refusal["code"] == "not_found"
    out = tmp_path / "审计.xlsx"
    assert run("audit", "export", "--out", str(out))[0] == 0
    (table,) = read_tables(out.read_bytes())
    texts = [[str(cell) for cell in row.cells] for row in table.rows]
    assert [row[-1] for row in texts[2:]] == [row["hash"] for row in reversed(listed["rows"])]
    assert "水渠" not in str(texts) and "杨柳" not in str(texts)
    assert (
        run("audit", "export", "--from", "1999-01-01", "--to", "1999-12-31", "--out", str(tmp_path / "none.xlsx"))[0]
        == 0
    )
    (none,) = read_tables((tmp_path / "none.xlsx").read_bytes())
    assert len(none.rows) == 2


def test_check_of_a_file_that_does_not_open(run: Run, folder: Path) -> None:
    (folder / "petidesk.db").write_bytes(b"")
    status, document, refusal = run("check")
    assert status == 4 and refusal is not None and refusal["code"] == "damaged"
    assert document["ok"] is False and document["problems"][0]["where"] == "petidesk.db"


def test_a_newer_file_is_not_called_damaged(run: Run, folder: Path) -> None:
    database = Database(folder / "petidesk.db")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    database.close()
    for command in (("check",), ("backup",), ("move", "--to", str(folder / "x"))):
        status, _, refusal = run(*command)
        assert status == 4 and refusal is not None and refusal["code"] == "newer"


def test_in_words(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for command in (["backup", "list"], ["backup"], ["backup", "list"], ["check"], ["audit", "verify"]):
        assert cli.run(["--data", str(folder), *command]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    for words in ("还没有备份", "已备份并核对", "手动  已核对", "没有问题", "审计链完整"):
        assert words in said.out


def _without_data_file(run: Run, folder: Path) -> str:
    """A backup is all that is left of the office; its name."""
    status, made, _ = run("backup")
    assert status == 0
    for file in folder.glob("petidesk.db*"):
        file.unlink()
    return Path(made["file"]).name


def test_no_new_office_is_begun_over_the_backups_of_one_whose_file_is_gone(run: Run, folder: Path) -> None:
    name = _without_data_file(run, folder)
    before = sorted(path.name for path in folder.rglob("*"))
    for begin in (["init", "--office", "另一镇", "--county", "安平县"], ["sample", "--visits", "5"]):
        status, _, refusal = run(*begin)
        assert status == 3 and refusal is not None and refusal["code"] == "forbidden", refusal
        assert name in refusal["message"] and "restore" in refusal["message"]
    assert sorted(path.name for path in folder.rglob("*")) == before, "nothing was written"
    for words in (["check"], ["visit", "list"], ["audit", "verify"]):
        status, _, refusal = run(*words)
        assert status == 3 and refusal is not None and name in refusal["message"], words
    status, listed, _ = run("restore", name)
    assert status == 0 and listed["visits"] == 1
    assert run("check")[0] == 0


def test_the_list_of_backups_says_what_to_do_where_the_data_file_is_gone(
    run: Run, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    name = _without_data_file(run, folder)
    assert cli.run(["--data", str(folder), "backup", "list"]) == 0
    said = capfd.readouterr()
    assert name in said.out and f"restore {name}" in said.err


def test_a_folder_whose_copies_are_on_a_stick_that_is_out_takes_no_new_office(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    assert run("backup", "--to", str(stick))[0] == 0
    for file in folder.glob("petidesk.db*"):
        file.unlink()
    stick.rename(tmp_path / "out")
    status, _, refusal = run("init", "--office", "另一镇", "--county", "安平县")
    assert status == 3 and refusal is not None and str(stick) in refusal["message"]


def test_where_nothing_knows_the_last_number_it_is_taken_from_paper(run: Run, tmp_path: Path) -> None:
    status, made, _ = run("backup", "--to", str(tmp_path / "stick"))
    assert status == 0
    new = tmp_path / "new"
    status, _, refusal = run("restore", made["file"], "--last-number", "visit", data=new)
    assert status == 2 and refusal is not None and not (new / "petidesk.db").exists()
    assert run("restore", made["file"], "--last-number", "visit=57", "--last-number", "清信访=3", data=new)[0] == 0
    desk = open_desk(new)
    (found,) = [
        line.after for line in desk.audit.for_subject("office", "1") if line.event.action == "numbers.continued"
    ]
    assert found is not None
    assert {(gap["kind"], gap["to"]) for gap in found["series"]} == {("visit", 57), ("letter 清信访", 3)}
    desk.close()
    assert run("check", data=new)[0] == 0
