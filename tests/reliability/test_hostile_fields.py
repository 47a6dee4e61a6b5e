"""Hostile words in every single field of every JSON document: read back to the letter, or refused with a sentence.

The fields come from the catalogues, so that a new one is tried the day it is there. `make reliability` tries all words.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.reading import parse_event
from petidesk.domain.fields import Field
from petidesk.domain.ledger.disputes import dispute_document
from petidesk.domain.ledger.fields import LEDGER_FIELDS
from petidesk.domain.office.fields import LEADER_FIELDS, SETTINGS
from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.fields import MATTER_FIELDS, PETITIONER_FIELDS, VISIT_FIELDS
from tests.offices import new_office, whole
from tests.reliability.deeds import EVERYTHING

HOSTILE = {
    "formula": "=HYPERLINK(1)",
    "markup": "<b>&amp;</i>]]>",
    "sql": "'; DROP TABLE visit; --",
    "path": "../../etc/passwd",
    "percent": "%s%n{0}${x}",
    "escape": "\x1b]0;x\x07\x1b[31m",
    "bidi": "\u202egnp.exe\u2066",
    "nul": "杨\x00柳",
    "half": "杨\ud800柳",
    "long": "九" * 200_000,
    "number": 10**30,
    "nested": {"a": [1, {"b": None}]},
}
TRIED = HOSTILE if EVERYTHING else {name: HOSTILE[name] for name in ("formula", "escape", "nested")}
TODAY = date(2026, 11, 20)
VISIT: dict[str, Any] = {
    "at": "2026-11-19T09:20",
    "channel": "visit",
    "petitioners": [{"name": "杨柳", "village": "东村"}],
    "matters": [{"purpose": "appeal", "statement": "水渠渗水。", "title": "水渠", "requests": ["修好"]}],
    "materials": [{"name": "照片"}],
}
DISPUTE: dict[str, Any] = {
    "found_on": "2026-10-08",
    "village": "东村",
    "type": "邻里纠纷",
    "parties": [{"name": "杨柳"}, {"name": "柳树", "side": "b"}],
    "summary": "排水沟走向有争议。",
}
SEEN_BY_NOBODY = set("\x00\x07\x1b\u202e\u2066")
Place = tuple[str | int, ...]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office for all fields."""
    folder = tmp_path_factory.mktemp("fields") / "office"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"])
    opened = open_desk(folder)
    yield opened
    opened.close()


def _with(document: dict[str, Any], place: Place, value: object) -> dict[str, Any]:
    changed: Any = copy.deepcopy(document)
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return dict(changed)


def _at(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return list(document) if isinstance(document, tuple) else document


def _keys(shown: dict[str, Any], fields: tuple[Field, ...], *, but: tuple[str, ...] = ()) -> list[str]:
    """The keys of a document as it is shown; every field of the catalogue is among them."""
    assert {field.key for field in fields} - set(but) <= set(shown)
    return sorted(shown)


def _tried(
    places: list[Place], document: dict[str, Any], keep: Callable[[dict[str, Any]], dict[str, Any]]
) -> Counter[str]:
    """Put every hostile word in every place, alone and in a list, and compare what is kept of it."""
    came: Counter[str] = Counter()
    for place in places:
        for name, hostile in TRIED.items():
            for value in (hostile, [hostile]):
                try:
                    shown = keep(_with(document, place, value))
                except Trouble as trouble:
                    assert trouble.message and not set(trouble.message) & SEEN_BY_NOBODY, (place, name)
                    came["refused"] += 1
                    continue
                except Exception as error:
                    error.add_note(f"{name} in {place}")
                    raise
                kept = _at(shown, place)
                # One text where a list is asked for is a list of one.
                assert kept == value or (isinstance(value, str) and list(kept) == [value]), (place, name, kept)
                assert name not in ("escape", "bidi", "nul", "half", "nested"), (place, name)
                came["kept"] += 1
    assert came["refused"] and (came["kept"] or not EVERYTHING)
    print(dict(came))
    return came


def test_in_every_field_of_a_visit(desk: Desk) -> None:
    def keep(document: dict[str, Any]) -> dict[str, Any]:
        return content_document(whole(desk, desk.visits.add(document)[0].visit_no).content)

    shown = keep(VISIT)
    places: list[Place] = [(key,) for key in _keys(shown, VISIT_FIELDS, but=("foreign_no", "time"))]
    places += [("petitioners", 0, key) for key in _keys(shown["petitioners"][0], PETITIONER_FIELDS)]
    places += [("matters", 0, key) for key in _keys(shown["matters"][0], MATTER_FIELDS)]
    places += [("materials", 0, key) for key in shown["materials"][0]]
    _tried(places, VISIT, keep)
    assert desk.checks.run(deep=True) == []


def test_in_every_field_of_a_dispute(desk: Desk) -> None:
    def keep(document: dict[str, Any]) -> dict[str, Any]:
        return dispute_document(desk.ledger.add(document)[0])

    shown = keep(DISPUTE)
    places: list[Place] = [(key,) for key in sorted({field.key for field in LEDGER_FIELDS} | set(shown))]
    _tried([*places, *(("parties", 0, key) for key in shown["parties"][0])], DISPUTE, keep)
    assert desk.checks.run(deep=True) == []


def test_in_every_setting_of_the_office(desk: Desk) -> None:
    def keep(document: dict[str, Any]) -> dict[str, Any]:
        desk.office.change(document)
        return desk.office.document()

    places: list[Place] = [(key,) for key in SETTINGS]
    _tried(places, {}, keep)
    leader = {"leaders": [{"name": "李建国", "post": "镇长"}]}
    _tried([("leaders", 0, field.key) for field in LEADER_FIELDS], leader, keep)
    assert desk.checks.run(deep=True) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.by_hand], ids=lambda kind: kind.kind)
def test_in_every_key_of_an_event_of_a_case(kind: Any) -> None:
    document: dict[str, Any] = {"on": "2026-11-19", "by": "李建国", "note": "办理中"}
    document |= {ask.key: _plausible(ask) for ask in kind.asks if ask.required}

    def keep(document: dict[str, Any]) -> dict[str, Any]:
        new = parse_event(kind.kind, document, today=TODAY)
        return {**new.content, "on": new.on.isoformat(), "by": new.by, "note": new.note}

    _tried([(key,) for key in ("on", "by", "note", *(ask.key for ask in kind.asks))], document, keep)


def _plausible(ask: Field) -> object:
    if ask.kind == "choice":
        return next(iter(ask.choices))
    return {"day": "2026-11-19", "count": 1, "event": 1, "list": ["一项"], "money": "100", "flag": True}.get(
        ask.kind, "水渠渗水"
    )
