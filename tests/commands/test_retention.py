"""`retention`: what may go, the purge with its second person on standard input, certificates, copies."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.opening import create_office
from petidesk.domain.retention.purges import SENTENCE
from petidesk.storage.secrets.wraps import Cost
from tests.commands.conftest import Run

Say = Callable[..., None]
Write = Callable[..., Path]

PASSWORD, HERS = "correct horse 1", "her own password 2"
CODE = "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"
ON = ("--on", "2026-06-01", "--why", "2026年到期鉴定")
VISIT = {
    "at": "2024-03-05T09:20",
    "channel": "visit",
    "petitioners": [{"name": "张桂花", "village": "东村", "phone": "13800001111"}],
    "matters": [{"purpose": "appeal", "statement": "青苗没有赔"}],
}


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Put lines on standard input; none is an empty one."""

    def put(*lines: str) -> None:
        stream = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in lines).encode()), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", stream)

    return put


def ended(run: Run, write: Write) -> dict[str, Any]:
    """A visit of 2024 whose case ended, in an office that keeps records a year."""
    keys = ("visit", "case", "answered")
    assert (
        run("office", "set", write({f"retention_{key}": 1 for key in keys} | {"valid_from": "2024-01-01"})).status == 0
    )
    visit: dict[str, Any] = run("visit", "add", write(VISIT), "--json").document
    case = visit["matters"][0]["case_no"]
    for event, more in (("told", {"manner": "written"}), ("concluded", {"ending": "withdrawn"})):
        answer = run("case", "record", case, event, write({"on": "2024-03-06", **more}))
        assert answer.status == 0, answer.told
    return visit


def test_the_list_says_what_may_go_and_why_the_rest_stays(office: Run, write: Write) -> None:
    visit = ended(office, write)
    fresh = office("visit", "add", write({**VISIT, "at": "2026-11-01T09:00"}), "--json").document
    early = office("retention", "list", "--on", "2025-12-31", "--json").document
    assert (early["may_go"], early["rows"][0]["why"]) == (0, ["保管到2025年底"])
    found = office("retention", "list", "--on", "2026-01-01", "--json").document
    rows = {row["no"]: row for row in found["rows"]}
    assert (found["total"], found["may_go"]) == (4, 2)
    gone = rows[visit["visit_no"]]
    assert (gone["may_go"], gone["ended_on"], gone["goes_from"]) == (True, "2024-03-05", "2026-01-01")
    assert rows[fresh["visit_no"]]["why"][0] == "保管到2027年底"
    assert {one["category"]: one["years"] for one in found["periods"]}["instructed"] is None
    assert [one["may_go"] for one in found["sums"] if one["category"] == "visit"] == [1, 0]
    assert "张桂花" not in str(found)
    assert office("retention", "list", "--on", "2026-01-01", "--going", "--limit", "1", "--json").document["total"] == 2
    assert visit["visit_no"] in office("retention", "list", "--on", "2026-01-01").out.decode()


def test_a_plain_office_of_one_types_a_sentence(office: Run, write: Write, say: Say, tmp_path: Path) -> None:
    visit = ended(office, write)
    out = tmp_path / "清册.pdf"
    say("好的")
    refused = office("retention", "purge", *ON, "--out", out, "--json")
    assert (refused.status, refused.trouble["field"], SENTENCE in refused.trouble["message"]) == (3, "said", True)
    say()
    assert SENTENCE in office("retention", "purge", *ON, "--out", out, "--json").trouble["message"]
    copy = office("backup", "--json").document["file"]
    say(SENTENCE)
    done = office("retention", "purge", *ON, "--out", out, "--json").document
    assert (done["purged"], done["copies"], done["renewed"]) == ({"visit": 1, "case": 1}, [copy], [])
    assert out.read_bytes().startswith(b"%PDF") and done["file"] == str(out)
    again = tmp_path / "再取.pdf"
    assert office("retention", "certificate", done["certificate"], "--out", again).status == 0
    assert again.read_bytes() == out.read_bytes()
    assert office("retention", "history", "--json").document["rows"][0]["certificate"] == done["certificate"]
    renewed = office("retention", "copies", "--renew", "--json").document
    assert renewed == {"copies": [], "renewed": [copy]} and not Path(copy).exists()
    for words in (("visit", visit["visit_no"]), ("case", visit["matters"][0]["case_no"])):
        shown = office(words[0], "show", words[1], "--json").document
        assert shown["purged"] == {"certificate": done["certificate"], "on": "2026-06-01"}
        assert "张桂花" not in str(shown) and "青苗" not in str(shown)
        assert "按期销毁" in office(words[0], "show", words[1]).out.decode()
    amended = office("visit", "amend", visit["visit_no"], write({"note": "补"}), "--json")
    assert (amended.status, amended.trouble["code"]) == (3, "already_closed")
    assert office("check", "--deep", "--json").document == {"ok": True, "problems": []}
    assert office("audit", "verify", "--json").document["ok"]


def test_in_a_plain_office_of_several_the_other_one_is_named(office: Run, write: Write, tmp_path: Path) -> None:
    ended(office, write)
    mine = ("--staff", "值班员")
    assert office("staff", "add", "李敏", "--role", "registrar").status == 0
    purge = (*mine, "retention", "purge", *ON, "--out", tmp_path / "清册.pdf", "--json")
    assert office(*purge).trouble["field"] == "second"
    assert office(*purge, "--second", "值班员").trouble["code"] == "not_found"
    assert office(*purge, "--second", "李敏").document["second"] == "李敏"


@pytest.fixture
def locked(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's data folder, encrypted; its secrets are cheap to try, the first one's is in the environment."""
    monkeypatch.setenv("PETIDESK_PASSWORD", PASSWORD)
    create_office(
        data_dir, office="清溪镇", county="安平县", villages=["东村"], password=PASSWORD, code=CODE, cost=Cost(8, 1, 1)
    )
    return data_dir


def test_in_an_encrypted_office_the_second_person_gives_her_password(
    locked: Path, run: Run, write: Write, say: Say, tmp_path: Path
) -> None:
    ended(run, write)
    say(HERS)
    assert run("staff", "add", "李敏", "--role", "registrar", "--new-password-stdin").status == 0
    purge = (
        "--staff",
        "值班员",
        "retention",
        "purge",
        *ON,
        "--second",
        "李敏",
        "--out",
        tmp_path / "清册.pdf",
        "--json",
    )
    for wrong in (PASSWORD, "not hers at all"):
        say(wrong)
        answer = run(*purge)
        assert (answer.status, answer.trouble["code"]) == (5, "wrong_password"), answer.told
    assert run("--staff", "值班员", "retention", "list", "--on", "2026-06-01", "--json").document["may_go"] == 2
    say(HERS)
    assert run(*purge).document["second"] == "李敏"
    assert run("--staff", "值班员", "check", "--deep", "--json").document["ok"]
    say(PASSWORD)
    assert run("--staff", "值班员", "retention", "history", "--password-stdin").status == 0


def test_who_works_alone_in_an_encrypted_office_types_the_recovery_code(
    locked: Path, run: Run, write: Write, say: Say, tmp_path: Path
) -> None:
    ended(run, write)
    purge = ("retention", "purge", *ON, "--out", tmp_path / "清册.pdf", "--json")
    for said, status in (("", 3), (PASSWORD, 3), (CODE.replace("40R4P", "40R4X"), 3)):
        say(said)
        assert run(*purge).status == status
    say(CODE)
    assert "恢复码" in run(*purge).document["second"]
