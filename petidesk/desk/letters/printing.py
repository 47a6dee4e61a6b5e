"""From a form and a case to a letter's bytes: which forms are letters, what they are filled with, the sheet itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from petidesk.desk.form_shelf import unkept
from petidesk.documents.forms.forms import Form, form_names, load_form
from petidesk.documents.printing import Printed, render
from petidesk.domain.cases.closed import ClosedCase
from petidesk.domain.cases.files import CaseFile, CaseRequest
from petidesk.domain.letters.case_values import Sheet, case_values, meeting_values
from petidesk.domain.letters.content import parse_content
from petidesk.domain.letters.letters import LetterAsk, LetterKind
from petidesk.domain.letters.people import MASKED
from petidesk.domain.meetings import Meeting
from petidesk.domain.office.office import Office
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused

if TYPE_CHECKING:
    from petidesk.desk.cases.cases import Cases
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.meetings import Meetings
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.session import Session

# A part whose choice is the office's setting, and parts that a meeting knows, which are no words of the form.
OPINION_TITLE = "意见书名称"
_KNOWN_PARTS = (OPINION_TITLE, "会议时间", "会议地点", "参加人员", "出席人员", "会议内容")
Subject = CaseFile | Meeting  # what a letter is made for
Shown = Subject | ClosedCase  # as paper sees it
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class LetterGround:
    """What letters stand on: the session, the shelf of forms, and the subjects that they speak of."""

    session: Session
    shelf: FormShelf
    calendars: Calendars
    cases: Cases
    meetings: Meetings


@dataclass(frozen=True, slots=True)
class LetterForm:
    """A form that is a letter, with the domain's view of it."""

    form: Form
    kind: LetterKind


def letter_form(form: Form) -> LetterForm | None:
    """The form as a letter, None when it is none."""
    traits = form.letter
    if traits is None:
        return None
    asks = tuple(
        LetterAsk(ask.name, ask.label, ask.hint, ask.lines, ask.required, ask.kind, ask.choices, ask.key)
        for ask in form.asks
    )
    kind = LetterKind(
        name=form.name,
        title=form.title,
        event=form.event,
        series=traits.series,
        to=traits.to,
        of=traits.of,
        served=traits.served,
        national=traits.national,
        purposes=traits.purposes,
        routes=traits.routes,
        per_request=traits.per_request,
        signed=traits.signed,
        full_numbers=traits.full_numbers,
        asks=asks,
    )
    return LetterForm(form, kind)


def all_letters(ground: LetterGround) -> tuple[LetterForm, ...]:
    """Every form that is a letter, by the name of its folder.

    Where the office's own wording does not read (somebody edited the file), the built-in one stands in the list; using
    it is refused.
    """
    folders = ground.shelf.folders()
    found = []
    for name in form_names(folders):
        try:
            form = load_form(name, folders)
        except Refused:
            if name not in form_names(folders[1:]):
                continue
            form = load_form(name, folders[1:])
        letter = letter_form(form)
        if letter is not None:
            found.append(letter)
    return tuple(found)


def named(ground: LetterGround, kind: str, field: str = "kind") -> LetterForm:
    """The letter of this folder or title. Refused ``not_found`` at `field`; a broken form as by the shelf."""
    folders = ground.shelf.folders()
    if kind in form_names(folders):
        name = kind
    else:
        name = next((letter.form.name for letter in all_letters(ground) if letter.form.title == kind), "")
    letter = letter_form(ground.shelf.load(name)) if name else None
    if letter is None:
        raise Refused("not_found", f"没有“{kind}”这种文书。", field=field, hint="用 letter kinds 查看有哪些。")
    return letter


def prefilled(letter: LetterForm, values: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """`document` with the defaults of the parts that it does not speak of."""
    whole = dict(document)
    fields = dict(whole.get("fields") or {})
    for ask in letter.form.asks:
        place, key = (whole, ask.key) if ask.key else (fields, ask.name)
        if key in place:
            continue
        text = str(values.get(ask.name, "")) if ask.name in _KNOWN_PARTS else ask.prefilled(values).strip()
        text = _as_kind(text, ask.kind)
        if text and (not ask.choices or text in ask.choices):
            place[key] = text
    if fields:
        whole["fields"] = fields
    return whole


def _as_kind(text: str, kind: str) -> str:
    """A default in the writing in which a draft keeps values of its kind; "" when it is no such value."""
    if kind == "day":
        found = _CHINESE_DAY.fullmatch(text)
        return date(*map(int, found.groups())).isoformat() if found else ""
    if kind == "count":
        return text if text.isdigit() else ""
    return text


def requests_of(subject: Shown) -> tuple[CaseRequest, ...]:
    """The requests that a letter may answer."""
    return subject.requests if isinstance(subject, CaseFile) else ()


def first_content(
    letter: LetterForm, subject: Shown, office: Office, ground: LetterGround, document: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of a new draft: what was handed in, over the defaults of the form."""
    content = parse_content(letter.kind, document, requests_of(subject))
    values = values_of(letter, subject, office, ground, content, _sheet(ground))
    # A line to write on is no default: what is kept in a part stays empty until the setting is given.
    own = {"机关名称": office.full_name if office.name else "", OPINION_TITLE: office.opinion_title}
    whole = prefilled(letter, {**values, **own}, content)
    return parse_content(letter.kind, whole, requests_of(subject))


def _sheet(ground: LetterGround) -> Sheet:
    """A sheet of today by who is drafting it: 拟稿人 is a default of many parts."""
    return Sheet(ground.session.today(), drafted_by=ground.session.actor.name, draft=True)


def title_of(letter: LetterForm, content: Mapping[str, Any]) -> str:
    """What the letter is called in lists: the title of the form, or the one chosen for it."""
    chosen = str(content.get("fields", {}).get(OPINION_TITLE, ""))
    return letter.form.title if not chosen or MASKED in chosen else chosen


def values_of(
    letter: LetterForm, subject: Shown, office: Office, ground: LetterGround, content: Mapping[str, Any], sheet: Sheet
) -> dict[str, Any]:
    """The values that the form is filled with."""
    if isinstance(subject, Meeting):
        return meeting_values(subject, office, letter.kind, content, sheet)
    return case_values(subject, office, ground.calendars.load(), letter.kind, content, sheet)


def press(
    letter: LetterForm,
    values: Mapping[str, Any],
    *,
    practice: bool,
    draft: bool,
    at: datetime,
    size: str | None = None,
) -> Printed:
    """The bytes of the letter on `size` (the form's usual paper when None), 送审稿 under the text of a `draft`.

    Refused ``bad_value`` for a size that the form does not have.
    """
    sizes = tuple(letter.form.papers)
    if size is not None and size not in sizes:
        words = f"“{letter.form.title}”不能印在“{size}”上。"
        raise Refused("bad_value", words, field="paper", hint=f"可用：{'、'.join(sizes)}。")
    return render(letter.form, values, paper=size or sizes[0], practice=practice, draft=draft, at=at)


def as_paper(letter: LetterForm, printed: Printed, version: int, size: str | None = None) -> Paper:
    """Bytes that were not kept, as a preview shows them."""
    return unkept(letter.form.name, size or next(iter(letter.form.papers)), printed, version)
