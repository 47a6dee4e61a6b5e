"""An office with disputes in different states, for the tests of the page 矛盾纠纷台账: all of it through the desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from petidesk.desk.desk import Desk

LONG = (
    "东村三组张桂花与李国强两家因宅基地滴水檐外伸约四十厘米发生争执，多次口角，邻居劝解无效，要求重新丈量后确定界线。"
)
VILLAGES = ("东村", "西村", "河湾社区")
TYPES = ("邻里纠纷", "房产宅基地纠纷", "山林土地纠纷", "婚姻家庭纠纷", "合同纠纷", "")
STORIES = (
    "两家因共用水渠浇水先后发生争执",
    "外出打工期间承包地被邻户改种果树，要求恢复",
    "彩礼返还问题两家协商不成",
    "拖欠砌墙工钱一万二千元",
    LONG,
)
PEOPLE = ("张桂花", "李国强", "陈秀英", "赵国辉", "单文斌", "曾庆兰", "解冬梅", "钱守信")


def day(desk: Desk, days_ago: int) -> str:
    """The day so many days ago, as documents have it."""
    return (desk.today() - timedelta(days=days_ago)).isoformat()


def dispute(desk: Desk, days_ago: int = 20, **fields: Any) -> str:
    """Enter one dispute; gives its number."""
    document: dict[str, Any] = {
        "found_on": day(desk, days_ago),
        "village": "东村",
        "village_group": "三组",
        "source": "入户排查",
        "type": "邻里纠纷",
        "title": "宅基地滴水纠纷",
        "summary": LONG,
        "parties": [
            {"name": "张桂花", "side": "a", "phone": "13800001234", "id_number": "522201197001010018"},
            {"name": "李国强", "side": "b", "phone": "13900004321"},
        ],
        "people_involved": 5,
        "amount_yuan": "12000.50",
        "risk_level": "raised",
        "responsible_unit": "东村调委会",
        "responsible_person": "陈涛",
        "case_leader": "王建国",
        "due_on": day(desk, -10),
    }
    return desk.ledger.add(document | fields)[0].dispute_no


def late(desk: Desk) -> str:
    """Found forty days ago, due ten days ago, nothing done."""
    return dispute(desk, 40, title="承包地界线纠纷", village="西村", due_on=day(desk, 10), risk_level="major")


def resolved(desk: Desk) -> str:
    """Mediated with an agreement and resolved; the follow-up visit is due soon."""
    number = dispute(desk, 50, title="拖欠工钱纠纷", village="河湾社区", type="合同纠纷", due_on=day(desk, 20))
    desk.ledger.record(number, "measure_taken", {"on": day(desk, 48), "text": "上门了解情况，约双方到村委会。"})
    desk.ledger.record(
        number,
        "mediated",
        {"on": day(desk, 40), "agreement": "分两次付清。", "amount_yuan": 12000, "performed_by": day(desk, 20)},
    )
    desk.ledger.record(number, "resolved", {"on": day(desk, 28), "manner": "人民调解", "result": "已付清，双方签字。"})
    return number


def escalated(desk: Desk) -> str:
    """Went up to the town."""
    number = dispute(desk, 35, title="山林权属纠纷", type="山林土地纠纷", due_on=day(desk, -5))
    desk.ledger.record(number, "measure_taken", {"on": day(desk, 30), "text": "到现场指认界线。"})
    desk.ledger.record(number, "escalated", {"on": day(desk, 20), "to": "town", "report": "村里调解两次未成。"})
    return number


def stories(desk: Desk) -> dict[str, str]:
    """Disputes in different states, by their story."""
    return {"late": late(desk), "resolved": resolved(desk), "escalated": escalated(desk), "fresh": dispute(desk, 3)}


def last_month(desk: Desk) -> str:
    """2026-10, seen from November."""
    first = desk.today().replace(day=1)
    return (first - timedelta(days=1)).strftime("%Y-%m")


def mid_last_month(desk: Desk) -> int:
    """How many days ago the 15th of last month was."""
    return (desk.today() - (desk.today().replace(day=1) - timedelta(days=1)).replace(day=15)).days


def many(desk: Desk, count: int) -> None:
    """So many disputes of the last half year, in all states."""
    for place in range(count):
        found = 3 + (place * 7) % 170
        number = dispute(
            desk,
            found,
            title="",
            village=VILLAGES[place % 3],
            village_group=f"{'一二三四五六'[place % 6]}组",
            type=TYPES[place % 6],
            summary=STORIES[place % 5],
            parties=[{"name": PEOPLE[place % 8], "side": "a"}, {"name": PEOPLE[(place + 3) % 8], "side": "b"}],
            people_involved=2 + place % 9,
            amount_yuan=None if place % 3 else 500 * (place + 1),
            risk_level=("ordinary", "ordinary", "raised", "ordinary", "major")[place % 5],
            responsible_person=("陈涛", "周敏", "")[place % 3],
            due_on=day(desk, found - 30),
        )
        if place % 2:
            desk.ledger.record(number, "measure_taken", {"on": day(desk, max(found - 2, 1)), "text": "上门调解。"})
        if place % 4 == 1:
            desk.ledger.record(number, "resolved", {"on": day(desk, max(found - 12, 0)), "manner": "村组协调"})
        if place % 16 == 3:
            desk.ledger.record(number, "escalated", {"on": day(desk, max(found - 9, 0)), "to": "town"})


def of(desk: Desk, days_ago: int) -> date:
    """The day so many days ago."""
    return desk.today() - timedelta(days=days_ago)
