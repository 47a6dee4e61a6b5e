"""Many disputes at once (补录): typed or pasted rows, read as an old table is, entered in one transaction.

Rows that are right are taken, the others stay with their reasons. The day of the event is what the row says; the day of
entering is today, as for every dispute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk.ledger.types import type_named
from petidesk.domain.cells import Row, Table
from petidesk.domain.fields import Field
from petidesk.domain.headings import Headings, MappedHeading
from petidesk.domain.imports.dispute_rows import LedgerLine, ledger_catalogue, read_lines
from petidesk.domain.imports.imports import Circumstances, ReadRow, Register
from petidesk.domain.office.office import Office
from petidesk.domain.typeahead import bare_letters, letters_refused
from petidesk.storage import drafts

if TYPE_CHECKING:
    from petidesk.desk.ledger.disputes import Ledger
    from petidesk.desk.office.choices import Choices
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session

DRAFT_KIND = "grid"
# The fields of the sheet in their order; the county's own columns follow.
KEYS = (
    "found_on",
    "village",
    "village_group",
    "type",
    "summary",
    "party_a",
    "phone",
    "party_b",
    "people_involved",
    "amount_yuan",
    "risk_level",
    "responsible_unit",
    "responsible_person",
    "case_leader",
    "due_on",
    "state",
    "resolved_on",
    "manner",
    "result",
    "source",
    "measures",
    "foreign_no",
    "note",
)
# What is found by letters while it is typed: letters alone are no value.
SOUGHT = ("village", "responsible_unit", "responsible_person", "case_leader")
Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one row of the sheet: the dispute it becomes, or a sentence for each wrong field."""

    place: int
    line: LedgerLine | None = None
    foreign_no: str = ""
    refusals: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The rows that were entered, by their place, with their numbers; and why the others were not."""

    entered: Mapping[int, str]
    refused: tuple[Verdict, ...]


def grid_fields(office: Office) -> tuple[Field, ...]:
    """The fields of the sheet, those of this county at the end."""
    known = {one.key: one for one in ledger_catalogue(office.ledger_columns)}
    own = [key for key in known if key.startswith("extra:")]
    return tuple(known[key] for key in (*KEYS, *own))


def grid_content(lines: Sequence[Line], sticky: Sequence[str]) -> dict[str, Any]:
    """The sheet as a draft keeps it."""
    rows = [dict(line) for line in lines]
    return {"about": "", "summary": "补录", "fields": {"rows": rows, "sticky": list(sticky)}}


class LedgerGrid:
    """The sheet 补录 at the desk. A line maps field keys to what was typed."""

    def __init__(self, session: Session, office: OfficeDesk, choices: Choices, ledger: Ledger) -> None:
        self._session = session
        self._office = office
        self._choices = choices
        self._ledger = ledger

    def check(self, lines: Sequence[Line]) -> list[Verdict]:
        """What the rules say of each line, in order; empty lines are right and become nothing."""
        office = self._office.current()
        fields = grid_fields(office)
        register = _register(fields, lines, self._session.today().year)
        circumstances = Circumstances(
            now=self._session.now(),
            file_name="",
            year=register.year,
            villages=tuple(choice.value for choice in self._choices.villages()),
        )
        read = read_lines(
            register,
            circumstances,
            columns=office.ledger_columns,
            risk_labels=office.risk_labels,
            known_type=_known_type,
        )
        found = {one.number - 2: self._verdict(one, fields) for one in read}
        return [found.get(place) or _unread(place, line) for place, line in enumerate(lines)]

    def _verdict(self, read: ReadRow, fields: Sequence[Field]) -> Verdict:
        keys = {one.label: one.key for one in fields}
        refusals = {keys.get(one.column, "summary"): one.reason for one in read.refusals}
        line: LedgerLine | None = read.content
        if line is not None:
            refusals |= _stricter(line, self._session.latest().date())
        place = read.number - 2
        warnings = tuple(one.partition("：")[2] for one in read.warnings)
        return Verdict(place, None if refusals else line, read.foreign_no, refusals, warnings)

    def add_many(self, lines: Sequence[Line], *, draft_id: int | None = None, sticky: Sequence[str] = ()) -> Saved:
        """Enter every line that is right, in one transaction, which leaves only the others in the draft."""
        verdicts = self.check(lines)
        entered: dict[int, str] = {}
        ledger = self._ledger
        with self._session.writing() as connection:
            act, rules = self._session.act(), ledger.rules_within(connection)
            for verdict in verdicts:
                if verdict.line is None:
                    continue
                done = ledger.enter_within(
                    connection,
                    act,
                    verdict.line.dispute,
                    rules,
                    events=verdict.line.story,
                    foreign_no=verdict.foreign_no,
                )
                entered[verdict.place] = done.dispute_no
            rest = [line for place, line in enumerate(lines) if place not in entered]
            if draft_id is not None and entered:
                if rest:
                    drafts.save(connection, act, draft_id, DRAFT_KIND, grid_content(rest, sticky), False)
                else:
                    drafts.discard(connection, draft_id, self._session.actor.staff_id)
        return Saved(entered, tuple(verdict for verdict in verdicts if verdict.refusals))


def _register(fields: Sequence[Field], lines: Sequence[Line], year: int) -> Register:
    """The sheet as a table whose headings are understood already."""
    heads = tuple(enumerate(one.label for one in fields))
    mapping = tuple(MappedHeading(one.label, one.key) for one in fields)
    rows = [Row(place + 2, tuple(line.get(one.key, "") or None for one in fields)) for place, line in enumerate(lines)]
    table = Table("补录", tuple(row for row in rows if any(row.cells)))
    return Register(tuple(fields), table, Headings((), (1,), heads, len(heads)), mapping, year, (), apart=True)


def _known_type(words: str) -> str:
    known = type_named(words)
    return known.name if known else words


def _stricter(line: LedgerLine, today: date) -> dict[str, str]:
    """A day to come is a slip when one types, and the village is known: an old table only warns of these."""
    found = {key: letters_refused(text).message for key in SOUGHT if bare_letters(text := getattr(line.dispute, key))}
    if not line.dispute.village:
        found["village"] = "请写村（社区）。"
    if line.dispute.found_on > today:
        found["found_on"] = f"{line.dispute.found_on.isoformat()}在今天之后，请核对。"
    if any(on > today for _, on, _ in line.story):
        found["resolved_on"] = "化解日期在今天之后，请核对。"
    return found


def _unread(place: int, line: Line) -> Verdict:
    """An empty line, or one that looks like a total or a heading."""
    filled = [key for key, text in line.items() if text.strip()]
    return Verdict(place, refusals={filled[0]: "这一行像合计或表头，不是一件纠纷。"} if filled else {})
