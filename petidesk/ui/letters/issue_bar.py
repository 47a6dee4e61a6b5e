"""The foot of a letter being written: who signed and when, what is still missing, and the one button that issues it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.letters.letters import Gap, LetterKind
from petidesk.domain.typeahead import letters_refused
from petidesk.ui import work
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.look import containers, controls, icons, items
from petidesk.ui.look.containers import WrappedList
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.feet import foot
from petidesk.ui.look.theme import role, sized, spaced, theme

_GAP = Qt.ItemDataRole.UserRole
# Narrower than this, in ems, what is missing stands above the signature, not beside it.
NARROW = 58.0


class GapList(WrappedList):
    """What is missing, one sentence each. Enter or a click goes there."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("还缺的内容，回车到那一处"))
        self.itemClicked.connect(self._ask)
        self.itemActivated.connect(self._ask)

    def fill(self, gaps: Sequence[Gap]) -> None:
        """Show these; the one chosen stays chosen."""
        chosen = self.currentRow()
        self.clear()
        for gap in gaps:
            words = self.tr("提醒：{0}").format(gap.message) if gap.warning else gap.message
            words = self.tr("{0} → 设置").format(words) if gap.setting else words
            item = QListWidgetItem(words)
            items.mark(item, "alert-triangle", "amber" if gap.warning else "seal", 1)
            item.setToolTip(f"{gap.message}（{gap.basis}）" if gap.basis else gap.message)
            item.setData(_GAP, gap)
            self.addItem(item)
        self.fit()
        self.setCurrentRow(min(max(chosen, 0), self.count() - 1))

    def gaps(self) -> list[Gap]:
        """What is shown."""
        return [self.item(row).data(_GAP) for row in range(self.count())]

    def _ask(self, item: QListWidgetItem) -> None:
        self.asked.emit(item.data(_GAP))


