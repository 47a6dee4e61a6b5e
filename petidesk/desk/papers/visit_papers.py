"""Papers: the number and the record are committed first, then the bytes are frozen, then anybody may print.

The first print of a form and size for a version of a visit freezes its bytes; every later print is those bytes, and
each print is logged. A preview renders from the same committed values and is therefore the same bytes.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from petidesk import paths
from petidesk.desk import unmasking
from petidesk.documents import fonts
from petidesk.documents import preview as pictures
from petidesk.documents.forms.forms import Form, form_names, load_form
from petidesk.documents.printing import Printed, render
from petidesk.domain.audit import Act
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.papers import notice_slip_values, register_form_values, register_values, slip_values
from petidesk.domain.visits.visits import Visit
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.visits import papers as rows
from petidesk.storage.visits import visits as visit_rows

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

SLIP = "visit_slip"
# The slip that is itself the written notice: its first print is the telling (rules/law.md, 3).
NOTICE_SLIP = "visit_notice_slip"
REGISTER = "visit_register"
# Forms that are filled from a visit, by folder name.
_VALUES = {SLIP: slip_values, NOTICE_SLIP: notice_slip_values, "visit_register_form": register_form_values}
MOST_REGISTER_ROWS = 5_000
REGISTER_TITLE = "来访登记簿"
DOSSIER, DOSSIER_TITLE = "dossier", "一案一档"


class Papers:
    """Slip, registration form and register of the visits."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def folders(self) -> tuple[Path, ...]:
        """Where forms are looked for: the office's own over those that ship with the program."""
        return (self._desk.folder / "forms", paths.forms())

    def forms(self) -> dict[str, str]:
        """Folder name and title of every form that a visit can be printed on."""
        return {name: self._form(name).title for name in form_names(self.folders()) if name in _VALUES}

    def sizes(self, form: str = SLIP) -> tuple[str, ...]:
        """The paper sizes that a form can be printed on, the usual one first."""
        return tuple(self._form(form).papers)

    def print_slip(self, visit_no: str, paper: str = "a4", unmask: str = "") -> Paper:
        """来访登记回执 as frozen bytes; one print more in the log. `unmask`: see `print_form`."""
        return self.print_form(SLIP, visit_no, paper, unmask)

    def preview_form(self, form: str, visit_no: str, paper: str | None = None, unmask: str = "") -> Paper:
        """The very bytes that `print_form` will keep or has kept; a look at an accusation is logged, no other is."""
        shown, visit = self.lay_out(form, visit_no, paper)
        if self._closed(shown.form, visit):
            with self._desk.writing() as connection:
                unmasking.leave_trace(self._desk, connection, self._desk.act(), "visit", visit_no, unmask)
        return shown

    def lay_out(self, form: str, visit_no: str, paper: str | None) -> tuple[Paper, Visit]:
        """The paper as it is kept or will be, and the visit it speaks of. It asks nobody: the callers do."""
        name, size = self._named(form, paper)
        with self._desk.reading() as connection:
            visit = self._desk.visits.load_within(connection, visit_no, opened=unmasking.inside())
            kept = rows.find(connection, visit.visit_id, name, size, visit.version)
        if kept is not None:
            return kept[1], visit
        printed = self._render(name, visit, size)
        digest = hashlib.sha256(printed.pdf).hexdigest()
        return Paper(name, size, visit.version, printed.pdf, digest, printed.missing_characters, True), visit

    def _closed(self, form: str, visit: Visit) -> bool:
        """Whether this paper shows of an accusation what this member of staff may not see without a reason.

        The slip says nothing of the accusation but names who came, and the law wants it handed over at once. So it
        asks nothing of whoever registered the visit, on that day: he wrote the name himself, the visitor waits at the
        window, and paper may jam. Anybody else, any other day, and every other form gives a reason.
        """
        at_the_window = visit.entered_by == self._desk.actor.name and visit.entered_at.date() == self._desk.today()
        return visit.accuses and not (form == SLIP and at_the_window)

    def keeps(self, form: str) -> bool:
        """Whether printing this form keeps its bytes or a line of it; the others are made anew and change nothing."""
        return form not in (DOSSIER, DOSSIER_TITLE) and not self._desk.ledger_papers.folder_of(form)

    def print_any(self, form: str, number: str, paper: str | None = None, unmask: str = "") -> Paper:
        """`print FORM NO`: a form of a visit, a letter of a case, document or meeting number, or a case's bound file.

        Refused ``not_found`` for an unknown form or number, ``bad_value`` for a size the form does not have.
        `unmask`: the reason for what an accusation keeps closed; nothing else asks for one.
        """
        if form in (DOSSIER, DOSSIER_TITLE):
            return self._desk.letters.dossier(number)
        if form in (REGISTER, REGISTER_TITLE):
            raise Refused("bad_value", "来访登记簿按日期打印：print register --from 起 --to 止。", field="form")
        if ledger_form := self._desk.ledger_papers.folder_of(form):
            return self._desk.ledger_papers.named(ledger_form, number, paper)
        if self._visit_form(form):
            return self.print_form(form, number, paper, unmask)
        return self._desk.letters.print_named(form, number, paper, unmask)

    def print_form(self, form: str, visit_no: str, paper: str | None = None, unmask: str = "") -> Paper:
        """A form of a visit as frozen bytes. `form` is the folder's name or the paper's title, `paper` its size.

        Refused ``not_found`` for an unknown form or visit, ``bad_value`` for a size the form does not have,
        ``already_closed`` for a voided visit, ``forbidden`` when it was amended while the paper was laid out.
        `unmask`: the reason for printing what an accusation keeps closed (``missing``, ``no_permission``), which
        leaves a line beside that of the print.
        """
        paper_shown, visit = self.lay_out(form, visit_no, paper)
        act = self._desk.act()
        with self._desk.writing() as connection:
            if self._closed(paper_shown.form, visit):
                unmasking.leave_trace(self._desk, connection, act, "visit", visit_no, unmask)
            self._refuse_changed(connection, visit, paper_shown.version)
            kept = rows.find(connection, visit.visit_id, paper_shown.form, paper_shown.size, paper_shown.version)
            if kept is None:
                paper_id = rows.keep(
                    connection,
                    act,
                    visit.visit_id,
                    form=paper_shown.form,
                    size=paper_shown.size,
                    version=paper_shown.version,
                    form_version=self._form(paper_shown.form).version,
                    missing=paper_shown.missing_characters,
                    pdf=paper_shown.pdf,
                )
                if paper_shown.form == NOTICE_SLIP:
                    self._tell(connection, act, visit)
            else:
                paper_id, paper_shown = kept
            rows.log_print(connection, act, paper_id)
            what = {"form": paper_shown.form, "size": paper_shown.size, "sha256": paper_shown.sha256}
            audit_rows.append(connection, act, "paper.printed", "visit", visit_no, after=what, restricted=visit.accuses)
        return paper_shown

    @staticmethod
    def _refuse_changed(connection: Transaction, visit: Visit, version: int) -> None:
        """The paper was laid out before the transaction; what it says must still be what is kept."""
        now = visit_rows.load(connection, visit.visit_id)
        assert now is not None
        if now.voided:
            raise Refused("already_closed", f"{visit.visit_no}已经作废，不能再打印。")
        if now.version != version:
            raise Refused("forbidden", f"{visit.visit_no}刚被改过（现在是第{now.version}版），请再打印一次。")

    def _tell(self, connection: Transaction, act: Act, visit: Visit) -> None:
        """Record in each case of the visit that it was told in writing, where that is still owed."""
        told = {"on": self._desk.today().isoformat(), "manner": "slip", "note": f"登记回执{visit.visit_no}"}
        for item in visit.matters:
            case_id = self._desk.cases.id_of(connection, item.case_no)
            case = self._desk.cases.load_within(connection, case_id, unmask=True)
            if any(clock.kind == "written_notice" and clock.met_on is None for clock in case.clocks):
                self._desk.cases.record_within(connection, act, case_id, "told", told)

    def register(self, since: date, until: date) -> Paper:
        """来访登记簿 of the days from `since` to `until`, both included; not frozen, it is made anew each time."""
        if until < since:
            raise Refused("bad_value", "结束日期在开始日期之前。", field="to")
        query = VisitQuery(since=since, until=until, sort="at", descending=False)
        totals = self._desk.visits.totals(query)
        if totals[0] > MOST_REGISTER_ROWS:
            raise Refused("too_many", f"这段时间有{totals[0]}条，一次最多印{MOST_REGISTER_ROWS}条，请分月打印。")
        found = self._desk.visits.rows(query, MOST_REGISTER_ROWS)
        standing = self._desk.visits.totals(VisitQuery(since=since, until=until, voided=False))
        now = self._desk.now()
        values = register_values(self._desk.office.current(), since, until, found, standing, now)
        form = self._form(REGISTER)
        size = next(iter(form.papers))
        printed = render(form, values, paper=size, practice=self._desk.practice, at=now)
        digest = hashlib.sha256(printed.pdf).hexdigest()
        return Paper(REGISTER, size, 1, printed.pdf, digest, printed.missing_characters, True)

    def sample_slip(self, paper: str = "a4") -> Paper:
        """A slip of invented data with this office's name and 演练 across it, for trying out the printer."""
        form = self._form(SLIP)
        office = self._desk.office.current()
        values = form.sample() | {
            "机关名称": office.full_name,
            "接待窗口": office.window,
            "查询电话": office.phone,
            "窗口地址": office.address,
        }
        printed = render(form, values, paper=paper, practice=True, at=self._desk.now())
        digest = hashlib.sha256(printed.pdf).hexdigest()
        return Paper(SLIP, paper, 1, printed.pdf, digest, printed.missing_characters, True)

    def page_count(self, pdf: bytes) -> int:
        """How many pages a paper has."""
        return pictures.page_count(pdf)

    def page_png(self, pdf: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
        """One page as a PNG picture, counted from 0."""
        return pictures.preview(pdf, dpi, page)

    def missing_characters(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font has; they would print as □."""
        return fonts.missing_characters(text)

    def _form(self, name: str) -> Form:
        return load_form(name, self.folders())

    def _named(self, form: str, paper: str | None) -> tuple[str, str]:
        """Folder name and size; a form may also be named by its title or by 登记表."""
        name = self._visit_form(form)
        if not name:
            raise Refused("not_found", f"没有“{form}”这种文书，可用：{'、'.join(_VALUES)}。", field="form")
        sizes = self.sizes(name)
        if paper is not None and paper not in sizes:
            raise Refused("bad_value", f"“{form}”不能印在“{paper}”上，可用：{'、'.join(sizes)}。", field="paper")
        return name, paper or sizes[0]

    def _visit_form(self, form: str) -> str:
        """The folder of a form of visits, "" when it is none."""
        titles = {title: name for name, title in self.forms().items()}
        return form if form in _VALUES else titles.get(form) or titles.get(f"来访{form}") or ""

    def _render(self, name: str, visit: Visit, size: str) -> Printed:
        if visit.voided:
            raise Refused("already_closed", f"{visit.visit_no}已经作废，不能再打印。")
        with self._desk.reading() as connection:
            office = office_rows.current(connection, visit.changed_at.date())
        values: dict[str, Any] = _VALUES[name](visit, office)
        return render(self._form(name), values, paper=size, practice=self._desk.practice, at=visit.changed_at)
