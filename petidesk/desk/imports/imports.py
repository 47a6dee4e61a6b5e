"""Taking an old table in: look at it, take it in as one transaction, take it out again.

What a row becomes is the business of `import_kinds`: a register gives visits, a ledger disputes. All else is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.desk.files import contents
from petidesk.desk.imports.kinds import News, RowKind
from petidesk.documents.workbooks.read import MOST_FILE_BYTES, read_tables
from petidesk.domain.headings import Chosen
from petidesk.domain.imports.compared import Comparison, compare
from petidesk.domain.imports.imports import (
    Circumstances,
    ImportBatch,
    ImportReport,
    Proposal,
    ReadRow,
    Register,
    Wish,
    Words,
    general_warnings,
    proposal,
    understand,
    unknown_words,
)
from petidesk.domain.permissions import Permission
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.storage import imports as rows
from petidesk.storage import office as office_rows
from petidesk.storage.file import points
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session

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
        return sum(record.rows for record in self.records if record.refusals)

    @property
    def rows(self) -> int:
        """How many rows of the sheet the good records take."""
        return sum(record.rows for record in self.good)


class _Stopped(Exception):
    """The clerk asked to stop: the transaction is undone."""


class Imports:
    """Old tables of one kind. `path` may be ``-`` for standard input."""

    def __init__(self, session: Session, kinds: Sequence[RowKind], kind: str = "visit") -> None:
        self._session = session
        self._kinds = {known.kind: known for known in kinds}
        self._kind = self._kinds[kind]

    def of(self, kind: str) -> Imports:
        """Tables of another kind: ``visit`` or ``dispute``."""
        return Imports(self._session, tuple(self._kinds.values()), kind)

    def propose(
        self, path: Path | str, mapping: Chosen | None = None, *, year: int | None = None, sheet: str | None = None
    ) -> Proposal:
        """What the program understands of a file: sheets, headings, the field of each, a sample. Nothing is written.

        What a person chose for such a head when a file was taken in counts again. Trouble (usage) when the file cannot
        be found; Refused for what is no usable register.
        """
        register_read, _ = self._understand(path, Wish(mapping, sheet=sheet), year)
        return proposal(register_read, required=self._kind.required, warnings=self._kind.warnings(register_read))

    def run(
        self,
        path: Path | str,
        mapping: Chosen | None = None,
        *,
        words: Words | None = None,
        sheet: str | None = None,
        dry_run: bool = False,
        skip_bad: bool = False,
        year: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Take a register in (rules/command-line.md, Taking old records in): one transaction, all or nothing.

        `mapping` overrides the proposed one (heading to field, or None to leave a column out) and is remembered for the
        next file with the same head. `words`: heading to word to what is read instead (None: nothing). `sheet`: only
        this one, else all of one head. A row taken before counts as `already`. With refused rows nothing is taken
        unless `skip_bad`. `dry_run` writes nothing and gives the same report without an id; so does an import that
        `cancelled` stopped, with nothing taken.
        `progress` gets rows done and rows in all. Trouble (usage) when the file cannot be found.
        """
        register_read, circumstances = self._understand(path, Wish(mapping, words or {}, sheet), year)
        records = []
        for record in self._kind.read(register_read, circumstances):
            records.append(record)
            if cancelled is not None and len(records) % _STEP == 0 and cancelled():
                return self._report(register_read, _Sorted(records, [], 0), None, False, News())
        if dry_run:
            with self._session.reading() as connection:
                ready = self._sort(connection, records)
                takes = bool(ready.good) and (skip_bad or not ready.refused)
                news = self._kind.news(connection, ready.good) if takes else News()
            return self._report(register_read, ready, None, takes, news)
        try:
            with self._session.writing() as connection:
                ready = self._sort(connection, records)
                if not ready.good or (ready.refused and not skip_bad):
                    return self._report(register_read, ready, None, False, News())
                import_id, news = self._take(connection, ready, circumstances.file_name, progress, cancelled)
                if mapping is not None:
                    self._remember(connection, register_read)
        except _Stopped:
            return self._report(register_read, ready, None, False, News())
        return self._report(register_read, ready, import_id, True, news)

    def undo(self, import_id: int) -> int:
        """Void every record of a batch that still stands, whatever its kind; numbers stay. How many were voided.

        Refused: ``not_found``, or ``already_closed`` when it was undone before.
        """
        with self._session.writing() as connection:
            self._session.require(connection, Permission.UNDO_IMPORT)
            batch = rows.get(connection, import_id)
            if batch is None:
                raise Refused("not_found", f"没有第{import_id}批导入。", field="import_id")
            if batch.undone_at is not None:
                raise Refused("already_closed", f"第{import_id}批导入已经撤销过了。", field="import_id")
            act = self._session.act()
            kind = self._kinds[rows.kind_of(connection, import_id) or "visit"]
            record_ids = rows.standing(connection, kind.kind, import_id)
            for record_id in record_ids:
                kind.void(connection, act, record_id, f"撤销第{import_id}批导入（{batch.source}）")
            rows.mark_undone(connection, act, import_id)
            audit_rows.append(
                connection, act, "import.undone", "import", str(import_id), after={"voided": len(record_ids)}
            )
        return len(record_ids)

    def take_back(self, way: ways.Way) -> None:
        """Void what an import had taken in."""
        assert isinstance(way, ways.UndoImport)
        self.undo(way.import_id)

    def compare(self, first: Path | str, second: Path | str) -> Comparison:
        """What differs between two exports of one system, the older first; nothing is written.

        Trouble (usage) when a file cannot be found; Refused as `read_tables` and `compared.compare`.
        """
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
        tables = [read_tables(contents(path, most=MOST_FILE_BYTES + 1)) for path in (first, second)]
        return compare(tables[0], tables[1], self._kind.catalogue(office))

    def batches(self) -> list[ImportBatch]:
        """Every batch taken in, the newest first."""
        with self._session.reading() as connection:
            return rows.batches(connection)

    def _remember(self, connection: Transaction, register_read: Register) -> None:
        """Keep what a person chose for this head, unless the headings alone say the same."""
        fields = tuple(one.field for one in register_read.mapping)
        kept = fields if fields != register_read.by_headings else None
        rows.remember_head(connection, self._kind.kind, register_read.headings.paths, kept)

    def _understand(self, path: Path | str, wish: Wish, year: int | None) -> tuple[Register, Circumstances]:
        tables = read_tables(contents(path, most=MOST_FILE_BYTES + 1))
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            villages = tuple(village.name for village, _ in office_rows.villages(connection))
            heads = rows.remembered_heads(connection, self._kind.kind)
        circumstances = Circumstances(
            now=self._session.now(),
            file_name="标准输入" if str(path) == "-" else Path(path).name,
            year=year,
            villages=villages,
            office_names=(office.county, office.name),
            most_representatives=office.most_representatives,
        )
        catalogue = self._kind.catalogue(office)
        read = understand(tables, circumstances, wish, catalogue, lambda head: heads.get(head.paths, ()))
        return read, circumstances

    def _take(
        self,
        connection: Transaction,
        ready: _Sorted,
        source: str,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> tuple[int, News]:
        act = self._session.act()
        enter = self._kind.entering(connection, act)
        total = len(ready.good)
        import_id = rows.add(connection, act, self._kind.kind, source, total)
        news = News()
        taken: list[tuple[str, int]] = []
        for done, record in enumerate(ready.good):
            if done % _STEP == 0:
                if cancelled is not None and cancelled():
                    raise _Stopped
                points.passed("import.row")
                if progress is not None:
                    progress(done, total)
            record_id, brought = enter(record, import_id)
            taken.append((record.fingerprint, record_id))
            news = news.joined(brought)
        rows.add_rows(connection, self._kind.kind, taken)
        points.passed("import.rows")
        read = sum(record.rows for record in ready.records)
        counts = {"source": source, "read": read, "taken": total, "refused": ready.refused}
        audit_rows.append(connection, act, "import.taken", "import", str(import_id), after=counts)
        if progress is not None:
            progress(total, total)
        return import_id, news

    def _sort(self, connection: Transaction, records: Sequence[ReadRow]) -> _Sorted:
        right = [record for record in records if record.content is not None]
        known = rows.known(connection, self._kind.kind, (record.fingerprint for record in right))
        fresh = [record for record in right if record.fingerprint not in known]
        return _Sorted(list(records), fresh, sum(record.rows for record in right if record.fingerprint in known))

    def _report(
        self, register_read: Register, ready: _Sorted, import_id: int | None, takes: bool, news: News
    ) -> ImportReport:
        warnings = (*general_warnings(register_read), *self._kind.warnings(register_read))
        refusals = tuple(refusal for record in ready.records for refusal in record.refusals)
        return ImportReport(
            import_id=import_id,
            read=sum(record.rows for record in ready.records),
            taken=ready.rows if takes else 0,
            already=ready.already,
            refused=ready.refused,
            refusals=refusals,
            warnings=(*warnings, *(sentence for record in ready.records for sentence in record.warnings)),
            added_villages=news.villages,
            added_types=news.types,
            mapping=register_read.mapping,
            records=len(ready.good) if takes else 0,
            unknown=unknown_words(refusals, register_read.catalogue, self._kind.choices),
        )
