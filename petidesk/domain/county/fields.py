"""Which field each heading of a county's workbook asks for: the ledger's catalogue, the county's own words, two-level
headings, headings that ask for two things at once.

A field may be several joined with ``+``: ``responsible_unit+responsible_person`` is a column 责任单位/责任人. What a
person has placed once goes before every guess.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from petidesk.domain.cells import squeezed
from petidesk.domain.fields import Field, bare_heading, fit, words
from petidesk.domain.heading_meanings import LIKELY, PERSONAL, ledger_meaning
from petidesk.domain.heading_words import Head, Reading, Whose
from petidesk.domain.ledger.fields import LEDGER_FIELDS
from petidesk.domain.office.ledger_columns import LedgerColumn
from petidesk.domain.placing import readings_of
from petidesk.domain.trouble import Refused
from petidesk.domain.watched import watches_people

JOIN = "+"
MOST_JOINED = 4
_SURE = 1.0
_WEAK = 0.3


# What a county's sheet asks for beyond what an old ledger tells: who we are, and our own numbers.
_ONLY_WRITTEN = (
    Field("town", "乡镇（街道）", "text", words("乡镇 乡（镇） 镇街 所属乡镇 乡镇名称 填报单位 上报单位 街道")),
    Field("county", "县（市、区）", "text", words("县市区 区县 县区 所属县区")),
    Field("closing", "销号情况", "text", words("是否销号 销号状态 销号")),
    Field("closed_out_on", "销号日期", "day", words("销号时间 销号日 办结销号日期 办结销号时间 核销日期")),
    Field("id_number_b", "乙方身份证号", "identity", words("对方身份证号"), masked=True),
    Field("case_leader_post", "包案领导职务", "text", words("包保领导职务 责任领导职务 领导职务")),
    Field("case_no", "信访事项编号", "text", words("信访件编号 信访编号")),
    Field("month", "月份", "text", words("所属月份 统计月份 报送月份")),
)
_MORE_WORDS = {
    "dispute_no": "纠纷编号 登记编号 台账编号 案件编号 矛盾纠纷编号 件号",
    "serial": "No 编码 顺序号 序",
    "found_on": "时间（排查） 排查（发现）时间 接件时间 立案时间 首次登记时间",
    "village": "村别 村（居） 村（社区）名称 村居名称 属地村 责任村 发生村",
    "summary": "事件描述 事件概述 诉求概述 问题概述 反映问题 主要诉求 矛盾纠纷简况及原因 纠纷事实 "
    "矛盾纠纷描述 矛盾描述",
    "parties": "信访人 涉事人 当事人及人数 矛盾双方 矛盾当事人 双方姓名 主要当事人姓名",
    "people_involved": "涉及人员数量 涉及人数（人） 涉及群众",
    "measures": "化解过程 处理记录 办理过程 处置措施 工作开展情况 下步措施 下一步措施",
    "result": "化解结果 进展情况 目前进展 处理结论 是否成功",
    "due_on": "计划化解时间 化解截止时间 计划完成时间 办理期限",
    "responsible_person": "经办人 主办人 调处责任人 责任民警 化解人",
    "case_leader": "包案县级领导 包保责任领导 责任领导 包案责任领导",
}
# Words that mean something else on a sheet that we fill: 编号 is our own, the day of the report is no day of a dispute,
# and 销号 is the county's closing, which comes after the resolving (an old ledger has one day for both).
_TAKEN_AWAY: dict[str, frozenset[str] | None] = {
    "foreign_no": None,
    "result": frozenset(("销号情况",)),
    "found_on": frozenset(("上报时间",)),
    "resolved_on": frozenset(("销号日期", "销号时间")),
}


def _catalogue() -> tuple[Field, ...]:
    found = []
    for known in LEDGER_FIELDS:
        wanted = (*known.synonyms, *words(_MORE_WORDS.get(known.key, "")))
        if known.key in _TAKEN_AWAY:
            gone = _TAKEN_AWAY[known.key]
            wanted = () if gone is None else tuple(word for word in wanted if word not in gone)
        found.append(dataclasses.replace(known, synonyms=wanted))
    return (*found, *_ONLY_WRITTEN)


COUNTY_FIELDS = _catalogue()
_BY_KEY = {field.key: field for field in COUNTY_FIELDS}


@dataclass(frozen=True, slots=True)
class Placed:
    """What a column asks for; `sure` is False for a guess that a person should look at. `unit` yuan are one there."""

    field: str | None
    sure: bool = False
    unit: int = 1


def catalogue(columns: Sequence[LedgerColumn] = ()) -> tuple[Field, ...]:
    """Every field that a county's column may ask for, with the office's own columns (``extra.KEY``) at the end."""
    own = tuple(column.field(f"extra.{column.key}") for column in columns)
    return (*COUNTY_FIELDS, *own)


def check_field(text: str, known: Sequence[Field], heading: str) -> str:
    """A field, or several joined with +, as a person names them. Refused (unknown_key) for one that there is not."""
    keys = [part.strip() for part in text.split(JOIN)]
    names = {field.key for field in known}
    labels = {field.label: field.key for field in known}
    found = [key if key in names else labels.get(key, "") for key in keys]
    if not all(found):
        wrong = keys[found.index("")]
        raise Refused(
            "unknown_key",
            f"没有“{wrong}”这个项目。",
            field=heading,
            hint=f"可选：{'、'.join(field.key for field in known)}；一栏要写两项时用 + 连起来。",
        )
    if len(found) > MOST_JOINED or len(set(found)) != len(found):
        raise Refused("bad_value", f"“{heading}”一栏最多连写{MOST_JOINED}个不同的项目。", field=heading)
    return JOIN.join(found)


def remembered_keys(path: Sequence[str]) -> tuple[str, ...]:
    """Under which words a corrected heading is kept: with the words above it, and alone where it tells enough."""
    whole = "/".join(squeezed(text) for text in path)
    lowest = squeezed(path[-1])
    return (whole,) if len(path) > 1 and bare_heading(lowest) in _GENERAL else tuple(dict.fromkeys((whole, lowest)))


# Words that say what kind of thing stands below, not whose.
_GENERAL = frozenset(
    words(
        "姓名 名称 电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 身份证号 身份证号码 证件号码 日期 时间 "
        "情况 结果 方式 人数 金额 单位 职务 编号 类型 类别 性别 住址 地址 内容 备注 措施"
    )
)
_OF_PEOPLE = frozenset(
    words(
        "姓名 名称 电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 身份证号 身份证号码 证件号码 职务 "
        "性别 住址 地址"
    )
)
_NAME = frozenset(("姓名", "名称"))
_PHONE = re.compile("电话|手机|联系方式")
_IDENTITY = re.compile("身份证|证件号")
_SIDE_A = re.compile("甲方|^申请人|申请方")
_SIDE_B = re.compile("乙方|被申请|对方")
_PARTY = re.compile("当事人|反映人|信访人|涉事人|双方|上访人|纠纷人")
_LEADER = re.compile("领导")
_RESPONSIBLE = re.compile("责任人|承办人|负责人|经办人|办理人|责任人员|化解人|调解员|责任主体")
_NOT_A_PARTY = re.compile("责任|包案|包保|领导|承办|经办|办理|网格|调解员|填报|负责|联系人|单位")
_PRIVATE = frozenset(("phone", "phone_b", "id_number", "id_number_b"))
_UNITS = frozenset(words("元 万元 人 件 起 个 年月日"))
_SEPARATOR = re.compile(r"[/／、\n]|及(?=[^时其])|和(?=[^解])|与")
_PARTY_FIELDS = frozenset(("parties", "party_a", "party_b"))
_VILLAGE_AND_GROUP = frozenset(words("村组 村社组 村居组 村社区组 村组别 村小组 村组名称"))
_PLACE = frozenset(
    words("发生地点 事发地点 地点 发生地址 事发地址 单位地点 地址 住址 家庭住址 当事人住址 纠纷发生地 发生地")
)
_TEN_THOUSAND = re.compile(r"万\s*元")


def propose(
    paths: Sequence[tuple[str, ...]],
    fields: Sequence[Field],
    remembered: Mapping[str, str | None],
    *,
    unit_line: str = "",
) -> tuple[Placed, ...]:
    """The field of each column, from its heading texts from above to below. No field is given to two columns.

    `remembered`: headings that a person has placed (None: nothing of ours). `unit_line`: the sheet's own line such as
    单位：件、人、万元.
    """
    found: dict[int, Placed] = {}
    offers: list[tuple[float, int, str]] = []
    readings = readings_of(paths)
    for column, path in enumerate(paths):
        if watches_people(path):
            found[column] = Placed(None, True)  # whatever anybody placed there (rules/people.md, 2)
            continue
        kept = next((key for key in remembered_keys(path) if key in remembered), None)
        if kept is not None:
            found[column] = Placed(remembered[kept], True)
        else:
            heard = _offers(path, fields)
            if "销号" not in path[-1]:  # the day of closing out is a day of its own in a workbook that we fill
                heard = _as_read(heard, readings[column])
            offers += [(score, column, key) for key, score in heard.items() if score >= _WEAK]
    whole = {placed.field for placed in found.values() if placed.field}
    taken = {key for keys in whole for key in keys.split(JOIN)}
    for score, column, key in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        parts = set(key.split(JOIN))
        if (
            column in found
            or key in whole
            or (parts & taken and (len(parts) == 1 or score < _SURE or "village_group" in parts))
        ):
            continue
        found[column] = Placed(key, score >= _SURE)
        taken |= parts
        whole.add(key)
    _leave_to_others(paths, found, taken)
    return tuple(_with_unit(found.get(column, Placed(None)), paths[column], unit_line) for column in range(len(paths)))


# In a workbook that we fill their number is ours.
_READ_AS = {"foreign_no": "dispute_no"}


def _as_read(offers: dict[str, float], reading: Reading) -> dict[str, float]:
    """The offers with what the heading says when it is read from its end; nothing of a party for somebody else's."""
    meaning = ledger_meaning(reading)
    of_a_person = reading.whose is not None and (reading.head in PERSONAL or reading.head is Head.PERSON)
    asked = offers
    if of_a_person:
        of_parties = _PRIVATE | _PARTY_FIELDS
        side_b = {"id_number_b"} if reading.whose is Whose.PARTY_B else set()
        offers = {
            key: score for key, score in offers.items() if key in side_b or (key not in of_parties and score >= _SURE)
        }
    if meaning is None or meaning[1] < LIKELY or any(JOIN in key and score >= _SURE for key, score in asked.items()):
        return asked if meaning else offers
    key, score = _READ_AS.get(meaning[0], meaning[0]), meaning[1]
    if reading.head is Head.PLACE:
        return offers  # a place is a village and a group in one cell: only a guess
    return offers | {key: max(offers.get(key, 0.0), 2.0 if of_a_person else score)}


