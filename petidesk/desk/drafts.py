"""Unfinished forms, journalled while they are typed, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from petidesk.desk import unmasking
from petidesk.domain.listing import ClosedDraft, Draft
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.domain.visits.typed import DRAFT_KIND
from petidesk.storage import drafts as rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class Drafts:
    """The tray of unfinished forms."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, draft_id: int | None, kind: str, content: Mapping[str, Any], restricted: bool) -> Draft:
        """Keep the form as it stands; `restricted` drafts show nothing of their content in the tray."""
        act = self._session.act()
        with self._session.writing(any_clock=True) as connection:
            draft_id = rows.save(connection, act, draft_id, kind, content, restricted)
        return Draft(draft_id, kind, restricted, dict(content), act.at, self._session.actor.name)

    def all(self) -> list[Draft | ClosedDraft]:
        """The drafts of this member of staff, and of those who left; the one saved last first (`openable`)."""
        with self._session.reading() as connection:
            return openable(self._session, connection)

    def whole(self) -> list[Draft]:
        """Those of them that need no reason."""
        return [draft for draft in self.all() if isinstance(draft, Draft)]

    def open(self, draft_id: int, unmask: str) -> Draft:
        """A closed draft with its content, for a reason: that needs permission and leaves an audit line.

        Refused ``not_found`` when it was finished or thrown away meanwhile.
        """
        with self._session.writing() as connection:
            found = rows.load(connection, draft_id, self._session.actor.staff_id, unmasking.inside())
            if found is None:
                raise Refused("not_found", "这份草稿已经不在了。")
            unmasking.leave_trace(
                self._session,
                connection,
                self._session.act(),
                "draft",
                str(draft_id),
                unmask,
                accused=_accused(found.content),
            )
            rows.take_over(connection, draft_id, self._session.actor.staff_id)
            return found

    def finish(self, draft_id: int) -> None:
        """What was typed is saved for good, or there is nothing left of it: the draft has done its work."""
        with self._session.writing(any_clock=True) as connection:
            rows.discard(connection, draft_id, self._session.actor.staff_id)

    def discard(self, draft_id: int) -> None:
        """Throw away what was typed. It can be taken back; nothing happens to one that is gone already."""
        with self._session.writing(any_clock=True) as connection:
            found = rows.load(connection, draft_id, self._session.actor.staff_id, unmasking.inside())
            if found is None or not rows.discard(connection, draft_id, self._session.actor.staff_id):
                return
            audit_rows.append(
                connection,
                self._session.act(),
                "draft.discarded",
                "draft",
                str(draft_id),
                restricted=found.restricted,
                kept={"kind": found.kind, "content": found.content, "restricted": found.restricted},
            )

    def take_back(self, way: ways.Way) -> None:
        """Lay a form that was thrown away into the tray again."""
        assert isinstance(way, ways.KeepForm)
        with self._session.writing() as connection:
            act = self._session.act()
            number = rows.save(connection, act, None, way.kind, way.content, way.restricted)
            audit_rows.append(connection, act, "draft.kept", "draft", str(number), restricted=way.restricted)


def openable(session: Session, connection: Transaction) -> list[Draft | ClosedDraft]:
    """The drafts that this member of staff may open, the one saved last first.

    An accusation that another began is closed, and there only for whoever may open it for a reason: who is accused in
    it, or may open none, does not even learn that it was begun. One's own that is sealed since stays in sight.
    """
    found = rows.everything(connection, session.actor.staff_id)
    return [
        draft
        for draft in found
        if isinstance(draft, Draft) or draft.staff == session.actor.name or _may_open(session, connection, draft)
    ]


def begun(session: Session, connection: Transaction) -> int:
    """How many registrations wait that this member of staff may open."""
    return sum(draft.kind == DRAFT_KIND for draft in openable(session, connection))


def _may_open(session: Session, connection: Transaction, draft: ClosedDraft) -> bool:
    whole = rows.load(connection, draft.draft_id, session.actor.staff_id, unmasking.inside())
    return whole is not None and unmasking.may_look(
        session, connection, "draft", str(draft.draft_id), accused=_accused(whole.content)
    )


def _accused(content: Mapping[str, Any]) -> list[str]:
    """Whom the matters of an unfinished form speak against, as far as it was typed."""
    matters = content.get("matters")
    typed = [item for item in matters if isinstance(item, dict)] if isinstance(matters, list) else []
    return [str(item.get("concerned_unit") or "") for item in typed]
