"""The list of audit events: its columns, its filter, what it says while nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.audit import AuditLine, AuditQuery, AuditView
from petidesk.domain.audit_words import GROUPS, KINDS, kind_words
from petidesk.domain.periods import ALL, CUSTOM, MONTH, TODAY, WEEK
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.lists.day_range import DayRangeBar
from petidesk.ui.lists.filter_bar import FoldedChoices
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Folded, Room
from petidesk.ui.lists.list_view import EmptyWords, Listing
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.dates import moment_words
from petidesk.ui.settings.audit_words import action_words, subject_words
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


def audit_columns(today: Callable[[], date]) -> tuple[Column[AuditLine], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""
    return (
        Column("at", translate("AuditList", "时间"), lambda line: moment_words(line.at, today()), 8, "at", fixed=True),
        Column("staff", translate("AuditList", "人员"), lambda line: line.staff, 5, "staff"),
        Column("act", translate("AuditList", "做了什么"), lambda line: action_words(line.action), 9, "act", grows=True),
        Column("kind", translate("AuditList", "类别"), lambda line: kind_words(line.subject_kind), 5.5),
        Column("no", translate("AuditList", "对象"), subject_words, 11, "no"),
        Column("event", translate("AuditList", "序号"), lambda line: str(line.event_id), 4.5, right=True, shown=False),
    )


def _chip_words(view: AuditView) -> dict[str, str]:
    return {
        "no": translate("AuditFilter", "编号 {0}").format(view.no),
        "staff": translate("AuditFilter", "人员 {0}").format(view.staff),
        "act": GROUPS.get(view.act, view.act),
        "kind": kind_words(view.kind) or view.kind,
    }


def _folded(_today: date) -> Mapping[str, Folded]:
    return {
        "staff": Folded(translate("AuditFilter", "人员")),
        "act": Folded(translate("AuditFilter", "做了什么"), [(words, code) for code, words in GROUPS.items()]),
        "kind": Folded(translate("AuditFilter", "哪类记录"), [(words, code) for code, words in KINDS.items()]),
    }


def audit_filter() -> FilterSpec[AuditView]:
    """The bar above the list: the period at one click."""
    return FilterSpec(
        views={
            ALL: translate("AuditFilter", "全部"),
            TODAY: translate("AuditFilter", "今天"),
            WEEK: translate("AuditFilter", "本周"),
            MONTH: translate("AuditFilter", "本月"),
            CUSTOM: translate("AuditFilter", "日期范围"),
        },
        first=ALL,
        whole=ALL,
        view_query=lambda period, _today: AuditView(period=period),
        of_view=("period",),
        stays=("since", "until"),
        chips=_chip_words,
        folded=_folded,
        rooms=(
            Room(49, 7, translate("AuditFilter", "查找")),
            Room(WIDE, 13, translate("AuditFilter", "编号、做了什么、人员")),
        ),
        views_name=translate("AuditFilter", "时间"),
        text_name=translate("AuditFilter", "在修改记录中找"),
        tip=translate("AuditFilter", "更多条件：人员、做了什么、哪类记录、编号"),
        width=11,
    )


class AuditBar(DayRangeBar[AuditView]):
    """With the number of one record among the folded choices."""

    def fold_fields(self, panel: FoldedChoices) -> None:
        """The whole number: what only stands in it is looked for in the field of the bar."""
        self.no = TextField(self.tr("例如 清访2026-0001"))
        self.no.editingFinished.connect(lambda: self.change(no=self.no.text().strip()))
        panel.add(self.tr("记录的编号"), self.no)

    def show_folded(self, query: AuditView) -> None:
        """The number that is chosen."""
        if not self.no.hasFocus():
            self.no.setText(query.no)


def question(view: AuditView, today: date, sort: str, descending: bool) -> AuditQuery:
    """What the desk is asked."""
    return view.query(today, sort, descending)


def audit_listing(desk: Desk) -> Listing:
    """The list of events; its first stands from the day the office was made."""
    nothing = translate("AuditList", "没有符合条件的修改记录")
    return Listing(
        key="audit",
        name=translate("AuditList", "修改记录"),
        source=desk.audit,
        row_id=lambda line: line.event_id,
        columns=audit_columns(desk.today),
        sort=("at", True),
        empty=EmptyWords("history", nothing, "", nothing, translate("AuditList", "换一段时间，或者去掉条件再看。"), ""),
        nobody_in=(),
        question=question,
        count=lambda total: translate("AuditList", "共 {0} 条").format(f"{total:,}"),
    )
