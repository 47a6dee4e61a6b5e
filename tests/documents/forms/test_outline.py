"""The outline of every form that ships: each part that is typed has one place, the answers stand where they print."""

from __future__ import annotations

import pytest

from petidesk import paths
from petidesk.documents.forms.forms import form_names, load_form
from petidesk.documents.forms.outline import ANSWERS, outline

FOLDERS = (paths.forms(),)
LETTERS = [name for name in form_names(FOLDERS) if load_form(name, FOLDERS).letter is not None]


@pytest.mark.parametrize("name", LETTERS)
def test_every_typed_part_has_exactly_one_place(name: str) -> None:
    form = load_form(name, FOLDERS)
    placed = [part.name for part in outline(form, form.sample()) if part.kind == "ask"]
    assert sorted(placed) == sorted(ask.name for ask in form.asks)


@pytest.mark.parametrize("name", LETTERS)
def test_the_answers_stand_once_where_the_form_prints_them(name: str) -> None:
    form = load_form(name, FOLDERS)
    places = [part.kind for part in outline(form, form.sample())].count("requests")
    assert form.letter is not None
    assert places == 1 if form.letter.per_request else places <= 1


def test_what_hangs_on_a_typed_part_is_found_before_anything_is_typed() -> None:
    form = load_form("handling_opinion", FOLDERS)
    bare = {key: value for key, value in form.sample().items() if key not in {ask.name for ask in form.asks}}
    parts = outline(form, bare)
    names = [part.name for part in parts if part.kind == "ask"]
    assert {"陈述理由", "经查", "法律依据", "抄送"} <= set(names)
    said = "\n".join(part.text for part in parts)
    assert "第三十五条" in said and "张桂花" in said


def test_the_order_is_that_of_the_paper() -> None:
    form = load_form("handling_opinion", FOLDERS)
    order = [part.name or part.kind for part in outline(form, form.sample())]
    assert order.index("经查") < order.index("requests") < order.index("法律依据")
    assert ANSWERS in form.fields
