"""The form as typed and the document it becomes."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.trouble import Refused
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.typed import (
    MatterForm,
    PetitionerForm,
    VisitForm,
    parse_material,
    parse_names,
    representative_refusal,
)
from petidesk.domain.visits.visits import parse_new_visit

NOW = datetime(2026, 11, 19, 9, 20)


def filled() -> VisitForm:
    """A form with something in every part."""
    return VisitForm(
        at="昨天 9:20",
        petitioners=[
            PetitionerForm(name="张桂花", phone="138 0000 1234", birth="1968-3-5", village="东村"),
            PetitionerForm(),
            PetitionerForm(name="李大山", representative=True),
        ],
        matters=[MatterForm(statement="补偿款没有到账。", requests=["补发补偿款", "  "])],
        materials=["土地承包合同复印件 2份", ""],
    )


def test_typed_text_becomes_the_document_of_visit_add() -> None:
    document = filled().document(NOW)
    assert document["at"] == "2026-11-18T09:20"
    assert document["people"] == 2
    assert [person["name"] for person in document["petitioners"]] == ["张桂花", "李大山"]
    assert document["petitioners"][0]["phone"] == "13800001234"
    assert document["petitioners"][0]["birth"] == "1968-03-05"
    assert document["matters"][0]["requests"] == ["补发补偿款"]
    assert document["materials"] == [{"name": "土地承包合同复印件", "copies": 2}]
    parse_new_visit(document, now=NOW)


def test_document_and_form_are_the_same_there_and_back() -> None:
    checked = content_document(parse_new_visit(filled().document(NOW), now=NOW))
    again = VisitForm.from_document(checked).document(NOW)
    assert content_document(parse_new_visit(again, now=NOW)) == checked


@given(
    name=st.text(max_size=20),
    statement=st.text(max_size=50),
    requests=st.lists(st.text(max_size=20), max_size=4),
    at=st.text(max_size=12),
    people=st.text(max_size=5),
)
def test_a_draft_gives_back_what_was_typed_word_for_word(
    name: str, statement: str, requests: list[str], at: str, people: str
) -> None:
    form = VisitForm(
        at=at,
        people=people,
        petitioners=[PetitionerForm(name=name)],
        matters=[MatterForm(statement=statement, requests=requests)],
    )
    assert VisitForm.from_content(form.content()) == form


def test_a_refusal_finds_its_row_though_empty_rows_were_left_out() -> None:
    place = filled().place("petitioners[1].id_number")
    assert (place.part, place.index, place.field) == ("petitioners", 2, "id_number")
    assert filled().place("matters[0].requests[1]").field == "requests"
    assert filled().place("at").field == "at"
    assert filled().place("materials[0].name").part == "materials"


@pytest.mark.parametrize(("at", "people", "field"), [("31日99", "", "at"), ("", "三", "people"), ("", "0", "people")])
def test_what_is_not_understood_is_refused_with_its_field(at: str, people: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        VisitForm(at=at, people=people).document(NOW)
    assert refused.value.field == field


def test_an_accusation_leaves_no_word_in_the_summary() -> None:
    form = filled()
    assert "张桂花" in form.summary()
    form.matters.append(MatterForm(purpose="accusation", statement="举报某人"))
    assert form.restricted
    assert form.summary() == ""


def test_five_heads_make_a_group_and_the_limit_names_its_article() -> None:
    form = VisitForm(people="4")
    assert not form.group
    form.people = "5"
    assert form.group
    form.petitioners = [PetitionerForm(name=f"甲{number}", representative=True) for number in range(5)]
    assert "第二十条" in (representative_refusal(form, 5) or "")
    form.petitioners[0].representative = False
    assert representative_refusal(form, 5) is None
    assert representative_refusal(form, 3) is not None


def test_names_pasted_from_a_spreadsheet() -> None:
    text = (
        "序号\t姓名\t身份证号\t电话\r\n"
        "1\t张桂花\t11010519491231002X\t138 0000 1234\t东村\n2\t李大山\n\n赵五，13900001111"
    )
    people = parse_names(text)
    assert [(p.name, p.id_number, p.phone, p.village) for p in people] == [
        ("张桂花", "11010519491231002X", "13800001234", "东村"),
        ("李大山", "", "", ""),
        ("赵五", "", "13900001111", ""),
    ]
    assert parse_names("") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("合同复印件 2份", {"name": "合同复印件", "copies": 2}),
        ("照片×3", {"name": "照片", "copies": 3}),
        ("收条", {"name": "收条", "copies": 1}),
        ("2份", {"name": "2份", "copies": 1}),
        ("  ", None),
    ],
)
def test_copies_of_a_material(line: str, expected: dict[str, object] | None) -> None:
    assert parse_material(line) == expected
