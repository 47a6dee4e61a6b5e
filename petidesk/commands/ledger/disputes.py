"""`dispute`: add, show, list, amend, void, record, undo. `ledger`: round, month, check, close, changes."""

from __future__ import annotations

import click

from petidesk.commands.answers import json_flag, paged, print_json, print_rows, read_json, warn
from petidesk.commands.visits import iso_day
from petidesk.domain.ledger.disputes import STATES, Dispute, dispute_document
from petidesk.domain.ledger.events import KINDS
from petidesk.domain.ledger.listing import DisputeQuery, DisputeRow, balance_document, money, row_document
from petidesk.domain.ledger.months import CHANGE_WORDS, Change, Finding, change_document, finding_document
from petidesk.domain.ledger.rounds import ANSWERS, Round, round_document
from petidesk.domain.office.ledger_columns import RISK_LEVELS


def register(root: click.Group) -> click.Group:
    """Add both groups to the root; the ledger group comes back, so that county workbooks and imports can join it."""
    root.add_command(dispute_group)
    root.add_command(ledger_group)
    return ledger_group


@click.group("dispute")
def dispute_group() -> None:
    """矛盾纠纷：登记、查看、更正、作废、记事。"""


@dispute_group.command("add")
@click.argument("file", metavar="FILE")
@click.option("--round", "round_no", default="", metavar="NO", help="在哪一轮排查中发现。")
@json_flag
@click.pass_context
def add_command(context: click.Context, file: str, round_no: str, as_json: bool) -> None:
    """登记一件矛盾纠纷；FILE 是 JSON，- 为标准输入。"""
    document = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        dispute, added = desk.ledger.add(document, round_no=round_no)
    warn(dispute.content.warnings)
    if as_json:
        print_json(dispute_document(dispute, added))
    else:
        click.echo(f"已登记：{dispute.dispute_no}")


@dispute_group.command("show")
@click.argument("number", metavar="NO")
@json_flag
@click.pass_context
def show_command(context: click.Context, number: str, as_json: bool) -> None:
    """一件矛盾纠纷的全部内容。"""
    with context.obj.open_desk(write=False) as desk:
        dispute = desk.ledger.get(number)
    _print_dispute(dispute, as_json)


@dispute_group.command("amend")
@click.argument("number", metavar="NO")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def amend_command(context: click.Context, number: str, file: str, as_json: bool) -> None:
    """更正：FILE 里只写要改的项目。原来的内容留在历史里。"""
    change = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        dispute = desk.ledger.amend(number, change)
    warn(dispute.content.warnings)
    _print_dispute(dispute, as_json)


@dispute_group.command("void")
@click.argument("number", metavar="NO")
@click.option("--why", required=True, metavar="W", help="作废的原因。")
@json_flag
@click.pass_context
def void_command(context: click.Context, number: str, why: str, as_json: bool) -> None:
    """作废。编号保留，不再使用。"""
    with context.obj.open_desk(write=True) as desk:
        dispute = desk.ledger.void(number, why)
    _print_dispute(dispute, as_json)


@dispute_group.command("record")
@click.argument("number", metavar="NO")
@click.argument("event", metavar="EVENT")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def record_command(context: click.Context, number: str, event: str, file: str, as_json: bool) -> None:
    """记下做了什么；EVENT 是事件种类，FILE 是 JSON，- 为标准输入。"""
    document = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        dispute, warnings = desk.ledger.record(number, event, document)
    warn(warnings)
    _print_dispute(dispute, as_json)


@dispute_group.command("undo")
@click.argument("number", metavar="NO")
@click.argument("event_id", metavar="EVENT_ID", type=int)
@click.option("--why", default="", metavar="W", help="原因。")
@json_flag
@click.pass_context
def undo_command(context: click.Context, number: str, event_id: int, why: str, as_json: bool) -> None:
    """撤销记下的一件事；它仍然看得见。"""
    with context.obj.open_desk(write=True) as desk:
        dispute = desk.ledger.undo(number, event_id, why)
    _print_dispute(dispute, as_json)


