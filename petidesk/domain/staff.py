"""Who works at the desk: roles, names that can be told apart, and what may not be taken from the last one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from petidesk.domain.json_input import clean_text
from petidesk.domain.trouble import Refused

# By rank: each may what those before it may.
ROLES = {"registrar": "登记员", "lead": "负责人", "admin": "管理员"}

NO_ACCUSATIONS = "从现在起没有人能查阅检举控告的内容；要恢复，请管理员把这项权限再给一个人。"
_NAME_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `accusations`: may open accusations, where the role may unmask at all."""

    staff_id: int
    name: str
    role: str
    active: bool
    accusations: bool = False

    def words(self, between: str, *, no_password: bool = False) -> str:
        """Who this is on one line: 李敏　负责人　可查阅检举控告. `no_password`: cannot open an encrypted office yet."""
        said = [self.name, ROLES[self.role]]
        said += ["可查阅检举控告"] * self.accusations + ["已停用"] * (not self.active)
        said += ["还没有密码"] * (no_password and self.active)
        return between.join(said)


@dataclass(frozen=True, slots=True)
class StaffChanged:
    """A member of staff after a change, and what has to be said of it.

    `copies`: the backups that the password of who was retired still opens.
    """

    member: Staff
    warnings: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


def new_name(typed: str, known: Sequence[Staff]) -> str:
    """The name of a new member, trimmed. Refused missing, bad_value; forbidden where it is another's, retired too."""
    name = clean_text(typed, limit=_NAME_LIMIT, multiline=False, path="name", label="姓名")
    if not name:
        raise Refused("missing", "请填写姓名。", field="name")
    for member in known:
        if _seen(member.name) == _seen(name):
            state = "" if member.active else "（已停用）"
            words = f"已经有叫“{member.name}”的工作人员{state}，两个名字分不清，请写得不一样，如加上所在科室。"
            raise Refused("forbidden", words, field="name")
    return name


def who_acts(known: Sequence[Staff], name: str | None, *, must_be_named: bool = True) -> Staff:
    """Who acts: the active member of this name, or the only one there is.

    Refused not_found; missing where several work here and nobody is named. Without `must_be_named` the first of them.
    """
    active = [member for member in known if member.active]
    if name is not None:
        found = next((member for member in active if member.name == name), None)
        if found is None and any(member.name == name for member in known):
            raise Refused("not_found", f"{name}已经停用，不能再用这个名字办理。请换人。", field="staff")
        if found is None:
            raise Refused("not_found", f"没有叫“{name}”的工作人员。", field="staff")
        return found
    if len(active) != 1 and must_be_named:
        raise Refused("missing", "有多名工作人员，请写明是谁在操作。", field="staff", hint="用 --staff。")
    return active[0]


def role_of(typed: str) -> str:
    """A role by its code. Refused bad_value."""
    if typed not in ROLES:
        raise Refused("bad_value", f"没有“{typed}”这个角色。", field="role", hint=f"可选：{'、'.join(ROLES)}。")
    return typed


def refuse_no_admin(after: Sequence[Staff]) -> None:
    """Refuse (forbidden) a change after which nobody administers the office."""
    if not any(member.active and member.role == "admin" for member in after):
        words = "这是最后一名管理员，不能停用，也不能改成别的角色。请先让另一个人当管理员。"
        raise Refused("forbidden", words, field="role")


def _seen(name: str) -> str:
    """A name as the eye takes it: without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
