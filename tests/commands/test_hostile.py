"""What nobody means well, or typed in despair: always a sentence and a status within seconds, never a trace."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from petidesk import bugs, cli
from tests.commands.conftest import Run

HUGE = "9" * 60


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


def test_no_number_is_greater_than_the_data_file_can_hold() -> None:
    loose = [
        (*path, param.name)
        for path, command in _commands(cli.root)
        for param in command.params
        if param.type is click.INT
        or (isinstance(param.type, click.IntRange) and (param.type.max is None or param.type.max > 2**62))
    ]
    assert loose == []


@pytest.mark.parametrize(
    "words",
    [
        ("visit", "list", "--offset", HUGE),
        ("audit", "list", "--limit", HUGE),
        ("case", "undo", "清信2026-0001", HUGE),
        ("import", "undo", HUGE),
        ("attachment", "export", HUGE, "--out", "x.pdf"),
        ("letter", "show", HUGE),
        ("calendar", "show", HUGE),
        ("deadline", "handling", "--from", "2026-03-02", "--extend", HUGE),
        ("visit", "list", "--from", "9999-12-31", "--to", "0001-01-01"),
        ("visit", "show", "\ud800"),
        ("audit", "list", "--until", "9999-12-31"),
        ("find", "\x00\u202e'; DROP TABLE visit; --"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_nobody_types_by_chance_gets_a_sentence(run: Run, office: Path, words: tuple[str, ...]) -> None:
    answer = run(*words, "--json")
    assert answer.status in (0, 2, 3)
    assert answer.status == 0 or answer.trouble["message"]


NESTED: list[Any] = ["[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000, "[" * 500 + "]" * 500]


@pytest.mark.parametrize("text", NESTED, ids=["lists", "objects", "fewer"])
@pytest.mark.parametrize("words", [("visit", "add"), ("office", "set"), ("dispute", "add")], ids=" ".join)
def test_nested_without_end_is_a_sentence(
    run: Run, office: Path, tmp_path: Path, words: tuple[str, ...], text: str
) -> None:
    file = tmp_path / "document.json"
    file.write_text(text, encoding="utf-8")
    answer = run(*words, file, "--json")
    assert answer.status in (2, 3) and answer.trouble["message"]


def test_a_bug_is_a_sentence_with_a_number_and_its_places_in_the_log(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_words: object, **_named: object) -> None:
        raise ZeroDivisionError("王建国 522225199001010018")

    monkeypatch.delenv("PETIDESK_SHOW_BUGS")
    monkeypatch.setattr("petidesk.desk.opening.open_desk", broken)
    answer = run("visit", "list", "--json")
    assert answer.status == 1
    number = answer.trouble["message"].split("编号")[1][:6]
    log = (bugs.log_folder() / bugs.LOG_NAME).read_text(encoding="utf-8")
    assert f"bug {number}" in log and "ZeroDivisionError" in log
    assert "王建国" not in log + answer.told and "522225" not in log
    assert json.loads(answer.told.splitlines()[-1])["code"] == "bug"


@pytest.mark.parametrize("code", ["../../x", "a/b", "a\\b", "..", "C:", "清 信", "清\u202e信"])
def test_an_office_code_is_no_path(run: Run, tmp_path: Path, write: Callable[[Any], Path], code: str) -> None:
    words = ("init", "--office", "清溪镇", "--county", "安平县", "--villages", "东村")
    refused = run(*words, "--organ-code", code, "--json")
    assert refused.status == 3 and refused.trouble["field"] == "organ_code"
    assert run(*words).status == 0
    assert run("office", "set", write({"organ_code": code}), "--json").trouble["field"] == "organ_code"


# What Python makes of bytes that are no UTF-8: a paste from a page in GBK.
PASTED = b"\xb0\xff".decode("utf-8", "surrogateescape")
ESCAPES = "\x1b]0;petidesk\x07\x1b[31m\x9b2J\u202e"


def _words_with(hostile: str) -> Iterator[tuple[str, ...]]:
    """Each command that takes a word or an option, with `hostile` in the place of each in turn."""
    for path, command in _commands(cli.root):
        if isinstance(command, click.Group) or path[0] in ("demo", "sample"):
            continue
        for wrong in command.params:
            if isinstance(wrong, click.Option) and wrong.is_flag:
                continue
            words = list(path)
            for param in command.params:
                if param is not wrong and not param.required:
                    continue
                if isinstance(param, click.Option):
                    words.append(param.opts[0])
                words.append(hostile if param is wrong else _plausible(param))
            yield tuple(words)


def _plausible(param: click.Parameter) -> str:
    if isinstance(param.type, click.Choice):
        return str(param.type.choices[0])
    if isinstance(param.type, click.IntRange) or param.type is click.INT:
        return "1"
    return "nowhere/file" if isinstance(param.type, click.Path) else "2026-10-01"


@pytest.mark.parametrize("hostile", [PASTED, ESCAPES], ids=["pasted", "escapes"])
def test_hostile_words_in_every_place_of_every_command(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: str
) -> None:
    monkeypatch.chdir(tmp_path)
    tried = 0
    for words in _words_with(hostile):
        answer = run(*words)
        assert answer.status in (0, 2, 3, 4, 5), words
        assert not {*"\x1b\x07\x9b\u202e"} & {*answer.told, *answer.out.decode("utf-8", "replace")}, words
        tried += 1
    assert tried > 250


def test_half_a_character_is_told_as_json_too(run: Run, office: Path) -> None:
    assert run("case", "show", PASTED, "--json").trouble["code"] == "usage"
    told = run("visit", "list", "--from", PASTED, "--json").trouble
    assert told["code"] == "bad_value" and PASTED in told["message"]
