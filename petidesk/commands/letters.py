"""`letter`: kinds, draft, save, discard, show, list, gaps, preview, issue, void, print, batch."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import click

from petidesk.commands.answers import (
    FILE,
    MOST_ROWS,
    NUMBERED,
    WHY_VOID,
    file_word,
    give_paper,
    json_flag,
    paged,
    print_json,
    print_rows,
    read_json,
    refuse_existing,
    warn,
    write_out,
)
from petidesk.commands.visits import iso_day
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.documents import letter_document
from petidesk.domain.letters.letters import (
    LETTER_STATES,
    Batch,
    Letter,
    LetterQuery,
    LetterRow,
    gap_document,
    kind_document,
    letter_row_document,
)
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import KnownTrouble, Trouble

_out = click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.pdf", help="写到哪个文件。")
_force = click.option("--force", is_flag=True, help="覆盖已有的文件。")
_DRAFT = click.IntRange(1, 2**53)
_unmask = click.option(
    "--unmask", default="", metavar="WHY", help="检举控告文书印出信访人和所写内容的理由；要有权限，会留下记录。"
)


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(letter_group)


def register_dossier(case_group: click.Group) -> None:
    """Add binding a case's file to its cases."""
    case_group.add_command(dossier_command)


@click.group("letter")
def letter_group() -> None:
    """文书：起草、签发、打印、作废。"""


@letter_group.command("kinds")
@click.option("--case", "case_no", default="", metavar="NO", help="只看这件信访事项可用的，不可用的说明原因。")
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), default=50, show_default=True)
@click.option("--offset", type=NUMBERED, default=0)
@json_flag
@click.pass_context
def kinds_command(context: click.Context, case_no: str, limit: int, offset: int, as_json: bool) -> None:
    """有哪些文书：文件夹名、标题、签发后记入的事件。"""
    with context.obj.open_desk(write=False) as desk:
        found = desk.letters.kinds_for(case_no) if case_no else tuple((kind, "") for kind in desk.letters.kinds())
    page = found[offset : offset + limit]
    if as_json:
        rows = [{**kind_document(kind), **({"why_not": why or None} if case_no else {})} for kind, why in page]
        print_json({"total": len(found), "rows": rows})
        return
    for kind, why in page:
        click.echo(f"{kind.name}　{kind.title}　{kind.event}" + (f"　（{why}）" if why else ""))


@letter_group.command("draft")
@click.argument("kind", metavar="KIND")
@click.argument("file", metavar="FILE", required=False)
@click.option("--case", "case_no", default="", metavar="NO", help="信访事项编号。")
@click.option("--meeting", "meeting_no", default="", metavar="NO", help="会议编号：议题单、纪要用它。")
@json_flag
@click.pass_context
def draft_command(
    context: click.Context, kind: str, file: str | None, case_no: str, meeting_no: str, as_json: bool
) -> None:
    """起草一份文书；KIND 是文件夹名或标题，FILE 是 JSON，可以先不写全。"""
    if bool(case_no) == bool(meeting_no):
        raise Trouble("usage", "请用 --case 写明信访事项编号；联席会议的文书用 --meeting 写明会议编号。")
    document = read_json(file) if file else None
    with context.obj.open_desk(write=True) as desk:
        letter = desk.letters.draft(kind, case_no or meeting_no, document)
    if as_json:
        print_json({"draft": letter.letter_id})
    else:
        click.echo(f"已起草：{letter.letter_id}　{letter.title}")


@letter_group.command("discard")
@click.argument("draft", metavar="DRAFT", type=_DRAFT)
@json_flag
@click.pass_context
def discard_command(context: click.Context, draft: int, as_json: bool) -> None:
    """丢弃草稿；已签发的只能作废。"""
    with context.obj.open_desk(write=True) as desk:
        desk.letters.discard(draft)
    if as_json:
        print_json({"discarded": draft})
    else:
        click.echo(f"已丢弃草稿{draft}")


