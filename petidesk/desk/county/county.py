"""The month as the county wants it: its own workbook filled in place, or ours; the templates that the office keeps."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.desk.county.filling import (
    PRACTICE,
    Filling,
    ListWords,
    choices_of,
    facts_of,
    keeping_words,
    our_words,
    said_words,
)
from petidesk.desk.county.own_workbook import default_sheets
from petidesk.desk.files import contents, written_whole
from petidesk.desk.ledger.month_reading import CountyMonth, read_month, reader_of
from petidesk.documents.county import own_workbook as county_default
from petidesk.documents.county.package_check import MOST_BYTES
from petidesk.documents.county.saving import Stopped
from petidesk.documents.county.workbook import CountyBook
from petidesk.domain.county.choices import Choices, parse_words
from petidesk.domain.county.fields import catalogue
from petidesk.domain.county.layout import remap
from petidesk.domain.county.survey import (
    Layout,
    Template,
    layout_document,
    mapping_document,
    survey,
    template_of,
    with_mapping,
)
from petidesk.domain.county.values import masked_count
from petidesk.domain.ledger.months import Finding
from petidesk.domain.permissions import Permission
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.undo import ways
from petidesk.storage import county as rows
from petidesk.storage import office as office_rows
from petidesk.storage.county import StoredTemplate
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.ledger.months import LedgerMonths
    from petidesk.desk.session import Session

Progress = Callable[[int, int], object]
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `masked`: numbers are shown in part only; `notes` say what could not be filled."""

    path: Path
    rows: int
    masked: bool
    sha256: str
    notes: tuple[str, ...] = ()


