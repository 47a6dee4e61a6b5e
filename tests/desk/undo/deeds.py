"""An office in the middle of its work, and one deed for every method of the desk that saves something.

Each deed is what a clerk does once; `Ground` is what it finds there.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from PIL import Image

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from tests.cases import case as case_file
from tests.documents.county import books

DAY, NEXT = date(2026, 11, 19), date(2026, 11, 26)
"""A Thursday, the day of the deeds, and the reception day a week later."""


class Clock:
    """The office's time: a minute later each time it is read, so that no two deeds are of one moment."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 19, 9, 30)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass(frozen=True, slots=True)
class Ground:
    """Numbers of what lies there: a case with events, an `other` one with a letter, a `plain` one with nothing."""

    case: str
    other: str
    plain: str
    visit: str
    plain_visit: str
    other_visit: str
    voided_visit: str
    event: int
    draft_letter: int
    letter: str
    dispute: str
    second: str
    voided_dispute: str
    dispute_event: int
    round: str
    meeting: str
    held: str
    attachment: int
    tray: int
    people: tuple[int, int]


Deed = Callable[[Desk, Ground, Path], object]


def visit(name: str = "田秀", title: str = "路灯不亮", **more: Any) -> dict[str, Any]:
    matter = {"purpose": "appeal", "title": title, "statement": f"{title}，请解决。", "requests": ["修好", "说明原因"]}
    matter |= {key: more.pop(key) for key in ("case_no", "why_again", "purpose", "route") if key in more}
    return {
        "at": "2026-11-19T09:00",
        "channel": "visit",
        "petitioners": [{"name": name, "village": "西村", "phone": "13800001111"}],
        "matters": [matter],
        **more,
    }


def dispute(summary: str = "两家因院墙起争执。", **more: Any) -> dict[str, Any]:
    document = {"found_on": "2026-10-12", "village": "东村", "type": "邻里纠纷", "summary": summary}
    return document | {"parties": [{"name": "查小河", "side": "a"}], **more}


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("L", (210, 297), "white").save(drawn, "PNG")
    return drawn.getvalue()


def plan(
    since: date = date(2026, 11, 1),
    until: date = date(2026, 12, 31),
    *,
    again: bool = False,
    leaders: str = "覃晓东,盖世平,任秀兰",
) -> RotaPlan:
    turns = parse_turns(leaders)
    rules = (parse_rule("weekly:thu"),)
    return RotaPlan(rules, since, until, turns, place="接访室", hours="09:00-11:30", again=again)


