"""`visit`: add, show, list, amend, void, similar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from petidesk.commands.answers import (
    json_flag,
    numbers_of,
    paged,
    print_json,
    print_rows,
    read_json,
    record_words,
    warn,
)
from petidesk.commands.words import Words
from petidesk.domain.codes import CHANNELS, MATCH_REASONS, PURPOSES
from petidesk.domain.identity import mask_phone
from petidesk.domain.json_output import iso
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.documents import visit_document
from petidesk.domain.visits.listing import VisitQuery, VisitRow
from petidesk.domain.visits.people import Likely, Probe
from petidesk.domain.visits.visits import Petitioner, StoredMatter, Visit, probes_of

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(visit_group)


@click.group("visit", cls=Words, files={"imports:register_visits": "import"})
def visit_group() -> None:
    """来访：登记、查看、更正、作废。"""


@visit_group.command("add")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def add_command(context: click.Context, file: str, as_json: bool) -> None:
    """登记一次来访；FILE 是 JSON，- 为标准输入。"""
    document = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        visit, added = desk.visits.add(document)
    warn(visit.content.warnings)
    if as_json:
        print_json(visit_document(visit, added))
        return
    click.echo(f"已登记：{visit.visit_no}")
    for stored in visit.matters:
        due = f"，书面告知不迟于{stored.deadlines[0].raw.isoformat()}" if stored.deadlines else ""
        click.echo(f"  信访事项 {stored.case_no}{due}")


@visit_group.command("list")
@click.option("--from", "since", metavar="DATE", help="从哪一天起。")
@click.option("--to", "until", metavar="DATE", help="到哪一天止，含当天。")
@click.option("--village", default="", metavar="NAME", help="村（社区）。")
@click.option("--channel", type=click.Choice(list(CHANNELS)), help="渠道。")
@paged
@json_flag
@click.pass_context
def list_command(
    context: click.Context,
    since: str | None,
    until: str | None,
    village: str,
    channel: str | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """来访清单，最近的在前。"""
    query = VisitQuery(since=iso_day(since, "from"), until=iso_day(until, "to"), village=village, channel=channel or "")
    with context.obj.open_desk(write=False) as desk:
        total = desk.visits.count(query)
        rows = desk.visits.rows(query, limit, offset)
    print_rows(rows, total, as_json, _row_document, _row_line, f"共{total}条")


def iso_day(text: str | None, field: str) -> date | None:
    """An ISO date of the command line; Refused (bad_value) when there is no such day."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("bad_value", f"“{text}”不是存在的日期，请写成 2026-11-19。", field=field) from None


def _row_line(row: VisitRow) -> str:
    voided = "　作废" if row.voided else ""
    purposes = "、".join(PURPOSES[purpose] for purpose in row.purposes)
    names = "、".join(row.names) or "（限制查阅）"
    return f"{row.visit_no}　{row.at:%Y-%m-%d %H:%M}　{CHANNELS[row.channel]}　{names}　{purposes}{voided}"


def _row_document(row: VisitRow) -> dict[str, Any]:
    return {
        "visit_no": row.visit_no,
        "at": iso(row.at, "minutes"),
        "channel": row.channel,
        "names": list(row.names),
        "people": row.people,
        "village": row.village,
        "purposes": list(row.purposes),
        "voided": row.voided,
    }


@visit_group.command("similar")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def similar_command(context: click.Context, file: str, as_json: bool) -> None:
    """还没有保存的来访，可能是以前来过的谁。"""
    document = read_json(file)
    with context.obj.open_desk(write=False) as desk:
        found: dict[int, Likely] = {}
        for given in probes_of(document, desk.today()):
            for likely in desk.visits.similar(_probe(given), by_name_alone=False):
                found.setdefault(likely.person.person_id, likely)
    if as_json:
        print_json({"people": [_likely_document(likely) for likely in found.values()]})
        return
    if not found:
        click.echo("没有找到可能的旧访。")
    for likely in found.values():
        click.echo(f"{likely.person.name}　{'、'.join(MATCH_REASONS[reason] for reason in likely.why)}")
        for case in likely.cases:
            click.echo(f"  {case.on.isoformat()}　{case.case_no}　{case.title}　{'；'.join(case.requests)}")


def _probe(given: Petitioner) -> Probe:
    return Probe(given.name, given.phone, given.id_number, given.village, given.birth, given.not_same_as)


def _likely_document(likely: Likely) -> dict[str, Any]:
    return {
        "person_id": likely.person.person_id,
        "name": likely.person.name,
        "why": list(likely.why),
        "cases": [
            {
                "case_no": case.case_no,
                "on": iso(case.on),
                "requests": list(case.requests),
                "state": case.state,
                "reply_on": iso(case.reply_on),
            }
            for case in likely.cases
        ],
    }


def _numbered(desk: Desk, visit: Visit | ClosedVisit) -> dict[str, Any]:
    return numbers_of(
        desk, "visit", visit.visit_no, visit_document(visit), told=isinstance(visit, ClosedVisit) or visit.restricted
    )


def _print_visit(visit: Visit | ClosedVisit, _as_json: bool) -> None:
    state = "（已作废）" if visit.voided else f"（第{visit.version}版）" if visit.version > 1 else ""
    click.echo(f"{visit.visit_no}{state}　{visit.at:%Y-%m-%d %H:%M}　{CHANNELS[visit.channel]}　{visit.people}人")
    if isinstance(visit, ClosedVisit):
        click.echo("  （限制查阅）")
    else:
        for person in visit.content.petitioners:
            click.echo(f"  {person.name or '匿名'}　{person.village}　{mask_phone(person.phone)}")
    for stored in visit.matters:
        said = stored.matter if isinstance(stored, StoredMatter) else None
        click.echo(f"  {stored.case_no}　{PURPOSES[stored.purpose]}　{said.heading if said else ''}")
        for place, request in enumerate(said.requests if said else (), start=1):
            click.echo(f"    {place}. {request}")


record_words(
    visit_group,
    lambda desk: desk.visits,
    _print_visit,
    document=_numbered,
    unmask="打开检举控告内容的理由；要有权限，会留下记录。",
    show="一次来访的全部内容。检举控告，没有理由不显示内容和来访人。",
    amend="更正：FILE 里只写要改的项目。原来的内容留在历史里。检举控告改成别的，要写理由。",
)
record_words(visit_group, lambda desk: desk.visits, _print_visit, document=_numbered, void="作废。编号保留，不再使用。")
