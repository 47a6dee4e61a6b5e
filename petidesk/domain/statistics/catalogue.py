"""The catalogue of figures: every subject with its measures and the dimensions it can be divided by, each named once.

Tables, the command line, papers, charts and the window are made from it; how each is counted in rows stands under the
same name in storage/statistics. What the words mean: rules/counting.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from petidesk.domain.cases.course import COURSE_ENDINGS
from petidesk.domain.ledger.disputes import SOURCES, STATES
from petidesk.domain.ledger.events import MANNERS
from petidesk.domain.ledger.rounds import ROUND_KINDS
from petidesk.domain.meetings import MEETING_KINDS
from petidesk.domain.reception.days import KINDS
from petidesk.domain.sittings.guests import OUTCOMES
from petidesk.domain.sittings.sittings import DAY_OUTCOMES
from petidesk.domain.statistics.dimensions import (
    CATEGORY,
    LEADER,
    MONTH,
    NO_HOTLINE,
    OF_CASES,
    PURPOSE,
    QUARTER,
    UNIT,
    VILLAGE,
    VISIT_DIMENSIONS,
    Dimension,
    Measure,
    Subject,
)
from petidesk.domain.statistics.proofs import PROOFS
from petidesk.domain.trouble import Refused


def subject(name: str) -> Subject:
    """The subject of that name, one of those behind the rates too. Refused bad_value."""
    if name in PROOFS:
        return PROOFS[name]
    if name not in SUBJECTS:
        raise Refused("bad_value", f"没有“{name}”这一类统计，可以用的有：{'、'.join(SUBJECTS)}。", field="subject")
    return SUBJECTS[name]


_BALANCE = (
    Measure("carried_over", "上期结转", "件", "期初在办的", stock=True),
    Measure(
        "accepted",
        "本期受理",
        "件",
        "本期受理的，含复查撤销后重新办理的",
        "《信访工作条例》第三十一条第六项",
    ),
    Measure("concluded", "本期办结", "件", "本期办结的，按办结日期计", "《信访工作条例》第三十四条"),
    Measure("outstanding", "期末在办", "件", "上期结转＋本期受理－本期办结", stock=True),
)

SUBJECTS: Mapping[str, Subject] = {
    item.name: item
    for item in (
        Subject(
            "visits",
            "信访登记",
            (
                Measure("items", "件次", "件", "登记一次计一件，各渠道合计，12345工单除外"),
                Measure("batches", "批次", "批次", "来访一次计一批，不论来了几人"),
                Measure("people", "人次", "人次", "各批来访的人数之和，同一人来两次计两次"),
                Measure("joint_letters", "联名信", "件", "来信中署名达到规定人数的"),
                Measure("joint", "联名人数", "人", "联名信的署名人数之和"),
            ),
            VISIT_DIMENSIONS,
            f"按来访（来信、来电）时间计，{NO_HOTLINE}；一次登记多个事项的，归入第一个事项",
        ),
        Subject(
            "matters",
            "信访事项",
            (Measure("items", "事项", "件", "每次登记反映的每一个事项计一件"),),
            VISIT_DIMENSIONS,
            f"按来访（来信、来电）时间计，{NO_HOTLINE}",
        ),
        Subject(
            "cases",
            "信访事项办理",
            _BALANCE,
            (*OF_CASES[:-1], Dimension("ending", "办结方式", COURSE_ENDINGS), UNIT),
            "受理后在办的信访事项；并案的不重复计，由并入的一件计",
        ),
        Subject(
            "disputes",
            "矛盾纠纷",
            (
                Measure("items", "纠纷", "件", "台账上的每一条计一件"),
                Measure("people", "涉及人数", "人", "各件涉及人数之和"),
                Measure("amount_yuan", "涉及金额", "元", "各件涉及金额之和，未填的不计"),
                Measure("resolved", "已化解", "件", "到统计截止时间已化解（含销号）的；上报的不算化解"),
            ),
            (
                MONTH,
                QUARTER,
                Dimension("type", "纠纷类型", listed="types"),
                VILLAGE,
                Dimension("source", "来源", {source: source for source in SOURCES}),
                Dimension("risk_level", "风险等级", listed="risk_levels"),
                Dimension("state", "状态", STATES),
                Dimension("manner", "化解方式", {manner: manner for manner in MANNERS}),
            ),
            "按排查日期计，作废的不计",
        ),
        Subject(
            "receptions",
            "领导接访",
            (
                Measure("sittings", "场次", "场", "已结束或者接待过来访人的接待，一场计一次"),
                Measure("batches", "接待批次", "批次", "接待日接谈登记的来访"),
                Measure("people", "接待人次", "人次", "各批来访的人数之和"),
                Measure("on_the_spot", "当场答复", "批次", "领导意见都是当场答复的"),
                Measure("assigned", "交办", "批次", "领导意见有交办或者包案的"),
                Measure("escalated", "上报", "批次", "领导意见有上报的"),
            ),
            (
                MONTH,
                QUARTER,
                Dimension("leader", "接访领导", listed="leaders"),
                Dimension("kind", "方式", KINDS),
                Dimension("place", "地点"),
                Dimension("outcome", "领导意见", OUTCOMES),
                Dimension("mode", "接访情况", DAY_OUTCOMES),
            ),
            "按接待日期计，取消的不计；两人一起接待的，归入实到的第一人",
        ),
        Subject(
            "letters",
            "制发文书",
            (
                Measure("items", "文书", "件", "签发的文书，每件计一件"),
                Measure("served", "已送达", "件", "到统计截止时间已送达的"),
            ),
            (MONTH, QUARTER, Dimension("form", "文种", listed="forms")),
            "按签发日期计，作废的不计",
        ),
        Subject("charges", "领导包案", _BALANCE, (MONTH, QUARTER, LEADER, UNIT), "受理后在办、有包案领导的信访事项"),
        Subject(
            "instructions",
            "领导批示",
            (Measure("items", "批示", "件次", "每次批示计一次，撤销的不计"),),
            (MONTH, QUARTER, LEADER, PURPOSE, CATEGORY, VILLAGE),
            "按批示日期计",
        ),
        Subject(
            "returns",
            "村级排查报送",
            (
                Measure("asked", "应报", "村次", "每轮排查向一个村（社区）布置一次"),
                Measure("reported", "报送", "村次", "报送了纠纷的"),
                Measure("zero", "零报告", "村次", "报告没有纠纷的"),
                Measure("missing", "未报", "村次", "到统计截止时间没有报的"),
            ),
            (MONTH, QUARTER, VILLAGE, Dimension("kind", "排查类别", ROUND_KINDS), Dimension("round", "轮次")),
            "按报送期限计，撤销的轮次不计",
        ),
        Subject(
            "meetings",
            "会议",
            (
                Measure("items", "会议", "次", "已召开的，一次计一次"),
                Measure("agenda", "议题", "件次", "各次会议的议题之和"),
                Measure("decisions", "议定", "件次", "各次会议议定的事项之和"),
            ),
            (MONTH, QUARTER, Dimension("kind", "会议类别", MEETING_KINDS)),
            "按会议日期计，作废的不计",
        ),
    )
}
