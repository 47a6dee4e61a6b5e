"""The inputs of the ledger: one field with its label for every key of a dispute, of an event and of a county's column.

An `Answer` (case_inputs) knows what stands in its field word for word (for a draft), how to put that back, and the
value as the document wants it (which refuses what cannot be understood).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox

from petidesk.domain import typed_dates
from petidesk.domain.fields import Field as Ask
from petidesk.domain.ledger.disputes import yuan
from petidesk.domain.ledger.events import ESCALATED_TO, MANNERS
from petidesk.domain.office.ledger_columns import LedgerColumn
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.fields import Answer
from petidesk.ui.forms.inputs import ChipChoice, Field, StatementEdit, TextField
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.look.money import yuan_words
from petidesk.ui.translate import translate

# From this many yuan on the sum is said in 万元, too: zeros are easily miscounted.
IN_WAN = Decimal(10_000)
_AHEAD = frozenset(("due_on", "performed_by"))


@dataclass(frozen=True, slots=True)
class Around:
    """What the fields ask of the world around them."""

    now: Callable[[], datetime]
    choices: LedgerChoices
    changed: Callable[[], None]


class MoneyField(TextField):
    """A sum in yuan; gets its commas when it is left. `judged` says 12.5 万元, or why it is no sum."""

    judged = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.textChanged.connect(lambda: self._judge(left=False))

    def amount(self) -> Decimal | None:
        """The sum; None while there is none. Refused when it is not understood."""
        return yuan(self.text(), None) if self.text().strip() else None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the commas."""
        super().focusOutEvent(event)
        try:
            amount = self.amount()
        except Refused:
            amount = None
        if amount is not None and self.text() != yuan_words(amount):
            self.setText(yuan_words(amount))
        self._judge(left=True)

    def _judge(self, *, left: bool) -> None:
        try:
            amount = self.amount()
        except Refused as refusal:
            self.judged.emit(refusal.message if left else "", "error" if left else "small")
            return
        words = ""
        if amount is not None and amount >= IN_WAN:
            words = translate("DisputeInputs", "{0} 万元").format(f"{amount / IN_WAN:,.4f}".rstrip("0").rstrip("."))
        self.judged.emit(words, "small")


def line_answer(key: str, label: str, around: Around, match: Match | None = None, *, grows: bool = False) -> Answer:
    """A line of text; with `match` its known values are offered while typing."""
    editor: TextField = TextField() if match is None else TypeAheadField(match, grows=grows)
    editor.textChanged.connect(around.changed)

    def put(raw: Any) -> None:
        if isinstance(editor, TypeAheadField):
            editor.put(str(raw))
        else:
            editor.setText(str(raw))
            editor.setCursorPosition(0)

    return Answer(key, Field(label, editor), editor.text, put, lambda: editor.text().strip())


def day_answer(key: str, label: str, around: Around) -> Answer:
    """A day as clerks type it (3.8, 昨天)."""
    editor = DateField(
        around.now, with_time=False, placeholder=translate("DisputeInputs", "例如 3.8"), ahead=key in _AHEAD
    )
    editor.textChanged.connect(around.changed)

    def value() -> str:
        if not editor.text().strip():
            return ""
        try:
            found = typed_dates.parse_typed_date(editor.text(), around.now().date(), key in _AHEAD)
        except Refused as refusal:
            raise Refused("bad_value", refusal.message, field=key) from None
        return found.isoformat()

    return Answer(key, Field(label, editor), editor.text, lambda raw: editor.setText(str(raw)), value)


def long_answer(key: str, label: str, around: Around, lines: int = 2, hint: str = "") -> Answer:
    """Several lines."""
    editor = StatementEdit(lines, hint)
    editor.textChanged.connect(around.changed)
    field = Field(label, editor)
    return Answer(key, field, editor.text, lambda raw: editor.setText(str(raw)), lambda: editor.text().strip())


def count_answer(key: str, label: str, around: Around) -> Answer:
    """A whole number, with or without commas."""
    editor = TextField()
    editor.textChanged.connect(around.changed)

    def value() -> Any:
        typed = editor.text().replace(",", "").replace("，", "").strip().removesuffix("人")
        if typed and not (typed.isascii() and typed.isdigit()):
            raise Refused("bad_value", translate("DisputeInputs", "请填一个整数"), field=key)
        return int(typed) if typed else None

    return Answer(key, Field(label, editor), editor.text, lambda raw: editor.setText(str(raw)), value)


