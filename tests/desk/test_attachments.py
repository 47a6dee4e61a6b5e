"""Scans and photos on records: stored once by content, closed with an accusation, gone with their last record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import event

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.attachments import Attachment, ClosedAttachment, attachment_name
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage import attachments as rows
from petidesk.storage.file import sealed
from tests.examples import examples
from tests.offices import new_office
from tests.scans import pdf, picture


def _visit(name: str = "张桂花", purpose: str = "appeal", **more: Any) -> dict[str, Any]:
    matter = {"purpose": purpose, "statement": "水渠淤了三年。", "title": "水渠清淤", **more}
    return {
        "at": "2026-03-02T09:20",
        "channel": "visit",
        "petitioners": [{"name": name, "village": "东村"}],
        "matters": [matter],
    }


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(folder)
    yield desk
    desk.close()


def _files(desk: Desk) -> list[str]:
    return list(sealed.names(desk.folder))


def _add_visit(desk: Desk, **more: Any) -> str:
    return desk.visits.add(_visit(**more))[0].visit_no


def test_it_is_kept_on_each_kind_of_record(desk: Desk) -> None:
    visit, _ = desk.visits.add(_visit())
    case_no = visit.matters[0].case_no
    dispute = desk.ledger.add(
        {
            "found_on": "2026-03-01",
            "village": "东村",
            "type": "邻里纠纷",
            "title": "院墙",
            "summary": "两家争院墙。",
            "parties": [{"name": "李有田", "side": "a"}],
        }
    )[0]
    draft = desk.letters.draft("acceptance_notice", case_no)
    letter = desk.letters.issue(draft.letter_id, "李建国", date(2026, 3, 3)).letter
    records = {
        "visit": visit.visit_no,
        "case": case_no,
        "dispute": dispute.dispute_no,
        "letter": letter.document_no,
    }
    for place, (kind, number) in enumerate(records.items()):
        added = desk.attachments.add(kind, number, picture(place), file=f"C:\\照片\\图{place}.png")
        assert (added.name, added.media, added.pages) == (f"图{place}.png", "image/png", 1)
        assert desk.attachments.listed(kind, number) == [added]
        assert desk.attachments.content(added.attachment_id).data == picture(place)
    assert len(_files(desk)) == 4
    assert desk.checks.run(deep=True) == []


def test_the_same_content_lies_once_and_goes_with_its_last_record(desk: Desk) -> None:
    first, second = _add_visit(desk), _add_visit(desk, name="李有田")
    one = desk.attachments.add("visit", first, pdf(), name="合同")
    two = desk.attachments.add("visit", second, pdf(), name="承包合同")
    assert len(_files(desk)) == 1
    with pytest.raises(Refused, match="已经附在") as refused:
        desk.attachments.add("visit", first, pdf())
    assert refused.value.code == "forbidden"
    removed = desk.attachments.remove(one.attachment_id, "附错了人")
    assert isinstance(removed, Attachment) and (removed.why, removed.removed_by) == ("附错了人", "值班员")
    assert desk.attachments.content(two.attachment_id).data == pdf()
    with pytest.raises(Refused, match="已经移除"):
        desk.attachments.content(one.attachment_id)
    with pytest.raises(Refused, match="已经移除"):
        desk.attachments.remove(one.attachment_id, "再来一次")
    desk.attachments.remove(two.attachment_id, "原件已退还")
    assert _files(desk) == []
    assert desk.attachments.listed("visit", first) == [removed]
    history = [(line.event.action, line.after) for line in desk.visits.history(first)][1:]
    assert [action for action, _ in history] == ["attachment.attached", "attachment.detached"]
    assert history[1][1] is not None and history[1][1]["why"] == "附错了人"
    assert desk.checks.run(deep=True) == []


def test_what_is_refused_leaves_nothing(desk: Desk) -> None:
    number = _add_visit(desk)
    desk.office.change({"attachment_megabytes": 1})
    refusals = (
        ("visit", number, b"", "空的"),
        ("visit", number, picture() + b"\0" * (1 << 20), "一个附件最大1 MB"),
        ("visit", number, b"PK\x03\x04", "不认识"),
        ("visit", "没有", picture(), "没有编号"),
        ("letter", "", picture(), "没有编号"),
        ("meeting", number, picture(), "附件只能放在"),
    )
    for kind, no, data, words in refusals:
        with pytest.raises(Refused, match=words):
            desk.attachments.add(kind, no, data)
    with pytest.raises(Refused, match="名称"):
        desk.attachments.add("visit", number, picture(), name="长" * 121)
    added = desk.attachments.add("visit", number, picture())
    with pytest.raises(Refused, match="原因"):
        desk.attachments.remove(added.attachment_id, "  ")
    desk.visits.void(number, "重复登记")
    with pytest.raises(Refused, match="作废"):
        desk.attachments.add("visit", number, picture(2))
    assert len(_files(desk)) == 1 and not sealed.leftovers(desk.folder)


def test_names_are_no_hash_of_the_content_alone(desk: Desk, tmp_path: Path) -> None:
    other_folder = tmp_path / "other"
    new_office(other_folder, office="石桥镇", county="安平县", villages=[])
    other = open_desk(other_folder)
    desk.attachments.add("visit", _add_visit(desk), picture())
    other.attachments.add("visit", _add_visit(other), picture())
    assert _files(desk) != _files(other)
    other.close()


def test_those_of_an_accusation_are_closed_with_it(desk: Desk) -> None:
    open_no = _add_visit(desk)
    closed_no = _add_visit(desk, name="匿名人", purpose="accusation")
    desk.attachments.add("visit", open_no, picture(), name="合同")
    added = desk.attachments.add("visit", closed_no, picture(), name="青石板举报信")
    assert len(_files(desk)) == 2, "an open and a closed record never share bytes"
    (seen,) = desk.attachments.listed("visit", closed_no)
    assert isinstance(seen, ClosedAttachment) and "青石板" not in repr(seen)
    with pytest.raises(Refused) as refused:
        desk.attachments.content(added.attachment_id)
    assert refused.value.code == "no_permission"
    content = desk.attachments.content(added.attachment_id, "县纪委来取")
    assert content.data == picture() and content.attachment.name == "青石板举报信"
    assert desk.attachments.listed("visit", closed_no, "县纪委来取") == [added]
    looks = [line for line in desk.visits.history(closed_no) if line.event.action == "visit.unmasked"]
    assert len(looks) == 2 and all(line.after == {"why": "县纪委来取"} for line in looks)
    removed = desk.attachments.remove(added.attachment_id, "已密封移送")
    assert isinstance(removed, ClosedAttachment)
    assert len([line for line in desk.visits.history(closed_no) if line.event.action == "visit.unmasked"]) == 3
    assert len(_files(desk)) == 1
    assert all("青石板" not in str(line) for line in desk.visits.history(closed_no))
    assert desk.checks.run(deep=True) == []


def test_what_becomes_an_accusation_takes_its_scans_along(desk: Desk) -> None:
    visit, _ = desk.visits.add(_visit())
    other = _add_visit(desk, name="李有田")
    case_no = visit.matters[0].case_no
    draft = desk.letters.draft("inquiry_record", case_no)
    letter_no = desk.letters.issue(draft.letter_id, "李建国", date(2026, 3, 3)).letter.document_no
    for kind, number in (("visit", visit.visit_no), ("case", case_no), ("letter", letter_no), ("visit", other)):
        desk.attachments.add(kind, number, picture(), name="账目照片")
    (before,) = _files(desk)
    case = {"purpose": "accusation", "statement": "反映石桥村支书。", "concerned_unit": "石桥村支书王建国"}
    desk.visits.amend(visit.visit_no, {"matters": [case]})
    assert len(_files(desk)) == 2 and before in _files(desk), "the other visit keeps its own"
    for kind, number in (("visit", visit.visit_no), ("case", case_no), ("letter", letter_no)):
        assert all(isinstance(one, ClosedAttachment) for one in desk.attachments.listed(kind, number))
        (one,) = desk.attachments.listed(kind, number, "查看")
        assert desk.attachments.content(one.attachment_id, "查看").data == picture()
    assert desk.checks.run(deep=True) == []
    desk.visits.amend(visit.visit_no, {"matters": [_visit()["matters"][0]]}, unmask="当事人说明不是检举")
    assert _files(desk) == [before]
    assert isinstance(desk.attachments.listed("case", case_no)[0], Attachment)
    assert desk.checks.run(deep=True) == []


def test_check_names_what_is_missing_damaged_and_of_nobody(desk: Desk) -> None:
    number = _add_visit(desk)
    ids = [desk.attachments.add("visit", number, picture(seed)).attachment_id for seed in range(3)]
    with desk.reading() as connection:
        names = [rows.content_name(connection, attachment_id) for attachment_id in ids]
    sealed.path(desk.folder, names[0]).unlink()
    damaged = sealed.path(desk.folder, names[1])
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    lonely = "f" * 64
    sealed.settle(desk.folder, sealed.prepare(desk.folder, b"x", None), lonely)
    sealed.prepare(desk.folder, b"y", None)
    said = [(problem.what, problem.where) for problem in desk.checks.run()]
    assert (f"{number} attachment {ids[0]}") in [where for what, where in said if "不在" in what]
    assert (f"{number} attachment {ids[1]}") in [where for what, where in said if "损坏" in what]
    assert len(said) == 4
    seen = [problem.where for problem in desk.checks.run(contents=False)]
    assert f"{number} attachment {ids[0]}" in seen and len(seen) == 3, "at a start contents are not read"
    for attachment_id in ids[:2]:
        with pytest.raises(KnownTrouble, match="从备份恢复"):
            desk.attachments.content(attachment_id)
    # The same file once more puts the damaged one right.
    other = _add_visit(desk, name="李有田")
    desk.attachments.add("visit", other, picture(1))
    assert desk.attachments.content(ids[1]).data == picture(1)


def test_a_new_process_clears_what_an_earlier_one_left(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(folder)
    number = _add_visit(desk)
    kept = desk.attachments.add("visit", number, picture(1))
    desk.close()
    sealed.settle(folder, sealed.prepare(folder, b"x", None), "f" * 64)
    sealed.prepare(folder, b"y", None)
    desk = open_desk(folder)
    desk.attachments.tidy()
    assert desk.checks.run() == []
    desk.close()
    sealed.prepare(folder, b"y", None)
    desk = open_desk(folder)
    assert len(desk.checks.run()) == 1
    desk.attachments.add("visit", number, picture(2))
    assert desk.checks.run() == [] and len(_files(desk)) == 2
    assert desk.attachments.content(kept.attachment_id).data == picture(1)
    desk.close()


def test_a_full_database_loses_nothing(desk: Desk) -> None:
    number = _add_visit(desk)
    with desk.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    desk.database.engine.dispose()

    def limit(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(desk.database.engine, "checkout", limit)
    with pytest.raises(KnownTrouble) as full:
        for seed in range(200):
            desk.attachments.add("visit", number, picture(seed, size=(20 + seed, 300)), name=f"照片{seed}" * 10)
    assert full.value.code == "full"
    event.remove(desk.database.engine, "checkout", limit)
    desk.database.engine.dispose()
    assert len(_files(desk)) == len(desk.attachments.listed("visit", number))
    assert desk.checks.run(deep=True) == []


@given(st.text(max_size=200))
def test_the_name_of_a_file_is_always_one_line_that_fits(file: str) -> None:
    named = attachment_name("", file)
    assert 0 < len(named) <= 120 and named == " ".join(named.split()) and named.isprintable()


class Sharing(RuleBasedStateMachine):
    """Records that share contents, become accusations and stop being such, in any order."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.visits = [_add_visit(self.desk, name=f"人{place}") for place in range(3)]
        self.closed: set[str] = set()
        self.held: dict[int, tuple[str, int]] = {}

    @rule(place=st.integers(0, 2), seed=st.integers(0, 2))
    def add(self, place: int, seed: int) -> None:
        number = self.visits[place]
        if (number, seed) in self.held.values():
            with pytest.raises(Refused):
                self.desk.attachments.add("visit", number, picture(seed))
        else:
            self.held[self.desk.attachments.add("visit", number, picture(seed)).attachment_id] = (number, seed)

    @rule(which=st.integers(0, 50))
    def remove(self, which: int) -> None:
        if self.held:
            attachment_id = sorted(self.held)[which % len(self.held)]
            self.desk.attachments.remove(attachment_id, "附错了")
            del self.held[attachment_id]

    @rule(place=st.integers(0, 2))
    def turn(self, place: int) -> None:
        number = self.visits[place]
        purpose = "appeal" if number in self.closed else "accusation"
        self.desk.visits.amend(number, {"matters": _visit(purpose=purpose)["matters"]}, unmask="改正登记")
        self.closed ^= {number}

    def teardown(self) -> None:
        mine = {attachment_id: said for attachment_id, said in self.held.items()}
        wanted = {(number in self.closed, seed) for number, seed in mine.values()}
        for attachment_id, (number, seed) in mine.items():
            why = "核对" if number in self.closed else ""
            assert self.desk.attachments.content(attachment_id, why).data == picture(seed)
        for attachment_id in mine:
            self.desk.attachments.remove(attachment_id, "收拾")
        assert self.desk.checks.run() == []
        assert _files(self.desk) == [], wanted
        super().teardown()

    @rule()
    def count(self) -> None:
        wanted = {(number in self.closed, seed) for number, seed in self.held.values()}
        assert len(_files(self.desk)) == len(wanted)


def test_open_and_closed_records_share_only_among_themselves(desk: Desk) -> None:
    machine = type("SharingHere", (Sharing,), {"desk": desk})
    few = settings(max_examples=examples(40), stateful_step_count=12)
    run_state_machine_as_test(machine, settings=few)
