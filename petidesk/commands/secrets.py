"""The words of encryption: `encrypt`, `decrypt`, `recovery new`, `key renew`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from petidesk.commands.answers import json_flag, print_json, refuse_existing
from petidesk.commands.passwords import next_line, tell_copies
from petidesk.desk import encrypting
from petidesk.desk.secrets.sheets import new_code, sheet_written
from petidesk.domain.trouble import Refused

_pdf = click.Path(path_type=Path)
_NOT_WIPED = "提醒：删掉的文件在固态硬盘和U盘上不能保证抹净；不再用的U盘请销毁。"


def register(root: click.Group) -> None:
    """Add these words to the root."""
    for word in (encrypt, decrypt, recovery_group, key_group):
        root.add_command(word)


@click.command("encrypt")
@click.option("--password-stdin", is_flag=True, required=True, help="从标准输入的第一行读本人的新密码。")
@click.option("--recovery-out", type=_pdf, required=True, metavar="F.pdf", help="把恢复单写到 F.pdf。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_obj
def encrypt(session: Any, password_stdin: bool, recovery_out: Path, force: bool, as_json: bool) -> None:
    """把现有的记录加密。核对、备份、恢复都通过以后，明文才删掉。"""
    refuse_existing(recovery_out, force)
    password = next_line("密码")
    if session.encrypted:
        raise Refused("forbidden", "这个单位的记录已经加密了。", field="password")
    code = new_code()
    with session.open_desk(write=False) as desk:
        office = desk.office.current().name
    with sheet_written(recovery_out, code, office):
        done = encrypting.encrypt(session.folder, session.staff, password, code)
    if as_json:
        print_json(asdict(done) | {"recovery": str(recovery_out)})
    else:
        click.echo(f"已加密。恢复单：{recovery_out}，请打印出来锁好，再把这个文件删掉。")
        _tell("加密的备份：", done.backups)
        _tell("已删掉的明文：", done.gone)
    _tell("这些明文备份现在够不着，插上那个U盘或硬盘后再备份一次，就会删掉：", done.waiting, err=True)
    if done.without:
        click.echo(f"提醒：{'、'.join(done.without)}还没有密码，现在打不开记录。", err=True)
    click.echo(_NOT_WIPED, err=True)


def _tell(words: str, names: Sequence[str], *, err: bool = False) -> None:
    if names:
        click.echo("\n".join((words, *names)), err=err)


@click.command("decrypt")
@click.option("--why", required=True, metavar="W", help="解除加密的原因。")
@json_flag
@click.pass_obj
def decrypt(session: Any, why: str, as_json: bool) -> None:
    """解除加密，记录变回明文；以前的备份仍然是加密的。"""
    before = encrypting.decrypt(session.folder, _unlocked(session), why)
    if as_json:
        print_json({"backup": before})
    else:
        click.echo(f"已解除加密，先做的备份：{before}")


@click.group("recovery")
def recovery_group() -> None:
    """恢复码。"""


@recovery_group.command("new")
@click.option("--out", type=_pdf, required=True, metavar="F.pdf", help="恢复单写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@json_flag
@click.pass_obj
def recovery_new(session: Any, out: Path, force: bool, as_json: bool) -> None:
    """换一张新的恢复单；旧的恢复码不再打开现在的记录。"""
    refuse_existing(out, force)
    code = new_code()
    with session.open_desk(write=True) as desk, sheet_written(out, code, desk.office.current().name):
        copies = desk.secrets.set_recovery(code)
    if as_json:
        print_json({"file": str(out), "copies": copies})
        return
    click.echo(f"新的恢复单：{out}。请打印出来锁好，再把这个文件删掉。")
    tell_copies(copies, "旧的恢复码")


@click.group("key")
def key_group() -> None:
    """加密的钥匙。"""


@key_group.command("renew")
@click.option("--copies", is_flag=True, help="够得着的备份也用新钥匙重写。")
@json_flag
@click.pass_obj
def key_renew(session: Any, copies: bool, as_json: bool) -> None:
    """换一把新钥匙重新加密；密码和恢复码不变。先做一份核对过的备份。"""
    _, done = encrypting.renew(session.folder, _unlocked(session), copies=copies)
    if as_json:
        print_json(asdict(done))
        return
    click.echo(f"已换新钥匙。换之前的备份：{done.before}\n换之后的备份：{done.after}")
    if done.copies:
        _tell("这些备份还是旧钥匙（加 --copies 可以一起重写）：", done.copies, err=True)


def _unlocked(session: Any) -> Any:
    unlocked = session.unlock()
    if unlocked is None:
        raise Refused("forbidden", "这个单位的记录没有加密。", field="password")
    return unlocked
