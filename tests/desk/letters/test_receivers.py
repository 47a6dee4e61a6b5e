"""Who a paper speaks to: a group by its representatives, an organisation as one, the drafter by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from tests.offices import new_office

ON = date(2026, 11, 20)
REPRESENTATIVES = ("张桂花", "李大山", "王水生")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    desk = open_desk(folder, purpose="window")
    desk.office.change({"valid_from": "2026-01-01", "comrade": True})
    yield desk
    desk.close()


def open_case(desk: Desk, people: int, *petitioners: dict[str, Any]) -> str:
    matter = {"purpose": "appeal", "route": 6, "title": "补偿款未到账", "statement": "没有到账。", "requests": ["补发"]}
    visit = {
        "at": "2026-10-19T09:20",
        "channel": "visit",
        "people": people,
        "petitioners": list(petitioners),
        "matters": [matter],
    }
    return desk.visits.add(visit)[0].matters[0].case_no


def group(desk: Desk) -> str:
    people = [{"name": name, "village": "东村", "representative": True} for name in REPRESENTATIVES]
    return open_case(desk, 9, *people)


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def issue(desk: Desk, kind: str, case_no: str, document: Any = None) -> str:
    draft = desk.letters.draft(kind, case_no, document)
    return desk.letters.issue(draft.letter_id, "李建国", ON).letter.document_no


def test_a_group_has_a_receipt_for_each_representative(desk: Desk) -> None:
    case_no = group(desk)
    number = issue(desk, "acceptance_notice", case_no)
    [letter] = pages(desk.letters.print_letter(number).pdf)
    assert "你们于2026年10月19日来访" in letter and "你（你们）" not in letter
    receipts = pages(desk.letters.print_named("service_receipt", number).pdf)
    assert len(receipts) == len(REPRESENTATIVES)
    for name, receipt in zip(REPRESENTATIVES, receipts, strict=True):
        assert f"受送达人{name}" in receipt and number in receipt


@pytest.mark.parametrize("kind", ["verification_record", "withdrawal_application"])
def test_each_representative_signs_on_a_line(desk: Desk, kind: str) -> None:
    text = "".join(pages(desk.letters.paper_of(kind, group(desk)).pdf))
    assert [name for name in REPRESENTATIVES if f"{name}签名（捺印）：" not in text] == []
    alone = open_case(desk, 1, {"name": "张桂花", "village": "东村"})
    assert "人签名（捺印）：" in "".join(pages(desk.letters.paper_of(kind, alone).pdf))


@pytest.mark.parametrize("name", ["安平县清溪米业有限公司", "东村三组村民小组", "清溪茶叶专业合作社"])
def test_an_organisation_is_spoken_to_as_one(desk: Desk, name: str) -> None:
    case_no = open_case(desk, 1, {"name": name, "village": "东村"})
    [letter] = pages(desk.letters.print_letter(issue(desk, "acceptance_notice", case_no)).pdf)
    assert f"{name}：你单位于2026年10月19日来访" in letter and "同志" not in letter


def test_a_person_is_no_organisation(desk: Desk) -> None:
    case_no = open_case(desk, 1, {"name": "古丽米拉厂", "sex": "female", "village": "东村"})
    [letter] = pages(desk.letters.print_letter(issue(desk, "acceptance_notice", case_no)).pdf)
    assert "古丽米拉厂同志：你于" in letter


def test_the_drafter_stands_where_a_paper_names_one(desk: Desk) -> None:
    case_no = group(desk)
    actor = desk.session.actor.name
    content = desk.letters.draft("assistance_letter", case_no).content
    assert content["fields"]["联系人"] == actor
    assert f"拟稿人{actor}" in "".join(pages(desk.letters.paper_of("submission_form", case_no).pdf))


def test_four_requests_of_a_notice_are_numbered_paragraphs(desk: Desk) -> None:
    matter = {"purpose": "appeal", "route": 6, "title": "补偿款", "statement": "没有到账。"}
    visit = {"at": "2026-10-19T09:20", "channel": "visit", "people": 1, "petitioners": [{"name": "张桂花"}]}
    asked = [f"补发第{number}笔补偿款" for number in range(1, 5)]
    added = desk.visits.add({**visit, "matters": [{**matter, "requests": asked}]})[0]
    [letter] = pages(desk.letters.print_letter(issue(desk, "acceptance_notice", added.matters[0].case_no)).pdf)
    assert "提出以下请求：（一）补发第1笔补偿款。（二）补发第2笔补偿款。" in letter and "一是" not in letter
