"""Who may do what: the one table of permissions (rules/command-line.md), and who may open what is closed.

The desk asks it inside each transaction (`Session.require`); a door asks only to say beforehand what will be refused.
An accusation is closed without permission (《信访工作条例》第三十条第三款).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from petidesk.domain.accused import Around
from petidesk.domain.staff import ROLES, Staff
from petidesk.domain.trouble import Refused


class Permission(Enum):
    """What not everybody may do. Its value: the least role that may, and the Chinese words of it.

    Whatever stands here not, a registrar may do.
    """

    ISSUE_LETTER = ("lead", "签发文书")
    VOID_LETTER = ("lead", "作废文书")
    VOID_VISIT = ("lead", "作废来访")
    VOID_DISPUTE = ("lead", "作废纠纷")
    CLOSE_MONTH = ("lead", "月度结账")
    UNDO_IMPORT = ("lead", "撤销一批导入")
    UNMASK = ("lead", "查阅检举控告和完整的证件号、电话")
    FULL = ("lead", "导出完整的证件号和电话")
    LIST_RETENTION = ("lead", "查看到期清单")
    STAFF = ("admin", "管理工作人员")
    SET_OFFICE = ("admin", "更改单位设置")
    RESTORE = ("admin", "从备份恢复")
    PURGE = ("admin", "到期清除")
    ENCRYPT = ("admin", "给记录加密")
    DECRYPT = ("admin", "解除加密")
    RECOVERY = ("admin", "换恢复码")
    RENEW_KEY = ("admin", "换加密的钥匙")

    @property
    def least(self) -> str:
        """The least role that may."""
        return self.value[0]

    @property
    def words(self) -> str:
        """What it is about, as a verb."""
        return self.value[1]

    def held_by(self, role: str) -> bool:
        """Whether this role may."""
        return role in ROLES and _RANK[role] >= _RANK[self.least]

    def why_not(self, role: str) -> str:
        """Why this role may not, naming the one that may; empty where it may."""
        if self.held_by(role):
            return ""
        who = "或".join(words for code, words in ROLES.items() if _RANK[code] >= _RANK[self.least])
        return f"{self.words}要{who}来办，当前是{ROLES.get(role, '没有角色的人')}。"

    def refuse(self, role: str) -> None:
        """Refused no_permission where this role may not."""
        if why := self.why_not(role):
            raise Refused("no_permission", why)


_RANK = {role: place for place, role in enumerate(ROLES)}


def may_unmask(member: Staff) -> bool:
    """Whether this member of staff may open an accusation: a role that may unmask, and the permission for accusations.

    Every look leaves an audit line, whoever takes it.
    """
    return member.active and member.accusations and Permission.UNMASK.held_by(member.role)


def shut_out(name: str, accused: Sequence[str], recused: Iterable[str], names: Around) -> bool:
    """Whether this member of staff may not open a record whatever the role (rules/people.md, 4): accused, or recused.

    `accused` are the texts of 被反映的单位或人, in which a name may stand beside a post (石桥村支书王建国) or the post
    alone (镇长). A name that another one begins with is taken for it: better shut out once too often.
    """
    return bool(name) and (name in recused or names.of_people(name, accused))
