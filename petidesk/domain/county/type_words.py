"""Types of disputes in a county's words: a row may be one of ours, several of ours together, the rest, or none.

婚姻家庭邻里等各类民间纠纷 is the sum of its parts. A row of which a part is unknown stays empty: half a sum would be a
wrong figure, and the sum of all types is one for every row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from petidesk.domain.fields import bare_heading

OTHERS = frozenset(("其他", "其它", "其他类", "其他纠纷", "其它纠纷", "其他矛盾纠纷", "其他类型"))
# What a label may say beside the names of types.
_TAIL = re.compile(r"等+(?:各类|各种|其他|方面|类|民间|一般|矛盾|纠纷|问题|引发的)*$")
_GLUE = re.compile(
    r"(?:涉及|涉|因|有关|关于|各类|一般|普通|农村|其中|引发的?|产生的?|引起的?|方面的?|权属|关系|争议|矛盾|纠纷|问题|类|的|和|及|与|或|等)"
)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+|\d+)[、.．]?")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A type of disputes: its name, its row in the county's monthly list, its other names."""

    name: str
    monthly: str = ""
    words: tuple[str, ...] = ()


class TypeReader:
    """Understands the labels of rows and columns that name types."""

    def __init__(self, types: Sequence[TypeWords]) -> None:
        self._known = {kind.name: kind for kind in types}
        self._exact = {bare_heading(word) for kind in types for word in (kind.name, kind.monthly, *kind.words) if word}
        self._words: dict[str, set[str]] = {}
        for kind in types:
            for word in (kind.name, kind.monthly, *kind.words):
                for form in _forms(bare_heading(word)) if word else ():
                    if len(form) >= _SHORTEST and kind.name and form not in OTHERS:
                        self._words.setdefault(form, set()).add(kind.name)
        self._longest = max((len(word) for word in self._words), default=0)

    def names_types(self, bare: str) -> bool:
        """Whether a label is the rest, a type, or several types together."""
        return bare in OTHERS or any(form in self._exact for form in _forms(bare)) or bool(self.parts(bare))

    def parts(self, bare: str) -> frozenset[str]:
        """The types that a label puts together; none when any word of it is unknown."""
        found = self._segmented(_TAIL.sub("", _NUMBERED.sub("", bare_heading(bare))))
        return frozenset().union(*found) if found else frozenset()

    def _segmented(self, text: str) -> list[set[str]] | None:
        """The types of each word of the text, longest words first; None when it cannot be read to its end."""
        if not text:
            return []
        for length in range(min(self._longest, len(text)), _SHORTEST - 1, -1):
            if text[:length] in self._words and (rest := self._segmented(text[length:])) is not None:
                return [self._words[text[:length]], *rest]
        glue = _GLUE.match(text)
        return self._segmented(text[glue.end() :]) if glue else None

    def rest(self, label: str, name: str) -> bool:
        """Whether a label takes this type only as one of all the rest (其他)."""
        return label in OTHERS and _likeness(label, self._known.get(name, TypeWords(name)), frozenset()) < 3

    def assigned(self, labels: Iterable[str], types: Iterable[str]) -> dict[str, str]:
        """The label under which each type is counted: its name, another name, a row of several, its monthly row, else
        其他. A type that no label names is in none."""
        wanted = list(dict.fromkeys(labels))
        others = next((label for label in wanted if label in OTHERS), None)
        together = {label: self.parts(label) for label in wanted}
        found = {}
        for name in types:
            kind = self._known.get(name, TypeWords(name))
            scored = ((_likeness(label, kind, together[label]), label) for label in wanted)
            best = max(scored, default=(0, ""), key=lambda pair: pair[0])
            if best[0] > 0:
                found[name] = best[1]
            elif others is not None:
                found[name] = others
        return found


@lru_cache(maxsize=4096)
def _forms(bare: str) -> tuple[str, ...]:
    short = re.sub(r"(?:矛盾纠纷|纠纷|矛盾|问题|类|方面)+$", "", bare)
    return (bare, short, f"{short}纠纷")


def _likeness(label: str, kind: TypeWords, together: frozenset[str]) -> int:
    forms = _forms(label)
    if bare_heading(kind.name) in forms:
        return 4
    if any(bare_heading(word) in forms for word in kind.words):
        return 3
    if kind.monthly and bare_heading(kind.monthly) in forms:
        return 1
    return 2 if kind.name in together else 0
