"""The rules of the desk on a real data folder: numbers, people, cases, accusations, amendments, the search box."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.search import matches
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.people import Probe
from petidesk.storage.file.database import Transaction
from petidesk.storage.file.search_index import hit
from petidesk.storage.visits.visits import searchable
from tests.offices import new_office, whole
from tests.samples import lived_office

SECRET = "收受施工队的红包"


class Clock:
    """A practice folder's own time, moved by the test."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 19, 9, 30)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], practice=True)
    opened = open_desk(folder, clock=clock)
    yield opened
    assert opened.audit.verify().ok, "whatever was done, the audit chain holds"
    assert opened.checks.run(deep=True) == []
    opened.close()


def person(name: str = "张桂花", **more: Any) -> dict[str, Any]:
    return {"name": name, "phone": "12000000001", "village": "东村", **more}


def matter(**more: Any) -> dict[str, Any]:
    return {"purpose": "appeal", "statement": "征地补偿款一直没有到账。", "requests": ["补发补偿款"], **more}


def document(*petitioners: dict[str, Any], matters: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "at": "2026-11-19T09:20",
        "channel": "visit",
        "petitioners": list(petitioners) or [person()],
        "matters": matters or [matter()],
        **more,
    }


def refused(code: str, field: str | None, work: Any, *arguments: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        work(*arguments, **named)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    return refusal.value


# ---- clocks


def test_the_notice_is_owed_unless_nobody_can_be_reached(desk: Desk) -> None:
    owed = desk.visits.add(document())[0]
    assert [clock.raw for clock in owed.matters[0].deadlines] == [date(2026, 12, 4)]
    for given_person in ({"anonymous": True}, {"name": "李四", "address_unknown": True}):
        assert desk.visits.add(document(given_person))[0].matters[0].deadlines == ()
    both = desk.visits.add(document({"anonymous": True}, person("王五")))[0]
    assert len(both.matters[0].deadlines) == 1


def test_a_visit_in_the_future_is_refused_and_one_of_the_past_counts_by_its_own_day(desk: Desk) -> None:
    refused("bad_value", "at", desk.visits.add, document(at="2026-11-19T09:31"))
    back = desk.visits.add(document(at="2025-12-30T10:00"))[0]
    assert back.visit_no == "清访2026-0001", "numbered by the day of entry"
    assert back.matters[0].deadlines[0].raw == date(2026, 1, 14), "counted by the day of the visit"
    assert back.content.at.year == 2025


def test_numbers_begin_anew_each_year(desk: Desk, clock: Clock) -> None:
    first = [desk.visits.add(document())[0].visit_no for _ in range(2)]
    clock.at = datetime(2027, 1, 4, 8, 40)
    second = desk.visits.add(document())[0]
    assert first == ["清访2026-0001", "清访2026-0002"] and second.visit_no == "清访2027-0001"
    assert second.matters[0].case_no == "清信2027-0001"


# ---- groups and people


def test_five_make_a_group_and_a_sixth_representative_is_refused(desk: Desk) -> None:
    def group(count: int) -> dict[str, Any]:
        return document(*[person(f"代表{n}", representative=True) for n in "甲乙丙丁戊己"[:count]])

    assert desk.visits.add(group(4))[0].content.group is False
    assert desk.visits.add(group(5))[0].content.group is True
    said = refused("too_many", "petitioners[5].representative", desk.visits.add, group(6))
    assert said.basis and "第二十条" in said.basis
    desk.office.change({"most_representatives": 3})
    refused("too_many", "petitioners[3].representative", desk.visits.add, group(4))
    assert desk.visits.count(VisitQuery()) == 2


def test_two_people_of_one_name_stay_two(desk: Desk) -> None:
    ids = []
    for phone in ("12000000001", "12000000002"):
        ids.append(desk.visits.add(document(person(phone=phone)))[0].content.petitioners[0].person_id)
    assert ids[0] != ids[1]
    found = desk.visits.similar(Probe(name="张桂花", phone="12000000002"))
    assert found[0].person.person_id == ids[1] and "phone" in found[0].why


def test_a_family_with_one_telephone_is_suggested_and_never_merged(desk: Desk) -> None:
    mother = desk.visits.add(document(person("张桂花")))[0].content.petitioners[0].person_id
    son = desk.visits.add(document(person("王小军")))[0].content.petitioners[0].person_id
    assert mother != son
    assert {likely.person.person_id for likely in desk.visits.similar(Probe(phone="12000000001"))} == {mother, son}


def test_the_same_identity_number_is_the_same_person(desk: Desk) -> None:
    known = person(id_number="11010519491231002X")
    ids = {desk.visits.add(document(known))[0].content.petitioners[0].person_id for _ in range(2)}
    assert len(ids) == 1


def test_not_the_same_is_remembered(desk: Desk) -> None:
    first = desk.visits.add(document(person(phone="12000000001")))[0].content.petitioners[0].person_id
    assert first is not None
    other = person(phone="12000000002", id_number="11010519491231002X", not_same_as=[first])
    second = desk.visits.add(document(other))[0].content.petitioners[0].person_id
    assert second not in (None, first)
    probe = Probe(name="张桂花", village="东村", id_number="11010519491231002X")
    assert [likely.person.person_id for likely in desk.visits.similar(probe)] == [second]
    asked_again = Probe(name="张桂花", village="东村", not_same_as=(first,))
    assert first not in {likely.person.person_id for likely in desk.visits.similar(asked_again)}


def test_an_equal_identity_number_always_comes_again(desk: Desk) -> None:
    number = "11010519491231002X"
    first = desk.visits.add(document(person(id_number=number)))[0].content.petitioners[0].person_id
    assert first is not None
    for typed, comes in ((number.lower(), True), (number[:12], False)):
        found = desk.visits.similar(Probe(name="张桂花", id_number=typed, not_same_as=(first,)))
        assert (first in {likely.person.person_id for likely in found}) == comes, typed


def test_the_hint_shows_enough_to_decide_and_the_link_makes_a_repeat_visit(desk: Desk, clock: Clock) -> None:
    first = desk.visits.add(document(matters=[matter(title="补偿款未到账")]))[0]
    clock.at += timedelta(days=40)
    likely = desk.visits.similar(Probe(name="张桂花", village="东村"))[0]
    case = likely.cases[0]
    assert (case.case_no, case.on, case.requests) == (first.matters[0].case_no, date(2026, 11, 19), ("补发补偿款",))
    again = document(
        person(person_id=likely.person.person_id), matters=[matter(case_no=case.case_no)], at="2026-12-29T09:00"
    )
    visit = desk.visits.add(again)[0]
    assert (visit.matters[0].case_no, visit.matters[0].first_or_repeat) == (case.case_no, "repeat")
    assert visit.content.petitioners[0].person_id == likely.person.person_id
    refused("not_found", "matters[0].case_no", desk.visits.add, document(matters=[matter(case_no="清信2026-9999")]))
    refused("not_found", "petitioners[0].person_id", desk.visits.add, document(person(person_id=12345)))


# ---- accusations


def test_an_accusation_is_in_no_list_search_hint_paper_or_draft_summary(desk: Desk) -> None:
    accusation = matter(purpose="accusation", statement=SECRET, title="红包", requests=["查处红包"])
    visit = desk.visits.add(document(person("盖世平", phone="12000000077"), matters=[accusation], note="红包的照片"))[0]
    row = desk.visits.rows(VisitQuery(), 10)[0]
    assert row.names == () and row.heading == ""
    for words in ("红包", "盖世平", "gsp", "12000000077", "施工队"):
        assert desk.search.find(words) == [] and desk.visits.rows(VisitQuery(text=words), 5) == []
    assert [found.no for found in desk.search.find(visit.visit_no)] == [visit.visit_no]
    assert desk.visits.similar(Probe(name="盖世平", phone="12000000077", village="东村")) == []
    assert desk.people.recent() == []
    for paper in ("a4", "80mm"):
        pdf = desk.papers.print_slip(visit.visit_no, paper).pdf
        assert "红包" not in _words(pdf) and "检举" not in _words(pdf)
    register = desk.papers.register(date(2026, 11, 19), date(2026, 11, 19)).pdf
    assert "红包" not in _words(register) and "盖世平" not in _words(register)
    draft = desk.drafts.save(None, "visit", {"summary": "红包"}, True)
    assert "红包" not in draft.summary
    kept = desk.visits.get(visit.visit_no, unmask="核对原话")
    assert kept.content.matters[0].statement == SECRET, "the record itself keeps it"


def test_beside_an_accusation_the_other_matter_is_found_and_the_accusation_is_not(desk: Desk) -> None:
    accusation = matter(purpose="accusation", statement=SECRET, title="红包")
    visit = desk.visits.add(document(matters=[accusation, matter(title="水渠断流")]))[0]
    assert visit.visit_no in {found.no for found in desk.search.find("水渠断流")}
    assert desk.search.find("红包") == []
    likely = desk.visits.similar(Probe(name="张桂花", village="东村"))[0]
    assert [case.title for case in likely.cases] == ["水渠断流"]
    joined = matter(case_no=visit.matters[0].case_no)
    refused("forbidden", "matters[0].case_no", desk.visits.add, document(matters=[joined]))


def test_an_accusation_made_of_an_appeal_leaves_the_search_index(desk: Desk) -> None:
    visit = desk.visits.add(document(matters=[matter(statement=SECRET)]))[0]
    assert desk.search.find("红包") != []
    desk.visits.amend(visit.visit_no, {"matters": [matter(purpose="accusation", statement=SECRET)]})
    assert desk.search.find("红包") == [] and desk.visits.similar(Probe(name="张桂花", village="东村")) == []


def _words(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


# ---- amending and voiding


def test_an_amendment_keeps_what_was_before_and_a_stale_one_is_refused(desk: Desk) -> None:
    no = desk.visits.add(document())[0].visit_no
    amended = desk.visits.amend(no, {"people": 3, "note": "电话核实"}, expected_version=1)
    assert (amended.version, amended.content.people) == (2, 3)
    changes = desk.visits.history(no)
    assert [change.event.action for change in changes] == ["visit.added", "visit.amended"]
    assert changes[1].before and changes[1].after
    assert (changes[1].before["people"], changes[1].after["people"]) == (1, 3)
    refused("forbidden", None, desk.visits.amend, no, {"people": 4}, expected_version=1)
    refused("unknown_key", "nope", desk.visits.amend, no, {"nope": 1})
    refused("missing", None, desk.visits.amend, no, {})
    refused("not_found", "visit_no", desk.visits.amend, "清访2026-0009", {"people": 4})
    assert desk.visits.get(no).content.people == 3


def test_a_new_version_of_the_slip_is_frozen_and_the_old_stays(desk: Desk) -> None:
    no = desk.visits.add(document())[0].visit_no
    first = desk.papers.print_slip(no)
    assert desk.papers.print_slip(no).pdf == first.pdf and first.first_print
    desk.visits.amend(no, {"people": 2})
    second = desk.papers.print_slip(no)
    assert second.version == 2 and second.pdf != first.pdf
    assert [line.version for line in desk.visits.papers(desk.visits.get(no).visit_id)] == [1, 2]


def test_a_voided_visit_stays_visible_and_its_number_is_never_used_again(desk: Desk) -> None:
    no = desk.visits.add(document())[0].visit_no
    refused("missing", "why", desk.visits.void, no, "  ")
    voided = desk.visits.void(no, "重复登记")
    assert voided.voided and voided.void_reason == "重复登记"
    assert desk.visits.rows(VisitQuery(), 5)[0].voided and desk.visits.rows(VisitQuery(), 5)[0].due is None
    assert desk.visits.add(document())[0].visit_no == "清访2026-0002"
    refused("already_closed", None, desk.visits.void, no, "再来一次")
    refused("already_closed", None, desk.visits.amend, no, {"people": 2})
    refused("already_closed", None, desk.papers.print_slip, no)


def test_a_refused_visit_leaves_nothing_behind(desk: Desk) -> None:
    wrong = document(person("新来的人"), matters=[matter(village="新村"), matter(case_no="清信2026-7777")])
    refused("not_found", "matters[1].case_no", desk.visits.add, wrong)
    assert desk.visits.count(VisitQuery()) == 0 and "新村" not in [village.name for village in desk.office.villages()]
    assert desk.visits.add(document())[0].visit_no == "清访2026-0001"
    assert desk.search.find("新来的人") == []


def test_new_villages_and_categories_are_added_and_named(desk: Desk) -> None:
    _, added = desk.visits.add(document(person(village="北村"), matters=[matter(category="渔业/网箱", village="东村")]))
    assert (added.villages, added.categories) == (("北村",), ("渔业/网箱",))
    _, again = desk.visits.add(document(person(village="北村"), matters=[matter(category="渔业/网箱")]))
    assert (again.villages, again.categories) == ((), ())
    used = {choice.value: choice.last_used for choice in desk.choices.villages()}
    assert used["北村"] and not used["西村"]


# ---- search against a brute-force scan of a real office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[tuple[int, list[str], list[str]]]]]:
    folder = tmp_path_factory.mktemp("search") / "office"
    lived_office(folder)
    desk = open_desk(folder)
    records = []
    for row in desk.visits.rows(VisitQuery(), 300):
        visit = whole(desk, row.visit_no)
        records.append((visit.visit_id, *searchable(visit.visit_no, visit.foreign_no, visit.content)))
    yield desk, records
    desk.close()


def _indexed_visits(connection: Transaction) -> set[int]:
    rows = connection.exec_driver_sql("SELECT rowid FROM search_text").scalars()
    return {found.ref for found in map(hit, rows) if found.kind == "visit"}


@given(data=st.data())
def test_search_answers_as_a_brute_force_scan(
    office: tuple[Desk, list[tuple[int, list[str], list[str]]]], data: st.DataObject
) -> None:
    desk, records = office
    _, fields, _ = data.draw(st.sampled_from(records))
    text = data.draw(st.sampled_from([field for field in fields if field]))
    start = data.draw(st.integers(0, len(text) - 1))
    words = [text[start : start + data.draw(st.integers(1, 4))]]
    if data.draw(st.booleans()):
        words.append(data.draw(st.text(alphabet="zghlwsyxc", min_size=1, max_size=3)))
    query = " ".join(words)
    try:
        expected = {visit_id for visit_id, fields, names in records if matches(query, fields, names)}
    except Refused as refusal:
        with pytest.raises(Refused) as same:
            desk.search.find(query)
        assert same.value.code == refusal.code == "bad_value"
        return
    found = {hit.ref for hit in desk.search.find(query, limit=2000) if hit.kind == "visit"}
    assert found == expected
    assert desk.visits.count(VisitQuery(text=query)) == len(expected)


def test_every_visit_is_in_the_index(office: tuple[Desk, list[tuple[int, list[str], list[str]]]]) -> None:
    desk, records = office
    with desk.reading() as connection:
        assert _indexed_visits(connection) == {visit_id for visit_id, _, _ in records}


def test_nothing_of_a_visit_is_written_to_the_program_log_or_the_holder_file(desk: Desk) -> None:
    desk.visits.add(document(person("保密人名"), matters=[matter(statement="保密内容")]))
    for path in desk.folder.iterdir():
        if path.suffix in (".json", ".lock", ".log", ".txt"):
            assert "保密" not in path.read_text(encoding="utf-8")
    assert "保密" not in json.dumps([line.subject for line in desk.audit.lines(10, 0)], ensure_ascii=False)
