"""What anybody may know of a letter of an accusation: its number, its days, where it stands; nothing written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from petidesk.domain.letters.letters import Letter


@dataclass(frozen=True, slots=True)
class ClosedLetter:
    """A letter of an accusation (《信访工作条例》第三十条第三款). It has no content, no reasons, no rare characters.

    The fields are those of `Letter`, which says what they mean.
    """

    letter_id: int
    form: str
    title: str
    case_no: str
    meeting_no: str
    of_document_no: str
    state: str
    version: int
    drafted_at: datetime
    changed_at: datetime
    staff: str
    document_no: str
    signed_by: str
    signed_on: date | None
    issued_at: datetime | None
    issued_by: str
    event_id: int | None
    form_version: str
    sha256: str
    pages: int
    to_serve: bool
    served_on: date | None
    prints: int

    @property
    def restricted(self) -> bool:
        """Whether it is closed without a reason: always."""
        return True

    @property
    def subject_no(self) -> str:
        """The number of the case, or of the meeting, that it is made for."""
        return self.case_no or self.meeting_no

    @property
    def waits_for_service(self) -> bool:
        """Issued, to be served, and not served yet."""
        return self.state == "issued" and self.to_serve and self.served_on is None


def close(letter: Letter) -> ClosedLetter:
    """The letter without what was written in it."""
    return ClosedLetter(**{field.name: getattr(letter, field.name) for field in fields(ClosedLetter)})


def content_of(letter: Letter | ClosedLetter) -> Mapping[str, Any]:
    """What was written in a letter; nothing of a closed one, so that paper shows the form alone."""
    return {} if isinstance(letter, ClosedLetter) else letter.content


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter after issuing, the event that it recorded as `case show` prints it, and what to be warned of."""

    letter: Letter | ClosedLetter
    event_id: int | None
    event: dict[str, Any] | None = None
    warnings: tuple[str, ...] = ()
