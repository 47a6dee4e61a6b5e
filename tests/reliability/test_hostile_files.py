"""Files that were changed by somebody who means no good, or by a bad cable, given to everything that reads files.

Each trial takes a file that the program reads (old registers, ledgers, county templates, scans, wording, JSON), changes
it by chance and hands it to every reader. What comes back is an answer or a sentence, within seconds of computing.
PETIDESK_DAMAGES says how many trials.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.files import contents
from petidesk.desk.opening import open_desk
from petidesk.documents import scans
from petidesk.domain.audit import AuditQuery
from petidesk.domain.trouble import Trouble
from tests.offices import new_office
from tests.scans import pdf, picture

TRIALS = int(os.environ.get("PETIDESK_DAMAGES", "30"))
CASES = Path(__file__).parents[1] / "data" / "cases"
LONGEST = 20.0  # seconds of computing: a hang, on any machine
NASTY = (
    b"\x00", b"\xff\xfe", b"9" * 400, b"-1", b"1e999", b"\xed\xa0\x80", "\u202e".encode(), b"\x1b]0;x\x07",
    b"=cmd|' /C calc'!A0", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"<a>" * 2000, b"&a;" * 50, b"]]>", b"../../x",
    b"A1:XFD1048576", b"'; DROP TABLE visit; --", b"{\"a\":" * 500, b"%s%n", b"2026-02-30",
)  # fmt: skip
Change = Callable[[bytes, random.Random], bytes]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    begin, length = chance.randrange(len(data)), chance.randint(1, 4000)
    return data[:begin] + data[begin : begin + length] * chance.randint(2, 40) + data[begin:]


def _with_nasty(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(NASTY) + data[at + chance.choice((0, 1, 8, 40)) :]


def _inside(data: bytes, chance: random.Random) -> bytes:
    """Another change, within one member of an archive; the archive stays one."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return _with_nasty(data, chance)
    target = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        warnings.simplefilter("ignore")  # two members of one name
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = old.read(name)
            if name == chosen and content:
                content = chance.choice((_flipped, _cut, _doubled, _with_nasty, _with_nasty))(content, chance)
            new.writestr(chance.choice(names) if name == chosen and chance.random() < 0.1 else name, content)
    return target.getvalue()


CHANGES: tuple[Change, ...] = (_flipped, _cut, _doubled, _with_nasty, _inside, _inside, _inside)


def _samples(desk: Desk) -> list[tuple[str, bytes]]:
    """Files by a name with their kind: those that the program is known to read, and those that it writes."""
    found = [(file.name, file.read_bytes()) for file in sorted(CASES.iterdir()) if file.suffix not in (".md", ".py")]
    shots = [("scan.png", picture()), ("scan.jpg", picture(form="JPEG")), ("scan.tif", picture(form="TIFF"))]
    written = [
        ("audit.xlsx", desk.audit.workbook(AuditQuery())),
        ("form.toml", desk.templates.text("acceptance_notice").encode()),
        ("year.json", json.dumps(desk.calendars.document(2026)).encode()),
    ]
    # What only one reader knows is tried as often as the many tables.
    return [(name, data) for name, data in [*found, *shots * 6, *[("scan.pdf", pdf())] * 6, *written * 6] if data]


# ---- the readers


def _register(desk: Desk, file: Path) -> None:
    desk.imports.propose(file)
    desk.imports.run(file, dry_run=True, skip_bad=True)


def _ledger(desk: Desk, file: Path) -> None:
    desk.imports.of("dispute").run(file, dry_run=True, skip_bad=True, year=2025)


def _template(desk: Desk, file: Path) -> None:
    desk.county.add_template(file, "县表", replace=True)


def _scan(_desk: Desk, file: Path) -> None:
    data = contents(file)
    scans.sort_of(data)
    scans.page_png(data, 0, 20)
    scans.on_a4(data)


def _wording(desk: Desk, file: Path) -> None:
    desk.templates.check("acceptance_notice", file.read_bytes().decode("utf-8", "replace"))


def _calendar(desk: Desk, file: Path) -> None:
    with contextlib.suppress(ValueError):  # the door says that it is no JSON
        desk.calendars.import_document(json.loads(file.read_bytes()))


READERS = (_register, _ledger, _template, _scan, _wording, _calendar)


@contextlib.contextmanager
def _within_seconds() -> Iterator[None]:
    """Break off what computes for longer than anything may."""

    def hangs(_number: int, _frame: object) -> None:
        raise AssertionError(f"it computed for more than {LONGEST} seconds")

    before = signal.signal(signal.SIGVTALRM, hangs)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office that reads."""
    new_office(tmp_path / "office", office="清溪镇", county="安平县", villages=["东村", "西村"])
    opened = open_desk(tmp_path / "office")
    yield opened
    opened.close()


def test_whatever_is_in_a_file_comes_back_as_an_answer_or_a_sentence(
    desk: Desk, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    samples = _samples(desk)
    came: Counter[str] = Counter()
    faults: list[str] = []
    for trial in range(TRIALS):
        chance = random.Random(trial)
        name, data = samples[trial * 7 % len(samples)]
        change = chance.choice(CHANGES)
        file = tmp_path / f"hostile{Path(name).suffix}"
        file.write_bytes(change(data, chance))
        for reader in READERS:
            try:
                with _within_seconds():
                    reader(desk, file)
                came[f"{reader.__name__}: read"] += 1
            except Trouble as trouble:
                assert trouble.message and not set(trouble.message) & set("\x00\x07\x1b\u202e"), (trial, name)
                came[f"{reader.__name__}: told"] += 1
            except Exception as error:
                where = "".join(traceback.format_exception(error)[-6:])
                faults.append(f"trial {trial}: {name}, {change.__name__}, {reader.__name__}\n{where}")
    assert not faults, "\n".join(faults)
    assert desk.checks.run() == []
    print("\n".join(f"{what}: {count}" for what, count in sorted(came.items())))
    record_property("files", dict(came))
