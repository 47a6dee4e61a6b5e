"""`home`: 工作台 on the command line."""

from __future__ import annotations

import click

from petidesk.commands.answers import json_flag, print_json
from petidesk.domain.home import PAPERS_OWED, DueCount, board_document, not_entered_words, reception_words


def register(root: click.Group) -> None:
    """Add the command to the root."""
    root.add_command(home_command)


@click.command("home")
@json_flag
@click.pass_context
def home_command(context: click.Context, as_json: bool) -> None:
    """工作台：到期的、等着送达的、草稿、尚未录入的、今天的接待。"""
    with context.obj.open_desk(write=False) as desk:
        board = desk.home.board()
    if as_json:
        print_json(board_document(board))
        return
    click.echo(f"{board.today.isoformat()}")
    click.echo(f"法定期限　{_counts(board.due)}")
    click.echo(f"批示、交办、督办　{_counts(board.tasks)}")
    if board.waiting.count:
        click.echo(f"已签发待送达　{board.waiting.count}份，最久{board.waiting_days}天")
    for paper, count in board.owed.items():
        click.echo(f"缺{PAPERS_OWED[paper]}　{count}件")
    click.echo(f"没登记完的　{board.unfinished_visits}件　文书草稿　{board.draft_letters}份")
    click.echo(f"尚未录入国家系统　{not_entered_words(board.not_entered) or '没有'}")
    click.echo(f"今天接待　{reception_words(board.reception) or '还没有'}")
    ledger = board.ledger
    click.echo(f"矛盾纠纷　已过时限{ledger.overdue}件，一周内到期{ledger.soon}件，该回访{ledger.follow_ups}件")
    if ledger.report is not None:
        click.echo(f"月报　{ledger.report.month}还没有结账，{ledger.report.due_on.isoformat()}前报县")
    for due in board.county:
        click.echo(f"报县　{due.what}　{due.on.isoformat()}　还有{due.days_left}天")
    for line in board.pressing:
        title = line.title or "（限制查阅）"
        click.echo(f"　{line.case_no}　{title}　{line.owed}　{line.on.isoformat()}　{line.unit}")
    if not board.pressing:
        click.echo("没有到期的事项，一周内也没有。")


def _counts(found: DueCount) -> str:
    return f"已超期{found.overdue}件，今天到期{found.today}件，一周内到期{found.soon}件"
