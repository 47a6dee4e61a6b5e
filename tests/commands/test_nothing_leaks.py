"""Whatever is asked without a reason, nothing of an accusation comes out: every word of the command line, every paper.

Each text of three accusing visits is a mark of its own: one that accused from the start, one beside another matter, and
one with booking, opinion, letters, meeting and papers that was amended into an accusation afterwards. The commands are
taken from the command line itself and the papers from the folder of forms, so that a new one is asked too.
"""

from __future__ import annotations

import copy
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk import cli, paths
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.statistics.catalogue import SUBJECTS
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.people import Probe
from petidesk.storage import staff as staff_rows
from petidesk.ui import work
from petidesk.ui.look import start
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import (
    Route,
    ToCase,
    ToDispute,
    ToLetter,
    ToMeeting,
    ToMonth,
    ToReception,
    ToSearch,
    ToSitting,
    ToVisit,
)
from tests.commands.conftest import Run
from tests.examples import THOROUGH
from tests.scans import picture
from tests.ui.desks.calm import settle
from tests.ui.desks.faces import faces
from tests.ui.desks.sight import sight

Write = Callable[..., Path]
DAY = "2026-10-19"
MONTH = "2026-09"
LEADER = "王建国"

# A mark is a word that stands nowhere else; numbers are told by their digits.
MARKS = {
    "name": "訾暗梅",
    "id_number": "11010519491231002X",
    "phone": "13911112222",
    "home": "暗丙村",
    "address": "暗丁组七号",
    "title": "暗戊事",
    "statement": "暗己话",
    "request": "暗庚求",
    "category": "暗辛类",
    "unit": "暗壬所",
    "village": "暗癸村",
    "material": "暗子件",
    "note": "暗丑注",
    "handling": "暗寅答",
    "query_code": "QX7788",
    "about": "暗卯由",
    "opinion": "暗辰意",
    "owner": "暗巳办",
    "why": "暗午因",
    "decision": "暗未定",
    "letter": "暗申文",
    "receiver": "暗酉局",
    "event": "暗戌记",
    "void": "暗亥废",
    "attachment": "暗阅照",
    "ledger": "暗册话",
    "measure": "暗措施",
    "initials": "zam",
}


def accusing(purpose: str = "accusation") -> dict[str, Any]:
    """A visit whose every text is a mark."""
    return {
        "at": f"{DAY}T09:20",
        "channel": "visit",
        "received_by": "李敏",
        "people": 1,
        "petitioners": [
            {
                "name": MARKS["name"],
                "id_type": "111",
                "id_number": MARKS["id_number"],
                "phone": MARKS["phone"],
                "village": MARKS["home"],
                "address": MARKS["address"],
            }
        ],
        "matters": [
            {
                "purpose": purpose,
                "title": MARKS["title"],
                "statement": MARKS["statement"],
                "requests": [MARKS["request"]],
                "category": f"{MARKS['category']}/{MARKS['category']}",
                "concerned_unit": MARKS["unit"],
                "village": MARKS["village"],
            }
        ],
        "materials": [{"name": MARKS["material"], "copies": 1}],
        "note": MARKS["note"],
        "handling": MARKS["handling"],
        "query_code": MARKS["query_code"],
    }


OPEN_MATTER = {"purpose": "appeal", "title": "水渠清淤", "statement": "水渠淤了三年。", "requests": ["清淤"]}


class Told:
    """The office with its three visits: numbers to ask by."""

    def __init__(self, run: Run, write: Write, data: Path) -> None:
        self.run, self.write, self.data = run, write, data
        self.letters: list[str] = []
        self.drafts: list[str] = []
        self.attachments: list[int] = []

    def ok(self, *words: object) -> Any:
        """The answer as JSON; the test fails where it is refused."""
        answer = self.run(*words, "--json")
        assert answer.status == 0, (words, answer.told)
        return answer.document

    def draft(self, kind: str, case_no: str, typed: dict[str, Any]) -> str:
        made = str(self.ok("letter", "draft", kind, self.write(typed), "--case", case_no)["draft"])
        self.drafts.append(made)
        return made


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Told]]:
    """Where the office that the first test made is kept, and what it was told."""
    return tmp_path_factory.mktemp("told") / "data", []


