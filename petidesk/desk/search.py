"""The one search box over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.listing import Found
from petidesk.domain.search import parse_query
from petidesk.storage import search as rows
from petidesk.storage.file import search_index as search

if TYPE_CHECKING:
    from petidesk.desk.session import Session

COUNT_UP_TO = 10_000


class Search:
    """Visits, cases and people by any word of one character or more, pinyin initials, phone parts and numbers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, query: str, limit: int = 50, offset: int = 0) -> list[Found]:
        """The newest records that hold every word of `query`. A query of nothing but symbols is refused."""
        terms = parse_query(query)
        with self._session.reading() as connection:
            return rows.describe(connection, search.find(connection, terms, limit=limit, offset=offset))

    def total(self, query: str, *, most: int = COUNT_UP_TO) -> int:
        """How many records hold every word, counted up to `most`."""
        terms = parse_query(query)
        with self._session.reading() as connection:
            return search.count(connection, terms, most=most)
