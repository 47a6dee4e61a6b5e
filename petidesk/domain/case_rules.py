"""When an event may happen to a case: what the rules forbid is refused with the article, what is unwise only warns.

A township office is an organ under Article 23 of 《信访工作条例》 (practice.md 1): it tells, accepts, sends elsewhere,
answers. Each rule looks at where the case stood on the day of the event; what happened later is tried again after it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from petidesk.domain.calendar import Calendar
from petidesk.domain.case_events import (
    ENDINGS,
    GROUNDS,
    KINDS,
    NOT_WRITTEN,
    REVIEW_RESULTS,
    SUGGESTION_ENDINGS,
)
from petidesk.domain.cases import (
    HANDLING,
    NOTICE,
    CaseEvent,
    Limits,
    RunningClock,
    Standing,
    apply,
    dates_of,
    effective,
    stand,
)
from petidesk.domain.codes import ACCUSATION, CASE_STATES
from petidesk.domain.trouble import Refused

_BOOK = "《信访工作条例》"
NOTICE_BASIS = f"{_BOOK}第二十三条第二款"
ROUTES_BASIS = f"{_BOOK}第三十一条"
HANDLING_BASIS = f"{_BOOK}第三十四条"
RESULTS_BASIS = f"{_BOOK}第三十二条"
OBJECTION_BASIS = f"{_BOOK}第二十三条第三款"
SUGGESTION_BASIS = f"{_BOOK}第二十九条"
ACCUSED_BASIS = f"{_BOOK}第三十条第三款"
MOST_EXTENSION = 30


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the visits say of a case and its rules ask for. `requests` by number, from 1; `letters`: number to facts."""

    purpose: str
    opened_on: date
    channel: str = "visit"
    route: int | None = None
    requests: tuple[str, ...] = ()
    concerned_units: tuple[str, ...] = ()
    letters: Mapping[str, ServedLetter] = field(default_factory=dict)
    calendar: Calendar | None = None
    limits: Limits = field(default_factory=dict)

    @property
    def restricted(self) -> bool:
        """An accusation (《信访工作条例》第三十条)."""
        return self.purpose == ACCUSATION


@dataclass(frozen=True, slots=True)
class ServedLetter:
    """What serving a letter must know of it: when it was signed, what it recorded, whether it was served or voided."""

    signed_on: date
    event: str
    served: bool = False
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """An event that may happen, with what had to be filled in, and the warnings to show."""

    content: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


Rule = Callable[[Standing, CaseEvent, CaseFacts], "list[str] | None"]


def check(events: Sequence[CaseEvent], new: CaseEvent, facts: CaseFacts) -> Checked:
    """Whether `new` may join the events of a case (all of them, in the order of days, undone ones included).

    Refused: forbidden with the article, already_closed, missing, bad_value, not_found.
    """
    known = effective(events)
    if new.kind == "undone":
        return _undo(known, new, facts)
    new = dataclasses.replace(new, content=_settled(new, facts))
    if any(event.kind == new.kind and event.on == new.on and _same(event, new) for event in known):
        raise Refused("forbidden", f"{_named(new)}已经记过，内容完全一样，没有再记一遍。", field="on")
    before = [event for event in known if event.on <= new.on]
    after = [event for event in known if event.on > new.on]
    standing = _stand(before, facts)
    warnings = _try(standing, new, facts)
    apply(standing, new)
    for event in after:
        was_fine = _fits(_stand(_until(known, event), facts), event, facts)
        if was_fine and not _fits(standing, event, facts):
            raise Refused(
                "forbidden", f"日期不对：{_named(new)}以后，{_named(event)}就不能成立。请核对日期先后。", field="on"
            )
        apply(standing, event)
    return Checked(new.content, tuple(warnings))


def why_not(standing: Standing, kind: str, on: date, facts: CaseFacts) -> Refused | None:
    """None when an event of this kind may be recorded on that day as far as its kind alone decides; else why not."""
    try:
        _may(standing, CaseEvent(kind, on), facts)
    except Refused as refusal:
        return refusal
    return None


