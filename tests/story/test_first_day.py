"""The first day of an office, played through the real window by keys alone."""

from __future__ import annotations

from tests.story.clerk import Clerk


def test_the_first_day(clerk: Clerk) -> None:
    for scene in (
        the_program_is_set_up,
        somebody_comes,
        she_comes_again,
        six_come_together,
        somebody_is_accused,
        the_case_is_taken_up,
        a_dispute_is_entered,
        leaders_receive,
        the_office_is_backed_up,
    ):
        scene(clerk)


def the_program_is_set_up(clerk: Clerk) -> None:
    """Enter alone leads through the wizard to 工作台."""
    clerk.stands_in("单位名称")
    clerk.fill("清溪镇", "安平县")
    clerk.stands_in("文书的文头怎么印")
    clerk.press("Return")
    clerk.stands_in("村（社区）名单")
    for _ in range(8):
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
    clerk.press("Escape")
    clerk.linger()
    clerk.stands_in("信访事项 清信2026-0002")


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
    clerk.press("Escape")
    clerk.stands_in("这个月的接待日")


def the_office_is_backed_up(clerk: Clerk) -> None:
    """立即备份 from the palette, in two keys."""
    clerk.press("ctrl+k")
    clerk.write("恢复备份")
    clerk.press("Return")
    clerk.linger()
    clerk.press("ctrl+Return")
    clerk.linger()
    clerk.reads("备份好了，已打开检查")
