"""A dispute: a line of the ledger (矛盾纠纷排查化解台账), found in a screening, with its parties and what was done.

`parse_new_dispute` is the only way in: form, command line, grid and import pass through it. Risk is a property of the
dispute, never of a person; nothing is asked about a person beyond who he is and how to reach him (rules/people.md).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from petidesk.domain import identity
from petidesk.domain.fields import taken
from petidesk.domain.json_input import Reader
from petidesk.domain.json_output import iso
from petidesk.domain.ledger.fields import CASE_NO, VISIT_NO, ledger_field
from petidesk.domain.names import person_name
from petidesk.domain.office.ledger_columns import LedgerColumn
from petidesk.domain.trouble import Refused

SIDES = {"a": "甲方", "b": "乙方", "other": "其他"}
STATES = {
    "open": "待化解",
    "in_progress": "化解中",
    "resolved": "已化解",
    "escalated": "已上报",
    "closed_out": "已销号",
}
SOURCES = ("群众反映", "入户排查", "网格上报", "村组干部发现", "来访转入", "上级交办", "其他")
LEVELS = {"village": "村（社区）", "town": "乡镇", "county": "县（市、区）"}
MOST_AMOUNT = Decimal("1000000000000")  # a million million yuan is a slip of the pen
# Keys of a dispute document, as `dispute add` and `dispute amend` take it (rules/command-line.md).
KEYS = (
    "found_on",
    "village",
    "village_group",
    "source",
    "type",
    "title",
    "summary",
    "parties",
    "people_involved",
    "amount_yuan",
    "risk_level",
    "responsible_unit",
    "responsible_person",
    "case_leader",
    "due_on",
    "measures",
    "case_no",
    "visit_no",
    "note",
    "extra",
)


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation in a dispute. `side` is a, b or other."""

    name: str
    side: str = "other"
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class NewDispute:
    """A dispute as handed in, checked, not yet numbered. `amount_yuan` has at most two decimals."""

    found_on: date
    village: str
    summary: str
    type: str = ""
    title: str = ""
    village_group: str = ""
    source: str = ""
    parties: tuple[Party, ...] = ()
    people_involved: int = 0
    amount_yuan: Decimal | None = None
    risk_level: str = "ordinary"
    responsible_unit: str = ""
    responsible_person: str = ""
    case_leader: str = ""
    due_on: date | None = None
    measures: str = ""
    case_no: str | None = None
    visit_no: str | None = None
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """A short line for lists: the title, else the first words of the summary."""
        return self.title or (self.summary if len(self.summary) <= 24 else self.summary[:23].rstrip("，、 ") + "…")

    def names(self, side: str | None = None) -> tuple[str, ...]:
        """The names of the parties, of one side where it is given."""
        return tuple(party.name for party in self.parties if side is None or party.side == side)


# Fields that are taken as they are.
_PLAIN = (
    "village",
    "summary",
    "type",
    "title",
    "village_group",
    "source",
    "responsible_unit",
    "responsible_person",
    "case_leader",
    "measures",
    "note",
)


