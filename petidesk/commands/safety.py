"""The words of safety: `backup`, `backup list`, `restore`, `move`, `check`, `audit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import (
    MOST_ROWS,
    NUMBERED,
    iso_date,
    json_flag,
    paged,
    print_json,
    refuse_existing,
    write_out,
)
from petidesk.commands.typed import NewFolder
from petidesk.desk import unlocking
from petidesk.desk.safety import backups, losing
from petidesk.domain.audit import AuditLine, AuditQuery
from petidesk.domain.audit_words import act_words
from petidesk.domain.backups import Backup
from petidesk.domain.json_output import iso
from petidesk.domain.listing import Problem
from petidesk.domain.secrets.passwords import new_password
from petidesk.domain.trouble import KnownTrouble

_folder = NewFolder()
_SEALED = "已备份，没有密码，未核对（下次用密码打开时核对，核对以后才算数）"
_LOST = "已备份，但有附件的文件找不到（check 会逐个列出）"
_REASONS = {"manual": "手动", "close": "关窗时", "timer": "定时", "upgrade": "升级前"}


def register(root: click.Group) -> None:
    """Add these words to the root."""
    for command in (backup, restore, move, check, audit):
        root.add_command(command)


@click.group(invoke_without_command=True)
@click.option("--to", type=_folder, metavar="DIR", help="备份到这个文件夹，例如U盘；不写时在数据文件夹的 backups 里。")
@click.option("--key-stdin", is_flag=True, hidden=True)
@json_flag
@click.pass_context
def backup(context: click.Context, to: Path | None, key_stdin: bool, as_json: bool) -> None:
    """做一份备份，打开核对过才算数。窗口开着也可以做。"""
    if key_stdin:
        # The process that a closing window leaves behind.
        context.obj.back_up_on_close()
        return
    if context.invoked_subcommand is not None:
        if to is not None:
            raise click.UsageError("--to 不能和 list 一起用。")
        return
    session = context.obj
    if session.encrypted and session.password is None and session.recovery is None:
        made = backups.make_sealed(session.folder, to)
    else:
        with session.open_desk(write=False) as desk:
            desk.backups.check_sealed()
            made = desk.backups.make(to)
    if as_json:
        print_json({"file": made.file, "bytes": made.bytes, "verified": made.verified})
    else:
        lacking = _SEALED if session.encrypted and session.password is None else _LOST
        click.echo(f"{'已备份并核对' if made.verified else lacking}：{made.file}（{_size(made.bytes)}）")


@backup.command("list")
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), default=50, show_default=True, help="最多几行。")
@click.option("--offset", type=NUMBERED, default=0, help="从第几行起。")
@json_flag
@click.pass_obj
def backup_list(session: Any, limit: int, offset: int, as_json: bool) -> None:
    """列出现在够得着的备份，新的在前。数据文件打不开时也能用。"""
    found = backups.available(session.folder)
    if (lost := losing.trouble_of_lost(session.folder)) is not None:
        click.echo(f"提醒：{lost.message}{lost.hint}", err=True)
    page = found[offset : offset + limit]
    if as_json:
        print_json({"total": len(found), "rows": [_row(item) for item in page]})
        return
    for item in page:
        state = "已核对" if item.verified else "未核对"
        reason = _REASONS.get(item.reason, item.reason)
        click.echo(f"{item.made_at:%Y-%m-%d %H:%M:%S}  {reason}  {state}  {_size(item.bytes)}  {item.file}")
    if not found:
        click.echo("还没有备份。")


def _row(item: Backup) -> dict[str, Any]:
    return asdict(item) | {"made_at": iso(item.made_at)}


@click.command()
@click.argument("file", metavar="F", type=click.Path(path_type=Path))
@click.option("--to", type=_folder, metavar="NEWDIR", help="恢复到这个新文件夹；不写时换下现有数据文件，旧文件保留。")
@click.option(
    "--last-number", "last", metavar="KIND=N", multiple=True, help="纸上今年最后的编号，例如visit=57；文书写文号代字。"
)
@json_flag
@click.pass_obj
def restore(session: Any, file: Path, to: Path | None, last: tuple[str, ...], as_json: bool) -> None:
    """从备份 F 恢复。先核对备份；现有数据文件改名保留，绝不覆盖。"""
    code, new = session.recovery or (None, "")
    if code is not None:
        new = new_password(new)
    done = backups.restore(
        session.folder,
        file,
        to,
        staff=session.staff,
        password=session.password,
        code=code,
        last_numbers=dict(map(_last_number, last)),
    )
    if code is not None:
        unlocking.recover(to or session.folder, session.staff, code, new)
    if as_json:
        changed = iso(done.last_change)
        print_json(asdict(done) | {"last_change": changed, "verified": not done.attachments_missing})
        return
    click.echo(f"已恢复：{done.file}（来访{done.visits}件）")
    _tell_missing(done.attachments_missing)
    if not done.sum_known:
        click.echo("提醒：这份备份没有记下校验和，已逐项深查，没有发现问题。", err=True)
    if done.problems:
        click.echo(f"提醒：做这份备份时记录里就有{done.problems}处不对，check --deep 会逐处列出。", err=True)
    if done.set_aside is not None:
        click.echo(f"原来的数据文件保留为：{done.set_aside}")


def _last_number(said: str) -> tuple[str, int]:
    kind, _, number = said.rpartition("=")
    if not kind or not (number.isascii() and number.isdigit()) or not 0 < int(number[:9]) < 1_000_000:
        raise click.UsageError(f"--last-number 写成 KIND=N，例如 visit=57，不是“{said}”。")
    return kind, int(number[:9])


@click.command()
@click.option("--to", type=_folder, required=True, metavar="DIR", help="新电脑用的文件夹，里面不能有数据。")
@json_flag
@click.pass_obj
def move(session: Any, to: Path, as_json: bool) -> None:
    """做一个核对过的数据文件夹，拿到另一台电脑上用。"""
    with session.open_desk(write=False) as desk:
        moved = desk.backups.move(to)
    if as_json:
        print_json(asdict(moved))
    else:
        click.echo(
            f"已做好并核对：{moved.folder}（来访{moved.visits}件，{_size(moved.bytes)}）。请只在一台电脑上继续登记。"
        )
        _tell_missing(moved.attachments_missing)


def _tell_missing(count: int) -> None:
    if count:
        click.echo(f"提醒：有{count}个附件的文件找不到，其余都在。check 会逐个列出。", err=True)


@click.command()
@click.option("--deep", is_flag=True, help="逐条核对索引、列表栏目、搜索和留痕，时间较长。")
@json_flag
@click.pass_obj
def check(session: Any, deep: bool, as_json: bool) -> None:
    """核对数据：文件、审计链、编号、留存文书、到期日；--deep 再把每条记录和留痕逐项对照。"""
    compared = not_told = 0
    try:
        with session.open_desk(write=False) as desk:
            looked = desk.checks.look(deep)
            if sealed := desk.checks.sealed():
                click.echo(f"检举控告有{sealed}处密封的内容，你打不开，只核对了完整。", err=True)
        problems, compared, not_told = looked.problems, looked.compared, looked.not_told
    except KnownTrouble as trouble:
        if trouble.code != "damaged":
            raise
        problems = [Problem(trouble.message, "petidesk.db")]
    fine = "核对完毕，没有问题。"
    if compared:
        fine += f"和留痕对照了{compared}项。"
    if not_told and not as_json:
        click.echo(f"提醒：有{not_told}条记录在留痕里没有写全（从前的版本记的、已经销毁的），没有可对照的。", err=True)
    _tell(problems, as_json, fine)


@click.group()
def audit() -> None:
    """审计记录。"""


@audit.command("verify")
@json_flag
@click.pass_obj
def audit_verify(session: Any, as_json: bool) -> None:
    """从头核对审计链。"""
    with session.open_desk(write=False) as desk:
        found = desk.audit.verify()
    if as_json:
        print_json({"ok": found.ok, "entries": found.entries, "head": found.head, "broken_at": found.broken_at})
    else:
        problems = "\n".join(f"{problem.what}（{problem.where}）" for problem in found.problems)
        click.echo(problems or f"审计链完整，{found.entries}条，末尾是{found.head}。")
    if found.behind:
        click.echo(f"提醒：末尾{found.behind}条保存后电脑就停了，没有来得及另记一笔；下次保存时补上。", err=True)
    _refuse_broken(found.problems)


@audit.command("list")
@click.option("--no", default="", metavar="NO", help="只列这个编号的记录。")
@click.option("--staff", default="", metavar="N", help="只列这个人做的。")
@paged
@json_flag
@click.pass_obj
def audit_list(session: Any, no: str, staff: str, limit: int, offset: int, as_json: bool) -> None:
    """列出谁在什么时候做了什么，新的在前；不含登记的内容。"""
    with session.open_desk(write=False) as desk:
        total, found = desk.audit.found(AuditQuery(no=no, staff=staff), limit, offset)
    if as_json:
        print_json({"total": total, "rows": [_event(one) for one in found], "limit": limit, "offset": offset})
        return
    for line in found:
        click.echo(
            f"{line.event_id}  {line.at:%Y-%m-%d %H:%M:%S}  {line.staff}  {act_words(line.action)}  {line.subject}"
        )
    click.echo(f"共{total}条。")


def _event(line: AuditLine) -> dict[str, Any]:
    return {
        "id": line.event_id,
        "at": iso(line.at),
        "staff": line.staff,
        "action": line.action,
        "kind": line.subject_kind,
        "no": line.subject,
        "hash": line.hash,
    }


@audit.command("export")
@click.option("--from", "since", metavar="DATE", help="从哪一天起。")
@click.option("--to", "until", metavar="DATE", help="到哪一天。")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="F.xlsx", help="写到哪个文件。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_obj
def audit_export(session: Any, since: str | None, until: str | None, out: Path, force: bool, as_json: bool) -> None:
    """导出审计记录（Excel），每条带摘要；不含登记的内容。"""
    refuse_existing(out, force)
    first, last = (None if text is None else iso_date(text, name) for text, name in ((since, "from"), (until, "to")))
    with session.open_desk(write=False) as desk:
        write_out(out, desk.audit.workbook(AuditQuery(since=first, until=last)))
    if as_json:
        print_json({"file": str(out)})
    else:
        click.echo(f"已写成：{out}")


@audit.command("clock-right")
@json_flag
@click.pass_obj
def audit_clock_right(session: Any, as_json: bool) -> None:
    """说明电脑现在的日期是对的（以前的记录是时钟走快时保存的）。"""
    with session.open_desk(write=True) as desk:
        desk.audit.clock_right()
        today = desk.today().isoformat()
    if as_json:
        print_json({"today": today})
    else:
        click.echo(f"已记下：今天是{today}，可以继续登记。")


def _tell(problems: list[Problem], as_json: bool, fine: str) -> None:
    """Print the findings; exit status 4 (damaged) when there are any."""
    if as_json:
        print_json({"ok": not problems, "problems": [asdict(problem) for problem in problems]})
    else:
        click.echo("\n".join(f"{problem.what}（{problem.where}）" for problem in problems) or fine)
    _refuse_broken(problems)


def _refuse_broken(problems: Sequence[Problem]) -> None:
    if problems:
        raise KnownTrouble("damaged", f"核对发现{len(problems)}处问题，请先备份，再联系维护人员。")


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
