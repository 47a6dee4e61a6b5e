"""Accusations written before the program sealed them are sealed when an encrypted folder is opened to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.audit import Act
from petidesk.storage import attachments, closing, office, purged
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit
from petidesk.storage.visits import people, visits

if TYPE_CHECKING:
    from petidesk.desk.session import Session


def seal_what_is_open(session: Session) -> None:
    """Seal every accusation of an encrypted folder, once. Only the public half is needed: whoever opens it first.

    What stood open goes out of the file's free pages, too (`settling.py`).
    """
    if session.unlocked is None:
        return
    with session.reading() as connection:
        if office.facts(connection).get(closing.SEALED_HERE):
            return
    with session.writing(any_clock=True) as connection:
        seal_all(connection, session)
    with session.writing(any_clock=True) as connection:
        attachments.tidy(connection, session.folder)


def seal_all(connection: Transaction, session: Session, *, files: bool = True) -> None:
    """Seal all of them in the caller's transaction. `files`: those beside the database, too."""
    follow(connection, session.act())
    visits.close_anew(connection)
    if files:
        attachments.seal_files(connection, session.folder)
    office.set_fact(connection, closing.SEALED_HERE, "1")


def open_all(connection: Transaction, session: Session) -> None:
    """Open all of them, in the caller's transaction, in a file that becomes plain."""
    audit.open_all(connection, session.act())
    office.set_fact(connection, closing.SEALED_HERE, "")


def follow(connection: Transaction, act: Act, *, opens: bool = False) -> None:
    """Seal what is of an accusation now, in the transaction that made it one; `opens` what is none any more, too."""
    done = audit.settle(connection, act, opens=opens)
    left = {who for who in done.people if not people.forget_new(connection, who)}
    people.refresh(connection, left)
    if done.rows:
        purged.to_settle(connection)
