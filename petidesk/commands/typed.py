"""What was typed at the command line: whether it is text at all, and how it is said again on a terminal."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import click

from petidesk.domain.trouble import Trouble

# Controls, directions of writing, half characters: what a terminal obeys instead of showing it, or cannot write.
_OBEYED = frozenset({"Cc", "Cf", "Cs"})


def is_whole(text: str) -> bool:
    """Whether a word of the command line is text: no bytes that are no UTF-8 (Python keeps them as half characters),
    and no NUL."""
    return not any(char == "\0" or unicodedata.category(char) == "Cs" for char in text)


def shown(text: str) -> str:
    """A sentence for a terminal: what was typed and is said again in it commands nothing; lines stay lines."""
    return "".join(
        char.encode("unicode_escape", "backslashreplace").decode("ascii")
        if char != "\n" and unicodedata.category(char) in _OBEYED
        else char
        for char in text
    )


def refuse_unshown(path: Path) -> None:
    """Trouble (usage) for a name with controls: each listing of its folder would obey them."""
    if shown(str(path)) != str(path):
        raise Trouble("usage", f"“{path}”里有不能显示的字符，请换一个名字。")


class NewFolder(click.Path):
    """The path of a folder that a command makes or fills."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """As click does; Trouble (usage) for a name that nobody could read."""
        refuse_unshown(Path(value))
        return super().convert(value, param, ctx)
