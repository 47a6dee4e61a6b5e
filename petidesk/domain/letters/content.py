"""What is typed into a letter: reading a draft's document, its words for the paper, and what is still missing in it.

A draft may have gaps, but never a key that nobody knows, a value of the wrong kind or a text beyond the limit of
20,000 characters: longer findings belong in the investigation report, which the letter sums up.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from petidesk.domain.cases.events import ENDINGS, GRANTED, KINDS, RESULTS
from petidesk.domain.cases.files import CaseFile, CaseRequest, TimelineEvent
from petidesk.domain.cases.reading import carrying_out, read
from petidesk.domain.cases.terms import promise
from petidesk.domain.codes import ACCUSATION, PURPOSES
from petidesk.domain.fields import Field
from petidesk.domain.json_input import LONG_TEXT, Reader, clean_text
from petidesk.domain.json_output import compact, iso
from petidesk.domain.letters.letters import Gap, LetterAsk, LetterKind
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.papers import chinese_day

RESULTS_BASIS = "《信访工作条例》第三十二条"
REMEDY_BASIS = "《信访工作条例》第三十五条"
ROUTES_BASIS = "《信访工作条例》第三十一条"
ACCUSATION_BASIS = "《信访工作条例》第三十条第三款"
UNANSWERED = "另行答复"
# What concerns a letter beside its event; `document_no` names the letter that a 送达回证 is made for.
_OWN = ("on", "by", "note", "fields", "document_no")


def event_asks(kind: LetterKind) -> tuple[Field, ...]:
    """The keys of the event that the letter records, without those that excuse a gap.

    The override is given when issuing, and a letter that tells its reader needs no reason for not telling.
    """
    excuses = ("anyway", "untold_reason") if kind.tells else ("anyway",)
    return tuple(ask for ask in KINDS[kind.event].asks if ask.key not in excuses) if kind.event else ()


def takes_results(kind: LetterKind) -> bool:
    """Whether each request gets its own result and answer in this letter."""
    return kind.per_request


def parse_content(kind: LetterKind, document: object, requests: Sequence[CaseRequest] = ()) -> dict[str, Any]:
    """A draft's document, cleaned: empty values left out, requests by number, choices by code.

    Refused: unknown_key, bad_value (wrong kind, impossible day, too long), not_found for a request.
    """
    reader = Reader({} if document is None else document, label="文书内容")
    content: dict[str, Any] = {}
    if (on := reader.day("on", "日期")) is not None:
        content["on"] = on.isoformat()
    content["by"] = reader.text("by", "经办人", limit=60)
    content["note"] = reader.text("note", "备注", limit=LONG_TEXT, multiline=True)
    if kind.of == "letter":
        content["document_no"] = reader.text("document_no", "送达文书文号")
    known = {ask.key: ask for ask in event_asks(kind)}
    for ask in known.values():
        if ask.kind != "results":
            content[ask.key] = read(reader, dataclasses.replace(ask, required=False))
    if takes_results(kind):
        content["results"] = _results(reader, requests)
    for part in kind.asks:
        if part.key and part.key not in known and part.key not in _OWN:
            content[part.key] = _typed(reader, part, part.key)
    content["fields"] = _fields(kind, reader.raw("fields"))
    reader.done()
    return compact(content)


def _fields(kind: LetterKind, given: object) -> dict[str, Any]:
    reader = Reader({} if given is None else given, "fields", "文书内容")
    found = {part.name: _typed(reader, part, part.name) for part in kind.asks if not part.key}
    reader.done()
    return compact(found)


def _typed(reader: Reader, ask: LetterAsk, key: str) -> Any:
    """The value of a part: text, ISO day, whole number as text, one of the choices, or a list of lines."""
    if ask.kind == "day":
        day = reader.day(key, ask.label)
        return iso(day)
    if ask.kind == "list":
        given = reader.raw(key)
        lines = [line for line in given.splitlines() if line.strip()] if isinstance(given, str) else given
        return list(Reader({key: lines}, reader.path("")[:-1], ask.label).texts(key, ask.label, limit=LONG_TEXT))
    if ask.kind == "count":
        given = reader.raw(key)
        text = given.strip() if isinstance(given, str) else given
        if text in (None, ""):
            return None
        number = int(text) if isinstance(text, str) and text.isascii() and text.isdigit() else text
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 10**9:
            raise Refused("bad_value", f"{ask.label}应当是整数。", field=reader.path(key))
        return str(number)
    text = reader.text(key, ask.label, limit=LONG_TEXT, multiline=True)
    if ask.kind == "choice" and text and text not in ask.choices:
        raise Refused(
            "bad_value",
            f"{ask.label}不能是“{text}”。",
            field=reader.path(key),
            hint=f"可选：{'、'.join(ask.choices)}。",
        )
    return text


def _results(reader: Reader, requests: Sequence[CaseRequest]) -> list[dict[str, Any]]:
    """Result and answer of each request, either of which may still be missing."""
    words = {label: code for code, label in RESULTS.items()}
    found: list[dict[str, Any]] = []
    path = reader.path("results")
    for place, value in enumerate(reader.items("results", "各项请求的处理意见", most=100)):
        inner = Reader(value, f"{path}[{place}]", "处理意见")
        number = _request(inner.raw("request"), requests, inner.path("request"))
        result = inner.text("result", "处理结果")
        code = words.get(result, result)
        if code and code not in RESULTS:
            choices = "、".join(f"{known}（{label}）" for known, label in RESULTS.items())
            raise Refused(
                "bad_value", f"处理结果不能是“{result}”。", field=inner.path("result"), hint=f"可选：{choices}。"
            )
        answer = inner.text("answer", "答复内容", limit=LONG_TEXT, multiline=True)
        promised = carrying_out(inner, code)
        inner.done()
        if any(item["request"] == number for item in found):
            raise Refused("bad_value", f"第{number}项请求写了两次处理意见。", field=inner.path("request"))
        found.append({"request": number, "result": code, "answer": answer, **promised})
    return found


def _request(given: object, requests: Sequence[CaseRequest], path: str) -> int:
    if isinstance(given, str):
        bare = given.strip()
        named = next((request.number for request in requests if request.text == bare), None)
        given = named or (int(bare) if bare.isascii() and bare.isdigit() else bare)
    if not given or isinstance(given, bool):
        raise Refused("missing", "请写明是对哪一项请求的处理意见。", field=path)
    if given not in [request.number for request in requests]:
        raise Refused("not_found", f"此件没有第“{given}”项请求，共{len(requests)}项。", field=path)
    assert isinstance(given, int)
    return given


# ---- words for the paper


def typed_values(kind: LetterKind, content: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, by the names under which the form prints it: days in Chinese, codes in words, lists as lists."""
    known = {ask.key: ask for ask in event_asks(kind)}
    fields = content.get("fields", {})
    values: dict[str, Any] = {}
    for part in kind.asks:
        value = content.get(part.key) if part.key else fields.get(part.name)
        if value in (None, "", []):
            values[part.name] = [] if part.kind == "list" else ""
        elif part.kind == "list":
            values[part.name] = [value] if isinstance(value, str) else list(value)
        else:
            values[part.name] = _words(value, part, known.get(part.key))
    return values


