"""An office with cases in different states, for the tests of the page 信访事项: all of it through the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from petidesk.desk.desk import Desk

LONG = "反映2024年征收东村三组承包地，补偿款至今只发了一半，多次到村里询问没有答复，要求说明并补发。"
USUAL = {"purpose": "appeal", "statement": LONG, "requests": ["补发补偿款"], "route": 6}


def register(desk: Desk, name: str, title: str, *, days_ago: int = 0, **matter: Any) -> str:
    """Register one visit with one matter; gives the number of its case."""
    at = desk.now() - timedelta(days=days_ago, minutes=5)
    visit, _ = desk.visits.add(
        {
            "at": at.isoformat(timespec="minutes"),
            "channel": "visit",
            "received_by": "李敏",
            "petitioners": [
                {
                    "name": name,
                    "phone": "13800001234",
                    "village": "东村",
                    "id_type": "111",
                    "id_number": "522201197001010018",
                }
            ],
            "matters": [
                {"purpose": "appeal", "title": title, "statement": LONG, "requests": ["补发补偿款"], "route": 6}
                | matter
            ],
        }
    )
    case_no = visit.matters[0].case_no
    assert case_no
    return case_no


def day(desk: Desk, days_ago: int) -> str:
    """The day so many days ago, as documents have it."""
    return (desk.today() - timedelta(days=days_ago)).isoformat()


def overdue(desk: Desk) -> str:
    """Registered twenty days ago with three requests, and nobody has told the visitor anything."""
    return register(
        desk,
        "张桂花",
        "征地补偿款未足额发放",
        days_ago=20,
        requests=["补发剩余的征地补偿款", "书面说明每户补偿款的计算方法和发放时间", "对村里拖延答复作出说明"],
        category="农村农业/土地征收",
    )


def in_hand(desk: Desk) -> str:
    """Accepted, assigned, instructed by a leader, with dates of the office's own."""
    number = register(desk, "赵国辉", "邻居建房影响采光", days_ago=40, requests=["拆除超出批准面积的部分", "赔偿损失"])
    cases = desk.cases
    cases.record(number, "accepted", {"on": day(desk, 35)})
    cases.record(
        number, "in_charge", {"on": day(desk, 34), "unit": "村镇建设办公室", "handler": "陈涛", "leader": "王建国"}
    )
    cases.record(number, "assigned", {"on": day(desk, 33), "to": "村镇建设办公室", "reply_by": day(desk, 3)})
    cases.record(
        number,
        "instructed",
        {
            "on": day(desk, 20),
            "leader": "王建国",
            "text": "请建设办实地测量，十日内拿出意见。",
            "owner": "陈涛",
            "due_on": day(desk, -1),
        },
    )
    return number


def answered(desk: Desk) -> str:
    """Accepted and answered request by request."""
    number = register(desk, "陈秀英", "低保待遇被取消", days_ago=50, requests=["恢复低保待遇", "补发停发期间的低保金"])
    desk.cases.record(number, "accepted", {"on": day(desk, 48)})
    desk.cases.record(
        number,
        "concluded",
        {
            "on": day(desk, 6),
            "results": [
                {"request": 1, "result": "supported", "answer": "经核查符合条件，自本月起恢复。"},
                {"request": 2, "result": "explained", "answer": "停发期间家庭收入超过标准，依规定不补发。"},
            ],
        },
    )
    return number


def suggestion(desk: Desk) -> str:
    """A suggestion, told on the spot."""
    number = register(
        desk, "单文斌", "建议村口加装路灯", days_ago=3, purpose="suggestion", requests=["加装路灯"], route=None
    )
    desk.cases.record(number, "told", {"on": day(desk, 2), "manner": "written"})
    return number


def accusation(desk: Desk) -> str:
    """An accusation of a named person: closed."""
    return register(
        desk,
        "钱守信",
        "",
        days_ago=2,
        purpose="accusation",
        statement="举报某组长私分集体款，有账本为证。",
        requests=["依法查处"],
        route=None,
    )


def busy(desk: Desk, events: int = 200) -> str:
    """A case with a long story."""
    number = register(desk, "曾庆兰", "山林权属争议", days_ago=50, requests=["确认林地界线"])
    for place in range(events):
        desk.cases.record(
            number, "contacted", {"on": day(desk, place % 45), "manner": "电话", "content": f"第{place + 1}次联系"}
        )
    return number


def wordy(desk: Desk) -> str:
    """Everything as long as people write it: eight long requests, a long unit, an instruction of a whole paragraph."""
    words = "关于东村三组一九九八年二轮延包以来历次征地补偿安置费用分配使用情况公开并重新核算的请求"
    number = register(
        desk,
        "欧阳秀英",
        words[:40],
        statement=words * 6,
        requests=[f"{place}、{words}" for place in range(1, 9)],
        concerned_unit="清溪镇自然资源和规划建设环保综合服务中心",
    )
    unit = "清溪镇自然资源和规划建设环保综合服务中心"
    desk.cases.record(number, "accepted", {"on": day(desk, 0)})
    desk.cases.record(
        number, "in_charge", {"on": day(desk, 0), "unit": unit, "leader": "司马建国", "due_on": day(desk, -1)}
    )
    desk.cases.record(
        number,
        "instructed",
        {"on": day(desk, 0), "leader": "司马建国", "text": words * 4, "owner": unit, "due_on": day(desk, 0)},
    )
    return number
