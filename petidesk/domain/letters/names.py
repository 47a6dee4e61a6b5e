"""The names that every paper of a case may use in its {字段}, and what kind of value each one is.

One catalogue for all forms: a form of a case declares none of these itself. What only one paper needs (调查认定的事实,
拟办意见 ...) is asked for by that form (`[ask]` in form.toml). What they say of a case is in `case_values.py`.
"""

from __future__ import annotations


def _each(kind: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), kind)


ROWS: dict[str, tuple[str, ...]] = {
    "请求答复": ("请求", "结果", "答复", "落实", "其余部分", "已写明", "其余已写明", "已引条款"),
    "办理经过": ("日期", "事项", "经办"),
    "来访记录": ("日期", "编号", "渠道", "内容"),
    "来访人员": ("姓名", "性别", "证件号码", "联系电话", "住址", "身份"),
    "签名人员": ("姓名", "性别", "证件号码", "联系电话", "住址", "身份"),
    "送达对象": ("受送达人", "证件种类", "证件号码", "联系电话"),
    "卷内文书": ("文号", "名称", "日期", "页数", "页次"),
    "会议议题": ("事项编号", "概要", "责任单位", "期限"),
    "会议决定": ("事项编号", "决定", "责任人", "期限"),
}
"""Fields that are rows, with their columns."""

FIELDS: dict[str, str] = {
    # the office (rules/office.md)
    **_each(
        "text",
        "机关名称 机关简称 内设机构 机关代字 党委名称 窗口地址 查询电话 接待时间 接待窗口 复查机关 复查机关地址 "
        "复查机关电话 复查材料 复核机关 县信访部门 县联席会议 印章 版头 你",
    ),
    # who asked, what, when
    **_each(
        "text",
        "称谓 来访人 首名来访人 题名来访人 性别 证件种类 证件号码 联系电话 住址 村 人数 代表 代表上限 渠道 "
        "收到日期 收到方式 转送机关 事项编号 事项概要 所提事项 反映内容 内容分类 信访目的 途径 途径依据 "
        "系统信访件编号 编号名称 查询码 代办人 代办关系 代办电话",
    ),
    # what became of it
    **_each(
        "text",
        "受理日期 告知期限 办理期限 原办理期限 延长至 延长天数 责任单位 首办责任人 包案领导 包案领导职务 包案时限 "
        "告知方式 告知日期 宜告知 答复日 答复文书文号 不予受理理由 不予受理依据 去向 承办单位 反馈期限 批准人 批准日期 "
        "延期理由 结论 "
        "复查结果 复查文号 复核机关意见 满意度 回访情况 三到位_诉求 三到位_解释 三到位_帮扶 移送情况 "
        "批示领导 批示内容 批示日期 批示落实 呈批摘要 拟办意见 督办事由 督办对象",
    ),
    # the paper itself, and the paper that is served
    **_each(
        "text",
        "文号 签发人 签发日期 拟稿人 打印日期 送达文书 送达文号 送达方式 受送达人 送达日期 见证人 "
        "会议编号 会议日期 会议主持",
    ),
    **_each("flag", "检举控告 集体访 草稿 有同志 遮盖 普通版式"),
    **_each("list", "请求 异议理由 签名人 待送达文书"),
    **dict.fromkeys(ROWS, "rows"),
}
"""Every name with its kind: text, flag, list or rows. A name without a value prints nothing."""
