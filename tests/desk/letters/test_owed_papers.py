"""A letter whose event was recorded by hand becomes the paper of that event: no second event, its day and content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.files import CaseQuery, TimelineEvent
from petidesk.domain.trouble import Refused
from tests.offices import new_office

ON = date(2026, 11, 20)
ANSWERS = [{"request": 1, "result": "supported", "answer": "已补发。", "owner": "财政所", "due_on": "2026-12-20"}]
OPINION = {"fields": {"经查": "属实。", "法律依据": "《中华人民共和国土地管理法》第四十八条。"}}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    desk = open_desk(folder, purpose="window")
    desk.office.change({"valid_from": "2026-01-01", "phone": "0571-00000000"})
    yield desk
    desk.close()


def open_case(desk: Desk, **more: Any) -> str:
    visit = {
        "at": "2026-10-19T09:20",
        "channel": "visit",
        "people": 1,
        "petitioners": [{"name": "张桂花", "village": "东村"}],
        "matters": [
            {
                "purpose": "appeal",
                "route": 6,
                "title": "征地补偿款未到账",
                "statement": "征地补偿款一直没有到账。",
                "requests": ["补发补偿款"],
            }
        ],
        **more,
    }
    return desk.visits.add(visit)[0].matters[0].case_no


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())


def standing(desk: Desk, case_no: str, kind: str) -> list[TimelineEvent]:
    return [event for event in desk.cases.get(case_no).events if event.kind == kind and not event.undone]


def issue(desk: Desk, kind: str, case_no: str, document: Any = None) -> str:
    draft = desk.letters.draft(kind, case_no, document)
    return desk.letters.issue(draft.letter_id, "李建国", ON).letter.document_no


def owed(desk: Desk, paper: str) -> list[str]:
    return [row.case_no for row in desk.cases.rows(CaseQuery(paper_owed=paper), 10)]


def accept(desk: Desk, case_no: str) -> None:
    desk.cases.record(case_no, "accepted", {"on": "2026-10-22"})


def _accepted(desk: Desk, case_no: str) -> None:
    accept(desk, case_no)


def _refused(desk: Desk, case_no: str) -> None:
    document = {"on": "2026-10-22", "ground": "litigation", "where_to_go": "安平县人民法院"}
    desk.cases.record(case_no, "not_accepted", document)


def _extended(desk: Desk, case_no: str) -> None:
    accept(desk, case_no)
    document = {
        "on": "2026-11-10",
        "days": 20,
        "approved_by": "李建国",
        "approved_on": "2026-11-09",
        "reason": "要测量",
    }
    desk.cases.record(case_no, "extended", document)


def _answered(desk: Desk, case_no: str) -> None:
    accept(desk, case_no)
    desk.cases.record(case_no, "concluded", {"on": "2026-11-12", "results": ANSWERS})


@pytest.mark.parametrize(
    ("paper", "event", "by_hand", "more", "said"),
    [
        ("acceptance_notice", "accepted", _accepted, None, ["2026年10月22日", "2026年12月21日"]),
        ("non_acceptance_notice", "not_accepted", _refused, None, ["安平县人民法院"]),
        ("extension_notice", "extended", _extended, None, ["2026年12月21日", "延长20日", "2027年1月10日", "要测量"]),
        ("handling_opinion", "concluded", _answered, OPINION, ["已补发", "经查，属实"]),
    ],
)
def test_the_letter_becomes_the_paper_of_the_event(
    desk: Desk, paper: str, event: str, by_hand: Any, more: Any, said: list[str]
) -> None:
    case_no = open_case(desk)
    by_hand(desk, case_no)
    [before] = standing(desk, case_no, event)
    assert owed(desk, paper) == [case_no] and case_no in desk.letters.due_cases(paper)
    assert dict((kind.name, why) for kind, why in desk.letters.kinds_for(case_no))[paper] == ""
    draft = desk.letters.draft(paper, case_no, more)
    gaps = desk.letters.gaps(draft.letter_id)
    assert [gap for gap in gaps if not gap.warning] == [] and any(before.label in gap.message for gap in gaps)
    issued = desk.letters.issue(draft.letter_id, "李建国", ON)
    [after] = standing(desk, case_no, event)
    number = issued.letter.document_no
    assert (after.event_id, after.on, after.content) == (before.event_id, before.on, before.content)
    assert issued.event_id == before.event_id and after.document_no == number
    text = text_of(desk.letters.print_letter(number).pdf)
    assert [words for words in said if words not in text] == []
    assert owed(desk, paper) == []
    with pytest.raises(Refused, match="作废那份文书"):
        desk.cases.undo(case_no, before.event_id)


def test_voiding_leaves_the_event_and_the_paper_is_owed_again(desk: Desk) -> None:
    case_no = open_case(desk)
    accept(desk, case_no)
    first = issue(desk, "acceptance_notice", case_no)
    desk.letters.void(first, "写错了")
    paper = desk.letters.print_letter(first)  # for the file
    assert "作废" in text_of(paper.pdf) and text_of(paper.pdf).replace("作废", "") != ""
    assert paper.pdf == desk.letters.preview(desk.letters.by_no(first).letter_id).pdf
    [event] = standing(desk, case_no, "accepted")
    assert event.document_no == "" and desk.cases.get(case_no).state == "accepted"
    assert owed(desk, "acceptance_notice") == [case_no]
    second = issue(desk, "acceptance_notice", case_no)
    assert second != first and standing(desk, case_no, "accepted")[0].document_no == second


def test_a_notice_becomes_the_paper_of_what_was_told_by_hand_but_never_of_a_slip(desk: Desk) -> None:
    case_no = open_case(desk)
    desk.cases.record(case_no, "told", {"on": "2026-10-22", "manner": "post"})
    typed = {"fields": {"告知内容": "请求查处违法行为或履行保护职责"}}
    number = issue(desk, "notice_letter", case_no, typed)
    [told] = standing(desk, case_no, "told")
    assert (told.on, told.document_no) == (date(2026, 10, 22), number)
    other = open_case(desk)
    desk.cases.record(other, "told", {"on": "2026-10-22", "manner": "slip"})
    assert dict((kind.name, why) for kind, why in desk.letters.kinds_for(other))["notice_letter"]


def test_a_slip_to_a_unit_becomes_the_paper_of_what_it_was_given_by_hand(desk: Desk) -> None:
    case_no = open_case(desk)
    desk.cases.record(case_no, "assigned", {"on": "2026-10-23", "to": "财政所", "reply_by": "2026-12-01"})
    slip = {"fields": {"办理要求": "请核实。", "联系人": "李敏"}}
    other = issue(desk, "assignment_slip", case_no, {**slip, "to": "乡村建设办", "reply_by": "2026-12-05"})
    number = issue(desk, "assignment_slip", case_no, {**slip, "to": "财政所", "reply_by": "2026-12-20"})
    found = [(event.content["to"], event.document_no) for event in standing(desk, case_no, "assigned")]
    assert sorted(found) == sorted([("财政所", number), ("乡村建设办", other)])
    assert "2026年12月1日" in text_of(desk.letters.print_letter(number).pdf)  # what was recorded
    again = issue(desk, "assignment_slip", case_no, {**slip, "to": "财政所", "reply_by": "2026-12-20"})
    assert len(standing(desk, case_no, "assigned")) == 3 and again  # the paper is there: given anew


def test_what_is_typed_against_the_record_gives_way(desk: Desk) -> None:
    case_no = open_case(desk)
    _extended(desk, case_no)
    draft = desk.letters.draft("extension_notice", case_no, {"days": 5, "on": "2026-11-15"})
    assert (draft.content["days"], draft.content["on"]) == (20, "2026-11-10")
    saved = desk.letters.save(draft.letter_id, {"days": 7, "reason": "别的"})
    assert (saved.content["days"], saved.content["reason"]) == (20, "要测量")


def test_a_letter_after_its_paper_records_anew_or_is_refused(desk: Desk) -> None:
    case_no = open_case(desk)
    _extended(desk, case_no)
    issue(desk, "acceptance_notice", case_no)
    issue(desk, "extension_notice", case_no)
    more = {"days": 10, "approved_by": "李建国", "approved_on": "2026-11-19", "reason": "还要鉴定"}
    issue(desk, "extension_notice", case_no, more)
    assert [event.content["days"] for event in standing(desk, case_no, "extended")] == [20, 10]
    with pytest.raises(Refused, match="不能再次受理"):
        issue(desk, "acceptance_notice", case_no)


def test_many_at_once_take_those_without_a_paper(desk: Desk) -> None:
    cases = [open_case(desk), open_case(desk)]
    for case_no in cases:
        accept(desk, case_no)
    due = desk.letters.due_cases("acceptance_notice")
    batch = desk.letters.batch("acceptance_notice", due, signed_by="李建国", signed_on=ON)
    assert (set(due), len(batch.issued), batch.refused) == (set(cases), 2, ())
    assert [len(standing(desk, case_no, "accepted")) for case_no in cases] == [1, 1]


def test_another_kind_of_notice_does_not_take_the_event(desk: Desk) -> None:
    case_no = open_case(desk)
    _refused(desk, case_no)
    kinds = dict((kind.name, why) for kind, why in desk.letters.kinds_for(case_no))
    assert kinds["no_further_acceptance_notice"] and not kinds["non_acceptance_notice"]


def test_a_visit_after_recheck_gets_its_notice_that_it_is_not_accepted_again(desk: Desk) -> None:
    case_no = open_case(desk)
    accept(desk, case_no)
    number = issue(desk, "handling_opinion", case_no, {**OPINION, "results": [{**ANSWERS[0], "due_on": "2026-11-25"}]})
    serve = {"on": "2026-11-20", "document_no": number, "method": "direct", "recipient": "张桂花"}
    desk.cases.record(case_no, "served", serve)
    desk.cases.record(case_no, "review_requested", {"on": "2026-11-20"})
    desk.cases.record(case_no, "reviewed", {"on": "2026-11-21", "result": "upheld"})
    desk.cases.record(case_no, "recheck_requested", {"on": "2026-11-21"})
    desk.cases.record(case_no, "rechecked", {"on": "2026-11-22", "result": "upheld"})
    again = {
        "at": "2026-11-22T15:00",
        "channel": "visit",
        "people": 1,
        "petitioners": [{"name": "张桂花", "village": "东村"}],
        "matters": [{"case_no": case_no, "purpose": "appeal", "statement": "还是补偿款。", "requests": ["补发补偿款"]}],
    }
    desk.visits.add(again)
    assert not dict((kind.name, why) for kind, why in desk.letters.kinds_for(case_no))["no_further_acceptance_notice"]
    typed = {"fields": {"作出复核的机关": "兴州市人民政府", "复核意见文号": "兴政复核〔2026〕3号"}}
    draft = desk.letters.draft("no_further_acceptance_notice", case_no, typed)
    issued = desk.letters.issue(draft.letter_id, "李建国", date(2026, 11, 23))
    text = text_of(desk.letters.print_letter(issued.letter.document_no).pdf)
    assert "2026年11月22日来访" in text and "兴政复核〔2026〕3号" in text and "不再受理" in text
    [event] = standing(desk, case_no, "not_accepted")
    assert event.content["ground"] == "after_recheck"


def test_a_notice_that_sends_nobody_anywhere_is_not_issued(desk: Desk) -> None:
    case_no = open_case(desk)
    draft = desk.letters.draft("notice_letter", case_no, {"fields": {"告知内容": "仲裁"}})
    assert [gap.field for gap in desk.letters.gaps(draft.letter_id) if not gap.warning] == ["fields.有权机关"]
    with pytest.raises(Refused, match="空着"):
        desk.letters.issue(draft.letter_id, "李建国", ON)
    whole = {"fields": {"告知内容": "仲裁", "有权机关": "安平县劳动人事争议仲裁委员会"}}
    desk.letters.save(draft.letter_id, whole)
    text = text_of(desk.letters.print_letter(desk.letters.issue(draft.letter_id, "李建国", ON).letter.document_no).pdf)
    assert "安平县劳动人事争议仲裁委员会" in text and "向＿" not in text
    own = desk.letters.draft(
        "notice_letter", open_case(desk), {"fields": {"告知内容": "请求查处违法行为或履行保护职责"}}
    )
    assert not [gap for gap in desk.letters.gaps(own.letter_id) if not gap.warning]
