"""`schedule`: the reception days of leaders. `schedule days` is a calculator and needs no data folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import click

from petidesk.commands.answers import iso_date, json_flag, print_json
from petidesk.commands.calculators import calendar_of, calendar_option
from petidesk.commands.words import Words
from petidesk.domain.calendar import WEEKDAYS, Calendar
from petidesk.domain.reception.rules import (
    POLICIES,
    Policy,
    Rule,
    parse_rule,
    parse_span,
    reception_dates,
    reception_document,
    rules_without_dates,
)


class Wanted(NamedTuple):
    """What rules, range and policy of a command line ask for, read and checked."""

    rules: tuple[Rule, ...]
    since: date
    until: date
    policy: Policy | None
    exceptions: tuple[tuple[date, date], ...]


RULES_HELP = (
    "weekly:thu、weekly:odd:tue,thu、monthday:8、nth:-1:wed、lunar:3,8、solar:3,8、branch:丑,巳、"
    "every:5:2026-11-01、workday、lastworkday、dates:2026-12-01；可以写多次。"
)
rule_option = click.option("--rule", "rules", multiple=True, required=True, metavar="RULE", help=RULES_HELP)
from_option = click.option("--from", "since", required=True, metavar="A", help="从哪天起（按规则定的那天）。")
to_option = click.option("--to", "until", required=True, metavar="B", help="到哪天止，含当天。")
holiday_option = click.option(
    "--holiday",
    type=click.Choice(list(POLICIES)),
    help="遇休息日：next 顺延、skip 取消、keep 照常；不写时赶场日、按数排的和指定的日期照常，其余顺延。",
)
except_option = click.option("--except", "exceptions", multiple=True, metavar="A..B", help="这几天不接待；可以写多次。")


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(schedule_group)


_FILES = {
    "reception.rota": "make list counts",
    "reception.changes": "swap substitute lock move off undo leave",
    "reception.plans": "plan",
    "reception.papers": "notice cards record xlsx ics",
    "sittings": "arrive receive close book amend cancel opinion withdraw note queue",
}


@click.group("schedule", cls=Words, files=_FILES)
def schedule_group() -> None:
    """领导接待日：哪几天、谁接待、公示。"""


@schedule_group.command("days")
@rule_option
@from_option
@to_option
@holiday_option
@except_option
@calendar_option
@json_flag
@click.pass_context
def days_command(
    context: click.Context,
    rules: tuple[str, ...],
    since: str,
    until: str,
    holiday: Policy | None,
    exceptions: tuple[str, ...],
    calendar_file: str | None,
    as_json: bool,
) -> None:
    """按规则算出接待日；改了日子的写明为什么。"""
    wanted = read_wanted(rules, since, until, holiday, exceptions)
    calendar = calendar_of(context, calendar_file)
    found = reception_dates(
        wanted.rules, wanted.since, wanted.until, calendar, policy=wanted.policy, exceptions=wanted.exceptions
    )
    warn_of_rules_without_dates(wanted, calendar)
    if as_json:
        print_json([reception_document(each) for each in found])
        return
    for each in found:
        moved = f"　原为{each.rule_date}，遇{each.moved_because}顺延" if each.moved_because else ""
        click.echo(f"{each.on}　{WEEKDAYS[each.on.weekday()]}　{each.lunar}{moved}")
    click.echo(f"共{len(found)}天")


def read_wanted(
    rules: Sequence[str], since: str, until: str, holiday: Policy | None, exceptions: Sequence[str]
) -> Wanted:
    """The words of a command line as values. Refused (bad_value) with the option that is wrong."""
    return Wanted(
        tuple(parse_rule(text) for text in rules),
        iso_date(since, "from"),
        iso_date(until, "to"),
        holiday,
        tuple(parse_span(text) for text in exceptions),
    )


def warn_of_rules_without_dates(wanted: Wanted, calendar: Calendar) -> None:
    """Say on standard error which rules bring no reception in the range."""
    empty = rules_without_dates(
        wanted.rules, wanted.since, wanted.until, calendar, policy=wanted.policy, exceptions=wanted.exceptions
    )
    for rule in empty:
        click.echo(f"提醒：规则“{rule.text}”在{wanted.since}到{wanted.until}之间没有一天。", err=True)
