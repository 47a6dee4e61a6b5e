"""Amending a visit in place: the same form as for registering, and only the keys that were changed go to the desk.

What is typed is kept like that of every other form: Esc puts it away, and it is there when the visit is opened again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.trouble import Refused, Trouble
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.typed import VisitForm
from petidesk.domain.visits.visits import Visit
from petidesk.ui import work
from petidesk.ui.forms.form import words_of
from petidesk.ui.forms.kept import KeptForm
from petidesk.ui.look import containers, controls
from petidesk.ui.look.feet import foot
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.record.amending import AmendForm
from petidesk.ui.registration.choices import FormChoices
from petidesk.ui.registration.form import RegistrationForm

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

DRAFT_KIND = "visit_amendment"


def amend_document(visit: Visit) -> dict[str, Any]:
    """The visit as `visit add` takes it, its matters with their case numbers."""
    document = content_document(visit.content)
    for matter, stored in zip(document["matters"], visit.matters, strict=True):
        matter["case_no"] = stored.case_no
    return document


def changed_keys(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The keys of `after` that differ: all that an amendment sends."""
    return {key: value for key, value in after.items() if before.get(key) != value}


class AmendPanel(AmendForm):
    """The form with 保存更正, 不改了 and 收起 under it."""

    def __init__(self, desk: Desk, visit: Visit, keeper: QObject, why: str = "") -> None:
        """`keeper` outlives the panel and saves its draft.

        `why`: the reason for which an accusation was opened; saving it leaves one more line.
        """
        super().__init__()
        self._desk = desk
        self._why = why
        self._visit = visit
        # The state of the visit that was read when the typing began: a change by somebody else since is no loss.
        self._version = visit.version
        choices = FormChoices(desk, self)
        choices.load()
        self.form = RegistrationForm(desk.now, choices.offers(), lambda: desk.office.current().most_representatives)
        # An amendment corrects what was written down; it moves the visit to no other person or case.
        self.form.people.links_open = self.form.matters.links_open = False
        self.notice = controls.Notice("ink")
        self._build()
        self._before = self._written().document(desk.now())
        self.start_over()
        about = {"about": visit.visit_no}
        self._kept = KeptForm(desk, DRAFT_KIND, about, self._typed, keeper, restricted=visit.restricted)
        self._kept.found.connect(self._put_back)
        self._kept.kept.connect(self._say_kept)
        self._kept.trouble.connect(self._not_kept)
        self.destroyed.connect(self._kept.drop)
        self.form.changed.connect(self._changed)

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
        outer.addWidget(containers.Scroll(holder), 1)
        bar = QFrame()
        role(foot(bar), "bar")
        row = QHBoxLayout(bar)
        spaced(row, 0.5, (0, 0.5, 0, 0))
        actions = containers.Flow(0.5)
        self.save_button = controls.button(self.tr("保存更正"), self.save, part="primary")
        actions.add(self.save_button)
        actions.add(controls.button(self.tr("不改了"), self.give_up))
        actions.add(controls.button(self.tr("收起  Esc"), self.leave))
        row.addWidget(actions, 1)
        self._state = controls.label("", "small")
        row.addWidget(self._state)
        outer.addWidget(bar)
        self.form.finished.connect(self.save_button.setFocus)

    def _written(self) -> VisitForm:
        return VisitForm.from_document(amend_document(self._visit))

    @property
    def changed(self) -> bool:
        """Whether anything typed differs from the visit."""
        try:
            return bool(changed_keys(self._before, self.form.form.document(self._desk.now())))
        except Refused:
            return True

    # ---- kept while it is typed ------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, Any] | None:
        return {"form": self.form.form.content(), "version": self._version} if self.changed else None

    def _changed(self) -> None:
        # An accusation is closed from the first keystroke (《信访工作条例》第三十条第三款).
        self._kept.restricted = self._visit.restricted or self.form.form.restricted
        self._kept.changed()

    def _put_back(self, typed: Mapping[str, Any]) -> None:
        self._version = int(typed.get("version", self._version))
        self.form.show_form(VisitForm.from_content(typed.get("form", {})))
        words = self.tr("接着上次没有保存的更正。")
        if self._version != self._visit.version:
            words += self.tr("这件来访后来有人改过，保存前请对照现在的内容。")
        self.notice.show_as("ink", words, self.tr("照原来的重填"), self.start_over)

    def start_over(self) -> None:
        """The visit as it is written."""
        self._version = self._visit.version
        self.form.show_form(self._written())
        self.notice.show_as("ink", self.tr("改完按 Ctrl+Enter 保存。原来的内容留在修改记录里。"))

    def _say_kept(self) -> None:
        self._state.setText(self.tr("草稿已存 {0}").format(f"{self._desk.now():%H:%M:%S}"))

    def _not_kept(self, trouble: Exception) -> None:
        if isinstance(trouble, Trouble):
            self._state.setText(self.tr("草稿没有存下：{0}").format(trouble.message))

    def start_typing(self) -> None:
        """Begin in the first field of the visit that is empty."""
        self.form.start_typing()

    def leave(self) -> None:
        """Put it away; what was typed is kept and comes back."""
        self._changed()
        self._kept.close()
        self.left.emit()

    def give_up(self) -> None:
        """Leave without saving, and keep nothing."""
        self._kept.done()
        self.left.emit()

    # ---- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Send what was changed."""
        try:
            change = changed_keys(self._before, self.form.document(self._desk.now(), self._before))
        except Refused as refusal:
            self.form.refuse(refusal)
            return
        if not change:
            self.give_up()
            return
        desk, number, version, why = self._desk, self._visit.visit_no, self._version, self._why
        self.save_button.setEnabled(False)
        work.run(
            self,
            lambda: desk.visits.amend(number, change, expected_version=version, unmask=why),
            self._done,
            self._failed,
            title=self.tr("正在保存更正"),
        )

    def _done(self, visit: Visit | ClosedVisit) -> None:
        self._kept.done()
        self.done.emit(visit)

    def _see_current(self) -> None:
        self._kept.close()
        self.overtaken.emit()

    def _failed(self, trouble: Trouble) -> None:
        self.save_button.setEnabled(True)
        if isinstance(trouble, Refused) and trouble.field is not None:
            self.form.refuse(trouble)
            return
        if trouble.code == "forbidden":
            self.notice.show_as("amber", words_of(trouble), self.tr("看现在的内容"), self._see_current)
        else:
            self.notice.show_as("seal", words_of(trouble))
        self.notice.setFocus()
