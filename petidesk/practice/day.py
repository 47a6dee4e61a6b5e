"""A whole reception day on the sample office, end to end, with every paper that the desk makes.

It acts on 15 October 2026 whatever the computer's date is, so that the same day comes out each time.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from petidesk import paths
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.documents.workbooks.write import sheet
from petidesk.domain.codes import MATCH_REASONS
from petidesk.domain.office.papers import ENVELOPE
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.visits.people import Likely, Probe
from petidesk.domain.visits.visits import Visit
from petidesk.practice.day_cases import CaseDay
from petidesk.practice.day_figures import FigureDay
from petidesk.practice.day_ledger import LedgerDay
from petidesk.practice.day_reception import RotaDay, SittingDay
from petidesk.practice.office import make_sample, salts_of
from petidesk.storage.file.database import FILE_NAME

DAY = date(2026, 10, 15)
OFFICE = "office"
BACKUPS = "backup"
LIST = "demo.json"
# What the names of the demonstration's files and folders begin with.
_NAMES = (
    *(OFFICE, BACKUPS, LIST),
    *(
        "attachment-",
        "old-visits",
        "returning-visitor",
        "visit-",
        "letter-",
        "home-board",
        "ledger-",
        "figures-",
        "rota-",
        "reception-",
    ),
)
_SIZES = {"a4": "A4", "a5": "A5", "80mm": "80毫米小票", "58mm": "58毫米小票"}


@dataclass(frozen=True, slots=True)
class Made:
    """One file of the demonstration: its path below the folder, and what it is."""

    file: str
    what: str


class _Clock:
    """The demonstration's own time."""

    def __init__(self) -> None:
        self.at = datetime.combine(DAY, time(8, 30))

    def __call__(self) -> datetime:
        return self.at

    def turn_to(self, hour_minute: str) -> str:
        """Set the clock, and give back that moment as the visit's time."""
        self.at = datetime.combine(DAY, time.fromisoformat(hour_minute))
        return self.at.isoformat(timespec="minutes")


def run_demo(out: Path, *, force: bool = False, visits: int = 300) -> list[Made]:
    """Play the day into the folder `out` and list what was made, in order.

    Refused ``forbidden`` when something of such a name lies there; with `force` what an earlier demonstration made
    (and listed in demo.json) is replaced. Other files stay untouched. KnownTrouble ``locked`` while a window has the
    earlier office open.
    """
    _make_room(out, force)
    out.mkdir(parents=True, exist_ok=True)
    made: list[Made] = []
    _write_list(out, [Made(OFFICE, "")])
    make_sample(out / OFFICE, visits=visits, until=date(2026, 10, 14))
    clock = _Clock()
    desk = open_desk(out / OFFICE, clock=clock, salt=salts_of("demonstration"))
    try:
        made.append(Made(f"{OFFICE}/{FILE_NAME}", f"演练用的数据：{visits}件来访，可以用程序打开"))
        _Day(desk, clock, out, made).play()
    finally:
        desk.close()
        _write_list(out, [*made, Made(OFFICE, "")])
    return [*made, Made(LIST, "本次演示做出的文件清单")]


def _write_list(out: Path, made: list[Made]) -> None:
    text = json.dumps([asdict(item) for item in made], ensure_ascii=False, indent=2)
    (out / LIST).write_text(text + "\n", encoding="utf-8")


def _make_room(out: Path, force: bool) -> None:
    listed = _listed(out) if force else []
    own = {Path(name).parts[0] for name in listed}
    found = sorted(path.name for path in out.iterdir()) if out.is_dir() else []
    clash = [name for name in found if name not in own and name.startswith(_NAMES)]
    if clash:
        said = f"“{out}”里已经有“{clash[0]}”；请换一个文件夹。"
        raise Refused("forbidden", said, field="out", hint="用 --force 换掉上次演示做的文件。")
    if OFFICE in own and (out / OFFICE / FILE_NAME).is_file():
        # A window may have it open; the lock says so before anything is taken away.
        open_desk(out / OFFICE, wait=0).close()
    for name in listed:
        target = out / name
        if name == OFFICE and target.is_dir():
            shutil.rmtree(target)
        elif target.is_file():
            target.unlink()


