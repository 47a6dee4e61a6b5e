"""`retention`: what may go when its period is over, the purge with its second person, the certificates, old copies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import iso_date, json_flag, paged, print_json, refuse_existing, write_out
from petidesk.commands.passwords import next_line
from petidesk.domain.retention.periods import BY_CODE, periods_document, years_words
from petidesk.domain.retention.purges import SENTENCE, counts_words, purge_document
from petidesk.domain.retention.records import Judged, judged_document, sum_document

_pdf = click.Path(path_type=Path)


def register(root: click.Group) -> None:
    """Add the word to the root."""
    root.add_command(retention_group)


@click.group("retention")
def retention_group() -> None:
    """到期记录：清单、按期销毁、销毁清册、还留着的备份。"""


@retention_group.command("list")
@click.option("--on", required=True, metavar="DATE", help="看到哪一天为止到期的。")
@click.option("--going", is_flag=True, help="只列可以销毁的。")
@paged
@json_flag
@click.pass_obj
def listed(session: Any, on: str, going: bool, limit: int, offset: int, as_json: bool) -> None:
    """列出哪些记录到期可以销毁，其余的为什么还要保管；不写任何人的姓名。"""
    day = iso_date(on, "on")
    with session.open_desk(write=False) as desk:
        found = desk.retention.listed(day)
    rows = found.going if going else found.judged
    page = rows[offset : offset + limit]
    if as_json:
        print_json(
            {
                "on": day.isoformat(),
                "total": len(rows),
                "may_go": len(found.going),
                "rows": [judged_document(one) for one in page],
                "sums": [sum_document(one) for one in found.sums],
                "periods": periods_document(found.periods),
            }
        )
        return
    for one in found.sums:
        words = BY_CODE[one.category].label
        years = years_words(found.periods[one.category])
        click.echo(f"{words}  {one.year}年  保管{years}  可销毁{one.going}件  保管中{one.staying}件")
    for judged in page:
        click.echo(_line(judged))


def _line(one: Judged) -> str:
    state = "可以销毁" if one.may_go else "；".join(one.why)
    return f"{one.record.number}  {BY_CODE[one.record.category].label}  {one.record.ended_on.isoformat()}  {state}"


@retention_group.command("purge")
@click.option("--on", required=True, metavar="DATE", help="到哪一天为止到期的，不晚于今天。")
@click.option("--why", required=True, metavar="W", help="原因：哪一次鉴定、谁批准的。")
@click.option("--second", default="", metavar="NAME", help="监销人，另一位在岗的工作人员；一人单位不写。")
@click.option("--out", type=_pdf, required=True, metavar="CERT.pdf", help="销毁清册写到哪里。")
@click.option("--renew-copies", is_flag=True, help="够得着的旧备份换成新的，旧的删掉。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_obj
def purge(
    session: Any, on: str, why: str, second: str, out: Path, renew_copies: bool, force: bool, as_json: bool
) -> None:
    """销毁到期的记录：姓名、号码、住址、内容、文书、附件都删掉，统计用的留下。不能恢复。

    加密的单位：标准输入的下一行是监销人的密码；一人单位是恢复码。没有加密的一人单位：下一行照写“我已核对清单，同意销毁”。
    """
    day = iso_date(on, "on")
    refuse_existing(out, force)
    with session.open_desk(write=True) as desk:
        said = _said(desk.retention.seconds().proof)
        done = desk.retention.purge(day, why, second, said, out=out)
        renewed = desk.retention.renew_copies() if renew_copies else []
        copies = desk.retention.copies() if renew_copies else list(done.copies)
    if done.unsettled:
        click.echo(f"提醒：{done.unsettled}", err=True)
    if as_json:
        print_json(purge_document(done.purge) | {"file": str(out), "copies": copies, "renewed": renewed})
        return
    click.echo(f"已销毁{counts_words(done.purge.counts)}，清册{done.purge.number}：{out}。请打印出来，两个人签字。")
    _tell("换成新备份、已删掉的旧备份：", renewed)
    _tell("这些备份里还有销毁的内容（加 --renew-copies，或者用 retention copies --renew 换成新的）：", copies)


def _said(proof: str) -> str | None:
    """What proves the second person, from the next line; in a plain office the name that was given is enough."""
    if proof == "name":
        return None
    what = {"password": "监销人的密码", "code": "恢复码", "sentence": f"确认的话“{SENTENCE}”"}[proof]
    if sys.stdin is None or sys.stdin.isatty():
        return None
    return next_line(what, "said")


@retention_group.command("history")
@json_flag
@click.pass_obj
def history(session: Any, as_json: bool) -> None:
    """列出做过的销毁，新的在前。"""
    with session.open_desk(write=False) as desk:
        done = desk.retention.purges()
    if as_json:
        print_json({"total": len(done), "rows": [purge_document(one) for one in done]})
        return
    for one in done:
        click.echo(f"{one.number}  {one.at:%Y-%m-%d}  {counts_words(one.counts)}  {one.by}、{one.second}  {one.why}")


@retention_group.command("certificate")
@click.argument("number", metavar="NO")
@click.option("--out", type=_pdf, required=True, metavar="CERT.pdf", help="清册写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@click.pass_obj
def certificate(session: Any, number: str, out: Path, force: bool) -> None:
    """再取一份销毁清册，和当时的一样。"""
    refuse_existing(out, force)
    with session.open_desk(write=False) as desk:
        data = desk.retention.certificate(number)
    write_out(out, data)
    click.echo(f"销毁清册{number}：{out}")


@retention_group.command("copies")
@click.option("--renew", is_flag=True, help="够得着的换成新的备份，旧的删掉。")
@json_flag
@click.pass_obj
def copies(session: Any, renew: bool, as_json: bool) -> None:
    """列出还留着已销毁内容的备份；可以换成新的。"""
    with session.open_desk(write=renew) as desk:
        gone = desk.retention.renew_copies() if renew else []
        left = desk.retention.copies()
    if as_json:
        print_json({"copies": left, "renewed": gone})
        return
    _tell("换成新备份、已删掉的旧备份：", gone)
    _tell("这些备份里还有已销毁的内容：", left)
    if not left:
        click.echo("没有备份还留着已销毁的内容。")


def _tell(words: str, names: list[str]) -> None:
    if names:
        click.echo("\n".join((words, *names)), err=True)
