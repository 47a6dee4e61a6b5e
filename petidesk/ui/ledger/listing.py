"""The list of disputes: its columns, those that this county asks for at the end, its filter, its empty state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from petidesk.domain.ledger.disputes import STATES
from petidesk.domain.ledger.events import month_of, month_text
from petidesk.domain.ledger.listing import EMPTY, DisputeQuery, DisputeRow
from petidesk.domain.office.ledger_columns import RISK_LEVELS, LedgerColumn
from petidesk.domain.office.office import Office
from petidesk.ui.ledger.words import (
    RISK_TONES,
    due_tone,
    due_words,
    figure_words,
    follow_words,
    risk_words,
    state_tone,
    state_words,
    totals_words,
)
from petidesk.ui.lists.filter_bar import FilterBar, FoldedChoices
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Folded, Room
from petidesk.ui.lists.list_view import EmptyWords, Listing
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.lights import Tone, light_tone
from petidesk.ui.look.money import money_words, yuan_words
from petidesk.ui.look.names import first_names
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

OPEN, LATE, FOLLOW, ALL = "open", "late", "follow", "all"
# The view 待回访 looks so many days ahead.
FOLLOW_AHEAD = 7
# So many months back are offered.
MONTHS = 24
# Extra columns shown without asking: a county's own columns are seldom more.
EXTRA_SHOWN = 2
_EXTRA_WIDTHS = {"text": 8.0, "long_text": 14.0, "count": 5.0, "money": 7.0, "day": 7.0, "choice": 7.0}

# ---- columns


def row_tone(row: DisputeRow) -> Tone:
    """A void line is struck through."""
    return Tone.VOID if row.voided else Tone.PLAIN


def extra_words(row: DisputeRow, column: LedgerColumn) -> str:
    """What one of the county's own columns says of a line."""
    value = row.extra.get(column.key)
    if value in (None, ""):
        return ""
    if column.kind == "money":
        try:
            return yuan_words(Decimal(str(value)))
        except InvalidOperation:
            return str(value)
    return str(value)


