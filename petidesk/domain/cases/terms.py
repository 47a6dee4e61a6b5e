"""What the keys of an event must say, kind by kind: grounds, days, results, methods; and what about them is unwise."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from petidesk.domain.accused import ACCUSED, COUNTY, is_town_discipline
from petidesk.domain.cases.cases import HANDLING, NOTICE, CaseEvent, RunningClock, Standing, is_revoked
from petidesk.domain.cases.events import (
    ENDINGS,
    GRANTED,
    GROUNDS,
    KINDS,
    NEED_CONSENT,
    NOT_WRITTEN,
    REVIEW_RESULTS,
    SUGGESTION_ENDINGS,
)
from petidesk.domain.cases.facts import (
    ACCUSED_BASIS,
    BOOK,
    HANDLING_BASIS,
    MOST_EXTENSION,
    NOTICE_BASIS,
    OBJECTION_BASIS,
    RESULTS_BASIS,
    ROUTES_BASIS,
    SUGGESTION_BASIS,
    CaseFacts,
    Rule,
)
from petidesk.domain.cases.projection import dates_of
from petidesk.domain.clocks import BY_OFFICE
from petidesk.domain.codes import CASE_STATES
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.topics import incomplete


def _told(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    manner = event.content.get("manner")
    if manner in NOT_WRITTEN:
        return [f"口头或电话告知不能代替书面告知，书面告知期限继续计算（{NOTICE_BASIS}）。"]
    if manner in NEED_CONSENT and not event.content.get("consent"):
        words = "短信、电子送达要经本人同意，请写明已经同意。"
        raise Refused("missing", words, field="consent", basis=NOTICE_BASIS)
    return _late(standing, event, facts, NOTICE)


def refuse_untold(standing: Standing, event: CaseEvent) -> None:
    """Refuse to end a case whose visitor was never told in writing, except with the reason why not.

    The paper that answers tells as well, as soon as it is served (《信访工作条例》第二十三条第二款).
    """
    if standing.running(NOTICE) is None or event.content.get("by_paper") or event.content.get("untold_reason"):
        return
    words = "信访人还没有得到书面告知：请先记“书面告知”，或者写明没有告知的理由。"
    raise Refused("missing", words, field="untold_reason", basis=NOTICE_BASIS)


def _late(standing: Standing, event: CaseEvent, facts: CaseFacts, kind: str) -> list[str]:
    """A warning when the clock had run out: the record stays true, the office must know."""
    running = standing.running(kind)
    if running is None or facts.calendar is None:
        return []
    raw = dates_of(running, facts.calendar, facts.limits).raw
    return [f"已超过{raw.isoformat()}的期限{(event.on - raw).days}日。"] if event.on > raw else []


def _not_accepted(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    ground = GROUNDS[event.content["ground"]]
    if ground.elsewhere and not event.content.get("where_to_go"):
        raise Refused("missing", "请写明应当向何机关提出，不能只拒绝不指路。", field="where_to_go", basis=ground.basis)
    if standing.stage == "rechecked" and ground.code != "after_recheck":
        words = "此件复核意见已经作出：以同一事实和理由提出的不再受理；有新的事实和理由，请登记为新的事项。"
        raise Refused("forbidden", words, field="ground", basis=GROUNDS["after_recheck"].basis)
    if ground.code == "lawful_route" and standing.route not in (None, 1):
        words = "第二项到第四项的途径用“信访事项告知书”写明程序和机关，第五项由本机关履行或者答复，都不作不予受理。"
        raise Refused("forbidden", words, field="ground", basis=ROUTES_BASIS)
    return _late(standing, event, facts, NOTICE)


def _routed(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    """An accepted matter goes another way only with a reason, and the 60 days run until its visitor is told so."""
    if standing.accepted_on is None or event.content["route"] == 6:
        return []
    if not event.content.get("reason"):
        raise Refused("missing", "已经受理的事项改变办理途径，要写明理由。", field="reason", basis=ROUTES_BASIS)
    return ["改变途径要另发告知书；告知以前，60日办理期限继续计算。"]


def _sent(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    wrong = [*_wrong_level(event, facts), *_not_below(event, facts)]
    if standing.running(NOTICE) is None:
        return wrong
    if facts.restricted:
        return [*wrong, f"移送以后还要书面告知检举控告人：已收到、移送哪个机关，不写内容（{NOTICE_BASIS}）。"]
    return [*wrong, f"转送、交办以后还要书面告知信访人去向（{BOOK}第二十三条第一款）。"]


# What belongs to the county though it sits in the town: it takes no orders from a township (rules/law.md, 1).
_ABOVE = re.compile(r"(?:局|委员会|法院|检察院|派出所|市场监督管理所|市监所|自然资源所|公司|银行)$")
_OWN = re.compile(r"(?:村|居|社区)(?:民)?委员会$|(?:村|社区|小组)$|(?:镇|乡|街道).{0,12}(?:委员会)$")


def of_the_county(unit: str, county: str, own: Sequence[str] = ()) -> bool:
    """Whether this unit is the county's and not the township's own: by its name, and not among `own` units."""
    name = unit.strip()
    if not name or name in own or _OWN.search(name):
        return False
    return bool((county and name.startswith(county)) or _ABOVE.search(name))


def not_below(unit: str) -> str:
    """The sentence for a unit that a township may neither transfer nor assign to, nor supervise."""
    return (
        f"“{unit}”不是本机关的下级单位，乡镇不能向它转送、交办、督办：需要它配合的，用“关于商请协助处理×××反映事项的函”；"
        f"不属于本机关职权的，书面告知信访人向它提出（{BOOK}第二十三条第一款）。"
    )


def _not_below(event: CaseEvent, facts: CaseFacts) -> list[str]:
    unit = str(event.content.get("to", ""))
    if facts.restricted or not of_the_county(unit, facts.county, facts.own_units):
        return []
    return [not_below(unit)]


def _wrong_level(event: CaseEvent, facts: CaseFacts) -> list[str]:
    """A leader of the town, or its discipline commission, is no matter of that commission (rules/people.md, 4)."""
    county = facts.restricted and facts.around.organ_level(facts.concerned_units) == COUNTY
    if county and is_town_discipline(event.content["to"]):
        return ["反映的是本级领导班子成员、本机关或者本级纪委，应当移送县级纪委监委，请核对接收机关。"]
    return []


def refuse_accused(receiver: str, facts: CaseFacts, where: str) -> list[str]:
    """Refuse to give an accusation to whom it accuses; a warning for whoever its words speak of.

    《信访工作条例》第三十条第三款; the words say nothing but the name that was typed.
    """
    met = facts.around.meets(receiver, facts.concerned_units, facts.said)
    if met == ACCUSED:
        words = f"“{receiver}”是被检举、控告的单位或者人员，不能转给它。"
        raise Refused("forbidden", words, field=where, basis=ACCUSED_BASIS)
    if met:
        return [f"“{receiver}”同检举控告的内容有关联，交出以前请核对是不是被反映的单位或者人员（{ACCUSED_BASIS}）。"]
    return []


def _objected(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if facts.calendar is None:
        return
    last = dates_of(RunningClock("objection", facts.opened_on), facts.calendar, facts.limits).raw
    if event.on > last:
        raise Refused(
            "forbidden",
            f"提出异议的期限是收到后5个工作日，到{last.isoformat()}已满。",
            field="on",
            basis=OBJECTION_BASIS,
        )


def _extended(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    days = event.content["days"]
    if standing.extended_days + days > MOST_EXTENSION:
        words = f"延长期限合计不得超过{MOST_EXTENSION}日。"
        raise Refused("forbidden", words, field="days", basis=HANDLING_BASIS)
    approved = event.day("approved_on")
    running = standing.running(HANDLING)
    assert approved is not None and running is not None
    last = running.start + timedelta(60 + running.extend)
    if facts.calendar is not None:
        last = dates_of(running, facts.calendar, facts.limits).raw
    if approved > last:
        words = f"原办理期限{last.isoformat()}已过，期满以后才批准的延期无效。"
        raise Refused("forbidden", words, field="approved_on", basis=HANDLING_BASIS)
    if approved < running.start:
        raise Refused("bad_value", "批准日期早于受理日期，请核对。", field="approved_on")
    if approved > event.on:
        raise Refused("bad_value", "批准日期晚于延期记录的日期，请核对。", field="approved_on")
    return ["此前已经延期过一次。"] if standing.extended_days else []


def settled(event: CaseEvent, facts: CaseFacts) -> dict[str, Any]:
    """The content with request numbers and words in their one form."""
    content = dict(event.content)
    if event.kind == "concluded" and content.get("results"):
        content["results"] = [_settled_result(item, place, facts) for place, item in enumerate(content["results"])]
    if event.kind == "told":
        content.setdefault("manner", "written")
    if event.kind in ("reviewed", "rechecked"):
        words = {label: code for code, label in REVIEW_RESULTS.items()}
        content["result"] = words.get(content["result"], content["result"])
    return content


# 由财政所于2026年12月31日前落实: by whom and until when, as an answer says it.
_PROMISE = re.compile(
    r"由([^，。；：由]{1,40}?)[于在]([^，。；]{1,20}?)(?:以前|之前|前)[^，。；]{0,30}?(?:落实|完成|兑现|补发|发放)"
)
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{1,2})-(\d{1,2})")


def promise(answer: str) -> dict[str, str]:
    """`owner` and `due_on` of an answer that says 由…于…前落实; empty when it does not."""
    found = _PROMISE.search(answer)
    if found is None:
        return {}
    day = _DAY.fullmatch(found[2].strip())
    said = {"owner": found[1].strip()}
    if day is not None:
        with contextlib.suppress(ValueError):  # a day that does not exist is no day: the owner is still bound
            said["due_on"] = date(*(int(part) for part in day.groups() if part)).isoformat()
    return said


def _settled_result(item: Mapping[str, Any], place: int, facts: CaseFacts) -> dict[str, Any]:
    given = item["request"]
    if item["result"] in GRANTED and not (item.get("owner") or item.get("due_on")):
        item = {**item, **promise(item["answer"])}
    if isinstance(given, str):
        bare = given.strip()
        if bare in facts.requests:
            return {**item, "request": facts.requests.index(bare) + 1}
        given = int(bare) if bare.isascii() and bare.isdigit() else 0
    if not 1 <= given <= len(facts.requests):
        where = f"results[{place}].request"
        raise Refused("not_found", f"此件没有第“{item['request']}”项请求，共{len(facts.requests)}项。", field=where)
    return {**item, "request": given}


def _concluded(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    refuse_untold(standing, event)
    results, ending = event.content.get("results"), event.content.get("ending")
    if event.content.get("anyway") and not ending and (results or event.content.get("by_paper")):
        return _with_results(standing, event, facts, results or [])  # an opinion that leaves requests open says why
    if results and ending:
        raise Refused("bad_value", "逐项处理意见和其他办结方式只能选一种。", field="ending", basis=RESULTS_BASIS)
    if not results and not ending:
        if standing.route == 6 and facts.purpose == "appeal" and not _ordered(standing):
            raise Refused("missing", "请对每一项请求写出处理意见。", field="results", basis=RESULTS_BASIS)
        raise Refused("missing", f"请选择办结方式：{'、'.join(ENDINGS.values())}。", field="ending")
    if standing.accepted_on is not None and event.on < standing.accepted_on:
        raise Refused("bad_value", "办结日期早于受理日期，请核对。", field="on")
    if results:
        return _with_results(standing, event, facts, results)
    return _with_ending(standing, event, facts, str(ending))


def _ordered(standing: Standing) -> bool:
    """Whether an order from elsewhere is answered here, and no petition that was accepted."""
    return standing.accepted_on is None and any(clock.kind in BY_OFFICE for clock in standing.clocks)


def _with_results(
    standing: Standing, event: CaseEvent, facts: CaseFacts, results: Sequence[Mapping[str, Any]]
) -> list[str]:
    if facts.purpose != "appeal" or standing.route != 6:
        raise Refused(
            "forbidden",
            "支持、解释说明、不予支持的处理意见只用于申诉求决的第六种途径；此件请选其他办结方式。",
            field="results",
            basis=f"{ROUTES_BASIS}第六项",
        )
    if standing.accepted_on is None:
        raise Refused("forbidden", "还没有受理，不能作出处理意见；请先记“受理”。", basis=HANDLING_BASIS)
    numbers = [item["request"] for item in results]
    if len(set(numbers)) < len(numbers):
        raise Refused("bad_value", "同一项请求写了两次处理意见。", field="results")
    owed = [number for number in range(1, len(facts.requests) + 1) if number not in standing.moved]
    missing = [number for number in owed if number not in numbers]
    if missing and not event.content.get("anyway"):
        words = f"第{'、'.join(map(str, missing))}项请求还没有处理意见，要逐项答复。"
        raise Refused("missing", words, field="results", basis=RESULTS_BASIS)
    if moved := [number for number in numbers if number in standing.moved]:
        raise Refused("bad_value", f"第{'、'.join(map(str, moved))}项请求已经分案，不在此件答复。", field="results")
    unanswered = [f"第{'、'.join(map(str, missing))}项请求没有处理意见（{RESULTS_BASIS}）。"] if missing else []
    return [*unanswered, *_carrying_out(event, results), *_late(standing, event, facts, HANDLING)]


def _carrying_out(event: CaseEvent, results: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is granted is carried out by somebody until a day: said with the result, or asked for."""
    open_ended = []
    for place, item in enumerate(results):
        if item["result"] not in GRANTED:
            continue
        if not item.get("due_on"):
            open_ended.append(str(item["request"]))
        elif item["due_on"] < event.on.isoformat():
            raise Refused("bad_value", "落实的期限早于办结日期，请核对。", field=f"results[{place}].due_on")
    if not open_ended:
        return []
    return [f"第{'、'.join(open_ended)}项请求予以支持，没有写由谁、于哪天前落实；写了才会提醒到落实为止。"]


