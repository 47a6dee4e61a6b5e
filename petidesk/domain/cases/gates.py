"""Which kinds of event fit where a case stands: the part of the rules that needs nothing but the kind and the day."""

from __future__ import annotations

from petidesk.domain.cases.cases import HANDLING, NOTICE, CaseEvent, Standing
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.facts import (
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
from petidesk.domain.codes import ACCUSATION, CASE_STATES
from petidesk.domain.trouble import Refused

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


_AFTER_THE_END = frozenset(
    ("reopened", "followed_up", "rated", "entered", "served", "in_place", "carried_out", "promised")
)


def refuse_misfit(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    """Whether an event of this kind fits where the case stands."""
    kind, state = event.kind, standing.state
    if event.on < facts.opened_on:
        raise Refused(
            "bad_value", f"{KINDS[kind].label}的日期早于登记日期{facts.opened_on.isoformat()}，请核对。", field="on"
        )
    # Somebody came again after the end: he is told, and after 复核 he may be told that it is not accepted again.
    answers = ("told", "not_accepted") if standing.stage == "rechecked" else ("told",)
    owes_notice = kind in answers and standing.running(NOTICE) is not None
    if state == "closed" and not owes_notice and kind not in _AFTER_THE_END:
        raise Refused("already_closed", f"此件已结案，不能再记“{KINDS[kind].label}”；确需办理请先记“重新办理”。")
    if kind in _NEEDS_OPEN and not owes_notice and not standing.open:
        raise Refused("already_closed", f"此件{CASE_STATES[state]}，不能再记“{KINDS[kind].label}”。")
    gate = _GATES.get(kind)
    if gate is not None:
        gate(standing, event, facts)


def _gate_told(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.told_on is not None and standing.running(NOTICE) is None and not standing.rerouted:
        raise Refused(
            "forbidden", f"{standing.told_on.isoformat()}已经书面告知，没有新的来访要告知。", basis=NOTICE_BASIS
        )


def _gate_accepted(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.accepted_on is not None:
        raise Refused(
            "forbidden", f"此件已于{standing.accepted_on.isoformat()}受理，不能再次受理。", basis=ROUTES_BASIS
        )
    if facts.order:
        raise Refused("forbidden", _ORDERED[facts.order], basis=HANDLING_BASIS)
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


_ORDERED = {
    "hotline": (
        "12345工单按工单期限办理、答复，不走受理和60日办理期限；来电人本人来信来访提出的，请登记那次来访并关联此件，再受理。"
    ),
    "instruction": (
        "领导批示件按批示期限办理、报告，不走受理和60日办理期限；信访人本人来信来访的，请登记那次来访并关联此件，再受理。"
    ),
}


def _purpose_basis(facts: CaseFacts) -> str:
    return {"suggestion": SUGGESTION_BASIS, ACCUSATION: f"{BOOK}第三十条"}.get(facts.purpose, f"{ROUTES_BASIS}第六项")


def _gate_not_accepted(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.accepted_on is not None and standing.stage != "rechecked":
        raise Refused("forbidden", "此件已经受理，不能再不予受理；应当作出处理意见。", basis=RESULTS_BASIS)
    if facts.restricted:
        raise Refused(
            "forbidden", "检举控告不作不予受理，请移送有权处理的机关，并书面告知移送的机关。", basis=f"{BOOK}第三十条"
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
        raise Refused("forbidden", "处理意见书还没有送达，复查期限没有开始；请先记“送达”。", basis=f"{BOOK}第三十五条")
    if standing.stage:
        raise Refused("forbidden", "此件已经请求过复查。", basis=f"{BOOK}第三十五条")


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
    if standing.granted:
        numbers = "、".join(map(str, sorted(standing.granted)))
        words = f"第{numbers}项请求的处理意见还没有落实，不能结案归档；请先记“落实”。"
        raise Refused("forbidden", words, basis=f"{BOOK}第三十二条第二款、第四十二条第四项")


def _gate_reopened(standing: Standing, event: CaseEvent, facts: CaseFacts) -> None:
    if standing.state != "closed":
        raise Refused("forbidden", "此件没有结案，不需要重新办理。")
    if standing.merged_into:
        raise Refused("forbidden", f"此件已并入{standing.merged_into}；要分开请撤销并案。")
    if standing.stage == "rechecked":
        raise Refused("forbidden", "复核意见已作出，同一事实和理由不再受理。", basis=f"{BOOK}第三十六条第三款")


_GATES: dict[str, Rule] = {
    "told": _gate_told,
    "accepted": _gate_accepted,
    "not_accepted": _gate_not_accepted,
    "objected": _gate_objected,
    "objection_answered": _gate_objection_answered,
    "extended": _gate_extended,
    "concluded": _gate_concluded,
    "review_requested": _gate_review,
    "reviewed": _after_stage("review_requested", f"{BOOK}第三十五条", "还没有记“请求复查”。"),
    "recheck_requested": _after_stage("reviewed", f"{BOOK}第三十六条", "还没有复查意见，不能请求复核。"),
    "rechecked": _after_stage("recheck_requested", f"{BOOK}第三十六条", "还没有记“请求复核”。"),
    "closed": _gate_closed,
    "reopened": _gate_reopened,
}
