"""Letters on disk: series without gaps whatever fails, nothing half issued on a full disk, bytes that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petidesk.desk.desk import Desk
from petidesk.desk.letters import issuing as letter_issuing
from petidesk.desk.opening import open_desk
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.file import ballast
from tests.examples import examples
from tests.offices import new_office
from tests.storage.file.test_disk_full import SmallDisk, small_disk

__all__ = ["small_disk"]
Make = Callable[..., dict[str, Any]]
ON = date(2026, 11, 19)


def open_case(desk: Desk, visit: Make, number: int = 1, route: int | None = 6) -> str:
    document = visit(number)
    document["matters"][0]["route"] = route
    return desk.visits.add(document)[0].matters[0].case_no


def numbers(desk: Desk, state: str = "") -> list[str]:
    found = desk.letters.rows(LetterQuery(state=state, sort="document_no", descending=False), 10_000)
    return [row.document_no for row in found if row.document_no]


class Fault(Exception):
    """Something that goes wrong in the middle of issuing."""


STEPS = st.lists(
    st.tuples(st.sampled_from(("issue", "void", "fail", "refused", "file")), st.integers(0, 3)), min_size=4, max_size=14
)


@given(steps=STEPS)
@settings(max_examples=examples(12))
def test_a_series_has_no_gap_whatever_happens(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("series") / "office"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    desk = open_desk(folder, purpose="window")
    given_out: dict[str, list[str]] = {}
    opened = 0

    def new_case() -> str:
        nonlocal opened
        opened += 1
        matter = {
            "purpose": "appeal",
            "route": 6,
            "title": f"第{opened}段",
            "statement": "水渠渗水。",
            "requests": ["修"],
        }
        document = {
            "at": "2026-11-19T09:20",
            "channel": "visit",
            "petitioners": [{"name": "杨柳"}],
            "matters": [matter],
        }
        return desk.visits.add(document)[0].matters[0].case_no

    try:
        for what, which in steps:
            if what == "void":
                standing = numbers(desk, "issued")
                if standing:
                    desk.letters.void(standing[which % len(standing)], "写错")
                continue
            kind = "power_of_attorney" if what == "file" else ("acceptance_notice", "submission_form")[which % 2]
            content = {"to": "王镇长", "proposal": "拟受理"} if kind == "submission_form" else None
            case_no = new_case()
            draft = desk.letters.draft(kind, case_no, content).letter_id
            if what == "refused":
                with pytest.raises(Refused):
                    desk.letters.issue(draft, "李建国", date(2126, 1, 1))
            elif what == "fail":
                fail_after_numbering(desk, draft)
            else:
                number = desk.letters.issue(draft, "李建国", ON).letter.document_no
                given_out.setdefault(number.rsplit("〕", 1)[0] if "〕" in number else case_no, []).append(number)
        for series, given_numbers in given_out.items():
            serials = [int("".join(filter(str.isdigit, number.removeprefix(series)))) for number in given_numbers]
            assert serials == list(range(1, len(serials) + 1)), given_numbers
        assert sorted(numbers(desk)) == sorted(number for part in given_out.values() for number in part)
        assert desk.checks.run(deep=True) == []
    finally:
        desk.close()


def fail_after_numbering(desk: Desk, draft: int) -> None:
    """Everything of issuing is done, and then the transaction fails."""
    with pytest.raises(Fault), desk.writing() as connection:
        signing = letter_issuing.Signing("李建国", ON)
        issued = letter_issuing.issue(desk, connection, desk.act(), draft, signing)
        assert issued.letter.document_no and issued.letter.state == "issued"
        raise Fault
    letter = desk.letters.get(draft)
    assert (letter.state, letter.document_no, letter.event_id) == ("draft", "", None)


def test_check_finds_a_letter_that_was_tampered_with(desk: Desk, visit: Make) -> None:
    draft = desk.letters.draft("acceptance_notice", open_case(desk, visit)).letter_id
    number = desk.letters.issue(draft, "李建国", ON).letter.document_no
    assert desk.checks.run(deep=True) == []
    with desk.writing() as connection:
        connection.exec_driver_sql("UPDATE letter SET pdf = CAST(pdf || x'00' AS BLOB)")
    assert ("留存文书的内容与摘要不符", number) in [(found.what, found.where) for found in desk.checks.run()]
    with desk.writing() as connection:
        connection.exec_driver_sql("UPDATE letter SET serial = 3")
        connection.exec_driver_sql("UPDATE petition_case SET waiting_service = 0")
    said = {found.what for found in desk.checks.run()}
    assert {"编号不连续：0之后是3", "编号计数1与记录3不符", "等待送达的文书数与记录不符"} <= said


def test_lists_sort_filter_and_count(desk: Desk, visit: Make) -> None:
    cases = [open_case(desk, visit, number) for number in range(1, 13)]
    for case_no in cases:
        desk.letters.issue(desk.letters.draft("acceptance_notice", case_no).letter_id, "李建国", ON)
    desk.letters.draft("investigation_report", cases[0])
    assert numbers(desk) == [f"清信受〔2026〕{serial}号" for serial in range(1, 13)]
    assert desk.letters.count(LetterQuery()) == 13
    assert desk.letters.count(LetterQuery(waiting_service=True)) == 12
    assert desk.letters.count(LetterQuery(state="draft")) == 1
    assert desk.letters.count(LetterQuery(case_no=cases[0])) == 2
    assert desk.letters.count(LetterQuery(since=ON, until=ON)) == 12
    assert desk.letters.count(LetterQuery(text="受理告知书")) == 12
    assert [row.case_no for row in desk.letters.rows(LetterQuery(text="清信受〔2026〕12号"), 5)] == [cases[11]]
    ids = desk.letters.ids(LetterQuery(sort="signed_on"))
    assert len(ids) == 13
    assert [row.letter_id for row in desk.letters.rows_by_id(list(ids[:3]))] == list(ids[:3])
    with pytest.raises(Refused):
        desk.letters.rows(LetterQuery(sort="pdf"), 5)
    found = [hit for hit in desk.search.find("清信受〔2026〕3号") if hit.kind == "letter"]
    assert [(hit.no, hit.title) for hit in found] == [("清信受〔2026〕3号", f"信访事项受理告知书　{cases[2]}")]


def test_service_is_counted_in_the_case(desk: Desk, visit: Make) -> None:
    case_no = open_case(desk, visit)
    issued = desk.letters.issue(desk.letters.draft("acceptance_notice", case_no).letter_id, "李建国", ON).letter
    assert issued.waits_for_service

    def waiting() -> int:
        with desk.reading() as connection:
            return int(connection.exec_driver_sql("SELECT waiting_service FROM petition_case").scalar_one())

    assert waiting() == 1
    served = {"on": "2026-11-20", "document_no": issued.document_no, "method": "post", "recipient": "杨柳1"}
    event_id = desk.cases.record(case_no, "served", served).event_id
    assert waiting() == 0 and desk.letters.by_no(issued.document_no).served_on == date(2026, 11, 20)
    desk.cases.undo(case_no, event_id)
    assert waiting() == 1 and desk.letters.by_no(issued.document_no).served_on is None
    desk.letters.void(issued.document_no, "写错")
    assert waiting() == 0
    assert desk.checks.run(deep=True) == []


@pytest.fixture
def full_desk(small_disk: SmallDisk) -> Iterator[Desk]:
    """The office on the small disk, opened as a window."""
    opened = open_desk(small_disk.place / "office", purpose="window")
    yield opened
    opened.close()


def test_a_full_disk_loses_no_number(full_desk: Desk, small_disk: SmallDisk, visit: Make) -> None:
    desk = full_desk
    assert ballast.keep_reserve(desk.folder)
    drafts = [
        desk.letters.draft("acceptance_notice", open_case(desk, visit, number)).letter_id for number in range(1, 40)
    ]
    small_disk.fill(desk)
    assert ballast.after_full(desk.folder)
    issued: list[str] = []
    failed: list[int] = []
    with pytest.raises(KnownTrouble) as raised:
        # The reserve holds some letters; then each attempt fails, and none of them takes a number.
        for draft in [*drafts, *drafts]:
            if desk.letters.get(draft).state == "draft":
                failed.append(draft)
                issued.append(desk.letters.issue(draft, "李建国", ON).letter.document_no)
                failed.pop()
                pad(desk)
    assert raised.value.code == "full" and raised.value.exit_status == 4
    assert issued == [f"清信受〔2026〕{serial}号" for serial in range(1, len(issued) + 1)]
    assert issued and failed
    if small_disk.mounted:
        (small_disk.place / "photos.bin").unlink()
    desk.close()
    again = open_desk(small_disk.place / "office", purpose="window")
    try:
        assert again.letters.get(failed[0]).state == "draft"
        assert again.checks.run(deep=True) == []
        number = again.letters.issue(failed[0], "李建国", ON).letter.document_no
        assert number == f"清信受〔2026〕{len(issued) + 1}号"
    finally:
        again.close()


def pad(desk: Desk) -> None:
    """Fill what is left of the reserve faster than letters would."""
    with desk.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS pad (filling BLOB)")
        connection.exec_driver_sql("INSERT INTO pad VALUES (zeroblob(900000))")


def test_bytes_stay_as_they_were_frozen(desk: Desk, visit: Make, tmp_path: Path) -> None:
    case_no = open_case(desk, visit)
    issued = desk.letters.issue(desk.letters.draft("acceptance_notice", case_no).letter_id, "李建国", ON).letter
    first = desk.letters.print_letter(issued.document_no)
    own = desk.templates.text("acceptance_notice").replace("特此告知。", "请妥善保管。特此告知。")
    desk.templates.save("acceptance_notice", own)
    desk.office.change({"name": "清河镇", "letterhead": "plain", "organ_code": "河信访"})
    again = desk.letters.print_letter(issued.document_no)
    assert first.pdf == again.pdf and hashlib.sha256(again.pdf).hexdigest() == issued.sha256
    other = desk.letters.draft("acceptance_notice", open_case(desk, visit, 2)).letter_id
    newer = desk.letters.issue(other, "李建国", desk.today()).letter
    assert newer.document_no == "河信访受〔2026〕2号" and newer.form_version != issued.form_version
