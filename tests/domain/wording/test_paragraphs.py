"""Forms as paragraphs: what they say is changed without touching anything else of the file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk import paths
from petidesk.documents.forms.forms import parse_form
from petidesk.domain.wording.chips import Segment, called, joined, segments
from petidesk.domain.wording.paragraphs import Lists, Wording
from tests.examples import THOROUGH

FORMS = sorted(file.parent for file in paths.forms().glob("*/form.toml"))
LISTS = Lists({"请求": (), "材料": ("名称", "份数")}, frozenset({"检举控告"}))
SMALL = """\
title = "告知书"

[ask."承办"]
label = "承办单位"
default = "{责任单位}"

# ---- 正文
[[block]]
kind = "text"
style = "level1"
papers = ["a4", "80mm"]
unless = "检举控告"
parts = [
    { text = "{你}来访", when = ["渠道=来访", "请求.数>1"] }, # 一
    "。",
    { each = "材料", text = "{名称}", join = "、" },
]

[[block]]
kind = "grid"
columns = [22, "*"]

[[block.row]]
when = "请求"
cells = ["请求", { text = "{请求.数}", style = "x" }]

# ---- 尾
[[block]]
kind = "signature"
"""


def test_a_form_reads_as_paragraphs_with_conditions_in_words() -> None:
    title, text, row, asked = Wording(SMALL, LISTS).paragraphs()
    assert (title.kind, title.pieces[0].plain, title.own) == ("文书的名称", True, False)
    assert (text.kind, text.when, text.own) == ("一级标题", "不是“检举控告”，纸张是A4、80毫米卷纸时", True)
    assert [(piece.text, piece.when, piece.extra) for piece in text.pieces] == [
        ("{你}来访", "渠道是“来访”，“请求”多于1项时", ()),
        ("。", "", ()),
        ("{名称}", "“材料”每项一遍", ("名称", "份数", "项", "序", "序数")),
    ]
    assert (row.kind, row.when, row.own) == ("表格第1行", "有“请求”时", False)
    assert [piece.text for piece in row.pieces] == ["请求", "{请求.数}"]
    assert [(piece.label, piece.plain) for piece in asked.pieces] == [("名称", True), ("预先填好的", False)]


def test_one_text_is_changed_and_every_other_character_stays() -> None:
    wording = Wording(SMALL, LISTS)
    piece = wording.paragraphs()[1].pieces[0]
    assert SMALL.split("\n")[wording.line_of(piece.place) - 1].lstrip().startswith('{ text = "{你}来访"')
    start, end, new = wording.put(piece.place, '{你}于\n"今天"来访')
    assert SMALL[:start] + new + SMALL[end:] == wording.text
    assert wording.paragraphs()[1].pieces[0].text == '{你}于\n"今天"来访'
    later = wording.paragraphs()[2].pieces[0]
    wording.put(later.place, "诉求")
    assert wording.text.replace('"诉求"', '"请求"', 1).replace(new, '"{你}来访"') == SMALL
    assert wording.paragraphs() == Wording(wording.text, LISTS).paragraphs()


def test_a_paragraph_is_put_in_behind_another_and_taken_out_again() -> None:
    wording = Wording(SMALL, LISTS)
    path = wording.paragraphs()[1].path
    wording.add_after(path, "另行告知。")
    added = wording.paragraphs()[2]
    assert (added.kind, added.pieces[0].text, added.when) == ("一级标题", "另行告知。", "")
    assert "# ---- 尾" in wording.text and wording.text.index("另行告知") < wording.text.index('kind = "grid"')
    wording.take_out(added.path)
    assert tomllib.loads(wording.text) == tomllib.loads(SMALL) and wording.text.count("\n\n\n") == 0
    wording.take_out(path)
    assert "来访" not in wording.text and [each.kind for each in wording.paragraphs()][1] == "表格第1行"


def test_a_paragraph_changes_places_with_the_next_and_comments_stay_where_they_were() -> None:
    wording = Wording(SMALL, LISTS)
    title = wording.paragraphs()[1]
    assert (title.up, title.down) == (False, True)
    there = wording.move(title.path, 1)
    assert [each.kind for each in wording.paragraphs()[1:3]] == ["表格第1行", "一级标题"]
    assert wording.text.index("# ---- 正文") < wording.text.index('kind = "grid"') < wording.text.index("# ---- 尾")
    moved = next(each for each in wording.paragraphs() if each.path == there)
    assert (moved.up, moved.down, moved.when) == (True, True, title.when)
    wording.move(there, -1)
    assert wording.text == SMALL


@pytest.mark.parametrize("folder", FORMS, ids=lambda folder: folder.name)
def test_every_form_that_ships_is_edited_as_paragraphs(folder: Path) -> None:
    text = (folder / "form.toml").read_text(encoding="utf-8")

    def form(changed: str) -> object:
        return parse_form(folder.name, changed, folder, (paths.forms(),))

    fields = form(text).fields
    lists = Lists(
        {name: one.columns for name, one in fields.items() if one.kind in ("list", "rows")},
        frozenset(name for name, one in fields.items() if one.kind == "flag"),
    )
    wording = Wording(text, lists)
    paragraphs = wording.paragraphs()
    # What is printed of one table says no more than its title.
    assert sum(len(each.pieces) for each in paragraphs) >= (2 if folder.name == "figures_sheet" else 10)
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            assert joined(segments(piece.text)) == piece.text
            known = {*fields, *piece.extra, "标题", "主送", "联"}
            names = [part.text.removesuffix(".数") for part in segments(piece.text) if part.chip]
            assert piece.plain or set(names) <= known, piece
            wording.put(piece.place, piece.text)
    assert tomllib.loads(wording.text) == tomllib.loads(text)
    own = [each for each in paragraphs if each.own]
    moved = Wording(text, lists)
    # Those at the ends, where a step leads out of the paper's own, and one between.
    for paragraph in own if THOROUGH else own[:1] + own[len(own) // 2 : -1][:1] + own[-1:]:
        for step in [step for step, possible in ((-1, paragraph.up), (1, paragraph.down)) if possible]:
            there = moved.move(paragraph.path, step)
            form(moved.text)
            assert next(each for each in moved.paragraphs() if each.path == there).pieces[0].text == (
                paragraph.pieces[0].text
            )
            moved.move(there, -step)
            assert moved.text == text
    for paragraph in reversed(own):
        wording.add_after(paragraph.path, "另行告知。")
    form(wording.text)
    if not own:  # a paper of tables alone
        return
    assert [each for each in wording.paragraphs() if each.pieces[0].text == "另行告知。"]
    Wording(text, lists).take_out(own[0].path)


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="{}"), min_size=1), st.booleans()), max_size=6))
def test_words_and_chips_are_read_as_they_were_written(parts: list[tuple[str, bool]]) -> None:
    given_parts = [Segment(text.strip() or "字", chip=True) if chip else Segment(text) for text, chip in parts]
    text = joined(given_parts)
    assert joined(segments(text)) == text
    assert [part for part in segments(text) if part.chip] == [part for part in given_parts if part.chip]


def test_braces_that_are_printed_stay_words() -> None:
    assert segments("a{{b}}{名}") == (Segment("a{b}"), Segment("名", chip=True))
    assert joined(segments("a{{b}}{名}")) == "a{{b}}{名}"
    assert (called("请求.数"), called("序数"), called("你")) == ("请求的件数", "第几项（一、二）", "你")
