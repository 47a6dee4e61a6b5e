"""Making the rota: what the rules say, who receives, what of the days already there stays. Before writing, a proposal.

What a person did by hand stays: a locked, swapped, moved or called-off day is left alone when the rest is made anew,
and so is a day that has passed, or for which somebody booked or came.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.audit import Act
from petidesk.domain.json_input import clean_text
from petidesk.domain.office.office import Leader
from petidesk.domain.office.unset import OfSetting
from petidesk.domain.reception.days import (
    KINDS,
    Finding,
    MadeRota,
    NewDay,
    Proposal,
    ReceptionDay,
    RotaPlan,
    Slot,
    day_document,
    findings,
    overlap,
    parse_hours,
)
from petidesk.domain.reception.plans import OUTSIDE
from petidesk.domain.reception.rota import Leave, Rota, Seat, Turn, make_rota
from petidesk.domain.reception.rules import ReceptionDate, reception_dates
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage import reception as rows
from petidesk.storage import sittings as sitting_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.reception import DayQuery
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.session import Session


@dataclass(frozen=True, slots=True)
class _Series:
    """The days of one kind, place and village that a plan touches, and what it finds there.

    `dates` are those to be laid down anew, `kept` the days that stay, `active` all that stand now, `every` cancelled
    ones too. A day that stays may have been moved to another place; what lies `here` takes a seat.
    """

    plan: RotaPlan
    dates: list[ReceptionDate]
    every: list[ReceptionDay]
    active: list[ReceptionDay]
    kept: list[ReceptionDay]

    @property
    def replaced(self) -> list[ReceptionDay]:
        """Days that stood and make way for the new rota."""
        return [day for day in self.active if day not in self.kept]

    @property
    def gone(self) -> list[ReceptionDay]:
        """Those of them that fall away, because no rule names them any more."""
        named = {each.on for each in self.dates}
        return [day for day in self.replaced if day.on not in named]

    @property
    def here(self) -> list[ReceptionDay]:
        """Days that stay, at the place of the plan."""
        return [day for day in self.kept if day.slot.place == self.plan.place]


@dataclass(frozen=True, slots=True)
class _Seated:
    """A series with the days that its rota lays down."""

    series: _Series
    days: list[NewDay]
    never: tuple[str, ...]


class RotaMaking:
    """Makes and proposes rotas on `desk`."""

    def __init__(self, session: Session, calendars: Calendars) -> None:
        self._session = session
        self._calendars = calendars

    def propose(self, plan: RotaPlan) -> Proposal:
        """What `make` would lay down, nothing written; for a form that shows it while the rules are typed.

        Refused as `make`, except that days which are there already are no hindrance.
        """
        plan = replace(_cleaned(plan), again=True)
        with self._session.reading() as connection:
            seated = self._seated(connection, self._series(connection, plan))
        days = sorted((day for each in seated for day in each.days), key=lambda day: day.slot.on)
        return Proposal(tuple(days), tuple(day for each in seated for day in each.series.kept), _never(seated))

    def make(self, plan: RotaPlan) -> MadeRota:
        """Lay down the receptions that the rules name, with leaders in fair turns. See `Schedule.make`."""
        plan = _cleaned(plan)
        with self._session.writing() as connection:
            act = self._session.act()
            found = self._series(connection, plan)
            for series in found:
                _refuse_there(series)
            seated = self._seated(connection, found)
            made = [day for each in seated for day in self._lay_down(connection, act, each)]
            self._audit(connection, act, plan, [day for series in found for day in series.replaced], made)
            on = [day.on for day in made] or [plan.since, plan.until]
            since, until = min(plan.since, *on), max(plan.until, *on)
            wrong = findings_within(connection, self._session.today(), since, until)
        told = [Finding("never", None, f"{name}在这段时间一直请假，没有排。") for name in _never(seated)]
        return MadeRota(
            tuple(sorted(made, key=lambda day: (day.on, day.day_id))),
            tuple(day for series in found for day in series.kept),
            tuple(day for series in found for day in series.gone),
            (*told, *wrong),
        )

    # ---- what is there

    def _series(self, connection: Transaction, plan: RotaPlan) -> list[_Series]:
        """One series; of a plan that sends leaders to their own villages one for each village.

        A leader with several goes to one after the other; leaders who share one take turns there.
        """
        dates = reception_dates(
            plan.rules,
            plan.since,
            plan.until,
            self._calendars.load(),
            policy=plan.policy,
            exceptions=plan.exceptions,
        )
        if not plan.own_villages:
            return [self._found(connection, plan, dates)]
        visited: dict[str, set[date]] = {}
        contacts: dict[str, dict[str, None]] = {}
        for leader in self._contacts(connection, plan):
            for place, village in enumerate(leader.villages):
                visited.setdefault(village, set()).update(each.on for each in dates[place :: len(leader.villages)])
                contacts.setdefault(village, {})[leader.name] = None
        found = []
        for village, names in contacts.items():
            own = replace(plan, village=village, turns=tuple(Turn((name,)) for name in names))
            found.append(self._found(connection, own, [each for each in dates if each.on in visited[village]]))
        return found

    def _contacts(self, connection: Transaction, plan: RotaPlan) -> list[Leader]:
        """The leaders of the plan who have contact villages, in the office's order."""
        named = {name for turn in plan.turns for name in turn.leaders}
        leaders = office_rows.current(connection, self._session.today()).leaders
        found = [leader for leader in leaders if leader.name in named and leader.villages]
        if not found:
            words = "这些领导都没有填联系村（社区），请先在单位设置的领导名单里填写。"
            raise OfSetting("missing", words, ["leaders"], field="own_villages")
        return found

    def _found(self, connection: Transaction, plan: RotaPlan, dates: Sequence[ReceptionDate]) -> _Series:
        on = [each.on for each in dates]
        every = rows.of_series(connection, plan.kind, plan.place, plan.village, plan.since, plan.until, on)
        strangers = rows.strangers(connection, plan.kind, plan.place, plan.village, on)
        awaited = sitting_rows.awaited(connection, [day.day_id for day in every])
        active = [day for day in every if not day.cancelled and plan.since <= day.rule_date <= plan.until]
        kept = [
            day
            for day in every
            if not day.cancelled and (day not in active or day.day_id in awaited or self._stays(day))
        ]
        # A day that was moved or called off by hand is not laid down a second time where its rule has it.
        settled = {day.rule_date for day in every if day.called_off or (day in kept and day.moved_by_hand)}
        kept += [day for day in strangers if not day.cancelled]
        lying = [day for day in (*every, *strangers) if day.slot.place == plan.place]
        taken = {day.on for day in lying if day in kept or day.called_off}
        left = [each for each in dates if each.rule_date not in settled and each.on not in taken]
        return _Series(plan, left, every, active, kept)

    def _stays(self, day: ReceptionDay) -> bool:
        return day.stays or day.on < self._session.today()

    # ---- who receives

    def _seated(self, connection: Transaction, found: Sequence[_Series]) -> list[_Seated]:
        """Each series with who sits when. No series minds what the others replace, each minds what they lay down."""
        replaced = {day.day_id for series in found for day in series.replaced}
        laid: list[NewDay] = []
        seated = []
        for series in found:
            rota = self._rota(connection, series, replaced, laid)
            days = _new_days(series, rota)
            laid += days
            seated.append(_Seated(series, days, rota.never))
        return seated

    def _rota(
        self, connection: Transaction, series: _Series, replaced: Collection[int], laid: Sequence[NewDay]
    ) -> Rota:
        """Who sits when, with what the year has seen so far and without those who sit elsewhere at that time."""
        plan, here = series.plan, series.here
        on = sorted({each.on for each in series.dates} | {day.on for day in here})
        if not on:
            return Rota(())
        year = DayQuery(date(on[0].year, 1, 1), date(on[-1].year, 12, 31))
        own = {day.day_id for day in here} | set(replaced)
        others = [(day.slot, day.leaders, day.unit) for day in rows.days(connection, year) if day.day_id not in own]
        others += [(day.slot, day.leaders, day.unit) for day in laid]
        history = [
            (slot.on, name) for slot, leaders, unit in others if slot.kind == plan.kind for name in (*leaders, unit)
        ]
        asked = set(on)
        busy = [
            (slot.on, name)
            for slot, leaders, _ in others
            if slot.on in asked and overlap(slot.hours, plan.hours)
            for name in leaders
        ]
        return make_rota(
            on,
            plan.turns,
            leaves=rows.leaves(connection, on[0], on[-1]),
            busy=busy,
            units=plan.units,
            fixed={day.on: Seat(day.on, day.leaders, day.unit) for day in here},
            history=history,
        )

    # ---- laying down

    def _lay_down(self, connection: Transaction, act: Act, seated: _Seated) -> list[ReceptionDay]:
        series = seated.series
        for day in series.gone:
            rows.change(connection, act, day, "cancelled", cancelled=True)
        known = {day.on: day for day in series.every if day.slot.place == series.plan.place}
        ids = []
        for new in seated.days:
            there = known.get(new.slot.on)
            if there is None:
                ids.append(rows.add(connection, act, new))
                continue
            ids.append(there.day_id)
            if not new.same_as(there):
                rows.make_anew(connection, act, there, new)
        return [rows.get(connection, day_id) for day_id in ids]

    def _audit(
        self,
        connection: Transaction,
        act: Act,
        plan: RotaPlan,
        before: Sequence[ReceptionDay],
        made: Sequence[ReceptionDay],
    ) -> None:
        told = [{"date": day.on.isoformat(), "leaders": list(day.leaders)} for day in made]
        audit_rows.append(
            connection,
            act,
            "schedule.made",
            "schedule",
            f"{plan.since}..{plan.until}",
            before={"days": [day_document(day) for day in before]},
            after={"rules": [rule.text for rule in plan.rules], "kind": plan.kind, "days": told},
        )