@letter_group.command("show")
@click.argument("name", metavar="DRAFT|DOCNO")
@click.option("--unmask", default="", metavar="WHY", help="打开检举控告文书的理由；要有权限，会留下记录。")
@json_flag
@click.pass_context
def show_command(context: click.Context, name: str, unmask: str, as_json: bool) -> None:
    """一份草稿或文书的全部内容；草稿还缺什么也列出来。检举控告的文书，没有理由不显示内容。"""
    with context.obj.open_desk(write=bool(unmask)) as desk:
        letter = desk.letters.get(int(name), unmask) if _is_draft(name) else desk.letters.by_no(name, unmask)
        # What a draft still lacks is said in its own words ("X是被检举的单位"), so a closed one says none of it.
        told = letter.state == "draft" and (bool(unmask) or not letter.restricted)
        gaps = desk.letters.gaps(letter.letter_id) if told else ()
    if as_json:
        print_json({**letter_document(letter), "gaps": [gap_document(gap) for gap in gaps]})
        return
    _print_letter(letter, as_json)
    for gap in gaps:
        click.echo(f"  {'提醒' if gap.warning else '还缺'}：{gap.message}")


def _is_draft(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 16


@letter_group.command("list")
@click.option("--case", "case_no", default="", metavar="NO", help="信访事项编号。")
@click.option("--state", type=click.Choice(list(LETTER_STATES)), help="状态。")
@click.option("--kind", default="", metavar="KIND", help="文书的文件夹名。")
@click.option("--waiting-service", is_flag=True, help="只看等待送达的。")
@click.option("--from", "since", metavar="DATE", help="签发日期从哪一天起。")
@click.option("--to", "until", metavar="DATE", help="到哪一天止，含当天。")
@paged
@json_flag
@click.pass_context
def list_command(
    context: click.Context,
    case_no: str,
    state: str | None,
    kind: str,
    waiting_service: bool,
    since: str | None,
    until: str | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """文书清单，最近改动的在前。"""
    query = LetterQuery(
        case_no=case_no,
        state=state or "",
        form=kind,
        waiting_service=waiting_service,
        since=iso_day(since, "from"),
        until=iso_day(until, "to"),
    )
    with context.obj.open_desk(write=False) as desk:
        if case_no:
            desk.cases.get(case_no)  # an unknown number is refused, not answered with an empty list
        total = desk.letters.count(query)
        rows = desk.letters.rows(query, limit, offset)
    print_rows(rows, total, as_json, letter_row_document, _row_line, f"共{total}份")


def _row_line(row: LetterRow) -> str:
    number = row.document_no or f"草稿{row.letter_id}"
    return f"{number}　{row.title}　{LETTER_STATES[row.state]}　{row.case_no}"


@letter_group.command("preview")
@click.argument("draft", metavar="DRAFT", type=_DRAFT)
@_out
@_unmask
@_force
@json_flag
@click.pass_context
def preview_command(context: click.Context, draft: int, out: Path, unmask: str, force: bool, as_json: bool) -> None:
    """把草稿印成送审稿；不编号，不留存。"""
    refuse_existing(out, force)
    with context.obj.open_desk(write=bool(unmask)) as desk:
        paper = desk.letters.preview(draft, unmask=unmask)
    _write(paper, out, as_json)


@letter_group.command("issue")
@click.argument("draft", metavar="DRAFT", type=_DRAFT)
@click.option("--signed-by", default="", metavar="NAME", help="签发人；卷内材料可以不写。")
@click.option("--signed-on", metavar="DATE", help="签发日期，即成文日期。")
@click.option("--on", metavar="DATE", help="记入事件的日期；默认是签发日期。")
@click.option("--anyway", default="", metavar="WHY", help="有请求未答复仍要签发的理由，会留存。")
@_unmask
@json_flag
@click.pass_context
def issue_command(
    context: click.Context,
    draft: int,
    signed_by: str,
    signed_on: str | None,
    on: str | None,
    anyway: str,
    unmask: str,
    as_json: bool,
) -> None:
    """签发：编号、定稿、记入事件，一次完成。"""
    day, event_day = iso_day(signed_on, "signed_on"), iso_day(on, "on")
    with context.obj.open_desk(write=True) as desk:
        issued = desk.letters.issue(draft, signed_by, day, anyway, on=event_day, unmask=unmask)
    warn(issued.warnings)
    letter = issued.letter
    if as_json:
        print_json({"document_no": letter.document_no, "sha256": letter.sha256, "event": issued.event})
    else:
        click.echo(f"已签发：{letter.document_no}　{letter.title}")


@letter_group.command("print")
@click.argument("number", metavar="DOCNO")
@_out
@_unmask
@_force
@json_flag
@click.pass_context
def print_command(context: click.Context, number: str, out: Path, unmask: str, force: bool, as_json: bool) -> None:
    """打印已签发的文书；每次都是同样的内容。"""
    refuse_existing(out, force)
    with context.obj.open_desk(write=True) as desk:
        paper = desk.letters.print_letter(number, unmask)
    _write(paper, out, as_json)


@letter_group.command("batch")
@click.argument("kind", metavar="KIND")
@click.option("--due", is_flag=True, help="所有应当告知（办理）而还没有的事项。")
@click.option("--until", metavar="DATE", help="与 --due 一起：只要这一天或以前到期的。")
@click.option("--case", "case_nos", multiple=True, metavar="NO", help="信访事项编号，可以写几次。")
@click.option("--signed-by", required=True, metavar="NAME", help="签发人。")
@click.option("--signed-on", required=True, metavar="DATE", help="签发日期。")
@_out
@_force
@json_flag
@click.pass_context
def batch_command(
    context: click.Context,
    kind: str,
    due: bool,
    until: str | None,
    case_nos: tuple[str, ...],
    signed_by: str,
    signed_on: str,
    out: Path,
    force: bool,
    as_json: bool,
) -> None:
    """一次签发多件事项的同一种文书，合成一个 PDF；不能签发的列出原因。"""
    if due == bool(case_nos) or (until and not due):
        raise Trouble("usage", "请写 --due，或者用 --case 写明编号；--until 只和 --due 一起用。")
    refuse_existing(out, force)
    day, last = iso_day(signed_on, "signed_on"), iso_day(until, "until")
    assert day is not None
    with context.obj.open_desk(write=True) as desk:
        wanted = desk.letters.due_cases(kind, last) if due else case_nos
        done = desk.letters.batch(kind, wanted, signed_by=signed_by, signed_on=day, progress=_progress)
    if done.pdf:
        try:
            write_out(out, done.pdf)
        except OSError as error:
            code = "full" if error.errno == errno.ENOSPC else "read_only"
            said = f"{len(done.issued)}份已经签发并保存，但“{out.name}”没有写成；请清理磁盘或换一个位置，逐份打印。"
            raise KnownTrouble(code, said, hint=f"文号：{'、'.join(done.issued)}。") from error
    _print_batch(done, out, as_json)


@click.command("dossier")
@click.argument("number", metavar="NO")
@_out
@click.option("--attachments", is_flag=True, help="扫描件和照片也装进去。")
@_force
@json_flag
@click.pass_context
def dossier_command(
    context: click.Context, number: str, out: Path, attachments: bool, force: bool, as_json: bool
) -> None:
    """一案一档：封面、目录和留存的全部文书，编上页码，装成一个 PDF。"""
    refuse_existing(out, force)
    with context.obj.open_desk(write=False) as desk:
        paper = desk.any_paper.dossier(number, attachments=attachments)
    _write(paper, out, as_json)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total}", err=True, nl=done == total)


def _print_batch(done: Batch, out: Path, as_json: bool) -> None:
    if as_json:
        refused = [{"case_no": one.case_no, "code": one.code, "message": one.message} for one in done.refused]
        file = str(out) if done.pdf else None
        print_json({"file": file, "issued": list(done.issued), "refused": refused})
        return
    for one in done.refused:
        click.echo(f"{one.case_no}没有签发：{one.message}", err=True)
    click.echo(f"签发{len(done.issued)}份" + (f"，已写成：{out}" if done.pdf else ""))


def _print_letter(letter: Letter | ClosedLetter, as_json: bool) -> None:
    if as_json:
        print_json(letter_document(letter))
        return
    number = letter.document_no or f"草稿{letter.letter_id}"
    click.echo(f"{number}　{letter.title}　{LETTER_STATES[letter.state]}　{letter.case_no}")


def _write(paper: Paper, out: Path, as_json: bool) -> None:
    missing = list(paper.missing_characters)
    said = {"form": paper.form, "sha256": paper.sha256, "missing_characters": missing}
    give_paper(out, paper.pdf, missing, as_json, said)


file_word(
    letter_group,
    "save",
    (click.argument("draft", metavar="DRAFT", type=_DRAFT), FILE),
    lambda desk, draft, document: desk.letters.save(draft, document),
    _print_letter,
    "用 FILE 的内容换下草稿原来的内容。",
)
file_word(
    letter_group,
    "void",
    (click.argument("number", metavar="DOCNO"), WHY_VOID),
    lambda desk, number, why: desk.letters.void(number, why),
    _print_letter,
    "作废。文号保留，不再使用；它记入的事件一并撤销。",
)
