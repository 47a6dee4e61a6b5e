"""办结: every request of the case with its result and its answer (《信访工作条例》第三十二条)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.cases.events import RESULTS
from petidesk.domain.cases.files import CaseFile, CaseRequest
from petidesk.ui.forms.fields import choose
from petidesk.ui.forms.granted import KEYS, GrantedFields
from petidesk.ui.forms.inputs import ChipChoice, Field, StatementEdit
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced


def answers_each(case: CaseFile) -> bool:
    """Whether the case is answered request by request: an accepted appeal on the sixth route."""
    return case.purpose == "appeal" and case.accepted_on is not None


class _Row(QWidget):
    """One request: its words, the chips of its result, the answer."""

    changed = Signal()

    def __init__(self, request: CaseRequest, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.number = request.number
        column = QVBoxLayout(self)
        spaced(column, 0.25)
        column.addWidget(controls.label(f"{request.number}. {request.text}", "strong", wrap=True))
        self.result = ChipChoice(list(RESULTS.items()), "")
        self.answer = StatementEdit(3, "")
        self.result_field = Field(self.tr("处理结果"), self.result)
        self.answer_field = Field(self.tr("答复内容"), self.answer)
        self.result.setAccessibleName(self.tr("第{0}项处理结果").format(request.number))
        self.answer.setAccessibleName(self.tr("第{0}项答复内容").format(request.number))
        self.granted = GrantedFields(request.number, now)
        self.result.changed.connect(self.granted.show_for)
        self.result.changed.connect(self.changed)
        self.granted.edited.connect(self.changed)
        self.answer.textChanged.connect(self.changed)
        column.addWidget(self.result_field)
        column.addWidget(self.answer_field)
        column.addWidget(self.granted)

    def groups(self) -> list[list[QWidget]]:
        return [self.result_field.stops(), self.answer_field.stops(), *self.granted.groups()]


class ResultsEditor(QWidget):
    """One row for each request that this case answers."""

    changed = Signal()

    def __init__(self, case: CaseFile, now: Callable[[], datetime]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 1)
        self.note = controls.label("", "error", wrap=True)
        self.note.hide()
        column.addWidget(self.note)
        self.rows = [_Row(request, now) for request in case.open_requests]
        for row in self.rows:
            row.changed.connect(self.changed)
            column.addWidget(row)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        return [stop for stops in self.groups() for stop in stops]

    def groups(self) -> list[list[QWidget]]:
        """Where Enter stops, in order: the chips of a result are one stop."""
        return [stops for row in self.rows for stops in row.groups()]

    def raw(self) -> dict[str, list[str]]:
        """What stands in the rows, by the request's number."""
        return {
            str(row.number): [row.result.chosen(), row.answer.text(), *row.granted.texts().values()]
            for row in self.rows
        }

    def put(self, raw: dict[str, list[str]]) -> None:
        """Put back what `raw` gave."""
        for row in self.rows:
            result, answer, *promised = raw.get(str(row.number), ("", ""))
            choose(row.result, result)
            row.answer.setText(answer)
            row.granted.put(dict(zip(KEYS, promised, strict=False)))  # a draft of before knows two of them
            row.granted.show_for(result)

    def value(self) -> list[dict[str, Any]]:
        """The results that were begun; the rules say which are missing."""
        return [
            {
                "request": row.number,
                "result": row.result.chosen(),
                "answer": row.answer.text().strip(),
                **row.granted.values(row.result.chosen()),
            }
            for row in self.rows
            if row.result.chosen() or row.answer.text().strip()
        ]

    def clear_words(self) -> None:
        """Take every sentence about a row away."""
        self.note.hide()
        for row in self.rows:
            row.result_field.say("")
            row.answer_field.say("")
            row.granted.clear_words()

    def refuse(self, path: str, words: str) -> QWidget | None:
        """Say beside the field of ``results[0].answer`` what is wrong; the widget to go to, None when there is none."""
        begun = [row for row in self.rows if row.result.chosen() or row.answer.text().strip()]
        place = path.partition("[")[2].partition("]")[0]
        if place.isdigit() and int(place) < len(begun):
            row = begun[int(place)]
            field = row.answer_field if path.endswith(".answer") else row.granted.field_of(path) or row.result_field
            field.say(words, "error")
            return field.stops()[0]
        self.note.setText(words)
        self.note.show()
        empty = next((row for row in self.rows if row not in begun), None)
        return empty.result_field.stops()[0] if empty is not None else None
