"""The one search box against a brute-force scan: no query returns a silent wrong nothing, and none shows too much."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.search import matches, normalise
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.visits import Visit
from tests.offices import whole

NAMES = [
    "张桂花",
    "赵国辉",
    "单永福",
    "曾秀英",
    "仇大勇",
    "查翠莲",
    "解德明",
    "区海涛",
    "任䶮",
    "盖𬱟",
    "欧阳志强",
    "𠮷㛃",
    "Wang",
]
VILLAGES = ["东村", "西村", "石桥村", "河湾社区"]
TITLES = ["征地补偿款未到账", "路灯损坏", "拖欠工资", "宅基地界址", "低保", "ＫＴＶ噪声２４小时", "水田 灌溉"]
REQUESTS = ["补发2025年补偿款", "修好路灯", "查清账目", "说明情况", "停工"]
MANY = 1_000


def _visit(draw: random.Random, accusation: bool) -> dict[str, Any]:
    people = [
        {
            "name": draw.choice(NAMES),
            "phone": f"1{draw.randrange(30, 99)}{draw.randrange(10**7, 10**8)}",
            "village": draw.choice(VILLAGES),
        }
        for _ in range(draw.randrange(1, 3))
    ]
    matter = {
        "purpose": "accusation" if accusation else draw.choice(["appeal", "suggestion", "help"]),
        "title": draw.choice(TITLES),
        "statement": draw.choice(TITLES) + "，" + draw.choice(REQUESTS) + "。",
        "requests": draw.sample(REQUESTS, draw.randrange(0, 3)),
    }
    at = f"2026-{draw.randrange(1, 10):02d}-{draw.randrange(1, 28):02d}T09:{draw.randrange(0, 60):02d}"
    note = draw.choice(["", "秘", "附照片3张"])
    return {"at": at, "channel": "visit", "petitioners": people, "matters": [matter], "note": note}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("office") / "data"
    create_office(folder, office="清溪镇", county="安平县", villages=VILLAGES)
    desk = open_desk(folder)
    draw = random.Random(7)
    for number in range(80):
        visit, _ = desk.visits.add(_visit(draw, accusation=number % 9 == 0))
        if number % 11 == 3:
            desk.visits.amend(visit.visit_no, {"note": "改过 " + draw.choice(TITLES)})
        if number % 13 == 5:
            desk.visits.void(visit.visit_no, "登错")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def everyone(desk: Desk) -> list[Visit]:
    """Every visit there is, read once: no test of this file changes one."""
    return [whole(desk, visit_id=visit_id) for visit_id in desk.visits.ids(VisitQuery())]


def _scan(visit: Visit, query: str) -> bool:
    """Whether the box owes this visit to the query, told from the record itself."""
    content = visit.content
    fields, names = [visit.visit_no], []
    if not content.restricted:
        names = [person.name for person in content.petitioners]
        for person in content.petitioners:
            fields += [person.name, person.phone, person.village]
        for matter in content.matters:
            fields += [matter.title, matter.statement, *matter.requests]
        fields += [content.note, content.received_by]
    return matches(query, fields, names)


QUERIES = st.one_of(
    st.sampled_from(NAMES + VILLAGES + TITLES + REQUESTS).flatmap(
        lambda text: st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4)).map(
            lambda cut: text[cut[0] :][: cut[1]]
        )
    ),
    st.sampled_from(
        ["zgh", "sy", "z", "syf", "zxy", "cxy", "qdw", "qdy", "cdy", "jdm", "xdm", "oht", "qht", "ryd", "oyzq"]
    ),
    st.text(st.sampled_from("0123456789"), min_size=1, max_size=6),
    st.lists(st.sampled_from(["东村", "路灯", "zgh", "补", "1", "2026", "ktv"]), min_size=2, max_size=3).map(" ".join),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=4),
)


@given(query=QUERIES)
def test_box_equals_brute_force(desk: Desk, everyone: list[Visit], query: str) -> None:
    if not normalise(query):
        with pytest.raises(Refused):
            desk.search.find(query)
        return
    expected = {visit.visit_no for visit in everyone if _scan(visit, query)}
    found = desk.search.find(query, MANY)
    assert {hit.no for hit in found if hit.kind == "visit"} == expected
    assert desk.search.total(query) == len(found)
    assert [hit.on for hit in found] == sorted((hit.on for hit in found), reverse=True)


def test_surnames_are_found_by_every_reading(desk: Desk) -> None:
    for initials, name in (
        ("syf", "单永福"),
        ("dyf", "单永福"),
        ("qdy", "仇大勇"),
        ("xdm", "解德明"),
        ("oht", "区海涛"),
    ):
        assert any(name in hit.title for hit in desk.search.find(initials, MANY)), initials


def test_accusations_are_known_by_number_alone(desk: Desk) -> None:
    for visit_id in desk.visits.ids(VisitQuery(purpose="accusation")):
        visit = whole(desk, visit_id=visit_id)
        hits = [hit for hit in desk.search.find(visit.visit_no) if hit.no == visit.visit_no]
        assert [hit.title.replace("（已作废）", "") for hit in hits] == [""]
        for hit in desk.search.find(visit.content.petitioners[0].phone):
            assert hit.no != visit.visit_no


def test_symbols_alone_are_refused_with_a_sentence(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.search.find("？！…")
    assert refusal.value.code == "bad_value"
    assert "符号" in refusal.value.message
