"""What a rota would be, shown while its rules are put together: dates, leaders, why a date moved, counts by leader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import NewDay, ReceptionDay, RotaPlan, day_words
from petidesk.domain.reception.rules import Rule, lunar_words, rules_without_dates
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import controls
from petidesk.ui.look.dates import month_day, short_weekday
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import spaced
from petidesk.ui.reception.plan_rules import rule_words
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the preview."""

    on: date
    leaders: tuple[str, ...]
    village: str
    remark: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be laid down. `anew`: days that stand already and would be laid down anew."""

    lines: tuple[Line, ...]
    made: int
    kept: int
    anew: int
    never: tuple[str, ...]
    silent: tuple[Rule, ...]

    @property
    def there(self) -> int:
        """How many days of this kind and place are there already."""
        return self.kept + self.anew

    @property
    def counts(self) -> Counter[str]:
        """How often each leader receives in it."""
        return Counter(name for line in self.lines for name in line.leaders)


def look_ahead(desk: Desk, plan: RotaPlan) -> Preview:
    """Work the plan out without writing it; slow, for a worker. Refused as `desk.schedule.propose`."""
    proposal = desk.schedule.propose(plan)
    silent = rules_without_dates(
        plan.rules, plan.since, plan.until, desk.calendars.load(), policy=plan.policy, exceptions=plan.exceptions
    )
    village = None if plan.own_villages else plan.village
    standing = desk.schedule.days(DayQuery(plan.since, plan.until, plan.kind, plan.place, village))
    kept = {day.day_id for day in proposal.kept}
    anew = [day for day in standing if day.day_id not in kept]
    lines = [_new(day) for day in proposal.days] + [_kept(day) for day in proposal.kept]
    return Preview(
        tuple(sorted(lines, key=lambda line: line.on)),
        len(proposal.days),
        len(proposal.kept),
        len(anew),
        proposal.never,
        tuple(silent),
    )


def _day(line: Line) -> str:
    return f"{month_day(line.on)} {short_weekday(line.on.weekday())}"


def _new(day: NewDay) -> Line:
    moved = translate("PreviewList", "{0}遇{1}，顺延").format(day_words(day.rule_date), day.moved_because)
    remark = moved if day.moved_because else ""
    if not day.leaders:
        return Line(day.slot.on, (), day.slot.village, translate("PreviewList", "没有人有空"), Tone.LATE)
    return Line(day.slot.on, day.leaders, day.slot.village, remark or day.unit, Tone.PLAIN)


def _kept(day: ReceptionDay) -> Line:
    return Line(day.on, day.leaders, day.slot.village, translate("PreviewList", "已经排好，不动"), Tone.SOFT)


class PreviewList(QWidget):
    """Shows a Preview, or why there is none."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self.heading = controls.label(self.tr("会排成这样"), "section", wrap=True)
        column.addWidget(self.heading)
        self.said = controls.label("", "soft", wrap=True)
        column.addWidget(self.said)
        self.warning = controls.Notice("amber")
        self.warning.hide()
        column.addWidget(self.warning)
        self.model = FewModel(self._columns(), parent=self)
        self.table = FewTable(self.model, self.tr("会排成这样"))
        column.addWidget(self.table, 1)
        column.addStretch()
        self.preview: Preview | None = None

    def _columns(self) -> tuple[Column[Any], ...]:
        vacant = self.tr("空缺")
        return (
            Column("on", self.tr("日期"), _day, 7.6),
            Column("lunar", self.tr("农历"), lambda line: lunar_words(line.on), 5.8),
            Column(
                "who",
                self.tr("领导"),
                lambda line: " ".join(part for part in ("、".join(line.leaders) or vacant, line.village) if part),
                7,
                tone=lambda line: line.tone,
            ),
            Column("remark", self.tr("说明"), lambda line: line.remark, 8, grows=True),
        )

    def show_preview(self, preview: Preview) -> None:
        """Show what would be laid down."""
        self.preview = preview
        self.model.set_rows(preview.lines)
        self.table.setVisible(bool(preview.lines))
        counts = "，".join(f"{name} {count}" for name, count in preview.counts.items())
        self.heading.setText(self.tr("会排 {0} 次").format(preview.made))
        self.said.setText(self.tr("各人次数：{0}").format(counts) if counts else self.tr("这段时间没有要排的日子"))
        told = [self.tr("“{0}”在这段时间没有日子").format(rule_words(rule)) for rule in preview.silent]
        told += [self.tr("{0}这段时间一直请假，没有排").format(name) for name in preview.never]
        gaps = sum(not line.leaders for line in preview.lines)
        if gaps:
            told.append(self.tr("有 {0} 天没有人有空").format(gaps))
        self.warning.show_as("amber", "；".join(told))
        self.warning.setVisible(bool(told))

    def show_nothing(self, words: str) -> None:
        """Say what is still wanted."""
        self.preview = None
        self.model.set_rows(())
        self.heading.setText(self.tr("会排成这样"))
        self.said.setText(words)
        self.table.hide()
        self.warning.hide()
