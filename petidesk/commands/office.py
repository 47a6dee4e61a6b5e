"""`init` and `office`: making the data folder, showing and changing the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import json_flag, print_json, read_json, refuse_existing
from petidesk.commands.passwords import next_line
from petidesk.desk.opening import create_office
from petidesk.desk.secrets.sheets import new_code, sheet_written
from petidesk.domain.office.fields import help_lines
from petidesk.domain.trouble import Trouble


def register(root: click.Group) -> None:
    """Add the commands to the root group."""
    root.add_command(init_command)
    root.add_command(office_group)


@click.command("init")
@click.option("--office", required=True, metavar="NAME", help="单位名称，如 清溪镇。")
@click.option("--county", required=True, metavar="NAME", help="所属县（市、区），如 安平县。")
@click.option("--villages", default="", metavar="A,B", help="村（社区），逗号分开。")
@click.option("--villages-file", metavar="F", help="村（社区）名单，每行一个，UTF-8。")
@click.option("--organ-code", default="", metavar="CODE", help="机关代字，如 清信访。")
@click.option("--password-stdin", is_flag=True, help="从标准输入的第一行读密码，数据文件夹从第一个字节起就加密。")
@click.option("--recovery-out", type=click.Path(path_type=Path), metavar="F.pdf", help="把恢复单写到 F.pdf。")
@json_flag
@click.pass_context
def init_command(
    context: click.Context,
    office: str,
    county: str,
    villages: str,
    villages_file: str | None,
    organ_code: str,
    password_stdin: bool,
    recovery_out: Path | None,
    as_json: bool,
) -> None:
    """建立数据文件夹。"""
    password = next_line("密码") if password_stdin else None
    if recovery_out is not None:
        if password is None:
            raise click.UsageError("--recovery-out 要和 --password-stdin 一起用。")
        refuse_existing(recovery_out, False)
    names = [name.strip() for name in villages.replace("，", ",").split(",") if name.strip()]
    if villages_file is not None:
        names += _lines(Path(villages_file))
    folder = context.obj.folder
    code = new_code() if recovery_out is not None else None
    with sheet_written(recovery_out, code, office):
        create_office(
            folder,
            office=office,
            county=county,
            villages=list(dict.fromkeys(names)),
            organ_code=organ_code,
            password=password,
            code=code,
        )
    if password is not None and code is None:
        click.echo("提醒：没有做恢复单。忘了密码，记录就再也打不开了；请用 recovery new 做一张。", err=True)
    if as_json:
        print_json({"folder": str(folder)})
    else:
        click.echo(f"已建立：{folder}")


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError:
        raise Trouble("usage", f"找不到文件“{file}”，请核对路径。") from None
    except UnicodeDecodeError:
        raise Trouble("usage", "村名单不是 UTF-8 编码，请另存为 UTF-8 后再试。") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


@click.group("office")
def office_group() -> None:
    """单位设置：查看、更改。"""


@office_group.command("show")
@json_flag
@click.pass_context
def show_command(context: click.Context, as_json: bool) -> None:
    """单位设置。"""
    with context.obj.open_desk(write=False) as desk:
        document = desk.office.document()
    _print(document, as_json)


_SET_HELP = "更改 FILE（JSON）里写到的设置，其余不动；valid_from 写明从哪天起用，不写就是今天。"


@office_group.command("set", help="\n".join((f"{_SET_HELP}\n\n\b", *help_lines())))
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def set_command(context: click.Context, file: str, as_json: bool) -> None:
    """Put the settings that FILE names in place."""
    change = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        desk.office.change(change)
        document = desk.office.document()
    _print(document, as_json)


def _print(document: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    for key, value in document.items():
        click.echo(f"{key}: {_shown(value)}")


def _shown(value: object) -> str:
    """A setting on one line: lists with 、 between, entries with their parts."""
    if isinstance(value, list | tuple):
        return "；".join(map(_shown, value)) if value and isinstance(value[0], dict) else "、".join(map(_shown, value))
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part not in ("", None))
    return str(value)
