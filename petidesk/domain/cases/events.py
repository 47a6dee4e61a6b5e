"""What can happen to a case: every kind of event, its words and its keys (rules/command-line.md, `case record`).

One catalogue: windows make their entry forms from it, the command line reads JSON by it, papers take their words from
it. The rules of when an event may happen are in `case_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from petidesk.domain.fields import Field, taken
from petidesk.domain.json_input import LONG_TEXT, Reader
from petidesk.domain.json_output import iso
from petidesk.domain.trouble import Refused

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
    EventKind("rated", "满意度评价", (_choice("rating", "评价", RATINGS),)),
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


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as handed in: its keys are known and well formed; whether it may happen is not yet asked."""

    kind: str
    on: date
    by: str
    note: str
    content: Mapping[str, Any]

    @property
    def document(self) -> dict[str, Any]:
        """What is kept of it, with ISO dates."""
        return {**self.content, "by": self.by, "note": self.note}


def parse_event(kind: str, document: object, *, today: date, by: str = "", by_paper: bool = False) -> NewEvent:
    """Read the JSON of an event (rules/command-line.md). `by` is who did it when the document does not say.

    `by_paper`: a letter to the petitioner records it, and tells him in writing when it is served.

    Refused: bad_value for an unknown kind or value, an impossible or future day; missing; unknown_key.
    """
    found = KINDS.get(kind)
    if found is None or not found.by_hand:
        known = "、".join(code for code, item in KINDS.items() if item.by_hand)
        raise Refused("bad_value", f"没有“{kind}”这种事件。", field="event", hint=f"可选：{known}。")
    new = read_event(found, document, today=today, by=by)
    if by_paper and kind == "concluded":
        return replace(new, content={**new.content, "by_paper": True})
    return new


def read(reader: Reader, ask: Field) -> Any:
    """The value of one key, None when it was not given. Days come as ISO text, as they are kept."""
    match ask.kind:
        case "day":
            return iso(taken(reader, ask))
        case "choice":
            return _chosen(reader, ask)
        case "event":
            return taken(reader, replace(ask, kind="count", limit=2**62))
        case "flag":
            return _answered(reader, ask)
        case "lines":
            return _lines(reader, ask)
        case "requests":
            return _numbers(reader, ask)
        case "results":
            return _results(reader, ask)
        case _:
            return taken(reader, ask) or None


def read_event(
    found: EventKind, document: object, *, today: date, by: str, key: Callable[[Reader, Field], Any] = read
) -> NewEvent:
    """Read the JSON of an event of this kind, of a case or a dispute. `key` reads the value of one of its own keys.

    Refused: bad_value for a bad value, an impossible or future day; missing; unknown_key.
    """
    reader = Reader(document, label=found.label)
    on = reader.day("on", "日期", required=True)
    assert on is not None
    if on > today:
        raise Refused("bad_value", f"{found.label}的日期{on.isoformat()}在今天之后，请核对。", field="on")
    named = reader.text("by", "经办人", limit=60) or by
    note = reader.text("note", "备注", limit=LONG_TEXT, multiline=True)
    content = {}
    for ask in found.asks:
        value = key(reader, ask)
        if value is not None:
            content[ask.key] = value
    reader.done()
    return NewEvent(found.kind, on, named, note, content)


def _answered(reader: Reader, ask: Field) -> bool | None:
    """Yes or no, None when nobody said."""
    if reader.has(ask.key):
        return reader.flag(ask.key, ask.label)
    if ask.required:
        raise Refused("missing", f"请填写{ask.label}。", field=reader.path(ask.key))
    return None


def _chosen(reader: Reader, ask: Field) -> str | None:
    """A code of the ask's choices; the Chinese words are taken for their code."""
    given = reader.text(ask.key, ask.label, required=ask.required)
    if not given:
        return None
    by_words = {words: code for code, words in ask.choices.items()}
    code = by_words.get(given, given)
    if code not in ask.choices:
        choices = "、".join(f"{known}（{words}）" for known, words in ask.choices.items())
        raise Refused(
            "bad_value", f"{ask.label}不能是“{given}”。", field=reader.path(ask.key), hint=f"可选：{choices}。"
        )
    return code


def _lines(reader: Reader, ask: Field) -> list[str] | None:
    """Reasons: a list of texts, or one text whose lines are the items."""
    given = reader.raw(ask.key)
    if isinstance(given, str):
        given = [line for line in given.splitlines() if line.strip()]
    inner = Reader({ask.key: given}, label=ask.label)
    lines = list(inner.texts(ask.key, ask.label, limit=ask.limit))
    if ask.required and not lines:
        raise Refused("missing", f"请写明{ask.label}。", field=reader.path(ask.key))
    return lines or None


def _numbers(reader: Reader, ask: Field) -> list[int] | None:
    found = []
    for place, value in enumerate(reader.items(ask.key, ask.label, required=ask.required, most=100)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise Refused("bad_value", "请求用它的序号（1起）表示。", field=f"{reader.path(ask.key)}[{place}]")
        found.append(value)
    return sorted(dict.fromkeys(found)) or None


def carrying_out(reader: Reader, result: str) -> dict[str, str]:
    """What a granted request says beside its answer: 由谁落实, 于哪天前落实, and the ground for the part not granted.

    Only what is said is among the keys.
    """
    owner = reader.text("owner", "由谁落实")
    due_on = reader.day("due_on", "于哪天前落实")
    if (owner or due_on) and result not in GRANTED:
        words = "只有支持、部分支持的请求才写由谁、于哪天前落实。"
        raise Refused("bad_value", words, field=reader.path("owner" if owner else "due_on"))
    ground = _refused_part(reader, result)
    said = (("owner", owner), ("due_on", due_on and due_on.isoformat()), ("refused_part", ground))
    return {key: value for key, value in said if value}


def _refused_part(reader: Reader, result: str) -> str:
    given = reader.text("refused_part", "不予支持部分的理由")
    code = {words: code for code, words in REFUSED_PART.items()}.get(given, given)
    if code and result != "partly":
        words = "只有部分支持的请求才写不予支持部分的理由。"
        raise Refused("bad_value", words, field=reader.path("refused_part"))
    if code and code not in REFUSED_PART:
        choices = "、".join(f"{known}（{words}）" for known, words in REFUSED_PART.items())
        words = f"不予支持部分的理由不能是“{given}”。"
        raise Refused("bad_value", words, field=reader.path("refused_part"), hint=f"可选：{choices}。")
    return code


def _results(reader: Reader, ask: Field) -> list[dict[str, Any]] | None:
    """One result and answer for each request, which is named by its number or by its own words."""
    found = []
    path = reader.path(ask.key)
    for place, value in enumerate(reader.items(ask.key, ask.label, most=100)):
        inner = Reader(value, f"{path}[{place}]", "处理意见")
        request = inner.raw("request")
        if isinstance(request, bool) or not isinstance(request, int | str) or request == "":
            raise Refused("missing", "请写明是对哪一项请求的处理意见。", field=inner.path("request"))
        result = _chosen(inner, _choice("result", "处理结果", RESULTS))
        answer = inner.text("answer", "答复内容", required=True, limit=LONG_TEXT, multiline=True)
        item = {"request": request, "result": result, "answer": answer, **carrying_out(inner, str(result))}
        inner.done()
        found.append(item)
    return found or None
