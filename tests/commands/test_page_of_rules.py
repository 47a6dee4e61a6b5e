"""The page of the command line (docs/rules/command-line.md) names no option that the program does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from petidesk.cli import root

PAGE = Path(__file__).parents[2] / "docs" / "rules" / "command-line.md"


def _options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from _options(inner)


def test_every_option_it_names_is_there() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 30
    assert named - set(_options(root)) == set()
