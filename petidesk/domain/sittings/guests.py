"""A line of the queue of a reception: who booked or came, the visit it became, what the leader said to it.

Where an accusation is spoken of, the line is made of values that have neither names nor words (`ClosedBooking`,
`ClosedGuestVisit`, `ClosedOpinion`): what was said stands in the visit and in the case, for those who may open them
(《信访工作条例》第三十条第三款).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from petidesk.domain.accusing import sounds_accusing
from petidesk.domain.json_output import iso

GUEST_STATES = {"booked": "已预约", "waiting": "等候", "received": "已接谈", "absent": "未到", "cancelled": "取消"}
OUTCOMES = {"answered": "当场答复", "assigned": "交办", "in_charge": "包案", "reported": "上报"}
"""What a leader decides on a visitor's matter."""
CLOSED_WORDS = "检举控告"


@dataclass(frozen=True, slots=True)
class Booking:
    """Who wants to be received and what about. `case_no`: a case of theirs that is known already; `why`: why the
    guest was called off."""

    name: str
    phone: str = ""
    people: int = 1
    village: str = ""
    about: str = ""
    case_no: str = ""
    why: str = ""

    @property
    def accuses(self) -> bool:
        """Whether what they come about sounds like an accusation (`domain/accusing.py`)."""
        return sounds_accusing(self.about)


@dataclass(frozen=True, slots=True)
class ClosedBooking:
    """What anybody may know of a guest who accuses, or sounds as if: how many they are."""

    people: int


@dataclass(frozen=True, slots=True)
class GuestVisit:
    """The visit of a guest who was received."""

    visit_id: int
    visit_no: str
    at: datetime
    names: str
    people: int
    heading: str
    case_nos: tuple[str, ...]
    voided: bool


@dataclass(frozen=True, slots=True)
class ClosedGuestVisit:
    """The same with an accusation among its matters: that they were received, when and how many."""

    visit_id: int
    visit_no: str
    at: datetime
    people: int
    case_nos: tuple[str, ...]
    voided: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the leader said on a case. `carried_on` and `result`: how it was carried out; `rating`: 满意度 if rated."""

    case_no: str
    outcome: str
    leader: str
    text: str
    owner: str
    due_on: date | None
    events: tuple[int, ...]
    carried_on: date | None = None
    result: str = ""
    rating: str = ""


@dataclass(frozen=True, slots=True)
class ClosedOpinion:
    """What anybody may know of an opinion on an accusation: which it was, whose, and by when."""

    case_no: str
    outcome: str
    leader: str
    due_on: date | None
    events: tuple[int, ...]
    carried_on: date | None = None
    rating: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """A line of the queue. `number` is its place in the day's list, 1 the first; it never changes."""

    guest_id: int
    number: int
    booked: bool
    booking: Booking | ClosedBooking
    state: str
    entered_at: datetime
    arrived_at: datetime | None
    reception_no: str
    visit: GuestVisit | ClosedGuestVisit | None
    opinions: tuple[Opinion | ClosedOpinion, ...]

    @property
    def closed(self) -> bool:
        """Whether who it is is closed: the visit accuses, or what was noted before it sounds so."""
        if self.visit is None:
            return isinstance(self.booking, ClosedBooking)
        return isinstance(self.visit, ClosedGuestVisit)

    @property
    def noted(self) -> Booking:
        """What was noted, to lay out: of a closed guest nothing but how many they are."""
        return self.booking if isinstance(self.booking, Booking) else Booking("", people=self.booking.people)

    @property
    def name(self) -> str:
        """Who it is, as lists say it."""
        if self.closed:
            return CLOSED_WORDS
        return (self.visit.names if isinstance(self.visit, GuestVisit) else "") or self.noted.name

    @property
    def about(self) -> str:
        """What it is about, as lists say it."""
        if self.visit is None:
            return self.noted.about
        return self.visit.heading if isinstance(self.visit, GuestVisit) else ""

    @property
    def people(self) -> int:
        """How many came, before the visit how many were named."""
        return self.booking.people if self.visit is None else self.visit.people

    @property
    def open_cases(self) -> tuple[str, ...]:
        """The cases of the visit on which the leader has said nothing yet."""
        if self.visit is None or self.visit.voided:
            return ()
        told = {opinion.case_no for opinion in self.opinions}
        return tuple(case_no for case_no in self.visit.case_nos if case_no not in told)


def guest_document(guest: Guest) -> dict[str, Any]:
    """A line of the queue as JSON."""
    noted = guest.noted
    return {
        "number": guest.number,
        "booked": guest.booked,
        "state": guest.state,
        "name": guest.name,
        "phone": noted.phone,
        "people": guest.people,
        "village": noted.village,
        "about": guest.about,
        "case_no": noted.case_no or None,
        "why": noted.why,
        "entered_at": iso(guest.entered_at, "minutes"),
        "arrived_at": iso(guest.arrived_at, "minutes"),
        "reception_no": guest.reception_no or None,
        "visit_no": guest.visit.visit_no if guest.visit else None,
        "opinions": [_opinion_document(opinion) for opinion in guest.opinions],
    }


def _opinion_document(opinion: Opinion | ClosedOpinion) -> dict[str, Any]:
    words = opinion if isinstance(opinion, Opinion) else None
    return {
        "case_no": opinion.case_no,
        "outcome": opinion.outcome,
        "leader": opinion.leader,
        "text": words.text if words else "",
        "owner": words.owner if words else "",
        "due_on": iso(opinion.due_on),
        "events": list(opinion.events),
        "carried_on": iso(opinion.carried_on),
        "result": words.result if words else "",
    }
