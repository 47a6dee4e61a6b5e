"""The pages of the window in the order of the navigation (rules/look.md).

A page is added with one line in `pages`: key, title, icon, shortcut, and where its class stands. The module is imported
when the page is opened for the first time, so that a start pays for one page only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from petidesk.desk.desk import Desk
    from petidesk.domain.visits.visits import Visit
    from petidesk.ui.record.amending import AmendForm
    from petidesk.ui.seat import Seat
    from petidesk.ui.shell.page import Page
    from petidesk.ui.shell.panels import WordingPanel


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the navigation."""

    key: str
    title: str
    icon: str
    shortcut: str
    make: Callable[[Desk, Seat], Page]


def _page(module: str, name: str) -> Callable[[Desk, Seat], Page]:
    """A factory that imports its page when it is called."""

    def make(desk: Desk, seat: Seat) -> Page:
        kind: type[Page] = getattr(import_module(f"petidesk.ui.{module}"), name)
        return kind(desk, seat)

    return make


def amend_form(desk: Desk, visit: Visit, keeper: QObject, why: str) -> AmendForm:
    """The form of 来访登记, in which 今日来访 amends a visit; `keeper` and `why` as AmendPanel takes them."""
    kind: Callable[[Desk, Visit, QObject, str], AmendForm] = import_module("petidesk.ui.registration.amend").AmendPanel
    return kind(desk, visit, keeper, why)


def wording_panel(desk: Desk) -> WordingPanel:
    """The wording of papers, for the page of letters."""
    kind: Callable[[Desk], WordingPanel] = import_module("petidesk.ui.wording.page").TemplateEditor
    return kind(desk)


def pages() -> tuple[Entry, ...]:
    """The pages that exist, in the order of the navigation. Keys are for Page.go: home, registration, visits ..."""
    return (
        Entry("home", translate("Pages", "工作台"), "home", "F5", _page("home.page", "HomePage")),
        Entry(
            "registration",
            translate("Pages", "来访登记"),
            "clipboard-pen",
            "F2",
            _page("registration.page", "RegistrationPage"),
        ),
        Entry("visits", translate("Pages", "今日来访"), "list", "", _page("visits.page", "VisitsPage")),
        Entry("cases", translate("Pages", "信访事项"), "folder-open", "F4", _page("cases.page", "CasesPage")),
        Entry(
            "ledger",
            translate("Pages", "纠纷台账"),
            "notebook-text",
            "F6",
            _page("ledger.page", "LedgerPage"),
        ),
        Entry(
            "reception",
            translate("Pages", "领导接待日"),
            "calendar-days",
            "F7",
            _page("reception.page", "ReceptionPage"),
        ),
        Entry("meetings", translate("Pages", "联席会议"), "users", "", _page("meetings.page", "MeetingsPage")),
        Entry("letters", translate("Pages", "文书"), "mail", "F8", _page("letters.page", "LettersPage")),
        Entry("search", translate("Pages", "搜索"), "search", "", _page("search.page", "SearchPage")),
        Entry(
            "importing",
            translate("Pages", "导入旧表"),
            "file-input",
            "",
            _page("imports.page", "ImportingPage"),
        ),
        Entry("settings", translate("Pages", "设置"), "settings", "", _page("settings.page", "SettingsPage")),
    )
