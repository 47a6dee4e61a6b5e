"""Lives of the sample's cases, recorded in the order of their moments between the registrations, by the same rules.

What an event does to its case is followed in memory; state and dates are written once, when nothing more happens.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from petidesk.desk.cases.following import Rules
from petidesk.desk.visits.registering import Registered
from petidesk.domain.audit import Act
from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.brought import visit_event
from petidesk.domain.cases.cases import CaseEvent, Standing, apply, effective, stand
from petidesk.domain.cases.facts import CaseFacts
from petidesk.domain.cases.projection import projection_of
from petidesk.domain.cases.rules import allow
from petidesk.domain.codes import ORDERS
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.visits import Matter, NewVisit
from petidesk.practice.letters import Pages, PaperDesk
from petidesk.practice.town_letters import PaperLives
from petidesk.practice.town_lives import Beginning, Lives, Step
from petidesk.storage.cases import cases
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit


@dataclass(slots=True)
class _Life:
    """A case to which something more happens: where it stands, and how many threads of steps it has."""

    case_id: int
    case_no: str
    facts: CaseFacts
    standing: Standing
    threads: int = 0
    numbers: dict[str, str] | None = None  # of a life on paper: form to document number
    paper_desk: PaperDesk | None = None  # where its papers are issued


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cases live on paper: those entered `since`, this share of them, at most `most`; rare ones from earlier.

    Cases entered before `whole_since` live briefly: a large sample is for measuring, and its last years are enough to
    practise on.
    """

    rare_since: datetime
    since: datetime
    share: float
    most: int
    until: date
    whole_since: datetime = datetime.min


