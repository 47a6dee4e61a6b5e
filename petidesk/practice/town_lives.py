"""What becomes of the invented matters: the steps of a case, one after another, from the registration to its end.

A life is a generator of steps. It plans nothing ahead but the next step, so that a sample of a million visits keeps
little in mind. Whether a step may be recorded is for the rules to say; this module only invents what people do.
"""

from __future__ import annotations

import bisect
import random
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from petidesk.domain.calendar import Calendar
from petidesk.domain.codes import ORDERS
from petidesk.domain.visits.visits import Matter

_RESULTS, _RESULT_WEIGHTS = ("supported", "partly", "explained", "not_supported"), (45, 25, 20, 10)
# Most appeals without a route in the register turn out to be matters of the sixth.
_ROUTES, _ROUTE_WEIGHTS = (6, 6, 6, 2, 4), (60, 10, 10, 10, 10)
_LAST_MINUTE = 17 * 60 + 25

# Who sent a matter down tells its visitor once it has gone back.
UNTOLD = "已退回转送机关，由其告知"


@dataclass(frozen=True, slots=True)
class Step:
    """An event that is recorded `at` that moment, on that day.

    With `letter` a paper of that form is issued, which records what it records. A `served` step names the form of the
    paper instead of its number.
    """

    at: datetime
    kind: str
    content: dict[str, Any]
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a case began: the matter, when it was entered, through which channel, what it owes."""

    matter: Matter
    entered_at: datetime
    opened_on: date
    channel: str
    notice_owed: bool
    national_owed: bool
    reachable: bool = True


class Lives:
    """Invents lives. `words` is resources/sample/lives.toml, `office` and `leaders` those of town.toml."""

    def __init__(
        self,
        rng: random.Random,
        words: Mapping[str, Any],
        office: Mapping[str, Any],
        leaders: Sequence[str],
        worked: Sequence[date],
    ) -> None:
        self.rng = rng
        self._words = words
        self._units: list[str] = office["units"]
        self.discipline: str = office["discipline_body"]
        self._receivers: list[str] = office["receivers"]
        self._leaders = leaders
        self._days = worked

    # ---- time

    def after(self, at: datetime, days: int) -> datetime:
        """A moment of the working day `days` days later, or of the next one; the same day a few minutes later."""
        rng = self.rng
        if days == 0:
            minute = min(at.hour * 60 + at.minute + rng.randint(2, 12), _LAST_MINUTE + rng.randrange(4))
            return max(at, at.replace(hour=minute // 60, minute=minute % 60))
        place = bisect.bisect_left(self._days, at.date() + timedelta(days))
        day = self._days[min(place, len(self._days) - 1)]
        return datetime(day.year, day.month, day.day, rng.randint(9, 16), rng.randrange(60), rng.randrange(60))

    def _pick(self, name: str) -> str:
        return str(self.rng.choice(self._words[name]))

    # ---- lives

    def of(self, began: Beginning) -> Iterator[Step]:
        """The life that fits the purpose of the matter."""
        purpose = began.matter.purpose
        if purpose == "accusation":
            return self._accusation(began)
        if purpose == "appeal":
            return self._small(began) if began.channel in ORDERS else self._appeal(began)
        if purpose == "suggestion":
            return self._suggestion(began)
        return self._small(began)

    def briefly(self, began: Beginning) -> Iterator[Step]:
        """A case of long ago in two steps: told or handed over, and ended."""
        rng, at, purpose = self.rng, began.entered_at, began.matter.purpose
        if purpose == "accusation":
            at = self.after(at, rng.randint(1, 5))
            yield Step(at, "transferred", {"to": self.discipline, "note": "密封送达，专人签收。"})
            if began.notice_owed:
                yield self.told_of_handing_over(at)
            yield Step(self.after(at, rng.randint(30, 70)), "concluded", {"ending": "other_procedure"})
            return
        if began.notice_owed:
            at = self.after(at, 0)
            yield Step(at, "told", {"manner": "slip", "note": self._words["slip"]})
        at = self.after(at, rng.randint(1, 45))
        if purpose == "suggestion":
            ending = rng.choice(("adopted", "partly_adopted", "not_adopted"))
            yield Step(at, "concluded", {"ending": ending, "note": self._words["suggestion"][ending]})
        else:
            yield Step(at, "concluded", {"ending": "settled", "note": self._pick("settled")})

    def told_again(self, at: datetime) -> Iterator[Step]:
        """The notice after a further visit: mostly on the slip."""
        days = 0 if self.rng.random() < 0.8 else self.rng.randint(2, 12)
        manner = "slip" if days == 0 else "written"
        yield Step(self.after(at, days), "told", {"manner": manner})

    def told_of_handing_over(self, at: datetime) -> Step:
        """Who accuses hears in writing which organ has it, and nothing of its content (rules/law.md, 2)."""
        return Step(at, "told", {"manner": "handed", "note": "已收到并移送，不写内容。"})

    def _first_days(self, began: Beginning) -> Iterator[Step]:
        """The notice (《信访工作条例》第二十三条第二款) and the entry in the national system."""
        rng = self.rng
        at = began.entered_at
        on_the_slip = began.channel == "visit" and rng.random() < 0.85
        if began.notice_owed and on_the_slip:
            at = self.after(at, 0)
            yield Step(at, "told", {"manner": "slip", "note": self._words["slip"]})
        if began.national_owed and rng.random() < 0.97:
            at = self.after(at, rng.choice((0, 0, 1, 2)))
            number = f"5299{began.opened_on:%Y%m%d}{rng.randrange(10**6):06d}"
            code = f"{rng.randrange(10**6):06d}"
            yield Step(
                at,
                "entered",
                {"paper": "registration", "state": "entered", "national_no": number, "query_code": code},
            )
        if began.notice_owed and not on_the_slip:
            days = rng.randint(16, 22) if rng.random() < 0.05 else rng.randint(2, 13)
            yield Step(
                self.after(at, max(days - (at.date() - began.opened_on).days, 1)),
                "told",
                {"manner": rng.choice(("written", "written", "post"))},
            )

    def _small(self, began: Beginning) -> Iterator[Step]:
        """A question, a need, thanks, an order from elsewhere: told, answered, filed."""
        rng = self.rng
        at = began.entered_at
        for step in self._first_days(began):
            at = step.at
            yield step
        at = self.after(at, rng.randint(0, 20))
        ending = "replied" if began.channel in ORDERS else "settled"
        yield Step(at, "concluded", {"ending": ending, "note": self._pick("settled")})
        if rng.random() < 0.3:
            yield Step(self.after(at, rng.randint(0, 10)), "closed", {})

    def _suggestion(self, began: Beginning) -> Iterator[Step]:
        rng = self.rng
        at = began.entered_at
        for step in self._first_days(began):
            at = step.at
            yield step
        unit = began.matter.concerned_unit or rng.choice(self._units)
        at = self.after(at, rng.randint(1, 6))
        yield Step(at, "assigned", {"to": unit, "reply_by": self.day(at, 20)})
        at = self.after(at, rng.randint(5, 25))
        yield Step(at, "returned", {"to": unit, "result": "handled", "report": self._pick("returned")})
        ending = rng.choice(("adopted", "partly_adopted", "not_adopted"))
        at = self.after(at, rng.randint(1, 8))
        yield Step(at, "concluded", {"ending": ending, "note": self._words["suggestion"][ending]})
        yield Step(self.after(at, rng.randint(5, 30)), "closed", {})

    def _accusation(self, began: Beginning) -> Iterator[Step]:
        """Handed over to the county's discipline body, never to the unit accused (《信访工作条例》第三十条)."""
        rng = self.rng
        at = self.after(began.entered_at, rng.randint(1, 5))
        yield Step(at, "transferred", {"to": self.discipline, "note": "密封送达，专人签收。"})
        at = self.after(at, rng.randint(0, 2))
        yield Step(at, "receipted", {"to": self.discipline})
        if began.notice_owed:
            yield self.told_of_handing_over(at)
        if rng.random() < 0.7:
            at = self.after(at, rng.randint(30, 70))
            yield Step(at, "concluded", {"ending": "other_procedure", "note": "由有权机关办理并答复。"})
            yield Step(self.after(at, rng.randint(1, 10)), "closed", {})

    def _appeal(self, began: Beginning) -> Iterator[Step]:
        rng = self.rng
        at = began.entered_at
        if began.channel == "handed_down" and rng.random() < 0.12:
            yield from self._objection(began)
            return
        for step in self._first_days(began):
            at = step.at
            yield step
        route = began.matter.route
        if route is None:
            route = rng.choices(_ROUTES, _ROUTE_WEIGHTS)[0]
            at = self.after(at, rng.randint(0, 2))
            yield Step(at, "routed", {"route": route})
        if route == 6:
            yield from self._handled(began, at)
        else:
            yield from self._shown_the_way(at, route)

    def _objection(self, began: Beginning) -> Iterator[Step]:
        rng = self.rng
        at = self.after(began.entered_at, rng.randint(1, 2))
        yield Step(at, "objected", {"reasons": ["所反映事项不属于本机关职权范围。", "应当由县级主管部门办理。"]})
        at = self.after(at, rng.randint(2, 6))
        yield Step(at, "objection_answered", {"agreed": True, "text": "同意退回，另行转送。", "untold_reason": UNTOLD})

    def _shown_the_way(self, at: datetime, route: int) -> Iterator[Step]:
        """A matter of another route: refused with the way to go, or led there."""
        rng = self.rng
        at = self.after(at, rng.randint(1, 9))
        if route in (1, 2, 3) and rng.random() < 0.6:
            ground = "litigation" if route == 1 else "lawful_route"
            yield Step(at, "not_accepted", {"ground": ground, "where_to_go": self._words["where"][str(route)]})
        elif route == 5:
            unit = rng.choice(self._units)
            yield Step(at, "assigned", {"to": unit, "reply_by": self.day(at, 25)})
            at = self.after(at, rng.randint(8, 40))
            yield Step(at, "returned", {"to": unit, "result": "handled", "report": self._pick("returned")})
            at = self.after(at, rng.randint(1, 6))
            yield Step(at, "concluded", {"ending": "other_procedure", "note": "已依职责查处。"})
        else:
            yield Step(at, "concluded", {"ending": "other_procedure", "note": "已引导到法定途径。"})
        yield Step(self.after(at, rng.randint(3, 20)), "closed", {})

    def _handled(self, began: Beginning, at: datetime) -> Iterator[Step]:
        """The sixth route without a written opinion: accepted, assigned, settled between those concerned."""
        rng = self.rng
        unit = began.matter.concerned_unit or rng.choice(self._units)
        at = self.after(at, rng.randint(0, 7))
        accepted = at
        yield Step(at, "accepted", {})
        if rng.random() < 0.95:
            at = self.after(at, rng.choice((0, 1)))
            yield Step(at, "entered", {"paper": "acceptance_notice", "state": "entered"})
        yield Step(at, "in_charge", self.charge(unit))
        reply = rng.randint(10, 30)
        if assigned := rng.random() < 0.35:
            yield Step(self.after(at, 0), "assigned", {"to": unit, "reply_by": self.day(at, reply)})
        at = yield from self._on_the_way(at, unit)
        at = self.after(at, rng.randint(2, 20))
        if assigned:
            yield Step(at, "returned", {"to": unit, "result": "handled", "report": self._pick("returned")})
        late = 62 if rng.random() < 0.06 else 0
        spent = (at.date() - accepted.date()).days
        if spent < 45 and rng.random() < 0.10:
            approved = self.after(at, rng.randint(1, 6))
            yield Step(approved, "extended", self.extension(approved, rng.choice((10, 15, 20, 30))))
            at = approved
        at = self.after(at, max(late - spent, rng.randint(1, 12)))
        ending = rng.choices(("settled", "withdrawn", "other_procedure"), (80, 12, 8))[0]
        note = self._pick("settled") if ending != "withdrawn" else self._pick("withdrawn")
        yield Step(at, "concluded", {"ending": ending, "note": note})
        if rng.random() < 0.2:
            at = self.after(at, rng.randint(5, 25))
            yield Step(at, "followed_up", {"manner": "电话", "result": self._pick("followed"), "performed": True})
            yield Step(self.after(at, 0), "entered", {"paper": "follow_up", "state": "entered"})
        if rng.random() < 0.4:
            yield Step(self.after(at, rng.randint(5, 30)), "closed", {})

    def _on_the_way(self, at: datetime, unit: str) -> Generator[Step, None, datetime]:
        """Sometimes a first contact, an instruction of a leader, a supervision slip. Returns the last moment."""
        rng = self.rng
        if rng.random() < 0.25:
            at = self.after(at, rng.randint(1, 5))
            yield Step(at, "contacted", {"manner": "见面", "content": self._pick("contact")})
        if rng.random() < 0.04:
            at = self.after(at, rng.randint(1, 6))
            yield Step(at, "instructed", {**self.instruction(unit), "due_on": self.day(at, 15)})
        if rng.random() < 0.03:
            at = self.after(at, rng.randint(4, 10))
            yield Step(at, "supervised", {"to": unit, "reason": self._pick("supervision"), "reply_by": self.day(at, 7)})
        return at

    # ---- beside a life

    def rated(self, at: datetime) -> Iterator[Step]:
        """What the petitioner says of the unit in the national system, where he is asked once it has ended."""
        if self.rng.random() < 0.88:
            rating = self.rng.choices(("satisfied", "fairly", "dissatisfied"), (62, 26, 12))[0]
            yield Step(self.after(at, self.rng.randint(3, 20)), "rated", {"rating": rating, "source": "national"})

    def read(self, at: datetime) -> Iterator[Step]:
        """What a leader writes on a letter that came in."""
        if self.rng.random() < 0.8:
            yield Step(
                self.after(at, self.rng.randint(1, 4)), "instructed", self.instruction(self.rng.choice(self._units))
            )

    def answered(self, began: Beginning) -> Iterator[Step]:
        """A matter of an earlier half-year that was answered by an opinion, served and rated."""
        rng, at = self.rng, self.after(began.entered_at, 0)
        yield Step(at, "told", {"manner": "slip"})
        at = self.after(at, rng.randint(1, 6))
        yield Step(at, "", {}, "acceptance_notice")
        yield Step(self.after(at, 1), "entered", {"paper": "acceptance_notice", "state": "entered"})
        yield Step(self.after(at, 1), "in_charge", self.charge(began.matter.concerned_unit or rng.choice(self._units)))
        at = self.after(at, rng.randint(20, 45))
        yield Step(at, "", {}, "handling_opinion")
        at = self.after(at, rng.randint(0, 3))
        yield Step(at, "served", {"of": "handling_opinion", "method": "direct", "recipient": "来访人本人"})
        yield Step(self.after(at, 1), "entered", {"paper": "opinion", "state": "entered"})
        yield from self.rated(at)
        yield Step(self.after(at, 40), "closed", {})

    # ---- parts that other lives use too

    def day(self, at: datetime, days: int) -> str:
        """The day so many days later, as it is kept."""
        return (at.date() + timedelta(days)).isoformat()

    def works(self, day: date) -> bool:
        """Whether the office works on that day."""
        place = bisect.bisect_left(self._days, day)
        return place < len(self._days) and self._days[place] == day

    def receiver(self) -> str:
        """Who sat at the desk."""
        return self.rng.choice(self._receivers)

    def charge(self, unit: str) -> dict[str, str]:
        """Who is responsible, who handles, which leader is in charge."""
        rng = self.rng
        return {"unit": unit, "handler": rng.choice(self._words["handlers"]), "leader": rng.choice(self._leaders)}

    def instruction(self, owner: str) -> dict[str, str]:
        """Who instructed what, and who has to do it."""
        return {"leader": self.rng.choice(self._leaders), "text": self._pick("instruction"), "owner": owner}

    def where(self, route: int) -> str:
        """Where a matter of another route goes."""
        return str(self._words["where"][str(route)])

    def part(self, name: str, unit: str) -> str | list[str]:
        """What is typed into a part of a letter; empty when nothing was invented for it."""
        found = self._words["parts"].get(name, "")
        return list(found) if isinstance(found, list) else str(found).format(unit=unit)

    def extension(self, at: datetime, days: int) -> dict[str, Any]:
        return {
            "days": days,
            "approved_by": self._leaders[0],
            "approved_on": at.date().isoformat(),
            "reason": self._pick("extension"),
        }

    def answer(self, count: int) -> list[dict[str, Any]]:
        """A result and an answer for each of `count` requests (《信访工作条例》第三十二条)."""
        found = []
        for number in range(1, count + 1):
            result = self.rng.choices(_RESULTS, _RESULT_WEIGHTS)[0]
            words = self.rng.choice(self._words["results"][result])
            found.append({"request": number, "result": result, "answer": words})
        return found


def working_days(since: date, until: date, calendar: Calendar) -> list[date]:
    """The working days from `since` to `until`; of a year that is not known, Mondays to Fridays."""
    days = [since + timedelta(n) for n in range((until - since).days + 1)]
    return [day for day in days if (calendar.is_working_day(day) if calendar.knows(day.year) else day.weekday() < 5)]
