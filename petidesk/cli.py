"""The command line: the second front door. It joins the words in petidesk.commands and says what went wrong.

Every refusal ends here: a Chinese sentence on standard error, or with --json one JSON object as its last line, and
the exit status of rules/command-line.md. A bug is told apart from trouble: exit status 1, a number,
and its places in the log.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from petidesk import paths
from petidesk.commands.typed import is_whole, shown
from petidesk.commands.words import Words
from petidesk.domain.trouble import KnownTrouble, Trouble

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.storage.secrets.ring import Unlocked


# Set while one works on the program: a mistake of ours is shown where it happened.
_SHOWN = "PETIDESK_SHOW_BUGS"


@dataclass(slots=True, repr=False)
class Session:
    """What the root's options say: the data folder and who acts; and what was read of passwords.

    `password` and `recovery` (the code, then a new password) are set while the word's options are read.
    """

    folder: Path
    data_named: Path | None
    staff: str | None
    password: str | None = None
    recovery: tuple[str, str] | None = None

    @property
    def encrypted(self) -> bool:
        """Whether the data folder is encrypted."""
        from petidesk.desk import unlocking

        return unlocking.is_encrypted(self.folder)

    def unlock(self) -> Unlocked | None:
        """What the password, or the recovery code, opens; None in a plain folder. KnownTrouble wrong_password."""
        from petidesk.desk import unlocking

        if self.recovery is not None:
            code, new = self.recovery
            unlocked = unlocking.recover(self.folder, self.staff, code, new)
            self.recovery, self.password = None, new
            return unlocked
        return unlocking.log_in(self.folder, self.staff, self.password)

    def back_up_on_close(self) -> None:
        """What the process does that a closing window leaves behind; its key comes through the pipe."""
        from petidesk.closing import backup_in_own_process

        backup_in_own_process(self.folder)

    def show_package(self, file: Path) -> int:
        """Show a month package in a window of its own. Returns the exit status."""
        from petidesk.ui.months.package import run_package_window

        return run_package_window(file)

    @contextlib.contextmanager
    def open_desk(self, write: bool) -> Iterator[Desk]:
        """The data folder for one command; a writing one takes the single-writer lock."""
        from petidesk.desk.opening import Purpose, open_desk

        purpose: Purpose = "write" if write else "read"
        desk = open_desk(self.folder, staff=self.staff, purpose=purpose, unlocked=self.unlock())
        try:
            if write:
                desk.backups.check_sealed()
            yield desk
        finally:
            desk.close()


# Where each word is told, in petidesk.commands; read when the word is typed.
_FILES = {
    "attachments": "attachment",
    "diagnosis": "diagnose",
    "calculators": "deadline idcheck calendar",
    "cases": "case",
    "home": "home",
    "imports": "import",
    "ledger.disputes": "dispute",
    "ledger.months": "ledger",
    "letters": "letter",
    "meetings": "meeting",
    "office": "init office",
    "opening": "open",
    "papers": "print",
    "practice": "sample demo",
    "reception.days": "schedule",
    "safety": "backup restore move check audit",
    "secrets": "encrypt decrypt recovery key",
    "retention": "retention",
    "search": "find",
    "staff": "staff",
    "statistics.tables": "stats",
    "undo": "undo",
    "visits": "visit",
    "wording": "template",
}


class _Root(Words):
    """The root: a file in the place of a word is opened, as a double click asks for it."""

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The word, or `open` before a file."""
        if args and self.get_command(context, args[0]) is None and Path(args[0]).is_file():
            args = ["open", *args]
        return super().resolve_command(context, args)


