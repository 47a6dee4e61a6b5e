"""`attachment`: add, list, export, remove scans and photos of a visit, a case, a dispute or a letter."""

from __future__ import annotations

from pathlib import Path

import click

from petidesk.commands.answers import NUMBERED, json_flag, paged, print_json, print_rows, refuse_existing, write_out
from petidesk.domain.attachments import KINDS, MEDIA, Attachment, Kept, attachment_document
from petidesk.domain.json_output import iso

_KIND = click.argument("kind", metavar="visit|case|dispute|letter", type=click.Choice(list(KINDS)))
_NUMBER = click.argument("number", metavar="NO")
_ID = click.argument("attachment_id", metavar="ID", type=NUMBERED)
_UNMASK = click.option("--unmask", default="", metavar="WHY", help="打开检举控告附件的理由；要有权限，会留下记录。")


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(attachment_group)


@click.group("attachment")
def attachment_group() -> None:
    """附件：扫描件和照片，放在来访、信访事项、纠纷、文书上。"""


@attachment_group.command("add")
@_KIND
@_NUMBER
@click.argument("file", metavar="FILE")
@click.option("--name", default="", metavar="N", help="附件名称；不写时用文件名。")
@json_flag
@click.pass_context
def add_command(context: click.Context, kind: str, number: str, file: str, name: str, as_json: bool) -> None:
    """添加附件；可以是 PNG、JPG、WebP、BMP、TIF 图片或 PDF，- 为标准输入。"""
    with context.obj.open_desk(write=True) as desk:
        added = desk.attachments.add_file(kind, number, file, name)
    if as_json:
        print_json(attachment_document(added))
    else:
        click.echo(f"已添加附件{added.attachment_id}：{added.name}（{_size(added)}）")


@attachment_group.command("list")
@_KIND
@_NUMBER
@_UNMASK
@paged
@json_flag
@click.pass_context
def list_command(
    context: click.Context, kind: str, number: str, unmask: str, limit: int, offset: int, as_json: bool
) -> None:
    """一件记录的附件，先添加的在前；移除的也列出。检举控告的没有理由不显示名称。"""
    with context.obj.open_desk(write=bool(unmask)) as desk:
        found = desk.attachments.listed(kind, number, unmask)
    page = found[offset : offset + limit]
    print_rows(page, len(found), as_json, attachment_document, _line, f"共{len(found)}个")


@attachment_group.command("export")
@_ID
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F", help="写到哪个文件。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@_UNMASK
@json_flag
@click.pass_context
def export_command(
    context: click.Context, attachment_id: int, out: Path, force: bool, unmask: str, as_json: bool
) -> None:
    """把附件原样写成文件。"""
    refuse_existing(out, force)
    with context.obj.open_desk(write=bool(unmask)) as desk:
        content = desk.attachments.content(attachment_id, unmask)
    write_out(out, content.data)
    if as_json:
        print_json({"file": str(out)} | attachment_document(content.attachment))
    else:
        click.echo(f"已写成：{out}")


@attachment_group.command("remove")
@_ID
@click.option("--why", required=True, metavar="W", help="移除的原因。")
@json_flag
@click.pass_context
def remove_command(context: click.Context, attachment_id: int, why: str, as_json: bool) -> None:
    """移除附件。这一行和原因留着，文件删去。"""
    with context.obj.open_desk(write=True) as desk:
        removed = desk.attachments.remove(attachment_id, why)
    if as_json:
        print_json(attachment_document(removed))
    else:
        click.echo(f"已移除附件{attachment_id}")


def _size(found: Kept) -> str:
    return f"{found.pages}页，{found.bytes / (1 << 20):.1f} MB"


def _line(found: Kept) -> str:
    named = f"{found.name}　{MEDIA[found.media]}" if isinstance(found, Attachment) else "（限制查阅）"
    gone = f"　已移除 {iso(found.removed_at, 'minutes')}" if found.removed else ""
    return f"{found.attachment_id}　{named}　{_size(found)}　{iso(found.added_at, 'minutes')}{gone}"
