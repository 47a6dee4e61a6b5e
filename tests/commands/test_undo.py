"""`undo` and `undo --list` through the second front door (rules/command-line.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.commands.conftest import Run

VISIT: dict[str, Any] = {
    "at": "2026-11-20T09:20",
    "channel": "visit",
    "petitioners": [{"name": "张桂花", "village": "东村"}],
    "matters": [{"purpose": "appeal", "title": "水渠淤塞", "statement": "水渠淤了三年。", "requests": ["清淤"]}],
}


def written(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_last_saved_action_is_taken_back_and_nothing_behind_what_cannot_be(office: Run, tmp_path: Path) -> None:
    run = office
    added = run("visit", "add", written(tmp_path / "v.json", VISIT), "--json").document
    number, case_no = added["visit_no"], added["matters"][0]["case_no"]
    into = run("visit", "add", written(tmp_path / "w.json", VISIT), "--json").document["matters"][0]["case_no"]
    run("case", "record", case_no, "told", written(tmp_path / "t.json", {"on": "2026-11-20", "manner": "written"}))
    merged = {"on": "2026-11-20", "into": into}
    assert run("case", "record", case_no, "merged", written(tmp_path / "m.json", merged)).status == 0

    listed = run("undo", "--list", "--json").document
    assert listed["total"] == 4
    first = listed["rows"][0]
    assert set(first) == {"action", "no", "name", "at", "possible", "why"}
    assert (first["action"], first["no"], first["name"]) == ("case.merged", case_no, f"并案 {case_no}")
    assert all(row["possible"] for row in listed["rows"])
    assert run("undo", "--list", "--limit", 1, "--offset", 1, "--json").document["rows"] == listed["rows"][1:2]

    done = run("undo", "--json").document
    assert done["undone"] == {key: first[key] for key in ("action", "no", "name", "at")} and done["left"] == 3
    assert run("case", "show", case_no, "--json").document["state"] == "told"
    for _ in range(3):
        assert run("undo").status == 0
    assert run("visit", "show", number, "--json").document["voided"]
    nothing = run("undo", "--json")
    assert (nothing.status, nothing.trouble["code"]) == (3, "not_found")


def test_an_issued_letter_says_why_and_bars_the_way(office: Run, tmp_path: Path) -> None:
    run = office
    added = run("visit", "add", written(tmp_path / "v.json", VISIT), "--json").document
    case_no = added["matters"][0]["case_no"]
    draft = run("letter", "draft", "acceptance_notice", "--case", case_no, "--json").document["draft"]
    signed = ("--signed-by", "周明", "--signed-on", "2026-11-20")
    assert run("letter", "issue", draft, *signed, "--json").status == 0
    refused = run("undo", "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "forbidden") and "签发" in refused.trouble["message"]
    rows = run("undo", "--list", "--json").document["rows"]
    assert [row["possible"] for row in rows] == [False] * len(rows) and "撤销不越过它" in rows[1]["why"]
    assert not run("visit", "show", added["visit_no"], "--json").document["voided"]
