"""The slip that is itself the written notice (《信访工作条例》第二十三条第二款): its first print is the telling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.papers.visit_papers import PLAIN, VisitPapers
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.notice_slip import NoticeChoices
from petidesk.domain.visits.visits import Visit
from tests.offices import new_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    opened = open_desk(tmp_path / "data")
    yield opened
    opened.close()


def visit(desk: Desk, **matter: Any) -> tuple[str, str]:
    content = {"purpose": "appeal", "route": 6, "statement": "补偿款没到账。", **matter}
    document = {
        "at": "2026-11-02T09:00",
        "channel": "visit",
        "petitioners": [{"name": "张桂花", "village": "东村"}],
        "matters": [content],
    }
    added, _ = desk.visits.add(document)
    return added.visit_no, added.matters[0].case_no


def test_the_first_print_tells_and_no_other_does(desk: Desk) -> None:
    visit_no, case_no = visit(desk)
    first = desk.papers.print_form("visit_notice_slip", visit_no, "a5")
    case = desk.cases.get(case_no)
    assert (case.state, case.due) == ("told", None)
    told = case.last("told")
    assert told is not None and told.content["manner"] == "slip" and visit_no in told.note
    again = desk.papers.print_form("visit_notice_slip", visit_no, "a5")
    desk.papers.print_form("visit_notice_slip", visit_no, "80mm")
    assert again.pdf == first.pdf and not again.first_print
    assert [event.kind for event in desk.cases.get(case_no).events] == ["registered", "told"]
    text = pypdfium2.PdfDocument(first.pdf)[0].get_textpage().get_text_range().replace("\r\n", "")
    assert "即为书面告知" in text and "第三十一条第六项" in text and "不作为受理凭据" in text


@pytest.mark.parametrize(
    "matter", [{"purpose": "accusation", "route": None}, {"route": None}, {"route": 2}], ids=["举报", "未定", "仲裁"]
)
def test_what_a_slip_cannot_say_is_refused_and_tells_nothing(desk: Desk, matter: dict[str, Any]) -> None:
    visit_no, case_no = visit(desk, **matter)
    with pytest.raises(Refused) as raised:
        desk.papers.print_form("visit_notice_slip", visit_no)
    assert raised.value.basis == "《信访工作条例》第二十三条"
    assert desk.cases.get(case_no).state == "registered"


@pytest.mark.parametrize("purpose", ["suggestion", "consultation", "help", "thanks", "other"])
def test_every_other_purpose_has_its_sentence(desk: Desk, purpose: str) -> None:
    visit_no, case_no = visit(desk, purpose=purpose, route=None)
    desk.papers.print_form("visit_notice_slip", visit_no)
    assert desk.cases.get(case_no).state == "told"


def test_what_was_told_already_is_printed_without_telling_again(desk: Desk) -> None:
    visit_no, case_no = visit(desk)
    desk.cases.record(case_no, "told", {"on": "2026-11-03", "manner": "written"})
    desk.papers.print_form("visit_notice_slip", visit_no)
    assert [event.kind for event in desk.cases.get(case_no).events] == ["registered", "told"]


@pytest.mark.parametrize(("change", "code"), [("amend", "forbidden"), ("void", "already_closed")])
def test_a_visit_changed_while_its_slip_is_laid_out_is_neither_printed_nor_told(
    desk: Desk, change: str, code: str
) -> None:
    visit_no, case_no = visit(desk)

    class Slow(VisitPapers):
        """Between the layout and the transaction someone else is quicker."""

        def lay_out(
            self, form: str, visit_no: str, paper: str | None, choices: NoticeChoices = PLAIN
        ) -> tuple[Paper, Visit]:
            laid_out = super().lay_out(form, visit_no, paper, choices)
            if change == "amend":
                desk.visits.amend(visit_no, {"petitioners": [{"name": "张桂华", "village": "东村"}]})
            else:
                desk.visits.void(visit_no, "登记错了")
            return laid_out

    with pytest.raises(Refused) as raised:
        Slow(desk.session, desk.shelf, desk.office, desk.visits, desk.cases).print_form("visit_notice_slip", visit_no)
    assert raised.value.code == code
    added = desk.visits.get(visit_no)
    assert desk.visits.papers(added.visit_id) == []
    assert "told" not in [event.kind for event in desk.cases.get(case_no).events]
