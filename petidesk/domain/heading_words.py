"""A heading read from its end: [mark] + [whose] + [head word]; what stands before the head word decides.

责任人联系电话 is a telephone, of whoever is responsible: the head word says what the cells hold, the words before it
whose they are or of which act. Imports and county templates read headings here; what a reading means in a register or
a ledger is `heading_meanings`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from petidesk.domain.cells import squeezed


class Head(Enum):
    """What the cells of a column hold."""

    NAME = "姓名 名字 名单"
    PHONE = "电话 电话号码 联系电话 手机 手机号 手机号码 联系手机 联系方式 联系号码 移动电话 联系电话号码 号码"
    LANDLINE = "固话 座机 固定电话"
    IDENTITY = "身份证 身份证号 身份证号码 身份证件号码 证件号码 证件号 公民身份号码 身份号码 公民身份证号码"
    ID_KIND = "证件类型 证件种类 证件名称"
    SEX = "性别"
    BIRTH = "出生日期 出生年月 出生年月日 生日 出生时间"
    OF_PERSON = (
        "民族 年龄 学历 文化程度 职业 职务 职称 工作单位 户籍 户籍地 户籍地址 户籍所在地 户口所在地 籍贯 国籍 证件代码 "
        "警号 邮箱 邮编 电子邮箱 关系 与户主关系"
    )
    ADDRESS = (
        "住址 地址 居住地 居住地址 居住详址 住所 住所地 现住址 现住地 常住地址 常住地 家庭住址 家庭地址 通讯地址 "
        "通信地址 详细地址 住址详情"
    )
    PLACE = (
        "地点 发生地 事发地 发生地址 事发地址 地点详址 详址 详细地点 发生详址 发生位置 问题属地 涉及地点 纠纷地 "
        "事发位置"
    )
    VILLAGE = "村 社区 村社区 村居 村居社区 行政村 区域 辖区 属地 村名 村别 村屯 村委会"
    GROUP = "组 小组 村民小组 网格 网格名称 村组 组别 自然村 屯"
    COUNT = "人数 人员数 人员数量 人数合计 群众人数 人员总数"
    OTHER_COUNT = "次数 户数 件数 批次 数量 份数 页数 天数 频次"
    MONEY = "金额 数额 标的额 标的 款额 涉案额 资金"
    KIND = "类型 类别 种类 分类 大类 一级分类 一级类别 类"
    SUB_KIND = "子类 小类 细类 二级分类 二级类别 二级类型 三级分类 子类别 子类型"
    NATURE = "性质 目的"
    LEVEL = "级别 等级 程度 风险等级 风险级别"
    SIZE = "规模"
    TITLE = "标题 名称 题目 主题 概要"
    TEXT = (
        "内容 简述 概述 描述 简况 概况 摘要 案情 事由 经过 简介 概述及诉求 问题 事项 事实 内容摘要 内容描述 内容概述 "
        "简要内容 内容简述 问题描述 问题概述 事件描述 情况描述 情况概述 情况说明 情况简述 详情 缘由 情况摘要 主要内容"
    )
    CONDITION = "情况 信息 基本情况 简要情况 主要情况"
    REQUEST = "诉求 请求 要求 愿望 诉求请求 诉求内容 意愿 期望"
    CAUSE = "原因 成因 起因 根源 问题根源 症结"
    MEASURE = "措施 方案 办法 对策 过程 进展 举措 打算 进展情况 推进情况 落实情况 计划 思路 经过情况 工作情况 记录"
    RESULT = "结果 结论 结果描述 结果情况 成效 效果 答复 答复内容 回复 回复内容 答复情况 回复情况 结果及情况"
    OPINION = "意见 批示 批语 批示意见 批示内容 评价 建议"
    STATE = "状态 进度 状况 进展状态 阶段 环节 节点"
    WAY = "方式 途径 渠道 形式 来源 手段 方法 来源渠道 来源方式 类型及渠道"
    NUMBER = "编号 编码 案号 件号 单号 工单号 卷号 号 代码 流水号 编号码"
    PAPER_NUMBER = "文号 字号 文书号 来文字号"
    UNIT = "单位 部门 组织 机构 科室 站所 调委会 委员会 单位名称 部门名称 机构名称 组织名称 处室"
    DATE = "时间 日期 日 年月日 时间日期 日期时间 年月"
    LIMIT = "时限 期限 限期 时效 时间节点 完成期限"
    NOTE = "备注 备考"
    # a heading that is a person, an act or a question and nothing more
    PERSON = ""
    ACT = " "
    FLAG = "  "


class Whose(Enum):
    """Whose a column is."""

    VISITOR = "visitor"
    PARTY = "party"
    PARTY_A = "party_a"
    PARTY_B = "party_b"
    ACCUSED = "accused"
    AGENT = "agent"
    LEADER = "leader"
    RESPONSIBLE = "responsible"
    RECEIVER = "receiver"
    SOMEBODY = "somebody"


class Act(Enum):
    """Of which act a column speaks."""

    PETITION = (
        "信访 来访 上访 走访 来信 写信 来电 来件 投诉 诉求 反映 反应 举报 检举 控告 求助 咨询 申诉 约访 派发 派单 "
        "交件 提交"
    )
    FIND = "排查 发现 发生 摸排 上报 立案 报警 报案 报送 巡查 首次 接警 产生 事发 出现"
    RECEIVE = "登记 受理 接待 接访 接谈 接件 接收 收件 收信 录入 首接 受案"
    HANDLE = (
        "处理 处置 承办 主办 办理 经办 负责 责任 包案 包保 牵头 调解 调处 调节 主管 具体责任 直接责任 协调 跟进 答复 "
        "接办"
    )
    END = "化解 办结 结案 销号 解决 完成 结束 调结 终结 化解销号 成功 落实"
    FOLLOW = "回访"
    CONFIRM = "司法确认"
    PLAN = "拟 预计 计划 承诺 应 截止 限 要求 规定 拟办 限办 预期 到期"
    CONCERN = "涉及 涉事 涉案 事权 参与 被反映 所涉 牵涉 涉访"
    BELONG = "所属 所在 发生 管辖 归属 当事"
    SOURCE = "信息 线索"
    OTHER = (
        "填报 转办 转往 转送 交办 督办 反馈 考评 评价 审核 审批 签发 批示 预警 协议 归档 延期 复查 复核 送达 告知 "
        "协办 会商 分流 批转 档案 来文 警种 满意"
    )


_MATTER = (
    "矛盾纠纷 矛盾 纠纷 事件 案件 事项 问题 案 事 风险 风险点 隐患 风险隐患 办件 工单 件 信访件 信访事项 项目 投诉件 "
    "信件"
)
_EMPTY = (
    "主要 基本 具体 简要 详细 当前 目前 最终 最后 最新 本次 相关 有关 重大 总 共 当前阶段 简单 群体 群众 现 的 及 工作 "
    "评估 研判 到位 村级 镇级 县级 乡级 各 其 本 该 目标 初次 首要 全部 合计 预计涉及 直接 个人 双方"
)


def _alternatives(text: str) -> str:
    return "|".join(sorted(text.split(), key=len, reverse=True))


_PETITION, _HANDLE = _alternatives(Act.PETITION.value), _alternatives(Act.HANDLE.value + " 化解 解决 落实 包抓 包联")
_RECEIVE = _alternatives(Act.RECEIVE.value + " 记录 值班 接电")
_SOMEONE = "人员|人|员|者|民警|警员|干部|专干"
# The last of these before the head word says whose the column is; of two that end together the longer one.
_PEOPLE: tuple[tuple[Whose, re.Pattern[str]], ...] = tuple(
    (whose, re.compile(pattern))
    for whose, pattern in (
        (Whose.PARTY_B, r"乙方(?:当事人)?|被申请(?:人|方)|被告人?|(?:对方|另一方)(?:当事人)?|当事人(?:乙|二|2|b)"),
        (Whose.PARTY_A, r"甲方(?:当事人)?|申请(?:人|方)|原告人?|一方当事人|当事人(?:甲|一|1|a)"),
        (
            Whose.PARTY,
            r"(?:矛盾|纠纷|矛盾纠纷|主要|涉案|事件|双方|案件)*(?:当事(?:人员?|方|双方|各方)|涉(?:及|事|案)(?:人员?|双方)|"
            r"(?:矛盾|纠纷)(?:双方|人|各方|主体)|双方|事主)(?:双方)?",
        ),
        (Whose.ACCUSED, rf"被(?:{_PETITION}|访)(?:人员?|对象|单位|方)?"),
        (
            Whose.VISITOR,
            rf"(?:{_PETITION})(?:人员?|者|群众|当事人|代表人?|主体|群体)|来人|群众|村民|居民|信访代表|市民|本人",
        ),
        (Whose.RECEIVER, rf"(?:{_RECEIVE})(?:{_SOMEONE}|领导)"),
        (
            Whose.LEADER,
            r"(?:包案|包保|包联|包抓|责任|牵头|分管|主管|挂点|挂包|联系|镇级?|乡级?|县级?|市级?|主要|带班|签批)*"
            r"(?:领导|书记|[县镇乡]长|主任|局长|所长)(?:干部)?",
        ),
        (Whose.RESPONSIBLE, rf"(?:{_HANDLE})+(?:责任|负责)?(?:{_SOMEONE}|专班)|责任主体|(?:包村|驻村)干部"),
        (
            Whose.AGENT,
            r"(?:委托|诉讼|法定|当事人)*代理(?:人|律师)|委托人|律师|监护人|法定代表人|法人代表|法人|联系人|联络[人员]|代办[人员]|代表人?|户主|"
            r"房主|业主|房东|承包人|产权人|原案人|第三人|证人|见证人|知情人|证明人|介绍人|担保人|代写人",
        ),
    )
)
# Whoever is not known is somebody all the same, and nobody of ours.
_SOMEBODY = re.compile(rf"[^人员者]{{1,4}}(?:{_SOMEONE})|网格长|组长|干部|民警")
_HEADS = sorted(
    ((word, head) for head in Head for word in head.value.split()), key=lambda pair: len(pair[0]), reverse=True
)
_WORDS = {word: act for act in Act for word in act.value.split()}
_TOKENS = re.compile("|".join(sorted({*_WORDS, *_MATTER.split(), *_EMPTY.split()}, key=len, reverse=True)))
_MARK = re.compile(
    r"^(?:[^\w(（]+|[(（]?\d{1,2}[)）.、]+|[一二三四五六七八九十]{1,2}、|[(（](?:必填|选填|可选|必选)[)）])+"
)
_ASIDE = re.compile(r"[(\[【〔{]([^)\]】〕}]*)[)\]】〕}]")
_PARTS = re.compile(r"[/|\\、,，;；]|或|(?<!涉)及(?!时)|和(?!解)|(?<!参)与")
_FLAG = re.compile(r"是否|能否|有无")
# Said in brackets, these tell a second level of the same sort.
_SUB = re.compile("子类|小类|细类|二级|三级")


@dataclass(frozen=True, slots=True)
class Reading:
    """A heading read: what its cells hold, whose they are, the acts it names; `clear` when no word was left over.

    `own` tells that whose it is stands in the heading itself or above it, not beside it.
    """

    head: Head | None
    whose: Whose | None = None
    acts: frozenset[Act] = frozenset()
    clear: bool = True
    own: bool = False
    bare: bool = False


NOTHING = Reading(None, clear=False)


@lru_cache(maxsize=4096)
def core(text: str) -> str:
    """A heading without marks, numbering and what stands in brackets; where nothing is left, with them."""
    plain = _MARK.sub("", squeezed(text))
    without = re.sub(r"[^\w/|\\、,;]|_", "", _ASIDE.sub("", plain)).strip("/|\\、,;")
    return without or re.sub(r"[^\w]|_", "", plain)


def read_heading(path: Sequence[str]) -> Reading:
    """What a column's heading says; `path` holds its texts from above to below."""
    return _read(tuple(text for text in path if core(text)))


