"""The calculators of the command line: deadline, idcheck and calendar. Only `calendar import` writes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import ANY, iso_date, json_flag, print_json, read_json
from petidesk.desk.clock import computer_today
from petidesk.desk.office.calendars import built_in_calendar
from petidesk.domain import identity
from petidesk.domain.calendar import (
    WEEKDAYS,
    Calendar,
    CalendarYear,
    calendar_document,
    parse_calendar_document,
    parse_calendar_documents,
)
from petidesk.domain.clocks import CLOCKS, LAWFUL, CountedDay, Deadline, deadline, deadline_document
from petidesk.domain.json_output import iso
from petidesk.domain.trouble import Refused, Trouble

_SEXES = {"male": "男", "female": "女"}
calendar_option = click.option(
    "--calendar", "calendar_file", metavar="F", help="用这个文件里的日历（- 为标准输入），不用数据文件夹和内置的。"
)


def register(root: click.Group) -> None:
    """Add the calculators to the root group."""
    root.add_command(deadline_command)
    root.add_command(idcheck_command)
    root.add_command(calendar_group)


@click.command("deadline")
@click.argument("kind", type=click.Choice(LAWFUL), metavar="KIND")
@click.option("--from", "start", required=True, metavar="DATE", help="起算日，如 2026-11-19；当天不计。")
@click.option("--extend", type=ANY, help="延长的天数。")
@calendar_option
@json_flag
@click.pass_context
def deadline_command(
    context: click.Context, kind: str, start: str, extend: int | None, calendar_file: str | None, as_json: bool
) -> None:
    """期限届满日，逐日说明为什么是这一天。KIND 见下表。"""
    if extend is not None and extend < 1:
        raise Refused("bad_value", "延长天数至少是1。", field="extend", basis=CLOCKS[kind].basis)
    found = deadline(kind, iso_date(start, "from"), calendar_of(context, calendar_file), extend or 0)
    if as_json:
        print_json(deadline_document(found))
    else:
        click.echo("\n".join(_deadline_lines(found)))


deadline_command.epilog = "KIND：" + "；".join(f"{kind} {CLOCKS[kind].label}{CLOCKS[kind].length}" for kind in LAWFUL)


@click.command("idcheck")
@click.argument("number")
@json_flag
def idcheck_command(number: str, as_json: bool) -> None:
    """校验居民身份证号：18位，或15位旧证。号码有误也是答案，退出码为0。"""
    found = identity.check(number, computer_today())
    if as_json:
        print_json(_identity_document(found))
    else:
        click.echo("\n".join(_identity_lines(found)))


@click.group("calendar")
def calendar_group() -> None:
    """放假和调休安排：查看、导入。"""


@calendar_group.command("show")
@click.argument("year", type=ANY)
@calendar_option
@json_flag
@click.pass_context
def calendar_show(context: click.Context, year: int, calendar_file: str | None, as_json: bool) -> None:
    """一年的放假日（周末除外）和调休上班日。"""
    _print_year(calendar_of(context, calendar_file).year(year), as_json)


@calendar_group.command("import")
@click.argument("file", metavar="F")
@json_flag
@click.pass_context
def calendar_import(context: click.Context, file: str, as_json: bool) -> None:
    """把一年的日历存入数据文件夹；格式与 calendar show --json 相同。"""
    document = read_json(file)
    arrangement = parse_calendar_document(document)
    with context.obj.open_desk(write=True) as desk:
        desk.calendars.import_document(document)
    _print_year(arrangement, as_json)


def calendar_of(context: click.Context, file: str | None) -> Calendar:
    """The calendar of the file, else of the data folder that --data or PETIDESK_DATA names, else the built-in one."""
    if file is not None:
        return parse_calendar_documents(read_json(file))
    named: Path | None = context.obj.data_named
    if named is None or not named.is_dir():
        return built_in_calendar()
    try:
        with context.obj.open_desk(write=False) as desk:
            stored: Calendar = desk.calendars.load()
            return stored
    except Trouble as trouble:
        if trouble.code != "not_found" or trouble.field:  # a folder without data has no calendar of its own
            raise
        return built_in_calendar()


def _full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _deadline_lines(found: Deadline) -> Iterator[str]:
    clock = CLOCKS[found.kind]
    longer = f"，延长{found.extended}日" if found.extended else ""
    yield f"{clock.label}期限：{clock.length}{longer}"
    yield f"起算日      {_full(found.start)}，{clock.start_event}，当天不计"
    yield f"届满日      {_full(found.raw)}"
    if found.legal and found.safe:
        yield f"顺延后末日  {_full(found.legal)}"
        yield f"最迟稳妥日  {_full(found.safe)}"
    else:
        yield f"顺延后末日和最迟稳妥日算不出：还没有{found.calendar_missing}年的放假和调休安排。"
    yield f"依据        {found.basis}"
    if found.kind == "judicial_confirmation":
        yield "由双方当事人共同申请。婚姻效力、亲子关系、收养等身份关系，物权、知识产权确权的协议不予确认；"
        yield "赡养费、抚养费的可以。"
    yield "为什么是这一天"
    for days in _runs(found.days):
        first, last = days[0], days[-1]
        until = f" 至 {last.date}" if len(days) > 1 else " " * 14
        why = f"{first.why} 至 {last.why}" if len(days) > 1 else first.why
        yield f"  {'计  ' if first.counted else '不计'}  {first.date}{until}  {why}"


_PLAIN = re.compile(r"第\d+(?:日|个工作日)(（延长第\d+日）)?")


def _runs(days: Sequence[CountedDay]) -> Iterator[list[CountedDay]]:
    """Days in a row that are counted without anything to say become one line; every other day keeps its own."""

    def key(item: tuple[int, CountedDay]) -> int:
        place, day = item
        plain = _PLAIN.fullmatch(day.why) if day.counted else None
        return place if plain is None else -1 if plain[1] is None else -2

    for _, group in itertools.groupby(enumerate(days), key):
        yield [day for _, day in group]


def _identity_document(found: identity.IdentityCheck) -> dict[str, Any]:
    return {
        "valid": found.valid,
        "normalised": found.normalised,
        "birth": iso(found.birth),
        "sex": found.sex,
        "old_format": found.old_format,
        "problem": found.problem,
    }


def _identity_lines(found: identity.IdentityCheck) -> Iterator[str]:
    if found.problem is None:
        yield f"结果  正确{'（15位旧证，已补为18位）' if found.old_format else ''}"
        yield f"号码  {found.normalised}"
    else:
        yield f"结果  有误：{identity.PROBLEMS[found.problem]}"
    if found.birth and found.sex:
        yield f"出生  {found.birth.year}年{found.birth.month}月{found.birth.day}日"
        yield f"性别  {_SEXES[found.sex]}"


def _print_year(arrangement: CalendarYear, as_json: bool) -> None:
    if as_json:
        print_json(calendar_document(arrangement))
        return
    for title, days in (("放假日（周末除外）", arrangement.rest_days), ("调休上班日", arrangement.makeup_days)):
        click.echo(f"{arrangement.year}年{title}，共{len(days)}天")
        for day in sorted(days):
            click.echo(f"  {day}  {WEEKDAYS[day.weekday()]}  {days[day]}")
