"""The first day of an office, played through the real window by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story.clerk import Clerk


@pytest.mark.parametrize("clerk", [0, 3], ids=["usual letters", "largest letters"], indirect=True)
def test_the_first_day(clerk: Clerk) -> None:
    for scene in SCENES:
        scene(clerk)


def the_program_is_set_up(clerk: Clerk) -> None:
    """Enter alone leads through the wizard to 工作台."""
    clerk.stands_in("单位名称")
    clerk.fill("清溪镇", "安平县")
    clerk.stands_in("文书的文头怎么印")
    clerk.press("Return")
    clerk.stands_in("村（社区）名单")
    for _ in range(9):
        if "工作台" not in clerk.window.windowTitle():
            clerk.press("Return")
    clerk.reads("清溪镇", "登记来访")


def somebody_comes(clerk: Clerk) -> None:
    """来访登记: from the name to 保存 by Enter alone."""
    clerk.press("F2")
    clerk.stands_in("姓名")
    clerk.fill("张桂花", "11010519491231002x", "13800001234", "东村", "东村三组12号")
    clerk.stands_in("来访人数")
    clerk.press("Return")
    clerk.stands_in("信访目的")
    clerk.press("Return")
    clerk.stands_in("反映情况")
    clerk.fill("去年修路占了两亩地，补偿款没有到账。")
    clerk.stands_in("诉求")
    clerk.fill("补发补偿款", "")
    clerk.stands_in("事项概要")
    clerk.fill("", "")
    clerk.stands_in("保存")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.stands_in("打印回执")
    clerk.reads("已登记", "张桂花")


def she_comes_again(clerk: Clerk) -> None:
    """可能的旧访: Esc only goes back, Enter links."""
    clerk.press("F2")
    clerk.write("张桂花")
    clerk.linger()
    clerk.reads_one_of("可能的旧访 (1)", "可能的旧访 1")  # the card, or where there is no room for it its button
    clerk.press("F3")
    clerk.stands_in("张桂花")
    clerk.press("Escape")
    clerk.stands_in("姓名")
    clerk.reads_one_of("可能的旧访 (1)", "可能的旧访 1")
    clerk.press("F3", "Return")
    clerk.linger()
    clerk.reads("已关联")
    clerk.stands_in("姓名")


def six_come_together(clerk: Clerk) -> None:
    """集体访: six people, one who speaks."""
    clerk.press("F2")
    clerk.fill("李国强", "", "", "东村", "", "6", "")
    clerk.fill("水渠塌了。", "修水渠", "", "", "")
    clerk.stands_in("保存")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.stands_in("打印回执")
    clerk.reads("李国强等 6 人 · 集体访", "书面告知处理途径和程序")


def somebody_is_accused(clerk: Clerk) -> None:
    """检举控告: asked whom it speaks against, and closed to the list from then on."""
    clerk.press("F2")
    clerk.fill("王小明", "", "", "", "", "")
    clerk.stands_in("信访目的：申诉求决")
    clerk.press("Right", "Right", "Return")
    clerk.stands_in("被反映的单位或人")
    clerk.fill("石桥村支书", "私分集体款。")
    clerk.stands_in("诉求")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("检举控告，内容已限制查看")
    clerk.press("F4")
    clerk.linger()
    assert "王小明" not in clerk.sight() and "私分" not in clerk.sight()


def the_case_is_taken_up(clerk: Clerk) -> None:
    """受理: Ctrl+Enter to the step, to its paper, to the signature, to the number; then it is handed over."""
    clerk.press("F4")
    clerk.linger()
    clerk.stands_in("信访事项列表")
    clerk.press("Down")
    assert "修水渠" in clerk.row()
    clerk.press("Return", "ctrl+Return")
    clerk.reads("记一笔：受理")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.stands_in("承办单位")
    clerk.press("Return", "Return", "Return")
    clerk.stands_in("签发人")
    clerk.write("覃晓东")
    clerk.press("Return")
    clerk.stands_in("签发日期")
    clerk.press("ctrl+Return")
    clerk.stands_in("确认签发")
    clerk.reads("签发就编文号、定稿")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.stands_in("打印")
    clerk.reads("《信访事项受理告知书》已签发", "清信受〔2026〕1号", "登记送达…")


def the_letter_is_served(clerk: Clerk) -> None:
    """送达: from the sheet that was just issued, by hand and today, to the one who came; then the case goes on."""
    clerk.tab_to("登记送达…")
    clerk.press("Return")
    clerk.linger()
    clerk.reads("登记送达：信访事项受理告知书 清信受〔2026〕1号")
    clerk.stands_in("见证人")  # the first that is empty
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("清信受〔2026〕1号 已登记送达", "修水渠")
    assert "信访事项" in clerk.window.windowTitle()


def a_dispute_is_entered(clerk: Clerk) -> None:
    """台账: a dispute, then the month."""
    clerk.press("F6")
    clerk.linger()
    clerk.press("ctrl+Return")
    clerk.stands_in("村（社区）")
    clerk.fill("东村", "", "群众反映", "邻里", "", "两家因滴水发生争执。", "", "", "张桂花", "", "")
    clerk.stands_in("当事人2 姓名")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("清纠2026-0001 已登记", "张桂花", "待化解")
    clerk.press("Escape")
    clerk.stands_in("矛盾纠纷台账")
    assert "两家因滴水" in clerk.row()
    clerk.press("alt+3")
    clerk.linger()
    clerk.stands_in("上一个月")
    clerk.reads("未结账", "新排查 0", "导出报县…")


def leaders_receive(clerk: Clerk) -> None:
    """Two leaders are named in the settings; 排班 refuses without a day of the week and says so beside it."""
    clerk.press("ctrl+k")
    clerk.write("领导和承办")
    clerk.press("Return")
    clerk.linger()
    for name in ("覃晓东", "盖世平"):
        clerk.tab_to("加一名领导")
        clerk.press("Return")
        clerk.write(name)
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("设置已保存。")
    clerk.press("F7", "alt+n")
    clerk.linger()
    clerk.stands_in("哪种规则")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("请选星期几")
    clerk.tab_to("星期几：周一")
    clerk.press("space")
    clerk.tab_to("从哪天起")
    clerk.press("ctrl+a")
    clerk.write("11.23")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("排了 6 次")
    clerk.stands_in("这个月的接待日")


def two_leaders_change_places(clerk: Clerk) -> None:
    """对调: X takes a reception up, Enter lets it down a week later; the reason is asked."""
    clerk.press("x", "Down")
    clerk.reads("拿起了覃晓东")
    clerk.press("Return")
    clerk.linger()
    clerk.reads("对调：11月23日（星期一） 覃晓东  和  11月30日（星期一） 盖世平")
    clerk.stands_in("原因")
    clerk.write("开会")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("11月23日（星期一）和11月30日（星期一）已对调")
    clerk.stands_in("这个月的接待日")
    clerk.press("Return")
    clerk.linger()
    clerk.reads("11月30日（星期一）", "原定 盖世平，实到 覃晓东", "原因：开会")
    clerk.press("Escape")
    clerk.stands_in("这个月的接待日")


def somebody_sits_with_a_leader(clerk: Clerk) -> None:
    """接访: N for who came, Enter for each next step: the visit, the leader's opinion; then the day is closed."""
    clerk.press("ctrl+k")
    clerk.write("接访排号")
    clerk.press("Return")
    clerk.linger()
    clerk.stands_in("排队的来访人")
    clerk.press("n")
    clerk.linger()
    clerk.stands_in("姓名")
    clerk.fill("何大勇")
    clerk.press("ctrl+Return")
    clerk.linger()
    assert "何大勇" in clerk.row() and "等候" in clerk.row()
    clerk.press("Return")
    clerk.linger()
    clerk.reads("领导接待日第 1 号，保存后回到接访。")
    clerk.tab_to("反映情况")
    clerk.fill("路灯三个月不亮。", "修好路灯")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("清访2026-0004", "回到接访  F7")
    clerk.press("F7")
    clerk.linger()
    clerk.stands_in("排队的来访人")
    assert "何大勇" in clerk.row() and "已接谈" in clerk.row()
    clerk.press("Return")
    clerk.linger()
    clerk.reads("第 1 号 领导意见")
    clerk.tab_to("领导处理意见")
    clerk.write("请供电所本周修好。")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.stands_in("排队的来访人")
    assert "当场答复" in clerk.row()
    clerk.tab_to("结束接访…")
    clerk.press("Return")
    clerk.linger()
    clerk.reads("11月23日（星期一） 接访情况", "接待 1 批 1 人次")
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("接访已结束，可以打印接访记录", "重新打开")


