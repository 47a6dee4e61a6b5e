"""Letters: the papers that the office issues on a case, as drafts and as frozen, numbered documents.

A draft's content is the JSON of `letter draft` (rules/command-line.md): the keys of the event that the form records,
`fields` with the parts that the form asks for by name, and `on`, `by`, `note`. It may have gaps while it is a draft;
issuing refuses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from petidesk.domain.json_output import iso

LETTER_STATES = {"draft": "草稿", "issued": "已签发", "voided": "已作废"}


@dataclass(frozen=True, slots=True)
class LetterAsk:
    """A part that is typed. `kind`: text, day, choice, count or list; `lines`: height of its input.

    Where `key` is set the value stands in the content under that key, else in `fields` under `name`.
    """

    name: str
    label: str
    hint: str = ""
    lines: int = 1
    required: bool = False
    kind: str = "text"
    choices: tuple[str, ...] = ()
    key: str = ""

    @property
    def path(self) -> str:
        """Where its value stands in the content document: ``days`` or ``fields.经查``."""
        return self.key or f"fields.{self.name}"

    @property
    def ahead(self) -> bool:
        """Whether it names a day to come: a limit."""
        return self.kind == "day" and (self.key in ("due_on", "reply_by") or self.name.endswith("期限"))


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A form as a letter. `name` is its folder; `event` what issuing records, "" for nothing.

    `series`: word of the document number, "" for a paper numbered inside the file; `to`: petitioner, unit or file;
    `of`: what it is made for, case, meeting or letter; `purposes`, `routes`: the cases it fits, empty for all.
    """

    name: str
    title: str
    event: str = ""
    series: str = ""
    to: str = "petitioner"
    of: str = "case"
    served: bool = False
    national: str = ""
    purposes: tuple[str, ...] = ()
    routes: tuple[int, ...] = ()
    per_request: bool = False
    signed: bool = True
    full_numbers: bool = False
    asks: tuple[LetterAsk, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether it goes to the petitioner and is served: then it tells in writing what it says."""
        return self.to == "petitioner" and self.served


UNMASKED = "unmasked"
"""In the content of an issued accusation paper that names people: it stays closed like the accusation itself."""


STOOD = "event_stood"
"""In the content of an issued paper whose event was recorded by hand before: voiding it leaves the event."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with everything but its bytes. A draft has no number; `version` grows with every save of a draft.

    `event_id`: the event that issuing recorded; `missing`: characters printed as □; `prints`: how often printed.
    """

    letter_id: int
    form: str
    title: str
    case_no: str
    meeting_no: str
    of_document_no: str
    state: str
    content: Mapping[str, Any]
    restricted: bool
    version: int
    drafted_at: datetime
    changed_at: datetime
    staff: str
    document_no: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    issued_at: datetime | None = None
    issued_by: str = ""
    anyway: str = ""
    event_id: int | None = None
    form_version: str = ""
    sha256: str = ""
    missing: tuple[str, ...] = ()
    pages: int = 0
    to_serve: bool = False
    served_on: date | None = None
    void_reason: str = ""
    prints: int = 0

    @property
    def subject_no(self) -> str:
        """The number of the case, or of the meeting, that it is made for."""
        return self.case_no or self.meeting_no

    @property
    def waits_for_service(self) -> bool:
        """Issued, to be served, and not served yet."""
        return self.state == "issued" and self.to_serve and self.served_on is None


@dataclass(frozen=True, slots=True)
class LetterQuery:
    """Which letters, in which order. `since` and `until` are days of signing, both included; `form` a folder's name."""

    case_no: str = ""
    meeting_no: str = ""
    state: str = ""
    form: str = ""
    waiting_service: bool = False
    text: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "changed_at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A line of the list of letters. Of an accusation `case_title` is empty.

    `receiver`: the unit it goes to, else who came first, with 等 where several came; nobody of an accusation.
    """

    letter_id: int
    document_no: str
    form: str
    title: str
    state: str
    case_no: str
    case_title: str
    signed_by: str
    signed_on: date | None
    served_on: date | None
    waits_for_service: bool
    changed_at: datetime
    staff: str
    restricted: bool
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps a draft from being issued. `field` is a path of the content such as ``results[0].answer``.

    `overridable`: may be issued anyway with a reason that is kept; `warning`: is only said; `setting`: the key of the
    office's setting that is empty, where it is filled in there and not in the letter.
    """

    code: str
    field: str
    message: str
    basis: str = ""
    overridable: bool = False
    warning: bool = False
    setting: str = ""


@dataclass(frozen=True, slots=True)
class BatchRefusal:
    """A case of a batch that got no letter, and why."""

    case_no: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch made: one PDF of all letters issued (empty when none), their numbers, the cases refused."""

    pdf: bytes
    issued: tuple[str, ...]
    refused: tuple[BatchRefusal, ...]
    cancelled: bool = False
    missing_characters: tuple[str, ...] = field(default=())


def letter_row_document(row: LetterRow) -> dict[str, Any]:
    """A line of `letter list --json`."""
    return {
        "letter_id": row.letter_id,
        "document_no": row.document_no or None,
        "kind": row.form,
        "title": row.title,
        "state": row.state,
        "case_no": row.case_no or None,
        "receiver": row.receiver,
        "signed_by": row.signed_by,
        "signed_on": iso(row.signed_on),
        "served_on": iso(row.served_on),
        "waits_for_service": row.waits_for_service,
        "restricted": row.restricted,
    }


def kind_document(kind: LetterKind) -> dict[str, Any]:
    """A line of `letter kinds --json`: the folder of the form is the KIND of `letter draft`."""
    return {
        "folder": kind.name,
        "kind": kind.name,
        "title": kind.title,
        "event": kind.event or None,
        "series": kind.series or None,
        "to": kind.to,
        "of": kind.of,
        "served": kind.served,
        "signed": kind.signed,
        "per_request": kind.per_request,
        "purposes": list(kind.purposes),
        "routes": list(kind.routes),
        "asks": [
            {
                "name": ask.name,
                "label": ask.label,
                "kind": ask.kind,
                "required": ask.required,
                "choices": list(ask.choices),
                "field": ask.path,
            }
            for ask in kind.asks
        ],
    }


def gap_document(gap: Gap) -> dict[str, Any]:
    """A gap as JSON."""
    return {
        "code": gap.code,
        "field": gap.field or None,
        "message": gap.message,
        "basis": gap.basis or None,
        "overridable": gap.overridable,
        "warning": gap.warning,
    }


PartKind = Literal["text", "heading", "ask", "requests"]


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """`text` and `heading` are fixed and hold `text`; `ask` is typed and named by `name`; `requests` are the answers.

    The answers to the requests stand together, wherever the form prints result and answer.
    """

    kind: PartKind
    text: str = ""
    name: str = ""
