"""People the desk has met, and the hint that finds them again.

The hint only suggests. "The same" and "not the same" are decisions of staff that are kept; the program merges nobody.
Person search exists to spare the visitor repeating himself and to find an earlier case of the same matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from petidesk.domain.names import person_name
from petidesk.domain.search import initials as names_initials

# Best first: how sure each reason alone makes one that it is the same person.
REASON_WEIGHT = {"id_number": 8, "phone": 4, "name_village": 3, "initials_birth": 2, "name": 1}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the desk has met, with the latest facts given."""

    person_id: int
    name: str
    sex: str | None
    birth: date | None
    id_type: str
    id_number: str
    phone: str
    village: str
    address: str


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """What the hint card shows of a case: enough to decide, nothing of an accusation."""

    case_no: str
    title: str
    on: date
    requests: tuple[str, ...]
    state: str
    reply_on: date | None


@dataclass(frozen=True, slots=True)
class Likely:
    """One earlier person who may be the one being typed, why, and the last cases."""

    person: Person
    why: tuple[str, ...]
    cases: tuple[EarlierCase, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """What has been typed of one petitioner so far. Empty strings and None mean not typed yet."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    village: str = ""
    birth: date | None = None
    not_same_as: tuple[int, ...] = ()


def rank_reasons(why: Iterable[str]) -> tuple[str, ...]:
    """The reasons of one match, the surest first, each once."""
    return tuple(sorted(set(why), key=lambda reason: -REASON_WEIGHT[reason]))


def match_weight(why: Iterable[str]) -> int:
    """How sure the reasons together make one; larger comes first in the card."""
    return sum(REASON_WEIGHT[reason] for reason in set(why))


def phone_digits(phone: str) -> str:
    """The digits by which two telephone numbers are compared; +86 and separators do not matter."""
    digits = "".join(character for character in unicodedata.normalize("NFKC", phone) if character.isdecimal())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def same_number(probe: Probe, person: Person) -> bool:
    """Whether a whole identity number that was typed is this person's: then no decision keeps the hint away."""
    return bool(probe.id_number) and probe.id_number.upper() == person.id_number.upper()


def reasons(probe: Probe, person: Person, phones: Iterable[str], initials: frozenset[str]) -> tuple[str, ...]:
    """Why `person` may be the one being typed, the surest reason first; empty when nothing speaks for it.

    `phones` are all digits ever given by the person, `initials` the readings of the probe's name. Numbers match from
    ten characters of identity number and seven digits of telephone on, so that the hint can come while typing.
    """
    why = []
    number = probe.id_number.upper()
    if len(number) >= 10 and person.id_number.startswith(number):
        why.append("id_number")
    digits = phone_digits(probe.phone)
    if len(digits) >= 7 and any(phone.startswith(digits) for phone in phones):
        why.append("phone")
    if probe.name and person_name(probe.name) == person_name(person.name):
        why.append("name_village" if probe.village and probe.village == person.village else "name")
    same_year = probe.birth is not None and person.birth is not None and probe.birth.year == person.birth.year
    if same_year and initials & names_initials(person.name):
        why.append("initials_birth")
    return rank_reasons(why)
