"""A visit as JSON (rules/command-line.md, Visits): what `visit add` takes, and what `visit show` prints beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from petidesk.domain.json_output import iso
from petidesk.domain.visits.closed import ClosedMatter, ClosedVisit
from petidesk.domain.visits.visits import Added, Deadline, Matter, NewVisit, Petitioner, StoredMatter, Visit


def _flat(value: object, leave_out: str = "") -> dict[str, Any]:
    """The fields of a flat dataclass by name; `dataclasses.asdict` copies deeply and takes ten times as long."""
    return {name: getattr(value, name) for name in value.__slots__ if name != leave_out}  # type: ignore[attr-defined]


def petitioner_document(petitioner: Petitioner) -> dict[str, Any]:
    """A petitioner as `visit add` takes it."""
    document = _flat(petitioner, "not_same_as")
    document["birth"] = iso(petitioner.birth)
    return document


def matter_document(matter: Matter) -> dict[str, Any]:
    """A matter as `visit add` takes it."""
    return {**_flat(matter), "requests": list(matter.requests)}


def content_document(visit: NewVisit) -> dict[str, Any]:
    """The visit as `visit add` takes it (rules/command-line.md), without the stored keys."""
    return {
        "at": iso(visit.at, "minutes"),
        "channel": visit.channel,
        "received_by": visit.received_by,
        "people": visit.people,
        "petitioners": [petitioner_document(petitioner) for petitioner in visit.petitioners],
        "matters": [matter_document(matter) for matter in visit.matters],
        "materials": [_flat(material) for material in visit.materials],
        "handling": visit.handling,
        "national_no": visit.national_no,
        "query_code": visit.query_code,
        "signatories": visit.signatories or None,
        "enclosures": visit.enclosures or None,
        "caller_no": visit.caller_no,
        "note": visit.note,
    }


_BARE = content_document(NewVisit(datetime.min, "", (), ()))
_BARE_PETITIONER, _BARE_MATTER = petitioner_document(Petitioner()), matter_document(Matter("", ""))


def completed(document: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a visit as any version wrote it down, with what it did not know yet as when nobody says it."""
    parts = {
        "petitioners": [{**_BARE_PETITIONER, **part} for part in document["petitioners"]],
        "matters": [{**_BARE_MATTER, **part} for part in document["matters"]],
    }
    return {**_BARE, **document, **parts}


def deadline_document(deadline: Deadline) -> dict[str, Any]:
    """A clock as JSON: ISO dates, null where the year's calendar is not known."""
    return {
        "kind": deadline.kind,
        "from": iso(deadline.start),
        "raw": iso(deadline.raw),
        "legal": iso(deadline.legal),
        "safe": iso(deadline.safe),
        "calendar_missing": deadline.calendar_missing,
        "basis": deadline.basis,
    }


def visit_document(visit: Visit | ClosedVisit, added: Added | None = None) -> dict[str, Any]:
    """The stored record as the command line prints it: what `add` takes plus the stored keys.

    Of a closed accusation the same keys stand with nothing in them, and `masked` says why.
    """
    document = _closed_content(visit) if isinstance(visit, ClosedVisit) else content_document(visit.content)
    for matter, stored in zip(document["matters"], visit.matters, strict=True):
        matter["case_no"] = stored.case_no
        matter["first_or_repeat"] = stored.first_or_repeat
        matter["deadlines"] = [deadline_document(deadline) for deadline in stored.deadlines]
    document |= {
        "visit_no": visit.visit_no,
        "group": visit.group,
        "voided": visit.voided,
        "void_reason": "" if isinstance(visit, ClosedVisit) else visit.void_reason,
        "version": visit.version,
        "entered_at": iso(visit.entered_at),
        "entered_by": visit.entered_by,
        "foreign_no": visit.foreign_no,
        "warnings": [] if isinstance(visit, ClosedVisit) else list(visit.content.warnings),
    }
    if isinstance(visit, ClosedVisit):
        document["masked"] = True
    if added is not None:
        document["added"] = {"villages": list(added.villages), "categories": list(added.categories)}
    return document


def _closed_content(visit: ClosedVisit) -> dict[str, Any]:
    """The keys of any visit, empty where they would name somebody or say what was said."""
    return {
        "at": iso(visit.at, "minutes"),
        "channel": visit.channel,
        "received_by": visit.received_by,
        "people": visit.people,
        "petitioners": [petitioner_document(Petitioner()) for _ in range(visit.named)],
        "matters": [matter_document(_shown(stored)) for stored in visit.matters],
        "materials": [],
        "handling": "",
        "national_no": visit.national_no,
        "query_code": "",
        "signatories": None,
        "enclosures": None,
        "caller_no": "",
        "note": "",
    }


def _shown(stored: StoredMatter | ClosedMatter) -> Matter:
    if isinstance(stored, StoredMatter):
        return stored.matter
    return Matter(purpose=stored.purpose, statement="", urgent=stored.urgent)
