"""Words in the cells of old tables as people write them; what is not understood is None, never a guess."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.imports.words import (
    amount_of,
    channel_of,
    due_of,
    names_no_village,
    risk_of,
    state_of,
    village_and_group,
)


@pytest.mark.parametrize(
    ("state", "written"),
    [
        ("open", "未调解 未化解 尚未处理 待盯办 待化解 否 × 没有解决"),
        (
            "in_progress",
            "调解中 正在推进 持续跟进 基本化解 部分化解 引导诉讼 转诉讼 调解不成功 调解失败 未果 未达成协议",
        ),
        ("resolved", "已调解 化解完毕 已结案 是 √ ✔ 调解成功 双方达成协议 已办结（3月5日） 办结 当场调解成功"),
        ("escalated", "已上报 上报县 已移交司法所 转上级"),
        ("closed_out", "已销号 办结销号 已化解（销号） 销号"),
        (None, "1 已撤案 调处成功率100% 经多次上门工作双方仍有分歧需要继续化解完毕"),
    ],
)
def test_states(state: str | None, written: str) -> None:
    for word in written.split():
        assert state_of(word) == state, word


@pytest.mark.parametrize(
    ("level", "written"),
    [
        ("ordinary", "一般 一般纠纷 蓝色预警 蓝 低风险（蓝） 三级 Ⅲ级 Ⅳ级 （低）"),
        ("raised", "较大 中风险 Ⅱ级 黄色预警 橙色 二级 较大风险"),
        ("major", "重大 Ⅰ级 I级 红色预警 高风险 特别重大 一级"),
        (None, "若干 五级 正常"),
    ],
)
def test_levels(level: str | None, written: str) -> None:
    for word in written.split():
        assert risk_of(word) == level, word


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        ("online", "手机信访 微信信访 网上建议 网上投诉 APP 短信 国家信访局网站 电子邮件"),
        ("phone", "电话信访 来电 电话 群众来电"),
        ("letter", "来信 信函 联名信"),
        ("visit", "走访 来访 集体访 窗口接待"),
        ("hotline", "12345热线 市长热线 工单"),
        ("handed_down", "上级交办 县转送"),
        (None, "其他 不详"),
    ],
)
def test_channels(channel: str | None, written: str) -> None:
    for word in written.split():
        assert channel_of(word) == channel, word


@pytest.mark.parametrize(
    ("written", "yuan", "about"),
    [
        ("约3.5万元", 35000, True),
        ("1.2亿", 120_000_000, False),
        ("3万5", 35000, False),
        ("叁万元", 30000, False),
        ("五千元", 5000, False),
        ("5000余元", 5000, True),
        ("5万多", 50000, True),
        ("￥3,500.00", 3500, False),
        ("人民币5000元整", 5000, False),
        ("3500元左右", 3500, True),
    ],
)
def test_money(written: str, yuan: int, about: bool) -> None:
    assert amount_of(written) == (Decimal(yuan), about)


def test_money_in_ten_thousands_and_what_is_no_amount() -> None:
    assert amount_of("3.5", 10_000) == (Decimal(35000), False)
    assert amount_of("3500元", 10_000) == (Decimal(3500), False)
    for written in ("3万-5万", "2000元/亩", "若干", "-5", "1.2.3", "每年三千"):
        assert amount_of(written) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("3月底", date(2026, 3, 31)),
        ("3月底前", date(2026, 3, 31)),
        ("2026年6月底前", date(2026, 6, 30)),
        ("2月底", date(2027, 2, 28)),
        ("月底前", date(2026, 3, 31)),
        ("年底前", date(2026, 12, 31)),
        ("2026年底", date(2026, 12, 31)),
        ("明年2月底", date(2027, 2, 28)),
        ("一个月内", date(2026, 4, 2)),
        ("三个月", date(2026, 6, 2)),
        ("半个月", date(2026, 3, 17)),
        ("15日内", date(2026, 3, 17)),
        ("十天", date(2026, 3, 12)),
        ("两周内", date(2026, 3, 16)),
        ("长期", None),
        ("立即", None),
        ("10个工作日", None),
    ],
)
def test_limits(written: str, day: date | None) -> None:
    assert due_of(written, date(2026, 3, 2), 2026) == day


def test_places() -> None:
    assert village_and_group("东村一组") == ("东村", "一组")
    assert village_and_group("清溪镇东村三组12号") == ("清溪镇东村", "三组12号")
    assert village_and_group("东村") == ("东村", "")
    for word in ("本村", "外省", "机关", "镇区", "东", "外县", "镇直机关"):
        assert names_no_village(word), word
    for word in ("东村", "河湾社区", "石桥", "本溪村"):
        assert not names_no_village(word), word


@given(st.text(max_size=20), st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_any_words_are_read_or_left(text: str, day: date) -> None:
    for read in (state_of, risk_of, channel_of, amount_of, village_and_group):
        read(text)
    due_of(text, day, None)
