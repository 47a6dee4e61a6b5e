"""Small forms in place for one reception: swap, stand in, move, call off; the reason by one key or in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar

from petidesk.domain.reception.days import ReceptionDay, day_words
from petidesk.ui.forms.fields import day, listed, text
from petidesk.ui.forms.form import Form
from petidesk.ui.forms.typeahead_field import within
from petidesk.ui.look import containers, controls
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.words import line_words, names
from petidesk.ui.translate import translate


def reasons() -> tuple[str, ...]:
    """Why receptions usually change."""
    return (
        translate("ReceptionForms", "出差"),
        translate("ReceptionForms", "开会"),
        translate("ReceptionForms", "外出学习"),
        translate("ReceptionForms", "请假"),
    )


class ActForm(Form):
    """A card with fields and two buttons."""

    CARD: ClassVar[bool] = True
    TITLE: ClassVar[str] = "strong"

    def add_reason(self) -> None:
        """The reason, with the usual ones to choose."""
        self.add(text("why", self.tr("原因")))
        offered = containers.Flow(0.35)
        for words in reasons():
            chip = controls.button(words, partial(self._take_reason, words), part="chip")
            chip.setAccessibleName(self.tr("原因：{0}").format(words))
            offered.add(chip)
        self.column.addWidget(offered)

    def finish(self, words: str, leave: str = "") -> None:
        """After the last field: the reason and the buttons."""
        self.add_reason()
        self.foot(words, leave=leave or self.tr("放弃  Esc"))

    def _take_reason(self, words: str) -> None:
        self.put({"why": words})
        self.finish_typing()


class SwapForm(ActForm):
    """对调: with which other reception. `other` is fixed where it was chosen by mouse or keys already."""

    def __init__(
        self, acts: ReceptionActs, on: ReceptionDay, others: Sequence[ReceptionDay], *, fixed: bool = False
    ) -> None:
        words = translate("ReceptionForms", "{0}和谁对调").format(line_words(on))
        if fixed:
            words = translate("ReceptionForms", "对调：{0}  和  {1}").format(line_words(on), line_words(others[0]))
        super().__init__(words)
        self._acts, self.day, self._others = acts, on, list(others)
        if not fixed:
            offered = [(place, line_words(other)) for place, other in enumerate(self._others)]
            self.add(listed("other", self.tr("和哪一天"), offered, 0))
        self.finish(self.tr("对调"))
        self.save_button.setEnabled(bool(self._others))

    def send(self, document: dict[str, Any]) -> None:
        """Swap."""
        other = self._others[int(document.get("other", 0))]
        self._acts.swap(self.day, other, document["why"], self.refuse)

    def own_path(self, path: str) -> str:
        """On leave on the other day: it is the other day that does not do."""
        return "other" if path == "date" else path


class SubstituteForm(ActForm):
    """顶替: who stands in, and for whom where several receive."""

    def __init__(self, acts: ReceptionActs, on: ReceptionDay, leaders: Sequence[str]) -> None:
        super().__init__(translate("ReceptionForms", "{0} 找人顶替").format(line_words(on)))
        self._acts, self.day = acts, on
        others = [leader for leader in leaders if leader not in on.leaders]
        self.add(text("name", self.tr("谁来顶替"), within(others)))
        if len(on.leaders) > 1:
            offered = [(leader, leader) for leader in on.leaders]
            self.add(listed("for", self.tr("顶替谁"), offered, on.leaders[0]))
        self.finish(self.tr("顶替"))

    def send(self, document: dict[str, Any]) -> None:
        """Put the other leader in."""
        self._acts.substitute(self.day, document["name"], document.get("for", ""), document["why"], self.refuse)

    def own_path(self, path: str) -> str:
        """A name that is missing, and somebody on leave, are about who stands in."""
        return "name" if path in ("leaders", "date") else path


class MoveForm(ActForm):
    """改时间地点: another day, place or hours."""

    def __init__(self, acts: ReceptionActs, on: ReceptionDay, now: Callable[[], datetime]) -> None:
        super().__init__(translate("ReceptionForms", "{0} 改时间地点").format(line_words(on)))
        self._acts, self.day = acts, on
        self.add(day("to", self.tr("日期"), now, ahead=True, required=True, begins=on.on))
        self.add(text("time", self.tr("时间，如 09:00-11:30")))
        self.add(text("place", self.tr("地点")))
        self.put({"time": on.slot.hours, "place": on.slot.place})
        self.finish(self.tr("改好"))

    def send(self, document: dict[str, Any]) -> None:
        """Move it."""
        to = date.fromisoformat(document["to"])
        self._acts.move(self.day, to, document["place"], document["time"], document["why"], self.refuse)

    def own_path(self, path: str) -> str:
        """The day of the reception is the day that is typed."""
        return "to" if path == "date" else path


class CallOffForm(ActForm):
    """取消: why it does not take place."""

    def __init__(self, acts: ReceptionActs, on: ReceptionDay) -> None:
        super().__init__(translate("ReceptionForms", "取消{0} {1}的接待").format(day_words(on.on), names(on)))
        self._acts, self.day = acts, on
        self.finish(self.tr("取消这次接待"), self.tr("不取消  Esc"))

    def send(self, document: dict[str, Any]) -> None:
        """Call it off."""
        self._acts.call_off(self.day, document["why"], self.refuse)
