"""What is put up and handed out: the notice with its versions, the wall sheet, cards, the table, the calendar file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.trouble import Refused
from tests.offices import new_office

LEADERS = [
    {"name": "覃晓东", "post": "党委副书记、镇长", "duties": "主持镇政府全面工作", "phone": "0571-00000001"},
    {"name": "盖世平", "post": "副镇长", "duties": "自然资源、村镇建设"},
    {"name": "任秀兰", "post": "党委委员", "duties": "、".join(["农业农村"] * 20)},
]
PLAN = RotaPlan(
    (parse_rule("weekly:thu"),),
    date(2026, 12, 1),
    date(2026, 12, 31),
    parse_turns("覃晓东,盖世平,任秀兰"),
    place="一楼接访室",
    hours="09:00-11:30",
)


class Clock:
    """The office's time, which a test moves on."""

    now = datetime(2026, 11, 19, 9, 0)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A practice office with its leaders and a rota for December."""
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], practice=True)
    opened = open_desk(folder, clock=clock)
    opened.office.change({"leaders": LEADERS, "phone": "0571-00000000", "address": "中心路1号"})
    opened.schedule.make(PLAN)
    yield opened
    opened.close()


def words(pdf: bytes) -> list[str]:
    """The text of every page without blanks and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    found = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