def make_ground(folder: Path) -> Ground:
    """The office in `folder`, closed again."""
    create_office(
        folder, office="清溪镇", county="安平县", villages=["东村", "西村"], organ_code="清信访", practice=True
    )
    clock = Clock()
    desk = open_desk(folder, clock=clock)
    leaders = [{"name": name, "post": "副镇长"} for name in ("覃晓东", "盖世平", "任秀兰")]
    desk.office.change({"leaders": leaders, "units": ["水务站", "民政办"], "valid_from": "2026-01-01"})
    first, _ = desk.visits.add(visit("张桂花", "补偿款没到账"))
    second, _ = desk.visits.add(visit("李大山", "水渠淤塞"))
    third, _ = desk.visits.add(visit("段小满", "桥面破损", route=6))
    alone, _ = desk.visits.add(visit("隗大力", "自来水断流"))
    gone, _ = desk.visits.add(visit("邰文", "登错了"))
    desk.visits.void(gone.visit_no, "登错")
    case, other = (str(one.matters[0].case_no) for one in (first, second))
    event = desk.cases.record(case, "told", {"on": "2026-11-19", "manner": "written"}).event_id
    begun = desk.letters.draft("acceptance_notice", str(alone.matters[0].case_no))
    desk.letters.save(begun.letter_id, begun.content)
    issued = desk.letters.issue(
        desk.letters.draft("acceptance_notice", other).letter_id, signed_by="覃晓东", signed_on=DAY
    ).letter
    one, _ = desk.ledger.add(dispute())
    two, _ = desk.ledger.add(dispute("山界不清。", village="西村"))
    void, _ = desk.ledger.add(dispute("录错了。"))
    desk.ledger.void(void.dispute_no, "录错")
    told, _ = desk.ledger.record(two.dispute_no, "mediated", {"on": "2026-10-20", "agreement": "以石头为界"})
    opened = desk.rounds.open({"since": "2026-11-01", "until": "2026-11-30"})
    planned = desk.meetings.plan({"kind": "joint", "on": "2026-11-19", "chair": "覃晓东", "agenda": [other]})
    held = desk.meetings.plan({"kind": "joint", "on": "2026-11-18", "chair": "覃晓东", "agenda": [case]})
    desk.meetings.hold(
        held.meeting_no,
        {"on": "2026-11-19", "decisions": [{"case_no": case, "decision": "由民政办办", "owner": "民政办"}]},
    )
    scan = desk.attachments.add("visit", first.visit_no, picture(), name="现场照片")
    desk.templates.save("visit_register", desk.templates.text("visit_register") + "\n# 本单位\n")
    desk.county.add_template(_workbook(folder.parent), "月报表")
    desk.county.add_template(case_file("tpl-hidden-dict.xlsx"), "有列表的表")
    tray = desk.drafts.save(None, "visit", {"note": "没写完"}, False)
    desk.schedule.make(plan())
    desk.schedule.keep_plan({"name": "每周四", "rules": ["weekly:thu"], "leaders": "覃晓东,盖世平"})
    desk.schedule.leave("任秀兰", date(2026, 12, 28), date(2026, 12, 29), "学习")
    desk.sittings.book(NEXT, {"name": "晏青", "phone": "13800002222", "about": "路灯"})
    clock.now = datetime(2026, 11, 18, 9, 0)
    desk.sittings.book(DAY, {"name": "晏青", "phone": "13800002222", "about": "路灯"})
    clock.now = datetime(2026, 11, 19, 9, 45)
    for name in ("查小河", "田秀"):
        desk.sittings.arrive(DAY, {"name": name, "about": "渠"})
    desk.sittings.receive(DAY, 3, visit("田秀", "门前积水"))
    people = tuple(one.petitioners[0].person_id for one in (first.content, second.content))
    desk.close()
    assert people[0] is not None and people[1] is not None
    return Ground(
        case,
        other,
        str(third.matters[0].case_no),
        first.visit_no,
        third.visit_no,
        alone.visit_no,
        gone.visit_no,
        event,
        begun.letter_id,
        issued.document_no,
        one.dispute_no,
        two.dispute_no,
        void.dispute_no,
        told.events[-1].event_id,
        opened.round_no,
        planned.meeting_no,
        held.meeting_no,
        scan.attachment_id,
        tray.draft_id,
        (people[0], people[1]),
    )


def register(path: Path) -> Path:
    """An old register of two visits."""
    file = path / "旧登记簿.csv"
    lines = ["日期,姓名,住址,反映内容", "2025-03-04,段小满,东村,自来水断流", "2025-03-05,隗大力,西村,桥面破损"]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _opinion(desk: Desk) -> object:
    case_no = desk.sittings.get(DAY).guest(3).open_cases[0]
    told = {"case_no": case_no, "outcome": "assigned", "text": "尽快修", "owner": "水务站", "due_on": "2026-12-20"}
    return desk.sittings.opinion(DAY, 3, told)


def _withdraw(desk: Desk) -> object:
    _opinion(desk)
    case_no = desk.sittings.get(DAY).guest(3).opinions[0].case_no
    return desk.sittings.withdraw(DAY, 3, case_no, "听错了")


def _take_schedule_back(desk: Desk) -> object:
    desk.schedule.call_off(NEXT, "停电")
    return desk.schedule.take_back(NEXT)


def _close(desk: Desk) -> object:
    desk.sittings.cancel(DAY, 2, "走了")
    return desk.sittings.close(DAY, {"summary": "已接访"})


def _reopen(desk: Desk) -> object:
    _close(desk)
    return desk.sittings.reopen(DAY)