def _words(value: Any, part: LetterAsk, ask: Field | None) -> str:
    if part.kind == "day" or (ask is not None and ask.kind == "day"):
        return chinese_day(date.fromisoformat(value))
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if ask is not None and ask.kind == "choice":
        return ask.choices.get(value, str(value))
    return str(value)


def event_document(kind: LetterKind, content: Mapping[str, Any], on: date, anyway: str) -> dict[str, Any]:
    """The event that issuing records (`case record`): its own keys of the content, and the day.

    Of the requests only those with result and answer; `anyway` says why the others have none.
    """
    document: dict[str, Any] = {"on": iso(on)}
    for key in ("by", "note", *(ask.key for ask in event_asks(kind))):
        if key in content and key != "results":
            document[key] = content[key]
    if kind.event == "concluded":
        answered = [item for item in content.get("results", ()) if item["result"] and item["answer"]]
        if answered:
            document["results"] = answered
        if anyway and takes_results(kind):
            document["anyway"] = anyway
    return document


# ---- the paper of an event that stands already

# What may be recorded by hand and be owed a paper (storage/cases/owed.py), and what is handed on to a unit.
_PAPERED = ("told", "accepted", "not_accepted", "extended", "concluded", "objected")
TO_A_UNIT = ("transferred", "assigned")


