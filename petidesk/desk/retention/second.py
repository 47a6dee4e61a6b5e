"""The second person of a purge: nobody destroys records alone (rules/law.md, 16).

In an encrypted office it is somebody else's password; where one works alone, the recovery code, which lies apart from
the password. A plain office knows no secrets: there the other one types the name, and who works alone a sentence that
says what is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from petidesk.domain.retention.purges import SENTENCE
from petidesk.domain.secrets.passwords import wrong_password
from petidesk.domain.trouble import Refused
from petidesk.storage import staff as staff_rows
from petidesk.storage.secrets import unlocking
from petidesk.storage.secrets.ring import Unlocked

if TYPE_CHECKING:
    from petidesk.desk.session import Session

Proof = Literal["password", "code", "name", "sentence"]


@dataclass(frozen=True, slots=True)
class Seconds:
    """Who may be the second person, nobody where one works alone; and by what it is said."""

    names: tuple[str, ...]
    proof: Proof


def seconds(session: Session) -> Seconds:
    """Who can second whoever acts."""
    with session.reading() as connection:
        everybody = staff_rows.everybody(connection)
    others = tuple(one.name for one in everybody if one.active and one.staff_id != session.actor.staff_id)
    if session.unlocked is None:
        return Seconds(others, "name" if others else "sentence")
    return Seconds(others, "password" if others else "code")


def confirm(session: Session, second: str, said: str | None) -> str:
    """What the certificate writes of the second person, once `said` proves it: password, code, name or sentence.

    Refused missing, not_found, bad_value; KnownTrouble wrong_password. A name that is given apart (`said` None) proves
    itself in a plain office.
    """
    known = seconds(session)
    name = second.strip()
    if known.names:
        if not name:
            words = f"销毁要有第二个人在场：{'、'.join(known.names)}中的一位。"
            raise Refused("missing", words, field="second", hint="用 --second NAME。")
        if name not in known.names:
            words = f"“{name}”不能做监销人，要另一位在岗的工作人员：{'、'.join(known.names)}。"
            raise Refused("not_found", words, field="second")
    elif name and name != session.actor.name:
        raise Refused("not_found", f"没有叫“{name}”的在岗工作人员。", field="second")
    match known.proof:
        case "password":
            _same_key(session, unlocking.log_in(session.folder, name, _given(said, f"{name}的密码")))
            return name
        case "code":
            _same_key(session, unlocking.recover(session.folder, _given(said, "恢复码")))
            return f"{session.actor.name}（一人单位，凭恢复码）"
        case "name":
            if said is not None and said.strip() != name:
                raise Refused("bad_value", f"请监销人亲自输入自己的姓名“{name}”。", field="said")
            return name
        case _:
            if (said or "").strip().rstrip("。") != SENTENCE:
                words = f"没有第二个人、也没有加密时，请照原样输入这句话：{SENTENCE}"
                raise Refused("bad_value", words, field="said")
            return f"{session.actor.name}（一人单位，书面确认）"


def _given(said: str | None, what: str) -> str:
    if said is None:
        raise Refused("missing", f"请输入{what}。", field="said", hint="写在标准输入的下一行。")
    return said


def _same_key(session: Session, opened: Unlocked) -> None:
    """The secret opens this folder, and no other that was put in its place meanwhile."""
    if session.unlocked is None or opened.key.ident != session.unlocked.key.ident:
        raise wrong_password()
