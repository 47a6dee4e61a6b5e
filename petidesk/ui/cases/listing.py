"""The list of cases: its columns, its filter, what it says while it is empty.

An accusation shows neither title nor names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from petidesk.domain import typed_dates
from petidesk.domain.cases.cases import ENDED
from petidesk.domain.cases.events import NATIONAL_PAPERS
from petidesk.domain.cases.files import CaseQuery, CaseRow, purpose_words, state_words
from petidesk.domain.codes import CASE_STATES, PURPOSES
from petidesk.domain.home import PAPERS_OWED
from petidesk.domain.trouble import Refused
from petidesk.ui.cases.words import route_words, task_label
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.lists.filter_bar import FilterBar, FoldedChoices
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Folded, Room
from petidesk.ui.lists.list_view import EmptyWords, Listing
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.lights import Tone, light_tone, light_words
from petidesk.ui.look.names import first_names
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

OPEN, DUE, SERVICE, ENTRY, ALL = "open", "due", "service", "entry", "all"
ANY = "any"
# The view 快到期 looks so many days ahead.
DUE_AHEAD = 7

# ---- columns


def title_words(row: CaseRow) -> str:
    """The title; of an accusation that it is closed (《信访工作条例》第三十条第三款)."""
    return translate("CaseList", "检举控告 · 限制查阅") if row.restricted else row.title


def names_words(row: CaseRow) -> str:
    """The first names; nobody of an accusation."""
    if row.names_closed:
        return translate("CaseList", "限制查阅")
    return first_names(row.names, row.people) or translate("CaseList", "匿名")


def due_words(row: CaseRow, today: date) -> str:
    """The date by law with the word of its light: 超期3天 11-19."""
    words = light_words(row.due, today)
    return words if row.due is None else f"{words} {_day(row.due)}"


def task_words(row: CaseRow, today: date) -> str:
    """The office's own date: 交办 还有2天 11-24."""
    if row.task_on is None:
        return ""
    return f"{task_label(row.task_kind)} {light_words(row.task_on, today)} {_day(row.task_on)}"


def _day(day: date) -> str:
    """11-24; the count of days beside it tells the year."""
    return f"{day.month:02}-{day.day:02}"


def service_words(row: CaseRow) -> str:
    """How many papers wait to be served."""
    return translate("CaseList", "{0} 件").format(row.waiting_service) if row.waiting_service else ""


def state_tone(row: CaseRow) -> Tone:
    """A case that owes nothing more steps back."""
    return Tone.SOFT if row.state in ENDED else Tone.PLAIN


