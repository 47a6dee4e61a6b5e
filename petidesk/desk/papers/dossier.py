"""一案一档: cover, contents and the kept papers of a case, bound in the order of their days with page numbers.

Only papers with frozen bytes go in, so that the file holds what was signed and handed over. A handover slip of an
accusation is kept apart (《信访工作条例》第三十条第三款), and so is the 登记表 of a visit that also accused.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk.letters import drafting, printing
from petidesk.desk.papers.visit_papers import SLIP
from petidesk.documents import scans
from petidesk.documents.dossiers import bind, practised
from petidesk.documents.file_copies import file_copy
from petidesk.documents.forms.forms import load_form
from petidesk.documents.preview import page_count
from petidesk.domain.attachments import Attachment
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.letters.case_values import Sheet
from petidesk.domain.letters.closed import ClosedLetter, content_of
from petidesk.domain.letters.content import ACCUSATION_BASIS, parse_content
from petidesk.domain.letters.letters import Letter
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.papers import chinese_day
from petidesk.storage import attachments as attachment_rows
from petidesk.storage import office as office_rows
from petidesk.storage.file import sealed
from petidesk.storage.file.database import Transaction
from petidesk.storage.letters import letters as rows
from petidesk.storage.visits import papers as paper_rows

if TYPE_CHECKING:
    from petidesk.desk.letters.printing import LetterGround
    from petidesk.desk.session import Session
    from petidesk.desk.visits.visits import Visits

COVER, CONTENTS = "dossier_cover", "dossier_contents"
BACK, SIZE = "dossier_back", "a4"  # the last leaf of a file; what letters are printed on
# Parts of working papers that say when it was; 报告日期 and the like stand in typed text.
_DAYS = ("见面时间", "询问时间", "联系时间", "听证时间", "答复时间", "回访时间", "报告日期")
_DAY = re.compile(r"(\d{4})\s*[年-]\s*(\d{1,2})\s*[月-]\s*(\d{1,2})")
_COUNTED = ("件数", "页数", "起止日期")  # what a cover counts itself, each time anew
NAME, TITLE = "dossier", "一案一档"


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper of the file: its number, name, day, frozen bytes and how many pages they have; `last`: behind all."""

    number: str
    title: str
    on: date
    pdf: bytes
    pages: int
    last: bool = False


def bind_case(
    ground: LetterGround, visits: Visits, titles: Mapping[str, str], case_no: str, *, attachments: bool = False
) -> Paper:
    """The whole file of a case as one PDF; `titles` names the forms of a visit.

    `attachments`: with the scans and photos of the case, its visits and its letters, pictures on A4 pages. Refused
    not_found, missing when no paper was kept yet; KnownTrouble damaged for an attachment that is lost.
    """
    with ground.session.reading() as connection:
        case = drafting.case_of(ground, connection, case_no)
        if case.restricted:
            raise Refused(
                "forbidden",
                "检举控告的材料密封移送、单独存放，不装订成普通案卷。",
                basis=ACCUSATION_BASIS,
            )
        kept = _kept(ground, connection, case, visits, titles)
        if attachments:
            kept = _in_order([*kept, *_attached(ground.session, connection, case)])
        if not kept:
            raise Refused("missing", "此件还没有打印或签发过的文书，没有可以装订的。")
        front = [_front(ground, connection, case, form, kept) for form in (COVER, CONTENTS)]
    first, page = [], 1
    for paper in kept:
        first.append(page)
        page += paper.pages
    parts = [*(pdf for pdf, _ in front), *(paper.pdf for paper in kept)]
    pdf = bind(parts, first_page_numbers=[None, None, *first], at=ground.session.now())
    missing = tuple(dict.fromkeys(sign for _, lost in front for sign in lost))
    return Paper(NAME, "a4", 1, pdf, hashlib.sha256(pdf).hexdigest(), missing, True)


def _kept(
    ground: LetterGround, connection: Transaction, case: CaseFile, visits: Visits, titles: Mapping[str, str]
) -> list[Kept]:
    """What was printed for the visits of the case and what was issued on it, one copy each, in the order of days."""
    found = []
    for visit in case.visits:
        if visit.voided:
            continue
        accuses = visits.load_within(connection, visit_id=visit.visit_id).accuses
        for form, size, printed in paper_rows.newest_of_visit(connection, visit.visit_id):
            if accuses and form != SLIP:
                continue  # it tells the accusation; the slip does not
            title = titles.get(form, form)
            pdf = _copy(ground, form, size, printed)
            found.append(Kept(visit.visit_no, title, visit.at.date(), pdf, page_count(pdf)))
    for letter in rows.of_case(connection, case.case_id, "issued"):
        if letter.form in (COVER, CONTENTS):
            continue  # the file has one cover and one list, made below from what is in it
        pdf = _copy(ground, letter.form, SIZE, rows.pdf(connection, letter.letter_id))
        last = letter.form == BACK
        found.append(Kept(letter.document_no, letter.title, _happened_on(letter), pdf, page_count(pdf), last))
    return _in_order(found)


