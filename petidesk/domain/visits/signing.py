"""Who signs a paper and is served with one: of those who came on a visit as of those who came on a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from petidesk.domain.codes import MOST_REPRESENTATIVES


class _Signer(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def representative(self) -> bool: ...


S = TypeVar("S", bound=_Signer)


def signing(people: Sequence[S]) -> list[S]:
    """Who signs, each for himself: the representatives; where nobody was chosen, everybody who gave a name.

    Of more than five who chose nobody (《信访工作条例》第二十条第三款) the first signs: 张桂花等8人.
    """
    named = [person for person in people if person.name]
    chosen = [person for person in named if person.representative]
    return chosen or (named if len(named) <= MOST_REPRESENTATIVES else named[:1])
