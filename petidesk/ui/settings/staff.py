"""Section 工作人员: who works here, with which role; somebody new, another role, the end of somebody's work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.permissions import Permission
from petidesk.domain.staff import ROLES, Staff, StaffChanged
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role as part
from petidesk.ui.look.theme import theme
from petidesk.ui.settings.page import Section, section_card
from petidesk.ui.settings.secret_form import PasswordLines, told_of_copies

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

_BETWEEN = "　"


class StaffSection(Section):
    """The list; beside whoever is chosen in it her role. Whoever may not manage the staff sees it, and why not."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._known: dict[str, Staff] = {}
        self._may = False
        self.notice = controls.Notice("amber")
        self.notice.hide()
        self.column.addWidget(self.notice)
        frame, column = section_card(
            self.tr("工作人员"),
            self.tr(
                "登记员登记、办理；负责人还签发、作废、结账、撤销导入、导出完整号码；管理员还管设置、人员、恢复备份、加密。"
                "查阅检举控告要另外给，还要是负责人或管理员。写过的记录一直记着是谁写的。"
            ),
        )
        self.list = QListWidget()
        part(self.list, "menu")
        self.list.setAccessibleName(self.tr("工作人员"))
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        column.addWidget(self.list)
        self.role = ChipChoice(list(ROLES.items()), "registrar")
        self.role.setAccessibleName(self.tr("改成"))
        self.accusations = QCheckBox(self.tr("可以查阅检举控告"))
        self.change = controls.button(self.tr("保存更改"), self._change)
        self.retire = controls.button(self.tr("停用"), self._retire)
        self._lay(column, self.tr("改成"), self.role, self.accusations)
        row = containers.Flow(0.5)
        row.add(self.change)
        row.add(self.retire)
        column.addWidget(row)
        self.column.addWidget(frame)
        frame, column = section_card(self.tr("加一名工作人员"))
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.returnPressed.connect(self._add)
        column.addWidget(controls.field(self.tr("姓名"), self.name))
        self.new_role = ChipChoice(list(ROLES.items()), "registrar")
        self.new_role.setAccessibleName(self.tr("角色"))
        self.new_accusations = QCheckBox(self.tr("可以查阅检举控告"))
        self._lay(column, self.tr("角色"), self.new_role, self.new_accusations)
        self.add = controls.button(self.tr("添加"), self._add, icon="plus")
        row = containers.Flow(0.5)
        row.add(self.add)
        column.addWidget(row)
        self.column.addWidget(frame)
        self._password_card()
        self.column.addStretch(1)
        self._controls: tuple[QWidget, ...] = (self.role, self.accusations, self.change, self.retire, self.name)
        self._controls += (self.new_role, self.new_accusations, self.add, self.set_password)
        theme.changed.connect(self._fit)

    def _password_card(self) -> None:
        """In an encrypted office whoever is chosen in the list gets a password: without one he cannot log in."""
        self.password_card, column = section_card(
            self.tr("给选中的人设密码"), self.tr("没有密码的人打不开加密的记录。设好以后请他自己到“密码加密”里改。")
        )
        self.passwords = PasswordLines()
        self.set_password = controls.button(self.tr("设密码"), self._set_password, icon="lock")
        column.addWidget(self.passwords)
        row = containers.Flow(0.5)
        row.add(self.set_password)
        column.addWidget(row)
        self.password_card.setVisible(self.desk.secrets.encrypted)
        self.column.addWidget(self.password_card)

    def _lay(self, column: QVBoxLayout, words: str, role: ChipChoice, accusations: QCheckBox) -> None:
        column.addWidget(Field(words, role))
        column.addWidget(accusations)

    def load(self) -> None:
        """Who works here, and whether whoever sits here may change it."""
        desk = self.desk
        work.run(
            self,
            lambda: (desk.staff.all(), desk.secrets.without_password(), desk.staff.why_not(Permission.STAFF)),
            self._show,
        )

    def _show(self, found: tuple[tuple[Staff, ...], list[str], str]) -> None:
        people, without, why = found
        self.notice.setVisible(bool(why))
        if why:
            self.notice.show_as("amber", why)
        for control in self._controls:
            control.setEnabled(not why)
            control.setToolTip(why)
        chosen = self._chosen()
        self._known = {member.name: member for member in people}
        self.list.clear()
        for member in people:
            item = QListWidgetItem(member.words(_BETWEEN, no_password=member.name in without))
            item.setData(Qt.ItemDataRole.UserRole, member.name)
            self.list.addItem(item)
            if chosen is not None and member.name == chosen.name:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._may = not why
        self._fit()
        self._show_chosen()

    def _fit(self) -> None:
        self.list.setFixedHeight(theme.em(2.3) * max(min(self.list.count(), 8), 1) + theme.em(0.5))

    def _chosen(self) -> Staff | None:
        item = self.list.currentItem()
        return None if item is None else self._known.get(str(item.data(Qt.ItemDataRole.UserRole)))

    def _show_chosen(self) -> None:
        member = self._chosen()
        if member is None:
            return
        self.role.choose(member.role)
        self.accusations.setChecked(member.accusations)
        self.retire.setEnabled(self._may and member.active)
        self.change.setText(self.tr("保存更改") if member.active else self.tr("请他回来"))

    # ---- doing

    def _add(self) -> None:
        desk, name, role = self.desk, self.name.text(), self.new_role.chosen()
        accusations = self.new_accusations.isChecked()

        def done(member: Staff) -> None:
            self.name.clear()
            self.new_accusations.setChecked(False)
            told = self.tr("{0} 已添加，按 Ctrl+L 换人用。")
            if self.desk.secrets.encrypted:
                told = self.tr("{0} 已添加。他还没有密码，请在名单里选中他，在下面设一个。")
            self._done(told.format(member.name))

        work.run(self, lambda: desk.staff.add(name, role, accusations=accusations), done, self._refused)

    def _change(self) -> None:
        desk, member = self.desk, self._chosen()
        if member is not None:
            name, role, may = member.name, self.role.chosen(), self.accusations.isChecked()
            self._run(lambda: desk.staff.change(name, role=role, accusations=may))

    def _retire(self) -> None:
        desk, member = self.desk, self._chosen()
        if member is not None:
            name = member.name
            self._run(lambda: desk.staff.change(name, retire=True))

    def _run(self, call: Callable[[], StaffChanged]) -> None:
        work.run(self, call, self._changed, self._refused)

    def _set_password(self) -> None:
        desk, member = self.desk, self._chosen()
        if problem := self.passwords.problem():
            self.denied.emit(problem)
        elif member is not None:
            name, typed = member.name, self.passwords.password()
            work.run(self, lambda: desk.secrets.set_password(name, typed), self._password_set, self._refused)

    def _password_set(self, copies: Sequence[str]) -> None:
        self.passwords.clear()
        self._done(self.tr("密码设好了。") + told_of_copies(copies))

    def _changed(self, changed: StaffChanged) -> None:
        words = " ".join((self.tr("已更改：{0}。").format(changed.member.words(_BETWEEN)), *changed.warnings))
        self._done(words + told_of_copies(changed.copies))

    def _done(self, words: str) -> None:
        self.message.emit(words)
        self.saved.emit()
        self.load()

    def _refused(self, trouble: Trouble) -> None:
        self.denied.emit(trouble.message)