def _linked(desk: Desk) -> object:
    done, _ = desk.visits.add(visit("查小河", "渠水不清"))
    return desk.sittings.link(DAY, 2, done.visit_no)


def _calendar(year: int) -> dict[str, Any]:
    return {"year": year, "rest_days": [{"date": f"{year}-01-01", "name": "元旦"}], "makeup_days": []}


def _workbook(path: Path) -> Path:
    file = path / "县表.xlsx"
    file.write_bytes(books.data(books.two_levels()))
    return file


def _returned(desk: Desk, ground: Ground, path: Path) -> object:
    sheet = desk.returns.hand_out(ground.round, path, ("东村",))[0]
    book = openpyxl.load_workbook(sheet)
    book.active["B6"], book.active["D6"], book.active["G6"] = date(2026, 11, 5), "张桂花", "两家争院墙。"
    book.save(sheet)
    done = desk.returns.take(sheet)
    assert done.taken, done
    return done


def _mapped(desk: Desk) -> object:
    known = desk.county.template("月报表")
    heading = next(column.heading for column in known.columns if column.field == "summary")
    return desk.county.set_mapping(known.name, {heading: None})


def _exported(desk: Desk, path: Path) -> object:
    desk.county.add_template(_workbook(path))
    return desk.county.export("2026-10", path / "十月.xlsx", template="县表", anyway=True)


def _ended_leave(desk: Desk) -> object:
    return desk.schedule.end_leave("任秀兰", date(2026, 12, 28), date(2026, 12, 29))


def _undone_import(desk: Desk, path: Path) -> object:
    taken = desk.imports.run(register(path))
    assert taken.import_id is not None
    return desk.imports.undo(taken.import_id)


