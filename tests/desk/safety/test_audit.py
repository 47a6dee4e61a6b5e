"""The audit list as it is asked for: every part of the question against a slow look, and what is never given out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain import audit_words as words
from petidesk.domain.audit import AuditLine, AuditQuery
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.domain.undo.actions import ACTIONS, BESIDE, TRACES
from petidesk.domain.visits.listing import VisitQuery
from petidesk.practice.office import make_sample
from tests.clock import START
from tests.examples import examples

pytestmark = pytest.mark.xdist_group("audit_list")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office in which something of everything was done, also a look at an accusation."""
    folder = tmp_path_factory.mktemp("audited") / "data"
    make_sample(folder, 24, 8, 1, START.date())
    opened = open_desk(folder)
    accusing = next(row.visit_no for row in opened.visits.rows(VisitQuery(purpose="accusation"), 1))
    opened.visits.get(accusing, unmask="移送前核对")
    opened.numbers.look("visit", "清访2026-0001")
    opened.staff.add("李敏", "lead")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def everything(desk: Desk) -> list[AuditLine]:
    """All events, the newest first."""
    return desk.audit.lines(100_000)


def said(line: AuditLine) -> str:
    """What the words of a question may stand in."""
    names = (line.subject, line.staff, words.act_words(line.action), words.kind_words(line.subject_kind))
    return "\n".join(names)


def fits(line: AuditLine, query: AuditQuery) -> bool:
    """Whether an event is one that was asked for, by a slow look."""
    return (
        all(word in said(line) for word in query.text.split())
        and query.no in ("", line.subject)
        and query.staff in ("", line.staff)
        and query.act in ("", words.group_of(line.action))
        and query.kind in ("", line.subject_kind)
        and (query.since is None or line.at.date() >= query.since)
        and (query.until is None or line.at.date() <= query.until)
    )


@settings(max_examples=examples(120), deadline=None)
@given(data=st.data())
def test_every_question_finds_what_a_slow_look_finds(
    desk: Desk, everything: list[AuditLine], data: st.DataObject
) -> None:
    model = data.draw(st.sampled_from(everything), "an event that is there")
    some = st.sampled_from
    day = model.at.date()
    near = some([None, day, day - timedelta(days=3), day + timedelta(days=3)])
    query = AuditQuery(
        text=data.draw(some(["", words.act_words(model.action), model.subject[-4:], "文书", "检举 打开", "%", "_"])),
        no=data.draw(some(["", "", model.subject])),
        staff=data.draw(some(["", "", model.staff, "李敏"])),
        act=data.draw(some(["", "", words.group_of(model.action), *words.GROUPS])),
        kind=data.draw(some(["", "", model.subject_kind, "visit"])),
        since=data.draw(near),
        until=data.draw(near),
        descending=data.draw(st.booleans()),
    )
    expected = [line for line in everything if fits(line, query)]
    if not query.descending:
        expected.reverse()
    assert desk.audit.rows(query, 100_000) == expected
    assert list(desk.audit.ids(query)) == [line.event_id for line in expected]
    assert desk.audit.count(query) == len(expected)


def test_every_act_stands_in_one_group_and_has_a_name(everything: list[AuditLine]) -> None:
    """What is added to the desk is looked for like everything before it."""
    known = [*ACTIONS, *BESIDE, *TRACES]
    grouped = [code for group in words.GROUPS for code in words.acts_of(group).codes]
    assert sorted(grouped) == sorted(known)
    assert [code for code in known if words.act_words(code) == code] == []
    assert all(words.acts_of(group).codes for group in words.GROUPS)
    assert {line.subject_kind for line in everything} <= set(words.KINDS)


def text_of(paper: Paper) -> str:
    """What stands on a paper, without blanks and without the mark of a practice office."""
    with pypdfium2.PdfDocument(paper.pdf) as document:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    return text.replace("演练", "")


def test_the_list_on_paper_says_by_what_it_was_chosen_and_where_the_chain_ends(desk: Desk) -> None:
    paper = text_of(desk.audit.paper(AuditQuery(staff="值班员", act="looked")))
    found = desk.audit.verify()
    for part in ("人员：值班员，做了什么：查看限制的内容", "共2条", "看完整号码", f"共{found.entries}条", found.head):
        assert part in paper, part
    assert "移送前核对" not in paper, "nothing of what was recorded"
    assert "没有符合条件的记录" in text_of(desk.audit.paper(AuditQuery(text="绝没有的词")))


def test_nobody_prints_more_than_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST_PRINTED", 3)
    with pytest.raises(Refused, match="最多打印3条"):
        desk.audit.paper(AuditQuery())


def by_person(desk: Desk) -> list[AuditQuery]:
    """The list filtered by somebody who came, in every way that there is."""
    visit = desk.visits.get(desk.visits.rows(VisitQuery(purpose="appeal"), 1)[0].visit_no)
    person: Any = next(one for one in visit.content.petitioners if one.name and one.phone)
    asked = [person.name, f"{person.name} 来访", person.name[:2], person.phone, person.phone[:7]]
    asked += [person.id_number] if person.id_number else []
    return [AuditQuery(kind="person"), AuditQuery(no=person.name), *(AuditQuery(text=text) for text in asked)]


def test_a_list_filtered_by_a_petitioner_is_neither_printed_nor_exported(desk: Desk) -> None:
    queries = by_person(desk)
    for query in queries:
        for way in (desk.audit.paper, desk.audit.workbook):
            with pytest.raises(Refused, match="来访人"):
                way(query)
        assert desk.audit.rows(query, 10) is not None, "it is shown"
    for fine in (AuditQuery(staff="李敏"), AuditQuery(text="李敏"), AuditQuery(no="清访2026-0001")):
        assert desk.audit.paper(fine).pdf
        assert desk.audit.workbook(fine)


def test_a_refusal_does_not_tell_that_somebody_accused(tmp_path: Path) -> None:
    """Who is known for an accusation alone is in no list that anybody could be asked for."""
    folder = tmp_path / "data"
    make_sample(folder, 1, 0, 1, START.date())
    desk = open_desk(folder)
    matter = {"purpose": "accusation", "statement": "举报某组长私分集体款。", "requests": ["依法查处"]}
    who = {"name": "欧阳守信", "phone": "13900002222", "village": "西村"}
    at = desk.now().isoformat(timespec="minutes")
    desk.visits.add({"at": at, "channel": "visit", "petitioners": [who], "matters": [matter]})
    for asked in ("欧阳守信", "13900002222"):
        assert "没有符合条件的记录" in text_of(desk.audit.paper(AuditQuery(text=asked)))
    desk.close()


def test_the_workbook_holds_what_was_asked_for_the_oldest_first(desk: Desk) -> None:
    query = AuditQuery(kind="letter")
    book = load_workbook(io.BytesIO(desk.audit.workbook(query)))
    ids = [row[0] for row in book.worksheets[0].iter_rows(min_row=3, values_only=True)]
    assert ids == sorted(desk.audit.ids(query)) and ids
