"""One row of an old ledger of disputes: each field's cell is read, then the whole passes the rules that bind the form.

An old line tells a whole story at once: found, being dealt with, resolved, closed out, followed up. It becomes the
dispute and its events. A bad cell refuses its row by row and column; a day in the future only warns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from petidesk.domain.cells import (
    Cell,
    Row,
    cell_text,
    optional_text,
    read_count,
    read_moment,
    squeezed,
)
from petidesk.domain.fields import Field
from petidesk.domain.imports.imports import Circumstances, ReadRow, Register
from petidesk.domain.imports.records import Columns, Record, placed_village
from petidesk.domain.imports.words import amount_of, due_of, risk_of, state_of
from petidesk.domain.json_output import compact, iso
from petidesk.domain.ledger.disputes import STATES, NewDispute, parse_new_dispute, yuan
from petidesk.domain.ledger.fields import LEDGER_CATALOGUE
from petidesk.domain.names import Told, read_people
from petidesk.domain.office.ledger_columns import RISK_LEVELS, LedgerColumn
from petidesk.domain.places import VillageFinder
from petidesk.domain.trouble import Refused

REQUIRED = ("summary",)
EXTRA = "extra:"
Story = tuple[tuple[str, date, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A dispute with what the old table tells of it."""

    dispute: NewDispute
    story: Story


_DAY_AND_WORDS = re.compile(r"([0-9./\-年月]+[日号]?)[\s，,；;：:]*([^0-9./\-年月日号\s].*)", re.DOTALL)
_TEN_THOUSAND = re.compile(r"万元|（万）|\(万\)")


def ledger_catalogue(columns: Sequence[LedgerColumn]) -> tuple[Field, ...]:
    """The fields that an old table may fill, the office's own columns among them."""
    return LEDGER_CATALOGUE + tuple(Field(EXTRA + column.key, column.label) for column in columns)


def ledger_warnings(register: Register) -> tuple[str, ...]:
    """What is assumed of every row where a column is lacking."""
    known = {one.field for one in register.mapping}
    found = []
    if "found_on" not in known:
        found.append("表里没有“排查日期”一栏：已经化解的按化解日期、其余按导入当天登记排查日期，请逐件核对。")
    if "village" not in known and "village_group" not in known:
        found.append("表里没有“村（社区）”一栏，各行的村（社区）留空，请补填以后再报表。")
    return tuple(found)


def read_lines(
    register: Register,
    circumstances: Circumstances,
    *,
    columns: Sequence[LedgerColumn] = (),
    risk_labels: Sequence[str] = (),
    known_type: Callable[[str], str] = str,
) -> Iterator[ReadRow]:
    """Each record as a `LedgerLine` or as refusals, in the order of the sheet. Never raises for a bad row.

    `known_type` gives the name of a type from the words that ledgers write for it.
    """
    seen: Counter[str] = Counter()
    for sheet in register.sheets:
        reader = _LineReader(sheet, circumstances, columns, risk_labels, known_type, seen)
        for rows in sheet.records():
            read = reader.read(rows)
            yield read.of_sheet(sheet.table.sheet) if register.more else read


