"""`stats summary`, `stats bulletin`: the papers of the figures as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import give_paper, json_flag, refuse_existing
from petidesk.commands.statistics.tables import as_of_option, span_given, spanned
from petidesk.domain.statistics.figures import AsOf
from petidesk.domain.statistics.ids import as_of_text, parse_as_of
from petidesk.domain.statistics.papers import BULLETINS, FigurePaper
from petidesk.domain.statistics.words import moment_words
from petidesk.domain.trouble import KnownTrouble, Refused

_out = click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F", help="写到哪个文件。")
_force = click.option("--force", is_flag=True, help="覆盖已有的文件。")


def register(group: click.Group) -> None:
    """Add the words to `stats`."""
    group.add_command(summary_command)
    group.add_command(bulletin_command)


@click.command("summary")
@spanned
@as_of_option
@_out
@_force
@json_flag
@click.pass_context
def summary_command(
    context: click.Context, since: str, until: str, as_of: str | None, out: Path, force: bool, as_json: bool
) -> None:
    """总结用数：写总结常用的句子和表（.docx），或者公式都是活的工作簿（.xlsx）。"""
    file = _kind(out, ("docx", "xlsx"))
    refuse_existing(out, force)
    span = span_given(since, until)
    with context.obj.open_desk(write=False) as desk:
        paper = desk.statistics_papers.summary(span, file, _as_of(as_of))
    _write(paper, out, as_json)


@click.command("bulletin")
@click.argument("kind", type=click.Choice(list(BULLETINS)))
@click.option("--of", "name", required=True, metavar="SPAN", help="哪一期：2026-W42、2026-10、2026-Q4、2026-H2、2026。")
@as_of_option
@_out
@_force
@json_flag
@click.pass_context
def bulletin_command(
    context: click.Context, kind: Any, name: str, as_of: str | None, out: Path, force: bool, as_json: bool
) -> None:
    """week 周快报、month 月通报、quarter 季分析、half 半年情况、year 年度报告（.pdf 或 .docx）。"""
    file = _kind(out, ("pdf", "docx"))
    refuse_existing(out, force)
    paper = _bulletin(context, kind, name, file, _as_of(as_of))
    if paper.kept and not as_json:
        again = f"用的是上次印发时的统计截止时间：{moment_words(paper.as_of)}；要重新统计，用 --as-of 另写一个。"
        click.echo(again, err=True)
    _write(paper, out, as_json)


def _bulletin(context: click.Context, kind: Any, name: str, file: Any, as_of: AsOf | None) -> FigurePaper:
    """The bulletin, its deadline kept where the folder can be written to: beside an open window it is printed alone."""
    for write in (True, False):
        try:
            with context.obj.open_desk(write=write) as desk:
                paper: FigurePaper = desk.statistics_papers.bulletin(kind, name, file, as_of)
                return paper
        except KnownTrouble as trouble:
            if not write or trouble.code not in ("locked", "read_only"):
                raise
    raise AssertionError("a folder is read where it cannot be written to")


def _as_of(text: str | None) -> AsOf | None:
    return parse_as_of(text) if text else None


def _kind(out: Path, kinds: Sequence[str]) -> str:
    """What kind of file is asked for, by its name. Refused bad_value for any other."""
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in kinds:
        raise Refused("bad_value", f"文件名要以{'或'.join(f' .{kind} ' for kind in kinds)}结尾。", field="out")
    return suffix


def _write(paper: FigurePaper, out: Path, as_json: bool) -> None:
    missing = list(paper.missing_characters)
    said = {
        "form": paper.form,
        "as_of": as_of_text(paper.as_of),
        "kept": paper.kept,
        "sha256": paper.sha256,
        "missing_characters": missing,
    }
    give_paper(out, paper.data, missing, as_json, said)
