"""An invented office played at random through the desk's own methods: what a clerk may do, refused or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import Which
from petidesk.domain.codes import CHANNELS, WHY_AGAIN
from petidesk.domain.ledger.disputes import SOURCES
from petidesk.domain.ledger.events import MANNERS
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.trouble import Refused

BEGINS = datetime(2026, 8, 31, 8)
VILLAGES = ("东村", "西村", "石桥村")
CATEGORIES = ("", "自然资源/土地征收", "自然资源", "交通运输/农村公路", "教育/入学")
HERE = Which(kind="reception")


class Clock:
    """The office's time; it stands still now and then, so that things happen within one second."""

    def __init__(self) -> None:
        self.now = BEGINS

    def __call__(self) -> datetime:
        return self.now


class Office:
    """The office with what was entered so far. `step` does one thing; what the rules refuse is not done."""

    def __init__(self, desk: Desk, clock: Clock, chance: Random, folder: Path) -> None:
        self.desk, self.clock, self.chance, self.folder = desk, clock, chance, folder
        self.visits: list[str] = []
        self.cases: list[str] = []
        self.disputes: list[str] = []
        self.events: list[tuple[str, int]] = []
        self.imports: list[int] = []
        self.letters: list[tuple[str, str]] = []
        self.guests: list[tuple[date, int]] = []
        self._imported = 0
        desk.office.change({"leaders": [{"name": "覃晓东"}, {"name": "盖世平"}, {"name": "任秀兰"}]})
        turns = parse_turns("覃晓东,盖世平+任秀兰")
        since = BEGINS.date()
        plan = RotaPlan((parse_rule("weekly:mon,thu"),), since, since + timedelta(90), turns, place="接访室")
        self.days = [day.on for day in desk.schedule.make(plan).made]

    def wait(self) -> None:
        """Some time passes, or none."""
        self.clock.now += timedelta(minutes=self.chance.choice((0, 0, 1, 90, 1500)))

    def act(self) -> str:
        """Do one thing; its name."""
        deeds: list[Callable[[], object]] = [self.visit] * 6 + [self.amend] * 3 + [self.dispute] * 3
        deeds += [self.void, self.undo, self.register, self.unregister, self.amend_dispute, self.void_dispute]
        deeds += [self.happen] * 4 + [self.unhappen, self.letter, self.letter, self.serve, self.unserve, self.settings]
        deeds += [self.receive] * 4 + [self.opine] * 3 + [self.withdraw, self.close, self.reopen, self.stand_in]
        deed = self.chance.choice(deeds)
        try:
            deed()
        except (Refused, IndexError):  # IndexError: there is nothing yet that it could be done to
            return ""
        return deed.__name__

    # ---- visits

    def _at(self) -> str:
        back = self.chance.choice((0, 0, 1, 3, 40, 200, 365, 400))
        moment = self.clock.now - timedelta(days=back, minutes=self.chance.randrange(600))
        return moment.isoformat(timespec="minutes")

    def _matter(self) -> dict[str, Any]:
        purpose = self.chance.choice(("appeal", "appeal", "appeal", "accusation", "help", "suggestion"))
        said = {
            "purpose": purpose,
            "statement": f"反映路面第{self.chance.randrange(10**6)}处破损",
            "category": self.chance.choice(CATEGORIES),
            "village": self.chance.choice(("", *VILLAGES)),
        }
        if purpose == "appeal":
            said["route"] = self.chance.choice((None, 2, 6, 6))
        if purpose == "accusation":
            said["concerned_unit"] = "某站"
        elif self.cases and self.chance.random() < 0.3:
            said |= {"case_no": self.chance.choice(self.cases), "why_again": self.chance.choice(tuple(WHY_AGAIN))}
        return said

    def _visit(self, at: str | None = None, channel: str = "") -> dict[str, Any]:
        channel = channel or self.chance.choice((*CHANNELS, "visit", "visit", "letter"))
        home = {"village": self.chance.choice(VILLAGES)} if self.chance.random() < 0.6 else {}
        document: dict[str, Any] = {
            "at": at or self._at(),
            "channel": channel,
            "people": self.chance.choice((1, 1, 2, 5, 9)),
            "petitioners": [{"name": f"单{self.chance.randrange(10**6)}", **home}],
            "matters": [self._matter() for _ in range(self.chance.choice((1, 1, 1, 2)))],
        }
        return document | ({"signatories": self.chance.choice((4, 5, 30))} if channel == "letter" else {})

    def visit(self, at: str | None = None, channel: str = "") -> str:
        """Somebody comes, writes or calls."""
        visit, _ = self.desk.visits.add(self._visit(at, channel))
        self.visits.append(visit.visit_no)
        self.cases += [item.case_no for item in visit.matters if item.purpose != "accusation"]
        return visit.visit_no

    def amend(self) -> None:
        """Something was written down wrongly."""
        new = self._visit()
        key = self.chance.choice(("at", "people", "channel", "matters", "matters", "petitioners"))
        if key == "matters":
            for matter in new["matters"]:
                matter.pop("case_no", None)
                matter.pop("why_again", None)
        self.desk.visits.amend(self.chance.choice(self.visits), {key: new[key]})

    def void(self) -> None:
        """A visit was registered wrongly."""
        self.desk.visits.void(self.chance.choice(self.visits), "重复登记")

    def undo(self) -> None:
        """The last thing is taken back."""
        self.desk.undo.back()

    def register(self) -> None:
        """An old register is taken in."""
        file = self.folder / f"{self._imported}.csv"
        self._imported += 1
        rows = [
            f"{day:%Y-%m-%d},欧{self._imported}{place},{self.chance.choice(VILLAGES)},{place + 1},反映第{place}件旧事"
            for place, day in enumerate([self.clock.now.date() - timedelta(self.chance.randrange(500))] * 3)
        ]
        file.write_text("\n".join(["来访时间,姓名,村（社区）,人数,反映问题", *rows]), encoding="utf-8")
        report = self.desk.imports.run(file)
        if report.import_id is not None:
            self.imports.append(report.import_id)

    def unregister(self) -> None:
        """It was the wrong one."""
        self.desk.imports.undo(self.imports.pop())

    # ---- disputes

    def _dispute(self) -> dict[str, Any]:
        return {
            "found_on": (self.clock.now.date() - timedelta(self.chance.choice((0, 5, 200, 380)))).isoformat(),
            "village": self.chance.choice(("", *VILLAGES)),
            "type": self.chance.choice(("邻里纠纷", "劳动争议", "水渠纠纷")),
            "source": self.chance.choice(("", *SOURCES)),
            "summary": f"院墙第{self.chance.randrange(10**6)}段",
            "people_involved": self.chance.randrange(9),
            "amount_yuan": self.chance.choice((None, 0, 1200, 0.35, 99.9)),
            "risk_level": self.chance.choice(("ordinary", "raised", "major")),
        }

    def dispute(self) -> None:
        """A dispute is found."""
        self.disputes.append(self.desk.ledger.add(self._dispute())[0].dispute_no)

    def amend_dispute(self) -> None:
        """It was written down wrongly."""
        new = self._dispute()
        key = self.chance.choice(tuple(new))
        self.desk.ledger.amend(self.chance.choice(self.disputes), {key: new[key]})

    def void_dispute(self) -> None:
        """It is none."""
        self.desk.ledger.void(self.chance.choice(self.disputes), "登记错了")

    def happen(self) -> None:
        """Something is done about a dispute."""
        kind = self.chance.choice(("measure_taken", "resolved", "resolved", "escalated", "closed_out", "reopened"))
        told: dict[str, Any] = {"on": self.clock.now.date().isoformat()}
        told |= {
            "measure_taken": {},
            "resolved": {"manner": self.chance.choice(MANNERS), "result": "说好了"},
            "escalated": {"to": "county", "report": "村里办不了"},
            "closed_out": {},
            "reopened": {"reason": "又起争执"},
        }[kind]
        number = self.chance.choice(self.disputes)
        found, _ = self.desk.ledger.record(number, kind, told)
        self.events.append((number, found.events[-1].event_id))

    def unhappen(self) -> None:
        """It was not done."""
        self.desk.ledger.undo(*self.chance.choice(self.events))

    # ---- letters

    def letter(self) -> None:
        """A case is accepted by letter."""
        case_no = self.chance.choice(self.cases)
        draft = self.desk.letters.draft("acceptance_notice", case_no)
        issued = self.desk.letters.issue(draft.letter_id, "李建国", self.clock.now.date())
        self.letters.append((case_no, issued.letter.document_no))

    def serve(self) -> None:
        """The letter is handed over."""
        case_no, number = self.chance.choice(self.letters)
        told = {"on": self.clock.now.date().isoformat(), "document_no": number, "method": "direct", "recipient": "本人"}
        self.desk.cases.record(case_no, "served", told)

    def unserve(self) -> None:
        """It was not, or the letter is void."""
        case_no, number = self.chance.choice(self.letters)
        if self.chance.random() < 0.5:
            self.desk.letters.void(number, "写错了")
            return
        events = self.desk.cases.get(case_no).events
        served = [event.event_id for event in events if event.kind == "served" and not event.undone]
        self.desk.cases.undo(case_no, served[-1])

    # ---- receptions

    def _day(self) -> date:
        return self.chance.choice([day for day in self.days if day <= self.clock.now.date()][-3:])

    def receive(self) -> None:
        """A leader receives somebody, who is registered."""
        day = self._day()
        sitting = self.desk.sittings.arrive(day, {"name": f"农{self.chance.randrange(10**6)}"}, HERE)
        number = max(guest.number for guest in sitting.guests)
        at = min(datetime(day.year, day.month, day.day, 9), self.clock.now)
        self.desk.sittings.link(day, number, self.visit(at.isoformat(timespec="minutes"), "visit"), HERE)
        self.guests.append((day, number))

    def opine(self) -> None:
        """The leader says something to it."""
        day, number = self.chance.choice(self.guests[-5:])
        case_no = self.desk.sittings.get(day, HERE).guest(number).open_cases[0]
        outcome = self.chance.choice(("answered", "assigned", "in_charge", "reported"))
        due = {"owner": "水务站", "due_on": (self.clock.now.date() + timedelta(9)).isoformat()}
        told = {"outcome": outcome, "text": "尽快修好。", "case_no": case_no, **({} if outcome == "answered" else due)}
        self.desk.sittings.opinion(day, number, told, HERE)

    def withdraw(self) -> None:
        """The leader takes it back."""
        day, number = self.chance.choice(self.guests)
        said = self.desk.sittings.get(day, HERE).guest(number).opinions[0]
        self.desk.sittings.withdraw(day, number, said.case_no, "说错了", HERE)

    def close(self) -> None:
        """The sitting ends."""
        self.desk.sittings.close(self._day(), {}, HERE)

    def reopen(self) -> None:
        """It did not end."""
        self.desk.sittings.reopen(self._day(), HERE)

    def stand_in(self) -> None:
        """Somebody else received, as is told afterwards."""
        day = self._day()
        leaders = self.desk.sittings.get(day, HERE).day.leaders
        name = self.chance.choice([name for name in ("覃晓东", "盖世平", "任秀兰") if name not in leaders])
        self.desk.schedule.substitute(day, name, "开会", instead_of=leaders[0], which=HERE)

    def settings(self) -> None:
        """The office counts otherwise from today on."""
        self.desk.office.change(
            {"joint_from": self.chance.choice((3, 5, 20)), "month_begins": self.chance.choice(("1", "1", "21", "26"))}
        )
