"""The pages of the window in the order of the navigation (rules/look.md).

A page is added with one line in `pages`: key, title, icon, shortcut, and where its class stands. The module is imported
when the page is opened for the first time, so that a start pays for one page only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from petidesk.ui.shell.routes import Route, ToVisits
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.ui.shell.page import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the navigation."""

    key: str
    title: str
    icon: str
    shortcut: str
    # Its module below petidesk.ui, and its class there.
    module: str
    name: str
    # What it shows when it is opened from the side; None: what stood there.
    begins: Callable[[], Route] | None = None

    def load(self) -> type[Page]:
        """The class of the page; its module and those of its parts are imported at the first call, in a worker."""
        module = import_module(f"petidesk.ui.{self.module}")
        for part in (*(tab.module for tab in getattr(module, "TABS", ())), *getattr(module, "ALONG", ())):
            import_module(f"petidesk.ui.{part}")
        kind: type[Page] = getattr(module, self.name)
        return kind


def _todays_visits() -> Route:
    from petidesk.domain.visits.listing import VisitView

    return ToVisits(VisitView())


def pages() -> tuple[Entry, ...]:
    """The pages that exist, in the order of the navigation. Keys are for Page.go: home, registration, visits ..."""
    return (
        Entry("home", translate("Pages", "工作台"), "home", "F5", "home.page", "HomePage"),
        Entry(
            "registration",
            translate("Pages", "来访登记"),
            "clipboard-pen",
            "F2",
            "registration.page",
            "RegistrationPage",
        ),
        Entry(
            "visits",
            translate("Pages", "今日来访"),
            "list",
            "",
            "visits.page",
            "VisitsPage",
            _todays_visits,
        ),
        Entry("cases", translate("Pages", "信访事项"), "folder-open", "F4", "cases.page", "CasesPage"),
        Entry(
            "ledger",
            translate("Pages", "纠纷台账"),
            "notebook-text",
            "F6",
            "ledger.page",
            "LedgerPage",
        ),
        Entry(
            "reception",
            translate("Pages", "领导接待日"),
            "calendar-days",
            "F7",
            "reception.page",
            "ReceptionPage",
        ),
        Entry("meetings", translate("Pages", "联席会议"), "users", "", "meetings.page", "MeetingsPage"),
        Entry("letters", translate("Pages", "文书"), "mail", "F8", "letters.page", "LettersPage"),
        Entry("statistics", translate("Pages", "统计分析"), "bar-chart", "F10", "statistics.page", "StatisticsPage"),
        Entry("search", translate("Pages", "搜索"), "search", "", "search.page", "SearchPage"),
        Entry(
            "importing",
            translate("Pages", "导入旧表"),
            "file-input",
            "",
            "imports.page",
            "ImportingPage",
        ),
        Entry("settings", translate("Pages", "设置"), "settings", "", "settings.page", "SettingsPage"),
    )