def _with_unit(placed: Placed, path: tuple[str, ...], unit_line: str) -> Placed:
    if placed.field is None or "amount_yuan" not in placed.field.split(JOIN):
        return placed
    heading = "".join(path)
    told = heading if re.search(r"元", heading) else unit_line
    return dataclasses.replace(placed, unit=10_000 if _TEN_THOUSAND.search(told) else 1)


def _leave_to_others(paths: Sequence[tuple[str, ...]], found: dict[int, Placed], taken: set[str]) -> None:
    """Headings that are understood when nothing else asks for their field: 村组 beside 村 is the group."""
    for column, path in enumerate(paths):
        bare, key, sure = bare_heading(path[-1]), "", True
        if bare in _VILLAGE_AND_GROUP:
            key, sure = "village_group", False
        elif bare == "职务" and len(path) > 1 and _LEADER.search(path[-2]):
            key = "case_leader_post"
        if key and column not in found and key not in taken:
            found[column] = Placed(key, sure)
            taken.add(key)


def _offers(path: tuple[str, ...], fields: Sequence[Field]) -> dict[str, float]:
    """How well each field answers a heading, the words above it considered."""
    lowest, above = path[-1], "".join(path[:-1])
    bare = bare_heading(lowest)
    if bare in _UNITS and above:
        return _offers(path[:-1], fields)
    if bare in _OF_PEOPLE and above:
        return _of_somebody(bare, above)
    if special := _special(bare):
        return special
    joined = _joined(lowest, fields)
    if joined is not None:
        return {joined[0]: joined[1]}
    offers = {field.key: _fit(lowest, field) for field in fields}
    if above and bare in _GENERAL:
        for caption in (path[-2], bare_heading(path[-2])[:2]):
            whole = {field.key: _fit(caption + lowest, field) for field in fields}
            if max(whole.values()) >= _SURE:
                return whole
        # the words above are only a caption: a general word alone is a guess
        return {key: min(score, 0.9) for key, score in offers.items()}
    return offers


