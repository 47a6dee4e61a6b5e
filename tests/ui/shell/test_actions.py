"""Every action once: no two want one key, every key of a page is on the list, and what is made from the list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from petidesk import paths
from petidesk.desk.desk import Desk
from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.search import initials, pinyin_syllables
from petidesk.ui import work
from petidesk.ui.record.view import RecordView
from petidesk.ui.shell import actions, deeds, help
from petidesk.ui.shell.actions import ACTIONS, WINDOW, Action
from petidesk.ui.shell.doors import settings_sections
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.palette import Known
from petidesk.ui.shell.routes import Route, ToCase, ToSettings
from tests.ui.desks.calm import quiet
from tests.ui.desks.cases_office import in_hand

# Going back and the tabs of a page are the same everywhere and are not told one by one.
EVERYWHERE = {"Esc", "Alt+1", "Alt+2", "Alt+3", "Alt+4"}


def _conflicts(found: list[Action]) -> list[str]:
    window = [key for made in found if made.where == WINDOW for key in made.keys]
    wrong = []
    for place in {made.where for made in found}:
        there = [key for made in found if made.where == place for key in made.keys]
        wanted = there if place == WINDOW else [*window, *there]
        wrong += [f"{place}: {key}" for key, times in Counter(wanted).items() if times > 1]
    return wrong


def test_no_two_actions_of_one_place_want_the_same_key() -> None:
    every = [*ACTIONS, *actions.page_actions(pages())]
    assert _conflicts(every) == []
    assert "window: F4" in _conflicts([*every, Action("other", "", "F4")])
    assert len({made.id for made in every}) == len(every)


def test_every_key_of_every_page_is_on_the_list_and_works_alone(qtbot: QtBot, window: Frame) -> None:
    listed = {key for made in (*ACTIONS, *actions.page_actions(pages())) for key in made.keys} | EVERYWHERE
    for entry in pages():
        window.open_page(entry.key)
        qtbot.waitUntil(lambda: work.busy() == 0, timeout=10_000)
        shortcuts = [each for each in window.findChildren(QShortcut) if each.isEnabled()]
        keys = {each.key().toString() for each in shortcuts}
        wide = [
            each.key().toString()
            for each in shortcuts
            if each.context() == Qt.ShortcutContext.WindowShortcut
            and (parent := each.parent()) is not None
            and parent.property("visible")
        ]
        for each in window.findChildren(QAbstractButton):
            if each.isVisible() and each.isEnabled() and not each.shortcut().isEmpty():
                wide.append(each.shortcut().toString())
        assert {key.replace("Enter", "Return") for key in {*keys, *wide}} <= {
            key.replace("Enter", "Return") for key in listed
        }, entry.key
        assert [key for key, times in Counter(wide).items() if times > 1] == [], entry.key


class Heard:
    """Notes where an action of the window leads."""

    def __init__(self, today: date) -> None:
        self.routes: list[Route] = []
        self._today = today

    def follow(self, route: Route) -> None:
        self.routes.append(route)

    def today(self) -> date:
        return self._today

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_given: None


def test_every_action_is_found_by_its_words_its_pinyin_and_its_initials(window: Frame, desk: Desk) -> None:
    known = Known([*window.offered(), *deeds.papers(desk, "")])
    for made in [*window.offered(), *deeds.papers(desk, "")]:
        chinese = max(made.words.split(" · ")[:2], key=made.words.index)  # what kind of thing it is stands before
        readings = {made.words, chinese}
        if not any(char.isascii() for char in chinese):
            readings |= {"".join(pinyin_syllables(re.sub(r"\W", "", chinese))), min(initials(chinese))}
        for typed in readings:
            assert made.id in [found.id for found in known.matching(typed)], (made.id, typed)


def test_every_place_that_needs_no_record_is_an_action(window: Frame, desk: Desk) -> None:
    heard = Heard(desk.today())
    for made in [*window.offered(), *deeds.papers(desk, "")]:
        if not made.id.startswith("here: "):
            made.call(heard)
    reached = {type(route).__name__ for route in heard.routes}
    # What is left names one record or hands one on.
    assert {kind.__name__ for kind in Route.__subclasses__()} - reached == {
        *("GuestVisit", "ToVisit", "ToCase", "ToDispute", "ToReception", "ToLetter", "WriteLetter", "ToMeeting"),
        *("ToSearch", "BackTo", "GoOn"),
    }
    ids = {made.id for made in [*window.offered(), *deeds.papers(desk, "")]}
    assert {f"settings: {key}" for key, _words in settings_sections()} <= ids
    assert {route.field for route in heard.routes if isinstance(route, ToSettings)} >= set(SETTINGS)
    assert {f"wording: {name}" for name in desk.templates.names()} <= ids
    assert {f"letter: {kind.name}" for kind in desk.letters.kinds()} <= ids


def test_every_button_of_a_page_and_every_event_of_a_record_is_an_action(
    qtbot: QtBot, window: Frame, desk: Desk
) -> None:
    case_no = in_hand(desk)
    places = [(entry.key, None) for entry in pages()] + [("cases", ToCase(case_no))]
    places += [("settings", ToSettings(key)) for key, _words in settings_sections()]
    for key, route in places:
        window.open_page(key, route)
        quiet(qtbot)
        words = {made.words for made in window.offered()}
        for button in window.page(key).findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.property("role") != "choice":
                assert not deeds.said(button) or deeds.said(button) in words, key
        if isinstance(route, ToCase):
            allowed = {offer.label for offer in desk.cases.get(case_no).offers if offer.allowed}
            assert {f"记一笔 · {label}" for label in allowed} <= words
            assert deeds.case_in_front(window.page(key)) == case_no
    window.follow(ToCase(case_no))
    quiet(qtbot)
    recorded = next(made for made in window.offered() if made.words.startswith("记一笔 · "))
    window.do(recorded)
    quiet(qtbot)
    record = next(each for each in window.page("cases").findChildren(RecordView) if each.isVisible())
    assert record.editing


def test_the_card_of_keys_tells_every_key_that_is_bound(window: Frame) -> None:
    card = help.help_text(help.KEYS)
    for made in (*ACTIONS, *actions.page_actions(pages())):
        if made.keys:
            assert f"| {made.keys_words()} | {made.card_words} |" in card, made.id
    # The page to print and keep beside the keyboard (`make texts`).
    assert (paths.resources() / "help" / "keys.md").read_text(encoding="utf-8") == card
    assert "| F2 或 Ctrl+N | 新登记一次来访 |" in card and "| Ctrl+E | " in card
    assert window.help_button.toolTip() == "帮助  F1"
