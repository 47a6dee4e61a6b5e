"""`case`: show, list, record, undo, explain, history."""

from __future__ import annotations

import click

from petidesk.commands.answers import json_flag, paged, print_json, print_rows, record_words, warn
from petidesk.commands.visits import iso_day
from petidesk.commands.words import Words
from petidesk.domain.cases.closed import ClosedCase, Recorded, document_of, file_of
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import (
    CaseFile,
    CaseQuery,
    CaseRow,
    purpose_words,
    result_words,
    row_document,
    state_words,
)
from petidesk.domain.clocks import CLOCKS, deadline_document
from petidesk.domain.codes import CASE_STATES, PURPOSES


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(case_group)


@click.group("case", cls=Words, files={"letters:register_dossier": "dossier"})
def case_group() -> None:
    """信访事项：查看、清单、记事、撤销。"""


@case_group.command("list")
@click.option("--state", type=click.Choice(list(CASE_STATES)), help="状态。")
@click.option("--due-by", metavar="DATE", help="法定期限在这一天或以前到期。")
@click.option("--task-by", metavar="DATE", help="批示、交办等自定期限在这一天或以前到期。")
@click.option("--purpose", type=click.Choice(list(PURPOSES)), help="信访目的。")
@click.option("--route", type=click.IntRange(1, 6), help="申诉求决的途径。")
@click.option("--unit", default="", metavar="NAME", help="责任单位。")
@click.option("--leader", default="", metavar="NAME", help="包案领导。")
@click.option("--text", default="", metavar="TEXT", help="内容里有这些字。")
@click.option("--open", "open_only", is_flag=True, help="只看还要答复的。")
@click.option("--waiting-service", is_flag=True, help="只看有文书等待送达的。")
@click.option("--not-entered", default="", metavar="PAPER", help="还没有录入国家系统的（any 为任何一种）。")
@paged
@json_flag
@click.pass_context
def list_command(
    context: click.Context,
    state: str | None,
    due_by: str | None,
    task_by: str | None,
    purpose: str | None,
    route: int | None,
    unit: str,
    leader: str,
    text: str,
    open_only: bool,
    waiting_service: bool,
    not_entered: str,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """信访事项清单；给了期限就按期限，先到期的在前，否则新的在前。"""
    by_date = "next_due" if due_by else "next_task" if task_by else ""
    query = CaseQuery(
        state=state or "",
        due_until=iso_day(due_by, "due-by"),
        task_until=iso_day(task_by, "task-by"),
        purpose=purpose or "",
        route=route,
        unit=unit,
        leader=leader,
        text=text,
        open_only=open_only,
        waiting_service=waiting_service,
        not_entered=not_entered,
        sort=by_date or "case_no",
        descending=not by_date,
    )
    with context.obj.open_desk(write=False) as desk:
        total = desk.cases.count(query)
        rows = desk.cases.rows(query, limit, offset)
    print_rows(rows, total, as_json, row_document, _row_line, f"共{total}件")


@case_group.command("explain")
@click.argument("number", metavar="NO")
@json_flag
@click.pass_context
def explain_command(context: click.Context, number: str, as_json: bool) -> None:
    """期限为什么是这一天：逐日算给你看。"""
    with context.obj.open_desk(write=False) as desk:
        found = desk.cases.explain(number)
    if as_json:
        print_json([deadline_document(clock) for clock in found])
        return
    for clock in found:
        click.echo(f"{CLOCKS[clock.kind].label}：不迟于{clock.raw.isoformat()}（{clock.basis}）")
        for day in clock.days:
            click.echo(f"  {day.date.isoformat()}　{day.why}")


@case_group.command("events")
@json_flag
def events_command(as_json: bool) -> None:
    """可以记的事件和各自的项目。"""
    known = [kind for kind in KINDS.values() if kind.by_hand]
    if as_json:
        print_json(
            [
                {
                    "event": kind.kind,
                    "label": kind.label,
                    "keys": [
                        {
                            "key": ask.key,
                            "label": ask.label,
                            "kind": ask.kind,
                            "required": ask.required,
                            "choices": dict(ask.choices),
                        }
                        for ask in kind.asks
                    ],
                }
                for kind in known
            ]
        )
        return
    for kind in known:
        keys = "、".join(f"{ask.key}（{ask.label}）" for ask in kind.asks)
        click.echo(f"{kind.kind}　{kind.label}　{keys}".rstrip())


def _row_line(row: CaseRow) -> str:
    due = f"　{CLOCKS[row.due_kind].label}不迟于{row.due.isoformat()}" if row.due else ""
    return f"{row.case_no}　{state_words(row)}　{row.title or '（限制查阅）'}{due}　{row.unit}".rstrip()


def _print_recorded(recorded: Recorded, as_json: bool) -> None:
    warn(recorded.warnings)
    _print_case(recorded.case, as_json)


def _print_case(seen: CaseFile | ClosedCase, as_json: bool) -> None:
    if as_json:
        print_json(document_of(seen))
        return
    case = file_of(seen)
    click.echo(f"{case.case_no}　{case.title or '（限制查阅）'}　{purpose_words(case)}　{state_words(case)}")
    for clock in case.clocks:
        if clock.deadline is not None and clock.met_on is None:
            click.echo(f"  {CLOCKS[clock.kind].label}不迟于{clock.deadline.raw.isoformat()}")
    for request in case.requests:
        answer = f"　{result_words(request.result)}：{request.answer}" if request.result else ""
        moved = f"　（已分到{request.moved_to}）" if request.moved_to else ""
        click.echo(f"  请求{request.number}　{request.text}{answer}{moved}")
    for event in case.events:
        undone = "（已撤销）" if event.undone else ""
        click.echo(
            f"  {event.on.isoformat()}　[{event.event_id}] {event.label}{undone}　{event.by}　{event.note}".rstrip()
        )
    for letter in case.letters:
        click.echo(f"  文书　{letter.document_no or '草稿'}　{letter.title}")


record_words(
    case_group,
    lambda desk: desk.cases,
    _print_case,
    document=lambda _desk, seen: document_of(seen),
    unmask="打开检举控告内容的理由；要有权限，会留下记录。",
    show="一件事项的全部内容：经过、请求、期限、文书。",
)
record_words(
    case_group,
    lambda desk: desk.cases,
    _print_recorded,
    record="记下一件事；EVENT 是事件种类，FILE 是 JSON，- 为标准输入。",
    undo="撤销记下的一件事；它仍然看得见。",
)
