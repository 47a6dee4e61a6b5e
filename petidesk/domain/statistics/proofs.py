"""The subjects behind the rates and the lists of what is missing (rules/counting.md, 7)."""

from __future__ import annotations

from collections.abc import Mapping

from petidesk.domain.statistics.dimensions import (
    CATEGORY,
    MONTH,
    NO_HOTLINE,
    OF_CASES,
    PURPOSE,
    QUARTER,
    UNIT,
    VILLAGE,
    VISIT_DIMENSIONS,
    Measure,
    Subject,
)

_IN_TIME = "期限末日逢休息日的，顺延后的第一个工作日仍算按期"
_NOTICE = "《信访工作条例》第二十三条"

PROOFS: Mapping[str, Subject] = {
    item.name: item
    for item in (
        Subject(
            "notices",
            "书面告知",
            (
                Measure("due", "应告知", "件次", "告知期限在本期届满的（期限未到而已告知的也计）", _NOTICE),
                Measure("forwarded", "按期转送交办告知", "件次", "期限内已转送、交办或者告知的", _NOTICE),
                Measure("told", "按期告知", "件次", "期限内已书面告知的", _NOTICE),
                Measure("untold", "逾期未告知", "件次", "期限已过、还没有书面告知的", _NOTICE),
            ),
            OF_CASES,
            f"按告知期限届满之日计；匿名、姓名或者地址不清的不计，并案的不计；{_IN_TIME}",
        ),
        Subject(
            "answers",
            "答复",
            (
                Measure("due", "应答复", "件", "办理期限（含批准的延期）在本期届满的", "《信访工作条例》第三十四条"),
                Measure("answered", "按期答复", "件", "期限内处理意见已送达或者寄出的", "《信访工作条例》第三十四条"),
                Measure("overdue", "逾期未答复", "件", "期限已过、还没有答复的", "《信访工作条例》第三十四条"),
            ),
            OF_CASES,
            f"按办理期限届满之日计；原期限届满以后批准的延期不算；并案、撤回的不计；{_IN_TIME}",
        ),
        Subject(
            "replies",
            "交办反馈",
            (
                Measure("due", "应反馈", "件次", "要求的反馈期限在本期届满的"),
                Measure("returned", "按期反馈", "件次", "期限内已反馈的"),
                Measure("unreturned", "逾期未反馈", "件次", "期限已过、还没有反馈的"),
            ),
            (MONTH, QUARTER, UNIT),
            "按转送、交办、督办时要求的反馈期限计；单位是承办单位",
        ),
        Subject(
            "acceptances",
            "受理办结",
            (
                Measure("accepted", "受理", "件", "本期受理的，含复查撤销后重新办理的"),
                Measure("concluded", "其中已办结", "件", "到期末已办结的"),
            ),
            OF_CASES,
            "按受理日期计；并案的不重复计",
        ),
        Subject(
            "first_answers",
            "初次一次办结",
            (
                Measure("observed", "观察期满", "件", "首次答复送达后观察期在本期届满的"),
                Measure("once", "一次办结", "件", "观察期内没有重复提出、没有请求复查的"),
            ),
            OF_CASES,
            "按观察期届满之日计",
        ),
        Subject(
            "repeats",
            "重复来访",
            (
                Measure("raised", "来访批次", "批次", "初次和重复来访，不含补充材料等其他来意"),
                Measure("repeat", "重复批次", "批次", "同一人以基本相同的事实和请求再次来访"),
            ),
            VISIT_DIMENSIONS,
            f"按来访时间计，{NO_HOTLINE}；批次和件次分开，件次见按初次重复分列的表",
        ),
        Subject(
            "ratings",
            "群众评价",
            (
                Measure("opened", "可评价", "件", "初次、实名，已办结答复的；检举控告、诉讼途径、12345工单不计"),
                Measure("rated", "参评", "件", "信访人本人在国家信访信息系统对责任单位作出评价的"),
                Measure("satisfied", "满意和基本满意", "件", "评价为满意、基本满意的"),
                Measure("fully_satisfied", "满意", "件", "评价为满意的"),
                Measure("unrated", "未参评", "件", "没有作出评价的，只计数", opens=False),
            ),
            (MONTH, QUARTER),
            "按首次办结日期计",
        ),
        Subject(
            "calls",
            "电话回访",
            (
                Measure("called", "回访评价", "件", "本单位回访时表示了意见的"),
                Measure("satisfied", "满意和基本满意", "件", "表示满意、基本满意的"),
                Measure("fully_satisfied", "满意", "件", "表示满意的"),
            ),
            (MONTH, QUARTER),
            "按最近一次回访日期计，不计入参评和满意率",
        ),
        Subject(
            "received_letters",
            "来信阅批",
            (
                Measure("received", "来信", "件", "本期收到的来信"),
                Measure("presented", "呈批", "件", "收到后已呈领导批示的"),
                Measure("instructed", "有批示", "件", "收到后领导已批示、批示有日期的"),
            ),
            (MONTH, QUARTER, PURPOSE, CATEGORY, VILLAGE),
            "按来信登记日期计",
        ),
        Subject(
            "resolutions",
            "纠纷化解",
            (
                Measure("found", "排查", "件", "本期排查的"),
                Measure("resolved", "已化解", "件", "到期末已化解（含销号）的；上报的不算化解"),
            ),
            (MONTH, QUARTER, VILLAGE),
            "按排查日期计，作废的不计",
        ),
        Subject(
            "books",
            "在账纠纷化解",
            (
                Measure("on_books", "在账", "件", "期初未化解的和本期排查的"),
                Measure("resolved", "本期化解", "件", "本期化解（含销号）的；上报的不算化解"),
            ),
            (VILLAGE,),
            "期初未化解的加本期排查的，作废的不计",
        ),
    )
}
"""What rates and the lists of what is missing are made from: counted and opened as any subject, offered by no list."""
