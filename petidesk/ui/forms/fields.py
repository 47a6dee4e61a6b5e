"""The inputs of an entry about a case: each key of an event (domain/fields.Field) becomes a field with its label.

An `Answer` knows three things about its field: what stands in it word for word (`raw`, for keeping a draft), how to put
that back, and the value as the event's document wants it (`value`, which refuses what cannot be understood).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.cases.events import ENDINGS, MANNERS, SUGGESTION_ENDINGS
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.fields import Field as Ask
from petidesk.domain.trouble import Refused
from petidesk.ui.cases.words import event_sentence, route_words, task_label
from petidesk.ui.forms.date_field import LIMIT_KEYS, DateField
from petidesk.ui.forms.inputs import ChipChoice, Field, StatementEdit, TextField
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.translate import translate

# Up to so many choices, each no longer than so many characters, stand as chips; else they fold into a list.
CHIPS, CHIP_LONG = 6, 8
# Not required by their kind alone, but by what else was chosen: saying 可不填 would be wrong.
_DEPENDS = ("where_to_go", "witness", "ending", "unit")
_UNITS = ("unit", "to")
_NAMES = ("leader", "handler", "owner", "instead", "person", "approved_by", "by")


@dataclass(frozen=True, slots=True)
class Answer:
    """One key of the entry with its field. `below` stands under the field, such as the cases that a search found."""

    key: str
    field: Field
    raw: Callable[[], Any]
    put: Callable[[Any], None]
    value: Callable[[], Any]
    below: QWidget | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What the fields of an entry ask of the world around them."""

    case: CaseFile
    now: Callable[[], datetime]
    units: Match
    names: Match
    changed: Callable[[], None]


def answer_for(ask: Ask, around: Around) -> Answer:
    """The field of one key of an event, but for the results of a case and the case to merge into."""
    plain = ask.required or ask.kind == "flag" or ask.key in _DEPENDS
    label = ask.label if plain else translate("CaseInputs", "{0}（可不填）").format(ask.label)
    if ask.key == "route":
        routes = {str(route): route_words(route) for route in range(1, 7)}
        return _choice(ask.key, label, routes, around, number=True)
    if ask.key == "document_no":
        return _served_paper(ask, label, around)
    match ask.kind:
        case "long_text" | "lines":
            return _long(ask, label, around)
        case "day":
            return day_answer(ask.key, label, around)
        case "choice":
            return _choice(ask.key, label, _choices(ask, around.case), around, optional=not ask.required)
        case "count":
            return _count(ask, label, around)
        case "flag":
            return _flag(ask, label, around)
        case "event":
            return _task(ask, label, around)
        case "requests":
            return _requests(ask, label, around)
    return text_answer(ask.key, label, around)


def text_answer(key: str, label: str, around: Around) -> Answer:
    """A line of text; units and names are offered while typing."""
    editor: TextField
    if key in _UNITS:
        editor = TypeAheadField(around.units, grows=False)
    elif key in _NAMES:
        editor = TypeAheadField(around.names, grows=False)
    else:
        editor = TextField()
    editor.textChanged.connect(around.changed)

    def put(raw: Any) -> None:
        if isinstance(editor, TypeAheadField):
            editor.put(str(raw))
        else:
            editor.setText(str(raw))

    return Answer(key, Field(label, editor), editor.text, put, lambda: editor.text().strip())


def day_answer(key: str, label: str, around: Around) -> Answer:
    """A day as clerks type it (3.8, 昨天); of a date to reply by, the next one is meant."""
    ahead = key in LIMIT_KEYS
    hint = translate("CaseInputs", "例如 3.8、下周五") if ahead else translate("CaseInputs", "例如 3.8、昨天")
    editor = DateField(around.now, with_time=False, placeholder=hint, ahead=ahead)
    editor.textChanged.connect(around.changed)

    def value() -> str:
        if not editor.text().strip():
            return ""
        found = editor.value()
        if found is None:
            raise Refused("bad_value", editor.trouble(), field=key)
        return found.date().isoformat()

    return Answer(key, Field(label, editor), editor.text, lambda raw: editor.setText(str(raw)), value)


def long_answer(key: str, label: str, around: Around, lines: int = 3, hint: str = "") -> Answer:
    """Several lines."""
    editor = StatementEdit(lines, hint)
    editor.textChanged.connect(around.changed)
    return Answer(
        key, Field(label, editor), editor.text, lambda raw: editor.setText(str(raw)), lambda: editor.text().strip()
    )


def _long(ask: Ask, label: str, around: Around) -> Answer:
    hint = translate("CaseInputs", "一行一条，Alt+Enter 换行") if ask.kind == "lines" else ""
    return long_answer(ask.key, label, around, 3 if ask.required else 2, hint)


def _choices(ask: Ask, case: CaseFile) -> Mapping[str, str]:
    """The choices that this case can have: endings differ by purpose (《信访工作条例》第二十九条、第三十条)."""
    if ask.choices is not ENDINGS:
        return ask.choices
    if case.restricted:
        return {"other_procedure": ENDINGS["other_procedure"]}
    if case.purpose == "suggestion":
        return {code: ENDINGS[code] for code in (*SUGGESTION_ENDINGS, "withdrawn")}
    return {code: words for code, words in ENDINGS.items() if code not in SUGGESTION_ENDINGS}


