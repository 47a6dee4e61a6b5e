"""A word of the command line loads its own file only; help still tells every word."""

from __future__ import annotations

import subprocess
import sys

import click

from petidesk.cli import root

LOADED = """
import sys
from petidesk.cli import root
import click
root.get_command(click.Context(root), sys.argv[1])
print(*(name for name in sys.modules if name.startswith("petidesk.commands.")))
"""


def _loaded(word: str) -> set[str]:
    """The files of the command line that a process has read when it has found `word`."""
    told = subprocess.run([sys.executable, "-c", LOADED, word], capture_output=True, check=True, text=True).stdout
    return {name.removeprefix("petidesk.commands.") for name in told.split()}


def test_a_word_loads_its_own_file_and_what_all_answer_with() -> None:
    assert _loaded("visit") == {"words", "passwords", "typed", "answers", "visits"}
    assert _loaded("backup") == {"words", "passwords", "typed", "answers", "safety"}


def test_every_word_of_every_group_is_found_in_the_file_that_is_said_to_have_it() -> None:
    def walk(group: click.Group) -> int:
        context = click.Context(group)
        found = [group.get_command(context, name) for name in group.list_commands(context)]
        assert None not in found, group.name
        return sum(walk(word) if isinstance(word, click.Group) else 1 for word in found)

    assert walk(root) > 80


def test_a_word_that_is_not_there_is_none() -> None:
    assert root.get_command(click.Context(root), "visits") is None