def refusal(call: Any, *given: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        call(*given)
    return raised.value


def test_the_notice_says_who_receives_where_and_by_which_rule(desk: Desk) -> None:
    paper = desk.schedule_papers.notice("2026-12")
    (page,) = words(paper.pdf)
    for text in (
        "清溪镇人民政府2026年12月领导干部接待群众公示",
        "接待方式：接访时间：09:00-11:30地点：一楼接访室",
        "12月3日星期四覃晓东党委副书记、镇长主持镇政府全面工作",
        "12月10日星期四盖世平",
        "预约电话：0571-00000000；窗口地址：中心路1号",
        "《信访工作条例》第十八条",
        "2026年11月19日",
    ):
        assert text in page, text
    assert "更新" not in page and "0571-00000001" not in page
    assert (paper.form, paper.size, paper.version, paper.missing_characters) == ("reception_notice", "a4", 1, ())


def test_a_notice_that_changes_is_issued_anew_with_its_day(desk: Desk, clock: Clock) -> None:
    desk.schedule_papers.notice("2026-12")
    clock.now += timedelta(days=1)
    # Printing again, on other paper too, is the same notice.
    assert desk.schedule_papers.notice("2026-12", "a3").version == 1
    assert "2026年11月20日" not in words(desk.schedule_papers.notice("2026-12").pdf)[0]
    desk.schedule.swap(date(2026, 12, 3), date(2026, 12, 10), "出差")
    assert not desk.schedule_papers.is_issued("2026-12")
    renewed = desk.schedule_papers.notice("2026-12")
    (page,) = words(renewed.pdf)
    assert renewed.version == 2 and "2026年11月19日公布2026年11月20日更新" in page
    assert "12月3日星期四盖世平" in page and "出差" not in page
    assert "2026年11月20日更新" in words(desk.schedule_papers.notice("2026-12", "wall").pdf)[0]
    # A lock is nobody's business outside.
    desk.schedule.lock(date(2026, 12, 17))
    assert desk.schedule_papers.is_issued("2026-12")


def test_it_is_printed_again_beside_an_open_window(desk: Desk, tmp_path: Path) -> None:
    desk.schedule_papers.notice("2026-12")
    reader = open_desk(tmp_path / "data", purpose="read")
    try:
        assert reader.schedule_papers.notice("2026-12").version == 1
    finally:
        reader.close()


def test_a_day_for_nobody_and_several_kinds(desk: Desk) -> None:
    desk.schedule.leave("覃晓东", date(2026, 12, 8), date(2026, 12, 8))
    desk.schedule.make(replace(PLAN, rules=(parse_rule("monthday:8"),), turns=parse_turns("覃晓东"), kind="outreach"))
    (page,) = words(desk.schedule_papers.notice("2026-12").pdf)
    assert "12月8日星期二待定下访09:00-11:30一楼接访室" in page
    assert "接访09:00-11:30一楼接访室" in page


@pytest.mark.parametrize("paper", ["a4", "a3", "wall"])
def test_a_month_of_market_days_stays_on_one_page(desk: Desk, paper: str) -> None:
    plan = replace(PLAN, rules=(parse_rule("solar:3,8"), parse_rule("weekly:thu")), turns=parse_turns("覃晓东,盖世平"))
    desk.schedule.make(replace(plan, since=date(2027, 1, 1), until=date(2027, 1, 31), policy="keep"))
    (page,) = words(desk.schedule_papers.notice("2027-01", paper).pdf)
    assert page.count("覃晓东") + page.count("盖世平") == 9


@pytest.mark.parametrize(
    ("rule", "leaders"), [("dates:{}", "覃晓东+盖世平"), ("solar:3,8", "任秀兰"), ("workday", "覃晓东")]
)
def test_the_wall_sheet_is_one_page_however_full_the_month(desk: Desk, rule: str, leaders: str) -> None:
    four = ",".join(f"2026-11-{day:02d}" for day in (20, 23, 26, 27))
    turns = parse_turns(leaders)
    month = {"since": date(2026, 11, 1), "until": date(2026, 11, 30), "turns": turns}
    made = desk.schedule.make(replace(PLAN, rules=(parse_rule(rule.format(four)),), **month)).made
    (page,) = words(desk.schedule_papers.notice("2026-11", "wall").pdf)
    assert page.count(turns[0].leaders[0]) == len(made) >= 4


def test_cards_eight_or_ten_to_a_page(desk: Desk) -> None:
    (page,) = words(desk.schedule_papers.cards(8).pdf)
    assert page.count("清溪镇便民联系卡") == 3
    assert "电话：0571-00000001接待日：12月3日09:00-11:30一楼接访室12月24日09:00-11:30一楼接访室" in page
    assert "电话：0571-00000000" in page, "without a number of one's own the window's"
    for per_page in (8, 10):
        (full,) = words(desk.schedule_papers.cards(per_page, "任秀兰").pdf)
        assert full.count("任秀兰") == per_page and full.count("农业农村") == 20 * per_page and "…" not in full
    assert refusal(desk.schedule_papers.cards, 9).field == "per-page"
    assert refusal(desk.schedule_papers.cards, 8, "周小河").code == "not_found"


def test_more_leaders_than_cards_go_on_overleaf(desk: Desk) -> None:
    desk.office.change({"leaders": [{"name": f"领导{number}"} for number in range(1, 13)], "hours": "工作日9:00-17:00"})
    pages = words(desk.schedule_papers.cards(10).pdf)
    assert not any("接待日" in page or "地点" in page for page in pages), "without days nothing is promised"
    assert [page.count("便民联系卡") for page in pages] == [10, 2]


def test_the_table_keeps_what_was_planned_and_why(desk: Desk) -> None:
    desk.schedule.substitute(date(2026, 12, 3), "任秀兰", "县里开会")
    page = openpyxl.load_workbook(io.BytesIO(desk.schedule_papers.table())).active
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][0] == "清溪镇人民政府领导接待日安排表（演练）" and rows[1][4] == "接待领导（实到）"
    assert rows[2][:9] == ("2026-12-03", "星期四", "十月廿五", "接访", "任秀兰", "党委委员", "覃晓东", "县里开会", "")
    assert len(rows) == 7


def test_a_calendar_program_reads_the_file(desk: Desk) -> None:
    desk.schedule.make(replace(PLAN, rules=(parse_rule("monthday:9"),), kind="outreach", hours="", place=""))
    data = desk.schedule_papers.calendar()
    assert data == desk.schedule_papers.calendar()
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and data.endswith(b"\r\n")
    calendar = icalendar.Calendar.from_ical(data)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Shanghai" and calendar["version"] == "2.0"
    first, *_ = calendar.walk("VEVENT")
    assert (str(first["summary"]), str(first["location"])) == ("领导接访：覃晓东", "一楼接访室")
    assert first["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert first.start.replace(tzinfo=None) == datetime(2026, 12, 3, 9) and first.start.utcoffset() == timedelta(
        hours=8
    )
    assert first.end - first.start == timedelta(hours=2, minutes=30)
    assert [alarm["trigger"].dt for alarm in first.walk("VALARM")] == [timedelta(days=-5), timedelta(days=-1)]
    whole_day = [event for event in calendar.walk("VEVENT") if event["dtstart"].params.get("VALUE") == "DATE"]
    assert [event.start for event in whole_day] == [date(2026, 12, 9)]


