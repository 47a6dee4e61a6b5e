"""The sitting of a reception day: book, arrive, receive, the leader's opinion, close. Each method is one transaction.

A guest becomes a visit through `desk.visits`, the leader's opinion an instruction through `desk.cases`; nothing is
entered twice, and what binds a visit or a case binds here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk import unmasking
from petidesk.desk.reception.making import plain
from petidesk.desk.reception.reception import Which
from petidesk.domain.audit import Act
from petidesk.domain.cases.facts import ACCUSED_BASIS
from petidesk.domain.codes import CHANNELS
from petidesk.domain.meetings import CLOSED_BASIS
from petidesk.domain.reception.days import ReceptionDay, day_words
from petidesk.domain.sittings.guests import GUEST_STATES, Booking, Guest
from petidesk.domain.sittings.sittings import (
    Sitting,
    booking_closes,
    check_closing,
    in_order,
    opinion_events,
    parse_booking,
    parse_closing,
    parse_opinion,
    reception_number,
    sitting_counts,
)
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.visits import Added, Visit
from petidesk.storage import office as office_rows
from petidesk.storage import reception as schedule_rows
from petidesk.storage import sittings as rows
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file import numbers
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.visits import visits as visit_rows

if TYPE_CHECKING:
    from petidesk.desk.cases.cases import Cases
    from petidesk.desk.reception.reception import Schedule
    from petidesk.desk.session import Session
    from petidesk.desk.visits.visits import Visits


_SOUNDS_ACCUSING = "事由像是检举控告，排队里只显示人数，姓名和事由不再显示；接谈时按检举控告登记。"


class Sittings:
    """`desk.sittings`. A reception is named by its day, and by `which` where a day has several."""

    def __init__(self, session: Session, schedule: Schedule, visits: Visits, cases: Cases) -> None:
        self._session = session
        self._schedule = schedule
        self._visits = visits
        self._cases = cases

    # ---- reading

    def get(self, on: date, which: Which | None = None) -> Sitting:
        """The reception with its queue. Refused not_found; bad_value where the day has several.

        Of a day that was called off as well: who had booked must be told.
        """
        with self._session.reading() as connection:
            return self._sitting(connection, self._schedule.one_within(connection, on, which, cancelled=True))

    def of_day(self, day_id: int) -> Sitting:
        """The same by the id of the reception."""
        with self._session.reading() as connection:
            return self._sitting(connection, schedule_rows.get(connection, day_id))

    def counts(self, year: int) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
        """What came of the receptions of a year, by leader and by kind (domain/sittings.sitting_counts)."""
        with self._session.reading() as connection:
            return sitting_counts(rows.year_counts(connection, year))

    # ---- the queue

    def book(self, on: date, document: object, which: Which | None = None) -> Sitting:
        """Somebody books (预约); `document` as `parse_booking`.

        Refused: forbidden after booking closed, for a day that has passed, for somebody who is booked already.
        """
        with self._session.writing() as connection:
            office = office_rows.current(connection, self._session.today())
            booking = parse_booking(document, office, booked=True)
            sitting = self._open(connection, on, which)
            if on < self._session.today():
                raise Refused("forbidden", f"{day_words(on)}已经过去，不能预约。", field="date")
            closes = booking_closes(on, office)
            if self._session.now() > closes:
                words = f"{day_words(on)}的预约到{closes:%m-%d %H:%M}为止。当天可以直接来，排在预约的后面。"
                raise Refused("forbidden", words, field="date")
            return self._enter(connection, sitting, booking, booked=True)

    def arrive(self, on: date, document: object, which: Which | None = None) -> Sitting:
        """Somebody came without booking and waits; `document` as `parse_booking`. Refused on any other day."""
        with self._session.writing() as connection:
            office = office_rows.current(connection, self._session.today())
            booking = parse_booking(document, office, booked=False)
            sitting = self._open(connection, on, which)
            self._refuse_ahead(sitting.day)
            return self._enter(connection, sitting, booking, booked=False)

    def came(self, on: date, number: int, which: Which | None = None) -> Sitting:
        """Who had booked is here and waits. Refused not_found; forbidden for somebody who is not just booked."""
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            self._refuse_ahead(sitting.day)
            guest = sitting.guest(number)
            if guest.state not in ("booked", "absent"):
                raise Refused("forbidden", f"第{number}号{GUEST_STATES[guest.state]}，不用再签到。", field="number")
            act = self._session.act()
            rows.change(connection, act, guest.guest_id, state="waiting", arrived_at=act.at)
            return self._told(connection, act, "sitting.came", sitting.day, number)

    def cancel(self, on: date, number: int, why: str, which: Which | None = None) -> Sitting:
        """Who booked does not come, or who waited left; with the reason. Refused missing, not_found, forbidden."""
        why = plain(why, "原因", "why")
        if not why:
            raise Refused("missing", "请写明原因。", field="why")
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            guest = sitting.guest(number)
            if guest.state not in ("booked", "waiting"):
                raise Refused("forbidden", f"第{number}号{GUEST_STATES[guest.state]}，不能取消。", field="number")
            act = self._session.act()
            rows.change(connection, act, guest.guest_id, state="cancelled", why=why)
            return self._told(connection, act, "sitting.cancelled", sitting.day, number)

    def amend(self, on: date, number: int, document: object, which: Which | None = None) -> Sitting:
        """Change what was noted of somebody who was not received yet: the keys of `document` are put in place."""
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            guest = sitting.guest(number)
            if guest.state not in ("booked", "waiting"):
                raise Refused("forbidden", f"第{number}号{GUEST_STATES[guest.state]}，不能再改。", field="number")
            before = rows.booking(connection, guest.guest_id, unmasking.inside())
            known = {key: getattr(before, key) for key in ("name", "phone", "people", "village", "about", "case_no")}
            office = office_rows.current(connection, self._session.today())
            given = known | document if isinstance(document, dict) else document
            booking = parse_booking(given, office, booked=guest.state == "booked")
            self._check_case(connection, booking)
            act = self._session.act()
            rows.change(connection, act, guest.guest_id, **{key: getattr(booking, key) for key in known})
            return self._warned(
                connection, self._told(connection, act, "sitting.amended", sitting.day, number), booking
            )

    # ---- receiving

    def receive(
        self,
        on: date,
        number: int,
        document: object,
        which: Which | None = None,
        *,
        draft_id: int | None = None,
    ) -> tuple[Sitting, Visit, Added]:
        """Register the guest's visit (rules/command-line.md, `visit add`) and take it as the one of this reception."""
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            guest = self._receivable(sitting, number)
            visit, added = self._visits.add_within(connection, document, draft_id=draft_id)
            if visit.content.at.date() != on:
                raise Refused("bad_value", f"来访时间不是{day_words(on)}，请核对。", field="at")
            done = self._received(connection, sitting, guest, visit)
            against = [item.matter for item in visit.matters if item.matter.restricted]
            accused = [matter.concerned_unit for matter in against]
            named = self._leaders_named(connection, sitting.day, accused, [matter.statement for matter in against])
            return replace(done, warnings=tuple(named)), visit, added

    def link(self, on: date, number: int, visit_no: str, which: Which | None = None) -> Sitting:
        """A visit of this day that is registered already is the guest's.

        Refused: not_found; bad_value for one of another day; already_closed for a voided one; forbidden when it is
        another guest's.
        """
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            guest = self._receivable(sitting, number)
            visit_id = visit_rows.find_no(connection, visit_no)
            visit = visit_rows.load(connection, visit_id) if visit_id is not None else None
            if visit is None:
                raise Refused("not_found", f"没有编号为“{visit_no}”的来访。", field="visit_no")
            if visit.voided:
                raise Refused("already_closed", f"{visit_no}已经作废。", field="visit_no")
            if visit.at.date() != on:
                raise Refused("bad_value", f"{visit_no}不是{day_words(on)}的来访。", field="visit_no")
            return self._received(connection, sitting, guest, visit)

    def _receivable(self, sitting: Sitting, number: int) -> Guest:
        self._refuse_ahead(sitting.day)
        guest = sitting.guest(number)
        if guest.state == "received" and guest.visit is not None and guest.visit.voided:
            return guest
        if guest.state not in ("booked", "waiting"):
            raise Refused("forbidden", f"第{number}号{GUEST_STATES[guest.state]}，不能再登记。", field="number")
        return guest

    def _received(self, connection: Transaction, sitting: Sitting, guest: Guest, visit: Visit | ClosedVisit) -> Sitting:
        day = sitting.day
        other = rows.guest_of_visit(connection, visit.visit_id)
        if other is not None:
            raise Refused("forbidden", f"{visit.visit_no}已经是接访登记里的来访。", field="visit_no")
        if visit.channel != "visit":
            channel = CHANNELS[visit.channel]
            raise Refused("bad_value", f"{visit.visit_no}登记的是{channel}，接访的应当是来访。", field="channel")
        act = self._session.act()
        if guest.reception_no:
            case_nos = {item.case_no for item in visit.matters}
            rows.receive_again(connection, act, guest, visit.visit_id, case_nos)
        else:
            year = act.at.year
            serial = numbers.allot(connection, "reception", year)
            office = office_rows.current(connection, self._session.today())
            number = reception_number(office, year=year, serial=serial)
            rows.receive(connection, act, guest, visit.visit_id, reception_no=number, serial_year=year, serial=serial)
        if visit.accuses:
            rows.forget_words(connection, act, visit.visit_id)
        return self._told(connection, act, "sitting.received", day, guest.number, visit_no=visit.visit_no)

    # ---- what the leader said

    def opinion(self, on: date, number: int, document: object, which: Which | None = None) -> Sitting:
        """The leader's opinion on a matter of the guest: an instruction of its case, with owner and date.

        `document` as `parse_opinion`. Refused: forbidden before the visit is registered or when an opinion on that
        case stands; whatever the rules of the case refuse.
        """
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            guest = sitting.guest(number)
            if guest.visit is None or guest.visit.voided:
                raise Refused("forbidden", f"第{number}号还没有登记来访，登记以后再记领导意见。", field="number")
            new = parse_opinion(document, sitting.day, guest.open_cases)
            if new.case_no not in guest.visit.case_nos:
                raise Refused("not_found", f"{guest.visit.visit_no}没有{new.case_no}这件事项。", field="case_no")
            if new.case_no not in guest.open_cases:
                raise Refused("forbidden", f"{new.case_no}已经有领导意见，先撤回再记。", field="case_no")
            act = self._session.act()
            case_id = self._cases.id_of(connection, new.case_no)
            recorded = [
                self._cases.record_within(connection, act, case_id, kind, event)
                for kind, event in opinion_events(new, sitting.day)
            ]
            events = [event_id for event_id, _ in recorded]
            rows.add_opinion(connection, act, guest.guest_id, new.case_no, new.outcome, events)
            told = self._told(
                connection, act, "sitting.opinion", sitting.day, number, case_no=new.case_no, outcome=new.outcome
            )
            return replace(told, warnings=tuple(dict.fromkeys(words for _, said in recorded for words in said)))

    def withdraw(self, on: date, number: int, case_no: str, why: str, which: Which | None = None) -> Sitting:
        """Take an opinion back; its events are undone in the case. Refused missing, not_found."""
        if not why.strip():
            raise Refused("missing", "请写明原因。", field="why")
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            guest = sitting.guest(number)
            found = [opinion for opinion in guest.opinions if opinion.case_no == case_no]
            if not found:
                raise Refused("not_found", f"第{number}号没有对{case_no}的领导意见。", field="case_no")
            act = self._session.act()
            case_id = self._cases.id_of(connection, case_no)
            undone = {
                event.content.get("event_id")
                for event in case_rows.events(connection, case_id)
                if event.kind == "undone"
            }
            for event_id in reversed(found[0].events):
                if event_id not in undone:
                    event = {"on": self._session.latest().date().isoformat(), "event_id": event_id, "note": why.strip()}
                    self._cases.record_within(connection, act, case_id, "undone", event)
            return self._told(connection, act, "sitting.withdrawn", sitting.day, number, case_no=case_no)

    # ---- the day as a whole

    def note(self, on: date, document: object, which: Which | None = None) -> Sitting:
        """Keep what is said of the day without closing it; `document` as `parse_closing`."""
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            act = self._session.act()
            rows.write(connection, act, sitting.day.day_id, parse_closing(document, sitting), None)
            return self._told(connection, act, "sitting.noted", sitting.day, 0)

    def close(self, on: date, document: object, which: Which | None = None) -> Sitting:
        """End the sitting: who booked and did not come is 未到. Refused as `check_closing`, and before the day."""
        with self._session.writing() as connection:
            sitting = self._open(connection, on, which)
            self._refuse_ahead(sitting.day)
            closing = check_closing(parse_closing(document, sitting), sitting)
            act = self._session.act()
            for guest in sitting.guests:
                if guest.state == "booked":
                    rows.change(connection, act, guest.guest_id, state="absent")
            rows.write(connection, act, sitting.day.day_id, closing, act.at)
            return self._told(connection, act, "sitting.closed", sitting.day, 0)

    def reopen(self, on: date, which: Which | None = None) -> Sitting:
        """Open an ended sitting again. Refused forbidden when it is open."""
        with self._session.writing() as connection:
            day = self._schedule.one_within(connection, on, which)
            sitting = self._sitting(connection, day)
            if sitting.closed_at is None:
                raise Refused("forbidden", f"{day_words(on)}的接访没有结束，不用重新打开。", field="date")
            act = self._session.act()
            said = parse_closing({}, sitting)
            # The outcome follows from the queue where somebody was received; it is asked for anew at the next end.
            rows.write(connection, act, day.day_id, replace(said, outcome=""), None)
            return self._told(connection, act, "sitting.reopened", day, 0)

    # ---- within

    def _sitting(self, connection: Transaction, day: ReceptionDay) -> Sitting:
        said = rows.sitting(connection, day.day_id)
        office = office_rows.current(connection, self._session.today())
        return Sitting(
            day,
            in_order(rows.guests(connection, day.day_id)),
            said.company,
            said.outcome,
            said.summary,
            said.closed_at,
            booking_closes(day.on, office),
        )

    def _open(self, connection: Transaction, on: date, which: Which | None) -> Sitting:
        sitting = self._sitting(connection, self._schedule.one_within(connection, on, which))
        if sitting.closed_at is not None:
            raise Refused("already_closed", f"{day_words(on)}的接访已经结束；要补记，先重新打开。", field="date")
        return sitting

    def _refuse_ahead(self, day: ReceptionDay) -> None:
        if day.on > self._session.today():
            raise Refused("forbidden", f"{day_words(day.on)}还没有到。", field="date")

    def _enter(self, connection: Transaction, sitting: Sitting, booking: Booking, *, booked: bool) -> Sitting:
        self._check_case(connection, booking)
        for guest in sitting.guests:
            same = (guest.noted.name, guest.noted.phone) == (booking.name, booking.phone)
            if same and guest.state in ("booked", "waiting"):
                words = f"{booking.name}已经是第{guest.number}号（{GUEST_STATES[guest.state]}）。"
                raise Refused("forbidden", words, field="name")
        act = self._session.act()
        number = rows.add(connection, act, sitting.day.day_id, booking, booked=booked)
        told = self._told(connection, act, "sitting.booked" if booked else "sitting.arrived", sitting.day, number)
        return self._warned(connection, told, booking)

    def _warned(self, connection: Transaction, sitting: Sitting, booking: Booking) -> Sitting:
        if not booking.accuses:
            return sitting
        named = self._leaders_named(connection, sitting.day, (), (booking.about,))
        return replace(sitting, warnings=(_SOUNDS_ACCUSING, *named))

    def _leaders_named(
        self, connection: Transaction, day: ReceptionDay, accused: Sequence[str], said: Sequence[str]
    ) -> list[str]:
        """A warning for each leader of the day whom an accusation names (《信访工作条例》第三十条第三款)."""
        names = self._cases.rules_within(connection).around
        return [
            f"{leader}可能是被反映的人，请安排别的领导接待，不要把登记内容交给本人（{ACCUSED_BASIS}）。"
            for leader in day.leaders
            if names.meets(leader, accused, said)
        ]

    def _check_case(self, connection: Transaction, booking: Booking) -> None:
        if not booking.case_no:
            return
        found = case_rows.find_no(connection, booking.case_no)
        if found is None:
            raise Refused("not_found", f"没有编号为“{booking.case_no}”的信访事项。", field="case_no")
        if found[1]:  # beside a name its number would say who accused
            words = "检举控告不写在预约里，来访时再登记。"
            raise Refused("forbidden", words, field="case_no", basis=CLOSED_BASIS)

    def _told(
        self, connection: Transaction, act: Act, action: str, day: ReceptionDay, number: int, **more: str
    ) -> Sitting:
        """The line in the audit chain and the sitting as it is now.

        The line names nobody: whoever books may turn out to accuse somebody, and the chain is for good.
        """
        sitting = self._sitting(connection, day)
        after: dict[str, Any] = {"outcome": sitting.outcome, "closed": sitting.closed_at is not None}
        if number:
            guest = sitting.guest(number)
            after = {"number": number, "state": guest.state, "people": guest.people, **_less(more, guest)}
        after["counted"] = rows.counted(connection, day.on)
        audit_rows.append(connection, act, action, "sitting", day.on.isoformat(), after=after)
        return sitting


def _less(more: Mapping[str, str], guest: Guest) -> dict[str, str]:
    return {key: value for key, value in more.items() if not (guest.closed and key == "case_no")}