@pytest.fixture
def told(run: Run, write: Write, data_dir: Path, built_office: Path, first: tuple[Path, list[Told]]) -> Told:
    """Three accusing visits and all that may lie around one: made once, every test asks a copy of its own."""
    kept, made = first
    if not made:
        shutil.copytree(built_office, data_dir)
        made.append(tell(Told(run, write, data_dir)))
        shutil.copytree(data_dir, kept)
        return made[0]
    shutil.copytree(kept, data_dir)
    it = copy.copy(made[0])
    it.run, it.write, it.data = run, write, data_dir
    return it


def tell(it: Told) -> Told:
    """Register the three visits and all that lies around one."""
    write = it.write
    it.ok("office", "set", write({"leaders": [{"name": LEADER, "post": "镇长"}]}))
    pure = it.ok("visit", "add", write(accusing()))
    mixed = it.ok("visit", "add", write(accusing() | {"matters": [OPEN_MATTER, *accusing()["matters"]]}))
    it.ok("schedule", "make", "--rule", f"dates:{DAY}", "--from", DAY, "--to", DAY, "--leaders", LEADER)
    booked = {"name": MARKS["name"], "phone": MARKS["phone"], "village": MARKS["home"], "about": MARKS["about"]}
    it.ok("schedule", "arrive", DAY, write(booked))
    it.ok("schedule", "receive", DAY, 1, write(accusing("appeal")))
    later = it.ok("visit", "show", it.ok("schedule", "queue", DAY)["rows"][0]["visit_no"])
    it.visits = [pure["visit_no"], mixed["visit_no"], later["visit_no"]]
    it.cases = [matter["case_no"] for visit in (pure, mixed, later) for matter in visit["matters"]]
    it.closed_cases = [pure["matters"][0]["case_no"], mixed["matters"][1]["case_no"], later["matters"][0]["case_no"]]
    surround(it, later["matters"][0]["case_no"], later["visit_no"])
    change = {"matters": [later["matters"][0] | {"purpose": "accusation"}]}
    change["matters"][0] = {key: change["matters"][0][key] for key in (*accusing()["matters"][0], "case_no")}
    it.ok("ledger", "close", MONTH)
    it.ok("visit", "amend", later["visit_no"], write(change))
    for case_no in it.closed_cases:
        it.draft("accusation_handover", case_no, {"to": MARKS["receiver"], "fields": {"材料数量": MARKS["letter"]}})
    desk = open_desk(it.data)
    with desk.writing() as connection:  # whoever asks joined later, and may open nothing
        staff_rows.add(connection, "李敏", "registrar")
        connection.exec_driver_sql("UPDATE staff SET role = 'lead', accusations = 1 WHERE name = '值班员'")
    desk.close()
    return it


def dispute(case_no: str, visit_no: str) -> dict[str, Any]:
    """A line of the ledger that was entered of the visit, of the month before, which is over."""
    parties = [{"name": MARKS["name"], "side": "a", "phone": MARKS["phone"]}, {"name": MARKS["receiver"], "side": "b"}]
    words = {key: MARKS["ledger"] for key in ("summary", "title", "note", "measures", "responsible_person")}
    named = {"case_no": case_no, "visit_no": visit_no}
    return {"found_on": f"{MONTH}-20", "village": "东村", "parties": parties, **words, **named}


