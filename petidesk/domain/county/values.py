"""What a dispute says under each field of a county's column: text, number or day; masked unless it may be shown whole.

A Value is what stands in the cell. Texts stay texts whatever they begin with (``=``, ``+``, ``@``): the writer keeps
them from being formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from petidesk.domain.county.fields import JOIN
from petidesk.domain.identity import mask_identity, mask_numbers, mask_phone
from petidesk.domain.ledger.disputes import STATES, Dispute, DisputeEvent, Party
from petidesk.domain.office.ledger_columns import RISK_LEVELS, LedgerColumn
from petidesk.domain.office.office import Office
from petidesk.domain.visits.topics import phrase

Value = str | int | float | date | None
MASKED_FIELDS = frozenset(("phone", "phone_b", "id_number", "id_number_b"))
# Fields in people's own words, which may hold a number of somebody.
_IN_WORDS = frozenset(("title", "summary", "parties", "measures", "manner", "result", "follow_up_result", "note"))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What values depend on beside the dispute: the office, the month in words, whether numbers are written whole."""

    office: Office
    month_words: str
    full: bool = False
    # a sheet with a column of its own for measures needs them only there
    measures_apart: bool = False
    sides_apart: bool = False
    phones_apart: bool = False
    identities_apart: bool = False

    @staticmethod
    def for_fields(office: Office, month_words: str, fields: Sequence[str | None], *, full: bool) -> Circumstances:
        """The circumstances of a table with these columns."""
        keys = {key for field in fields if field for key in field.split(JOIN)}
        return Circumstances(
            office,
            month_words,
            full,
            measures_apart="measures" in keys,
            sides_apart="party_b" in keys,
            phones_apart="phone_b" in keys,
            identities_apart="id_number_b" in keys,
        )


