"""What the settings of the office lack for one letter: named before it is signed, with the setting that is empty.

Without the organ's name nothing is issued, and no opinion without the body that reviews it (《信访工作条例》
第三十五条). The rest prints as a line to write on, or not at all, and is only said.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from petidesk.domain.cases.facts import BOOK
from petidesk.domain.letters.letters import Gap
from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.office.office import Office
from petidesk.domain.office.unset import COUNTY, NAME

REVIEWER = "复查机关"
REVIEW_BASIS = f"{BOOK}第三十五条"
# What a paper prints from a setting of the same words: the name in the form, the key of the setting.
_PRINTED = {
    "机关名称": NAME,
    "机关简称": NAME,
    REVIEWER: "reviewing_body",
    "复查机关地址": "reviewing_address",
    "复查机关电话": "reviewing_phone",
    "复核机关": "rechecking_body",
    "查询电话": "phone",
    "窗口地址": "address",
}
SETTING_NAMES = frozenset(_PRINTED)
# Without these nothing is issued; what else is empty is only said.
NEEDED = frozenset({"机关名称", "机关简称", REVIEWER})
_CALLED = {"reviewing_address": "受理复查的地点（复查机关地址）", "phone": "窗口电话（查询电话）"}


def unset_names(office: Office) -> frozenset[str]:
    """The names that forms print and for which this office has nothing yet."""
    empty = {name for name, key in _PRINTED.items() if name != REVIEWER and not getattr(office, key)}
    return frozenset(empty if office.reviewer else {*empty, REVIEWER})


def setting_gaps(printed: Iterable[str]) -> list[Gap]:
    """The gaps for `printed`, names of `unset_names` that this letter has a place for; what forbids it first."""
    names = set(printed)
    keys = dict.fromkeys(key for name, key in _PRINTED.items() if name in names)
    found = []
    for key in keys:
        if key == NAME:
            found.append(_gap(NAME, f"还没有填写{SETTINGS[NAME].label}，文书上不知道是谁发的。"))
        elif key == "reviewing_body":
            found.append(_gap(key, "还没有填写复查机关，信访人不知道向谁请求复查。", REVIEW_BASIS))
            words = f"还没有填写{SETTINGS[COUNTY].label}：填了县（市、区），复查机关就是它的人民政府。"
            found.append(_gap(COUNTY, words, REVIEW_BASIS))
        else:
            words = f"还没有填写{_CALLED.get(key, SETTINGS[key].label)}，纸上是空的。"
            found.append(dataclasses.replace(_gap(key, words), warning=True))
    return sorted(found, key=lambda gap: gap.warning)


def _gap(setting: str, message: str, basis: str = "") -> Gap:
    return Gap("missing", setting, message, basis, setting=setting)


def filled_from(then: Office, now: Office) -> Office:
    """The settings of a day with what stood empty on it from `now`: nobody had typed it, so nothing else was true."""
    keys = dict.fromkeys((*_PRINTED.values(), COUNTY))
    return dataclasses.replace(then, **{key: getattr(now, key) for key in keys if not getattr(then, key)})
