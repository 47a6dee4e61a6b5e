"""What every paper for the people who came must hold: its title, its head, its pages, its blanks, its fonts."""

from __future__ import annotations

import re

import pypdfium2
import pypdfium2.raw
import pytest

from petidesk.domain.cases.events import KINDS
from petidesk.domain.codes import PURPOSES
from tests.documents.layout.faces import sizes
from tests.documents.layout.people_papers import BROKEN, FIXED, LETTERS, NAMES, emptied, form, made, pages, text

ONE_PAGE = tuple(name for name in LETTERS if name not in ("handling_opinion", "handling_decision", "suggestion_reply"))
HEADS = ("红色", "套红纸", "黑色")


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_is_what_its_folder_says(name: str) -> None:
    title, event, series, _ = FIXED[name]
    loaded = form(name)
    assert (loaded.title, loaded.event) == (title, event)
    assert loaded.letter is not None
    assert loaded.letter.series == series
    assert set(loaded.letter.purposes) <= set(PURPOSES)
    assert loaded.letter.one_page == (name in ONE_PAGE)
    assert loaded.letter.signed == bool(series)
    assert loaded.letter.served == bool(series)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_fits_the_event(name: str) -> None:
    loaded = form(name)
    keys = {ask.key: ask for ask in loaded.asks if ask.key}
    known = {ask.key: ask for ask in KINDS[loaded.event].asks} if loaded.event else {}
    assert set(keys) <= set(known)
    for key, ask in keys.items():
        assert set(ask.choices) <= set(known[key].choices.values())
        assert not known[key].required or ask.required
    covered = set(keys) | {"results", "ending", "manner", "where_to_go"}
    assert {ask.key for ask in known.values() if ask.required} <= covered


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_fits_the_form(name: str) -> None:
    loaded = form(name)
    sample = loaded.sample()
    assert set(sample) <= set(loaded.fields)
    for ask in loaded.asks:
        assert not ask.required or sample[ask.name], ask.name
        assert ask.kind != "choice" or sample[ask.name] in (*ask.choices, ""), ask.name


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("name", NAMES)
def test_a_paper_says_what_it_must(name: str, head: str) -> None:
    title, _, series, words = FIXED[name]
    printed = text(name, 版头=head)
    assert title in printed
    for expected in words:
        assert expected in printed, expected
    assert not BROKEN.search(printed)
    if series:
        assert re.search(rf"清信访{series}〔\d{{4}}〕\d+号", printed)
        assert printed.count("清溪镇人民政府") >= (1 if head == "套红纸" else 2)
    assert "依据《中华人民共和国民法典》" not in printed


@pytest.mark.parametrize("name", LETTERS)
def test_only_the_red_head_is_red(name: str) -> None:
    for head in HEADS:
        with pypdfium2.PdfDocument(made(name, 版头=head)) as document:
            picture = document[0].render(scale=1).to_pil().convert("RGB")
        colours = {colour for _, colour in picture.getcolors(maxcolors=1_000_000) or ()}
        assert any(r > 150 and g < 80 and b < 80 for r, g, b in colours) == (head == "红色")


@pytest.mark.parametrize("name", ONE_PAGE)
def test_a_notice_is_one_page(name: str) -> None:
    numbers = {"系统信访件编号": "5299012026111900031", "查询码": "A7K2M9"}
    for head in HEADS:
        for short in (False, True):
            found = pages(name, 版头=head, 普通版式=short, **numbers)
            assert len(found) == 1
            assert "系统信访件编号：5299012026111900031查询码：A7K2M9" in found[0]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_leaves_a_blank(name: str) -> None:
    printed = text(name, **emptied(name))
    assert not BROKEN.search(printed), BROKEN.search(printed)
    assert FIXED[name][0] in printed


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_embedded_and_can_be_read(name: str) -> None:
    assert min(sizes(made(name))) >= 9


LONG = [(name, ask.name) for name in NAMES for ask in form(name).asks if ask.kind == "text" and ask.lines >= 2]


@pytest.mark.parametrize(("name", "part"), LONG)
def test_a_long_text_flows_on_and_nothing_is_lost(name: str, part: str) -> None:
    count = 250
    found = pages(name, **{part: "经过调查核实情况属实鑫" * count})
    assert len(found) > len(pages(name))
    assert "".join(found).count("鑫") >= count
