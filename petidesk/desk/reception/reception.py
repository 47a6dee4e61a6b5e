"""The rota of reception days: make it, swap, stand in, move, call off, lock, enter leave, count; stored plans.

Each method is one transaction. How a rota is made stands in `schedule_making`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk.reception.making import RotaMaking, findings_within, known_leaders, name_of, plain
from petidesk.domain.audit import Act
from petidesk.domain.reception.days import (
    KINDS,
    Change,
    Finding,
    MadeRota,
    Proposal,
    ReceptionDay,
    RotaPlan,
    Slot,
    counts,
    day_document,
    day_words,
    leave_document,
    parse_hours,
    slot_words,
)
from petidesk.domain.reception.plans import StoredPlan, parse_plan, plan_document
from petidesk.domain.reception.rota import Leave
from petidesk.domain.trouble import Refused
from petidesk.storage import reception as rows
from petidesk.storage import sittings as sitting_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.reception import DayQuery
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.session import Session

__all__ = ["DayQuery", "Schedule", "Which"]


@dataclass(frozen=True, slots=True)
class Which:
    """Which reception of a day is meant where there are several; None and empty do not tell them apart."""

    kind: str = ""
    place: str | None = None
    village: str | None = None

    @classmethod
    def of(cls, day: ReceptionDay) -> Which:
        """Names this reception among those of its day."""
        return cls(day.slot.kind, day.slot.place, day.slot.village)


class Schedule:
    """`desk.schedule`."""

    def __init__(self, session: Session, calendars: Calendars) -> None:
        self._session = session
        self._making = RotaMaking(session, calendars)

    # ---- reading

    def days(self, query: DayQuery, limit: int | None = None, offset: int = 0) -> list[ReceptionDay]:
        """Receptions in the order of their days."""
        with self._session.reading() as connection:
            return rows.days(connection, query, limit, offset)

    def count(self, query: DayQuery) -> int:
        """How many receptions the query names."""
        with self._session.reading() as connection:
            return rows.count(connection, query)

    def findings(self, since: date, until: date) -> list[Finding]:
        """What does not go together among all receptions of these days."""
        with self._session.reading() as connection:
            return findings_within(connection, self._session.today(), since, until)

    def leaves(self, since: date | None = None) -> list[Leave]:
        """Leaves that have not ended before `since`."""
        with self._session.reading() as connection:
            return rows.leaves(connection, since)

    def counts(self, year: int) -> dict[str, dict[str, int]]:
        """Receptions of a year by leader: each kind, `total`, `planned`; leaders of the office without one as well."""
        with self._session.reading() as connection:
            days = rows.days(connection, DayQuery(date(year, 1, 1), date(year, 12, 31)))
            known = known_leaders(connection, self._session.today())
        found = counts(days)
        empty = dict.fromkeys((*KINDS, "total", "planned"), 0)
        order = [*known, *(name for name in found if name not in known)]
        return {name: found.get(name, dict(empty)) for name in order}

    # ---- making

    def make(self, plan: RotaPlan) -> MadeRota:
        """Lay down the receptions that the rules name, with leaders in fair turns.

        Refused: forbidden when days of this kind and place are there already and `plan.again` is not set; no_calendar;
        bad_value for hours, place or names that cannot be; missing for own villages that nobody has.
        """
        return self._making.make(plan)

    def propose(self, plan: RotaPlan) -> Proposal:
        """What `make` would lay down, nothing written. Refused as `make`; days that are there are no hindrance."""
        return self._making.propose(plan)

    def plans(self) -> list[StoredPlan]:
        """The stored plans by name."""
        with self._session.reading() as connection:
            return [parse_plan(document) for document in rows.plans(connection)]

    def keep_plan(self, document: object) -> StoredPlan:
        """Store a plan under its name, in place of an earlier one. Refused as `parse_plan`."""
        plan = parse_plan(document)
        with self._session.writing() as connection:
            act = self._session.act()
            before = self._plan_documents(connection).get(plan.name)
            rows.keep_plan(connection, act, plan.name, plan_document(plan))
            audit_rows.append(
                connection, act, "schedule.plan_kept", "plan", plan.name, before=before, after=plan_document(plan)
            )
        return plan

    def drop_plan(self, name: str) -> None:
        """Remove a stored plan; the days it made stay. Refused not_found."""
        with self._session.writing() as connection:
            before = self._plan_documents(connection).get(name)
            if before is None:
                raise Refused("not_found", f"没有叫“{name}”的排班方案。", field="name")
            act = self._session.act()
            rows.drop_plan(connection, name)
            audit_rows.append(connection, act, "schedule.plan_dropped", "plan", name, before=before)

    def _plan_documents(self, connection: Transaction) -> dict[str, dict[str, Any]]:
        return {str(document["name"]): document for document in rows.plans(connection)}

    # ---- changing by hand

    def swap(
        self, one: date, other: date, why: str, which: Which | None = None, which_other: Which | None = None
    ) -> tuple[ReceptionDay, ReceptionDay]:
        """The leaders of two receptions change places; 原定 stays on both. `which_other` None: as `which`.

        Refused: missing without a reason; not_found; forbidden for the same day or the same leaders, for a leader who
        is on leave on the other day; bad_value when a day has several receptions and `which` does not say which.
        """
        why = _reason(why)
        with self._session.writing() as connection:
            act = self._session.act()
            first = self._one(connection, one, which)
            second = self._one(connection, other, which if which_other is None else which_other)
            if first.leaders == second.leaders:
                raise Refused("forbidden", f"{one}和{other}接待的是同样的人，不用对调。", field="other")
            for day, coming in ((first, second.leaders), (second, first.leaders)):
                self._refuse_away(connection, day.on, coming)
            rows.change(connection, act, first, "swapped", why=why, leaders=second.leaders)
            rows.change(connection, act, second, "swapped", why=why, leaders=first.leaders)
            changed = rows.get(connection, first.day_id), rows.get(connection, second.day_id)
            self._audit(connection, act, "schedule.swapped", (first, second), changed)
            return changed

    def substitute(
        self, on: date, name: str, why: str, *, instead_of: str = "", which: Which | None = None
    ) -> ReceptionDay:
        """Somebody stands in (顶替); 原定 stays. `instead_of` names whom where several receive together.

        Refused: missing, not_found, forbidden for somebody on leave or already there, bad_value as `swap`.
        """
        why = _reason(why)
        name = name_of(name)
        with self._session.writing() as connection:
            act = self._session.act()
            day = self._one(connection, on, which)
            if name in day.leaders:
                raise Refused("forbidden", f"{day_words(on)}本来就是{name}接待。", field="name")
            if instead_of and instead_of not in day.leaders:
                raise Refused("not_found", f"{day_words(on)}接待的没有{instead_of}。", field="for")
            if len(day.leaders) > 1 and not instead_of:
                raise Refused(
                    "missing", f"这天是{'、'.join(day.leaders)}，请写明顶替谁。", field="for", hint="用 --for。"
                )
            self._refuse_away(connection, on, (name,))
            left = instead_of or (day.leaders[0] if day.leaders else "")
            after = tuple(name if known == left else known for known in day.leaders) or (name,)
            rows.change(connection, act, day, "substituted", why=why, leaders=after)
            changed = rows.get(connection, day.day_id)
            self._audit(connection, act, "schedule.substituted", (day,), (changed,))
            return changed

    def lock(self, on: date, *, locked: bool = True, which: Which | None = None) -> ReceptionDay:
        """Lock a day, so that it stays when the rest is made anew, or unlock it. Refused not_found, bad_value."""
        with self._session.writing() as connection:
            act = self._session.act()
            day = self._one(connection, on, which)
            if day.locked == locked:
                return day
            rows.change(connection, act, day, "locked" if locked else "unlocked", locked=locked)
            changed = rows.get(connection, day.day_id)
            self._audit(connection, act, "schedule.locked" if locked else "schedule.unlocked", (day,), (changed,))
            return changed

    def move(
        self,
        on: date,
        why: str,
        *,
        to: date | None = None,
        place: str | None = None,
        hours: str | None = None,
        which: Which | None = None,
    ) -> ReceptionDay:
        """Give a reception another day, place or hours; what is None stays.

        Refused: missing, not_found, bad_value; forbidden when nothing changes, for a day that has passed, for leaders
        on leave on the new day, where such a reception is already, or when its sitting has begun.
        """
        why = _reason(why)
        with self._session.writing() as connection:
            act = self._session.act()
            day = self._one(connection, on, which)
            slot = replace(
                day.slot,
                on=to or day.on,
                place=day.slot.place if place is None else plain(place, "地点", "place"),
                hours=day.slot.hours if hours is None else parse_hours(hours),
            )
            if slot == day.slot:
                raise Refused("forbidden", "日期、地点和时间都没有变。", field="to")
            if slot.on != day.on:
                self._refuse_new_day(connection, day, slot.on)
            if self._taken(connection, day, slot):
                words = f"{day_words(slot.on)}这个地点已经有{KINDS[slot.kind]}（取消了的也算，可以先撤回取消）。"
                raise Refused("forbidden", words, field="to")
            rows.change(
                connection, act, day, "moved", why=why, slot=slot, told=(slot_words(day.slot), slot_words(slot))
            )
            return self._changed(connection, act, "schedule.moved", day)

    def call_off(self, on: date, why: str, which: Which | None = None) -> ReceptionDay:
        """A reception does not take place; it stays in the list, and calendar programs are told.

        Refused: missing, not_found, bad_value; forbidden when its sitting has begun.
        """
        why = _reason(why)
        with self._session.writing() as connection:
            act = self._session.act()
            day = self._one(connection, on, which)
            self._refuse_begun(connection, day)
            rows.change(connection, act, day, "cancelled", why=why, cancelled=True)
            return self._changed(connection, act, "schedule.called_off", day)

    def take_back(self, on: date, which: Which | None = None) -> tuple[ReceptionDay, ...]:
        """Undo the last swap, substitution or calling-off of a day; of a swap on both days.

        Refused: not_found when there is none; forbidden when the other day of a swap was changed since.
        """
        with self._session.writing() as connection:
            act = self._session.act()
            day = self._one(connection, on, which, cancelled=True)
            change = day.last_by_hand
            if day.called_off:
                rows.change(connection, act, day, "undone", cancelled=False)
                return (self._changed(connection, act, "schedule.undone", day),)
            if change is None:
                raise Refused("not_found", f"{day_words(on)}没有可以撤回的对调、顶替或取消。", field="date")
            both = [day]
            if change.kind == "swapped":
                both.append(self._partner(connection, day, change))
            for each in both:
                last = each.last_by_hand
                assert last is not None
                rows.change(connection, act, each, "undone", leaders=last.before)
            after = tuple(rows.get(connection, each.day_id) for each in both)
            self._audit(connection, act, "schedule.undone", both, after)
            return after

    def _partner(self, connection: Transaction, day: ReceptionDay, change: Change) -> ReceptionDay:
        for other in rows.swapped_with(connection, change.at, day.day_id):
            last = None if other.called_off else other.last_by_hand
            if last is not None and (last.at, last.before, last.after) == (change.at, change.after, change.before):
                return other
        raise Refused("forbidden", "对调的另一天后来又变动过，请先撤回那一天的变动。", field="date")

    def _refuse_new_day(self, connection: Transaction, day: ReceptionDay, to: date) -> None:
        if min(to, day.on) < self._session.today():
            raise Refused("forbidden", "已经过去的日子不能改期。", field="to")
        self._refuse_begun(connection, day)
        self._refuse_away(connection, to, day.leaders)

    def _refuse_begun(self, connection: Transaction, day: ReceptionDay) -> None:
        if sitting_rows.begun(connection, day.day_id):
            raise Refused("forbidden", f"{day_words(day.on)}的接访已经开始，不能取消或改期。", field="date")

    def _taken(self, connection: Transaction, day: ReceptionDay, slot: Slot) -> bool:
        query = DayQuery(slot.on, slot.on, slot.kind, slot.place, slot.village, cancelled=True)
        return any(other.day_id != day.day_id for other in rows.days(connection, query))

    def _changed(self, connection: Transaction, act: Act, action: str, day: ReceptionDay) -> ReceptionDay:
        changed = rows.get(connection, day.day_id)
        self._audit(connection, act, action, (day,), (changed,))
        return changed

    # ---- leave

    def leave(self, name: str, since: date, until: date, why: str = "") -> tuple[Leave, list[Finding]]:
        """Enter leave; what it upsets comes back with it. Refused: missing, bad_value, forbidden (known already)."""
        if until < since:
            raise Refused("bad_value", "结束日期在开始日期之前。", field="to")
        leave = Leave(name_of(name), since, until, plain(why, "原因", "why"))
        with self._session.writing() as connection:
            act = self._session.act()
            for known in rows.leaves(connection, since, until):
                if (known.leader, known.since, known.until) == (leave.leader, since, until):
                    raise Refused("forbidden", f"{leave.leader}这段时间的请假已经记过。", field="name")
            leave = replace(leave, leave_id=rows.add_leave(connection, act, leave))
            audit_rows.append(connection, act, "schedule.leave", "leader", leave.leader, after=leave_document(leave))
            found = findings_within(connection, self._session.today(), since, until)
            found = [each for each in found if each.what == "on_leave"]
            return leave, [each for each in found if leave.leader in each.words]

    def end_leave(self, name: str, since: date, until: date) -> Leave:
        """Take a leave back. Refused not_found."""
        with self._session.writing() as connection:
            act = self._session.act()
            for known in rows.leaves(connection, since, until):
                if (known.leader, known.since, known.until) == (name, since, until):
                    rows.void_leave(connection, known.leave_id)
                    audit_rows.append(
                        connection, act, "schedule.leave_ended", "leader", name, before=leave_document(known)
                    )
                    return known
            raise Refused("not_found", f"没有记过{name}从{since}到{until}的请假。", field="name")

    # ---- within

    def one_within(
        self, connection: Transaction, on: date, which: Which | None, *, cancelled: bool = False
    ) -> ReceptionDay:
        """The reception of a day that stands. Refused not_found; bad_value where several are and `which` is silent.

        `cancelled`: where none stands, one that was called off.
        """
        try:
            return self._one(connection, on, which)
        except Refused as refusal:
            if not cancelled or refusal.code != "not_found":
                raise
            return self._one(connection, on, which, cancelled=True)

    def _one(self, connection: Transaction, on: date, which: Which | None, *, cancelled: bool = False) -> ReceptionDay:
        told = which or Which()
        query = DayQuery(on, on, told.kind, told.place, told.village, cancelled=cancelled)
        found = rows.days(connection, query)
        if not found:
            raise Refused("not_found", f"{on}没有排接待。", field="date")
        if len(found) > 1:
            places = "、".join(f"{KINDS[day.slot.kind]}{day.slot.village}{day.slot.place}" for day in found)
            words = f"{on}有{len(found)}处接待（{places}），请写明是哪一处。"
            raise Refused("bad_value", words, field="date", hint="用 --kind、--place 或 --village。")
        return found[0]

    def _refuse_away(self, connection: Transaction, on: date, names: Iterable[str]) -> None:
        away = {leave.leader for leave in rows.leaves(connection, on, on)}
        for name in names:
            if name in away:
                raise Refused("forbidden", f"{name}{day_words(on)}请假，不能接待。", field="date")

    def _audit(
        self,
        connection: Transaction,
        act: Act,
        action: str,
        before: Sequence[ReceptionDay],
        after: Sequence[ReceptionDay],
    ) -> None:
        audit_rows.append(
            connection,
            act,
            action,
            "schedule",
            "、".join(day.on.isoformat() for day in before),
            before={"days": [day_document(day) for day in before]},
            after={"days": [day_document(day) for day in after]},
        )


def _reason(text: str) -> str:
    why = plain(text, "原因", "why")
    if not why:
        raise Refused("missing", "请写明原因。", field="why")
    return why
