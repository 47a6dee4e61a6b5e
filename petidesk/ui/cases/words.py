"""How a case speaks: its dates with the word of their light, and every event as a plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from petidesk.domain.cases.events import (
    ENDINGS,
    GROUNDS,
    KINDS,
    MANNERS,
    METHODS,
    NATIONAL_PAPERS,
    NATIONAL_STATES,
    PROMISES,
    RATED,
    RATED_BY,
    RATINGS,
    RESULTS,
    RETURNS,
    REVIEW_RESULTS,
)
from petidesk.domain.cases.files import CaseFile, TimelineEvent
from petidesk.domain.clocks import CLOCKS
from petidesk.domain.codes import ROUTES
from petidesk.ui.translate import translate

Content = Mapping[str, Any]


# ---- clocks


def clock_label(kind: str) -> str:
    """What a clock is called."""
    return CLOCKS[kind].label if kind in CLOCKS else kind


def task_label(kind: str) -> str:
    """What a date of the office's own making came from: 领导批示, 督办, 包案化解 …"""
    if kind == "in_charge":
        return translate("CaseWords", "包案化解")
    return KINDS[kind].label.partition("（")[0] if kind in KINDS else kind


def route_words(route: int | None) -> str:
    """第六项：信访程序… (《信访工作条例》第三十一条)."""
    return translate("CaseWords", "第{0}项：{1}").format("一二三四五六"[route - 1], ROUTES[route]) if route else ""


# ---- events


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _said(content: Content, key: str, words: str) -> str:
    """`words` with the value in place of {0}; empty when there is none."""
    value = content.get(key)
    return words.format(value) if value else ""


def _by(content: Content, key: str) -> str:
    return _said(content, key, translate("CaseWords", "{0}前完成"))


def _reply(content: Content) -> str:
    return _said(content, "reply_by", translate("CaseWords", "要求{0}前反馈"))


def _items(content: Content) -> str:
    lines: Sequence[str] = content.get("reasons") or ()
    return "；".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _results(content: Content) -> str:
    found = [
        translate("CaseWords", "第{0}项{1}").format(item.get("request"), RESULTS.get(item.get("result", ""), ""))
        for item in content.get("results") or ()
    ]
    if found:
        return translate("CaseWords", "作出处理意见：{0}").format("，".join(found))
    return _said(
        {"ending": ENDINGS.get(content.get("ending", ""), "")}, "ending", translate("CaseWords", "办结方式：{0}")
    )


def _told(content: Content) -> str:
    manner: str = content.get("manner", "")
    return MANNERS.get(manner, manner)


def _numbers(content: Content) -> str:
    numbers = "、".join(str(number) for number in content.get("requests") or ())
    return _joined(
        translate("CaseWords", "分出第{0}项请求").format(numbers) if numbers else "",
        _said(content, "into", translate("CaseWords", "另立{0}")),
    )


def _in_charge(content: Content) -> str:
    return _joined(
        _said(content, "unit", translate("CaseWords", "责任单位{0}")),
        _said(content, "handler", translate("CaseWords", "首办责任人{0}")),
        _said(content, "leader", translate("CaseWords", "包案领导{0}")),
        _said(content, "due_on", translate("CaseWords", "{0}前化解")),
    )


def _in_place(content: Content) -> str:
    asks = KINDS["in_place"].asks
    return "；".join(f"{ask.label}：{content[ask.key]}" for ask in asks if content.get(ask.key))


def _entered(content: Content) -> str:
    paper, state = content.get("paper", ""), content.get("state", "")
    return _joined(
        f"{NATIONAL_PAPERS.get(paper, paper)}{NATIONAL_STATES.get(state, state)}",
        _said(content, "national_no", translate("CaseWords", "编号{0}")),
        _said(content, "query_code", translate("CaseWords", "查询码{0}")),
    )


def _review(content: Content) -> str:
    result: str = content.get("result", "")
    return _joined(REVIEW_RESULTS.get(result, result), _said(content, "document_no", "{0}"))


def _not_accepted(content: Content) -> str:
    ground = GROUNDS.get(content.get("ground", ""))
    return _joined(ground.label if ground else "", _said(content, "where_to_go", translate("CaseWords", "请向{0}提出")))


def _performed(content: Content) -> str:
    return {True: translate("CaseWords", "意见已落实"), False: translate("CaseWords", "意见还没有落实")}.get(
        content.get("performed", ""), ""
    )