def _with_ending(standing: Standing, event: CaseEvent, facts: CaseFacts, ending: str) -> list[str]:
    if ending in SUGGESTION_ENDINGS and facts.purpose != "suggestion":
        raise Refused("forbidden", "采纳、部分采纳、未采纳只用于建议意见。", field="ending", basis=SUGGESTION_BASIS)
    if facts.purpose == "suggestion" and ending not in (*SUGGESTION_ENDINGS, "withdrawn"):
        raise Refused("forbidden", "建议意见要说明采纳、部分采纳还是未采纳。", field="ending", basis=SUGGESTION_BASIS)
    if ending == "replied" and facts.purpose == "appeal" and not _ordered(standing):
        words = "“已办理并答复”只用于12345工单、领导批示件和咨询、求助等；申诉求决要按途径作出处理或者答复。"
        raise Refused("forbidden", words, field="ending", basis=ROUTES_BASIS)
    if facts.restricted and ending != "other_procedure":
        raise Refused(
            "forbidden", "检举控告由有权机关处理，这里只能记“导入其他程序”。", field="ending", basis=f"{BOOK}第三十条"
        )
    return _late(standing, event, facts, HANDLING)


def _served(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    number = event.content["document_no"]
    letter = facts.letters.get(number)
    if letter is None:
        raise Refused("not_found", f"此件没有文号为“{number}”的已签发文书。", field="document_no")
    if letter.voided:
        raise Refused("forbidden", f"{number}已经作废，不能送达。", field="document_no")
    if letter.served:
        raise Refused("forbidden", f"{number}已经记过送达。", field="document_no")
    if event.on < letter.signed_on:
        words = f"送达日期早于签发日期{letter.signed_on.isoformat()}，请核对。"
        raise Refused("bad_value", words, field="on")
    if event.content["method"] == "electronic" and not event.content.get("consent"):
        raise Refused("missing", "电子送达要经受送达人同意，请写明已经同意。", field="consent", basis=NOTICE_BASIS)
    if event.content["method"] == "left" and not event.content.get("witness"):
        raise Refused("missing", "留置送达要有见证人，或者写明拍照、录像情况。", field="witness")
    return []


def _review_requested(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    assert standing.served_on is not None
    if event.on < standing.served_on:
        raise Refused("bad_value", "请求复查的日期早于送达日期，请核对。", field="on")
    late = (event.on - standing.served_on).days - 30
    if late > 0:
        return [f"已超过收到处理意见后30日的期限{late}日，是否受理由复查机关决定（{BOOK}第三十五条）。"]
    return []


def _in_charge(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if not any(event.content.get(key) for key in ("unit", "handler", "leader", "due_on")):
        raise Refused("missing", "责任单位、首办责任人、包案领导、期限至少写一项。", field="unit")


def _in_place(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if not any(event.content.get(ask.key) for ask in KINDS["in_place"].asks):
        raise Refused("missing", "三到位至少写一项。", field="solved")


def _reviewed(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    redo_by = event.day("redo_by")
    if redo_by is not None and not is_revoked(event.content["result"]):
        raise Refused("bad_value", "只有撤销、责令重新办理的复查意见才写重新办理的期限。", field="redo_by")
    if redo_by is not None and redo_by <= event.on:
        raise Refused("bad_value", "重新办理的期限不晚于收到复查意见的日期，请核对。", field="redo_by")
    if redo_by is None and is_revoked(event.content["result"]):
        return ["没有写重新办理的期限，按收到之日起60日计算（无明文）；复查意见写明期限的，请补上。"]
    return []


def _objection_answered(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if event.content["agreed"]:
        refuse_untold(standing, event)


def _merged(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    refuse_untold(standing, event)


def _carried_out(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    request, event_id = event.content.get("request"), event.content.get("event_id")
    if (request is None) == (event_id is None):
        raise Refused("missing", "请写明落实的是哪一项请求，或者哪一项批示、交办。", field="request")
    if request is not None:
        if request not in standing.granted:
            raise Refused("not_found", f"第{request}项请求没有等待落实的处理意见。", field="request")
        if not event.content.get("proof"):
            raise Refused("missing", "请写明落实凭据。", field="proof", basis=f"{BOOK}第三十二条第二款")
        return
    if not event.content.get("text"):
        raise Refused("missing", "请填写落实情况。", field="text")
    if event_id not in standing.tasks:
        raise Refused("not_found", "没有这一项待落实的批示、交办、督办、会议决定或约定。", field="event_id")


def _returned(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    owners = [task.owner for task in standing.tasks.values()]
    return [] if event.content["to"] in owners else [f"没有交给“{event.content['to']}”而待反馈的记录。"]


def _split(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    numbers = event.content["requests"]
    left = {number for number in range(1, len(facts.requests) + 1) if number not in standing.moved}
    if unknown := [number for number in numbers if number not in left]:
        raise Refused("not_found", f"此件没有第{'、'.join(map(str, unknown))}项请求可分。", field="requests")
    if left == set(numbers):
        raise Refused("forbidden", "至少要留一项请求在原件里。", field="requests")
    if not standing.open:
        raise Refused("already_closed", f"此件{CASE_STATES[standing.state]}，不能再分案。")


def _closed(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    """Closing before the answer is served takes the visitor's right; before the 30 days are over it is unwise."""
    if standing.results and standing.served_on is None:
        raise Refused("forbidden", "处理意见书还没有送达，不能结案归档；请先记“送达”。", basis=f"{BOOK}第三十五条")
    if standing.running("review_request") and standing.served_on and (event.on - standing.served_on).days <= 30:
        return ["送达后30日内信访人可以请求复查，期满再结案归档更稳妥。"]
    return []


def _recused(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    if not event.content.get("instead") and event.content["person"] in (standing.handler, standing.leader):
        return [f"回避以后还没有人接替（{BOOK}第二十八条第三款）。"]
    return []


def _titled(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    """事项概要 stands on every paper: whole, and of an accusation none (《信访工作条例》第三十条第三款)."""
    if facts.restricted:
        raise Refused("forbidden", "检举控告没有事项概要。", field="title", basis=ACCUSED_BASIS)
    if incomplete(event.content["title"]):
        words = "事项概要印在回执和文书上，请用一句完整的话写，不用省略号。"
        raise Refused("bad_value", words, field="title")


TERMS: dict[str, Rule] = {
    "titled": _titled,
    "told": _told,
    "routed": _routed,
    "objection_answered": _objection_answered,
    "reviewed": _reviewed,
    "merged": _merged,
    "not_accepted": _not_accepted,
    "accepted": lambda standing, event, facts: _late(standing, event, facts, NOTICE),
    "transferred": _sent,
    "assigned": _sent,
    "supervised": lambda standing, event, facts: _not_below(event, facts),
    "returned": _returned,
    "objected": _objected,
    "extended": _extended,
    "concluded": _concluded,
    "served": _served,
    "review_requested": _review_requested,
    "in_charge": _in_charge,
    "in_place": _in_place,
    "carried_out": _carried_out,
    "split": _split,
    "recused": _recused,
    "closed": _closed,
}
