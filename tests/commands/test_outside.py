"""What somebody sees who has the command line's page and nothing else: whole round trips from outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run

Write = Callable[..., Path]


def dispute(day: str, summary: str, group: str = "") -> dict[str, Any]:
    return {
        "found_on": day,
        "village": "东村",
        "village_group": group,
        "type": "邻里纠纷",
        "summary": summary,
        "parties": [{"name": "罗秀英", "side": "a", "phone": "13800001234"}, {"name": "周海涛", "side": "b"}],
        "people_involved": 2,
        "responsible_person": "徐桂花",
    }


@pytest.fixture
def months(office: Run, write: Write, tmp_path: Path) -> tuple[Path, Path]:
    """Our own workbooks of two months; what September left open stands in both, at another place of the list."""
    for one in (
        dispute("2026-08-20", "屋檐滴水落到邻家院内。"),
        dispute("2026-09-03", "共用通道被占用约30厘米。", "三组"),
        dispute("2026-10-09", "院墙倒塌后责任说不清。", "二组"),
    ):
        assert office("dispute", "add", write(one), "--json").status == 0
    gone = {"on": "2026-09-20", "by": "徐桂花", "manner": "人民调解", "result": "已加装天沟"}
    first = office("dispute", "list", "--to", "2026-08-31", "--json").document["rows"][0]["dispute_no"]
    assert office("dispute", "record", first, "resolved", write(gone), "--json").status == 0
    files = tmp_path / "九月.xlsx", tmp_path / "十月.xlsx"
    for month, file in zip(("2026-09", "2026-10"), files, strict=True):
        made = office("ledger", "export", "--month", month, "--out", file, "--full", "--why", "存档", "--json")
        assert made.status == 0, made.told
    return files


def test_a_dispute_in_the_workbooks_of_two_months_is_taken_once(run: Run, months: Any, tmp_path: Path) -> None:
    other = tmp_path / "other"
    made = run("--data", other, "init", "--office", "青石乡", "--county", "安平县", "--villages", "南村")
    assert made.status == 0, made.told
    answers = [run("--data", other, "ledger", "import", file, "--json").document for file in months]
    assert [(one["read"], one["taken"], one["already"]) for one in answers] == [(2, 2, 0), (2, 1, 1)]


def test_our_own_workbook_gives_village_and_group_back(run: Run, months: Any, tmp_path: Path) -> None:
    other = tmp_path / "other"
    run("--data", other, "init", "--office", "青石乡", "--county", "安平县", "--villages", "南村")
    taken = run("--data", other, "ledger", "import", months[1], "--json").document
    assert taken["warnings"] == [] and taken["added"]["villages"] == ["东村"]
    rows = run("--data", other, "dispute", "list", "--json").document["rows"]
    shown = [run("--data", other, "dispute", "show", row["dispute_no"], "--json").document for row in rows]
    assert {(one["village"], one["village_group"]) for one in shown} == {("东村", "三组"), ("东村", "二组")}
