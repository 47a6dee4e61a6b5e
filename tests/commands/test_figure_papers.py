"""`stats bulletin` and `stats summary`: what they count, by when it was known, and what they leave out."""

from __future__ import annotations

import copy
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest

from petidesk import paths
from petidesk.desk.opening import open_desk
from tests.commands.conftest import Run

Write = Callable[..., Path]


def read_pdf(file: Path) -> str:
    """All text of a PDF file, without line ends."""
    pages = pypdfium2.PdfDocument(file.read_bytes())
    return "".join("".join(page.get_textpage().get_text_bounded() for page in pages).split())


@pytest.fixture
def add(office: Run, write: Write, example: dict[str, Any]) -> Callable[..., str]:
    """Register a visit like the example; keys of the visit, `matter` keys of its first matter."""

    def put(matter: dict[str, Any] | None = None, **keys: Any) -> str:
        document = copy.deepcopy(example) | keys
        document["matters"][0] |= matter or {}
        answer = office("visit", "add", write(document), "--json")
        assert answer.status == 0, answer.told
        return str(answer.document["visit_no"])

    return put


@pytest.fixture
def two_years(add: Callable[..., str]) -> Callable[..., str]:
    """Three visits of October and one of the October before; one of September; a call."""
    add(at="2025-10-09T09:00", people=4)
    add(at="2026-09-29T09:00", people=2)
    add(at="2026-10-12T09:00", people=3)
    add(at="2026-10-13T09:00", people=7)
    add(at="2026-10-19T09:00", people=2)
    add(at="2026-10-20T09:00", channel="phone", people=1, petitioners=[{"name": "陈七", "phone": "13800005678"}])
    return add


def test_a_month_says_its_figures_beside_those_of_the_year_before(
    office: Run, two_years: object, tmp_path: Path
) -> None:
    del two_years
    out = tmp_path / "月通报.pdf"
    answer = office("stats", "bulletin", "month", "--of", "2026-10", "--out", out, "--json")
    assert answer.status == 0, answer.told
    assert answer.document["form"] == "bulletin_month" and answer.document["kept"] is False
    text = read_pdf(out)
    assert "清溪镇信访工作月通报" in text and "（2026年10月）" in text
    assert "登记信访事项4件，同比上升300.00%。环比上升300.00%。" in text
    assert "共接待来访3批12人次，同比分别上升200.00%、200.00%。" in text
    assert "其中集体访1批7人次，上年同期均为0。" in text
    assert "按渠道分，来访3件、来电1件。" in text
    assert "统计期间：2026年10月1日至10月31日。" in text
    assert "统计截止时间：2026年11月23日" in text


@pytest.mark.parametrize(
    ("kind", "of", "words"),
    [
        ("week", "2026-W42", ("周快报", "2026年第42周", "登记信访事项2件，上期为0。", "2026年10月12日至10月18日")),
        ("quarter", "2026-Q4", ("信访形势分析", "2026年第4季度，截至11月23日", "与2025年10月1日至11月23日相比")),
        ("half", "2026-H1", ("信访工作情况", "2026年上半年", "存在的问题和下步打算")),
        ("year", "2026", ("年度报告", "参照《信访工作条例》第四十一条", "2026年，截至11月23日", "涉及领域")),
    ],
)
@pytest.mark.parametrize("file", ["pdf", "docx"])
def test_every_bulletin_says_what_it_is_and_of_when(
    office: Run, two_years: object, tmp_path: Path, kind: str, of: str, words: tuple[str, ...], file: str
) -> None:
    del two_years
    out = tmp_path / f"out.{file}"
    answer = office("stats", "bulletin", kind, "--of", of, "--out", out)
    assert answer.status == 0, answer.told
    text = read_pdf(out) if file == "pdf" else read_word(out)
    for said in words:
        assert said in text, said


def read_word(file: Path) -> str:
    """All paragraphs of a Word file, without line ends."""
    return "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file.read_bytes())).paragraphs)


