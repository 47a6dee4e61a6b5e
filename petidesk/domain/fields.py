"""What a field is: key, label, kind, limits and headings; how its value is read and which heading means it.

Each field is named once, in the catalogue of its subject (`visits.fields`, `ledger.fields`, `cases.events`,
`ledger.events`). Forms, tables, JSON, imports, exports, masking and figures are made from it, so that order and
meaning cannot drift.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from petidesk.domain.cells import squeezed
from petidesk.domain.json_input import SHORT_TEXT, Reader
from petidesk.domain.trouble import Refused

# What a value of each kind is: how it is read, shown and aligned. The last five are asked of an event only.
Kind = Literal[
    "text",
    "long_text",
    "list",
    "name",
    "moment",
    "time",
    "day",
    "count",
    "choice",
    "identity",
    "phone",
    "village",
    "flag",
    "money",
    "entries",
    "requests",
    "results",
    "event",
    "lines",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: identifier, Chinese label, kind, and `synonyms`: headings that mean it, the surest first.

    `masked`: lists, slips and exports show only part of it (identity and telephone numbers). `restricted`: it stays
    closed when the matter is an accusation (《信访工作条例》第三十条第三款). `choices` are codes with their words.
    `limit` is the most characters of a text (of each text of a list) or the highest number, `lowest` the lowest;
    `most` is how many a list may hold.
    """

    key: str
    label: str
    kind: Kind = "text"
    synonyms: tuple[str, ...] = ()
    masked: bool = False
    restricted: bool = False
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    limit: int = SHORT_TEXT
    lowest: int = 1
    most: int = 100

    @property
    def headings(self) -> tuple[str, ...]:
        """The label and its synonyms, the label first."""
        return (self.label, *self.synonyms)


def words(text: str) -> tuple[str, ...]:
    """Synonyms written with blanks between."""
    return tuple(text.split())


def taken(reader: Reader, of: Field) -> Any:
    """The field's value out of a JSON object: text, day, moment, number, code, flag or a tuple of texts.

    Empty is "" for a text, an empty tuple for a list, False for a flag, None for the others. Refused as `Reader` does:
    missing, bad_value, too_many.
    """
    match of.kind:
        case "long_text":
            return reader.text(of.key, of.label, required=of.required, limit=of.limit, multiline=True)
        case "day":
            return reader.day(of.key, of.label, required=of.required)
        case "moment":
            return reader.moment(of.key, of.label, required=of.required)
        case "count":
            number = reader.whole(of.key, of.label, lowest=of.lowest, highest=of.limit)
            if number is None and of.required:
                raise Refused("missing", f"请填写{of.label}。", field=reader.path(of.key))
            return number
        case "choice":
            return reader.choice(of.key, of.label, tuple(of.choices), required=of.required)
        case "flag":
            return reader.flag(of.key, of.label)
        case "list":
            return reader.texts(of.key, of.label, limit=of.limit, most=of.most)
        case _:
            return reader.text(of.key, of.label, required=of.required, limit=of.limit)


_BRACKETS = re.compile(r"[(\[【〔{][^)\]】〕}]*[)\]】〕}]")
# Within a longer heading a word of three characters tells enough, of the shorter ones only these at its end.
_TELLING = 3
_TELLING_ENDS = frozenset(("姓名", "电话", "住址", "性别", "人数"))
# Headings that speak of somebody or something else than the visitor and the visit.
_ANOTHER = re.compile("被|对方|责任|包案|负责|接待|接访|化解|办结|调解|完成|回复|排查|村干部|其中|累计")
_MARKS = re.compile(r"[^\w]|_", re.UNICODE)


@lru_cache(maxsize=4096)
def bare_heading(text: str) -> str:
    """A heading for comparison: NFKC, no blanks, no punctuation, brackets kept as words: 村（社区） is 村社区."""
    return _MARKS.sub("", squeezed(text))


@lru_cache(maxsize=4096)
def short_heading(text: str) -> str:
    """As `bare_heading`, but without what stands in brackets: 涉及金额（元） is 涉及金额."""
    return _MARKS.sub("", _BRACKETS.sub("", squeezed(text)))


def fit(heading: str, of: Field) -> float:
    """How well a heading names a field: 0 not at all, 1 a synonym, 2 the label itself.

    A synonym that stands in brackets or within a longer heading counts less, and the more so the more is left over.
    """
    best = 0.0
    bare, short = bare_heading(heading), short_heading(heading)
    if not bare:
        return best
    for rank, word in enumerate(of.headings):
        known = bare_heading(word)
        if bare == known:
            best = max(best, 2.0 if rank == 0 else 1.9 - rank / 100)
        elif short == known:
            best = max(best, 1.5 - rank / 100)
        elif len(known) >= _TELLING and known in short and len(short) <= 12 and not _ANOTHER.search(short):
            best = max(best, 0.6 * len(known) / len(short))
        elif known in _TELLING_ENDS and short.endswith(known) and len(short) <= 8 and not _ANOTHER.search(short):
            best = max(best, 0.4)
    return best
