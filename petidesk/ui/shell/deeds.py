"""What Ctrl+K knows beside the actions of the window: what can be done on the page in front, and what begins elsewhere.

Of the page in front every button that could be pressed now is a deed, and every event that may be recorded of the
record that is open; nothing has to be told here. What needs a record that is not open yet (an event, a paper) leads to
the list in which it is chosen. Every section of the settings and every setting is a place to go to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from petidesk.domain.cases import events as case_events
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.ledger import events as ledger_events
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.letters.letters import LetterKind, LetterQuery
from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.office.papers import TITLES
from petidesk.ui.record.menu import EventMenu
from petidesk.ui.record.view import RecordView
from petidesk.ui.shell import actions
from petidesk.ui.shell.actions import Action, Window
from petidesk.ui.shell.doors import settings_sections
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.pages import Entry
from petidesk.ui.shell.routes import (
    Route,
    ToCases,
    ToDisputes,
    ToLetters,
    ToSettings,
    ToWindowPaper,
    ToWording,
    WriteLetter,
)
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# The key behind the words of a button, and a shortcut's mark in them.
_KEY = re.compile(r"\s{2,}.*$|&")
_CHOICE = "choice"


def offered(entries: Iterable[Entry], page: QWidget | None, undo: str = "") -> list[Action]:
    """All that Ctrl+K offers before the papers are read; of two with the same words the first.

    `undo`: what Ctrl+Z would take back, in words.
    """
    found: dict[str, Action] = {}
    for made in (*actions.offered(entries), *(here(page) if page else ()), *elsewhere()):
        named = replace(made, text=undo) if undo and made.id == "undo" else made
        found.setdefault(named.words, named)
    return list(found.values())


def here(page: QWidget) -> list[Action]:
    """What can be done on this page as it stands, each once."""
    found: dict[str, Action] = {}
    for words, call in (*_recorded(page), *_pressed(page)):
        if words:
            found.setdefault(words, Action(f"here: {words}", words, call=call))
    return list(found.values())


def _pressed(page: QWidget) -> Iterator[tuple[str, Callable[[Window], object]]]:
    """Its buttons and what its menus hold; a chip that is one answer of a question is no deed."""
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled() and button.property("role") != _CHOICE:
            yield said(button), partial(_press, button)
    for menu in page.findChildren(QMenu):
        for entry in menu.actions():
            if entry.isEnabled() and entry.isVisible():
                yield _KEY.sub("", entry.text()), partial(_trigger, entry.trigger)


def said(button: QAbstractButton) -> str:
    """What a button does, without its key."""
    return _KEY.sub("", button.text() or button.accessibleName() or button.toolTip()).strip()


def _press(button: QAbstractButton, _window: Window) -> None:
    button.click()


def _trigger(trigger: Callable[[], object], _window: Window) -> None:
    trigger()


def _recorded(page: QWidget) -> Iterator[tuple[str, Callable[[Window], object]]]:
    for record in _records(page):
        offers = record.offers() if record.opened is not None and not record.editing else None
        for _heading, kinds in offers("") if offers is not None else ():
            for kind in kinds:
                if kind.allowed and record.menu is not None:
                    words = translate("Deeds", "记一笔 · {0}").format(kind.label)
                    yield words, partial(_record, record.menu, kind.kind)


def _records(page: QWidget) -> list[RecordView[Any]]:
    """The records that can be seen on a page."""
    return [each for each in page.findChildren(QWidget) if isinstance(each, RecordView) and each.isVisible()]


def _record(menu: EventMenu, kind: str, _window: Window) -> None:
    menu.chosen.emit(kind)


def case_in_front(page: Page) -> str:
    """The number of the case that is open on this page; empty when none is."""
    records = _records(page) if page.key == ToCases.page else []
    return records[0].record_no if records else ""


def elsewhere() -> list[Action]:
    """What begins on another page: events of cases and disputes, papers of the window, the sections of the settings."""
    return [*_events(), *_window_papers(), *_settings()]


def _events() -> Iterator[Action]:
    cases, disputes = ToCases(CaseQuery()), ToDisputes(DisputeQuery())
    in_cases = translate("Deeds", "信访事项 · {0} · 先选是哪一件")
    in_ledger = translate("Deeds", "纠纷 · {0} · 先选是哪一件")
    for kind in case_events.KINDS.values():
        if kind.by_hand:
            yield _leading(f"case: {kind.kind}", in_cases.format(kind.label), cases)
    for one in ledger_events.KINDS.values():
        yield _leading(f"dispute: {one.kind}", in_ledger.format(one.label), disputes)


def _window_papers() -> Iterator[Action]:
    for form, title in TITLES.items():
        yield _leading(f"paper: {form}", translate("Deeds", "印 · {0}").format(title), ToWindowPaper(form))


def _settings() -> Iterator[Action]:
    for key, title in settings_sections():
        yield _leading(f"settings: {key}", translate("Deeds", "设置 · {0}").format(title), ToSettings(key))
    for key, setting in SETTINGS.items():
        words = translate("Deeds", "设置 · {0}").format(setting.name)
        yield _leading(f"setting: {key}", words, ToSettings(field=key))


def papers(desk: Desk, case_no: str) -> list[Action]:
    """Every letter, written on the case in front or on one that is chosen first, and the wording of every paper.

    Called in a worker: the forms are read.
    """
    written = [_written(kind, case_no) for kind in desk.letters.kinds()]
    words = translate("Deeds", "改文字 · {0}")
    changed = [
        _leading(f"wording: {one.name}", words.format(one.title), ToWording(one.name)) for one in desk.templates.all()
    ]
    return [*written, *changed]


def _written(kind: LetterKind, case_no: str) -> Action:
    id, title = f"letter: {kind.name}", kind.title
    if kind.of == "case" and case_no:
        return _leading(id, translate("Deeds", "写文书 · {0}").format(title), WriteLetter(kind.name, case_no))
    if kind.of == "case":
        return _leading(id, translate("Deeds", "写文书 · {0} · 先选信访事项").format(title), ToCases(CaseQuery()))
    return _leading(id, translate("Deeds", "写文书 · {0} · 在文书里").format(title), ToLetters(LetterQuery()))


def _leading(id: str, words: str, route: Route) -> Action:
    return Action(id, words, call=partial(_follow, route))


def _follow(route: Route, window: Window) -> None:
    window.follow(route)
