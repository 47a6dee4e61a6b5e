"""Registering one visit inside a transaction: number, people, cases, clocks, search words, audit line.

The desk's `visits.add` calls it once; an import and the sample office call it many times in one transaction. The same
rules bind all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from petidesk.desk.cases.following import Rules, bring, open_case
from petidesk.domain.audit import Act
from petidesk.domain.numbering import format_number
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.visits import Added, Matter, NewVisit, Petitioner
from petidesk.storage import closing, office, purged
from petidesk.storage.cases import cases
from petidesk.storage.file import numbers
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit
from petidesk.storage.safety.telling import beside_visit
from petidesk.storage.visits import people, visits
from petidesk.storage.visits.visits import LinkedMatter, Numbered


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a visit came from when it was not typed: an import with its batch and the number it had there.

    Of old records the notice was given long ago or never: their clocks do not run. Their people are matched by
    identity number, or by name and telephone.
    """

    foreign_no: str = ""
    import_batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """The id and number of a new visit, the type-ahead values it brought, who its petitioners are, its matters."""

    visit_id: int
    visit_no: str
    added: Added
    person_ids: tuple[int | None, ...]
    matters: tuple[LinkedMatter, ...]

    @property
    def case_nos(self) -> tuple[str, ...]:
        """The number of each matter's case."""
        return tuple(linked.matter.case_no or "" for linked in self.matters)


def register(
    connection: Transaction,
    act: Act,
    content: NewVisit,
    rules: Rules,
    origin: Origin | None = None,
    *,
    follow: bool = True,
) -> Registered:
    """Write a checked visit with everything that belongs to it. The caller's transaction commits or undoes it all.

    Without `follow` the caller writes where the cases stand itself, after more has happened to them.
    """
    imported = origin is not None
    origin = origin or Origin()
    added = touch_choices(connection, act, content)
    numbered = _number(connection, act, rules, origin)
    visit_id = visits.add(connection, act, content, numbered)
    person_ids = [
        link_person(connection, act, given, content, place, by_phone=imported)
        for place, given in enumerate(content.petitioners)
    ]
    matters = [_link_case(connection, act, item, content, rules, place) for place, item in enumerate(content.matters)]
    visits.write_parts(connection, visit_id, content, person_ids, matters)
    for linked in matters:
        owed = linked.matter.raises and not imported
        bring(connection, act, linked, content, visit_id, rules, owed=owed, follow=follow)
    visits.reindex(connection, visit_id, numbered.visit_no, numbered.foreign_no, content)
    audit.append(
        connection,
        act,
        "visit.imported" if imported else "visit.added",
        "visit",
        numbered.visit_no,
        after=content_document(content) | brought(added),
        restricted=content.accuses,
        beside=beside(content, person_ids, matters, origin=origin),
    )
    return Registered(visit_id, numbered.visit_no, added, tuple(person_ids), tuple(matters))


def beside(
    content: NewVisit,
    person_ids: Sequence[int | None],
    matters: Sequence[LinkedMatter],
    known: Sequence[str] = (),
    origin: Origin | None = None,
) -> dict[str, Any]:
    """What the audit line of a visit tells besides its words, for the check. `known`: cases of its first matters."""
    numbers = [*known, *(one.matter.case_no or "" for one in matters[len(known) :])]
    linked = [(number, one.repeat, one.matter.why_again) for number, one in zip(numbers, matters, strict=True)]
    foreign_no, batch = (origin.foreign_no, origin.import_batch_id) if origin else ("", None)
    return beside_visit(content.warnings, foreign_no, batch, person_ids, linked)


def _number(connection: Transaction, act: Act, rules: Rules, origin: Origin) -> Numbered:
    year = act.at.year
    serial = numbers.allot(connection, "visit", year)
    visit_no = format_number(
        rules.office.visit_pattern, year=year, serial=serial, organ=rules.office.organ, month=act.at.month
    )
    return Numbered(visit_no, year, serial, origin.foreign_no, origin.import_batch_id)


def touch_choices(connection: Transaction, act: Act, content: NewVisit) -> Added:
    """Villages and categories used now come first next time; those not known are added and named.

    What an accusation speaks of is offered to nobody, nor where who brought it lives.
    """
    spoken_of = [item for item in content.matters if not item.restricted]
    homes = [] if content.accuses else [person.village for person in content.petitioners]
    villages = homes + [item.village for item in spoken_of]
    new_villages = [
        name for name in dict.fromkeys(filter(None, villages)) if office.touch_village(connection, name, act.at)
    ]
    categories = dict.fromkeys(item.category for item in spoken_of if item.category)
    new_categories = [name for name in categories if office.touch_category(connection, name, act.at)]
    return Added(tuple(new_villages), tuple(new_categories))


def brought(added: Added) -> dict[str, Any]:
    """The values that came in with this visit, for its audit line: they go again when it turns out to accuse."""
    new = {"villages": list(added.villages), "categories": list(added.categories)}
    return {"added": new} if added.villages or added.categories else {}


def link_person(
    connection: Transaction, act: Act, given: Petitioner, content: NewVisit, place: int, *, by_phone: bool = False
) -> int | None:
    """Whom the petitioner is: the person staff linked, the holder of this very identity number, or someone new.

    Nothing else is taken as the same person, and what staff said about "not the same" is kept. Where accusations are
    sealed nobody who accuses is known as a person: a number that leads from one to the other would say who it was.
    """
    if given.anonymous or (content.accuses and closing.seals_here(connection)):
        return None
    person_id = given.person_id
    if person_id is not None and people.get(connection, person_id) is None:
        raise Refused("not_found", "关联的人员不存在，请重新选择。", field=f"petitioners[{place}].person_id")
    if person_id is None and given.id_number:
        person_id = people.by_identity(connection, given.name, given.id_number)
    if person_id is None and by_phone and given.phone:
        person_id = people.by_phone(connection, given.name, given.phone)
    if person_id in given.not_same_as:
        person_id = None
    said: dict[str, Any] = {
        "on": content.at.date(),
        "restricted": content.restricted,
        "accuses": content.accuses,
    }
    if person_id is None:
        person_id = people.add(connection, given, **said)
    else:
        people.meet(connection, person_id, given, **said)
    for other in given.not_same_as:
        if other != person_id and people.get(connection, other) is not None:
            people.decide(connection, act, person_id, other, "different")
    return person_id


def _link_case(
    connection: Transaction, act: Act, item: Matter, content: NewVisit, rules: Rules, place: int
) -> LinkedMatter:
    if item.case_no is None:
        return open_case(connection, act, item, content, rules)
    found = cases.find_no(connection, item.case_no)
    field = f"matters[{place}].case_no"
    if found is None:
        raise Refused("not_found", f"没有编号为“{item.case_no}”的信访事项。", field=field)
    purged.refuse(connection, "case", item.case_no)
    case_id, restricted = found
    if restricted != item.restricted:
        raise Refused(
            "forbidden",
            "检举控告不能与其他事项并为一件。",
            field=field,
            basis="《信访工作条例》第三十条第三款",
        )
    return LinkedMatter(replace(item, why_again=item.why_again or "raises_again"), case_id, repeat=True)