def allow(standing: Standing, new: CaseEvent, facts: CaseFacts) -> list[str]:
    """The warnings for an event that follows everything that happened so far. Refused as `check` refuses."""
    return _try(standing, new, facts)


def misfit(events: Sequence[CaseEvent], facts: CaseFacts) -> CaseEvent | None:
    """The first of these effective events that these facts do not allow, None when all fit: for corrections."""
    standing = Standing(route=facts.route, restricted=facts.restricted)
    for event in events:
        if not _fits(standing, event, facts):
            return event
        apply(standing, event)
    return None


def _until(events: Sequence[CaseEvent], last: CaseEvent) -> list[CaseEvent]:
    return list(events[: next(place for place, event in enumerate(events) if event is last)])


def _stand(events: Sequence[CaseEvent], facts: CaseFacts) -> Standing:
    return stand(events, route=facts.route, restricted=facts.restricted)


def _same(event: CaseEvent, new: CaseEvent) -> bool:
    keys = {ask.key for ask in KINDS[new.kind].asks}
    return {key: event.content[key] for key in keys if key in event.content} == {
        key: new.content[key] for key in keys if key in new.content
    }


def _named(event: CaseEvent) -> str:
    return f"{event.on.isoformat()}的“{KINDS[event.kind].label}”"


def _fits(standing: Standing, event: CaseEvent, facts: CaseFacts) -> bool:
    if not KINDS[event.kind].by_hand:
        return True
    try:
        _try(dataclasses.replace(standing), event, facts, again=True)
    except Refused:
        return False
    return True


def _undo(known: Sequence[CaseEvent], new: CaseEvent, facts: CaseFacts) -> Checked:
    gone = next((event for event in known if event.event_id == new.content["event_id"]), None)
    if gone is None:
        raise Refused("not_found", "要撤销的这一项不存在，或者已经撤销。", field="event_id")
    if not KINDS[gone.kind].by_hand:
        raise Refused(
            "forbidden", "登记是来访本身带来的，不能在这里撤销；登记错了请更正或作废那次来访。", field="event_id"
        )
    if new.on < gone.on:
        raise Refused("forbidden", f"撤销的日期不能早于{_named(gone)}。", field="on")
    standing, without = (
        Standing(route=facts.route, restricted=facts.restricted),
        Standing(route=facts.route, restricted=facts.restricted),
    )
    for event in known:
        if event is not gone:
            if _fits(standing, event, facts) and not _fits(without, event, facts):
                raise Refused("forbidden", f"后面的{_named(event)}建立在它上面，请先撤销后面的。", field="event_id")
            apply(without, event)
        apply(standing, event)
    return Checked(new.content)


# Which keys of an event name who gets to see the case.
_GIVES = {
    "transferred": ("to",),
    "assigned": ("to",),
    "submitted": ("to",),
    "instructed": ("owner",),
    "supervised": ("to",),
    "in_charge": ("unit", "handler", "leader"),
    "recused": ("instead",),
    "met": ("owner",),
    "reported": ("to",),
}


def _try(standing: Standing, event: CaseEvent, facts: CaseFacts, *, again: bool = False) -> list[str]:
    """Refuse what may not happen; else the warnings. `again`: a recorded event is only tried against the others."""
    _may(standing, event, facts)
    if facts.restricted:
        for key in _GIVES.get(event.kind, ()):
            refuse_accused(event.content.get(key, ""), facts, key)
    if again and event.kind in ("served", "split"):
        return []
    rule = _RULES.get(event.kind)
    return (rule(standing, event, facts) if rule else None) or []


# ---- what the kind alone decides

_NEEDS_OPEN = frozenset(
    (
        "told",
        "routed",
        "accepted",
        "not_accepted",
        "transferred",
        "assigned",
        "objected",
        "objection_answered",
        "extended",
        "concluded",
        "merged",
    )
)


_AFTER_THE_END = frozenset(("reopened", "followed_up", "rated", "entered", "served", "in_place"))