def event_without_paper(kind: LetterKind, case: CaseFile, content: Mapping[str, Any]) -> TimelineEvent | None:
    """The event by hand whose paper this kind of letter would be with this content; None when there is none.

    While the event may happen anew the letter records a new one. A second extension takes the paper of the first
    before: that one was never told. What was handed to a unit may go to others, too: its paper is one to that unit.
    """
    if kind.event not in (*_PAPERED, *TO_A_UNIT) or kind.of != "case":
        return None
    waiting = (
        event for event in case.events if event.kind == kind.event and not event.undone and not event.document_no
    )
    if kind.event in TO_A_UNIT:
        return next((event for event in waiting if event.content.get("to") == content.get("to")), None)
    anew = any(offer.kind == kind.event and offer.allowed for offer in case.offers)
    if anew and kind.event != "extended":
        return None
    return next((event for event in waiting if _says(kind, event)), None)


def _says(kind: LetterKind, event: TimelineEvent) -> bool:
    """Whether this kind of letter can say what the event says: an ending, a ground or the answers to the requests.

    What a slip told has its paper: the slip.
    """
    if kind.event == "told" and event.content.get("manner") == "slip":
        return False
    if kind.event == "concluded" and kind.per_request != bool(event.content.get("results")):
        return False
    known = {ask.key: ask for ask in event_asks(kind)}
    for part in kind.asks:
        value = event.content.get(part.key) if part.kind == "choice" and part.key in known else None
        if value and _words(value, part, known[part.key]) not in part.choices:
            return False
    return True


def as_recorded(kind: LetterKind, content: Mapping[str, Any], event: TimelineEvent) -> dict[str, Any]:
    """The content with day and keys of an event that stands: its paper says what was recorded, nothing else."""
    keys = [ask.key for ask in event_asks(kind)]
    own = {key: value for key, value in content.items() if key not in keys}
    return {**own, "on": iso(event.on), **{key: event.content[key] for key in keys if key in event.content}}


# ---- what is missing


def gaps(kind: LetterKind, content: Mapping[str, Any], case: CaseFile | None) -> list[Gap]:
    """What keeps this draft from being issued as far as case and content say, the weightiest first.

    `case` is None for a paper of a meeting.
    """
    if case is None:
        return _missing(kind, content)
    return [
        *unfit(kind, case),
        *_missing(kind, content),
        *_nameless(kind, content, case),
        *_unanswered(kind, content, case),
        *_unwise(kind, content),
    ]


def unfit(kind: LetterKind, case: CaseFile) -> list[Gap]:
    """Why this kind of letter is none for this case; empty when it fits."""
    found = []
    if kind.of != "case":
        words = "这种文书随联席会议制作。" if kind.of == "meeting" else "这种文书随已签发的文书制作。"
        return [Gap("forbidden", "", words)] if kind.of == "meeting" else []
    if kind.purposes and case.purpose not in kind.purposes:
        wanted = "、".join(PURPOSES[purpose] for purpose in kind.purposes)
        basis = ACCUSATION_BASIS if case.purpose == ACCUSATION else ROUTES_BASIS
        words = f"“{kind.title}”只用于{wanted}类事项，此件是{PURPOSES[case.purpose]}。"
        found.append(Gap("forbidden", "", words, basis))
    elif kind.routes and case.route is not None and case.route not in kind.routes:
        wanted = "、".join("一二三四五六"[route - 1] for route in kind.routes)
        words = f"“{kind.title}”只用于第{wanted}种途径的事项，此件走第{'一二三四五六'[case.route - 1]}种途径。"
        found.append(Gap("forbidden", "", words, ROUTES_BASIS))
    if case.merged_into:
        found.append(Gap("already_closed", "", f"此件已并入{case.merged_into}，文书请在那一件里出具。"))
    return found


def _missing(kind: LetterKind, content: Mapping[str, Any]) -> list[Gap]:
    fields = content.get("fields", {})
    found = [
        Gap("missing", part.path, f"请填写{part.label}。")
        for part in kind.asks
        if part.required and not (content.get(part.key) if part.key else fields.get(part.name))
    ]
    asked = {part.key for part in kind.asks}
    found += [
        Gap("missing", ask.key, f"请填写{ask.label}。")
        for ask in event_asks(kind)
        if ask.required and ask.key not in asked and content.get(ask.key) in (None, "", [])
    ]
    if kind.of == "letter" and not content.get("document_no"):
        found.append(Gap("missing", "document_no", "请写明送达的是哪一份文书（文号）。"))
    if kind.event == "concluded" and not takes_results(kind) and not content.get("ending") and "ending" not in asked:
        found.append(Gap("missing", "ending", f"请选择办结方式：{'、'.join(ENDINGS.values())}。"))
    return found


