"""What the events of the audit chain are called on paper and in workbooks: the act, and the kind of record.

Acts that a clerk knows by name have it in domain/undo/actions.py; here are the others.
"""

from __future__ import annotations

from petidesk.domain.undo.actions import ACTIONS

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
    "paper.printed": "打印文书",
    "letter.printed": "打印文书",
    "letter.draft_printed": "打印送审稿",
    "schedule.notice": "公布接待公示",
    "numbers.shown": "看完整号码",
    "bulletin.printed": "打印快报、通报",
}
_KINDS = {
    "visit": "来访",
    "case": "信访事项",
    "letter": "文书",
    "dispute": "纠纷",
    "round": "排查",
    "ledger": "月报",
    "meeting": "会议",
    "sitting": "接访",
    "day": "接待日",
    "reception_day": "接待日",
    "person": "人员",
    "draft": "草稿",
    "attachment": "附件",
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
}


def act_words(action: str) -> str:
    """What the act of an event is called; one that has no name here stays as it is stored."""
    if action.endswith(".unmasked"):
        return "打开检举控告内容"
    return ACTIONS[action].words if action in ACTIONS else _OTHERS.get(action, action)


def kind_words(kind: str) -> str:
    """What kind of record an event speaks of; empty where it has no name of its own."""
    return _KINDS.get(kind, "")