def test_a_change_keeps_the_uid_and_raises_the_sequence(desk: Desk) -> None:
    def lines() -> list[tuple[str, int, str, str]]:
        calendar = icalendar.Calendar.from_ical(desk.schedule_papers.calendar())
        return [
            (str(event["uid"]), int(event["sequence"]), str(event["status"]), str(event["summary"]))
            for event in calendar.walk("VEVENT")
        ]

    before = lines()
    assert len({uid for uid, *_ in before}) == 5 and {sequence for _, sequence, *_ in before} == {0}
    desk.schedule.swap(date(2026, 12, 3), date(2026, 12, 10), "出差")
    desk.schedule.make(replace(PLAN, until=date(2026, 12, 30), rules=(parse_rule("monthday:24"),), again=True))
    after = lines()
    assert [line[0] for line in after] == [line[0] for line in before]
    assert after[0][1:] == (1, "CONFIRMED", "领导接访：盖世平")
    # The 17th is no rule day any more: it is struck out, not forgotten.
    assert after[2][1:3] == (1, "CANCELLED") and after[4] == before[4]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        (("2026-11",), "not_found", "month"),
        (("2026-13",), "bad_value", "month"),
        (("2026-12", "a5"), "bad_value", "paper"),
    ],
)
def test_notices_that_are_refused(desk: Desk, given: tuple[str, ...], code: str, field: str) -> None:
    refused = refusal(desk.schedule_papers.notice, *given)
    assert (refused.code, refused.field) == (code, field)


@pytest.mark.parametrize("paper", ["a4", "a3", "wall"])
def test_a_preview_issues_nothing_and_is_what_printing_puts_up(desk: Desk, paper: str) -> None:
    before = len(desk.audit.lines(100, 0))
    shown = desk.schedule_papers.preview("2026-12", paper)
    assert not desk.schedule_papers.is_issued("2026-12")
    assert len(desk.audit.lines(100, 0)) == before
    printed = desk.schedule_papers.notice("2026-12", paper)
    assert words(shown.pdf) == words(printed.pdf)
    assert shown.version == printed.version == 1


def test_a_month_that_changed_after_it_was_put_up_is_outdated(desk: Desk) -> None:
    assert not desk.schedule_papers.is_outdated("2026-12")
    desk.schedule_papers.notice("2026-12")
    assert not desk.schedule_papers.is_outdated("2026-12")
    desk.schedule.swap(date(2026, 12, 3), date(2026, 12, 10), "出差")
    assert desk.schedule_papers.is_outdated("2026-12")
    assert desk.schedule_papers.preview("2026-12").version == 2
    assert desk.schedule_papers.is_outdated("2026-12")
    desk.schedule_papers.notice("2026-12")
    assert not desk.schedule_papers.is_outdated("2026-12")
    # A month that was put up and of which every day was called off is outdated as well.
    for day in desk.schedule.days(DayQuery(date(2026, 12, 1), date(2026, 12, 31))):
        desk.schedule.call_off(day.on, "停电")
    assert desk.schedule_papers.is_outdated("2026-12")


@pytest.mark.parametrize("paper", ["a4", "a3", "wall"])
def test_a_month_of_many_places_stays_on_one_sheet(desk: Desk, paper: str) -> None:
    """Market days beside the office's Thursdays: it hangs on a wall, where nobody turns a leaf."""
    desk.office.change({"leaders": [*LEADERS[:2], {"name": "任秀兰", "post": "党委委员", "duties": "民政、教育"}]})
    market = replace(
        PLAN, rules=(parse_rule("lunar:3,8"),), kind="outreach", place="集市便民服务点", hours="08:30-11:00"
    )
    desk.schedule.make(market)
    days = desk.schedule.days(DayQuery(date(2026, 12, 1), date(2026, 12, 31)))
    assert 10 <= len(days) <= 13
    (page,) = words(desk.schedule_papers.notice("2026-12", paper).pdf)
    assert page.count("集市便民服务点") == sum(day.slot.kind == "outreach" for day in days)
    for day in days:
        assert f"{day.on.month}月{day.on.day}日" in page


def test_the_table_is_printed_on_one_page_across(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(desk.schedule_papers.table())).active
    assert sheet is not None
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[2]}
    assert widths["星期"] < widths["接待领导（实到）"]
