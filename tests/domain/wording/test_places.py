"""Where the texts of a form stand: the same values that tomllib reads, each with the characters it takes."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk import paths
from petidesk.domain.trouble import Refused
from petidesk.domain.wording.places import places, written

FORMS = sorted(paths.forms().glob("**/*.toml"))


def strings(value: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], str]:
    """Every string below a value, by its path."""
    if isinstance(value, str):
        return {path: value}
    found = {}
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        found |= strings(inner, (*path, key))
    return found


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.parent.name)
def test_every_string_of_every_form_is_found_where_it_stands(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    found = places(text)
    assert {place.path: place.value for place in found.strings} == strings(tomllib.loads(text))
    for place in found.strings:
        assert tomllib.loads(f"x = {text[place.start : place.end]}")["x"] == place.value
    for section in found.sections:
        assert text[section.start :].startswith(section.heading)
        assert section.end == len(text) or text[section.end] == "["


ONE = r'''
a = [ # 一
  "x]", 'y"', { "键.1" = "z\"}", b = 3 },
]
[[c.d]]
e.f = """
多\
  行"""
[[c.d]]
e = 't'
'''


def test_one_string_is_written_anew_and_nothing_else_changes() -> None:
    text = ONE
    found = places(text).strings
    assert [(place.path, place.value) for place in found] == [
        (("a", 0), "x]"),
        (("a", 1), 'y"'),
        (("a", 2, "键.1"), 'z"}'),
        (("c", "d", 0, "e", "f"), "多行"),
        (("c", "d", 1, "e"), "t"),
    ]
    place = found[2]
    again = text[: place.start] + written("新\n的") + text[place.end :]
    assert tomllib.loads(again)["a"][2] == {"键.1": "新\n的", "b": 3}
    assert again.replace(written("新\n的"), '"z\\"}"') == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40))
def test_what_is_written_is_read_again(value: str) -> None:
    assert tomllib.loads(f"x = {written(value)}")["x"] == value


def test_what_is_no_form_names_its_line() -> None:
    with pytest.raises(Refused, match="第2行"):
        places('a = "x"\nb = \n')
