"""`schedule`: swap, substitute, lock, move, off, undo, leave. What is changed by hand after the rota is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from petidesk.commands.answers import iso_date, json_flag, print_json, warn
from petidesk.commands.reception.rota import print_days, tell, which_options
from petidesk.domain.reception.days import Finding, finding_document, leave_document
from petidesk.domain.reception.rules import parse_span

if TYPE_CHECKING:
    from petidesk.desk.reception.reception import Which


def register(group: click.Group) -> None:
    """Add the commands to the schedule group."""
    for command in (swap_command, substitute_command, lock_command, move_command, off_command, undo_command):
        group.add_command(command)
    group.add_command(leave_command)


@click.command("swap")
@click.argument("on", metavar="DATE")
@click.argument("other", metavar="OTHER")
@click.option("--why", required=True, metavar="W", help="对调的原因。")
@which_options
@json_flag
@click.pass_context
def swap_command(
    context: click.Context,
    on: str,
    other: str,
    why: str,
    which: Which,
    as_json: bool,
) -> None:
    """两天的领导对调；原定的留着。"""
    days = iso_date(on, "date"), iso_date(other, "other")
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.swap(*days, why, which)
    print_days(changed, as_json)


@click.command("substitute")
@click.argument("on", metavar="DATE")
@click.argument("name", metavar="NAME")
@click.option("--why", required=True, metavar="W", help="顶替的原因。")
@click.option("--for", "instead_of", default="", metavar="NAME", help="顶替谁；这天只有一名领导时不用写。")
@which_options
@json_flag
@click.pass_context
def substitute_command(
    context: click.Context,
    on: str,
    name: str,
    why: str,
    instead_of: str,
    which: Which,
    as_json: bool,
) -> None:
    """由别的领导顶替；原定的留着。"""
    day = iso_date(on, "date")
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.substitute(day, name, why, instead_of=instead_of, which=which)
    print_days((changed,), as_json)


@click.command("lock")
@click.argument("on", metavar="DATE")
@click.option("--undo", is_flag=True, help="解锁。")
@which_options
@json_flag
@click.pass_context
def lock_command(
    context: click.Context,
    on: str,
    undo: bool,
    which: Which,
    as_json: bool,
) -> None:
    """锁定一天：重新排的时候不动它。"""
    day = iso_date(on, "date")
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.lock(day, locked=not undo, which=which)
    print_days((changed,), as_json)


@click.command("move")
@click.argument("on", metavar="DATE")
@click.option("--to", default="", metavar="B", help="改到哪天。")
@click.option("--at-place", "new_place", metavar="P", help="改到哪里。")
@click.option("--time", "hours", metavar="09:00-11:30", help="改到什么时间。")
@click.option("--why", required=True, metavar="W", help="改的原因。")
@which_options
@json_flag
@click.pass_context
def move_command(
    context: click.Context,
    on: str,
    to: str,
    new_place: str | None,
    hours: str | None,
    why: str,
    which: Which,
    as_json: bool,
) -> None:
    """改日期、地点或时间；重新排的时候不动它。"""
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.move(
            iso_date(on, "date"),
            why,
            to=iso_date(to, "to") if to else None,
            place=new_place,
            hours=hours,
            which=which,
        )
    print_days((changed,), as_json)


@click.command("off")
@click.argument("on", metavar="DATE")
@click.option("--why", required=True, metavar="W", help="取消的原因。")
@which_options
@json_flag
@click.pass_context
def off_command(context: click.Context, on: str, why: str, which: Which, as_json: bool) -> None:
    """这天不接待了；留在清单里，日历软件会收到取消。"""
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.call_off(iso_date(on, "date"), why, which)
        booked = [guest for guest in desk.sittings.of_day(changed.day_id).guests if guest.state == "booked"]
    print_days((changed,), as_json)
    if booked:
        names = "、".join(guest.name for guest in booked)
        warn([f"已经有{len(booked)}批预约（{names}），请通知他们；名单用 schedule queue 看。"])


@click.command("undo")
@click.argument("on", metavar="DATE")
@which_options
@json_flag
@click.pass_context
def undo_command(context: click.Context, on: str, which: Which, as_json: bool) -> None:
    """撤回这天最后一次对调、顶替或取消；对调的两天一起撤回。"""
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.take_back(iso_date(on, "date"), which)
    print_days(changed, as_json)


@click.command("leave")
@click.argument("name", required=False, metavar="[NAME")
@click.argument("span", required=False, metavar="A..B]")
@click.option("--why", default="", metavar="W", help="原因。")
@click.option("--undo", is_flag=True, help="撤回这段请假。")
@json_flag
@click.pass_context
def leave_command(
    context: click.Context, name: str | None, span: str | None, why: str, undo: bool, as_json: bool
) -> None:
    """记领导请假；不写姓名时列出还没有结束的。"""
    if name is None:
        with context.obj.open_desk(write=False) as desk:
            leaves = desk.schedule.leaves(desk.today())
        if as_json:
            print_json({"total": len(leaves), "rows": [leave_document(leave) for leave in leaves]})
        else:
            click.echo("\n".join(f"{leave.leader}　{leave.since}到{leave.until}　{leave.why}" for leave in leaves))
        return
    if span is None:
        raise click.UsageError("请写明从哪天到哪天，如 2026-12-01..2026-12-10。")
    since, until = parse_span(span, "span")
    found: list[Finding] = []
    with context.obj.open_desk(write=True) as desk:
        if undo:
            leave = desk.schedule.end_leave(name, since, until)
        else:
            leave, found = desk.schedule.leave(name, since, until, why)
    if as_json:
        print_json(leave_document(leave) | {"findings": [finding_document(each) for each in found]})
        return
    click.echo(f"{'已撤回' if undo else '已记'}：{leave.leader}　{leave.since}到{leave.until}")
    tell(found)
