"""The text of a letter to write in: fixed paragraphs to read, and between them each part that is typed, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.cases.events import RESULTS
from petidesk.domain.letters.letters import Gap, LetterAsk, OutlinePart
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.granted import GrantedFields
from petidesk.ui.forms.inputs import ChipChoice, Field, LinesEdit, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.letters.typed import LetterTyped
from petidesk.ui.look import controls
from petidesk.ui.look.stops import next_input
from petidesk.ui.look.theme import role, spaced, theme

# So many characters of choices still stand side by side as chips; more go into a list that opens.
CHIP_CHARACTERS = 24
RESULTS_PATH = "results"


class AskInput(QWidget):
    """One part that is typed, under its label with its hint; `edited` whenever it changed."""

    edited = Signal(str)

    def __init__(self, ask: LetterAsk, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.ask = ask
        self._editor: QWidget
        if ask.kind == "choice":
            self._editor = self._choice(ask)
        elif ask.kind == "day":
            self._editor = DateField(now, with_time=False, placeholder=self.tr("如 3.8、昨天"), ahead=ask.ahead)
            self._editor.textChanged.connect(lambda _text: self._say_edited())
        elif ask.lines > 1 or ask.kind == "list":
            self._editor = LongText(ask.lines)
            self._editor.edited.connect(self._say_edited)
        else:
            self._editor = TextField()
            self._editor.textChanged.connect(lambda _text: self._say_edited())
        words = ask.label if ask.required else self.tr("{0}（可不填）").format(ask.label)
        self.field = Field(words, self._editor)
        column = QVBoxLayout(self)
        spaced(column, 0.1)
        column.addWidget(self.field)
        if hint := self._hint():
            column.addWidget(controls.label(hint, "small", wrap=True))

    def _hint(self) -> str:
        if self.ask.kind == "list":
            return self.tr("一行一条，Alt+Enter 换行。{0}").format(self.ask.hint)
        return self.ask.hint

    def _choice(self, ask: LetterAsk) -> QWidget:
        choices = [(words, words) for words in ask.choices]
        if sum(len(words) for words in ask.choices) <= CHIP_CHARACTERS:
            chips = ChipChoice(choices, "")
            chips.changed.connect(lambda _code: self._say_edited())
            return chips
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.addItem("", "")
        for words in ask.choices:
            combo.addItem(words, words)
        combo.currentIndexChanged.connect(lambda _place: self._say_edited())
        combo.currentTextChanged.connect(combo.setToolTip)
        return combo

    def _say_edited(self) -> None:
        self.edited.emit(self.ask.path)

    def text(self) -> str:
        """What stands in it."""
        if isinstance(self._editor, ChipChoice):
            return self._editor.chosen()
        if isinstance(self._editor, QComboBox):
            return str(self._editor.currentData() or "")
        assert isinstance(self._editor, TextField | LongText)
        return self._editor.text()

    def put(self, text: str) -> None:
        """Show a text; nothing is told."""
        self.blockSignals(True)
        if isinstance(self._editor, ChipChoice):
            self._editor.choose(text)
        elif isinstance(self._editor, QComboBox):
            self._editor.setCurrentIndex(max(self._editor.findData(text), 0))
        elif isinstance(self._editor, LongText):
            self._editor.put(text)
        else:
            assert isinstance(self._editor, TextField)
            self._editor.setText(text)
            self._editor.setCursorPosition(0)
        self.blockSignals(False)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops."""
        return self.field.stops()

    def take_focus(self) -> None:
        """Put the focus into the input."""
        if isinstance(self._editor, ChipChoice):
            self._editor.focus_chosen()
        else:
            self._editor.setFocus(Qt.FocusReason.TabFocusReason)


