"""Type-ahead: what is offered, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.typeahead import Choice, TypeAhead

VILLAGES = TypeAhead(
    [
        Choice("东村"),
        Choice("西村", last_used="2026-11-02"),
        Choice("绿水村", last_used="2026-11-19T09:20"),
        Choice("女儿河社区"),
        Choice("重庆路社区", last_used="2025-03-08"),
        Choice("新东村"),
    ]
)


def values(found: TypeAhead, query: str, limit: int = 8) -> list[str]:
    return [choice.value for choice in found.rank(query, limit).choices]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("东", ["东村", "新东村"]),
        ("东村", ["东村", "新东村"]),
        ("dc", ["东村", "新东村"]),
        ("DC", ["东村", "新东村"]),
        ("dongc", ["东村", "新东村"]),
        ("xdc", ["新东村"]),
        ("xi", ["西村", "新东村"]),
        ("lvshui", ["绿水村"]),
        ("lushui", ["绿水村"]),
        ("lüshui", ["绿水村"]),
        ("nver", ["女儿河社区"]),
        ("chongqing", ["重庆路社区"]),
        ("shequ", ["重庆路社区", "女儿河社区"]),
        ("村", ["绿水村", "西村", "东村", "新东村"]),
        ("ong", []),
        ("南", []),
    ],
)
def test_characters_pinyin_and_initials(query: str, expected: list[str]) -> None:
    assert values(VILLAGES, query) == expected


def test_prepared_choices_answer_the_same() -> None:
    found = TypeAhead([Choice("禾田村"), Choice("禾口村")])
    found.prepare()
    assert values(found, "hk") == ["禾口村"]


def test_an_empty_query_shows_what_was_used_last() -> None:
    assert values(VILLAGES, "", limit=3) == ["绿水村", "西村", "重庆路社区"]
    assert not VILLAGES.rank("  ").is_new


def test_a_value_not_yet_known_is_offered_as_new() -> None:
    assert VILLAGES.rank("南村").is_new
    assert VILLAGES.rank("东").is_new
    assert not VILLAGES.rank("东村").is_new
    assert not VILLAGES.rank(" 东 村").is_new


def test_prefix_before_infix_before_last_used() -> None:
    choices = [Choice("新沟", last_used="2026-11-19"), Choice("沟口"), Choice("沟头", last_used="2026-01-01")]
    assert [choice.value for choice in TypeAhead(choices).rank("沟").choices] == ["沟头", "沟口", "新沟"]
    assert [choice.value for choice in TypeAhead(choices).rank("g").choices] == ["沟头", "沟口", "新沟"]


def test_both_levels_of_a_category_count_as_beginnings() -> None:
    found = TypeAhead([Choice("自然资源/土地征收"), Choice("征收办"), Choice("城乡建设/旧土地房屋")])
    assert values(found, "土地") == ["自然资源/土地征收", "城乡建设/旧土地房屋"]
    assert values(found, "tdzs") == ["自然资源/土地征收"]
    assert values(found, "zrzytdzs") == ["自然资源/土地征收"]
    assert values(found, "自然资源/土地") == ["自然资源/土地征收"]


def test_a_leader_is_found_by_every_reading_of_the_surname() -> None:
    found = TypeAhead([Choice("7", "单立文"), Choice("8", "仇海")])
    for query in ("slw", "dlw", "shanli", "danli"):
        assert values(found, query) == ["7"], query
    for query in ("qh", "qiuhai", "chouhai"):
        assert values(found, query) == ["8"], query
    assert not found.rank("单立文").is_new


LABELS = st.text(alphabet="东西南北村组社区ab/ 1", min_size=1, max_size=6)


@given(st.lists(st.tuples(LABELS, st.sampled_from(["", "2025-01-01", "2026-01-01"])), max_size=8), LABELS)
def test_every_label_that_contains_the_text_is_offered(items: list[tuple[str, str]], query: str) -> None:
    choices = [Choice(label, last_used=used) for label, used in items]
    found = TypeAhead(choices).rank(query, limit=20)
    flat = query.replace("/", "").replace(" ", "")
    for choice in choices:
        if flat in choice.value.replace("/", "").replace(" ", ""):
            assert choice in found.choices
    assert len(found.choices) <= len(choices)
    assert len(TypeAhead(choices).rank(query, limit=2).choices) <= 2
