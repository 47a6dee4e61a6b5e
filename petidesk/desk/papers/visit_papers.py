"""Papers: the number and the record are committed first, then the bytes are frozen, then anybody may print.

The first print of a form and size for a version of a visit freezes its bytes; every later print is those bytes, and
each print is logged. A preview renders from the same committed values and is therefore the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk import unmasking
from petidesk.desk.form_shelf import unkept
from petidesk.documents.printing import Printed, render
from petidesk.domain.audit import Act
from petidesk.domain.cases.cases import NOTICE
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.codes import CHANNELS
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.notice_slip import (
    HandedOver,
    NoticeChoices,
    NoticeOffer,
    acceptable,
    handed_at,
    notice_slip_values,
    offer,
    outdated,
    rechecked,
    slip_note,
    taken_back,
)
from petidesk.domain.visits.papers import RegisterTotals, register_form_values, register_values, slip_values
from petidesk.domain.visits.returns import RETURN, return_values
from petidesk.domain.visits.visits import Visit
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.visits import listing as visit_list
from petidesk.storage.visits import papers as rows
from petidesk.storage.visits import visits as visit_rows

if TYPE_CHECKING:
    from petidesk.desk.cases.cases import Cases
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session
    from petidesk.desk.visits.visits import Visits

SLIP = "visit_slip"
# The slip that is itself the written notice: its first print is the telling (rules/law.md, 3).
NOTICE_SLIP = "visit_notice_slip"
REGISTER = "visit_register"
# Forms that are filled from a visit, by folder name.
_VALUES = {SLIP: slip_values, "visit_register_form": register_form_values, RETURN: return_values}
_FORMS = (SLIP, NOTICE_SLIP, "visit_register_form", RETURN)
# Nothing is recorded with the notice slip but the telling.
PLAIN = NoticeChoices()
MOST_REGISTER_ROWS = 5_000
REGISTER_TITLE = "来访登记簿"


class VisitPapers:
    """Slip, registration form and register of the visits."""

    def __init__(self, session: Session, shelf: FormShelf, office: OfficeDesk, visits: Visits, cases: Cases) -> None:
        self._session = session
        self._shelf = shelf
        self._office = office
        self._visits = visits
        self._cases = cases

    def forms(self) -> dict[str, str]:
        """Folder name and title of every form that a visit can be printed on."""
        return {name: self._shelf.title(name) for name in self._shelf.names() if name in _FORMS}

    def sizes(self, form: str = SLIP) -> tuple[str, ...]:
        """The paper sizes that a form can be printed on, the usual one first."""
        return self._shelf.sizes(form)

    def folder_of(self, form: str) -> str:
        """The folder of a form of visits, "" when it is none."""
        titles = {title: name for name, title in self.forms().items()}
        return form if form in _FORMS else titles.get(form) or titles.get(f"来访{form}") or ""

    # What the windows ask of any sheet.

    def page_count(self, pdf: bytes) -> int:
        """How many pages a paper has."""
        return self._shelf.page_count(pdf)

    def page_png(self, pdf: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
        """One page as a PNG picture, counted from 0."""
        return self._shelf.page_png(pdf, page, dpi)

    def missing_characters(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font has; they would print as □."""
        return self._shelf.missing_characters(text)

    def print_slip(self, visit_no: str, paper: str = "a4", unmask: str = "") -> Paper:
        """来访登记回执 as frozen bytes; one print more in the log. `unmask`: see `print_form`."""
        return self.print_form(SLIP, visit_no, paper, unmask)

    def preview_form(
        self,
        form: str,
        visit_no: str,
        paper: str | None = None,
        unmask: str = "",
        *,
        choices: NoticeChoices = PLAIN,
    ) -> Paper:
        """The very bytes that `print_form` will keep or has kept; a look at an accusation is logged, no other is."""
        shown, visit = self.lay_out(form, visit_no, paper, choices)
        if self._closed(shown.form, visit):
            with self._session.writing() as connection:
                unmasking.leave_trace(self._session, connection, self._session.act(), "visit", visit_no, unmask)
        return shown

    def notice_offer(self, visit_no: str) -> NoticeOffer:
        """What the clerk may add to the notice slip of a visit: 受理, and that a matter is raised with nothing new.

        Nothing once the slip was handed over: it says what it says.
        """
        with self._session.reading() as connection:
            visit = self._visits.load_within(connection, visit_no, opened=unmasking.inside())
            if visit.accuses:
                return offer([])
            handed = any(self._kept(connection, visit, NOTICE_SLIP, size) for size in self.sizes(NOTICE_SLIP))
            return offer([] if handed else self._standing(connection, visit))

    def lay_out(
        self, form: str, visit_no: str, paper: str | None, choices: NoticeChoices = PLAIN
    ) -> tuple[Paper, Visit]:
        """The paper as it is kept or will be, and the visit it speaks of. It asks nobody: the callers do."""
        name, size = self._named(form, paper)
        with self._session.reading() as connection:
            visit = self._visits.load_within(connection, visit_no, opened=unmasking.inside())
            kept = self._kept(connection, visit, name, size)
        if kept is not None:
            return kept[1], visit
        printed = self._render(name, visit, size, choices)
        return unkept(name, size, printed, visit.version), visit

    def _kept(self, connection: Transaction, visit: Visit, form: str, size: str) -> tuple[int, Paper] | None:
        """The bytes that were handed over and stand; a notice slip that was taken back is printed anew another day."""
        kept = rows.find(connection, visit.visit_id, form, size, visit.version)
        if kept is None or form != NOTICE_SLIP or visit.accuses:
            return kept
        return None if outdated(self._standing(connection, visit), visit.visit_no, self._session.today()) else kept

    def _closed(self, form: str, visit: Visit) -> bool:
        """Whether this paper shows of an accusation what this member of staff may not see without a reason.

        The slip says nothing of the accusation but names who came, and the law wants it handed over at once. So it
        asks nothing of whoever registered the visit, on that day: he wrote the name himself, the visitor waits at the
        window, and paper may jam. Anybody else, any other day, and every other form gives a reason.
        """
        at_the_window = (
            visit.entered_by == self._session.actor.name and visit.entered_at.date() == self._session.today()
        )
        return visit.accuses and not (form == SLIP and at_the_window)

    def print_form(
        self,
        form: str,
        visit_no: str,
        paper: str | None = None,
        unmask: str = "",
        *,
        choices: NoticeChoices = PLAIN,
    ) -> Paper:
        """A form of a visit as frozen bytes. `form` is the folder's name or the paper's title, `paper` its size.

        Refused ``not_found`` for an unknown form or visit, ``bad_value`` for a size the form does not have,
        ``already_closed`` for a voided visit, ``forbidden`` when it was amended while the paper was laid out.
        `unmask`: the reason for printing what an accusation keeps closed (``missing``, ``no_permission``), which
        leaves a line beside that of the print. `choices`: what is recorded with the first print of the notice slip; the
        same again with the next print of that day, when all of it was taken back; on another day the slip is made anew.
        """
        paper_shown, visit = self.lay_out(form, visit_no, paper, choices)
        act = self._session.act()
        with self._session.writing() as connection:
            if self._closed(paper_shown.form, visit):
                unmasking.leave_trace(self._session, connection, act, "visit", visit_no, unmask)
            self._refuse_changed(connection, visit, paper_shown.version)
            kept = self._kept(connection, visit, paper_shown.form, paper_shown.size)
            if kept is None:
                paper_id = rows.keep(
                    connection,
                    act,
                    visit.visit_id,
                    form=paper_shown.form,
                    size=paper_shown.size,
                    version=paper_shown.version,
                    form_version=self._shelf.load(paper_shown.form).version,
                    missing=paper_shown.missing_characters,
                    pdf=paper_shown.pdf,
                )
            else:
                paper_id, paper_shown = kept
            if paper_shown.form == NOTICE_SLIP:
                self._tell(connection, act, visit, choices if kept is None else None)
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

    def _tell(self, connection: Transaction, act: Act, visit: Visit, choices: NoticeChoices | None) -> None:
        """Record in each case of the visit what the slip said: told in writing where owed, accepted, 不再受理.

        `choices` None: it is printed again, and records only what it recorded before and was taken back.
        """
        cases, today = self._standing(connection, visit), self._session.today()
        if choices is None:
            choices = taken_back(cases, visit.visit_no, today)
        if choices is None:
            return
        slip = {"on": today.isoformat(), "note": slip_note(visit.visit_no)}
        for case in cases:
            if any(clock.kind == NOTICE and clock.met_on is None for clock in case.clocks):
                kind, more = ("told", {"manner": "slip"})
                if rechecked(case):
                    kind, more = ("not_accepted", {"ground": "after_recheck"})
                self._cases.record_within(connection, act, case.case_id, kind, slip | more)
            if choices.accept and acceptable(case):
                self._cases.record_within(connection, act, case.case_id, "accepted", slip)

    def _standing(self, connection: Transaction, visit: Visit) -> list[CaseFile]:
        """The cases of a visit's matters as they are; of one that went into another, that one."""
        found = []
        for item in visit.matters:
            case = self._cases.load_within(connection, self._cases.id_of(connection, item.case_no), unmasking.inside())
            while case.merged_into:
                number = self._cases.id_of(connection, case.merged_into)
                case = self._cases.load_within(connection, number, unmasking.inside())
            found.append(case)
        return found

    def register(self, since: date, until: date) -> Paper:
        """来访登记簿 of the days from `since` to `until`, both included; not frozen, it is made anew each time."""
        if until < since:
            raise Refused("bad_value", "结束日期在开始日期之前。", field="to")
        query = VisitQuery(since=since, until=until, sort="at", descending=False)
        count = self._visits.count(query)
        if count > MOST_REGISTER_ROWS:
            raise Refused("too_many", f"这段时间有{count}条，一次最多印{MOST_REGISTER_ROWS}条，请分月打印。")
        found = self._visits.rows(query, MOST_REGISTER_ROWS)
        with self._session.reading() as connection:
            states = visit_list.case_states(connection, [row.visit_id for row in found])
        lines = [(row, states.get(row.visit_id, [])) for row in found]
        totals, now = self._register_totals(since, until), self._session.now()
        return self._shelf.fill(REGISTER, register_values(self._office.current(), since, until, lines, totals, now))

    def _register_totals(self, since: date, until: date) -> RegisterTotals:
        standing = VisitQuery(since=since, until=until, voided=False)
        found = {channel: self._visits.totals(replace(standing, channel=channel)) for channel in CHANNELS}
        batches, people = found.pop("visit")
        return RegisterTotals(batches, people, {channel: count for channel, (count, _) in found.items()})

    def sample_slip(self, paper: str = "a4") -> Paper:
        """A slip of invented data with this office's name and 演练 across it, for trying out the printer."""
        form = self._shelf.load(SLIP)
        office = self._office.current()
        values = form.sample() | {
            "机关名称": office.name_or_line,
            "接待窗口": office.window,
            "查询电话": office.phone,
            "窗口地址": office.address,
        }
        printed = render(form, values, paper=paper, practice=True, at=self._session.now())
        return unkept(SLIP, paper, printed)

    def _named(self, form: str, paper: str | None) -> tuple[str, str]:
        """Folder name and size; a form may also be named by its title or by 登记表."""
        name = self.folder_of(form)
        if not name:
            raise Refused("not_found", f"没有“{form}”这种文书。", field="form", hint=f"可用：{'、'.join(_FORMS)}。")
        sizes = self.sizes(name)
        if paper is not None and paper not in sizes:
            raise Refused(
                "bad_value", f"“{form}”不能印在“{paper}”上。", field="paper", hint=f"可用：{'、'.join(sizes)}。"
            )
        return name, paper or sizes[0]

    def _render(self, name: str, visit: Visit, size: str, choices: NoticeChoices) -> Printed:
        if visit.voided:
            raise Refused("already_closed", f"{visit.visit_no}已经作废，不能再打印。")
        if name == NOTICE_SLIP:
            return self._render_notice(visit, size, choices)
        with self._session.reading() as connection:
            office = office_rows.current(connection, visit.changed_at.date())
        values: dict[str, Any] = _VALUES[name](visit, office)
        return render(self._shelf.load(name), values, paper=size, practice=self._session.practice, at=visit.changed_at)

    def _render_notice(self, visit: Visit, size: str, choices: NoticeChoices) -> Printed:
        """The notice slip as it would be handed over today."""
        with self._session.reading() as connection:
            rules = self._cases.rules_within(connection)
            cases = [] if visit.accuses else self._standing(connection, visit)
        handed = HandedOver(self._session.today(), rules.office, rules.calendar, choices)
        values = notice_slip_values(visit, cases, handed)
        at = handed_at(handed)
        return render(self._shelf.load(NOTICE_SLIP), values, paper=size, practice=self._session.practice, at=at)
