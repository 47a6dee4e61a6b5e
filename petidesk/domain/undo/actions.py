"""Every action of the audit chain: what it is called and how it is taken back, or why it cannot be.

The chain is the one place that every change passes. An action that is in none of the three tables here is a bug of
whoever wrote it, and its transaction fails: none can be forgotten (tests/desk/undo walks every method of the desk).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from petidesk.domain.codes import ACCUSATION
from petidesk.domain.undo import ways
from petidesk.domain.undo.ways import Way


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the audit chain as its transaction wrote it. `kept`: what only the way back needs."""

    event_id: int
    at: datetime
    action: str
    kind: str
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    restricted: bool
    kept: Mapping[str, Any] = field(default_factory=dict)

    def said(self, key: str) -> Any:
        """What the line says of this key, after the change."""
        return (self.after or {}).get(key)

    def changed(self) -> dict[str, Any]:
        """The keys that the change altered, each with what it was before."""
        before, after = self.before or {}, self.after or {}
        return {key: value for key, value in before.items() if after.get(key) != value}


@dataclass(frozen=True, slots=True)
class Barred:
    """Why an action cannot be taken back: one sentence."""

    why: str


Answer = Way | Barred | None


@dataclass(frozen=True, slots=True)
class Action:
    """An action that a clerk knows by its name. `way` None from it: the line needs nothing undone of its own.

    `rows` names the tables whose changed rows are kept with the step. `leads`: which line of a transaction names it.
    """

    words: str
    way: Callable[[Line], Answer] = lambda _line: None
    rows: tuple[str, ...] = ()
    leads: int = 1


def barred(words: str, why: str) -> Action:
    """An action that cannot be taken back; it leads whatever happened beside it."""
    return Action(words, lambda _line: Barred(why), leads=9)


# ---- ways that need a look


def _visit_back(line: Line) -> Answer:
    was = [item["purpose"] for item in (line.before or {}).get("matters", ())]
    now = [item["purpose"] for item in (line.after or {}).get("matters", ())]
    turned = [(before, after) for before, after in zip(was, now, strict=False) if before != after]
    if any(after == ACCUSATION for _, after in turned) or now.count(ACCUSATION) > was.count(ACCUSATION):
        return Barred(BECAME_CLOSED)
    if any(before == ACCUSATION for before, _ in turned):
        return Barred("这次更正把检举控告改成了别的事项，要改回来，请再更正一次。")
    return ways.AmendVisit(line.subject, line.changed())


def _case_back(line: Line) -> Answer:
    return None if line.said("kind") == "undone" else ways.UndoEvent(line.subject, int(line.said("event")))


def _dispute_back(line: Line) -> Answer:
    return None if line.said("kind") == "undone" else ways.UndoDisputeEvent(line.subject, int(line.said("event")))


def _discarded_back(line: Line) -> Answer:
    return None if moot(line) is not None else ways.KeepDraft(dict(line.kept))


def _settings_back(line: Line) -> Answer:
    change = line.changed()
    villages = change.pop("villages", None)
    change.pop("valid_from", None)
    return ways.SettingsBack(str(line.said("valid_from")), change, villages)


def _calendar_back(line: Line) -> Answer:
    return ways.CalendarBack(int(line.subject), line.kept.get("own"))


def _meeting_voided(line: Line) -> Answer:
    if (line.before or {}).get("decisions"):
        return Barred("作废时已经把纪要里的决定从信访事项里撤销了，请另开一次会议重新记。")
    return None


BECAME_CLOSED = "这一步以后内容已经封存。"
RESTORED = "这是从备份恢复以前做的。"
_PRINTED = "打印出去的纸收不回来，只留打印记录。"
_HANDED_OUT = "已经导出交出去了。"
_WITH_IT = "跟着同一步一起记下，随那一步撤销。"
_TAKEN_BACK = "本身就是撤回；要恢复，请再记一次。"
_STAFF = "工作人员和权限的更改不能撤销，请在设置里再改一次。"
_NOT_DESK = "不是登记台的操作。"

_SECRETS = "密码和加密的改动不能撤回；要改，请再设一次。"

_DAY, _GUEST, _SITTING = "reception_day", "reception_guest", "reception_sitting"
_QUEUE = (_GUEST, _SITTING)