@lru_cache(maxsize=4096)
def _read(path: tuple[str, ...]) -> Reading:
    if not path:
        return NOTHING
    lowest = core(path[-1])
    aside = "".join(_ASIDE.findall(squeezed(path[-1])))
    own = next((one for part in _PARTS.split(lowest) if part and (one := _one(part)).head is not None), NOTHING)
    if own.head is Head.KIND and _SUB.search(aside):
        own = Reading(Head.SUB_KIND, own.whose, own.acts, own.clear, own.own)
    if len(path) == 1 or own.head is None:
        return own
    above = _read(path[:-1])
    whose = own.whose or above.whose
    return Reading(own.head, whose, own.acts or above.acts, own.clear, whose is not None, own.bare and whose is None)


def _one(text: str) -> Reading:
    """One heading without its upper rows."""
    if _FLAG.search(text):
        acts, clear = _acts(_FLAG.sub("", text))
        return Reading(Head.FLAG, None, acts, clear)
    whose, rest = _person(text)
    if whose is not None and not rest[1]:
        acts, clear = _acts(rest[0])
        return Reading(Head.PERSON, whose, acts, clear, own=True)
    for word, head in _HEADS:
        if not text.endswith(word):
            continue
        before = text.removesuffix(word)
        whose, (front, back) = _person(before)
        acts, clear = _acts(front)
        later, also = _acts(back)
        return Reading(head, whose, acts | later, clear and also, whose is not None, not before)
    acts, clear = _acts(text)
    return Reading(Head.ACT if acts and clear else None, None, acts, clear)


def _person(text: str) -> tuple[Whose | None, tuple[str, str]]:
    """Whose the words are, and what stands before and after that."""
    best: tuple[int, int, int, Whose] | None = None
    for order, (whose, pattern) in enumerate(_PEOPLE):
        for match in pattern.finditer(text):
            found = (match.end(), -match.start(), -order, whose)
            if match.end() > match.start() and (best is None or found[:3] > best[:3]):
                best = found
    if best is None or best[0] < len(text):
        unknown = _SOMEBODY.search(text)
        if unknown is not None and (best is None or unknown.end() > best[0]):
            return Whose.SOMEBODY, ("", text[unknown.end() :])
    if best is None:
        return None, ("", text)
    end, start, _, whose = best
    return whose, (text[:-start] if start else "", text[end:])


def _acts(text: str) -> tuple[frozenset[Act], bool]:
    """The acts that words name, and whether every word was understood."""
    tokens = _TOKENS.findall(text)
    acts = frozenset(_WORDS[token] for token in tokens if token in _WORDS)
    return acts, not _TOKENS.sub("", text)
