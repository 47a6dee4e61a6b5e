"""What is known of a person follows from the visits that stand: corrected, voided and late-entered ones included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.domain.visits.people import Person, Probe

WRONG, RIGHT = "13800001111", "13900002222"


def _person(phone: str, **more: Any) -> list[dict[str, Any]]:
    return [{"name": "杨柳青", "village": "东村", "phone": phone, **more}]


def _found(desk: Desk, **probe: Any) -> list[tuple[Person, tuple[str, ...]]]:
    return [(likely.person, likely.why) for likely in desk.visits.similar(Probe(**probe))]


def test_a_corrected_telephone_is_no_key_any_more(desk: Desk, visit: Callable[..., dict[str, Any]]) -> None:
    no = desk.visits.add(visit(petitioners=_person(WRONG)))[0].visit_no
    assert _found(desk, phone=WRONG)
    desk.visits.amend(no, {"petitioners": _person(RIGHT)})
    assert _found(desk, phone=WRONG) == [] and desk.search.find(WRONG) == []
    [(known, why)] = _found(desk, phone=RIGHT)
    assert (known.phone, why) == (RIGHT, ("phone",))


def test_a_fact_taken_back_is_forgotten_and_one_given_earlier_comes_back(
    desk: Desk, visit: Callable[..., dict[str, Any]]
) -> None:
    first = desk.visits.add(visit(petitioners=_person(RIGHT)))[0]
    known = first.content.petitioners[0].person_id
    again = visit(petitioners=_person(WRONG, person_id=known, address="西村二组"))
    second = desk.visits.add(again)[0]
    assert desk.people.get(known or 0).phone == WRONG
    desk.visits.amend(second.visit_no, {"petitioners": _person("", person_id=known)})
    person = desk.people.get(known or 0)
    assert (person.phone, person.address) == (RIGHT, "")
    assert _found(desk, phone=WRONG) == []


def test_a_voided_visit_takes_its_facts_with_it(desk: Desk, visit: Callable[..., dict[str, Any]]) -> None:
    first = desk.visits.add(visit(petitioners=_person(RIGHT)))[0]
    known = first.content.petitioners[0].person_id
    second = desk.visits.add(visit(petitioners=_person(WRONG, person_id=known)))[0]
    desk.visits.void(second.visit_no, "登记到别人名下了")
    assert desk.people.get(known or 0).phone == RIGHT and _found(desk, phone=WRONG) == []
    desk.visits.void(first.visit_no, "登记到别人名下了")
    assert _found(desk, phone=RIGHT) == []
    assert {hit.kind for hit in desk.search.find("杨柳青")} == {"visit"}, (
        "the voided visits are found, the person is not"
    )
    assert desk.people.get(known or 0).name == "杨柳青", "the voided records still say who it was"


def test_an_older_visit_entered_late_does_not_replace_newer_facts(
    desk: Desk, visit: Callable[..., dict[str, Any]]
) -> None:
    first = desk.visits.add(visit(petitioners=_person(RIGHT)))[0]
    known = first.content.petitioners[0].person_id
    earlier = first.content.at - timedelta(days=400)
    late = visit(at=earlier.isoformat(), petitioners=_person(WRONG, person_id=known, address="东村三组"))
    desk.visits.add(late)
    person = desk.people.get(known or 0)
    assert (person.phone, person.address) == (RIGHT, "东村三组")
    assert _found(desk, phone=WRONG)[0][0].person_id == known, "the old number still finds her"


@pytest.mark.parametrize("order", [(1, 0), (0, 1)])
def test_petitioners_stay_who_they_are_in_any_order(
    desk: Desk, visit: Callable[..., dict[str, Any]], order: tuple[int, ...]
) -> None:
    people = [{"name": "杨柳青", "phone": RIGHT}, {"name": "仇大林", "phone": WRONG}]
    before = desk.visits.add(visit(petitioners=people))[0]
    after = desk.visits.amend(before.visit_no, {"petitioners": [people[place] for place in order], "note": "换了次序"})
    ids = [person.person_id for person in before.content.petitioners]
    assert [person.person_id for person in after.content.petitioners] == [ids[place] for place in order]


def test_an_import_taken_back_leaves_what_was_typed(
    desk: Desk, visit: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    number = "11010519491231002X"
    typed = desk.visits.add(visit(petitioners=_person(RIGHT, id_number=number)))[0]
    old = tmp_path / "旧登记簿.csv"
    rows = f"2024-3-8,杨柳青,{number},{WRONG},东村三组,路灯坏了\n2024-3-9,张旧人,,13700003333,东村,院墙占道\n"
    old.write_text("来访时间,姓名,身份证号,电话,住址,反映问题\n" + rows, encoding="utf-8")
    assert desk.imports.run(old).taken == 2
    person = _found(desk, phone=WRONG)[0][0]
    assert person.person_id == typed.content.petitioners[0].person_id
    assert (person.phone, person.address) == (RIGHT, "东村三组")
    assert desk.lights.status().due_count == 0, "of old records no clock runs"
    assert [desk.visits.rows_by_id([ref])[0].due for ref in (2, 3)] == [None, None]
    desk.imports.undo(1)
    assert _found(desk, phone=WRONG) == [] and _found(desk, phone="13700003333") == []
    assert {hit.kind for hit in desk.search.find("张旧人")} == {"visit"}
    assert desk.people.get(person.person_id).address == ""
    assert desk.checks.run(deep=True) == []
