"""What a reviewer returned: 抄送, sizes, boxes with their signing rows, seals, rolls; measured on finished pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from petidesk import paths
from petidesk.documents import fonts
from petidesk.documents.forms import blocks
from petidesk.documents.forms.forms import Form, form_names, load_form
from petidesk.documents.layout.compose import LEAST_HEI, TWO_DOTS
from petidesk.documents.layout.marks import MM, LineMark, Page, TextMark
from petidesk.documents.layout.pages import compose
from petidesk.documents.printing import render
from tests.documents.layout.test_letter_papers import AT, letter, lines, printed

FOLDERS = [paths.forms()]


def form(name: str) -> Form:
    return load_form(name, FOLDERS)


def opinion(paragraphs: int, **more: Any) -> bytes:
    loaded = form("handling_opinion")
    values = {**loaded.sample(), "经查": "\n".join(["经核对名册和退汇凭证，情况属实。"] * paragraphs), **more}
    return render(loaded, values, paper="a4", at=AT).pdf


@pytest.mark.parametrize("paragraphs", [1, 4, 8, 12, 16, 20, 24])
def test_copies_are_named_at_the_foot_of_the_last_page(tmp_path: Path, paragraphs: int) -> None:
    form = letter(tmp_path)
    text = "\n".join(["经核对名册和退汇凭证，情况属实。"] * paragraphs)
    made = printed(form, text, 抄送="安平县信访局")
    *_, last = [line for line in lines(made.pdf, made.pages - 1) if not line[0].startswith("—")]
    assert last[0] == "抄送：安平县信访局。"
    middle = 297 - 35 - 24 / MM / 2  # of the last line of 24 pt in the type area
    assert abs(last[1] + last[4] / MM / 2 - middle) < 0.5
    assert len([line for line in lines(made.pdf, made.pages - 1) if line[2] < 184]) > 3  # never alone on its page


def test_the_copy_for_the_file_names_them_below_its_table() -> None:
    pdf = opinion(2, 抄送="安平县信访局")
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    found = [[line[0] for line in lines(pdf, page)] for page in range(count)]
    assert sum("抄送：安平县信访局。" in page for page in found) == 2
    assert [line for line in found[-1] if not line.startswith("—")][-1] == "抄送：安平县信访局。"


def test_a_letter_to_an_organ_stays_in_size_three() -> None:
    loaded = form("assistance_letter")
    long = "经核对，路面、排水沟和人行道均已出现不同程度的沉降，影响群众出行。" * 9
    made = render(loaded, {**loaded.sample(), "了解的情况": long}, paper="a4", at=AT)
    sizes = {line[4] for page in range(made.pages) for line in lines(made.pdf, page) if "沉降" in line[0]}
    assert sizes == {16.0}


def test_a_notice_to_a_person_may_still_shrink(tmp_path: Path) -> None:
    made = printed(letter(tmp_path, one_page=True), "经核对名册和退汇凭证，情况属实。" * 26)
    assert made.pages == 1 and {line[4] for line in lines(made.pdf, 0) if "核对" in line[0]} != {16.0}


def _pages(name: str, size: str, **changes: Any) -> list[Page]:
    loaded = form(name)
    return compose(loaded, loaded.papers[size], {**loaded.sample(), **changes})[0]


def _words(page: Page) -> str:
    return "".join(run.text for mark in page.marks if isinstance(mark, TextMark) for run in mark.runs)


@pytest.mark.parametrize("count", range(1, 40, 3))
def test_each_box_of_the_submission_stands_with_its_signing_row(count: int) -> None:
    summary = "\n".join(["东村三组村民反映补偿款没有到账，已经核对面积。"] * count)
    pages = [_words(page) for page in _pages("submission_form", "a4", 呈批摘要=summary)]
    together = [("意见签名", "分管领导"), ("批示签名", "主要领导"), ("记录人", "落实情况"), ("拟稿人", "拟办意见")]
    for _, box in together:
        assert sum(box in page for page in pages) == 1, box
    at = next(page for page in pages if "分管领导" in page)
    assert "签名" in at.split("分管领导", 1)[1]
    at = next(page for page in pages if "主要领导" in page)
    assert "签名" in at.split("主要领导", 1)[1]
    at = next(page for page in pages if "落实情况" in page)
    assert "记录人" in at.split("落实情况", 1)[1]


def test_no_place_to_sign_or_seal_is_parted_from_what_is_signed_in_any_form() -> None:
    starts = ("签名", "签收人签名", "经办人签名", "接收人签名", "承办人签名", "送达人签名", "送交人签名")
    parted = []
    for name in form_names(FOLDERS):
        for block in form(name).blocks:
            if not isinstance(block, blocks.Grid):
                continue
            for before, row in zip(block.rows, block.rows[1:], strict=False):
                label = "".join(_literal(row.cells[0]))
                sealed = any("章" in piece for cell in row.cells for piece in _literal(cell))
                if (label.startswith(starts) or sealed) and not before.keep:
                    parted.append((name, label))
    assert parted == []


def _literal(cell: blocks.Cell) -> list[str]:
    return [piece for part in cell.content for piece in part.pieces if isinstance(piece, str)]


def test_a_box_for_a_seal_holds_a_seal() -> None:
    small = []
    for name in form_names(FOLDERS):
        for block in form(name).blocks:
            if isinstance(block, blocks.Grid):
                for row in block.rows:
                    if "盖章" in "".join(_literal(row.cells[0])) and row.height < 45:
                        small.append((name, row.height))
    assert small == []


def test_slips_keep_their_pages_with_the_larger_boxes() -> None:
    counted = {name: len(_pages(name, "a4")) for name in ("accusation_handover", "assignment_slip", "supervision_slip")}
    assert counted == {"accusation_handover": 1, "assignment_slip": 2, "supervision_slip": 2}


# ---- rolls


@pytest.mark.parametrize("size", ["80mm", "58mm"])
@pytest.mark.parametrize("name", ["visit_slip", "visit_notice_slip"])
def test_every_stroke_on_a_roll_is_two_dots_wide(name: str, size: str) -> None:
    """203 dots an inch: 0.25 mm. The stroke of 一 measures what a face gives at a size."""
    stroke = {}
    for role in (fonts.HEI, fonts.HEI_BOLD):
        source = fonts.face_source(role)
        font = TTFont(source.file)
        glyph = font["glyf"][font.getBestCmap()[ord("一")]]
        stroke[source.font] = (glyph.yMax - glyph.yMin) / font["head"].unitsPerEm
    for page in _pages(name, size):
        for mark in page.marks:
            if isinstance(mark, TextMark):
                assert {run.font for run in mark.runs} <= set(stroke)
                assert min(stroke[run.font] * mark.size for run in mark.runs) >= TWO_DOTS
            elif isinstance(mark, LineMark):
                assert mark.weight >= TWO_DOTS
    assert LEAST_HEI * min(stroke.values()) > TWO_DOTS


def test_a_sheet_keeps_its_faces() -> None:
    used = {
        run.font
        for page in _pages("visit_slip", "a4")
        for mark in page.marks
        if isinstance(mark, TextMark)
        for run in mark.runs
    }
    assert fonts.face_source(fonts.SONG).font in used
