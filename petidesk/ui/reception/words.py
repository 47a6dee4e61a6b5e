"""What the page 领导接待日 says of a reception: who, which kind, what is out of the ordinary."""

from __future__ import annotations

from dataclasses import dataclass

from petidesk.domain.reception.days import KINDS, Finding, ReceptionDay, day_words
from petidesk.domain.reception.rules import lunar_words
from petidesk.ui.translate import translate


@dataclass(frozen=True, slots=True)
class Look:
    """How a reception looks: a token of the theme, an icon of resources/icons, words that say the same."""

    token: str
    icon: str = ""
    words: str = ""


def shown(days: list[ReceptionDay]) -> list[ReceptionDay]:
    """The receptions that a person wants to see: a day that no rule names any more is not one of them."""
    return [day for day in days if not day.cancelled or day.called_off]


def names(day: ReceptionDay) -> str:
    """Who receives."""
    return "、".join(day.leaders) or translate("Reception", "没有人")


def kind_words(day: ReceptionDay) -> str:
    """下访 东村: the kind where it is not the usual one, and the village."""
    kind = "" if day.slot.kind == "reception" else KINDS[day.slot.kind]
    return " ".join(part for part in (kind, day.slot.village) if part)


def warning(day: ReceptionDay, findings: tuple[Finding, ...]) -> str:
    """What does not go together about a reception, from the findings of its day; empty when all does."""
    for finding in findings:
        concerned = any(name in finding.words for name in day.leaders)
        if finding.what == "on_leave" and concerned:
            return translate("Reception", "有人请假")
        if finding.what == "same_leader" and concerned:
            return translate("Reception", "同时两处")
        if finding.what == "same_place":
            return translate("Reception", "地点重了")
    return ""


def look(day: ReceptionDay, findings: tuple[Finding, ...] = ()) -> Look:
    """What is most out of the ordinary of a reception."""
    if day.cancelled:
        return Look("text_soft", "x", translate("Reception", "取消"))
    if not day.leaders:
        return Look("seal", "alert-triangle", translate("Reception", "空缺"))
    if warned := warning(day, findings):
        return Look("amber", "alert-triangle", warned)
    if day.planned != day.leaders:
        return Look(
            "amber",
            "refresh-cw",
            translate("Reception", "原定{0}").format("、".join(day.planned) or translate("Reception", "空缺")),
        )
    if day.moved_by_hand:
        return Look("amber", "refresh-cw", translate("Reception", "改过"))
    return Look("ink")


def state_words(day: ReceptionDay, findings: tuple[Finding, ...] = ()) -> str:
    """The state in words, for lists."""
    if day.cancelled:
        return translate("Reception", "取消")
    told = [
        warning(day, findings),
        "" if day.leaders else translate("Reception", "空缺"),
        translate("Reception", "已变动") if day.planned != day.leaders or day.moved_by_hand else "",
        translate("Reception", "锁定") if day.locked else "",
    ]
    return " ".join(part for part in told if part)


def line_words(day: ReceptionDay) -> str:
    """12月3日（星期四） 覃晓东: to choose one among several."""
    return " ".join(part for part in (day_words(day.on), names(day), kind_words(day)) if part)


def said(day: ReceptionDay, findings: tuple[Finding, ...] = ()) -> str:
    """Everything that a chip shows, as a screen reader says it."""
    slot = day.slot
    told = [
        KINDS[slot.kind],
        names(day),
        slot.hours,
        slot.village + slot.place,
        look(day, findings).words,
        translate("Reception", "锁定") if day.locked else "",
    ]
    return " ".join(part for part in told if part)


def lunar(day: ReceptionDay) -> str:
    """The lunar date of the reception."""
    return lunar_words(day.on)
