"""What an unfinished registration says when it is offered again: in a few lines, nothing of an accusation."""

from __future__ import annotations

from petidesk.domain.codes import CHANNELS
from petidesk.domain.listing import Draft
from petidesk.domain.visits.typed import VisitForm

_LONGEST = 120


def draft_lines(draft: Draft) -> list[str]:
    """What was typed, in a few lines; nothing of an accusation."""
    if draft.restricted:
        return []
    form = VisitForm.from_content(draft.content)
    lines = [" · ".join(part for part in (CHANNELS.get(form.channel, ""), form.at, *_people(form)) if part)]
    for matter in form.matters:
        if matter.statement.strip():
            text = matter.statement.strip()
            lines.append(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
        lines.extend(f"{number} {request}" for number, request in enumerate(matter.requests, 1))
    return [line for line in lines if line]


def _people(form: VisitForm) -> list[str]:
    return [
        " ".join(part for part in (person.name, person.village, person.address) if part)
        for person in form.petitioners[:5]
        if not person.empty
    ]