class LifeBook:
    """The steps that are still to come, earliest first. `record_until` records those whose moment has come."""

    def __init__(
        self, lives: Lives, beside: Lives, calendar: Calendar, pages: Pages, signers: list[str], chosen: Chosen
    ) -> None:
        """`beside` has chances of its own: what it adds leaves every other life as it was."""
        self._lives = lives
        self._beside = beside
        self._paper_lives = PaperLives(lives, chosen.until)
        self._calendar = calendar
        self._pages = pages
        self._paper_desk = PaperDesk(pages, lives, signers)
        self._early_desk = PaperDesk(pages, beside, signers)
        self._chosen = chosen
        self._answered: set[tuple[int, bool]] = set()
        self._on_paper = 0
        self._waiting: list[tuple[datetime, int, _Life, Step, Iterator[Step]]] = []
        self._living: dict[str, _Life] = {}
        self._count = 0

    @property
    def whole_since(self) -> datetime:
        """Cases entered before this moment live briefly."""
        return self._chosen.whole_since

    def begin(self, done: Registered, content: NewVisit, at: datetime, rules: Rules) -> None:
        """What a visit sets going: the life of a new case, the notice after a further visit."""
        connection = self._pages.connection
        event = visit_event(content, owed=True)
        for linked in done.matters:
            number = linked.matter.case_no or ""
            if linked.repeat:
                life = self._again(connection, linked.case_id, number, linked.matter, content, event, rules)
                if content.notice_clock_runs:
                    self._follow(life, self._lives.told_again(at))
                if not life.threads:
                    self._keep(life)
                continue
            life = self._living[number] = self._new(linked.case_id, number, linked.matter, content, rules)
            apply(life.standing, CaseEvent("registered", content.at.date(), event))
            began = Beginning(
                linked.matter,
                at,
                content.at.date(),
                content.channel,
                content.notice_clock_runs,
                bool(event.get("national_owed")),
            )
            if self._answered_early(began):
                self._on_paper_from_now(life, self._early_desk, self._beside.answered(began))
            elif self._lives_on_paper(began):
                self._on_paper_from_now(life, self._paper_desk, self._paper_lives.of(began))
            elif at < self._chosen.whole_since:
                self._follow(life, self._lives.briefly(began))
            else:
                self._follow(life, self._lives.of(began))
            if content.channel == "letter" and not life.standing.restricted and at >= self._chosen.whole_since:
                self._follow(life, self._beside.read(at))

    def _on_paper_from_now(self, life: _Life, paper_desk: PaperDesk, steps: Iterator[Step]) -> None:
        life.numbers, life.paper_desk = {}, paper_desk
        self._keep(life)
        self._living[life.case_no] = life
        self._follow(life, steps)

    def _answered_early(self, began: Beginning) -> bool:
        """One matter of each half-year before the time on paper is answered by an opinion, so that years compare."""
        half = began.opened_on.year, began.opened_on.month > 6
        early = self._chosen.whole_since <= began.entered_at < self._chosen.since and self._chosen.most > 0
        fits = began.notice_owed and began.channel == "visit" and began.matter.purpose == "appeal"
        if not early or not fits or began.matter.route != 6 or half in self._answered:
            return False
        self._answered.add(half)
        return True

    def _lives_on_paper(self, began: Beginning) -> bool:
        chosen = self._chosen
        if self._on_paper >= chosen.most or not began.notice_owed:
            return False
        if began.entered_at >= chosen.rare_since and self._paper_lives.rare(began):
            return True
        if began.entered_at < chosen.since:
            return False
        lives = self._lives.rng.random() < chosen.share
        self._on_paper += lives
        return lives

    def _new(self, case_id: int, number: str, matter: Matter, content: NewVisit, rules: Rules) -> _Life:
        facts = CaseFacts(
            matter.purpose,
            content.at.date(),
            content.channel,
            matter.route,
            matter.requests,
            (matter.concerned_unit,) if matter.restricted and matter.concerned_unit else (),
            calendar=rules.calendar,
            limits=rules.office.limits,
            order=content.channel if content.channel in ORDERS else "",
        )
        return _Life(case_id, number, facts, Standing(route=matter.route, restricted=matter.restricted))

    def _again(
        self,
        connection: Transaction,
        case_id: int,
        number: str,
        matter: Matter,
        content: NewVisit,
        event: dict[str, Any],
        rules: Rules,
    ) -> _Life:
        """The case of a further visit with that visit in its standing; from its rows when its day is not the last."""
        life = self._living.get(number)
        if life is not None and content.channel not in ORDERS:
            life.facts = replace(life.facts, order="")
        on = content.at.date()
        if life is not None and life.numbers is None and life.standing.on is not None and life.standing.on <= on:
            apply(life.standing, CaseEvent("visited", on, event))
            return life
        if life is None:
            life = self._living[number] = self._new(case_id, number, matter, content, rules)
        events = effective(cases.events(connection, case_id))
        route = cases.spoken_route(connection, case_id)
        life.standing = stand(events, route=route, restricted=matter.restricted)
        if life.numbers is not None:
            self._keep(life)
            self._living[number] = life
        return life

    def _follow(self, life: _Life, steps: Iterator[Step]) -> None:
        step = next(steps, None)
        if step is None:
            return
        life.threads += 1
        self._count += 1
        heapq.heappush(self._waiting, (step.at, self._count, life, step, steps))

    def record_until(self, moment: datetime) -> None:
        """Record every step up to that moment."""
        while self._waiting and self._waiting[0][0] <= moment:
            if self._waiting[0][2].numbers is None:
                self._record_many(moment)
            else:
                self._take_paper()

    def _take_paper(self) -> None:
        _, _, life, step, steps = heapq.heappop(self._waiting)
        life.threads -= 1
        assert life.numbers is not None and life.paper_desk is not None
        life.paper_desk.take(life.case_no, step, life.numbers)
        self._follow(life, steps)
        if not life.threads:
            self._living.pop(life.case_no, None)

    def _record_many(self, moment: datetime) -> None:
        """The steps up to that moment, or to the next one on paper, in a few statements."""
        connection = self._pages.connection
        event_id = cases.last_event_id(connection)
        happened: list[cases.Happened] = []
        entries: list[audit.Entry] = []
        ended: list[_Life] = []
        while self._waiting and self._waiting[0][0] <= moment and self._waiting[0][2].numbers is None:
            _, _, life, step, steps = heapq.heappop(self._waiting)
            life.threads -= 1
            if self._happens(life, step, event_id + 1):
                event_id += 1
                event, entry = self._rows(life, step, event_id)
                happened.append(event)
                entries.append(entry)
                if step.kind == "concluded" and not life.standing.restricted and step.at >= self._chosen.whole_since:
                    self._follow(life, self._beside.rated(step.at))
            self._follow(life, steps)
            if not life.threads:
                ended.append(life)
        cases.record_many(connection, happened)
        audit.append_many(connection, entries)
        for life in ended:
            self._keep(life)

    def leave(self) -> None:
        """Write where the cases stand whose next step would come later."""
        for life in list(self._living.values()):
            if life.numbers is None:
                self._keep(life)

    def _happens(self, life: _Life, step: Step, event_id: int) -> bool:
        """Whether the rules allow the step where the case stands; if so it stands on after it."""
        event = CaseEvent(step.kind, step.at.date(), _bare(step.content), event_id)
        try:
            allow(life.standing, event, life.facts)
        except Refused:
            return False  # somebody told them meanwhile, or the case ended otherwise
        apply(life.standing, event)
        return True

    def _rows(self, life: _Life, step: Step, event_id: int) -> tuple[cases.Happened, audit.Entry]:
        on, act = step.at.date(), self._act(step.at)
        document = {**_bare(step.content), "by": self._lives.receiver(), "note": step.content.get("note", "")}
        after = {"event_id": event_id, "kind": step.kind, "on": on.isoformat(), **document, "event": event_id}
        entry = audit.Entry(act, "case.recorded", "case", life.case_no, after, life.standing.restricted)
        return cases.Happened(event_id, act, life.case_id, step.kind, on, document), entry

    def _act(self, at: datetime) -> Act:
        return Act(at, self._pages.desk.actor.staff_id, f"{self._lives.rng.getrandbits(128):032x}")

    def _keep(self, life: _Life) -> None:
        self._living.pop(life.case_no, None)
        answer = projection_of(life.standing, self._calendar, life.facts.limits)
        cases.write_projection(self._pages.connection, life.case_id, answer)


def _bare(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key != "note"}
