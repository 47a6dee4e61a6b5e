"""Which disputes the list shows: four views at one click, the rest folded away, a chip for all that is active."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from petidesk.domain.ledger.disputes import STATES
from petidesk.domain.ledger.events import month_of, month_text
from petidesk.domain.ledger.listing import EMPTY, DisputeQuery
from petidesk.domain.office.office import Office
from petidesk.ui.forms.inputs import ChipChoice
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.words import figure_words, risk_words
from petidesk.ui.lists.filter_bar import WIDE, FoldingBar, Room
from petidesk.ui.translate import translate

OPEN, LATE, FOLLOW, ALL = "open", "late", "follow", "all"
# The view 待回访 looks so many days ahead.
FOLLOW_AHEAD = 7
MONTHS = 24
# Narrower than this, in ems, the bar uses short forms.
NARROW = 58.0
# Narrower than this the text field says less, so that one line is enough.
NARROWEST = 44.0
# The fields that a view decides; all others narrow it further.
_OF_VIEW = ("open_only", "overdue_on", "follow_up_until")


def view_words() -> dict[str, str]:
    """The views in their order."""
    return {
        OPEN: translate("LedgerFilter", "未化解"),
        LATE: translate("LedgerFilter", "超期"),
        FOLLOW: translate("LedgerFilter", "待回访"),
        ALL: translate("LedgerFilter", "全部"),
    }


def view_query(view: str, today: date) -> DisputeQuery:
    """What a view asks for."""
    return {
        OPEN: DisputeQuery(open_only=True),
        LATE: DisputeQuery(overdue_on=today, sort="due_on", descending=False),
        FOLLOW: DisputeQuery(
            follow_up_until=today + timedelta(days=FOLLOW_AHEAD), sort="follow_up_due", descending=False
        ),
    }.get(view, DisputeQuery())


def view_of(query: DisputeQuery, today: date) -> str:
    """Which view a question belongs to: the one whose own fields are the same, else 全部."""
    for view in view_words():
        if all(getattr(view_query(view, today), key) == getattr(query, key) for key in _OF_VIEW):
            return view
    return ALL


def changed(query: DisputeQuery, **fields: Any) -> DisputeQuery:
    """The question with some of its fields put in place, by their names."""
    return dataclasses.replace(query, **fields)


def active(query: DisputeQuery, today: date, office: Office) -> dict[str, str]:
    """What narrows the list beside the view: key and words of each chip."""
    base = view_query(view_of(query, today), today)
    untyped = query.type == EMPTY
    month = translate("LedgerFilter", "{0} 在册").format(query.month)
    words: dict[str, str] = {
        "text": translate("LedgerFilter", "含“{0}”").format(query.text),
        "month": figure_words(query.month, query.figure, year=query.year) if query.figure or query.year else month,
        "village": query.village,
        "type": translate("LedgerFilter", "没有类型") if untyped else query.type,
        "state": STATES.get(query.state, query.state),
        "risk_level": translate("LedgerFilter", "风险 {0}").format(risk_words(query.risk_level, office.risk_labels)),
        "responsible_unit": translate("LedgerFilter", "责任单位 {0}").format(query.responsible_unit),
        "case_leader": translate("LedgerFilter", "包案领导 {0}").format(query.case_leader),
        "round_no": translate("LedgerFilter", "轮次 {0}").format(query.round_no),
        "source": translate("LedgerFilter", "来源 {0}").format(query.source),
        "since": translate("LedgerFilter", "排查不早于 {0}").format(query.since),
        "until": translate("LedgerFilter", "排查不晚于 {0}").format(query.until),
        "overdue_on": translate("LedgerFilter", "{0} 前到期未化解").format(query.overdue_on),
        "follow_up_until": translate("LedgerFilter", "回访不晚于 {0}").format(query.follow_up_until),
        "open_only": translate("LedgerFilter", "未化解"),
        "voided": translate("LedgerFilter", "含作废")
        if query.voided is None
        else translate("LedgerFilter", "只看作废"),
    }
    return {key: said for key, said in words.items() if getattr(query, key) != getattr(base, key)}


class LedgerFilterBar(FoldingBar[DisputeQuery]):
    """The bar above the list of disputes."""

    views_asked = Signal(bool)

    def __init__(self, today: date, office: Office) -> None:
        hint = translate("LedgerFilter", "找编号、纠纷、姓名")
        views = ChipChoice(list(view_words().items()), OPEN)
        rooms = (Room(NARROWEST, 5.8, translate("LedgerFilter", "查找")), Room(NARROW, 12, hint), Room(WIDE, 15, hint))
        tip = translate("LedgerFilter", "月份、村、类型、状态、风险、单位")
        super().__init__(view_query(OPEN, today), view_query(ALL, today), views, rooms, tip, 9)
        self._today = today
        self._office = office
        views.setAccessibleName(self.tr("看哪些"))
        views.changed.connect(self._view_chosen)
        self.text.setAccessibleName(self.tr("在台账中找"))
        tip = self.tr("存下现在的条件和列，下次一点就回来")
        self.kept = self._switch(self.tr("视图"), self.tr("存下的视图"), "save", tip, self.views_asked)
        self._stand(views, self.text, self.more, self.kept, self.columns)
        self.panel.add_lists(
            {
                "month": self.tr("月份"),
                "village": self.tr("村（社区）"),
                "type": self.tr("类型"),
                "state": self.tr("状态"),
                "risk_level": self.tr("风险等级"),
                "responsible_unit": self.tr("责任单位"),
                "case_leader": self.tr("包案领导"),
                "round_no": self.tr("排查轮次"),
            }
        )
        self.voided = QCheckBox(self.tr("也看作废的"))
        self.voided.clicked.connect(lambda on: self._change(voided=None if on else False))
        self.panel.column.addWidget(self.voided, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_choices(None)
        self._fit()

    def set_choices(self, choices: LedgerChoices | None) -> None:
        """What the folded choices offer; the first entry of each narrows nothing."""
        this = month_of(self._today)
        months = [month_text(this - back) for back in range(MONTHS)]
        labels = self._office.risk_labels
        offered: dict[str, list[tuple[str, str]]] = {
            "month": [(translate("LedgerFilter", "{0} 在册").format(month), month) for month in months],
            "village": [(name, name) for name in choices.values("village")] if choices else [],
            "type": [
                *((name, name) for name in (choices.values("type") if choices else ())),
                (translate("LedgerFilter", "没有类型"), EMPTY),
            ],
            "state": [(words, code) for code, words in STATES.items()],
            "risk_level": [(risk_words(code, labels), code) for code in ("ordinary", "raised", "major")],
            "responsible_unit": [(name, name) for name in choices.values("responsible_unit")] if choices else [],
            "case_leader": [(name, name) for name in choices.values("case_leader")] if choices else [],
            "round_no": [(name, name) for name in choices.values("round")] if choices else [],
        }
        for key, found in offered.items():
            self.panel.offer(key, [(self.tr("不限"), ""), *found])
        self._fill()

    def set_query(self, query: DisputeQuery, today: date) -> None:
        """Choose from outside (another page, or the day has changed); `changed` is sent."""
        self._today = today
        self.put(query)

    def _change(self, **fields: Any) -> None:
        # A figure, and the whole year, were those of the month that goes.
        super()._change(**({"figure": "", "year": False} if "month" in fields else {}), **fields)

    def _view_chosen(self, view: str) -> None:
        if not self._filling:
            base = view_query(view, self._today)
            self._change(**{key: getattr(base, key) for key in _OF_VIEW})

    def _plain(self, query: DisputeQuery) -> DisputeQuery:
        return view_query(view_of(query, self._today), self._today)

    def _active(self, query: DisputeQuery) -> dict[str, str]:
        return active(query, self._today, self._office)

    def _show(self, query: DisputeQuery) -> None:
        self.views.choose(view_of(query, self._today))
        self.panel.show_query(query)
        self.voided.setChecked(query.voided is None)
