"""Section 修改记录: who changed what and when; the newest first, one line opened shows before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from petidesk.domain.audit import AuditChange, AuditLine, HistoryLine
from petidesk.domain.office.fields import setting_names
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, theme
from petidesk.ui.record.history import changes
from petidesk.ui.settings.page import Section, section_card
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

AT_ONCE = 100
_LINE = Qt.ItemDataRole.UserRole


def action_words(action: str) -> str:
    """What an audit event says in Chinese; an action that is not known here is shown as it is stored."""
    return {
        "office.created": translate("Audit", "建立单位"),
        "office.changed": translate("Audit", "修改单位设置"),
        "calendar.imported": translate("Audit", "录入放假日历"),
        "visit.added": translate("Audit", "登记来访"),
        "visit.imported": translate("Audit", "导入来访"),
        "visit.amended": translate("Audit", "更正登记"),
        "visit.voided": translate("Audit", "作废登记"),
        "person.not_same": translate("Audit", "标明不是同一人"),
        "visit.unmasked": translate("Audit", "打开检举控告内容"),
        "draft.unmasked": translate("Audit", "打开检举控告草稿"),
        "paper.printed": translate("Audit", "打印文书"),
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
        "round.opened": translate("Audit", "开一轮排查"),
        "round.returned": translate("Audit", "收排查情况"),
        "ledger.closed": translate("Audit", "月报结账"),
        "ledger.exported": translate("Audit", "导出台账"),
        "ledger.packaged": translate("Audit", "导出月报包"),
        "county.template_added": translate("Audit", "加县里表样"),
        "county.template_mapped": translate("Audit", "对应表样栏目"),
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
        "clock.right": translate("Audit", "确认电脑日期"),
    }.get(action, action)


def changed_lines(before: dict[str, Any] | None, after: dict[str, Any] | None, subject: str = "visit") -> list[str]:
    """What differs, one line each: the field as the form calls it, old → new. `subject` is what was changed."""
    labels = setting_names() if subject == "office" else {}
    return [
        f"{labels.get(change.key, change.label)}：{_short(change.before)} → {_short(change.after)}"
        for change in changes(before or {}, after or {}, subject)
    ]


def _texts(change: HistoryLine, subject: str) -> list[str]:
    return changed_lines(change.before, change.after, subject) if isinstance(change, AuditChange) else []


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


class AuditSection(Section):
    """The list of audit events."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._shown = 0
        frame, column = section_card(
            self.tr("修改记录"), self.tr("谁在什么时候做了什么。这些记录只增不改，点一行看改动前后的内容。")
        )
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("修改记录"))
        self.tree.setHeaderLabels([self.tr("时间"), self.tr("做了什么"), self.tr("对象"), self.tr("人员")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sized(self.tree, min_height=18)
        self.tree.itemActivated.connect(self._open)
        self.tree.itemClicked.connect(self._open)
        column.addWidget(self.tree, 1)
        self.more = controls.button(self.tr("再列 100 条"), self._more, part="link")
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(frame, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def load(self) -> None:
        """Read the newest lines."""
        self._shown = 0
        desk = self.desk
        work.run(self, lambda: desk.audit.lines(AT_ONCE, 0), self._first)

    def _first(self, lines: list[AuditLine]) -> None:
        self.tree.clear()
        self._add(lines)

    def _more(self) -> None:
        desk, offset = self.desk, self._shown
        work.run(self, lambda: desk.audit.lines(AT_ONCE, offset), self._add)

    def _add(self, lines: list[AuditLine]) -> None:
        for line in lines:
            texts = [f"{line.at:%Y-%m-%d %H:%M}", action_words(line.action), line.subject, line.staff]
            item = QTreeWidgetItem(texts)
            item.setData(0, _LINE, line)
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            self.tree.addTopLevelItem(item)
        self._shown += len(lines)
        self.more.setVisible(len(lines) == AT_ONCE)

    def _open(self, item: QTreeWidgetItem) -> None:
        line = item.data(0, _LINE)
        if not isinstance(line, AuditLine):
            return
        if item.childCount():
            item.setExpanded(not item.isExpanded())
            return
        desk = self.desk
        work.run(
            self,
            lambda: desk.audit.for_subject(line.subject_kind, line.subject),
            lambda changes: self._show_change(line, changes),
        )

    def _show_change(self, line: AuditLine, changes: Sequence[HistoryLine]) -> None:
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is None or item.data(0, _LINE) != line:
                continue
            for change in changes:
                if change.event.event_id == line.event_id:
                    texts = _texts(change, line.subject_kind) or [self.tr("没有可以显示的内容。")]
                    for text in texts[:40]:
                        child = QTreeWidgetItem([text])
                        child.setToolTip(0, text)
                        item.addChild(child)
                        child.setFirstColumnSpanned(True)
            item.setExpanded(True)
            return

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font())
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.resizeSection(0, metrics.horizontalAdvance("2026-12-31 23:59") + theme.em(1.5))
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(3, theme.em(5))
