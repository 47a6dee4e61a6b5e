"""The highest serial of each series that was given out, noted outside of the data file: a restore must not repeat one.

One line a number in `numbers.last`, flushed after the commit that gave it out; the lines name their office by the hash
of the first event of its chain, so that the note of one office never moves the numbers of another. A copy of the note
goes to where copies of the data file go. Serials and years only; a torn line is passed over.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

from petidesk.storage.file import private

NAME = "numbers.last"
_MOST_BYTES = 1 << 16

Series = tuple[str, int]


def note(folder: Path, office: str, given: Mapping[Series, int]) -> None:
    """Keep these serials, flushed. Where nothing can be written what was saved is saved: the next one says as much."""
    if not given:
        return
    with contextlib.suppress(OSError):
        if private.append(folder / NAME, _lines({office: given}).encode()) > _MOST_BYTES:
            private.put_text(folder / NAME, _lines(_read(folder)))


def known(folder: Path, office: str) -> dict[Series, int]:
    """The highest serial of each series of an office that the note of a folder knows."""
    return _read(folder).get(office, {})


def bring(source: Path, target: Path) -> None:
    """Have the note of `target` know all that the note of `source` does."""
    there = _read(target)
    for office, given in _read(source).items():
        higher = {series: last for series, last in given.items() if last > there.get(office, {}).get(series, 0)}
        note(target, office, higher)


def _read(folder: Path) -> dict[str, dict[Series, int]]:
    found: dict[str, dict[Series, int]] = {}
    with contextlib.suppress(OSError):
        for line in (folder / NAME).read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError, TypeError):
                office, kind, year, last = json.loads(line)
                of_office = found.setdefault(str(office), {})
                of_office[str(kind), int(year)] = max(int(last), of_office.get((str(kind), int(year)), 0))
    return found


def _lines(offices: Mapping[str, Mapping[Series, int]]) -> str:
    said = [[office, *series, last] for office, given in offices.items() for series, last in given.items()]
    # It begins with an end: what was torn before it stays a line of its own.
    return "\n" + "\n".join(json.dumps(one, ensure_ascii=False) for one in said) + "\n"
