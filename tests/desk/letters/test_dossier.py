"""一案一档: the order of real days, one copy each on sheets, one cover that keeps 保管期限."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from tests.offices import new_office
from tests.scans import pdf, picture

ON = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    desk = open_desk(folder, purpose="window")
    desk.office.change({"valid_from": "2026-01-01", "address": "清溪镇人民路1号", "phone": "0571-00000000"})
    yield desk
    desk.close()


def open_case(desk: Desk) -> tuple[str, str]:
    matter = {"purpose": "appeal", "route": 6, "title": "补偿款未到账", "statement": "没有到账。", "requests": ["补发"]}
    visit = {
        "at": "2026-10-19T09:20",
        "channel": "visit",
        "people": 1,
        "petitioners": [{"name": "张桂花", "village": "东村"}],
        "matters": [matter],
    }
    added = desk.visits.add(visit)[0]
    return added.visit_no, added.matters[0].case_no


def issue(desk: Desk, kind: str, case_no: str, fields: dict[str, Any] | None = None, **more: Any) -> str:
    draft = desk.letters.draft(kind, case_no, {"fields": fields or {}, **more})
    return desk.letters.issue(draft.letter_id, "李建国", ON).letter.document_no


def sheets(pdf: bytes) -> list[tuple[str, float]]:
    """The words of each page, and its width in pt."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            ("".join(page.get_textpage().get_text_range().split()), page.get_width())
            for page in (document[number] for number in range(len(document)))
        ]


def test_papers_lie_in_the_order_of_what_they_tell(desk: Desk) -> None:
    _, case_no = open_case(desk)
    issue(desk, "acceptance_notice", case_no)
    issue(desk, "inquiry_record", case_no, {"询问时间": "2026年11月12日14时30分", "被询问人": "郑有田"})
    issue(desk, "verification_record", case_no, {"见面时间": "2026年11月3日9时"})
    pages = [words for words, _ in sheets(desk.any_paper.dossier(case_no).pdf)]
    order = [
        next(n for n, page in enumerate(pages) if n > 1 and name in page)
        for name in ("见面核实记录", "询问）笔录", "受理告知书")
    ]
    assert order == sorted(order)
    assert pages[1].index("2026年11月3日") < pages[1].index("2026年11月12日") < pages[1].index("2026年11月20日")


def test_one_copy_of_each_paper_and_the_one_for_the_file(desk: Desk) -> None:
    _, case_no = open_case(desk)
    issue(desk, "acceptance_notice", case_no)
    answered = {"results": [{"request": 1, "result": "explained", "answer": "没有依据，已经说明。"}]}
    issue(desk, "handling_opinion", case_no, {"经查": "属实。", "法律依据": "《土地管理法》第四十八条。"}, **answered)
    pages = [words for words, _ in sheets(desk.any_paper.dossier(case_no).pdf)]
    assert sum("一、投诉请求" in page for page in pages) == 1
    assert sum("第二联存档" in page for page in pages) == 1


@pytest.mark.parametrize("size", ["a4", "a5", "80mm", "58mm"])
def test_a_slip_is_one_copy_on_a_sheet(desk: Desk, size: str) -> None:
    visit_no, case_no = open_case(desk)
    desk.papers.print_slip(visit_no, size)
    pages = sheets(desk.any_paper.dossier(case_no).pdf)[2:]
    visible = "".join(words for words, _ in pages)
    assert len(pages) == 1 and pages[0][1] > 400
    assert "第二联" in visible and visible.count("补偿款未到账") >= 1
    if size != "a4":  # what is off the sheet still stands in its text
        assert "第一联" not in visible


def test_one_cover_with_what_was_chosen_for_it(desk: Desk) -> None:
    _, case_no = open_case(desk)
    issue(desk, "acceptance_notice", case_no)
    issue(desk, "dossier_cover", case_no, {"保管期限": "30年", "案卷号": "2026-17", "件数": "1"})
    issue(desk, "dossier_contents", case_no)
    issue(desk, "dossier_back", case_no)
    pages = [words for words, _ in sheets(desk.any_paper.dossier(case_no).pdf)]
    assert sum("信访事项案卷" in page for page in pages) == 1 and "30年" in pages[0] and "2026-17" in pages[0]
    assert sum("卷内目录" in page for page in pages) == 1
    assert "卷内备考表" in pages[-1]


def test_the_last_leaf_is_the_last_whatever_comes_after_its_day(desk: Desk) -> None:
    _, case_no = open_case(desk)
    issue(desk, "dossier_back", case_no)
    issue(desk, "follow_up_record", case_no, {"回访时间": "2026年11月21日"}, manner="电话", result="满意。")
    desk.attachments.add("case", case_no, pdf(1), name="合同")
    pages = [words for words, _ in sheets(desk.any_paper.dossier(case_no, attachments=True).pdf)]
    assert "备考表" in pages[-1] and len(pages) == 5


def test_a_scan_says_that_it_is_of_a_practice_office(tmp_path: Path) -> None:
    new_office(tmp_path / "practice", office="清溪镇", county="安平县", practice=True)
    with contextlib.closing(open_desk(tmp_path / "practice", purpose="window")) as desk:
        visit_no, case_no = open_case(desk)
        desk.papers.print_form("登记表", visit_no)
        for kept in (picture(1), pdf(1)):
            desk.attachments.add("case", case_no, kept)
        bound = desk.any_paper.dossier(case_no, attachments=True).pdf
    found = sheets(bound)
    assert len(found) == 5 and all("演练" in words for words, _ in found)
