"""`find`: the one search box on the command line."""

from __future__ import annotations

import sys

import click

from petidesk.commands.answers import json_flag, paged, print_json
from petidesk.domain.json_output import iso

_KINDS = {"visit": "来访", "case": "事项", "dispute": "纠纷", "person": "人员", "letter": "文书"}


def register(root: click.Group) -> None:
    """Add the command to the root."""
    root.add_command(find_command)


@click.command("find")
@click.argument("text", metavar="TEXT")
@paged
@json_flag
@click.pass_context
def find_command(context: click.Context, text: str, limit: int, offset: int, as_json: bool) -> None:
    """查找：任意长短的字词、拼音首字母、电话或编号的一段。最近的在前。"""
    with context.obj.open_desk(write=False) as desk:
        total = desk.search.total(text, most=sys.maxsize)
        found = desk.search.find(text, limit, offset)
    if as_json:
        rows = [{"kind": hit.kind, "no": hit.no, "title": hit.title, "on": iso(hit.on)} for hit in found]
        print_json({"total": total, "rows": rows})
        return
    for hit in found:
        click.echo(f"{_KINDS[hit.kind]}　{hit.no}　{hit.on or ''}　{hit.title}")
    click.echo(f"共{total}条" if total else "没有找到。")
