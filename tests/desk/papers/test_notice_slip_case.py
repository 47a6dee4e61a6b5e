"""The notice slip looks at the case: what is in hand, answered, under review or ended is told as that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.papers.visit_papers import PLAIN
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.notice_slip import NoticeChoices
from tests.offices import new_office

ACCEPT = NoticeChoices(accept=True)
ANSWER = [{"request": 1, "result": "not_supported", "answer": "已足额发放。"}]
OPINION = {"fields": {"经查": "属实。", "法律依据": "《中华人民共和国土地管理法》第四十八条。"}}
PROMISE = "属于本机关职权范围"


class Day:
    """The desk's clock, which a test moves on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9)

    def to(self, day: str) -> None:
        """The morning of another day."""
        self.now = datetime.fromisoformat(f"{day}T09:00")


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def desk(tmp_path: Path, day: Day) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访", practice=True)
    opened = open_desk(folder, clock=lambda: day.now)
    opened.office.change({"rechecking_body": "宁州市人民政府"})
    yield opened
    assert opened.checks.run(deep=True) == []
    opened.close()


def visit(desk: Desk, channel: str = "visit", **matter: Any) -> tuple[str, str]:
    content = {"purpose": "appeal", "route": 6, "title": "补偿款未到账", "statement": "补偿款没到账。", **matter}
    now = desk.now()
    document = {
        "at": now.isoformat(timespec="minutes"),
        "channel": channel,
        "petitioners": [{"name": "张桂花", "village": "东村"}],
        "matters": [{**content, "requests": ["补发补偿款"]}],
    }
    added, _ = desk.visits.add(document)
    return added.visit_no, added.matters[0].case_no


def slip(desk: Desk, visit_no: str, choices: NoticeChoices = PLAIN, paper: str = "a5") -> list[str]:
    """The pages of the slip without white space."""
    printed = desk.papers.print_form("visit_notice_slip", visit_no, paper, choices=choices)
    with pypdfium2.PdfDocument(printed.pdf) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def record(desk: Desk, case_no: str, kind: str, on: str, **more: Any) -> None:
    desk.cases.record(case_no, kind, {"on": on, **more})


def test_without_acceptance_nothing_is_promised_for_sixty_days(desk: Desk) -> None:
    visit_no, case_no = visit(desk)
    said = slip(desk, visit_no)[0]
    assert PROMISE not in said and "60日内" not in said and "受理和办理期限以受理告知书为准" in said
    assert "本回执不作为受理凭据" in said
    assert desk.cases.get(case_no).accepted_on is None


def test_acceptance_in_the_same_step_is_recorded_and_said(desk: Desk) -> None:
    visit_no, case_no = visit(desk)
    offered = desk.papers.notice_offer(visit_no)
    assert offered.accept and not offered.same_facts
    shown = desk.papers.preview_form("visit_notice_slip", visit_no, "a5", choices=ACCEPT)
    assert desk.cases.get(case_no).state == "registered"
    said = slip(desk, visit_no, ACCEPT)[0]
    assert "本机关已于2026年11月2日受理" in said and "自受理之日起60日内（不迟于2027年1月1日）办结" in said
    assert PROMISE in said and "不作为受理凭据" not in said
    assert shown.pdf == desk.papers.print_form("visit_notice_slip", visit_no, "a5").pdf
    assert [event.kind for event in desk.cases.get(case_no).events] == ["registered", "told", "accepted"]
    assert not desk.papers.notice_offer(visit_no).accept


def test_taken_back_it_tells_again_and_on_another_day_it_is_made_anew(desk: Desk, day: Day) -> None:
    visit_no, case_no = visit(desk)
    slip(desk, visit_no, ACCEPT)
    first = desk.papers.print_form("visit_notice_slip", visit_no, "a5")
    for _ in range(2):
        desk.undo.back()
        assert desk.cases.get(case_no).state == "registered"
        assert desk.papers.print_form("visit_notice_slip", visit_no, "a5").pdf == first.pdf
        assert desk.cases.get(case_no).accepted_on == day.now.date()
    told = desk.cases.get(case_no).last("told")
    assert told is not None
    desk.cases.undo(case_no, desk.cases.get(case_no).last("accepted").event_id, "不该受理")  # type: ignore[union-attr]
    slip(desk, visit_no)
    assert desk.cases.get(case_no).last("accepted") is None  # what is told stands: it was handed over
    desk.cases.undo(case_no, told.event_id, "没有交")
    day.to("2026-11-03")
    assert desk.papers.notice_offer(visit_no).accept
    other = slip(desk, visit_no)[0]
    told = desk.cases.get(case_no).last("told")
    assert told is not None and told.on == day.now.date() and "2026年11月3日" in other and PROMISE not in other
    # Both were handed over and both are kept; taken back on its own day it tells again like the first.
    bytes_kept = desk.papers.print_form("visit_notice_slip", visit_no, "a5").pdf
    assert bytes_kept != first.pdf
    desk.undo.back()
    assert desk.papers.print_form("visit_notice_slip", visit_no, "a5").pdf == bytes_kept
    assert desk.cases.get(case_no).state == "told"
    kept = desk.visits.papers(desk.visits.get(visit_no).visit_id)
    assert [paper.size for paper in kept] == ["a5", "a5"]
    assert desk.checks.run(deep=True) == []


def test_it_is_dated_the_day_it_is_handed_over_and_the_file_copy_is_signed(desk: Desk, day: Day) -> None:
    visit_no, _ = visit(desk)
    day.to("2026-11-05")
    for paper in ("a5", "80mm"):
        first, second = slip(desk, visit_no, paper=paper)
        assert "（章）2026年11月5日" in first and "你于2026年11月2日到" in first
        assert "签收人：" not in first and "签收人：" in second and "日期：年月日" in second.replace("＿", "")


