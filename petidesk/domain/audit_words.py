"""What the events of the audit chain are called on paper and in workbooks: the act, and the kind of record.

Acts that a clerk knows by name have it in domain/undo/actions.py; here are the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from petidesk.domain.audit import AuditLine, AuditQuery
from petidesk.domain.trouble import Refused
from petidesk.domain.undo.actions import ACTIONS, BESIDE, TRACES

HEADINGS = ("序号", "时间", "人员", "做了什么", "对象", "编号", "摘要（SHA-256）")
_OTHERS = {
    "visit.imported": "导入来访",
    "dispute.imported": "导入纠纷",
    "case.split_off": "分案",
    "case.absorbed": "并案",
    "case.parted": "撤销并案",
    "case.taken_in": "撤销分案",
    "dispute.parted": "纠纷同来访脱开",
    "import.undone": "撤销导入",
    "schedule.undone": "撤回接待日变动",
    "sitting.withdrawn": "撤回领导意见",
    "visit.unvoided": "撤销作废登记",
    "dispute.unvoided": "撤销作废纠纷",
    "letter.unvoided": "撤销作废文书",
    "letter.kept": "撤销放弃草稿",
    "draft.kept": "撤销扔掉草稿",
    "person.unsaid": "撤销不是同一人",
    "ledger.reopened": "撤销月报结账",
    "round.voided": "撤销一轮排查",
    "calendar.withdrawn": "撤销录入日历",
    "rows.undone": "撤销上一步",
    "office.created": "建立单位",
    "backup.restored": "恢复备份",
    "numbers.continued": "恢复后编号接着排",
    "clock.right": "确认电脑日期",
    "secrets.resealed": "密封检举控告",
    "paper.printed": "打印文书",
    "letter.printed": "打印文书",
    "letter.draft_printed": "打印送审稿",
    "schedule.notice": "公布接待公示",
    "numbers.shown": "看完整号码",
    "bulletin.printed": "打印快报、通报",
}
KINDS = {
    "visit": "来访",
    "case": "信访事项",
    "letter": "文书",
    "dispute": "纠纷",
    "round": "排查",
    "ledger": "月报",
    "meeting": "会议",
    "sitting": "接访",
    "schedule": "接待日",
    "person": "人员",
    "draft": "草稿",
    "import": "导入",
    "calendar": "日历",
    "template": "文书模板",
    "office": "本单位",
    "staff": "工作人员",
    "secret": "密码和加密",
    "bulletin": "快报、通报",
    "leader": "领导",
    "plan": "排班方案",
    "county_template": "县里表样",
    "retention": "到期清除",
}


# The end of what is done when somebody opens an accusation, whatever kind of record it is.
UNMASKED = ".unmasked"
_UNMASKED_WORDS = "打开检举控告内容"
GROUPS = {
    "entered": "登记、添加",
    "changed": "更正、修改",
    "recorded": "记事、办理",
    "issued": "签发",
    "given": "打印、导出",
    "looked": "查看限制的内容",
    "taken_back": "作废、撤销、销毁",
    "kept": "人员、密码、备份",
}
"""Kinds of act, as one looks for them."""

_LOOKED = ("numbers.shown",)
_GIVEN = (*(code for code in TRACES if code not in _LOOKED), "ledger.exported", "ledger.packaged")
_KEPT = ("backup.restored", "numbers.continued", "clock.right", "office.created")
_RECORDED = (
    *("case.recorded", "case.split_off", "case.absorbed", "dispute.recorded", "round.returned", "ledger.closed"),
    *("sitting.arrived", "sitting.came", "sitting.received", "sitting.opinion", "sitting.noted", "sitting.closed"),
    *("sitting.reopened", "meeting.held", "schedule.leave", "schedule.called_off", "person.not_same"),
)
_ENTERED = (
    *("visit.added", "visit.imported", "dispute.added", "dispute.imported", "letter.drafted", "import.taken"),
    *("round.opened", "attachment.attached", "meeting.planned", "sitting.booked", "schedule.made"),
    *("schedule.plan_kept", "county.template_added", "calendar.imported"),
)
_TAKEN_BACK = (
    *("letter.discarded", "draft.discarded", "attachment.detached", "sitting.cancelled", "schedule.leave_ended"),
    *("schedule.plan_dropped", "case.parted", "case.taken_in", "dispute.parted", "retention.purged"),
)


class Acts(NamedTuple):
    """Acts by their codes; `looks`: also every look at an accusation, of which each kind of record has its own."""

    codes: tuple[str, ...]
    looks: bool = False


def _known() -> Mapping[str, str]:
    """Every act that has a name, by its code."""
    return {code: act_words(code) for code in (*ACTIONS, *BESIDE, *TRACES)}


def group_of(action: str) -> str:
    """To which group of GROUPS an act belongs: by its name, else by what it does to the record."""
    kind, _, done = action.partition(".")
    if done == UNMASKED[1:] or action in _LOOKED:
        return "looked"
    if kind in ("staff", "secrets") or action in _KEPT:
        return "kept"
    if action == "letter.issued":
        return "issued"
    for group, codes in (("given", _GIVEN), ("recorded", _RECORDED), ("entered", _ENTERED)):
        if action in codes:
            return group
    taken_back = action in _TAKEN_BACK or action in BESIDE or done == "voided"
    return "taken_back" if taken_back else "changed"


def acts_of(group: str) -> Acts:
    """The acts of a group of GROUPS; none of an unknown one."""
    return Acts(tuple(code for code in _known() if group_of(code) == group), group == "looked")


def acts_named(word: str) -> Acts:
    """The acts in whose name this word stands."""
    return Acts(tuple(code for code, words in _known().items() if word in words), word in _UNMASKED_WORDS)


def kinds_named(word: str) -> tuple[str, ...]:
    """The kinds of records in whose name this word stands."""
    return tuple(kind for kind, words in KINDS.items() if word in words)


def act_words(action: str) -> str:
    """What the act of an event is called; one that has no name here stays as it is stored."""
    if action.endswith(UNMASKED):
        return _UNMASKED_WORDS
    return ACTIONS[action].words if action in ACTIONS else _OTHERS.get(action, action)


def kind_words(kind: str) -> str:
    """What kind of record an event speaks of; empty where it has no name of its own."""
    return KINDS.get(kind, "")


# ---- on paper

FORM = "audit_list"
MOST_PRINTED = 1000
# There is one of each of these: what stands in place of a number is for the program.
_ONE_OF_A_KIND = ("office", "secret", "person", "draft")


def number_words(line: AuditLine) -> str:
    """The number of the record that an event speaks of; empty where it has none that people use."""
    return "" if line.subject_kind in _ONE_OF_A_KIND else line.subject


def asked_words(query: AuditQuery) -> str:
    """What the events were chosen by, for the head of the list; 全部 where nothing was."""
    since, until = query.since, query.until
    if since and until:
        day = f"{since}" if since == until else f"{since}至{until}"
    else:
        day = f"{since}起" if since else f"到{until}" if until else ""
    said = [
        day,
        f"人员：{query.staff}" if query.staff else "",
        f"做了什么：{GROUPS[query.act]}" if query.act in GROUPS else "",
        f"类别：{kind_words(query.kind)}" if query.kind else "",
        f"编号：{query.no}" if query.no else "",
        f"含“{query.text}”" if query.text else "",
    ]
    return "，".join(filter(None, said)) or "全部"


def refuse_too_many(total: int) -> None:
    """Refuse (forbidden) more lines than somebody reads on paper."""
    if total > MOST_PRINTED:
        words = f"共{total}条，一次最多打印{MOST_PRINTED}条。请先缩小日期或加上条件；要全部的，请导出。"
        raise Refused("forbidden", words)


def list_values(
    office: str, query: AuditQuery, lines: Sequence[AuditLine], entries: int, head: str, by: str, at: datetime
) -> dict[str, Any]:
    """Values of the list on paper, which says who did what to which record, and no word of what was recorded.

    `entries` and `head` say where the whole chain ends now: kept elsewhere, the paper proves that nothing before it was
    changed.
    """
    return {
        "机关名称": office,
        "条件": asked_words(query),
        "条数": str(len(lines)),
        "打印时间": f"{at:%Y-%m-%d %H:%M}",
        "打印人": by,
        "记录": [
            {
                "序号": str(line.event_id),
                "时间": f"{line.at:%Y-%m-%d %H:%M}",
                "人员": line.staff,
                "做了什么": act_words(line.action),
                "类别": kind_words(line.subject_kind),
                "编号": number_words(line),
            }
            for line in lines
        ],
        "全部条数": str(entries),
        "摘要": head,
    }
