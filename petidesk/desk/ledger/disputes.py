"""What a clerk does with the ledger of disputes: enter, look up, amend, void, record what was done, take it back."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk.ledger.types import built_in_types, type_named
from petidesk.desk.listed import Listed
from petidesk.domain.audit import Act, HistoryLine
from petidesk.domain.cases.reading import NewEvent
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.ledger.disputes import (
    KEYS,
    SOURCES,
    Dispute,
    NewDispute,
    dispute_content_document,
    parse_new_dispute,
)
from petidesk.domain.ledger.events import (
    ESCALATED_TO,
    LedgerEvent,
    check_event,
    effective,
    parse_dispute_event,
    place_of,
)
from petidesk.domain.ledger.listing import DisputeQuery, DisputeRow
from petidesk.domain.numbering import format_number
from petidesk.domain.office.office import Office
from petidesk.domain.permissions import Permission
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.closed import ClosedMatter, ClosedVisit
from petidesk.storage import drafts, purged
from petidesk.storage import office as office_rows
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file import numbers
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import disputes as rows
from petidesk.storage.ledger import listing as ledger_list
from petidesk.storage.ledger import rounds
from petidesk.storage.ledger.disputes import Entry
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.visits import visits as visit_rows

if TYPE_CHECKING:
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session
    from petidesk.desk.visits.visits import Visits

_NO_ACCUSATIONS = "检举控告不进矛盾纠纷台账。"
_NO_ACCUSATIONS_BASIS = "《信访工作条例》第三十条第三款"
# A town named by its kind; 新乡市 is none.
_TOWN = re.compile("(?:镇|乡|街道)(?![市县区])")
# The columns that type-ahead learns from what was written before.
_SPOKEN = ("type", "source", "responsible_unit", "responsible_person", "case_leader")


@dataclasses.dataclass(frozen=True, slots=True)
class LedgerRules:
    """What the office says at the time of entering."""

    office: Office


@dataclasses.dataclass(frozen=True, slots=True)
class ToldOf:
    """The dispute that an event is told of."""

    dispute_id: int
    dispute_no: str
    found_on: date
    type: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Entered:
    """A new dispute's id and number, and the villages and types that it brought."""

    dispute_id: int
    dispute_no: str
    villages: tuple[str, ...]
    types: tuple[str, ...]


