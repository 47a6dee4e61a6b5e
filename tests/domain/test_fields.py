"""The one catalogue of fields: complete, unambiguous, and wide enough for the headings that registers have."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.fields import Field, bare_heading
from petidesk.domain.placing import place_columns
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.fields import VISIT_CATALOGUE, visit_field
from petidesk.domain.visits.visits import parse_new_visit


def _fit(*headings: str) -> list[str | None]:
    return [one.field for one in place_columns([(heading,) for heading in headings], VISIT_CATALOGUE)]


def test_identifiers_and_labels_are_given_once() -> None:
    keys = [field.key for field in VISIT_CATALOGUE]
    labels = [bare_heading(field.label) for field in VISIT_CATALOGUE]
    assert len(set(keys)) == len(keys)
    assert len(set(labels)) == len(labels)
    assert all(visit_field(key).key == key for key in keys)


def test_every_key_of_a_visit_document_that_a_column_can_fill_is_in_the_catalogue() -> None:
    document = content_document(
        parse_new_visit(
            {
                "at": "2026-11-19T09:20",
                "channel": "visit",
                "petitioners": [{"name": "张桂花"}],
                "matters": [{"purpose": "appeal", "statement": "路灯坏了"}],
            },
            now=datetime(2026, 11, 20),
        )
    )
    keys = {field.key for field in VISIT_CATALOGUE}
    assert set(document) - keys == {"petitioners", "matters", "materials"}
    assert set(document["petitioners"][0]) - keys == {"anonymous", "address_unknown", "representative", "person_id"}
    assert set(document["matters"][0]) - keys == {"route", "case_no"}


@pytest.mark.parametrize("key", ["received_by", "national_no", "query_code", "note"])
def test_the_reader_of_a_visit_keeps_the_limit_that_the_catalogue_says(key: str) -> None:
    field = visit_field(key)
    visit = {"at": "2026-11-19", "channel": "visit", "matters": [{"purpose": "appeal", "statement": "路灯坏了"}]}
    visit |= {"petitioners": [{"name": "张桂花"}], key: "字" * field.limit}
    assert getattr(parse_new_visit(visit, now=datetime(2026, 11, 20)), key) == visit[key]
    with pytest.raises(Refused) as refused:
        parse_new_visit(visit | {key: "字" * (field.limit + 1)}, now=datetime(2026, 11, 20))
    assert refused.value.field == key
    assert field.label in refused.value.message


def test_identity_and_telephone_numbers_are_masked_and_content_is_restricted() -> None:
    assert [field.key for field in VISIT_CATALOGUE if field.masked] == ["caller_no", "id_number", "phone"]
    restricted = {field.key for field in VISIT_CATALOGUE if field.restricted}
    assert {"name", "id_number", "phone", "address", "title", "statement", "requests", "note"} <= restricted


@pytest.mark.parametrize("field", VISIT_CATALOGUE, ids=lambda field: field.key)
def test_each_label_alone_finds_its_own_field(field: Field) -> None:
    assert _fit(field.label) == [field.key]


def test_the_headings_of_real_registers() -> None:
    assert _fit(
        "编号", "来访时间", "姓名", "性别", "身份证号", "电话", "住址", "人数", "反映问题", "接待人", "处理情况"
    ) == [
        "foreign_no",
        "at",
        "name",
        "sex",
        "id_number",
        "phone",
        "address",
        "people",
        "statement",
        "received_by",
        "handling",
    ]
    assert _fit("序 号", "来访日期", "时间", "信访人姓名", "联系方式", "村(社区)", "反映的主要问题", "办理结果") == [
        "foreign_no",
        "at",
        "time",
        "name",
        "phone",
        "village",
        "statement",
        "handling",
    ]


def test_blanks_brackets_and_full_width_do_not_matter() -> None:
    assert _fit("姓  名", "联系电话（手机）", "身份证号码\n", "村（社区）", "ＸＸ") == [
        "name",
        "phone",
        "id_number",
        "village",
        None,
    ]


def test_headings_about_somebody_else_are_left_alone() -> None:
    assert _fit("被反映人姓名", "责任人电话", "办结日期", "包案领导", "处理状态", "涉及金额（元）") == [None] * 6


def test_a_running_number_gives_way_to_a_real_one() -> None:
    assert _fit("序号", "登记编号") == [None, "foreign_no"]


@given(st.lists(st.text(max_size=15), max_size=12))
def test_any_headings_get_each_field_at_most_once(headings: list[str]) -> None:
    given_fields = [key for key in _fit(*headings) if key is not None]
    assert len(given_fields) == len(set(given_fields))
