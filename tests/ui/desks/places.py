"""Every place of the window: its pages, and what every route of routes.py leads to, in a filled office.

A route whose field nothing here knows fails: a new place must be told what it is opened with.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.office.papers import BOARD
from petidesk.domain.periods import ALL
from petidesk.domain.visits.listing import VisitView
from petidesk.ui import work
from petidesk.ui.settings.page import SECTIONS
from petidesk.ui.shell import routes
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToSettings
from tests.ui.conftest import register
from tests.ui.desks.reception_office import lead, rota


def rest(qtbot: QtBot) -> None:
    """Nothing is read any more, and the window knows it."""
    for _ in range(2):
        qtbot.waitUntil(lambda: work.busy() == 0)
        QTest.qWait(18)
    qtbot.waitUntil(lambda: work.busy() == 0)


class Places:
    """Routes built from what the office holds, each field by its name."""

    def __init__(self, desk: Desk) -> None:
        lead(desk)
        day = rota(desk, [desk.today(), desk.today() + timedelta(days=1)])[0]
        desk.sittings.arrive(day.on, {"name": "桑玉兰"})
        visit = desk.visits.get(register(desk))
        case = desk.cases.get(visit.matters[0].case_no)
        meeting = desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [case.case_no]})
        kind = next(kind for kind, why in desk.letters.kinds_for(case.case_no) if not why)
        draft = desk.letters.draft(kind.name, case.case_no, {})
        self._known: dict[str, Any] = {
            "ToVisit.visit_no": visit.visit_no,
            "ToCase.case_no": case.case_no,
            "ToDispute.dispute_no": desk.ledger.rows(DisputeQuery(), 1)[0].dispute_no,
            "ToLetter.letter_id": draft.letter_id,
            "ToMeeting.meeting_no": meeting.meeting_no,
            "ToReception.on": day.on,
            "ToYear.year": day.on.year,
            "ToReceptions.span": "ahead",
            "GuestVisit.day": day,
            "GuestVisit.guest": desk.sittings.of_day(day.day_id).guests[0],
            "WriteLetter.form": kind.name,
            "WriteLetter.case_no": case.case_no,
            "ToWindowPaper.form": BOARD,
            "ToSearch.text": "张",
            "ToVisits.view": VisitView(period=ALL),
            "GoOn.draft_id": next(draft.draft_id for draft in desk.drafts.all() if not draft.restricted),
            "ToSettings.section": "people",
            "ToCases.query": CaseQuery(),
            "ToDisputes.query": DisputeQuery(),
            "ToLetters.query": LetterQuery(),
        }

    def route(self, kind: type[Route]) -> Route:
        """A route of that kind; what its fields begin with stays."""
        given = {}
        for field in dataclasses.fields(kind):
            known = f"{kind.__name__}.{field.name}"
            if field.default is dataclasses.MISSING or known in self._known:
                given[field.name] = self._known[known]
        return kind(**given)


# How to get to each place, by its name: a page as it was left, a route, a section of the settings.
WAYS: dict[str, Callable[[Frame, Places], object]] = {}


def _to_page(key: str) -> Callable[[Frame, Places], object]:
    return lambda frame, _places: frame.open_page(key)


def _to_route(kind: type[Route]) -> Callable[[Frame, Places], object]:
    return lambda frame, places: frame.follow(places.route(kind))


def _to_section(key: str) -> Callable[[Frame, Places], object]:
    return lambda frame, _places: frame.follow(ToSettings(key))


def _fill() -> None:
    from petidesk.ui.shell.pages import pages

    WAYS.update({entry.key: _to_page(entry.key) for entry in pages()})
    kinds = [kind for kind in vars(routes).values() if isinstance(kind, type) and issubclass(kind, Route)]
    WAYS.update({kind.__name__: _to_route(kind) for kind in kinds if kind.page})
    WAYS.update({f"settings {key}": _to_section(key) for key, _words, _icon in SECTIONS})


_fill()


def go(qtbot: QtBot, frame: Frame, places: Places, way: str) -> Page:
    """The page that a way leads to, at rest."""
    WAYS[way](frame, places)
    rest(qtbot)
    return frame.page(frame.current)