class LetterBody(QWidget):
    """The inputs of one letter. `edited` whenever something was typed; `finished` on Enter in the last input."""

    edited = Signal()
    finished = Signal()

    def __init__(self, typed: LetterTyped, parts: Sequence[OutlinePart], now: Callable[[], datetime]) -> None:
        super().__init__()
        self.typed = typed
        self.inputs: dict[str, AskInput] = {}
        self.cards: list[RequestCard] = []
        self.count = controls.label("", "section")
        self.keys = FieldKeys(self)
        self.keys.walk(self._groups, self.finished.emit)
        self.keys.back.connect(self._leave_upwards)
        self._now = now
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.75, (0, 0, 0.75, 0.5))
        by_name = {ask.name: ask for ask in typed.asks if ask.key == "" or ask in typed.kind.asks}
        for part in parts:
            self._add(part, by_name)
        placed = set(self.inputs)
        for ask in typed.asks:
            if ask.path not in placed:
                self._add_ask(ask)
        if typed.answers and not self.cards:
            self._add_requests()
        self._column.addStretch(1)
        self._watch()

    # ---- building --------------------------------------------------------------------------------------------------

    def _add(self, part: OutlinePart, by_name: dict[str, LetterAsk]) -> None:
        if part.kind == "ask":
            if part.name in by_name:
                self._add_ask(by_name[part.name])
        elif part.kind == "requests":
            self._add_requests()
        else:
            self._column.addWidget(controls.label(part.text, "strong" if part.kind == "heading" else "soft", wrap=True))

    def _add_ask(self, ask: LetterAsk) -> None:
        made = AskInput(ask, self._now)
        made.put(self.typed.texts.get(ask.path, ""))
        made.edited.connect(self._typed)
        self.inputs[ask.path] = made
        self._column.addWidget(made)

    def _add_requests(self) -> None:
        if not self.typed.answers:
            return
        self._column.addWidget(self.count)
        for answer in self.typed.answers:
            card = RequestCard(answer.number, answer.request, RESULTS, self._now)
            card.put(answer.result, answer.answer, answer.granted)
            card.edited.connect(self._answered)
            self.cards.append(card)
            self._column.addWidget(card)
        self._count()

    def _watch(self) -> None:
        """Enter goes on from one input to the next."""
        for stop in self.stops():
            self.keys.watch(stop)

    def _leave_upwards(self, widget: QWidget) -> None:
        """Shift+Enter in the first input goes to what stands above the letter."""
        if widget in self._groups()[0]:
            above = next_input(self.window(), widget, -1)
            if above is not None:
                above.setFocus(Qt.FocusReason.BacktabFocusReason)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in the order of the page."""
        found: list[QWidget] = []
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            widget = item.widget() if item is not None else None
            if isinstance(widget, AskInput):
                found += widget.stops()
            elif isinstance(widget, RequestCard):
                found += [stop for stops in widget.groups() for stop in stops]
        return found

    def _groups(self) -> list[list[QWidget]]:
        found: list[list[QWidget]] = []
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            widget = item.widget() if item is not None else None
            if isinstance(widget, AskInput):
                found.append(widget.stops())
            elif isinstance(widget, RequestCard):
                found += widget.groups()
        return found

    # ---- typing ----------------------------------------------------------------------------------------------------

    def _typed(self, path: str) -> None:
        self.typed.texts[path] = self.inputs[path].text()
        self.inputs[path].field.say("")
        self.edited.emit()

    def _answered(self) -> None:
        for answer, card in zip(self.typed.answers, self.cards, strict=True):
            answer.result, answer.answer = card.result.chosen(), card.answer.text()
            answer.granted = card.granted.texts()
            if answer.complete:
                card.answer_field.say("")
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        done, whole = self.typed.answered
        self.count.setText(self.tr("逐项答复：已答 {0}/{1}").format(done, whole))

    def put_missing(self, parts: Mapping[str, str]) -> None:
        """Fill in what stands empty, as if it were typed."""
        for path, text in parts.items():
            if path in self.inputs and not self.inputs[path].text().strip():
                self.inputs[path].put(text)
                self._typed(path)

    # ---- gaps ------------------------------------------------------------------------------------------------------

    def go_to(self, gap: Gap) -> bool:
        """Put the focus where the gap is, and its sentence beside the input; False when it is in no input."""
        found = self._place(gap.field)
        if found is None:
            return False
        field, take = found
        field.say(gap.message, "warn" if gap.warning else "error")
        take()
        self._show(field)
        return True

    def _place(self, path: str) -> tuple[Field, Callable[[], object]] | None:
        if path in self.inputs:
            return self.inputs[path].field, self.inputs[path].take_focus
        if not path.startswith(f"{RESULTS_PATH}["):
            return None
        inside = path.removeprefix(f"{RESULTS_PATH}[")
        number, _, key = inside.partition("].")
        place = int(number) if number.isdigit() else -1
        if not 0 <= place < len(self.cards):
            return None
        card = self.cards[place]
        if key == "answer":
            return card.answer_field, card.answer.setFocus
        promised = card.granted.field_of(path)
        if promised is not None:
            return promised, promised.stops()[0].setFocus
        return card.result_field, card.result.focus_chosen

    def focus_first(self) -> None:
        """Begin with the first input that is empty, else with the first."""
        for ask in self.typed.asks:
            if ask.path in self.inputs and not self.typed.texts.get(ask.path) and (ask.required or ask.lines > 1):
                self.inputs[ask.path].take_focus()
                return
        stops = self.stops()
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, widget: QWidget) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, theme.em(2))


MOST_LINES = 18


class LongText(LinesEdit):
    """Paragraphs. As high as its text, from `lines` up to MOST_LINES."""

    edited = Signal()

    def __init__(self, lines: int, placeholder: str = "") -> None:
        super().__init__(placeholder)
        self._lines = min(max(lines, 2), MOST_LINES)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.edited)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        theme.changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """All that was typed."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Show a text; nothing is told."""
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = max(self._lines, min(round(self.document().size().height()), MOST_LINES))
        line = QFontMetrics(theme.font()).lineSpacing()
        around = theme.em(0.5) + 2 * round(self.document().documentMargin()) + 4
        self.setFixedHeight(line * wanted + around)


