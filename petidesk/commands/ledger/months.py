"""`ledger`: round, month, check, close, changes."""

from __future__ import annotations

from pathlib import Path

import click

from petidesk.commands.answers import FILE, NUMBER, file_word, json_flag, paged, print_json, print_rows, record_words
from petidesk.commands.words import Words
from petidesk.domain.ledger.listing import balance_document, money
from petidesk.domain.ledger.months import CHANGE_WORDS, Change, Finding, change_document, finding_document
from petidesk.domain.ledger.rounds import ANSWERS, Round, round_document


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(ledger_group)


_FILES = {"imports:register_disputes": "import", "county": "export template", "ledger.package": "package look"}


@click.group("ledger", cls=Words, files=_FILES)
def ledger_group() -> None:
    """台账：排查轮次、月报、报县。"""


@ledger_group.group("round")
def round_group() -> None:
    """排查轮次：布置、各村报送、查看。"""


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
    """报县以前核对：错误和缺漏各在哪一条。已经结账的月份，按结账时的内容核对。"""
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
        errors = sum(finding.error for finding in desk.months.findings(month))
        balance = desk.months.close(month)
    if errors:
        click.echo(f"还有{errors}处错误没有改，照样结了账；报县时还会问。看 ledger check {month}。", err=True)
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


record_words(round_group, lambda desk: desk.rounds, _print_round, show="一轮排查：哪些村报了、零报告、还没有报。")
file_word(
    round_group,
    "open",
    (FILE,),
    lambda desk, document: desk.rounds.open(document),
    _print_round,
    "布置一轮排查；FILE：since、until、due_on、kind、title、villages（不写就是全部）。",
)
file_word(
    round_group,
    "return",
    (NUMBER, FILE),
    lambda desk, number, document: desk.rounds.take(number, document),
    _print_round,
    "记下一个村的报送；FILE：village、answer（reported 已报送，zero 零报告，missing 未报）、on、by、note。",
)


@round_group.command("sheets")
@click.argument("number", metavar="NO")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="存到哪里。"
)
@click.option("--village", "villages", multiple=True, metavar="NAME", help="哪个村，可以写多次；不写就是还没有报的。")
@json_flag
@click.pass_context
def sheets_command(context: click.Context, number: str, out: Path, villages: tuple[str, ...], as_json: bool) -> None:
    """把报送表做成表格，一村一个文件，发给村里在电脑上填。"""
    out.mkdir(parents=True, exist_ok=True)
    with context.obj.open_desk(write=False) as desk:
        written = desk.returns.hand_out(number, out, villages)
    if as_json:
        print_json({"files": [str(path) for path in written]})
        return
    for path in written:
        click.echo(str(path))


@round_group.command("take")
@click.argument("file", metavar="F.xlsx")
@click.option("--round", "number", default="", metavar="NO", help="只收这一轮的；不写就照表上写的。")
@click.option("--dry-run", is_flag=True, help="只试读，不收。")
@json_flag
@click.pass_context
def take_command(context: click.Context, file: str, number: str, dry_run: bool, as_json: bool) -> None:
    """收回填好的报送表：里面的纠纷登记进这一轮，这个村记为已报送或零报告。"""
    with context.obj.open_desk(write=not dry_run) as desk:
        done = desk.returns.take(file, number, dry_run=dry_run)
    for sentence in done.warnings:
        click.echo(sentence, err=True)
    for refusal in done.refusals:
        click.echo(f"第{refusal.row}行　{refusal.column}　{refusal.reason}", err=True)
    if as_json:
        print_json(done.document())
    elif not done.refusals:
        told = "零报告" if done.zero else f"登记{len(done.taken)}件"
        click.echo(f"{done.village}：{told}" + (f"，{done.already}件以前收过" if done.already else ""))
    if done.refusals and not dry_run:
        context.exit(3)
