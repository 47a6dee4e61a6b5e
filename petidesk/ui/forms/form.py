"""A form in place: a title, fields in a column, refusals beside their fields, and what was typed word for word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import Field, StatementEdit, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.forms.typeahead_field import TypeAheadField
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

Typed = dict[str, Any]


class PlainForm(QWidget):
    """Texts and days by key. `typed` keeps them word for word; Enter goes to the next field."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.75, (0, 0, 0.5, 1))
        self.title = controls.label("", "section")
        self.column.addWidget(self.title)
        self.keys = FieldKeys(self)
        self.keys.forward.connect(lambda _widget: self.focusNextChild())
        self.keys.back.connect(lambda _widget: self.focusPreviousChild())
        self.fields: dict[str, Field] = {}
        self._touched = False

    @property
    def touched(self) -> bool:
        """Whether something was typed since it was shown."""
        return self._touched

    def _add(self, key: str, label: str, editor: QWidget) -> Field:
        field = Field(label, editor)
        self.fields[key] = field
        if isinstance(editor, TextField | StatementEdit):
            editor.textChanged.connect(self._touch)
            self.keys.watch(editor, getattr(editor, "take", None))
        return field

    def _touch(self) -> None:
        self._touched = True
        self.changed.emit()

    def _text(self, key: str) -> str:
        editor = self.fields[key].editor
        assert isinstance(editor, TextField | StatementEdit)
        return editor.text().strip()

    def _set_text(self, key: str, text: str) -> None:
        editor = self.fields[key].editor
        if isinstance(editor, TypeAheadField):
            editor.put(text)
            return
        assert isinstance(editor, TextField | StatementEdit)
        editor.setText(text)

    def _day(self, key: str, *, required: bool) -> str | None:
        """The day of a field as ISO text, None when it is empty. Refused beside the field."""
        editor = self.fields[key].editor
        assert isinstance(editor, DateField)
        moment = editor.value()
        if moment is None and (editor.text().strip() or required):
            raise Refused("bad_value", self.tr("请写明日期，例如 11.30"), field=key)
        return moment.date().isoformat() if moment else None

    def typed(self) -> Typed | None:
        """What was typed, for the draft; None while nothing was."""
        texts = {key for key, field in self.fields.items() if isinstance(field.editor, TextField | StatementEdit)}
        return {key: self._text(key) for key in self.fields if key in texts} if self._touched else None

    def put(self, typed: Mapping[str, Any]) -> None:
        """Bring back what a draft kept."""
        for key, text in typed.items():
            field = self.fields.get(key)
            if field is not None and isinstance(field.editor, TextField | StatementEdit) and isinstance(text, str):
                self._set_text(key, text)

    def document(self) -> dict[str, Any]:
        """What the desk is asked to write. Refused where a field is not understood."""
        raise Refused("missing", self.tr("没有可以保存的内容。"))

    def settle(self) -> None:
        """What stands in the fields is what is stored."""
        self._touched = False
        self.say(None)

    def own_path(self, path: str) -> str:
        """The key of the field that the desk means by the path of its refusal."""
        return path

    def say(self, trouble: Trouble | None, *, from_desk: bool = False) -> bool:
        """Show a refusal beside its field; False when no field of this form is meant."""
        for field in self.fields.values():
            field.say("")
        if trouble is None:
            return True
        path = self.own_path(trouble.field or "") if from_desk else trouble.field or ""
        found = self.fields.get(path) or self.fields.get(path.split("[")[0])
        if found is None or found.isHidden():
            return False
        found.say(trouble.message + (f"（{trouble.basis}）" if trouble.basis else ""), "error")
        found.stops()[0].setFocus()
        return True