def _fit(heading: str, field: Field) -> float:
    """As `fields.fit`; 单位 alone may be anybody's, so that it is only a guess."""
    score = fit(heading, field)
    if field.key in _PRIVATE and _NOT_A_PARTY.search(heading) and not _PARTY.search(heading):
        return 0.0
    if field.key == "village" and bare_heading(heading) in ("单位", "责任村"):
        return min(score, 0.9)
    if field.key == "serial" and bare_heading(heading) == "序号":
        return 2.5
    return score


def _special(bare: str) -> dict[str, float]:
    if bare in _VILLAGE_AND_GROUP:
        return {f"village{JOIN}village_group": 1.2}
    if bare in _PLACE:
        return {f"village{JOIN}village_group": 0.5, "village": 0.45}
    return {}


def _of_somebody(bare: str, above: str) -> dict[str, float]:
    """姓名, 电话, 身份证号 below the word that says whose. Numbers of responsible people are not kept here."""
    side_b, side_a = _SIDE_B.search(above), _SIDE_A.search(above)
    party = side_b or side_a or _PARTY.search(above)
    if bare in _NAME:
        if party:
            return {"party_b" if side_b else "party_a" if side_a else "parties": 2.0}
        if _LEADER.search(above):
            return {"case_leader": 2.0}
        return {"responsible_person": 2.0} if _RESPONSIBLE.search(above) else {}
    if not party:
        if bare == "职务" and _LEADER.search(above):
            return {"case_leader_post": 2.0}
        return {} if _NOT_A_PARTY.search(above) else _by_kind(bare, "", 0.9)
    return _by_kind(bare, "_b" if side_b else "", 2.0)