def case_columns(today: Callable[[], date]) -> tuple[Column[CaseRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""

    def closed(row: CaseRow) -> Tone:
        return Tone.SOFT if row.restricted else Tone.PLAIN

    return (
        Column("case_no", translate("CaseList", "编号"), lambda row: row.case_no, 8.5, "case_no", fixed=True),
        Column("title", translate("CaseList", "标题"), title_words, 13, "title", tone=closed, grows=True),
        Column(
            "due",
            translate("CaseList", "期限"),
            lambda row: due_words(row, today()),
            10.5,
            "next_due",
            tone=lambda row: light_tone(row.due, today()),
        ),
        Column("state", translate("CaseList", "状态"), state_words, 7, "state", tone=state_tone),
        Column("names", translate("CaseList", "来访人"), names_words, 6.5, tone=closed),
        Column("purpose", translate("CaseList", "目的与途径"), purpose_words, 10.5, "purpose"),
        Column("unit", translate("CaseList", "责任单位"), lambda row: row.unit, 8, "unit"),
        Column("leader", translate("CaseList", "包案领导"), lambda row: row.leader, 5.5, "leader"),
        Column(
            "task",
            translate("CaseList", "批示、交办期限"),
            lambda row: task_words(row, today()),
            14.5,
            "next_task",
            tone=lambda row: light_tone(row.task_on, today()),
        ),
        Column("service", translate("CaseList", "待送达"), service_words, 4.5, shown=False),
        Column(
            "opened_on",
            translate("CaseList", "登记日期"),
            lambda row: row.opened_on.isoformat(),
            7,
            "opened_on",
            shown=False,
        ),
    )


# ---- filter


def view_query(view: str, today: date) -> CaseQuery:
    """What a view asks for; 快到期 holds what is overdue, too."""
    return {
        OPEN: CaseQuery(open_only=True),
        DUE: CaseQuery(open_only=True, due_until=today + timedelta(days=DUE_AHEAD)),
        SERVICE: CaseQuery(waiting_service=True),
        ENTRY: CaseQuery(not_entered=ANY),
    }.get(view, CaseQuery())


def chip_words(query: CaseQuery) -> dict[str, str]:
    """How each field is worded as a chip."""
    days = {
        "due_since": translate("CaseFilter", "期限不早于 {0}"),
        "due_until": translate("CaseFilter", "期限到 {0}"),
        "task_since": translate("CaseFilter", "批示、交办期限不早于 {0}"),
        "task_until": translate("CaseFilter", "批示、交办期限到 {0}"),
        "opened_since": translate("CaseFilter", "登记不早于 {0}"),
        "opened_until": translate("CaseFilter", "登记不晚于 {0}"),
    }
    paper = NATIONAL_PAPERS.get(query.not_entered, translate("CaseFilter", "任何一项"))
    owed = PAPERS_OWED.get(query.paper_owed, query.paper_owed)
    return {
        "state": CASE_STATES.get(query.state, query.state),
        "unit": translate("CaseFilter", "责任单位 {0}").format(query.unit),
        "leader": translate("CaseFilter", "包案领导 {0}").format(query.leader),
        "purpose": PURPOSES.get(query.purpose, query.purpose),
        "route": route_words(query.route),
        "waiting_service": translate("CaseFilter", "待送达"),
        "not_entered": translate("CaseFilter", "尚未录入：{0}").format(paper),
        "open_only": translate("CaseFilter", "在办"),
        "paper_owed": translate("CaseFilter", "还没有出{0}").format(owed),
        **{key: template.format(getattr(query, key)) for key, template in days.items()},
    }


def folded(_today: date) -> Mapping[str, Folded]:
    """What is folded away."""
    papers = [(translate("CaseFilter", "任何一项"), ANY), *((words, code) for code, words in NATIONAL_PAPERS.items())]
    return {
        "state": Folded(translate("CaseFilter", "状态"), [(words, code) for code, words in CASE_STATES.items()]),
        "unit": Folded(translate("CaseFilter", "责任单位")),
        "leader": Folded(translate("CaseFilter", "包案领导")),
        "purpose": Folded(translate("CaseFilter", "目的"), [(words, code) for code, words in PURPOSES.items()]),
        "route": Folded(
            translate("CaseFilter", "途径"),
            [(route_words(route), route) for route in range(1, 7)],
            (translate("CaseFilter", "不限"), None),
        ),
        "not_entered": Folded(translate("CaseFilter", "国家系统尚未录入"), papers),
    }


def case_filter() -> FilterSpec[CaseQuery]:
    """The bar above the list of cases."""
    hint = translate("CaseFilter", "找编号、标题、姓名")
    return FilterSpec(
        views={
            OPEN: translate("CaseFilter", "在办"),
            DUE: translate("CaseFilter", "快到期"),
            SERVICE: translate("CaseFilter", "待送达"),
            ENTRY: translate("CaseFilter", "尚未录入"),
            ALL: translate("CaseFilter", "全部"),
        },
        first=OPEN,
        whole=ALL,
        view_query=view_query,
        of_view=("open_only", "due_since", "due_until", "waiting_service", "not_entered"),
        ahead={"due_until": DUE_AHEAD},
        chips=chip_words,
        folded=folded,
        rooms=(Room(58, 14, hint), Room(WIDE, 15, hint)),
        views_name=translate("CaseFilter", "看哪些"),
        text_name=translate("CaseFilter", "在列表中找"),
        tip=translate("CaseFilter", "状态、单位、领导、目的、期限"),
        width=11,
    )


class CaseBar(FilterBar[CaseQuery]):
    """With a due date as clerks type it."""

    def fold_fields(self, panel: FoldedChoices) -> None:
        """A day of its own."""
        self.due = TextField(self.tr("例如 3.8、下周五"))
        self.due.editingFinished.connect(self._due_typed)
        self.due_field = panel.add(self.tr("期限到哪天为止"), self.due)

    def show_folded(self, query: CaseQuery) -> None:
        """The day alone that narrows the view."""
        if not self.due.hasFocus():
            until = query.due_until if "due_until" in self.active() else None
            self.due.setText(until.isoformat() if until else "")
            self.due_field.say("")

    def drop_all(self) -> None:
        """Keep the view, take every other condition away, a day that is just being typed too."""
        if self.folds:
            self.due.clear()
        super().drop_all()

    def _due_typed(self) -> None:
        typed = self.due.text().strip()
        try:
            day = typed_dates.parse_typed_date(typed, self.today, True) if typed else None
        except Refused as refusal:
            self.due_field.say(refusal.message, "error")
            return
        self.due_field.say("")
        self.change(due_until=self.spec.plain(self.query, self.today).due_until if day is None else day)


# ---- the list


def case_listing(desk: Desk) -> Listing:
    """The list of cases; the first comes with a visit."""
    return Listing(
        key="cases",
        name=translate("CaseList", "信访事项列表"),
        source=desk.cases,
        row_id=lambda row: row.case_id,
        columns=case_columns(desk.today),
        sort=("case_no", True),
        empty=EmptyWords(
            "folder-open",
            translate("CaseList", "没有在办的信访事项"),
            translate(
                "CaseList",
                "登记来访时，反映同一件事的来访自动归到一件信访事项里。在这里看办理经过、期限和文书，记下每一步。"
                "办结的点“全部”。",
            ),
            translate("CaseList", "没有符合条件的信访事项"),
            translate("CaseList", "换一个视图，或者去掉上面的条件再看。"),
            translate("CaseList", "登记来访  F2"),
        ),
        nobody_in=(OPEN, ALL),
        count=lambda total: translate("CaseList", "共 {0} 件").format(f"{total:,}"),
    )
