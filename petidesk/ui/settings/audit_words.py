"""What an audit event says in Chinese: the act, what it was done to, and what it changed.

What is kept under a key or as a code for which no catalogue has words is for the program, and no line tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from petidesk.domain.audit import AuditLine
from petidesk.domain.cases import events as case_events
from petidesk.domain.codes import CASE_STATES
from petidesk.domain.fields import Field
from petidesk.domain.ledger import events as ledger_events
from petidesk.domain.ledger.rounds import ROUND_KINDS
from petidesk.domain.numbering import in_words
from petidesk.domain.office.fields import setting_names
from petidesk.domain.reception.days import KINDS as RECEPTIONS
from petidesk.domain.sittings.guests import GUEST_STATES, OUTCOMES
from petidesk.domain.sittings.sittings import DAY_OUTCOMES
from petidesk.ui.record.history import changes, value_words
from petidesk.ui.translate import translate

# Records whose fields stand in a catalogue that knows how a change of them reads.
_OF_FORMS = ("visit", "dispute")
_LABELS = {
    "kind": QT_TRANSLATE_NOOP("Audit", "种类"),
    "on": QT_TRANSLATE_NOOP("Audit", "日期"),
    "by": QT_TRANSLATE_NOOP("Audit", "记录人"),
    "number": QT_TRANSLATE_NOOP("Audit", "序号"),
    "people": QT_TRANSLATE_NOOP("Audit", "人数"),
    "state": QT_TRANSLATE_NOOP("Audit", "状态"),
    "outcome": QT_TRANSLATE_NOOP("Audit", "结果"),
    "visit_no": QT_TRANSLATE_NOOP("Audit", "来访编号"),
    "case_no": QT_TRANSLATE_NOOP("Audit", "信访事项编号"),
    "owner": QT_TRANSLATE_NOOP("Audit", "承办"),
    "text": QT_TRANSLATE_NOOP("Audit", "内容"),
    "due_on": QT_TRANSLATE_NOOP("Audit", "期限"),
    "leader": QT_TRANSLATE_NOOP("Audit", "领导"),
    "leaders": QT_TRANSLATE_NOOP("Audit", "领导"),
    "note": QT_TRANSLATE_NOOP("Audit", "备注"),
    "villages": QT_TRANSLATE_NOOP("Audit", "村（社区）"),
    "village": QT_TRANSLATE_NOOP("Audit", "村（社区）"),
    "answer": QT_TRANSLATE_NOOP("Audit", "报来的情况"),
    "title": QT_TRANSLATE_NOOP("Audit", "名称"),
    "name": QT_TRANSLATE_NOOP("Audit", "名称"),
    "since": QT_TRANSLATE_NOOP("Audit", "从"),
    "until": QT_TRANSLATE_NOOP("Audit", "到"),
    "month": QT_TRANSLATE_NOOP("Audit", "月份"),
    "carried_over": QT_TRANSLATE_NOOP("Audit", "上月结转"),
    "found": QT_TRANSLATE_NOOP("Audit", "新排查"),
    "resolved": QT_TRANSLATE_NOOP("Audit", "化解"),
    "outstanding": QT_TRANSLATE_NOOP("Audit", "未化解"),
    "rows": QT_TRANSLATE_NOOP("Audit", "件数"),
    "place": QT_TRANSLATE_NOOP("Audit", "地点"),
    "time": QT_TRANSLATE_NOOP("Audit", "时间"),
    "units": QT_TRANSLATE_NOOP("Audit", "单位"),
    "why": QT_TRANSLATE_NOOP("Audit", "原因"),
    "reason": QT_TRANSLATE_NOOP("Audit", "原因"),
    "signed_by": QT_TRANSLATE_NOOP("Audit", "签发人"),
    "signed_on": QT_TRANSLATE_NOOP("Audit", "签发日期"),
    "letter_no": QT_TRANSLATE_NOOP("Audit", "文号"),
    "closed": QT_TRANSLATE_NOOP("Audit", "结束"),
    "agenda": QT_TRANSLATE_NOOP("Audit", "议题"),
    "attendees": QT_TRANSLATE_NOOP("Audit", "参加人员"),
    "file": QT_TRANSLATE_NOOP("Audit", "文件"),
    "file_name": QT_TRANSLATE_NOOP("Audit", "文件"),
    "attachment": QT_TRANSLATE_NOOP("Audit", "附件"),
    "year": QT_TRANSLATE_NOOP("Audit", "年份"),
    "at": QT_TRANSLATE_NOOP("Audit", "时间"),
    "as_of": QT_TRANSLATE_NOOP("Audit", "统计截止时间"),
}
_ANSWERS = {
    "missing": QT_TRANSLATE_NOOP("Audit", "未报"),
    "zero": QT_TRANSLATE_NOOP("Audit", "零报告"),
    "reported": QT_TRANSLATE_NOOP("Audit", "有纠纷"),
}
_CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("schedule", "kind"): RECEPTIONS,
    ("plan", "kind"): RECEPTIONS,
    ("round", "kind"): ROUND_KINDS,
    ("case", "state"): CASE_STATES,
    ("sitting", "state"): GUEST_STATES,
    ("sitting", "outcome"): {**DAY_OUTCOMES, **OUTCOMES},
}
_CODE = re.compile(r"[a-z][a-z0-9_]*(?::\S*)?")


def action_words(action: str) -> str:
    """What an audit event says in Chinese; an action that is not known here is shown as it is stored."""
    return {
        "office.created": translate("Audit", "建立单位"),
        "office.changed": translate("Audit", "修改单位设置"),
        "staff.added": translate("Audit", "添加工作人员"),
        "staff.changed": translate("Audit", "更改工作人员"),
        "staff.retired": translate("Audit", "停用工作人员"),
        "retention.purged": translate("Audit", "按期销毁"),
        "calendar.imported": translate("Audit", "录入放假日历"),
        "calendar.withdrawn": translate("Audit", "撤销录入日历"),
        "visit.added": translate("Audit", "登记来访"),
        "visit.imported": translate("Audit", "导入来访"),
        "visit.amended": translate("Audit", "更正登记"),
        "visit.voided": translate("Audit", "作废登记"),
        "visit.unvoided": translate("Audit", "撤销作废登记"),
        "person.not_same": translate("Audit", "标明不是同一人"),
        "person.unsaid": translate("Audit", "撤销不是同一人"),
        "draft.discarded": translate("Audit", "扔掉草稿"),
        "draft.kept": translate("Audit", "撤销扔掉草稿"),
        "visit.unmasked": translate("Audit", "打开检举控告内容"),
        "draft.unmasked": translate("Audit", "打开检举控告草稿"),
        "numbers.shown": translate("Audit", "看完整号码"),
        "paper.printed": translate("Audit", "打印文书"),
        "bulletin.printed": translate("Audit", "打印快报、通报"),
        "case.recorded": translate("Audit", "事项记事"),
        "case.split_off": translate("Audit", "分案"),
        "case.absorbed": translate("Audit", "并案"),
        "case.parted": translate("Audit", "撤销并案"),
        "case.taken_in": translate("Audit", "撤销分案"),
        "case.unmasked": translate("Audit", "打开检举控告内容"),
        "letter.drafted": translate("Audit", "起草文书"),
        "letter.draft_printed": translate("Audit", "打印送审稿"),
        "letter.discarded": translate("Audit", "放弃文书草稿"),
        "letter.issued": translate("Audit", "签发文书"),
        "letter.printed": translate("Audit", "打印文书"),
        "letter.voided": translate("Audit", "作废文书"),
        "letter.unvoided": translate("Audit", "撤销作废文书"),
        "letter.kept": translate("Audit", "撤销放弃草稿"),
        "meeting.planned": translate("Audit", "安排会议"),
        "meeting.changed": translate("Audit", "修改会议"),
        "meeting.held": translate("Audit", "记会议纪要"),
        "meeting.voided": translate("Audit", "作废会议"),
        "attachment.attached": translate("Audit", "添加附件"),
        "attachment.detached": translate("Audit", "移除附件"),
        "import.taken": translate("Audit", "导入旧表"),
        "import.undone": translate("Audit", "撤销导入"),
        "dispute.added": translate("Audit", "登记纠纷"),
        "dispute.imported": translate("Audit", "导入纠纷"),
        "dispute.amended": translate("Audit", "更正纠纷"),
        "dispute.parted": translate("Audit", "纠纷同来访脱开"),
        "dispute.recorded": translate("Audit", "纠纷记事"),
        "dispute.voided": translate("Audit", "作废纠纷"),
        "dispute.unvoided": translate("Audit", "撤销作废纠纷"),
        "round.opened": translate("Audit", "开一轮排查"),
        "round.returned": translate("Audit", "收排查情况"),
        "round.voided": translate("Audit", "撤销一轮排查"),
        "ledger.closed": translate("Audit", "月报结账"),
        "ledger.reopened": translate("Audit", "撤销月报结账"),
        "ledger.exported": translate("Audit", "导出台账"),
        "ledger.packaged": translate("Audit", "导出月报包"),
        "county.template_added": translate("Audit", "加县里表样"),
        "county.template_mapped": translate("Audit", "对应表样栏目"),
        "county.template_worded": translate("Audit", "定列表用词"),
        "template.changed": translate("Audit", "修改文书模板"),
        "template.restored": translate("Audit", "恢复文书模板"),
        "schedule.made": translate("Audit", "排接待日"),
        "schedule.swapped": translate("Audit", "对调接待日"),
        "schedule.substituted": translate("Audit", "顶替接待"),
        "schedule.locked": translate("Audit", "锁定接待日"),
        "schedule.unlocked": translate("Audit", "解锁接待日"),
        "schedule.leave": translate("Audit", "记领导请假"),
        "schedule.leave_ended": translate("Audit", "撤回领导请假"),
        "schedule.notice": translate("Audit", "公布接待公示"),
        "schedule.moved": translate("Audit", "改接待时间地点"),
        "schedule.called_off": translate("Audit", "取消接待日"),
        "schedule.undone": translate("Audit", "撤回接待日变动"),
        "schedule.plan_kept": translate("Audit", "存排班方案"),
        "schedule.plan_dropped": translate("Audit", "删去排班方案"),
        "sitting.booked": translate("Audit", "预约接访"),
        "sitting.arrived": translate("Audit", "来访人到场"),
        "sitting.came": translate("Audit", "预约人签到"),
        "sitting.amended": translate("Audit", "改接访登记"),
        "sitting.cancelled": translate("Audit", "取消预约或离开"),
        "sitting.received": translate("Audit", "接谈登记"),
        "sitting.opinion": translate("Audit", "记领导意见"),
        "sitting.withdrawn": translate("Audit", "撤回领导意见"),
        "sitting.noted": translate("Audit", "记接访情况"),
        "sitting.closed": translate("Audit", "结束接访"),
        "sitting.reopened": translate("Audit", "重新打开接访"),
        "rows.undone": translate("Audit", "撤销上一步"),
        "secrets.password_set": translate("Audit", "设密码"),
        "secrets.password_gone": translate("Audit", "收回密码"),
        "secrets.accusations": translate("Audit", "改查阅检举控告的权限"),
        "secrets.recovery_made": translate("Audit", "换恢复单"),
        "secrets.encrypted": translate("Audit", "加密记录"),
        "secrets.decrypted": translate("Audit", "解除加密"),
        "secrets.renewed": translate("Audit", "换新钥匙"),
        "secrets.resealed": translate("Audit", "密封检举控告"),
        "backup.restored": translate("Audit", "恢复备份"),
        "numbers.continued": translate("Audit", "恢复后编号接着排"),
        "clock.right": translate("Audit", "确认电脑日期"),
    }.get(action, action)


def subject_words(line: AuditLine) -> str:
    """What was done something to: the number of the record, or the name of the one thing of its kind."""
    known = {
        "office": translate("Audit", "本单位"),
        "secret": translate("Audit", "密码和加密"),
        "template": translate("Audit", "文书模板"),
        "calendar": translate("Audit", "{0} 年日历").format(line.subject),
    }
    return known.get(line.subject_kind, "" if _CODE.fullmatch(line.subject) else line.subject)


def changed_lines(before: dict[str, Any] | None, after: dict[str, Any] | None, subject: str = "visit") -> list[str]:
    """What differs, one line each: the field as the form calls it, old → new. `subject` is what was changed."""
    if subject in _OF_FORMS and not _an_event(after):
        found = changes(before or {}, after or {}, subject)
        return [_line(change.label, change.before, change.after) for change in found if not _is_code(change.label)]
    return list(_differences(before or {}, after or {}, subject))


def _an_event(after: Mapping[str, Any] | None) -> bool:
    return after is not None and "kind" in after


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], subject: str) -> Iterator[str]:
    asks = {ask.key: ask for ask in _asks(subject, str(after.get("kind", "")))}
    settings = setting_names() if subject == "office" else {}
    for key in dict.fromkeys((*before, *after)):
        ask = asks.get(key)
        label = settings.get(key) or (ask.label if ask else translate("Audit", str(_LABELS.get(key, ""))))
        was, became = (_value(subject, key, ask, kept.get(key)) for kept in (before, after))
        if label and was is not None and became is not None and was != became:
            yield _line(label, was, became)


def _asks(subject: str, kind: str) -> tuple[Field, ...]:
    """What is asked of an event of this kind of a case or a dispute."""
    if subject == "case" and kind in case_events.KINDS:
        return case_events.KINDS[kind].asks
    if subject == "dispute" and kind in ledger_events.KINDS:
        return ledger_events.KINDS[kind].asks
    return ()


def _value(subject: str, key: str, ask: Field | None, value: Any) -> str | None:
    """A value in words; None for what is kept for the program alone."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value)):
        return None
    if not isinstance(value, str):
        return value_words(key, value)
    if key == "kind" and subject in ("case", "dispute"):
        kinds = case_events.KINDS if subject == "case" else ledger_events.KINDS
        return kinds[value].label if value in kinds else None
    if subject == "round" and key == "answer" and value in _ANSWERS:
        return translate("Audit", str(_ANSWERS[value]))
    known = (ask.choices if ask and ask.choices else None) or _CODES.get((subject, key), {})
    if value in known:
        return str(known[value])
    if subject == "template" or _is_code(value):
        return None
    return value_words(key, in_words(value) if key.endswith("_pattern") else value)


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def _line(label: str, before: str, after: str) -> str:
    return f"{label}：{_short(before)} → {_short(after)}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
