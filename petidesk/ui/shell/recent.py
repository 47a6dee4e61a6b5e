"""The records that this desk showed last, within reach on 工作台: their numbers only, kept with the seat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from petidesk.ui.seat import folder_words
from petidesk.ui.shell.routes import Route, ToCase, ToDispute, ToLetter, ToVisit

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.home import Recent
    from petidesk.ui.seat import Seat

_ROUTES: dict[str, Callable[[str], Route]] = {
    "case": ToCase,
    "visit": ToVisit,
    "dispute": ToDispute,
    "letter": lambda key: ToLetter(int(key)),
}


def route_to(record: Recent) -> Route:
    """The way to a record."""
    return _ROUTES[record.subject](record.key)


def shown(desk: Desk, seat: Seat) -> list[tuple[str, str]]:
    """Subject and key of each record, the last one first."""
    kept = (line.partition(" ") for line in seat.text(_key(desk)).splitlines())
    return [(subject, key) for subject, _, key in kept if subject in _ROUTES]


def note(desk: Desk, seat: Seat, route: Route) -> None:
    """A record was shown or saved; other places are passed over."""
    named = _named(route)
    if named is None or shown(desk, seat)[:1] == [named]:
        return
    from petidesk.domain.home import RECENT

    kept = [named, *(each for each in shown(desk, seat) if each != named)][:RECENT]
    seat.put(_key(desk), "\n".join(f"{subject} {key}" for subject, key in kept))


def _named(route: Route) -> tuple[str, str] | None:
    match route:
        case ToCase():
            return "case", route.case_no
        case ToVisit():
            return "visit", route.visit_no
        case ToDispute():
            return "dispute", route.dispute_no
        case ToLetter():
            return "letter", str(route.letter_id)
    return None


def _key(desk: Desk) -> str:
    """A person's own, and one office's own: a seat may open several folders."""
    return f"recent/{folder_words(desk.folder)}/{desk.actor.staff_id}"
