"""One row of an old register: each field's cell is read, then the whole passes the rules that bind the form.

A bad cell refuses its row by row and column; nothing is put right silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from petidesk.domain import identity
from petidesk.domain.accusing import sounds_accusing
from petidesk.domain.cells import (
    Cell,
    Row,
    cell_text,
    optional_text,
    read_count,
    read_identity,
    read_moment,
    read_names,
    read_phones,
    read_time,
    squeezed,
)
from petidesk.domain.codes import CHANNELS, PURPOSES, SEXES
from petidesk.domain.imports.imports import REQUIRED, Circumstances, ReadRow, Register
from petidesk.domain.imports.records import Columns, Record, code_of, shared_out
from petidesk.domain.places import VillageFinder
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.fields import VISIT_CATALOGUE, visit_field
from petidesk.domain.visits.visits import NewVisit, parse_new_visit


def read_records(register: Register, circumstances: Circumstances) -> Iterator[ReadRow]:
    """Each record of the register as a visit or as refusals, in the order of the sheet. Never raises for a bad row."""
    reader = _RecordReader(register, circumstances)
    for row in register.rows():
        yield reader.read(row)


_CHANNEL_WORDS = {
    "visit": (
        "来访",
        "走访",
        "上访",
        "个访",
        "集体访",
        "集访",
        "初访",
        "重访",
        "群访",
        "接访",
        "窗口",
        "当面",
        "来人",
        "联名访",
    ),
    "letter": ("来信", "信件", "书信", "信函", "邮寄", "写信", "联名信"),
    "phone": ("来电", "电话", "电访"),
    "online": ("网上", "网络", "网信", "网上信访", "电子邮件", "邮箱", "微信", "网上投诉"),
    "handed_down": ("上级转送", "上级交办", "转送", "转办", "交办", "上级转办", "县转", "县级转送"),
    "hotline": ("12345工单", "12345", "热线", "工单", "12345热线", "市长热线"),
    "instruction": ("领导批示", "批示", "领导信箱"),
}
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

    def __init__(self, register: Register, circumstances: Circumstances) -> None:
        self._circumstances = circumstances
        self._year = register.year
        self._columns = Columns(register.mapping, register.headings.columns, VISIT_CATALOGUE, register.year)
        self._places = self._columns.places
        self._villages = VillageFinder(circumstances.villages, circumstances.office_names)
        self._channel = _title_channel(register.headings.title)

    def read(self, row: Row) -> ReadRow:
        fingerprint = self._columns.fingerprint(row)
        record = self._columns.record(row)
        document = self._document(record)
        visit = None if record.refusals else self._parse(record, document)
        if visit is None:
            return ReadRow(row.number, fingerprint, refusals=tuple(record.refusals))
        if visit.matters[0].purpose != "accusation" and sounds_accusing(visit.matters[0].statement):
            record.warn("statement", "写有检举控告一类的字样，若是检举控告，请加“信访目的”一栏写明，以免内容公开。")
        foreign_no = cell_text(record.cells.get("foreign_no"))[:60]
        return ReadRow(row.number, fingerprint, foreign_no, visit, warnings=tuple(record.warnings))

    def _document(self, record: Record) -> dict[str, Any]:
        for key in REQUIRED:
            if key not in self._places:
                label = visit_field(key).label
                record.refuse(key, Refused("missing", f"表里没有“{label}”一栏，请指明哪一栏是{label}。"))
        petitioners, note = self._petitioners(record)
        purpose = record.take("purpose", lambda cell: code_of(cell, _PURPOSE_WORDS, PURPOSES, "信访目的"))
        channel = record.take("channel", lambda cell: code_of(cell, _CHANNEL_WORDS, CHANNELS, "渠道"))
        return {
            "at": self._at(record) if "at" in self._places else None,
            "channel": channel or self._channel,
            "received_by": record.take("received_by", optional_text, ""),
            "people": record.take("people", lambda cell: read_count(cell, "人数")),
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
            "note": "\n".join(part for part in (record.take("note", optional_text, ""), note) if part),
        }

    def _at(self, record: Record) -> str | None:
        moment, has_time = record.take("at", lambda cell: read_moment(cell, self._year), (None, True))
        if moment is None:
            return None
        clock = None if has_time else record.take("time", read_time)
        return datetime.combine(moment.date(), clock or moment.time()).isoformat(timespec="minutes")

    def _petitioners(self, record: Record) -> tuple[list[dict[str, Any]], str]:
        names = record.take("name", read_names, ())
        if len(names) == 1 and squeezed(names[0]) in _ANONYMOUS:
            return [{"anonymous": True}], ""
        count = max(len(names), 1)
        numbers = record.take("id_number", lambda cell: shared_out(cell, count, read_identity, "身份证号"), [])
        sexes = record.take(
            "sex",
            lambda cell: shared_out(cell, count, lambda part: code_of(part, _SEX_WORDS, SEXES, "性别"), "性别"),
            [],
        )
        phones = record.take("phone", read_phones, ())
        spare = phones[count:] if count > 1 else phones[1:]
        village, address = self._place(record)
        id_type = record.take("id_type", lambda cell: code_of(cell, _ID_WORDS, identity.ID_KINDS, "证件种类")) or "111"
        birth = record.take("birth", _birth)
        petitioners: list[dict[str, Any]] = []
        for index, name in enumerate(names or ("",)):
            first = index == 0
            petitioners.append(
                {
                    "name": name,
                    "sex": sexes[index] if index < len(sexes) else None,
                    "birth": birth.isoformat() if birth and first else None,
                    "id_type": id_type,
                    "id_number": numbers[index] if index < len(numbers) else "",
                    "phone": phones[index] if index < len(phones) and index < count else "",
                    "village": village,
                    "address": address,
                    "address_unknown": not village and not address,
                }
            )
        return petitioners, f"另有电话：{'、'.join(spare)}" if spare else ""

    def _place(self, record: Record) -> tuple[str, str]:
        written = record.take("village", optional_text, "")
        address = record.take("address", optional_text, "")
        if written:
            village = self._villages.named(written)
            return village, address or (written if squeezed(written) != squeezed(village) else "")
        return self._villages.within(address), address

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
