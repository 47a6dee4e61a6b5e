"""After a purge: what it took out of the records goes out of the file, too, and out of the attachments beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.storage import attachments, purged

if TYPE_CHECKING:
    from petidesk.desk.session import Session


def settle(session: Session) -> bool:
    """Erase files that no record speaks of, put the index together anew, write the file without its free pages.

    Done again by whoever opens the folder next where it was broken off. True where there was something to do.
    KnownTrouble full, read_only, locked: it stays to be done.
    """
    with session.reading() as connection:
        if not purged.unsettled(connection):
            return False
    with session.writing(any_clock=True) as connection:
        attachments.tidy(connection, session.folder)
    session.database.compact()
    with session.writing(any_clock=True) as connection:
        purged.settled(connection)
    return True