def test_accusations_are_in_no_bulletin_and_nothing_is_ranked(
    office: Run, two_years: Callable[..., str], tmp_path: Path
) -> None:
    closed = {"purpose": "accusation", "route": None, "title": "反映村干部", "village": "西村", "category": "政法/公安"}
    two_years(closed, at="2026-10-14T09:00", people=9)
    two_years(closed, at="2026-07-14T09:00", people=9)
    for kind, of in (("month", "2026-10"), ("quarter", "2026-Q3"), ("year", "2026")):
        out = tmp_path / f"{kind}.pdf"
        assert office("stats", "bulletin", kind, "--of", of, "--out", out).status == 0
        text = read_pdf(out)
        for word in ("检举控告1", "未分列", "政法", "西村", "第一名", "排名", "位次"):
            assert word not in text, (kind, word)
        assert "依法限制查阅的检举控告不列入" in text
    assert "登记信访事项4件" in read_pdf(tmp_path / "month.pdf")
    # The notices of 29 September, 12 and 13 October fell due in October; that of the accuser, too, and is in no rate.
    assert "及时受理率（信访部门）0.00%（0/3）" in read_pdf(tmp_path / "month.pdf")
    assert "登记信访事项1件" in read_pdf(tmp_path / "quarter.pdf"), "September's visit, and not July's"


def test_a_bulletin_keeps_the_deadline_that_it_was_printed_with(
    office: Run, two_years: Callable[..., str], tmp_path: Path
) -> None:
    words = ("stats", "bulletin", "month", "--of", "2026-10", "--out")
    first = office(*words, tmp_path / "first.pdf", "--json").document
    two_years(at="2026-10-22T09:00", people=2)
    again = office(*words, tmp_path / "again.pdf", "--json").document
    assert again["kept"] and again["as_of"] == first["as_of"]
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "first.pdf").read_bytes()
    assert "要重新统计，用 --as-of" in office(*words, tmp_path / "told.pdf").told
    anew = office(*words, tmp_path / "anew.pdf", "--as-of", "2026-11-23", "--json").document
    assert not anew["kept"] and "登记信访事项5件" in read_pdf(tmp_path / "anew.pdf")
    assert office(*words, tmp_path / "kept.pdf", "--json").document["as_of"] == "2026-11-23"
    assert office("check", "--deep").status == 0


def test_a_bulletin_of_a_month_that_is_not_over_keeps_nothing(
    office: Run, two_years: Callable[..., str], tmp_path: Path
) -> None:
    words = ("stats", "bulletin", "month", "--of", "2026-11", "--out")
    assert office(*words, tmp_path / "first.pdf").status == 0
    two_years(at="2026-11-02T09:00")
    assert office(*words, tmp_path / "again.pdf", "--json").document["kept"] is False
    assert "登记信访事项1件" in read_pdf(tmp_path / "again.pdf")


def test_a_summary_is_words_and_tables_to_go_on_writing(office: Run, two_years: object, tmp_path: Path) -> None:
    del two_years
    out = tmp_path / "总结用数.docx"
    answer = office("stats", "summary", "--from", "2026-01-01", "--to", "2026-10-31", "--out", out, "--json")
    assert answer.status == 0, answer.told
    text = read_word(out)
    assert "共接待来访4批14人次，同比分别上升300.00%、250.00%。" in text
    assert "统计期间：2026年1月1日至10月31日。" in text
    tables = docx.Document(io.BytesIO(out.read_bytes())).tables
    assert any(row.cells[0].text == "东村" for table in tables for row in table.rows)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("bulletin", "month", "--of", "2026-13", "--out", "x.pdf"), "of"),
        (("bulletin", "week", "--of", "2026-10", "--out", "x.pdf"), "of"),
        (("bulletin", "month", "--of", "2026-12", "--out", "x.pdf"), "of"),
        (("bulletin", "month", "--of", "2026-10", "--out", "x.xlsx"), "out"),
        (("bulletin", "month", "--of", "2026-10", "--as-of", "2026-12-01", "--out", "x.pdf"), "as_of"),
        (("summary", "--from", "2026-06-30", "--to", "2026-01-01", "--out", "x.docx"), "to"),
        (("summary", "--from", "2026-01-01", "--to", "2026-06-30", "--out", "x.pdf"), "out"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    office: Run, tmp_path: Path, words: tuple[str, ...], field: str
) -> None:
    given = [str(tmp_path / word) if word.startswith("x.") else word for word in words]
    answer = office("stats", *given, "--json")
    assert (answer.status, answer.trouble["field"]) == (3, field)
    assert list(tmp_path.glob("x.*")) == []


def test_a_file_that_is_there_is_not_written_over(office: Run, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"mine")
    words = ("stats", "bulletin", "month", "--of", "2026-10", "--out", out)
    assert office(*words).status == 3 and out.read_bytes() == b"mine"
    assert office(*words, "--force").status == 0 and out.read_bytes().startswith(b"%PDF")


