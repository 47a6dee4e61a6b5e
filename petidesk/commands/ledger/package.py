"""`ledger package`: the month's package for the county in one file, with a password if wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from petidesk.commands.answers import json_flag, print_json, refuse_existing
from petidesk.commands.passwords import next_line, of_file
from petidesk.domain.ledger.months import finding_document
from petidesk.domain.trouble import KnownTrouble

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

Made = TypeVar("Made")


def register(ledger_group: click.Group) -> None:
    """Add `package` and `look` to the ledger group."""
    ledger_group.add_command(package_command)
    ledger_group.add_command(look_command)


@click.command("package")
@click.option("--month", required=True, metavar="2026-10", help="哪个月。")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.zip", help="写到哪个文件。")
@click.option("--template", "templates", multiple=True, metavar="NAME", help="县里的表的模板名称，可以写多次。")
@click.option("--anyway", is_flag=True, help="有错误也照现在的样子打包。")
@click.option("--password-stdin", is_flag=True, help="从标准输入读文件的密码；数据文件夹加密时是本人的密码。")
@click.option("--file-password-stdin", is_flag=True, help="从标准输入的下一行读文件的密码（AES-256）。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_context
def package_command(
    context: click.Context,
    month: str,
    out: Path,
    templates: tuple[str, ...],
    anyway: bool,
    password_stdin: bool,
    file_password_stdin: bool,
    force: bool,
    as_json: bool,
) -> None:
    """把一个月的表格、签字用的台账、给县里程序读的数据和清单装成一个文件；里面没有完整的号码。"""
    options = {"templates": templates, "anyway": anyway, "full": False, "why": ""}
    write_package(context, month, out, password_stdin, file_password_stdin, force, as_json, options)


def write_package(
    context: click.Context,
    month: str,
    out: Path,
    password_stdin: bool,
    file_password_stdin: bool,
    force: bool,
    as_json: bool,
    options: dict[str, Any],
) -> None:
    """Write a package, or (`full`) a locked bundle, and say what is in it."""
    refuse_existing(out, force)
    password = of_file(context.obj, password_stdin, file_password_stdin)
    done = exported(
        context,
        options["full"],
        lambda desk: desk.ledger_package.build(month, out, password=password, **options),
    )
    if as_json:
        print_json(
            {
                "file": str(done.path),
                "rows": done.rows,
                "masked": done.masked,
                "encrypted": done.encrypted,
                "sha256": done.sha256,
                "files": [{"name": one.name, "bytes": one.bytes, "sha256": one.sha256} for one in done.files],
            }
        )
        return
    click.echo(f"已装好{len(done.files)}个文件：{done.path}" + ("（已加密）" if done.encrypted else ""))


@click.command("look")
@click.argument("file", metavar="F.zip", type=click.Path(path_type=Path))
@click.option("--file-password-stdin", is_flag=True, help="从标准输入读月报包的密码。")
@json_flag
def look_command(file: Path, file_password_stdin: bool, as_json: bool) -> None:
    """看一个月报包：谁的、哪个月、几件，里面的文件是不是原样。不用数据文件夹。"""
    from petidesk.desk.county.package import look_into

    password = next_line("月报包的密码") if file_password_stdin else ""
    found = look_into(file, password)
    rows = found.rows
    if as_json:
        print_json(
            {
                "township": {"id": rows.sender.township_id, "office": rows.sender.office, "county": rows.sender.county},
                "month": rows.month,
                "closed": rows.closed,
                "practice": rows.practice,
                "made_at": rows.made_at,
                "previous": rows.previous or None,
                "sha256": found.sha256,
                "right": found.right,
                "files": [{"name": one.name, "bytes": len(one.data), "right": one.right} for one in found.files],
                "rows": [dict(row) for row in rows.rows],
            }
        )
        return
    click.echo(f"{rows.sender.office}　{rows.month}　{len(rows.rows)}件　{'已结账' if rows.closed else '未结账'}")
    for one in found.files:
        click.echo(f"  {one.name}　{'' if one.right else '和清单不符，可能改动过'}".rstrip("　"))
    for row in rows.rows:
        click.echo(f"  {row['dispute_no']}　{row['village']}　{row['type']}　{row['found_on']}")


def exported(context: click.Context, full: bool, make: Callable[[Desk], Made | None]) -> Made:
    """What `make` wrote of a month; the findings that it is refused for go to standard error, a line each.

    It works beside an open window, too; `full`: whole numbers need their line in the audit, and do not.
    """
    try:
        return _made(context, make, write=True)
    except KnownTrouble as trouble:
        if full or trouble.code not in ("locked", "read_only"):
            raise
        return _made(context, make, write=False)


def _made(context: click.Context, make: Callable[[Desk], Made | None], *, write: bool) -> Made:
    from petidesk.desk.county.county import FindingsRefused

    with context.obj.open_desk(write=write) as desk:
        try:
            made = make(desk)
        except FindingsRefused as refused:
            for finding in refused.findings:
                told = finding_document(finding)
                click.echo(f"{told['dispute_no']}　{told['message']}", err=True)
            raise
    assert made is not None  # a command is never stopped half way
    return made