class FindingsRefused(Refused):
    """The month has errors; `findings` are all of them."""

    def __init__(self, month: str, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(
            "bad_value",
            f"{month}的台账有{len(findings)}处错误，没有导出。第一处：{first.dispute_no}{first.message}。"
            "请改好再导出；一定要照现在的样子导出，请写明仍要导出。",
            field=first.dispute_no,
            hint="用 --anyway。",
        )
        self.findings = tuple(findings)


class County:
    """County workbooks. `path` may be ``-`` for standard input."""

    def __init__(self, session: Session, months: LedgerMonths) -> None:
        self._session = session
        self._months = months

    # ---- templates

    def add_template(self, path: Path | str, name: str = "", *, replace: bool = False) -> Template:
        """Keep a county's workbook: find its layout, propose a field for every heading
        (rules/command-line.md, `ledger template`).

        `name` defaults to the file's name. Refused for what is no fillable workbook, and (forbidden) for a name that is
        taken unless `replace`. Trouble (usage) when the file cannot be found.
        """
        data = contents(path, most=MOST_BYTES + 1)
        wanted = (name or Path(str(path)).stem).strip()
        if not wanted or wanted == "-" or len(wanted) > _LONGEST_NAME:
            raise Refused(
                "missing", f"请给模板起个名字，不超过{_LONGEST_NAME}个字。", field="name", hint="用 --name 写名字。"
            )
        book = CountyBook(data)
        with self._session.writing() as connection:
            if rows.get(connection, wanted) is not None and not replace:
                raise Refused(
                    "forbidden",
                    f"已经有叫“{wanted}”的模板。换一个名字，或者替换它。",
                    field="name",
                    hint="换名字用 --name，替换用 --force。",
                )
            layout = self._survey(connection, book)
            act = self._session.act()
            notes = (*book.notes, *layout.notes)
            stored = StoredTemplate(
                name=wanted,
                file_name=Path(str(path)).name,
                sha256=hashlib.sha256(data).hexdigest(),
                layout=layout_document(layout, notes),
                mapping=mapping_document(layout.columns) if layout.ledger else {},
                added_at=act.at,
            )
            rows.put(connection, act, stored, data)
            after = {"file": stored.file_name, "sha256": stored.sha256, "columns": len(layout.columns)}
            audit_rows.append(connection, act, "county.template_added", "county_template", wanted, after=after)
        return _template(stored)

    def templates(self) -> list[Template]:
        """Every template by its name."""
        with self._session.reading() as connection:
            return [_template(stored) for stored in rows.templates(connection)]

    def template(self, name: str) -> Template:
        """One template. Refused ``not_found`` when there is none of that name."""
        with self._session.reading() as connection:
            return _template(self._stored(connection, name))

    def fields(self) -> list[tuple[str, str]]:
        """What a column may be filled with: key and label, the office's own columns at the end."""
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
        return [(field.key, field.label) for field in catalogue(office.ledger_columns)]

    def set_mapping(self, name: str, change: Mapping[str, str | None]) -> Template:
        """Place headings as a person says: heading to field (several with +), or None to leave the column alone.

        What is placed here is placed so in every workbook added later. Refused: unknown_key, bad_value (`remap`);
        forbidden for a workbook of figures, whose columns mean what they say.
        """
        with self._session.writing() as connection:
            stored = self._stored(connection, name)
            before = _template(stored)
            if not stored.mapping:
                raise Refused("forbidden", f"模板“{name}”是统计表，各栏按自己的名称填写，不用对应。")
            office = office_rows.current(connection, self._session.today())
            columns, kept = remap(before.columns, change, catalogue(office.ledger_columns))
            placed = {column.letter: column for column in columns}
            layout = dict(stored.layout)
            layout["columns"] = [
                {**one, "field": placed[one["column"]].field, "sure": placed[one["column"]].sure}
                | {"unit": placed[one["column"]].unit}
                for one in stored.layout["columns"]
            ]
            rows.set_mapping(connection, name, layout, keeping_words(mapping_document(columns), stored.mapping))
            new = [heading for heading in kept if heading not in rows.remembered(connection)]
            rows.remember(connection, kept)
            audit_rows.append(
                connection,
                self._session.act(),
                "county.template_mapped",
                "county_template",
                name,
                before={column.heading: column.field for column in before.columns},
                after={column.heading: column.field for column in columns},
                kept={"new": new},
            )
            return _template(self._stored(connection, name))

    def lists(self, name: str) -> list[ListWords]:
        """The columns of a template that have a drop-down list, each with our words and the list's for them."""
        with self._session.reading() as connection:
            stored = self._stored(connection, name)
            choices = self._choices(connection, stored)
            if choices is None:
                return []
            office = office_rows.current(connection, self._session.today())
            return [
                ListWords(column, our_words(connection, column.field, office), choices)
                for column in choices.columns.values()
            ]

    def set_words(self, name: str, document: object) -> list[ListWords]:
        """Say once which word of a list stands for which of ours (`choices.parse_words`); later workbooks of the same
        words follow. Refused: not_found, unknown_key, bad_value.
        """
        with self._session.writing() as connection:
            stored = self._stored(connection, name)
            choices = self._choices(connection, stored)
            said = parse_words(document, list(choices.columns.values()) if choices else [])
            mapping = {letter: dict(column) for letter, column in stored.mapping.items()}
            before: dict[str, dict[str, str | None]] = {}
            after: dict[str, dict[str, str | None]] = {}
            headings = {column.field: column.heading for column in choices.columns.values()} if choices else {}
            for kept in mapping.values():
                if change := said.get(kept["field"] or ""):
                    old = kept.get("words", {})
                    before[headings[kept["field"]]] = {ours: old.get(ours, "") for ours in change}
                    after[headings[kept["field"]]] = change
                    kept["words"] = {ours: theirs for ours, theirs in {**old, **change}.items() if theirs != ""}
            rows.set_mapping(connection, name, stored.layout, mapping)
            act = self._session.act()
            audit_rows.append(
                connection, act, "county.template_worded", "county_template", name, before=before, after=after
            )
        return self.lists(name)

    def _choices(self, connection: Transaction, stored: StoredTemplate) -> Choices | None:
        """The lists of a kept workbook; None for one without a ledger."""
        book = CountyBook(rows.workbook(connection, stored.name))
        layout = with_mapping(self._survey(connection, book), stored.mapping)
        if layout.ledger is None:
            return None
        office = office_rows.current(connection, self._session.today())
        words = said_words(rows.templates(connection), stored)
        return choices_of(reader_of(connection, office), office, book, layout.ledger, words)

    def take_back(self, way: ways.Way) -> None:
        """Place headings, or say the words of lists, as it was before."""
        if isinstance(way, ways.ListWordsBack):
            self.set_words(way.name, way.change)
            return
        assert isinstance(way, ways.MappingBack)
        self.set_mapping(way.name, way.change)
        with self._session.writing() as connection:
            rows.forget(connection, way.new)

    def _stored(self, connection: Transaction, name: str) -> StoredTemplate:
        stored = rows.get(connection, name)
        if stored is None:
            known = "、".join(one.name for one in rows.templates(connection)) or "还没有"
            raise Refused("not_found", f"没有叫“{name}”的模板。已有的模板：{known}。", field="template")
        return stored

    def _survey(self, connection: Transaction, book: CountyBook) -> Layout:
        office = office_rows.current(connection, self._session.today())
        return survey(
            book.sheets(),
            catalogue(office.ledger_columns),
            rows.remembered(connection),
            reader_of(connection, office),
        )

    # ---- export

    def export(
        self,
        month: str,
        out: Path,
        *,
        template: str | Path | None = None,
        full: bool = False,
        why: str = "",
        anyway: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Exported | None:
        """Write the month to `out`, whole or not at all: into the county's workbook (a template's name or a file), or
        ours. None when `cancelled`, with nothing written; the file of that name that was there stays then.

        Identity and telephone numbers are masked unless `full`, which needs a reason and leaves an audit line; so does
        a masked export where the folder may be written. Refused: the month's errors (`FindingsRefused`) unless
        `anyway`; missing when `full` has no reason; not_found for a template.
        """
        if full:
            with self._session.reading() as connection:
                self._session.require(connection, Permission.FULL)
        if full and not why.strip():
            raise Refused("missing", "导出完整的身份证号和电话，请写明原因。", field="why", hint="用 --why 写原因。")
        found = read_month(self._session, self._months, month)
        filling = None if template is None else self._filling(found, template, full)
        errors = (*found.errors, *(filling.findings() if filling else ()))
        if errors and not anyway:
            raise FindingsRefused(month, errors)
        try:
            if filling is None:
                data, name = self._default(found, full, progress, cancelled), ""
            else:
                data, name = filling.data(progress, cancelled), filling.name
        except Stopped:
            return None
        digest = hashlib.sha256(data).hexdigest()
        with written_whole(out, data):
            self._log(found, out, name, digest, full, why.strip(), len(errors))
        return Exported(out, len(found.disputes), not full, digest, tuple(filling.notes) if filling else ())

    def findings(self, month: str, template: str | Path | None = None) -> tuple[Finding, ...]:
        """The errors for which an export of the month is refused: its own, and what the lists of a county's workbook
        have no word for. Refused ``not_found`` for a template that there is not."""
        found = read_month(self._session, self._months, month)
        return (*found.errors, *(() if template is None else self.unsaid(found, template)))

    def unsaid(self, found: CountyMonth, template: str | Path) -> list[Finding]:
        """What the lists of a county's workbook have no word for, in a month that was read."""
        return self._filling(found, template, False).findings()

    def contents(self, month: str, *, template: str | Path | None = None, full: bool = False) -> tuple[str, bytes]:
        """A file name and the workbook of a month, for a package that is logged as a whole. Nothing is checked here."""
        found = read_month(self._session, self._months, month)
        if template is None:
            return f"矛盾纠纷台账{month}{self._mark}.xlsx", self._default(found, full, None, None)
        filling = self._filling(found, template, full)
        return f"{filling.name}{month}{self._mark}.xlsx", filling.data(None, None)

    @property
    def _mark(self) -> str:
        """What a file name says of a practice folder."""
        return f"（{PRACTICE}）" if self._session.practice else ""

    def _default(
        self, found: CountyMonth, full: bool, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> bytes:
        sheets = default_sheets(found, facts_of(self._session, found), full)
        if self._session.practice:
            sheets = tuple(dataclasses.replace(sheet, title=f"{sheet.title}（{PRACTICE}）") for sheet in sheets)
        return county_default.workbook(
            sheets,
            title=f"{found.office.short_name}{found.words}矛盾纠纷台账",
            made_at=self._session.now(),
            progress=progress,
            cancelled=cancelled,
        )

    def _filling(self, found: CountyMonth, template: str | Path, full: bool) -> Filling:
        """The county's workbook (a template's name, or a file), opened for the month."""
        with self._session.reading() as connection:
            stored = rows.get(connection, str(template))
            if stored is None and not Path(template).exists():
                self._stored(connection, str(template))
            data = contents(template, most=MOST_BYTES + 1) if stored is None else rows.workbook(connection, stored.name)
            book = CountyBook(data)
            layout = self._survey(connection, book)
            words = said_words(rows.templates(connection), stored)
        if stored is not None:
            layout = with_mapping(layout, stored.mapping)
        name = stored.name if stored else Path(template).stem
        return Filling(self._session, found, book, layout, name, words, full=full)

    def _log(
        self, found: CountyMonth, out: Path, template: str, digest: str, full: bool, why: str, errors: int
    ) -> None:
        """Leave the audit line; a masked export beside an open window, which alone may write, goes without one."""
        after = {
            "file": out.name,
            "rows": len(found.disputes),
            "template": template,
            "sha256": digest,
            "full": full,
            **({"why": why, **masked_count(found.disputes)} if full else {}),
            **({"errors": errors} if errors else {}),
        }
        try:
            with self._session.writing() as connection:
                audit_rows.append(
                    connection, self._session.act(), "ledger.exported", "ledger", found.month, after=after
                )
        except KnownTrouble as trouble:
            if full or trouble.code != "read_only":
                raise


def _template(stored: StoredTemplate) -> Template:
    return template_of(stored.name, stored.file_name, stored.sha256, stored.layout, stored.added_at)
