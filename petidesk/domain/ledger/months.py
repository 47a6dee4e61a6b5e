"""The month that goes to the county: what it must add up to, what must be right before it goes, what changed since.

carried over + found = resolved + escalated + outstanding, always (rules/ledger.md, 2). A rate says how it was reckoned;
a base of zero has no rate and prints —.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from petidesk.domain.json_output import iso
from petidesk.domain.ledger.disputes import STATES, Dispute, dispute_content_document
from petidesk.domain.ledger.events import LedgerEvent, Place, month_days, month_number, month_text, place_of
from petidesk.domain.ledger.listing import Balance, Counts
from petidesk.domain.office.fields import RATES
from petidesk.domain.office.ledger_columns import RISK_LEVELS
from petidesk.domain.retention.periods import GONE

NO_BASE = "—"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong (`error`) or missing in a dispute of the month, with the field it concerns."""

    dispute_no: str
    field: str
    message: str
    error: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a closed month: entered late (迟报), corrected (更正) or voided (作废) since."""

    dispute_no: str
    kind: str
    field: str = ""
    before: str = ""
    after: str = ""


CHANGE_WORDS = {"late": "迟报", "changed": "更正", "voided": "作废"}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with what it is made of. `text` has two decimals, or — where the base is zero."""

    label: str
    numerator: int
    denominator: int
    definition: str

    @property
    def text(self) -> str:
        """98.11%, half rounded up; — for a base of zero."""
        if not self.denominator:
            return NO_BASE
        share = Decimal(self.numerator) * 100 / Decimal(self.denominator)
        return f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The report that is owed: of the month before, from the 1st until it is closed."""

    month: str
    due_on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Everything a monthly table needs: the balance, the year so far, and per type of the county's list what was found
    and handled."""

    balance: Balance
    year: Counts
    year_by_type: tuple[tuple[str, Counts], ...]
    monthly_types: tuple[tuple[str, int, int], ...]
    year_monthly_types: tuple[tuple[str, int, int], ...]
    rates: tuple[Rate, ...]
    rounds_held: int
    changes: tuple[Change, ...] = ()


def summed(rows: Iterable[tuple[str, str, Counts]], month: str) -> Balance:
    """The balance of a month from its parts by type and village."""
    parts = sorted(rows, key=lambda part: (part[0], part[1]))
    total = Counts()
    by_type: dict[str, Counts] = {}
    by_village: dict[str, Counts] = {}
    for kind, village, counts in parts:
        total = total + counts
        by_type[kind] = by_type.get(kind, Counts()) + counts
        by_village[village] = by_village.get(village, Counts()) + counts
    return Balance(month, total, tuple(by_type.items()), tuple(sorted(by_village.items())), tuple(parts))


def rates_of(total: Counts, found: int, handled: int, usage: str) -> tuple[Rate, ...]:
    """The month's rates. `usage` is what this county calls 化解率 (`office.RATES`)."""
    if usage == "found":
        resolution = Rate("化解率", total.resolved_found, total.found, RATES["found"])
    else:
        resolution = Rate("化解率", total.resolved, total.carried_over + total.found, RATES["all"])
    return (
        resolution,
        Rate("调处率", handled, found, "本月新排查中已调处÷本月新排查"),
        Rate("成功率", total.resolved_found, handled, "本月新排查中已化解÷本月新排查中已调处"),
    )


def report_due(today: date, report_day: int, closed: Sequence[int], *, began: date | None) -> ReportDue | None:
    """The report of the month before, until it is closed; None when it is closed or the ledger began later."""
    this = today.year * 12 + today.month - 1
    if this - 1 in closed or began is None or began > month_days(this - 1)[1]:
        return None
    due = date(today.year, today.month, report_day)
    return ReportDue(month_text(this - 1), due, (due - today).days)


# ---- before it goes out

_NEEDED = (
    ("type", "没有纠纷类型", True),
    ("parties", "没有当事人", False),
    ("responsible_unit", "没有责任单位", False),
    ("responsible_person", "没有责任人", True),
    ("people_involved", "涉及人数是0", False),
)


def findings_of(dispute: Dispute, month: str, villages: frozenset[str]) -> list[Finding]:
    """What is wrong or missing in one dispute of the month."""
    content, number = dispute.content, dispute.dispute_no
    last = month_days(month_number(month))[1]
    found = [Finding(number, key, words, error) for key, words, error in _NEEDED if not getattr(content, key)]
    if not content.village:
        found.append(Finding(number, "village", "没有村（社区）", True))
    elif content.village not in villages:
        found.append(Finding(number, "village", f"“{content.village}”不在本单位的村（社区）名单里", True))
    is_open = dispute.state in ("open", "in_progress")
    if is_open and content.due_on is None:
        found.append(Finding(number, "due_on", "还没有化解，没有写化解时限"))
    if is_open and content.due_on is not None and content.due_on <= last:
        found.append(Finding(number, "due_on", f"化解时限{content.due_on.isoformat()}已过，还没有化解"))
    if content.due_on is not None and content.due_on < content.found_on:
        found.append(Finding(number, "due_on", "化解时限早于排查日期", True))
    if content.risk_level == "major" and not content.case_leader:
        found.append(Finding(number, "case_leader", "重大纠纷没有包案领导", True))
    found += [
        Finding(number, "events", "记了化解，没有写化解方式或结果")
        for event in dispute.events
        if event.kind == "resolved"
        and not event.undone
        and not (event.content.get("manner") or event.content.get("result"))
    ]
    return found