def _listed(out: Path) -> list[str]:
    """What an earlier demonstration made; nothing outside its folder."""
    try:
        names = [str(item["file"]) for item in json.loads((out / LIST).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    inside = [name for name in names if name and not Path(name).is_absolute() and ".." not in Path(name).parts]
    return [*inside, LIST]


class _Day:
    """The day's steps. Each writes its files and adds them to the list."""

    def __init__(self, desk: Desk, clock: _Clock, out: Path, made: list[Made]) -> None:
        self._desk = desk
        self._clock = clock
        self._out = out
        self._made = made
        text = (paths.resources() / "sample" / "reception_day.toml").read_text(encoding="utf-8")
        self._script: dict[str, Any] = tomllib.loads(text)

    def play(self) -> None:
        """Old register in, the visits of the day, cases with letters, ledger, rota, papers, figures, a backup."""
        self._take_old_register_in()
        returning = self._returning_visitor()
        self._play_visits()
        self._clock.turn_to("15:55")
        self._play_cases(returning)
        self._clock.turn_to("16:30")
        LedgerDay(self._desk, self._file, self._out, self._clock.at).play(self._script["ledger"])
        self._clock.turn_to("16:50")
        RotaDay(self._desk, self._file).play()
        self._clock.turn_to("17:10")
        self._print_visit(returning)
        self._print_registers()
        self._print_window_papers(returning)
        self._clock.turn_to("17:20")
        FigureDay(self._desk, self._file, DAY).play()
        self._clock.turn_to("17:30")
        copy = self._desk.backups.make(self._out / BACKUPS)
        self._made.append(Made(f"{BACKUPS}/{Path(copy.file).name}", "下班时的备份，已打开核对"))
        problems = self._desk.checks.run(deep=True)
        if problems:
            raise KnownTrouble("damaged", f"演示之后核对数据发现问题：{problems[0].what}")

    def _file(self, name: str, data: bytes, what: str) -> None:
        (self._out / name).write_bytes(data)
        self._made.append(Made(name, what))

    def _take_old_register_in(self) -> None:
        register = self._script["register"]
        name = "old-visits-2024.xlsx"
        book = sheet(register["title"], register["headings"], register["rows"], made_at=self._clock.at)
        self._file(name, book, "一本旧的来访登记簿，其中一行的身份证号少了位数")
        report = self._desk.imports.run(self._out / name, skip_bad=True)
        told = json.dumps(report.document(), ensure_ascii=False, indent=2)
        what = f"旧登记簿的导入结果：读到{report.read}行，导入{report.taken}行，有问题{report.refused}行"
        self._file("old-visits-import.json", told.encode() + b"\n", what)

    def _returning_visitor(self) -> Visit:
        """She was in the old register; the hint finds her, and her matter joins the case of that time."""
        document = dict(self._script["returning"])
        document["at"] = self._clock.turn_to(document["at"])
        given = dict(document["petitioners"][0])
        found = self._desk.visits.similar(Probe(given["name"], given["phone"], village=given["village"]))
        likely = next(item for item in found if item.cases)
        self._file("returning-visitor.txt", _hint(likely).encode(), f"登记时的提示：{given['name']}以前来过")
        document["petitioners"] = [given | {"person_id": likely.person.person_id}]
        document["matters"] = [document["matters"][0] | {"case_no": likely.cases[0].case_no}]
        visit, _ = self._desk.visits.add(document)
        return visit

    def _play_visits(self) -> None:
        """The visits of the day; in the morning two of them come to the leader's reception."""
        script = self._script["sitting"]
        sitting = SittingDay(self._desk, self._file, DAY)
        sitting.open(script["booking"])
        for document in self._script["visits"]:
            given = dict(document)
            opinions = given.pop("opinions", None)
            given["at"] = self._clock.turn_to(given["at"])
            if opinions is None:
                self._desk.visits.add(given)
            else:
                sitting.receive(given, opinions)
        sitting.close(script["closing"])

    def _play_cases(self, returning: Visit) -> None:
        """Her matter is accepted; a matter of August is answered; 工作台 says what is left."""
        script = dict(self._script["answered"])
        letters = script.pop("letters")
        day = CaseDay(self._desk, self._file, DAY)
        day.returning(returning.matters[0].case_no, letters["signed_by"])
        visit, _ = self._desk.visits.add(script)
        day.answered(visit.matters[0].case_no, letters)
        day.board()

    def _print_visit(self, visit: Visit) -> None:
        for form, title in self._desk.papers.forms().items():
            for size in self._desk.papers.sizes(form):
                paper = self._desk.papers.print_form(form, visit.visit_no, size)
                name = f"{form.replace('_', '-')}-{size}.pdf"
                self._file(name, paper.pdf, f"{title}（{_SIZES.get(size, size)}），{visit.visit_no}")

    def _print_window_papers(self, visit: Visit) -> None:
        """What the window puts up, posts and hands to the next shift; papers for the pen on the visitor's case."""
        papers, case_no = self._desk.office_papers, visit.matters[0].case_no
        self._file("channels-board-a3.pdf", papers.board("a3").pdf, "信访渠道公示牌（A3）")
        self._file("mailing-list.pdf", papers.mailing_list().pdf, "当天的邮寄清单")
        self._file("shift-handover.pdf", papers.handover().pdf, "交接班单")
        for size in papers.sizes(ENVELOPE):
            self._file(f"envelope-{size}.pdf", papers.envelope(case_no, size).pdf, f"信封（{size.upper()}）")
        for form in ("representative_election", "hardship_referral"):
            paper = self._desk.any_paper.print(form, case_no)
            title = self._desk.shelf.title(form)
            self._file(f"{form.replace('_', '-')}.pdf", paper.pdf, f"{title}，{case_no}，还没有填写的地方留着手写")

    def _print_registers(self) -> None:
        day = self._desk.papers.register(DAY, DAY)
        self._file(f"visit-register-{DAY.isoformat()}.pdf", day.pdf, "当天的来访登记簿")
        month = self._desk.papers.register(DAY.replace(day=1), DAY)
        self._file(f"visit-register-{DAY:%Y-%m}.pdf", month.pdf, "本月到当天的来访登记簿")


def _hint(likely: Likely) -> str:
    lines = [f"可能以前来过：{likely.person.name}（{'、'.join(MATCH_REASONS[reason] for reason in likely.why)}）"]
    for case in likely.cases:
        lines.append(f"  {case.on.isoformat()}　{case.case_no}　{case.title}")
        lines += [f"    {place}. {request}" for place, request in enumerate(case.requests, start=1)]
    return "\n".join(lines) + "\n"
