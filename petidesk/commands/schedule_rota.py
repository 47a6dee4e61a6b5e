"""`schedule`: make, list, swap, substitute, lock, leave, counts. The kept rota of an office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

from petidesk.commands.answers import json_flag, paged
from petidesk.commands.calculators import iso_date
from petidesk.commands.files import print_json
from petidesk.commands.schedule import (
    except_option,
    from_option,
    holiday_option,
    read_wanted,
    rule_option,
    to_option,
    warn_of_rules_without_dates,
)
from petidesk.domain.schedule import (
    KINDS,
    Finding,
    ReceptionDay,
    RotaPlan,
    day_document,
    day_words,
    finding_document,
    leave_document,
)
from petidesk.domain.schedule_rota import Turn, parse_turns
from petidesk.domain.schedule_rules import Policy, parse_span

_kind_option = click.option("--kind", type=click.Choice(list(KINDS)), help="接访、下访、约访或村级接访。")
_F = TypeVar("_F", bound=Callable[..., object])


def register(group: click.Group) -> None:
    """Add the commands to the schedule group."""
    for command in (make_command, list_command, swap_command, substitute_command, lock_command):
        group.add_command(command)
    group.add_command(leave_command)
    group.add_command(counts_command)


def _which_options(command: _F) -> _F:
    """The options that tell several receptions of one day apart."""
    command = click.option("--village", metavar="V", help="哪个村（社区）的。")(command)
    command = click.option("--place", metavar="P", help="在哪里的。")(command)
    return _kind_option(command)


@click.command("make")
@rule_option
@from_option
@to_option
@holiday_option
@except_option
@click.option(
    "--leaders",
    default="",
    metavar="A,B+C,D:2",
    help="按顺序轮；+ 是两人一组，:2 是轮两次。不写就是单位设置里的全部领导。",
)
@click.option("--kind", type=click.Choice(list(KINDS)), default="reception", help="种类，不写就是接访。")
@click.option("--place", default="", metavar="P", help="地点。")
@click.option("--village", default="", metavar="V", help="联系的村（社区）。")
@click.option("--time", "hours", default="", metavar="09:00-11:30", help="时间。")
@click.option("--units", default="", metavar="U,V", help="陪同单位，轮流。")
@click.option("--keep-locked", is_flag=True, help="已经排过的重新排；锁定的、对调过的、已过去的不动。")
@json_flag
@click.pass_context
def make_command(
    context: click.Context,
    rules: tuple[str, ...],
    since: str,
    until: str,
    holiday: Policy | None,
    exceptions: tuple[str, ...],
    leaders: str,
    kind: str,
    place: str,
    village: str,
    hours: str,
    units: str,
    keep_locked: bool,
    as_json: bool,
) -> None:
    """按规则排班：次数均衡，请假的不排；排不下去的地方会说明。"""
    wanted = read_wanted(rules, since, until, holiday, exceptions)
    turns = parse_turns(leaders) if leaders else ()
    with context.obj.open_desk(write=True) as desk:
        plan = RotaPlan(
            rules=wanted.rules,
            since=wanted.since,
            until=wanted.until,
            turns=turns or tuple(Turn((leader.name,)) for leader in desk.office.current().leaders),
            policy=wanted.policy,
            exceptions=wanted.exceptions,
            kind=kind,
            place=place,
            village=village,
            hours=hours,
            units=tuple(part.strip() for part in units.replace("，", ",").split(",") if part.strip()),
            again=keep_locked,
        )
        done = desk.schedule.make(plan)
        calendar = desk.calendars.load()
    warn_of_rules_without_dates(wanted, calendar)
    if as_json:
        print_json(
            {
                "made": [day_document(day) for day in done.made],
                "kept": [day_document(day) for day in done.kept],
                "cancelled": [day.on.isoformat() for day in done.cancelled],
                "findings": [finding_document(finding) for finding in done.findings],
            }
        )
        return
    for day in sorted((*done.made, *done.kept), key=lambda each: each.on):
        click.echo(_line(day))
    click.echo(f"排了{len(done.made)}天，保留{len(done.kept)}天，取消{len(done.cancelled)}天")
    _tell(done.findings)


@click.command("list")
@click.option("--from", "since", metavar="A", help="从哪天起。")
@click.option("--to", "until", metavar="B", help="到哪天止，含当天。")
@_which_options
@click.option("--leader", default="", metavar="NAME", help="谁接待的。")
@click.option("--cancelled", is_flag=True, help="连取消的也列出。")
@paged
@json_flag
@click.pass_context
def list_command(
    context: click.Context,
    since: str | None,
    until: str | None,
    kind: str | None,
    place: str | None,
    village: str | None,
    leader: str,
    cancelled: bool,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """排好的接待日，按日期；冲突和空缺写在后面。"""
    from petidesk.desk.schedule import DayQuery

    query = DayQuery(_day(since, "from"), _day(until, "to"), kind or "", place, village, leader, cancelled)
    with context.obj.open_desk(write=False) as desk:
        total, rows = desk.schedule.count(query), desk.schedule.days(query, limit, offset)
        found = desk.schedule.findings(rows[0].on, rows[-1].on) if rows else []
    if as_json:
        findings = [finding_document(finding) for finding in found]
        print_json({"total": total, "rows": [day_document(day) for day in rows], "findings": findings})
        return
    for day in rows:
        click.echo(_line(day))
    click.echo(f"共{total}天")
    _tell(found)


@click.command("swap")
@click.argument("on", metavar="DATE")
@click.argument("other", metavar="OTHER")
@click.option("--why", required=True, metavar="W", help="对调的原因。")
@_which_options
@json_flag
@click.pass_context
def swap_command(
    context: click.Context,
    on: str,
    other: str,
    why: str,
    kind: str | None,
    place: str | None,
    village: str | None,
    as_json: bool,
) -> None:
    """两天的领导对调；原定的留着。"""
    from petidesk.desk.schedule import Which

    days = iso_date(on, "date"), iso_date(other, "other")
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.swap(*days, why, Which(kind or "", place, village))
    _print(changed, as_json)


@click.command("substitute")
@click.argument("on", metavar="DATE")
@click.argument("name", metavar="NAME")
@click.option("--why", required=True, metavar="W", help="顶替的原因。")
@click.option("--for", "instead_of", default="", metavar="NAME", help="顶替谁；这天只有一名领导时不用写。")
@_which_options
@json_flag
@click.pass_context
def substitute_command(
    context: click.Context,
    on: str,
    name: str,
    why: str,
    instead_of: str,
    kind: str | None,
    place: str | None,
    village: str | None,
    as_json: bool,
) -> None:
    """由别的领导顶替；原定的留着。"""
    from petidesk.desk.schedule import Which

    day = iso_date(on, "date")
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.substitute(
            day, name, why, instead_of=instead_of, which=Which(kind or "", place, village)
        )
    _print((changed,), as_json)


@click.command("lock")
@click.argument("on", metavar="DATE")
@click.option("--undo", is_flag=True, help="解锁。")
@_which_options
@json_flag
@click.pass_context
def lock_command(
    context: click.Context,
    on: str,
    undo: bool,
    kind: str | None,
    place: str | None,
    village: str | None,
    as_json: bool,
) -> None:
    """锁定一天：重新排的时候不动它。"""
    from petidesk.desk.schedule import Which

    day = iso_date(on, "date")
    with context.obj.open_desk(write=True) as desk:
        changed = desk.schedule.lock(day, locked=not undo, which=Which(kind or "", place, village))
    _print((changed,), as_json)


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
    _tell(found)


@click.command("counts")
@click.option("--year", type=click.IntRange(1950, 2100), required=True, help="哪一年。")
@json_flag
@click.pass_context
def counts_command(context: click.Context, year: int, as_json: bool) -> None:
    """一年里每位领导接待的次数，按种类。"""
    with context.obj.open_desk(write=False) as desk:
        found = desk.schedule.counts(year)
    if as_json:
        rows = [{"leader": name, **line} for name, line in found.items()]
        print_json({"year": year, "total": len(rows), "rows": rows})
        return
    for name, line in found.items():
        kinds = "　".join(f"{label}{line[kind]}" for kind, label in KINDS.items() if line[kind])
        click.echo(f"{name}　共{line['total']}次　{kinds}".rstrip())


def _day(text: str | None, field: str) -> date | None:
    return None if text is None else iso_date(text, field)


def _line(day: ReceptionDay) -> str:
    slot = day.slot
    told: list[Any] = [
        f"{day.on}　{day_words(day.on)}",
        KINDS[slot.kind],
        "、".join(day.leaders) or "没有人",
        day.unit,
        slot.village + slot.place,
        slot.hours,
        f"原定{'、'.join(day.planned) or '没有人'}，{day.reason}" if day.reason else "",
        f"原为{day.rule_date}，遇{day.moved_because}" if day.moved_because else "",
        "锁定" if day.locked else "",
        "取消" if day.cancelled else "",
    ]
    return "　".join(part for part in told if part)


def _print(days: Sequence[ReceptionDay], as_json: bool) -> None:
    if as_json:
        print_json({"total": len(days), "rows": [day_document(day) for day in days]})
        return
    for day in days:
        click.echo(_line(day))


def _tell(found: Sequence[Finding]) -> None:
    for finding in found:
        click.echo(f"注意：{finding.words}", err=True)
