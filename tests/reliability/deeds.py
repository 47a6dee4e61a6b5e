"""What takes more than one step, each with the office that it is done to and what holds after it was broken off.

A place holds an office, a stick and whatever a deed makes beside them. Trials break a deed off at each point that it
passes (`petidesk/storage/file/points.py`): the process dies, the disk is full, the stick is drawn out.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from petidesk.desk import encrypting, unlocking
from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import backups
from petidesk.desk.unlocking import Unlocked
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.file import points, sealed
from petidesk.storage.file.database import FILE_NAME
from petidesk.storage.safety import backup
from petidesk.storage.secrets.wraps import Cost
from tests.offices import new_office
from tests.scans import picture

PASSWORD, CODE = "河边的第三棵柳树", "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"
CHEAP = Cost(8, 1, 1)
STAFF = "值班员"
STATEMENT = "水渠渗水，淹了两亩三分地。"
VISITS, IMPORTED = 3, 112
SIGNED = date(2026, 11, 20)
_RELEASED = Path(__file__).parents[1] / "data"
_SOURCE = Path(__file__).parents[2] / "petidesk"
_HALF_MADE = re.compile(r"\.(new|restoring|moving|recast|scratch)(-|$)")


def document(number: int) -> dict[str, Any]:
    """An invented visit; `number` tells one from another."""
    return {
        "at": "2026-11-19T09:20",
        "channel": "visit",
        "petitioners": [{"name": f"杨柳{number}", "village": "东村", "phone": f"1380000{number:04d}"}],
        "matters": [{"purpose": "appeal", "title": f"水渠{number}", "statement": STATEMENT, "requests": ["修好"]}],
    }


# ---- the places that deeds begin with


def plain(place: Path) -> None:
    """An office in use: visits, an attachment, a draft, backups here and on a stick, old ones, one of an upgrade."""
    office, stick = place / "office", place / "stick"
    new_office(office, office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(office)
    numbers = [desk.visits.add(document(number))[0].visit_no for number in range(VISITS)]
    desk.attachments.add("visit", numbers[0], picture(), name="照片")
    desk.drafts.save(None, "visit", {"summary": "没写完"}, False)
    desk.backups.make()
    desk.backups.make(stick)
    for days, reason in ((400, "close"), (400, "timer"), (1, "upgrade")):
        backup.make(desk.database, office / "backups", reason, desk.now() - timedelta(days=days))
    desk.close()


def encrypted(place: Path) -> None:
    """The same office, encrypted, with a copy that was made without the password and that nobody has checked."""
    plain(place)
    encrypting.encrypt(place / "office", None, PASSWORD, CODE, cost=CHEAP)
    backups.make_sealed(place / "office", place / "stick")


def earlier(place: Path) -> None:
    """An office of the first version, and a stick with nothing but a copy of it."""
    (place / "office").mkdir(parents=True)
    (place / "stick").mkdir()
    for file in (place / "office" / FILE_NAME, place / "stick" / "petidesk-20260601-080000-manual-v0001.db"):
        shutil.copyfile(_RELEASED / "petidesk-0001.db", file)


def nothing(place: Path) -> None:
    """No office yet."""
    place.mkdir(parents=True)


# ---- deeds


def _open(place: Path) -> Desk:
    password = PASSWORD if unlocking.is_encrypted(place / "office") else None
    return open_desk(place / "office", staff=STAFF, password=password)


@contextlib.contextmanager
def opened(place: Path) -> Iterator[Desk]:
    """The office of a place."""
    with contextlib.closing(_open(place)) as desk:
        yield desk


def _newest(folder: Path) -> Path:
    return max(folder.glob("petidesk-*.db"), key=lambda file: file.name)


def _back_up(place: Path) -> None:
    with opened(place) as desk:
        desk.backups.make()


def _back_up_to_stick(place: Path) -> None:
    with opened(place) as desk:
        desk.backups.make(place / "stick")


def _back_up_sealed(place: Path) -> None:
    backups.make_sealed(place / "office", place / "stick")


def _check_sealed(place: Path) -> None:
    with opened(place) as desk:
        desk.backups.check_sealed()


def _restore(place: Path) -> None:
    backups.restore(place / "office", _newest(place / "office" / "backups"))


def _restore_from_stick(place: Path) -> None:
    backups.restore(place / "office", _newest(place / "stick"))


def _restore_encrypted(place: Path) -> None:
    backups.restore(place / "office", _newest(place / "office" / "backups"), staff=STAFF, password=PASSWORD)


def _move(place: Path) -> None:
    if not (place / "moved" / FILE_NAME).exists():
        with opened(place) as desk:
            desk.backups.move(place / "moved")


def _import(place: Path) -> None:
    lines = [f"2026-03-{day:02d},杨{day}{turn},东村,水渠第{day}段{turn}" for day in range(1, 29) for turn in range(4)]
    table = place / "register.csv"
    table.write_text("\n".join(["来访日期,姓名,村,反映事项", *lines]), encoding="utf-8")
    with opened(place) as desk:
        desk.imports.run(table)


def _upgrade(place: Path) -> None:
    with opened(place):
        pass


def _batch(place: Path) -> None:
    with opened(place) as desk:
        rows = desk.letters.rows(LetterQuery(), 100)
        done = {row.case_no for row in rows}
        cases = sorted(row.case_no for row in desk.cases.rows(CaseQuery(), 100) if row.case_no not in done)
        if cases:
            desk.letters.batch("acceptance_notice", cases, signed_by="李建国", signed_on=SIGNED)


def _attach(place: Path) -> None:
    with opened(place) as desk:
        number = min(row.visit_no for row in desk.visits.rows(VisitQuery(), 100))
        if not any(one.name == "又一张" for one in desk.attachments.listed("visit", number)):
            desk.attachments.add("visit", number, picture(2), name="又一张")


def _work_a_day(place: Path) -> None:
    """Registering, a scan, a letter, a backup here and on a stick; each is said once it is acknowledged."""
    with opened(place) as desk:
        for number in range(50, 52):
            visit = desk.visits.add(document(number))[0]
            points.passed(f"day.visit {visit.visit_no}")
            points.passed(f"day.scan {desk.attachments.add('visit', visit.visit_no, picture(number)).attachment_id}")
            draft = desk.letters.draft("acceptance_notice", visit.matters[0].case_no)
            letter = desk.letters.issue(draft.letter_id, "李建国", SIGNED).letter
            points.passed(f"day.letter {letter.document_no}")
            folder = place / "stick" if number % 2 else None
            points.passed(f"day.backup {Path(desk.backups.make(folder).file).name}")


def _is_there(desk: Desk, acknowledged: str) -> bool:
    """Whether what a day acknowledged is still there, whole."""
    kind, _, name = acknowledged.partition(" ")
    if kind == "day.visit":
        return any(row.visit_no == name for row in desk.visits.rows(VisitQuery(), 100))
    if kind == "day.scan":
        return bool(desk.attachments.content(int(name)).data)
    if kind == "day.letter":
        return any(row.document_no == name for row in desk.letters.rows(LetterQuery(), 100))
    return any(Path(one.file).name == name and one.verified for one in desk.backups.all())


def _encrypt(place: Path) -> None:
    if not unlocking.is_encrypted(place / "office"):
        encrypting.encrypt(place / "office", None, PASSWORD, CODE, cost=CHEAP)


def _unlocked(place: Path) -> Unlocked:
    found = unlocking.log_in(place / "office", STAFF, PASSWORD)
    assert found is not None
    return found


def _renew(place: Path) -> None:
    encrypting.renew(place / "office", _unlocked(place), copies=True)


def _decrypt(place: Path) -> None:
    if unlocking.is_encrypted(place / "office"):
        encrypting.decrypt(place / "office", _unlocked(place), "换用县里的系统")


def _create(place: Path) -> None:
    if not (place / "office" / FILE_NAME).exists():
        create_office(place / "office", office="清溪镇", county="安平县", password=PASSWORD, code=CODE, cost=CHEAP)


@dataclass(frozen=True)
class Deed:
    """A deed by its name, the place it begins with, and what it does; done twice it does no harm."""

    name: str
    begin: Callable[[Path], None]
    do: Callable[[Path], object]


DEEDS = (
    Deed("backup", plain, _back_up),
    Deed("backup to a stick", plain, _back_up_to_stick),
    Deed("backup of an encrypted office", encrypted, _back_up_to_stick),
    Deed("backup without the password", encrypted, _back_up_sealed),
    Deed("check of a backup without the password", encrypted, _check_sealed),
    Deed("restore", plain, _restore),
    Deed("restore from a stick", plain, _restore_from_stick),
    Deed("restore of an earlier version", earlier, _restore_from_stick),
    Deed("restore of an encrypted backup", encrypted, _restore_encrypted),
    Deed("move", plain, _move),
    Deed("move of an encrypted office", encrypted, _move),
    Deed("import", plain, _import),
    Deed("upgrade", earlier, _upgrade),
    Deed("batch of letters", plain, _batch),
    Deed("attachment", plain, _attach),
    Deed("a day", plain, _work_a_day),
    Deed("encrypt", plain, _encrypt),
    Deed("another key", encrypted, _renew),
    Deed("plain again", encrypted, _decrypt),
    Deed("a new office", nothing, _create),
)
BY_NAME = {deed.name: deed for deed in DEEDS}
EVERYTHING = bool(os.environ.get("PETIDESK_POINTS"))


def played(*usual: str) -> list[Deed]:
    """Which deeds are broken off: all with PETIDESK_POINTS, as `make reliability` does, else the usual ones."""
    return [deed for deed in DEEDS if EVERYTHING or deed.name in usual]


def some(deed: Deed, passed: tuple[str, ...]) -> range:
    """At which of its points a deed is broken off: all with PETIDESK_POINTS, else one, another in each deed."""
    if EVERYTHING:
        return range(len(passed))
    one = DEEDS.index(deed) * 5 % len(passed)
    return range(one, one + 1)


def in_source() -> set[str]:
    """Every point that the program has."""
    found = re.compile(r'points\.passed\("([a-z_.]+)"\)')
    return {name for file in _SOURCE.rglob("*.py") for name in found.findall(file.read_text(encoding="utf-8"))}


class Places:
    """One place of each kind is made; every trial gets a copy. Sticks keep the names by which the log knows them."""

    def __init__(self, base: Path) -> None:
        self._base = base

    @cache  # noqa: B019 - it lives as long as the module's fixture
    def _kept(self, begin: Callable[[Path], None]) -> tuple[Path, Path]:
        place, kept = self._base / begin.__name__ / "here", self._base / begin.__name__ / "kept"
        begin(place)
        shutil.copytree(place, kept)
        return place, kept

    def fresh(self, deed: Deed) -> Path:
        """The place as the deed finds it, under the same path each time."""
        place, kept = self._kept(deed.begin)
        for left in place.iterdir():  # the place itself may be a disk of its own
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        shutil.copytree(kept, place, dirs_exist_ok=True)
        return place

    @cache  # noqa: B019
    def points(self, deed: Deed) -> tuple[str, ...]:
        """The points that a deed passes, one after the other."""
        place, names = self.fresh(deed), []
        with points.heard(names.append):
            deed.do(place)
        return tuple(names)


# ---- what holds afterwards


ALL = ("all",)


def whole(place: Path, deed: Deed, passed: tuple[str, ...] = ALL) -> None:
    """All that was acknowledged is there, nothing is half: `passed` are the points before a deed was broken off."""
    office = place / "office"
    if deed.begin is nothing and not (office / FILE_NAME).exists():
        assert "create.named" not in passed and passed != ALL
        return
    with opened(place) as desk:
        desk.attachments.tidy()
        assert desk.checks.run(deep=True) == []
        rows = desk.visits.rows(VisitQuery(), 1000)
        if deed.begin in (plain, encrypted):
            first = min(row.visit_no for row in rows)
            if deed.do is _import:
                assert len(rows) in (VISITS + IMPORTED, *(() if _saved(passed, "import.rows") else (VISITS,)))
            elif deed.do is not _work_a_day:
                assert len(rows) == VISITS
            (kept, *_more) = desk.attachments.listed("visit", first)
            assert desk.attachments.content(kept.attachment_id).data == picture()
            assert [draft.content for draft in desk.drafts.whole()] == [{"summary": "没写完"}]
        assert [said for said in passed if said.startswith("day.") and not _is_there(desk, said)] == []
        if deed.do is _batch:
            letters = [row.document_no for row in desk.letters.rows(LetterQuery(), 100)]
            assert len(letters) >= (VISITS if passed == ALL else passed.count("save.committed")) and all(letters)
        if deed.do is _attach and _saved(passed, "attach.settled"):
            assert any(one.name == "又一张" for one in desk.attachments.listed("visit", first))
    if passed == ALL and deed.do is _encrypt:
        assert [file for file in place.rglob("*") if file.is_file() and STATEMENT.encode() in file.read_bytes()] == []
    assert not [file.name for file in office.iterdir() if _HALF_MADE.search(file.name)]
    assert not sealed.leftovers(office)


def _saved(passed: tuple[str, ...], behind: str) -> bool:
    """Whether a transaction was committed behind a point, or the deed came to its end."""
    return passed == ALL or (behind in passed and "save.committed" in passed[passed.index(behind) :])


def backups_are_whole(place: Path, scratch: Path) -> int:
    """Restore every backup that counts as verified, here and on the stick; how many there are."""
    found = [one for one in backups.available(place / "office", [place / "stick"]) if one.verified]
    for number, one in enumerate(found):
        folder = scratch / str(number)
        done = backups.restore(place / "office", Path(one.file), folder, code=_code(Path(one.file)))
        assert done.visits >= VISITS and not done.attachments_missing and not done.problems
        shutil.rmtree(folder)
    return len(found)


def _code(file: Path) -> str | None:
    return CODE if unlocking.backup_is_encrypted(file) else None