def _by_kind(bare: str, side: str, score: float) -> dict[str, float]:
    if _PHONE.search(bare):
        return {f"phone{side}": score}
    if _IDENTITY.search(bare):
        return {f"id_number{side}": score}
    return {f"village{JOIN}village_group": 0.5} if bare in _PLACE and not side else {}


def _joined(heading: str, fields: Sequence[Field]) -> tuple[str, float] | None:
    """A heading that asks for several things: 责任单位/责任人, 回访日期及结果. None when it asks for one."""
    whole = re.sub(r"[（(]([^（）()]*)[）)]$", r"/\1", heading.strip()) if heading.count("（") == 1 else heading
    parts = [part for part in (text.strip() for text in _SEPARATOR.split(whole)) if bare_heading(part)]
    if not 2 <= len(parts) <= MOST_JOINED:
        return None
    if any(fit(heading, field) >= 1.4 for field in fields if field.key not in ("followed_up_on", "parties")):
        return None
    first = bare_heading(parts[0])
    stems = (first[:2], first.removesuffix("姓名"))
    keys: list[str] = []
    for place, part in enumerate(parts):
        tried = [stem + part for stem in stems] if place else []
        key = next((best for text in (*tried, part) if (best := _best(text, fields))), None)
        if key is None and _PARTY.search(part) and part.endswith(("姓名", "人", "双方")):
            key = "parties"
        if key is None or key in keys:
            return None
        keys.append(key)
    private = [key for key in keys if key in _PRIVATE]
    if private and not _PARTY_FIELDS & set(keys):
        # the telephone of whoever is responsible is not ours to write, and surely not a party's
        return (keys[0], 0.9) if keys[0] not in private else None
    return JOIN.join(keys), 1.3


def _best(heading: str, fields: Sequence[Field]) -> str | None:
    scored = [(fit(heading, field), field.key) for field in fields]
    score, key = max(scored, key=lambda pair: pair[0])
    return key if score >= _SURE else None


def known_headings(paths: Sequence[tuple[str, ...]], placed: Sequence[Placed]) -> float:
    """How much of a heading block is understood: a sure column counts one, a guess half."""
    return sum((1.0 if one.sure else 0.5) for one in placed if one.field is not None)


def heading_names(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What each column is called: its lowest heading; where two share it, with the words above it."""
    lowest = [" ".join(path[-1].split()) for path in paths]
    return tuple(
        "/".join(" ".join(text.split()) for text in path) if len(path) > 1 and lowest.count(name) > 1 else name
        for path, name in zip(paths, lowest, strict=True)
    )


def heading_places(text: str, names: Sequence[str], paths: Sequence[tuple[str, ...]]) -> list[int]:
    """The columns that a person means with a heading: its name, its lowest text, or the texts from above with /."""
    wanted = squeezed(text)
    found = [place for place, name in enumerate(names) if squeezed(name) == wanted]
    if not found:
        found = [place for place, path in enumerate(paths) if "/".join(squeezed(part) for part in path) == wanted]
    return found or [place for place, path in enumerate(paths) if squeezed(path[-1]) == wanted]


def field_kind(key: str, fields: Sequence[Field]) -> str:
    """How a field's value is written: day, count, money, identity, phone, long_text, text ..."""
    if JOIN in key:
        return "long_text"
    return next((field.kind for field in fields if field.key == key), "text")
