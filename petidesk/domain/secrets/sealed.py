"""How sealed words of an accusation look to whoever cannot open them: a text that begins with a mark nobody types.

The rules of the desk carry such a text from place to place like any other; it is shown nowhere.
"""

from __future__ import annotations

import re

# A character of the last private plane: no font has it, no input method gives it, JSON writes it as it is.
MARK = "\U0010f5ea"
_SHOWN = repr(MARK)[1:-1]
TOKEN = re.compile(MARK + r"1[A-Za-z0-9_-]{80,}")


UNREADABLE = (
    "这件检举控告的内容是密封的，你的密码打不开。请由有查阅检举控告权限的人办理；"
    "刚给了你这项权限的，先退出，再用密码打开一次；还是打不开，请有权限的管理员取消后重新给你。"
)


def is_sealed(text: str) -> bool:
    """Whether the whole text is one sealed value."""
    return text.startswith(MARK) and TOKEN.fullmatch(text) is not None


def holds_sealed(value: object) -> bool:
    """Whether anything sealed stands somewhere in a value: in a text, a list, a mapping, a dataclass."""
    return MARK in value if isinstance(value, str) else _SHOWN in repr(value)


def unless_sealed(text: str) -> str:
    """The text; nothing where it is sealed."""
    return "" if MARK in text else text


def alike(one: object, other: object) -> bool:
    """Whether two values agree as far as can be known without opening what is sealed in them."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return is_sealed(one) or is_sealed(other)
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(map(alike, one, other))
    names = getattr(one, "__dataclass_fields__", None)
    if names is None or type(one) is not type(other):
        return False
    return all(alike(getattr(one, name), getattr(other, name)) for name in names)
