"""`open FILE`, and `petidesk FILE`: what a double click on a month package runs."""

from __future__ import annotations

from pathlib import Path

import click

from petidesk.domain.trouble import Trouble

PACKAGE_END = ".zip"


def register(root: click.Group) -> None:
    """Add `open` to the root."""
    root.add_command(open_command)


@click.command("open")
@click.argument("file", metavar="F.zip", type=click.Path(path_type=Path))
@click.pass_context
def open_command(context: click.Context, file: Path) -> None:
    """在窗口里打开一个月报包；直接写 petidesk F.zip 也行，双击也行。"""
    if not file.is_file():
        raise Trouble("usage", f"找不到文件“{file}”，请核对路径。")
    if not file.name.casefold().endswith(PACKAGE_END):
        raise Trouble("usage", f"“{file.name}”不是月报包（.petidesk.zip）。表格请打开程序，从“导入旧表”里选。")
    context.exit(context.obj.show_package(file))