DEEDS: dict[str, Deed] = {
    "Visits.add": lambda desk, _g, _p: desk.visits.add(visit()),
    "Visits.amend": lambda desk, g, _p: desk.visits.amend(g.visit, {"handling": "转民政办", "note": "补充"}),
    "Visits.void": lambda desk, g, _p: desk.visits.void(g.other_visit, "重复"),
    "People.not_same": lambda desk, g, _p: desk.people.not_same(*g.people),
    "Cases.record": lambda desk, g, _p: desk.cases.record(g.plain, "accepted", {"on": "2026-11-19"}),
    "Cases.undo": lambda desk, g, _p: desk.cases.undo(g.case, g.event, "记错"),
    "Letters.draft": lambda desk, g, _p: desk.letters.draft("acceptance_notice", g.plain),
    "Letters.discard": lambda desk, g, _p: desk.letters.discard(g.draft_letter),
    "Letters.issue": lambda desk, g, _p: desk.letters.issue(g.draft_letter, signed_by="覃晓东", signed_on=DAY),
    "Letters.void": lambda desk, g, _p: desk.letters.void(g.letter, "印错"),
    "Ledger.add": lambda desk, _g, _p: desk.ledger.add(dispute("水沟堵了。")),
    "Ledger.amend": lambda desk, g, _p: desk.ledger.amend(g.dispute, {"summary": "院墙倒了。", "amount_yuan": 300}),
    "Ledger.void": lambda desk, g, _p: desk.ledger.void(g.second, "重复"),
    "Ledger.record": lambda desk, g, _p: desk.ledger.record(g.dispute, "resolved", {"on": "2026-11-10"}),
    "Ledger.undo": lambda desk, g, _p: desk.ledger.undo(g.second, g.dispute_event),
    "LedgerGrid.add_many": lambda desk, _g, _p: desk.backfill.add_many(
        [{"found_on": "2026-10-09", "village": "东村", "summary": words} for words in ("渠水", "树荫")]
    ),
    "LedgerMonths.close": lambda desk, _g, _p: desk.months.close("2026-10"),
    "LedgerPackages.build": lambda desk, _g, path: desk.ledger_package.build("2026-10", path / "包.zip", anyway=True),
    "Rounds.open": lambda desk, _g, _p: desk.rounds.open({"since": "2026-12-01", "until": "2026-12-31"}),
    "Rounds.take": lambda desk, g, _p: desk.rounds.take(g.round, {"village": "东村", "answer": "reported"}),
    "Returns.take": lambda desk, g, path: _returned(desk, g, path),
    "Rounds.zero": lambda desk, g, _p: desk.rounds.zero(g.round, ["西村"]),
    "County.add_template": lambda desk, _g, path: desk.county.add_template(_workbook(path)),
    "County.set_mapping": lambda desk, _g, _p: _mapped(desk),
    "County.set_words": lambda desk, _g, _p: desk.county.set_words("有列表的表", {"纠纷类型": {"劳动争议": "99-其他"}}),
    "County.export": lambda desk, _g, path: _exported(desk, path),
    "Imports.run": lambda desk, _g, path: desk.imports.run(register(path)),
    "Imports.undo": lambda desk, _g, path: _undone_import(desk, path),
    "OfficeDesk.change": lambda desk, _g, _p: desk.office.change({"phone": "0571-1", "villages": ["东村", "南村"]}),
    "Calendars.import_document": lambda desk, _g, _p: desk.calendars.import_document(_calendar(2029)),
    "Templates.save": lambda desk, _g, _p: desk.templates.save(
        "visit_slip", desk.templates.text("visit_slip") + "\n# 本单位\n"
    ),
    "Templates.restore": lambda desk, _g, _p: desk.templates.restore("visit_register"),
    "Drafts.discard": lambda desk, g, _p: desk.drafts.discard(g.tray),
    "Attachments.add": lambda desk, g, _p: desk.attachments.add("visit", g.other_visit, picture(), name="照片"),
    "Attachments.remove": lambda desk, g, _p: desk.attachments.remove(g.attachment, "附错了"),
    "Schedule.swap": lambda desk, _g, _p: desk.schedule.swap(NEXT, NEXT + timedelta(days=7), "开会"),
    "Schedule.substitute": lambda desk, _g, _p: desk.schedule.substitute(NEXT, "段小满", "开会"),
    "Schedule.lock": lambda desk, _g, _p: desk.schedule.lock(NEXT),
    "Schedule.move": lambda desk, _g, _p: desk.schedule.move(NEXT, "停电", to=date(2026, 11, 27), place="二楼"),
    "Schedule.call_off": lambda desk, _g, _p: desk.schedule.call_off(NEXT, "停电"),
    "Schedule.take_back": lambda desk, _g, _p: _take_schedule_back(desk),
    "Schedule.leave": lambda desk, _g, _p: desk.schedule.leave("覃晓东", NEXT, NEXT, "学习"),
    "Schedule.end_leave": lambda desk, _g, _p: _ended_leave(desk),
    "Schedule.keep_plan": lambda desk, _g, _p: desk.schedule.keep_plan(
        {"name": "每周四", "rules": ["weekly:fri"], "leaders": "覃晓东"}
    ),
    "Schedule.drop_plan": lambda desk, _g, _p: desk.schedule.drop_plan("每周四"),
    "RotaMaking.make": lambda desk, _g, _p: desk.schedule.make(
        plan(date(2026, 12, 1), again=True, leaders="盖世平,覃晓东")
    ),
    "Sittings.book": lambda desk, _g, _p: desk.sittings.book(NEXT, {"name": "段小满", "phone": "13800003333"}),
    "Sittings.arrive": lambda desk, _g, _p: desk.sittings.arrive(DAY, {"name": "段小满"}),
    "Sittings.came": lambda desk, _g, _p: desk.sittings.came(DAY, 1),
    "Sittings.cancel": lambda desk, _g, _p: desk.sittings.cancel(DAY, 2, "走了"),
    "Sittings.amend": lambda desk, _g, _p: desk.sittings.amend(DAY, 2, {"phone": "13800004444", "people": 3}),
    "Sittings.receive": lambda desk, _g, _p: desk.sittings.receive(DAY, 2, visit("查小河", "渠水不清")),
    "Sittings.link": lambda desk, _g, _p: _linked(desk),
    "Sittings.opinion": lambda desk, _g, _p: _opinion(desk),
    "Sittings.withdraw": lambda desk, _g, _p: _withdraw(desk),
    "Sittings.note": lambda desk, _g, _p: desk.sittings.note(DAY, {"company": "司法所"}),
    "Sittings.close": lambda desk, _g, _p: _close(desk),
    "Sittings.reopen": lambda desk, _g, _p: _reopen(desk),
    "Meetings.plan": lambda desk, g, _p: desk.meetings.plan({"kind": "joint", "on": "2026-11-20", "agenda": [g.case]}),
    "Meetings.change": lambda desk, g, _p: desk.meetings.change(g.meeting, {"place": "二楼"}),
    "Meetings.hold": lambda desk, g, _p: desk.meetings.hold(
        g.meeting, {"on": "2026-11-19", "decisions": [{"case_no": g.other, "decision": "清淤", "owner": "水务站"}]}
    ),
    "Meetings.void": lambda desk, g, _p: desk.meetings.void(g.meeting, "改期"),
    "VisitPapers.print_form": lambda desk, g, _p: desk.papers.print_form("visit_notice_slip", g.plain_visit),
}
"""What saves something that a clerk knows as one action, by the method of the desk."""

