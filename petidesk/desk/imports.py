"""Taking an old register in: look at it, take it in as one transaction, take it out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.desk.files import contents
from petidesk.desk.registering import Origin, register
from petidesk.documents.workbooks import MOST_FILE_BYTES, read_tables
from petidesk.domain.import_rows import read_records
from petidesk.domain.imports import (
    Circumstances,
    ImportBatch,
    ImportReport,
    Proposal,
    ReadRow,
    Register,
    general_warnings,
    proposal,
    understand,
)
from petidesk.domain.trouble import Refused
from petidesk.storage import audit as audit_rows
from petidesk.storage import imports as rows
from petidesk.storage import office as office_rows
from petidesk.storage import visits as visit_rows
from petidesk.storage.database import Transaction

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk

Progress = Callable[[int, int], object]
# How often a long import says where it is and asks whether to stop.
_STEP = 50


@dataclass(slots=True)
class _Sorted:
    """The rows of a file, sorted by what becomes of them."""

    records: list[ReadRow]
    good: list[ReadRow]
    already: int

    @property
    def refused(self) -> int:
        return sum(1 for record in self.records if record.refusals)


class _Stopped(Exception):
    """The clerk asked to stop: the transaction is undone."""


class Imports:
    """Old registers of visits. `path` may be ``-`` for standard input."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def propose(
        self, path: Path | str, mapping: Mapping[str, str | None] | None = None, *, year: int | None = None
    ) -> Proposal:
        """What the program understands of a file: sheet, headings, the field of each, a sample. Nothing is written.

        Trouble (usage) when the file cannot be found; Refused for what is no usable register.
        """
        register_read, _ = self._understand(path, mapping, year)
        return proposal(register_read)

    def run(
        self,
        path: Path | str,
        mapping: Mapping[str, str | None] | None = None,
        *,
        dry_run: bool = False,
        skip_bad: bool = False,
        year: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Take a register in (cli.md, Taking old records in): one transaction for the whole file, all or nothing.

        `mapping` overrides the proposed one (heading to field, or None to leave a column out). A row taken before
        counts as `already`. With refused rows nothing is taken unless `skip_bad`. `dry_run` writes nothing and gives
        the same report without an id; so does an import that `cancelled` stopped, with nothing taken.
        `progress` gets rows done and rows in all. Trouble (usage) when the file cannot be found.
        """
        register_read, circumstances = self._understand(path, mapping, year)
        records = []
        for record in read_records(register_read, circumstances):
            records.append(record)
            if cancelled is not None and len(records) % _STEP == 0 and cancelled():
                return _report(register_read, _Sorted(records, [], 0), None, 0, ((), ()))
        if dry_run:
            with self._desk.reading() as connection:
                ready = _sort(connection, records)
                takes = bool(ready.good) and (skip_bad or not ready.refused)
                news = _news(connection, ready.good) if takes else ((), ())
            return _report(register_read, ready, None, len(ready.good) if takes else 0, news)
        try:
            with self._desk.writing() as connection:
                ready = _sort(connection, records)
                if not ready.good or (ready.refused and not skip_bad):
                    return _report(register_read, ready, None, 0, ((), ()))
                import_id, news = self._take(connection, ready, circumstances.file_name, progress, cancelled)
        except _Stopped:
            return _report(register_read, ready, None, 0, ((), ()))
        return _report(register_read, ready, import_id, len(ready.good), news)

    def undo(self, import_id: int) -> int:
        """Void every visit of a batch that still stands; numbers stay. Gives how many were voided.

        Refused: ``not_found``, or ``already_closed`` when it was undone before.
        """
        with self._desk.writing() as connection:
            batch = rows.get(connection, import_id)
            if batch is None:
                raise Refused("not_found", f"没有第{import_id}批导入。", field="import_id")
            if batch.undone_at is not None:
                raise Refused("already_closed", f"第{import_id}批导入已经撤销过了。", field="import_id")
            act = self._desk.act()
            visit_ids = rows.standing_visits(connection, import_id)
            for visit_id in visit_ids:
                before = visit_rows.load(connection, visit_id)
                assert before is not None
                self._desk.visits.void_within(connection, act, before, f"撤销第{import_id}批导入（{batch.source}）")
            rows.mark_undone(connection, act, import_id)
            audit_rows.append(
                connection, act, "import.undone", "import", str(import_id), after={"voided": len(visit_ids)}
            )
        return len(visit_ids)

    def batches(self) -> list[ImportBatch]:
        """Every batch taken in, the newest first."""
        with self._desk.reading() as connection:
            return rows.batches(connection)

    def _understand(
        self, path: Path | str, mapping: Mapping[str, str | None] | None, year: int | None
    ) -> tuple[Register, Circumstances]:
        tables = read_tables(contents(path, most=MOST_FILE_BYTES + 1))
        with self._desk.reading() as connection:
            office = office_rows.current(connection, self._desk.today())
            villages = tuple(village.name for village, _ in office_rows.villages(connection))
        circumstances = Circumstances(
            now=self._desk.now(),
            file_name="标准输入" if str(path) == "-" else Path(path).name,
            year=year,
            villages=villages,
            office_names=(office.county, office.name),
            most_representatives=office.most_representatives,
        )
        return understand(tables, circumstances, mapping), circumstances

    def _take(
        self,
        connection: Transaction,
        ready: _Sorted,
        source: str,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> tuple[int, tuple[tuple[str, ...], tuple[str, ...]]]:
        act = self._desk.act()
        rules = self._desk.visits.rules(connection)
        total = len(ready.good)
        import_id = rows.add(connection, act, source, total)
        villages: list[str] = []
        categories: list[str] = []
        taken: list[tuple[str, int]] = []
        for done, record in enumerate(ready.good):
            if done % _STEP == 0:
                if cancelled is not None and cancelled():
                    raise _Stopped
                if progress is not None:
                    progress(done, total)
            assert record.visit is not None
            registered = register(connection, act, record.visit, rules, Origin(record.foreign_no, import_id))
            taken.append((record.fingerprint, registered.visit_id))
            villages.extend(registered.added.villages)
            categories.extend(registered.added.categories)
        rows.add_rows(connection, taken)
        counts = {"source": source, "read": len(ready.records), "taken": total, "refused": ready.refused}
        audit_rows.append(connection, act, "import.taken", "import", str(import_id), after=counts)
        if progress is not None:
            progress(total, total)
        return import_id, (tuple(villages), tuple(categories))


def _sort(connection: Transaction, records: Sequence[ReadRow]) -> _Sorted:
    known = rows.known(connection, (record.fingerprint for record in records if record.visit is not None))
    fresh = [record for record in records if record.visit is not None and record.fingerprint not in known]
    right = sum(1 for record in records if record.visit is not None)
    return _Sorted(list(records), fresh, right - len(fresh))


def _news(connection: Transaction, good: Sequence[ReadRow]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The villages and categories that these rows would add."""
    villages = {village.name for village, _ in office_rows.villages(connection)}
    categories = {name for name, _ in office_rows.categories(connection)}
    visits = [record.visit for record in good if record.visit is not None]
    places = dict.fromkeys(person.village for visit in visits for person in visit.petitioners if person.village)
    kinds = dict.fromkeys(
        matter.category for visit in visits for matter in visit.matters if matter.category and not matter.restricted
    )
    return (
        tuple(name for name in places if name not in villages),
        tuple(name for name in kinds if name not in categories),
    )


def _report(
    register_read: Register,
    ready: _Sorted,
    import_id: int | None,
    taken: int,
    news: tuple[tuple[str, ...], tuple[str, ...]],
) -> ImportReport:
    warnings = general_warnings(register_read)
    return ImportReport(
        import_id=import_id,
        read=len(ready.records),
        taken=taken,
        already=ready.already,
        refused=ready.refused,
        refusals=tuple(refusal for record in ready.records for refusal in record.refusals),
        warnings=(*warnings, *(sentence for record in ready.records for sentence in record.warnings)),
        added_villages=news[0],
        added_types=news[1],
        mapping=register_read.mapping,
    )