def _never(seated: Sequence[_Seated]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in seated for name in each.never))


def _refuse_there(series: _Series) -> None:
    active, plan = series.active, series.plan
    if active and not plan.again:
        words = f"{active[0].on}到{active[-1].on}已经排了{len(active)}天{KINDS[plan.kind]}{plan.village}。"
        raise Refused("forbidden", f"{words}没有锁定的要重新排，请写明。", field="from", hint="用 --keep-locked。")


def _new_days(series: _Series, rota: Rota) -> list[NewDay]:
    plan = series.plan
    seats = {seat.on: seat for seat in rota.seats}
    rule = " ".join(each.text for each in plan.rules)
    found = []
    for each in series.dates:
        seat = seats.get(each.on) or Seat(each.on, ())
        slot = Slot(each.on, plan.kind, plan.place, plan.village, plan.hours)
        found.append(NewDay(slot, each.rule_date, each.moved_because, rule, seat.leaders, seat.unit))
    return found


def findings_within(connection: Transaction, today: date, since: date, until: date) -> list[Finding]:
    """What does not go together among all receptions of these days."""
    days = rows.days(connection, DayQuery(since, until))
    leaves: list[Leave] = rows.leaves(connection, since, until)
    return findings(days, leaves, known_leaders(connection, today))


