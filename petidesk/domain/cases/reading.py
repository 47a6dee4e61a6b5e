"""Reading an event as it is handed in: its keys by the catalogue (`events.py`), of a case as of a dispute.

What is read is well formed; whether it may happen is asked by `rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from petidesk.domain.cases.events import GRANTED, KINDS, REFUSED_PART, RESULTS, EventKind
from petidesk.domain.fields import Field, taken
from petidesk.domain.json_input import LONG_TEXT, Reader
from petidesk.domain.json_output import iso
from petidesk.domain.trouble import Refused

_RESULT = Field("result", "处理结果", "choice", choices=RESULTS, required=True)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as handed in: its keys are known and well formed; whether it may happen is not yet asked."""

    kind: str
    on: date
    by: str
    note: str
    content: Mapping[str, Any]

    @property
    def document(self) -> dict[str, Any]:
        """What is kept of it, with ISO dates."""
        return {**self.content, "by": self.by, "note": self.note}


def parse_event(kind: str, document: object, *, today: date, by: str = "", by_paper: bool = False) -> NewEvent:
    """Read the JSON of an event (rules/command-line.md). `by` is who did it when the document does not say.

    `by_paper`: a letter to the petitioner records it, and tells him in writing when it is served.

    Refused: bad_value for an unknown kind or value, an impossible or future day; missing; unknown_key.
    """
    found = KINDS.get(kind)
    if found is None or not found.by_hand:
        known = "、".join(code for code, item in KINDS.items() if item.by_hand)
        raise Refused("bad_value", f"没有“{kind}”这种事件。", field="event", hint=f"可选：{known}。")
    new = read_event(found, document, today=today, by=by)
    if by_paper and kind == "concluded":
        return replace(new, content={**new.content, "by_paper": True})
    return new


def read(reader: Reader, ask: Field) -> Any:
    """The value of one key, None when it was not given. Days come as ISO text, as they are kept."""
    match ask.kind:
        case "day":
            return iso(taken(reader, ask))
        case "choice":
            return _chosen(reader, ask)
        case "event":
            return taken(reader, replace(ask, kind="count", limit=2**62))
        case "flag":
            return _answered(reader, ask)
        case "lines":
            return _lines(reader, ask)
        case "requests":
            return _numbers(reader, ask)
        case "results":
            return _results(reader, ask)
        case _:
            return taken(reader, ask) or None


def read_event(
    found: EventKind, document: object, *, today: date, by: str, key: Callable[[Reader, Field], Any] = read
) -> NewEvent:
    """Read the JSON of an event of this kind, of a case or a dispute. `key` reads the value of one of its own keys.

    Refused: bad_value for a bad value, an impossible or future day; missing; unknown_key.
    """
    reader = Reader(document, label=found.label)
    on = reader.day("on", "日期", required=True)
    assert on is not None
    if on > today:
        raise Refused("bad_value", f"{found.label}的日期{on.isoformat()}在今天之后，请核对。", field="on")
    named = reader.text("by", "经办人", limit=60) or by
    note = reader.text("note", "备注", limit=LONG_TEXT, multiline=True)
    content = {}
    for ask in found.asks:
        value = key(reader, ask)
        if value is not None:
            content[ask.key] = value
    reader.done()
    return NewEvent(found.kind, on, named, note, content)


def _answered(reader: Reader, ask: Field) -> bool | None:
    """Yes or no, None when nobody said."""
    if reader.has(ask.key):
        return reader.flag(ask.key, ask.label)
    if ask.required:
        raise Refused("missing", f"请填写{ask.label}。", field=reader.path(ask.key))
    return None


def _chosen(reader: Reader, ask: Field) -> str | None:
    """A code of the ask's choices; the Chinese words are taken for their code."""
    given = reader.text(ask.key, ask.label, required=ask.required)
    if not given:
        return None
    by_words = {words: code for code, words in ask.choices.items()}
    code = by_words.get(given, given)
    if code not in ask.choices:
        choices = "、".join(f"{known}（{words}）" for known, words in ask.choices.items())
        raise Refused(
            "bad_value", f"{ask.label}不能是“{given}”。", field=reader.path(ask.key), hint=f"可选：{choices}。"
        )
    return code


def _lines(reader: Reader, ask: Field) -> list[str] | None:
    """Reasons: a list of texts, or one text whose lines are the items."""
    given = reader.raw(ask.key)
    if isinstance(given, str):
        given = [line for line in given.splitlines() if line.strip()]
    inner = Reader({ask.key: given}, label=ask.label)
    lines = list(inner.texts(ask.key, ask.label, limit=ask.limit))
    if ask.required and not lines:
        raise Refused("missing", f"请写明{ask.label}。", field=reader.path(ask.key))
    return lines or None


def _numbers(reader: Reader, ask: Field) -> list[int] | None:
    found = []
    for place, value in enumerate(reader.items(ask.key, ask.label, required=ask.required, most=100)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise Refused("bad_value", "请求用它的序号（1起）表示。", field=f"{reader.path(ask.key)}[{place}]")
        found.append(value)
    return sorted(dict.fromkeys(found)) or None


def carrying_out(reader: Reader, result: str) -> dict[str, str]:
    """What a granted request says beside its answer: 由谁落实, 于哪天前落实, and the ground for the part not granted.

    Only what is said is among the keys.
    """
    owner = reader.text("owner", "由谁落实")
    due_on = reader.day("due_on", "于哪天前落实")
    if (owner or due_on) and result not in GRANTED:
        words = "只有支持、部分支持的请求才写由谁、于哪天前落实。"
        raise Refused("bad_value", words, field=reader.path("owner" if owner else "due_on"))
    ground = _refused_part(reader, result)
    said = (("owner", owner), ("due_on", due_on and due_on.isoformat()), ("refused_part", ground))
    return {key: value for key, value in said if value}


def _refused_part(reader: Reader, result: str) -> str:
    given = reader.text("refused_part", "不予支持部分的理由")
    code = {words: code for code, words in REFUSED_PART.items()}.get(given, given)
    if code and result != "partly":
        words = "只有部分支持的请求才写不予支持部分的理由。"
        raise Refused("bad_value", words, field=reader.path("refused_part"))
    if code and code not in REFUSED_PART:
        choices = "、".join(f"{known}（{words}）" for known, words in REFUSED_PART.items())
        words = f"不予支持部分的理由不能是“{given}”。"
        raise Refused("bad_value", words, field=reader.path("refused_part"), hint=f"可选：{choices}。")
    return code


def _results(reader: Reader, ask: Field) -> list[dict[str, Any]] | None:
    """One result and answer for each request, which is named by its number or by its own words."""
    found = []
    path = reader.path(ask.key)
    for place, value in enumerate(reader.items(ask.key, ask.label, most=100)):
        inner = Reader(value, f"{path}[{place}]", "处理意见")
        request = inner.raw("request")
        if isinstance(request, bool) or not isinstance(request, int | str) or request == "":
            raise Refused("missing", "请写明是对哪一项请求的处理意见。", field=inner.path("request"))
        result = _chosen(inner, _RESULT)
        answer = inner.text("answer", "答复内容", required=True, limit=LONG_TEXT, multiline=True)
        item = {"request": request, "result": result, "answer": answer, **carrying_out(inner, str(result))}
        inner.done()
        found.append(item)
    return found or None
