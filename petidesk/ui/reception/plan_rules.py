"""The rules of a rota as a clerk says them: kind of rule in words, with the inputs that it needs. No codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.reception.rules import BRANCHES, WEEKDAY_CODES, Rule, parse_rule
from petidesk.domain.trouble import Refused
from petidesk.domain.typed_dates import parse_typed_date
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import Spin, TextField
from petidesk.ui.look import containers, controls
from petidesk.ui.look.dates import short_weekday
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.translate import translate

WEEKLY, ODD, EVEN, MONTHDAY, NTH, LUNAR, SOLAR, BRANCH, EVERY, WORKDAY, LAST, DATES = (
    "weekly",
    "odd",
    "even",
    "monthday",
    "nth",
    "lunar",
    "solar",
    "branch",
    "every",
    "workday",
    "lastworkday",
    "dates",
)
_SPLIT = re.compile(r"[,，、;；\s]+")
_DIGITS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九十", start=1)} | {"〇": "0"}
_NTHS = (1, 2, 3, 4, 5, -1, -2)
State = dict[str, Any]


def kinds() -> dict[str, str]:
    """The kinds of rules as clerks call them."""
    return {
        WEEKLY: translate("ReceptionRules", "每周星期几"),
        ODD: translate("ReceptionRules", "单周星期几"),
        EVEN: translate("ReceptionRules", "双周星期几"),
        MONTHDAY: translate("ReceptionRules", "每月几日"),
        NTH: translate("ReceptionRules", "每月第几个星期几"),
        LUNAR: translate("ReceptionRules", "农历逢几（赶场）"),
        SOLAR: translate("ReceptionRules", "公历逢几"),
        BRANCH: translate("ReceptionRules", "地支场"),
        EVERY: translate("ReceptionRules", "每隔几天"),
        WORKDAY: translate("ReceptionRules", "每个工作日"),
        LAST: translate("ReceptionRules", "每月最后一个工作日"),
        DATES: translate("ReceptionRules", "指定日期"),
    }


def nth_words(nth: int) -> str:
    """第二个, 最后一个."""
    if nth == -1:
        return translate("ReceptionRules", "最后一个")
    return (
        translate("ReceptionRules", "倒数第{0}个").format("一二三四五"[-nth - 1])
        if nth < 0
        else translate("ReceptionRules", "第{0}个").format("一二三四五"[nth - 1])
    )


def rule_words(rule: Rule) -> str:
    """A rule in words: 单周星期二、星期四."""
    days = "、".join(WEEKDAYS[number] for number in rule.numbers) if rule.kind in (WEEKLY, NTH) else ""
    numbers = "、".join(str(number) for number in rule.numbers)
    if rule.kind == WEEKLY:
        return {
            None: translate("ReceptionRules", "每周"),
            1: translate("ReceptionRules", "单周"),
            0: translate("ReceptionRules", "双周"),
        }[rule.parity] + days
    if rule.kind == NTH:
        return translate("ReceptionRules", "每月{0}{1}").format(nth_words(rule.nth), days)
    return {
        MONTHDAY: translate("ReceptionRules", "每月{0}日").format(numbers),
        LUNAR: translate("ReceptionRules", "农历逢{0}").format(numbers),
        SOLAR: translate("ReceptionRules", "公历逢{0}").format(numbers),
        BRANCH: translate("ReceptionRules", "逢{0}日").format(
            "、".join(BRANCHES[number] for number in rule.numbers if number < 12)
        ),
        EVERY: translate("ReceptionRules", "每隔{0}天").format(rule.every),
        WORKDAY: translate("ReceptionRules", "每个工作日"),
        LAST: translate("ReceptionRules", "每月最后一个工作日"),
    }.get(rule.kind, translate("ReceptionRules", "指定日期"))


class ManyChips(containers.Flow):
    """Several of a few: chips that are on or off."""

    changed = Signal()

    def __init__(self, words: list[str], name: str) -> None:
        super().__init__(0.2)
        self._chips: list[controls.Button] = []
        self.setAccessibleName(name)
        for text in words:
            chip = controls.button(text, part="choice")
            chip.setCheckable(True)
            chip.setAccessibleName(f"{name}：{text}")
            chip.toggled.connect(lambda _on: self.changed.emit())
            self._chips.append(chip)
            self.add(chip)

    def chosen(self) -> list[int]:
        """The places of the chips that are on."""
        return [place for place, chip in enumerate(self._chips) if chip.isChecked()]

    def choose(self, places: list[int]) -> None:
        """Put these on and the others off."""
        for place, chip in enumerate(self._chips):
            chip.setChecked(place in places)


class RuleRow(QFrame):
    """One rule. `changed` at every change, `removed` asks to be taken away."""

    changed = Signal()
    removed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        role(self, "card")
        self._now = now
        outer = QVBoxLayout(self)
        spaced(outer, 0.35, (0.5, 0.4, 0.5, 0.4))
        line = QHBoxLayout()
        spaced(line, 0.5)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("哪种规则"))
        self.kind.setMaxVisibleItems(12)
        sized(self.kind, width=11)
        for code, words in kinds().items():
            self.kind.addItem(words, code)
        line.addWidget(self.kind)
        line.addStretch(1)
        self.remove = controls.icon_button("trash", self.tr("删去这条规则"), self.removed.emit)
        line.addWidget(self.remove)
        outer.addLayout(line)
        inputs = containers.Flow(0.5)
        self._build_inputs(inputs)
        self._inputs = inputs
        outer.addWidget(self.nth)
        outer.addWidget(self.days)
        outer.addWidget(self.branches)
        outer.addWidget(inputs)
        self.says = controls.label("", "error", wrap=True)
        self.says.hide()
        outer.addWidget(self.says)
        self.kind.currentIndexChanged.connect(lambda _place: self._fit())
        self._fit()

    def _build_inputs(self, inputs: containers.Flow) -> None:
        self.nth = QComboBox()
        self.nth.setAccessibleName(self.tr("第几个"))
        sized(self.nth, width=8)
        for nth in _NTHS:
            self.nth.addItem(nth_words(nth), nth)
        self.days = ManyChips([short_weekday(day) for day in range(7)], self.tr("星期几"))
        self.branches = ManyChips(list(BRANCHES), self.tr("哪些地支"))
        self.numbers = TextField()
        self.every = Spin()
        self.every.setRange(1, 366)
        self.every.setValue(5)
        self.every.setSuffix(self.tr(" 天一次"))
        self.every.setAccessibleName(self.tr("每隔几天"))
        sized(self.every, width=8)
        self.anchor = DateField(self._now, with_time=False, placeholder=self.tr("从哪天数起"), ahead=True)
        self.anchor.setAccessibleName(self.tr("从哪天数起"))
        sized(self.anchor, width=9)
        sized(self.numbers, width=18)
        for part in (self.numbers, self.every, self.anchor):
            inputs.add(part)
        for field in (self.numbers, self.anchor):
            field.textChanged.connect(lambda _text: self.changed.emit())
        for chips in (self.days, self.branches):
            chips.changed.connect(self.changed)
        self.nth.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.every.valueChanged.connect(lambda _value: self.changed.emit())

    def code(self) -> str:
        """The kind that is chosen."""
        return str(self.kind.currentData())

    def _fit(self) -> None:
        code = self.code()
        self.nth.setVisible(code == NTH)
        self.days.setVisible(code in (WEEKLY, ODD, EVEN, NTH))
        self.branches.setVisible(code == BRANCH)
        self.numbers.setVisible(code in (MONTHDAY, LUNAR, SOLAR, DATES))
        self.every.setVisible(code == EVERY)
        self.anchor.setVisible(code == EVERY)
        hint = {
            MONTHDAY: self.tr("几日，如 8、18"),
            LUNAR: self.tr("尾数，如 3、8"),
            SOLAR: self.tr("尾数，如 3、8"),
            DATES: self.tr("如 12.3、12.18"),
        }.get(code, "")
        self.numbers.setPlaceholderText(hint)
        self.numbers.setAccessibleName(hint or self.tr("数"))
        self._inputs.again()
        self._inputs.setVisible(code in (MONTHDAY, LUNAR, SOLAR, DATES, EVERY))
        self.changed.emit()

    # ---- what it says ----------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The rule as `parse_rule` reads it. Refused in words that a clerk understands."""
        code = self.code()
        if code in (WEEKLY, ODD, EVEN, NTH):
            if not self.days.chosen():
                raise Refused("missing", self.tr("请选星期几"))
            days = ",".join(WEEKDAY_CODES[place] for place in self.days.chosen())
            nth = self.nth.currentData()
            made = {WEEKLY: f"weekly:{days}", ODD: f"weekly:odd:{days}", EVEN: f"weekly:even:{days}"}
            made[NTH] = f"nth:{nth}:{days}"
            return made[code]
        if code == BRANCH:
            if not self.branches.chosen():
                raise Refused("missing", self.tr("请选地支，赶场的日子逢哪个地支"))
            return "branch:" + ",".join(BRANCHES[place] for place in self.branches.chosen())
        if code == EVERY:
            moment = self.anchor.value()
            if moment is None:
                raise Refused("missing", self.tr("请写从哪天数起，例如 11.1"))
            return f"every:{self.every.value()}:{moment.date().isoformat()}"
        if code == DATES:
            return "dates:" + ",".join(day.isoformat() for day in self._dates())
        if code in (MONTHDAY, LUNAR, SOLAR):
            low, high = (1, 31) if code == MONTHDAY else (0, 10)
            return f"{code}:" + ",".join(str(number) for number in self._numbers(low, high))
        return code

    def _numbers(self, low: int, high: int) -> list[int]:
        text = "".join(_DIGITS.get(sign, sign) for sign in self.numbers.text())
        parts = [part.strip("日号逢初") for part in _SPLIT.split(text) if part.strip("日号逢初")]
        if not parts:
            words = self.tr("请写几日，例如 8、18") if high == 31 else self.tr("请写尾数，例如 3、8")
            raise Refused("missing", words)
        found: list[int] = []
        for part in parts:
            if not (part.isascii() and part.isdigit() and low <= int(part) <= high):
                raise Refused("bad_value", self.tr("“{0}”不对，应当是{1}到{2}之间的数").format(part, low, high))
            if int(part) not in found:
                found.append(int(part))
        return found

    def _dates(self) -> list[date]:
        parts = [part for part in _SPLIT.split(self.numbers.text()) if part]
        if not parts:
            raise Refused("missing", self.tr("请写日期，例如 12.3、12.18"))
        days = [parse_typed_date(part, self._now().date(), True) for part in parts]
        return sorted(set(days))

    def say(self, words: str) -> None:
        """A refusal at this rule; empty takes it away."""
        self.says.setText(words)
        self.says.setVisible(bool(words))

    # ---- bringing one back -----------------------------------------------------------------------------------------

    def put(self, text: str) -> None:
        """Show a stored rule."""
        rule = parse_rule(text)
        code = rule.kind if rule.parity is None else ODD if rule.parity else EVEN
        self.put_state(
            {
                "kind": code,
                "days": list(rule.numbers) if rule.kind in (WEEKLY, NTH) else [],
                "branches": list(rule.numbers) if rule.kind == BRANCH else [],
                "numbers": "、".join(
                    [day.isoformat() for day in rule.dates]
                    or ([str(number) for number in rule.numbers] if rule.kind in (MONTHDAY, LUNAR, SOLAR) else [])
                ),
                "nth": rule.nth or 1,
                "every": rule.every or 5,
                "anchor": rule.anchor.isoformat() if rule.anchor else "",
            }
        )

    def state(self) -> State:
        """What stands in the inputs, for the draft."""
        return {
            "kind": self.code(),
            "days": self.days.chosen(),
            "branches": self.branches.chosen(),
            "numbers": self.numbers.text(),
            "nth": self.nth.currentData(),
            "every": self.every.value(),
            "anchor": self.anchor.text(),
        }

    def put_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what stood in the inputs."""
        self.kind.setCurrentIndex(max(self.kind.findData(state.get("kind")), 0))
        self.days.choose([int(place) for place in state.get("days", [])])
        self.branches.choose([int(place) for place in state.get("branches", [])])
        self.numbers.setText(str(state.get("numbers", "")))
        self.nth.setCurrentIndex(max(self.nth.findData(state.get("nth", 1)), 0))
        self.every.setValue(int(state.get("every", 5)))
        self.anchor.setText(str(state.get("anchor", "")))


class RuleRows(QWidget):
    """The rules of a rota, at least one."""

    changed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.rows: list[RuleRow] = []
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.5)
        self.add_button = controls.button(self.tr("再加一条规则"), self.add, icon="plus")
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._append()

    def add(self) -> None:
        """One more, with the keys in it."""
        self._append().kind.setFocus()
        self.changed.emit()

    def texts(self) -> tuple[str, ...]:
        """The rules as texts. Refused at the row that is wrong."""
        found = []
        for row in self.rows:
            row.say("")
        for row in self.rows:
            try:
                found.append(row.text())
            except Refused as refusal:
                raise Refused(refusal.code, refusal.message, field=f"rules[{self.rows.index(row)}]") from None
        return tuple(found)

    def say(self, path: str, words: str) -> None:
        """A refusal at the row that ``rules[2]`` means, else at the first."""
        place = int(path[6:-1]) if path.startswith("rules[") and path[6:-1].isdigit() else 0
        self.rows[min(place, len(self.rows) - 1)].say(words)

    def put(self, texts: tuple[str, ...]) -> None:
        """Show these rules in place of what stands there."""
        self._fill(len(texts))
        for row, text in zip(self.rows, texts, strict=False):
            row.put(text)

    def state(self) -> list[State]:
        """What stands in the rows, for the draft."""
        return [row.state() for row in self.rows]

    def put_state(self, states: list[State]) -> None:
        """Bring a draft back."""
        self._fill(len(states))
        for row, state in zip(self.rows, states, strict=False):
            row.put_state(state)

    def _fill(self, count: int) -> None:
        while len(self.rows) > max(count, 1):
            self._drop(self.rows[-1])
        while len(self.rows) < count:
            self._append()

    def _append(self) -> RuleRow:
        row = RuleRow(self._now)
        row.changed.connect(self.changed)
        row.removed.connect(partial(self._drop, row))
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        self._may_go()
        return row

    def _drop(self, row: RuleRow) -> None:
        if len(self.rows) > 1:
            self.rows.remove(row)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
            self._may_go()
            self.changed.emit()

    def _may_go(self) -> None:
        for row in self.rows:
            row.remove.setVisible(len(self.rows) > 1)
