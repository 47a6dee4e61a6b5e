"""Beside a granted request: by whom and until when it is carried out, and why the part not granted is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.cases.events import GRANTED, REFUSED_PART
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import ChipChoice, Field, TextField
from petidesk.ui.look import containers
from petidesk.ui.look.theme import sized, spaced

KEYS = ("owner", "due_on", "refused_part")


class GrantedFields(QWidget):
    """The fields of one request; they show only where its result asks for them. `edited` when something changed."""

    edited = Signal()

    def __init__(self, number: int, now: Callable[[], datetime]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.25)
        self.owner = TextField(self.tr("如：财政所"))
        self.due = DateField(now, with_time=False, placeholder=self.tr("如 12.20"), ahead=True)
        self.part = ChipChoice(list(REFUSED_PART.items()), "")
        self.owner_field = Field(self.tr("由谁落实"), self.owner)
        self.due_field = Field(self.tr("于哪天前落实"), self.due)
        self.part_field = Field(self.tr("其余部分不予支持的理由"), self.part)
        self.owner.setAccessibleName(self.tr("第{0}项由谁落实").format(number))
        self.due.setAccessibleName(self.tr("第{0}项于哪天前落实").format(number))
        self.part.setAccessibleName(self.tr("第{0}项其余部分不予支持的理由").format(number))
        side_by_side = containers.Flow(0.75)
        for field in (self.owner_field, self.due_field):
            sized(field, min_width=11)
            side_by_side.add(field)
        column.addWidget(side_by_side)
        column.addWidget(self.part_field)
        self.owner.textChanged.connect(lambda _text: self.edited.emit())
        self.due.textChanged.connect(lambda _text: self.edited.emit())
        self.part.changed.connect(lambda _code: self.edited.emit())
        self.show_for("")

    def show_for(self, result: str) -> None:
        """Show what this result asks for; what was typed stays for when the result is chosen again."""
        self.setVisible(result in GRANTED)
        self.part_field.setVisible(result == "partly")

    def put(self, texts: Mapping[str, str]) -> None:
        """Show texts as `texts` gave them; nothing is told."""
        self.blockSignals(True)
        self.owner.setText(texts.get("owner", ""))
        self.due.setText(texts.get("due_on", ""))
        self.part.blockSignals(True)
        self.part.choose(texts.get("refused_part", ""))
        self.part.blockSignals(False)
        self.blockSignals(False)

    def texts(self) -> dict[str, str]:
        """All that was typed, as typed."""
        return dict(zip(KEYS, (self.owner.text(), self.due.text(), self.part.chosen()), strict=True))

    def values(self, result: str) -> dict[str, str]:
        """The keys that go with this result: the day as ISO text where it is understood, else as it was typed."""
        if result not in GRANTED:
            return {}
        day = self.due.value()
        found = {**self.texts(), "due_on": day.date().isoformat() if day is not None else self.due.text()}
        return {
            key: text.strip() for key, text in found.items() if text.strip() and (key, result) != (KEYS[2], GRANTED[0])
        }

    def groups(self) -> list[list[QWidget]]:
        """Where Enter and Tab stop, field by field."""
        return [self.owner_field.stops(), self.due_field.stops(), self.part_field.stops()]

    def field_of(self, path: str) -> Field | None:
        """The field of ``results[0].due_on``; None when the path is none of these."""
        fields = dict(zip(KEYS, (self.owner_field, self.due_field, self.part_field), strict=True))
        return fields.get(path.rpartition(".")[2])

    def clear_words(self) -> None:
        """Take every sentence away."""
        for field in (self.owner_field, self.due_field, self.part_field):
            field.say("")
