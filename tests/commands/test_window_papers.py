"""Papers of the window from the command line: by folder or title, refused in words, made anew beside an open window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run
from tests.commands.test_letters import text_of
from tests.commands.test_outside import window_on

Write = Callable[..., Path]
BOARD = {
    "web_address": "http://xf.qingxi.example",
    "address": "安平县清溪镇人民路1号",
    "phone": "0571-00000000",
    "hours": "工作日8:30至12:00",
    "postcode": "000000",
}
DAY = "2026-10-19"


@pytest.fixture
def case_no(office: Run, write: Write, example: dict[str, Any]) -> str:
    return str(office("visit", "add", write(example), "--json").document["matters"][0]["case_no"])


def test_the_board_is_refused_until_every_channel_is_set(office: Run, write: Write, tmp_path: Path) -> None:
    out = tmp_path / "board.pdf"
    refused = office("print", "channels_board", DAY, "--out", out, "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "missing") and not out.exists()
    assert refused.trouble["field"] == "web_address"
    assert office("office", "set", write({**BOARD, "valid_from": "2026-01-01"})).status == 0
    made = office("print", "信访渠道公示牌", DAY, "--out", out, "--json")
    assert made.status == 0 and made.document["paper"] == "a3"
    assert "http://xf.qingxi.example" in text_of(out) and "邮政编码：000000" in text_of(out)


def test_an_envelope_by_case_in_both_sizes(office: Run, case_no: str, tmp_path: Path) -> None:
    for size in ("dl", "c5"):
        out = tmp_path / f"{size}.pdf"
        made = office("print", "信封", case_no, "--paper", size, "--out", out, "--json")
        assert made.status == 0 and made.document["paper"] == size
        assert "安平县清溪镇东村三组12号张桂花收" in text_of(out)
    refused = office("print", "envelope", case_no, "--paper", "a4", "--out", tmp_path / "none.pdf", "--json")
    assert (refused.status, refused.trouble["field"]) == (3, "paper")


def test_papers_of_the_window_are_made_beside_an_open_window(
    office: Run, case_no: str, data_dir: Path, tmp_path: Path
) -> None:
    with window_on(data_dir):
        for form, number in (("mailing_list", DAY), ("envelope", case_no)):
            out = tmp_path / f"{form}.pdf"
            assert office("print", form, number, "--out", out, "--json").status == 0
            assert out.stat().st_size > 0


def test_a_suspension_names_its_local_rule_or_is_not_issued(office: Run, write: Write, case_no: str) -> None:
    parts = {"中止理由": "等待鉴定。", "中止日期": DAY, "恢复条件": "鉴定报告送达。"}
    drafted = office("letter", "draft", "suspension_notice", "--case", case_no, write({"fields": parts}), "--json")
    issue = (
        "letter",
        "issue",
        drafted.document["draft"],
        "--signed-by",
        "赵建国",
        "--signed-on",
        "2026-10-20",
        "--json",
    )
    refused = office(*issue)
    assert (refused.status, refused.trouble["field"]) == (3, "fields.地方依据")


def test_a_notice_warns_of_a_day_without_time_and_place(office: Run, write: Write, tmp_path: Path) -> None:
    assert office("office", "set", write({"leaders": [{"name": "覃晓东", "post": "镇长"}]})).status == 0
    day = "2026-12-03"
    made = office("schedule", "make", "--rule", f"dates:{day}", "--from", day, "--to", day, "--leaders", "覃晓东")
    assert made.status == 0, made.told
    notice = office("schedule", "notice", "--month", "2026-12", "--out", tmp_path / "notice.pdf", "--json")
    assert notice.document["warnings"] == ["12月3日还没有时间、地点，公示要写明接待的时间和地点。"]
    assert "12月3日还没有时间、地点" in notice.told
