"""What is left over, plain, of an office that was encrypted since: gone as soon as it can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.storage import attachments
from petidesk.storage.safety import backup, plain_copies

if TYPE_CHECKING:
    from petidesk.desk.session import Session


def clear_plain(session: Session, also: Sequence[Path] = ()) -> list[str]:
    """Take away what is plain and can be reached, `also` where a stick is known by another path now; what went.

    KnownTrouble full, read_only: what could not go stays on the list.
    """
    if session.unlocked is None:
        return []
    with session.reading() as connection:
        if not plain_copies.noted(connection):
            return []
    with session.writing(any_clock=True) as connection:
        gone = plain_copies.clear(session.folder, connection, also)
        attachments.tidy(connection, session.folder)
    backup.thin_out(session.folder, session.now())
    return gone


def waiting(session: Session) -> list[str]:
    """The plain copies that lie where nobody can look now."""
    with session.reading() as connection:
        return plain_copies.noted(connection)
