"""Unfinished forms, journalled while they are typed, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from petidesk.domain.listing import Draft
from petidesk.storage import drafts as rows

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk


class Drafts:
    """The tray of unfinished forms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def save(self, draft_id: int | None, kind: str, content: Mapping[str, Any], restricted: bool) -> Draft:
        """Keep the form as it stands; `restricted` drafts show nothing of their content in the tray."""
        act = self._desk.act()
        with self._desk.writing(any_clock=True) as connection:
            draft_id = rows.save(connection, act, draft_id, kind, content, restricted)
        return Draft(draft_id, kind, restricted, dict(content), act.at, self._desk.actor.name)

    def all(self) -> list[Draft]:
        """All drafts, the one saved last first."""
        with self._desk.reading() as connection:
            return rows.everything(connection)

    def discard(self, draft_id: int) -> None:
        """Throw one away."""
        with self._desk.writing(any_clock=True) as connection:
            rows.discard(connection, draft_id)