def surround(it: Told, case_no: str, visit_no: str) -> None:
    """What staff wrote about the visit while nobody knew that it accused somebody."""
    write, out = it.write, it.data.parent
    said = {"outcome": "assigned", "text": MARKS["opinion"], "owner": MARKS["owner"], "due_on": "2026-10-30"}
    it.ok("schedule", "opinion", DAY, 1, write(said))
    for place, form in enumerate(("slip", "登记表")):
        it.ok("print", form, visit_no, "--out", out / f"kept{place}.pdf")
    scan = out / "scan.png"
    scan.write_bytes(picture())
    for kind, number in (("visit", visit_no), ("case", case_no)):
        it.attachments.append(it.ok("attachment", "add", kind, number, scan, "--name", MARKS["attachment"])["id"])
    it.dispute = it.ok("dispute", "add", write(dispute(case_no, visit_no)))["dispute_no"]
    measure = {"on": DAY, "text": MARKS["measure"], "note": MARKS["measure"]}
    it.ok("dispute", "record", it.dispute, "measure_taken", write(measure))
    it.attachments.append(it.ok("attachment", "add", "dispute", it.dispute, scan, "--name", MARKS["attachment"])["id"])
    it.draft("dossier_cover", case_no, {"fields": {"案卷题名": MARKS["letter"]}})
    cover = it.draft("dossier_cover", case_no, {})
    it.letters.append(it.ok("letter", "issue", cover)["document_no"])
    asked = {"to": LEADER, "summary": MARKS["letter"], "proposal": MARKS["event"]}
    it.letters.append(it.ok("letter", "issue", it.draft("submission_form", case_no, asked))["document_no"])
    it.ok("case", "record", case_no, "contacted", write({"on": DAY, "content": MARKS["event"], "note": MARKS["event"]}))
    asked = {"promise": "call", "due_on": "2026-10-30", "about": MARKS["event"], "owner": MARKS["owner"]}
    it.ok("case", "record", case_no, "promised", write({"on": DAY, **asked}))
    plan = {"on": "2026-10-20", "agenda": [{"case_no": case_no, "why": MARKS["why"]}], "note": MARKS["note"]}
    it.meeting = it.ok("meeting", "plan", write(plan))["meeting_no"]
    agenda = it.ok("letter", "draft", "meeting_agenda", "--meeting", it.meeting)["draft"]
    decided = {"case_no": case_no, "decision": MARKS["decision"], "owner": MARKS["owner"], "due_on": "2026-10-30"}
    it.ok("meeting", "hold", it.meeting, write({"decisions": [decided]}))
    words = write({"fields": {"出席人员": LEADER, "会议内容": MARKS["letter"]}})
    minutes = it.ok("letter", "draft", "meeting_minutes", words, "--meeting", it.meeting)["draft"]
    it.drafts.append(str(agenda))
    signed = ("--signed-by", LEADER, "--signed-on", "2026-10-21")
    it.letters.append(it.ok("letter", "issue", minutes, *signed)["document_no"])


def leaves() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every word of the command line that does something, with the words before it."""

    def walk(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            if isinstance(command, click.Group) and command.list_commands(click.Context(command)):
                yield from walk(command, (*path, name))
            else:
                yield (*path, name), command

    yield from walk(cli.root, ())


# Words that only change something, or work on other folders: what they say back is tried with the subject itself.
CHANGES = {
    "attachment": "add remove",
    "audit": "clock-right",
    "calendar": "import",
    "case": "record undo",
    "": "demo init move open restore sample",
    "dispute": "add amend record undo void",
    "import": "compare undo",
    "ledger": "close import",
    "ledger round": "open return take",
    "ledger template": "add map",
    "letter": "batch discard draft issue save void",
    "meeting": "change hold plan void",
    "office": "set",
    "retention": "purge",
    "schedule": "amend arrive book cancel close leave lock make move note off opinion receive substitute swap undo "
    "withdraw",
    "schedule plan": "drop save use",
    "template": "restore set",
    "visit": "add amend import void",
}


def changes(path: tuple[str, ...]) -> bool:
    return path[-1] in CHANGES.get(" ".join(path[:-1]), "").split()


class Asked:
    """Every way to fill what a command asks for, in the numbers of the office."""

    def __init__(self, it: Told, out: Path) -> None:
        numbers = [*it.visits, *it.cases, *it.letters, it.meeting, it.dispute]
        self._files = iter(range(10_000))
        self._out = out
        probe = it.write(
            {"petitioners": accusing()["petitioners"], "at": f"{DAY}T09:20", "channel": "visit"}, "probe.json"
        )
        self._words: dict[str, list[object]] = {
            "NO": numbers,
            "ID": it.attachments,
            "stats rows ID": figures(it),
            "visit|case|dispute|letter": ["visit", "case", "dispute", "letter"],
            "VISIT_NO": it.visits,
            "DRAFT": it.drafts,
            "DRAFT|DOCNO": [*it.drafts, *it.letters],
            "DOCNO": it.letters,
            "DATE": [DAY],
            "[NUMBER]": [1],
            "FILE": [probe],
            "[FILE]": [probe],
            "2026-10": ["2026-10", MONTH],
            "YEAR": [2026],
            "NUMBER": [MARKS["id_number"]],
            "F.zip": [_package(it, self._out / "month.petidesk.zip")],
            "KIND": ["written_notice"],
            "NAME": ["visit_slip"],
            "TEXT": [*it.visits, *it.cases, *MARKS.values()],
            "--on": [DAY],
            "--of": ["2026-W43", "2026-10", "2026-Q4", "2026-H2", "2026"],
            "--month": [MONTH],
            "--why": ["核对"],
            "--recovery-out": [self._out / "recovery.pdf"],
            "--year": [2026],
            "--from": [DAY],
            "--to": ["2026-12-31"],
            "--rule": [f"dates:{DAY}"],
        }

    def lines(self, path: tuple[str, ...], command: click.Command) -> Iterator[list[object]]:
        """Each command line, with a new file where one is written."""
        filled: list[list[object]] = [list(path)]
        for param in command.params:
            if isinstance(param, click.Argument):
                words = self._choices(path, param, param.metavar or param.human_readable_name)
                filled = [[*line, word] for line in filled for word in words]
            elif isinstance(param, click.Option) and param.required and param.is_flag:
                filled = [[*line, param.opts[-1]] for line in filled]
            elif param.required and param.opts[-1] != "--out":
                words = self._choices(path, param, param.opts[-1])
                filled = [[*line, param.opts[-1], word] for line in filled for word in words]
        writes = any(isinstance(param, click.Option) and "--out" in param.opts for param in command.params)
        kind = "xlsx" if path[-1] == "summary" else "pdf"
        for line in filled:
            yield [*line, "--out", self._out / f"{next(self._files)}.{kind}"] if writes else line

    def _choices(self, path: tuple[str, ...], param: click.Parameter, name: str) -> list[object]:
        if isinstance(param.type, click.Choice):
            return list(param.type.choices)
        return self._words.get(" ".join((*path, name))) or self._words[name]


def _package(it: Told, file: Path) -> Path:
    """What is sent to the county of the month."""
    it.ok("--staff", "李敏", "ledger", "package", "--month", MONTH, "--out", file)
    return file


def figures(it: Told) -> list[object]:
    """The number of one figure of every line of a table of each subject, and of what each rate is a part of."""
    year = ("--from", "2026-01-01", "--to", "2026-12-31")
    found: list[object] = [rate["denominator"]["id"] for rate in it.ok("stats", "rates", *year)]
    for subject in SUBJECTS:
        table = it.ok("stats", "table", "--subject", subject, *year, "--by", "month")
        for line in (*(row["figures"] for row in table["rows"]), table["total"]):
            found.append(next(iter(line.values()))["id"])
    return found


def on_paper(file: Path) -> str:
    """What a file says: the text of a PDF, what a workbook or package holds, the bytes of any other."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as package:
            return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    if file.read_bytes()[:4] != b"%PDF":
        return file.read_bytes().decode("utf-8", "replace")
    with pypdfium2.PdfDocument(file) as pdf:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


