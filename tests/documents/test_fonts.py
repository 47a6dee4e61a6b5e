"""Fonts: every character of 通用规范汉字表 in every face, correct ToUnicode maps, nothing lost silently."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from petidesk import paths
from petidesk.documents import fonts
from petidesk.documents.fonts import Run
from petidesk.documents.layout.drawing import draw
from petidesk.documents.layout.marks import Page, TextMark

AT = datetime(2026, 11, 19, 9, 42)
RARE = "㛃𬱟䶮𠮷𫖯𫠜𪩘𬀩𡐓"
TGH = "".join((Path(__file__).parents[1] / "data" / "tgh.txt").read_text(encoding="utf-8").split())


def sheet(text: str, role: str) -> bytes:
    """A PDF with `text` in lines of 50 characters."""
    marks = []
    for number in range(0, len(text), 50):
        runs = tuple(fonts.runs(text[number : number + 50], role))
        marks.append(TextMark(20, 20 + number / 50 * 12, runs, 9, 0.0, "black"))
    return draw([Page(520, 60 + len(text) / 50 * 12, list(marks))], title="字表", at=AT)


def poppler(pdf: bytes, tmp_path: Path) -> str:
    """The text that pdftotext (Debian package poppler-utils) finds, without white space."""
    file = tmp_path / "sheet.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True)
    return "".join(found.stdout.decode("utf-8").split())


def pdfium(pdf: bytes) -> str:
    """The text that PDFium finds on all pages, without white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_the_table_has_8105_characters() -> None:
    assert len(TGH) == len(set(TGH)) == 8105


@pytest.mark.parametrize("role", fonts.ROLES)
def test_every_character_of_the_table_has_a_glyph_in_every_face(role: str) -> None:
    table = fonts.glyphs(role)
    assert [character for character in TGH + RARE if not table[character].found] == []


@pytest.mark.parametrize("role", [fonts.SONG, fonts.HEI, fonts.HEI_BOLD, fonts.KAI, fonts.TITLE])
def test_whole_faces_need_no_fallback_for_the_table(role: str) -> None:
    table = fonts.glyphs(role)
    assert {table[character].font for character in TGH} == {fonts.face_source(role).font}


@pytest.mark.parametrize("role", [fonts.SONG, fonts.FANG])
def test_all_characters_come_out_of_the_pdf_as_they_went_in(role: str, tmp_path: Path) -> None:
    text = RARE + TGH
    pdf = sheet(text, role)
    assert poppler(pdf, tmp_path) == text
    assert pdfium(pdf) == text


def test_a_rare_name_character_falls_back_and_is_drawn() -> None:
    pieces = fonts.runs("张𠮷花", fonts.SONG)
    assert [piece.text for piece in pieces] == ["张", "𠮷", "花"]
    assert pieces[1].font == "PetideskRare-Regular"


def test_characters_that_no_font_has_are_named_and_shown_as_a_box(tmp_path: Path) -> None:
    text = "王\U0002a6d7\U000e1234\U0003fffd"
    assert fonts.missing_characters(text) == ("\U0002a6d7", "\U0003fffd", "\U000e1234")
    assert fonts.runs(text, fonts.SONG) == [Run("NotoSerifSC-Regular", "王□□□")]
    assert poppler(sheet(text, fonts.SONG), tmp_path) == "王□□□"


def test_half_a_surrogate_pair_is_reported_as_replacement_character() -> None:
    assert fonts.missing_characters("王\udc00") == ("\ufffd",)
    assert fonts.runs("\udc00", fonts.SONG)[0].text == "□"


def test_line_ends_and_control_characters_are_not_missing() -> None:
    assert fonts.missing_characters("一\n二\t三\x00\u200b\u202e") == ()


def test_the_systems_own_fang_is_found_by_its_file_name(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("deep/FZFSK.TTF", "deep/er/SimFang.ttf", "other.ttf"):
        (tmp_path / name).write_bytes(b"")
    assert fonts.find_system_fang([tmp_path]) == tmp_path / "deep" / "er" / "SimFang.ttf"
    assert fonts.find_system_fang([tmp_path / "nothing"]) is None


def test_which_font_stands_behind_a_role_can_be_asked() -> None:
    source = fonts.face_source(fonts.TITLE)
    assert (source.font, source.bundled) == ("NotoSerifSC-Black", True)
    assert source.file.is_file()


def test_the_bundled_fonts_stay_under_40_megabytes_and_carry_their_licences() -> None:
    folder = paths.resources() / "fonts"
    files = list(folder.glob("*.ttf"))
    assert {file.name for file in files} == {*fonts.BUNDLED.values(), fonts.RARE}
    assert sum(file.stat().st_size for file in files) <= 40_000_000
    licences = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.txt"))
    assert [file.name for file in files if file.name not in licences] == []
