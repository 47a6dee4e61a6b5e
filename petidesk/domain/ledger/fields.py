"""The fields of the ledger of disputes (矛盾纠纷排查化解台账): identifier, label, kind and the headings that mean it.

The ledger's part of the one catalogue (`fields`). Forms, table columns, JSON, imports, exports and the county's own
workbooks are made from it. Identifiers are the keys of `dispute add` (rules/command-line.md); those from
`serial` on are written only.
Counties differ in columns, order and wording (rules/ledger.md, 1): what differs is a saved mapping, never code.
"""

from __future__ import annotations

from dataclasses import replace

from petidesk.domain.fields import Field, words
from petidesk.domain.json_input import LONG_TEXT
from petidesk.domain.office.ledger_columns import RISK_LEVELS

MOST_PEOPLE = 1_000_000


LEDGER_FIELDS: tuple[Field, ...] = (
    Field("foreign_no", "原编号", "text", words("编号 纠纷编号 登记编号 台账编号 案件编号 卷号")),
    Field(
        "found_on",
        "排查日期",
        "day",
        words("排查时间 发现时间 发现日期 登记日期 登记时间 受理日期 受理时间 发生时间 发生日期 上报时间 时间 日期"),
        required=True,
    ),
    Field(
        "village",
        "村（社区）",
        "village",
        words(
            "村 村社区 村居 所属村 所在村 村名 单位 属地 排查单位 排查部门 所属区域 辖区 村（居） 所在村社区 报送单位"
        ),
        limit=60,
    ),
    Field("village_group", "组", "text", words("村民小组 小组 村组 网格 所属网格 组别"), limit=60),
    Field("source", "来源", "text", words("纠纷来源 案件来源 信息来源 线索来源 排查方式 发现方式"), limit=60),
    Field(
        "type",
        "纠纷类型",
        "text",
        words("矛盾纠纷类型 类型 纠纷类别 问题类型 类别 矛盾类型 事件类型 事件类别 矛盾类别 纠纷种类 分类"),
        limit=60,
    ),
    Field("title", "纠纷名称", "text", words("标题 事项名称 事件名称 案件名称 名称 矛盾纠纷名称"), limit=120),
    Field(
        "summary",
        "纠纷简况",
        "long_text",
        words(
            "简要情况 矛盾纠纷简要情况 纠纷简要情况 基本情况 主要情况 纠纷内容 诉求内容 简况 矛盾纠纷简况 事件简述 "
            "主要内容 矛盾纠纷内容 矛盾事项 纠纷概况 案情简介 事由 情况说明 问题描述 矛盾纠纷基本情况 内容"
        ),
        required=True,
        limit=LONG_TEXT,
    ),
    Field(
        "parties",
        "当事人",
        "name",
        words("姓名 当事人姓名 主要当事人 反映人 双方当事人 涉及人员 当事人名称 纠纷当事人 涉事人员"),
    ),
    Field("party_a", "甲方", "name", words("甲方姓名 甲方当事人 申请人 当事人甲 一方当事人 申请方")),
    Field("party_b", "乙方", "name", words("乙方姓名 乙方当事人 被申请人 当事人乙 对方当事人 被申请方")),
    Field(
        "phone",
        "联系电话",
        "phone",
        words("电话 联系方式 当事人电话 甲方电话 手机 手机号码 电话号码 当事人联系方式"),
        masked=True,
        limit=60,
    ),
    Field("phone_b", "乙方电话", "phone", words("对方电话 被申请人电话"), masked=True, limit=60),
    Field(
        "id_number",
        "身份证号",
        "identity",
        words("身份证号码 身份证 证件号码 公民身份号码 当事人身份证号 甲方身份证号"),
        masked=True,
        limit=40,
    ),
    Field(
        "people_involved",
        "涉及人数",
        "count",
        words("人数 涉及人员数 涉事人数 当事人数 参与人数"),
        lowest=0,
        limit=MOST_PEOPLE,
    ),
    Field("amount_yuan", "涉及金额（元）", "money", words("涉及金额 金额 标的额 涉案金额 金额（元）")),
    Field(
        "risk_level",
        "风险等级",
        "choice",
        words("风险 等级 风险级别 预警等级 稳定风险等级 重大程度 级别"),
        choices=RISK_LEVELS,
    ),
    Field(
        "responsible_unit",
        "责任单位",
        "text",
        words("承办单位 化解单位 牵头单位 主办单位 化解责任单位 调解组织 化解组织 办理单位"),
    ),
    Field(
        "responsible_person",
        "责任人",
        "name",
        words("承办人 负责人 化解责任人 处理人 调解员 具体责任人 责任人员 包案责任人 办理人 调处人 直接责任人"),
        limit=60,
    ),
    Field(
        "case_leader",
        "包案领导",
        "name",
        words("责任领导 包保领导 牵头领导 分管领导 包联领导 包抓领导 领导包案 包案领导姓名"),
        limit=60,
    ),
    Field(
        "due_on",
        "化解时限",
        "day",
        words("化解期限 办理时限 完成时限 时限 办结时限 拟化解时间 预计化解时间 整改时限 限办日期"),
    ),
    Field(
        "measures",
        "化解措施",
        "long_text",
        words("措施 调处措施 工作措施 交办督办情况 调处情况 采取措施 化解方案 工作进展 处理过程 推进情况"),
        limit=LONG_TEXT,
    ),
    Field("manner", "化解方式", "text", words("调解方式 处理方式 调处方式 解决方式 化解途径")),
    Field(
        "result",
        "化解情况",
        "long_text",
        words("化解结果 处理结果 调处结果 处理情况 办理情况 办理结果 销号情况 调解结果 结果 处置情况"),
        limit=LONG_TEXT,
    ),
    Field("state", "状态", "choice", words("处理状态 化解状态 办理状态 进度 是否化解 当前状态")),
    Field(
        "resolved_on",
        "化解日期",
        "day",
        words("销号日期 办结日期 化解时间 销号时间 办结时间 解决时间 化解（销号）日期 完成时间 结案日期 调结日期"),
    ),
    Field(
        "followed_up_on",
        "回访日期",
        "day",
        words("回访时间 回访日期及结果"),
    ),
    Field("follow_up_result", "回访情况", "long_text", words("回访结果 回访"), limit=LONG_TEXT),
    Field("agreement", "调解协议", "text", words("协议编号 协议书编号 调解协议书编号 协议")),
    Field("confirmed_on", "司法确认日期", "day", words("司法确认 司法确认时间")),
    Field("note", "备注", "long_text", words("说明 其他说明 备考"), limit=LONG_TEXT),
    # written only: our own number, the place in the list
    Field("dispute_no", "编号", "text", words("本系统编号")),
    Field("serial", "序号", "count", words("No 编码")),
)

# Where a dispute came from or went to. No column of an old ledger: its numbers are another office's.
CASE_NO = Field("case_no", "信访事项编号", limit=60)
VISIT_NO = Field("visit_no", "来访编号", limit=60)

# Two things in one cell: an old table writes them so, and they are read apart (`ledger_import_rows`).
_TOGETHER = {"responsible_unit": words("责任单位责任人 责任单位及责任人 责任单位和责任人 承办单位承办人 单位责任人")}

# What an old table may fill: our own number and the place in the list are given, not read.
LEDGER_CATALOGUE = tuple(
    replace(field, synonyms=(*field.synonyms, *_TOGETHER.get(field.key, ())))
    for field in LEDGER_FIELDS
    if field.key not in ("dispute_no", "serial")
)

_BY_KEY = {field.key: field for field in LEDGER_FIELDS}


def ledger_field(key: str) -> Field:
    """The field of this identifier; KeyError when the catalogue has none."""
    return _BY_KEY[key]
