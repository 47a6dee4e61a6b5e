"""Steps of the sample's lives on paper: each through the desk as a clerk takes it, at its own moment."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.domain.cases.closed import file_of
from petidesk.domain.letters.letters import Letter, LetterAsk, LetterKind
from petidesk.domain.trouble import Refused
from petidesk.practice.town_lives import Lives, Step
from petidesk.storage.file.database import Transaction

_OTHER_UNIT = "乡村建设办"


class SampleClock:
    """The sample's own time."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Pages:
    """The write transaction that many records share, until the desk needs one of its own."""

    def __init__(self, desk: Desk, clock: SampleClock) -> None:
        self.desk = desk
        self.clock = clock
        self._stack = contextlib.ExitStack()
        self._connection: Transaction | None = None

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    @property
    def connection(self) -> Transaction:
        """The open transaction; a new one after a turn of the page."""
        if self._connection is None:
            self._connection = self._stack.enter_context(self.desk.writing())
        return self._connection

    def turn(self) -> None:
        """Commit what was written so far."""
        self._connection = None
        self._stack.pop_all().close()


class PaperDesk:
    """Records steps of a case on paper. `numbers` of a case: form to the number of its paper."""

    def __init__(self, pages: Pages, lives: Lives, signers: list[str]) -> None:
        self._pages = pages
        self._lives = lives
        self._signers = signers
        self._kinds: dict[str, LetterKind] = {kind.name: kind for kind in pages.desk.letters.kinds()}

    def take(self, case_no: str, step: Step, numbers: dict[str, str]) -> bool:
        """Whether the step could be taken: what the rules refuse is left out."""
        self._pages.turn()
        self._pages.clock.at = step.at
        try:
            if step.letter:
                numbers[step.letter] = self._issue(case_no, step, numbers)
            else:
                self._record(case_no, step, numbers)
        except Refused:
            return False
        return True

    def _record(self, case_no: str, step: Step, numbers: dict[str, str]) -> None:
        document = {**step.content, "on": step.at.date().isoformat()}
        if step.kind == "served":
            document["document_no"] = _number(numbers, document.pop("of"))
        self._pages.desk.cases.record(case_no, step.kind, document)

    def _issue(self, case_no: str, step: Step, numbers: dict[str, str]) -> str:
        letters = self._pages.desk.letters
        kind = self._kinds[step.letter]
        content = dict(step.content)
        if kind.of == "letter":
            content["document_no"] = _number(numbers, content["document_no"])
        draft = letters.draft(kind.name, case_no, content)
        try:
            letters.save(draft.letter_id, self._filled(kind, draft, step.at.date()))
            signer = self._signers[draft.letter_id % len(self._signers)] if kind.signed else ""
            why = "书面告知检举控告人" if draft.restricted and kind.to == "petitioner" else ""
            issued = letters.issue(draft.letter_id, signer, step.at.date() if kind.signed else None, unmask=why)
        except Refused:
            letters.discard(draft.letter_id)
            raise
        return issued.letter.document_no

    def _filled(self, kind: LetterKind, draft: Letter, on: date) -> dict[str, Any]:
        """The draft's content with invented words where its form wants some and nothing stands yet."""
        case = file_of(self._pages.desk.cases.get(draft.case_no))
        content = {key: value for key, value in draft.content.items() if key != "fields"}
        fields = dict(draft.content.get("fields", {}))
        for ask in kind.asks:
            where, key = (content, ask.key) if ask.key else (fields, ask.name)
            if not where.get(key) and (value := self._typed(ask, case.unit or _OTHER_UNIT, on)):
                where[key] = value
        if kind.per_request:
            numbers = [request.number for request in case.open_requests]
            answers = self._lives.answer(len(numbers))
            content["results"] = [answer | {"request": number} for answer, number in zip(answers, numbers, strict=True)]
        return {**content, "fields": fields}

    def _typed(self, ask: LetterAsk, unit: str, on: date) -> str | list[str]:
        if invented := self._lives.part(ask.name, unit):
            return invented
        if not ask.required:
            return ""
        if ask.kind == "choice":
            return ask.choices[0]
        return (on + timedelta(days=7)).isoformat() if ask.kind == "day" else ""


def _number(numbers: dict[str, str], form: str) -> str:
    if form not in numbers:
        raise Refused("not_found", "这份文书没有签发。", field="document_no")
    return numbers[form]
