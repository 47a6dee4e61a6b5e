"""Figures of cases against a slow recount from their timelines; what was known then stays as it was."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from petidesk.desk.opening import open_desk
from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.closed import ClosedCase
from petidesk.domain.cases.files import CaseFile, CaseQuery, TimelineEvent
from petidesk.domain.clocks import deadline
from petidesk.domain.statistics.figures import Asked, Table
from petidesk.domain.statistics.spans import Span, named, span_of
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.schema import letter
from tests.examples import examples
from tests.offices import new_office

TODAY = date(2026, 10, 20)
YEAR = span_of(date(2026, 1, 1), date(2026, 12, 31))
VILLAGES = ("东村", "西村", "")


class Clock:
    """A practice office's clock: every deed takes some minutes, or none."""

    def __init__(self, rng: random.Random) -> None:
        self.at = datetime(2026, 10, 20, 8)
        self._rng = rng

    def __call__(self) -> datetime:
        return self.at

    def go_on(self) -> None:
        """Some time passes, or the next deed falls into the same second."""
        self.at += timedelta(seconds=self._rng.choice((0, 0, 20)))


class Office:
    """An office in which things happen at random, by the same commands as ever."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.clock = Clock(self.rng)
        new_office(folder, office="清溪镇", county="安平县", villages=VILLAGES[:2], organ_code="清信访", practice=True)
        self.desk = open_desk(folder, clock=self.clock)
        self._letters = 0
        while len(self.cases()) < 5:
            self._try(self._visit)

    def cases(self) -> list[str]:
        """The numbers of all cases."""
        return [row.case_no for row in self.desk.cases.rows(CaseQuery(), 500)]

    def day(self) -> date:
        """A day of the year, the same few again and again."""
        return date(2026, 1, 5) + timedelta(days=self.rng.randrange(0, 280, self.rng.choice((1, 7, 31))))

    def deed(self) -> None:
        """Something is registered, recorded, amended or voided, or refused."""
        self.clock.go_on()
        chosen = self.rng.random()
        self._try(self._visit if chosen < 0.15 else self._amend if chosen < 0.25 else self._record)

    @staticmethod
    def _try(deed: Callable[[], None]) -> None:
        with contextlib.suppress(Refused):
            deed()

    def _visit(self) -> None:
        rng, at = self.rng, f"{self.day()}T09:{self.rng.randrange(60):02d}"
        person = {"name": rng.choice(("张桂花", "李大山")), "village": rng.choice(VILLAGES)}
        purpose = rng.choice(("appeal", "appeal", "appeal", "suggestion", "accusation"))
        item = {"purpose": purpose, "title": "水渠渗水", "statement": "水渠渗水。", "requests": ["修渠", "赔菜地"]}
        item["category"] = rng.choice(("农村农业", "农村农业/水利", ""))
        if rng.random() < 0.3 and (known := self.cases()):
            item["case_no"] = rng.choice(known)
            item["why_again"] = rng.choice(("raises_again", "asks_progress"))
        document = {"at": at, "channel": rng.choice(("visit", "letter", "handed_down")), "petitioners": [person]}
        self.desk.visits.add(document | {"matters": [item]})

    def _amend(self) -> None:
        rows = self.desk.visits.rows(VisitQuery(), 500)
        if not rows:
            return
        row = self.rng.choice(rows)
        if self.rng.random() < 0.3:
            self.desk.visits.void(row.visit_no, "重复登记")
            return
        visit = self.desk.visits.get(row.visit_no)
        people = [{"name": "张桂花", "village": self.rng.choice(VILLAGES), "address_unknown": self.rng.random() < 0.3}]
        change: dict[str, Any] = {"petitioners": people}
        if self.rng.random() < 0.5:
            change = {"at": f"{self.day()}T10:00"}
        self.desk.visits.amend(visit.visit_no, change)

    def _record(self) -> None:
        if not (known := self.cases()):
            return
        number = self.rng.choice(known)
        case = self.desk.cases.get(number)
        if isinstance(case, ClosedCase) or not case.events:
            return
        last = max(event.on for event in case.events)
        on = min(last + timedelta(days=self.rng.choice((0, 1, 9, 30, 60))), TODAY).isoformat()
        kind, document = self.rng.choice(self._steps(case, known, on))
        if kind == "served":
            document["document_no"] = self._letter(case, on)
        self.desk.cases.record(number, kind, {"on": on} | document)

    def _steps(self, case: CaseFile, known: list[str], on: str) -> list[tuple[str, dict[str, Any]]]:
        rng = self.rng
        results = [{"request": 1, "result": "supported", "answer": "修。"}, {"request": 2, "result": "explained"}]
        approved = {"approved_by": "覃晓东", "approved_on": on, "reason": "鉴定"}
        gone = {"on": TODAY.isoformat(), "event_id": rng.choice(case.events[-3:]).event_id}
        later = (date.fromisoformat(on) + timedelta(days=rng.choice((5, 40)))).isoformat()
        return [
            ("told", {"manner": rng.choice(("slip", "phone"))}),
            *([("accepted", {})] * 6 if case.accepted_on is None else []),
            ("assigned", {"to": rng.choice(("水务站", "财政所")), "reply_by": later}),
            ("returned", {"to": rng.choice(("水务站", "财政所")), "result": "handled"}),
            ("in_charge", {"unit": rng.choice(("水务站", "财政所")), "leader": "盖世平"}),
            ("extended", {**approved, "days": 20}),
            ("concluded", {"results": results}),
            ("concluded", {"results": results}),
            ("concluded", {"ending": rng.choice(("settled", "withdrawn")), "untold_reason": "当场"}),
            ("served", {"method": "direct", "recipient": "张桂花"}),
            ("served", {"method": "direct", "recipient": "张桂花"}),
            ("review_requested", {}),
            ("reviewed", {"result": rng.choice(("revoked", "upheld"))}),
            ("objected", {"reasons": ["不属本机关"]}),
            ("objection_answered", {"agreed": True, "untold_reason": "退回"}),
            ("routed", {"route": rng.randint(4, 6), "reason": "查明"}),
            ("closed", {}),
            ("reopened", {"reason": "没有落实"}),
            ("rated", {"rating": rng.choice(("satisfied", "none")), "source": rng.choice(("call", "national"))}),
            ("submitted", {"proposal": "拟办"}),
            ("instructed", {"leader": "盖世平", "text": "请办"}),
            ("split", {"requests": [2]}),
            ("merged", {"into": rng.choice(known), "untold_reason": "同一件事"}),
            ("undone", gone),
            ("undone", gone),
        ]

    def _letter(self, case: CaseFile, on: str) -> str:
        """An issued opinion, as far as serving it asks for one."""
        self._letters += 1
        number = f"清信处〔2026〕{self._letters}号"
        concluded = [event for event in case.events if event.kind == "concluded" and not event.undone]
        day, at = date.fromisoformat(on), datetime(2026, 1, 1)
        with self.desk.writing() as connection:
            row = {"form": "handling_opinion", "case_id": case.case_id, "state": "issued", "document_no": number}
            row |= {"drafted_at": at, "changed_at": at, "staff_id": 1, "signed_on": day, "pdf": b"", "to_serve": True}
            connection.execute(insert(letter).values(**row, event_id=concluded[-1].event_id if concluded else None))
        return number


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    made = Office(tmp_path / "data", request.param)
    yield made
    made.desk.close()


def _values(figures: Any) -> dict[str, Any]:
    return {name: figure.value for name, figure in figures.items()}


def _said(table: Table) -> Any:
    return [(dict(row.keys), row.labels, _values(row.figures)) for row in table.rows], _values(table.total)


@pytest.mark.parametrize("office", range(examples(12)), indirect=True)
def test_the_figures_of_a_random_life_are_right_and_stay_as_they_were(office: Office) -> None:
    statistics, kept = office.desk.statistics, []
    for turn in range(110):
        office.deed()
        if turn % 30 == 20:
            by = office.rng.choice(([], ["month"], ["ending"], ["village", "unit"], ["category", "quarter"]))
            span = office.rng.choice((YEAR, span_of(date(2026, 3, 1), date(2026, 5, 17))))
            asked = Asked("cases", span, tuple(by))
            kept.append((statistics.table(asked), statistics.rates(span), statistics.missing(span)))
    _are_as_recounted(office)
    for table, rates, missing in kept:
        again = Asked("cases", table.asked.span, table.asked.by, as_of=table.as_of)
        assert _said(statistics.table(again)) == _said(table)
        moment = rates[0].numerator.id.as_of
        assert statistics.rates(table.asked.span, moment) == rates
        assert statistics.missing(table.asked.span, moment) == missing
        figures = [figure for row in table.rows for figure in row.figures.values()]
        figures += [*table.total.values(), *(one for rate in rates for one in (rate.numerator, rate.denominator))]
        figures += [figure for _, figure in missing if figure.id.measure != "unrated"]
        for figure in office.rng.sample(figures, min(len(figures), 25)):
            rows = statistics.rows(figure.id, limit=500)
            assert rows.sum == figure.value == sum(row.counts for row in rows.rows), figure.id


# ---- a slow recount

_TELLS = ("accepted", "not_accepted")
_SERVED = ("told", "accepted", "not_accepted", "concluded")


def _is_told(event: TimelineEvent) -> bool:
    content = event.content
    return (
        event.kind in _TELLS
        or (event.kind == "told" and content["manner"] != "phone")
        or (event.kind == "served" and content["of"] in _SERVED)
        or (event.kind == "concluded" and not content.get("untold_reason"))
    )


def _ends(event: TimelineEvent) -> bool:
    """Whether the case ended untold or without an answer of its own."""
    agreed = event.kind == "objection_answered" and event.content["agreed"]
    return agreed or event.kind in ("concluded", "merged", "closed")


@dataclass
class Recount:
    """What a reader of the timelines finds who knows nothing of how figures are kept.

    `limits` by subject: due day, last day, met on, whether it is over, whether it is of a closed accusation. `closed`:
    whether the case that is read is one.
    """

    calendar: Calendar
    spans: list[tuple[str, date, date | None]] = field(default_factory=list)
    limits: dict[str, list[tuple[date, date, date | None, bool, bool]]] = field(default_factory=dict)
    closed: bool = False

    def read(self, case: CaseFile | ClosedCase) -> None:
        """One case."""
        assert isinstance(case, CaseFile)
        self.closed = case.restricted
        events = [event for event in case.events if not event.undone and event.kind != "undone"]
        self._in_hand(case.case_no, events)
        for place, event in enumerate(events):
            if event.content.get("notice_owed"):
                self._notice(event.on, events[place + 1 :])
            if event.kind == "absorbed" and event.content.get("notice_from"):
                self._notice(date.fromisoformat(event.content["notice_from"]), events[place + 1 :])
            if event.kind == "accepted" or (event.kind == "reviewed" and event.content["result"] == "revoked"):
                self._answer(event.on, events[place + 1 :])

    def _in_hand(self, number: str, events: list[TimelineEvent]) -> None:
        came: date | None = None
        accepted = other = False
        for event in events:
            before = came
            if event.kind == "accepted":
                accepted, other, came = True, False, event.on
            elif event.kind == "routed":
                other = accepted and event.content["route"] != 6
            elif event.kind == "concluded":
                came = None
            elif event.kind == "told" and other and event.content["manner"] != "phone":
                accepted = other = False
                came = None
            elif event.content.get("result") == "revoked" or (event.kind == "reopened" and accepted):
                came = event.on
            elif event.kind == "merged" and came is not None:
                came = before = None
            if before is not None and came is None:
                self.spans.append((number, before, event.on))
        if came is not None:
            self.spans.append((number, came, None))

    def _limit(self, name: str, kind: str, start: date, extend: int, met: date | None, over: date | None) -> None:
        found = deadline(kind, start, self.calendar, extend)
        last = found.legal or found.raw
        self.limits.setdefault(name, []).append(
            (found.raw, last, met, met is not None or over is not None, self.closed)
        )

    def _notice(self, start: date, later: list[TimelineEvent]) -> None:
        forwarded = None
        for event in later:
            if event.on < start:
                continue
            if forwarded is None and (_is_told(event) or event.kind in ("assigned", "transferred")):
                forwarded = event.on
            withdrawn = event.kind == "objection_answered" or event.content.get("ending") == "withdrawn"
            if _is_told(event):
                self._limit("told", "written_notice", start, 0, event.on, None)
                self._limit("forwarded", "written_notice", start, 0, forwarded, event.on)
                return
            if _ends(event):
                found = deadline("written_notice", start, self.calendar, 0)
                if event.kind != "merged" and not (withdrawn and event.on <= (found.legal or found.raw)):
                    self._limit("told", "written_notice", start, 0, None, event.on)
                    self._limit("forwarded", "written_notice", start, 0, forwarded, event.on)
                return
        self._limit("told", "written_notice", start, 0, None, None)
        last = self.limits["told"][-1][1]
        self._limit("forwarded", "written_notice", start, 0, forwarded, last if last < TODAY else None)
        if last >= TODAY:
            self.limits["forwarded"].pop()

    def _answer(self, start: date, later: list[TimelineEvent]) -> None:
        extend, other, answered = 0, False, False
        for event in later:
            raw = deadline("handling", start, self.calendar, extend)
            if event.kind == "extended" and event.day("approved_on") <= raw.raw:  # type: ignore[operator]
                extend += event.content["days"]
            elif event.kind == "routed":
                other = event.content["route"] != 6
            elif event.kind == "served" and answered and event.content["of"] == "concluded":
                self._limit("answered", "handling", start, extend, event.on, None)
                return
            elif event.kind == "merged" or event.content.get("ending") == "withdrawn":
                if not answered:
                    return
            elif event.kind == "concluded" and not answered:
                if not event.content.get("results"):
                    self._limit("answered", "handling", start, extend, event.on, None)
                    return
                answered = True
            elif event.kind == "told" and other and event.content["manner"] != "phone":
                if event.on > (raw.legal or raw.raw):
                    self._limit("answered", "handling", start, extend, None, event.on)
                return
        self._limit("answered", "handling", start, extend, None, None)

    def rate(self, name: str, span: Span) -> tuple[int, int]:
        """Kept and due of a kind of limit over a span, as far as it is decided today."""
        due = [
            (last, met)
            for day, last, met, over, closed in self.limits.get(name, ())
            if span.since <= day <= span.until and (over or last < TODAY) and (span.lists_closed or not closed)
        ]
        return sum(met is not None and met <= last for last, met in due), len(due)

    def table(self, span: Span) -> dict[str, int]:
        """The row of cases over a span."""

        def among(day: date | None) -> bool:
            return day is not None and span.since <= day <= span.until

        after = [gone is None or gone > span.until for _, _, gone in self.spans]
        stood = [gone is None or gone >= span.since for _, _, gone in self.spans]
        came = [day for _, day, _ in self.spans]
        return {
            "carried_over": sum(day < span.since and open_ for day, open_ in zip(came, stood, strict=True)),
            "accepted": sum(map(among, came)),
            "concluded": sum(among(gone) for _, _, gone in self.spans),
            "outstanding": sum(day <= span.until and open_ for day, open_ in zip(came, after, strict=True)),
        }


def _are_as_recounted(office: Office) -> None:
    """Tables, rates and rows against the slow recount."""
    statistics = office.desk.statistics
    recount = Recount(office.desk.calendars.load())
    for number in office.cases():
        recount.read(office.desk.cases.get(number, unmask="核对"))
    assert recount.spans
    spring = span_of(date(2026, 4, 1), date(2026, 6, 30))
    compared = statistics.table(Asked("cases", spring, ("month",), "before"))
    for row in compared.rows:
        three_before = named("month", f"2026-{int(row.keys['month'][5:]) - 3:02d}")
        assert {name: one.base for name, one in row.figures.items()} == recount.table(three_before)
    winter = span_of(date(2026, 1, 1), date(2026, 3, 31))
    assert {name: one.base for name, one in compared.total.items()} == recount.table(winter)
    for span in (YEAR, span_of(date(2026, 3, 1), date(2026, 5, 17)), span_of(date(2026, 7, 7), date(2026, 7, 7))):
        for by in ((), ("month",), ("quarter", "village"), ("unit", "ending")):
            table = statistics.table(Asked("cases", span, by, "none"))
            for figures in [row.figures for row in table.rows] + [table.total]:
                said = _values(figures)
                assert said["carried_over"] + said["accepted"] == said["concluded"] + said["outstanding"]
            assert _values(table.total) == recount.table(span)
        for row in statistics.table(Asked("cases", span, ("month",), "none")).rows:
            whole = named("month", row.keys["month"])
            month = span_of(max(whole.since, span.since), min(whole.until, span.until))
            assert _values(row.figures) == recount.table(month)
        rates = {rate.name: (rate.numerator.value, rate.denominator.value) for rate in statistics.rates(span)}
        for name, counted in (("told", "told_in_time"), ("forwarded", "forwarded_in_time")):
            assert rates[counted] == recount.rate(name, span), counted
        assert rates["answered_in_time"] == recount.rate("answered", span)
        left = statistics.table(Asked("cases", span)).total["outstanding"].id
        assert sorted(row.no for row in statistics.rows(left, 500).rows) == sorted(
            number for number, came, gone in recount.spans if came <= span.until and (gone is None or gone > span.until)
        )