def the_office_is_backed_up(clerk: Clerk) -> None:
    """立即备份 from the palette, in two keys."""
    clerk.press("ctrl+k")
    clerk.write("恢复备份")
    clerk.press("Return")
    clerk.linger()
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("备份好了，已打开检查")


def an_old_register_comes_in(clerk: Clerk) -> None:
    """导入: the file by its name, a trial, then the rows; each filled button has the keys already."""
    register = old_register(clerk.folder)
    clerk.press("ctrl+k")
    clerk.write("导入旧的来访登记表")
    clerk.press("Return")
    clerk.linger()
    clerk.tab_to("选择旧登记表…")
    clerk.choose(register)
    clerk.linger()
    clerk.reads("旧登记表.csv", "3 行记录")
    clerk.stands_in("试读一遍")
    clerk.press("Return")
    clerk.linger()
    clerk.reads("读到 3 行，可以导入 3 行。")
    clerk.stands_in("导入 3 行")
    clerk.press("Return")
    clerk.linger()
    clerk.reads("导入了 3 条来访，编号已经排好。")
    clerk.stands_in("去看导入的来访")


def the_office_goes_back(clerk: Clerk) -> None:
    """恢复: the safe answer has the keys; then the office says how far it came back, without the register."""
    clerk.press("ctrl+k")
    clerk.write("恢复备份")
    clerk.press("Return")
    clerk.linger()
    clerk.tab_to("恢复选中的这一份")
    clerk.press("Return")
    clerk.reads("恢复这一份备份？", "现在的记录文件会改名留在原处，不会被覆盖。")
    clerk.stands_in("先不")
    clerk.tab_to("恢复")
    clerk.press("Return")
    clerk.linger()
    clerk.reads("已回到", "的样子，来访 4 件。")


def old_register(folder: Path) -> Path:
    """A register as the office kept it before."""
    rows = [
        f"2025-{number},2025-03-0{number},孙德明,1390000000{number},东村三组,路灯第{number}次不亮,来电"
        for number in (1, 2, 3)
    ]
    file = folder / "旧登记表.csv"
    file.write_text("\n".join(["编号,来访时间,姓名,电话,住址,反映问题,怎么来的", *rows]), encoding="utf-8")
    return file


SCENES = (
    the_program_is_set_up,
    somebody_comes,
    she_comes_again,
    six_come_together,
    somebody_is_accused,
    the_case_is_taken_up,
    the_letter_is_served,
    a_dispute_is_entered,
    leaders_receive,
    two_leaders_change_places,
    somebody_sits_with_a_leader,
    the_office_is_backed_up,
    an_old_register_comes_in,
    the_office_goes_back,
)
