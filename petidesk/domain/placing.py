"""Which field each column of somebody else's table fills: exact headings first, then headings read from their end.

A bare 电话 or 姓名 belongs to the column at its left. What is not sure is no field but a `guess`, which a person
decides; what watches people is neither (rules/people.md, 2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from petidesk.domain.cells import Cell, cell_text, squeezed
from petidesk.domain.fields import Field, bare_heading, fit
from petidesk.domain.heading_meanings import GUESS, LIKELY, PERSONAL, Meaning, ledger_meaning, visit_meaning
from petidesk.domain.heading_words import Act, Head, Reading, Whose, read_heading
from petidesk.domain.watched import watches_people

Path = tuple[str, ...]
# From here on a heading is one of the catalogue's own words, alone or with something in brackets.
_EXACT = 1.4
_LABEL = 2.0
_PLACE_IN_LIST = frozenset(("序号", "顺序号", "序", "no"))
_CLOCK = re.compile(r"\s*(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)?\s*(?:\d{1,2}[:：.点时].{0,6})?\s*")
_BOTH_SIDES = [Whose.PARTY_A, Whose.PARTY_B]
# What cells say that tell how somebody came.
_HOW = re.compile("访|信|来电|电话|网|热线|工单|app|窗口|批示|转送|交办")
_OURS = frozenset((Whose.VISITOR, Whose.PARTY, Whose.PARTY_A, Whose.PARTY_B))


@dataclass(frozen=True, slots=True)
class Placed:
    """The field of a column; where none is sure the `guess` that a person is asked about. `watched`: never a field."""

    field: str | None = None
    guess: str | None = None
    watched: bool = False


def place_columns(
    paths: Sequence[Path], catalogue: Sequence[Field], samples: Sequence[Sequence[Cell]] = ()
) -> tuple[Placed, ...]:
    """The field of each column, left to right; no field is given twice.

    `paths`: the heading texts of each column from above to below; `samples`: for each column some of its cells.
    """
    visits = any(field.key == "statement" for field in catalogue)
    watched = [watches_people(path) for path in paths]
    readings = readings_of(paths)
    offers: list[tuple[float, int, str]] = []
    for column, path in enumerate(paths):
        if not watched[column]:
            cells = samples[column] if column < len(samples) else ()
            offers += [(score, column, key) for key, score in _offers(path, readings[column], catalogue, visits, cells)]
    found: dict[int, str] = {}
    guessed: dict[int, str] = {}
    for score, column, key in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        taken = found.values() if score >= LIKELY else {*found.values(), *guessed.values()}
        if not score or column in found or key in taken:
            continue
        (found if score >= LIKELY else guessed).setdefault(column, key)
    if visits and len(found) > 1 and "statement" not in found.values():
        # where nobody wrote what it was about, what was asked for says it
        found = {column: "statement" if key == "requests" else key for column, key in found.items()}
    return tuple(
        Placed(found.get(column), None if column in found else guessed.get(column), watched[column])
        for column in range(len(paths))
    )


def _offers(
    path: Path, reading: Reading, catalogue: Sequence[Field], visits: bool, cells: Sequence[Cell]
) -> list[Meaning]:
    keys = {field.key for field in catalogue}
    meaning = visit_meaning(reading) if visits else ledger_meaning(reading)
    if meaning == ("channel", GUESS) and cells:
        how = all(_HOW.search(squeezed(cell_text(cell))) for cell in cells)
        meaning = ("channel" if how else "category", LIKELY)
    read = [meaning] if meaning is not None and meaning[0] in keys else []
    if bare_heading(path[-1]) in _PLACE_IN_LIST:
        return [("foreign_no", LIKELY)] if visits else []
    if reading.head in PERSONAL and (reading.whose is not None or not reading.clear):
        return read
    heading = path[-1]
    if len(path) > 1 and reading.bare:
        heading = path[-2] + heading
    exact = [(field.key, score) for field in catalogue if (score := fit(heading, field)) >= _EXACT]
    if len(path) > 1 and not exact and not read:
        exact = [(field.key, LIKELY) for field in catalogue if fit(path[-1], field) >= _EXACT]
    return [*read, *(_second_thought(key, score, reading, cells) for key, score in exact)]


def _second_thought(key: str, score: float, reading: Reading, cells: Sequence[Cell]) -> Meaning:
    """The day of registration gives way to any day of a visit; a time of day stands alone in its cells."""
    if key == "at" and reading.head is Head.DATE and Act.PETITION not in reading.acts:
        return key, LIKELY + (0.05 if reading.bare else 0)
    if key == "time" and reading.head is Head.DATE:
        if cells:
            return key, score if all(_clock_only(cell) for cell in cells) else 0.0
        return key, score if score >= _LABEL else LIKELY if reading.bare else 0.0
    return key, score


def _clock_only(cell: Cell) -> bool:
    if isinstance(cell, float):
        return 0 <= cell < 1
    return isinstance(cell, time) or (not isinstance(cell, date) and bool(_CLOCK.fullmatch(cell_text(cell))))


def readings_of(paths: Sequence[Path]) -> tuple[Reading, ...]:
    """Each heading read from its end; a bare 电话 or 姓名 is given to the column at its left."""
    found: list[Reading] = []
    for path in paths:
        reading = read_heading(path)
        if reading.bare and reading.head in PERSONAL and not reading.own:
            reading = _beside(found, reading)
        found.append(reading)
    return tuple(found)


def _beside(left: Sequence[Reading], reading: Reading) -> Reading:
    neighbour = left[-1] if left else None
    if neighbour is not None and neighbour.head is Head.UNIT and neighbour.acts & {Act.HANDLE, Act.END}:
        return replace(reading, whose=Whose.RESPONSIBLE if reading.head is Head.NAME else Whose.SOMEBODY)
    if neighbour is not None and (neighbour.head is Head.PERSON or neighbour.head in PERSONAL):
        named = neighbour.head in (Head.PERSON, Head.NAME)
        if named and [one.whose for one in left[-2:] if one.head in (Head.PERSON, Head.NAME)] == _BOTH_SIDES:
            return reading  # 甲方, 乙方, 电话: of both
        if not (named and reading.head is Head.NAME):
            return replace(reading, whose=neighbour.whose)
        return reading
    if reading.head is Head.NAME:
        return reading
    last = next((one for one in reversed(left) if one.head is Head.PERSON or one.head is Head.NAME), None)
    strange = last is not None and last.whose is not None and last.whose not in _OURS
    return replace(reading, clear=False) if strange else reading