ACTIONS: Mapping[str, Action] = {
    "visit.added": Action("登记", lambda line: ways.VoidVisit(line.subject)),
    "visit.amended": Action("更正", _visit_back, leads=2),
    "visit.voided": Action("作废", lambda line: ways.UnvoidVisit(line.subject)),
    "person.not_same": Action(
        "标明不是同一人", lambda line: ways.SamePerson(int(line.subject), int(line.said("other")))
    ),
    "case.recorded": Action("记事", _case_back),
    "letter.drafted": Action("起草文书", lambda line: ways.DropDraft(int(line.said("letter_id")))),
    "letter.discarded": Action("放弃文书草稿", _discarded_back),
    "letter.issued": barred("签发文书", "文书签发后号码和内容都定了；签发错了请作废。"),
    "letter.voided": Action("作废文书", lambda line: ways.UnvoidLetter(line.subject), leads=2),
    "dispute.added": Action("登记纠纷", lambda line: ways.VoidDispute(line.subject)),
    "dispute.amended": Action("更正纠纷", lambda line: ways.AmendDispute(line.subject, line.changed())),
    "dispute.voided": Action("作废纠纷", lambda line: ways.UnvoidDispute(line.subject)),
    "dispute.recorded": Action("纠纷记事", _dispute_back),
    "round.opened": Action("开一轮排查", lambda line: ways.VoidRound(line.subject)),
    "round.returned": Action(
        "收排查情况", lambda line: ways.ReturnsBack(line.subject, list((line.before or {})["returns"]))
    ),
    "ledger.closed": Action("月报结账", lambda line: ways.ReopenMonth(line.subject)),
    "secrets.password_set": barred("设密码", _SECRETS),
    "secrets.password_gone": barred("收回密码", _SECRETS),
    "secrets.accusations": barred("改查阅检举控告的权限", _SECRETS),
    "secrets.recovery_made": barred("换恢复单", _SECRETS),
    "secrets.encrypted": barred("加密记录", _SECRETS),
    "secrets.decrypted": barred("解除加密", _SECRETS),
    "secrets.renewed": barred("换新钥匙", _SECRETS),
    "staff.added": barred("添加工作人员", _STAFF),
    "staff.changed": barred("更改工作人员", _STAFF),
    "staff.retired": barred("停用工作人员", _STAFF),
    "retention.purged": barred("按期销毁", "销毁的内容已经不在了，恢复不了。"),
    "ledger.exported": barred("导出台账", _HANDED_OUT),
    "ledger.packaged": barred("导出月报包", _HANDED_OUT),
    "county.template_added": barred("加县里表样", "表样已经存入；可以另加一份，或改栏目对应。"),
    "county.template_worded": Action(
        "定列表用词", lambda line: ways.ListWordsBack(line.subject, dict(line.before or {}))
    ),
    "county.template_mapped": Action(
        "对应表样栏目", lambda line: ways.MappingBack(line.subject, line.changed(), list(line.kept["new"]))
    ),
    "import.taken": Action("导入旧表", lambda line: ways.UndoImport(int(line.subject)), leads=3),
    "office.changed": Action("修改单位设置", _settings_back),
    "calendar.imported": Action("录入放假日历", _calendar_back),
    "template.changed": Action("修改文书模板", lambda line: ways.TemplateBack(line.subject, line.kept.get("text"))),
    "template.restored": Action("恢复文书模板", lambda line: ways.TemplateBack(line.subject, line.kept.get("text"))),
    "attachment.attached": Action("添加附件", lambda line: ways.DropAttachment(int(line.said("attachment_id")))),
    "attachment.detached": barred("移除附件", "移除的文件已经从磁盘上删掉，找不回来，请重新添加。"),
    "draft.discarded": Action(
        "扔掉草稿",
        lambda line: ways.KeepForm(line.kept["kind"], dict(line.kept["content"]), bool(line.kept["restricted"])),
    ),
    "schedule.made": Action("排接待日", rows=(_DAY,)),
    "schedule.swapped": Action("对调接待日", rows=(_DAY,)),
    "schedule.substituted": Action("顶替接待", rows=(_DAY,)),
    "schedule.locked": Action("锁定接待日", rows=(_DAY,)),
    "schedule.unlocked": Action("解锁接待日", rows=(_DAY,)),
    "schedule.moved": Action("改接待时间地点", rows=(_DAY,)),
    "schedule.called_off": Action("取消接待日", rows=(_DAY,)),
    "schedule.leave": Action("记领导请假", rows=("reception_leave",)),
    "schedule.leave_ended": Action("撤回领导请假", rows=("reception_leave",)),
    "schedule.plan_kept": Action("存排班方案", rows=("reception_plan",)),
    "schedule.plan_dropped": Action("删去排班方案", rows=("reception_plan",)),
    "sitting.booked": Action("预约接访", rows=_QUEUE),
    "sitting.arrived": Action("来访人到场", rows=_QUEUE),
    "sitting.came": Action("预约人签到", rows=_QUEUE),
    "sitting.amended": Action("改接访登记", rows=_QUEUE),
    "sitting.cancelled": Action("取消预约或离开", rows=_QUEUE),
    "sitting.received": Action("接谈登记", rows=_QUEUE, leads=2),
    "sitting.opinion": Action("记领导意见", rows=_QUEUE, leads=2),
    "sitting.noted": Action("记接访情况", rows=_QUEUE),
    "sitting.closed": Action("结束接访", rows=_QUEUE),
    "sitting.reopened": Action("重新打开接访", rows=_QUEUE),
    "meeting.planned": Action("安排会议", rows=("meeting",)),
    "meeting.changed": Action("修改会议", rows=("meeting",)),
    "meeting.held": Action("记会议纪要", rows=("meeting",), leads=2),
    "meeting.voided": Action("作废会议", _meeting_voided, rows=("meeting",), leads=2),
}
"""What a clerk can take back, or is told why not, by the action in the audit chain."""

