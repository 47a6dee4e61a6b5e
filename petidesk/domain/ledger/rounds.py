"""Screening rounds (排查轮次): which villages are asked, until when, and what each returned.

A village that found nothing says so: the zero report (零报告) is a return like any other. Cadence differs from village
to village and is a setting (rules/ledger.md, 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from petidesk.domain.json_input import Reader
from petidesk.domain.json_output import iso
from petidesk.domain.office.unset import Unset
from petidesk.domain.trouble import Refused

ANSWERS = {"reported": "已报送", "zero": "零报告", "missing": "未报"}
ROUND_KINDS = {"regular": "定期排查", "special": "专项排查（节前、重要时期）"}


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as handed in. `villages` are those asked; days include both ends."""

    since: date
    until: date
    due_on: date
    villages: tuple[str, ...]
    kind: str = "regular"
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """What a village returned in a round; `on` None while nothing came."""

    village: str
    answer: str = "missing"
    on: date | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round with the newest return of every village, and how many disputes each entered in it."""

    round_id: int
    round_no: str
    kind: str
    title: str
    since: date
    until: date
    due_on: date
    note: str
    voided: bool
    returns: tuple[Return, ...]
    entered: Mapping[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The villages that have returned nothing yet."""
        return tuple(one.village for one in self.returns if one.answer == "missing")


def parse_round(document: object, villages: Sequence[str]) -> NewRound:
    """Read the JSON of `ledger round open`: since, until, due_on (default until), kind, title, villages (default all).

    Refused: days out of order, no village.
    """
    reader = Reader(document, label="排查轮次")
    since = reader.day("since", "开始日期", required=True)
    until = reader.day("until", "结束日期", required=True)
    assert since is not None and until is not None
    due_on = reader.day("due_on", "报送期限") or until
    asked = reader.texts("villages", "村（社区）", limit=60, most=2000) or tuple(villages)
    new = NewRound(
        since=since,
        until=until,
        due_on=due_on,
        villages=tuple(dict.fromkeys(asked)),
        kind=reader.choice("kind", "种类", tuple(ROUND_KINDS)) or "regular",
        title=reader.text("title", "名称", limit=120),
        note=reader.text("note", "备注"),
    )
    reader.done()
    if until < since:
        raise Refused("bad_value", "结束日期在开始日期之前。", field="until")
    if due_on < since:
        raise Refused("bad_value", "报送期限在开始日期之前。", field="due_on")
    if not new.villages:
        raise Unset(["villages"], "排查")
    return new


def round_document(found: Round) -> dict[str, Any]:
    """A round as JSON: every village with its return."""
    return {
        "round_no": found.round_no,
        "kind": found.kind,
        "title": found.title,
        "since": iso(found.since),
        "until": iso(found.until),
        "due_on": iso(found.due_on),
        "note": found.note,
        "returns": [
            {
                "village": one.village,
                "answer": one.answer,
                "on": iso(one.on),
                "by": one.by,
                "note": one.note,
                "disputes": found.entered.get(one.village, 0),
            }
            for one in found.returns
        ],
        "reported": sum(one.answer == "reported" for one in found.returns),
        "zero": sum(one.answer == "zero" for one in found.returns),
        "missing": list(found.missing),
    }
