"""What the commands answer alike: the choice of JSON, pages of a list, rows as JSON or as lines, reminders; and the
words that every kind of record has.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from petidesk.commands.typed import refuse_unshown
from petidesk.desk.files import contents
from petidesk.domain.identity import masked_document
from petidesk.domain.retention.purges import purged_document
from petidesk.domain.trouble import Refused, Trouble

Row = TypeVar("Row")
Command = TypeVar("Command", bound=Callable[..., Any])

json_flag = click.option("--json", "as_json", is_flag=True, help="打印一份 JSON。")


# A whole number that the data file can hold; a greater one is as far, and there is nothing.
NUMBERED = click.IntRange(0, 2**62, clamp=True)
# Any whole number, kept within what rules can reckon with: they say what is too much.
ANY = click.IntRange(-(2**62), 2**62, clamp=True)
MOST_ROWS = 100_000


def paged(command: Command) -> Command:
    """The options --limit and --offset of a list; past its end there is nothing, however far."""
    limit = click.option("--limit", type=click.IntRange(0, MOST_ROWS), default=50, show_default=True)
    return limit(click.option("--offset", type=NUMBERED, default=0)(command))


# What stands after each word, as click declares it, and whether the word only reads.
NUMBER = click.argument("number", metavar="NO")
FILE = click.argument("file", metavar="FILE")
WHY_VOID = click.option("--why", required=True, metavar="W", help="作废的原因。")
_WORDS: dict[str, tuple[Callable[[Any], Any], ...]] = {
    "show": (NUMBER,),
    "amend": (NUMBER, FILE),
    "void": (NUMBER, WHY_VOID),
    "record": (NUMBER, click.argument("event", metavar="EVENT"), FILE),
    "undo": (
        NUMBER,
        click.argument("event_id", metavar="EVENT_ID", type=NUMBERED),
        click.option("--why", default="", metavar="W", help="原因。"),
    ),
}


def record_words(
    group: click.Group,
    subject: Callable[[Any], Any],
    say: Callable[[Any, bool], None],
    *,
    unmask: str = "",
    document: Callable[[Any, Any], Any] | None = None,
    **words: str,
) -> None:
    """Join show, amend, void, record and undo to a group: those named in `words`, each with its help.

    `subject` is the desk's part that has a method of the word's name (`get` for show), `say` prints what it gives back.
    `unmask` is the help of --unmask, which the words then take. `document` as of `file_word`.
    """
    for word, told in words.items():
        method = "get" if word == "show" else word
        reveal = (click.option("--unmask", default="", metavar="WHY", help=unmask),) if unmask else ()
        file_word(
            group,
            word,
            (*_WORDS[word], *reveal),
            _asking(subject, method),
            say,
            told,
            write=word != "show",
            document=document,
        )


def _asking(subject: Callable[[Any], Any], method: str) -> Callable[..., Any]:
    def ask(desk: Any, number: str, *rest: Any, unmask: str | None = None) -> Any:
        reveal = {} if unmask is None else {"unmask": unmask}
        return getattr(subject(desk), method)(number, *rest, **reveal)

    return ask


def numbers_of(desk: Any, kind: str, number: str, document: dict[str, Any], *, told: bool = False) -> dict[str, Any]:
    """The document with whole numbers for whoever may unmask, and a line says so; for others it is masked.

    What holds no number is nobody's secret and leaves no line; `told`: a line says already who opened it.
    """
    masked = masked_document(document)
    if not desk.numbers.may_see():
        return {**masked, "masked_numbers": True}
    if masked != document and not told:
        desk.numbers.look(kind, number)
    return document


def file_word(
    group: click.Group,
    word: str,
    parts: Sequence[Callable[[Any], Any]],
    ask: Callable[..., Any],
    say: Callable[[Any, bool], None],
    told: str,
    *,
    write: bool = True,
    document: Callable[[Any, Any], Any] | None = None,
) -> None:
    """Join one word to a group: `ask` gets the desk and the values of `parts` in their order, FILE as its JSON.

    --unmask, and what a part makes of several options, come by name. A reason to unmask needs a desk that writes.
    `document` makes the JSON of what was found, where whole numbers stand in it by `numbers_of`; `say` says the rest.
    What `show` finds of a record that went when its period was over says so.
    """

    def command(context: click.Context, as_json: bool, **given: Any) -> None:
        if "file" in given:
            given["file"] = read_json(given["file"])
        in_order = [given.pop(name) for name in order if name in given]
        with context.obj.open_desk(write=write or bool(given.get("unmask"))) as desk:
            found = ask(desk, *in_order, **given)
            told = document(desk, found) if document is not None and as_json else None
            gone = desk.retention.of(group.name, in_order[0]) if word == "show" else None
        if told is not None:
            print_json(told | purged_document(gone))
            return
        say(found, as_json)
        if gone is not None:
            click.echo(gone.words, err=as_json)

    made: Any = click.pass_context(command)
    for part in (json_flag, *reversed(parts)):
        made = part(made)
    order = [part.name for part in reversed(made.__click_params__) if part.name not in ("unmask", "as_json")]
    group.command(word, help=told)(made)


def print_rows(
    rows: Sequence[Row],
    total: int,
    as_json: bool,
    document: Callable[[Row], Any],
    line: Callable[[Row], str],
    foot: str = "",
) -> None:
    """A page of a list of `total` rows: one JSON document, or a line for each row and then the sentence `foot`."""
    if as_json:
        print_json({"total": total, "rows": [document(row) for row in rows]})
        return
    for row in rows:
        click.echo(line(row))
    if foot:
        click.echo(foot)


def warn(warnings: Iterable[str]) -> None:
    """Reminders go beside the answer, so that its JSON stays one document."""
    for warning in warnings:
        click.echo(f"提醒：{warning}", err=True)


def iso_date(text: str, field: str) -> date:
    """The day of 2026-11-19. Refused (bad_value) at `field` for anything else."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        raise Refused("bad_value", f"“{text}”不是存在的日期。", field=field) from None
    raise Refused("bad_value", f"看不懂日期“{text}”，请写成 2026-11-19。", field=field)


