"""A date or a moment typed as clerks type it (3.8, 昨天, 0308, 2024-3-8), with what was understood beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent

from petidesk.domain import typed_dates
from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look.dates import day_words

# Keys of what is typed about a case or a letter that name a day to come.
LIMIT_KEYS = frozenset(("due_on", "reply_by", "performed_by"))


class DateField(TextField):
    """`judged` tells the understood day, with weekday, as a sentence and its tone; a wrong one only after leaving.

    `ahead`: a day to come (a limit, a meeting) is meant; else a day after today is refused.
    """

    judged = Signal(str, str)

    def __init__(
        self, now: Callable[[], datetime], *, with_time: bool, placeholder: str = "", ahead: bool = False
    ) -> None:
        super().__init__(placeholder)
        self._now = now
        self._with_time = with_time
        self.setProperty("empty_is_answer", with_time)  # a moment left empty is now
        self._ahead = ahead
        self.textChanged.connect(lambda: self._judge(left=False))

    def value(self) -> datetime | None:
        """What was typed as a moment (midnight for a day); None when it is empty or not understood."""
        try:
            return self._parse() if self.text().strip() else None
        except Refused:
            return None

    def trouble(self) -> str:
        """Why what was typed is no day; empty when it is one."""
        try:
            self._parse()
        except Refused as refusal:
            return refusal.message
        return ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving is the time to say that a date is not understood."""
        super().focusOutEvent(event)
        self._judge(left=True)

    def _parse(self) -> datetime:
        now = self._now()
        if self._with_time:
            return typed_dates.parse_typed_datetime(self.text(), now, self._ahead)
        day = typed_dates.parse_typed_date(self.text(), now.date(), self._ahead)
        return datetime.combine(day, datetime.min.time())

    def _judge(self, *, left: bool) -> None:
        if not self.text().strip():
            self.judged.emit("", "small")
            return
        try:
            moment = self._parse()
        except Refused as refusal:
            self.judged.emit(refusal.message if left else "", "error" if left else "small")
            return
        words = day_words(moment.date())
        if moment.date() == self._now().date():
            words = self.tr("今天 {0}").format(WEEKDAYS[moment.weekday()])
        if self._with_time and (moment.hour or moment.minute):
            words += f" {moment:%H:%M}"
        self.judged.emit(words, "small")
