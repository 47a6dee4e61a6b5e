"""`stats`: table, rates, rows."""

from __future__ import annotations

from typing import Any

import click

from petidesk.commands.answers import json_flag, paged, print_json, print_rows
from petidesk.commands.visits import iso_day
from petidesk.commands.words import Words
from petidesk.domain.statistics import catalogue
from petidesk.domain.statistics.documents import counted_document, rate_document, table_document
from petidesk.domain.statistics.figures import Asked, CountedRow
from petidesk.domain.statistics.ids import parse_as_of, parse_id
from petidesk.domain.statistics.printout import printed
from petidesk.domain.statistics.spans import COMPARES, Span, span_of
from petidesk.domain.statistics.words import moment_words, rate_words


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(stats_group)


@click.group("stats", cls=Words, files={"statistics.papers": "summary bulletin"})
def stats_group() -> None:
    """统计：统计表，每个数是哪些记录，总结用数，快报和通报。"""


def spanned(command: Any) -> Any:
    """The options --from and --to, both required."""
    command = click.option("--to", "until", required=True, metavar="DATE", help="到哪一天止，含当天。")(command)
    return click.option("--from", "since", required=True, metavar="DATE", help="从哪一天起。")(command)


def span_given(since: str, until: str) -> Span:
    """The span that was asked for. Refused (bad_value) for what is no day, or backwards."""
    first, last = iso_day(since, "from"), iso_day(until, "to")
    assert first is not None and last is not None
    return span_of(first, last)


as_of_option = click.option("--as-of", metavar="D", help="统计截止时间：到那一天为止已登记的，默认到现在。")


@stats_group.command("table")
@click.option("--subject", required=True, type=click.Choice(list(catalogue.SUBJECTS)), help="统计什么。")
@spanned
@click.option("--by", multiple=True, metavar="DIM", help="按哪一项分列，最多两项；写错了会列出有哪些。")
@click.option("--compare", type=click.Choice(list(COMPARES)), default="year", show_default=True, help="同比或环比。")
@as_of_option
@json_flag
@click.pass_context
def table_command(
    context: click.Context,
    subject: str,
    since: str,
    until: str,
    by: tuple[str, ...],
    compare: Any,
    as_of: str | None,
    as_json: bool,
) -> None:
    """一张统计表，每个数都带编号，用 stats rows 看它是哪些记录。"""
    asked = Asked(subject, span_given(since, until), by, compare, parse_as_of(as_of) if as_of else None)
    with context.obj.open_desk(write=False) as desk:
        table = desk.statistics.table(asked)
        office = desk.office.current()
    if as_json:
        print_json(table_document(table))
        return
    for line in printed(table, office.first_day, office.places):
        click.echo(line)


@stats_group.command("rates")
@spanned
@as_of_option
@json_flag
@click.pass_context
def rates_command(context: click.Context, since: str, until: str, as_of: str | None, as_json: bool) -> None:
    """三率一度和其他比率，分子、分母都带编号，用 stats rows 看是哪些记录。"""
    span = span_given(since, until)
    with context.obj.open_desk(write=False) as desk:
        rates = desk.statistics.rates(span, parse_as_of(as_of) if as_of else None)
        places = desk.office.current().places
    if as_json:
        print_json([rate_document(rate) for rate in rates])
        return
    for rate in rates:
        click.echo(rate_words(rate, places))
        click.echo(f"　　{rate.definition}（{rate.basis}）")
    click.echo(f"统计截止时间：{moment_words(rates[0].numerator.id.as_of)}。")


@stats_group.command("rows")
@click.argument("figure", metavar="ID")
@paged
@json_flag
@click.pass_context
def rows_command(context: click.Context, figure: str, limit: int, offset: int, as_json: bool) -> None:
    """一个统计数是哪些记录；ID 在 stats table --json 里。"""
    asked = parse_id(figure)
    with context.obj.open_desk(write=False) as desk:
        found = desk.statistics.rows(asked, limit, offset)
    if as_json:
        print_json(counted_document(found))
        return
    print_rows(found.rows, found.total, False, lambda row: row, _line, f"共{found.total}条，合计{found.sum}")


def _line(row: CountedRow) -> str:
    return f"{row.on}　{row.no}　{row.title or '（不列示）'}　{row.counts}"
