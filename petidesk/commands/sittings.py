"""`schedule`: book, arrive, cancel, receive, opinion, withdraw, note, close, queue. The sitting of a reception day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from petidesk.commands.answers import FILE, file_word, iso_date, json_flag, print_json, read_json, warn
from petidesk.commands.reception.rota import which_options
from petidesk.domain.reception.days import KINDS, day_words
from petidesk.domain.sittings.guests import GUEST_STATES, OUTCOMES, ClosedOpinion, Guest, Opinion
from petidesk.domain.sittings.sittings import DAY_OUTCOMES, Sitting, sitting_document
from petidesk.domain.trouble import Refused

if TYPE_CHECKING:
    from petidesk.desk.reception.reception import Which

_day = click.argument("on", metavar="DATE")
_number = click.argument("number", metavar="NUMBER", type=click.IntRange(1, 2**53))
_why = click.option("--why", required=True, metavar="W", help="原因。")
_F = TypeVar("_F", bound=Callable[..., object])


def register(group: click.Group) -> None:
    """Add the commands to the schedule group."""
    for command in (arrive_command, receive_command, close_command):
        group.add_command(command)
    for word, (parts, ask, told) in _WORDS.items():
        file_word(group, word, (_day, *parts, which_options), _dated(ask), _print, told, write=word != "queue")


def _shared(command: _F) -> _F:
    """What every command of a sitting takes after its arguments."""
    return which_options(json_flag(command))


@click.command("arrive")
@_day
@click.argument("what", metavar="FILE|NUMBER")
@_shared
@click.pass_context
def arrive_command(context: click.Context, on: str, what: str, which: Which, as_json: bool) -> None:
    """来了，排队等候：预约过的写 NUMBER，没预约的写 FILE（项目同 book）。"""
    document = None if what.isascii() and what.isdigit() else read_json(what)
    with context.obj.open_desk(write=True) as desk:
        if document is None:
            sitting = desk.sittings.came(iso_date(on, "date"), int(what), which)
        else:
            sitting = desk.sittings.arrive(iso_date(on, "date"), document, which)
    _print(sitting, as_json)


@click.command("receive")
@_day
@_number
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--visit", "visit_no", default="", metavar="NO", help="已经登记的来访的编号。")
@_shared
@click.pass_context
def receive_command(
    context: click.Context,
    on: str,
    number: int,
    file: str | None,
    visit_no: str,
    which: Which,
    as_json: bool,
) -> None:
    """接谈：FILE 同 visit add，登记成来访；已经登记的用 --visit。"""
    if bool(file) == bool(visit_no):
        raise click.UsageError("写 FILE 或者 --visit 编号，两样写一样。")
    document = read_json(file) if file else None
    with context.obj.open_desk(write=True) as desk:
        if visit_no:
            sitting = desk.sittings.link(iso_date(on, "date"), number, visit_no, which)
        else:
            sitting, _visit, _added = desk.sittings.receive(iso_date(on, "date"), number, document, which)
    _print(sitting, as_json)


@click.command("close")
@_day
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--undo", is_flag=True, help="重新打开，可以补记。")
@_shared
@click.pass_context
def close_command(
    context: click.Context,
    on: str,
    file: str | None,
    undo: bool,
    which: Which,
    as_json: bool,
) -> None:
    """结束一天的接访；FILE 是 JSON：company、summary、outcome（received、cases、talk、screening）。"""
    if undo and file:
        raise Refused("bad_value", "重新打开不用写 FILE。", field="file")
    document = read_json(file) if file else {}
    with context.obj.open_desk(write=True) as desk:
        if undo:
            sitting = desk.sittings.reopen(iso_date(on, "date"), which)
        else:
            sitting = desk.sittings.close(iso_date(on, "date"), document, which)
    _print(sitting, as_json)


def _print(sitting: Sitting, as_json: bool) -> None:
    warn(sitting.warnings)
    if as_json:
        print_json(sitting_document(sitting))
        return
    day = sitting.day
    words = [day_words(day.on), KINDS[day.slot.kind], "、".join(day.leaders), day.slot.village + day.slot.place]
    click.echo("　".join(part for part in (*words, day.slot.hours) if part))
    for guest in sitting.guests:
        click.echo(_line(guest))
    ended = f"，已结束：{DAY_OUTCOMES.get(sitting.outcome, '没有来访')}" if sitting.closed_at else ""
    click.echo(f"共{len(sitting.guests)}批，已接谈{len(sitting.received)}批{ended}")


def _line(guest: Guest) -> str:
    told = [
        f"  {guest.number}. {guest.name}",
        f"{guest.people}人" if guest.people > 1 else "",
        "预约" if guest.booked else "",
        GUEST_STATES[guest.state],
        guest.visit.visit_no if guest.visit else "",
        guest.about,
    ]
    told += [
        f"{OUTCOMES[opinion.outcome]}{_owner(opinion)}{f'（{opinion.due_on}前）' if opinion.due_on else ''}"
        for opinion in guest.opinions
    ]
    return "　".join(part for part in told if part)


def _owner(opinion: Opinion | ClosedOpinion) -> str:
    return opinion.owner if isinstance(opinion, Opinion) else ""


def _dated(ask: Callable[..., Sitting]) -> Callable[..., Sitting]:
    """`ask` with the sittings of the desk and the day that DATE names."""

    def of_day(desk: Any, on: str, *rest: Any, which: Which) -> Sitting:
        return ask(desk.sittings, iso_date(on, "date"), *rest, which)

    return of_day


# The words that hand one day, and what stands after it, to the sittings: their parts, the call, the help.
_WORDS: dict[str, tuple[tuple[Callable[[Any], Any], ...], Callable[..., Sitting], str]] = {
    "book": (
        (FILE,),
        lambda sittings, on, document, which: sittings.book(on, document, which),
        "预约；FILE 是 JSON：name、phone、people、village、about、case_no。",
    ),
    "amend": (
        (_number, FILE),
        lambda sittings, on, number, change, which: sittings.amend(on, number, change, which),
        "更改还没有接谈的：FILE 里只写要改的项目。",
    ),
    "cancel": (
        (_number, _why),
        lambda sittings, on, number, why, which: sittings.cancel(on, number, why, which),
        "取消预约，或者没等接谈就走了。",
    ),
    "opinion": (
        (_number, FILE),
        lambda sittings, on, number, document, which: sittings.opinion(on, number, document, which),
        "领导意见，记成事项的批示；FILE 是 JSON：outcome、text、owner、due_on、case_no、leader。",
    ),
    "withdraw": (
        (_number, click.argument("case_no", metavar="CASE_NO"), _why),
        lambda sittings, on, number, case_no, why, which: sittings.withdraw(on, number, case_no, why, which),
        "撤回一条领导意见；事项里的批示一并撤销。",
    ),
    "note": (
        (FILE,),
        lambda sittings, on, document, which: sittings.note(on, document, which),
        "先记下陪同人员和情况，不结束；FILE 同 close。",
    ),
    "queue": ((), lambda sittings, on, which: sittings.get(on, which), "一天的预约和来访，按接谈的先后。"),
}
