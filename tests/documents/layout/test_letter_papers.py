"""The base `letter`, measured on the printed page: GB/T 9704-2012 信函格式, held to half a millimetre."""

from __future__ import annotations

import ctypes
import functools
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from petidesk import paths
from petidesk.documents.forms.forms import Form, load_form
from petidesk.documents.layout.lines import NO_END, NO_START
from petidesk.documents.layout.marks import MM
from petidesk.documents.layout.signature import seal_top
from petidesk.documents.printing import Printed, render

AT = datetime(2026, 12, 18, 10, 0)
FORM = """format = 1
base = "{base}"
title = "信访事项处理意见书"
kind = "letter"
version = "1"
event = "concluded"

[letter]
series = "处"
one_page = {one_page}

[ask."经查"]
lines = 6

[[block]]
kind = "text"
text = "{{经查}}"

[[block]]
kind = "signature"
{signature}
"""
VALUES = {
    "机关名称": "清溪镇人民政府",
    "文号": "清信处〔2026〕12号",
    "称谓": "张桂花",
    "签发日期": "2026年12月18日",
}
CHARS = "补偿款退回系因银行卡号登记有误所致并非有关单位拖延支付"
Ink = tuple[float, float, float, float]  # top, bottom, left, right in mm from the upper left corner


def letter(folder: Path, *, base: str = "letter", one_page: bool = False, signature: str = "") -> Form:
    (folder / "试").mkdir(exist_ok=True)
    text = FORM.format(base=base, one_page=str(one_page).lower(), signature=signature)
    (folder / "试" / "form.toml").write_text(text, encoding="utf-8")
    return load_form("试", [folder, paths.forms()])


def printed(form: Form, text: str, **more: Any) -> Printed:
    return render(form, {**VALUES, "经查": text, **more}, paper="a4", at=AT)


def lines(pdf: bytes, page: int) -> list[tuple[str, float, float, float, float]]:
    """The printed lines: text, top of the em square, left and right edge in mm, size in pt."""
    found: dict[float, list[tuple[float, str, Ink, float]]] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        height = document[page].get_height()
        text = document[page].get_textpage()
        for index in range(text.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(text, index))
            if not character.strip():
                continue
            box = text.get_charbox(index, loose=True)
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            size = raw.FPDFText_GetFontSize(text, index)
            ink = ((height - y.value - 0.88 * size) / MM, (height - y.value) / MM, box[0] / MM, box[2] / MM)
            found.setdefault(round(y.value, 1), []).append((box[0], character, ink, size))
    rows = []
    for y in sorted(found, reverse=True):
        row = sorted(found[y])
        top, right = row[0][2][0], max(item[2][3] for item in row)
        rows.append(("".join(item[1] for item in row), top, row[0][2][2], right, row[0][3]))
    return rows


