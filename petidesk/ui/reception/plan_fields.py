"""The fields of 排班: rules, rest days, from when to when, who takes turns, where; read as a plan, shown from one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from petidesk.domain.reception.days import KINDS, RotaPlan, parse_hours
from petidesk.domain.reception.plans import OUTSIDE, StoredPlan
from petidesk.domain.reception.rules import Policy, parse_rule, parse_span
from petidesk.domain.trouble import Refused, Trouble
from petidesk.domain.typed_dates import parse_typed_date
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.entry_rows import listed
from petidesk.ui.forms.inputs import ChipChoice, Field, TextField
from petidesk.ui.look import containers, controls
from petidesk.ui.look.grids import Pairs
from petidesk.ui.look.theme import spaced
from petidesk.ui.reception.plan_rules import RuleRows
from petidesk.ui.reception.plan_turns import TurnsField
from petidesk.ui.reception.reading import month_end, month_step

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

HABIT = "habit"
_BETWEEN = re.compile(r"至|到|\.\.|~|～|—+")
_PARTS = re.compile(r"[,，、;；\s]+")


class PlanFields(QWidget):
    """`plan` reads the fields, `put_plan` shows a stored plan; `say` shows a refusal beside its field."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._leaders = desk.office.current().leaders
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.75)
        self._build_days()
        self._build_turns()
        self._build_place()
        self._kind_changed()

    # ---- building --------------------------------------------------------------------------------------------------

    def _add(self, key: str, label: str, editor: QWidget) -> Field:
        field = Field(label, editor)
        self.fields[key] = field
        changed = getattr(editor, "textChanged", None) or getattr(editor, "changed", None)
        if changed is not None:
            changed.connect(lambda *_args: self.changed.emit())
        return field

    def _build_days(self) -> None:
        self.rules = RuleRows(self._desk.now)
        self.rules.changed.connect(self.changed)
        self.column.addWidget(controls.label(self.tr("哪几天接待"), "strong"))
        self.column.addWidget(self.rules)
        self.since, self.until = (
            DateField(self._desk.now, with_time=False, placeholder="12.1", ahead=True) for _ in range(2)
        )
        self.column.addWidget(
            Pairs(
                [self._add("from", self.tr("从哪天起"), self.since), self._add("to", self.tr("到哪天止"), self.until)]
            )
        )
        spans = containers.Flow(0.35)
        for words, call in (
            (self.tr("本月"), partial(self._show_months, 0, 1)),
            (self.tr("下月"), partial(self._show_months, 1, 1)),
            (self.tr("全年"), self._show_year),
        ):
            spans.add(controls.button(words, call, part="chip"))
        self.column.addWidget(spans)
        self.holiday = ChipChoice(
            [
                (HABIT, self.tr("各按习惯")),
                ("next", self.tr("顺延")),
                ("skip", self.tr("取消")),
                ("keep", self.tr("照常")),
            ],
            HABIT,
        )
        self.holiday.setToolTip(self.tr("各按习惯：赶场天和指定日期照常，其余顺延到下一个工作日"))
        self.exceptions = TextField(self.tr("如 2.16至2.23、5.4"))
        self.column.addWidget(
            Pairs(
                [
                    self._add("holiday", self.tr("遇休息日"), self.holiday),
                    self._add("except", self.tr("不接待的日期（可不填）"), self.exceptions),
                ]
            )
        )

    def _build_turns(self) -> None:
        self.column.addWidget(controls.rule())
        self.turns = TurnsField(self._leaders)
        self.column.addWidget(self._add("leaders", self.tr("轮流接待的领导，从上到下"), self.turns))

    def _build_place(self) -> None:
        self.column.addWidget(controls.rule())
        self.kind = ChipChoice(list(KINDS.items()), "reception")
        self.column.addWidget(self._add("kind", self.tr("方式"), self.kind))
        self.kind.changed.connect(lambda _code: self._kind_changed())
        self.own = QCheckBox(self.tr("到各自联系的村（社区），不轮流"))
        self.own.toggled.connect(lambda _on: self._kind_changed())
        self.own.toggled.connect(lambda _on: self.changed.emit())
        self.column.addWidget(self.own)
        self.own_says = controls.label("", "error", wrap=True)
        self.own_says.hide()
        self.column.addWidget(self.own_says)
        self.place, self.village, self.hours, self.units = (
            TextField(),
            TextField(),
            TextField("09:00-11:30"),
            TextField(self.tr("用顿号隔开")),
        )
        self._village = self._add("village", self.tr("村（社区）（可不填）"), self.village)
        self.column.addWidget(
            Pairs(
                [
                    self._add("place", self.tr("地点（可不填）"), self.place),
                    self._add("time", self.tr("时间（可不填）"), self.hours),
                    self._add("units", self.tr("陪同单位，轮流（可不填）"), self.units),
                    self._village,
                ]
            )
        )

    def _kind_changed(self) -> None:
        outside = self.kind.chosen() in OUTSIDE
        self.own.setVisible(outside)
        self._village.setVisible(outside and not self.own.isChecked())

    # ---- from when to when -----------------------------------------------------------------------------------------

    def show_range(self, since: date, until: date) -> None:
        """Put these days in."""
        self.since.setText(since.isoformat())
        self.until.setText(until.isoformat())

    def _show_months(self, later: int, months: int) -> None:
        today = self._desk.today()
        first = month_step(today, later)
        # What has passed stays as it is; a rota begins today at the earliest.
        self.show_range(max(first, today), month_end(month_step(first, months - 1)))

    def _show_year(self) -> None:
        today = self._desk.today()
        year = today.year + (today.month == 12)
        self.show_range(max(date(year, 1, 1), today), date(year, 12, 31))

    # ---- reading ---------------------------------------------------------------------------------------------------

    def stored(self, name: str) -> StoredPlan:
        """The plan under a name. Refused at the field that is wrong."""
        outside = self.kind.chosen() in OUTSIDE
        own = outside and self.own.isChecked()
        policy = self.holiday.chosen()
        return StoredPlan(
            name=name,
            rules=self.rules.texts(),
            holiday=None if policy == HABIT else cast(Policy, policy),
            exceptions=self._exceptions(),
            leaders=self.turns.text(),
            kind=self.kind.chosen(),
            place=self.place.text().strip(),
            village=self.village.text().strip() if outside and not own else "",
            hours=parse_hours(self.hours.text()),
            units=tuple(listed(self.units.text())),
            own_villages=own,
        )

    def plan(self, *, again: bool = False) -> RotaPlan:
        """What the fields say. Refused at the field that is wrong."""
        stored = self.stored("")
        return RotaPlan(
            rules=tuple(parse_rule(text) for text in stored.rules),
            since=self._day("from", self.since),
            until=self._day("to", self.until),
            turns=self.turns.turns(),
            policy=stored.holiday,
            exceptions=tuple(parse_span(text) for text in stored.exceptions),
            kind=stored.kind,
            place=stored.place,
            village=stored.village,
            hours=stored.hours,
            units=stored.units,
            again=again,
            own_villages=stored.own_villages,
        )

    def _day(self, key: str, editor: DateField) -> date:
        moment = editor.value()
        if moment is None:
            raise Refused("missing", editor.trouble() or self.tr("请写日期，例如 12.1"), field=key)
        return moment.date()

    def _exceptions(self) -> tuple[str, ...]:
        found = []
        today = self._desk.today()
        for part in (part for part in _PARTS.split(self.exceptions.text()) if part):
            ends = [end for end in _BETWEEN.split(part) if end.strip()]
            try:
                days = [parse_typed_date(end, today, True) for end in ends]
            except Refused as refusal:
                raise Refused("bad_value", refusal.message, field="except") from None
            if len(days) not in (1, 2):
                raise Refused("bad_value", self.tr("“{0}”不对，写成 2.16至2.23").format(part), field="except")
            found.append("..".join(day.isoformat() for day in days))
        for text in found:
            parse_span(text)
        return tuple(found)

    # ---- refusals --------------------------------------------------------------------------------------------------

    def say(self, trouble: Trouble | None, *, focus: bool = False) -> bool:
        """Show a refusal beside its field; False when none of these fields is meant."""
        for field in self.fields.values():
            field.say("")
        for row in self.rules.rows:
            row.say("")
        self.own_says.hide()
        if trouble is None:
            return True
        path = trouble.field or ""
        if path in ("rule", "rules") or path.startswith("rules["):
            self.rules.say(path, trouble.message)
            return True
        if path == "own_villages":
            self.own_says.setText(trouble.message)
            self.own_says.show()
            return True
        found = self.fields.get(path)
        if found is None:
            return False
        found.say(trouble.message, "error")
        if focus:
            found.editor.setFocus()
        return True

    # ---- a plan, a draft -------------------------------------------------------------------------------------------

    def put_plan(self, plan: StoredPlan) -> None:
        """Show a stored plan; the days stay as they are."""
        self.rules.put(plan.rules)
        self.holiday.choose(plan.holiday or HABIT)
        self.exceptions.setText("、".join(text.replace("..", "至") for text in plan.exceptions))
        self.turns.put(plan.leaders)
        self.kind.choose(plan.kind)
        self.own.setChecked(plan.own_villages)
        self.place.setText(plan.place)
        self.village.setText(plan.village)
        self.hours.setText(plan.hours)
        self.units.setText("、".join(plan.units))
        self._kind_changed()

    def state(self) -> dict[str, Any]:
        """What stands in the fields, for the draft."""
        texts = {key: self._line(key).text() for key in self._lines()}
        return {
            "rules": self.rules.state(),
            "holiday": self.holiday.chosen(),
            "turns": self.turns.state(),
            "kind": self.kind.chosen(),
            "own": self.own.isChecked(),
            **texts,
        }

    def put_state(self, state: Mapping[str, Any]) -> None:
        """Bring a draft back."""
        self.rules.put_state(list(state.get("rules", [])))
        self.holiday.choose(str(state.get("holiday", HABIT)))
        self.turns.put_state(dict(state.get("turns", {})))
        self.kind.choose(str(state.get("kind", "reception")))
        self.own.setChecked(bool(state.get("own")))
        for key in self._lines():
            self._line(key).setText(str(state.get(key, "")))
        self._kind_changed()

    def _lines(self) -> tuple[str, ...]:
        return "from", "to", "except", "place", "village", "time", "units"

    def _line(self, key: str) -> TextField:
        editor = self.fields[key].editor
        assert isinstance(editor, TextField)
        return editor