def known_leaders(connection: Transaction, today: date) -> list[str]:
    """The names in the office's list of leaders."""
    return [leader.name for leader in office_rows.current(connection, today).leaders]


def _cleaned(plan: RotaPlan) -> RotaPlan:
    if plan.kind not in KINDS:
        raise Refused("bad_value", f"没有“{plan.kind}”这种接待。", field="kind", hint=f"可选：{'、'.join(KINDS)}。")
    if not plan.turns:
        raise Refused("missing", "请写明由哪些领导接待，或先在单位设置里填写领导名单。", field="leaders")
    if plan.own_villages and plan.kind not in OUTSIDE:
        kinds = "、".join(KINDS[kind] for kind in OUTSIDE)
        raise Refused("bad_value", f"到各自联系的村，种类应当是{kinds}。", field="kind")
    turns = tuple(replace(turn, leaders=tuple(name_of(name) for name in turn.leaders)) for turn in plan.turns)
    return replace(
        plan,
        turns=turns,
        place=plain(plan.place, "地点", "place"),
        village=plain(plan.village, "村（社区）", "village"),
        hours=parse_hours(plan.hours),
        units=tuple(plain(unit, "陪同单位", "units") for unit in plan.units),
    )


def plain(text: str, label: str, field: str) -> str:
    """One line of text as it is kept."""
    return clean_text(text, limit=200, multiline=False, path=field, label=label)


def name_of(text: str) -> str:
    """A name as it is kept. Refused missing."""
    name = clean_text(text, limit=60, multiline=False, path="leaders", label="姓名")
    if not name:
        raise Refused("missing", "请写明姓名。", field="leaders")
    return name
