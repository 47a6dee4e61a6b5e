"""Which strings of a document stay open when it is sealed: what rules, figures and SQL go by, and names nobody.

Everything else is sealed, a key that is added later too.
"""

from __future__ import annotations

import re

from petidesk.domain import codes
from petidesk.domain.cases import events

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?)?|\d{2}:\d{2}")
# Days that say who somebody is.
_PERSONAL = frozenset({"birth"})
# Who of the office received or recorded it: closed records say so, too. Villages and categories are figures.
_OFFICE = frozenset({"by", "received_by", "village", "category"})
# Numbers of our own records, by which one is found from the other; how a way back is called.
_NUMBERS = frozenset(
    {
        *("case_no", "visit_no", "meeting_no", "dispute_no", "document_no", "of_document_no", "into", "letter"),
        *("no", "number", "way", "table"),
    }
)
_CODES = frozenset(
    {
        *events.KINDS,
        *(choice for kind in events.KINDS.values() for field in kind.asks for choice in field.choices or ()),
        *(
            code
            for name, table in vars(codes).items()
            if isinstance(table, dict) and name.isupper()
            for code in table
            if isinstance(code, str)
        ),
        *("visit", "case", "letter", "meeting", "draft", "first", "repeat", "111"),
    }
)


def stays_open(key: str, said: str) -> bool:
    """Whether the string under this key is a day, a number of a record or a word of a fixed list."""
    if key in _PERSONAL:
        return False
    return key in _NUMBERS or key in _OFFICE or said in _CODES or _DAY.fullmatch(said) is not None
