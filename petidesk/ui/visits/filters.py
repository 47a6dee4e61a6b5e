"""Which visits the list shows: the period at one click, the rest folded away, a chip for everything that is active."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit

from petidesk.domain import typed_dates
from petidesk.domain.codes import CHANNELS, PURPOSES
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import ALL, CUSTOM, MONTH, TODAY, WEEK, VisitView, period_days
from petidesk.ui.forms.inputs import ChipChoice, TextField
from petidesk.ui.lists.filter_bar import WIDE, FoldingBar, Room
from petidesk.ui.look.theme import restyled, sized
from petidesk.ui.translate import translate

# Narrower than this, in ems, the bar uses short forms.
NARROW = 46.0


def period_words() -> dict[str, str]:
    """The periods in their order."""
    return {
        TODAY: translate("VisitFilter", "今天"),
        WEEK: translate("VisitFilter", "本周"),
        MONTH: translate("VisitFilter", "本月"),
        ALL: translate("VisitFilter", "全部"),
        CUSTOM: translate("VisitFilter", "日期范围"),
    }


class VisitFilterBar(FoldingBar[VisitView]):
    """The bar above the list of visits."""

    CHIP_GAP = 0.5

    def __init__(self, today: date) -> None:
        views = ChipChoice(list(period_words().items()), TODAY)
        narrow = Room(NARROW, 7, translate("VisitFilter", "在表中找"))
        wide = Room(WIDE, 15, translate("VisitFilter", "在列表中找姓名、事由"))
        tip = translate("VisitFilter", "更多条件：村、渠道、目的、接待人、作废")
        super().__init__(VisitView(), VisitView(period=ALL), views, (narrow, wide), tip, 9)
        self._today = today
        views.setAccessibleName(self.tr("时间"))
        views.changed.connect(self._period_chosen)
        self.since = TextField(self.tr("从 如 3.8"))
        self.until = TextField(self.tr("到 如 今天"))
        for editor, name in ((self.since, self.tr("从哪天")), (self.until, self.tr("到哪天"))):
            editor.setAccessibleName(name)
            sized(editor, width=7)
            editor.editingFinished.connect(self._range_typed)
        self.text.setAccessibleName(self.tr("在列表中找"))
        self.columns.setToolTip(self.tr("列：显示哪些、按什么排序"))
        self.columns.setAccessibleName(self.tr("列"))
        self._stand(views, self.since, self.until, self.text, self.more, self.columns)
        self.panel.add_lists(
            {
                "village": self.tr("村（社区）"),
                "channel": self.tr("渠道"),
                "purpose": self.tr("目的"),
                "received_by": self.tr("接待人"),
                "voided": self.tr("作废的"),
            }
        )
        self.set_choices([], [])
        self._fit()

    def set_choices(self, villages: Sequence[str], receivers: Sequence[str]) -> None:
        """What the folded choices offer; the first entry of each narrows nothing."""
        anything = self.tr("不限")
        offered: dict[str, list[tuple[str, object]]] = {
            "village": [(anything, ""), *((name, name) for name in villages)],
            "channel": [(anything, ""), *((words, code) for code, words in CHANNELS.items())],
            "purpose": [(anything, ""), *((words, code) for code, words in PURPOSES.items())],
            "received_by": [(anything, ""), *((name, name) for name in receivers)],
            "voided": [(self.tr("也显示"), None), (self.tr("不显示"), False), (self.tr("只看作废"), True)],
        }
        for key, choices in offered.items():
            self.panel.offer(key, choices)
        self._fill()

    def set_query(self, filters: VisitView, today: date) -> None:
        """Choose from outside (another page, or the day has changed); `changed` is sent."""
        self._today = today
        self.put(filters)

    def _plain(self, query: VisitView) -> VisitView:
        return query.plain

    def _active(self, query: VisitView) -> dict[str, str]:
        chips = {}
        if query.text:
            chips["text"] = translate("VisitFilter", "含“{0}”").format(query.text)
        if query.due:
            chips["due"] = translate("VisitFilter", "今天到期和超期")
        if query.village:
            chips["village"] = query.village
        if query.channel:
            chips["channel"] = CHANNELS[query.channel]
        if query.purpose:
            chips["purpose"] = PURPOSES[query.purpose]
        if query.received_by:
            chips["received_by"] = translate("VisitFilter", "接待人 {0}").format(query.received_by)
        if query.voided is not None:
            chips["voided"] = (
                translate("VisitFilter", "只看作废") if query.voided else translate("VisitFilter", "不含作废")
            )
        return chips

    def _show(self, query: VisitView) -> None:
        self.views.choose(query.period)
        self.panel.show_query(query)
        for editor, day in ((self.since, query.since), (self.until, query.until)):
            if day is not None and not editor.hasFocus():
                editor.setText(day.isoformat())
            editor.setVisible(query.period == CUSTOM)
        self._line.again()

    def _period_chosen(self, period: str) -> None:
        if self._filling:
            return
        since, until = period_days(self.query.period, self._today)
        if period == CUSTOM and self.query.since is None:
            self._change(period=period, since=since or self._today.replace(day=1), until=until or self._today)
            self.since.setFocus()
        else:
            self._change(period=period)

    def _range_typed(self) -> None:
        days = []
        for editor in (self.since, self.until):
            try:
                day = typed_dates.parse_typed_date(editor.text(), self._today) if editor.text().strip() else None
            except Refused as refusal:
                editor.setToolTip(refusal.message)
                self._mark(editor, "error")
                return
            editor.setToolTip("")
            self._mark(editor, "")
            days.append(day)
        since, until = days
        if since is not None and until is not None and since > until:
            since, until = until, since
        self._change(since=since, until=until)

    def _mark(self, editor: QLineEdit, state: str) -> None:
        editor.setProperty("state", state)
        restyled(editor)
