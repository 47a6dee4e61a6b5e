"""`staff`, and that no role does on the command line what the table of permissions keeps from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk.domain.permissions import Permission
from petidesk.domain.staff import ROLES
from tests.commands.conftest import Run

Write = Callable[[Any], Path]

# The words of each permission. The records that they name need not be there: whoever may not, is not told whether.
WORDS: dict[Permission, tuple[tuple[str, ...], ...]] = {
    Permission.ISSUE_LETTER: (
        ("letter", "issue", "1", "--signed-by", "覃晓东", "--signed-on", "2026-11-19"),
        (
            "letter",
            "batch",
            "acceptance_notice",
            "--due",
            "--signed-by",
            "覃晓东",
            "--signed-on",
            "2026-11-19",
            "--out",
            "OUT",
        ),
    ),
    Permission.VOID_LETTER: (("letter", "void", "清信访〔2026〕1号", "--why", "错了"),),
    Permission.VOID_VISIT: (("visit", "void", "清访2026-0001", "--why", "错了"),),
    Permission.VOID_DISPUTE: (("dispute", "void", "清纠2026-0001", "--why", "错了"),),
    Permission.CLOSE_MONTH: (("ledger", "close", "2020-01"),),
    Permission.UNDO_IMPORT: (("import", "undo", "1"),),
    Permission.UNMASK: (("visit", "show", "VISIT", "--unmask", "核对"),),
    Permission.FULL: (("ledger", "export", "--month", "2020-01", "--out", "OUT", "--full", "--why", "报县"),),
    Permission.LIST_RETENTION: (
        ("retention", "list", "--on", "2020-01-01"),
        ("retention", "history"),
        ("retention", "copies"),
    ),
    Permission.PURGE: (
        ("retention", "purge", "--on", "2020-01-01", "--why", "到期", "--second", "李敏", "--out", "OUT"),
        ("retention", "copies", "--renew"),
    ),
    Permission.STAFF: (("staff", "add", "马英", "--role", "registrar"), ("staff", "set", "值班员", "--retire")),
    Permission.SET_OFFICE: (("office", "set", "EMPTY"),),
    Permission.RESTORE: (("restore", "COPY"),),
    Permission.ENCRYPT: (("encrypt", "--password-stdin", "--recovery-out", "OUT"),),
    # those of an encrypted folder: tests/commands/test_secrets.py
    Permission.DECRYPT: (),
    Permission.RECOVERY: (),
    Permission.RENEW_KEY: (),
}


@pytest.fixture
def accusing(example: dict[str, Any]) -> dict[str, Any]:
    """The example as an accusation."""
    matter = {"purpose": "accusation", "title": "账目", "statement": "账目不清", "concerned_unit": "石桥村会计"}
    return example | {"matters": [matter]}


@pytest.fixture
def people(office: Run) -> Run:
    """An office of three: 值班员 administers it, 李敏 registers, 覃晓东 leads."""
    assert office("staff", "add", "李敏", "--role", "registrar").status == 0
    assert office("--staff", "值班员", "staff", "add", "覃晓东", "--role", "lead").status == 0
    return office


def test_every_permission_has_its_words() -> None:
    assert set(WORDS) == set(Permission)


def test_what_a_role_may_not_do_exits_5_and_names_the_role_that_may(
    people: Run, write: Write, accusing: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = people("--staff", "李敏", "visit", "add", write(accusing), "--json").document["visit_no"]
    copy = people("--staff", "值班员", "backup", "--json").document["file"]
    monkeypatch.setattr("petidesk.commands.secrets.next_line", lambda _what: "一个很长的新密码句子")
    before = len(people("--staff", "值班员", "staff", "list", "--json").document["rows"])
    for permission, lines in WORDS.items():
        for place, line in enumerate(lines):
            out = tmp_path / f"{permission.name}{place}.pdf"
            real = {"OUT": out, "COPY": copy, "VISIT": visit, "EMPTY": write({})}
            words = [real.get(word, word) for word in line]
            for name, role in (("李敏", "registrar"), ("覃晓东", "lead")):
                answer = people("--staff", name, *words, "--json")
                if permission.held_by(role) and permission is not Permission.UNMASK:
                    assert answer.status != 5, (permission, line, answer.told)
                    continue
                assert (answer.status, answer.trouble["code"]) == (5, "no_permission"), (permission, answer.told)
                assert ROLES["admin"] in answer.trouble["message"]
                assert (f"{ROLES['lead']}或" in answer.trouble["message"]) == (permission.least == "lead")
                assert answer.out == b"" and not out.exists()
    assert len(people("--staff", "值班员", "staff", "list", "--json").document["rows"]) == before


def test_an_accusation_takes_the_permission_for_accusations_too(
    people: Run, write: Write, accusing: dict[str, Any]
) -> None:
    number = people("--staff", "李敏", "visit", "add", write(accusing), "--json").document["visit_no"]
    show = ("visit", "show", number, "--unmask", "核对", "--json")
    assert people("--staff", "覃晓东", *show).status == 5
    assert people("--staff", "值班员", "staff", "set", "覃晓东", "--accusations").status == 0
    assert people("--staff", "覃晓东", *show).document["petitioners"][0]["name"] == "张桂花"
    assert people("--staff", "值班员", "staff", "set", "李敏", "--accusations").status == 0
    assert people("--staff", "李敏", *show).status == 5


def test_staff_are_added_changed_and_retired(people: Run) -> None:
    mine = ("--staff", "值班员")
    assert people(*mine, "staff", "list", "--json").document["rows"] == [
        {"name": "值班员", "role": "admin", "active": True, "accusations": True},
        {"name": "李敏", "role": "registrar", "active": True, "accusations": False},
        {"name": "覃晓东", "role": "lead", "active": True, "accusations": False},
    ]
    changed = people(*mine, "staff", "set", "李敏", "--role", "admin", "--json").document
    assert changed == {"name": "李敏", "role": "admin", "active": True, "accusations": False}
    assert people("--staff", "李敏", "staff", "set", "值班员", "--retire", "--json").document["active"] is False
    gone = people("--staff", "值班员", "visit", "list", "--json")
    assert (gone.status, gone.trouble["field"]) == (3, "staff")
    back = people("--staff", "李敏", "staff", "set", "值班员", "--role", "registrar", "--json").document
    assert back == {"name": "值班员", "role": "registrar", "active": True, "accusations": True}


def test_the_last_administrator_stays(people: Run) -> None:
    for words in (("--retire",), ("--role", "lead")):
        refused = people("--staff", "值班员", "staff", "set", "值班员", *words, "--json")
        assert (refused.status, refused.trouble["code"]) == (3, "forbidden"), words
        assert "最后一名管理员" in refused.trouble["message"]


def test_that_nobody_opens_accusations_any_more_is_said(people: Run) -> None:
    mine = ("--staff", "值班员")
    told = people(*mine, "staff", "set", "值班员", "--no-accusations", "--json")
    assert told.status == 0 and "没有人能查阅检举控告" in told.told and told.document["accusations"] is False
    assert "没有人" not in people(*mine, "staff", "set", "李敏", "--role", "lead").told


@pytest.mark.parametrize("name", [" 李敏 ", "李 敏", "李敏\u200b", "李敏\u3000"])
def test_a_name_that_cannot_be_told_from_another_is_refused(people: Run, name: str) -> None:
    refused = people("--staff", "值班员", "staff", "add", name, "--role", "lead", "--json")
    assert (refused.status, refused.trouble["code"], refused.trouble["field"]) == (3, "forbidden", "name")


def test_a_name_is_trimmed_and_must_be_one(people: Run) -> None:
    mine = ("--staff", "值班员", "staff")
    assert people(*mine, "add", "  马英 ", "--role", "lead", "--json").document["name"] == "马英"
    assert people(*mine, "add", "  ", "--role", "lead", "--json").trouble["code"] == "missing"
    assert people(*mine, "add", "马\u202e英", "--role", "lead", "--json").trouble["code"] == "bad_value"
    assert people(*mine, "add", "韦丽", "--role", "head").status == 2
    assert people(*mine, "set", "马英").status == 3
    assert people(*mine, "set", "没有这人", "--retire", "--json").trouble["code"] == "not_found"


def test_it_is_not_taken_back_and_nothing_behind_it_is_reached(people: Run) -> None:
    refused = people("--staff", "值班员", "undo", "--json")
    assert refused.status == 3 and "工作人员" in refused.trouble["message"]
    lines = people("--staff", "值班员", "audit", "verify", "--json").document
    assert lines["ok"] is True
    assert json.dumps(lines)
