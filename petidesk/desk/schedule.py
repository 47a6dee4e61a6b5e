"""The rota of reception days: make it, swap, stand in, lock, enter leave, count. Each method is one transaction.

What a person did by hand stays: a locked, swapped or substituted day, and a day that has passed, is left alone when the
rest is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.audit import Act
from petidesk.domain.json_input import clean_text
from petidesk.domain.schedule import (
    KINDS,
    Finding,
    MadeRota,
    NewDay,
    ReceptionDay,
    RotaPlan,
    Slot,
    counts,
    day_document,
    day_words,
    findings,
    leave_document,
    overlap,
    parse_hours,
)
from petidesk.domain.schedule_rota import Leave, Rota, Seat, make_rota
from petidesk.domain.schedule_rules import ReceptionDate, reception_dates
from petidesk.domain.trouble import Refused
from petidesk.storage import audit as audit_rows
from petidesk.storage import office as office_rows
from petidesk.storage import schedule as rows
from petidesk.storage.database import Transaction
from petidesk.storage.schedule import DayQuery

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk

__all__ = ["DayQuery", "Schedule", "Which"]


@dataclass(frozen=True, slots=True)
class Which:
    """Which reception of a day is meant where there are several; None and empty do not tell them apart."""

    kind: str = ""
    place: str | None = None
    village: str | None = None


class Schedule:
    """`desk.schedule`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ---- reading

    def days(self, query: DayQuery, limit: int | None = None, offset: int = 0) -> list[ReceptionDay]:
        """Receptions in the order of their days."""
        with self._desk.reading() as connection:
            return rows.days(connection, query, limit, offset)

    def count(self, query: DayQuery) -> int:
        """How many receptions the query names."""
        with self._desk.reading() as connection:
            return rows.count(connection, query)

    def findings(self, since: date, until: date) -> list[Finding]:
        """What does not go together among all receptions of these days."""
        with self._desk.reading() as connection:
            return self._findings(connection, since, until)

    def leaves(self, since: date | None = None) -> list[Leave]:
        """Leaves that have not ended before `since`."""
        with self._desk.reading() as connection:
            return rows.leaves(connection, since)

    def counts(self, year: int) -> dict[str, dict[str, int]]:
        """Receptions of a year by leader: each kind, `total`, `planned`; leaders of the office without one as well."""
        with self._desk.reading() as connection:
            days = rows.days(connection, DayQuery(date(year, 1, 1), date(year, 12, 31)))
            known = self._known(connection)
        found = counts(days)
        empty = dict.fromkeys((*KINDS, "total", "planned"), 0)
        order = [*known, *(name for name in found if name not in known)]
        return {name: found.get(name, dict(empty)) for name in order}

    # ---- making

    def make(self, plan: RotaPlan) -> MadeRota:
        """Lay down the receptions that the rules name, with leaders in fair turns.

        Refused: forbidden when days of this kind and place are there already and `plan.again` is not set; no_calendar;
        bad_value for hours, place or names that cannot be.
        """
        plan = _cleaned(plan)
        dates = reception_dates(
            plan.rules,
            plan.since,
            plan.until,
            self._desk.calendars.load(),
            policy=plan.policy,
            exceptions=plan.exceptions,
        )
        with self._desk.writing() as connection:
            act = self._desk.act()
            series = rows.of_series(
                connection, plan.kind, plan.place, plan.village, plan.since, plan.until, [each.on for each in dates]
            )
            active = [day for day in series if not day.cancelled and plan.since <= day.rule_date <= plan.until]
            if active and not plan.again:
                words = f"{active[0].on}到{active[-1].on}已经排了{len(active)}天{KINDS[plan.kind]}。"
                raise Refused("forbidden", f"{words}没有锁定的要重新排，请加 --keep-locked。", field="from")
            kept = [day for day in series if not day.cancelled and (day not in active or self._stays(day))]
            rota = self._rota(connection, plan, dates, active, kept)
            made = self._lay_down(connection, act, plan, dates, rota, series, kept)
            gone = [day for day in active if day not in kept and day.on not in {each.on for each in dates}]
            for day in gone:
                rows.change(connection, act, day, "cancelled", cancelled=True)
            told = [{"date": day.on.isoformat(), "leaders": list(day.leaders)} for day in made]
            audit_rows.append(
                connection,
                act,
                "schedule.made",
                "schedule",
                f"{plan.since}..{plan.until}",
                before={"days": [day_document(day) for day in active if day not in kept]},
                after={"rules": [rule.text for rule in plan.rules], "kind": plan.kind, "days": told},
            )
            ends = [each.on for each in dates] or [plan.since, plan.until]
            found = self._findings(connection, min(plan.since, *ends), max(plan.until, *ends))
        never = [Finding("never", None, f"{name}在这段时间一直请假，没有排。") for name in rota.never]
        return MadeRota(tuple(made), tuple(kept), tuple(gone), (*never, *found))

    def _stays(self, day: ReceptionDay) -> bool:
        return day.stays or day.on < self._desk.today()

    def _rota(
        self,
        connection: Transaction,
        plan: RotaPlan,
        dates: Sequence[ReceptionDate],
        active: Sequence[ReceptionDay],
        kept: Sequence[ReceptionDay],
    ) -> Rota:
        """Who sits when, with what the year has seen so far and without those who sit elsewhere at that time."""
        on = sorted({each.on for each in dates} | {day.on for day in kept})
        if not on:
            return Rota(())
        year = DayQuery(date(on[0].year, 1, 1), date(on[-1].year, 12, 31))
        series = {day.day_id for day in (*active, *kept)}
        others = [day for day in rows.days(connection, year) if day.day_id not in series]
        history = [(day.on, name) for day in others if day.slot.kind == plan.kind for name in (*day.leaders, day.unit)]
        asked = set(on)
        busy = [
            (day.on, name)
            for day in others
            if day.on in asked and overlap(day.slot.hours, plan.hours)
            for name in day.leaders
        ]
        return make_rota(
            on,
            plan.turns,
            leaves=rows.leaves(connection, on[0], on[-1]),
            busy=busy,
            units=plan.units,
            fixed={day.on: Seat(day.on, day.leaders, day.unit) for day in kept},
            history=history,
        )

    def _lay_down(
        self,
        connection: Transaction,
        act: Act,
        plan: RotaPlan,
        dates: Sequence[ReceptionDate],
        rota: Rota,
        series: Sequence[ReceptionDay],
        kept: Sequence[ReceptionDay],
    ) -> list[ReceptionDay]:
        seats = {seat.on: seat for seat in rota.seats}
        known = {day.on: day for day in series}
        stay = {day.on for day in kept}
        rule = " ".join(each.text for each in plan.rules)
        ids = []
        for each in dates:
            if each.on in stay:
                continue
            seat = seats.get(each.on) or Seat(each.on, ())
            slot = Slot(each.on, plan.kind, plan.place, plan.village, plan.hours)
            new = NewDay(slot, each.rule_date, each.moved_because, rule, seat.leaders, seat.unit)
            if each.on not in known:
                ids.append(rows.add(connection, act, new))
                continue
            ids.append(known[each.on].day_id)
            if not new.same_as(known[each.on]):
                rows.make_anew(connection, act, known[each.on], new)
        wanted = set(ids)
        every = rows.of_series(
            connection, plan.kind, plan.place, plan.village, plan.since, plan.until, [each.on for each in dates]
        )
        return [day for day in every if day.day_id in wanted]

    # ---- changing by hand

    def swap(self, one: date, other: date, why: str, which: Which | None = None) -> tuple[ReceptionDay, ReceptionDay]:
        """The leaders of two receptions change places; 原定 stays on both.

        Refused: missing without a reason; not_found; forbidden for the same day or the same leaders, for a leader who
        is on leave on the other day; bad_value when a day has several receptions and `which` does not say which.
        """
        why = _reason(why)
        with self._desk.writing() as connection:
            act = self._desk.act()
            first, second = (self._one(connection, day, which) for day in (one, other))
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
        name = _name(name)
        with self._desk.writing() as connection:
            act = self._desk.act()
            day = self._one(connection, on, which)
            if name in day.leaders:
                raise Refused("forbidden", f"{day_words(on)}本来就是{name}接待。", field="name")
            if instead_of and instead_of not in day.leaders:
                raise Refused("not_found", f"{day_words(on)}接待的没有{instead_of}。", field="for")
            if len(day.leaders) > 1 and not instead_of:
                raise Refused("missing", f"这天是{'、'.join(day.leaders)}，请用 --for 说明顶替谁。", field="for")
            self._refuse_away(connection, on, (name,))
            left = instead_of or (day.leaders[0] if day.leaders else "")
            after = tuple(name if known == left else known for known in day.leaders) or (name,)
            rows.change(connection, act, day, "substituted", why=why, leaders=after)
            changed = rows.get(connection, day.day_id)
            self._audit(connection, act, "schedule.substituted", (day,), (changed,))
            return changed

    def lock(self, on: date, *, locked: bool = True, which: Which | None = None) -> ReceptionDay:
        """Lock a day, so that it stays when the rest is made anew, or unlock it. Refused not_found, bad_value."""
        with self._desk.writing() as connection:
            act = self._desk.act()
            day = self._one(connection, on, which)
            if day.locked == locked:
                return day
            rows.change(connection, act, day, "locked" if locked else "unlocked", locked=locked)
            changed = rows.get(connection, day.day_id)
            self._audit(connection, act, "schedule.locked" if locked else "schedule.unlocked", (day,), (changed,))
            return changed

    # ---- leave

    def leave(self, name: str, since: date, until: date, why: str = "") -> tuple[Leave, list[Finding]]:
        """Enter leave; what it upsets comes back with it. Refused: missing, bad_value, forbidden (known already)."""
        if until < since:
            raise Refused("bad_value", "结束日期在开始日期之前。", field="to")
        leave = Leave(_name(name), since, until, _words(why, "原因", "why"))
        with self._desk.writing() as connection:
            act = self._desk.act()
            for known in rows.leaves(connection, since, until):
                if (known.leader, known.since, known.until) == (leave.leader, since, until):
                    raise Refused("forbidden", f"{leave.leader}这段时间的请假已经记过。", field="name")
            leave = replace(leave, leave_id=rows.add_leave(connection, act, leave))
            audit_rows.append(connection, act, "schedule.leave", "leader", leave.leader, after=leave_document(leave))
            found = [each for each in self._findings(connection, since, until) if each.what == "on_leave"]
            return leave, [each for each in found if leave.leader in each.words]

    def end_leave(self, name: str, since: date, until: date) -> Leave:
        """Take a leave back. Refused not_found."""
        with self._desk.writing() as connection:
            act = self._desk.act()
            for known in rows.leaves(connection, since, until):
                if (known.leader, known.since, known.until) == (name, since, until):
                    rows.void_leave(connection, known.leave_id)
                    audit_rows.append(
                        connection, act, "schedule.leave_ended", "leader", name, before=leave_document(known)
                    )
                    return known
            raise Refused("not_found", f"没有记过{name}从{since}到{until}的请假。", field="name")

    # ---- within

    def _one(self, connection: Transaction, on: date, which: Which | None) -> ReceptionDay:
        told = which or Which()
        found = rows.days(connection, DayQuery(on, on, told.kind, told.place, told.village))
        if not found:
            raise Refused("not_found", f"{on}没有排接待。", field="date")
        if len(found) > 1:
            places = "、".join(f"{KINDS[day.slot.kind]}{day.slot.village}{day.slot.place}" for day in found)
            words = f"{on}有{len(found)}处接待（{places}），请用 --kind、--place 或 --village 说明是哪一处。"
            raise Refused("bad_value", words, field="date")
        return found[0]

    def _refuse_away(self, connection: Transaction, on: date, names: Iterable[str]) -> None:
        away = {leave.leader for leave in rows.leaves(connection, on, on)}
        for name in names:
            if name in away:
                raise Refused("forbidden", f"{name}{day_words(on)}请假，不能接待。", field="date")

    def _findings(self, connection: Transaction, since: date, until: date) -> list[Finding]:
        days = rows.days(connection, DayQuery(since, until))
        return findings(days, rows.leaves(connection, since, until), self._known(connection))

    def _known(self, connection: Transaction) -> list[str]:
        return [leader.name for leader in office_rows.current(connection, self._desk.today()).leaders]

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


def _cleaned(plan: RotaPlan) -> RotaPlan:
    if plan.kind not in KINDS:
        raise Refused("bad_value", f"接待种类可选：{'、'.join(KINDS)}。", field="kind")
    if not plan.turns:
        raise Refused("missing", "请写明由哪些领导接待，或先在单位设置里填写领导名单。", field="leaders")
    turns = tuple(replace(turn, leaders=tuple(_name(name) for name in turn.leaders)) for turn in plan.turns)
    return replace(
        plan,
        turns=turns,
        place=_words(plan.place, "地点", "place"),
        village=_words(plan.village, "村（社区）", "village"),
        hours=parse_hours(plan.hours),
        units=tuple(_words(unit, "陪同单位", "units") for unit in plan.units),
    )


def _words(text: str, label: str, field: str) -> str:
    return clean_text(text, limit=200, multiline=False, path=field, label=label)


def _name(text: str) -> str:
    name = clean_text(text, limit=60, multiline=False, path="leaders", label="姓名")
    if not name:
        raise Refused("missing", "请写明姓名。", field="leaders")
    return name


def _reason(text: str) -> str:
    why = _words(text, "原因", "why")
    if not why:
        raise Refused("missing", "请写明原因。", field="why")
    return why
