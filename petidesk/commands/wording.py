"""`template`: list, show, check, preview, set, restore: the office's own wording of its papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from petidesk.commands.answers import json_flag, paged, print_json, print_rows, refuse_existing, write_out
from petidesk.desk.files import contents
from petidesk.domain.trouble import Trouble

if TYPE_CHECKING:
    from petidesk.desk.letters.wording import Template


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(template_group)


@click.group("template")
def template_group() -> None:
    """文书的文字：查看、检查、预览、换成本单位的、恢复原来的。"""


def _text(file: str) -> str:
    try:
        return contents(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Trouble("usage", "文件不是 UTF-8 编码，请另存为 UTF-8 后再试。") from None


def _document(template: Template) -> dict[str, Any]:
    return {
        "name": template.name,
        "title": template.title,
        "own": template.own,
        "built_in": template.built_in,
        "version": template.version or None,
        "broken": template.broken or None,
    }


def _say(template: Template, as_json: bool) -> None:
    if as_json:
        print_json(_document(template))
    else:
        click.echo(f"{template.name}　{template.title}　{'本单位的文字' if template.own else '随程序提供的文字'}")


@template_group.command("list")
@paged
@json_flag
@click.pass_context
def list_command(context: click.Context, limit: int, offset: int, as_json: bool) -> None:
    """有哪些文书，哪些已经换成本单位的文字。"""
    with context.obj.open_desk(write=False) as desk:
        found = desk.templates.all()
    page = found[offset : offset + limit]
    print_rows(page, len(found), as_json, _document, _row_line)


def _row_line(template: Template) -> str:
    return f"{template.name}　{template.title}" + ("　本单位的文字" if template.own else "")


@template_group.command("show")
@click.argument("name", metavar="NAME")
@click.option("--built-in", is_flag=True, help="看随程序提供的文字。")
@json_flag
@click.pass_context
def show_command(context: click.Context, name: str, built_in: bool, as_json: bool) -> None:
    """一种文书的文字（form.toml），和可以用的字段。"""
    with context.obj.open_desk(write=False) as desk:
        text = desk.templates.built_in(name) if built_in else desk.templates.text(name)
        if as_json:
            chips = desk.templates.chips(name, text)
            fields = [{"name": chip.name, "kind": chip.kind, "columns": list(chip.columns)} for chip in chips]
            print_json({**_document(desk.templates.get(name)), "text": text, "fields": fields})
            return
    click.echo(text, nl=False)


@template_group.command("check")
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def check_command(context: click.Context, name: str, file: str, as_json: bool) -> None:
    """FILE 能不能用；不能用的说出行号。什么也不改。"""
    text = _text(file)
    with context.obj.open_desk(write=False) as desk:
        _say(desk.templates.check(name, text), as_json)


@template_group.command("preview")
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="FILE", required=False)
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.pdf", help="写到哪个文件。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_context
def preview_command(context: click.Context, name: str, file: str | None, out: Path, force: bool, as_json: bool) -> None:
    """用虚构的示例数据印一份看看。"""
    refuse_existing(out, force)
    text = _text(file) if file else None
    with context.obj.open_desk(write=False) as desk:
        paper = desk.templates.preview(name, text)
    write_out(out, paper.pdf)
    if as_json:
        print_json({"file": str(out), "form": name, "sha256": paper.sha256})
    else:
        click.echo(f"已写成：{out}")


@template_group.command("set")
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def set_command(context: click.Context, name: str, file: str, as_json: bool) -> None:
    """把 FILE 作为本单位的文字；已签发的文书不受影响。"""
    text = _text(file)
    with context.obj.open_desk(write=True) as desk:
        _say(desk.templates.save(name, text), as_json)


@template_group.command("restore")
@click.argument("name", metavar="NAME")
@json_flag
@click.pass_context
def restore_command(context: click.Context, name: str, as_json: bool) -> None:
    """恢复随程序提供的文字。"""
    with context.obj.open_desk(write=True) as desk:
        _say(desk.templates.restore(name), as_json)
