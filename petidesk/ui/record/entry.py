"""Recording one event of a record, in place: its day, the fields of its kind, who did it and a note."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject

from petidesk.ui.forms.fields import FieldAnswer, day, long_text, text
from petidesk.ui.forms.form import Form
from petidesk.ui.forms.typeahead_field import Match

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


class EntryForm(Form):
    """One entry. A subclass adds the fields of its kind and says what is recorded."""

    CARD: ClassVar[bool] = True
    SCROLLS: ClassVar[bool] = True

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(title)
        self.desk = desk

    def add_event(self, answers: Iterable[FieldAnswer], names: Match) -> None:
        """The day, the fields of the kind, who did it (`names` are offered), a note."""
        self.add(day("on", self.tr("日期"), self.desk.now, begins=self.desk.today()))
        for answer in answers:
            self.add(answer)
        by = text("by", self.tr("经办人"), names)
        by.put(self.desk.actor.name)
        self.add(by)
        self.add(long_text("note", self.tr("备注（可不填）")))

    def begin(self, kind: str, about: dict[str, str], keeper: QObject, *, restricted: bool = False) -> None:
        """What stands in the fields now is no typing; what is typed from now on is kept by `keeper`."""
        self.settle()
        self.keep(self.desk, kind, about, keeper, restricted=restricted)

    def document(self) -> dict[str, Any]:
        """The event as the desk reads it: what was filled in."""
        return {key: value for key, value in super().document().items() if value not in ("", None, [])}
