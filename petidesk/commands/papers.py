"""`print`: slip, register, and every other form of a visit, a case, a letter or a meeting, to a PDF file."""

from __future__ import annotations

from pathlib import Path

import click

from petidesk.commands.answers import give_paper, json_flag, refuse_existing
from petidesk.commands.visits import iso_day
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import KnownTrouble, Trouble
from petidesk.domain.visits.notice_slip import NoticeChoices

_out = click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.pdf", help="写到哪个文件。")
_force = click.option("--force", is_flag=True, help="覆盖已有的文件。")
_attachments = click.option("--attachments", is_flag=True, help="一案一档把扫描件和照片也装进去。")
_unmask = click.option("--unmask", default="", metavar="WHY", help="打印检举控告内容的理由；要有权限，会留下记录。")


class PrintGroup(click.Group):
    """`print slip NO`, `print register`, and for every other first word `print FORM NO`."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The named command, else the one that takes the name as a form."""
        return super().get_command(context, name) or _form_command(name)


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(print_group)


@click.group("print", cls=PrintGroup)
def print_group() -> None:
    """打印成 PDF：slip 回执、notice 书面告知、register 登记簿、dossier 一案一档，或用文书名，如 print 登记表 NO。"""


@print_group.command("slip")
@click.argument("number", metavar="VISIT_NO")
@_out
@click.option("--paper", metavar="SIZE", default="a4", show_default=True, help="a4、a5、80mm 或 58mm。")
@_unmask
@_force
@json_flag
@click.pass_context
def slip_command(
    context: click.Context, number: str, out: Path, paper: str, unmask: str, force: bool, as_json: bool
) -> None:
    """来访登记回执。检举控告的，登记人当天打印不用写理由。"""
    refuse_existing(out, force)
    with context.obj.open_desk(write=True) as desk:
        printed = desk.papers.print_slip(number, paper, unmask)
    _write(printed, out, as_json)


@print_group.command("notice")
@click.argument("number", metavar="VISIT_NO")
@_out
@click.option("--paper", default="a4", metavar="SIZE", help="a4、a5、80mm、58mm。")
@click.option("--accept", is_flag=True, help="同时受理：受理和60日期限写在回执上，并记入信访事项。")
@click.option("--same-facts", is_flag=True, help="复核终结的，确认仍以同一事实和理由提出，写明不再受理。")
@_force
@json_flag
@click.pass_context
def notice_command(
    context: click.Context,
    number: str,
    out: Path,
    paper: str,
    accept: bool,
    same_facts: bool,
    force: bool,
    as_json: bool,
) -> None:
    """来访登记回执（书面告知）：照信访事项办到哪一步写，第一次打印记为书面告知。"""
    refuse_existing(out, force)
    choices = NoticeChoices(accept=accept, same_facts=same_facts)
    with context.obj.open_desk(write=True) as desk:
        printed = desk.papers.print_form("visit_notice_slip", number, paper, choices=choices)
    _write(printed, out, as_json)


@print_group.command("register")
@click.option("--from", "since", required=True, metavar="DATE", help="从哪一天起。")
@click.option("--to", "until", required=True, metavar="DATE", help="到哪一天止，含当天。")
@_out
@_force
@json_flag
@click.pass_context
def register_command(context: click.Context, since: str, until: str, out: Path, force: bool, as_json: bool) -> None:
    """来访登记簿。"""
    refuse_existing(out, force)
    first, last = iso_day(since, "from"), iso_day(until, "to")
    if first is None or last is None:
        raise Trouble("usage", "请写明 --from 和 --to。")
    with context.obj.open_desk(write=False) as desk:
        printed = desk.papers.register(first, last)
    _write(printed, out, as_json)


def _form_command(name: str) -> click.Command:
    @click.command(name)
    @click.argument("number", metavar="NO")
    @_out
    @click.option("--paper", metavar="SIZE", help="纸张；默认是这种文书常用的。")
    @_attachments
    @_unmask
    @_force
    @json_flag
    @click.pass_context
    def form_command(
        context: click.Context,
        number: str,
        out: Path,
        paper: str | None,
        attachments: bool,
        unmask: str,
        force: bool,
        as_json: bool,
    ) -> None:
        refuse_existing(out, force)
        _write(_print_form(context, name, number, paper, unmask, attachments), out, as_json)

    form_command.help = f"打印“{name}”。"
    return form_command


def _print_form(
    context: click.Context, name: str, number: str, paper: str | None, unmask: str, attachments: bool
) -> Paper:
    try:
        with context.obj.open_desk(write=True) as desk:
            printed: Paper = desk.any_paper.print(name, number, paper, unmask, attachments=attachments)
    except KnownTrouble as trouble:
        if trouble.code not in ("locked", "read_only"):
            raise
        with context.obj.open_desk(write=False) as desk:
            if desk.any_paper.keeps(name):
                raise
            printed = desk.any_paper.print(name, number, paper, attachments=attachments)
    return printed


def _write(printed: Paper, out: Path, as_json: bool) -> None:
    missing = list(printed.missing_characters)
    said = {
        "form": printed.form,
        "paper": printed.size,
        "version": printed.version,
        "sha256": printed.sha256,
        "first_print": printed.first_print,
        "missing_characters": missing,
    }
    give_paper(out, printed.pdf, missing, as_json, said)