# ---- what is sent, and what changed since

_SENT_FIELDS = {
    "found_on": "排查日期",
    "village": "村（社区）",
    "type": "纠纷类型",
    "summary": "纠纷简况",
    "people_involved": "涉及人数",
    "amount_yuan": "涉及金额",
    "risk_level": "风险等级",
    "responsible_unit": "责任单位",
    "responsible_person": "责任人",
    "case_leader": "包案领导",
    "due_on": "化解时限",
    "measures": "化解措施",
    "note": "备注",
    "title": "名称",
    "village_group": "村民小组",
    "source": "来源",
}


def sent_row(dispute: Dispute, month: str) -> dict[str, Any]:
    """A dispute as it stood at the end of the month, for the snapshot. No identity or telephone numbers."""
    last = month_days(month_number(month))[1]
    content = dispute_content_document(dispute.content)
    row = {key: content[key] for key in _SENT_FIELDS}
    row["dispute_no"] = dispute.dispute_no
    row["version"] = dispute.version
    # of a dispute that went when its period was over there are parties, and no names
    row["parties"] = "、".join(name for name in dispute.content.names() if name != GONE)
    row["extra"] = content["extra"]
    place = place_on(dispute, last)
    row["state"] = place.state
    row["resolved_on"] = iso(place.resolved_on)
    return row


def place_on(dispute: Dispute, day: date) -> Place:
    """Where the dispute stood at the end of a day."""
    told = [
        LedgerEvent(event.kind, event.on, event.content, event.event_id)
        for event in dispute.events
        if not event.undone and event.kind != "undone" and event.on <= day
    ]
    return place_of(dispute.content.found_on, told)


def at_the_end(dispute: Dispute, month: str) -> Dispute:
    """The dispute as it stood at the end of the month: what came later is left out, so that lines and sums agree."""
    last = month_days(month_number(month))[1]
    place = place_on(dispute, last)
    return dataclasses.replace(
        dispute,
        state=place.state,
        level=place.level,
        resolved_on=place.resolved_on,
        closed_out_on=place.closed_out_on,
        followed_up_on=place.followed_up_on,
        events=tuple(event for event in dispute.events if event.on <= last),
    )


def changes_of(
    sent: Iterable[Mapping[str, Any]],
    now: Iterable[Mapping[str, Any]],
    *,
    voided: frozenset[str],
    late: frozenset[str],
) -> list[Change]:
    """What a closed month would be now against what was sent, in the order of the numbers.

    `late`: the disputes that were entered since. One that was known and came onto the month's books, or left them,
    by a corrected day or an event entered since is a correction.
    """
    before = {row["dispute_no"]: row for row in sent}
    after = {row["dispute_no"]: row for row in now}
    changes = []
    for number in sorted(before.keys() | after.keys()):
        if number not in after and number in voided:
            changes.append(Change(number, "voided", before=str(before[number].get("summary", ""))[:40]))
        elif number not in before and number in late:
            changes.append(Change(number, "late", after=str(after[number].get("summary", ""))[:40]))
        elif number not in before or number not in after:
            words = ("是", "否") if number in before else ("否", "是")
            changes.append(Change(number, "changed", "本月在册", *words))
        else:
            changes += _differences(number, before[number], after[number])
    return changes


def _differences(number: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    labels = {
        **_SENT_FIELDS,
        "parties": "当事人",
        "state": "状态",
        "resolved_on": "化解日期",
        "extra": "附加栏目",
    }
    return [
        Change(number, "changed", label, _words(key, before.get(key)), _words(key, after.get(key)))
        for key, label in labels.items()
        if key in before and before[key] != after.get(key)
    ]


def _words(key: str, value: Any) -> str:
    if key in ("state", "risk_level"):
        return (STATES | RISK_LEVELS).get(str(value), str(value))
    if key == "extra":
        return "；".join(f"{name} {told}" for name, told in (value or {}).items())
    return "" if value is None else str(value)


def change_document(change: Change) -> dict[str, Any]:
    """A change as JSON."""
    return {**dataclasses.asdict(change), "label": CHANGE_WORDS[change.kind]}


def finding_document(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    return dataclasses.asdict(finding)