class ResultChoice(ChipChoice):
    """One of the results, none at first."""

    def __init__(self, results: Mapping[str, str]) -> None:
        super().__init__(list(results.items()), "")


class RequestCard(QFrame):
    """One request: its number and words, the result, the answer. `edited` whenever something was typed or chosen."""

    edited = Signal()

    def __init__(self, number: int, text: str, results: Mapping[str, str], now: Callable[[], datetime]) -> None:
        super().__init__()
        role(self, "card")
        self.number = number
        column = QVBoxLayout(self)
        spaced(column, 0.5, (0.9, 0.75, 0.9, 0.9))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("请求{0}").format(number), "strong"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(controls.label(text, wrap=True), 1)
        self._badge = controls.label("", "badge-amber")
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.result = ResultChoice(results)
        self.answer = LongText(3, self.tr("事实、理由和依据，写完整的句子"))
        self.granted = GrantedFields(number, now)
        self.result_field = Field(self.tr("处理结果"), self.result)
        self.answer_field = Field(self.tr("答复"), self.answer)
        self.result.setAccessibleName(self.tr("请求{0}的处理结果").format(number))
        self.answer.setAccessibleName(self.tr("请求{0}的答复").format(number))
        column.addWidget(self.result_field)
        column.addWidget(self.answer_field)
        column.addWidget(self.granted)
        self.result.changed.connect(self.granted.show_for)
        self.result.changed.connect(lambda _code: self._changed())
        self.granted.edited.connect(self._changed)
        self.answer.edited.connect(self._changed)
        self._show_state()

    def groups(self) -> list[list[QWidget]]:
        """Where Enter and Tab stop, field by field."""
        return [self.result_field.stops(), [self.answer], *self.granted.groups()]

    @property
    def answered(self) -> bool:
        """Whether result and answer are both there."""
        return bool(self.result.chosen() and self.answer.text().strip())

    def put(self, result: str, answer: str, granted: Mapping[str, str]) -> None:
        """Show what was kept."""
        self.result.blockSignals(True)
        self.result.choose(result)
        self.result.blockSignals(False)
        self.answer.put(answer)
        self.granted.put(granted)
        self.granted.show_for(result)
        self._show_state()

    def _changed(self) -> None:
        self._show_state()
        self.edited.emit()

    def _show_state(self) -> None:
        role(self._badge, "badge-leaf" if self.answered else "badge-amber")
        self._badge.setText(self.tr("已答") if self.answered else self.tr("未答"))
