"""Run as a program: every deed of a clerk in an encrypted office, watched for each file that is written beside it.

Arguments: the data folder, a folder for what is exported by name. Says on standard output what lay plain anywhere.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import petidesk
from petidesk.desk import encrypting, unlocking
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import Trouble
from petidesk.storage.secrets.wraps import Cost
from tests.desk.undo.deeds import DEEDS, Clock, make_ground, picture

PASSWORD, CODE = "河边的第三棵柳树", "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"
WORDS = ("张桂花", "李大山", "段小满", "查小河", "13800001111", "补偿款没到账", "院墙起争执", "以石头为界")
CODINGS = ("utf-8", "utf-16-le", "gb18030")
_ROOTS = (str(Path(petidesk.__file__).parent), str(Path(__file__).parents[2]))
_FIRST = ("export", "build", "Imports", "Letters.issue", "Attachments.add")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(folder: Path, out: Path) -> None:
    ground = make_ground(folder)
    encrypting.encrypt(folder, None, PASSWORD, CODE, cost=Cost(8, 1, 1))
    strays: set[str] = set()
    allowed = (str(folder), str(out), "/dev/", "/proc/")

    def watch(event: str, given: tuple[object, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes):
            name, mode, flags = os.fsdecode(given[0]), given[1], given[2]
            by_flags = isinstance(flags, int) and bool(flags & _WRITES)
            writes = any(sign in str(mode) for sign in "wax+") if mode else by_flags
            if writes and not os.path.abspath(name).startswith(allowed) and _by_the_program():
                strays.add(name)
        elif event in ("tempfile.mkstemp", "tempfile.mkdtemp") and _by_the_program():
            strays.add(str(given[0]))

    sys.addaudithook(watch)
    desk = open_desk(folder, unlocked=unlocking.log_in(folder, None, PASSWORD), clock=Clock())
    done = []
    # what gives something out first: later deeds take away what it needs
    for name, deed in sorted(DEEDS.items(), key=lambda one: not any(word in one[0] for word in _FIRST)):
        try:
            deed(desk, ground, out)
            done.append(name)
        except (Trouble, AssertionError, KeyError, IndexError, StopIteration):
            continue  # what an earlier deed has made impossible
    print(*done)
    places = (folder, Path(tempfile.gettempdir()))
    found = list(_plain(places))
    desk.backups.make()
    desk.close()
    found += _plain(places)
    for stray in sorted(strays):
        print("written beside:", stray)
    for line in sorted(set(found)):
        print("plain:", line)


def _by_the_program() -> bool:
    """Whether the program asked for it: some deeds write the workbook first that they take in."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_ROOTS):
            return frame.f_code.co_filename.startswith(_ROOTS[0])
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _plain(places: tuple[Path, ...]) -> Iterator[str]:
    wanted = [word.encode(coding) for word in WORDS for coding in CODINGS] + [picture()[:60]]
    for place in places:
        for file in place.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                if any(word in content for word in wanted):
                    yield str(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
