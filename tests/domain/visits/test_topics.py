"""事项概要 inside a sentence of a paper: a phrase, without ellipsis, without 我家, with the verb of its purpose."""

from __future__ import annotations

import pytest

from petidesk.domain.visits.topics import LONGEST, incomplete, offered, on_paper, phrase, spoken


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("要求补发2025年征地补偿款", "补发2025年征地补偿款"),
        ("我家的补偿款没有到账。找了三次", "补偿款没有到账"),
        ("请问医保怎么报销？", "医保怎么报销"),
        ("问路", "问路"),
        ("请示报告", "请示报告"),
        ("水渠渗水，淹了菜地，已经三年了，村里不管，镇里也不管，年年找", "水渠渗水，淹了菜地，已经三年了，村里不管"),
        ("甲" * 60, "甲" * LONGEST),
    ],
)
def test_a_phrase_is_cut_where_the_text_pauses(said: str, found: str) -> None:
    assert phrase(said) == found


def test_what_is_asked_first_names_the_matter() -> None:
    assert offered(["要求修水渠", "赔菜地"], "水渠渗水。") == "修水渠"
    assert offered([""], "水渠渗水。") == "水渠渗水"


def test_paper_says_whose_house_it_is() -> None:
    assert on_paper("邻居占了我家的地", "你") == "邻居占了你家的地"
    assert on_paper("邻居占了我家的地") == "邻居占了其家的地"
    assert on_paper("反映自我保护") == "自我保护"


def test_an_old_title_that_breaks_off_says_what_is_whole() -> None:
    assert on_paper("水渠渗水，淹了菜地，已经三…") == "水渠渗水，淹了菜地"
    assert on_paper("已经三年没有人来管过的水…") == ""
    assert incomplete("水渠…") and incomplete("水渠...") and not incomplete("水渠渗水")


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("appeal", "反映路灯不亮一事"),
        ("suggestion", "就路灯不亮提出建议意见"),
        ("consultation", "咨询路灯不亮"),
        ("help", "就路灯不亮一事求助"),
        ("accusation", "提出信访事项"),
    ],
)
def test_every_purpose_has_its_verb(purpose: str, words: str) -> None:
    assert spoken(purpose, "路灯不亮") == words
    assert "一事" not in spoken("consultation", "咨询路灯不亮")
