"""The word `diagnose`: a file for whoever looks after the program, without a word about any person."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import json_flag, print_json, refuse_existing, write_out
from petidesk.desk import diagnosing


def register(root: click.Group) -> None:
    """Add the word to the root."""
    root.add_command(diagnose)


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.zip", help="写到哪个文件。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_obj
def diagnose(session: Any, out: Path, force: bool, as_json: bool) -> None:
    """做一份诊断文件：版本、设置（不含名称）、核对结果、日志；没有个人信息。打不开数据时也能做。"""
    refuse_existing(out, force)
    locked = session.encrypted and session.password is None
    opened = None if locked else functools.partial(session.open_desk, write=False)
    data = diagnosing.diagnose(session.folder, opened)
    write_out(out, data)
    if as_json:
        print_json({"file": str(out), "bytes": len(data)})
    else:
        click.echo(f"已写成：{out}。里面没有姓名、号码和反映的内容，可以交给维护人员。")
