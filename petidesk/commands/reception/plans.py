"""`schedule plan`: save, list, use, drop. Stored ways to make the rota (排班方案)."""

from __future__ import annotations

import click

from petidesk.commands.answers import iso_date, json_flag, print_json, read_json
from petidesk.commands.reception.days import from_option, to_option
from petidesk.commands.reception.rota import print_made
from petidesk.domain.reception.days import KINDS
from petidesk.domain.reception.plans import StoredPlan, plan_document
from petidesk.domain.trouble import Refused


def register(group: click.Group) -> None:
    """Add the group to the schedule group."""
    group.add_command(plan_group)


@click.group("plan")
def plan_group() -> None:
    """排班方案：存下来，每月照着排。"""


@plan_group.command("save")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def save_command(context: click.Context, file: str, as_json: bool) -> None:
    """存方案；FILE 是 JSON：name、rules、holiday、except、leaders、kind、place、village、time、units、own_villages。"""
    document = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        plan = desk.schedule.keep_plan(document)
    if as_json:
        print_json(plan_document(plan))
    else:
        click.echo(_line(plan))


@plan_group.command("list")
@json_flag
@click.pass_context
def list_command(context: click.Context, as_json: bool) -> None:
    """存下的方案。"""
    with context.obj.open_desk(write=False) as desk:
        plans = desk.schedule.plans()
    if as_json:
        print_json({"total": len(plans), "rows": [plan_document(plan) for plan in plans]})
        return
    for plan in plans:
        click.echo(_line(plan))


@plan_group.command("use")
@click.argument("name", metavar="NAME")
@from_option
@to_option
@click.option("--keep-locked", is_flag=True, help="已经排过的重新排；锁定的、变动过的、有人预约的、已过去的不动。")
@json_flag
@click.pass_context
def use_command(context: click.Context, name: str, since: str, until: str, keep_locked: bool, as_json: bool) -> None:
    """照方案排一段时间。"""
    with context.obj.open_desk(write=True) as desk:
        found = [plan for plan in desk.schedule.plans() if plan.name == name]
        if not found:
            raise Refused("not_found", f"没有叫“{name}”的排班方案。", field="name")
        leaders = desk.office.current().leaders
        span = iso_date(since, "from"), iso_date(until, "to")
        done = desk.schedule.make(found[0].plan(*span, leaders, again=keep_locked))
    print_made(done, as_json)


@plan_group.command("drop")
@click.argument("name", metavar="NAME")
@click.pass_context
def drop_command(context: click.Context, name: str) -> None:
    """删去方案；排好的日子不变。"""
    with context.obj.open_desk(write=True) as desk:
        desk.schedule.drop_plan(name)
    click.echo(f"已删去：{name}")


def _line(plan: StoredPlan) -> str:
    where = "各自联系的村" if plan.own_villages else plan.village + plan.place
    told = (plan.name, KINDS[plan.kind], " ".join(plan.rules), where, plan.hours, plan.leaders or "全部领导")
    return "　".join(part for part in told if part)