class _LineReader:
    """Turns rows of one ledger into disputes; keeps what is the same for all of them."""

    def __init__(
        self,
        register: Register,
        circumstances: Circumstances,
        columns: Sequence[LedgerColumn],
        risk_labels: Sequence[str],
        known_type: Callable[[str], str],
        seen: Counter[str],
    ) -> None:
        self._today = circumstances.now.date()
        self._year = register.year
        self._own = columns
        self._risks = dict(zip(RISK_LEVELS, risk_labels, strict=False))
        self._known_type = known_type
        self._columns = Columns(register.mapping, register.headings.columns, register.catalogue, register.year, seen)
        self._villages = VillageFinder(circumstances.villages, circumstances.office_names)

    def read(self, rows: Sequence[Row]) -> ReadRow:
        fingerprint = self._columns.fingerprint(rows)
        record = self._columns.record(rows)
        number, count = rows[0].number, len(rows)
        if "summary" not in self._columns.places:
            record.refuse("summary", Refused("missing", "表里没有“纠纷简况”一栏，请指明哪一栏是纠纷简况。"))
        state, told = self._state(record)
        resolved_on = self._later(record, "resolved_on", None)
        found_on = self._found(record, resolved_on)
        if found_on is not None and resolved_on is not None:
            resolved_on = self._not_before(record, "resolved_on", resolved_on, found_on)
        document = self._document(record, found_on)
        story = self._story(record, found_on or self._today, resolved_on, state, told)
        dispute = None if record.refusals else self._parse(record, document)
        if dispute is None:
            return ReadRow(number, fingerprint, refusals=tuple(record.refusals), rows=count)
        foreign_no = cell_text(record.cells.get("foreign_no"))[:60]
        line = LedgerLine(dispute, story)
        return ReadRow(number, fingerprint, foreign_no, line, warnings=tuple(record.warnings), rows=count)

    # ---- days

    def _day(self, cell: Cell) -> date | None:
        return read_moment(cell, self._year)[0].date() if optional_text(cell) else None

    def _found(self, record: Record, resolved_on: date | None) -> date | None:
        if "found_on" not in self._columns.places:
            return min(resolved_on or self._today, self._today)
        found: date | None = record.take("found_on", lambda cell: read_moment(cell, self._year)[0].date())
        if found is not None and found > self._today:
            record.warn("found_on", f"{found.isoformat()}在今天之后，请核对。")
        return found

    def _later(self, record: Record, key: str, found_on: date | None) -> date | None:
        day: date | None = record.take(key, self._day)
        if day is not None and day > self._today:
            record.warn(key, f"{day.isoformat()}在今天之后，请核对。")
        return self._not_before(record, key, day, found_on) if day and found_on else day

    def _not_before(self, record: Record, key: str, day: date, found_on: date) -> date:
        """A day without a year that would precede the finding belongs to the next year; a full one only warns."""
        if day >= found_on:
            return day
        if self._without_year(record.cells.get(key)):
            moved = day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day + timedelta(days=365)
            return max(moved, found_on)
        record.warn(key, f"{day.isoformat()}早于排查日期{found_on.isoformat()}，按排查日期记，请核对。")
        return found_on

    def _without_year(self, cell: Cell) -> bool:
        return isinstance(cell, str) and re.search(r"\d{4}|\d{2}年|^\s*\d{2}[-/.]\d{1,2}[-/.]\d", cell) is None

    # ---- what the row says

    def _state(self, record: Record) -> tuple[str, str]:
        """Where the line stands, and what was told of it in words of its own."""
        told = record.take("result", optional_text, "")
        written = record.take("state", optional_text, "")
        if written:
            if (state := state_of(written)) is not None:
                return state, "" if squeezed(told).rstrip("。.") == squeezed(written) else told
            choices = "、".join(STATES.values())
            record.refuse("state", Refused("bad_value", f"状态“{written[:20]}”不认识，可以写：{choices}。"))
            return "", told
        first = re.split(r"[,，。.;；!！]", squeezed(told), maxsplit=1)[0]
        state = state_of(first) or ""
        return state, "" if state and squeezed(told).rstrip("。.") == first else told

    def _story(self, record: Record, found_on: date, resolved_on: date | None, state: str, told: str) -> Story:
        story: list[tuple[str, date, Mapping[str, Any]]] = []
        manner = record.take("manner", optional_text, "")
        agreement = record.take("agreement", optional_text, "")
        confirmed = self._later(record, "confirmed_on", found_on)
        if agreement or confirmed:
            content = {"agreement": agreement} if agreement else {}
            story.append(("mediated", min(confirmed or found_on, resolved_on or confirmed or found_on), content))
        if confirmed:
            story.append(("confirmed", confirmed, {}))
        if state == "escalated":
            content = {"to": "town", "to_level": "town"} | ({"report": told} if told else {})
            story.append(("escalated", resolved_on or found_on, content))
        elif state in ("resolved", "closed_out") or (not state and resolved_on is not None):
            if resolved_on is None:
                record.warn("state", "写着已化解，没有化解日期，按排查日期记，请核对。")
            content = {key: value for key, value in (("manner", manner), ("result", told)) if value}
            story.append(("resolved", resolved_on or found_on, content))
            if state == "closed_out":
                story.append(("closed_out", resolved_on or found_on, {}))
        elif resolved_on is not None:
            record.warn("resolved_on", "写着还没有化解，化解日期没有记，请核对。")
        if not _left(story) and (state == "in_progress" or told):
            story.append(("measure_taken", found_on, {"text": told} if told else {}))
        story += self._followed(record, found_on, resolved_on, _left(story))
        return tuple(sorted(story, key=lambda event: event[1]))

    def _followed(self, record: Record, found_on: date, resolved_on: date | None, left: bool) -> Story:
        """The follow-up visit; its day and what was said may stand in one cell (回访日期及结果)."""
        day, said = record.take("followed_up_on", self._day_and_words, (None, ""))
        said = said or record.take("follow_up_result", optional_text, "")
        if day is None:
            return ()
        if day > self._today:
            record.warn("followed_up_on", f"{day.isoformat()}在今天之后，请核对。")
        if not left:
            record.warn("followed_up_on", "还没有化解，回访没有记，请核对。")
            return ()
        day = max(self._not_before(record, "followed_up_on", day, found_on), resolved_on or found_on)
        return (("followed_up", day, {"result": said} if said else {}),)

    def _day_and_words(self, cell: Cell) -> tuple[date | None, str]:
        text = optional_text(cell)
        parts = _DAY_AND_WORDS.fullmatch(text)
        if isinstance(cell, str) and parts is not None:
            return self._day(parts[1]), parts[2].strip()
        return self._day(cell), ""

    def _document(self, record: Record, found_on: date | None) -> dict[str, Any]:
        unit = record.take("responsible_unit", optional_text, "")
        person = record.take("responsible_person", optional_text, "")
        if unit and not person and "责任人" in record.headings.get("responsible_unit", ""):
            unit, person = _unit_and_person(unit)
        heading = record.headings.get("amount_yuan", "")
        times = 10_000 if _TEN_THOUSAND.search(heading) else 1
        village, group = self._place(record)
        parties, told = self._parties(record)
        return {
            "found_on": iso(found_on),
            "village": village,
            "village_group": group,
            "source": record.take("source", optional_text, ""),
            "type": self._known_type(record.take("type", optional_text, "")),
            "title": record.take("title", optional_text, ""),
            "summary": record.take("summary", _summary, ""),
            "parties": parties,
            "people_involved": record.take("people_involved", lambda cell: read_count(cell, "涉及人数")) or told,
            "amount_yuan": record.take("amount_yuan", lambda cell: _amount(record, cell, times)),
            "risk_level": record.take("risk_level", self._risk),
            "responsible_unit": unit,
            "responsible_person": person,
            "case_leader": record.take("case_leader", optional_text, ""),
            "due_on": self._due(record, found_on),
            "measures": record.take("measures", optional_text, ""),
            "extra": self._extra(record),
            "note": record.note(),
        }

    def _place(self, record: Record) -> tuple[str, str]:
        """The village and the group; where one column has both (村（社区）/组), the group follows the village."""
        village = record.take("village", optional_text, "")
        group = record.take("village_group", optional_text, "")
        if "village" not in self._columns.places and (found := self._villages.within(group)):
            before, _, after = squeezed(group).partition(squeezed(found))
            return found, after.lstrip("/、,-—") if after or not before else group
        if not village:
            return "", group
        name, rest = placed_village(record, self._villages, village)
        own = group.removeprefix(name) if name else group
        return name, own or rest

    def _risk(self, cell: Cell) -> str | None:
        text = squeezed(optional_text(cell))
        if not text:
            return None
        own = next((code for code in RISK_LEVELS if text in (code, squeezed(self._risks.get(code, "")))), None)
        if (level := own or risk_of(text)) is not None:
            return level
        raise Refused(
            "bad_value", f"风险等级“{cell_text(cell)[:20]}”不认识，可以写：{'、'.join(RISK_LEVELS.values())}。"
        )

    def _due(self, record: Record, found_on: date | None) -> str | None:
        """The day of the limit; words that name no day (长期, 立即) are kept in the note."""
        cell = record.cells.get("due_on")
        text = re.sub(r"(?:之前|以前|前)(?:完成|化解|办结)?$", "", optional_text(cell))
        if isinstance(cell, str) and text:
            if (day := due_of(text, found_on or self._today, self._year)) is not None:
                return day.isoformat()
            if "工作日" in text or not re.search(r"\d", text):
                record.keep("due_on", text)
                return None
            cell = text
        day = record.take_of({"due_on": cell}, "due_on", self._day)
        if day is not None and found_on is not None and self._without_year(cell):
            day = self._not_before(record, "due_on", day, found_on)
        return iso(day)

    def _parties(self, record: Record) -> tuple[list[dict[str, Any]], int | None]:
        """The parties of all rows of the record, and how many people their cells speak of."""
        parties: list[dict[str, Any]] = []
        counts: list[int] = []
        for cells in (record.cells, *record.more):
            parties += self._parties_of(record, cells, counts, first=not parties)
        return parties, sum(counts) or None

    def _parties_of(
        self, record: Record, cells: Mapping[str, Cell], counts: list[int], *, first: bool
    ) -> list[dict[str, Any]]:
        parties: list[dict[str, Any]] = []
        for key, side in (("parties", ""), ("party_a", "a"), ("party_b", "b")):
            told: Told = record.take_of(cells, key, read_people, Told())
            if told.count:
                counts.append(told.count)
            if told.doubt:
                record.warn(key, told.doubt)
            for named in told.people:
                by_order = "a" if first and not parties else "b"
                parties.append(
                    {"name": named.name, "side": side or named.side or by_order, "phone": "", "id_number": ""}
                )
        phones, others = record.phones(cells, "phone"), record.phones(cells, "phone_b")
        number = record.take_of(cells, "id_number", record.identity, "")
        for party, phone in zip(parties, phones, strict=False):
            party["phone"] = phone
        second_side = [one for one in parties if one["side"] == "b"]
        for party, phone in zip(second_side, others, strict=False):
            party["phone"] = phone
        if len(phones) > len(parties) or len(others) > len(second_side):
            record.warn("phone", "电话比当事人多，多出的没有记，请核对。")
        if parties and number:
            parties[0]["id_number"] = number
        elif number:
            record.warn("id_number", "没有当事人姓名，身份证号没有记，请核对。")
        return parties

    def _extra(self, record: Record) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in self._own:
            key = EXTRA + column.key
            if key not in self._columns.places:
                continue
            if column.kind == "day":
                day = record.take(key, self._day)
                found[column.key] = iso(day)
            elif column.kind == "count":
                found[column.key] = record.take(key, partial(read_count, what=column.label))
            else:
                found[column.key] = record.take(key, optional_text, "")
        return compact(found)

    def _parse(self, record: Record, document: dict[str, Any]) -> NewDispute | None:
        found_on = date.fromisoformat(document["found_on"]) if document["found_on"] else self._today
        try:
            dispute = parse_new_dispute(document, today=max(self._today, found_on), columns=self._own)
        except Refused as refused:
            record.refuse(_field_key(refused.field), refused)
            return None
        for warning in dispute.warnings:
            path, _, sentence = warning.partition(": ")
            record.warn(_field_key(path), sentence)
        return dispute


