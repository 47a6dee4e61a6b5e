"""The language of forms can set an official letter: GB/T 9704-2012 gives 22 lines of 28 characters in 156 by 225 mm."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from petidesk.documents import fonts
from petidesk.documents.forms.forms import load_form
from petidesk.documents.layout.marks import MM
from petidesk.documents.printing import render

LETTER = """format = 1
title = "告知书"
kind = "letter"
version = "1"
event = "told"

[fields]
"正文" = "text"
"文号" = "text"

[paper.a4]
margins = [37, 26, 35, 28]

[style]
body = { face = "仿宋", size = 16, pitch = 28.95, spread = -0.21, align = "justify" }
head = { face = "标题", size = 22, align = "center", ink = "red", pitch = 30 }
number = { align = "right" }

[[block]]
kind = "text"
text = "{正文}"

[[fixed]]
top = 30
left = 20
width = 170
on = "first"

[[fixed.block]]
kind = "text"
style = "head"
text = "清溪镇人民政府"

[[fixed.block]]
kind = "rule"
weights = [2, 0.7]
ink = "red"

[[fixed]]
bottom = 20
left = 20
width = 170
on = "first"

[[fixed.block]]
kind = "rule"
weights = [0.7, 2]
ink = "red"
"""


@pytest.fixture
def letter(tmp_path: Path) -> bytes:
    (tmp_path / "letter").mkdir()
    (tmp_path / "letter" / "form.toml").write_text(LETTER, encoding="utf-8")
    form = load_form("letter", [tmp_path])
    assert form.event == "told"
    values = {"正文": "办理事项" * 400, "文号": "清信访告〔2026〕12号"}
    return render(form, values, paper="a4", at=datetime(2026, 11, 19)).pdf


def test_a_page_holds_22_lines_of_28_characters(letter: bytes) -> None:
    with pypdfium2.PdfDocument(letter) as document:
        assert len(document) == -(-1600 // (22 * 28))
        second = document[1].get_textpage().get_text_bounded().split()
    assert [len(line) for line in second] == [28] * 22


def test_lines_keep_their_pitch_and_the_type_area(letter: bytes) -> None:
    with pypdfium2.PdfDocument(letter) as document:
        page = document[1].get_textpage()
        boxes = [page.get_charbox(index, loose=True) for index in range(page.count_chars())]
        boxes = [box for box in boxes if box[2] - box[0] > 10]
    assert min(box[0] for box in boxes) == pytest.approx(28 * MM, abs=0.5)
    assert max(box[2] for box in boxes) <= (210 - 26) * MM + 0.5
    tops = sorted({round(box[3], 1) for box in boxes}, reverse=True)
    steps = [above - below for above, below in pairwise(tops) if above - below > 5]
    assert steps == pytest.approx([28.95] * 21, abs=0.2)


def test_the_head_and_the_rules_of_a_letter_stand_on_the_first_page_only(letter: bytes) -> None:
    with pypdfium2.PdfDocument(letter) as document:
        first, second = (document[number].get_textpage().get_text_bounded() for number in (0, 1))
        red = document[0].render(scale=2).to_pil().convert("RGB").crop((40, 150, 1150, 1684))
        colours = {colour for _, colour in red.getcolors(maxcolors=1_000_000) or ()}
    assert "清溪镇人民政府" in first and "清溪镇" not in second
    assert any(r > 180 and g < 60 and b < 60 for r, g, b in colours)


def test_fang_is_the_bundled_font_or_the_systems() -> None:
    source = fonts.face_source(fonts.FANG)
    assert source.font == ("FandolFang-Regular" if source.bundled else source.file.stem)
