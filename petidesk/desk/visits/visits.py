"""What a clerk does with visits: register, look up, amend, void, and be told of earlier ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from petidesk.desk import unmasking
from petidesk.desk.cases.following import Rules, bring, open_case, reproject
from petidesk.desk.cases.guards import footings, refuse_broken, refuse_with_events
from petidesk.desk.listed import Listed
from petidesk.desk.safety import sealing
from petidesk.desk.visits.registering import beside, brought, link_person, register, touch_choices
from petidesk.domain.audit import Act, HistoryLine
from petidesk.domain.cases.brought import visit_event
from petidesk.domain.cases.projection import begun, dates_of
from petidesk.domain.opened import Opened
from petidesk.domain.papers import PaperLine
from petidesk.domain.permissions import Permission
from petidesk.domain.search import initials
from petidesk.domain.trouble import Refused
from petidesk.domain.visits import people as person_rules
from petidesk.domain.visits.amendments import amended_document, keep_people, refuse_other_cases
from petidesk.domain.visits.closed import ClosedVisit, close
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.listing import VisitQuery, VisitRow
from petidesk.domain.visits.people import Likely, Probe
from petidesk.domain.visits.visits import Added, NewVisit, Visit, parse_new_visit
from petidesk.storage import attachments as attachment_rows
from petidesk.storage import drafts as draft_rows
from petidesk.storage import office as office_rows
from petidesk.storage import purged
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.visits import listing as visit_list
from petidesk.storage.visits import papers as paper_rows
from petidesk.storage.visits import people as people_rows
from petidesk.storage.visits import visits as rows
from petidesk.storage.visits.visits import LinkedMatter

if TYPE_CHECKING:
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session


class Visits(Listed[VisitQuery, VisitRow]):
    """The desk's visits. Every method is one transaction."""

    _listing = visit_list.LISTING

    def __init__(self, session: Session, office: OfficeDesk, calendars: Calendars) -> None:
        self._session = session
        self._office = office
        self._calendars = calendars

    def rules(self, connection: Transaction) -> Rules:
        """What binds a registration now."""
        return Rules(office_rows.current(connection, self._session.today()), self._calendars.load())

    # ---- writing

    def add(self, document: object, *, draft_id: int | None = None) -> tuple[Visit, Added]:
        """Register a visit (rules/command-line.md, `visit add`). The draft it grew from goes in the same transaction.

        An accusation comes back open, this once: to whoever has just written it, it says nothing new.
        """
        with self._session.writing() as connection:
            return self.add_within(connection, document, draft_id=draft_id)

    def add_within(
        self, connection: Transaction, document: object, *, draft_id: int | None = None
    ) -> tuple[Visit, Added]:
        """Register a visit in the caller's transaction, as `add` does; a reception day takes it as its guest's."""
        rules = self.rules(connection)
        most = rules.office.most_representatives
        content = parse_new_visit(document, now=self._session.latest(), most_representatives=most)
        if not content.received_by:
            content = dataclasses.replace(content, received_by=self._session.actor.name)
        unmasking.refuse_receiving(self._session, connection, content)
        done = register(connection, self._session.act(), content, rules)
        if draft_id is not None:
            draft_rows.discard(connection, draft_id, self._session.actor.staff_id)
        return self._complete(connection, done.visit_id, rules, unmasking.inside()), done.added

    def check(self, document: object) -> NewVisit:
        """The same rules as `add`, nothing written; for a form that wants to know before it saves."""
        office = self._office.current()
        return parse_new_visit(document, now=self._session.latest(), most_representatives=office.most_representatives)

    def amend(
        self, visit_no: str, change: object, *, expected_version: int | None = None, unmask: str = ""
    ) -> Visit | ClosedVisit:
        """Put the keys of `change` in place. What was before stays in the history.

        `expected_version` is the version the change was made on; refused when someone amended it meanwhile. Of an
        accusation the whole comes back only for a reason given in `unmask` (see `get`). Without one nobody makes an
        accusation anything else: that would open it to everyone.
        """
        with self._session.writing() as connection:
            rules = self.rules(connection)
            before = self._open_for_change(connection, visit_no, expected_version)
            act = self._session.act()
            unmasking.refuse_sealed(before)
            self.amend_within(connection, act, before, change, rules)
            moved = attachment_rows.follow(connection, self._session.folder)
            after = self._complete(connection, before.visit_id, rules, unmasking.inside())
            looked = (before.accuses or after.accuses) and bool(unmask or _opens(before, after))
            if looked:
                unmasking.leave_trace(self._session, connection, act, "visit", visit_no, unmask)
            if _accusations(before) != _accusations(after):
                sealing.follow(connection, act, opens=_opens(before, after))
        if moved:
            from petidesk.desk.attachments import drop

            drop(self._session, moved)
        return close(after) if after.accuses and not looked else after

    def amend_within(self, connection: Transaction, act: Act, before: Visit, change: object, rules: Rules) -> None:
        """Amend one visit in the caller's transaction, as `amend` does."""
        content = parse_new_visit(
            amended_document(before, change),
            now=max(self._session.latest(), act.at, before.content.at),
            most_representatives=rules.office.most_representatives,
        )
        if dataclasses.replace(content, warnings=()) == dataclasses.replace(before.content, warnings=()):
            raise Refused("missing", "内容与原来一样，没有要更正的。")
        if content.received_by != before.content.received_by:
            unmasking.refuse_receiving(self._session, connection, content)
        self._write_amendment(connection, act, before, content, rules)

    def void(self, visit_no: str, why: str) -> Visit | ClosedVisit:
        """Void a visit with a reason. It stays visible, its number is never used again, its clocks stop.

        An accusation comes back closed.
        """
        if not why.strip():
            raise Refused("missing", "请写明作废的原因。", field="why")
        with self._session.writing() as connection:
            self._session.require(connection, Permission.VOID_VISIT)
            before = self._open_for_change(connection, visit_no, None)
            rules = self.rules(connection)
            case_ids = [case_id for case_id, _ in rows.linked_cases(connection, before.visit_id)]
            was = footings(connection, case_ids, rules, self._session.latest().date())
            refuse_with_events(
                was, [not case_rows.has_other_visits(connection, case_id, before.visit_id) for case_id in case_ids]
            )
            self.void_within(connection, self._session.act(), before, why.strip())
            refuse_broken(was, footings(connection, case_ids, rules, self._session.latest().date()))
            return self._complete(connection, before.visit_id, rules)

    def void_within(self, connection: Transaction, act: Act, before: Visit, why: str) -> None:
        """Void one visit in the caller's transaction; undoing an import voids many."""
        rows.void(connection, act, before.visit_id, before.version + 1, why)
        case_ids = [case_id for case_id, _ in rows.linked_cases(connection, before.visit_id)]
        reproject(connection, case_ids, self.rules(connection))
        for case_id in case_ids:
            case_rows.reindex(connection, case_id)
        people_rows.refresh(
            connection, [person.person_id for person in before.content.petitioners if person.person_id is not None]
        )
        audit_rows.append(
            connection,
            act,
            "visit.voided",
            "visit",
            before.visit_no,
            before={"voided": False},
            after={"voided": True, "why": why},
            restricted=before.accuses,
        )

    def _open_for_change(self, connection: Transaction, visit_no: str, expected_version: int | None) -> Visit:
        before = rows.load(connection, self._id(connection, visit_no), unmasking.inside())
        assert before is not None
        purged.refuse(connection, "visit", visit_no)
        if before.accuses:
            unmasking.refuse_shut_out(self._session, connection, "visit", visit_no)
        if before.voided:
            raise Refused("already_closed", f"{visit_no}已经作废，不能再改。")
        if expected_version is not None and expected_version != before.version:
            raise Refused("forbidden", f"{visit_no}刚被改过（现在是第{before.version}版），请重新打开后再改。")
        return before

    def _write_amendment(
        self, connection: Transaction, act: Act, before: Visit, content: NewVisit, rules: Rules
    ) -> None:
        old_links = rows.linked_cases(connection, before.visit_id)
        shared = [case_rows.has_other_visits(connection, case_id, before.visit_id) for case_id, _ in old_links]
        refuse_other_cases(before, content, shared)
        was = footings(connection, [case_id for case_id, _ in old_links], rules, act.at.date())
        old_people = [person.person_id for person in before.content.petitioners]
        content = keep_people(before.content, content)
        person_ids = [
            link_person(connection, act, given, content, place) for place, given in enumerate(content.petitioners)
        ]
        matters = [
            LinkedMatter(item, *old_links[place])
            if place < len(old_links)
            else open_case(connection, act, item, content, rules)
            for place, item in enumerate(content.matters)
        ]
        added = touch_choices(connection, act, content)
        rows.rewrite(connection, act, before.visit_id, before.version + 1, content, person_ids, matters)
        for linked in matters[len(old_links) :]:
            bring(connection, act, linked, content, before.visit_id, rules, owed=not before.imported)
        self._follow_cases(connection, before, content, matters[: len(old_links)], rules)
        # It reaches into every other subject, which a list of visits need not load.
        from petidesk.desk.visits import closing

        closing.follow(connection, act, before, content, matters[: len(old_links)])
        refuse_broken(was, footings(connection, [case_id for case_id, _ in old_links], rules, act.at.date()))
        gone = {person_id for person_id in old_people if person_id is not None}
        kept = {person_id for person_id in gone if not people_rows.forget_new(connection, person_id)}
        people_rows.refresh(connection, kept | {person_id for person_id in person_ids if person_id is not None})
        rows.reindex(connection, before.visit_id, before.visit_no, before.foreign_no, content)
        audit_rows.append(
            connection,
            act,
            "visit.amended",
            "visit",
            before.visit_no,
            before=content_document(before.content),
            after=content_document(content) | brought(added),
            restricted=before.accuses or content.accuses,
            beside=beside(content, person_ids, matters, [was.case_no for was in before.matters]),
        )

    def _follow_cases(
        self, connection: Transaction, before: Visit, content: NewVisit, matters: list[LinkedMatter], rules: Rules
    ) -> None:
        """What the amendment changes in the cases: their title when this visit opened them, their clocks."""
        for linked in matters:
            document = visit_event(content, owed=linked.matter.raises and not before.imported)
            case_rows.change_visit_events(connection, before.visit_id, linked.case_id, content.at.date(), document)
            if not linked.repeat:
                item = linked.matter
                case_rows.describe(
                    connection,
                    linked.case_id,
                    title=item.heading,
                    purpose=item.purpose,
                    restricted=item.restricted,
                    opened_on=content.at.date(),
                )
            case_rows.reindex(connection, linked.case_id)
        reproject(connection, [linked.case_id for linked in matters], rules)

    # ---- reading

    def get(self, visit_no: str | None = None, *, visit_id: int | None = None, unmask: str = "") -> Visit | ClosedVisit:
        """One visit by its number or id, with its clocks. Refused ``not_found`` when there is none.

        An accusation in it stays closed, except for a reason given in `unmask`: that needs permission
        (``no_permission``) and leaves an audit line (《信访工作条例》第三十条第三款).
        """
        with self._session.reading() as connection:
            visit = self.load_within(connection, visit_no, visit_id=visit_id)
        if isinstance(visit, Visit) or not unmask:
            return visit
        return self._look(visit, unmask)[0]

    def opened(
        self, visit_no: str | None = None, *, visit_id: int | None = None, unmask: str = ""
    ) -> tuple[Visit | ClosedVisit, Sequence[HistoryLine]]:
        """A visit with its history, as `get` and `history` give them; a reason opens both, in one look."""
        with self._session.reading() as connection:
            visit = self.load_within(connection, visit_no, visit_id=visit_id)
            changes = audit_rows.for_subject(connection, "visit", visit.visit_no)
        if isinstance(visit, ClosedVisit) and unmask:
            return self._look(visit, unmask)
        return visit, changes

    def _look(self, closed: ClosedVisit, why: str) -> tuple[Visit, Sequence[HistoryLine]]:
        """The whole visit and its history for a reason, whose line is left here. Refused missing, no_permission."""
        with self._session.writing() as connection:
            opened = unmasking.leave_trace(
                self._session, connection, self._session.act(), "visit", closed.visit_no, why
            )
            visit = self.load_within(connection, visit_id=closed.visit_id, opened=opened)
            return visit, audit_rows.for_subject(connection, "visit", closed.visit_no, opened)

    @overload
    def load_within(
        self, connection: Transaction, visit_no: str | None = None, *, visit_id: int | None = None, opened: Opened
    ) -> Visit: ...
    @overload
    def load_within(
        self, connection: Transaction, visit_no: str | None = None, *, visit_id: int | None = None
    ) -> Visit | ClosedVisit: ...
    def load_within(
        self,
        connection: Transaction,
        visit_no: str | None = None,
        *,
        visit_id: int | None = None,
        opened: Opened | None = None,
    ) -> Visit | ClosedVisit:
        """The visit with its clocks in the caller's transaction; with an accusation closed but to who is `opened`."""
        if visit_id is None:
            visit_id = self._id(connection, visit_no or "")
        return self._complete(connection, visit_id, self.rules(connection), opened)

    def history(self, visit_no: str) -> Sequence[HistoryLine]:
        """What was done to a visit, oldest first, with before and after; of an accusation who opened it and why."""
        with self._session.reading() as connection:
            return audit_rows.for_subject(connection, "visit", visit_no)

    def papers(self, visit_id: int) -> list[PaperLine]:
        """The papers printed for a visit."""
        with self._session.reading() as connection:
            return paper_rows.of_visit(connection, visit_id)

    def totals(self, query: VisitQuery) -> tuple[int, int]:
        """批次 and 人次 of the query."""
        with self._session.reading() as connection:
            return visit_list.totals(connection, query)

    def similar(self, probe: Probe, limit: int = 8, *, by_name_alone: bool = True) -> list[Likely]:
        """Earlier people who may be the one being typed, the likeliest first, each with the last cases.

        Where one is sure (same identity number), those of whom staff said that they are someone else stay away; one
        who has the number itself always comes.
        """
        readings = initials(probe.name) if probe.name and probe.birth else frozenset()
        with self._session.reading() as connection:
            ranked = []
            for known, phones in people_rows.candidates(connection, probe):
                why = person_rules.reasons(probe, known, phones, readings)
                if not by_name_alone:
                    why = tuple(reason for reason in why if reason != "name")
                if why and (known.person_id not in probe.not_same_as or person_rules.same_number(probe, known)):
                    ranked.append((person_rules.match_weight(why), known, why))
            ranked.sort(key=lambda item: (-item[0], -item[1].person_id))
            if ranked and "id_number" in ranked[0][2]:
                different = people_rows.different_from(connection, ranked[0][1].person_id)
                ranked = [
                    item
                    for item in ranked
                    if item[1].person_id not in different or person_rules.same_number(probe, item[1])
                ]
            return [
                Likely(known, why, people_rows.earlier_cases(connection, known.person_id))
                for _, known, why in ranked[:limit]
            ]

    def _id(self, connection: Transaction, visit_no: str) -> int:
        visit_id = rows.find_no(connection, visit_no)
        if visit_id is None:
            raise Refused("not_found", f"没有编号为“{visit_no}”的来访。", field="visit_no")
        return visit_id

    @overload
    def _complete(self, connection: Transaction, visit_id: int, rules: Rules, opened: Opened) -> Visit: ...
    @overload
    def _complete(
        self, connection: Transaction, visit_id: int, rules: Rules, opened: Opened | None = None
    ) -> Visit | ClosedVisit: ...
    def _complete(
        self, connection: Transaction, visit_id: int, rules: Rules, opened: Opened | None = None
    ) -> Visit | ClosedVisit:
        """The stored visit with its clocks: those that it started, the handling of a case that runs."""
        found = rows.load(connection, visit_id, opened)
        if found is None:
            raise Refused("not_found", "这条来访不存在。")
        limits = rules.office.limits
        started = [dates_of(running, rules.calendar, limits) for running in begun(found)]
        handling = [
            (dates_of(running, rules.calendar, limits),) if running is not None else ()
            for running in case_rows.handling(connection, [item.case_no for item in found.matters])
        ]
        raised = [item.first_or_repeat != "visit" for item in found.matters]
        return found.with_clocks(
            [(*started, *more) if owed else more for owed, more in zip(raised, handling, strict=True)]
        )


def _accusations(visit: Visit) -> list[bool]:
    return [item.matter.restricted for item in visit.matters]


def _opens(before: Visit, after: Visit) -> bool:
    """Whether something that was an accusation is none any more."""
    return any(
        was.matter.restricted and not now.matter.restricted
        for was, now in zip(before.matters, after.matters, strict=False)
    )
