"""The papers of a reception day: of one guest and of the whole day."""

from __future__ import annotations

from petidesk.desk.desk import Desk
from tests.desk.sittings.thursday import HERE, THURSDAY, Clock, came, opine, receive, visit, words


def test_the_paper_of_one_guest(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1, visit("张桂花", "水渠渗水", "老屋漏雨", people=4, received_by="李敏"))
    opine(desk, 1, "assigned", case_no="清信2026-0001", text="水务站三日内到现场。")
    opine(desk, 1, case_no="清信2026-0002", text="已当面说明。")
    desk.sittings.note(THURSDAY, {"company": "司法所穆青"}, HERE)
    page = words(desk.sitting_papers.record(THURSDAY, 1, HERE).pdf)
    for text in (
        "清溪镇人民政府领导接访登记表",
        "接访编号：清接2026-0001",
        "接访领导覃晓东职务镇长",
        "类型现场接访日期时间2026年12月3日9:10",
        "地点接访室陪同人员司法所穆青",
        "张桂花",
        "人数4",
        "来访登记清访2026-0001",
        "水渠渗水；老屋漏雨",
        "（1）水渠渗水，请解决。（2）老屋漏雨，请解决。",
        "清信2026-0001：〔交办〕水务站三日内到现场。",
        "清信2026-0002：〔当场答复〕已当面说明。",
        "水务站",
        "2026年12月20日",
        "登记人李敏",
    ):
        assert text in page, text
    assert "检举控告" not in page


def test_the_day_s_record(desk: Desk, clock: Clock) -> None:
    desk.schedule.substitute(THURSDAY, "盖世平", "覃晓东出差", which=HERE)
    desk.sittings.book(THURSDAY, {"name": "王贵"}, HERE)
    came(desk, clock, "张桂花", "李敏")
    receive(desk, 2, visit("张桂花", people=4))
    receive(desk, 3, visit("李敏", "低保"))
    opine(desk, 2, "in_charge", text="我来包。")
    desk.sittings.close(THURSDAY, {"company": "司法所穆青", "summary": "接待有序。"}, HERE)
    page = words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf)
    for text in (
        "清溪镇人民政府领导接待日接访记录",
        "日期2026年12月3日（星期四）时间09:00-11:30方式接访",
        "接访领导盖世平职务副镇长地点接访室",
        "原定领导覃晓东变动原因覃晓东出差",
        "陪同人员司法所穆青",
        "清接2026-0001张桂花等4人4水渠渗水〔包案〕我来包。水务站12月20日",
        "清接2026-0002李敏1低保",
        "有访接访：接待2批5人次。包案1件。",
        "接待有序。",
        "预约未到1批",
    ):
        assert text in page, text
