"""What can happen to a case: every kind of event, its words and its keys (rules/command-line.md, `case record`).

One catalogue: windows make their entry forms from it, the command line reads JSON by it (`reading.py`), papers take
their words from it. The rules of when an event may happen are in `rules.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from petidesk.domain.fields import Field
from petidesk.domain.json_input import LONG_TEXT

RESULTS = {"supported": "支持", "partly": "部分支持", "explained": "解释说明", "not_supported": "不予支持"}
# What was granted is followed until it is carried out (《信访工作条例》第三十二条第二款、第四十二条第四项).
GRANTED = ("supported", "partly")
# Why the other part of a request that is granted in part is not (《信访工作条例》第三十二条第一款).
REFUSED_PART = {"not_supported": "缺乏事实根据或不符合规定", "explained": "合理但缺乏法律依据"}
ENDINGS = {
    "other_procedure": "导入其他程序",
    "settled": "调解、和解",
    "adopted": "采纳",
    "partly_adopted": "部分采纳",
    "not_adopted": "未采纳",
    "withdrawn": "信访人书面撤回",
    "replied": "已办理并答复",
}
SUGGESTION_ENDINGS = ("adopted", "partly_adopted", "not_adopted")
METHODS = {
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "electronic": "电子送达",
    "entrusted": "委托送达",
    "handed_on": "转交送达",
}
RATINGS = {"satisfied": "满意", "fairly": "基本满意", "dissatisfied": "不满意", "none": "未参评"}
# Who is rated, and where: given to the office on the telephone, or by the petitioner himself in the national system.
# The first of each where nothing is said.
RATED = {"handling_unit": "责任单位", "petition_office": "信访部门"}
RATED_BY = {"call": "本单位回访", "national": "国家信访信息系统"}
# What counts as told is this list and no other word (rules/law.md, 2). The last two are no written notice, which
# 《信访工作条例》第二十三条第二款 asks for; those before them need the person's consent.
MANNERS = {
    "slip": "登记回执",
    "written": "书面告知",
    "handed": "当面交付",
    "left": "留置",
    "post": "邮寄",
    "sms": "短信",
    "electronic": "电子送达",
    "phone": "电话",
    "oral": "口头",
}
NEED_CONSENT = ("sms", "electronic")
NOT_WRITTEN = ("phone", "oral")
REVIEW_RESULTS = {"upheld": "维持", "revoked": "撤销，责令重新办理", "changed": "变更"}
RETURNS = {"handled": "已办结反馈", "sent_back": "退回"}
# What the window promised somebody for a day; the shift that comes then has to know (交接班单).
PROMISES = {"call": "回电话", "meet": "约来见面", "go": "上门", "send": "送交材料或文书", "other": "其他"}
NATIONAL_PAPERS = {
    "registration": "来访登记",
    "acceptance_notice": "受理（告知）书",
    "opinion": "处理意见书",
    "service_receipt": "送达回证",
    "follow_up": "回访记录",
    "rating": "满意度评价",
}
NATIONAL_STATES = {"entered": "已录入", "in_review": "待审核", "sent_back": "退回重办", "redone": "已重新录入"}


@dataclass(frozen=True, slots=True)
class Ground:
    """A lawful ground for not accepting a matter: its words, article, and whether the person is sent elsewhere.

    `past`: recorded by older versions, never again.
    """

    code: str
    label: str
    basis: str
    elsewhere: bool
    past: bool = False


GROUNDS = {
    ground.code: ground
    for ground in (
        Ground("litigation", "涉及诉讼权利救济", "《信访工作条例》第二十条第二款、第二十八条第二款", True),
        Ground("lawful_route", "应当通过法定途径解决", "《信访工作条例》第三十一条第一项", True),
        # Art. 19 para 3 speaks to upper levels; here the visitor is told who has it in hand (rules/law.md, 7).
        Ground("in_hand", "同一事项正在办理期限内", "《信访工作条例》第十九条第三款", False, past=True),
        Ground("after_recheck", "复核终结后仍以同一事实和理由提出", "《信访工作条例》第三十六条第三款", False),
    )
}


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: code, words, keys. `by_hand`: staff may record it (the others come with a visit)."""

    kind: str
    label: str
    asks: tuple[Field, ...] = ()
    by_hand: bool = True


