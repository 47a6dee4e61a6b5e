"""What is typed into a letter: taken in one form, refused by name, and said in words on the paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.cases.events import RESULTS
from petidesk.domain.cases.files import CaseRequest
from petidesk.domain.letters.case_values import conclusion
from petidesk.domain.letters.content import event_document, parse_content, typed_values
from petidesk.domain.letters.letters import LetterAsk, LetterKind
from petidesk.domain.trouble import Refused

REQUESTS = (CaseRequest(1, "补发补偿款", "清访2026-0001"), CaseRequest(2, "公开方案", "清访2026-0001"))
OPINION = LetterKind(
    "opinion",
    "处理意见书",
    event="concluded",
    series="处",
    per_request=True,
    asks=(
        LetterAsk("经查", "调查认定的事实", required=True, lines=8),
        LetterAsk("核对日期", "核对日期", kind="day"),
        LetterAsk("份数", "份数", kind="count"),
        LetterAsk("附件", "附件", kind="list"),
        LetterAsk("方式", "方式", kind="choice", choices=("当面", "电话")),
    ),
)
EXTENSION = LetterKind(
    "extension",
    "延期告知书",
    event="extended",
    asks=(LetterAsk("延长天数", "延长天数", kind="count", key="days"), LetterAsk("延期理由", "理由", key="reason")),
)
REFUSAL = LetterKind("refusal", "不予受理", event="not_accepted", asks=(LetterAsk("理由", "理由", key="ground"),))

TEXTS = st.one_of(st.none(), st.text(alphabet="水渠补偿一二\n　 ", max_size=12))
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "on": st.sampled_from(["", None, "2026-11-19", "2026-02-30"]),
        "note": TEXTS,
        "by": TEXTS,
        "results": st.lists(
            st.fixed_dictionaries(
                {"request": st.sampled_from([1, 2, "1", "公开方案"])},
                optional={"result": st.sampled_from(["", *RESULTS, *RESULTS.values()]), "answer": TEXTS},
            ),
            max_size=3,
        ),
        "fields": st.fixed_dictionaries(
            {},
            optional={
                "经查": TEXTS,
                "核对日期": st.sampled_from(["", "2026-11-19"]),
                "份数": st.sampled_from([None, "", "3", 3]),
                "附件": st.one_of(st.just("一\n\n二"), st.lists(st.sampled_from(["一", "二"]), max_size=2)),
                "方式": st.sampled_from(["", "当面"]),
            },
        ),
    },
)


@given(document=DOCUMENTS)
def test_reading_what_was_read_changes_nothing(document: dict[str, Any]) -> None:
    try:
        content = parse_content(OPINION, document, REQUESTS)
    except Refused as refusal:
        assert refusal.code in ("bad_value", "missing") and refusal.field
        return
    assert parse_content(OPINION, content, REQUESTS) == content
    assert all(value not in (None, "", [], {}) for value in content.values())
    for item in content.get("results", ()):
        assert item["request"] in (1, 2) and item["result"] in ("", *RESULTS)
    assert set(typed_values(OPINION, content)) == {"经查", "核对日期", "份数", "附件", "方式"}


@given(document=DOCUMENTS, key=st.text(min_size=1, max_size=6).filter(lambda key: key not in ("on", "by", "note")))
def test_a_key_that_nobody_knows_is_named(document: dict[str, Any], key: str) -> None:
    if key in ("results", "fields", "ending"):
        return
    with pytest.raises(Refused) as refusal:
        parse_content(OPINION, {key: "x"} | {"fields": {}}, REQUESTS)
    assert (refusal.value.code, refusal.value.field) == ("unknown_key", key)


def test_words_for_the_paper() -> None:
    fields = {"核对日期": "2026-01-05", "份数": 3, "附件": "清单\n照片", "方式": "电话", "经查": "属实。"}
    values = typed_values(OPINION, parse_content(OPINION, {"fields": fields}, REQUESTS))
    assert values == {
        "核对日期": "2026年1月5日",
        "份数": "3",
        "附件": ["清单", "照片"],
        "方式": "电话",
        "经查": "属实。",
    }
    assert typed_values(REFUSAL, parse_content(REFUSAL, {"ground": "litigation"}))["理由"] == "涉及诉讼权利救济"
    assert typed_values(EXTENSION, parse_content(EXTENSION, {"days": 20}))["延长天数"] == "20"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"份数": "三"}, "fields.份数"),
        ({"份数": True}, "fields.份数"),
        ({"份数": -1}, "fields.份数"),
        ({"方式": "短信"}, "fields.方式"),
        ({"附件": [1]}, "fields.附件[0]"),
        ({"经查": "水" * 20_001}, "fields.经查"),
        ({"经查": "水\x00"}, "fields.经查"),
        ({"经查": ["水"]}, "fields.经查"),
    ],
)
def test_a_wrong_value_is_refused_where_it_stands(fields: dict[str, Any], where: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_content(OPINION, {"fields": fields}, REQUESTS)
    assert (refusal.value.code, refusal.value.field) == ("bad_value", where)


def test_the_event_has_only_whole_answers_and_the_reason_for_the_others() -> None:
    content = parse_content(
        OPINION,
        {"results": [{"request": 2, "result": "partly", "answer": "已公开。"}, {"request": 1, "result": "partly"}]},
        REQUESTS,
    )
    on = date(2026, 11, 19)
    assert event_document(OPINION, content, on, "另案") == {
        "on": "2026-11-19",
        "results": [{"request": 2, "result": "partly", "answer": "已公开。"}],
        "anyway": "另案",
    }
    assert "anyway" not in event_document(OPINION, content, on, "")
    assert event_document(EXTENSION, {"days": 5, "fields": {}}, on, "另案") == {"on": "2026-11-19", "days": 5}


def test_conclusions_in_words() -> None:
    one = {"results": [{"request": 1, "result": "supported", "answer": "x"}]}
    assert conclusion(one) == "支持"
    assert conclusion({**one, "anyway": "另案"}) == "第1项支持"
    assert (
        conclusion({"results": [*one["results"], {"request": 2, "result": "explained"}]}) == "第1项支持；第2项解释说明"
    )
    assert conclusion({"ending": "withdrawn"}) == "信访人书面撤回" and conclusion({}) == ""
