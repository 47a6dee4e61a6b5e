"""Reading what people hand in as JSON: every key named, every refusal with its path, nothing dropped silently.

A `Reader` wraps one JSON object. Each method takes one key out of it; `done()` refuses the keys nobody asked for.
Paths look like ``petitioners[0].id_number`` so that a form can show the sentence beside the field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from petidesk.domain.secrets.sealed import MARK
from petidesk.domain.trouble import Refused

SHORT_TEXT = 200
LONG_TEXT = 20_000

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u2060")


def clean_text(text: str, *, limit: int, multiline: bool, path: str | None, label: str) -> str:
    """Trim `text` and refuse what paper and search cannot carry: control characters, lone surrogates, over-long text.

    A single-line text has its white space folded; a multi-line one keeps its line breaks (``\\n``).
    """
    text = text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    for character in "" if text.isprintable() else text:
        if character in "\n\t":
            continue
        kind = unicodedata.category(character)
        if kind in ("Cc", "Cs") or character in _BIDI_CONTROLS or character == MARK:
            raise Refused(
                "bad_value", f"{label}里有看不见的控制字符（U+{ord(character):04X}），请删去后再保存。", field=path
            )
    text = text.strip() if multiline else " ".join(text.split())
    if len(text) > limit:
        raise Refused(
            "bad_value", f"{label}有{len(text)}个字，最多{limit}个字。请摘要填写，全文作为附件保存。", field=path
        )
    return text


class Reader:
    """One JSON object and where it stands in the document."""

    def __init__(self, value: object, path: str = "", label: str = "内容") -> None:
        if not isinstance(value, dict):
            raise Refused("bad_value", f"{label}应当是一组“键: 值”。", field=path or None)
        self._value: dict[str, Any] = dict(value)
        self._path = path

    def path(self, key: str) -> str:
        """Where `key` stands in the whole document."""
        return f"{self._path}.{key}" if self._path else key

    def done(self) -> None:
        """Refuse the keys that no method asked for, the first one by name."""
        for key in self._value:
            raise Refused("unknown_key", f"不认识的项目“{key}”，请核对拼写。", field=self.path(str(key)))

    def has(self, key: str) -> bool:
        """Whether `key` was handed in and not read yet."""
        return key in self._value

    def raw(self, key: str, default: object = None) -> object:
        """The value as it came, unread by any rule."""
        return self._value.pop(key, default)

    def text(
        self, key: str, label: str, *, required: bool = False, limit: int = SHORT_TEXT, multiline: bool = False
    ) -> str:
        """Cleaned text, empty when absent or null. `required` refuses an empty one with code ``missing``."""
        value = self._value.pop(key, None)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise Refused("bad_value", f"{label}应当是文字。", field=self.path(key))
        cleaned = clean_text(value, limit=limit, multiline=multiline, path=self.path(key), label=label)
        if required and not cleaned:
            raise Refused("missing", f"请填写{label}。", field=self.path(key))
        return cleaned

    def choice(self, key: str, label: str, choices: Sequence[str], *, required: bool = False) -> str | None:
        """One code of a table, None when absent and not required. A code of digits may be written as a JSON number."""
        number = self._value.get(key)
        if type(number) is int and str(number) in choices:  # true is no 1
            self._value[key] = str(number)
        value = self.text(key, label, required=required)
        if not value:
            return None
        if value not in choices:
            raise Refused(
                "bad_value", f"{label}不能是“{value}”。", field=self.path(key), hint=f"可选：{'、'.join(choices)}。"
            )
        return value

    def flag(self, key: str, label: str) -> bool:
        """true or false; absent and null mean false."""
        value = self._value.pop(key, None)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise Refused("bad_value", f"{label}只能是“是”或“否”。", field=self.path(key), hint="写成 true 或 false。")
        return value

    def whole(self, key: str, label: str, *, lowest: int, highest: int) -> int | None:
        """A whole number within both ends, None when absent."""
        value = self._value.pop(key, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise Refused("bad_value", f"{label}应当是{lowest}到{highest}之间的整数。", field=self.path(key))
        return value

    def items(self, key: str, label: str, *, required: bool = False, most: int = 1000) -> list[object]:
        """A JSON list, empty when absent. `required` refuses an empty one."""
        value = self._value.pop(key, None)
        if value is None:
            value = []
        if not isinstance(value, list):
            raise Refused("bad_value", f"{label}应当是一个列表。", field=self.path(key))
        if required and not value:
            raise Refused("missing", f"请至少填写一项{label}。", field=self.path(key))
        if len(value) > most:
            raise Refused("too_many", f"{label}最多{most}项。", field=self.path(key))
        return value

    def texts(self, key: str, label: str, *, limit: int = 2000, most: int = 100) -> tuple[str, ...]:
        """A list of non-empty texts."""
        found = []
        for index, value in enumerate(self.items(key, label, most=most)):
            path = f"{self.path(key)}[{index}]"
            if not isinstance(value, str):
                raise Refused("bad_value", f"{label}第{index + 1}项应当是文字。", field=path)
            cleaned = clean_text(value, limit=limit, multiline=False, path=path, label=label)
            if not cleaned:
                raise Refused("bad_value", f"{label}第{index + 1}项是空的。", field=path)
            found.append(cleaned)
        return tuple(found)

    def day(self, key: str, label: str, *, required: bool = False) -> date | None:
        """An ISO date (2026-11-19), None when absent."""
        value = self.text(key, label, required=required)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Refused(
                "bad_value", f"{label}“{value}”不是存在的日期，请写成 2026-11-19。", field=self.path(key)
            ) from None

    def moment(self, key: str, label: str, *, required: bool = False) -> datetime | None:
        """An ISO date or minute (2026-11-19T09:20), local time, None when absent. Seconds are cut off."""
        value = self.text(key, label, required=required)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise Refused(
                "bad_value", f"{label}“{value}”不是存在的时间，请写成 2026-11-19 09:20。", field=self.path(key)
            ) from None
        if moment.tzinfo is not None:
            raise Refused("bad_value", f"{label}请写当地时间，不带时区。", field=self.path(key))
        if moment.year < 1950:
            raise Refused("bad_value", f"{label}“{value}”早于1950年，请核对。", field=self.path(key))
        return moment.replace(second=0, microsecond=0)
