"""Amending a visit in place: the same form as for registering, and only the keys that were changed go to the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.trouble import Refused, Trouble
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.typed import VisitForm
from petidesk.domain.visits.visits import Visit
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.registration.choices import FormChoices
from petidesk.ui.registration.form import RegistrationForm

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


def amend_document(visit: Visit) -> dict[str, Any]:
    """The visit as `visit add` takes it, its matters with their case numbers."""
    document = content_document(visit.content)
    for matter, stored in zip(document["matters"], visit.matters, strict=True):
        matter["case_no"] = stored.case_no
    return document


def changed_keys(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The keys of `after` that differ: all that an amendment sends."""
    return {key: value for key, value in after.items() if before.get(key) != value}


class AmendPanel(QWidget):
    """The form with 保存更正 and 不改了 under it. `done` carries the amended visit, `left` nothing."""

    done = Signal(object)
    left = Signal()
    # A conflicting change: the visit shall be read again, what was typed stays in sight.
    overtaken = Signal()

    def __init__(self, desk: Desk, visit: Visit, why: str = "") -> None:
        """`why`: the reason for which an accusation was opened; saving it leaves one more line."""
        super().__init__()
        self._desk = desk
        self._why = why
        self._visit = visit
        self._warned = False
        choices = FormChoices(desk, self)
        choices.load()
        self.form = RegistrationForm(desk.now, choices.offers(), lambda: desk.office.current().most_representatives)
        # An amendment corrects what was written down; it moves the visit to no other person or case.
        self.form.people.links_open = self.form.matters.links_open = False
        self.notice = controls.Notice("ink", self.tr("改完按 Ctrl+Enter 保存。原来的内容留在修改记录里。"))
        self._build()
        form = VisitForm.from_document(amend_document(visit))
        self._before = form.document(desk.now())
        self.form.show_form(form)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        sheet, column = controls.card()
        column.addWidget(self.notice)
        column.addWidget(self.form)
        holder = QWidget()
        around = QVBoxLayout(holder)
        spaced(around, 0, (0, 0, 0.5, 0))
        around.addWidget(sheet)
        outer.addWidget(controls.Scroll(holder), 1)
        bar = QFrame()
        role(bar, "bar")
        row = QHBoxLayout(bar)
        spaced(row, 0.5, (0, 0.5, 0, 0))
        actions = controls.Flow(0.5)
        self.save_button = controls.button(self.tr("保存更正  Ctrl+Enter"), self.save, part="primary")
        actions.add(self.save_button)
        actions.add(controls.button(self.tr("不改了  Esc"), self.leave))
        row.addWidget(actions, 1)
        outer.addWidget(bar)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)
        self.form.finished.connect(self.save_button.setFocus)

    @property
    def changed(self) -> bool:
        """Whether anything typed differs from the visit."""
        try:
            return bool(changed_keys(self._before, self.form.form.document(self._desk.now())))
        except Refused:
            return True

    def leave(self) -> None:
        """Leave without saving; what was typed is given up only when asked a second time."""
        if self.changed and not self._warned:
            self._warned = True
            self.notice.show_as("amber", self.tr("改过的内容还没有保存。按 Ctrl+Enter 保存；再按一次 Esc 就不改了。"))
            return
        self.left.emit()

    def save(self) -> None:
        """Send what was changed."""
        try:
            change = changed_keys(self._before, self.form.form.document(self._desk.now()))
        except Refused as refusal:
            self.form.refuse(refusal)
            return
        if not change:
            self.left.emit()
            return
        desk, number, version, why = self._desk, self._visit.visit_no, self._visit.version, self._why
        self.save_button.setEnabled(False)
        work.run(
            self,
            lambda: desk.visits.amend(number, change, expected_version=version, unmask=why),
            self.done.emit,
            self._failed,
            title=self.tr("正在保存更正"),
        )

    def _failed(self, trouble: Trouble) -> None:
        self.save_button.setEnabled(True)
        if isinstance(trouble, Refused) and trouble.field is not None:
            self.form.refuse(trouble)
            return
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        if trouble.code == "forbidden":
            self.notice.show_as("amber", words, self.tr("看现在的内容"), self.overtaken.emit)
        else:
            self.notice.show_as("seal", words)
        self.notice.setFocus()
