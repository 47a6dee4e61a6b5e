"""Opening what an accusation keeps closed: who may, for which reason, and the one line that says so.

Desk methods that show such content take the reason as `unmask`; without it they give the closed value. Nobody but the
two functions here makes an `Opened`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from petidesk.domain.accused import around
from petidesk.domain.audit import Act
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.content import ACCUSATION_BASIS
from petidesk.domain.letters.letters import Letter
from petidesk.domain.opened import Opened
from petidesk.domain.permissions import may_unmask, shut_out
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


_SHUT_OUT = "你是这件检举控告的被反映人或者已经回避，不能打开它，也不能办理它。"
_OTHERS = "请由别的有权限的人办理。"
_NOBODY = "本单位没有别的人可以打开，请把纸质材料密封转交纪检监察机关，不在本程序里办理。"


def inside() -> Opened:
    """For a transaction that works on the record itself and gives nothing of it to a door: it registers, amends,
    counts, sets what the law wants handed over. It asks nobody.
    """
    return Opened()


def look_at_letter(
    session: Session, connection: Transaction, act: Act, found: Letter | ClosedLetter, why: str
) -> Opened:
    """`leave_trace` for a letter: the look is one at its case, or at its meeting."""
    kind, number = ("meeting", found.meeting_no) if found.meeting_no else ("case", found.case_no)
    return leave_trace(session, connection, act, kind, number, why)


def leave_trace(
    session: Session,
    connection: Transaction,
    act: Act,
    kind: str,
    number: str,
    why: str,
    *,
    accused: Sequence[str] = (),
) -> Opened:
    """Ask whether this member of staff may open an accusation, and put the look into the audit chain.

    `kind` is what is opened (case, visit, meeting, draft), `number` which one; `accused`: whom a form that is in no
    record yet speaks against. Refused ``missing`` without a reason, ``no_permission``, also to whoever is accused
    himself, whatever the role.
    """
    if not why.strip():
        raise Refused("missing", "请写明打开检举控告内容的理由。", field="why", basis=ACCUSATION_BASIS)
    staff = [member for member in office_rows.all_staff(connection) if member.active]
    role = next((member.role for member in staff if member.staff_id == session.actor.staff_id), "")
    if not may_unmask(role, alone=len(staff) == 1):
        raise Refused("no_permission", "你没有打开检举控告内容的权限，请找负责人。", basis=ACCUSATION_BASIS)
    refuse_shut_out(session, connection, kind, number, accused=accused)
    audit_rows.append(connection, act, f"{kind}.unmasked", kind, number, after={"why": why.strip()}, restricted=True)
    return Opened(why.strip())


def refuse_shut_out(
    session: Session, connection: Transaction, kind: str, number: str, *, accused: Sequence[str] = ()
) -> None:
    """Refuse (no_permission) whoever an accusation speaks against, or who is recused from it, whatever the role.

    `kind`, `number` and `accused` as of `leave_trace`. The words say whether anybody else may open it.
    """
    against = (*accused, *case_rows.accused(connection, kind, number))
    apart = case_rows.recused(connection, kind, number)
    office = office_rows.current(connection, session.today())
    names = around(office, (village for village, _ in office_rows.villages(connection)))
    if not shut_out(session.actor.name, against, apart, names):
        return
    others = [
        member
        for member in office_rows.all_staff(connection)
        if member.active and may_unmask(member.role, alone=False) and not shut_out(member.name, against, apart, names)
    ]
    raise Refused("no_permission", _SHUT_OUT + (_OTHERS if others else _NOBODY), basis=ACCUSATION_BASIS)
