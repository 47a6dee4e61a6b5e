"""Passwords on the command line: the first lines of standard input, before a document for ``-``.

Every word takes --password-stdin and --recovery-stdin; both are read while the words are parsed, so that what follows
is the document's.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from petidesk.domain.trouble import Refused

_SETS_THE_FIRST = ("init", "encrypt")


def next_line(what: str, field: str = "password") -> str:
    """The next line of standard input, without its end. Refused missing when there is none; bad_value for no UTF-8."""
    line = sys.stdin.buffer.readline()
    if not line:
        raise Refused("missing", f"标准输入里没有{what}。", field=field)
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused("bad_value", f"标准输入里的{what}不是 UTF-8 编码。", field=field) from None


def take_them(command: click.Command, word: str) -> None:
    """Give a word, and all words within it, the two options, unless it has them of its own."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            take_them(inner, name)
        if not command.invoke_without_command:
            return
    known = {option for parameter in command.params for option in parameter.opts}
    if "--password-stdin" not in known:
        command.params.append(_option("--password-stdin", _password, "从标准输入的第一行读密码（加密的数据文件夹）。"))
    if "--recovery-stdin" not in known and word not in _SETS_THE_FIRST:
        words = "从标准输入读恢复码，下一行是新密码（忘了密码时用）。"
        command.params.append(_option("--recovery-stdin", _recovery, words))


def _option(name: str, callback: Any, words: str) -> click.Option:
    return click.Option([name], is_flag=True, expose_value=False, is_eager=True, callback=callback, help=words)


def _password(context: click.Context, _option: click.Parameter, given: bool) -> None:
    if given and not context.resilient_parsing:
        context.obj.password = next_line("密码")


def _recovery(context: click.Context, _option: click.Parameter, given: bool) -> None:
    if given and not context.resilient_parsing:
        context.obj.recovery = (next_line("恢复码", "recovery"), next_line("新密码"))


def of_file(session: Any, person: bool, file: bool) -> str:
    """The password of a file that is to be made, empty for none; what --password-stdin (`person`) reads is the person's
    in an encrypted folder and the file's in a plain one, --file-password-stdin (`file`) reads the file's.
    """
    if person and session.encrypted:
        session.password = next_line("密码")
        person = False
    said = next_line("文件的密码") if person or file else ""
    if (person or file) and not said:
        raise Refused("missing", "标准输入里没有密码。", field="password")
    return said


def tell_copies(copies: Sequence[str], secret: str) -> None:
    """Name the copies that an old secret still opens, and what renews them."""
    if copies:
        names = "\n".join(copies)
        click.echo(f"{secret}还能打开这些备份：\n{names}\n要让它彻底失效，请用 key renew --copies 换新钥匙。", err=True)
