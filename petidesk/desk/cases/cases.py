"""What a clerk does with cases: look up, record what happened, split, merge, and take a step back.

Every event passes `domain/case_rules`; state, dates and search words follow in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from petidesk.desk import unmasking
from petidesk.desk.cases import joining as case_joining
from petidesk.desk.cases.following import Rules
from petidesk.desk.cases.loading import case_facts, load
from petidesk.desk.listed import Listed
from petidesk.domain.accused import around
from petidesk.domain.audit import Act, HistoryLine
from petidesk.domain.cases.cases import CaseEvent, effective, stand
from petidesk.domain.cases.closed import ClosedCase, Recorded
from petidesk.domain.cases.files import CaseFile, CaseQuery, CaseRow
from petidesk.domain.cases.projection import clocks_of
from petidesk.domain.cases.reading import parse_event
from petidesk.domain.cases.rules import check
from petidesk.domain.clocks import Deadline
from petidesk.domain.opened import Opened
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.domain.undo.steps import WHY_UNDONE
from petidesk.storage import office as office_rows
from petidesk.storage import purged
from petidesk.storage.cases import cases as rows
from petidesk.storage.cases import listing as case_list
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.session import Session


class Cases(Listed[CaseQuery, CaseRow]):
    """The desk's cases. Every method is one transaction; those ending in `_within` join the caller's."""

    _listing = case_list.LISTING

    def __init__(self, session: Session, calendars: Calendars) -> None:
        self._session = session
        self._calendars = calendars

    # ---- reading

    def get(self, case_no: str | None = None, *, case_id: int | None = None, unmask: str = "") -> CaseFile | ClosedCase:
        """One case by its number or id. Refused ``not_found`` when there is none.

        Of an accusation the content stays closed, except for a reason given in `unmask`: that needs permission
        (``no_permission``) and leaves an audit line (《信访工作条例》第三十条第三款).
        """
        with self._session.reading() as connection:
            known = self.id_of(connection, case_no or "") if case_id is None else case_id
            case = self.load_within(connection, known)
        if case.restricted and unmask:
            with self._session.writing() as connection:
                opened = unmasking.leave_trace(
                    self._session, connection, self._session.act(), "case", case.case_no, unmask
                )
            with self._session.reading() as connection:
                return self.load_within(connection, known, opened)
        return case

    @overload
    def load_within(self, connection: Transaction, case_id: int, opened: Opened) -> CaseFile: ...
    @overload
    def load_within(
        self, connection: Transaction, case_id: int, opened: Opened | None = None
    ) -> CaseFile | ClosedCase: ...
    def load_within(self, connection: Transaction, case_id: int, opened: Opened | None = None) -> CaseFile | ClosedCase:
        """The file in the caller's transaction; that of an accusation closed, unless `opened`."""
        return load(connection, case_id, self.rules_within(connection), self._session.latest().date(), opened)

    def rules_within(self, connection: Transaction) -> Rules:
        """What binds an event now."""
        office = office_rows.current(connection, self._session.today())
        names = around(office, (village for village, _ in office_rows.villages(connection)))
        return Rules(office, self._calendars.load(), names)

    def id_of(self, connection: Transaction, case_no: str) -> int:
        """The id of the case with this number. Refused ``not_found``."""
        found = rows.find_no(connection, case_no)
        if found is None:
            raise Refused("not_found", f"没有编号为“{case_no}”的信访事项。", field="case_no")
        return found[0]

    def search(self, text: str, limit: int = 12) -> list[CaseRow]:
        """Cases that hold these words, newest first, for type-ahead; nothing for an empty text."""
        return self.rows(CaseQuery(text=text), limit) if text.strip() else []

    def units(self) -> tuple[str, ...]:
        """Responsible units: those of the settings first, then those written before."""
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            return tuple(dict.fromkeys((*office.units, *office.sections, *case_list.spoken(connection, "unit"))))

    def leaders(self) -> tuple[str, ...]:
        """Leaders: those of the settings first, then those written before."""
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            named = [leader.name for leader in office.leaders]
            return tuple(dict.fromkeys((*named, *case_list.spoken(connection, "leader"))))

    def explain(self, case_no: str) -> list[Deadline]:
        """The clocks of the case that are still running, or ended last, with every day counted."""
        with self._session.reading() as connection:
            case_id = self.id_of(connection, case_no)
            rules = self.rules_within(connection)
            found = rows.find_no(connection, case_no)
            standing = stand(
                effective(rows.events(connection, case_id)),
                route=rows.spoken_route(connection, case_id),
                restricted=bool(found and found[1]),
            )
        counted = [
            (running, clock)
            for running, clock in clocks_of(standing, rules.calendar, rules.office.limits)
            if clock is not None
        ]
        open_ones = [clock for running, clock in counted if running.met_on is None]
        return open_ones or [clock for _, clock in counted[-1:]]

    def history(self, case_no: str) -> Sequence[HistoryLine]:
        """What was done to a case, oldest first; of an accusation who opened it and why, but not what was said."""
        with self._session.reading() as connection:
            return audit_rows.for_subject(connection, "case", case_no)

    # ---- writing

    def record(self, case_no: str, kind: str, document: object) -> Recorded:
        """Record that something happened (rules/command-line.md, `case record`).

        Refused with the article where the rules forbid it; what is only unwise comes back as warnings.
        """
        with self._session.writing() as connection:
            case_id = self.id_of(connection, case_no)
            event_id, warnings = self.record_within(connection, self._session.act(), case_id, kind, document)
            return Recorded(self.load_within(connection, case_id), event_id, warnings)

    def undo(self, case_no: str, event_id: int, why: str = "") -> Recorded:
        """Take an event back, as `undone` does; it stays in the timeline, struck through."""
        today = self._session.latest().date()
        return self.record(case_no, "undone", {"on": today.isoformat(), "event_id": event_id, "note": why})

    def take_back(self, way: ways.Way) -> None:
        """Undo the event that a step had recorded."""
        assert isinstance(way, ways.UndoEvent)
        self.undo(way.case_no, way.event_id, WHY_UNDONE)

    def record_within(
        self,
        connection: Transaction,
        act: Act,
        case_id: int,
        kind: str,
        document: object,
        *,
        letter: str = "",
        tells: bool = False,
    ) -> tuple[int, tuple[str, ...]]:
        """`record` in the caller's transaction: the new event's id and the warnings.

        `letter` is the number of the paper that records it (or, for `undone`, that is voided); `tells`: that paper
        goes to the petitioner, who is told in writing by it.
        """
        new = parse_event(
            kind, document, today=self._session.latest().date(), by=self._session.actor.name, by_paper=tells
        )
        rules = self.rules_within(connection)
        case = load(connection, case_id, rules, self._session.latest().date(), unmasking.inside())
        purged.refuse(connection, "case", case.case_no)
        if case.restricted:
            unmasking.refuse_shut_out(self._session, connection, "case", case.case_no)
        facts = case_facts(case, rules)
        if kind == "merged" and not case.merged_into:
            case_joining.joined(connection, case, new.content["into"], rules)
        known = rows.events(connection, case_id)
        checked = check(known, CaseEvent(kind, new.on, new.content), facts)
        content = dict(checked.content)
        if kind == "concluded" and letter and not tells:
            content["on_the_spot"] = True  # 简易办理: the paper keeps what was answered, nothing is served
        if kind == "undone":
            case_joining.step_back(connection, act, case, content["event_id"], rules, new, letter=letter)
        elif kind == "served":
            content["of"] = facts.letters[content["document_no"]].event
            rows.mark_served(connection, case_id, content["document_no"], new.on)
        elif kind == "split":
            content["into"] = case_joining.split_off(connection, act, case, content["requests"], rules, new)
        elif kind == "merged":
            case_joining.merge(connection, act, case, content["into"], rules, new)
        elif kind == "titled":
            content["before"] = case.title
        event_id = self._write(connection, act, case, new.kind, new.on, {**new.document, **content}, letter)
        if (title := _title_after(case, kind, content)) is not None:
            rows.name(connection, {case_id: title})
        rows.reproject(connection, case_id, rules.calendar, rules.office.limits)
        rows.reindex(connection, case_id)
        return event_id, checked.warnings

    def _write(
        self,
        connection: Transaction,
        act: Act,
        case: CaseFile,
        kind: str,
        on: date,
        document: Mapping[str, Any],
        letter: str,
    ) -> int:
        event_id = rows.record(connection, act, case.case_id, kind, on, document)
        # `event` is this one; the words of some kinds name another by `event_id`
        after = {"event_id": event_id, "kind": kind, "on": on.isoformat(), **document, "event": event_id}
        if letter:
            after["letter"] = letter
        audit_rows.append(
            connection, act, "case.recorded", "case", case.case_no, after=after, restricted=case.restricted
        )
        return event_id


def _title_after(case: CaseFile, kind: str, content: Mapping[str, Any]) -> str | None:
    """The case's 事项概要 after this event, None when it stays: a new one, or the one before a change taken back."""
    if kind == "titled":
        return str(content["title"])
    titled = [event for event in case.events if event.kind == "titled" and not event.undone]
    if kind != "undone" or not titled or content["event_id"] != titled[-1].event_id:
        return None
    return str(titled[-1].content["before"])
