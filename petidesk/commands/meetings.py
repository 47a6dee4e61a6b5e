"""`meeting`: agenda, plan, change, hold, void, show, list."""

from __future__ import annotations

import click

from petidesk.commands.answers import FILE, NUMBER, file_word, json_flag, paged, print_json, print_rows, record_words
from petidesk.domain.meetings import (
    MEETING_KINDS,
    MEETING_STATES,
    AgendaOffer,
    ClosedMeeting,
    Meeting,
    MeetingQuery,
    MeetingRow,
    laid_out,
    meeting_document,
    offer_document,
    row_document,
)


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(meeting_group)


@click.group("meeting")
def meeting_group() -> None:
    """联席会议、例会：排议题、记纪要。"""


@meeting_group.command("agenda")
@click.option("--limit", type=click.IntRange(1, 1000), default=60, show_default=True)
@json_flag
@click.pass_context
def agenda_command(context: click.Context, limit: int, as_json: bool) -> None:
    """可以上会的未办结事项和理由。"""
    with context.obj.open_desk(write=False) as desk:
        offers = desk.meetings.offers(limit)
    print_rows(offers, len(offers), as_json, offer_document, _offer_line, f"共{len(offers)}件")


@meeting_group.command("list")
@paged
@json_flag
@click.pass_context
def list_command(context: click.Context, limit: int, offset: int, as_json: bool) -> None:
    """会议清单，最近的在前。"""
    query = MeetingQuery()
    with context.obj.open_desk(write=False) as desk:
        total, rows = desk.meetings.count(query), desk.meetings.rows(query, limit, offset)
    print_rows(rows, total, as_json, row_document, _row_line, f"共{total}次")


def _offer_line(offer: AgendaOffer) -> str:
    return f"{offer.item.case_no}　{offer.item.title}　{'、'.join(offer.reasons)}　{offer.item.unit}"


def _row_line(row: MeetingRow) -> str:
    words = f"{MEETING_KINDS[row.kind]}　{MEETING_STATES[row.state]}　议题{row.items}件　决定{row.decided}项"
    return f"{row.meeting_no}　{row.on.isoformat()}　{words}"


def _print(found: Meeting | ClosedMeeting, as_json: bool) -> None:
    if as_json:
        print_json(meeting_document(found))
        return
    meeting = laid_out(found)
    plan = meeting.plan
    words = f"{MEETING_KINDS[plan.kind]}　{MEETING_STATES[meeting.state]}"
    click.echo(f"{meeting.meeting_no}　{plan.on.isoformat()}　{words}　{plan.place}　主持：{plan.chair}")
    for place, item in enumerate(plan.agenda, start=1):
        click.echo(f"  {place}. {item.case_no}　{item.title}　{item.why}")
    for decision in meeting.decisions:
        due = f"　{decision.due_on.isoformat()}前" if decision.due_on else ""
        click.echo(f"  决定　{decision.case_no}　{decision.decision}　{decision.owner}{due}")


record_words(
    meeting_group,
    lambda desk: desk.meetings,
    _print,
    document=lambda _desk, found: meeting_document(found),
    show="一次会议的议题和决定。",
    void="作废。编号保留；已经记进事项的决定一并撤销。",
)
file_word(
    meeting_group,
    "plan",
    (FILE,),
    lambda desk, document: desk.meetings.plan(document),
    _print,
    "安排会议；FILE 是 JSON：kind、on、place、chair、attendees、agenda、note。",
)
file_word(
    meeting_group,
    "change",
    (NUMBER, FILE),
    lambda desk, number, change: desk.meetings.change(number, change),
    _print,
    "会前更改：FILE 里只写要改的项目。",
)
file_word(
    meeting_group,
    "hold",
    (NUMBER, FILE),
    lambda desk, number, minutes: desk.meetings.hold(number, minutes),
    _print,
    "记纪要；FILE 里的 decisions 写每件事项的决定、责任人、期限，同时记进各件事项。",
)
