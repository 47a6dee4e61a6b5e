"""Ids of figures as text: what is counted, from when to when, by when it was known, in which row of its table.

``visits.people/2026-01-01/2026-06-30/2026-07-05/channel=visit;village=东村``: to be read, and to be typed in a shell
without quotes. A moment is written 2026-07-05T09:20:11@418, with the entries that the audit chain had then.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import quote, unquote

from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.dimensions import ROW
from petidesk.domain.statistics.figures import LISTED, UNLISTED, AsOf, FigureId, Moment
from petidesk.domain.statistics.spans import span_of
from petidesk.domain.trouble import Refused, Trouble

_MOMENT = re.compile(r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:@(?P<entry>\d{1,15}))?")


def as_of_text(as_of: AsOf) -> str:
    """统计截止时间 as ids and `--as-of` write it."""
    if isinstance(as_of, Moment):
        return as_of.isoformat(timespec="seconds") + (f"@{as_of.entry}" if as_of.entry else "")
    return as_of.isoformat()


def parse_as_of(text: str, field: str = "as_of") -> AsOf:
    """A day, or a moment as `as_of_text` writes it. Refused bad_value."""
    try:
        found = _MOMENT.fullmatch(text)
        if found:
            return Moment.of(datetime.fromisoformat(found["at"]), int(found["entry"] or 0))
        return _day(text)
    except ValueError:
        raise Refused("bad_value", f"统计截止时间“{text}”不对，应写成2026-07-05这样。", field=field) from None


def id_text(figure: FigureId) -> str:
    """The id as text."""
    parts = [
        f"{figure.subject}.{figure.measure}",
        figure.span.since.isoformat(),
        figure.span.until.isoformat(),
        as_of_text(figure.as_of),
    ]
    if figure.keys:
        parts.append(";".join(f"{name}={_written(key)}" for name, key in figure.keys))
    return "/".join(parts)


def parse_id(text: str) -> FigureId:
    """The id that is written so. Refused not_found for whatever is none."""
    found: FigureId | None
    try:
        what, since, until, as_of, *rest = text.split("/")
        name, _, measure = what.partition(".")
        keys = tuple(_key(part) for part in rest[0].split(";")) if rest else ()
        found = FigureId(name, measure, span_of(_day(since), _day(until)), parse_as_of(as_of), keys)
        _known(found)
    except (ValueError, Trouble):
        found = None
    if found is None or id_text(found) != text:
        raise Refused("not_found", f"“{text}”不是统计数的编号，请从统计表里复制。", field="id")
    return found


def _known(figure: FigureId) -> None:
    about = subject(figure.subject)
    about.measure(figure.measure)
    if figure.keys not in (((ROW, UNLISTED),), ((ROW, LISTED),)):
        about.divided([name for name, _ in figure.keys])


def _day(text: str) -> date:
    if len(text) != 10:  # fromisoformat also reads 20260705 and 2026-W27-1
        raise ValueError(text)
    return date.fromisoformat(text)


def _key(part: str) -> tuple[str, str]:
    name, found, key = part.partition("=")
    if not found:
        raise ValueError(part)
    return name, unquote(key, errors="strict")


def _written(key: str) -> str:
    return "".join(
        character if character.isalnum() or character in "-_." else quote(character, safe="") for character in key
    )