class IssueBar(QFrame):
    """Signals: `issue_asked` (signer, day, reason) after it was confirmed; `jump` with a Gap; `draft_print`, `discard`.

    `signed` when signer or day was typed: the paper beside shows them.
    """

    issue_asked = Signal(str, object, str)
    jump = Signal(object)
    draft_print = Signal()
    discard = Signal()
    signed = Signal()

    def __init__(self, now: Callable[[], datetime], leaders: Match) -> None:
        super().__init__()
        role(foot(self), "card")
        self._kind: LetterKind | None = None
        self._gaps: tuple[Gap, ...] = ()
        # The desk has not said yet what is missing; Ctrl+Enter pressed meanwhile waits for it.
        self._checking = True
        self._asked = False
        self._busy = False
        self.signer = TypeAheadField(leaders, grows=False)
        self.day = DateField(now, with_time=False, placeholder=self.tr("如 3.8、今天"))
        self.why = TextField(self.tr("为什么先签发，会留存"))
        self._build()
        self.signer.textChanged.connect(lambda _text: self._signed())
        self.day.textChanged.connect(lambda _text: self._signed())
        self.why.textChanged.connect(lambda _text: self._judge())

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0, (0.75, 0.4, 0.75, 0.6))
        self.stack = containers.Stack()
        outer.addWidget(self.stack)
        self.stack.addWidget(self._build_form())
        self.stack.addWidget(self._build_confirm())

    def _build_form(self) -> QWidget:
        page = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        spaced(self._row, 1)
        self.missing = QWidget()
        column = QVBoxLayout(self.missing)
        spaced(column, 0.25)
        self.summary = controls.label("", "strong", wrap=True)
        self.list = GapList()
        self.list.asked.connect(self._go_to)
        sized(self.list, max_height=5.2, min_height=2.6)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        self._row.addWidget(self.missing, 2, Qt.AlignmentFlag.AlignTop)
        right = QWidget()
        side = QVBoxLayout(right)
        spaced(side, 0.5)
        fields = QHBoxLayout()
        spaced(fields, 0.75)
        self.signer_field = Field(self.tr("签发人"), self.signer)
        self.day_field = Field(self.tr("签发日期"), self.day)
        self.why_field = Field(self.tr("仍要签发的理由"), self.why)
        self.why_field.hide()
        for part, share in ((self.signer_field, 2), (self.day_field, 3), (self.why_field, 4)):
            fields.addWidget(part, share)
        side.addLayout(fields)
        self._deeds = containers.Flow(0.5)
        self.issue_button = controls.button(self.tr("签发并打印"), self.ask_issue, part="primary", icon="check")
        self.draft_button = controls.button(self.tr("打印送审稿"), self.draft_print.emit, icon="printer")
        self.discard_button = controls.button(self.tr("丢弃草稿"), self.discard.emit, icon="trash")
        for deed in (self.issue_button, self.draft_button, self.discard_button):
            self._deeds.add(deed)
        side.addWidget(self._deeds)
        side.addStretch(1)
        self._row.addWidget(right, 3)
        return page

    def _build_confirm(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 0.5)
        self.asking = controls.label("", "strong", wrap=True)
        column.addWidget(self.asking)
        column.addWidget(
            controls.label(self.tr("签发就编文号、定稿：文字不能再改，写错了只能作废重做。"), "soft", wrap=True)
        )
        deeds = containers.Flow(0.5)
        self.issue_button.barred = self.ask_issue
        self.confirm_button = controls.button(self.tr("确认签发"), self._confirm, part="primary", icon="check")
        self.back_button = controls.button(self.tr("再看看  Esc"), self.close_confirm)
        deeds.add(self.confirm_button)
        deeds.add(self.back_button)
        column.addWidget(deeds)
        column.addStretch(1)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW * theme.em(1)
        sized(self.list, max_height=12 if narrow else 5.2)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # ---- what it says ----------------------------------------------------------------------------------------------

    def begin(self, kind: LetterKind, signer: str, day: date) -> None:
        """Another letter of this kind; signer and day as they will most often be."""
        self._kind = kind
        for field in (self.signer_field, self.day_field):
            field.setVisible(kind.signed)
        for editor, text in ((self.signer, signer), (self.day, day.isoformat()), (self.why, "")):
            editor.blockSignals(True)
            editor.setText(text)
            editor.blockSignals(False)
        self.signer_field.say("")
        self.day_field.say("")
        words = self.tr("签发并打印") if kind.signed else self.tr("定稿并打印")
        self.issue_button.setText(words)
        self.issue_button.setAccessibleName(words)
        icons.recolour(self.issue_button)
        self.close_confirm()
        self._deeds.again()
        self.forget()

    def forget(self) -> None:
        """Another letter begins: nothing of what the one before lacked is left."""
        self._fill(())
        self.check()

    def check(self) -> None:
        """The letter has changed, or is new: until the desk has looked at it nobody knows what is missing."""
        self._checking, self._asked = True, False
        self._judge()

    @property
    def checking(self) -> bool:
        """Whether the desk has still to say what is missing."""
        return self._checking

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """What keeps the letter from being issued, as the desk says of it as it stands."""
        asked = self._asked
        self._checking = self._asked = False
        self._fill(gaps)
        self._judge()
        if asked:
            self.ask_issue()

    def _fill(self, gaps: Sequence[Gap]) -> None:
        self._gaps = tuple(gaps)
        self.list.fill(self._gaps)
        self.list.setVisible(bool(self._gaps))
        blocking = [gap for gap in self._gaps if not gap.warning]
        self.why_field.setVisible(bool(blocking) and all(gap.overridable for gap in blocking))

    def signature(self) -> tuple[str, date | None]:
        """Signer and day as typed; the day None while it is not understood."""
        moment = self.day.value()
        return self.signer.text().strip(), moment.date() if moment is not None else None

    def set_busy(self, busy: bool) -> None:
        """While the desk issues, nothing is pressed twice."""
        self._busy = busy
        self.confirm_button.setEnabled(not busy)
        self._judge()

    def blocking(self) -> int:
        """How many places keep the letter from being issued."""
        return sum(not gap.warning for gap in self._gaps)

    def lacks_settings(self) -> bool:
        """Whether a setting of the office is among what is missing."""
        return any(gap.setting for gap in self._gaps)

    def take_focus(self) -> None:
        """Come back to what is still missing, else to issuing."""
        (self.list if self._gaps else self.issue_button).setFocus()

    def why_not(self) -> str:
        """Why the letter cannot be issued now; empty when it can."""
        hard = [gap for gap in self._gaps if not gap.warning and not gap.overridable]
        signer, day = self.signature()
        if hard:
            return self.tr("还缺 {0} 处，补齐以后才能签发。").format(len(hard))
        if any(gap.overridable for gap in self._gaps) and not self.why.text().strip():
            return self.tr("还有请求没有答复：补齐，或者写明仍要签发的理由。")
        if self._signs() and not signer:
            return self.tr("请填写签发人。")
        if self._signs() and self.signer.unchosen():
            return letters_refused(signer).message
        if self._signs() and day is None:
            return self.tr("请填写签发日期。")
        return ""

    def confirming(self) -> bool:
        """Whether the question before issuing is open."""
        return self.stack.currentIndex() == 1

    def _signs(self) -> bool:
        return self._kind is None or self._kind.signed

    def _signed(self) -> None:
        self._judge()
        self.signed.emit()

    def _judge(self) -> None:
        """What stands above the button, and whether it can be pressed: the one never says what the other denies."""
        why = self.why_not()
        blocking = self.blocking()
        if self._busy:
            words, tone = self.tr("正在签发…"), "soft"
        elif self._checking:
            words, tone = self.tr("正在核对…"), "soft"
        elif blocking:
            words, tone = self.tr("还缺 {0} 处，回车到那一处：").format(blocking), "warn"
        elif why:
            words, tone = self.tr("内容齐了。{0}").format(why), "warn"
        else:
            words, tone = self.tr("内容齐了，可以签发。") if self._signs() else self.tr("内容齐了，可以定稿。"), "done"
        role(self.summary, tone)
        self.summary.setText(words)
        self.issue_button.setEnabled(not why and not self._busy and not self._checking)
        self.issue_button.setToolTip(words if self._busy or self._checking else why)

    # ---- issuing ---------------------------------------------------------------------------------------------------

    def ask_issue(self) -> None:
        """Ctrl+Enter: the question before issuing, or the first place that is missing."""
        if self._busy or self._kind is None:
            return
        if self._checking:
            self._asked = True
            return
        self.signer.settle()
        if why := self.why_not():
            self._show_missing(why)
            return
        signer, day = self.signature()
        name = self._kind.title
        if self._signs():
            assert day is not None
            self.asking.setText(self.tr("签发《{0}》：{1} {2}签发").format(name, signer, day_words(day, weekday=False)))
        else:
            self.asking.setText(self.tr("把《{0}》定稿归入案卷").format(name))
        self.stack.setCurrentIndex(1)
        self.confirm_button.setFocus()

    def _go_to(self, gap: Gap) -> None:
        """To the place of a gap: in the letter, or in the settings and back from there."""
        if gap.setting:
            work.board().setting_wanted.emit(gap.setting)
        else:
            self.jump.emit(gap)

    def _show_missing(self, why: str) -> None:
        hard = next((gap for gap in self._gaps if not gap.warning and not gap.overridable), None)
        if hard is not None:
            self._go_to(hard)
        elif not self.why_field.isHidden() and not self.why.text().strip():
            self.why.setFocus()
        elif not self.signature()[0] or self.signer.unchosen():
            self.signer_field.say(why, "error")
            self.signer.setFocus()
        else:
            self.day_field.say(why, "error")
            self.day.setFocus()

    def _confirm(self) -> None:
        signer, day = self.signature()
        self.issue_asked.emit(signer if self._signs() else "", day if self._signs() else None, self.why.text().strip())

    def close_confirm(self) -> None:
        """Back to the text."""
        had = self.confirm_button.hasFocus() or self.back_button.hasFocus()
        self.stack.setCurrentIndex(0)
        if had:
            self.issue_button.setFocus()

    def refuse(self, message: str, path: str) -> None:
        """The desk refused: the sentence beside the field it belongs to."""
        self.close_confirm()
        if path == "signed_on":
            self.day_field.say(message, "error")
            self.day.setFocus()
        elif path == "signed_by":
            self.signer_field.say(message, "error")
            self.signer.setFocus()
        else:
            role(self.summary, "error")
            self.summary.setText(message)
