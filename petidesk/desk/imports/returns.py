"""Return sheets of villages as workbooks: handed out for a round, and taken into it in one step when they come back."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from petidesk.desk.files import contents, written_whole
from petidesk.desk.imports.kinds import DisputeRows
from petidesk.desk.ledger.rounds import Rounds
from petidesk.desk.ledger.types import built_in_types
from petidesk.documents.county.return_book import return_book
from petidesk.documents.workbooks.read import MOST_FILE_BYTES, read_tables
from petidesk.domain.cells import Table
from petidesk.domain.imports.imports import Circumstances, ReadRow, Refusal, understand
from petidesk.domain.ledger.return_sheets import ReturnHead, filled, lines_of, read_head
from petidesk.domain.ledger.rounds import Round
from petidesk.domain.trouble import Refused
from petidesk.storage import imports as import_rows
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import disputes as ledger_rows
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


@dataclass(frozen=True, slots=True)
class ReturnTaken:
    """What came of a sheet: the round as it is now, the village, what was entered. With `refusals` nothing was."""

    round: Round
    village: str
    zero: bool
    taken: tuple[str, ...]
    already: int
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """As JSON (rules/command-line.md, `ledger round take`)."""
        return {
            "round_no": self.round.round_no,
            "village": self.village,
            "zero": self.zero,
            "taken": list(self.taken),
            "already": self.already,
            "refusals": [dataclasses.asdict(one) for one in self.refusals],
            "warnings": list(self.warnings),
            "missing": list(self.round.missing),
        }


class Returns:
    """`desk.returns`."""

    def __init__(self, session: Session, rounds: Rounds, kind: DisputeRows) -> None:
        self._session = session
        self._rounds = rounds
        self._kind = kind

    def hand_out(self, round_no: str, folder: Path, villages: tuple[str, ...] = ()) -> list[Path]:
        """Write the sheets of a round into a folder, one a village (all that are still missing by default).

        Refused: not_found for a round or a village of it that there is not.
        """
        found = self._rounds.get(round_no)
        asked = [one.village for one in found.returns]
        if wrong := [village for village in villages if village not in asked]:
            raise Refused("not_found", f"{round_no}没有向“{wrong[0]}”布置排查。", field="village")
        written = []
        for village in villages or found.missing:
            path = folder / f"报送表 {village} {found.since:%m%d}-{found.until:%m%d}.xlsx"
            with written_whole(path, self._book(found, village)):
                written.append(path)
        return written

    def _book(self, found: Round, village: str) -> bytes:
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
        days = f"{found.since:%Y-%m-%d}至{found.until:%Y-%m-%d}，请在{found.due_on:%Y-%m-%d}前报送"
        line = f"{found.title or '矛盾纠纷排查'}：{days}。一件纠纷一行；不写身份证号；只写纠纷，不写信访人。"
        practice = "（演练）" if self._session.practice else ""
        return return_book(
            f"{office.short_name}矛盾纠纷排查情况报送表{practice}",
            found.round_no,
            village,
            line,
            tuple(kind.name for kind in built_in_types()),
            office.risk_labels,
            made_at=self._session.now(),
        )

    def take(self, path: Path | str, round_no: str = "", *, dry_run: bool = False) -> ReturnTaken:
        """Take a filled sheet into its round: its disputes are entered, its village has reported, or reported zero.

        All or nothing; a sheet that was taken before changes nothing (`already`). Refused: bad_value for another file
        or another round than `round_no`, missing for one with neither lines nor 零报告, forbidden for both of them.
        Trouble (usage) when the file cannot be found.
        """
        tables = read_tables(contents(path, most=MOST_FILE_BYTES + 1))
        if not tables:
            raise Refused("bad_value", "这个报送表是空的。")
        head = read_head(tables[0], self._session.today().year)
        if round_no and head.round_no != round_no:
            raise Refused("bad_value", f"这是{head.round_no}的报送表，不是{round_no}的。", field="round_no")
        _refuse_unclear(head, bool(filled(tables[0])))
        records = self._read(path, head, tables[0]) if filled(tables[0]) else []
        warnings = tuple(sentence for record in records for sentence in record.warnings)
        refusals = tuple(one for record in records for one in record.refusals)
        if refusals or dry_run:
            return ReturnTaken(self._rounds.get(head.round_no), head.village, head.zero, (), 0, refusals, warnings)
        return self._enter(path, head, records, warnings)

    def _read(self, path: Path | str, head: ReturnHead, table: Table) -> list[ReadRow]:
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            villages = tuple(village.name for village, _ in office_rows.villages(connection))
        name = Path(str(path)).name
        around = Circumstances(
            now=self._session.now(),
            file_name=name,
            year=self._session.today().year,
            villages=villages,
            office_names=(office.county, office.name),
        )
        register = understand([lines_of(table)], around, catalogue=self._kind.catalogue(office))
        read = self._kind.read(dataclasses.replace(register, apart=True), around)
        return [_of_village(record, head) for record in read]

    def _enter(
        self, path: Path | str, head: ReturnHead, records: list[ReadRow], warnings: tuple[str, ...]
    ) -> ReturnTaken:
        with self._session.writing() as connection:
            known = import_rows.known(connection, self._kind.kind, (record.fingerprint for record in records))
            fresh = [record for record in records if record.fingerprint not in known]
            round_id = self._rounds.open_within(connection, head.round_no)
            if fresh or not records:
                # first, so that what is taken back is the return of before
                answer = "zero" if head.zero else "reported"
                on = head.on or self._session.today()
                self._rounds.take_within(connection, head.round_no, [head.village], answer, on, head.by, "")
            entered = self._disputes(connection, Path(str(path)).name, fresh, round_id) if fresh else ()
        found = self._rounds.get(head.round_no)
        return ReturnTaken(found, head.village, head.zero, entered, len(records) - len(fresh), (), warnings)

    def _disputes(self, connection: Transaction, source: str, fresh: list[ReadRow], round_id: int) -> tuple[str, ...]:
        act = self._session.act()
        import_id = import_rows.add(connection, act, self._kind.kind, source, len(fresh))
        enter = self._kind.entering(connection, act, round_id=round_id)
        pairs = [(record.fingerprint, enter(record, import_id)[0]) for record in fresh]
        import_rows.add_rows(connection, self._kind.kind, pairs)
        counts = {"source": source, "read": len(fresh), "taken": len(fresh), "refused": 0}
        audit_rows.append(connection, act, "import.taken", "import", str(import_id), after=counts)
        loaded = ledger_rows.load_many(connection, [dispute_id for _, dispute_id in pairs])
        return tuple(dispute.dispute_no for dispute in loaded)


def _refuse_unclear(head: ReturnHead, lines: bool) -> None:
    if head.zero and lines:
        raise Refused("forbidden", f"{head.village}的报送表既选了零报告，又填了纠纷，请问清楚再收。", field="answer")
    if not head.zero and not lines:
        raise Refused("missing", f"{head.village}的报送表没有填纠纷，也没有选零报告，请问清楚再收。", field="answer")


def _of_village(record: ReadRow, head: ReturnHead) -> ReadRow:
    """The record as this village's: the same words of another village, or in another round, are another dispute."""
    told = f"{head.round_no}\n{head.village}\n{record.fingerprint}".encode()
    content = record.content
    if content is not None and not content.dispute.village:
        content = dataclasses.replace(content, dispute=dataclasses.replace(content.dispute, village=head.village))
    return dataclasses.replace(record, fingerprint=hashlib.sha256(told).hexdigest(), content=content)
