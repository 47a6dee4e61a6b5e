"""An accusation is closed from the first keystroke (《信访工作条例》第三十条第三款): also beside another matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.ledger.month_reading import read_month
from petidesk.desk.opening import open_desk
from petidesk.domain.attachments import ClosedAttachment
from petidesk.domain.audit import ClosedChange
from petidesk.domain.cases.files import CaseFile, CaseQuery
from petidesk.domain.ledger.events import month_number
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.papers import RegisterTotals, register_values
from petidesk.domain.visits.people import Probe
from petidesk.storage.ledger import months as month_rows
from tests.offices import new_office
from tests.scans import picture


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


MIXED = {
    "at": "2026-03-02T09:20",
    "channel": "visit",
    "petitioners": [{"name": "张桂花", "phone": "13800001234", "village": "东村"}],
    "matters": [
        {"purpose": "appeal", "statement": "水渠淤了三年。", "title": "水渠清淤"},
        {"purpose": "accusation", "statement": "青石板。", "title": "账目", "village": "石桥村", "category": "甲/乙"},
    ],
    "note": "青石板",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(folder)
    yield desk
    desk.close()


def test_a_list_never_says_who_accused(desk: Desk) -> None:
    desk.visits.add(MIXED)
    row = desk.visits.rows(VisitQuery(), 1)[0]
    assert (row.names, row.heading, row.purposes) == ((), "水渠清淤", ("appeal", "accusation"))
    assert desk.checks.run(deep=True) == []


def test_its_village_and_category_are_offered_to_nobody(desk: Desk) -> None:
    _, added = desk.visits.add(MIXED)
    assert (added.villages, added.categories) == ((), ())
    assert "石桥村" not in [choice.value for choice in desk.choices.villages()]
    assert "甲/乙" not in [choice.value for choice in desk.choices.categories()]


def test_its_numbers_are_found_and_nothing_else(desk: Desk) -> None:
    visit, _ = desk.visits.add(MIXED)
    closed = visit.matters[1].case_no
    assert [(hit.kind, hit.no, hit.title) for hit in desk.search.find(closed)] == [("case", closed, "")]
    assert desk.search.find("青石板") == []
    assert desk.search.find("账目") == []


def test_beside_another_matter_it_is_found_by_number_and_that_matter_s_words_alone(desk: Desk) -> None:
    visit, _ = desk.visits.add(MIXED)
    for words in ("张桂花", "zgh", "13800001234", "东村"):
        assert desk.search.find(words) == [], words
    assert {hit.kind for hit in desk.search.find("水渠")} == {"visit", "case"}
    assert [hit.no for hit in desk.search.find(visit.visit_no)] == [visit.visit_no]
    assert desk.checks.run(deep=True) == []


def test_who_also_came_openly_is_found_as_a_person(desk: Desk) -> None:
    visit, _ = desk.visits.add({**MIXED, "matters": MIXED["matters"][:1], "note": ""})
    who = {"person_id": visit.content.petitioners[0].person_id, **MIXED["petitioners"][0]}
    desk.visits.add({**MIXED, "petitioners": [who]})
    assert [hit.kind for hit in desk.search.find("张桂花")].count("person") == 1
    desk.visits.void(visit.visit_no, "登错了")
    assert [hit.kind for hit in desk.search.find("张桂花")] == ["visit"], "the voided one, which accused nobody"


def test_the_other_matter_says_that_who_came_is_closed(desk: Desk) -> None:
    visit, _ = desk.visits.add(MIXED)
    rows = {row.case_no: row for row in desk.cases.rows(CaseQuery(), 9)}
    assert [rows[item.case_no].names_closed for item in visit.matters] == [True, True]
    anonymous, _ = desk.visits.add(MIXED | {"petitioners": [{"anonymous": True}], "matters": MIXED["matters"][:1]})
    rows = {row.case_no: row for row in desk.cases.rows(CaseQuery(), 9)}
    assert not rows[anonymous.matters[0].case_no].names_closed


def test_the_file_of_the_open_matter_names_nobody_beside_the_visit_that_accused(desk: Desk) -> None:
    """Who also came openly stands in it; the paper of the open matter still goes to her by name."""
    visit, _ = desk.visits.add(MIXED)
    number = visit.matters[0].case_no
    case = desk.cases.get(number)
    assert isinstance(case, CaseFile) and case.people_closed and case.people == ()
    assert [(line.visit_no, line.names, line.statement) for line in case.visits] == [
        (visit.visit_no, (), "水渠淤了三年。")
    ]
    assert "张桂花" not in repr(case)
    later = {**MIXED, "matters": [{**MIXED["matters"][0], "case_no": number}], "note": ""}  # type: ignore[index]
    desk.visits.add({**later, "petitioners": [{"name": "罗小勇"}]})
    assert [person.name for person in desk.cases.get(number).people] == ["罗小勇"]
    draft = desk.letters.draft("submission_form", number)
    assert "张桂花" in text_of(desk.letters.preview(draft.letter_id).pdf)


def test_the_last_ten_people_leave_accusers_out(desk: Desk) -> None:
    desk.visits.add(MIXED)
    assert desk.people.recent() == []
    desk.visits.add({**MIXED, "matters": MIXED["matters"][:1], "petitioners": [{"name": "罗小勇"}]})
    assert [person.name for person in desk.people.recent()] == ["罗小勇"]


def test_the_list_does_not_say_where_an_accuser_lives(desk: Desk) -> None:
    desk.visits.add(MIXED)
    assert desk.visits.rows(VisitQuery(), 1)[0].village == ""
    assert desk.visits.count(VisitQuery(village="东村")) == 0


def test_who_has_it_in_hand_is_no_column_and_no_filter(desk: Desk) -> None:
    visit, _ = desk.visits.add(MIXED)
    desk.cases.record(
        visit.matters[1].case_no, "in_charge", {"on": "2026-03-03", "leader": "青石板", "due_on": "2026-05-03"}
    )
    rows = {row.case_no: row for row in desk.cases.rows(CaseQuery(), 9)}
    assert rows[visit.matters[1].case_no].leader == "" and "青石板" not in desk.cases.leaders()
    assert desk.cases.count(CaseQuery(leader="青石板")) == 0


def test_what_it_brought_into_the_choices_goes_again_when_it_turns_out_to_accuse(desk: Desk) -> None:
    """A village that another visit speaks of stays, and so does one that the office has set."""
    plain = {**MIXED, "note": "", "petitioners": [{"name": "罗小勇", "village": "南寨"}]}
    first, _ = desk.visits.add(plain | {"matters": [MIXED["matters"][0] | {"village": "石桥村", "category": "甲/乙"}]})
    desk.visits.add(plain | {"matters": MIXED["matters"][:1], "petitioners": [{"name": "韦二", "village": "南寨"}]})
    accused = {"matters": [MIXED["matters"][1] | {"case_no": first.matters[0].case_no}]}
    assert {"石桥村", "南寨"} <= {choice.value for choice in desk.choices.villages()}
    desk.visits.amend(first.visit_no, accused)
    assert [choice.value for choice in desk.choices.villages()] == ["东村", "南寨"]
    assert "甲/乙" not in {choice.value for choice in desk.choices.categories()}


LAST = "(SELECT max(id) FROM audit_event WHERE subject_kind = 'visit')"
# What goes wrong, how, and back again.
SPOILT = {
    "文书的限制查阅与信访事项不符": ("letter SET restricted = 0 WHERE case_id > 0", "letter SET restricted = 1"),
    "会议文书的限制查阅与议题不符": ("letter SET restricted = 0 WHERE meeting_id > 0", "letter SET restricted = 1"),
    "没登记完的表单没有限制查阅": ("draft SET restricted = 0", "draft SET restricted = 1"),
    "检举控告在接访排队里还有内容": ("reception_guest SET why = '张桂花来电'", "reception_guest SET why = ''"),
    "台账里的纠纷写着检举控告的编号": ("dispute SET visit_id = 1", "dispute SET visit_id = NULL"),
    "检举控告的修改记录没有限制查阅": (
        f"audit_payload SET restricted = 0 WHERE event_id = {LAST}",
        f"audit_payload SET restricted = 1 WHERE event_id = {LAST}",
    ),
    "附件的限制查阅与记录不符": ("attachment SET restricted = 0", "attachment SET restricted = 1"),
    "限制查阅的来访在列表里露出了姓名或标题": ("visit SET names = '张桂花'", "visit SET names = ''"),
}


def test_check_compares_what_lies_around_a_closed_case_with_it(desk: Desk) -> None:
    """Letters of case and meeting, forms begun, queue, ledger, history, scans: what is not closed is found."""
    on, leader = desk.today().isoformat(), "王建国"
    desk.office.change({"leaders": [{"name": leader, "post": "镇长"}]})
    desk.schedule.make(RotaPlan((parse_rule(f"dates:{on}"),), desk.today(), desk.today(), parse_turns(leader)))
    desk.sittings.arrive(desk.today(), {"name": "张桂花", "about": "水渠"})
    plain = {**MIXED, "at": f"{on}T00:00", "matters": [MIXED["matters"][0]], "note": ""}  # type: ignore[index]
    _, visit, _ = desk.sittings.receive(desk.today(), 1, plain)
    case_no = visit.matters[0].case_no or ""
    dispute_of(desk, visit.visit_no)
    desk.letters.draft("dossier_cover", case_no)
    desk.attachments.add("case", case_no, picture(), name="照片")
    desk.drafts.save(None, "case_entry", {"case_no": case_no, "fields": {}}, False)
    meeting = desk.meetings.plan({"on": on, "agenda": [case_no]}).meeting_no
    desk.letters.issue(desk.letters.draft("meeting_agenda", meeting).letter_id, leader, desk.today(), anyway="上会用")
    accused = {**plain["matters"][0], "purpose": "accusation", "case_no": case_no}
    desk.visits.amend(visit.visit_no, {"matters": [accused]})
    assert desk.checks.run(deep=True) == []
    for what, statements in SPOILT.items():
        for statement, expected in zip(statements, ({what}, set()), strict=True):
            with desk.writing() as connection:
                connection.exec_driver_sql(f"UPDATE {statement}")
            found = {problem.what for problem in desk.checks.run()} - {"附件的文件已损坏，请从备份恢复"}
            assert found == expected, statement


def test_the_open_matter_still_has_its_hint(desk: Desk) -> None:
    desk.visits.add(MIXED)
    likely = desk.visits.similar(Probe(phone="13800001234"))
    assert [[case.title for case in person.cases] for person in likely] == [["水渠清淤"]]


def test_the_register_names_nobody_beside_an_accusation(desk: Desk) -> None:
    desk.visits.add(MIXED)
    rows = [(row, ()) for row in desk.visits.rows(VisitQuery(), 9)]
    totals = RegisterTotals(1, 1, {})
    values = register_values(desk.office.current(), date(2026, 3, 1), date(2026, 3, 31), rows, totals, desk.now())
    assert (values["登记"][0]["姓名"], values["登记"][0]["反映事项"]) == ("", "水渠清淤；检举控告（内容依法保密）")


def test_what_staff_wrote_about_it_is_closed_too(desk: Desk) -> None:
    """The day and kind of what was done may be seen; to whom, through whom and in which words may not."""
    visit, _ = desk.visits.add({**MIXED, "matters": MIXED["matters"][1:], "note": ""})
    case_no = visit.matters[0].case_no
    assert case_no is not None
    day, due = "2026-03-04", "2026-03-20"
    desk.cases.record(case_no, "contacted", {"on": day, "manner": "电话", "content": "青石板是张桂花说的"})
    desk.cases.record(
        case_no, "instructed", {"on": day, "leader": "王建国", "text": "查青石板", "owner": "张桂花", "due_on": due}
    )
    handover = {"to": "安平县纪委监委（张桂花的来信）"}
    desk.letters.draft("accusation_handover", case_no, handover)
    case = desk.cases.get(case_no)
    assert [(task.kind, task.due.isoformat()) for task in case.tasks] == [("instructed", due)]
    changes = desk.cases.history(case_no)
    assert [change.event.action for change in changes].count("case.recorded") == 2
    listed = desk.letters.rows(LetterQuery(case_no=case_no), 5)
    assert len(listed) == 1
    for seen in (case, changes, listed, desk.home.board(), desk.audit.lines(50, 0)):
        assert "张桂花" not in repr(seen) and "青石板" not in repr(seen)
    opened = desk.cases.get(case_no, unmask="核对承办人")
    assert [task.owner for task in opened.tasks] == ["张桂花"], "with a reason it is all there"


def test_amended_into_one_its_earlier_history_is_closed_as_well(desk: Desk) -> None:
    """The chain stays as it is; what was written of the visit before is not shown to those who may not open it."""
    plain = MIXED | {"matters": [MIXED["matters"][0]], "note": ""}  # type: ignore[index]
    visit, _ = desk.visits.add(plain)
    desk.visits.amend(visit.visit_no, {"matters": [{**plain["matters"][0], "purpose": "accusation"}]})  # type: ignore[index]
    told = [*desk.audit.for_subject("visit", visit.visit_no)]
    told += desk.audit.for_subject("case", visit.matters[0].case_no or "")
    assert {change.event.action for change in told} >= {"visit.added", "visit.amended"}
    assert all(isinstance(change, ClosedChange) for change in told) and desk.checks.run(deep=True) == []


# ---- the ledger


def dispute_of(desk: Desk, visit_no: str) -> str:
    """A dispute that was entered from the visit, as the window does it."""
    begun = desk.ledger.from_visit(visit_no)
    return desk.ledger.add(begun)[0].dispute_no


def test_a_dispute_of_what_turns_out_to_accuse_leaves_the_ledger_with_its_words(desk: Desk) -> None:
    plain = {**MIXED, "matters": [MIXED["matters"][0]], "note": ""}  # type: ignore[index]
    visit, _ = desk.visits.add(plain)
    number = dispute_of(desk, visit.visit_no)
    assert [hit.kind for hit in desk.search.find("张桂花")].count("dispute") == 1
    desk.visits.amend(visit.visit_no, {"matters": [{**plain["matters"][0], "purpose": "accusation"}]})  # type: ignore[index]
    gone = desk.ledger.get(number)
    assert gone.voided and (gone.content.visit_no, gone.content.case_no, gone.content.parties) == (None, None, ())
    assert "张桂花" not in repr(gone) and "水渠" not in repr(gone)
    assert desk.search.find("张桂花") == [] and desk.search.find("水渠") == []
    told = repr(desk.ledger.history(number))
    assert "张桂花" not in told and visit.visit_no not in told
    assert desk.checks.run(deep=True) == []


def sent_of(desk: Desk, month: str) -> str:
    """The lines of a closed month as they are kept."""
    with desk.reading() as connection:
        found = month_rows.snapshot(connection, month_number(month))
    return repr(found.rows if found is not None else None)


def test_what_was_done_and_sent_about_it_and_its_scans_close_with_it(desk: Desk) -> None:
    """Events and the line of a closed month keep what figures follow from; its scans go over to the case."""
    plain = {**MIXED, "matters": [MIXED["matters"][0]], "note": ""}  # type: ignore[index]
    visit, _ = desk.visits.add(plain)
    number = dispute_of(desk, visit.visit_no)
    told = {"on": "2026-03-04", "to": "县水利局", "report": "张桂花说青石板", "note": "青石板"}
    desk.ledger.record(number, "escalated", told)
    kept = desk.attachments.add("dispute", number, picture(), name="张桂花的照片")
    month = desk.ledger.get(number).content.found_on.isoformat()[:7]
    closed = desk.months.close(month)
    assert "水渠" in sent_of(desk, month)
    desk.visits.amend(visit.visit_no, {"matters": [{**plain["matters"][0], "purpose": "accusation"}]})  # type: ignore[index]
    gone = desk.ledger.get(number)
    assert [(event.kind, dict(event.content), event.note) for event in gone.events] == [
        ("escalated", {"to_level": "county"}, "")
    ]
    assert desk.attachments.listed("dispute", number) == []
    (moved,) = desk.attachments.listed("case", visit.matters[0].case_no or "")
    assert isinstance(moved, ClosedAttachment) and moved.attachment_id == kept.attachment_id
    shown = repr([gone, sent_of(desk, month), desk.months.changes(month)])
    assert not any(word in shown for word in ("张桂花", "青石板", "水渠", "水利局"))
    assert desk.months.balance(month) == closed, "the figures stay as they were sent"
    assert read_month(desk.session, desk.months, month).errors == (), "the closed month still goes out"
    assert desk.checks.run(deep=True) == []


def test_a_dispute_of_the_matter_beside_it_keeps_its_parties_and_neither_number(desk: Desk) -> None:
    visit, _ = desk.visits.add({**MIXED, "matters": [MIXED["matters"][0]], "note": ""})  # type: ignore[index]
    number = dispute_of(desk, visit.visit_no)
    first = {**MIXED["matters"][0], "case_no": visit.matters[0].case_no}  # type: ignore[index]
    desk.visits.amend(visit.visit_no, {"matters": [first, MIXED["matters"][1]]})  # type: ignore[index]
    parted = desk.ledger.get(number)
    assert not parted.voided and [party.name for party in parted.content.parties] == ["张桂花"]
    assert (parted.content.visit_no, parted.content.case_no) == (None, None)
    assert visit.visit_no not in repr(desk.ledger.history(number))
    assert desk.checks.run(deep=True) == []
