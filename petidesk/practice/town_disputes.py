"""Invented disputes for the practice office: what villages quarrel about, and what becomes of it.

Everything follows from the seed. A life is a generator of steps, one after another; whether a step may be recorded is
for the rules of the ledger to say.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from petidesk.domain.cases.reading import NewEvent
from petidesk.domain.ledger.disputes import NewDispute, Party

_MOST_LAG = 6


@dataclass(frozen=True, slots=True)
class DisputeStep:
    """An event and the moment when it is recorded, the day it happened or a little later."""

    at: datetime
    event: NewEvent


class Quarrels:
    """Invents disputes. `words` is resources/sample/disputes.toml, `town` its town.toml."""

    def __init__(
        self, rng: random.Random, words: Mapping[str, Any], town: Mapping[str, Any], villages: Sequence[str]
    ) -> None:
        self.rng = rng
        self._words: dict[str, list[str]] = words["words"]
        self._stories: list[dict[str, Any]] = words["story"]
        self._weights = [story["weight"] for story in self._stories]
        self._names: dict[str, str] = town["names"]
        self._leaders = [leader["name"] for leader in town["leader"]]
        self._petition_department: str = town["office"]["petition_department"]
        self._villages = tuple(villages) or ("东村",)
        self._mediators = {village: self._name() for village in self._villages}

    # ---- what happened

    def plan(self, entered_at: datetime, since: date) -> NewDispute:
        """The next dispute, entered at that moment; found a few days before, rarely some weeks."""
        rng = self.rng
        story = rng.choices(self._stories, self._weights)[0]
        village = rng.choice(self._villages)
        lag = rng.randint(9, 24) if rng.random() < 0.03 else rng.randint(0, _MOST_LAG)
        found_on = max(entered_at.date() - timedelta(days=lag), since)
        first, second = self._name(), self._name()
        people = rng.randint(*story.get("people", (2, 5)))
        blanks = {
            "a": first,
            "b": second,
            "village": village,
            "people": people,
            "count": rng.randint(3, 60),
            "mu": f"{rng.randint(2, 60) / 10:.1f}",
            "year": rng.randint(1985, 2012),
        }
        risk = self._risk(story)
        return NewDispute(
            found_on=found_on,
            village=village,
            village_group=rng.choice(self._words["groups"]),
            summary=story["summary"].format_map(blanks),
            type=story["type"],
            title=f"{first}与{second}{story['title']}",
            source=rng.choice(self._words["sources"]),
            parties=(Party(first, "a", self._phone()), Party(second, "b", self._phone())),
            people_involved=people,
            amount_yuan=self._money(story),
            risk_level=risk,
            responsible_unit=f"{village}调解委员会",
            responsible_person=self._mediators[village],
            case_leader=rng.choice(self._leaders)
            if risk == "major" or (risk == "raised" and rng.random() < 0.6)
            else "",
            due_on=found_on + timedelta(days=rng.choice((30, 30, 45, 60))),
            measures=rng.choice(self._words["measures"]) if rng.random() < 0.3 else "",
        )

    def _name(self) -> str:
        rng, names = self.rng, self._names
        letters = names[rng.choice(("male", "female"))]
        surname = rng.choice(names["polyphonic"] if rng.random() < 0.15 else names["common"])
        return surname + rng.choice(letters) + (rng.choice(letters) if rng.random() < 0.85 else "")

    def _phone(self) -> str:
        return f"12{self.rng.randrange(10**9):09d}" if self.rng.random() < 0.8 else ""

    def _risk(self, story: Mapping[str, Any]) -> str:
        told = story.get("risk", "ordinary")
        if told == "major":
            return "major" if self.rng.random() < 0.4 else "raised"
        return "raised" if told == "raised" and self.rng.random() < 0.5 else "ordinary"

    def _money(self, story: Mapping[str, Any]) -> Decimal | None:
        if "money" not in story or self.rng.random() < 0.1:
            return None
        low, high = story["money"]
        return Decimal(self.rng.randint(low // 50, high // 50) * 50)

    # ---- what became of it

    def life(self, dispute: NewDispute, entered_at: datetime) -> Iterator[DisputeStep]:
        """What is done about it: measures, mediation, its end or its way up, the follow-up; rarely it begins anew."""
        rng = self.rng
        day = max(dispute.found_on, entered_at.date() - timedelta(days=2))
        if rng.random() < 0.92:
            day += timedelta(days=rng.randint(1, 9))
            yield self._step(day, entered_at, dispute, "measure_taken", text=self._pick("measures"))
        if rng.random() < 0.55:
            day += timedelta(days=rng.randint(2, 16))
            yield self._step(day, entered_at, dispute, "mediated", **self._agreement(dispute, day))
        if rng.random() < 0.08:
            day += timedelta(days=rng.randint(3, 20))
            yield self._step(day, entered_at, dispute, "escalated", to=self._upwards(), report=self._pick("reports"))
            return
        if rng.random() < 0.08:
            return  # it drags on
        day += timedelta(days=rng.randint(3, 32))
        yield from self._ended(dispute, day, entered_at)

    def _ended(self, dispute: NewDispute, day: date, entered_at: datetime) -> Iterator[DisputeStep]:
        rng = self.rng
        manner = rng.choices(("村组协调", "人民调解", "自行和解", "行政调解"), (45, 40, 10, 5))[0]
        yield self._step(day, entered_at, dispute, "resolved", manner=manner, result=self._pick("results"))
        if rng.random() < 0.85:
            day += timedelta(days=rng.randint(18, 34))
            told = {"result": self._pick("follow_ups"), "satisfied": True} if rng.random() < 0.9 else {}
            yield self._step(day, entered_at, dispute, "followed_up", **told)
        if rng.random() < 0.7:
            day += timedelta(days=rng.randint(0, 4))
            yield self._step(day, entered_at, dispute, "closed_out")
        if rng.random() < 0.04:
            day += timedelta(days=rng.randint(12, 70))
            yield self._step(day, entered_at, dispute, "reopened", reason=self._pick("reasons"))
            if rng.random() < 0.7:
                day += timedelta(days=rng.randint(6, 30))
                yield self._step(day, entered_at, dispute, "resolved", manner="人民调解", result=self._pick("results"))

    def _agreement(self, dispute: NewDispute, day: date) -> dict[str, Any]:
        told: dict[str, Any] = {"agreement": self._pick("agreements")}
        if dispute.amount_yuan is not None:
            told["amount_yuan"] = int(dispute.amount_yuan) * self.rng.randint(5, 10) // 10
            told["performed_by"] = (day + timedelta(days=30)).isoformat()
        return told

    def _upwards(self) -> str:
        return "town" if self.rng.random() < 0.75 else self._petition_department

    def _pick(self, name: str) -> str:
        return self.rng.choice(self._words[name])

    def _step(self, day: date, entered_at: datetime, dispute: NewDispute, kind: str, **content: Any) -> DisputeStep:
        """Recorded on the day, or as late as the township hears of it."""
        rng = self.rng
        recorded = max(day + timedelta(days=rng.choice((0, 0, 1, 2)) if rng.random() < 0.97 else 12), entered_at.date())
        moment = datetime(recorded.year, recorded.month, recorded.day, rng.randint(9, 16), rng.randrange(60))
        by = dispute.responsible_person
        return DisputeStep(max(moment, entered_at), NewEvent(kind, day, by, "", content))

    def zero_note(self) -> str:
        """What a village writes under its zero report; mostly nothing."""
        return self._pick("zero_notes")