def read_json(file: str) -> object:
    """The JSON document in `file`, or on standard input for ``-``; UTF-8 with or without a byte order mark.

    Trouble (usage) when the file cannot be found or read, or when it is no JSON. A key written twice in one object is
    refused (bad_value) by name, because one of the two would be dropped silently.
    """
    data = contents(file)
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Trouble("usage", f"文件不是正确的 JSON：第{error.lineno}行第{error.colno}列附近有误。") from None
    except UnicodeDecodeError:
        raise Trouble("usage", "文件不是 UTF-8 编码，请另存为 UTF-8 后再试。") from None
    except (ValueError, RecursionError):
        raise Trouble("usage", "文件不是正确的 JSON：数字太长、嵌套太深，或含有 NaN。") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refused("bad_value", f"项目“{key}”写了两次，请只留一处。", field=key)
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def refuse_existing(out: Path, force: bool) -> None:
    """Refuse (forbidden) to write over a file unless `force`. Trouble (usage) when no file can lie there at all,
    or none should by its name."""
    refuse_unshown(out)
    if out.is_dir():
        raise Trouble("usage", f"“{out}”是文件夹，请写出文件名。")
    if not out.parent.is_dir():
        raise Trouble("usage", f"找不到文件夹“{out.parent}”。")
    if out.exists() and not force:
        raise Refused("forbidden", f"文件“{out}”已经存在；要覆盖请加 --force。", field="out")


def print_json(document: object) -> None:
    """Print one JSON document in UTF-8 on standard output, whatever the terminal's encoding."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    stream = sys.stdout.buffer
    stream.write(text.encode("utf-8") + b"\n")
    stream.flush()


def write_out(out: Path, data: bytes) -> None:
    """Write a finished file: whole under its name or not at all."""
    unfinished = out.with_name(f".{out.name}.part")
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, out)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def give_paper(
    out: Path, data: bytes, missing: Sequence[str], as_json: bool, said: Mapping[str, Any], notes: Sequence[str] = ()
) -> None:
    """Write a finished paper and say so: reminders on standard error, with --json `said` beside the file.

    `missing`: the characters that no font has; `notes`: what whoever puts it up should know first.
    """
    write_out(out, data)
    if missing:
        click.echo(f"提醒：字体里没有这些字，印成了□：{' '.join(missing)}", err=True)
    for note in notes:
        click.echo(f"提醒：{note}", err=True)
    if as_json:
        print_json({"file": str(out), **said})
    else:
        click.echo(f"已写成：{out}")
