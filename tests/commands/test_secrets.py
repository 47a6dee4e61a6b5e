"""Passwords and the recovery code on the command line: the first lines of standard input, and exit status 5."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from petidesk.desk.opening import create_office
from petidesk.storage.secrets import keyring
from petidesk.storage.secrets.wraps import Cost
from tests.commands.conftest import Run

Say = Callable[..., None]

PASSWORD = "correct horse 1"
CODE = "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"
VISIT = {
    "at": "2026-11-19T09:20",
    "channel": "visit",
    "petitioners": [{"name": "张桂花", "village": "东村"}],
    "matters": [{"purpose": "appeal", "statement": "征地补偿款未到账"}],
}


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Put lines, and what follows them, on standard input."""

    def put(*lines: str) -> None:
        stream = io.TextIOWrapper(io.BytesIO("\n".join(lines).encode()), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", stream)

    return put


@pytest.fixture
def locked(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's data folder, encrypted; its secrets are cheap to try."""
    monkeypatch.delenv("PETIDESK_PASSWORD", raising=False)
    create_office(
        data_dir, office="清溪镇", county="安平县", villages=["东村"], password=PASSWORD, code=CODE, cost=Cost(8, 1, 1)
    )
    return data_dir


def test_a_document_follows_the_password_on_standard_input(locked: Path, run: Run, say: Say) -> None:
    say(PASSWORD, json.dumps(VISIT))
    added = run("visit", "add", "-", "--password-stdin", "--json")
    assert added.status == 0, added.told
    say(PASSWORD)
    assert run("find", "张桂花", "--json", "--password-stdin").document["total"] > 0
    say("ｃｏｒｒｅｃｔ ｈｏｒｓｅ １")
    assert run("visit", "list", "--password-stdin").status == 0


def test_the_environment_gives_the_password_too(locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETIDESK_PASSWORD", PASSWORD)
    assert run("check", "--json").document == {"ok": True, "problems": []}
    assert run("office", "show", "--json").document["name"] == "清溪镇"


@pytest.mark.parametrize(
    "words",
    [("find", "张"), ("office", "show"), ("check",), ("visit", "list"), ("undo",), ("move", "--to", "x"), ("home",)],
)
def test_without_a_password_or_with_a_wrong_one_nothing_opens(
    locked: Path, run: Run, say: Say, words: tuple[str]
) -> None:
    for given in ((), ("--password-stdin",)):
        say("wrong horse 22")
        refused = run(*words, *given, "--json")
        assert (refused.status, refused.trouble["code"], refused.out) == (5, "wrong_password", b"")


def test_the_recovery_code_sets_a_new_password(locked: Path, run: Run, say: Say) -> None:
    say(CODE.lower().replace("-", " "), "a new word 9")
    assert run("visit", "list", "--json", "--recovery-stdin").document["total"] == 0
    say("a new word 9")
    assert run("visit", "list", "--password-stdin").status == 0
    say(PASSWORD)
    assert run("visit", "list", "--password-stdin").status == 5
    say(CODE[:-1] + "X", "a new word 9")
    wrong = run("visit", "list", "--recovery-stdin", "--json")
    assert (wrong.status, wrong.trouble["field"]) == (3, "recovery")


def test_init_makes_an_encrypted_folder_and_a_sheet_that_opens_it(
    data_dir: Path, run: Run, say: Say, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.pdf"
    words = ("init", "--office", "清溪镇", "--county", "安平县", "--password-stdin", "--recovery-out", sheet)
    say(PASSWORD)
    assert run(*words).status == 0
    assert keyring.is_encrypted(data_dir / "petidesk.db")
    pages = pypdfium2.PdfDocument(sheet.read_bytes())
    assert len(pages) == 1
    printed = re.findall(r"第\d组\s*((?:[0-9A-Z]\s*){5})", pages[0].get_textpage().get_text_bounded())
    say("".join(printed), "a new word 9")
    assert run("check", "--recovery-stdin").status == 0
    found = keyring.read(data_dir)
    assert found is not None
    assert found.ring.entries[0].cost.memory_kib >= 64 << 10


def test_init_with_a_password_that_is_none_makes_nothing(data_dir: Path, run: Run, say: Say, tmp_path: Path) -> None:
    say("short")
    words = (
        "init",
        "--office",
        "清溪镇",
        "--county",
        "安平县",
        "--password-stdin",
        "--recovery-out",
        tmp_path / "s.pdf",
    )
    assert run(*words).status == 3
    assert not (data_dir / "petidesk.db").exists()
    assert not (tmp_path / "s.pdf").exists()


def test_a_new_sheet_ends_the_old_one_and_names_the_copies_it_opens(
    locked: Path, run: Run, say: Say, tmp_path: Path
) -> None:
    say(PASSWORD)
    backup = run("backup", "--json", "--password-stdin").document["file"]
    say(PASSWORD)
    made = run("recovery", "new", "--out", tmp_path / "new.pdf", "--json", "--password-stdin")
    assert made.document["copies"] == [backup]
    say(CODE, "a new word 9")
    assert run("check", "--recovery-stdin").status == 5


def test_a_plain_office_is_encrypted_renewed_and_made_plain_again(
    office: Run, run: Run, say: Say, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.pdf"
    made = run("backup", "--json").document["file"]
    say(PASSWORD)
    done = run("encrypt", "--password-stdin", "--recovery-out", sheet, "--json")
    assert done.status == 0, done.told
    assert done.document["gone"] == [made]
    assert sheet.read_bytes().startswith(b"%PDF")
    assert "不能保证抹净" in done.told
    assert run("visit", "list").status == 5
    say(PASSWORD)
    renewed = run("key", "renew", "--json", "--password-stdin")
    assert renewed.document["before"] in renewed.document["copies"]
    say(PASSWORD)
    assert run("decrypt", "--why", "换系统", "--password-stdin").status == 0
    assert run("check").status == 0
    assert run("key", "renew").status == 3
    assert run("recovery", "new", "--out", tmp_path / "other.pdf").status == 3
    assert not (tmp_path / "other.pdf").exists()


def test_a_backup_needs_no_password_and_says_that_nobody_checked_it(locked: Path, run: Run, say: Say) -> None:
    made = run("backup", "--json")
    assert (made.status, made.document["verified"]) == (0, False)
    assert "未核对" in run("backup").out.decode()
    assert [row["verified"] for row in run("backup", "list", "--json").document["rows"]] == [False, False]
    say(PASSWORD)
    assert run("backup", "--json", "--password-stdin").document["verified"]
    assert all(row["verified"] for row in run("backup", "list", "--json").document["rows"])


def test_several_people_open_one_folder_each_by_a_password(locked: Path, run: Run, say: Say) -> None:
    say(PASSWORD, "her own word 2")
    added = run("staff", "add", "李敏", "--role", "lead", "--accusations", "--new-password-stdin", "--password-stdin")
    assert added.status == 0, added.told
    say("her own word 2")
    assert run("--staff", "李敏", "visit", "list", "--password-stdin").status == 0
    for name, words in (("李敏", PASSWORD), ("值班员", "her own word 2"), ("外人", PASSWORD)):
        say(words)
        assert run("--staff", name, "visit", "list", "--password-stdin").status == 5
    say(PASSWORD)
    assert run("visit", "list", "--password-stdin").status == 3  # who?
    say("her own word 2", "her newer word 3")
    assert run("--staff", "李敏", "staff", "password", "值班员", "--new-password-stdin", "--password-stdin").status == 5
    say("her own word 2", "her newer word 3")
    assert run("--staff", "李敏", "staff", "password", "李敏", "--new-password-stdin", "--password-stdin").status == 0
    say("her newer word 3")
    copy = run("--staff", "李敏", "backup", "--json", "--password-stdin").document["file"]
    say(PASSWORD)
    gone = run("--staff", "值班员", "staff", "set", "李敏", "--retire", "--json", "--password-stdin")
    assert gone.document["copies"] == [copy]
    say("her newer word 3")
    assert run("--staff", "李敏", "visit", "list", "--password-stdin").status == 5


def test_a_plain_folder_has_no_passwords(office: Run, say: Say) -> None:
    say("her own word 2")
    refused = office("staff", "add", "李敏", "--role", "lead", "--new-password-stdin", "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "forbidden")
    assert office("staff", "list", "--json").document["total"] == 1
