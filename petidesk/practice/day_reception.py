"""The demonstration's rota: next month's reception days, a leave, a swap; what is put up, handed out and exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import DayQuery, Which
from petidesk.domain.reception.rota import Turn

KeepFile = Callable[[str, bytes, str], None]
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)

# The reception at the office; on a market day there may be one outside as well.
HERE = Which("reception")


@dataclass(frozen=True, slots=True)
class RotaDay:
    """Plays the rota on `desk`; `keep` takes each file with its name and what it is."""

    desk: Desk
    keep: KeepFile

    def play(self) -> None:
        """November made anew over the sample's rota: every Thursday at the office, on market days outside, all leaders.

        Then the notice, twice because it changed.
        """
        leaders = self.desk.office.current().leaders
        turns = tuple(Turn((leader.name,)) for leader in leaders)
        self.desk.schedule.leave(leaders[0].name, date(2026, 11, 9), date(2026, 11, 13), "外出学习")
        plans = {plan.name: plan for plan in self.desk.schedule.plans()}
        for name in ("每周四接访", "赶场天下访"):
            plan = plans[name].plan(FIRST, LAST, leaders, again=True)
            self.desk.schedule.make(replace(plan, turns=turns))
        self._notice("a4", "rota-notice-2026-11.pdf", "下月领导干部接待群众公示")
        self.desk.schedule.swap(date(2026, 11, 11), date(2026, 11, 16), "县里开会")
        self._notice("a4", "rota-notice-2026-11-renewed.pdf", "对调以后重新公布的公示，印着更新日期")
        self._notice("wall", "rota-wall-2026-11.pdf", "上墙的大字版（A3）")
        self.keep("rota-cards.pdf", self.desk.schedule_papers.cards().pdf, "便民联系卡，一页8张")
        self.keep("rota-2026-11.xlsx", self.desk.schedule_papers.table(FIRST, LAST), "安排表，附原定、实到和原因")
        self.keep("rota-2026-11.ics", self.desk.schedule_papers.calendar(FIRST, LAST), "日历文件，手机日历能打开")

    def _notice(self, paper: str, name: str, what: str) -> None:
        self.keep(name, self.desk.schedule_papers.notice("2026-11", paper).pdf, what)


@dataclass(frozen=True, slots=True)
class SittingDay:
    """Plays the sitting of `day` on `desk`; `keep` takes each file with its name and what it is."""

    desk: Desk
    keep: KeepFile
    day: date

    def open(self, booking: Mapping[str, Any]) -> None:
        """Somebody books for the next reception, which the sample's rota has laid down as it has today's."""
        days = self.desk.schedule.days(DayQuery(self.day + timedelta(days=1), kind=HERE.kind), limit=1)
        self.desk.sittings.book(days[0].on, booking, HERE)

    def receive(self, document: Mapping[str, Any], opinions: list[Mapping[str, Any]]) -> None:
        """A guest comes and is registered; of each matter the leader says what is to be done."""
        person = document["petitioners"][0]
        sitting = self.desk.sittings.arrive(
            self.day, {"name": person["name"], "phone": person["phone"], "people": document.get("people", 1)}, HERE
        )
        number = max(guest.number for guest in sitting.guests)
        sitting, visit, _added = self.desk.sittings.receive(self.day, number, document, HERE)
        cases = sitting.guest(number).open_cases
        for case_no, opinion in zip(cases, opinions, strict=True):
            self.desk.sittings.opinion(self.day, number, {**opinion, "case_no": case_no}, HERE)
        paper = self.desk.sitting_papers.record(self.day, number, HERE)
        name = f"reception-record-{number}.pdf"
        self.keep(name, paper.pdf, f"领导接访登记表，{visit.visit_no}")

    def close(self, closing: Mapping[str, Any]) -> None:
        """The sitting ends; its record is printed."""
        self.desk.sittings.close(self.day, closing, HERE)
        paper = self.desk.sitting_papers.day_record(self.day, HERE)
        self.keep(f"reception-day-{self.day.isoformat()}.pdf", paper.pdf, "当天的领导接待日接访记录")
