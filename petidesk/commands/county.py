"""The words of the county's month: `ledger export`, `ledger template add|map|list`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import MOST_ROWS, NUMBERED, json_flag, print_json, print_rows, read_json, refuse_existing
from petidesk.commands.ledger.package import exported, write_package
from petidesk.commands.passwords import of_file
from petidesk.domain.county.fields import JOIN, catalogue
from petidesk.domain.county.survey import Template, template_document
from petidesk.domain.trouble import Refused


def register(ledger_group: click.Group) -> None:
    """Add `export` and `template` to the ledger group."""
    ledger_group.add_command(export_command)
    ledger_group.add_command(template_group)


@click.command("export")
@click.option("--month", required=True, metavar="2026-10", help="哪个月。")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.xlsx", help="写到哪个文件。")
@click.option("--template", metavar="T.xlsx|NAME", help="县里的表：模板名称，或一个 .xlsx 文件；不写则用本程序的表。")
@click.option("--full", is_flag=True, help="身份证号和电话写完整（记入审计，要写原因）。")
@click.option("--why", default="", metavar="W", help="导出完整号码的原因。")
@click.option("--anyway", is_flag=True, help="有错误也照现在的样子导出。")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="从标准输入读一行密码，把表格、签字稿和清单装成加密的包；数据文件夹加密时是本人的密码。",
)
@click.option("--file-password-stdin", is_flag=True, help="从标准输入的下一行读包的密码（AES-256）。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_context
def export_command(
    context: click.Context,
    month: str,
    out: Path,
    template: str | None,
    full: bool,
    why: str,
    anyway: bool,
    password_stdin: bool,
    file_password_stdin: bool,
    force: bool,
    as_json: bool,
) -> None:
    """把一个月的台账和月报写成表格，可以原样填进县里的表。写到 .zip 或加密码时，连签字稿和清单装成一个包。"""
    options: dict[str, Any] = {"full": full, "why": why, "anyway": anyway}
    of_a_file = file_password_stdin or (password_stdin and not context.obj.encrypted)
    if of_a_file or out.suffix.lower() == ".zip":
        bundle = {**options, "templates": (template,) if template else ()}
        write_package(context, month, out, password_stdin, file_password_stdin, force, as_json, bundle)
        return
    of_file(context.obj, password_stdin, False)
    refuse_existing(out, force)
    done = exported(
        context,
        full,
        lambda desk: desk.county.export(month, out, template=template, progress=_progress, **options),
    )
    for note in done.notes:
        click.echo(note, err=True)
    if as_json:
        print_json({"file": str(done.path), "rows": done.rows, "masked": done.masked, "sha256": done.sha256})
    else:
        kept = "身份证号和电话只显示一部分" if done.masked else "身份证号和电话是完整的"
        click.echo(f"已导出{done.rows}件到 {done.path}，{kept}。")


@click.group("template")
def template_group() -> None:
    """县里的表：添加、对应栏目、列出。"""


@template_group.command("add")
@click.argument("file", metavar="T.xlsx")
@click.option("--name", default="", metavar="N", help="模板名称，不写则用文件名。")
@click.option("--force", is_flag=True, help="替换同名的模板。")
@json_flag
@click.pass_context
def add_command(context: click.Context, file: str, name: str, force: bool, as_json: bool) -> None:
    """添加县里的表，认出表头，给每一栏找对应的项目。"""
    with context.obj.open_desk(write=True) as desk:
        template = desk.county.add_template(file, name, replace=force)
    _print(template, as_json)


@template_group.command("map")
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def map_command(context: click.Context, name: str, file: str, as_json: bool) -> None:
    """改栏目对应。FILE 是 JSON：{“栏目”: “项目”}，null 表示这一栏不填；两项写一栏用 + 连起来。"""
    change = _mapping(read_json(file))
    with context.obj.open_desk(write=True) as desk:
        template = desk.county.set_mapping(name, change)
    _print(template, as_json)


@template_group.command("words")
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="[FILE]", required=False)
@json_flag
@click.pass_context
def words_command(context: click.Context, name: str, file: str | None, as_json: bool) -> None:
    """下拉列表的用词：列出，或照 FILE 定下来。

    FILE 是 JSON：{“栏目”: {“我们的词”: “列表里的词”}}；null 表示空着，"" 表示不再这样定。
    """
    if file is None:
        with context.obj.open_desk(write=False) as desk:
            lists = desk.county.lists(name)
    else:
        document = read_json(file)
        with context.obj.open_desk(write=True) as desk:
            lists = desk.county.set_words(name, document)
    documents = [one.document() for one in lists]
    if as_json:
        print_json({"name": name, "columns": documents})
        return
    for column in documents:
        click.echo(f"{column['heading']}　可选：{'、'.join(column['options'])}")
        for word in column["words"]:
            theirs = word["theirs"] or ("（空着）" if word["by"] == "office" else "（没有定，导出时算错误）")
            click.echo(f"  {word['ours']} → {theirs}")
    if not documents:
        click.echo("这个模板没有下拉列表。")


@template_group.command("list")
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), default=50, show_default=True)
@click.option("--offset", type=NUMBERED, default=0)
@json_flag
@click.pass_context
def list_command(context: click.Context, limit: int, offset: int, as_json: bool) -> None:
    """列出已添加的模板。"""
    with context.obj.open_desk(write=False) as desk:
        templates = desk.county.templates()
    page = templates[offset : offset + limit]
    print_rows(page, len(templates), as_json, template_document, _row_line)


def _row_line(template: Template) -> str:
    left = f"，{len(template.unplaced)}栏没有对应" if template.unplaced else ""
    return f"{template.name}　{template.title or template.file_name}　{len(template.columns)}栏{left}"


def _mapping(document: object) -> dict[str, str | None]:
    if not isinstance(document, dict):
        raise Refused("bad_value", "栏目对应应当是一个 JSON 对象：{“栏目”: “项目”}。", field="mapping")
    for heading, key in document.items():
        if key is not None and not isinstance(key, str):
            raise Refused("bad_value", f"“{heading}”对应的项目应当是文字或 null。", field=heading)
    return document


def _print(template: Template, as_json: bool) -> None:
    for note in template.notes:
        click.echo(note, err=True)
    if as_json:
        print_json(template_document(template))
        return
    labels = {field.key: field.label for field in catalogue()}
    click.echo(f"模板“{template.name}”，工作表“{template.sheet}”，表头第{'、'.join(map(str, template.heading_rows))}行")
    for column in template.columns:
        if column.field is None:
            click.echo(f"{column.letter}　{column.heading} → （没有对应，不填）")
            continue
        label = "＋".join(labels.get(key, key.removeprefix("figure.")) for key in column.field.split(JOIN))
        click.echo(f"{column.letter}　{column.heading} → {label}{'' if column.sure else '（请核对）'}")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        click.echo(f"\r正在导出 {done * 100 // total}%", nl=done >= total, err=True)
