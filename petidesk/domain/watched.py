"""Columns that watch people: recognised in whatever table, and never read, mapped, kept or filled.

rules/people.md, 2: no setting, mapping or package turns this on. Imports, county templates and packages ask here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from petidesk.domain.cells import squeezed

# What stands in the place of such a column, in a proposal as in a county's cell.
NOT_KEPT = "本程序不记录"

_KINDS = (
    # keeping somebody in hand, and those who do it
    r"稳控|盯控|管控|盯防|盯守|看管|看护|布控|防控对象|维稳(?!办)|稳定(?:工作)?(?:责任|措施)",
    # lists and labels
    r"重点(?:人|对象|信访人|上访人|户|群体|关注)|特殊人群|特殊群体|关注(?:人|对象)|敏感(?:人|群体)|涉稳|高危|危险(?:程度|等级|性)",
    r"老户|缠访|闹访|非访|非正常|黑名单|标签|信访秩序|诚信积分|信访积分|人员积分|画像|前科|劣迹|违法犯罪|违法记录|吸毒|刑满|社区矫正",
    r"(?:人员?|人群|对象|身份)(?:的)?(?:类别|类型|分类|属性|性质|标识|等级|级别)",
    # going up, and how often
    r"(?:进|赴|到|去)(?:京|省|市)(?!级)|赴县|越级|(?:上访|信访|来访|走访|缠访)(?:总)?(?:次数|频次)",
    # where somebody is and what he is up to
    r"动向|行踪|轨迹|扬言|极端|同行人|随行|落脚|住宿|定位|车牌|(?:思想|异常|人员|本人|活动|行为|近期|对象)动态",
    r"(?:人员|本人|当前|对象)(?:的)?(?:去向|位置|下落|现状)|(?:现实|近期|一贯)表现|(?:思想|心理|精神|情绪)(?:状|情|健|稳|变)|情绪",
    # what was done to him
    r"劝返|接返|劝回|接回|带回|遣返|截访|拦截|训诫|警告|拘留|拘押|打击|依法(?:处理|处置|处罚)|(?:治安|行政|刑事)处罚|强制措施",
    r"息访|息诉|罢访|停访|不再(?:上访|信访)|承诺书|保证书",
    # the person behind the matter
    r"派出所|片警|社区民警|政治(?:面貌|身份)|党派|党员|宗教|信仰|(?:本人|人员|人像)(?:照片|相片)|指纹",
    r"亲属|家属|家庭(?:成员|情况|状况|背景|关系)|社会关系|亲友|配偶|子女|婚姻状况",
)
_WATCHES = re.compile("|".join(_KINDS))


@lru_cache(maxsize=4096)
def _watches(text: str) -> bool:
    return _WATCHES.search(squeezed(text)) is not None


def watches_people(path: Sequence[str]) -> bool:
    """Whether a column watches people: `path` holds its heading texts from above to below, one for a plain head."""
    return any(_watches(text) for text in path) or (len(path) > 1 and _watches("".join(path)))