def _may(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    """Whether an event of this kind fits where the case stands."""
    kind, state = event.kind, standing.state
    if event.on < facts.opened_on:
        raise Refused(
            "bad_value", f"{KINDS[kind].label}的日期早于登记日期{facts.opened_on.isoformat()}，请核对。", field="on"
        )
    owes_notice = kind == "told" and standing.running(NOTICE) is not None  # somebody came again after the end
    if state == "closed" and not owes_notice and kind not in _AFTER_THE_END:
        raise Refused("already_closed", f"此件已结案，不能再记“{KINDS[kind].label}”；确需办理请先记“重新办理”。")
    if kind in _NEEDS_OPEN and not owes_notice and not standing.open:
        raise Refused("already_closed", f"此件{CASE_STATES[state]}，不能再记“{KINDS[kind].label}”。")
    gate = _GATES.get(kind)
    if gate is not None:
        gate(standing, event, facts)


def _gate_told(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.told_on is not None and standing.running(NOTICE) is None:
        raise Refused(
            "forbidden", f"{standing.told_on.isoformat()}已经书面告知，没有新的来访要告知。", basis=NOTICE_BASIS
        )


def _gate_accepted(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.accepted_on is not None:
        raise Refused(
            "forbidden", f"此件已于{standing.accepted_on.isoformat()}受理，不能再次受理。", basis=ROUTES_BASIS
        )
    if facts.purpose != "appeal":
        raise Refused(
            "forbidden",
            "受理和60日办理期限只适用于申诉求决类事项；此类事项请记“书面告知”，办完记“办结”。",
            basis=_purpose_basis(facts),
        )
    if standing.route not in (None, 6):
        raise Refused(
            "forbidden",
            f"此件走第{standing.route}种途径，不受理为信访程序事项；请书面告知途径。途径定错了，先记“确定办理途径”。",
            basis=f"{ROUTES_BASIS}第六项",
        )
    if standing.state == "objected":
        raise Refused("forbidden", "此件正在等待异议答复，先记“异议答复”。", basis=OBJECTION_BASIS)


def _purpose_basis(facts: CaseFacts) -> str:
    return {"suggestion": SUGGESTION_BASIS, ACCUSATION: f"{_BOOK}第三十条"}.get(facts.purpose, f"{ROUTES_BASIS}第六项")


def _gate_not_accepted(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.accepted_on is not None:
        raise Refused("forbidden", "此件已经受理，不能再不予受理；应当作出处理意见。", basis=RESULTS_BASIS)
    if facts.restricted:
        raise Refused(
            "forbidden", "检举控告不作不予受理，请移送有权处理的机关，并按该机关的规定告知。", basis=f"{_BOOK}第三十条"
        )


def _gate_objected(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if facts.channel != "handed_down":
        raise Refused(
            "forbidden", "只有上级转送、交办来的事项才能提出异议；自己登记的请书面告知去向。", basis=OBJECTION_BASIS
        )
    if standing.accepted_on is not None or standing.state == "objected":
        raise Refused("forbidden", f"此件{CASE_STATES[standing.state]}，不能再提出异议。", basis=OBJECTION_BASIS)


def _gate_objection_answered(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.state != "objected":
        raise Refused("forbidden", "此件没有提出过异议。", basis=OBJECTION_BASIS)


def _gate_extended(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.running(HANDLING) is None:
        raise Refused("forbidden", "还没有受理，没有可以延长的办理期限。", basis=HANDLING_BASIS)
    if standing.extended_days >= MOST_EXTENSION:
        raise Refused("forbidden", "已经延长满30日，不能再延长。", basis=HANDLING_BASIS)


def _gate_concluded(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.state == "objected":
        raise Refused("forbidden", "此件正在等待异议答复，先记“异议答复”。", basis=OBJECTION_BASIS)


def _gate_review(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if not standing.results or standing.served_on is None:
        raise Refused("forbidden", "处理意见书还没有送达，复查期限没有开始；请先记“送达”。", basis=f"{_BOOK}第三十五条")
    if standing.stage:
        raise Refused("forbidden", "此件已经请求过复查。", basis=f"{_BOOK}第三十五条")


def _after_stage(stage: str, basis: str, words: str) -> Rule:
    def gate(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
        if standing.stage != stage:
            raise Refused("forbidden", words, basis=basis)
        if standing.stage_on is not None and event.on < standing.stage_on:
            raise Refused("bad_value", "日期早于它所依据的上一步，请核对。", field="on")

    return gate


def _gate_closed(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.open or (standing.state == "under_review" and standing.stage != "reviewed"):
        raise Refused("forbidden", f"此件{CASE_STATES[standing.state]}，还没有办结，不能结案归档。")


def _closed(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    """Closing before the answer is served takes the visitor's right; before the 30 days are over it is unwise."""
    if standing.results and standing.served_on is None:
        raise Refused("forbidden", "处理意见书还没有送达，不能结案归档；请先记“送达”。", basis=f"{_BOOK}第三十五条")
    if standing.running("review_request") and standing.served_on and (event.on - standing.served_on).days <= 30:
        return ["送达后30日内信访人可以请求复查，期满再结案归档更稳妥。"]
    return []


def _gate_reopened(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.state != "closed":
        raise Refused("forbidden", "此件没有结案，不需要重新办理。")
    if standing.merged_into:
        raise Refused("forbidden", f"此件已并入{standing.merged_into}；要分开请撤销并案。")
    if standing.stage == "rechecked":
        raise Refused("forbidden", "复核意见已作出，同一事实和理由不再受理。", basis=f"{_BOOK}第三十六条第三款")


_GATES: dict[str, Rule] = {
    "told": _gate_told,
    "accepted": _gate_accepted,
    "not_accepted": _gate_not_accepted,
    "objected": _gate_objected,
    "objection_answered": _gate_objection_answered,
    "extended": _gate_extended,
    "concluded": _gate_concluded,
    "review_requested": _gate_review,
    "reviewed": _after_stage("review_requested", f"{_BOOK}第三十五条", "还没有记“请求复查”。"),
    "recheck_requested": _after_stage("reviewed", f"{_BOOK}第三十六条", "还没有复查意见，不能请求复核。"),
    "rechecked": _after_stage("recheck_requested", f"{_BOOK}第三十六条", "还没有记“请求复核”。"),
    "closed": _gate_closed,
    "reopened": _gate_reopened,
}


# ---- what its keys decide


def _told(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    if event.content.get("manner") in NOT_WRITTEN:
        return [f"口头或电话告知不能代替书面告知，书面告知期限继续计算（{NOTICE_BASIS}）。"]
    return _late(standing, event, facts, NOTICE)


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
    if ground.code == "in_hand":
        return ["对本机关来说这是重复反映：宜登记并案，告知正在办理。"]
    return _late(standing, event, facts, NOTICE)


def _sent(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    if (by := event.day("reply_by")) is not None and by < event.on:
        raise Refused("bad_value", "反馈期限早于交办日期，请核对。", field="reply_by")
    if facts.restricted:
        return []
    warnings = []
    if standing.running(NOTICE) is not None:
        warnings.append(f"转送、交办以后还要书面告知信访人去向（{_BOOK}第二十三条第一款）。")
    return warnings


def refuse_accused(unit: str, facts: CaseFacts, where: str) -> None:
    """Refuse to send an accusation to the unit that it accuses (《信访工作条例》第三十条第三款)."""
    name = _bare(unit)
    for accused in facts.concerned_units:
        other = _bare(accused)
        if name and other and (name in other or other in name):
            raise Refused("forbidden", f"“{unit}”是被检举、控告的单位，不能转给它。", field=where, basis=ACCUSED_BASIS)


def _bare(name: str) -> str:
    return "".join(character for character in name if character.isalnum())


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


def _settled(event: CaseEvent, facts: CaseFacts) -> dict[str, Any]:
    """The content with request numbers and words in their one form."""
    content = dict(event.content)
    if event.kind == "concluded" and content.get("results"):
        content["results"] = [_settled_result(item, place, facts) for place, item in enumerate(content["results"])]
    if event.kind in ("reviewed", "rechecked"):
        words = {label: code for code, label in REVIEW_RESULTS.items()}
        content["result"] = words.get(content["result"], content["result"])
    return content


def _settled_result(item: Mapping[str, Any], place: int, facts: CaseFacts) -> dict[str, Any]:
    given = item["request"]
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
    results, ending = event.content.get("results"), event.content.get("ending")
    if event.content.get("anyway") and not ending:
        results = results or []
        return _with_results(standing, event, facts, results)
    if results and ending:
        raise Refused("bad_value", "逐项处理意见和其他办结方式只能选一种。", field="ending", basis=RESULTS_BASIS)
    if not results and not ending:
        if standing.route == 6 and facts.purpose == "appeal":
            raise Refused("missing", "请对每一项请求写出处理意见。", field="results", basis=RESULTS_BASIS)
        raise Refused("missing", f"请选择办结方式：{'、'.join(ENDINGS.values())}。", field="ending")
    if standing.accepted_on is not None and event.on < standing.accepted_on:
        raise Refused("bad_value", "办结日期早于受理日期，请核对。", field="on")
    if results:
        return _with_results(standing, event, facts, results)
    return _with_ending(standing, event, facts, str(ending))


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
    return [*unanswered, *_late(standing, event, facts, HANDLING)]


def _with_ending(standing: Standing, event: CaseEvent, facts: CaseFacts, ending: str) -> list[str]:
    if ending in SUGGESTION_ENDINGS and facts.purpose != "suggestion":
        raise Refused("forbidden", "采纳、部分采纳、未采纳只用于建议意见。", field="ending", basis=SUGGESTION_BASIS)
    if facts.purpose == "suggestion" and ending not in (*SUGGESTION_ENDINGS, "withdrawn"):
        raise Refused("forbidden", "建议意见要说明采纳、部分采纳还是未采纳。", field="ending", basis=SUGGESTION_BASIS)
    if facts.restricted and ending != "other_procedure":
        raise Refused(
            "forbidden", "检举控告由有权机关处理，这里只能记“导入其他程序”。", field="ending", basis=f"{_BOOK}第三十条"
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
    if event.content["method"] == "left" and not event.content.get("witness"):
        raise Refused("missing", "留置送达要有见证人，或者写明拍照、录像情况。", field="witness")
    return []


def _review_requested(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    assert standing.served_on is not None
    if event.on < standing.served_on:
        raise Refused("bad_value", "请求复查的日期早于送达日期，请核对。", field="on")
    late = (event.on - standing.served_on).days - 30
    if late > 0:
        return [f"已超过收到处理意见后30日的期限{late}日，是否受理由复查机关决定（{_BOOK}第三十五条）。"]
    return []


def _in_charge(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if not any(event.content.get(key) for key in ("unit", "handler", "leader", "due_on")):
        raise Refused("missing", "责任单位、首办责任人、包案领导、期限至少写一项。", field="unit")


def _in_place(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if not any(event.content.get(ask.key) for ask in KINDS["in_place"].asks):
        raise Refused("missing", "三到位至少写一项。", field="solved")


def _carried_out(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if event.content["event_id"] not in standing.tasks:
        raise Refused("not_found", "没有这一项待落实的批示、交办、督办或会议决定。", field="event_id")


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


def _recused(standing: Standing, event: CaseEvent, facts: CaseFacts) -> list[str]:
    if not event.content.get("instead") and event.content["person"] in (standing.handler, standing.leader):
        return [f"回避以后还没有人接替（{_BOOK}第二十八条第三款）。"]
    return []


_RULES: dict[str, Rule] = {
    "told": _told,
    "not_accepted": _not_accepted,
    "accepted": lambda standing, event, facts: _late(standing, event, facts, NOTICE),
    "transferred": _sent,
    "assigned": _sent,
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
