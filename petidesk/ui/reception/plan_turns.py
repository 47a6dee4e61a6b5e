"""Who takes turns: the office's leaders with a tick, how often, in which order; pairs as a line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.office.fields import MOST_WEIGHT
from petidesk.domain.office.office import Leader
from petidesk.domain.reception.plans import office_turns
from petidesk.domain.reception.rota import Turn, parse_turns
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.inputs import Spin, TextField
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced


class _Line(QWidget):
    """A leader: ticked or not, how often."""

    def __init__(self, name: str, post: str, weight: int) -> None:
        super().__init__()
        self.name = name
        row = QHBoxLayout(self)
        spaced(row, 0.5)
        self.tick = QCheckBox(f"{name}  {post}" if post else name)
        self.tick.setAccessibleName(name)
        self.tick.setChecked(weight > 0)
        row.addWidget(self.tick, 1)
        sized(self, max_width=40)
        self.weight = Spin()
        self.weight.setRange(1, MOST_WEIGHT)
        self.weight.setValue(max(weight, 1))
        self.weight.setPrefix(self.tr("一轮 "))
        self.weight.setSuffix(self.tr(" 次"))
        self.weight.setAccessibleName(self.tr("{0}一轮接待几次").format(name))
        sized(self.weight, width=8.5)
        row.addWidget(self.weight)
        self.up = controls.icon_button("chevron-up", self.tr("{0}往前排").format(name))
        self.down = controls.icon_button("chevron-down", self.tr("{0}往后排").format(name))
        row.addWidget(self.up)
        row.addWidget(self.down)


class TurnsField(QWidget):
    """`text` is the line of StoredPlan.leaders; empty while it says what 单位设置 says."""

    changed = Signal()

    def __init__(self, leaders: Sequence[Leader]) -> None:
        super().__init__()
        self._leaders = list(leaders)
        self.lines: list[_Line] = []
        outer = QVBoxLayout(self)
        spaced(outer, 0.25)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        spaced(self._column, 0.15)
        outer.addWidget(self._list)
        self.by_text = QCheckBox(self.tr("两人一组，或者用文字写"))
        outer.addWidget(self.by_text)
        self.line = TextField(self.tr("张三,李四+王五,赵六:2"))
        self.line.setAccessibleName(self.tr("轮流的领导：+ 是两人一组，:2 是轮两次"))
        outer.addWidget(self.line)
        self._explain = controls.label(self.tr("加号是两人一组，冒号后面是一轮几次。"), "small", wrap=True)
        outer.addWidget(self._explain)
        self.by_text.toggled.connect(self._switch)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self._fill([(leader.name, leader.weight) for leader in self._leaders])
        self._switch(False)

    def _fill(self, entries: Sequence[tuple[str, int]]) -> None:
        posts = {leader.name: leader.post for leader in self._leaders}
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        for name, weight in entries:
            line = _Line(name, posts.get(name, ""), weight)
            line.tick.toggled.connect(lambda _on: self.changed.emit())
            line.weight.valueChanged.connect(lambda _value: self.changed.emit())
            line.up.clicked.connect(partial(self._move, line, -1))
            line.down.clicked.connect(partial(self._move, line, 1))
            self.lines.append(line)
            self._column.addWidget(line)

    def _move(self, line: _Line, step: int) -> None:
        place = self.lines.index(line)
        to = min(max(place + step, 0), len(self.lines) - 1)
        if to == place:
            return
        self.lines.insert(to, self.lines.pop(place))
        self._column.removeWidget(line)
        self._column.insertWidget(to, line)
        (line.up if step < 0 else line.down).setFocus()
        self.changed.emit()

    def _switch(self, by_text: bool) -> None:
        if by_text and not self.line.text().strip():
            self.line.setText(self._listed())
        self._list.setVisible(not by_text)
        self.line.setVisible(by_text)
        self._explain.setVisible(by_text)
        self.changed.emit()

    def _listed(self) -> str:
        return ",".join(
            line.name if line.weight.value() == 1 else f"{line.name}:{line.weight.value()}"
            for line in self.lines
            if line.tick.isChecked()
        )

    def _usual(self) -> str:
        return ",".join(
            leader.name if leader.weight == 1 else f"{leader.name}:{leader.weight}"
            for leader in self._leaders
            if leader.weight
        )

    def text(self) -> str:
        """The line that a stored plan keeps. Refused when nobody is chosen."""
        text = self.line.text().strip() if self.by_text.isChecked() else self._listed()
        if not text:
            raise Refused("missing", self.tr("请勾选轮流接待的领导"), field="leaders")
        parse_turns(text)
        return "" if text == self._usual() else text

    def turns(self) -> tuple[Turn, ...]:
        """The turns themselves. Refused as `text`."""
        text = self.text()
        return parse_turns(text) if text else office_turns(self._leaders)

    def put(self, text: str) -> None:
        """Show a stored line; empty is what 单位设置 says."""
        turns = parse_turns(text) if text else office_turns(self._leaders)
        known = {leader.name for leader in self._leaders}
        single = all(len(turn.leaders) == 1 and turn.leaders[0] in known for turn in turns)
        self.line.setText(text)
        if single:
            named = [(turn.leaders[0], turn.weight) for turn in turns]
            rest = [(leader.name, 0) for leader in self._leaders if leader.name not in dict(named)]
            self._fill([*named, *rest])
        self.by_text.setChecked(not single)

    def state(self) -> dict[str, Any]:
        """What stands there, for the draft."""
        return {
            "by_text": self.by_text.isChecked(),
            "line": self.line.text(),
            "lines": [[line.name, line.tick.isChecked(), line.weight.value()] for line in self.lines],
        }

    def put_state(self, state: Mapping[str, Any]) -> None:
        """Bring a draft back; leaders who came since stand at the end."""
        known = {leader.name for leader in self._leaders}
        kept = [line for line in state.get("lines", []) if line[0] in known]
        fresh = [[leader.name, False, 1] for leader in self._leaders if leader.name not in {line[0] for line in kept}]
        self._fill([(str(name), int(weight)) for name, _on, weight in [*kept, *fresh]])
        for line, (_name, on, _weight) in zip(self.lines, [*kept, *fresh], strict=True):
            line.tick.setChecked(bool(on))
        self.line.setText(str(state.get("line", "")))
        self.by_text.setChecked(bool(state.get("by_text")))