def _in_order(papers: list[Kept]) -> list[Kept]:
    return sorted(papers, key=lambda paper: (paper.last, paper.on))


def _copy(ground: LetterGround, name: str, size: str, pdf: bytes) -> bytes:
    """The copy for the file; a form that is no more, or has this paper no more, is taken as it was printed."""
    try:
        paper = load_form(name, ground.shelf.folders()).papers.get(size)
    except Refused:
        paper = None
    return pdf if paper is None else file_copy(pdf, paper)


def _happened_on(letter: Letter | ClosedLetter) -> date:
    """The day that a working paper speaks of (见面, 询问, 报告); of every other the day it was signed."""
    assert letter.signed_on is not None  # it is issued
    typed = content_of(letter).get("fields", {})
    for name in _DAYS:
        found = _DAY.search(str(typed.get(name, "")))
        if found is not None:
            with contextlib.suppress(ValueError):  # a day that does not exist says nothing
                return date(*map(int, found.groups()))
    return letter.signed_on


def _attached(session: Session, connection: Transaction, case: CaseFile) -> list[Kept]:
    """The scans and photos of the case, of its visits that accuse nobody, and of its letters, by the day they came.

    Those of a practice office say so, like every other page of the file.
    """
    records = [("case", case.case_no)]
    records += [("visit", visit.visit_no) for visit in case.visits if not visit.voided]
    records += [("letter", letter.document_no) for letter in case.letters if letter.document_no]
    found = []
    for kind, number in records:
        record = attachment_rows.record_of(connection, kind, number)
        if record is None or record.restricted:
            continue
        for one in attachment_rows.of_record(connection, record):
            if isinstance(one, Attachment) and not one.removed:
                name = attachment_rows.content_name(connection, one.attachment_id)
                pdf = scans.on_a4(sealed.read(session.folder, name, attachment_rows.keys(connection)))
                pdf = practised(pdf, one.added_at) if session.practice else pdf
                found.append(Kept(number, f"附件：{one.name}", one.added_at.date(), pdf, one.pages))
    return found


def _front(
    ground: LetterGround, connection: Transaction, case: CaseFile, form: str, kept: list[Kept]
) -> tuple[bytes, tuple[str, ...]]:
    """Cover or contents, filled from the papers themselves; what was typed in a draft of the cover stands."""
    letter = printing.named(ground, form)
    draft, issued = (rows.newest(connection, case.case_no, form, state) for state in ("draft", "issued"))
    office = office_rows.current(connection, ground.session.today())
    given: dict[str, Any] = _typed(draft, issued)
    content = printing.first_content(letter, case, office, ground, parse_content(letter.kind, given, case.requests))
    sheet = Sheet(ground.session.today(), contents=_contents(kept))
    days = f"{chinese_day(kept[0].on)}至{chinese_day(kept[-1].on)}"
    counted = {
        "件数": str(len(kept)),
        "页数": str(sum(paper.pages for paper in kept)),
        "起止日期": days,
        "立卷人": ground.session.actor.name,
        "归档日期": chinese_day(ground.session.today()),
    }
    values = printing.values_of(letter, case, office, ground, content, sheet)
    values |= {name: text for name, text in counted.items() if name in letter.form.fields and not values.get(name)}
    printed = printing.press(letter, values, practice=ground.session.practice, draft=False, at=ground.session.now())
    return printed.pdf, printed.missing_characters


def _typed(draft: Letter | ClosedLetter | None, issued: Letter | ClosedLetter | None) -> dict[str, Any]:
    """What somebody typed for the front: 保管期限, 案卷号 ... of the draft, else of the one that was issued."""
    if draft is not None:
        return dict(content_of(draft))
    content = dict(content_of(issued)) if issued is not None else {}
    fields = {name: text for name, text in content.get("fields", {}).items() if name not in _COUNTED}
    return {"fields": fields} if fields else {}


def _contents(kept: list[Kept]) -> list[dict[str, str]]:
    """The rows of 卷内目录: a paper's page is that of its first side."""
    found, page = [], 1
    for paper in kept:
        found.append(
            {
                "文号": paper.number,
                "名称": paper.title,
                "日期": chinese_day(paper.on),
                "页数": str(paper.pages),
                "页次": str(page),
            }
        )
        page += paper.pages
    return found
