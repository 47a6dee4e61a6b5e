"""`staff`: who works here, with which role."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from petidesk.commands.answers import json_flag, print_json
from petidesk.domain.staff import ROLES, Staff

_role = click.Choice(tuple(ROLES))
_ROLE_HELP = "角色：" + "、".join(f"{code} {words}" for code, words in ROLES.items()) + "。"


def register(root: click.Group) -> None:
    """Add the word to the root."""
    root.add_command(staff_group)


@click.group("staff")
def staff_group() -> None:
    """工作人员：添加、改角色和权限、停用、列出。"""


@staff_group.command("add")
@click.argument("name", metavar="NAME")
@click.option("--role", type=_role, required=True, help=_ROLE_HELP)
@click.option("--accusations", is_flag=True, help="可以查阅检举控告（还要是负责人或管理员）。")
@json_flag
@click.pass_obj
def add(session: Any, name: str, role: str, accusations: bool, as_json: bool) -> None:
    """添加一名工作人员。"""
    with session.open_desk(write=True) as desk:
        member = desk.staff.add(name, role, accusations=accusations)
    _tell(member, as_json, "已添加：")


@staff_group.command("set")
@click.argument("name", metavar="NAME")
@click.option("--role", type=_role, help=_ROLE_HELP + "给已停用的人设角色，就是请他回来。")
@click.option("--accusations/--no-accusations", default=None, help="给或收回查阅检举控告的权限。")
@click.option("--retire", is_flag=True, help="停用：不再能用他的名字操作；写过的记录不变。")
@json_flag
@click.pass_obj
def change(session: Any, name: str, role: str | None, accusations: bool | None, retire: bool, as_json: bool) -> None:
    """改一名工作人员的角色、权限，或停用。"""
    if role is None and accusations is None and not retire:
        raise click.UsageError("请写 --role、--accusations、--no-accusations 或 --retire。")
    with session.open_desk(write=True) as desk:
        changed = desk.staff.change(name, role=role, accusations=accusations, retire=retire)
    for warning in changed.warnings:
        click.echo(f"提醒：{warning}", err=True)
    _tell(changed.member, as_json, "已更改：")


@staff_group.command("list")
@json_flag
@click.pass_obj
def list_all(session: Any, as_json: bool) -> None:
    """列出工作人员，停用的也在内。"""
    with session.open_desk(write=False) as desk:
        found = desk.staff.all()
    if as_json:
        print_json({"total": len(found), "rows": [_row(member) for member in found]})
        return
    for member in found:
        click.echo(_line(member))


def _tell(member: Staff, as_json: bool, words: str) -> None:
    if as_json:
        print_json(_row(member))
    else:
        click.echo(words + _line(member))


def _row(member: Staff) -> dict[str, Any]:
    return {key: value for key, value in asdict(member).items() if key != "staff_id"}


def _line(member: Staff) -> str:
    words = [member.name, ROLES[member.role]]
    words += ["可查阅检举控告"] * member.accusations + ["已停用"] * (not member.active)
    return "  ".join(words)