class Ledger(Listed[DisputeQuery, DisputeRow]):
    """The desk's ledger of disputes. Every method is one transaction; those ending in `_within` join the caller's."""

    _listing = ledger_list.LISTING

    def __init__(self, session: Session, office: OfficeDesk, visits: Visits) -> None:
        self._session = session
        self._office = office
        self._visits = visits

    # ---- writing

    def add(
        self, document: object, *, round_no: str = "", draft_id: int | None = None
    ) -> tuple[Dispute, Mapping[str, Sequence[str]]]:
        """Enter a dispute (rules/command-line.md, `dispute add`); what type-ahead values it brought."""
        with self._session.writing() as connection:
            rules = self.rules_within(connection)
            content = self.read(document, rules.office)
            round_id = rounds.find_no(connection, round_no) if round_no else None
            if round_no and round_id is None:
                raise Refused("not_found", f"没有编号为“{round_no}”的排查轮次。", field="round_no")
            if round_id is not None and rounds.is_voided(connection, round_id):
                raise Refused("already_closed", f"{round_no}已经撤销。", field="round_no")
            done = self.enter_within(connection, self._session.act(), content, rules, round_id=round_id)
            if draft_id is not None:
                drafts.discard(connection, draft_id, self._session.actor.staff_id)
            return self._get(connection, done.dispute_id), {"villages": done.villages, "types": done.types}

    def read(self, document: object, office: Office) -> NewDispute:
        """The rules of `add`, nothing written. The type's other names become its name."""
        content = parse_new_dispute(document, today=self._session.latest().date(), columns=office.ledger_columns)
        known = type_named(content.type)
        return dataclasses.replace(content, type=known.name) if known else content

    def check(self, document: object) -> NewDispute:
        """The same rules as `add`, nothing written; for a form that wants to know before it saves."""
        return self.read(document, self._office.current())

    def rules_within(self, connection: Transaction) -> LedgerRules:
        """What binds an entry now."""
        return LedgerRules(office_rows.current(connection, self._session.today()))

    def enter_within(
        self,
        connection: Transaction,
        act: Act,
        content: NewDispute,
        rules: LedgerRules,
        *,
        events: Sequence[tuple[str, date, Mapping[str, Any]]] = (),
        foreign_no: str = "",
        import_batch_id: int | None = None,
        round_id: int | None = None,
    ) -> Entered:
        """Write a checked dispute with everything that belongs to it; `events` are what an old table tells of it."""
        year, office = act.at.year, rules.office
        serial = numbers.allot(connection, "dispute", year)
        dispute_no = format_number(
            office.dispute_pattern, year=year, serial=serial, organ=office.organ, month=act.at.month
        )
        entry = Entry(
            dispute_no,
            year,
            serial,
            case_id=self._case_id(connection, content.case_no),
            visit_id=self._visit_id(connection, content.visit_no),
            round_id=round_id,
            foreign_no=foreign_no,
            import_batch_id=import_batch_id,
        )
        new_village = bool(content.village) and office_rows.touch_village(connection, content.village, act.at)
        place = place_of(content.found_on, [LedgerEvent(kind, on, told) for kind, on, told in events])
        dispute_id = rows.add(connection, act, content, entry, place, follow_up_days=office.follow_up_days)
        for kind, on, told in events:
            rows.record(connection, act, dispute_id, kind, on, told)
        audit_rows.append(
            connection,
            act,
            "dispute.imported" if import_batch_id else "dispute.added",
            "dispute",
            dispute_no,
            after=dispute_content_document(content),
        )
        new_type = bool(content.type) and type_named(content.type) is None
        return Entered(
            dispute_id,
            dispute_no,
            (content.village,) if new_village else (),
            (content.type,) if new_type else (),
        )

    def amend(self, dispute_no: str, change: object, *, expected_version: int | None = None) -> Dispute:
        """Put the keys of `change` in place. What was before stays in the history."""
        if not isinstance(change, dict):
            raise Refused("bad_value", "更正内容应当是一组“键: 值”。")
        with self._session.writing() as connection:
            rules = self.rules_within(connection)
            before = self._open(connection, dispute_no)
            if expected_version is not None and expected_version != before.version:
                raise Refused("forbidden", f"{dispute_no}刚被改过（现在是第{before.version}版），请重新打开后再改。")
            for key in change:
                if key not in KEYS:
                    raise Refused("unknown_key", f"不认识的项目“{key}”，请核对拼写。", field=str(key))
            content = self._amended(before.content, change, rules.office)
            if dataclasses.replace(content, warnings=()) == dataclasses.replace(before.content, warnings=()):
                raise Refused("missing", "内容与原来一样，没有要更正的。")
            known = rows.events(connection, before.dispute_id)
            _refuse_later_found(content.found_on, known)
            act = self._session.act()
            if content.village:
                office_rows.touch_village(connection, content.village, act.at)
            rows.rewrite(
                connection,
                act,
                before.dispute_id,
                before.version + 1,
                content,
                case_id=self._case_id(connection, content.case_no),
                visit_id=self._visit_id(connection, content.visit_no),
            )
            rows.write_place(
                connection,
                before.dispute_id,
                place_of(content.found_on, effective(known)),
                follow_up_days=rules.office.follow_up_days,
            )
            rows.reindex(connection, before.dispute_id, dispute_no, before.foreign_no, content)
            audit_rows.append(
                connection,
                act,
                "dispute.amended",
                "dispute",
                dispute_no,
                before=dispute_content_document(before.content),
                after=dispute_content_document(content),
            )
            return self._get(connection, before.dispute_id)

    def _amended(self, before: NewDispute, change: dict[str, Any], office: Office) -> NewDispute:
        """The content with the changes. Values of columns that the office has since given up stay where they are."""
        if "extra" in change:
            return self.read(dispute_content_document(before) | change, office)
        content = self.read(dispute_content_document(before) | change | {"extra": {}}, office)
        return dataclasses.replace(content, extra=before.extra)

    def void(self, dispute_no: str, why: str) -> Dispute:
        """Void a dispute with a reason. It stays visible, its number is never used again, no month counts it."""
        if not why.strip():
            raise Refused("missing", "请写明作废的原因。", field="why")
        with self._session.writing() as connection:
            self._session.require(connection, Permission.VOID_DISPUTE)
            before = self._open(connection, dispute_no)
            self.void_within(connection, self._session.act(), before, why.strip())
            return self._get(connection, before.dispute_id)

    def void_within(self, connection: Transaction, act: Act, before: Dispute, why: str) -> None:
        """Void one dispute in the caller's transaction; undoing an import voids many."""
        rows.void(connection, act, before.dispute_id, before.version + 1, why)
        rows.unindex(connection, before.dispute_id)
        audit_rows.append(
            connection,
            act,
            "dispute.voided",
            "dispute",
            before.dispute_no,
            before={"voided": False},
            after={"voided": True, "why": why},
        )

    def record(self, dispute_no: str, kind: str, document: object) -> tuple[Dispute, tuple[str, ...]]:
        """Record what was done (rules/command-line.md, `dispute record`); the dispute after it, and warnings."""
        with self._session.writing() as connection:
            before = self._open(connection, dispute_no)
            new = parse_dispute_event(kind, document, today=self._session.latest().date(), by=self._session.actor.name)
            told_of = ToldOf(before.dispute_id, dispute_no, before.content.found_on, before.content.type)
            known = rows.events(connection, before.dispute_id)
            office = office_rows.current(connection, self._session.today())
            _, warnings = self.record_within(connection, self._session.act(), told_of, known, new, office)
            return self._get(connection, before.dispute_id), warnings

    def record_within(
        self,
        connection: Transaction,
        act: Act,
        dispute: ToldOf,
        known: Sequence[LedgerEvent],
        new: NewEvent,
        office: Office,
    ) -> tuple[list[LedgerEvent], tuple[str, ...]]:
        """Record an event after those that are `known`; all events in the order of their days, and warnings."""
        content = dict(new.content)
        if new.kind == "escalated":
            content["to_level"] = _level_of(content["to"], office)
        warnings = check_event(dispute.found_on, known, LedgerEvent(new.kind, new.on, content), dispute.type)
        told = {**new.document, **content}
        event_id = rows.record(connection, act, dispute.dispute_id, new.kind, new.on, told)
        events = [*known, LedgerEvent(new.kind, new.on, content, event_id)]
        events.sort(key=lambda event: (event.on, event.event_id))
        place = place_of(dispute.found_on, effective(events))
        rows.write_place(connection, dispute.dispute_id, place, follow_up_days=office.follow_up_days)
        after = {**told, "event": event_id, "kind": new.kind, "on": new.on.isoformat()}
        audit_rows.append(connection, act, "dispute.recorded", "dispute", dispute.dispute_no, after=after)
        return events, warnings

    def undo(self, dispute_no: str, event_id: int, why: str = "") -> Dispute:
        """Take an event back; it stays in the timeline, struck through."""
        today = self._session.latest().date()
        document = {"on": today.isoformat(), "event_id": event_id, "note": why}
        return self.record(dispute_no, "undone", document)[0]

    # ---- reading

    def get(self, dispute_no: str | None = None, *, dispute_id: int | None = None) -> Dispute:
        """One dispute by its number or id. Refused ``not_found`` when there is none."""
        with self._session.reading() as connection:
            return self._get(connection, self._id(connection, dispute_no or "") if dispute_id is None else dispute_id)

    def history(self, dispute_no: str) -> Sequence[HistoryLine]:
        """What was done to a dispute, oldest first, with before and after."""
        with self._session.reading() as connection:
            return audit_rows.for_subject(connection, "dispute", dispute_no)

    def totals(self, query: DisputeQuery) -> tuple[int, int, int]:
        """Disputes, people involved, and money in fen of the query."""
        with self._session.reading() as connection:
            return ledger_list.totals(connection, query)

    def spoken(self, key: str) -> tuple[str, ...]:
        """Values for type-ahead of a field: those of the settings first, then those written before."""
        with self._session.reading() as connection:
            written = ledger_list.spoken(connection, key) if key in _SPOKEN else []
            office = office_rows.current(connection, self._session.today())
        first: tuple[str, ...] = ()
        if key == "type":
            first = tuple(known.name for known in built_in_types())
        elif key == "source":
            first = SOURCES
        elif key == "responsible_unit":
            first = (*office.units, *office.sections)
        elif key == "case_leader":
            first = tuple(leader.name for leader in office.leaders)
        return tuple(dict.fromkeys((*first, *written)))

    def from_visit(self, visit_no: str, place: int = 0) -> dict[str, Any]:
        """What a dispute that comes from a visit begins with. Refused (forbidden) for an accusation."""
        visit = self._visits.get(visit_no)  # closed: who accused is no party, of the matter beside it neither
        stored = visit.matters[place]
        if isinstance(stored, ClosedMatter):
            raise Refused("forbidden", _NO_ACCUSATIONS, field="visit_no", basis=_NO_ACCUSATIONS_BASIS)
        people = () if isinstance(visit, ClosedVisit) else visit.content.petitioners
        return {
            "found_on": visit.at.date().isoformat(),
            "village": stored.matter.village or next((person.village for person in people if person.village), ""),
            "source": "来访转入",
            "title": stored.matter.title,
            "summary": stored.matter.statement,
            "parties": [
                {"name": person.name, "side": "a", "phone": person.phone, "id_number": person.id_number}
                for person in people
                if person.name
            ],
            "people_involved": visit.people,
            "case_no": stored.case_no,
            "visit_no": visit_no,
        }

    def to_visit(self, dispute_no: str) -> dict[str, Any]:
        """What a visit that comes from a dispute begins with."""
        content = self.get(dispute_no).content
        return {
            "petitioners": [
                {"name": party.name, "phone": party.phone, "id_number": party.id_number, "village": content.village}
                for party in content.parties[:5]
            ],
            "matters": [
                {
                    "purpose": "appeal",
                    "title": content.title,
                    "statement": content.summary,
                    "village": content.village,
                    "case_no": content.case_no,
                }
            ],
        }

    def _get(self, connection: Transaction, dispute_id: int) -> Dispute:
        found = rows.load(connection, dispute_id)
        if found is None:
            raise Refused("not_found", "这条纠纷不存在。")
        return found

    def _id(self, connection: Transaction, dispute_no: str) -> int:
        found = rows.find_no(connection, dispute_no)
        if found is None:
            raise Refused("not_found", f"没有编号为“{dispute_no}”的矛盾纠纷。", field="dispute_no")
        return found

    def _open(self, connection: Transaction, dispute_no: str) -> Dispute:
        before = self._get(connection, self._id(connection, dispute_no))
        purged.refuse(connection, "dispute", dispute_no)
        if before.voided:
            raise Refused("already_closed", f"{dispute_no}已经作废，不能再改。")
        return before

    def _case_id(self, connection: Transaction, case_no: str | None) -> int | None:
        if case_no is None:
            return None
        found = case_rows.find_no(connection, case_no)
        if found is None:
            raise Refused("not_found", f"没有编号为“{case_no}”的信访事项。", field="case_no")
        purged.refuse(connection, "case", case_no)
        if found[1]:
            raise Refused("forbidden", _NO_ACCUSATIONS, field="case_no", basis=_NO_ACCUSATIONS_BASIS)
        return found[0]

    def _visit_id(self, connection: Transaction, visit_no: str | None) -> int | None:
        if visit_no is None:
            return None
        found = visit_rows.find_no(connection, visit_no)
        if found is None:
            raise Refused("not_found", f"没有编号为“{visit_no}”的来访。", field="visit_no")
        purged.refuse(connection, "visit", visit_no)
        visit = visit_rows.load(connection, found)
        if visit is not None and all(stored.purpose == ACCUSATION for stored in visit.matters):
            raise Refused("forbidden", _NO_ACCUSATIONS, field="visit_no", basis=_NO_ACCUSATIONS_BASIS)
        return found


def _refuse_later_found(found_on: date, events: Sequence[LedgerEvent]) -> None:
    first = min((event.on for event in effective(events)), default=None)
    if first is not None and first < found_on:
        raise Refused("bad_value", f"排查日期晚于{first.isoformat()}已经记下的处理，请核对。", field="found_on")


def _level_of(to: str, office: Office) -> str:
    """Who has the dispute after it went up: the town, or the county and above. The code or a name may be given."""
    if to in ESCALATED_TO:
        return to
    if to in filter(None, (office.county, office.petition_department)):
        return "county"
    own = (*office.own_names, office.party_committee, office.petition_office, *office.sections)
    return "town" if to in own or _TOWN.search(to) else "county"
