"""A short list of entries with several parts each: 地方期限, 报县日期, 领导. One card a line, its refusal beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from petidesk.ui.forms.inputs import Spin
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, sized, spaced


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an entry. With `choices` a box (code to words), with `highest` a number, else a line of text.

    `width` in ems; an entry whose `needed` part is empty is not sent. `listed`: the line is a list, divided by commas.
    """

    key: str
    label: str
    width: float
    choices: Mapping[str, str] = field(default_factory=dict)
    highest: int = 0
    lowest: int = 1
    needed: bool = False
    listed: bool = False


def listed(text: str) -> list[str]:
    """The names in a pasted text: split at lines, tabs and list commas, trimmed, each once, in their order."""
    for sign in "\t,，、;；":
        text = text.replace(sign, "\n")
    return list(dict.fromkeys(name for line in text.splitlines() if (name := line.strip())))


class _Entry(QFrame):
    """One entry with its parts, a way to remove it and room for a refusal."""

    removed = Signal()
    changed = Signal()

    def __init__(self, parts: Sequence[Part], name: str) -> None:
        super().__init__()
        role(self, "card")
        self._parts = parts
        self.editors: dict[str, QWidget] = {}
        self._rest: dict[str, Any] = {}  # what the entry holds besides its parts
        column = QVBoxLayout(self)
        spaced(column, 0.25, (0.75, 0.5, 0.75, 0.5))
        row = QHBoxLayout()
        spaced(row, 0.5)
        flow = containers.Flow(0.75)
        for part in parts:
            editor = self._editor(part)
            self.editors[part.key] = editor
            flow.add(controls.field(part.label, editor), round(part.width) if isinstance(editor, QLineEdit) else 0)
        row.addWidget(flow, 1)
        remove = controls.icon_button("trash", name, self.removed.emit)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.says = controls.label("", "error", wrap=True)
        self.says.hide()
        column.addWidget(self.says)

    def _editor(self, part: Part) -> QWidget:
        made: QWidget
        if part.choices:
            box = QComboBox()
            for code, words in part.choices.items():
                box.addItem(words, code)
            box.currentIndexChanged.connect(lambda _row: self.changed.emit())
            made = box
        elif part.highest:
            spin = Spin()
            spin.setRange(part.lowest, part.highest)
            spin.setValue(1)
            spin.valueChanged.connect(lambda _value: self.changed.emit())
            made = spin
        else:
            line = QLineEdit()
            line.textChanged.connect(lambda _text: self.changed.emit())
            made = line
        if isinstance(made, QLineEdit):
            sized(made, min_width=part.width)
        else:
            sized(made, width=part.width)
        return made

    def put(self, entry: Mapping[str, Any]) -> None:
        """Show an entry."""
        self._rest = {key: value for key, value in entry.items() if key not in self.editors}
        for key, editor in self.editors.items():
            value = entry.get(key)
            if value is None:
                continue
            if isinstance(editor, QComboBox):
                if editor.findData(value) < 0:  # entered on the command line
                    editor.addItem(str(value), value)
                editor.setCurrentIndex(editor.findData(value))
            elif isinstance(editor, QSpinBox):
                editor.setValue(int(value))
            elif isinstance(editor, QLineEdit):
                editor.setText("、".join(value) if isinstance(value, list | tuple) else str(value))
                editor.setCursorPosition(0)

    def document(self) -> dict[str, Any] | None:
        """What stands in it; None while a part that is needed is empty and nothing else was typed."""
        found: dict[str, Any] = dict(self._rest)
        typed = False
        for part in self._parts:
            editor = self.editors[part.key]
            if isinstance(editor, QComboBox):
                found[part.key] = editor.currentData()
            elif isinstance(editor, QSpinBox):
                found[part.key] = editor.value()
            elif isinstance(editor, QLineEdit):
                text = editor.text().strip()
                found[part.key] = listed(text) if part.listed else text
                typed = typed or bool(text)
        return found if typed or not any(part.needed for part in self._parts) else None


class EntryRows(QWidget):
    """`document` is the list as the desk takes it, `put` shows one; an entry left empty is dropped."""

    changed = Signal()

    def __init__(self, parts: Sequence[Part], add_words: str, remove_words: Callable[[int], str]) -> None:
        super().__init__()
        self._parts = parts
        self._remove_words = remove_words
        self.entries: list[_Entry] = []
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.5)
        self.add = controls.button(add_words, self.add_entry, icon="plus")
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add)

    def put(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Show these entries instead of those that stand there."""
        while self.entries:
            self._drop(self.entries[-1])
        for entry in entries:
            self._append().put(entry)

    def add_entry(self) -> None:
        """One more, empty, with the keys in its first part."""
        made = self._append()
        next(iter(made.editors.values())).setFocus()

    def document(self) -> list[dict[str, Any]]:
        """The entries that are not empty."""
        return [document for entry in self.entries if (document := entry.document()) is not None]

    def say(self, path: str, words: str) -> bool:
        """Show a refusal at the entry that ``key[2].part`` means; False when there is none."""
        for entry in self.entries:
            entry.says.hide()
        sent = [entry for entry in self.entries if entry.document() is not None]
        if not path or "[" not in path:
            return False
        place = int(path[path.index("[") + 1 : path.index("]")])
        if place >= len(sent):
            return False
        entry = sent[place]
        entry.says.setText(words)
        entry.says.show()
        part = entry.editors.get(path.rsplit(".", 1)[-1])
        if part is not None:
            part.setFocus()
        return True

    def _append(self) -> _Entry:
        made = _Entry(self._parts, self._remove_words(len(self.entries) + 1))
        made.removed.connect(partial(self._drop, made))
        made.changed.connect(self.changed)
        self.entries.append(made)
        self._column.insertWidget(len(self.entries) - 1, made)
        return made

    def _drop(self, entry: _Entry) -> None:
        self.entries.remove(entry)
        self._column.removeWidget(entry)
        entry.hide()
        entry.deleteLater()
        self.changed.emit()
