"""The rows of a month package as a county's own program reads them (`rows.json`): disputes and totals, nothing else.

No visits, petitioners, telephones, identity numbers or closed records are in it (rules/people.md). Each row carries its
number, version and events, the whole names the township and the package before it: that is what another program needs
to tell new from unchanged, changed after close, and conflict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from petidesk.domain.identity import mask_numbers
from petidesk.domain.json_output import iso
from petidesk.domain.ledger.disputes import Dispute, dispute_content_document, dispute_event_document
from petidesk.domain.ledger.listing import Balance, balance_document
from petidesk.domain.trouble import Refused
from petidesk.domain.watched import watches_people

ROWS = "rows.json"
FORMAT = "petidesk month rows"
VERSION = 1
_LEFT_OUT = "（号码略）"
# Numbers of people as they are typed: mobile, fixed, identity, with and without gaps; and what is left of a masked one.
_NUMBERS = re.compile(
    r"(?<![\dXx])(?:"
    r"\d{6}[- ]?\d{8}[- ]?\d{3}[\dXx]|\d{15}"
    r"|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|0\d{2,3}[- —]?\d{7,8}"
    r")(?![\dXx])|\d*\*{2,}[\dXx]*"
)
# What a row says of the matter; no numbers of people, and no link to a petition.
_SAID = (
    *("found_on", "village", "village_group", "source", "type", "title", "summary", "people_involved", "amount_yuan"),
    *("risk_level", "responsible_unit", "responsible_person", "case_leader", "due_on", "measures", "note"),
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: a word that stays the same for one data folder, and the names."""

    township_id: str
    office: str
    county: str


@dataclass(frozen=True, slots=True)
class MonthRows:
    """What `rows.json` says. `previous`: the SHA-256 of the package that was made before, empty for the first."""

    sender: Sender
    month: str
    closed: bool
    practice: bool
    made_at: str
    previous: str
    balance: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file of the package and its bytes. `right`: it is what the list says."""

    name: str
    data: bytes
    right: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """An opened package: its rows and files, and its own SHA-256, which the next package names."""

    rows: MonthRows
    files: tuple[IncomingFile, ...]
    sha256: str

    @property
    def right(self) -> bool:
        """Whether every file is what the list says."""
        return all(one.right for one in self.files)


def rows_document(
    sender: Sender,
    balance: Balance,
    disputes: Iterable[Dispute],
    *,
    practice: bool,
    made_at: datetime,
    previous: str,
) -> dict[str, Any]:
    """The document of a month. A dispute whose words were closed since is left out."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "township": {"id": sender.township_id, "office": sender.office, "county": sender.county},
        "month": balance.month,
        "closed": balance.closed,
        "practice": practice,
        "made_at": made_at.isoformat(timespec="seconds"),
        "previous": previous or None,
        "balance": balance_document(balance),
        "rows": [_row(dispute) for dispute in disputes],
    }


def _row(dispute: Dispute) -> dict[str, Any]:
    content = dispute_content_document(dispute.content)
    events = (dispute_event_document(event) for event in dispute.events)
    row = {
        "dispute_no": dispute.dispute_no,
        "version": dispute.version,
        **{key: content[key] for key in _SAID},
        "parties": [{"name": party.name, "side": party.side} for party in dispute.content.parties],
        "extra": {key: told for key, told in content["extra"].items() if not watches_people((key,))},
        "state": dispute.state,
        "resolved_on": iso(dispute.resolved_on),
        "closed_out_on": iso(dispute.closed_out_on),
        "followed_up_on": iso(dispute.followed_up_on),
        "events": [{key: told for key, told in event.items() if key != "recorded_at"} for event in events],
    }
    return {key: _without_numbers(said) for key, said in row.items()}


def _without_numbers(said: Any) -> Any:
    """Words without any number of a person, not even a part of one; the numbers of records stay."""
    if isinstance(said, str):
        return _NUMBERS.sub(_LEFT_OUT, mask_numbers(_NUMBERS.sub(_LEFT_OUT, said)))
    if isinstance(said, dict):
        return {key: _without_numbers(one) for key, one in said.items()}
    return [_without_numbers(one) for one in said] if isinstance(said, list) else said


def parse_rows(document: object) -> MonthRows:
    """Read `rows.json`. Refused (bad_value) for another format, or one of a later program."""
    said = document if isinstance(document, Mapping) else {}
    if said.get("format") != FORMAT:
        raise Refused("bad_value", "这不是本程序做的月报包。")
    if not isinstance(said.get("version"), int) or said["version"] > VERSION:
        raise Refused("bad_value", "这个月报包是更新的版本做的，请先升级程序再打开。")
    try:
        township = said["township"]
        rows = tuple(dict(row) for row in said["rows"])
        if not all(isinstance(row["dispute_no"], str) and isinstance(row["version"], int) for row in rows):
            raise ValueError
        return MonthRows(
            Sender(str(township["id"]), str(township["office"]), str(township["county"])),
            str(said["month"]),
            bool(said["closed"]),
            bool(said["practice"]),
            str(said["made_at"]),
            str(said["previous"] or ""),
            dict(said["balance"]),
            rows,
        )
    except (KeyError, TypeError, ValueError):
        raise Refused("bad_value", "这个月报包里的数据不完整，请让对方重新做一份。") from None
