"""`Later`: a part of a page that most visits do not need, made when it is asked for or while the hand rests."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget

Part_co = TypeVar("Part_co", covariant=True)


class Later(cached_property[Part_co]):
    """A method that makes a part, put in and connected; the attribute of its name is the part.

    Whoever asks for it has it at once. A page that is shown makes those that nobody asked for one by one (page.py), so
    that its first opening makes only what is seen.
    """


def waiting(page: object) -> list[str]:
    """The names of the parts that are not made yet, in the order in which the class says them."""
    names: dict[str, None] = {}
    for kind in reversed(type(page).__mro__):
        names.update((name, None) for name, found in vars(kind).items() if isinstance(found, Later))
    return [name for name in names if name not in vars(page)]


def stands(page: object, name: str, stack: QStackedWidget) -> bool:
    """Whether the part of that name stands in front; one that is not made does not, and is not made by asking."""
    return name in vars(page) and stack.currentWidget() is getattr(page, name)