def marks_in(text: str) -> list[str]:
    """The marks that stand in a text."""
    return [key for key, mark in MARKS.items() if mark in text]


def folder_names() -> list[str]:
    """Every form that there is, by the name of its folder."""
    return [folder.name for folder in sorted(paths.forms().iterdir()) if (folder / "form.toml").exists()]


def found_in(it: Told, line: list[object], typed: tuple[str, ...] = ()) -> list[str]:
    """The marks that come out of one command line, on the screen and in the file that it writes."""
    answer = it.run("--staff", "李敏", *line)
    assert answer.status != 2, (line, answer.told)
    texts = [(answer.out + answer.err).decode("utf-8", "replace")]
    file = Path(str(line[line.index("--out") + 1])) if "--out" in line else None
    if file is not None and file.exists():
        written = [one for one in file.rglob("*") if one.is_file()] if file.is_dir() else [file]
        texts += [on_paper(one) for one in written]
        for one in written:
            one.unlink()
    words = " ".join(str(word) if isinstance(word, str | int) else "…" for word in line)
    return [f"{words}: {key}" for text in texts for key in marks_in(text) if MARKS[key] not in typed]


def test_no_word_of_the_command_line_says_it(told: Told, tmp_path: Path) -> None:
    asked = Asked(told, tmp_path)
    leaks: list[str] = []
    named = {(*group.split(), name) for group, names in CHANGES.items() for name in names.split()}
    assert named <= {path for path, _ in leaves()}, "a command that is gone"
    for path, command in leaves():
        if changes(path):
            continue
        json = [["--json"]] if any("--json" in param.opts for param in command.params) else []
        for line in asked.lines(path, command):
            typed = (MARKS["name"],) if path[-1] == "similar" else (str(line[-1]),)
            leaks += [leak for more in ([], *json) for leak in found_in(told, [*line, *more], typed)]
    assert not leaks, "\n".join(sorted(leaks))