def test_a_repeat_visit_hears_who_has_it_in_hand_and_until_when(desk: Desk, day: Day) -> None:
    first, case_no = visit(desk)
    slip(desk, first, ACCEPT)
    day.to("2026-11-09")
    record(desk, case_no, "in_charge", "2026-11-03", unit="财政所")
    again, _ = visit(desk, case_no=case_no)
    said = slip(desk, again)[0]
    assert f"与2026年11月2日登记的信访事项（编号{case_no}）是同一事项，正在办理，由财政所承办" in said
    assert "不迟于2027年1月1日" in said and PROMISE not in said
    assert desk.cases.get(case_no).last("told").on.isoformat() == "2026-11-09"  # type: ignore[union-attr]
    record(
        desk, case_no, "extended", "2026-11-09", days=20, approved_by="任秀兰", approved_on="2026-11-09", reason="复杂"
    )
    later, _ = visit(desk, case_no=case_no)
    assert "办理期限至2027年1月21日" in slip(desk, later)[0]


def answered(desk: Desk, day: Day) -> str:
    """A case that was answered on 11-10 and served on 11-11."""
    visit_no, case_no = visit(desk)
    slip(desk, visit_no, ACCEPT)
    day.to("2026-11-10")
    letter = desk.letters.draft("handling_opinion", case_no, {"results": ANSWER, **OPINION})
    issued = desk.letters.issue(letter.letter_id, "任秀兰", day.now.date())
    day.to("2026-11-11")
    record(
        desk,
        case_no,
        "served",
        "2026-11-11",
        document_no=issued.letter.document_no,
        method="direct",
        recipient="张桂花",
    )
    return case_no


def test_an_answered_matter_is_told_by_day_number_and_review(desk: Desk, day: Day) -> None:
    case_no = answered(desk, day)
    day.to("2026-11-20")
    again, _ = visit(desk, case_no=case_no)
    said = slip(desk, again)[0]
    assert "本机关已于2026年11月10日作出处理意见（清信访处〔2026〕1号），2026年11月11日送达" in said
    assert "自收到处理意见之日起30日内向安平县人民政府请求复查" in said and PROMISE not in said


def test_review_and_recheck_are_told_and_after_the_end_only_with_a_word_of_the_clerk(desk: Desk, day: Day) -> None:
    case_no = answered(desk, day)
    day.to("2026-11-30")
    record(desk, case_no, "review_requested", "2026-11-20")
    again, _ = visit(desk, case_no=case_no)
    assert "已于2026年11月20日请求复查，正在复查，由安平县人民政府作出复查意见" in slip(desk, again)[0]
    record(desk, case_no, "reviewed", "2026-11-25", result="upheld", document_no="安复查〔2026〕3号")
    again, _ = visit(desk, case_no=case_no)
    assert "复查意见已于2026年11月25日作出（安复查〔2026〕3号）" in slip(desk, again)[0]
    record(desk, case_no, "recheck_requested", "2026-11-26")
    again, _ = visit(desk, case_no=case_no)
    assert "正在复核，由宁州市人民政府作出复核意见" in slip(desk, again)[0]
    record(desk, case_no, "rechecked", "2026-11-28", result="upheld", document_no="宁复核〔2026〕1号")
    again, _ = visit(desk, case_no=case_no)
    assert desk.papers.notice_offer(again).same_facts
    with pytest.raises(Refused) as refused:
        slip(desk, again)
    assert refused.value.field == "same_facts"
    said = slip(desk, again, NoticeChoices(same_facts=True))[0]
    assert "宁州市人民政府作出复核意见（宁复核〔2026〕1号）" in said and "不再受理" in said
    event = desk.cases.get(case_no).last("not_accepted")
    assert event is not None and event.content["ground"] == "after_recheck"


def test_a_refused_matter_is_told_when_and_where_to_go(desk: Desk, day: Day) -> None:
    _, case_no = visit(desk, route=None)
    record(desk, case_no, "not_accepted", "2026-11-02", ground="litigation", where_to_go="安平县人民法院")
    day.to("2026-11-06")
    again, _ = visit(desk, case_no=case_no)
    said = slip(desk, again)[0]
    assert "本机关已于2026年11月2日告知不予受理" in said and "向安平县人民法院提出" in said


def test_what_went_into_another_case_is_told_of_that_one(desk: Desk, day: Day) -> None:
    _, other = visit(desk)
    visit_no, case_no = visit(desk)
    record(desk, other, "accepted", "2026-11-02")
    record(desk, case_no, "merged", "2026-11-02", into=other, untold_reason="当场说明")
    said = slip(desk, visit_no)[0]
    assert f"（编号{other}）是同一事项，正在办理" in said and "已于2026年11月2日受理" in said


def test_a_hotline_order_is_not_told_on_a_slip(desk: Desk) -> None:
    visit_no, _ = visit(desk, channel="hotline")
    with pytest.raises(Refused, match="12345"):
        slip(desk, visit_no)
    assert not desk.papers.notice_offer(visit_no).accept


def test_the_day_after_counts_from_the_day_of_acceptance(desk: Desk, day: Day) -> None:
    visit_no, case_no = visit(desk)
    day.to("2026-11-04")
    slip(desk, visit_no, ACCEPT)
    case = desk.cases.get(case_no)
    assert case.accepted_on == day.now.date() and case.due == day.now.date() + timedelta(days=60)
