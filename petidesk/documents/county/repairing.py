"""One element of a workbook's XML that openpyxl cannot read: the fewest of its parts go, the rest stays."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator
from typing import Any

Sound = Callable[[Any], bool]
_MOST_TRIED = 600


def read_by(reader: Any) -> Sound:
    """Whether a class of openpyxl reads an element."""

    def sound(element: Any) -> bool:
        try:
            return reader.from_tree(copy.deepcopy(element)) is not None
        except Exception:
            return False

    return sound


def made_by(make: Callable[[dict[str, str]], object]) -> Sound:
    """Whether an element's attributes are taken."""

    def sound(element: Any) -> bool:
        try:
            make(dict(element.attrib))
        except Exception:
            return False
        return True

    return sound


def repaired(element: Any, sound: Sound) -> Any | None:
    """The element without the fewest parts that make it unsound; None when nothing of it is sound."""
    if sound(element):
        return element
    whole = copy.deepcopy(element)
    loose = list(_loose(whole, ()))
    said = [one for one in loose if one[1]]
    few = itertools.chain.from_iterable(itertools.combinations(of, many) for of in (said, loose) for many in (1, 2))
    for pair in itertools.islice(few, _MOST_TRIED):
        right = _without(whole, set(pair))
        if sound(right):
            return right
    gone: set[Any] = set()
    for one in loose:
        gone.add(one)
        right = _without(whole, gone)
        if sound(right):
            return right
    return None


def _loose(element: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Everything that may be taken away, the innermost first: (where, attribute), or (where, "") for a child."""
    for place, child in enumerate(element):
        yield from _loose(child, (*path, place))
    for name in element.attrib:
        yield path, name
    if path:
        yield path, ""


def _without(element: Any, gone: set[Any], path: tuple[int, ...] = ()) -> Any:
    made = element.makeelement(element.tag, {k: v for k, v in element.attrib.items() if (path, k) not in gone})
    made.text, made.tail = element.text, element.tail
    for place, child in enumerate(element):
        if ((*path, place), "") not in gone:
            made.append(_without(child, gone, (*path, place)))
    return made


def put(parent: Any, old: Any, new: Any | None) -> None:
    """`new` in the place of `old`; None takes it away."""
    if new is None:
        parent.remove(old)
    elif new is not old:
        parent.replace(old, new) if hasattr(parent, "replace") else parent.__setitem__(list(parent).index(old), new)


def elements(parent: Any) -> list[Any]:
    """The children that are no comments."""
    return [child for child in parent if isinstance(child.tag, str)]


def name(element: Any) -> str:
    """Its name without the namespace."""
    return str(element.tag).rpartition("}")[2]
