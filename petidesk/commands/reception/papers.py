"""`schedule`: notice, cards, record, xlsx, ics. Printing and exporting work beside an open window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from petidesk.commands.answers import give_paper, iso_date, json_flag, refuse_existing, write_out
from petidesk.commands.reception.rota import which_options
from petidesk.domain.papers import Paper

if TYPE_CHECKING:
    from petidesk.desk.reception.reception import Which

_force_flag = click.option("--force", is_flag=True, help="覆盖已有的文件。")
_from_option = click.option("--from", "since", metavar="A", help="从哪天起。")
_to_option = click.option("--to", "until", metavar="B", help="到哪天止，含当天。")


def register(group: click.Group) -> None:
    """Add the commands to the schedule group."""
    for command in (notice_command, cards_command, record_command, xlsx_command, ics_command):
        group.add_command(command)


@click.command("notice")
@click.option("--month", required=True, metavar="2026-12", help="哪个月。")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.pdf", help="写到哪个文件。")
@click.option("--paper", type=click.Choice(("a4", "a3", "wall")), default="a4", help="a4、a3 公示，wall 上墙大字版。")
@_force_flag
@json_flag
@click.pass_context
def notice_command(context: click.Context, month: str, out: Path, paper: str, force: bool, as_json: bool) -> None:
    """一个月的公示；公布以后有变动的，印上更新日期。"""
    refuse_existing(out, force)
    with context.obj.open_desk(write=False) as desk:
        known = desk.schedule_papers.is_issued(month)
    with context.obj.open_desk(write=not known) as desk:
        made = desk.schedule_papers.notice(month, paper)
    _write(made, out, as_json)


@click.command("cards")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.pdf", help="写到哪个文件。")
@click.option("--per-page", type=click.Choice(("8", "10")), default="8", help="一页几张。")
@click.option("--leader", default="", metavar="NAME", help="整页都印这位领导的。")
@_force_flag
@json_flag
@click.pass_context
def cards_command(context: click.Context, out: Path, per_page: str, leader: str, force: bool, as_json: bool) -> None:
    """便民联系卡：A4 一页8张或10张。"""
    refuse_existing(out, force)
    with context.obj.open_desk(write=False) as desk:
        made = desk.schedule_papers.cards(int(per_page), leader)
    _write(made, out, as_json)


@click.command("record")
@click.argument("on", metavar="DATE")
@click.argument("number", metavar="[NUMBER]", required=False, type=click.IntRange(1, 2**53))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.pdf", help="写到哪个文件。")
@which_options
@_force_flag
@json_flag
@click.pass_context
def record_command(
    context: click.Context,
    on: str,
    number: int | None,
    out: Path,
    which: Which,
    force: bool,
    as_json: bool,
) -> None:
    """一天的接访记录；写了 NUMBER 是那一批来访人的领导接访登记表。"""
    refuse_existing(out, force)
    day = iso_date(on, "date")
    with context.obj.open_desk(write=False) as desk:
        papers = desk.sitting_papers
        made = papers.day_record(day, which) if number is None else papers.record(day, number, which)
    _write(made, out, as_json)


@click.command("xlsx")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.xlsx", help="写到哪个文件。")
@_from_option
@_to_option
@_force_flag
@click.pass_context
def xlsx_command(context: click.Context, out: Path, since: str | None, until: str | None, force: bool) -> None:
    """安排表，附原定、实到和原因。"""
    refuse_existing(out, force)
    span = [None if text is None else iso_date(text, field) for text, field in ((since, "from"), (until, "to"))]
    with context.obj.open_desk(write=False) as desk:
        write_out(out, desk.schedule_papers.table(*span))
    click.echo(f"已写入：{out}")


@click.command("ics")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.ics", help="写到哪个文件。")
@_from_option
@_to_option
@_force_flag
@click.pass_context
def ics_command(context: click.Context, out: Path, since: str | None, until: str | None, force: bool) -> None:
    """日历文件，手机和电脑的日历都能打开。"""
    refuse_existing(out, force)
    span = [None if text is None else iso_date(text, field) for text, field in ((since, "from"), (until, "to"))]
    with context.obj.open_desk(write=False) as desk:
        write_out(out, desk.schedule_papers.calendar(*span))
    click.echo(f"已写入：{out}")


def _write(made: Paper, out: Path, as_json: bool) -> None:
    said = {"paper": made.size, "version": made.version, "sha256": made.sha256, "warnings": list(made.notes)}
    give_paper(out, made.pdf, made.missing_characters, as_json, said, made.notes)
