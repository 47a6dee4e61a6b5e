"""The fields of a form: one `FieldAnswer` for every kind that the catalogues know.

The domain's Field gives key, label, kind, whether it is required, and its choices; `answer_of` makes its input. A
FieldAnswer knows what stands in its field word for word (`raw`, for keeping a draft), how to put that back, and the
value as the document wants it (`value`, which refuses what cannot be understood).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.fields import Field as Asked
from petidesk.domain.ledger.disputes import yuan
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.date_field import LIMIT_KEYS, DateField
from petidesk.ui.forms.inputs import ChipChoice, Field, StatementEdit, TextField
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.look import controls
from petidesk.ui.look.money import yuan_words
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.translate import translate

# Up to so many choices, each no longer than so many characters, stand as chips; else they fold into a list.
CHIPS, CHIP_LONG = 6, 8
# From this many yuan on the sum is said in 万元, too: zeros are easily miscounted.
IN_WAN = Decimal(10_000)
Now = Callable[[], datetime]
Choices = Sequence[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """One key of a form with its field. `below` stands under the field, such as the cases that a search found."""

    key: str
    field: Field
    changed: SignalInstance
    raw: Callable[[], Any]
    put: Callable[[Any], None]
    value: Callable[[], Any]
    below: QWidget | None = None


def answer_of(
    asked: Asked, now: Now, match: Match | None = None, *, plain: bool = False, lines: int = 0, folded: bool = False
) -> FieldAnswer:
    """The field of one key of a catalogue. `match`: values offered while typing; `lines`: how high a long text is.

    `plain`: the label stands alone though the key is not required, because another answer decides whether it is.
    `folded`: as narrow as its share of a row: choices fold into a list, and a number fills it.
    """
    key, label = asked.key, asked.label
    if not (plain or asked.required or asked.kind == "flag"):
        label = optional(label)
    match asked.kind:
        case "long_text" | "lines":
            hint = translate("FormFields", "一行一条，Alt+Enter 换行") if asked.kind == "lines" else ""
            return long_text(key, label, lines or (3 if asked.required else 2), hint)
        case "day":
            return day(key, label, now, ahead=key in LIMIT_KEYS)
        case "choice":
            return choice(key, label, list(asked.choices.items()), optional=not asked.required, folded=folded)
        case "count":
            made = count(key, label)
            if not folded:
                sized(made.field.editor, max_width=8)
            return made
        case "money":
            return money(key, label)
        case "flag":
            return flag(key, label, unsure=not asked.required)
    return text(key, label, match)


def optional(label: str) -> str:
    """The label of what need not be told."""
    return translate("FormFields", "{0}（可不填）").format(label)


# ---- text ------------------------------------------------------------------------------------------------------------


def text(
    key: str, label: str, match: Match | None = None, *, grows: bool = False, placeholder: str = ""
) -> FieldAnswer:
    """A line of text; with `match` its known values are offered while typing. `grows`: a new one joins them."""
    if match is None:
        return line(key, label, TextField(placeholder))
    return line(key, label, TypeAheadField(match, placeholder, grows=grows))


def line(key: str, label: str, editor: TextField, below: QWidget | None = None) -> FieldAnswer:
    """An input of one line."""

    def put(raw: Any) -> None:
        if isinstance(editor, TypeAheadField):
            editor.put(str(raw))
        else:
            editor.setText(str(raw))
            editor.setCursorPosition(0)

    def value() -> str:
        return editor.chosen(key) if isinstance(editor, TypeAheadField) else editor.text().strip()

    return FieldAnswer(key, Field(label, editor), editor.textChanged, editor.text, put, value, below)


def long_text(key: str, label: str, lines: int = 2, hint: str = "") -> FieldAnswer:
    """Several lines."""
    editor = StatementEdit(lines, hint)
    return FieldAnswer(
        key,
        Field(label, editor),
        editor.textChanged,
        editor.text,
        lambda raw: editor.setText(str(raw)),
        lambda: editor.text().strip(),
    )


# ---- days and numbers ------------------------------------------------------------------------------------------------


def day(
    key: str,
    label: str,
    now: Now,
    *,
    ahead: bool = False,
    required: bool = False,
    begins: date | None = None,
    placeholder: str = "",
) -> FieldAnswer:
    """A day as clerks type it (3.8, 昨天), as ISO text. `ahead`: the next one is meant, such as of a date to reply by.

    `begins`: the day that stands in it at first.
    """
    hint = translate("FormFields", "例如 3.8、下周五") if ahead else translate("FormFields", "例如 3.8、昨天")
    editor = DateField(now, with_time=False, placeholder=placeholder or hint, ahead=ahead)
    if begins is not None:
        editor.setText(begins.isoformat())

    def value() -> str:
        found = editor.value()
        if found is not None:
            return found.date().isoformat()
        if editor.text().strip():
            raise Refused("bad_value", editor.trouble(), field=key)
        if required:
            raise Refused("missing", translate("FormFields", "请写明日期，例如 11.30"), field=key)
        return ""

    return FieldAnswer(
        key, Field(label, editor), editor.textChanged, editor.text, lambda raw: editor.setText(str(raw)), value
    )


def count(key: str, label: str) -> FieldAnswer:
    """A whole number, with or without commas; None while there is none."""
    editor = TextField()

    def value() -> int | None:
        typed = editor.text().replace(",", "").replace("，", "").strip().removesuffix("人")
        if typed and not (typed.isascii() and typed.isdigit()):
            raise Refused("bad_value", translate("FormFields", "请填一个整数"), field=key)
        return int(typed) if typed else None

    return FieldAnswer(
        key, Field(label, editor), editor.textChanged, editor.text, lambda raw: editor.setText(str(raw)), value
    )


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
            words = translate("FormFields", "{0} 万元").format(f"{amount / IN_WAN:,.4f}".rstrip("0").rstrip("."))
        self.judged.emit(words, "small")


def money(key: str, label: str) -> FieldAnswer:
    """A sum in yuan, as plain digits; None while there is none."""
    editor = MoneyField()

    def value() -> str | None:
        try:
            amount = editor.amount()
        except Refused as refusal:
            raise Refused("bad_value", refusal.message, field=key) from None
        return None if amount is None else str(amount)

    def put(raw: Any) -> None:
        typed = str(raw)
        with contextlib.suppress(Refused):  # a draft comes back word for word
            typed = yuan_words(yuan(typed, None)) if typed.strip() else ""
        editor.setText(typed)

    return FieldAnswer(key, Field(label, editor), editor.textChanged, editor.text, put, value)


# ---- one of a few ----------------------------------------------------------------------------------------------------


def choice(
    key: str, label: str, offered: Choices, chosen: str = "", *, optional: bool = False, folded: bool = False
) -> FieldAnswer:
    """Chips where the choices are few and short, else (or if `folded`) a list. `offered`: codes and their words."""
    none = translate("FormFields", "不写")
    short = len(offered) <= CHIPS and all(len(words) <= CHIP_LONG for _code, words in offered)
    if short and not folded:
        return chips(key, label, [*offered, *([("", none)] if optional else [])], chosen)
    first = none if optional else translate("FormFields", "请选择")
    return listed(key, label, [("", first), *offered], chosen, others=folded)


def chips(key: str, label: str, offered: Choices, chosen: str = "") -> FieldAnswer:
    """A row of chips; nothing is chosen while `chosen` is none of them."""
    row = ChipChoice(offered, chosen)
    return FieldAnswer(key, Field(label, row), row.changed, row.chosen, lambda code: choose(row, str(code)), row.chosen)


def choose(row: ChipChoice, code: str) -> None:
    """Choose a chip, or none at all for an empty code that is not offered."""
    row.choose(code)
    if row.chosen() == code:
        return
    for chip in row.chips():
        group = chip.group() if isinstance(chip, QAbstractButton) else None
        if isinstance(chip, QAbstractButton) and group is not None:
            group.setExclusive(False)
            chip.setChecked(False)
            group.setExclusive(True)


def listed(key: str, label: str, offered: Choices, chosen: Any = "", *, others: bool = False) -> FieldAnswer:
    """One of many, folded into a list. `others`: a value that was entered elsewhere and is not offered joins it."""
    combo = folded_list()
    for code, words in offered:
        combo.addItem(words, code)

    def put(code: Any) -> None:
        if others and code and combo.findData(code) < 0:
            combo.addItem(str(code), code)
        combo.setCurrentIndex(max(combo.findData(code), 0))

    put(chosen)
    combo.setToolTip(combo.currentText())
    return FieldAnswer(key, Field(label, combo), combo.currentIndexChanged, combo.currentData, put, combo.currentData)


def folded_list() -> QComboBox:
    """A list that opens, as narrow as its place; what is chosen stands whole in its tooltip."""
    made = QComboBox()
    made.setMaxVisibleItems(16)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.currentTextChanged.connect(made.setToolTip)
    return made


def one_of(key: str, label: str, held: Choices, none: str) -> FieldAnswer:
    """One of what a record holds (an open task, a paper to be served); the only one is chosen at once.

    `none` is said when it holds nothing of the kind.
    """
    first = [] if len(held) == 1 else [("", translate("FormFields", "请选择") if held else none)]
    return listed(key, label, [*first, *held], held[0][0] if len(held) == 1 else "")


def flag(key: str, label: str, *, unsure: bool) -> FieldAnswer:
    """是 or 否; where it need not be told (`unsure`), 还不清楚 stands beside them and means None."""
    offered = [
        ("yes", translate("FormFields", "是")),
        ("no", translate("FormFields", "否")),
        *([("", translate("FormFields", "还不清楚"))] if unsure else []),
    ]
    row = ChipChoice(offered, "")
    return FieldAnswer(
        key,
        Field(label, row),
        row.changed,
        row.chosen,
        lambda code: choose(row, str(code)),
        lambda: {"yes": True, "no": False}.get(row.chosen()),
    )


# ---- some of several -------------------------------------------------------------------------------------------------


class _Check(QWidget):
    """A box to tick and its words, which wrap as a box's own would not; a click on them ticks it, too."""

    def __init__(self, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        spaced(row, 0.25)
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(controls.label(words, wrap=True), 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the words."""
        self.box.setFocus()
        self.box.toggle()


class _Checks(QWidget):
    """Numbered lines to be ticked, such as the requests of a case."""

    changed = Signal()

    def __init__(self, offered: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self.boxes: dict[int, QCheckBox] = {}
        for number, words in offered:
            check = _Check(f"{number}. {words}")
            check.box.toggled.connect(self.changed)
            self.boxes[number] = check.box
            column.addWidget(check)

    def lines(self) -> list[QWidget]:
        """The stops of the Tab key."""
        return list(self.boxes.values())

    def ticked(self) -> list[int]:
        """The numbers of the lines that are ticked."""
        return [number for number, box in self.boxes.items() if box.isChecked()]

    def tick(self, numbers: Sequence[int]) -> None:
        """Tick these lines and no other."""
        for number, box in self.boxes.items():
            box.setChecked(number in numbers)


def requests(key: str, label: str, offered: Sequence[tuple[int, str]]) -> FieldAnswer:
    """Some of the requests of a case: their numbers. `offered`: number and words."""
    checks = _Checks(offered)
    return FieldAnswer(key, Field(label, checks), checks.changed, checks.ticked, checks.tick, checks.ticked)
