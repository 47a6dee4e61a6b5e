"""What somebody sees who has the command line's page and nothing else: whole round trips from outside."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk import paths
from petidesk.domain.statistics.papers import BULLETINS
from petidesk.storage.file.lock import WriterLock
from tests.commands.conftest import Run
from tests.commands.test_letters import text_of

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


@contextlib.contextmanager
def window_on(folder: Path) -> Iterator[None]:
    """A window has the folder."""
    lock = WriterLock(folder, staff="值班员", window=True, since=datetime(2026, 11, 1, 8, 0))
    lock.acquire(0)
    try:
        yield
    finally:
        lock.release()


def test_exports_and_papers_that_keep_nothing_work_beside_a_window(
    office: Run, data_dir: Path, write: Write, example: dict[str, Any], tmp_path: Path
) -> None:
    case_no = office("visit", "add", write(example), "--json").document["matters"][0]["case_no"]
    number = office("dispute", "add", write(dispute("2026-10-09", "院墙倒塌后责任说不清。")), "--json").document
    assert office("print", "登记表", "清访2026-0001", "--out", tmp_path / "before.pdf").status == 0
    with window_on(data_dir):
        for words in (
            ("ledger", "package", "--month", "2026-10"),
            ("ledger", "export", "--month", "2026-10"),
            ("print", "dossier", case_no),
            ("print", "ledger_sheet", "2026-10"),
            ("print", "矛盾纠纷上报单", number["dispute_no"]),
        ):
            out = tmp_path / f"{'-'.join(words[:2])}-{words[-1]}.bin"
            made = office(*words, "--out", out, "--json")
            assert made.status == 0 and out.stat().st_size > 0, made.told
        for words in (
            ("print", "slip", "清访2026-0001"),
            ("print", "登记表", "清访2026-0001"),
        ):
            out = tmp_path / "none.bin"
            refused = office(*words, "--out", out, "--json")
            assert (refused.status, refused.trouble["code"], out.exists()) == (4, "locked", False)
            assert "值班员" in refused.trouble["message"] and refused.out == b""


@pytest.mark.parametrize("words", [("letter", "kinds"), ("template", "list"), ("ledger", "check", "2026-10")])
def test_every_list_has_a_limit_and_an_offset(office: Run, write: Write, words: tuple[str, ...]) -> None:
    for day in ("2026-10-08", "2026-10-09", "2026-10-10"):
        assert office("dispute", "add", write(dispute(day, "院墙倒塌后责任说不清。")), "--json").status == 0
    whole = office(*words, "--limit", "500", "--json").document
    page = office(*words, "--limit", "1", "--offset", "1", "--json").document
    assert set(whole) == {"total", "rows"} and len(whole["rows"]) == whole["total"] > 1
    assert page == {"total": whole["total"], "rows": whole["rows"][1:2]}


def test_the_folder_that_letter_kinds_names_can_be_drafted(office: Run, write: Write, example: dict[str, Any]) -> None:
    case_no = office("visit", "add", write(example), "--json").document["matters"][0]["case_no"]
    rows = office("letter", "kinds", "--case", case_no, "--json").document["rows"]
    folder = next(row["folder"] for row in rows if row["event"] == "accepted" and row["why_not"] is None)
    assert office("letter", "draft", folder, "--case", case_no, "--json").status == 0


def test_what_is_typed_meets_the_words_of_the_form_without_a_second_stop(
    office: Run, write: Write, example: dict[str, Any], tmp_path: Path
) -> None:
    case_no = office("visit", "add", write(example), "--json").document["matters"][0]["case_no"]
    accepted = office("case", "record", case_no, "accepted", write({"on": "2026-10-21", "by": "李敏"}), "--json")
    assert accepted.status == 0, accepted.told
    asked = {"days": 20, "approved_by": "王建", "approved_on": "2026-11-02", "reason": "需要调取以前的档案材料。"}
    opinion = {
        "results": [{"request": 1, "result": "supported", "answer": "由财政所补发到位。"}],
        "fields": {"经查": "经查，名单漏列了三组。", "法律依据": "《中华人民共和国土地管理法》第四十八条第一款。"},
    }
    said = ""
    for kind, content, day in (("extension_notice", asked, "2026-11-03"), ("handling_opinion", opinion, "2026-11-05")):
        draft = office("letter", "draft", kind, "--case", case_no, write(content), "--json").document["draft"]
        issued = office("letter", "issue", draft, "--signed-by", "王建", "--signed-on", day, "--json")
        assert issued.status == 0, issued.told
        out = tmp_path / f"{kind}.pdf"
        assert office("letter", "print", issued.document["document_no"], "--out", out).status == 0
        said += text_of(out)
    assert "因需要调取以前的档案材料，情况复杂" in said
    assert "经查，名单漏列了三组。" in said and "经查，经查" not in said


def test_numbers_typed_among_words_leave_masked_unless_full(office: Run, write: Write, tmp_path: Path) -> None:
    told = dispute(
        "2026-10-09", "罗秀英（电话138 0000 1234，身份证11010519491231002X）称院墙倒塌，合同编号20261009001。"
    )
    told |= {"measures": "已联系13900005678。", "note": "举例：1390000567"}
    assert office("dispute", "add", write(told), "--json").status == 0
    for words in (("ledger", "export", "--month", "2026-10"), ("print", "ledger_sheet", "2026-10")):
        out = tmp_path / ("a.xlsx" if words[0] == "ledger" else "a.pdf")
        assert office(*words, "--out", out, "--json").status == 0
        said = cells_of(out) if out.suffix == ".xlsx" else text_of(out)
        assert "138****1234" in said and "1101**********002X" in said and "合同编号20261009001" in said
        assert not any(number in said for number in ("13900005678", "13800001234", "11010519491231002X", "00001234"))
    assert "1390000567" in cells_of(tmp_path / "a.xlsx")
    whole = tmp_path / "full.xlsx"
    assert office("ledger", "export", "--month", "2026-10", "--out", whole, "--full", "--why", "县里要").status == 0
    assert "电话138 0000 1234，身份证11010519491231002X" in cells_of(whole)


def cells_of(file: Path) -> str:
    """Every text of a workbook."""
    book = openpyxl.load_workbook(file)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


def test_who_a_matter_is_assigned_to_answers_for_it_until_somebody_is_in_charge(
    office: Run, write: Write, example: dict[str, Any]
) -> None:
    case_no = office("visit", "add", write(example), "--json").document["matters"][0]["case_no"]

    def unit_after(event: str, **content: str) -> str:
        done = office("case", "record", case_no, event, write({"on": "2026-10-20", "by": "李敏", **content}), "--json")
        assert done.status == 0, done.told
        return str(done.document["responsible_unit"])

    assert unit_after("assigned", to="社会保障所", reply_by="2026-11-10") == "社会保障所"
    assert office("case", "list", "--unit", "社会保障所", "--json").document["total"] == 1
    assert unit_after("returned", to="社会保障所", result="sent_back") == ""
    assert unit_after("assigned", to="自然资源所", reply_by="2026-11-10") == "自然资源所"
    assert unit_after("in_charge", unit="乡村建设办") == "乡村建设办"
    assert unit_after("assigned", to="东村村委会", reply_by="2026-11-10") == "乡村建设办"
    assert office("check", "--deep", "--json").document["ok"]


# Papers of the rota are printed by the words of `schedule`.
OF_THE_ROTA = frozenset(
    ("contact_cards", "reception_day_record", "reception_notice", "reception_record", "reception_wall_sheet")
)
# Papers of figures are printed by the words of `stats`.
OF_FIGURES = frozenset(("figures_sheet", "figures_summary", *(bulletin.form for bulletin in BULLETINS.values())))


def test_every_form_of_the_program_prints_or_says_what_it_wants(office: Run, tmp_path: Path) -> None:
    by_other_words = OF_THE_ROTA | OF_FIGURES | {"recovery_sheet", "audit_list", "retention_certificate"}
    for folder in sorted({found.parent.name for found in paths.forms().glob("*/form.toml")} - by_other_words):
        refused = office("print", folder, "无此编号", "--out", tmp_path / "none.pdf", "--json")
        said = refused.trouble
        assert (refused.status, refused.out) == (3, b"") and not (tmp_path / "none.pdf").exists(), folder
        numbers = ("visit_no", "case_no", "dispute_no", "meeting_no", "round_no")
        assert said["field"] in (*numbers, "month", "form", "day"), folder
        assert "无此编号" in said["message"] or "--from" in said["message"], folder