def parse_new_dispute(document: object, *, today: date, columns: Sequence[LedgerColumn] = ()) -> NewDispute:
    """Read the JSON of a dispute (rules/command-line.md, Ledger).

    Refused: missing (found_on, summary), bad_value for impossible or future days, numbers out of range, an
    impossible identity number; unknown_key, also of a column that the office has not set up. A wrong check digit and a
    due date before the day it was found only warn.
    """
    reader = Reader(document, label="矛盾纠纷")
    warnings: list[str] = []
    found_on: date = taken(reader, ledger_field("found_on"))
    if found_on > today:
        raise Refused("bad_value", f"排查日期{found_on.isoformat()}在今天之后，请核对。", field="found_on")
    if found_on.year < 1950:
        raise Refused("bad_value", f"排查日期{found_on.isoformat()}太早，请核对年份。", field="found_on")
    given = reader.items("parties", "当事人", most=200)
    parties = tuple(_party(item, index, today, warnings) for index, item in enumerate(given))
    due_on: date | None = taken(reader, ledger_field("due_on"))
    if due_on is not None and due_on < found_on:
        warnings.append("due_on: 化解时限早于排查日期，请核对。")
    people = taken(reader, ledger_field("people_involved"))
    plain: dict[str, Any] = {key: taken(reader, ledger_field(key)) for key in _PLAIN}
    dispute = NewDispute(
        found_on=found_on,
        parties=parties,
        people_involved=len(parties) if people is None else people,
        amount_yuan=_amount(reader),
        risk_level=taken(reader, ledger_field("risk_level")) or "ordinary",
        due_on=due_on,
        case_no=taken(reader, CASE_NO) or None,
        visit_no=taken(reader, VISIT_NO) or None,
        extra=_extra(reader.raw("extra"), columns),
        **plain,
    )
    reader.done()
    return dataclasses.replace(dispute, warnings=tuple(warnings))


def _party(value: object, index: int, today: date, warnings: list[str]) -> Party:
    reader = Reader(value, f"parties[{index}]", "当事人")
    party = Party(
        name=person_name(reader.text("name", "姓名", required=True, limit=120)),
        side=reader.choice("side", "哪一方", tuple(SIDES)) or "other",
        phone=reader.text("phone", "电话", limit=60),
        id_number=reader.text("id_number", "身份证号", limit=40),
    )
    path = reader.path("id_number")
    reader.done()
    if not party.id_number:
        return party
    answer = identity.check(party.id_number, today)
    if answer.problem == "check_digit":
        warnings.append(f"{path}: 身份证号校验位不对，请核对原件。")
    elif answer.problem is not None:
        raise Refused("bad_value", f"身份证号不对：{identity.PROBLEMS[answer.problem]}", field=path)
    warnings += [f"{path}: {doubt}" for doubt in identity.doubts(answer)]
    return dataclasses.replace(party, id_number=answer.normalised or party.id_number)


def _amount(reader: Reader) -> Decimal | None:
    """Yuan as a number or as text such as 12,000.50; at most two decimals."""
    path = reader.path("amount_yuan")
    value = reader.raw("amount_yuan")
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Refused("bad_value", "涉及金额应当是数字，单位元。", field=path)
    return yuan(str(value), path)


def yuan(text: str, path: str | None) -> Decimal:
    """An amount of money in yuan. Refused (bad_value) when it is no number, negative, or beyond all measure."""
    bare = text.replace(",", "").replace("，", "").strip()
    try:
        amount = Decimal("NaN" if "_" in bare else bare)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0 or amount > MOST_AMOUNT:
        raise Refused("bad_value", f"涉及金额“{text}”不对，应当是不小于0的数字，单位元。", field=path)
    if amount != amount.quantize(Decimal("0.01")):
        raise Refused("bad_value", f"涉及金额“{text}”最多写到分。", field=path)
    return amount.quantize(Decimal("0.01")).normalize() + Decimal(0)


def plain_number(amount: Decimal) -> int | float:
    """An amount for JSON: whole yuan as a whole number."""
    return int(amount) if amount == int(amount) else float(amount)


def _extra(value: object, columns: Sequence[LedgerColumn]) -> dict[str, Any]:
    """The values of the county's own columns, checked by their kind; empty ones are left out."""
    reader = Reader({} if value is None else value, "extra", "附加栏目")
    found: dict[str, Any] = {}
    for column in columns:
        for key in dict.fromkeys((column.key, column.label)):
            if reader.has(key) and (read := _extra_value(reader, key, column)) not in (None, ""):
                found[column.key] = read
    reader.done()
    return found


