"""The sitting of a reception day: who booked (预约) and who came, what the leader said to each, what came of the day.

A visitor who was received is a visit like any other; what the leader says is an instruction (领导批示) of the case,
with owner and date, and stands there. Here is only the queue and the way from one to the other
(rules/papers.md, 2; rules/reception.md, 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from petidesk.domain.codes import REPRESENTATIVES_BASIS
from petidesk.domain.json_input import LONG_TEXT, Reader
from petidesk.domain.json_output import iso
from petidesk.domain.numbering import format_number
from petidesk.domain.office.office import Office
from petidesk.domain.reception.days import KINDS, ReceptionDay, day_words
from petidesk.domain.sittings.guests import OUTCOMES, Booking, Guest, guest_document
from petidesk.domain.trouble import Refused

DAY_OUTCOMES = {"received": "有访接访", "cases": "无访说案", "talk": "无案说事", "screening": "无事排查"}
"""What a sitting in a village came to: visitors; else cases, talk, or a look for disputes (rules/ledger.md, 5)."""
RECEPTION_PATTERN = "{organ}接{year}-{serial:4}"
MOST_PEOPLE = 9999


@dataclass(frozen=True, slots=True)
class Sitting:
    """A reception day with its queue. `company` who sat with the leader, `summary` what was talked of.

    `warnings`: what to mind of what was just entered.
    """

    day: ReceptionDay
    guests: tuple[Guest, ...]
    company: str = ""
    outcome: str = ""
    summary: str = ""
    closed_at: datetime | None = None
    booking_closes: datetime | None = None
    warnings: tuple[str, ...] = ()

    @property
    def received(self) -> tuple[Guest, ...]:
        """The guests who were received, voided visits left out."""
        return tuple(guest for guest in self.guests if guest.visit is not None and not guest.visit.voided)

    @property
    def waiting(self) -> tuple[Guest, ...]:
        """Who is there and was not received yet, the next one first."""
        return tuple(guest for guest in self.guests if guest.state == "waiting")

    def guest(self, number: int) -> Guest:
        """The guest of that number. Refused not_found."""
        for guest in self.guests:
            if guest.number == number:
                return guest
        raise Refused("not_found", f"{day_words(self.day.on)}没有第{number}号来访人。", field="number")


@dataclass(frozen=True, slots=True)
class Closing:
    """What is said of the day as a whole."""

    company: str
    outcome: str
    summary: str


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """An opinion as it is handed in."""

    case_no: str
    outcome: str
    leader: str
    text: str
    owner: str
    due_on: date | None


def reception_number(office: Office, *, year: int, serial: int) -> str:
    """接访编号: 清接2026-0003."""
    return format_number(RECEPTION_PATTERN, year=year, serial=serial, organ=office.organ)


def booking_closes(on: date, office: Office) -> datetime:
    """Until when one may book for that day."""
    return datetime.combine(on - timedelta(days=office.booking_days), time.fromisoformat(office.booking_time))


def in_order(guests: Iterable[Guest]) -> tuple[Guest, ...]:
    """The queue: who waits, booked ones first (预约的先接待), then in the order of coming; who is to come; the rest."""
    places = {"waiting": 0, "booked": 1, "received": 2, "absent": 3, "cancelled": 4}

    def key(guest: Guest) -> tuple[object, ...]:
        if guest.state == "waiting":
            return 0, not guest.booked, datetime.min if guest.booked else guest.arrived_at or datetime.min, guest.number
        return places[guest.state], False, datetime.min, guest.number

    return tuple(sorted(guests, key=key))


# ---- reading what is handed in


def parse_booking(document: object, office: Office, *, booked: bool) -> Booking:
    """Read the JSON of `schedule book` and `schedule arrive`.

    Refused: missing, bad_value, unknown_key; too_many for a booking of more people than may represent a group
    (《信访工作条例》第二十条第三款). Who simply comes is received whatever their number.
    """
    reader = Reader(document, label="预约" if booked else "来访人")
    booking = Booking(
        name=reader.text("name", "姓名", required=True, limit=60),
        phone=reader.text("phone", "电话", limit=40),
        people=reader.whole("people", "人数", lowest=1, highest=MOST_PEOPLE) or 1,
        village=reader.text("village", "村（社区）", limit=60),
        about=reader.text("about", "事由", limit=500),
        case_no=reader.text("case_no", "信访事项编号", limit=60),
    )
    reader.done()
    most = office.most_representatives
    if booked and booking.people > most:
        raise Refused(
            "too_many",
            f"预约的最多{most}人，多人反映共同事项的请推选代表。",
            field="people",
            basis=REPRESENTATIVES_BASIS,
        )
    return booking


def parse_opinion(document: object, day: ReceptionDay, cases: Sequence[str]) -> NewOpinion:
    """Read the JSON of `schedule opinion`. `cases`: those of the visit on which nothing was said yet.

    Case and leader may be left out where there is one. 交办, 包案 and 上报 need owner and date.
    """
    reader = Reader(document, label="领导意见")
    outcome = reader.choice("outcome", "结果", tuple(OUTCOMES), required=True) or ""
    case_no = reader.text("case_no", "信访事项编号", limit=60) or (cases[0] if len(cases) == 1 else "")
    leader = reader.text("leader", "领导", limit=60) or (day.leaders[0] if len(day.leaders) == 1 else "")
    text = reader.text("text", "处理意见", required=True, limit=LONG_TEXT, multiline=True)
    owner = reader.text("owner", "承办单位（人）")
    due_on = reader.day("due_on", "完成期限")
    reader.done()
    if not case_no:
        raise Refused("missing", "请写明是对哪一件事项的意见。", field="case_no")
    if not leader:
        raise Refused("missing", f"请写明是谁的意见：{'、'.join(day.leaders)}。", field="leader")
    if outcome != "answered":
        if not owner:
            raise Refused("missing", f"{OUTCOMES[outcome]}要写明由谁承办。", field="owner")
        if due_on is None:
            raise Refused("missing", f"{OUTCOMES[outcome]}要写明何时办完。", field="due_on")
    if due_on is not None and due_on < day.on:
        raise Refused("bad_value", "完成期限早于接待日，请核对。", field="due_on")
    return NewOpinion(case_no, outcome, leader, text, owner, due_on)


def opinion_events(opinion: NewOpinion, day: ReceptionDay) -> list[tuple[str, dict[str, Any]]]:
    """The events of the case that the opinion becomes: an instruction; 包案 gives leader and date of the case too."""
    note = f"{day_words(day.on)}{KINDS[day.slot.kind]}，{OUTCOMES[opinion.outcome]}"
    due = {"due_on": iso(opinion.due_on)} if opinion.due_on else {}
    told: dict[str, Any] = {
        "on": iso(day.on),
        "leader": opinion.leader,
        "text": opinion.text,
        "owner": opinion.owner,
        "note": note,
    }
    if opinion.outcome != "in_charge":
        return [("instructed", told | due)]
    # One date is asked for once: where the leader takes charge, it is the date of the charge.
    charge = {"on": iso(day.on), "leader": opinion.leader, "note": note}
    return [("instructed", told), ("in_charge", charge | due)]


def parse_closing(document: object, before: Sitting) -> Closing:
    """Read the JSON of `schedule close`; keys that are left out stay as they were. Refused: bad_value, unknown_key."""
    reader = Reader(document, label="接访情况")
    company = reader.text("company", "陪同人员", limit=500) if reader.has("company") else before.company
    summary = (
        reader.text("summary", "情况", limit=LONG_TEXT, multiline=True) if reader.has("summary") else before.summary
    )
    outcome = before.outcome
    if reader.has("outcome"):
        outcome = reader.choice("outcome", "接访结果", tuple(DAY_OUTCOMES)) or ""
    reader.done()
    return Closing(company, outcome, summary)


def check_closing(closing: Closing, sitting: Sitting) -> Closing:
    """The closing with its outcome. Refused while somebody waits, or when outcome and queue do not agree.

    A sitting in a village says which of the four outcomes it came to; elsewhere it follows from the queue.
    """
    if sitting.waiting:
        names = "、".join(guest.name for guest in sitting.waiting[:3])
        raise Refused("forbidden", f"还有{len(sitting.waiting)}人在等候（{names}），接谈或者记明原因以后再结束。")
    came = bool(sitting.received)
    outcome = closing.outcome or ("received" if came else "")
    village = sitting.day.slot.kind == "village"
    if not outcome and village:
        raise Refused("missing", f"没有人来访，请写明：{'、'.join(list(DAY_OUTCOMES.values())[1:])}。", field="outcome")
    if came and outcome != "received":
        raise Refused("bad_value", "这天接待了来访人，应当是有访接访。", field="outcome")
    if outcome == "received" and not came:
        raise Refused("bad_value", "这天没有接待来访人，不能写有访接访。", field="outcome")
    if outcome in ("cases", "talk", "screening") and not closing.summary:
        raise Refused("missing", f"{DAY_OUTCOMES[outcome]}请写明情况。", field="summary")
    return Closing(closing.company, outcome, closing.summary)


def came_to(outcome: str, *, came: bool) -> str:
    """What a sitting came to: whether somebody was received says the queue, even when a visit was voided since."""
    if came:
        return "received"
    return "" if outcome == "received" else outcome


# ---- counts of a year


@dataclass(frozen=True, slots=True)
class SittingCount:
    """One sitting as the year counts it: who received, which kind, batches, people, outcomes of opinions."""

    kind: str
    leaders: tuple[str, ...]
    held: bool
    outcome: str
    batches: int
    people: int
    outcomes: Mapping[str, int]


COUNTED = ("held", "batches", "people", *OUTCOMES)


def sitting_counts(found: Sequence[SittingCount]) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
    """By leader and by kind: sittings held, 批次, 人次, outcomes; by kind also the four village outcomes as `day_...`.

    Where two leaders sat together, the sitting counts for both; by kind it counts once.
    """
    by_leader: dict[str, dict[str, int]] = {}
    by_kind = {kind: dict.fromkeys((*COUNTED, *(f"day_{code}" for code in DAY_OUTCOMES)), 0) for kind in KINDS}
    for sitting in found:
        numbers = {
            "held": int(sitting.held),
            "batches": sitting.batches,
            "people": sitting.people,
            **{code: sitting.outcomes.get(code, 0) for code in OUTCOMES},
        }
        lines = [by_leader.setdefault(name, dict.fromkeys(COUNTED, 0)) for name in sitting.leaders]
        for line in (*lines, by_kind[sitting.kind]):
            for key, number in numbers.items():
                line[key] += number
        if sitting.held and sitting.outcome:
            by_kind[sitting.kind][f"day_{sitting.outcome}"] += 1
    return by_leader, by_kind


# ---- as JSON


def sitting_document(sitting: Sitting) -> dict[str, Any]:
    """The sitting as `schedule queue --json` prints it."""
    day = sitting.day
    return {
        "date": iso(day.on),
        "kind": day.slot.kind,
        "place": day.slot.place,
        "village": day.slot.village,
        "time": day.slot.hours,
        "leaders": list(day.leaders),
        "cancelled": day.cancelled,
        "company": sitting.company,
        "outcome": sitting.outcome or None,
        "summary": sitting.summary,
        "closed_at": iso(sitting.closed_at, "minutes"),
        "booking_closes": iso(sitting.booking_closes, "minutes"),
        "total": len(sitting.guests),
        "rows": [guest_document(guest) for guest in sitting.guests],
    }
