"""Lights: how a date or a row stands out, by a token of the theme and a shape, always beside a word (rules/look.md)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from petidesk.ui.look import controls, icons
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.translate import translate

# So many days before a date its light turns to 还有 n 天.
SOON_DAYS = 3


class Tone(Enum):
    """How a row or a light stands out: by a token of the theme and a shape, always beside a word."""

    PLAIN = "plain"
    VOID = "void"
    SOFT = "soft"
    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    MARKED = "marked"


TOKENS = {
    Tone.PLAIN: "text",
    Tone.VOID: "text_soft",
    Tone.SOFT: "text_soft",
    Tone.CALM: "text_soft",
    Tone.SOON: "amber",
    Tone.LATE: "seal",
    Tone.MARKED: "seal",
}
SHAPES = {Tone.CALM: "circle", Tone.SOON: "triangle", Tone.LATE: "square"}
_BADGES = {Tone.LATE: "badge-seal", Tone.SOON: "badge-amber", Tone.CALM: "badge-ink"}


def light_tone(due: date | None, today: date) -> Tone:
    """Which light a date gets; none for no date."""
    if due is None:
        return Tone.SOFT
    if due < today:
        return Tone.LATE
    return Tone.SOON if (due - today).days <= SOON_DAYS else Tone.CALM


def light_words(due: date | None, today: date) -> str:
    """超期3天, 今天到期, 还有5天, or a dash: the word beside the shape of the light."""
    if due is None:
        return "—"
    days = (due - today).days
    if days < 0:
        return translate("Lights", "超期{0}天").format(-days)
    return translate("Lights", "还有{0}天").format(days) if days else translate("Lights", "今天到期")


def dated_light_words(due: date | None, today: date) -> str:
    """A day with the word of its light: 超期 11-04, 今天到期, 还有3天 11-25, 12-07 前; empty for none."""
    if due is None:
        return ""
    shown, days = short_day(due, today), (due - today).days
    if days < 0:
        return translate("Lights", "超期 {0}").format(shown)
    if days == 0:
        return translate("Lights", "今天到期")
    if days <= SOON_DAYS:
        return translate("Lights", "还有{0}天 {1}").format(days, shown)
    return translate("Lights", "{0} 前").format(shown)


def lit(tone: Tone, words: str) -> QWidget:
    """A badge with the shape of its light; a plain one where there is no light."""
    if tone not in SHAPES:
        return controls.label(words, "badge-ink")
    box = QFrame()
    row = QHBoxLayout(box)
    spaced(row, 0.35)
    shape = controls.label()
    icons.put(shape, SHAPES[tone], TOKENS[tone], 0.9)
    row.addWidget(shape)
    label = controls.label(words)
    role(label, _BADGES[tone])
    row.addWidget(label)
    return box
