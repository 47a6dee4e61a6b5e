"""The demonstration's reception day: two guests of the morning, what the leader said, the papers, the day's record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from petidesk.desk.opening import Desk
from petidesk.desk.schedule import DayQuery, Which

# The reception at the office; on a market day there may be one outside as well.
HERE = Which("reception")

KeepFile = Callable[[str, bytes, str], None]


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