def test_the_workbook_of_a_summary_has_a_sheet_for_every_table(
    office: Run, two_years: Callable[..., str], tmp_path: Path
) -> None:
    two_years({"purpose": "accusation", "route": None, "village": "西村"}, at="2026-10-14T09:00", people=9)
    out = tmp_path / "总结用数.xlsx"
    answer = office("stats", "summary", "--from", "2026-01-01", "--to", "2026-10-31", "--out", out, "--json")
    assert answer.status == 0, answer.told
    book = openpyxl.load_workbook(out)
    said = "".join(str(row[0].value) for row in book["说明"].iter_rows())
    assert "共接待来访5批23人次" in said and "统计期间：2026年1月1日至10月31日" in said
    villages = [row[0].value for row in book["各村（社区）信访情况"].iter_rows(min_row=4)]
    assert villages == ["东村", "未分列", "合计"]
    assert str(book["各渠道信访情况"]["B7"].value).startswith("=SUM(")


def test_beside_an_open_window_a_bulletin_is_printed_and_keeps_nothing(
    office: Run, two_years: object, tmp_path: Path, data_dir: Path
) -> None:
    del two_years
    window = open_desk(data_dir, purpose="window")
    try:
        answer = office("stats", "bulletin", "month", "--of", "2026-10", "--out", tmp_path / "beside.pdf", "--json")
        assert (answer.status, answer.document["kept"]) == (0, False), answer.told
    finally:
        window.close()
    again = office("stats", "bulletin", "month", "--of", "2026-10", "--out", tmp_path / "after.pdf", "--json")
    assert again.document["kept"] is False


@pytest.mark.parametrize(("kind", "of"), [("month", "2020-02"), ("week", "2020-W09"), ("year", "2019")])
def test_before_the_first_record_there_is_nothing_and_a_leap_day_is_a_day(
    office: Run, two_years: object, tmp_path: Path, kind: str, of: str
) -> None:
    del two_years
    out = tmp_path / "then.pdf"
    answer = office("stats", "bulletin", kind, "--of", of, "--out", out)
    assert answer.status == 0, answer.told
    text = read_pdf(out)
    assert ("登记信访事项0件" in text and "本期没有领导接访。" in text) or kind == "week"
    assert "合计" not in text, "a table of nothing is left out"
    if kind == "month":
        assert "2020年2月1日至2月29日" in text and "与2019年2月1日至2月28日相比" in text


def test_what_has_no_village_is_said_to_have_none(office: Run, add: Callable[..., str], tmp_path: Path) -> None:
    nowhere = {"village": "", "category": "", "route": None}
    add(nowhere, at="2026-10-12T09:00", petitioners=[{"name": "陈七"}], people=1)
    out = tmp_path / "month.docx"
    assert office("stats", "bulletin", "month", "--of", "2026-10", "--out", out).status == 0
    tables = docx.Document(io.BytesIO(out.read_bytes())).tables
    named = [table for table in tables if table.rows[0].cells[0].text in ("村（社区）", "问题类别")]
    assert [[row.cells[0].text for row in table.rows][-2:] for table in named] == [["未填", "合计"]] * 2


def test_an_office_words_its_bulletin_in_a_form_of_its_own(
    office: Run, two_years: object, tmp_path: Path, data_dir: Path
) -> None:
    del two_years
    own = data_dir / "forms" / "bulletin_week"
    shutil.copytree(paths.forms() / "bulletin_week", own)
    text = (own / "form.toml").read_text(encoding="utf-8")
    (own / "form.toml").write_text(
        text.replace("信访工作周快报", "信访一周") + '\n[[block]]\nkind = "chart"\nof = "村图"\n'
    )
    out = tmp_path / "week.pdf"
    assert office("stats", "bulletin", "week", "--of", "2026-W42", "--out", out).status == 0
    assert "清溪镇信访一周" in read_pdf(out) and "各村（社区）信访量" in read_pdf(out)
    (own / "form.toml").write_text(text + '\n[[block]]\nkind = "chart"\nof = "排名图"\n', encoding="utf-8")
    answer = office("stats", "bulletin", "week", "--of", "2026-W42", "--out", tmp_path / "x.pdf")
    assert answer.status == 3 and "排名图" in answer.told and "form.toml 第" in answer.told


def test_what_the_office_owes_is_a_number_of_a_bulletin(
    office: Run, two_years: Callable[..., str], tmp_path: Path
) -> None:
    two_years({"purpose": "accusation", "route": None}, at="2026-10-14T09:00")
    out = tmp_path / "month.pdf"
    assert office("stats", "bulletin", "month", "--of", "2026-10", "--out", out).status == 0
    assert "逾期未告知3件次。" in read_pdf(out), "the accuser's is in no bulletin"
