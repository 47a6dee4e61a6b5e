"""`dispute`: add, show, list, amend, void, record, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from petidesk.commands.answers import (
    json_flag,
    numbers_of,
    paged,
    print_json,
    print_rows,
    read_json,
    record_words,
    warn,
)
from petidesk.commands.visits import iso_day
from petidesk.domain.ledger.disputes import STATES, Dispute, dispute_document
from petidesk.domain.ledger.events import KINDS
from petidesk.domain.ledger.listing import DisputeQuery, DisputeRow, row_document
from petidesk.domain.office.ledger_columns import RISK_LEVELS

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


def register(root: click.Group) -> None:
    """Add the group to the root."""
    root.add_command(dispute_group)


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


def _row_line(row: DisputeRow) -> str:
    mark = "　作废" if row.voided else ""
    return f"{row.dispute_no}　{row.found_on}　{row.village}　{row.type}　{STATES[row.state]}　{row.heading}{mark}"


def _numbered(desk: Desk, dispute: Dispute) -> dict[str, Any]:
    return numbers_of(desk, "dispute", dispute.dispute_no, dispute_document(dispute))


def _numbered_amended(desk: Desk, dispute: Dispute) -> dict[str, Any]:
    warn(dispute.content.warnings)
    return _numbered(desk, dispute)


def _numbered_recorded(desk: Desk, found: tuple[Dispute, Sequence[str]]) -> dict[str, Any]:
    dispute, warnings = found
    warn(warnings)
    return _numbered(desk, dispute)


def _print_dispute(dispute: Dispute, _as_json: bool) -> None:
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


def _print_amended(dispute: Dispute, as_json: bool) -> None:
    warn(dispute.content.warnings)
    _print_dispute(dispute, as_json)


def _print_recorded(found: tuple[Dispute, Sequence[str]], as_json: bool) -> None:
    dispute, warnings = found
    warn(warnings)
    _print_dispute(dispute, as_json)


record_words(
    dispute_group,
    lambda desk: desk.ledger,
    _print_dispute,
    document=_numbered,
    show="一件矛盾纠纷的全部内容。",
    void="作废。编号保留，不再使用。",
    undo="撤销记下的一件事；它仍然看得见。",
)
record_words(
    dispute_group,
    lambda desk: desk.ledger,
    _print_amended,
    document=_numbered_amended,
    amend="更正：FILE 里只写要改的项目。原来的内容留在历史里。",
)
record_words(
    dispute_group,
    lambda desk: desk.ledger,
    _print_recorded,
    document=_numbered_recorded,
    record="记下做了什么；EVENT 是事件种类，FILE 是 JSON，- 为标准输入。",
)
