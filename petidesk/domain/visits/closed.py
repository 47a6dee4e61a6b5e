"""What anybody may know of a visit with an accusation in it (《信访工作条例》第三十条第三款).

That it is there, when it came, how many came, where its cases stand; and the matters beside the accusation. Names,
words, remarks, answers, materials and the query code have no place here, so nothing can show them by mistake.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from petidesk.domain.codes import ACCUSATION, GROUP_FROM
from petidesk.domain.secrets.sealed import unless_sealed
from petidesk.domain.visits.visits import Deadline, StoredMatter, Visit


@dataclass(frozen=True, slots=True)
class ClosedMatter:
    """An accusation: its case and its clocks. It has no words."""

    case_no: str
    first_or_repeat: str
    urgent: bool
    deadlines: tuple[Deadline, ...] = ()

    @property
    def purpose(self) -> str:
        """检举控告: whatever is closed is one."""
        return ACCUSATION


@dataclass(frozen=True, slots=True)
class ClosedVisit:
    """A visit with an accusation in it. The other matters of a mixed one are open; who came is not."""

    visit_id: int
    visit_no: str
    at: datetime
    channel: str
    received_by: str
    people: int
    national_no: str
    entered_at: datetime
    entered_by: str
    changed_at: datetime
    version: int
    voided: bool
    foreign_no: str
    imported: bool
    named: int
    notice_clock_runs: bool
    matters: tuple[StoredMatter | ClosedMatter, ...]

    @property
    def accuses(self) -> bool:
        """Whether an accusation stands in it: always."""
        return True

    @property
    def group(self) -> bool:
        """集体访: five people or more."""
        return self.people >= GROUP_FROM

    def with_clocks(self, clocks: Sequence[tuple[Deadline, ...]]) -> ClosedVisit:
        """The same with the clocks of each matter."""
        told = zip(self.matters, clocks, strict=True)
        return dataclasses.replace(
            self, matters=tuple(dataclasses.replace(item, deadlines=running) for item, running in told)
        )


def close(visit: Visit) -> ClosedVisit:
    """The visit without who came and without what was said in its accusations."""
    content = visit.content
    return ClosedVisit(
        visit_id=visit.visit_id,
        visit_no=visit.visit_no,
        at=content.at,
        channel=content.channel,
        received_by=content.received_by,
        people=content.people,
        national_no=unless_sealed(content.national_no),
        entered_at=visit.entered_at,
        entered_by=visit.entered_by,
        changed_at=visit.changed_at,
        version=visit.version,
        voided=visit.voided,
        foreign_no=visit.foreign_no,
        imported=visit.imported,
        named=len(content.petitioners),
        notice_clock_runs=visit.notice_clock_runs,
        matters=tuple(_closed(stored) for stored in visit.matters),
    )


def _closed(stored: StoredMatter) -> StoredMatter | ClosedMatter:
    if not stored.matter.restricted:
        return stored
    return ClosedMatter(stored.case_no, stored.first_or_repeat, stored.matter.urgent, stored.deadlines)
