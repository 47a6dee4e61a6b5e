"""Opening what an accusation keeps closed: who may, for which reason, and the one line that says so.

Desk methods that show such content take the reason as `unmask`; without it they give the closed value. Nobody but the
functions here makes an `Opened`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petidesk.domain.accused import Around, around
from petidesk.domain.audit import Act
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.content import ACCUSATION_BASIS
from petidesk.domain.letters.letters import Letter
from petidesk.domain.opened import Opened
from petidesk.domain.permissions import may_unmask, shut_out
from petidesk.domain.secrets.sealed import UNREADABLE, holds_sealed
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.visits import NewVisit
from petidesk.storage import office as office_rows
from petidesk.storage import staff as staff_rows
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.letters import letters as letter_rows
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


_NOT_PERMITTED = "你没有打开检举控告内容的权限，请找有查阅检举控告权限的负责人或管理员。"
_SHUT_OUT = "你是这件检举控告的被反映人或者已经回避，不能打开它，也不能办理它。"
_RECEIVER = "接待人是这件检举控告的被反映人或者已经回避，不能接待。"
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
    if not _permitted(session, connection):
        raise Refused("no_permission", _NOT_PERMITTED, basis=ACCUSATION_BASIS)
    if session.sealed_from:
        raise Refused("no_permission", UNREADABLE, basis=ACCUSATION_BASIS)
    refuse_shut_out(session, connection, kind, number, accused=accused)
    audit_rows.append(connection, act, f"{kind}.unmasked", kind, number, after={"why": why.strip()}, restricted=True)
    return Opened(why.strip())


def may_look(session: Session, connection: Transaction, kind: str, number: str, *, accused: Sequence[str] = ()) -> bool:
    """Whether `leave_trace` would open it to this member of staff for a reason."""
    try:
        refuse_shut_out(session, connection, kind, number, accused=accused)
    except Refused:
        return False
    return _permitted(session, connection) and not session.sealed_from


def refuse_sealed(record: object) -> None:
    """Refuse (no_permission) to go on with a record whose words whoever acts cannot open: he would write them anew."""
    if holds_sealed(record):
        raise Refused("no_permission", UNREADABLE, basis=ACCUSATION_BASIS)


def _permitted(session: Session, connection: Transaction) -> bool:
    return any(
        may_unmask(member) for member in staff_rows.everybody(connection) if member.staff_id == session.actor.staff_id
    )


def may_open(session: Session, connection: Transaction, kind: str, number: str) -> Opened | None:
    """For the name of one's own action on an accusation, which shows nothing of its words: no line is left.

    None for whoever could not open it with a reason either. `kind`: visit, case, letter or meeting.
    """
    if kind == "letter" and (found := letter_rows.find_no(connection, number)) is not None:
        kind, number = ("meeting", found.meeting_no) if found.meeting_no else ("case", found.case_no)
    return Opened() if may_look(session, connection, kind, number) else None


def refuse_shut_out(
    session: Session, connection: Transaction, kind: str, number: str, *, accused: Sequence[str] = ()
) -> None:
    """Refuse (no_permission) whoever an accusation speaks against, or who is recused from it, whatever the role.

    `kind`, `number` and `accused` as of `leave_trace`. The words say whether anybody else may open it.
    """
    against = (*accused, *case_rows.accused(connection, kind, number))
    out = _Out(against, case_rows.recused(connection, kind, number), _around(session, connection))
    _refuse_out(session, connection, out)


def refuse_receiving(session: Session, connection: Transaction, content: NewVisit) -> None:
    """Refuse to register an accusation by whom it speaks against or who is recused, or as received by such a one.

    Refused no_permission for whoever sits at the desk, whatever the role; forbidden with field received_by
    (rules/people.md, 4).
    """
    against = [matter for matter in content.matters if matter.restricted]
    if not against:
        return
    accused, apart = [matter.concerned_unit for matter in against], list[str]()
    for case_no in filter(None, (matter.case_no for matter in against)):
        accused += case_rows.accused(connection, "case", case_no)
        apart += case_rows.recused(connection, "case", case_no)
    out = _Out(accused, apart, _around(session, connection))
    _refuse_out(session, connection, out)
    if out.holds(content.received_by):
        words = _RECEIVER + _who_else(connection, out)
        raise Refused("forbidden", words, field="received_by", basis=ACCUSATION_BASIS)


@dataclass(frozen=True, slots=True)
class _Out:
    """Who is shut out of a record: whom it speaks against, and who is recused."""

    accused: Sequence[str]
    recused: Sequence[str]
    names: Around

    def holds(self, name: str) -> bool:
        """Whether this one is."""
        return shut_out(name, self.accused, self.recused, self.names)


def _refuse_out(session: Session, connection: Transaction, out: _Out) -> None:
    """Refuse who sits at the desk where he is shut out himself."""
    if out.holds(session.actor.name):
        raise Refused("no_permission", _SHUT_OUT + _who_else(connection, out), basis=ACCUSATION_BASIS)


def _around(session: Session, connection: Transaction) -> Around:
    office = office_rows.current(connection, session.today())
    return around(office, (village for village, _ in office_rows.villages(connection)))


def _who_else(connection: Transaction, out: _Out) -> str:
    """Who may take it instead; where nobody is left, that it goes sealed on paper."""
    others = [one for one in staff_rows.everybody(connection) if may_unmask(one) and not out.holds(one.name)]
    return _OTHERS if others else _NOBODY
