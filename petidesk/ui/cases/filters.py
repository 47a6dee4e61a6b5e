"""Which cases the list shows: five views at one click, the rest folded away, a chip for everything that is active."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from petidesk.domain import typed_dates
from petidesk.domain.cases.events import NATIONAL_PAPERS
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.codes import CASE_STATES, PURPOSES
from petidesk.domain.home import PAPERS_OWED
from petidesk.domain.trouble import Refused
from petidesk.ui.cases.words import route_words
from petidesk.ui.forms.inputs import ChipChoice, TextField
from petidesk.ui.lists.filter_bar import WIDE, FoldingBar, Room
from petidesk.ui.look.theme import spaced
from petidesk.ui.translate import translate

OPEN, DUE, SERVICE, ENTRY, ALL = "open", "due", "service", "entry", "all"
ANY = "any"
# The view 快到期 looks so many days ahead.
DUE_AHEAD = 7
# Narrower than this, in ems, the bar uses short forms.
NARROW = 54.0

# The fields that a view decides; all others narrow it further.
_OF_VIEW = ("open_only", "due_since", "due_until", "waiting_service", "not_entered")


def view_words() -> dict[str, str]:
    """The views in their order."""
    return {
        OPEN: translate("CaseFilter", "在办"),
        DUE: translate("CaseFilter", "快到期"),
        SERVICE: translate("CaseFilter", "待送达"),
        ENTRY: translate("CaseFilter", "尚未录入"),
        ALL: translate("CaseFilter", "全部"),
    }


def view_query(view: str, today: date) -> CaseQuery:
    """What a view asks for; 快到期 holds what is overdue, too."""
    return {
        OPEN: CaseQuery(open_only=True),
        DUE: CaseQuery(open_only=True, due_until=today + timedelta(days=DUE_AHEAD)),
        SERVICE: CaseQuery(waiting_service=True),
        ENTRY: CaseQuery(not_entered=ANY),
    }.get(view, CaseQuery())


def view_of(query: CaseQuery, today: date) -> str:
    """Which view a question belongs to: the one whose own fields are the same, else 全部."""
    for view in view_words():
        if all(getattr(view_query(view, today), key) == getattr(query, key) for key in _OF_VIEW):
            return view
    return ALL


def changed(query: CaseQuery, **fields: Any) -> CaseQuery:
    """The question with some of its fields put in place, by their names."""
    return dataclasses.replace(query, **fields)


def active(query: CaseQuery, today: date) -> dict[str, str]:
    """What narrows the list beside the view: key and words of each chip."""
    base = view_query(view_of(query, today), today)
    days = {
        "due_since": translate("CaseFilter", "期限不早于 {0}"),
        "due_until": translate("CaseFilter", "期限到 {0}"),
        "task_since": translate("CaseFilter", "批示、交办期限不早于 {0}"),
        "task_until": translate("CaseFilter", "批示、交办期限到 {0}"),
        "opened_since": translate("CaseFilter", "登记不早于 {0}"),
        "opened_until": translate("CaseFilter", "登记不晚于 {0}"),
    }
    words: dict[str, str] = {
        "text": translate("CaseFilter", "含“{0}”").format(query.text),
        "state": CASE_STATES.get(query.state, query.state),
        "unit": translate("CaseFilter", "责任单位 {0}").format(query.unit),
        "leader": translate("CaseFilter", "包案领导 {0}").format(query.leader),
        "purpose": PURPOSES.get(query.purpose, query.purpose),
        "route": route_words(query.route),
        "waiting_service": translate("CaseFilter", "待送达"),
        "not_entered": translate("CaseFilter", "尚未录入：{0}").format(
            NATIONAL_PAPERS.get(query.not_entered, translate("CaseFilter", "任何一项"))
        ),
        "open_only": translate("CaseFilter", "在办"),
        "paper_owed": translate("CaseFilter", "还没有出{0}").format(
            PAPERS_OWED.get(query.paper_owed, query.paper_owed)
        ),
        **{key: template.format(getattr(query, key)) for key, template in days.items()},
    }
    return {key: said for key, said in words.items() if getattr(query, key) != getattr(base, key)}


class CaseFilterBar(FoldingBar[CaseQuery]):
    """The bar above the list of cases."""

    def __init__(self, today: date) -> None:
        hint = translate("CaseFilter", "找编号、标题、姓名")
        views = ChipChoice(list(view_words().items()), OPEN)
        rooms = (Room(NARROW, 14, hint), Room(WIDE, 15, hint))
        tip = translate("CaseFilter", "状态、单位、领导、目的、期限")
        super().__init__(view_query(OPEN, today), view_query(ALL, today), views, rooms, tip, 11)
        self._today = today
        views.setAccessibleName(self.tr("看哪些"))
        views.changed.connect(self._view_chosen)
        self.text.setAccessibleName(self.tr("在列表中找"))
        # One part of the line: where the line ends they go to the next one together.
        tail = QWidget()
        row = QHBoxLayout(tail)
        spaced(row, 0.5)
        for part in (self.text, self.more, self.columns):
            row.addWidget(part)
        self._stand(views, tail)
        self.panel.add_lists(
            {
                "state": self.tr("状态"),
                "unit": self.tr("责任单位"),
                "leader": self.tr("包案领导"),
                "purpose": self.tr("目的"),
                "route": self.tr("途径"),
                "not_entered": self.tr("国家系统尚未录入"),
            }
        )
        self.combos = self.panel.combos
        self.due = TextField(self.tr("例如 3.8、下周五"))
        self.due.editingFinished.connect(self._due_typed)
        self.due_field = self.panel.add(self.tr("期限到哪天为止"), self.due)
        self.set_choices([], [])
        self._fit()

    def set_choices(self, units: Sequence[str], leaders: Sequence[str]) -> None:
        """What the folded choices offer; the first entry of each narrows nothing."""
        anything = self.tr("不限")
        offered: dict[str, list[tuple[str, object]]] = {
            "state": [(anything, ""), *((words, code) for code, words in CASE_STATES.items())],
            "unit": [(anything, ""), *((name, name) for name in units)],
            "leader": [(anything, ""), *((name, name) for name in leaders)],
            "purpose": [(anything, ""), *((words, code) for code, words in PURPOSES.items())],
            "route": [(anything, None), *((route_words(route), route) for route in range(1, 7))],
            "not_entered": [
                (anything, ""),
                (self.tr("任何一项"), ANY),
                *((words, code) for code, words in NATIONAL_PAPERS.items()),
            ],
        }
        for key, choices in offered.items():
            self.panel.offer(key, choices)
        self._fill()

    def set_query(self, query: CaseQuery, today: date) -> None:
        """Choose from outside (another page, or the day has changed); `changed` is sent."""
        self._today = today
        self.put(query)

    def _view_chosen(self, view: str) -> None:
        if not self._filling:
            base = view_query(view, self._today)
            self._change(**{key: getattr(base, key) for key in _OF_VIEW})

    def _plain(self, query: CaseQuery) -> CaseQuery:
        return view_query(view_of(query, self._today), self._today)

    def _active(self, query: CaseQuery) -> dict[str, str]:
        return active(query, self._today)

    def _show(self, query: CaseQuery) -> None:
        view = view_of(query, self._today)
        self.views.choose(view)
        # The view 尚未录入 says it already.
        self.panel.show_query(changed(query, not_entered="") if view == ENTRY else query)
        until = query.due_until if "due_until" in self._active(query) else None
        if not self.due.hasFocus():
            self.due.setText(until.isoformat() if until else "")
            self.due_field.say("")

    def drop_all(self) -> None:
        """Keep the view, take every other condition away, a day that is just being typed too."""
        self.due.clear()
        super().drop_all()

    def _due_typed(self) -> None:
        typed = self.due.text().strip()
        try:
            day = typed_dates.parse_typed_date(typed, self._today, True) if typed else None
        except Refused as refusal:
            self.due_field.say(refusal.message, "error")
            return
        self.due_field.say("")
        self._change(due_until=self._plain(self.query).due_until if day is None else day)
