"""An office with visits of every kind, for the tests of the list: registered through the desk like any other."""

from __future__ import annotations

from datetime import timedelta

from petidesk.desk.desk import Desk

NAMES = ("张桂花", "赵国辉", "陈秀英", "单文斌", "曾庆兰", "吴德全")
VILLAGES = ("东村", "西村", "河湾社区")
PURPOSES = ("appeal", "suggestion", "consultation", "help")


def register_many(desk: Desk, count: int, *, days_apart: int = 1) -> list[str]:
    """Register `count` visits, the first one just now, each the given days before the last; gives their numbers."""
    numbers = []
    for place in range(count):
        at = desk.now() - timedelta(days=place * days_apart, minutes=1)
        visit, _ = desk.visits.add(
            {
                "at": at.isoformat(timespec="minutes"),
                "channel": "phone" if place % 7 == 3 else "visit",
                "received_by": ("李敏", "王主任")[place % 2],
                "people": 6 if place % 10 == 5 else 1,
                "petitioners": [
                    {
                        "name": NAMES[place % len(NAMES)],
                        "phone": f"1380000{place:04}",
                        "village": VILLAGES[place % len(VILLAGES)],
                    }
                ],
                "matters": [
                    {
                        "purpose": PURPOSES[place % len(PURPOSES)],
                        "title": f"第{place}件：征地补偿款未到账",
                        "statement": "补偿款至今没有发放到账。",
                        "requests": ["补发补偿款", "书面说明发放时间"],
                    }
                ],
            }
        )
        numbers.append(visit.visit_no)
    return numbers


def register_accusation(desk: Desk) -> str:
    """Register one accusation of a named person; gives its number."""
    visit, _ = desk.visits.add(
        {
            "at": (desk.now() - timedelta(minutes=2)).isoformat(timespec="minutes"),
            "channel": "visit",
            "petitioners": [{"name": "钱守信", "phone": "13900002222", "village": "西村"}],
            "matters": [{"purpose": "accusation", "statement": "举报某组长私分集体款。", "requests": ["依法查处"]}],
        }
    )
    return visit.visit_no
