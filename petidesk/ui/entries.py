"""The pages of the window in the order of the navigation (look.md).

A page is added with one line in `pages`: key, title, icon, shortcut, pinyin initials for Ctrl+K, and where its class
stands. The module is imported when the page is opened for the first time, so that a start pays for one page only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.page import Page
    from petidesk.ui.seat import Seat


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the navigation."""

    key: str
    title: str
    icon: str
    shortcut: str
    initials: str
    make: Callable[[Desk, Seat], Page]


def _page(module: str, name: str) -> Callable[[Desk, Seat], Page]:
    """A factory that imports its page when it is called."""

    def make(desk: Desk, seat: Seat) -> Page:
        kind: type[Page] = getattr(import_module(f"petidesk.ui.{module}"), name)
        return kind(desk, seat)

    return make


def pages() -> tuple[Entry, ...]:
    """The pages that exist, in the order of the navigation. Keys are for Page.go: home, registration, visits ..."""
    tr = QCoreApplication.translate
    return (
        Entry("home", tr("Pages", "工作台"), "home", "F5", "gzt", _page("home", "HomePage")),
        Entry(
            "registration",
            tr("Pages", "来访登记"),
            "clipboard-pen",
            "F2",
            "lfdj",
            _page("registration", "RegistrationPage"),
        ),
        Entry("visits", tr("Pages", "今日来访"), "list", "", "jrlf", _page("visits", "VisitsPage")),
        Entry("cases", tr("Pages", "信访事项"), "folder-open", "F4", "xfsx", _page("cases", "CasesPage")),
        Entry("ledger", tr("Pages", "纠纷台账"), "notebook-text", "F6", "mdjftz", _page("ledger", "LedgerPage")),
        Entry(
            "reception",
            tr("Pages", "领导接待日"),
            "calendar-days",
            "F7",
            "ldjdr",
            _page("reception", "ReceptionPage"),
        ),
        Entry("meetings", tr("Pages", "联席会议"), "users", "", "lxhy", _page("meetings", "MeetingsPage")),
        Entry("letters", tr("Pages", "文书"), "mail", "F8", "ws", _page("letters", "LettersPage")),
        Entry("search", tr("Pages", "搜索"), "search", "", "ss", _page("search", "SearchPage")),
        Entry("importing", tr("Pages", "导入旧表"), "file-input", "", "drjb", _page("importing", "ImportingPage")),
        Entry("settings", tr("Pages", "设置"), "settings", "", "sz", _page("settings", "SettingsPage")),
    )