@click.group(
    cls=_Root,
    files=_FILES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="数据文件夹；也可用环境变量 PETIDESK_DATA。"
)
@click.option("--staff", metavar="NAME", help="谁在操作；只有一名工作人员时可省略。")
@click.version_option(package_name="petidesk", prog_name="petidesk")
@click.pass_context
def root(context: click.Context, data: Path | None, staff: str | None) -> None:
    """petidesk：乡镇信访接待窗口的登记、回执和台账。不带命令时打开窗口。"""
    named = data or (Path(os.environ["PETIDESK_DATA"]) if os.environ.get("PETIDESK_DATA") else None)
    session = Session(named or paths.default_data(), named, staff, os.environ.get("PETIDESK_PASSWORD"))
    context.obj = session
    if context.invoked_subcommand is None:
        from petidesk.app import run_window

        context.exit(run_window(session.folder, staff))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give back its exit status. With PETIDESK_SHOW_BUGS a bug leaves as an exception."""
    as_json = "--json" in arguments
    try:
        root.main(args=list(arguments), prog_name="petidesk", standalone_mode=False)
        return 0
    except click.exceptions.Exit as done:
        return int(done.exit_code)
    except click.ClickException as error:
        _say(Trouble("usage", _usage_sentence(error)), as_json)
        return 2
    except click.exceptions.Abort:
        _say(Trouble("usage", "已取消，没有做任何改动。"), as_json)
        return 2
    except Trouble as trouble:
        _say(trouble, as_json)
        return trouble.exit_status
    except OSError as error:
        of_disk = _disk_trouble(error)
        _say(of_disk, as_json)
        return of_disk.exit_status
    except Exception as error:
        if isinstance(error, ValueError) and not all(map(is_whole, arguments)):
            _say(Trouble("usage", "命令里有不成字的字符（编码不是 UTF-8 或粘贴不全），请重新输入。"), as_json)
            return 2
        if os.environ.get(_SHOWN):
            raise
        _say(_bug(error), as_json)
        return 1


def _bug(error: Exception) -> Trouble:
    """A mistake of ours: its places go to the log, a sentence says what to do next."""
    from petidesk.bugs import bug_details, start_log

    start_log()
    number = secrets.token_hex(3)
    logging.getLogger("petidesk").error("bug %s\n%s", number, bug_details(error))
    return Trouble("bug", f"程序出错了（编号{number}），这一步没有做成，已保存的内容都在。请再试一次。", exit_status=1)


def _usage_sentence(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有“{error.option_name}”这个选项，用 --help 查看用法。"
    if isinstance(error, click.NoSuchCommand):
        return f"没有“{error.command_name}”这个命令，用 --help 查看有哪些。"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"缺少“{_as_typed(error.param)}”，用 --help 查看用法。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”后面没有写值，或不该写值，用 --help 查看用法。"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"“{_as_typed(error.param)}”写得不对：{_expected(error.param.type)}"
    return _english_aside(error)


def _english_aside(error: click.ClickException) -> str:
    """A Chinese sentence even where the library has only English for it; its own words are kept where they are ours."""
    said = error.format_message()
    if any("\u4e00" <= character <= "\u9fff" for character in said):
        return f"命令写得不对：{said}"
    return "命令写得不对：多写或少写了一项，用 --help 查看用法。"


def _as_typed(param: click.Parameter) -> str:
    """The option as one types it (--from), the argument by the word that the help shows for it."""
    return param.opts[0] if isinstance(param, click.Option) else param.metavar or param.human_readable_name


def _expected(kind: object) -> str:
    if isinstance(kind, click.Choice):
        return f"可选的有 {'、'.join(map(str, kind.choices))}。"
    if isinstance(kind, click.IntRange):
        return f"应当是不小于{kind.min}的整数。" if kind.max is None else f"应当是{kind.min}到{kind.max}之间的整数。"
    if kind is click.INT:
        return "应当是整数。"
    if isinstance(kind, click.Path):
        return "应当是文件夹的路径，这里是一个文件。" if not kind.file_okay else "路径不对。"
    return "用 --help 查看用法。"


def _disk_trouble(error: OSError) -> KnownTrouble:
    if error.errno == 28:
        return KnownTrouble("full", "磁盘已满，文件没有写成。请清理磁盘后再试。")
    return KnownTrouble("read_only", "文件不能写入，请检查位置、权限和磁盘。")


def _say(trouble: Trouble, as_json: bool) -> None:
    words = trouble.message + trouble.hint
    if as_json:
        said = {"code": trouble.code, "field": trouble.field, "message": words, "basis": trouble.basis}
        line = json.dumps(said, ensure_ascii=False)
    else:
        line = shown(words + (f"（依据：{trouble.basis}）" if trouble.basis else ""))
    sys.stderr.flush()
    # Half a character that was typed is an escape in both: JSON reads it back.
    sys.stderr.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stderr.buffer.flush()


def main() -> None:
    """The console command. What it writes is this user's alone: records of people, wherever they go.

    A character that the terminal's or the pipe's code page does not have becomes ?, and ends nothing. JSON is UTF-8.
    """
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without a terminal has none
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))