def _left(story: Sequence[tuple[str, date, Mapping[str, Any]]]) -> bool:
    return any(kind in ("resolved", "escalated") for kind, _, _ in story)


def _summary(cell: Cell) -> str:
    text = cell_text(cell)
    if not text:
        raise Refused("missing", "纠纷简况是空的。")
    return text


def _amount(record: Record, cell: Cell, times: int) -> str | None:
    """Yuan; 约3.5万元 is taken with a warning."""
    text = optional_text(cell)
    if not text:
        return None
    found = amount_of(text, times)
    if found is None:
        raise Refused("bad_value", f"涉及金额“{text[:20]}”不对，应当是数字。")
    amount, about = found
    if about:
        record.warn("amount_yuan", f"写的是“{text[:20]}”，按{amount:f}元记，请核对。")
    return str(yuan(f"{amount:f}", None))


def _unit_and_person(text: str) -> tuple[str, str]:
    """责任单位/责任人 in one cell: 东村村委会 李大山, 信访办/王敏."""
    parts = [part for part in re.split(r"[\s/／、,，:：]+", text) if part]
    if len(parts) == 2:
        return parts[0], parts[1]
    return text, ""


def _field_key(path: str | None) -> str:
    """The field that a path such as parties[0].id_number speaks of."""
    key = re.sub(r"\[\d+\]$", "", (path or "").rpartition(".")[2])
    known = {field.key for field in LEDGER_CATALOGUE}
    return key if key in known else "parties" if (path or "").startswith("parties") else "summary"
