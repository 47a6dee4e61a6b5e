"""What the commands answer alike: the choice of JSON, pages of a list, rows as JSON or as lines, reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from petidesk.commands.files import print_json

Row = TypeVar("Row")
Command = TypeVar("Command", bound=Callable[..., Any])

json_flag = click.option("--json", "as_json", is_flag=True, help="打印一份 JSON。")


def paged(command: Command) -> Command:
    """The options --limit and --offset of a list."""
    limit = click.option("--limit", type=click.IntRange(0, 100_000), default=50, show_default=True)
    return limit(click.option("--offset", type=click.IntRange(0), default=0)(command))


def print_rows(
    rows: Sequence[Row],
    total: int,
    as_json: bool,
    document: Callable[[Row], Any],
    line: Callable[[Row], str],
    foot: str = "",
) -> None:
    """A page of a list of `total` rows: one JSON document, or a line for each row and then the sentence `foot`."""
    if as_json:
        print_json({"total": total, "rows": [document(row) for row in rows]})
        return
    for row in rows:
        click.echo(line(row))
    if foot:
        click.echo(foot)


def warn(warnings: Iterable[str]) -> None:
    """Reminders go beside the answer, so that its JSON stays one document."""
    for warning in warnings:
        click.echo(f"提醒：{warning}", err=True)