BESIDE: Mapping[str, str] = {
    "visit.imported": _WITH_IT,
    "dispute.imported": _WITH_IT,
    "case.split_off": _WITH_IT,
    "case.absorbed": _WITH_IT,
    "case.parted": _WITH_IT,
    "case.taken_in": _WITH_IT,
    "dispute.parted": _WITH_IT,
    "import.undone": _TAKEN_BACK,
    "schedule.undone": _TAKEN_BACK,
    "sitting.withdrawn": _TAKEN_BACK,
    "visit.unvoided": _TAKEN_BACK,
    "dispute.unvoided": _TAKEN_BACK,
    "letter.unvoided": _TAKEN_BACK,
    "letter.kept": _TAKEN_BACK,
    "draft.kept": _TAKEN_BACK,
    "person.unsaid": _TAKEN_BACK,
    "ledger.reopened": _TAKEN_BACK,
    "round.voided": _TAKEN_BACK,
    "calendar.withdrawn": _TAKEN_BACK,
    "rows.undone": _TAKEN_BACK,
    "office.created": _NOT_DESK,
    "clock.right": _NOT_DESK,
    "backup.restored": _NOT_DESK,
    "numbers.continued": _NOT_DESK,
    "secrets.resealed": _WITH_IT,
}
"""Lines that are no step of their own, each with the reason: they go with another, or take one back themselves."""

WHOLLY_BACK = ("import.undone",)
"""Lines whose whole transaction takes a step back by hand: what it voids beside is no step either."""

TRACES: Mapping[str, str] = {
    "paper.printed": _PRINTED,
    "letter.printed": _PRINTED,
    "letter.draft_printed": _PRINTED,
    "schedule.notice": _PRINTED,
    "bulletin.printed": _PRINTED,
    "numbers.shown": "看过的收不回来。",
}
"""Lines that change no record, each with the reason: nothing rests on them, and they stand in no step's way."""


def is_trace(action: str) -> bool:
    """Whether the line only says that somebody looked or printed."""
    return action in TRACES or action.endswith(".unmasked")


def known(action: str) -> bool:
    """Whether the action has its place here."""
    return action in ACTIONS or action in BESIDE or is_trace(action)


def moot(line: Line) -> Way | None:
    """The way that this line has gone by hand already, None for any other line."""
    if line.action == "case.recorded" and line.said("kind") == "undone":
        return ways.UndoEvent(line.subject, int(line.said("event_id")))
    if line.action == "dispute.recorded" and line.said("kind") == "undone":
        return ways.UndoDisputeEvent(line.subject, int(line.said("event_id")))
    if line.action == "import.undone":
        return ways.UndoImport(int(line.subject))
    if line.action == "letter.discarded" and line.kept.get("version") == 1:  # nothing was ever written in it
        return ways.DropDraft(int(line.said("letter_id")))
    return None


def named(line: Line) -> str:
    """The name of the step that this line leads: 并案 镇信2026-0012."""
    words = ACTIONS[line.action].words
    if line.action == "case.recorded":
        from petidesk.domain.cases.events import KINDS as CASE_KINDS

        words = CASE_KINDS[str(line.said("kind"))].label
    elif line.action == "dispute.recorded":
        from petidesk.domain.ledger.events import KINDS as DISPUTE_KINDS

        words = DISPUTE_KINDS[str(line.said("kind"))].label
    return f"{words} {_number(line)}".rstrip()


def _number(line: Line) -> str:
    if line.kind in ("schedule", "sitting"):
        return "、".join(_day_words(part) for part in line.subject.split("、"))
    if line.kind in ("office", "person", "draft"):
        return ""
    if line.kind == "import":
        return str(line.said("source") or "")
    return line.subject


def _day_words(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.month}月{day.day}日"


def code(line: Line) -> str:
    """The action for the command line: what was recorded stands for itself (case.merged)."""
    return f"{line.kind}.{line.said('kind')}" if line.action.endswith(".recorded") else line.action
