"""`staff`: who works here, with which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from petidesk.commands.answers import json_flag, print_json
from petidesk.commands.passwords import next_line, tell_copies
from petidesk.domain.staff import ROLES, Staff

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

_role = click.Choice(tuple(ROLES))
_BETWEEN = "  "
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
@click.option("--new-password-stdin", is_flag=True, help="从标准输入的下一行读他的密码（加密的数据文件夹）。")
@json_flag
@click.pass_obj
def add(session: Any, name: str, role: str, accusations: bool, new_password_stdin: bool, as_json: bool) -> None:
    """添加一名工作人员。"""
    password = next_line("新密码") if new_password_stdin else None
    with session.open_desk(write=True) as desk:
        if password is not None:
            desk.secrets.refuse_password(password)
        member = desk.staff.add(name, role, accusations=accusations)
        if password is not None:
            desk.secrets.set_password(member.name, password)
        _remind(desk, member)
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
    with session.open_desk(write=True) as desk:
        changed = desk.staff.change(name, role=role, accusations=accusations, retire=retire)
        _remind(desk, changed.member)
    for warning in changed.warnings:
        click.echo(f"提醒：{warning}", err=True)
    _tell(changed.member, as_json, "已更改：", changed.copies if retire else None)
    if not as_json:
        tell_copies(changed.copies, "他的密码")


@staff_group.command("password")
@click.argument("name", metavar="NAME")
@click.option("--new-password-stdin", is_flag=True, required=True, help="从标准输入的下一行读新密码。")
@json_flag
@click.pass_obj
def password(session: Any, name: str, new_password_stdin: bool, as_json: bool) -> None:
    """设一个新密码：自己的，或者（管理员）别人的。只有加密的数据文件夹有密码。"""
    typed = next_line("新密码")
    with session.open_desk(write=True) as desk:
        copies = desk.secrets.set_password(name, typed)
    if as_json:
        print_json({"name": name, "copies": copies})
        return
    click.echo(f"已设新密码：{name}")
    tell_copies(copies, "旧的密码")


@staff_group.command("list")
@json_flag
@click.pass_obj
def list_all(session: Any, as_json: bool) -> None:
    """列出工作人员，停用的也在内。"""
    with session.open_desk(write=False) as desk:
        found, without = desk.staff.all(), desk.secrets.without_password()
    if as_json:
        print_json({"total": len(found), "rows": [_row(member) for member in found]})
        return
    for member in found:
        click.echo(member.words(_BETWEEN, no_password=member.name in without))


def _remind(desk: Desk, member: Staff) -> None:
    """Whoever works in an encrypted office needs a password: somebody new, or who came back."""
    if member.name in desk.secrets.without_password():
        click.echo("提醒：他还没有密码，打不开加密的记录；用 staff password 设一个。", err=True)


def _tell(member: Staff, as_json: bool, words: str, copies: Sequence[str] | None = None) -> None:
    if as_json:
        print_json(_row(member) | ({} if copies is None else {"copies": list(copies)}))
    else:
        click.echo(words + member.words(_BETWEEN))


def _row(member: Staff) -> dict[str, Any]:
    return {key: value for key, value in asdict(member).items() if key != "staff_id"}
