"""What papers say of records that are rarer than the six: a firm, an order, two matters, nobody's name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdfium2
import pytest

from petidesk.desk import clock
from petidesk.desk.desk import Desk
from petidesk.domain.papers import Paper
from tests.desk.papers.six_records import SIGNER, Clock, open_office

APPEAL = {"purpose": "appeal", "route": 6, "title": "路灯不亮", "statement": "路灯坏了。", "requests": ["修灯"]}
ASKED = {"purpose": "consultation", "title": "养老金领取办法", "statement": "问养老金怎么领。"}
PERSON = {"name": "张桂花", "village": "东村"}
FIRM = {"name": "清溪镇绿源农业专业合作社", "village": "东村"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    before: object = clock.source
    clock.source = Clock()
    try:
        with contextlib.closing(open_office(tmp_path_factory.mktemp("others") / "data")) as opened:
            yield opened
    finally:
        clock.source = before  # type: ignore[assignment]


def visit(desk: Desk, *matters: dict[str, Any], who: dict[str, Any] = PERSON, **more: Any) -> tuple[str, str]:
    document = {"at": "2026-11-23T10:40", "channel": "visit", "petitioners": [who], "matters": list(matters), **more}
    added, _ = desk.visits.add(document)
    return added.visit_no, added.matters[0].case_no


def words(paper: Paper) -> str:
    with pypdfium2.PdfDocument(paper.pdf) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def letter(desk: Desk, kind: str, case_no: str, **content: Any) -> str:
    return words(desk.letters.preview_content(kind, case_no, content, signed_by=SIGNER, signed_on=date(2026, 11, 23)))


def test_each_of_several_matters_is_told_by_its_name(desk: Desk) -> None:
    visit_no, _ = visit(desk, APPEAL, ASKED)
    said = words(desk.papers.print_form("visit_notice_slip", visit_no, "a5"))
    assert "提出2件事项" in said
    assert "你反映路灯不亮一事，由信访办承办，按信访程序调查核实" in said
    assert "你咨询养老金领取办法，由信访办承办，按规定办理并答复" in said


def test_an_order_is_told_no_acceptance_that_cannot_come(desk: Desk) -> None:
    visit_no, _ = visit(desk, APPEAL, channel="instruction")
    said = words(desk.papers.print_form("visit_notice_slip", visit_no, "a5"))
    assert "按规定办理并答复" in said and "受理告知书" not in said


@pytest.mark.parametrize(
    ("purpose", "title", "sentence"),
    [
        ("suggestion", "在村口设公交站的建议", "就在村口设公交站提出建议意见，"),
        ("suggestion", "对村规民约的意见", "就对村规民约提出建议意见，"),
        ("help", "给予临时救助", "就给予临时救助一事求助，"),
        ("appeal", "旧村改造没有征求意见", "反映旧村改造没有征求意见一事，"),
    ],
)
def test_what_it_is_called_is_not_said_twice(desk: Desk, purpose: str, title: str, sentence: str) -> None:
    matter = {**APPEAL, "purpose": purpose, "title": title, "route": 6 if purpose == "appeal" else None}
    visit_no, case_no = visit(desk, matter)
    assert sentence in words(desk.papers.print_form("visit_slip", visit_no, "a5"))
    assert sentence in letter(desk, "notice_letter", case_no)


def test_a_firm_is_one_however_many_came_for_it(desk: Desk) -> None:
    visit_no, case_no = visit(desk, APPEAL, who=FIRM, people=2)
    for said in (
        words(desk.papers.print_form("visit_slip", visit_no, "a5")),
        letter(desk, "acceptance_notice", case_no),
    ):
        assert "清溪镇绿源农业专业合作社：你单位" in said
    assert "清溪镇绿源农业专业合作社信访事项的办结报告" in letter(desk, "conclusion_report", case_no)


def test_whoever_gave_no_name_is_spoken_of_as_that(desk: Desk) -> None:
    _, case_no = visit(desk, APPEAL, who={"anonymous": True}, channel="letter")
    assert "收到匿名反映的信访事项" in letter(desk, "assistance_letter", case_no)
    report = letter(desk, "conclusion_report", case_no)
    assert "关于匿名信访事项的办结报告" in report and "匿名信访事项，我机关于" in report
    assert "信访人：你的来信" in letter(desk, "acceptance_notice", case_no)
