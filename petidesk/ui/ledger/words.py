"""How a dispute speaks: its state, risk and dates with the word of their light, money, every event as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from petidesk.domain.ledger.disputes import LEVELS, STATES, DisputeEvent
from petidesk.domain.ledger.events import KINDS
from petidesk.domain.ledger.listing import FIGURES
from petidesk.domain.office.ledger_columns import RISK_LEVELS
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import Tone, light_tone, light_words
from petidesk.ui.look.money import money_words, yuan_words
from petidesk.ui.translate import translate

OPEN_STATES = ("open", "in_progress")
RISK_TONES = {"ordinary": Tone.SOFT, "raised": Tone.SOON, "major": Tone.LATE}
# Kept for the program's own use; says nothing to a reader.
_SILENT = frozenset(("warnings", "version", "event_id", "recorded_at", "undone"))


# ---- where it stands


def is_open(state: str) -> bool:
    """Whether it still waits to be resolved."""
    return state in OPEN_STATES


def state_words(state: str, level: str = "") -> str:
    """待化解, 化解中, 已化解, 已上报（乡镇）, 已销号."""
    words = STATES.get(state, state)
    return (
        translate("LedgerWords", "{0}（{1}）").format(words, LEVELS[level])
        if state == "escalated" and level in LEVELS
        else words
    )


def state_tone(state: str) -> Tone:
    """What is done steps back."""
    return Tone.PLAIN if is_open(state) else Tone.SOFT


def risk_words(level: str, labels: Sequence[str]) -> str:
    """The county's own word for a level of risk; of the dispute, never of a person."""
    codes = tuple(RISK_LEVELS)
    return labels[codes.index(level)] if level in codes and len(labels) == len(codes) else level


def due_tone(due: date | None, state: str, today: date) -> Tone:
    """The light of the date by which it is to be resolved; none once it is."""
    return light_tone(due, today) if is_open(state) else Tone.SOFT


def due_words(due: date | None, state: str, today: date) -> str:
    """超期3天 11-19; the day alone once it is resolved."""
    if due is None:
        return ""
    return f"{light_words(due, today)} {short_day(due, today)}" if is_open(state) else short_day(due, today)


def follow_words(due: date | None, today: date) -> str:
    """The light and day of the follow-up visit (回访) that is owed."""
    return "" if due is None else f"{light_words(due, today)} {short_day(due, today)}"


# ---- figures


def totals_words(count: int, people: int, fen: int) -> str:
    """共 152 件 · 487 人 · 1,234,567 元."""
    return translate("LedgerWords", "共 {0} 件 · {1} 人 · {2} 元").format(
        f"{count:,}", f"{people:,}", money_words(fen) or "0"
    )


def figure_words(month: str, figure: str, *, year: bool) -> str:
    """2026-10 新排查, 2026年1至10月 新排查: what a list that was opened from a figure holds."""
    span = translate("LedgerWords", "{0}年1月至{1}月").format(month[:4], int(month[5:])) if year else month
    if figure == "carried_over" and year:
        return translate("LedgerWords", "{0} 上年结转").format(span)
    on_books = FIGURES.get(figure, translate("LedgerWords", "在册"))
    return f"{span} {on_books}"


# ---- events


def event_label(kind: str) -> str:
    """What an event is called."""
    return KINDS[kind].label if kind in KINDS else kind


def event_sentence(event: DisputeEvent) -> str:
    """What was done, as a plain sentence; the label of the event stands before it."""
    content = event.content
    parts = []
    for ask in KINDS[event.kind].asks if event.kind in KINDS else ():
        value = content.get(ask.key)
        if value in (None, "", []) or ask.kind == "event":
            continue
        if ask.kind == "flag":
            parts.append(ask.label if value else translate("LedgerWords", "没有{0}").format(ask.label))
        elif ask.key == "to":
            parts.append(translate("LedgerWords", "报给{0}").format(LEVELS.get(str(value), value)))
        elif ask.key == "amount_yuan":
            parts.append(translate("LedgerWords", "协议金额{0}元").format(yuan_words(Decimal(str(value)))))
        elif ask.kind == "day":
            parts.append(f"{ask.label}{value}")
        elif ask.required or len(KINDS[event.kind].asks) == 1 or ask.key in ("result", "text"):
            parts.append(str(value))
        else:
            parts.append(f"{ask.label.partition('（')[0]}：{value}")
    return "；".join([*(part.rstrip("。；，") for part in parts[:-1]), *parts[-1:]])
