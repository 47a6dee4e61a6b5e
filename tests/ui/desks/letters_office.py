"""An office with cases that letters are written for, and the page 文书 in the real window."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.letters.letters import Letter
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.seat import Seat
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped
from tests.ui.desks.window import open_page

THREE = ("补发2025年征地补偿款", "书面说明没有发放的原因", "赔偿迟发的利息损失")
SIGNER = "王建国"


def open_case(desk: Desk, title: str, requests: tuple[str, ...], *, days_ago: int, name: str = "张桂花") -> str:
    """Register a visit that opens a case of route 6; gives the case's number."""
    at = desk.now() - timedelta(days=days_ago, minutes=3)
    visit, _ = desk.visits.add(
        {
            "at": at.isoformat(timespec="minutes"),
            "channel": "visit",
            "received_by": "李敏",
            "petitioners": [{"name": name, "phone": "13800001234", "village": "东村"}],
            "matters": [
                {
                    "purpose": "appeal",
                    "route": 6,
                    "title": title,
                    "statement": f"{title}，请求解决。",
                    "requests": list(requests),
                }
            ],
        }
    )
    number = visit.matters[0].case_no
    assert number is not None
    return number


def accepted_case(desk: Desk) -> str:
    """A case with three requests, accepted: an answer is owed."""
    number = open_case(desk, "征地补偿款未到账", THREE, days_ago=40)
    desk.cases.record(number, "accepted", {"on": (desk.today() - timedelta(days=36)).isoformat()})
    return number


def issue_notice(desk: Desk, case_no: str, *, days_ago: int = 3) -> Letter:
    """信访事项受理告知书, issued and waiting for its service."""
    letter = desk.letters.draft("acceptance_notice", case_no)
    return desk.letters.issue(letter.letter_id, SIGNER, desk.today() - timedelta(days=days_ago)).letter


def answers(count: int = 3) -> list[dict[str, Any]]:
    """Result and answer of the first requests."""
    texts = ["经查属实，由东村村民委员会发放。", "账号登记有误，已当面说明。", "没有法律依据，不予支持。"]
    results = ["supported", "explained", "not_supported"]
    return [{"request": n + 1, "result": results[n], "answer": texts[n]} for n in range(count)]


def opinion_document(count: int = 3) -> dict[str, Any]:
    """The content of a 处理意见书 with so many requests answered."""
    return {
        "fields": {
            "意见书名称": "信访事项处理意见书",
            "经查": "补偿款拨付到村以后因账号登记有误被退回。",
            "法律依据": "《中华人民共和国土地管理法》第四十八条。",
        },
        "results": answers(count),
    }


def letters_page(qtbot: QtBot, desk: Desk, seat: Seat, *, size: tuple[int, int] = (1366, 768)) -> LettersPage:
    """The page in the window; the window is kept as its property `frame`."""
    return open_page(qtbot, desk, seat, LettersPage, size=size)


def fits(qtbot: QtBot, page: QWidget) -> None:
    """Everything on the page fits as soon as it is laid out."""
    quiet(qtbot)
    assert clipped(page) == []