# What stands where a name was not known, or was covered.
_PLACEHOLDER = re.compile("[×*＊]{2,}|[xXＸ]{3,}|某某|_{2,}|〇{3,}|未命名|未填")


def _nameless(kind: LetterKind, content: Mapping[str, Any], case: CaseFile) -> list[Gap]:
    """A numbered letter names whom it goes to and where it sends him: ××× is nobody."""
    if not kind.series:
        return []
    fields = content.get("fields", {})
    values = ((part, content.get(part.key) if part.key else fields.get(part.name)) for part in kind.asks)
    found = [
        Gap("bad_value", part.path, f"{part.label}写的是“{value}”，编号的文书要写明全称或者姓名。")
        for part, value in values
        if part.kind == "text" and part.lines == 1 and isinstance(value, str) and _PLACEHOLDER.search(value)
    ]
    if kind.to == "petitioner" and any(_PLACEHOLDER.search(person.name) for person in case.people):
        found.append(Gap("bad_value", "", "信访人的姓名没有写明，编号的文书不能写给×××；请先更正来访登记里的姓名。"))
    return found


def _unanswered(kind: LetterKind, content: Mapping[str, Any], case: CaseFile) -> list[Gap]:
    """Every open request needs a result and an answer (《信访工作条例》第三十二条)."""
    if not takes_results(kind):
        return []
    found = []
    given = {item["request"]: (place, item) for place, item in enumerate(content.get("results", ()))}
    for request in case.open_requests:
        place, item = given.get(request.number, (len(given), {}))
        if not request.text.strip():
            words = f"第{request.number}项请求是空的，请先更正来访登记里的请求。"
            found.append(Gap("missing", f"results[{place}].request", words, RESULTS_BASIS))
        elif not item.get("result") or not item.get("answer"):
            key, what = ("answer", "答复") if item.get("result") else ("result", "处理结果")
            words = f"第{request.number}项请求“{_short(request.text)}”还没有{what}，要逐项答复。"
            found.append(Gap("missing", f"results[{place}].{key}", words, RESULTS_BASIS, overridable=True))
    moved = [item["request"] for _, item in given.values()]
    for number in moved:
        if number not in [request.number for request in case.open_requests]:
            words = f"第{number}项请求已经分案，不在此件答复。"
            found.append(Gap("bad_value", f"results[{given[number][0]}].request", words))
    return found


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"


def _unwise(kind: LetterKind, content: Mapping[str, Any]) -> list[Gap]:
    """An opinion offers review only: 复议 and 诉讼 in its text are warned of (rules/law.md, 8)."""
    if not (kind.event == "concluded" and kind.per_request and kind.series):
        return []
    found = _half_said(content)
    texts = [("fields." + name, value) for name, value in content.get("fields", {}).items()]
    texts += [(f"results[{place}].answer", item["answer"]) for place, item in enumerate(content.get("results", ()))]
    return found + [
        Gap("bad_value", path, f"文中出现“{word}”：处理意见书只告知复查，请核对。", REMEDY_BASIS, warning=True)
        for path, text in texts
        for word in ("行政复议", "诉讼")
        if isinstance(text, str) and word in text
    ]


def _half_said(content: Mapping[str, Any]) -> list[Gap]:
    """What is granted says by whom and until when; what is granted in part says why the rest is not."""
    found = []
    for place, item in enumerate(content.get("results", ())):
        number, result = item["request"], item.get("result")
        if result in GRANTED and not item.get("due_on") and not promise(item.get("answer", "")):
            words = f"第{number}项请求予以支持，没有写由谁、于哪天前落实。"
            found.append(Gap("missing", f"results[{place}].due_on", words, RESULTS_BASIS, warning=True))
        if result == "partly" and not item.get("refused_part"):
            words = f"第{number}项请求部分支持，没有选其余部分不予支持的理由，印成缺乏事实根据或者不符合有关规定。"
            found.append(Gap("missing", f"results[{place}].refused_part", words, RESULTS_BASIS, warning=True))
    return found


def checked_reason(text: str) -> str:
    """The reason for issuing in spite of gaps, cleaned; "" when none was given."""
    return clean_text(text, limit=2000, multiline=True, path="anyway", label="仍要签发的理由")
