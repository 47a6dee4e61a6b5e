"""The demonstration's rota: next month's reception days, a leave, a swap; what is put up, handed out and exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from petidesk.desk.opening import Desk
from petidesk.domain.schedule_rota import Turn

KeepFile = Callable[[str, bytes, str], None]
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


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
