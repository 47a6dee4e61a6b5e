"""Every action once: no two want one key, every key of a page is on the list, and what is made from the list."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from petidesk import paths
from petidesk.domain.search import initials
from petidesk.ui import work
from petidesk.ui.shell import actions, help
from petidesk.ui.shell.actions import ACTIONS, WINDOW, Action
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.palette import matching

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


def test_the_initials_of_an_action_are_those_of_its_words(window: Frame) -> None:
    for made in window.offered():
        reading = min(initials(made.words))
        assert made.id in [found.id for found in matching(window.offered(), reading)], made.id


def test_the_card_of_keys_tells_every_key_that_is_bound(window: Frame) -> None:
    card = help.help_text(help.KEYS)
    for made in (*ACTIONS, *actions.page_actions(pages())):
        if made.keys:
            assert f"| {made.keys_words()} | {made.card_words} |" in card, made.id
    # The page to print and keep beside the keyboard (`make texts`).
    assert (paths.resources() / "help" / "keys.md").read_text(encoding="utf-8") == card
    assert "| F2 或 Ctrl+N | 新登记一次来访 |" in card and "| Ctrl+E | " in card
    assert window.help_button.toolTip() == "帮助  F1"
