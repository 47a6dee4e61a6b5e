"""The one catalogue of fields: each field is named once, with its Chinese label, kind and synonyms.

Forms, tables, JSON, import and export mappings, masking and figures are made from it, so that order and meaning cannot
drift. The identifiers are the keys of `visit add` (rules/command-line.md); `foreign_no`, `handling`, `national_no` and
`query_code` are stored beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from petidesk.domain.cells import squeezed

# What a value of each kind is: how it is read, shown and aligned.
KINDS = (
    "text",
    "long_text",
    "list",
    "name",
    "moment",
    "time",
    "day",
    "count",
    "choice",
    "identity",
    "phone",
    "village",
    "flag",
    "money",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `subject` is visit, petitioner or matter; `synonyms` are headings that mean it, the surest first.

    `masked`: lists, slips and exports show only part of it (identity and telephone numbers). `restricted`: it stays
    closed when the matter is an accusation (《信访工作条例》第三十条第三款).
    """

    key: str
    label: str
    kind: str
    subject: str
    synonyms: tuple[str, ...] = ()
    masked: bool = False
    restricted: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The label and its synonyms, the label first."""
        return (self.label, *self.synonyms)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


VISIT_FIELDS: tuple[Field, ...] = (
    Field(
        "foreign_no",
        "原编号",
        "text",
        "visit",
        _words("编号 登记编号 来访编号 信访编号 登记号 受理编号 来信编号 件号 序号"),
    ),
    Field(
        "at",
        "来访时间",
        "moment",
        "visit",
        _words(
            "来访日期 信访日期 信访时间 登记时间 登记日期 接待时间 接待日期 接访时间 接访日期 "
            "来信日期 来电时间 收件日期 日期 时间"
        ),
    ),
    Field("time", "具体时间", "time", "visit", _words("时刻 时间 来访时间 接待时间 登记时间 几时")),
    Field(
        "channel",
        "渠道",
        "choice",
        "visit",
        _words("信访形式 来访形式 信访方式 来访方式 信访渠道 受理渠道 形式 方式 来源"),
    ),
    Field(
        "received_by",
        "接待人",
        "name",
        "visit",
        _words("接待人员 接访人 接访人员 接待人姓名 接待领导 接访领导 登记人 经办人 受理人 记录人 值班人员"),
    ),
    Field("people", "人数", "count", "visit", _words("来访人数 信访人数 上访人数 批内人数 涉及人数 人次")),
    Field(
        "handling",
        "处理情况",
        "long_text",
        "visit",
        _words(
            "当场答复或处理意见 处理意见 处理结果 办理情况 办理结果 处置情况 答复情况 答复意见 "
            "接待处理情况 调处情况 化解情况 结果"
        ),
        restricted=True,
    ),
    Field(
        "national_no",
        "系统信访件编号",
        "text",
        "visit",
        _words("系统编号 信访件编号 国家系统编号 全国信访系统编号 信访系统编号"),
    ),
    Field("query_code", "查询码", "text", "visit", _words("信访查询码 查询密码")),
    Field("note", "备注", "long_text", "visit", _words("说明 备考 其他说明"), restricted=True),
)

PETITIONER_FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        "姓名",
        "name",
        "petitioner",
        _words(
            "来访人 来访人姓名 信访人 信访人姓名 上访人 上访人姓名 反映人 反映人姓名 来信人 来电人 当事人 群众姓名 名称"
        ),
        restricted=True,
    ),
    Field("sex", "性别", "choice", "petitioner"),
    Field("birth", "出生日期", "day", "petitioner", _words("出生年月日 生日")),
    Field("id_type", "证件种类", "choice", "petitioner", _words("证件类型 证件名称")),
    Field(
        "id_number",
        "身份证号",
        "identity",
        "petitioner",
        _words("身份证号码 身份证 证件号码 证件号 公民身份号码 公民身份证号码 居民身份证号 来访人身份证号"),
        masked=True,
        restricted=True,
    ),
    Field(
        "phone",
        "电话",
        "phone",
        "petitioner",
        _words("联系电话 电话号码 手机 手机号 手机号码 联系方式 联系号码 来访人电话"),
        masked=True,
        restricted=True,
    ),
    Field(
        "village",
        "村（社区）",
        "village",
        "petitioner",
        _words("村 村社区 村居 村名 所属村 所在村 村别 所在村社区 行政村 村（居） 所属村社区 村组"),
    ),
    Field(
        "address",
        "住址",
        "text",
        "petitioner",
        _words("地址 家庭住址 家庭地址 现住址 详细地址 居住地 住所 来访人住址 通讯地址 单位或住址 工作单位或住址"),
        restricted=True,
    ),
)

MATTER_FIELDS: tuple[Field, ...] = (
    Field("purpose", "信访目的", "choice", "matter", _words("目的 来访目的 信访性质 诉求性质")),
    Field(
        "category",
        "内容分类",
        "text",
        "matter",
        _words("问题类别 问题分类 问题类型 信访类别 事项类别 诉求类别 类别 类型 分类 内容类别 纠纷类型"),
    ),
    Field("title", "事项标题", "text", "matter", _words("标题 事由 来访事由 问题标识 事项名称"), restricted=True),
    Field(
        "statement",
        "反映情况",
        "long_text",
        "matter",
        _words(
            "反映问题 反映内容 反映的问题 反映主要问题 反映的主要问题 主要问题 反映事项 信访事项 "
            "来访事项 信访内容 来访内容 主要内容 问题概述 诉求概述 来访反映问题 诉求内容 内容摘要 "
            "内容 简要情况 问题简述 纠纷简况"
        ),
        restricted=True,
    ),
    Field(
        "requests", "诉求", "list", "matter", _words("请求 具体诉求 信访诉求 主要诉求 要求 诉求请求"), restricted=True
    ),
    Field(
        "concerned_unit",
        "涉及单位",
        "text",
        "matter",
        _words("被反映单位 涉事单位 涉及单位人员 被反映人 被反映单位个人 责任单位"),
        restricted=True,
    ),
    Field("urgent", "紧急", "flag", "matter", _words("是否紧急 紧急程度")),
)

VISIT_CATALOGUE: tuple[Field, ...] = VISIT_FIELDS + PETITIONER_FIELDS + MATTER_FIELDS

_BY_KEY = {field.key: field for field in VISIT_CATALOGUE}


def field(key: str) -> Field:
    """The field of this identifier; KeyError when the catalogue has none."""
    return _BY_KEY[key]


_BRACKETS = re.compile(r"[(\[【〔{][^)\]】〕}]*[)\]】〕}]")
# Within a longer heading a word of three characters tells enough, of the shorter ones only these at its end.
_TELLING = 3
_TELLING_ENDS = frozenset(("姓名", "电话", "住址", "性别", "人数"))
# Headings that speak of somebody or something else than the visitor and the visit.
_ANOTHER = re.compile("被|对方|责任|包案|负责|接待|接访|化解|办结|调解|完成|回复|排查|村干部|其中|累计")
_MARKS = re.compile(r"[^\w]|_", re.UNICODE)


@lru_cache(maxsize=4096)
def bare_heading(text: str) -> str:
    """A heading for comparison: NFKC, no blanks, no punctuation, brackets kept as words: 村（社区） is 村社区."""
    return _MARKS.sub("", squeezed(text))


@lru_cache(maxsize=4096)
def short_heading(text: str) -> str:
    """As `bare_heading`, but without what stands in brackets: 涉及金额（元） is 涉及金额."""
    return _MARKS.sub("", _BRACKETS.sub("", squeezed(text)))


def fit(heading: str, of: Field) -> float:
    """How well a heading names a field: 0 not at all, 1 a synonym, 2 the label itself.

    A synonym that stands in brackets or within a longer heading counts less, and the more so the more is left over.
    """
    best = 0.0
    bare, short = bare_heading(heading), short_heading(heading)
    if not bare:
        return best
    for rank, word in enumerate(of.headings):
        known = bare_heading(word)
        if bare == known:
            best = max(best, 2.0 if rank == 0 else 1.9 - rank / 100)
        elif short == known:
            best = max(best, 1.5 - rank / 100)
        elif len(known) >= _TELLING and known in short and len(short) <= 12 and not _ANOTHER.search(short):
            best = max(best, 0.6 * len(known) / len(short))
        elif known in _TELLING_ENDS and short.endswith(known) and len(short) <= 8 and not _ANOTHER.search(short):
            best = max(best, 0.4)
    return best


def best_fits(headings: tuple[str, ...], catalogue: tuple[Field, ...]) -> tuple[str | None, ...]:
    """The field of each heading, None where none fits. The surest pair first; no field is given twice."""
    pairs = sorted(
        (
            (-fit(heading, candidate), column, place)
            for column, heading in enumerate(headings)
            for place, candidate in enumerate(catalogue)
        )
    )
    placed: dict[int, str] = {}
    taken: set[str] = set()
    for score, column, place in pairs:
        if score > -0.3:
            break
        key = catalogue[place].key
        if column not in placed and key not in taken:
            placed[column] = key
            taken.add(key)
    return tuple(placed.get(column) for column in range(len(headings)))