def money_answer(key: str, label: str, around: Around) -> Answer:
    """A sum in yuan."""
    editor = MoneyField()
    editor.textChanged.connect(around.changed)

    def value() -> Any:
        try:
            amount = editor.amount()
        except Refused as refusal:
            raise Refused("bad_value", refusal.message, field=key) from None
        return None if amount is None else str(amount)

    def put(raw: Any) -> None:
        text = str(raw)
        with contextlib.suppress(Refused):  # a draft comes back word for word
            text = yuan_words(yuan(text, None)) if text.strip() else ""
        editor.setText(text)

    return Answer(key, Field(label, editor), editor.text, put, value)


def choice_answer(
    key: str, label: str, choices: Sequence[tuple[str, str]], around: Around, chosen: str = "", *, chips: bool = True
) -> Answer:
    """One of a few as chips, or folded into a list. `choices`: code and words."""
    if chips:
        row = ChipChoice(choices, chosen)
        row.changed.connect(around.changed)
        return Answer(key, Field(label, row), row.chosen, lambda raw: row.choose(str(raw)), row.chosen)
    combo = QComboBox()
    combo.setMaxVisibleItems(16)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(4)
    for code, words in choices:
        combo.addItem(words, code)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    combo.currentTextChanged.connect(combo.setToolTip)
    combo.setToolTip(combo.currentText())
    combo.currentIndexChanged.connect(around.changed)

    def put(raw: Any) -> None:
        if combo.findData(str(raw)) < 0:
            combo.addItem(str(raw), str(raw))
        combo.setCurrentIndex(combo.findData(str(raw)))

    return Answer(key, Field(label, combo), combo.currentData, put, combo.currentData)


def flag_answer(key: str, label: str, around: Around) -> Answer:
    """是, 否 or 还不清楚."""
    choices = [
        ("yes", translate("DisputeInputs", "是")),
        ("no", translate("DisputeInputs", "否")),
        ("", translate("DisputeInputs", "还不清楚")),
    ]
    row = ChipChoice(choices, "")
    row.changed.connect(around.changed)
    return Answer(
        key,
        Field(label, row),
        row.chosen,
        lambda raw: row.choose(str(raw)),
        lambda: {"yes": True, "no": False}.get(row.chosen()),
    )


def ask_answer(ask: Ask, around: Around) -> Answer:
    """The field of one key of an event (`ledger_events.KINDS`)."""
    label = (
        ask.label
        if ask.required or ask.kind == "flag"
        else translate("DisputeInputs", "{0}（可不填）").format(ask.label)
    )
    if ask.key == "amount_yuan":
        return money_answer(ask.key, label, around)
    if ask.key == "to":
        return choice_answer(ask.key, label, list(ESCALATED_TO.items()), around, next(iter(ESCALATED_TO)))
    if ask.key == "manner":
        return line_answer(ask.key, label, around, _within(MANNERS))
    match ask.kind:
        case "long_text":
            return long_answer(ask.key, label, around, 3 if ask.required else 2)
        case "day":
            return day_answer(ask.key, label, around)
        case "flag":
            return flag_answer(ask.key, label, around)
    return line_answer(ask.key, label, around)


def _within(values: Sequence[str]) -> Match:
    from petidesk.domain.typeahead import Choice, TypeAhead

    ahead = TypeAhead(Choice(value) for value in values)

    def match(text: str) -> list[str]:
        return [choice.value for choice in ahead.rank(text, len(values)).choices]

    return match


def column_answer(column: LedgerColumn, around: Around) -> Answer:
    """The field of one of the county's own columns, by its kind."""
    key, label = f"extra.{column.key}", column.label
    match column.kind:
        case "long_text":
            return long_answer(key, label, around)
        case "count":
            return count_answer(key, label, around)
        case "money":
            return money_answer(key, label, around)
        case "day":
            return day_answer(key, label, around)
        case "choice":
            offered = [("", translate("DisputeInputs", "不写")), *((value, value) for value in column.choices)]
            return choice_answer(key, label, offered, around, chips=False)
    return line_answer(key, label, around)
