"""An office whose clerk has given neither name nor county yet: what its papers say, and what they lead to."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.office.office import BLANK, PLACEHOLDERS, Office
from petidesk.domain.office.unset import Unset
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.paths import forms
from petidesk.storage import office as office_rows
from tests.offices import new_office

TODAY = date(2026, 11, 25)
# What a visitor is handed, or signs, at the counter: the name is written on it by hand.
AT_THE_COUNTER = {"visit_slip", "visit_notice_slip", "visit_register_form", "materials_return"}
# These name nobody who sends them.
NAMELESS = {"simplified_record"}


class Clock:
    """A time of its own, a second later at every look."""

    now = datetime(2026, 11, 25, 9, 0)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data", office="", county="", villages=["东村"], practice=True)
    opened = open_desk(tmp_path / "data", purpose="window", clock=Clock())
    yield opened
    opened.close()


def come(desk: Desk, **more: Any) -> tuple[str, str]:
    """A visit of today and its case."""
    matter = {"purpose": "appeal", "route": 6, "title": "补偿款未到账", "statement": "没到账。", "requests": ["补发"]}
    document = {
        "at": "2026-11-25T08:40",
        "channel": "visit",
        "people": 1,
        "petitioners": [{"name": "张桂花", "village": "东村", "address": "东村三组12号"}],
        "materials": [{"name": "协议", "copies": 1}],
        "matters": [matter],
        **more,
    }
    made = desk.visits.add(document)[0]
    return made.visit_no, str(made.matters[0].case_no)


def opinion(desk: Desk, case_no: str) -> int:
    """The draft of a whole opinion."""
    desk.cases.record(case_no, "accepted", {"on": TODAY.isoformat()})
    content = {
        "fields": {"经查": "属实。", "法律依据": "《中华人民共和国土地管理法》第四十八条。"},
        "results": [{"request": 1, "result": "explained", "answer": "已当面说明。"}],
    }
    return desk.letters.draft("handling_opinion", case_no, content).letter_id


def words(paper: Paper) -> str:
    with pypdfium2.PdfDocument(paper.pdf) as document:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())


def test_no_paper_of_any_form_goes_out_without_a_name(desk: Desk) -> None:
    visit_no, case_no = come(desk)
    opinion(desk, case_no)
    dispute = desk.ledger.add({"found_on": "2026-11-20", "village": "东村", "title": "邻里纠纷", "summary": "院墙。"})
    numbers = [visit_no, case_no, dispute[0].dispute_no, "2026-11"]
    printed, refused = dict[str, str](), set[str]()
    for form in sorted(file.parent.name for file in forms().glob("*/form.toml")):
        for number in numbers:
            try:
                printed[form] = words(desk.any_paper.print(form, number))
            except Unset as unset:
                assert unset.settings[0] == "name" and "单位名称" in unset.message, form
                refused.add(form)
            except Refused:
                continue  # made of another number
    assert len(refused) > 20, "most papers carry the organ's name"
    for form, text in printed.items():
        assert not any(words in text for words in PLACEHOLDERS), form
        assert form in AT_THE_COUNTER | NAMELESS or "送审稿" in text, form
        assert form in NAMELESS or BLANK in text, form
    assert set(printed) >= AT_THE_COUNTER


def test_a_slip_leaves_a_line_for_the_name_and_has_every_character(desk: Desk) -> None:
    visit_no, _ = come(desk)
    for size in ("a4", "a5", "80mm", "58mm"):
        paper = desk.papers.print_slip(visit_no, size)
        assert BLANK in words(paper) and not paper.missing_characters
        assert "＿人民政府" not in words(paper)


def test_signing_names_each_setting_that_this_letter_lacks(desk: Desk) -> None:
    _, case_no = come(desk)
    draft = opinion(desk, case_no)
    known = {gap.setting: gap.warning for gap in desk.letters.gaps(draft) if gap.setting}
    hard = {"name", "reviewing_body", "county"}
    assert {key for key, warning in known.items() if not warning} == hard
    assert {"reviewing_address", "reviewing_phone"} <= set(known)
    with pytest.raises(Unset) as refused:
        desk.letters.issue(draft, "王建国", TODAY)
    assert refused.value.settings == ("name",)
    # 受理告知书 names no reviewing body: it is not asked for one
    notice = desk.letters.draft("acceptance_notice", come(desk)[1]).letter_id
    assert {gap.setting for gap in desk.letters.gaps(notice) if gap.setting and not gap.warning} == {"name"}


def test_what_is_given_is_asked_for_no_more_and_counts_for_the_days_before(desk: Desk) -> None:
    _, case_no = come(desk, at="2026-11-20T08:40")
    draft = opinion(desk, case_no)
    desk.office.change({"name": "清溪镇", "county": "安平县"})
    assert {gap.setting for gap in desk.letters.gaps(draft) if not gap.warning} == set()
    desk.office.change({"reviewing_address": "安平县政务中心", "reviewing_phone": "0571-00000001"})
    assert not [gap for gap in desk.letters.gaps(draft) if gap.setting]
    # signed the day before somebody typed it: the name was no other then
    content = {"on": TODAY.isoformat()}
    issued = desk.letters.issue(draft, "王建国", TODAY - timedelta(days=1), on=date.fromisoformat(content["on"])).letter
    text = words(desk.letters.print_letter(issued.document_no))
    assert issued.document_no.startswith("清信处〔2026〕")
    assert "清溪镇人民政府" in text and "安平县政务中心" in text and "＿" not in text


def test_a_part_filled_from_a_setting_is_filled_once_it_is_given(desk: Desk) -> None:
    _, case_no = come(desk)
    draft = desk.letters.draft("acceptance_notice", case_no).letter_id
    assert "phone" in {gap.setting for gap in desk.letters.gaps(draft)}
    assert desk.letters.parts_from_settings(draft) == {}
    desk.office.change({"phone": "0571-00000000"})
    assert list(desk.letters.parts_from_settings(draft).values()) == ["0571-00000000"]


def test_a_package_and_a_batch_name_what_they_lack(desk: Desk, tmp_path: Path) -> None:
    _, case_no = come(desk)
    with pytest.raises(Unset, match="单位名称、所属县") as refused:
        desk.ledger_package.build("2026-11", tmp_path / "out.zip", anyway=True)
    assert refused.value.settings == ("name", "county") and not (tmp_path / "out.zip").exists()
    with pytest.raises(Unset):
        desk.letters.batch("acceptance_notice", [case_no], signed_by="王建国", signed_on=TODAY)
    assert not desk.letters.rows_by_id(range(1, 5)), "nothing is drafted for a batch that cannot be"


def test_the_placeholder_of_an_older_version_is_read_as_empty(desk: Desk) -> None:
    office = dataclasses.replace(desk.office.current(), name="未命名单位", county="未填县（市、区）")
    with desk.session.writing() as connection:
        office_rows.add(connection, desk.session.act(), office)
    assert (desk.office.current().name, desk.office.current().county) == ("", "")
    assert words(desk.papers.print_slip(come(desk)[0])).count(BLANK)


def test_a_name_that_is_given_was_the_name_all_along(desk: Desk) -> None:
    """A slip goes by the settings of the day on which its visit was written down."""
    desk.office.change({"name": "清溪镇", "phone": "0571-00000000", "valid_from": TODAY.isoformat()})
    with desk.reading() as connection:
        before = office_rows.current(connection, TODAY - timedelta(days=3))
    assert (before.name, before.county, before.phone) == ("清溪镇", "", "")


def test_settings_go_back_in_as_they_came_out_and_a_given_name_is_not_taken_away(desk: Desk) -> None:
    desk.office.change(json.loads(json.dumps(desk.office.document())))
    desk.office.change({"name": "清溪镇"})
    with pytest.raises(Refused, match="单位名称"):
        desk.office.change({"name": " "})


def test_a_name_is_never_half_a_name() -> None:
    office = Office()
    assert (office.reviewer, office.own_names, office.name_or_line) == ("", (), BLANK)
    for name in ("full_name", "short_name", "county_name"):
        with pytest.raises(Unset):
            getattr(office, name)
    assert Office("城关街道办事处").name_or_line == "城关街道办事处"
