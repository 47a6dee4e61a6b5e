"""One row of an old register: each field's cell is read, then the whole passes the rules that bind the form.

A bad cell refuses its row by row and column; nothing is put right silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from petidesk.domain import identity
from petidesk.domain.accusing import sounds_accusing
from petidesk.domain.cells import (
    Cell,
    Row,
    cell_text,
    optional_text,
    read_count,
    read_moment,
    read_time,
    squeezed,
)
from petidesk.domain.codes import CHANNELS, PURPOSES, SEXES
from petidesk.domain.imports.imports import REQUIRED, Circumstances, ReadRow, Register
from petidesk.domain.imports.records import Columns, Record, code_of, placed_village, shared_out
from petidesk.domain.imports.words import channel_of
from petidesk.domain.names import Named, Told, read_people
from petidesk.domain.places import VillageFinder
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.fields import VISIT_CATALOGUE, visit_field
from petidesk.domain.visits.visits import NewVisit, parse_new_visit


def read_records(register: Register, circumstances: Circumstances) -> Iterator[ReadRow]:
    """Each record of the register as a visit or as refusals, in the order of the sheet. Never raises for a bad row."""
    seen: Counter[str] = Counter()
    for sheet in register.sheets:
        reader = _RecordReader(sheet, circumstances, seen)
        for rows in sheet.records():
            read = reader.read(rows)
            yield read.of_sheet(sheet.table.sheet) if register.more else read


_PURPOSE_WORDS = {
    "appeal": ("申诉求决", "申诉", "求决", "诉求", "投诉", "投诉请求", "求决类", "申诉类", "意见投诉"),
    "suggestion": ("建议意见", "意见建议", "建议", "意见", "人民建议"),
    "accusation": ("检举控告", "检举", "控告", "举报", "揭发", "揭发控告", "检举揭发", "批评"),
    "consultation": ("咨询", "政策咨询", "业务咨询", "咨询类"),
    "help": ("求助", "求助类", "困难求助", "救助"),
    "thanks": ("感谢", "表扬", "感谢信"),
    "other": ("其他", "其它", "其他类"),
}
_SEX_WORDS = {"male": ("男", "男性", "m", "male", "1"), "female": ("女", "女性", "f", "female", "2")}
_ID_WORDS = {
    "111": ("身份证", "居民身份证", "二代身份证"),
    "113": ("户口簿", "户口本"),
    "114": ("军官证",),
    "414": ("护照", "普通护照"),
}
_ANONYMOUS = frozenset(
    ("匿名", "匿名信", "匿名者", "匿名人", "匿名群众", "未署名", "不愿透露姓名", "匿名来信", "匿名举报")
)


class _RecordReader:
    """Turns rows of one register into visits; keeps what is the same for all of them."""

    def __init__(self, register: Register, circumstances: Circumstances, seen: Counter[str]) -> None:
        self._circumstances = circumstances
        self._year = register.year
        self._columns = Columns(register.mapping, register.headings.columns, VISIT_CATALOGUE, register.year, seen)
        self._places = self._columns.places
        self._villages = VillageFinder(circumstances.villages, circumstances.office_names)
        self._channel = _title_channel(register.headings.title)

    def read(self, rows: Sequence[Row]) -> ReadRow:
        fingerprint = self._columns.fingerprint(rows)
        record = self._columns.record(rows)
        number, count = rows[0].number, len(rows)
        document = self._document(record)
        visit = None if record.refusals else self._parse(record, document)
        if visit is None:
            return ReadRow(number, fingerprint, refusals=tuple(record.refusals), rows=count)
        if visit.matters[0].purpose != "accusation" and sounds_accusing(visit.matters[0].statement):
            record.warn("statement", "写有检举控告一类的字样，若是检举控告，请加“信访目的”一栏写明，以免内容公开。")
        foreign_no = cell_text(record.cells.get("foreign_no"))[:60]
        return ReadRow(number, fingerprint, foreign_no, visit, warnings=tuple(record.warnings), rows=count)

    def _document(self, record: Record) -> dict[str, Any]:
        for key in REQUIRED:
            if key not in self._places:
                label = visit_field(key).label
                record.refuse(key, Refused("missing", f"表里没有“{label}”一栏，请指明哪一栏是{label}。"))
        petitioners, told = self._petitioners(record)
        purpose = record.take("purpose", lambda cell: code_of(cell, _PURPOSE_WORDS, PURPOSES, "信访目的"))
        channel = record.take("channel", lambda cell: code_of(cell, {}, CHANNELS, "渠道", channel_of))
        return {
            "at": self._at(record) if "at" in self._places else None,
            "channel": channel or self._channel,
            "received_by": record.take("received_by", optional_text, ""),
            "people": record.take("people", lambda cell: read_count(cell, "人数")) or told,
            "petitioners": petitioners,
            "matters": [
                {
                    "purpose": purpose or "appeal",
                    "statement": record.take("statement", cell_text, ""),
                    "title": record.take("title", optional_text, ""),
                    "category": record.take("category", _category, ""),
                    "requests": record.take("requests", _requests, []),
                    "concerned_unit": record.take("concerned_unit", optional_text, ""),
                    "urgent": record.take("urgent", _flag, False),
                }
            ],
            "handling": record.take("handling", optional_text, ""),
            "national_no": record.take("national_no", optional_text, ""),
            "query_code": record.take("query_code", optional_text, ""),
            "note": record.note(),
        }

    def _at(self, record: Record) -> str | None:
        moment, has_time = record.take("at", lambda cell: read_moment(cell, self._year), (None, True))
        if moment is None:
            return None
        clock = None if has_time else record.take("time", read_time)
        return datetime.combine(moment.date(), clock or moment.time()).isoformat(timespec="minutes")

    def _petitioners(self, record: Record) -> tuple[list[dict[str, Any]], int | None]:
        """The petitioners of all rows of the record, and how many people their cells speak of."""
        found: list[dict[str, Any]] = []
        counts: list[int] = []
        for cells in (record.cells, *record.more):
            found += self._petitioners_of(record, cells, counts)
        return found, max(sum(counts), len(found)) if counts else None

    def _petitioners_of(self, record: Record, cells: Mapping[str, Cell], counts: list[int]) -> list[dict[str, Any]]:
        told: Told = record.take_of(cells, "name", read_people, Told())
        if len(told.people) == 1 and squeezed(told.people[0].name) in _ANONYMOUS:
            return [{"anonymous": True}]
        if told.count:
            counts.append(told.count)
        if told.doubt and not optional_text(record.cells.get("people")):
            record.warn("name", told.doubt)
        count = max(len(told.people), 1)
        take = partial(record.take_of, cells)
        numbers = take("id_number", lambda cell: shared_out(cell, count, record.identity, "身份证号"), [])
        sexes = take(
            "sex",
            lambda cell: shared_out(cell, count, lambda part: code_of(part, _SEX_WORDS, SEXES, "性别"), "性别"),
            [],
        )
        phones = record.phones(cells, "phone")
        if spare := phones[count:] if count > 1 else phones[1:]:
            record.kept.append(f"另有电话：{'、'.join(spare)}")
        village, address = self._place(record, cells)
        id_type = take("id_type", lambda cell: code_of(cell, _ID_WORDS, identity.ID_KINDS, "证件种类")) or "111"
        birth = take("birth", _birth)
        petitioners: list[dict[str, Any]] = []
        for index, named in enumerate(told.people or (Named(""),)):
            first = index == 0
            petitioners.append(
                {
                    "name": named.name,
                    "sex": (sexes[index] if index < len(sexes) else None) or _sex_of(named.sex),
                    "birth": birth.isoformat() if birth and first else None,
                    "id_type": id_type,
                    "id_number": numbers[index] if index < len(numbers) else "",
                    "phone": phones[index] if index < len(phones) and index < count else "",
                    "village": village,
                    "address": address,
                    "address_unknown": not village and not address,
                }
            )
        return petitioners

    def _place(self, record: Record, cells: Mapping[str, Cell]) -> tuple[str, str]:
        written = record.take_of(cells, "village", optional_text, "")
        address = record.take_of(cells, "address", optional_text, "")
        if not written:
            return self._villages.within(address), address
        village, group = placed_village(record, self._villages, written)
        rest = written if group or (village and squeezed(written) != squeezed(village)) else ""
        return village, address or rest

    def _parse(self, record: Record, document: dict[str, Any]) -> NewVisit | None:
        try:
            visit = parse_new_visit(
                document,
                now=self._circumstances.now,
                most_representatives=self._circumstances.most_representatives,
                back_entry=True,
            )
        except Refused as refused:
            record.refuse(_field_key(refused.field), refused)
            return None
        for warning in visit.warnings:
            path, _, sentence = warning.partition(": ")
            record.warn(_field_key(path), sentence)
        return visit


def _field_key(path: str | None) -> str:
    """The field that a path such as petitioners[0].id_number speaks of."""
    key = re.sub(r"\[\d+\]$", "", (path or "").rpartition(".")[2])
    if key == "petitioners":
        return "name"
    try:
        return visit_field(key).key
    except KeyError:
        return "statement"


def _title_channel(title: Sequence[str]) -> str:
    text = "".join(title)
    for word, channel in (("来信", "letter"), ("来电", "phone"), ("网上", "online")):
        if word in text and "来访" not in text:
            return channel
    return "visit"


def _sex_of(word: str) -> str | None:
    return {"男": "male", "女": "female"}.get(word)


def _birth(cell: Cell) -> date | None:
    return read_moment(cell, None)[0].date() if optional_text(cell) else None


def _category(cell: Cell) -> str:
    return re.sub(r"\s*[_＿>＞—\\-]+\s*", "/", optional_text(cell))


def _requests(cell: Cell) -> list[str]:
    parts = re.split(r"[;；\n]", optional_text(cell))
    bare = (
        re.sub(r"^\s*(?:[(（]?\d{1,2}[.、．)）]|[一二三四五六七八九十]{1,2}、)\s*", "", part).strip() for part in parts
    )
    return [part for part in bare if part]


def _flag(cell: Cell) -> bool:
    return squeezed(optional_text(cell)) in ("是", "紧急", "特急", "急", "√", "y", "yes", "true")
