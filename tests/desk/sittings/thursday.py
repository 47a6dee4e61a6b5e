"""A reception on a Thursday of December: its clock, its guests, their visits and the leader's opinion."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import Which
from petidesk.domain.sittings.guests import Guest
from petidesk.domain.trouble import Refused

THURSDAY, NEXT = date(2026, 12, 3), date(2026, 12, 10)
VILLAGE = Which(kind="village")
EVE, MORNING = datetime(2026, 12, 2, 10, 0), datetime(2026, 12, 3, 9, 30)
DUE = {"owner": "水务站", "due_on": "2026-12-20"}


class Clock:
    """The office's time, which a test moves on."""

    now = EVE

    def __call__(self) -> datetime:
        return self.now


HERE = Which(kind="reception")


def visit(name: str = "张桂花", *titles: str, at: str = "2026-12-03T09:10", **more: Any) -> dict[str, Any]:
    """A visit on the third about matters of these titles."""
    return {
        "at": at,
        "channel": "visit",
        "petitioners": [{"name": name, "phone": "13800001234", "village": "东村"}],
        "matters": [
            {"purpose": "appeal", "title": title, "statement": f"{title}，请解决。", "requests": ["解决"]}
            for title in titles or ("水渠渗水",)
        ],
        **more,
    }


def came(desk: Desk, clock: Clock, *names: str) -> None:
    """They come on the morning of the third without booking."""
    clock.now = MORNING
    for name in names:
        desk.sittings.arrive(THURSDAY, {"name": name}, HERE)


def receive(desk: Desk, number: int, document: dict[str, Any] | None = None) -> Guest:
    sitting, _, _ = desk.sittings.receive(THURSDAY, number, document or visit(), HERE)
    return sitting.guest(number)


def opine(desk: Desk, number: int, outcome: str = "answered", **more: Any) -> Guest:
    told = {"outcome": outcome, "text": "尽快修好。", **({} if outcome == "answered" else DUE), **more}
    return desk.sittings.opinion(THURSDAY, number, told, HERE).guest(number)


def refusal(call: Any, *words: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        call(*words, **named)
    return raised.value


def words(pdf: bytes) -> str:
    """The text of all pages without blanks and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    found = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return found