def _extra_value(reader: Reader, key: str, column: LedgerColumn) -> Any:
    match column.kind:
        case "money":
            raw = reader.raw(key)
            return None if raw in (None, "") else str(yuan(str(raw), reader.path(key)))
        case "day":
            return iso(taken(reader, column.field(key)))
        case _:
            return taken(reader, column.field(key))


@dataclass(frozen=True, slots=True)
class DisputeEvent:
    """Something that was done about a dispute, as shown in its timeline."""

    event_id: int
    kind: str
    on: date
    by: str
    note: str
    content: Mapping[str, Any]
    recorded_at: datetime
    staff: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """A registered dispute with where it stands. `level`: who has it; `changed_at` and `version` grow with changes."""

    dispute_id: int
    dispute_no: str
    content: NewDispute
    state: str
    level: str
    resolved_on: date | None
    closed_out_on: date | None
    follow_up_due: date | None
    followed_up_on: date | None
    entered_at: datetime
    entered_by: str
    changed_at: datetime
    version: int
    voided: bool
    void_reason: str
    foreign_no: str
    imported: bool
    round_no: str
    events: tuple[DisputeEvent, ...] = ()


def completed(document: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a dispute as any version wrote it down, with what it did not know yet as when nobody says it."""
    return {**dispute_content_document(NewDispute(date.min, "", "")), **document}


def dispute_content_document(dispute: NewDispute) -> dict[str, Any]:
    """The dispute as `dispute add` takes it, without the stored keys."""
    amount = dispute.amount_yuan
    return {
        "found_on": iso(dispute.found_on),
        "village": dispute.village,
        "village_group": dispute.village_group,
        "source": dispute.source,
        "type": dispute.type,
        "title": dispute.title,
        "summary": dispute.summary,
        "parties": [
            {"name": party.name, "side": party.side, "phone": party.phone, "id_number": party.id_number}
            for party in dispute.parties
        ],
        "people_involved": dispute.people_involved,
        "amount_yuan": None if amount is None else plain_number(amount),
        "risk_level": dispute.risk_level,
        "responsible_unit": dispute.responsible_unit,
        "responsible_person": dispute.responsible_person,
        "case_leader": dispute.case_leader,
        "due_on": iso(dispute.due_on),
        "measures": dispute.measures,
        "case_no": dispute.case_no,
        "visit_no": dispute.visit_no,
        "note": dispute.note,
        "extra": dict(dispute.extra),
    }


def dispute_document(dispute: Dispute, added: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """The stored record as the command line prints it: what `add` takes plus the stored keys."""
    document = dispute_content_document(dispute.content) | {
        "dispute_no": dispute.dispute_no,
        "state": dispute.state,
        "level": dispute.level,
        "resolved_on": iso(dispute.resolved_on),
        "closed_out_on": iso(dispute.closed_out_on),
        "follow_up_due": iso(dispute.follow_up_due),
        "followed_up_on": iso(dispute.followed_up_on),
        "events": [dispute_event_document(event) for event in dispute.events],
        "entered_at": iso(dispute.entered_at),
        "entered_by": dispute.entered_by,
        "version": dispute.version,
        "voided": dispute.voided,
        "void_reason": dispute.void_reason,
        "foreign_no": dispute.foreign_no,
        "round_no": dispute.round_no or None,
        "warnings": list(dispute.content.warnings),
    }
    if added is not None:
        document["added"] = {key: list(values) for key, values in added.items()}
    return document


def dispute_event_document(event: DisputeEvent) -> dict[str, Any]:
    """An event as JSON: its own keys beside kind, on, by, note. What was taken back by an undoing is `undoes`."""
    content = dict(event.content)
    if event.kind == "undone":
        content["undoes"] = content.pop("event_id", None)
    return {
        "event_id": event.event_id,
        "kind": event.kind,
        "on": iso(event.on),
        "by": event.by,
        "note": event.note,
        **content,
        "recorded_at": iso(event.recorded_at),
        "undone": event.undone,
    }
