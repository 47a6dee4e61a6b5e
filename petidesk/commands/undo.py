"""The words of taking back: `undo`, `undo --list`."""

from __future__ import annotations

from typing import Any

import click

from petidesk.commands.answers import MOST_ROWS, NUMBERED, json_flag, print_json, print_rows
from petidesk.domain.undo.steps import StepLine, line_document, undone_document


def register(root: click.Group) -> None:
    """Add `undo` to the root."""
    root.add_command(undo)


@click.command()
@click.option("--list", "listed", is_flag=True, help="列出最近50步，新的在前；不撤销。")
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), default=50, show_default=True, help="同 --list：最多几行。")
@click.option("--offset", type=NUMBERED, default=0, help="同 --list：从第几行起。")
@json_flag
@click.pass_obj
def undo(session: Any, listed: bool, limit: int, offset: int, as_json: bool) -> None:
    """撤销自己最后保存的一步，同窗口里的 Ctrl+Z。撤销也留记录，不删除什么。"""
    if listed:
        with session.open_desk(write=False) as desk:
            steps = desk.undo.steps()
        print_rows(steps[offset : offset + limit], len(steps), as_json, line_document, _line)
        return
    with session.open_desk(write=True) as desk:
        done = desk.undo.back()
    if as_json:
        print_json(undone_document(done))
    else:
        click.echo(f"已撤销“{done.line.name}”，还可以撤销{done.left}步。")


def _line(line: StepLine) -> str:
    state = "可以撤销" if line.possible else f"不能撤销：{line.why}"
    return f"{line.at:%m-%d %H:%M}  {line.name}  {state}"