def chinese_day(day: date | None) -> str:
    """2026年10月3日; empty for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def number(amount: Decimal | None, unit: int = 1) -> int | float | None:
    """Money as a number of yuan, or of ten thousand yuan."""
    if amount is None:
        return None
    scaled = amount / unit
    return int(scaled) if scaled == int(scaled) else float(scaled)


def value(dispute: Dispute, field: str, seen: Circumstances, *, serial: int = 0, unit: int = 1) -> Value:
    """The value of a field (or of several joined with +) for a dispute; None where there is nothing to say.

    Numbers that are masked in their own column are masked among the words of the others, too.
    """
    said = _said(dispute, field, seen, serial, unit)
    if isinstance(said, str) and not seen.full and (field in _IN_WORDS or field.startswith("extra.")):
        return mask_numbers(said)
    return said


def _said(dispute: Dispute, field: str, seen: Circumstances, serial: int, unit: int) -> Value:
    known = _PLAIN.get(field)
    if known is not None:
        return known(dispute)
    if field == "serial":
        return serial
    if field == "amount_yuan":
        return number(dispute.content.amount_yuan, unit)
    if JOIN in field:
        return _joined(dispute, field, seen, serial, unit)
    if field.startswith("extra."):
        return _extra(dispute, field.removeprefix("extra."), seen.office.ledger_columns)
    made = _MADE.get(field)
    return made(dispute, seen) if made else None


def _joined(dispute: Dispute, field: str, seen: Circumstances, serial: int, unit: int) -> str | None:
    if field == "parties+phone":
        return _people(dispute, seen) or None
    words = [_words(value(dispute, key, seen, serial=serial, unit=unit)) for key in field.split(JOIN)]
    told = [word for word in words if word]
    if field == "village+village_group":
        return "".join(told) or None
    return ("；" if any(len(word) > 20 for word in told) else " ").join(told) or None


def _people(dispute: Dispute, seen: Circumstances) -> str:
    said = [f"{party.name} {_phone(party, seen)}".strip() for party in dispute.content.parties]
    return "、".join(said)


def _words(said: Value) -> str:
    if isinstance(said, date):
        return chinese_day(said)
    return "" if said is None else str(said)


def _text(name: str) -> Callable[[Dispute], Value]:
    return lambda dispute: getattr(dispute.content, name) or None


_PLAIN: dict[str, Callable[[Dispute], Value]] = {
    **{
        name: _text(name)
        for name in (
            "found_on",
            "village",
            "village_group",
            "source",
            "type",
            "summary",
            "responsible_unit",
            "responsible_person",
            "case_leader",
            "due_on",
            "note",
            "case_no",
        )
    },
    "title": lambda dispute: dispute.content.title or phrase(dispute.content.summary),
    "people_involved": lambda dispute: dispute.content.people_involved,
    "state": lambda dispute: STATES[dispute.state],
    "resolved_on": lambda dispute: dispute.resolved_on,
    "closed_out_on": lambda dispute: dispute.closed_out_on,
    "followed_up_on": lambda dispute: dispute.followed_up_on,
    "dispute_no": lambda dispute: dispute.dispute_no,
    "foreign_no": lambda dispute: dispute.foreign_no or None,
    "closing": lambda dispute: _closing(dispute),
    "manner": lambda dispute: _told(dispute, "resolved", "manner"),
    "agreement": lambda dispute: _told(dispute, "mediated", "agreement"),
    "confirmed_on": lambda dispute: event.on if (event := _last(dispute, "confirmed")) else None,
    "follow_up_result": lambda dispute: _follow_up(dispute),
}


def _last(dispute: Dispute, kind: str) -> DisputeEvent | None:
    return next((event for event in reversed(dispute.events) if event.kind == kind and not event.undone), None)


def _told(dispute: Dispute, kind: str, key: str) -> str | None:
    event = _last(dispute, kind)
    return (str(event.content.get(key) or "") or None) if event else None


def _closing(dispute: Dispute) -> str:
    if dispute.closed_out_on:
        return f"已销号（{chinese_day(dispute.closed_out_on)}）"
    return "已化解，未销号" if dispute.state == "resolved" else "未销号"


def _follow_up(dispute: Dispute) -> str | None:
    event = _last(dispute, "followed_up")
    if event is None:
        return None
    told = str(event.content.get("result") or "")
    satisfied = event.content.get("satisfied")
    if told or satisfied is None:
        return told or None
    return "满意" if satisfied else "不满意"


def _measures(dispute: Dispute, _seen: Circumstances) -> str | None:
    """What was written as measures, then each measure taken and each escalation with its day."""
    lines = [dispute.content.measures] if dispute.content.measures else []
    for event in dispute.events:
        if event.undone:
            continue
        text = ""
        if event.kind == "measure_taken":
            text = str(event.content.get("text") or event.note or "")
        elif event.kind == "escalated":
            report = event.content.get("report")
            text = f"上报{_level(event)}" + (f"：{report}" if report else "")
        if text and text not in lines:
            lines.append(f"{chinese_day(event.on)}{text}" if event.kind == "escalated" else text)
    return "；".join(line.rstrip("。；; ") for line in lines) or None


def _level(event: DisputeEvent) -> str:
    to = str(event.content.get("to") or "")
    return {"town": "乡镇", "county": "县（市、区）"}.get(to, to)


def _result(dispute: Dispute, seen: Circumstances) -> str:
    """How it was resolved; else how far it is: the last measure where there is no column for measures, or the state."""
    if dispute.state in ("resolved", "closed_out"):
        told = _told(dispute, "resolved", "result") or _told(dispute, "resolved", "manner")
        return told or STATES["resolved"]
    if dispute.state == "escalated" and not seen.measures_apart:
        return _measures(dispute, seen) or STATES["escalated"]
    if dispute.state == "in_progress" and not seen.measures_apart:
        return _measures(dispute, seen) or STATES["in_progress"]
    return STATES[dispute.state]


def _names(dispute: Dispute, side: str, seen: Circumstances) -> str | None:
    return "、".join(party.name for party in _side(dispute, side, seen.sides_apart)) or None


def _side(dispute: Dispute, side: str, apart: bool) -> list[Party]:
    """The parties of a column. A party of no side stands with the first side that nobody has, so that none is lost."""
    parties = dispute.content.parties
    if not apart:
        return list(parties)
    others_in = "a" if not any(party.side == "a" for party in parties) else "b"
    return [party for party in parties if party.side == side or (party.side == "other" and side == others_in)]


def _phone(party: Party, seen: Circumstances) -> str:
    return party.phone if seen.full or not party.phone else mask_phone(party.phone)


def _phones(dispute: Dispute, side: str, seen: Circumstances) -> str | None:
    told = (_phone(party, seen) for party in _side(dispute, side, seen.phones_apart) if party.phone)
    return "\n".join(dict.fromkeys(told)) or None


def _identities(dispute: Dispute, side: str, seen: Circumstances) -> str | None:
    numbers = [party.id_number for party in _side(dispute, side, seen.identities_apart) if party.id_number]
    return "\n".join(one if seen.full else mask_identity(one) for one in numbers) or None


def _risk(dispute: Dispute, seen: Circumstances) -> str:
    labels = dict(zip(RISK_LEVELS, seen.office.risk_labels, strict=True))
    return labels[dispute.content.risk_level]


def _leader_post(dispute: Dispute, seen: Circumstances) -> str | None:
    name = dispute.content.case_leader
    return next((leader.post for leader in seen.office.leaders if leader.name == name and leader.post), None)


_MADE: dict[str, Callable[[Dispute, Circumstances], Value]] = {
    "parties": lambda dispute, seen: "、".join(dispute.content.names()) or None,
    "party_a": lambda dispute, seen: _names(dispute, "a", seen),
    "party_b": lambda dispute, seen: _names(dispute, "b", seen),
    "phone": lambda dispute, seen: _phones(dispute, "a", seen),
    "phone_b": lambda dispute, seen: _phones(dispute, "b", seen),
    "id_number": lambda dispute, seen: _identities(dispute, "a", seen),
    "id_number_b": lambda dispute, seen: _identities(dispute, "b", seen),
    "risk_level": _risk,
    "measures": _measures,
    "result": _result,
    "case_leader_post": _leader_post,
    "town": lambda dispute, seen: seen.office.short_name,
    "county": lambda dispute, seen: seen.office.county_name,
    "month": lambda dispute, seen: seen.month_words,
}


def _extra(dispute: Dispute, key: str, columns: Sequence[LedgerColumn]) -> Value:
    said: Any = dispute.content.extra.get(key)
    kind = next((column.kind for column in columns if column.key == key), "text")
    if said in (None, ""):
        return None
    if kind == "day":
        return date.fromisoformat(str(said))
    if kind == "money":
        return number(Decimal(str(said)))
    return said if isinstance(said, int | float) else str(said)


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def cell_safe(text: str) -> str:
    """The text as a cell can hold it: no control characters, lines parted by one character, at most 32,767 of them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_IN_XML.sub("", text)[:32_767]


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program might take a text for a formula when it is typed again or saved as CSV."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def masked_count(disputes: Sequence[Dispute]) -> Mapping[str, int]:
    """How many identity and telephone numbers these disputes hold, for the audit line."""
    parties = [party for dispute in disputes for party in dispute.content.parties]
    return {
        "phones": sum(1 for party in parties if party.phone),
        "identities": sum(1 for party in parties if party.id_number),
    }
