"""An invented township and what its people bring to the desk: for practice and for benchmarks.

Everything follows from the seed. `Town.plan` invents the next visit; `Town.registered` tells it which people and
cases came of it, so that the same people come again about the same things. Only the latest few thousand are kept in
mind: a sample of a million visits needs no more memory than one of ten thousand.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from petidesk.domain.calendar import Calendar
from petidesk.domain.identity import check_digit
from petidesk.domain.visits.visits import Material, Matter, NewVisit, Petitioner

# No such administrative division: no number made here can be anybody's.
INVENTED_AREA = "529901"
REMEMBERED = 4000

_CHANNELS = ("visit", "phone", "letter", "online", "hotline", "handed_down", "instruction")
_CHANNEL_WEIGHTS = (70, 10, 6, 5, 5, 3, 1)
_ROADS = ("清溪大道", "环镇路", "兴溪路", "石桥公路", "柳塘水库")
_COMPANIES = ("兴旺建筑队", "清溪石料厂", "顺达劳务公司", "绿源养殖合作社", "长河建材厂")
_OFFICE_MINUTES = tuple(range(8 * 60 + 30, 12 * 60)) + tuple(range(14 * 60, 17 * 60 + 20))
# On the last day only early ones: who opens the sample that morning must not meet visits of the afternoon.
_LAST_DAY_MINUTES = tuple(range(8 * 60 + 10, 8 * 60 + 40))


@dataclass(slots=True)
class Resident:
    """Someone of the invented township; `person_id` once the desk has met them."""

    name: str
    sex: str
    birth: date
    id_number: str
    phone: str
    village: str
    address: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A case that the same people may come back about."""

    case_no: str
    matter: Matter
    residents: tuple[Resident, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """The next visit: its content, whose petitioners they are (None for anonymous), and what becomes of it."""

    content: NewVisit
    residents: tuple[Resident | None, ...]
    amended: bool
    voided: bool


def entry_times(rng: random.Random, count: int, since: date, until: date, calendar: Calendar) -> list[tuple[date, int]]:
    """`count` moments of entry in order, as day and minute of the day, on working days from `since` to `until`.

    In years whose arrangement is not known every Monday to Friday counts as worked.
    """
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    worked = [
        day for day in days if (calendar.is_working_day(day) if calendar.knows(day.year) else day.weekday() < 5)
    ] or [until]
    span = len(_OFFICE_MINUTES)
    slots = sorted(rng.choices(range(len(worked) * span), k=count))
    found = []
    for slot in slots:
        day, minute = worked[slot // span], _OFFICE_MINUTES[slot % span]
        if day == until:
            minute = _LAST_DAY_MINUTES[(slot % span) * len(_LAST_DAY_MINUTES) // span]
        found.append((day, minute))
    return found


class Town:
    """The invented township. `words` is resources/sample/town.toml, `stories` its stories.toml."""

    def __init__(
        self, rng: random.Random, words: Mapping[str, Any], stories: Mapping[str, Any], villages: Sequence[str]
    ) -> None:
        self._rng = rng
        self._names: dict[str, str] = words["names"]
        self._receivers: list[str] = words["office"]["receivers"]
        self._details: list[str] = stories["details"]
        self._again: list[str] = stories["again"]
        self._stories: list[dict[str, Any]] = stories["story"]
        self._weights = [story["weight"] for story in self._stories]
        self._villages = tuple(villages) or ("东村",)
        self._met: list[Resident] = []
        self._files: list[OpenFile] = []
        self._letters = 0

    # ---- the next visit

    def plan(self, entered_at: datetime) -> Planned:
        """The next visit, entered at `entered_at`; it took place a little earlier, rarely days before."""
        rng = self._rng
        lag = timedelta(days=rng.randint(1, 9)) if rng.random() < 0.03 else timedelta(minutes=rng.randint(2, 9))
        at = (entered_at - lag).replace(second=0)
        kind = rng.random()
        if kind < 0.24 and self._files:
            return self._come_again(at)
        if kind < 0.26:
            return self._anonymous(at)
        if kind < 0.29:
            return self._group(at)
        return self._first_visit(at, kind)

    def registered(self, planned: Planned, person_ids: Sequence[int | None], case_nos: Sequence[str]) -> None:
        """Which people and cases came of a planned visit."""
        for resident, person_id in zip(planned.residents, person_ids, strict=True):
            if resident is not None and resident.person_id is None:
                resident.person_id = person_id
                self._remember(self._met, resident)
        known = tuple(resident for resident in planned.residents if resident is not None)
        if known and not planned.voided and planned.content.matters[0].case_no is None:
            self._remember(self._files, OpenFile(case_nos[0], planned.content.matters[0], known))

    def _remember(self, kept: list[Any], item: object) -> None:
        if len(kept) < REMEMBERED:
            kept.append(item)
        else:
            kept[self._rng.randrange(REMEMBERED)] = item

    def _visit(
        self,
        at: datetime,
        residents: Sequence[Resident | None],
        matters: Sequence[Matter],
        materials: Sequence[Material] = (),
        *,
        handling: str = "",
        people: int | None = None,
        petitioners: Sequence[Petitioner] | None = None,
    ) -> Planned:
        rng = self._rng
        if petitioners is None:
            petitioners = [_petitioner(resident) for resident in residents if resident is not None]
        channel = rng.choices(_CHANNELS, _CHANNEL_WEIGHTS)[0]
        national = f"5299{at:%Y%m%d}{rng.randrange(10**6):06d}" if rng.random() < 0.85 else ""
        content = NewVisit(
            at=at,
            channel=channel,
            petitioners=tuple(petitioners),
            matters=tuple(matters),
            received_by=rng.choice(self._receivers),
            people=people or len(petitioners),
            materials=tuple(materials),
            handling=handling,
            national_no=national,
            query_code=f"{rng.randrange(10**6):06d}" if national else "",
            signatories=self._signatories(channel),
        )
        fate = rng.random()
        return Planned(content, tuple(residents), amended=fate < 0.006, voided=0.006 <= fate < 0.014)

    def _signatories(self, channel: str) -> int:
        """How many signed a letter: now and then so many that it is a joint one."""
        if channel != "letter":
            return 0
        self._letters += 1
        return 6 + self._letters % 23 if self._letters % 4 == 2 else 1

    def _first_visit(self, at: datetime, kind: float) -> Planned:
        rng = self._rng
        if kind < 0.40 and self._met:
            resident = rng.choice(self._met)
        elif kind < 0.47 and self._met:
            resident = self._relative(rng.choice(self._met), at.date())
        else:
            resident = self._stranger(at.date())
        story = rng.choices(self._stories, self._weights)[0]
        matters = [self._matter(story, resident.village, at.date(), resident.birth)]
        if rng.random() < 0.05:
            second = rng.choices(self._stories, self._weights)[0]
            if second["purpose"] != "accusation" and story["purpose"] != "accusation":
                matters.append(self._matter(second, resident.village, at.date(), resident.birth))
        petitioners = None
        if rng.random() < 0.015:
            lost = Petitioner(name=resident.name, sex=resident.sex, phone=resident.phone, address_unknown=True)
            petitioners = [lost]
            resident = Resident(resident.name, resident.sex, resident.birth, "", resident.phone, "", "")
        return self._visit(
            at, [resident], matters, self._materials(story), handling=story.get("handling", ""), petitioners=petitioners
        )

    def _come_again(self, at: datetime) -> Planned:
        rng = self._rng
        file = rng.choice(self._files)
        first = file.matter
        title = first.title or "上次反映的事"
        matter = Matter(
            purpose=first.purpose,
            statement=rng.choice(self._again).format(title=title) + rng.choice(self._details),
            title=first.title,
            route=first.route,
            category=first.category,
            requests=first.requests,
            concerned_unit=first.concerned_unit,
            village=first.village,
            case_no=file.case_no,
            why_again="raises_again",
        )
        return self._visit(at, file.residents[:1], [matter], people=rng.choice((1, 1, 1, 2)))

    def _anonymous(self, at: datetime) -> Planned:
        story = self._rng.choices(self._stories, self._weights)[0]
        matter = self._matter(story, self._rng.choice(self._villages), at.date(), date(1970, 1, 1))
        return self._visit(at, [None], [matter], petitioners=[Petitioner(anonymous=True)])

    def _group(self, at: datetime) -> Planned:
        rng = self._rng
        village = rng.choice(self._villages)
        residents = [self._stranger(at.date(), village) for _ in range(rng.randint(2, 5))]
        petitioners = [_petitioner(resident, representative=True) for resident in residents]
        joint = [story for story in self._stories if story["purpose"] == "appeal"]
        story = rng.choices(joint, [story["weight"] for story in joint])[0]
        matter = self._matter(story, village, at.date(), residents[0].birth)
        materials = [*self._materials(story), Material("联名签字表", 1)]
        return self._visit(
            at, residents, [matter], materials, people=len(residents) + rng.randint(3, 34), petitioners=petitioners
        )

    # ---- its parts

    def _matter(self, story: Mapping[str, Any], village: str, day: date, birth: date) -> Matter:
        rng = self._rng
        blanks = {
            "village": village,
            "group": rng.randint(1, 9),
            "year": day.year - rng.randint(0, 3),
            "month": rng.randint(1, 12),
            "built": rng.randint(1978, 2004),
            "grade": rng.choice("CD"),
            "mu": f"{rng.randint(3, 89) / 10:.1f}",
            "yuan": rng.randint(8, 960) * 100,
            "count": rng.randint(2, 30),
            "age": day.year - birth.year,
            "neighbour": self._name("male" if rng.random() < 0.6 else "female"),
            "road": rng.choice(_ROADS),
            "company": rng.choice(_COMPANIES),
        }
        statement = story["statement"].format_map(blanks)
        if rng.random() < 0.45:
            statement += rng.choice(self._details)
        return Matter(
            purpose=story["purpose"],
            statement=statement,
            title=story["title"].format_map(blanks),
            route=story.get("route") if rng.random() < 0.8 else None,
            category=story["category"],
            requests=tuple(request.format_map(blanks) for request in story["requests"]),
            concerned_unit=story["unit"],
            village=village,
            urgent=bool(story.get("urgent", False)),
        )

    def _materials(self, story: Mapping[str, Any]) -> list[Material]:
        if self._rng.random() < 0.4:
            return []
        return [Material(name, self._rng.choice((1, 1, 1, 2))) for name in story.get("materials", ())]

    def _name(self, sex: str, surname: str = "") -> str:
        rng, names = self._rng, self._names
        if not surname:
            surname = rng.choice(names["polyphonic"] if rng.random() < 0.15 else names["common"])
        letters = names[sex]
        given = rng.choice(letters)
        if rng.random() < 0.85:
            given += rng.choice(names["rare"] if rng.random() < 0.01 else letters)
        return surname + given

    def _stranger(self, today: date, village: str = "") -> Resident:
        rng = self._rng
        sex = "male" if rng.random() < 0.55 else "female"
        village = village or rng.choice(self._villages)
        phone = f"12{rng.randrange(10**9):09d}" if rng.random() < 0.88 else ""
        address = f"{village}{rng.randint(1, 9)}组{rng.randint(1, 80)}号"
        return self._resident(self._name(sex), sex, today, phone, village, address)

    def _relative(self, known: Resident, today: date) -> Resident:
        """Someone of the same house, who gives the same telephone."""
        sex = "female" if known.sex == "male" else "male"
        name = self._name(sex, known.name[0] if self._rng.random() < 0.5 else "")
        return self._resident(name, sex, today, known.phone, known.village, known.address)

    def _resident(self, name: str, sex: str, today: date, phone: str, village: str, address: str) -> Resident:
        rng = self._rng
        birth = date(today.year - rng.randint(22, 84), 1, 1) + timedelta(days=rng.randrange(365))
        number = ""
        if rng.random() < 0.65:
            order = rng.randrange(500) * 2 + (sex == "male")
            body = f"{INVENTED_AREA}{birth:%Y%m%d}{order:03d}"
            number = body + check_digit(body)
        return Resident(name, sex, birth, number, phone, village, address)


def _petitioner(resident: Resident, *, representative: bool = False) -> Petitioner:
    return Petitioner(
        name=resident.name,
        sex=resident.sex,
        birth=resident.birth if resident.id_number else None,
        id_number=resident.id_number,
        phone=resident.phone,
        village=resident.village,
        address=resident.address,
        representative=representative,
        person_id=resident.person_id,
    )
