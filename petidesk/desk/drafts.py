"""Unfinished forms, journalled while they are typed, so that nothing typed is lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from petidesk.desk import unmasking
from petidesk.domain.listing import Draft
from petidesk.domain.trouble import Refused
from petidesk.storage import drafts as rows

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

    def all(self) -> list[Draft]:
        """All drafts, the one saved last first; of an accusation that another began only that it is there."""
        with self._session.reading() as connection:
            return [self._closed(draft) for draft in rows.everything(connection)]

    def _closed(self, draft: Draft) -> Draft:
        if not draft.restricted or draft.staff == self._session.actor.name:
            return draft
        return dataclasses.replace(draft, content={}, closed=True)

    def open(self, draft_id: int, unmask: str) -> Draft:
        """A closed draft with its content, for a reason: that needs permission and leaves an audit line.

        Refused ``not_found`` when it was finished or thrown away meanwhile.
        """
        with self._session.writing() as connection:
            found = next((draft for draft in rows.everything(connection) if draft.draft_id == draft_id), None)
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
            return found

    def discard(self, draft_id: int) -> None:
        """Throw one away."""
        with self._session.writing(any_clock=True) as connection:
            rows.discard(connection, draft_id)


def _accused(content: Mapping[str, Any]) -> list[str]:
    """Whom the matters of an unfinished form speak against, as far as it was typed."""
    matters = content.get("matters")
    typed = [item for item in matters if isinstance(item, dict)] if isinstance(matters, list) else []
    return [str(item.get("concerned_unit") or "") for item in typed]
