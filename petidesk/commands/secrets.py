"""The words of encryption: `recovery new`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import json_flag, print_json, refuse_existing
from petidesk.desk.secrets.sheets import new_code, sheet_written


def register(root: click.Group) -> None:
    """Add these words to the root."""
    root.add_command(recovery_group)


@click.group("recovery")
def recovery_group() -> None:
    """恢复码。"""


@recovery_group.command("new")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="F.pdf", help="恢复单写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_obj
def recovery_new(session: Any, out: Path, force: bool, as_json: bool) -> None:
    """换一张新的恢复单；旧的恢复码不再打开现在的记录。"""
    refuse_existing(out, force)
    code = new_code()
    with session.open_desk(write=True) as desk, sheet_written(out, code, desk.office.current().name):
        copies = desk.secrets.set_recovery(code)
    if as_json:
        print_json({"file": str(out), "copies": copies})
        return
    click.echo(f"新的恢复单：{out}。请打印出来锁好，再把这个文件删掉。")
    tell_copies(copies, "旧的恢复码")


def tell_copies(copies: Sequence[str], secret: str) -> None:
    """Name the copies that an old secret still opens, and what renews them."""
    if copies:
        names = "\n".join(copies)
        click.echo(f"{secret}还能打开这些备份：\n{names}\n要让它彻底失效，请用 key renew 换新钥匙。", err=True)