_SENTENCES: dict[str, Callable[[Content], str]] = {
    "told": _told,
    "routed": lambda it: _joined(route_words(it.get("route")), _said(it, "reason", "{0}")),
    "not_accepted": _not_accepted,
    "transferred": lambda it: _joined(_said(it, "to", translate("CaseWords", "转送{0}")), _reply(it)),
    "assigned": lambda it: _joined(_said(it, "to", translate("CaseWords", "交{0}办理")), _reply(it)),
    "receipted": lambda it: _joined(
        _said(it, "to", translate("CaseWords", "{0}签收")), _said(it, "by_whom", translate("CaseWords", "签收人{0}"))
    ),
    "returned": lambda it: _joined(
        f"{it.get('to', '')}{RETURNS.get(it.get('result', ''), '')}", _said(it, "report", "{0}")
    ),
    "objected": _items,
    "objection_answered": lambda it: _joined(
        translate("CaseWords", "同意退回") if it.get("agreed") else translate("CaseWords", "不同意退回，继续办理"),
        _said(it, "text", "{0}"),
    ),
    "extended": lambda it: _joined(
        _said(it, "days", translate("CaseWords", "延长{0}日")),
        _said(it, "approved_by", translate("CaseWords", "{0}批准")),
        _said(it, "reason", translate("CaseWords", "理由：{0}")),
    ),
    "concluded": _results,
    "served": lambda it: _joined(
        _said(it, "document_no", "{0}"),
        METHODS.get(it.get("method", ""), ""),
        _said(it, "recipient", translate("CaseWords", "{0}收")),
        _said(it, "witness", translate("CaseWords", "见证：{0}")),
    ),
    "reviewed": _review,
    "rechecked": _review,
    "submitted": lambda it: _joined(
        _said(it, "to", translate("CaseWords", "呈{0}")), _said(it, "proposal", translate("CaseWords", "拟办意见：{0}"))
    ),
    "instructed": lambda it: _joined(
        f"{it.get('leader', '')}：“{it.get('text', '')}”",
        _said(it, "owner", translate("CaseWords", "由{0}办理")),
        _by(it, "due_on"),
    ),
    "carried_out": lambda it: _said(it, "text", "{0}"),
    "supervised": lambda it: _joined(
        _said(it, "to", translate("CaseWords", "督办{0}")), _said(it, "reason", "{0}"), _reply(it)
    ),
    "in_charge": _in_charge,
    "recused": lambda it: _joined(
        _said(it, "person", translate("CaseWords", "{0}回避")),
        _said(it, "reason", "{0}"),
        _said(it, "instead", translate("CaseWords", "由{0}接替")),
    ),
    "proxied": lambda it: _joined(
        _said(it, "agent", translate("CaseWords", "由{0}代办")),
        _said(it, "relation", "{0}"),
        _said(it, "authorised_on", translate("CaseWords", "{0}委托")),
    ),
    "contacted": lambda it: _joined(_said(it, "manner", "{0}"), _said(it, "content", "{0}")),
    "promised": lambda it: _joined(
        PROMISES.get(it.get("promise", ""), ""),
        " ".join(str(it[key]) for key in ("due_on", "hour") if it.get(key)),
        _said(it, "about", "{0}"),
        _said(it, "owner", translate("CaseWords", "由{0}办理")),
    ),
    "met": lambda it: _joined(
        _said(it, "meeting_no", "{0}"),
        _said(it, "decision", translate("CaseWords", "决定：{0}")),
        _said(it, "owner", translate("CaseWords", "由{0}负责")),
        _by(it, "due_on"),
    ),
    "reported": lambda it: _joined(_said(it, "to", translate("CaseWords", "报送{0}")), _said(it, "text", "{0}")),
    "followed_up": lambda it: _joined(_said(it, "manner", "{0}"), _said(it, "result", "{0}"), _performed(it)),
    "rated": lambda it: _joined(
        RATINGS.get(it.get("rating", ""), ""), RATED.get(it.get("of", ""), ""), RATED_BY.get(it.get("source", ""), "")
    ),
    "in_place": _in_place,
    "entered": _entered,
    "split": _numbers,
    "merged": lambda it: _said(it, "into", translate("CaseWords", "并入{0}")),
    "absorbed": lambda it: _said(it, "from_case", translate("CaseWords", "{0}并入本件")),
    "closed": lambda it: _said(it, "reason", "{0}"),
    "reopened": lambda it: _said(it, "reason", "{0}"),
}


_PLAINLY = frozenset(("text", "long_text", "day", "count", "choice"))


def plain_sentence(kind: str, content: Content) -> str:
    """What the catalogue alone says of an event, its answers behind their labels: for kinds without better words."""
    asks = KINDS[kind].asks if kind in KINDS else ()
    told = ((ask, content.get(ask.key)) for ask in asks if ask.kind in _PLAINLY)
    return _joined(*(f"{ask.label}：{ask.choices.get(str(value), value)}" for ask, value in told if value))


def event_sentence(event: TimelineEvent, case: CaseFile) -> str:
    """What happened, without the kind's own name: 交村镇建设办公室办理，要求2026-12-01前反馈."""
    if event.closed:
        return ""  # 《信访工作条例》第三十条第三款: that something was done may be seen, not what
    own = _SENTENCES.get(event.kind)
    words = own(event.content) if own is not None else plain_sentence(event.kind, event.content)
    if event.kind in ("undone", "carried_out"):
        about = next((each for each in case.events if each.event_id == event.content.get("event_id")), None)
        if about is not None:
            named = translate("CaseWords", "{0}的“{1}”").format(about.on.isoformat(), about.label)
            return f"{named}：{words}" if words else named
    return words