def _choice(
    key: str,
    label: str,
    choices: Mapping[str, str],
    around: Around,
    *,
    optional: bool = False,
    number: bool = False,
) -> Answer:
    """Chips where the choices are few and short, else a list. Nothing is chosen beforehand but a written notice."""
    chosen = "written" if choices is MANNERS else ""
    if len(choices) <= CHIPS and all(len(words) <= CHIP_LONG for words in choices.values()):
        offered = [*choices.items(), *([("", translate("CaseInputs", "不写"))] if optional else [])]
        chips = ChipChoice(offered, chosen)
        chips.changed.connect(around.changed)
        return Answer(key, Field(label, chips), chips.chosen, lambda raw: choose(chips, str(raw)), chips.chosen)
    combo = QComboBox()
    combo.setMaxVisibleItems(16)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    combo.addItem(translate("CaseInputs", "不写") if optional else translate("CaseInputs", "请选择"), "")
    for code, words in choices.items():
        combo.addItem(words, code)
    combo.currentTextChanged.connect(combo.setToolTip)
    combo.setToolTip(combo.currentText())
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    combo.currentIndexChanged.connect(around.changed)

    def raw() -> str:
        return str(combo.currentData() or "")

    def value() -> Any:
        return int(raw()) if number and raw() else raw()

    return Answer(
        key, Field(label, combo), raw, lambda code: combo.setCurrentIndex(max(combo.findData(str(code)), 0)), value
    )


def choose(chips: ChipChoice, code: str) -> None:
    """Choose a chip, or none at all for an empty code that is not offered."""
    chips.choose(code)
    if chips.chosen() == code:
        return
    for chip in chips.chips():
        group = chip.group() if isinstance(chip, QAbstractButton) else None
        if isinstance(chip, QAbstractButton) and group is not None:
            group.setExclusive(False)
            chip.setChecked(False)
            group.setExclusive(True)


def _count(ask: Ask, label: str, around: Around) -> Answer:
    editor = TextField()
    sized(editor, max_width=8)
    editor.textChanged.connect(around.changed)

    def value() -> Any:
        typed = editor.text().strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            raise Refused("bad_value", translate("CaseInputs", "请填一个整数"), field=ask.key)
        return int(typed) if typed else ""

    return Answer(ask.key, Field(label, editor), editor.text, lambda raw: editor.setText(str(raw)), value)


def _flag(ask: Ask, label: str, around: Around) -> Answer:
    """是 or 否; where it need not be told, 还不清楚 stands beside them."""
    choices = [
        ("yes", translate("CaseInputs", "是")),
        ("no", translate("CaseInputs", "否")),
        *([] if ask.required else [("", translate("CaseInputs", "还不清楚"))]),
    ]
    chips = ChipChoice(choices, "")
    chips.changed.connect(around.changed)
    return Answer(
        ask.key,
        Field(label, chips),
        chips.chosen,
        lambda raw: choose(chips, str(raw)),
        lambda: {"yes": True, "no": False}.get(chips.chosen(), ""),
    )


def _listed(
    key: str, label: str, offered: Sequence[tuple[str, Any]], around: Around, *, none: str
) -> tuple[Answer, QComboBox]:
    """One of what the case holds, as a list; the only one is chosen at once."""
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    if len(offered) != 1:
        combo.addItem(translate("CaseInputs", "请选择") if offered else none, "")
    for words, value in offered:
        combo.addItem(words, value)
    combo.currentTextChanged.connect(combo.setToolTip)
    combo.setToolTip(combo.currentText())
    combo.currentIndexChanged.connect(around.changed)

    def put(raw: Any) -> None:
        place = combo.findData(raw)
        combo.setCurrentIndex(max(place, 0))

    return Answer(key, Field(label, combo), combo.currentData, put, combo.currentData), combo


def _task(ask: Ask, label: str, around: Around) -> Answer:
    """An instruction, an assignment, a decision that is still open."""
    case = around.case
    events = {event.event_id: event for event in case.events}
    offered = [
        (f"{task_label(task.kind)} {task.due.isoformat()} {event_sentence(events[task.event_id], case)}", task.event_id)
        for task in case.tasks
        if task.event_id in events
    ]
    return _listed(ask.key, label, offered, around, none=translate("CaseInputs", "没有待落实的事项"))[0]


def _served_paper(ask: Ask, label: str, around: Around) -> Answer:
    """Of `served`: the papers that wait to be served. Of a review: the number of another body's paper, typed."""
    if not ask.required:
        return text_answer(ask.key, label, around)
    waiting = [
        (f"{letter.document_no} {letter.title}", letter.document_no)
        for letter in around.case.letters
        if letter.waits_for_service and letter.document_no
    ]
    return _listed(
        ask.key,
        translate("CaseInputs", "送达哪一件"),
        waiting,
        around,
        none=translate("CaseInputs", "没有待送达的文书"),
    )[0]


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
    """The requests of the case, to be ticked."""

    def __init__(self, around: Around) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self.boxes: dict[int, QCheckBox] = {}
        for request in around.case.open_requests:
            line = _Check(f"{request.number}. {request.text}")
            line.box.toggled.connect(around.changed)
            self.boxes[request.number] = line.box
            column.addWidget(line)

    def lines(self) -> list[QWidget]:
        """The stops of the Tab key."""
        return list(self.boxes.values())


def _requests(ask: Ask, label: str, around: Around) -> Answer:
    checks = _Checks(around)

    def ticked() -> list[int]:
        return [number for number, box in checks.boxes.items() if box.isChecked()]

    def put(raw: Any) -> None:
        for number, box in checks.boxes.items():
            box.setChecked(number in raw)

    return Answer(ask.key, Field(label, checks), ticked, put, ticked)
