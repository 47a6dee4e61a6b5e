"""A slow recount: every record read as anybody can read it, and counted in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.reception import DayQuery
from tests.offices import whole

Counts = tuple[int | Decimal, ...]
Rows = dict[tuple[str, ...], Counts]


@dataclass(frozen=True)
class Item:
    """A record as it stood: what it is by each dimension, and what it counts by each measure.

    `visit` and `place`: whose words it is made of; `elsewhere`: its village where nobody may know who came.
    """

    no: str
    on: date
    closed: bool
    keys: dict[str, str]
    counts: Counts
    visit: str = ""
    place: int = 0
    elsewhere: str = ""


def month(day: date, first_day: int) -> tuple[int, int]:
    """The reporting month of a day."""
    later = first_day > 1 and day.day >= first_day
    return (day.year + 1, 1) if later and day.month == 12 else (day.year, day.month + later)


def visits(desk: Desk) -> list[Item]:
    """Every visit under its first matter."""
    return [item for item in _spoken(desk) if item.place == 0]


def matters(desk: Desk) -> list[Item]:
    """Every matter."""
    return [replace(item, counts=(1,)) for item in _spoken(desk)]


def _spoken(desk: Desk) -> list[Item]:
    joint_from = desk.office.current().joint_from
    found = []
    for visit_id in desk.visits.ids(VisitQuery()):
        visit = whole(desk, visit_id=visit_id)
        came, homes = visit.content, [person.village for person in visit.content.petitioners]
        if visit.voided or visit.channel == "hotline":
            continue
        others = [item.matter.village for item in visit.matters if not item.matter.restricted]
        known = [name for name in ([] if visit.accuses else homes) + others if name]
        here = visit.channel == "visit"
        joint = came.signatories if visit.channel == "letter" and came.signatories >= joint_from else 0
        counts = (1, int(here), visit.people if here else 0, int(joint > 0), joint)
        for place, stored in enumerate(visit.matters):
            said = stored.matter
            keys = {
                "channel": visit.channel,
                "purpose": said.purpose,
                "route": "" if said.route is None else str(said.route),
                "category": said.category.split("/")[0],
                "category2": said.category if "/" in said.category else "",
                "village": said.village or (known[0] if known else ""),
                "group": "group" if visit.people >= 5 else "individual",
                "first_or_repeat": stored.first_or_repeat,
                "source": "handed_down" if visit.channel == "handed_down" else "own",
            }
            elsewhere = said.village or next((name for name in others if name), "")
            words = (visit.visit_no, place, elsewhere)
            found.append(Item(visit.visit_no, visit.at.date(), said.restricted, keys, counts, *words))
    return found


def disputes(desk: Desk) -> list[Item]:
    """Every dispute by the day it was found."""
    found = []
    for dispute_id in desk.ledger.ids(DisputeQuery()):
        known = desk.ledger.get(dispute_id=dispute_id)
        content = known.content
        if known.voided:
            continue
        done = [event for event in known.events if event.kind == "resolved" and not event.undone]
        manner = done[-1].content.get("manner") or "" if known.resolved_on else ""
        keys = {
            "village": content.village,
            "type": content.type,
            "source": content.source,
            "risk_level": content.risk_level,
            "state": known.state,
            "manner": manner,
        }
        counts = (1, content.people_involved, content.amount_yuan or 0, int(known.resolved_on is not None))
        found.append(Item(known.dispute_no, content.found_on, False, keys, counts))
    return found


def letters(desk: Desk) -> list[Item]:
    """Every letter that was issued and stands."""
    return [
        Item(row.document_no, row.signed_on, row.restricted, {"form": row.form}, (1, int(row.served_on is not None)))
        for row in desk.letters.rows(LetterQuery(), 10_000)
        if row.state == "issued" and row.signed_on is not None
    ]


def receptions(desk: Desk) -> list[Item]:
    """Every sitting that was held, and the batches that were received in it."""
    found = []
    for day in desk.schedule.days(DayQuery()):
        sitting = desk.sittings.of_day(day.day_id)
        if sitting.closed_at is None and not sitting.received:
            continue
        mode = "received" if sitting.received else "" if sitting.outcome == "received" else sitting.outcome
        shared = {"leader": day.leaders[0], "kind": day.slot.kind, "place": day.slot.place, "mode": mode}
        found.append(Item(day.on.isoformat(), day.on, False, shared | {"outcome": ""}, (1, 0, 0, 0, 0, 0)))
        for guest in sitting.received:
            said = {opinion.outcome for opinion in guest.opinions}
            ways = ("reported", "in_charge", "assigned", "answered")
            outcome = next((way for way in ways if way in said), "")
            told = (int(outcome == "answered"), int(outcome in ("assigned", "in_charge")), int(outcome == "reported"))
            counts = (0, 1, guest.people, *told)
            visit_no = guest.visit.visit_no if guest.visit else ""
            keys = shared | {"outcome": outcome}
            found.append(Item(guest.reception_no, day.on, guest.closed, keys, counts, visit_no, -1))
    return found


SUBJECTS: dict[str, Callable[[Desk], list[Item]]] = {
    "visits": visits,
    "matters": matters,
    "disputes": disputes,
    "receptions": receptions,
    "letters": letters,
}


def everything(desk: Desk) -> dict[str, list[Item]]:
    """Every record of every subject as it stands now."""
    return {name: read(desk) for name, read in SUBJECTS.items()}


def closed_since(desk: Desk, items: dict[str, list[Item]]) -> dict[str, list[Item]]:
    """The records with what is closed by now: what accuses somebody does so in every figure."""
    visits = [whole(desk, visit_id=visit_id) for visit_id in desk.visits.ids(VisitQuery())]
    against = {
        visit.visit_no: {place for place, stored in enumerate(visit.matters) if stored.matter.restricted}
        for visit in visits
        if visit.accuses
    }

    def now(item: Item) -> Item:
        places = against.get(item.visit, set())
        if item.place in places or (item.place < 0 and places):
            item = replace(item, closed=True)
        return replace(item, keys=item.keys | {"village": item.elsewhere}) if places and item.place >= 0 else item

    return {subject: list(map(now, known)) for subject, known in items.items()}


def counted(items: Sequence[Item], by: Sequence[str], first_day: int, *, months: int = 0, days: int = 0) -> Rows:
    """The rows of a table; months and quarters are moved on, from the span that it is compared with."""
    found: Rows = {}
    for item in items:
        row = key_of(item, by, first_day, months=months, days=days)
        before = found.get(row, (0,) * len(item.counts))
        found[row] = tuple(a + b for a, b in zip(before, item.counts, strict=True))
    return {row: counts for row, counts in found.items() if any(counts)}


def key_of(item: Item, by: Sequence[str], first_day: int, *, months: int = 0, days: int = 0) -> tuple[str, ...]:
    """The keys of its row."""
    if item.closed:
        return ("unlisted",) * max(len(by), 1)
    year, number = month(item.on + timedelta(days), first_day)
    year, number = divmod(year * 12 + number - 1 + months, 12)
    keys = item.keys | {
        "month": f"{year}-{number + 1:02}",
        "quarter": f"{year}Q{number // 3 + 1}",
        "weekday": ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[item.on.weekday()],
    }
    return tuple(keys[name] for name in by)
