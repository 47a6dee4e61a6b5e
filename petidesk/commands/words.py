"""`Words`: a group of the command line that imports the file of a word when the word is typed.

Most calls run one word; the files of the others, and the rules that these read, are then never loaded. Only help asks
for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from petidesk.commands.passwords import take_them


class Words(click.Group):
    """A group; `files` says which words each file of petidesk.commands adds: ``{"office": "init office"}``.

    The file's `register` gets the group and adds its words to it; ``"imports:register_visits"`` names another function.
    """

    def __init__(self, *given: Any, files: Mapping[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        self._later = {word: file for file, words in files.items() for word in words.split()}

    def list_commands(self, context: click.Context) -> list[str]:
        """All words by name, those not loaded yet too."""
        return sorted({*super().list_commands(context), *self._later})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The word, loaded now if it was not yet; None when there is none of that name."""
        if name not in self.commands and name in self._later:
            file, _, function = self._later[name].partition(":")
            known = set(self.commands)
            getattr(import_module(f"petidesk.commands.{file}"), function or "register")(self)
            for word in set(self.commands) - known:
                take_them(self.commands[word], word)
        return super().get_command(context, name)
