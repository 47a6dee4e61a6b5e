"""`schedule`: make, list, counts. The kept rota of an office."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from petidesk.commands.answers import iso_date, json_flag, paged, print_json
from petidesk.commands.reception.days import (
    except_option,
    from_option,
    holiday_option,
    read_wanted,
    rule_option,
    to_option,
    warn_of_rules_without_dates,
)
from petidesk.domain.reception.days import (
    KINDS,
    Finding,
    MadeRota,
    ReceptionDay,
    RotaPlan,
    day_document,
    day_words,
    finding_document,
)
from petidesk.domain.reception.plans import office_turns
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import Policy
from petidesk.domain.sittings.guests import OUTCOMES
from petidesk.domain.sittings.sittings import COUNTED, DAY_OUTCOMES

if TYPE_CHECKING:
    from petidesk.desk.reception.reception import Which

_kind_option = click.option("--kind", type=click.Choice(list(KINDS)), help="接访、下访、约访或村级接访。")
_F = TypeVar("_F", bound=Callable[..., object])


def register(group: click.Group) -> None:
    """Add the commands to the schedule group."""
    for command in (make_command, list_command, counts_command):
        group.add_command(command)


def which_options(command: _F) -> _F:
    """The options --kind, --place and --village, which tell several receptions of one day apart, as one `which`."""

    @functools.wraps(command)
    def with_which(*words: Any, kind: str | None, place: str | None, village: str | None, **options: Any) -> object:
        from petidesk.desk.reception.reception import Which

        return command(*words, which=Which(kind or "", place, village), **options)

    told = click.option("--village", metavar="V", help="哪个村（社区）的。")(with_which)
    told = click.option("--place", metavar="P", help="在哪里的。")(told)
    return cast(_F, _kind_option(told))


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
@click.option("--own-villages", is_flag=True, help="每位领导到自己联系的村（社区）；几位联系同一个村的在那里轮流。")
@click.option("--keep-locked", is_flag=True, help="已经排过的重新排；锁定的、变动过的、有人预约的、已过去的不动。")
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
    own_villages: bool,
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
            turns=turns or office_turns(desk.office.current().leaders),
            policy=wanted.policy,
            exceptions=wanted.exceptions,
            kind=kind,
            place=place,
            village=village,
            hours=hours,
            units=tuple(part.strip() for part in units.replace("，", ",").split(",") if part.strip()),
            again=keep_locked,
            own_villages=own_villages,
        )
        done = desk.schedule.make(plan)
        calendar = desk.calendars.load()
    warn_of_rules_without_dates(wanted, calendar)
    print_made(done, as_json)


@click.command("list")
@click.option("--from", "since", metavar="A", help="从哪天起。")
@click.option("--to", "until", metavar="B", help="到哪天止，含当天。")
@which_options
@click.option("--leader", default="", metavar="NAME", help="谁接待的。")
@click.option("--cancelled", is_flag=True, help="连取消的也列出。")
@paged
@json_flag
@click.pass_context
def list_command(
    context: click.Context,
    since: str | None,
    until: str | None,
    which: Which,
    leader: str,
    cancelled: bool,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """排好的接待日，按日期；冲突和空缺写在后面。"""
    from petidesk.desk.reception.reception import DayQuery

    query = DayQuery(_day(since, "from"), _day(until, "to"), which.kind, which.place, which.village, leader, cancelled)
    with context.obj.open_desk(write=False) as desk:
        total, rows = desk.schedule.count(query), desk.schedule.days(query, limit, offset)
        found = desk.schedule.findings(rows[0].on, rows[-1].on) if rows else []
    if as_json:
        findings = [finding_document(finding) for finding in found]
        print_json({"total": total, "rows": [day_document(day) for day in rows], "findings": findings})
        return
    for day in rows:
        click.echo(day_line(day))
    click.echo(f"共{total}天")
    tell(found)


@click.command("counts")
@click.option("--year", type=click.IntRange(1950, 2100), required=True, help="哪一年。")
@json_flag
@click.pass_context
def counts_command(context: click.Context, year: int, as_json: bool) -> None:
    """一年里每位领导接待的次数，接待了多少批、多少人，怎样处理；按种类另有一份。"""
    with context.obj.open_desk(write=False) as desk:
        found = desk.schedule.counts(year)
        by_leader, by_kind = desk.sittings.counts(year)
    if as_json:
        none = dict.fromkeys(COUNTED, 0)
        rows = [{"leader": name, **line, **by_leader.get(name, none)} for name, line in found.items()]
        kinds = [{"kind": kind, **line} for kind, line in by_kind.items()]
        print_json({"year": year, "total": len(rows), "rows": rows, "kinds": kinds})
        return
    for name, line in found.items():
        kinds_of = "　".join(f"{label}{line[kind]}" for kind, label in KINDS.items() if line[kind])
        click.echo(f"{name}　共{line['total']}次　{kinds_of}{_came(by_leader.get(name))}".rstrip())
    for kind, tally in by_kind.items():
        if tally["held"]:
            ends = "　".join(f"{label}{tally[f'day_{code}']}" for code, label in DAY_OUTCOMES.items())
            click.echo(f"{KINDS[kind]}　已接访{tally['held']}次{_came(tally)}　{ends}")


def _came(tally: dict[str, int] | None) -> str:
    if not tally or not tally["batches"]:
        return ""
    ends = "　".join(f"{label}{tally[code]}" for code, label in OUTCOMES.items() if tally[code])
    return f"　接待{tally['batches']}批{tally['people']}人次　{ends}"


def _day(text: str | None, field: str) -> date | None:
    return None if text is None else iso_date(text, field)


def day_line(day: ReceptionDay) -> str:
    """A reception in one line."""
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


def print_days(days: Sequence[ReceptionDay], as_json: bool) -> None:
    """The days that a command changed."""
    if as_json:
        print_json({"total": len(days), "rows": [day_document(day) for day in days]})
        return
    for day in days:
        click.echo(day_line(day))


def print_made(done: MadeRota, as_json: bool) -> None:
    """What making a rota did."""
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
        click.echo(day_line(day))
    click.echo(f"排了{len(done.made)}天，保留{len(done.kept)}天，取消{len(done.cancelled)}天")
    tell(done.findings)


def tell(found: Sequence[Finding]) -> None:
    """What does not go together, on standard error."""
    for finding in found:
        click.echo(f"注意：{finding.words}", err=True)
