"""What every long list asks of its subject: all ids in order, a page of rows, the rows of these ids, how many."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic

from petidesk.storage.lists import Listing, Query, Row

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class Listed(Generic[Query, Row]):
    """A subject of the desk whose records stand in a list; it says which (`_listing`)."""

    _session: Session
    _listing: Listing[Query, Row]

    def ids(self, query: Query) -> array[int]:
        """All ids in the list's order."""
        with self._session.reading() as connection:
            return self._listing.ids(connection, query)

    def rows(self, query: Query, limit: int, offset: int = 0) -> list[Row]:
        """A page of the list."""
        with self._session.reading() as connection:
            return self._listing.rows(connection, query, limit, offset)

    def rows_by_id(self, record_ids: Sequence[int]) -> list[Row]:
        """The rows of these ids, in their order; an id that is gone is left out."""
        with self._session.reading() as connection:
            return self._listing.rows_by_id(connection, record_ids)

    def count(self, query: Query) -> int:
        """How many records the query finds."""
        with self._session.reading() as connection:
            return self._listing.count(connection, query)
