"""The fields of a visit, its petitioners and matters: the keys of `visit add` and the headings of registers.

`foreign_no`, `time`, `handling`, `national_no` and `query_code` are stored beside the visit or only read from a table.
"""

from __future__ import annotations

from petidesk.domain.codes import CHANNELS, PURPOSES, SEXES, WHY_AGAIN
from petidesk.domain.fields import Field, words
from petidesk.domain.identity import ID_KINDS
from petidesk.domain.json_input import LONG_TEXT

MOST_PEOPLE = 100_000
# Most characters of a remark: what does not fit is a paper of its own.
REMARK = 5000

VISIT_FIELDS: tuple[Field, ...] = (
    Field(
        "foreign_no",
        "原编号",
        "text",
        words("编号 登记编号 来访编号 信访编号 登记号 受理编号 来信编号 件号 序号"),
    ),
    Field(
        "at",
        "来访时间",
        "moment",
        words(
            "来访日期 信访日期 信访时间 登记时间 登记日期 接待时间 接待日期 接访时间 接访日期 "
            "来信日期 来电时间 收件日期 日期 时间"
        ),
        required=True,
    ),
    Field("time", "具体时间", "time", words("时刻 时间 来访时间 接待时间 登记时间 几时")),
    Field(
        "channel",
        "渠道",
        "choice",
        words("信访形式 来访形式 信访方式 来访方式 信访渠道 受理渠道 形式 方式 来源"),
        required=True,
        choices=CHANNELS,
    ),
    Field(
        "received_by",
        "接待人",
        "name",
        words("接待人员 接访人 接访人员 接待人姓名 接待领导 接访领导 登记人 经办人 受理人 记录人 值班人员"),
        limit=60,
    ),
    Field("people", "人数", "count", words("来访人数 信访人数 上访人数 批内人数 涉及人数 人次"), limit=MOST_PEOPLE),
    Field(
        "handling",
        "处理情况",
        "long_text",
        words(
            "当场答复或处理意见 处理意见 处理结果 办理情况 办理结果 处置情况 答复情况 答复意见 "
            "接待处理情况 调处情况 化解情况 结果"
        ),
        restricted=True,
        limit=REMARK,
    ),
    Field(
        "national_no",
        "系统信访件编号",
        "text",
        words("系统编号 信访件编号 国家系统编号 全国信访系统编号 信访系统编号"),
        limit=60,
    ),
    Field("query_code", "查询码", "text", words("信访查询码 查询密码"), limit=60),
    Field("signatories", "联名人数", "count", words("联名信人数 签名人数"), limit=MOST_PEOPLE),
    Field("enclosures", "附件份数", "count", words("附件 附件数"), limit=9999),
    Field("caller_no", "来电号码", "phone", words("主叫号码 来电显示"), masked=True, restricted=True, limit=40),
    Field("note", "备注", "long_text", words("说明 备考 其他说明"), restricted=True, limit=REMARK),
)

PETITIONER_FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        "姓名",
        "name",
        words(
            "来访人 来访人姓名 信访人 信访人姓名 上访人 上访人姓名 反映人 反映人姓名 来信人 来电人 当事人 群众姓名 名称"
        ),
        restricted=True,
        required=True,
        limit=60,
    ),
    Field("sex", "性别", "choice", choices=SEXES),
    Field("birth", "出生日期", "day", words("出生年月日 生日")),
    Field("id_type", "证件种类", "choice", words("证件类型 证件名称"), choices=ID_KINDS),
    Field(
        "id_number",
        "身份证号",
        "identity",
        words("身份证号码 身份证 证件号码 证件号 公民身份号码 公民身份证号码 居民身份证号 来访人身份证号"),
        masked=True,
        restricted=True,
        limit=40,
    ),
    Field(
        "phone",
        "电话",
        "phone",
        words("联系电话 电话号码 手机 手机号 手机号码 联系方式 联系号码 来访人电话"),
        masked=True,
        restricted=True,
        limit=40,
    ),
    Field(
        "village",
        "村（社区）",
        "village",
        words("村 村社区 村居 村名 所属村 所在村 村别 所在村社区 行政村 村（居） 所属村社区 村组"),
        limit=60,
    ),
    Field(
        "address",
        "住址",
        "text",
        words("地址 家庭住址 家庭地址 现住址 详细地址 居住地 住所 来访人住址 通讯地址 单位或住址 工作单位或住址"),
        restricted=True,
    ),
)

MATTER_FIELDS: tuple[Field, ...] = (
    Field("purpose", "信访目的", "choice", words("目的 来访目的 信访性质 诉求性质"), required=True, choices=PURPOSES),
    Field(
        "category",
        "内容分类",
        "text",
        words("问题类别 问题分类 问题类型 信访类别 事项类别 诉求类别 类别 类型 分类 内容类别 纠纷类型"),
        limit=80,
    ),
    Field(
        "title", "事项概要", "text", words("标题 事项标题 事由 来访事由 问题标识 事项名称"), restricted=True, limit=100
    ),
    Field(
        "statement",
        "反映情况",
        "long_text",
        words(
            "反映问题 反映内容 反映的问题 反映主要问题 反映的主要问题 主要问题 反映事项 信访事项 "
            "来访事项 信访内容 来访内容 主要内容 问题概述 诉求概述 来访反映问题 诉求内容 内容摘要 "
            "内容 简要情况 问题简述 纠纷简况"
        ),
        restricted=True,
        required=True,
        limit=LONG_TEXT,
    ),
    Field(
        "requests", "诉求", "list", words("请求 具体诉求 信访诉求 主要诉求 要求 诉求请求"), restricted=True, limit=2000
    ),
    Field(
        "concerned_unit",
        "涉及单位",
        "text",
        words("被反映单位 涉事单位 涉及单位人员 被反映人 被反映单位个人"),
        restricted=True,
    ),
    Field("urgent", "紧急", "flag", words("是否紧急 紧急程度")),
    Field("why_again", "再次来访的原因", "choice", choices=WHY_AGAIN),
)

VISIT_CATALOGUE: tuple[Field, ...] = VISIT_FIELDS + PETITIONER_FIELDS + MATTER_FIELDS

_BY_KEY = {field.key: field for field in VISIT_CATALOGUE}


def visit_field(key: str) -> Field:
    """The field of this identifier; KeyError when the catalogue has none."""
    return _BY_KEY[key]
