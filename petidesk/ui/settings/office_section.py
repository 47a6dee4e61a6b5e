"""What the sections of 设置 that change the office share: fields by key, only what differs is saved.

A refusal stands beside its field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, SignalInstance
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from petidesk.domain.fields import Field
from petidesk.domain.numbering import from_words, in_words
from petidesk.domain.office.fields import SETTINGS, Setting, settings_of
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.entry_rows import EntryRows, Part, listed
from petidesk.ui.forms.inputs import LinesEdit, Spin
from petidesk.ui.forms.kept import KeptForm
from petidesk.ui.look import controls
from petidesk.ui.look.grids import Pairs
from petidesk.ui.look.theme import restyled, sized, spaced
from petidesk.ui.settings.page import Section
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# A list that may not hold so many lines has room for all of them.
FEW = 10
DRAFT_KIND = "settings"
# The keys of settings that are patterns of numbers end so.
PATTERN = "_pattern"
# What is written in letters (chinese.py).
LATIN = frozenset({"web_address"})


class ChangeSection(Section):
    """A section that changes the office's settings and shows a refusal beside its field.

    Editors by key of the setting: a line, a box (its data, else its words), a number, a tick, lines of a list, entries.
    """

    main_words: ClassVar[str] = str(QT_TRANSLATE_NOOP("SettingsPage", "保存"))

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._editors: dict[str, QWidget] = {}
        self._says: dict[str, QLabel] = {}
        # What each editor gave when it was filled with what is stored.
        self._shown: dict[str, Any] = {}
        self._filling = False
        self._kept: KeptForm | None = None
        self.unsaved = controls.Notice("ink")
        self.unsaved.hide()
        self.column.addWidget(self.unsaved)

    # ---- building

    def _field(self, key: str, words: str, editor: QWidget, hint: str = "") -> QWidget:
        if isinstance(editor, QCheckBox):
            box = _bare(editor)
        elif isinstance(editor, EntryRows):
            box = _bare(editor)
            editor.setAccessibleName(words)
        else:
            box = controls.field(words, editor, hint)
        says = controls.label("", "error", wrap=True)
        says.hide()
        layout = box.layout()
        if layout is not None:
            layout.addWidget(says)
        self._editors[key] = editor
        self._says[key] = says
        _changes(editor).connect(self._touched)
        return box

    def _setting(self, key: str, hint: str = "", choices: Mapping[str, str] | None = None) -> QWidget:
        """A setting of the catalogue with the editor of its kind; `choices` say more than the catalogue does."""
        setting = SETTINGS[key]
        return self._field(key, setting.name, editor_for(setting, choices or setting.choices), hint)

    def _pairs(self, *groups: str) -> Pairs:
        """The settings of these groups two by two; lists, ticks and entries are placed by the section itself."""
        plain = [one.key for one in settings_of(*groups) if one.kind not in ("list", "entries", "flag")]
        return Pairs([self._setting(key) for key in plain])

    def editor(self, key: str) -> QWidget:
        """The editor of a setting."""
        return self._editors[key]

    def refusal(self, key: str) -> str:
        """The sentence that stands beside a setting, empty when none does."""
        return "" if self._says[key].isHidden() else self._says[key].text()

    def place_of(self, key: str) -> QWidget | None:
        """The editor of a setting; None where it is not here."""
        return self._editors.get(key)

    @property
    def keys(self) -> frozenset[str]:
        """The settings that can be changed here."""
        return frozenset(self._editors)

    # ---- loading and saving

    def stored(self, office: Office, key: str) -> Any:
        """A setting as its editor gives it."""
        return stored(office, key)

    def load(self) -> None:
        """Show the office's settings; what was changed here and not saved stays, and comes back after a restart."""
        office = self.desk.office.current()
        typed = self.typed_over() or {}
        self._fill({key: self.stored(office, key) for key in self._editors if key not in typed})
        if self._kept is None:
            about = {"section": type(self).__name__}
            self._kept = KeptForm(self.desk, DRAFT_KIND, about, self.typed_over, self)
            self._kept.found.connect(self._put_back)

    def _fill(self, values: Mapping[str, Any]) -> None:
        self._filling = True
        for key, value in values.items():
            _put(self._editors[key], value)
            self._shown[key] = _typed(self._editors[key])
        self._filling = False

    def typed_over(self) -> dict[str, Any] | None:
        """What was changed here and not saved; None where nothing was."""
        typed = {key: _typed(self._editors[key]) for key in self._shown}
        return {key: value for key, value in typed.items() if value != self._shown[key]} or None

    def _touched(self, *_what: object) -> None:
        if not self._filling and self._kept is not None:
            self._kept.changed()

    def _put_back(self, fields: dict[str, Any]) -> None:
        """What was changed before the window closed, or the page was left, and was not saved."""
        self._filling = True
        for key, value in fields.items():
            if key in self._editors:
                _put(self._editors[key], value)
        self._filling = False
        if self.typed_over():
            words = translate("ChangeSection", "上次改了没有保存的，已经填回来。")
            self.unsaved.show_as("ink", words, translate("ChangeSection", "不改了"), self.give_up)
            self.unsaved.show()

    def give_up(self) -> None:
        """Back to what is stored; the draft goes."""
        office = self.desk.office.current()
        self._fill({key: self.stored(office, key) for key in self._editors})
        self.unsaved.hide()
        self._touched()

    def keep_now(self) -> None:
        """What is typed goes into its draft now."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def main(self) -> None:
        """Save what differs from what is stored."""
        office = self.desk.office.current()
        typed = {key: _typed(editor) for key, editor in self._editors.items()}
        change = {key: _sent(key, value) for key, value in typed.items() if value != self.stored(office, key)}
        if change:
            self._change(change)
        else:
            self.denied.emit(translate("ChangeSection", "没有改动。"))

    def _change(self, change: dict[str, object]) -> None:
        for key, says in self._says.items():
            says.hide()
            editor = self._editors[key]
            editor.setProperty("state", "")
            restyled(editor)
            if isinstance(editor, EntryRows):
                editor.say("", "")
        desk = self.desk
        work.run(self, lambda: desk.office.change(change), self._changed, self._refused)

    def _changed(self, _office: Office) -> None:
        self.message.emit(translate("ChangeSection", "设置已保存。"))
        self.saved.emit()
        if self._kept is not None:
            self._kept.done()
            self._kept = None
        self._shown.clear()
        self.unsaved.hide()
        self.load()
        self.done.emit()

    def _refused(self, trouble: Trouble) -> None:
        path = trouble.field or ""
        key = path.split("[")[0]
        says = self._says.get(key)
        if says is None or trouble.exit_status != 3:
            work.board().trouble.emit(trouble)
            return
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        editor = self._editors[key]
        if isinstance(editor, EntryRows) and editor.say(path, words):
            return
        says.setText(words)
        says.show()
        editor.setProperty("state", "error")
        restyled(editor)
        editor.setFocus()


def editor_for(setting: Setting, choices: Mapping[str, str]) -> QWidget:
    """An empty editor: a box, a number, a tick, lines of a list, else one line of text."""
    if choices:
        box = QComboBox()
        for code, shown in choices.items():
            box.addItem(shown, code)
        return box
    if setting.kind == "count":
        number = Spin()
        number.setRange(setting.lowest, setting.highest)
        number.setPrefix(setting.before)
        number.setSuffix(setting.after)
        return number
    if setting.kind == "flag":
        return QCheckBox(setting.name)
    if setting.kind == "list":
        lines = LinesEdit()
        if setting.most < FEW:
            sized(lines, height=6)
        else:
            sized(lines, min_height=8)
        return lines
    line = QLineEdit()
    line.setProperty("letters", setting.key in LATIN)
    return line


def part_of(field: Field, ems: float) -> Part:
    """A field of an entry as a part of a row so many ems wide."""
    return Part(
        field.key,
        field.label,
        ems,
        needed=field.required,
        listed=field.kind == "list",
        lowest=field.lowest,
        highest=field.limit if field.kind == "count" else 0,
    )


def stored(office: Office, key: str) -> Any:
    """A setting as an editor gives it: lists as lists, entries as JSON objects, patterns of numbers in words."""
    value = getattr(office, key)
    if key.endswith(PATTERN):
        return in_words(value)
    if isinstance(value, tuple):
        return [_entry(each) if dataclasses.is_dataclass(each) else each for each in value]
    return value


def _sent(key: str, value: Any) -> Any:
    """What an editor gives as the office keeps it."""
    return from_words(value) if key.endswith(PATTERN) else value


def _entry(value: Any) -> dict[str, Any]:
    parts = dataclasses.asdict(value)
    return {key: list(part) if isinstance(part, tuple) else part for key, part in parts.items()}


def _put(editor: QWidget, value: Any) -> None:
    if isinstance(editor, QComboBox):
        at = editor.findData(value)
        editor.setCurrentIndex(at if at >= 0 else max(editor.findText(str(value)), 0))
    elif isinstance(editor, QLineEdit):
        editor.setText(str(value))
        editor.setCursorPosition(0)
    elif isinstance(editor, QSpinBox):
        editor.setValue(int(value))
    elif isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText("\n".join(value))
    elif isinstance(editor, EntryRows):
        editor.put(value)


def _typed(editor: QWidget) -> Any:
    if isinstance(editor, QComboBox):
        return editor.currentText() if editor.currentData() is None else editor.currentData()
    if isinstance(editor, QLineEdit):
        return editor.text().strip()
    if isinstance(editor, QSpinBox):
        return editor.value()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QPlainTextEdit):
        return listed(editor.toPlainText())
    assert isinstance(editor, EntryRows)
    return editor.document()


def _changes(editor: QWidget) -> SignalInstance:
    """What an editor sends when something else stands in it."""
    if isinstance(editor, QComboBox):
        return editor.currentIndexChanged
    if isinstance(editor, QLineEdit):
        return editor.textChanged
    if isinstance(editor, QSpinBox):
        return editor.valueChanged
    if isinstance(editor, QCheckBox):
        return editor.toggled
    if isinstance(editor, QPlainTextEdit):
        return editor.textChanged
    assert isinstance(editor, EntryRows)
    return editor.changed


def _bare(editor: QWidget) -> QWidget:
    """An editor that says itself what it is, in a column of its own."""
    box = QWidget()
    column = QVBoxLayout(box)
    spaced(column, 0.25)
    column.addWidget(editor)
    return box
