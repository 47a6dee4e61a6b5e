"""What stands in the inputs of a letter, as typed, and how it becomes the draft's document and back. No widgets.

A day or a number that is not understood is left out of the document and stays in its input: a draft holds values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from petidesk.domain import typed_dates
from petidesk.domain.cases.events import GRANTED
from petidesk.domain.cases.files import CaseRequest
from petidesk.domain.fields import Field as Ask
from petidesk.domain.letters.content import event_asks
from petidesk.domain.letters.letters import LetterAsk, LetterKind
from petidesk.domain.trouble import Refused

_KINDS = {"text": "text", "long_text": "text", "day": "day", "choice": "choice", "count": "count", "lines": "list"}
_EVENT_LINES = {"long_text": 4, "lines": 4}


@dataclass(slots=True)
class Answer:
    """One request as typed. `granted`: by whom and until when, the ground for the part that is not."""

    number: int
    request: str
    result: str = ""
    answer: str = ""
    granted: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether result and answer are both there."""
        return bool(self.result and self.answer.strip())


@dataclass(slots=True)
class LetterTyped:
    """A letter's inputs: `texts` by the path of each ask, `answers` in the order of the requests, `rest` untouched."""

    kind: LetterKind
    texts: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def asks(self) -> tuple[LetterAsk, ...]:
        """All parts that are typed: those of the form in its order, then what the event needs beside them."""
        return all_asks(self.kind)

    @property
    def answered(self) -> tuple[int, int]:
        """How many requests are answered, of how many."""
        return sum(answer.complete for answer in self.answers), len(self.answers)

    def document(self, today: date) -> dict[str, Any]:
        """The draft's document (rules/command-line.md, `letter draft`)."""
        found: dict[str, Any] = dict(self.rest)
        fields: dict[str, Any] = {}
        for ask in self.asks:
            value = _value(ask, self.texts.get(ask.path, ""), today)
            if value not in (None, "", []):
                (found if ask.key else fields)[ask.key or ask.name] = value
        if fields:
            found["fields"] = fields
        if self.kind.per_request:
            found["results"] = [
                {
                    "request": answer.number,
                    "result": answer.result,
                    "answer": answer.answer,
                    **_promised(answer, today),
                }
                for answer in self.answers
            ]
        return found

    @classmethod
    def from_content(cls, kind: LetterKind, content: Mapping[str, Any], requests: Sequence[CaseRequest]) -> LetterTyped:
        """The inputs of a kept draft on a case with these open requests."""
        asks = all_asks(kind)
        own = {ask.key for ask in asks if ask.key} | {"fields", "results"}
        typed = cls(kind, rest={key: value for key, value in content.items() if key not in own})
        codes = {ask.key: ask.choices for ask in event_asks(kind)}
        fields = content.get("fields", {})
        for ask in asks:
            value = content.get(ask.key) if ask.key else fields.get(ask.name)
            typed.texts[ask.path] = _shown(value, codes.get(ask.key, {}))
        if kind.per_request:
            given = {item["request"]: item for item in content.get("results", ())}
            for request in requests:
                item = given.get(request.number, {})
                said = {key: str(item[key]) for key in PROMISED if item.get(key)}
                typed.answers.append(
                    Answer(request.number, request.text, item.get("result") or "", item.get("answer") or "", said)
                )
        return typed


# What a granted request says beside its answer (rules/command-line.md, results).
PROMISED = ("owner", "due_on", "refused_part")


def _promised(answer: Answer, today: date) -> dict[str, str]:
    """The keys that go with the result, those whose value is understood."""
    if answer.result not in GRANTED:
        return {}
    found = {key: answer.granted.get(key, "").strip() for key in PROMISED}
    if answer.result != "partly":
        found["refused_part"] = ""
    try:
        found["due_on"] = found["due_on"] and typed_dates.parse_typed_date(found["due_on"], today, True).isoformat()
    except Refused:
        found["due_on"] = ""
    return {key: text for key, text in found.items() if text}


def all_asks(kind: LetterKind) -> tuple[LetterAsk, ...]:
    """The parts of the form, then the keys that its event needs and the form does not ask for itself."""
    own = {ask.key for ask in kind.asks}
    needed = [ask for ask in event_asks(kind) if ask.key not in own and ask.kind in _KINDS and _needed(kind, ask)]
    return (*kind.asks, *map(_part, needed))


def _needed(kind: LetterKind, ask: Ask) -> bool:
    """An ending is asked for where the requests have no results of their own (rules/law.md, 9)."""
    return ask.required or (ask.key == "ending" and not kind.per_request)


def _part(ask: Ask) -> LetterAsk:
    """A key of the event as a part of the letter."""
    return LetterAsk(
        name=ask.key,
        label=ask.label,
        lines=_EVENT_LINES.get(ask.kind, 1),
        required=True,
        kind=_KINDS[ask.kind],
        choices=tuple(ask.choices.values()),
        key=ask.key,
    )


def _shown(value: Any, choices: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    return choices.get(str(value), str(value))


def _value(ask: LetterAsk, text: str, today: date) -> Any:
    if not text.strip():
        return None
    if ask.kind == "day":
        try:
            return typed_dates.parse_typed_date(text, today, ask.ahead).isoformat()
        except Refused:
            return None
    if ask.kind == "count":
        bare = text.strip()
        return int(bare) if bare.isascii() and bare.isdigit() else None
    if ask.kind == "list":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return text
