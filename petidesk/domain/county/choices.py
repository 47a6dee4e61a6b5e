"""Columns of a county's workbook that take only the words of a list: ours are put into the list's own.

What the office has said goes first (a table filled once, for all workbooks), then what can be told without a doubt:
the same word with a number before it, another name of the same type, the three levels of a list of three. Nothing is
ever written that the list does not hold: what has no word in it is an error of the month.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from petidesk.domain.cells import squeezed
from petidesk.domain.county.layout import CountyTable
from petidesk.domain.county.type_words import TypeReader
from petidesk.domain.county.values import Circumstances, Value, value
from petidesk.domain.fields import bare_heading
from petidesk.domain.ledger.disputes import STATES, Dispute
from petidesk.domain.ledger.months import Finding
from petidesk.domain.places import VillageFinder
from petidesk.domain.trouble import Refused

_NUMBER = re.compile(r"^[\dA-Za-z]{1,4}\s*[-—.、:：)）\s]\s*")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
_LEVELS = (re.compile("低|一般|蓝"), re.compile("中|较大|较高|黄"), re.compile("高(?<!较高)|重大|红"))
_PENDING = ("未化解", "未办结", "未调处", "未销号")
_STATE_WORDS = {
    "open": ("待化解", "待办", "待办理", "未办理", "待处理", *_PENDING),
    "in_progress": ("化解中", "正在化解", "调处中", "正在调处", "办理中", "正在办理", "在办", "处理中", *_PENDING),
    "resolved": ("已化解", "化解", "化解成功", "化解完毕", "已调处", "调解成功", "已办结", "办结"),
    "closed_out": ("已销号", "销号", "已化解", "化解", "化解成功", "化解完毕", "已调处", "调解成功", "已办结", "办结"),
    "escalated": ("已上报", "上报", "转上级", "移送上级"),
}
_BY_STATE = {STATES[key]: words for key, words in _STATE_WORDS.items()}
_CLOSED = (("已销号", "是", "销号"), ("未销号", "否"))


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column with a list: its place in the table, heading, field, the list's words, and what the office has said
    (our word to the list's, None to leave the cell empty)."""

    place: int
    heading: str
    field: str
    options: tuple[str, ...]
    words: Mapping[str, str | None] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who finds the list's word for ours. Made for one office."""

    types: TypeReader
    villages: VillageFinder
    risk_labels: tuple[str, ...]

    def word(self, said: str, column: ListColumn) -> str | None:
        """The word of the list; empty where the office wants the cell empty; None where there is none."""
        if said in column.words:
            kept = column.words[said]
            if kept is None or kept in column.options:
                return kept or ""
        bare = bare_heading(said)
        for form in (squeezed, bare_heading, _plain):
            if len(same := [one for one in column.options if form(one) == form(said)]) == 1:
                return same[0]
        if column.field == "type":
            return self._type(said, column.options)
        found = [one for one in column.options if self._means(_plain(one), said, bare, column)]
        if not found and column.field == "risk_level":
            return self._level(said, column.options)
        if column.field == "state" and len(found) > 1:
            wanted = _BY_STATE.get(said, ())
            found = sorted(found, key=lambda one: wanted.index(_plain(one)))[:1]
        return found[0] if len(found) == 1 else None

    def _means(self, option: str, said: str, bare: str, column: ListColumn) -> bool:
        if column.field == "state":
            return option in _BY_STATE.get(said, ())
        if column.field == "closing":
            return option in _CLOSED[0 if said.startswith("已销号") else 1]
        if column.field == "village":
            return self.villages.named(option) == said
        return bool(bare) and option == bare

    def _type(self, said: str, options: Sequence[str]) -> str | None:
        """The option that names the type, alone or with others; 其他 is for the office to say."""
        plain = {_plain(one): one for one in options}
        label = self.types.assigned(plain, (said,)).get(said)
        return None if label is None or self.types.rest(label, said) else plain[label]

    def _level(self, said: str, options: Sequence[str]) -> str | None:
        """A list of three levels, one of each: ours in their order."""
        if len(options) != len(_LEVELS) or said not in self.risk_labels:
            return None
        by_level = [[one for one in options if level.search(one)] for level in _LEVELS]
        flat = [one for words in by_level for one in words]
        if any(len(words) != 1 for words in by_level) or len(set(flat)) != len(_LEVELS):
            return None
        return flat[self.risk_labels.index(said)]


