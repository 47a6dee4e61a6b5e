"""Reading form.toml so that every complaint names the file and the line.

`tomllib` gives no positions. `Source` finds them again: it knows on which line each table of the file starts, and looks
for the offending word from there. `Table` hands out the values of one table, checks their kind, and refuses what is
left over, so that a mistyped key is never ignored. A table may lie over the table of the same name in another file (a
form over its base): its own keys win, and a complaint names the file in which the word stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from petidesk.domain.trouble import Refused

MAX_BYTES = 1_000_000  # a form is some kilobytes; anything beyond this is not one
Key = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_TOKENS = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')


class Source:
    """The text of one form.toml, its data, and where its tables begin."""

    def __init__(self, file: Path, text: str) -> None:
        """Parse `text`, which is in `file` or is to go there; Refused when it is not TOML."""
        self.file, self.text = file, text
        try:
            self.data = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else self.text.count("\n") + 1
            raise Refused("bad_value", f"{file} 第{line}行：格式不对（缺少引号、括号或等号）。") from error
        self.lines = self.text.split("\n")
        self.sections = _sections(self.lines)

    def line(self, key: Key, word: str = "") -> int:
        """The line (from 1) of the table that holds `key`, or of the first `word` in it."""
        start, found = self.find(key, word)
        return found or start

    def find(self, key: Key, word: str) -> tuple[int, int | None]:
        """The line (from 1) of the table that holds `key`, and that of the first `word` in it or None."""
        best = max(
            range(len(self.sections)),
            key=lambda n: (_shared(self.sections[n][1], key), -n),
        )
        start = self.sections[best][0]
        end = self.sections[best + 1][0] if best + 1 < len(self.sections) else len(self.lines)
        for number in range(start, end):
            if word and word in self.lines[number]:
                return start + 1, number + 1
        return start + 1, None

    def refuse(self, key: Key, word: str, why: str, code: str = "bad_value") -> NoReturn:
        """Raise Refused with file, line and `why`."""
        raise Refused(code, f"{self.file} 第{self.line(key, word)}行：{why}")


def read_text(file: Path) -> str:
    """The text of `file`; Refused when it is missing, too large or not UTF-8."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Refused("bad_value", f"{file}：文件过大，不像是表单。")
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Refused("bad_value", f"{file} 第{line}行：文字不是 UTF-8 编码。") from error
    except OSError as error:
        raise Refused("not_found", f"{file}：表单文件打不开。") from error


def _shared(section: Key, key: Key) -> int:
    return len(section) if key[: len(section)] == section else -1


def _sections(lines: Sequence[str]) -> list[tuple[int, Key]]:
    """(first line from 0, path of keys and indices) of every table header that stands outside strings and arrays."""
    found: list[tuple[int, Key]] = [(0, ())]
    counts: dict[tuple[str, ...], int] = {}
    depth, quote = 0, ""
    for number, line in enumerate(lines):
        header = _HEADER.match(line) if depth == 0 and not quote else None
        if header:
            names = tuple(part.strip().strip("\"'") for part in header[2].split("."))
            if header[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
                for longer in [known for known in counts if len(known) > len(names) and known[: len(names)] == names]:
                    del counts[longer]
            path: list[str | int] = []
            for end, name in enumerate(names, start=1):
                path.append(name)
                if names[:end] in counts:
                    path.append(counts[names[:end]])
            found.append((number, tuple(path)))
            continue
        for token in _TOKENS.findall(line):
            if quote:
                quote = "" if token == quote else quote
            elif token in ('"""', "'''"):
                quote = token
            elif token in "[{":
                depth += 1
            elif token in "]}":
                depth -= 1
    return found


class Table:
    """One table of a form: values are taken once, by kind; `done` refuses what nobody took.

    `under` is the table of the same name in the base: it gives the keys that this one lacks.
    """

    def __init__(self, source: Source, key: Key, data: Any, under: Table | None = None) -> None:
        self.source, self.key, self.under = source, key, under
        if not isinstance(data, dict):
            source.refuse(key, str(key[-1]) if key else "", "这里应当是一组“键 = 值”。")
        self.own: dict[str, Any] = dict(data)
        self.left: dict[str, Any] = {**self.own}
        for name, value in (under.left if under else {}).items():
            self.left.setdefault(name, value)

    def refuse(self, word: str, why: str, code: str = "bad_value") -> NoReturn:
        """Refuse at the line of `word` in this table, or in the one under it when the word stands only there."""
        table: Table = self
        while table.under is not None and not (table.own and table.source.find(table.key, word)[1]):
            if table.own and not table.under.source.find(table.under.key, word)[1]:
                break
            table = table.under
        table.source.refuse(table.key, word, why, code)

    def inner(self, name: str, value: Any) -> Table:
        """`value` (of this table's `name`) as a table of its own; the base has no part in it."""
        table = self if name in self.own or self.under is None else self.under
        return Table(table.source, (*table.key, name), value)

    def has(self, name: str) -> bool:
        """Whether `name` is given and not yet taken."""
        return name in self.left

    def text(self, name: str, default: str | None = None) -> str:
        """A string; refused when absent without `default`."""
        value = self._take(name, default)
        if not isinstance(value, str):
            self.refuse(name, f"“{name}”应当是加引号的文字。")
        return value

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of `choices`."""
        value = self.text(name, default)
        if value not in choices:
            self.refuse(value, f"“{name}”只能是：{'、'.join(choices)}。")
        return value

    def number(self, name: str, default: float | None = None, *, low: float = 0.0, high: float = 2000.0) -> float:
        """A number from `low` to `high`."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.refuse(name, f"“{name}”应当是{low:g}到{high:g}之间的数。")
        return float(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """true or false, `default` when absent."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            self.refuse(name, f"“{name}”只能是 true 或 false。")
        return value

    def texts(self, name: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of strings; a single string counts as a list of one."""
        value = self._take(name, default)
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            self.refuse(name, f"“{name}”应当是文字的列表。")
        return tuple(value)

    def items(self, name: str, default: Sequence[Any] | None = None) -> list[Any]:
        """A list of whatever stands there."""
        value = self._take(name, default)
        if not isinstance(value, list | tuple):
            self.refuse(name, f"“{name}”应当是列表。")
        return list(value)

    def table(self, name: str) -> Table:
        """A table inside this one, over the same table of the base; empty when absent."""
        self.left.pop(name, None)
        return self.peek(name)

    def peek(self, name: str) -> Table:
        """As `table`, but it can be asked for again."""
        under = self.under.peek(name) if self.under else None
        return Table(self.source, (*self.key, name), self.own.get(name, {}), under)

    def tables(self, name: str) -> list[Table]:
        """A list of tables inside this one; empty when absent. Those of the base come first."""
        found = self.under.tables(name) if self.under else []
        self.left[name] = self.own.get(name, [])
        own = self.items(name, ())
        return found + [Table(self.source, (*self.key, name, number), data) for number, data in enumerate(own)]

    def done(self) -> None:
        """Refuse the first key that nobody took."""
        for name in self.left:
            self.refuse(name, f"不认识的键“{name}”。", "unknown_key")

    def _take(self, name: str, default: Any) -> Any:
        if name in self.left:
            return self.left.pop(name)
        if default is None:
            self.refuse("", f"缺少“{name}”。", "missing")
        return default
