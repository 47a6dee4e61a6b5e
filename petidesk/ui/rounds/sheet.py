"""One screening round: every village with what it returned; one key for 零报告, one for reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.ledger.rounds import ANSWERS, ROUND_KINDS, Return, Round
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.lights import Tone, light_tone, light_words
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.paper.printout import return_printout
from petidesk.ui.shell.routes import NewDispute, ToDisputes
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# So many open disputes are counted by village for what is carried over.
MOST_CARRIED = 5_000
ZERO, REPORTED, MISSING = "0", "r", "m"


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round with the disputes that each village still has from before."""

    round: Round
    carried: dict[str, int]


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village of a round."""

    returned: Return
    entered: int
    carried: int


def read_round(desk: Desk, round_no: str) -> RoundShown:
    """The round, and how many disputes found before it are still open, by village."""
    found = desk.rounds.get(round_no)
    open_before = DisputeQuery(open_only=True, until=found.since - timedelta(days=1))
    carried: dict[str, int] = {}
    for row in desk.ledger.rows(open_before, MOST_CARRIED):
        carried[row.village] = carried.get(row.village, 0) + 1
    return RoundShown(found, carried)


def standing_words(found: Round, today: date) -> str:
    """已报送 4 · 零报告 1 · 未报 3."""
    counts = {code: sum(one.answer == code for one in found.returns) for code in ANSWERS}
    return " · ".join(f"{words} {counts[code]}" for code, words in ANSWERS.items())


def missing_tone(found: Round, today: date) -> Tone:
    """Which light a village that has not returned gets; none once all have."""
    return light_tone(found.due_on, today) if found.missing else Tone.SOFT


def village_columns(sheet: RoundSheet) -> tuple[Column[VillageRow], ...]:
    """The columns of the villages."""

    def tone(row: VillageRow) -> Tone:
        if row.returned.answer != "missing":
            return Tone.PLAIN if row.returned.answer == "reported" else Tone.SOFT
        return light_tone(sheet.due_on(), sheet.today())

    return (
        Column("village", translate("RoundSheet", "村（社区）"), lambda row: row.returned.village, 8, grows=True),
        Column("answer", translate("RoundSheet", "报送情况"), lambda row: ANSWERS[row.returned.answer], 6, tone=tone),
        Column(
            "on", translate("RoundSheet", "日期"), lambda row: row.returned.on.isoformat() if row.returned.on else "", 7
        ),
        Column("by", translate("RoundSheet", "报送人"), lambda row: row.returned.by, 5),
        Column(
            "entered",
            translate("RoundSheet", "本轮纠纷"),
            lambda row: str(row.entered) if row.entered else "",
            5,
            right=True,
        ),
        Column(
            "carried",
            translate("RoundSheet", "以前未化解"),
            lambda row: str(row.carried) if row.carried else "",
            6,
            right=True,
        ),
    )


class RoundSheet(QWidget):
    """`go` as Page.go, `changed` after a return was taken in, `message` as Page.message, `print_wanted` a Printout."""

    go = Signal(object)
    changed = Signal()
    message = Signal(str)
    print_wanted = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shown: RoundShown | None = None
        self._reading = work.Reading(self, self._wait)
        sized(self, min_width=18)
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        head = QHBoxLayout()
        spaced(head, 0.5)
        self.back = controls.button(self.tr("返回轮次  Esc"), self.left.emit, part="link", icon="chevron-left")
        head.addWidget(self.back)
        self.title = controls.Elided("", "section")
        head.addWidget(self.title, 1)
        column.addLayout(head)
        self.badges = containers.Flow(0.5)
        self.due = controls.label("", "badge-ink")
        self.counts = controls.label("", "soft")
        self.badges.add(self.due)
        self.badges.add(self.counts)
        column.addWidget(self.badges)
        self.note = controls.label("", "soft", wrap=True)
        column.addWidget(self.note)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        column.addWidget(self.notice)
        self.model = FewModel(village_columns(self), parent=self)
        self.table = FewTable(self.model, self.tr("各村报送：0 零报告，R 已报送，M 未报，T 收报送表，回车看纠纷"))
        self.table.opened.connect(lambda row, column: self._open(row, column))
        self.table.typed.connect(self._typed)
        sized(self.table, min_height=2.5)
        column.addWidget(self.table, 1)
        actions = containers.Flow(0.5)
        self.zero_button = controls.button(self.tr("零报告  0"), self.zero, part="primary")
        self.reported_button = controls.button(self.tr("已报送  R"), lambda: self.take("reported"))
        self.missing_button = controls.button(self.tr("改回未报  M"), lambda: self.take("missing"))
        self.add_button = controls.button(self.tr("加一件纠纷  N"), self.add, icon="plus")
        self.print_button = controls.button(self.tr("打印报送表"), self.print_sheet, icon="printer")
        self.sheets_button = controls.button(self.tr("发报送表…"), self._choose_folder)
        self.collect_button = controls.button(self.tr("收报送表…  T"), self._choose_sheets)
        buttons = (self.zero_button, self.reported_button, self.missing_button, self.add_button)
        for part in (*buttons, self.collect_button, self.sheets_button, self.print_button):
            actions.add(part)
        column.addWidget(actions)
        self.setFocusProxy(self.table)

    def today(self) -> date:
        """The desk's day."""
        return self._desk.today()

    def due_on(self) -> date:
        """By when the villages must have returned."""
        return self.shown.round.due_on if self.shown is not None else self.today()

    def show_round(self, round_no: str, *, rest_ms: int = 0) -> None:
        """Read and show a round; `rest_ms`: when no other was asked for in that time."""
        desk = self._desk
        self._reading.read(round_no, lambda: read_round(desk, round_no), self._show, self._failed, rest_ms=rest_ms)

    def _wait(self, round_no: str) -> None:
        """Another round is being read: nothing of the one before can be seen or answered."""
        self.shown = None
        self.title.set_whole(round_no)
        self.badges.hide()
        self.note.hide()
        self.notice.hide()
        self.model.set_rows([])

    def _show(self, shown: RoundShown) -> None:
        same = self.shown is not None and self.shown.round.round_no == shown.round.round_no
        at = self.table.currentIndex().row() if same else 0
        self.shown = shown
        found = shown.round
        name = found.title or ROUND_KINDS[found.kind].partition("（")[0]
        self.title.set_whole(f"{found.round_no}  {name}  {found.since.isoformat()} — {found.until.isoformat()}")
        today = self.today()
        late = bool(found.missing)
        words = self.tr("报送期限 {0}").format(found.due_on.isoformat())
        tone = missing_tone(found, today)
        self.due.setText(f"{words} {light_words(found.due_on, today)}" if late else self.tr("各村都已报送"))
        badges = {Tone.LATE: "badge-seal", Tone.SOON: "badge-amber", Tone.CALM: "badge-ink"}
        role(self.due, badges.get(tone, "badge-leaf"))
        self.counts.setText(standing_words(found, today))
        self.badges.show()
        self.badges.again()
        self.note.setText(found.note)
        self.note.setVisible(bool(found.note))
        rows = [
            VillageRow(one, found.entered.get(one.village, 0), shown.carried.get(one.village, 0))
            for one in found.returns
        ]
        self.model.set_rows(rows)
        self.table.stand_on(max(at, 0))

    def _failed(self, trouble: Trouble) -> None:
        self.notice.show_trouble(trouble)

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def _typed(self, letter: str) -> None:
        call = {
            ZERO: self.zero,
            REPORTED: lambda: self.take("reported"),
            MISSING: lambda: self.take("missing"),
            "n": self.add,
            "t": self._choose_sheets,
        }.get(letter)
        if call is not None:
            call()

    def _row(self) -> VillageRow | None:
        row = self.table.current_row()
        return row if isinstance(row, VillageRow) else None

    def zero(self) -> None:
        """零报告 of the village under the cursor."""
        self.take("zero")

    def take(self, answer: str) -> None:
        """What the village under the cursor returned, today; then on to the next village."""
        row, shown = self._row(), self.shown
        if row is None or shown is None or row.returned.answer == answer:
            return
        desk, number, village = self._desk, shown.round.round_no, row.returned.village
        at = self.table.currentIndex().row()

        def done(_found: Round) -> None:
            self.notice.hide()
            self.message.emit(self.tr("{0}：{1}").format(village, ANSWERS[answer]))
            self.table.stand_on(at + 1)
            self.show_round(number)
            self.changed.emit()

        document = {"village": village, "answer": answer}
        work.run(self, lambda: desk.rounds.take(number, document), done, self._failed)

    def add(self) -> None:
        """A dispute of the village under the cursor, found in this round."""
        row, shown = self._row(), self.shown
        if row is not None and shown is not None:
            found_on = min(self.today(), shown.round.until).isoformat()
            begun = {"village": row.returned.village, "found_on": found_on}
            self.go.emit(NewDispute(begun, shown.round.round_no))

    def _open(self, row: object, column: int) -> None:
        """The disputes of the village in this round; from the last column those that were open before it."""
        shown = self.shown
        if not isinstance(row, VillageRow) or shown is None:
            return
        village = row.returned.village
        if column == len(self.model.columns) - 1 and row.carried:
            before = shown.round.since - timedelta(days=1)
            self.go.emit(ToDisputes(DisputeQuery(village=village, open_only=True, until=before)))
        else:
            self.go.emit(ToDisputes(DisputeQuery(village=village, round_no=shown.round.round_no)))

    def print_sheet(self) -> None:
        """打印排查表: the sheet for the village under the cursor, with its open disputes."""
        row, shown = self._row(), self.shown
        if shown is not None:
            village = row.returned.village if row is not None else ""
            self.print_wanted.emit(return_printout(self._desk, shown.round.round_no, village))

    # ---- sheets that go out and come back ---------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        if self.shown is not None and (folder := files.folder(self, self.tr("报送表存到哪个文件夹"))) is not None:
            self.hand_out(folder)

    def hand_out(self, folder: Path) -> None:
        """Write the sheets of the villages that are still missing into a folder."""
        shown, desk = self.shown, self._desk
        if shown is None:
            return
        number = shown.round.round_no

        def done(written: list[Path]) -> None:
            words = self.tr("已存 {0} 个报送表到 {1}。填好以后用“收报送表”收回来。").format(len(written), folder)
            self.notice.show_as("leaf", words if written else self.tr("各村都报了，没有要发的报送表。"))
            self.notice.show()

        work.run(self, lambda: desk.returns.hand_out(number, folder), done, self._failed)

    def _choose_sheets(self) -> None:
        if self.shown is not None:
            paths = files.files_to_open(self, self.tr("村里填好的报送表"), self.tr("报送表 (*.xlsx *.xls *.et *.ods)"))
            if paths:
                self.collect(paths)

    def collect(self, paths: list[Path]) -> None:
        """Take filled sheets into the round, one after the other; what could not be taken is told by its file."""
        shown, desk = self.shown, self._desk
        if shown is None:
            return
        number = shown.round.round_no

        def call() -> tuple[list[str], list[str]]:
            told: list[str] = []
            wrong: list[str] = []
            for path in paths:
                try:
                    taken = desk.returns.take(path, number)
                except Trouble as trouble:
                    wrong.append(f"{path.name}：{trouble.message}")
                    continue
                if taken.refusals:
                    first = taken.refusals[0]
                    wrong.append(
                        translate("RoundSheet", "{0}：第{1}行“{2}”{3}整张没有收。").format(
                            path.name, first.row, first.column, first.reason
                        )
                    )
                elif taken.zero:
                    told.append(translate("RoundSheet", "{0} 零报告").format(taken.village))
                else:
                    told.append(translate("RoundSheet", "{0} {1} 件").format(taken.village, len(taken.taken)))
            return told, wrong

        def done(found: tuple[list[str], list[str]]) -> None:
            told, wrong = found
            if told:
                self.message.emit(self.tr("已收 {0}").format("，".join(told)))
            if wrong:
                self.notice.show_as("amber", "\n".join(wrong))
                self.notice.show()
            else:
                self.notice.hide()
            self.show_round(number)
            self.changed.emit()

        work.run(self, call, done, self._failed)