def _text(key: str, label: str, *, required: bool = False) -> Field:
    return Field(key, label, required=required)


def _long(key: str, label: str, *, required: bool = False) -> Field:
    return Field(key, label, "long_text", required=required, limit=LONG_TEXT)


def _day(key: str, label: str, *, required: bool = False) -> Field:
    return Field(key, label, "day", required=required)


def _choice(key: str, label: str, choices: Mapping[str, str], *, required: bool = True) -> Field:
    return Field(key, label, "choice", required=required, choices=choices)


def _count(key: str, label: str, limit: int) -> Field:
    return Field(key, label, "count", required=True, limit=limit)


# Ending a case whose visitor was never told in writing: why not (rules/law.md, 2).
_UNTOLD = _text("untold_reason", "没有书面告知的理由")


def _sent(kind: str, label: str) -> EventKind:
    return EventKind(kind, label, (_text("to", "去向单位", required=True), _day("reply_by", "反馈期限")))


_ALL = (
    EventKind("registered", "来访登记", by_hand=False),
    EventKind("visited", "再次来访", by_hand=False),
    EventKind("absorbed", "并入", by_hand=False),
    EventKind(
        "told",
        "书面告知",
        (Field("manner", "告知方式", "choice", choices=MANNERS), Field("consent", "本人同意电子送达", "flag")),
    ),
    EventKind("routed", "确定办理途径", (_count("route", "途径", 6), _text("reason", "理由"))),
    EventKind("accepted", "受理"),
    EventKind(
        "not_accepted",
        "不予受理",
        (
            _choice("ground", "法定理由", {code: ground.label for code, ground in GROUNDS.items() if not ground.past}),
            _text("where_to_go", "应当向何机关提出"),
        ),
    ),
    _sent("transferred", "转送"),
    _sent("assigned", "交办（分办）"),
    EventKind("receipted", "签收", (_text("to", "签收单位", required=True), _text("by_whom", "签收人"))),
    EventKind(
        "returned",
        "反馈、退回",
        (_text("to", "单位", required=True), _choice("result", "结果", RETURNS), _long("report", "反馈内容")),
    ),
    EventKind("objected", "提出异议", (Field("reasons", "异议理由", "lines", required=True, limit=LONG_TEXT),)),
    EventKind(
        "objection_answered",
        "异议答复",
        (Field("agreed", "同意退回", "flag", required=True), _long("text", "答复内容"), _UNTOLD),
    ),
    EventKind(
        "extended",
        "延期",
        (
            _count("days", "延长天数", 365),
            _text("approved_by", "批准人", required=True),
            _day("approved_on", "批准日期", required=True),
            _long("reason", "延期理由", required=True),
        ),
    ),
    EventKind(
        "concluded",
        "办结",
        (
            Field("results", "各项请求的处理意见", "results"),
            _choice("ending", "办结方式", ENDINGS, required=False),
            _text("anyway", "未逐项答复的理由"),
            _UNTOLD,
        ),
    ),
    EventKind(
        "served",
        "送达",
        (
            _text("document_no", "送达文书文号", required=True),
            _choice("method", "送达方式", METHODS),
            _text("recipient", "受送达人", required=True),
            _text("witness", "见证人（或拍照、录像说明）"),
            Field("consent", "受送达人同意电子送达", "flag"),
        ),
    ),
    EventKind("review_requested", "请求复查"),
    EventKind(
        "reviewed",
        "复查意见",
        (
            _text("result", "复查结果", required=True),
            _text("document_no", "复查意见书文号"),
            _day("redo_by", "责令重新办理的期限"),
        ),
    ),
    EventKind("recheck_requested", "请求复核"),
    EventKind(
        "rechecked", "复核意见", (_text("result", "复核结果", required=True), _text("document_no", "复核意见书文号"))
    ),
    EventKind(
        "submitted",
        "呈批",
        (_text("to", "呈送领导"), _long("summary", "内容摘要"), _long("proposal", "拟办意见", required=True)),
    ),
    EventKind(
        "instructed",
        "领导批示",
        (
            _text("leader", "批示领导", required=True),
            _long("text", "批示内容", required=True),
            _text("owner", "承办人"),
            _day("due_on", "完成期限"),
        ),
    ),
    EventKind(
        "carried_out",
        "落实",
        (
            Field("event_id", "落实哪一项", "event"),
            Field("request", "落实第几项请求", "count", limit=100),
            _long("text", "落实情况"),
            _long("proof", "落实凭据"),
        ),
    ),
    EventKind(
        "supervised",
        "督办",
        (_text("to", "督办对象", required=True), _long("reason", "事由", required=True), _day("reply_by", "反馈期限")),
    ),
    EventKind(
        "in_charge",
        "责任分工",
        (
            _text("unit", "责任单位"),
            _text("handler", "首办责任人"),
            _text("leader", "包案领导"),
            _day("due_on", "化解期限"),
        ),
    ),
    EventKind(
        "recused",
        "回避",
        (
            _text("person", "回避人员", required=True),
            _long("reason", "理由", required=True),
            _text("instead", "接替人员"),
        ),
    ),
    EventKind(
        "proxied",
        "委托代办",
        (
            _text("agent", "代办人", required=True),
            _text("relation", "关系"),
            _text("phone", "代办人电话"),
            _day("authorised_on", "委托日期"),
        ),
    ),
    EventKind("contacted", "首次联系", (_text("manner", "联系方式"), _long("content", "联系情况", required=True))),
    EventKind(
        "promised",
        "约定",
        (
            _choice("promise", "答应了什么", PROMISES),
            _day("due_on", "约定日期", required=True),
            Field("hour", "几点", limit=20),
            _long("about", "什么事"),
            _text("owner", "由谁办"),
        ),
    ),
    EventKind(
        "met",
        "联席会议研究",
        (
            _text("meeting_no", "会议编号"),
            _long("decision", "决定", required=True),
            _text("owner", "责任人"),
            _day("due_on", "完成期限"),
        ),
    ),
    EventKind("reported", "报送办结报告", (_text("to", "报送机关", required=True), _long("text", "内容"))),
    EventKind(
        "followed_up",
        "回访",
        (_text("manner", "回访方式"), _long("result", "回访情况", required=True), Field("performed", "已落实", "flag")),
    ),
    EventKind(
        "rated",
        "满意度评价",
        (
            _choice("rating", "评价", RATINGS),
            _choice("of", "评价对象（不写是责任单位）", RATED, required=False),
            _choice("source", "评价来源（不写是本单位回访）", RATED_BY, required=False),
        ),
    ),
    EventKind(
        "in_place",
        "三到位一处理",
        (
            _long("solved", "诉求合理的解决问题到位"),
            _long("explained", "缺乏依据的解释说明到位"),
            _long("helped", "生活困难的帮扶救助到位"),
            _long("relief", "帮扶救助内容和结果"),
            _long("handed_over", "已移送有权机关"),
        ),
    ),
    EventKind(
        "entered",
        "录入国家信访信息系统",
        (
            _choice("paper", "录入内容", NATIONAL_PAPERS),
            _choice("state", "状态", NATIONAL_STATES),
            _text("national_no", "系统信访件编号"),
            _text("query_code", "查询码"),
        ),
    ),
    EventKind("titled", "改事项概要", (_text("title", "事项概要", required=True),)),
    EventKind("split", "分案", (Field("requests", "分出的请求", "requests", required=True),)),
    EventKind("merged", "并案", (_text("into", "并入的信访事项编号", required=True), _UNTOLD)),
    EventKind("closed", "结案归档", (_text("reason", "说明"),)),
    EventKind("reopened", "重新办理", (_long("reason", "理由", required=True),)),
    EventKind("undone", "撤销", (Field("event_id", "撤销哪一项", "event", required=True),)),
)

KINDS: dict[str, EventKind] = {kind.kind: kind for kind in _ALL}
"""Every kind of event by its code, in the order in which a case usually meets them."""
