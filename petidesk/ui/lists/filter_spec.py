"""What the bar above a list is made of: its views, what is folded away, how chips are worded. Nothing here draws."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

from petidesk.ui.translate import translate

WIDE = float("inf")


class Chosen(Protocol):
    """A frozen dataclass with a text among its fields."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def text(self) -> str:
        """What the list is searched for."""


Query = TypeVar("Query", bound=Chosen)


class Room(NamedTuple):
    """How the bar looks while it is narrower than `below`, in ems: the width of the text field and its hint."""

    below: float
    text: float
    hint: str


class Folded(NamedTuple):
    """A choice that is folded away: its name, what it always offers, and what narrows nothing (不限 and "" if None).

    The values that an office has of its own are offered between the two (`FilterBar.offer`).
    """

    name: str
    always: Sequence[tuple[str, Any]] = ()
    nothing: tuple[str, Any] | None = None


def _nothing_folded(_today: date) -> Mapping[str, Folded]:
    return {}


@dataclass(frozen=True, slots=True)
class FilterSpec(Generic[Query]):
    """What a bar is made of.

    `view_query` gives what a view asks for on a day, by the fields `of_view`; all other fields narrow it further.
    `whole` is the view with the whole list. `stays` are fields that no view decides and that dropping the chips leaves.
    `ahead` names the fields of `of_view` that hold a day, and how many days after today that is. `chips` words every
    field of a query, whether it narrows or not. `rooms` go from narrow to WIDE; only in the last do the switches have
    words beside their icons. `tip` names what is folded away, `width` is that of each folded field, in ems.
    """

    views: Mapping[str, str]
    first: str
    whole: str
    view_query: Callable[[str, date], Query]
    of_view: Sequence[str]
    chips: Callable[[Query], Mapping[str, str]]
    rooms: Sequence[Room]
    views_name: str
    text_name: str
    folded: Callable[[date], Mapping[str, Folded]] = _nothing_folded
    stays: Sequence[str] = ()
    ahead: Mapping[str, int] = dataclasses.field(default_factory=dict)
    tip: str = ""
    width: float = 9.0

    def view_of(self, query: Query, today: date) -> str:
        """Which view a query belongs to: the one whose own fields are the same, else the whole list."""
        for view in self.views:
            base = self.view_query(view, today)
            if all(getattr(base, key) == getattr(query, key) for key in self.of_view):
                return view
        return self.whole

    def plain(self, query: Query, today: date) -> Query:
        """The same view with nothing else chosen."""
        base = self.view_query(self.view_of(query, today), today)
        return dataclasses.replace(base, **{key: getattr(query, key) for key in self.stays})

    def active(self, query: Query, today: date) -> dict[str, str]:
        """What narrows the list beside the view: the field and the words of each chip."""
        base = self.plain(query, today)
        words = {"text": translate("FilterBar", "含“{0}”").format(query.text), **self.chips(query)}
        return {key: said for key, said in words.items() if getattr(query, key) != getattr(base, key)}

    def renewed(self, query: Query, was: date, today: date) -> Query:
        """A query of an earlier day with the days that its view means now."""
        view = self.view_of(query, was)
        before, now = self.view_query(view, was), self.view_query(view, today)
        moved = [key for key in self.of_view if getattr(query, key) == getattr(before, key)]
        return dataclasses.replace(query, **{key: getattr(now, key) for key in moved})
