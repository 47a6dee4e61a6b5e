"""What a person waits for in an encrypted office against the same office plain, taking turns in one run."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from benchmarks.hint import probes
from benchmarks.offices import MIDDLE, kept_in, office, sized
from benchmarks.table import Line, show
from petidesk.desk import encrypting, unlocking
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.unlocking import Unlocked
from petidesk.domain.visits.listing import VisitQuery

PASSWORD, CODE = "一句只有本人知道的话", "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"
ROUNDS = sized(60, 3)
OPENINGS = sized(15, 2)
WAITED, COMMITTED, UNLOCKED = 2.0, 5.0, 1.0
_VISIT = {
    "at": "2026-10-30T09:20",
    "channel": "visit",
    "petitioners": [{"name": "张桂花", "phone": "13800001234", "village": "东村"}],
    "matters": [{"purpose": "appeal", "statement": "征地补偿款未到账，请求补发。"}],
}
_ACCUSATION = {
    **_VISIT,
    "matters": [
        {"purpose": "accusation", "statement": "征地补偿款未到账，请求查处。", "concerned_unit": "某单位"},
    ],
}
_ONE_ROW = text("UPDATE village SET last_used = last_used + 1 WHERE id = 1")


def _commit(desk: Desk) -> None:
    with desk.database.write() as connection:
        connection.execute(_ONE_ROW)


def _ratio(deed: Callable[[Desk, int], object], plain: Desk, sealed: Desk) -> tuple[float, float]:
    """The median of the encrypted office over that of the plain one, and the median in milliseconds."""
    took: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(-2, ROUNDS):
        for which, desk in enumerate((plain, sealed)):
            start = time.perf_counter()
            deed(desk, turn)
            if turn >= 0:
                took[which].append(time.perf_counter() - start)
    ours, theirs = (statistics.median(took[which]) for which in (1, 0))
    return ours / theirs, ours * 1000


def _accusing(sealed: Desk) -> tuple[float, float]:
    """The median of saving an accusation, whose every word is sealed, over that of an ordinary visit beside it."""
    took: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(-2, ROUNDS):
        for which, visit in enumerate((_VISIT, _ACCUSATION)):
            start = time.perf_counter()
            sealed.visits.add(visit)
            if turn >= 0:
                took[which].append(time.perf_counter() - start)
    return statistics.median(took[1]) / statistics.median(took[0]), statistics.median(took[1]) * 1000


def _opening(plain: Path, sealed: Path, unlocked: Unlocked) -> tuple[float, float]:
    took: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(-1, OPENINGS):
        for which, (folder, opened) in enumerate(((plain, None), (sealed, unlocked))):
            start = time.perf_counter()
            desk = open_desk(folder, purpose="read", unlocked=opened)
            desk.home.board()
            if turn >= 0:
                took[which].append(time.perf_counter() - start)
            desk.close()
    return statistics.median(took[1]) / statistics.median(took[0]), statistics.median(took[1]) * 1000


def lines() -> list[Line]:
    """Hint, search, save, open and list within twice as long, one-row commits within five times, unlocking by CPU."""
    source, _ = office(MIDDLE)
    with tempfile.TemporaryDirectory(dir=kept_in()) as name:
        plain, sealed = Path(name) / "plain", Path(name) / "sealed"
        for folder in (plain, sealed):
            shutil.copytree(source, folder)
        encrypting.encrypt(sealed, None, PASSWORD, CODE)
        start = time.process_time()
        unlocked = unlocking.log_in(sealed, None, PASSWORD)
        cpu = time.process_time() - start
        assert unlocked is not None
        found = [Line("unlocking", f"within {UNLOCKED:g} s of CPU", f"{cpu:.2f} s", cpu <= UNLOCKED)]
        found.append(_line("opening, encrypted", WAITED, _opening(plain, sealed, unlocked)))
        mine, other = open_desk(plain), open_desk(sealed, unlocked=unlocked)
        try:
            asked = probes(mine, ROUNDS + 2)
            deeds: dict[str, Callable[[Desk, int], object]] = {
                "hint": lambda desk, turn: desk.visits.similar(asked[turn]),
                "search": lambda desk, turn: desk.search.find(asked[turn].name),
                "list": lambda desk, turn: desk.visits.rows(VisitQuery(), 100, 37 * max(turn, 0)),
                "saving": lambda desk, _turn: desk.visits.add(_VISIT),
            }
            for what, deed in deeds.items():
                found.append(_line(f"{what}, encrypted", WAITED, _ratio(deed, mine, other)))
            found.append(_line("saving an accusation, sealed", WAITED, _accusing(other), "of an ordinary visit"))
            commits = _ratio(lambda desk, _turn: _commit(desk), mine, other)
            found.append(_line("one-row commit, encrypted", COMMITTED, commits))
        finally:
            mine.close()
            other.close()
    return found


def _line(what: str, limit: float, measured: tuple[float, float], beside: str = "plain") -> Line:
    ratio, milliseconds = measured
    return Line(what, f"within {limit:g}x {beside}", f"{ratio:.2f}x, {milliseconds:.1f} ms", ratio <= limit)


if __name__ == "__main__":
    print(show(lines()))
