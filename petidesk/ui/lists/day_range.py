"""The bar of a list that is looked at by periods: today, this week, or from one day to another as clerks type them."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from petidesk.domain import typed_dates
from petidesk.domain.periods import CUSTOM, period_days
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.lists.filter_bar import FilterBar
from petidesk.ui.lists.filter_spec import Query
from petidesk.ui.look.theme import restyled, sized


class DayRangeBar(FilterBar[Query]):
    """A bar whose views are periods, with the two ends of 日期范围 as clerks type them.

    Its query has `period`, `since` and `until`; the two days stay while the period is another one.
    """

    def add_fields(self) -> None:
        """Beside the periods."""
        self.since = TextField(self.tr("从 如 3.8"))
        self.until = TextField(self.tr("到 如 今天"))
        for editor, name in ((self.since, self.tr("从哪天")), (self.until, self.tr("到哪天"))):
            editor.setAccessibleName(name)
            sized(editor, width=7)
            editor.editingFinished.connect(self._range_typed)
            self.line.add(editor)

    def show_fields(self, query: Query) -> None:
        """They show for 日期范围 alone."""
        asked: Any = query
        for editor, day in ((self.since, asked.since), (self.until, asked.until)):
            if day is not None and not editor.hasFocus():
                editor.setText(day.isoformat())
            editor.setVisible(asked.period == CUSTOM)
        self.line.again()

    def turn(self, view: str) -> None:
        """日期范围 begins with the days of the period that it replaces."""
        asked: Any = self.query
        if view != CUSTOM or asked.since is not None:
            super().turn(view)
            return
        since, until = period_days(asked.period, self.today)
        self.change(period=view, since=since or self.today.replace(day=1), until=until or self.today)
        self.since.setFocus()

    def _range_typed(self) -> None:
        days = []
        for editor in (self.since, self.until):
            try:
                day = typed_dates.parse_typed_date(editor.text(), self.today) if editor.text().strip() else None
            except Refused as refusal:
                editor.setToolTip(refusal.message)
                _mark(editor, "error")
                return
            editor.setToolTip("")
            _mark(editor, "")
            days.append(day)
        since, until = days
        if since is not None and until is not None and since > until:
            since, until = until, since
        self.change(since=since, until=until)


def _mark(editor: QLineEdit, state: str) -> None:
    editor.setProperty("state", state)
    restyled(editor)