def _plain(option: str) -> str:
    """The word without its number and without what stands in brackets: 01-邻里纠纷 is 邻里纠纷."""
    return bare_heading(_BRACKET.sub("", _NUMBER.sub("", option.strip())))


def list_columns(
    table: CountyTable, options: Mapping[int, Sequence[str]], words: Mapping[str, Mapping[str, str | None]]
) -> tuple[ListColumn, ...]:
    """The columns of the table that have a list and take something of ours. `words`: what was said, by field."""
    return tuple(
        ListColumn(place, column.heading, column.field, tuple(options[column.place]), words.get(column.field, {}))
        for place, column in enumerate(table.columns)
        if column.field is not None and column.place in options
    )


class Choices:
    """Puts values into the words of the lists; `column` from its place in the table."""

    def __init__(self, columns: Iterable[ListColumn], speaker: Speaker) -> None:
        self.columns = {column.place: column for column in columns}
        self._speaker = speaker
        self._known: dict[tuple[int, str], str | None] = {}

    def put(self, place: int, said: Value) -> Value:
        """What is written: the list's word, nothing where it has none. Days and empty cells pass."""
        column = self.columns.get(place)
        if column is None or said is None or hasattr(said, "isoformat"):
            return said
        found = self.word(place, str(said))
        if not found:
            return None
        return said if not isinstance(said, str) and found == str(said) else found

    def word(self, place: int, said: str) -> str | None:
        """The list's word for ours; empty to leave the cell empty, None where there is none."""
        key = (place, said)
        if key not in self._known:
            self._known[key] = self._speaker.word(said, self.columns[place])
        return self._known[key]

    def findings(self, disputes: Iterable[Dispute], seen: Circumstances) -> list[Finding]:
        """The cells for which the lists have no word, each as an error of its dispute."""
        found = []
        for serial, dispute in enumerate(disputes, start=1):
            for place, column in self.columns.items():
                said = value(dispute, column.field, seen, serial=serial)
                if said is None or hasattr(said, "isoformat") or self.word(place, str(said)) is not None:
                    continue
                words = f"“{column.heading}”只能从县里的下拉列表里选，列表里没有“{str(said)[:30]}”"
                found.append(Finding(dispute.dispute_no, column.field.partition("+")[0], words, True))
        return found


# ---- what the office says once


def parse_words(document: object, columns: Sequence[ListColumn]) -> dict[str, dict[str, str | None]]:
    """Read {heading: {our word: the list's word or null}}: by field. Null leaves the cell empty; "" takes a word back.

    Refused: unknown_key for a column without a list, bad_value for what the list does not hold.
    """
    if not isinstance(document, Mapping):
        raise Refused("bad_value", "列表用词应当是：{“栏目”: {“我们的词”: “列表里的词”}}。", field="words")
    by_heading = {squeezed(column.heading): column for column in columns}
    found: dict[str, dict[str, str | None]] = {}
    for heading, words in document.items():
        column = by_heading.get(squeezed(str(heading)))
        if column is None:
            known = "、".join(one.heading for one in columns) or "没有"
            raise Refused("unknown_key", f"“{heading}”不是有下拉列表的栏目。有的是：{known}。", field=str(heading))
        if not isinstance(words, Mapping):
            raise Refused("bad_value", f"“{heading}”应当写成：{{“我们的词”: “列表里的词”}}。", field=str(heading))
        for ours, theirs in words.items():
            if theirs not in (None, "", *column.options):
                words_of = "、".join(column.options[:20])
                raise Refused(
                    "bad_value", f"“{heading}”的列表里没有“{theirs}”。可选：{words_of}。", field=f"{heading}.{ours}"
                )
            found.setdefault(column.field, {})[str(ours)] = theirs
    return found


def words_document(column: ListColumn, ours: Iterable[str], choices: Choices) -> dict[str, Any]:
    """A column with a list as JSON: every word of ours with the list's, and who said so."""
    return {
        "heading": column.heading,
        "field": column.field,
        "options": list(column.options),
        "words": [
            {
                "ours": one,
                "theirs": choices.word(column.place, one) or None,
                "by": "office" if one in column.words else "program" if choices.word(column.place, one) else None,
            }
            for one in ours
        ],
    }
