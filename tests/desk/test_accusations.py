"""An accusation is closed from the first keystroke (《信访工作条例》第三十条第三款): also beside another matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.files import CaseFile, CaseQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.papers import RegisterTotals, register_values
from petidesk.domain.visits.people import Probe
from tests.offices import new_office


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


def test_check_compares_the_flag_of_a_letter_with_its_case(desk: Desk) -> None:
    visit, _ = desk.visits.add(MIXED)
    draft = desk.letters.draft("dossier_cover", visit.matters[1].case_no)
    with desk.writing() as connection:
        connection.exec_driver_sql("UPDATE letter SET restricted = 0")
    assert [problem.where for problem in desk.checks.run()] == [f"letter {draft.letter_id}"]


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
    told = desk.audit.for_subject("visit", visit.visit_no)
    told += desk.audit.for_subject("case", visit.matters[0].case_no or "")
    assert {change.event.action for change in told} >= {"visit.added", "visit.amended"}
    assert all(change.restricted for change in told) and desk.checks.run(deep=True) == []


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
