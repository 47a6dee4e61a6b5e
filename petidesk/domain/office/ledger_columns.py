"""What a county asks of the ledger on top: columns of its own, and its words for the three levels of risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from petidesk.domain.fields import Field, Kind
from petidesk.domain.json_input import LONG_TEXT, SHORT_TEXT, Reader
from petidesk.domain.trouble import Refused
from petidesk.domain.watched import NOT_KEPT, watches_people

RISK_LEVELS = {"ordinary": "一般", "raised": "较大", "major": "重大"}
COLUMN_KINDS: Mapping[str, str] = {
    "text": "文字",
    "long_text": "长文字",
    "count": "数字",
    "money": "金额",
    "day": "日期",
    "choice": "选项",
}


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """A column that this county asks for on top: identifier, heading, kind, and the list of values of a choice."""

    key: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()

    def field(self, key: str) -> Field:
        """The column as a field under this key; a choice is its own word."""
        limit = {"long_text": LONG_TEXT, "count": 10**12}.get(self.kind, SHORT_TEXT)
        return Field(
            key, self.label, cast(Kind, self.kind), choices={word: word for word in self.choices}, limit=limit, lowest=0
        )


def parse_columns(document: object, known: Iterable[str]) -> tuple[LedgerColumn, ...]:
    """The office's extra columns: a list of {key, label, kind, choices}. `known` are headings taken already.

    Refused for a column that watches people (rules/people.md, 2).
    """
    taken = set(known)
    found = []
    outer = Reader({"columns": document}, label="附加栏目")
    for index, value in enumerate(outer.items("columns", "附加栏目", most=60)):
        reader = Reader(value, f"columns[{index}]", "附加栏目")
        label = reader.text("label", "栏目名称", required=True, limit=60)
        column = LedgerColumn(
            key=reader.text("key", "标识", limit=60) or label,
            label=label,
            kind=reader.choice("kind", "种类", tuple(COLUMN_KINDS)) or "text",
            choices=reader.texts("choices", "选项", limit=60, most=200),
        )
        path = reader.path("label")
        reader.done()
        if column.kind == "choice" and not column.choices:
            raise Refused("missing", f"“{label}”是选项，请写出有哪些。", field=f"columns[{index}].choices")
        if watches_people((label,)):
            raise Refused("bad_value", f"“{label}”{NOT_KEPT}，请去掉这一栏。", field=path)
        if label in taken or column.key in taken:
            raise Refused("bad_value", f"已经有“{label}”这一栏了。", field=path)
        taken |= {label, column.key}
        found.append(column)
    return tuple(found)
