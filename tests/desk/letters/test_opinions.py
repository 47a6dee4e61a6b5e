"""The handling opinion as a reviewer reads it: each request with ground and promise, nothing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import Refused
from tests.offices import new_office

ON = date(2026, 11, 20)
FIELDS = {"经查": "属实。", "法律依据": "《中华人民共和国土地管理法》第四十八条。"}
GROUNDLESS = "根据《信访工作条例》第三十二条第三项，不予支持。"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    desk = open_desk(folder, purpose="window")
    desk.office.change({"valid_from": "2026-01-01"})
    yield desk
    desk.close()


def open_case(desk: Desk, requests: list[str]) -> str:
    visit = {
        "at": "2026-10-19T09:20",
        "channel": "visit",
        "people": 1,
        "petitioners": [{"name": "张桂花", "village": "东村"}],
        "matters": [
            {"purpose": "appeal", "route": 6, "title": "补偿款未到账", "statement": "没有到账。", "requests": requests}
        ],
    }
    case_no = desk.visits.add(visit)[0].matters[0].case_no
    desk.cases.record(case_no, "accepted", {"on": "2026-10-22"})
    return case_no


def opinion(desk: Desk, *results: dict[str, Any], **fields: str) -> str:
    case_no = open_case(desk, [f"补发第{number}笔补偿款" for number in range(1, len(results) + 1)])
    numbered = [{"request": number, **item} for number, item in enumerate(results, start=1)]
    draft = desk.letters.draft("handling_opinion", case_no, {"results": numbered, "fields": {**FIELDS, **fields}})
    with pypdfium2.PdfDocument(desk.letters.preview(draft.letter_id).pdf) as document:
        text = "".join("".join(page.get_textpage().get_text_range() for page in document).split())
    return text.replace("送审稿", "").split("请求复查", 1)[0]  # the copy for the petitioner


def test_a_promise_stands_once_with_the_result(desk: Desk) -> None:
    promised = {"owner": "镇财政所", "due_on": "2026-12-20"}
    text = opinion(desk, {"result": "supported", "answer": "应当补发。", **promised})
    assert text.count("由镇财政所于2026年12月20日前落实") == 1 and "予以支持，由镇财政所" in text
    said = {"result": "supported", "answer": "应当补发，由镇财政所于2026年12月20日前落实。", **promised}
    text = opinion(desk, said)
    assert text.count("2026年12月20日前落实") == 1


def test_the_part_that_is_refused_has_a_ground(desk: Desk) -> None:
    half = {"result": "partly", "answer": "补发0.9亩的补偿款。"}
    assert "予以支持。其余部分" in opinion(desk, half) and GROUNDLESS in opinion(desk, half)
    text = opinion(desk, {**half, "refused_part": "explained"})
    assert "其余部分事由合理但缺乏法律依据，根据《信访工作条例》第三十二条第二项，特此说明。" in text
    assert GROUNDLESS not in text
    text = opinion(desk, {**half, "refused_part": "合理但缺乏法律依据"})
    assert "其余部分事由合理" in text


@pytest.mark.parametrize(
    ("result", "answer", "once"),
    [
        ("supported", "应当补发，根据《信访工作条例》第三十二条第一项，予以支持。", "予以支持"),
        ("supported", "应当补发，予以支持。", "予以支持"),
        ("not_supported", "没有占用该地块，不予支持。", "不予支持"),
        ("partly", "0.9亩予以支持；其余0.3亩没有占用，不予支持。", "不予支持"),
        ("explained", "心情可以理解，但缺乏法律依据。", "缺乏法律依据"),
    ],
)
def test_no_sentence_is_said_twice(desk: Desk, result: str, answer: str, once: str) -> None:
    text = opinion(desk, {"result": result, "answer": answer})
    assert text.count(once) == 1 and "第三十二条第" in text.split("三、处理意见", 1)[1]


def test_four_requests_are_numbered_paragraphs(desk: Desk) -> None:
    three = opinion(desk, *[{"result": "supported", "answer": "应当补发。"}] * 3)
    assert "一是补发第1笔补偿款；二是补发第2笔补偿款；三是补发第3笔补偿款。" in three
    four = opinion(desk, *[{"result": "supported", "answer": "应当补发。"}] * 4)
    assert "提出以下请求：（一）补发第1笔补偿款。（二）补发第2笔补偿款。" in four and "一是" not in four
    assert re.findall("（[一二三四]）关于第[一二三四]项请求。应当补发。", four) == [
        f"（{ordinal}）关于第{ordinal}项请求。应当补发。" for ordinal in "一二三四"
    ]


def test_the_heading_may_name_the_petitioner(desk: Desk) -> None:
    text = opinion(desk, {"result": "supported", "answer": "应当补发。"}, 意见书名称="关于×××信访事项的处理意见书")
    assert "关于张桂花信访事项的处理意见书" in text and "×××" not in text


def test_what_is_half_said_is_told_and_a_ground_belongs_to_a_part(desk: Desk) -> None:
    case_no = open_case(desk, ["补发补偿款"])
    results = [{"request": 1, "result": "partly", "answer": "补发0.9亩的补偿款。"}]
    draft = desk.letters.draft("handling_opinion", case_no, {"results": results, "fields": FIELDS})
    gaps = desk.letters.gaps(draft.letter_id)
    assert {gap.field for gap in gaps if gap.warning} >= {"results[0].due_on", "results[0].refused_part"}
    whole = [{"request": 1, "result": "supported", "answer": "补发。", "refused_part": "explained"}]
    with pytest.raises(Refused, match="只有部分支持"):
        desk.letters.save(draft.letter_id, {"results": whole, "fields": FIELDS})
    assert desk.letters.issue(draft.letter_id, "李建国", ON).letter.state == "issued"
