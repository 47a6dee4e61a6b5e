"""Papers of figures as Word documents, read back: the words and tables of the page, and the same bytes again."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from petidesk import paths
from petidesk.documents.forms.forms import form_names, load_form
from petidesk.documents.printing import render
from petidesk.documents.word.papers import write
from petidesk.domain.statistics import printed
from petidesk.domain.statistics.papers import BULLETINS, SUMMARY
from petidesk.domain.trouble import Refused

AT = datetime(2026, 7, 2, 9, 30)
PAPERS = (*(bulletin.form for bulletin in BULLETINS.values()), SUMMARY)


@pytest.mark.parametrize("name", PAPERS)
def test_word_says_what_the_page_says(name: str) -> None:
    form = load_form(name, [paths.forms()])
    sample = form.sample()
    written = write(form, sample, paper="a4", at=AT)
    assert written.missing_characters == ()
    document = docx.Document(io.BytesIO(written.docx))
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    sheets = pypdfium2.PdfDocument(render(form, sample, paper="a4", at=AT).pdf)
    page = "".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
    flat = "".join(page.split())
    for value in sample.values():
        if isinstance(value, str):
            for line in value.split("\n"):
                said = "".join(line.split())
                assert said in flat, line
                assert said in "".join(text.split()) or any(line in cell.text for cell in _cells(document)), line
    figures = [printed.read(value) for value in sample.values() if isinstance(value, dict) and "headings" in value]
    tables = [table for table in document.tables if table.style is not None and table.style.name == "Table Grid"]
    assert len(tables) == len(figures)
    found = {tuple(cell.text for cell in row.cells) for table in tables for row in table.rows}
    for one in figures:
        assert {*one.rows, one.headings, *([one.total] if one.total else [])} <= {*found, one.headings}
    charts = sum(isinstance(value, dict) and "bars" in value for value in sample.values())
    assert len(document.inline_shapes) == charts
    assert f"统计截止时间：{sample['统计截止时间']}" in text


def _cells(document: docx.document.Document) -> list[docx.table._Cell]:
    return [cell for table in document.tables for row in table.rows for cell in row.cells]


def test_the_same_paper_has_the_same_bytes_and_names_nobody() -> None:
    form = load_form("bulletin_month", [paths.forms()])
    first, second = (write(form, form.sample(), paper="a4", at=AT).docx for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = docx.Document(io.BytesIO(first)).core_properties
    assert (about.author, about.last_modified_by, about.created.replace(tzinfo=None)) == ("", "", AT)
    assert about.title == "清溪镇信访工作月通报"


def test_word_is_set_as_official_papers_are() -> None:
    form = load_form("bulletin_month", [paths.forms()])
    document = docx.Document(io.BytesIO(write(form, form.sample(), paper="a4", practice=True, at=AT).docx))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(edge.mm) for edge in (section.top_margin, section.left_margin)] == [37, 28]
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("登记信访事项"))
    run = body.runs[0]
    assert (run.font.size.pt, run._element.rPr.rFonts.get(qn("w:eastAsia"))) == (16, "仿宋")
    assert body.paragraph_format.first_line_indent.pt == 32
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)
    heading = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("一、"))
    assert heading.paragraph_format.keep_with_next
    assert heading._p.pPr.find(qn("w:outlineLvl")) is not None, "Word lists it"
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "演练"
    assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert section.even_page_footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.LEFT
    grid = next(table for table in document.tables if table.style is not None and table.style.name == "Table Grid")
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows][:3] == [True, True, False]


def test_what_is_said_of_a_paragraph_stands_in_the_order_that_word_asks_for() -> None:
    order = ["keepNext", "widowControl", "pBdr", "autoSpaceDE", "autoSpaceDN", "spacing", "ind", "jc", "outlineLvl"]
    form = load_form("bulletin_year", [paths.forms()])
    document = docx.Document(io.BytesIO(write(form, form.sample(), paper="a4", at=AT).docx))
    for paragraph in document.element.body.iter(qn("w:pPr")):
        names = [child.tag.split("}")[1] for child in paragraph]
        known = [name for name in names if name in order]
        assert known == sorted(known, key=order.index), names


def test_a_sheet_to_be_filled_by_hand_is_no_word_document() -> None:
    refused = 0
    for name in form_names([paths.forms()]):
        form = load_form(name, [paths.forms()])
        if name in PAPERS or form.kind != "slip":
            continue
        with pytest.raises(Refused):
            write(form, form.sample(), paper=next(iter(form.papers)), at=AT)
        refused += 1
    assert refused