def test_no_paper_says_it(told: Told, tmp_path: Path) -> None:
    """Every form for every number, a third of them in a run: what may be printed names nobody, the rest is refused."""
    numbers = [*told.visits, *told.closed_cases, *told.letters, told.meeting]
    asked = [(form, number) for form in folder_names() for number in numbers]
    asked = asked if THOROUGH else random.sample(asked, len(asked) // 3)
    lines = [["print", form, number, "--out", tmp_path / "p.pdf"] for form, number in asked]
    leaks = [leak for line in lines for leak in found_in(told, line)]
    assert not leaks, "\n".join(sorted(leaks))
    for number in told.letters:  # whoever may, for a reason: the case's papers, and the minutes that spoke of it
        words = ("letter", "print", number, "--out", tmp_path / "p.pdf", "--force", "--unmask", "核对")
        assert told.run("--staff", "值班员", *words).status == 0
        assert marks_in(on_paper(tmp_path / "p.pdf"))


def test_nothing_beside_the_database_says_it(told: Told) -> None:
    files = [file for file in told.data.rglob("*") if file.is_file() and not file.name.startswith("petidesk.db")]
    leaks = [f"{file.name}: {key}" for file in files for key in marks_in(file.read_text("utf-8", "replace"))]
    assert leaks == []


def test_nothing_is_offered_or_kept_of_it(told: Told) -> None:
    """What type-ahead, lists of the desk, tray, workbench and histories give to whoever only looks."""
    desk = open_desk(told.data, purpose="read", staff="李敏")
    shown: list[object] = [desk.choices.villages(), desk.choices.categories(), desk.choices.units()]
    shown += [desk.cases.units(), desk.cases.leaders(), desk.people.recent(), desk.drafts.all()]
    shown += [desk.home.board(), desk.meetings.offers(), desk.visits.rows(VisitQuery(), 50)]
    shown += [desk.cases.rows(CaseQuery(), 50), desk.letters.rows(LetterQuery(), 50)]
    subjects = [("visit", number) for number in told.visits] + [("case", number) for number in told.closed_cases]
    subjects += [("letter", number) for number in told.letters] + [("meeting", told.meeting), ("sitting", DAY)]
    subjects += [("dispute", told.dispute), ("ledger", MONTH)]
    shown += [desk.ledger.get(told.dispute), desk.months.changes(MONTH), desk.sittings.get(date.fromisoformat(DAY))]
    shown += [desk.audit.for_subject(kind, number) for kind, number in subjects]
    shown += [desk.visits.similar(Probe(phone="13911112223")), desk.cases.search(MARKS["title"])]
    leaks = [key for what in shown for key in marks_in(repr(what))]
    # who did it all was made a lead by hand
    wrong = [problem for problem in desk.checks.run(deep=True) if not problem.what.startswith("工作人员的“角色”")]
    assert leaks == [] and wrong == []
    desk.close()


def places(desk: Desk, it: Told) -> list[tuple[str, Route | None, str]]:
    """Page, route and mark looked for: each face of the window, each record around the accusations, each mark."""
    found: list[tuple[str, Route | None, str]] = [(face.page, face.route, "") for face in faces(desk)]
    around: list[Route] = [ToVisit(number) for number in it.visits] + [ToCase(number) for number in it.cases]
    around += [ToLetter(row.letter_id) for row in desk.letters.rows(LetterQuery(), 50)]
    around += [ToMeeting(it.meeting), ToDispute(it.dispute), ToMonth(MONTH), ToReception(date.fromisoformat(DAY))]
    around += [ToSitting(day.day_id) for day in desk.schedule.days(DayQuery(date.fromisoformat(DAY)))]
    found += [(route.page, route, "") for route in around]
    # `search` of the command line asks for each of them; here it is how the page shows what it found.
    looked_for = MARKS if THOROUGH else ("name", "phone", "statement", "letter", "attachment")
    return found + [("search", ToSearch(MARKS[key]), MARKS[key]) for key in looked_for]


def test_no_face_of_the_window_says_it(told: Told, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """What the list, the record, the queue, the month and the search show to whoever may open nothing."""
    if not qapp.styleSheet():
        start.start(qapp, 0, False)
    desk = open_desk(told.data, purpose="write", staff="李敏")
    window = Frame(Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    window.take(desk)
    leaks = []
    for page, route, typed in places(desk, told):
        window.open_page(page, route)
        settle(qtbot)
        seen = "\n".join(sight(window))
        leaks += [f"{route or page}: {key}" for key in marks_in(seen) if MARKS[key] != typed]
    window.leave()
    qtbot.waitUntil(lambda: work.busy() == 0)
    desk.close()
    assert not leaks, "\n".join(sorted(set(leaks)))