@dispute_group.command("list")
@click.option("--from", "since", metavar="DATE", help="从哪一天排查的起。")
@click.option("--to", "until", metavar="DATE", help="到哪一天止，含当天。")
@click.option("--village", default="", metavar="NAME", help="村（社区）。")
@click.option("--type", "kind", default="", metavar="NAME", help="纠纷类型。")
@click.option("--state", type=click.Choice(list(STATES)), help="状态。")
@click.option("--risk", type=click.Choice(list(RISK_LEVELS)), help="风险等级。")
@click.option("--month", default="", metavar="2026-10", help="这个月在册的（上月结转和本月新排查）。")
@click.option("--round", "round_no", default="", metavar="NO", help="哪一轮排查中发现。")
@click.option("--text", default="", metavar="TEXT", help="内容里有这些字。")
@click.option("--open", "open_only", is_flag=True, help="只看还没有化解的。")
@click.option("--overdue", is_flag=True, help="只看过了化解时限的。")
@click.option("--follow-up", is_flag=True, help="只看该回访的。")
@click.option("--voided", is_flag=True, help="连作废的一起列出。")
@paged
@json_flag
@click.pass_context
def list_command(
    context: click.Context,
    since: str | None,
    until: str | None,
    village: str,
    kind: str,
    state: str | None,
    risk: str | None,
    month: str,
    round_no: str,
    text: str,
    open_only: bool,
    overdue: bool,
    follow_up: bool,
    voided: bool,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """矛盾纠纷台账，最近排查的在前。"""
    with context.obj.open_desk(write=False) as desk:
        today = desk.today()
        query = DisputeQuery(
            since=iso_day(since, "from"),
            until=iso_day(until, "to"),
            village=village,
            type=kind,
            state=state or "",
            risk_level=risk or "",
            month=month,
            round_no=round_no,
            text=text,
            open_only=open_only,
            overdue_on=today if overdue else None,
            follow_up_until=today if follow_up else None,
            voided=None if voided else False,
        )
        total, people, _ = desk.ledger.totals(query)
        rows = desk.ledger.rows(query, limit, offset)
    print_rows(rows, total, as_json, row_document, _row_line, f"共{total}件，涉及{people}人")


@click.group("ledger")
def ledger_group() -> None:
    """台账：排查轮次、月报、报县。"""


@ledger_group.group("round")
def round_group() -> None:
    """排查轮次：布置、各村报送、查看。"""


@round_group.command("open")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def round_open_command(context: click.Context, file: str, as_json: bool) -> None:
    """布置一轮排查；FILE：since、until、due_on、kind、title、villages（不写就是全部）。"""
    document = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        found = desk.rounds.open(document)
    _print_round(found, as_json)


@round_group.command("return")
@click.argument("number", metavar="NO")
@click.argument("file", metavar="FILE")
@json_flag
@click.pass_context
def round_return_command(context: click.Context, number: str, file: str, as_json: bool) -> None:
    """记下一个村的报送；FILE：village、answer（reported 已报送，zero 零报告，missing 未报）、on、by、note。"""
    document = read_json(file)
    with context.obj.open_desk(write=True) as desk:
        found = desk.rounds.take(number, document)
    _print_round(found, as_json)


@round_group.command("show")
@click.argument("number", metavar="NO")
@json_flag
@click.pass_context
def round_show_command(context: click.Context, number: str, as_json: bool) -> None:
    """一轮排查：哪些村报了、零报告、还没有报。"""
    with context.obj.open_desk(write=False) as desk:
        found = desk.rounds.get(number)
    _print_round(found, as_json)


@round_group.command("list")
@paged
@json_flag
@click.pass_context
def round_list_command(context: click.Context, limit: int, offset: int, as_json: bool) -> None:
    """所有的轮次，最近的在前。"""
    with context.obj.open_desk(write=False) as desk:
        total, rounds = desk.rounds.count(), desk.rounds.all(limit, offset)
    print_rows(rounds, total, as_json, round_document, _round_line, f"共{total}轮")


@ledger_group.command("month")
@click.argument("month", metavar="2026-10")
@json_flag
@click.pass_context
def month_command(context: click.Context, month: str, as_json: bool) -> None:
    """一个月的收支：上月结转＋本月新排查＝本月化解＋上报＋月末未化解。"""
    with context.obj.open_desk(write=False) as desk:
        balance = desk.months.balance(month)
        figures = None if as_json else desk.months.figures(month)
    if as_json:
        print_json(balance_document(balance))
        return
    total = balance.total
    click.echo(f"{month}　上月结转{total.carried_over}　新排查{total.found}（其中重新化解{total.reopened}）")
    click.echo(f"　　　　　化解{total.resolved}　上报{total.escalated}　月末未化解{total.outstanding}")
    click.echo(f"　　　　　涉及{total.people}人、{money(total.amount_fen)}元" + ("　已结账" if balance.closed else ""))
    for rate in figures.rates if figures else ():
        click.echo(f"　　　　　{rate.label}{rate.text}（{rate.definition}）")


@ledger_group.command("check")
@click.argument("month", metavar="2026-10")
@paged
@json_flag
@click.pass_context
def check_command(context: click.Context, month: str, limit: int, offset: int, as_json: bool) -> None:
    """报县以前核对：错误和缺漏各在哪一条。"""
    with context.obj.open_desk(write=False) as desk:
        findings = desk.months.findings(month)
    page = findings[offset : offset + limit]
    print_rows(page, len(findings), as_json, finding_document, _finding_line, f"共{len(findings)}处")


@ledger_group.command("close")
@click.argument("month", metavar="2026-10")
@json_flag
@click.pass_context
def close_command(context: click.Context, month: str, as_json: bool) -> None:
    """结账：按现在的样子存档，以后的改动另列。"""
    with context.obj.open_desk(write=True) as desk:
        balance = desk.months.close(month)
    if as_json:
        print_json(balance_document(balance))
    else:
        click.echo(f"{month}已结账，月末未化解{balance.total.outstanding}件。")


@ledger_group.command("changes")
@click.argument("month", metavar="2026-10")
@paged
@json_flag
@click.pass_context
def changes_command(context: click.Context, month: str, limit: int, offset: int, as_json: bool) -> None:
    """结账以后变了什么：迟报、更正、作废。"""
    with context.obj.open_desk(write=False) as desk:
        changes = desk.months.changes(month)
    page = changes[offset : offset + limit]
    print_rows(page, len(changes), as_json, change_document, _change_line, f"共{len(changes)}处")


def _row_line(row: DisputeRow) -> str:
    mark = "　作废" if row.voided else ""
    return f"{row.dispute_no}　{row.found_on}　{row.village}　{row.type}　{STATES[row.state]}　{row.heading}{mark}"


def _round_line(found: Round) -> str:
    return f"{found.round_no}　{found.since}至{found.until}　未报{len(found.missing)}个"


def _finding_line(finding: Finding) -> str:
    return f"{'错误' if finding.error else '缺漏'}　{finding.dispute_no}　{finding.message}"


def _change_line(change: Change) -> str:
    what = f"{change.field}：{change.before}→{change.after}" if change.kind == "changed" else ""
    return f"{CHANGE_WORDS[change.kind]}　{change.dispute_no}　{what or change.before or change.after}"


def _print_round(found: Round, as_json: bool) -> None:
    if as_json:
        print_json(round_document(found))
        return
    click.echo(f"{found.round_no}　{found.title}　{found.since}至{found.until}，{found.due_on}前报送")
    for one in found.returns:
        entered = f"　已登记{found.entered[one.village]}件" if found.entered.get(one.village) else ""
        click.echo(f"  {one.village}　{ANSWERS[one.answer]}　{one.on or ''}{entered}".rstrip())


def _print_dispute(dispute: Dispute, as_json: bool) -> None:
    if as_json:
        print_json(dispute_document(dispute))
        return
    content = dispute.content
    state = "（已作废）" if dispute.voided else ""
    click.echo(
        f"{dispute.dispute_no}{state}　{content.found_on}　{content.village}　{content.type}　{STATES[dispute.state]}"
    )
    click.echo(f"  {'、'.join(content.names())}　{content.summary}")
    for event in dispute.events:
        undone = "（已撤销）" if event.undone else ""
        click.echo(
            f"  {event.on}　[{event.event_id}] {KINDS[event.kind].label}{undone}　{event.by}　{event.note}".rstrip()
        )
