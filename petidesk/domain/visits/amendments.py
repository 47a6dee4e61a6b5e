"""Amending a visit: it corrects what was written down that day, and what was before stays in the history."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from petidesk.domain.json_input import Reader
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.visits import KEYS, NewVisit, Petitioner, Visit


def amended_document(before: Visit, change: object) -> dict[str, Any]:
    """`before` with the keys of `change` put in place, for `parse_new_visit`. Unknown keys are refused by name."""
    reader = Reader(change, label="更正内容")
    document = content_document(before.content)
    for matter, stored in zip(document["matters"], before.matters, strict=True):
        matter["case_no"] = stored.case_no
    changed = False
    for key in KEYS:
        if reader.has(key):
            document[key] = reader.raw(key)
            changed = True
    reader.done()
    if not changed:
        raise Refused("missing", "没有要更正的内容。")
    return document


def refuse_other_cases(before: Visit, content: NewVisit, shared: Sequence[bool]) -> None:
    """Refuse an amendment that drops a matter, moves one to another case, or closes or opens a case of others.

    `shared` says of each matter of `before` whether other visits speak of its case: an accusation is never one case
    with anything else (《信访工作条例》第三十条第三款).
    """
    if len(content.matters) < len(before.matters):
        raise Refused("forbidden", "更正不能减少事项；整件登错时请作废后重新登记。", field="matters")
    for place, stored in enumerate(before.matters):
        item = content.matters[place]
        field = f"matters[{place}].case_no"
        if item.case_no not in (None, stored.case_no):
            raise Refused("forbidden", "更正不能改换所属的信访事项。", field=field)
        if item.restricted != stored.matter.restricted and (shared[place] or stored.first_or_repeat == "repeat"):
            raise Refused("forbidden", "这件信访事项还有别的来访，不能在这里改为或改自检举控告。", field=field)
    for place, item in enumerate(content.matters[len(before.matters) :], start=len(before.matters)):
        if item.case_no is not None:
            raise Refused(
                "forbidden", "更正时新增的事项不能并入已有信访事项，请另行登记。", field=f"matters[{place}].case_no"
            )


def keep_people(before: NewVisit, after: NewVisit) -> NewVisit:
    """A petitioner with the name or identity number of one who was there stays that person, wherever he stands now."""
    known = list(before.petitioners)
    petitioners = []
    for place, given in enumerate(after.petitioners):
        same = [old for old in (*before.petitioners[place : place + 1], *known) if old in known and _same(old, given)]
        if given.person_id is None and same:
            known.remove(same[0])
            given = dataclasses.replace(given, person_id=same[0].person_id)
        petitioners.append(given)
    return dataclasses.replace(after, petitioners=tuple(petitioners))


def _same(old: Petitioner, given: Petitioner) -> bool:
    return given.name == old.name or bool(given.id_number and given.id_number == old.id_number)