def ledger_columns(today: Callable[[], date], office: Office) -> tuple[Column[DisputeRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""
    labels = office.risk_labels
    made: list[Column[DisputeRow]] = [
        Column(
            "dispute_no",
            translate("LedgerList", "编号"),
            lambda row: row.dispute_no,
            8.5,
            "dispute_no",
            fixed=True,
            keeps=True,
        ),
        Column("found_on", translate("LedgerList", "排查日期"), lambda row: row.found_on.isoformat(), 7, "found_on"),
        Column("village", translate("LedgerList", "村（社区）"), lambda row: row.village, 6, "village"),
        Column("heading", translate("LedgerList", "纠纷"), lambda row: row.heading, 13, "heading", grows=True),
        Column(
            "state",
            translate("LedgerList", "状态"),
            lambda row: translate("LedgerList", "作废") if row.voided else state_words(row.state),
            5,
            "state",
            tone=lambda row: Tone.MARKED if row.voided else state_tone(row.state),
            keeps=True,
        ),
        Column(
            "risk_level",
            translate("LedgerList", "风险"),
            lambda row: risk_words(row.risk_level, labels),
            5,
            "risk_level",
            tone=lambda row: RISK_TONES.get(row.risk_level, Tone.SOFT),
        ),
        Column(
            "due_on",
            translate("LedgerList", "化解时限"),
            lambda row: due_words(row.due_on, row.state, today()),
            10.5,
            "due_on",
            tone=lambda row: due_tone(row.due_on, row.state, today()),
        ),
        Column("type", translate("LedgerList", "类型"), lambda row: row.type, 8, "type"),
        Column("names", translate("LedgerList", "当事人"), lambda row: first_names(row.names, len(row.names)), 8),
        Column(
            "people_involved",
            translate("LedgerList", "人数"),
            lambda row: f"{row.people_involved:,}",
            4,
            "people_involved",
            right=True,
            shown=False,
        ),
        Column(
            "amount",
            translate("LedgerList", "金额（元）"),
            lambda row: money_words(row.amount_fen),
            7,
            "amount_fen",
            right=True,
            shown=False,
        ),
        Column(
            "unit",
            translate("LedgerList", "责任单位"),
            lambda row: row.responsible_unit,
            8,
            "responsible_unit",
            shown=False,
        ),
        Column(
            "person", translate("LedgerList", "责任人"), lambda row: row.responsible_person, 5, "responsible_person"
        ),
        Column(
            "leader", translate("LedgerList", "包案领导"), lambda row: row.case_leader, 6, "case_leader", shown=False
        ),
        Column(
            "resolved_on",
            translate("LedgerList", "化解日期"),
            lambda row: row.resolved_on.isoformat() if row.resolved_on else "",
            7,
            "resolved_on",
            shown=False,
        ),
        Column(
            "follow_up",
            translate("LedgerList", "回访"),
            lambda row: follow_words(row.follow_up_due, today()),
            10.5,
            "follow_up_due",
            tone=lambda row: light_tone(row.follow_up_due, today()),
            shown=False,
        ),
        Column("village_group", translate("LedgerList", "组"), lambda row: row.village_group, 5, shown=False),
        Column("source", translate("LedgerList", "来源"), lambda row: row.source, 7, shown=False),
    ]
    made += [
        Column(
            f"extra/{column.key}",
            column.label,
            lambda row, column=column: extra_words(row, column),  # type: ignore[misc]
            max(_EXTRA_WIDTHS.get(column.kind, 8.0), len(column.label) + 1.5),
            right=column.kind in ("count", "money"),
            shown=place < EXTRA_SHOWN,
        )
        for place, column in enumerate(office.ledger_columns)
    ]
    return tuple(made)


# ---- filter


def view_query(view: str, today: date) -> DisputeQuery:
    """What a view asks for."""
    return {
        OPEN: DisputeQuery(open_only=True),
        LATE: DisputeQuery(overdue_on=today, sort="due_on", descending=False),
        FOLLOW: DisputeQuery(
            follow_up_until=today + timedelta(days=FOLLOW_AHEAD), sort="follow_up_due", descending=False
        ),
    }.get(view, DisputeQuery())


def chip_words(query: DisputeQuery, office: Office) -> dict[str, str]:
    """How each field is worded as a chip."""
    month = translate("LedgerFilter", "{0} 在册").format(query.month)
    risk = risk_words(query.risk_level, office.risk_labels)
    return {
        "month": figure_words(query.month, query.figure, year=query.year) if query.figure or query.year else month,
        "village": query.village,
        "type": translate("LedgerFilter", "没有类型") if query.type == EMPTY else query.type,
        "state": STATES.get(query.state, query.state),
        "risk_level": translate("LedgerFilter", "风险 {0}").format(risk),
        "responsible_unit": translate("LedgerFilter", "责任单位 {0}").format(query.responsible_unit),
        "case_leader": translate("LedgerFilter", "包案领导 {0}").format(query.case_leader),
        "round_no": translate("LedgerFilter", "轮次 {0}").format(query.round_no),
        "source": translate("LedgerFilter", "来源 {0}").format(query.source),
        "since": translate("LedgerFilter", "排查不早于 {0}").format(query.since),
        "until": translate("LedgerFilter", "排查不晚于 {0}").format(query.until),
        "due_since": translate("LedgerFilter", "时限不早于 {0}").format(query.due_since),
        "due_until": translate("LedgerFilter", "时限到 {0}").format(query.due_until),
        "overdue_on": translate("LedgerFilter", "{0} 前到期未化解").format(query.overdue_on),
        "follow_up_until": translate("LedgerFilter", "回访不晚于 {0}").format(query.follow_up_until),
        "open_only": translate("LedgerFilter", "未化解"),
        "voided": translate("LedgerFilter", "含作废")
        if query.voided is None
        else translate("LedgerFilter", "只看作废"),
    }


def folded(today: date, office: Office) -> Mapping[str, Folded]:
    """What is folded away."""
    months = [month_text(month_of(today) - back) for back in range(MONTHS)]
    risks = [(risk_words(code, office.risk_labels), code) for code in RISK_LEVELS]
    return {
        "month": Folded(
            translate("LedgerFilter", "月份"),
            [(translate("LedgerFilter", "{0} 在册").format(month), month) for month in months],
        ),
        "village": Folded(translate("LedgerFilter", "村（社区）")),
        "type": Folded(translate("LedgerFilter", "类型"), [(translate("LedgerFilter", "没有类型"), EMPTY)]),
        "state": Folded(translate("LedgerFilter", "状态"), [(words, code) for code, words in STATES.items()]),
        "risk_level": Folded(translate("LedgerFilter", "风险等级"), risks),
        "responsible_unit": Folded(translate("LedgerFilter", "责任单位")),
        "case_leader": Folded(translate("LedgerFilter", "包案领导")),
        "round_no": Folded(translate("LedgerFilter", "排查轮次")),
    }


def ledger_filter(office: Office) -> FilterSpec[DisputeQuery]:
    """The bar above the list of disputes."""
    hint = translate("LedgerFilter", "找编号、纠纷、姓名")
    return FilterSpec(
        views={
            OPEN: translate("LedgerFilter", "未化解"),
            LATE: translate("LedgerFilter", "超期"),
            FOLLOW: translate("LedgerFilter", "待回访"),
            ALL: translate("LedgerFilter", "全部"),
        },
        first=OPEN,
        whole=ALL,
        view_query=view_query,
        of_view=("open_only", "overdue_on", "follow_up_until"),
        ahead={"overdue_on": 0, "follow_up_until": FOLLOW_AHEAD},
        chips=lambda query: chip_words(query, office),
        folded=lambda today: folded(today, office),
        rooms=(Room(44, 5.8, translate("LedgerFilter", "查找")), Room(58, 12, hint), Room(WIDE, 15, hint)),
        views_name=translate("LedgerFilter", "看哪些"),
        text_name=translate("LedgerFilter", "在台账中找"),
        tip=translate("LedgerFilter", "月份、村、类型、状态、风险、单位"),
    )


class LedgerBar(FilterBar[DisputeQuery]):
    """With a switch for void lines."""

    def fold_fields(self, panel: FoldedChoices) -> None:
        """Under the lists."""
        self.voided = QCheckBox(self.tr("也看作废的"))
        self.voided.clicked.connect(lambda on: self.change(voided=None if on else False))
        panel.column.addWidget(self.voided, 0, Qt.AlignmentFlag.AlignLeft)

    def show_folded(self, query: DisputeQuery) -> None:
        """Down while void lines are shown beside the others."""
        self.voided.setChecked(query.voided is None)

    def change(self, **fields: Any) -> None:
        """A figure, and the whole year, were those of the month that goes."""
        super().change(**({"figure": "", "year": False} if "month" in fields else {}), **fields)


# ---- the list


def ledger_listing(desk: Desk, office: Office) -> Listing:
    """The list of disputes."""
    return Listing(
        key="ledger",
        name=translate("LedgerList", "矛盾纠纷台账"),
        source=desk.ledger,
        row_id=lambda row: row.dispute_id,
        columns=ledger_columns(desk.today, office),
        row_tone=row_tone,
        sort=("found_on", True),
        empty=EmptyWords(
            "notebook-text",
            translate("LedgerList", "没有未化解的矛盾纠纷"),
            translate(
                "LedgerList",
                "村里排查出来的、来访转来的纠纷记在这里：谁和谁、为什么、谁负责、哪天以前化解，一直记到销号和回访。"
                "旧台账可以在“补录”里一次粘贴进来；没有纠纷的村在“排查轮次”里记零报告。",
            ),
            translate("LedgerList", "没有符合条件的纠纷"),
            translate("LedgerList", "换一个视图，或者去掉上面的条件再看。"),
            translate("LedgerList", "新增纠纷  Alt+N"),
        ),
        nobody_in=(OPEN, ALL),
        count=lambda total: translate("LedgerList", "共 {0} 件").format(f"{total:,}"),
        sums=lambda query: totals_words(*desk.ledger.totals(query)),
    )