@functools.cache
def inked(pdf: bytes, page: int) -> tuple[Ink, ...]:
    """The horizontal bands of ink on a page, from the top."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=6).to_pil().convert("L").point(lambda value: 255 if value < 170 else 0)
    width, height = picture.size
    mm = 297 / height
    column = picture.resize((1, height), 4).load()
    bands: list[Ink] = []
    start = None
    for y in range(height + 1):
        dark = y < height and column[0, y] > 0
        if dark and start is None:
            start = y
        if not dark and start is not None:
            box = picture.crop((0, start, width, y)).getbbox()
            if box:
                bands.append((start * mm, y * mm, box[0] * mm, box[2] * mm))
            start = None
    return tuple(bands)


def rules(pdf: bytes, page: int) -> list[Ink]:
    return [band for band in inked(pdf, page) if band[1] - band[0] < 1.2 and band[3] - band[2] > 150]


def test_the_head_of_the_first_page_stands_where_the_standard_puts_it(tmp_path: Path) -> None:
    pdf = printed(letter(tmp_path), CHARS * 3).pdf
    bands = inked(pdf, 0)
    assert bands[0][0] == pytest.approx(30, abs=0.5)  # organ
    assert (bands[0][2] + bands[0][3]) / 2 == pytest.approx(105, abs=0.5)
    thick, thin, low_thin, low_thick = rules(pdf, 0)
    assert thick[0] - bands[0][1] == pytest.approx(4, abs=0.5)
    for rule in (thick, thin, low_thin, low_thick):
        assert (rule[2], rule[3]) == pytest.approx((20, 190), abs=0.5)
    assert thick[1] - thick[0] > 1.8 * (thin[1] - thin[0])
    assert low_thick[1] - low_thick[0] > 1.8 * (low_thin[1] - low_thin[0])
    assert low_thick[1] == pytest.approx(297 - 20, abs=0.5)
    number = bands[3]
    assert number[0] - thin[1] == pytest.approx(7 / 8 * 16 / MM, abs=0.5)
    assert number[3] == pytest.approx(210 - 26, abs=0.7)


def test_title_addressee_and_text_follow_in_lines(tmp_path: Path) -> None:
    rows = lines(printed(letter(tmp_path), CHARS * 3).pdf, 0)
    texts = [row[0] for row in rows]
    assert texts[:4] == ["清溪镇人民政府", "清信处〔2026〕12号", "信访事项处理意见书", "张桂花："]
    number, title, addressee, first, second = rows[1:6]
    assert title[1] - number[1] > 2 * 28.95 / MM and title[4] == pytest.approx(22)
    assert (title[2] + title[3]) / 2 == pytest.approx(28 + 78, abs=0.5)
    assert addressee[2] == pytest.approx(28, abs=0.5)
    assert first[2] == pytest.approx(28 + 2 * 15.79 / MM, abs=0.5)
    assert second[2] == pytest.approx(28, abs=0.5)
    assert len(second[0]) == 28


def test_a_full_page_has_22_lines_of_28_characters_and_rules_only_on_the_first(tmp_path: Path) -> None:
    result = printed(letter(tmp_path), CHARS * 80)
    assert result.pages > 3
    rows = lines(result.pdf, 1)
    assert [len(row[0]) for row in rows[:22]] == [28] * 22
    assert rows[0][1] == pytest.approx(37 + (28.95 - 16) / 2 / MM, abs=0.5)
    assert rows[21][1] - rows[0][1] == pytest.approx(21 * 28.95 / MM, abs=0.3)
    assert rules(result.pdf, 1) == []


def test_page_numbers_stand_outside_from_the_second_page_on(tmp_path: Path) -> None:
    result = printed(letter(tmp_path), CHARS * 80)
    assert not any("—" in row[0] for row in lines(result.pdf, 0))
    even, odd = lines(result.pdf, 1)[-1], lines(result.pdf, 2)[-1]
    assert (even[0], odd[0]) == ("—2—", "—3—")
    assert even[2] == pytest.approx(28 + 14 / MM, abs=0.5)
    assert odd[3] == pytest.approx(210 - 26 - 14 / MM, abs=0.5)
    dash = [band for band in inked(result.pdf, 1) if band[0] > 265 and band[3] - band[2] > 10]
    assert dash[0][0] == pytest.approx(297 - 35 + 7, abs=0.5)


def test_organ_and_date_leave_room_for_the_seal(tmp_path: Path) -> None:
    rows = lines(printed(letter(tmp_path), CHARS).pdf, 0)
    text, organ, date = rows[-3:]
    assert (organ[0], date[0]) == ("清溪镇人民政府", "2026年12月18日")
    assert date[3] == pytest.approx(210 - 26 - 4 * 16 / MM, abs=0.6)
    assert (organ[2] + organ[3]) / 2 == pytest.approx((date[2] + date[3]) / 2, abs=0.5)
    assert date[1] - organ[1] == pytest.approx(28.95 / MM, abs=0.2)
    assert organ[1] - text[1] == pytest.approx(3 * 28.95 / MM, abs=0.3)
    assert 0 <= seal_top(42 * MM, 28.95) <= 28.95


def test_without_a_seal_the_organ_ends_two_characters_in(tmp_path: Path) -> None:
    form = letter(tmp_path, signature="seal = false")
    organ, date = lines(printed(form, CHARS, 机关名称="清溪镇人民政府信访工作办公室").pdf, 0)[-2:]
    assert organ[3] == pytest.approx(210 - 26 - 2 * 16 / MM, abs=0.6)
    assert date[2] - organ[2] == pytest.approx(2 * 16 / MM, abs=0.5)
    organ, date = lines(printed(form, CHARS, 机关名称="清溪镇").pdf, 0)[-2:]
    assert date[3] == pytest.approx(210 - 26 - 2 * 16 / MM, abs=0.6)
    assert date[2] - organ[2] == pytest.approx(2 * 16 / MM, abs=0.5)


@pytest.mark.parametrize("count", range(300, 1100, 40))
def test_a_signature_is_never_alone_and_no_line_is(tmp_path: Path, count: int) -> None:
    text = (CHARS * 60)[:count]
    result = printed(letter(tmp_path), text + "\n特此告知。")
    body = [row for row in lines(result.pdf, result.pages - 1) if "—" not in row[0]]
    assert [row[0] for row in body[-2:]] == ["清溪镇人民政府", "2026年12月18日"]
    assert len(body) >= 4
    if result.pages > 1:
        assert len(body) - 3 != 1  # the end of the paragraph before 特此告知 is never one line


@pytest.mark.parametrize("count", range(300, 700, 25))
def test_copies_to_others_stay_on_the_page_of_the_signature(tmp_path: Path, count: int) -> None:
    result = printed(letter(tmp_path), (CHARS * 60)[:count], 抄送="云岭县信访局，云岭县自然资源局")
    body = [row[0] for row in lines(result.pdf, result.pages - 1) if "—" not in row[0]]
    assert body[-3:] == ["清溪镇人民政府", "2026年12月18日", "抄送：云岭县信访局，云岭县自然资源局。"]
    assert len(body) >= 5


def test_no_line_begins_or_ends_with_the_wrong_mark(tmp_path: Path) -> None:
    text = "依据《土地管理法》（2019年修正）第四十八条、云政发〔2024〕7号，“应补尽补”；共58420.50元。" * 30
    result = printed(letter(tmp_path), text)
    for page in range(result.pages):
        for row in lines(result.pdf, page):
            if "—" not in row[0]:
                assert row[0][0] not in NO_START and row[0][-1] not in NO_END
                assert not row[0].endswith("〕") and not row[0].startswith("〔")
                assert row[3] <= 210 - 26 + 3  # a closing mark hangs out by its empty half


def test_every_font_is_embedded(tmp_path: Path) -> None:
    result = printed(letter(tmp_path), "一、补偿标准\n（一）青苗\n" + CHARS)
    assert set(result.fonts) >= {"NotoSansSC-Regular", "PetideskKai-Regular", "NotoSerifSC-Black"}
    with pypdfium2.PdfDocument(result.pdf) as document:
        shapes = [shape for shape in document[0].get_objects() if shape.type == raw.FPDF_PAGEOBJ_TEXT]
        fonts = [raw.FPDFTextObj_GetFont(shape) for shape in shapes]
        assert len(fonts) > 5 and all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)


@pytest.mark.parametrize(
    ("count", "pages", "pitch", "size"), [(60, 1, 28.95, 16), (340, 1, 25, 16), (700, 2, 28.95, 16)]
)
def test_a_short_paper_is_set_closer_only_as_far_as_it_must(
    tmp_path: Path, count: int, pages: int, pitch: float, size: float
) -> None:
    result = printed(letter(tmp_path, one_page=True), (CHARS * 60)[:count])
    assert result.pages == pages
    rows = [row for row in lines(result.pdf, 0) if row[4] == pytest.approx(size) and len(row[0]) > 20]
    assert rows[1][1] - rows[0][1] == pytest.approx(pitch / MM, abs=0.1)


def test_the_smallest_setting_is_14_points_on_24(tmp_path: Path) -> None:
    form = letter(tmp_path, one_page=True)
    longest = max(count for count in range(380, 700, 8) if printed(form, (CHARS * 60)[:count]).pages == 1)
    rows = [row for row in lines(printed(form, (CHARS * 60)[:longest]).pdf, 0) if len(row[0]) > 25]
    assert rows[0][4] == pytest.approx(14)
    assert rows[1][1] - rows[0][1] == pytest.approx(24 / MM, abs=0.1)


def test_three_letterheads_and_the_plain_one(tmp_path: Path) -> None:
    form = letter(tmp_path)
    red, paper, black, plain = (
        printed(form, CHARS, 版头=head, 普通版式=short).pdf
        for head, short in (("红色", False), ("套红纸", False), ("黑色", False), ("红色", True))
    )
    assert [len(rules(pdf, 0)) for pdf in (red, paper, black, plain)] == [4, 0, 4, 0]
    assert lines(paper, 0)[0][0] == "清信处〔2026〕12号"
    assert lines(paper, 0)[0][1] == pytest.approx(lines(red, 0)[1][1], abs=0.5)
    assert [row[0] for row in lines(plain, 0)[:2]] == ["信访事项处理意见书", "清信处〔2026〕12号"]
    with pypdfium2.PdfDocument(black) as document:
        colours = document[0].render(scale=1).to_pil().convert("RGB").getcolors(maxcolors=1_000_000)
    assert not any(r > 150 and g < 80 and b < 80 for _, (r, g, b) in colours or ())


def test_a_long_organ_name_stays_in_one_line_between_the_rules(tmp_path: Path) -> None:
    name = "云岭县石板河彝族傣族苗族自治乡人民政府信访工作办公室"
    pdf = printed(letter(tmp_path), CHARS, 机关名称=name).pdf
    bands = inked(pdf, 0)
    assert lines(pdf, 0)[0][0] == name
    assert bands[0][2] >= 19.9 and bands[0][3] <= 190.1
    assert bands[0][0] == pytest.approx(30, abs=0.6)
    assert rules(pdf, 0)[0][0] - bands[0][1] == pytest.approx(4, abs=0.6)


def test_the_red_headed_document(tmp_path: Path) -> None:
    pdf = printed(letter(tmp_path, base="official"), CHARS).pdf
    bands = inked(pdf, 0)
    assert bands[0][0] == pytest.approx(37 + 35, abs=0.5)
    (rule,) = rules(pdf, 0)
    assert (rule[2], rule[3]) == pytest.approx((28, 184), abs=0.5)
    assert rule[0] - bands[1][1] == pytest.approx(4, abs=0.5)
    assert lines(pdf, 0)[-1][0] == "—1—"