NO_ACTION: dict[str, str] = {
    "Drafts.save": "输入时随打随存，用输入框自己的撤销。",
    "Letters.save": "输入时随打随存，用输入框自己的撤销。",
    "Drafts.finish": "内容已经正式保存，草稿随它收走。",
    "Drafts.open": "只是打开看过，没有改什么。",
    "Visits.get": "只是打开看过，没有改什么。",
    "Visits.opened": "只是打开看过，没有改什么。",
    "Cases.get": "只是打开看过，没有改什么。",
    "Letters.get": "只是打开看过，没有改什么。",
    "Letters.by_no": "只是打开看过，没有改什么。",
    "Letters.preview": "只是打开看过，没有改什么。",
    "Attachments.listed": "只是打开看过，没有改什么。",
    "StatisticsPapers.bulletin": "只是打印，没有改什么。",
    "Attachments.content": "只是打开看过，没有改什么。",
    "Attachments.save_copy": "只是打开看过，没有改什么。",
    "VisitPapers.preview_form": "只是打开看过，没有改什么。",
    "Letters.print_letter": "打印出去的纸收不回来，只留打印记录。",
    "Letters.print_named": "打印出去的纸收不回来，只留打印记录。",
    "Letters.paper_of": "打印出去的纸收不回来，只留打印记录。",
    "Letters.note_draft_print": "打印出去的纸收不回来，只留打印记录。",
    "SchedulePapers.notice": "打印出去的纸收不回来，只留打印记录。",
    "StaffDesk.add": "工作人员和权限的更改不能撤销，在设置里再改一次。",
    "StaffDesk.change": "工作人员和权限的更改不能撤销，在设置里再改一次。",
    "Secrets.set_password": "密码和加密的改动不能撤回；没有加密的单位没有密码。",
    "Secrets.set_own_password": "密码和加密的改动不能撤回；没有加密的单位没有密码。",
    "Secrets.set_recovery": "密码和加密的改动不能撤回；没有加密的单位没有密码。",
    "encrypting._beside": "密码和加密的改动不能撤回；没有加密的单位没有密码。",
    "plain.clear_plain": "清理加密前留下的明文，不动记录。",
    "Retention.purge": "销毁的内容不在了，恢复不了；它自己占一步，说明为什么。",
    "sealing.seal_what_is_open": "把加密以前或者旧版本里的检举控告密封，不动记录。",
    "settling.settle": "把已经销毁的从文件里清出去，不动记录。",
    "Audit.clock_right": "确认电脑日期，不动记录。",
    "Attachments.tidy": "清理没有写完的文件，不动记录。",
    "attachments.drop": "清理没有记录的文件，不动记录。",
}
"""What writes and is no action of a clerk, each with the reason."""

SAME_AS: dict[str, str] = {
    "Attachments.add_file": "Attachments.add",
    "VisitPapers.print_slip": "VisitPapers.print_form",
    "batch.issue_many": "Letters.issue",
}
"""What goes through another method."""
