"""What a heading read from its end means: in a register of visits, in a ledger of disputes.

An agent, a leader, a householder never becomes the visitor or a party; the day of the visit is the visit's, not that
of its registration (rules/ledger.md, 1; rules/people.md, 1).
"""

from __future__ import annotations

from petidesk.domain.heading_words import Act, Head, Reading, Whose

# How sure a reading is: the exact synonyms of the catalogue stand above (`fields.fit` gives 1.4 and more).
SURE, LIKELY, GUESS = 1.2, 1.0, 0.5
Meaning = tuple[str, float]
_A_PARTY = frozenset((Whose.VISITOR, Whose.PARTY, Whose.PARTY_A))
_OURS = frozenset((*_A_PARTY, Whose.PARTY_B))
# Heads that speak of a person, whoever it is.
PERSONAL = frozenset(
    (
        Head.NAME,
        Head.PHONE,
        Head.LANDLINE,
        Head.IDENTITY,
        Head.ID_KIND,
        Head.SEX,
        Head.BIRTH,
        Head.OF_PERSON,
        Head.ADDRESS,
    )
)
_DONE = frozenset((Act.HANDLE, Act.END))


def ledger_meaning(reading: Reading) -> Meaning | None:
    """The field of a ledger of disputes and how sure it is; None where a heading asks for nothing of ours."""
    if reading.whose is not None and (reading.head in PERSONAL or reading.head is Head.PERSON):
        return _weighed(reading, _ledger_person(reading))
    if reading.whose is not None:
        return _weighed(reading, _ledger_of_people(reading))
    return _weighed(reading, _ledger_matter(reading))


def _ledger_person(reading: Reading) -> str | None:
    whose = reading.whose
    if Act.OTHER in reading.acts:
        return None
    match reading.head:
        case Head.PERSON | Head.NAME:
            names = {
                Whose.VISITOR: "parties",
                Whose.PARTY: "parties",
                Whose.PARTY_A: "party_a",
                Whose.PARTY_B: "party_b",
                Whose.LEADER: "case_leader",
                Whose.RESPONSIBLE: "responsible_person",
            }
            return names.get(whose) if whose else None
        case Head.PHONE if whose in _OURS:
            return "phone_b" if whose is Whose.PARTY_B else "phone"
        case Head.IDENTITY if whose in _A_PARTY:
            return "id_number"
    return None


def _ledger_of_people(reading: Reading) -> str | None:
    """What is said of people but no property of one: how many, what they ask, who they are altogether."""
    ours = reading.whose in _OURS
    match reading.head:
        case Head.COUNT if ours:
            return "people_involved"
        case Head.CONDITION if reading.whose in _A_PARTY and not reading.acts:
            return "parties"
        case Head.TEXT | Head.REQUEST if ours:
            return "summary"
        case Head.UNIT if reading.whose is Whose.RESPONSIBLE:
            return "responsible_unit"
    return None


def _ledger_matter(reading: Reading) -> str | None:
    acts, head = reading.acts, reading.head
    if Act.OTHER in acts or head is None:
        return None
    done = bool(acts & _DONE)
    match head:
        case Head.DATE | Head.LIMIT:
            return _ledger_day(reading)
        case Head.TEXT | Head.CONDITION | Head.RESULT | Head.OPINION | Head.ACT:
            return _ledger_text(reading, done)
        case Head.FLAG:
            return "state" if done else None
        case Head.WAY:
            return "manner" if done else None if Act.FOLLOW in acts else "source"
        case Head.UNIT:
            return "responsible_unit" if done else "village" if acts & {Act.FIND, Act.BELONG} else None
    known = _LEDGER_PLAIN.get(head)
    left_to_others = done if head in (Head.TITLE, Head.PLACE) else head in PERSONAL and not reading.bare
    return None if left_to_others else known


_LEDGER_PLAIN: dict[Head, str] = {
    Head.KIND: "type",
    Head.TITLE: "title",
    Head.STATE: "state",
    Head.NAME: "parties",
    Head.PHONE: "phone",
    Head.IDENTITY: "id_number",
    Head.LEVEL: "risk_level",
    Head.REQUEST: "summary",
    Head.MEASURE: "measures",
    Head.NUMBER: "foreign_no",
    Head.VILLAGE: "village",
    Head.GROUP: "village_group",
    Head.PLACE: "village_group",
    Head.COUNT: "people_involved",
    Head.MONEY: "amount_yuan",
    Head.NOTE: "note",
}


def _ledger_day(reading: Reading) -> str | None:
    acts = reading.acts
    if reading.head is Head.LIMIT or Act.PLAN in acts:
        return "due_on"
    for act, key in (
        (Act.FOLLOW, "followed_up_on"),
        (Act.CONFIRM, "confirmed_on"),
        (Act.END, "resolved_on"),
        (Act.HANDLE, None),
        (Act.FIND, "found_on"),
        (Act.RECEIVE, "found_on"),
        (Act.PETITION, "found_on"),
        (Act.BELONG, "found_on"),
    ):
        if act in acts:
            return key
    return "found_on" if not acts else None


def _ledger_text(reading: Reading, done: bool) -> str | None:
    """What was written of the dispute, or of what was done about it."""
    acts = reading.acts
    if Act.FOLLOW in acts:
        return "follow_up_result"
    match reading.head:
        case Head.RESULT:
            return "result"
        case Head.OPINION | Head.ACT:
            return "measures" if done else None
    if Act.END in acts:
        return "result"
    if Act.HANDLE in acts:
        return "result" if reading.head is Head.CONDITION else "measures"
    return "summary" if not acts & {Act.CONFIRM, Act.CONCERN, Act.RECEIVE} else None


def visit_meaning(reading: Reading) -> Meaning | None:
    """The field of a register of visits and how sure it is; None where a heading asks for nothing of ours."""
    if reading.whose is not None and (reading.head in PERSONAL or reading.head is Head.PERSON):
        return _weighed(reading, _visit_person(reading))
    if reading.whose is not None:
        return _weighed(reading, _visit_of_people(reading))
    return _weighed(reading, _visit_matter(reading))


_VISITOR_FIELDS = {
    Head.PERSON: "name",
    Head.NAME: "name",
    Head.PHONE: "phone",
    Head.IDENTITY: "id_number",
    Head.ID_KIND: "id_type",
    Head.SEX: "sex",
    Head.BIRTH: "birth",
    Head.ADDRESS: "address",
}


def _visit_person(reading: Reading) -> str | None:
    if reading.whose in _A_PARTY:
        return _VISITOR_FIELDS.get(reading.head) if reading.head else None
    if reading.head in (Head.PERSON, Head.NAME):
        return "received_by" if reading.whose is Whose.RECEIVER else None
    return None


def _visit_of_people(reading: Reading) -> str | None:
    match reading.head:
        case Head.COUNT if reading.whose in _A_PARTY:
            return "people"
        case Head.REQUEST if reading.whose in _A_PARTY:
            return "requests"
        case Head.TEXT if reading.whose in _A_PARTY:
            return "statement"
        case Head.UNIT if reading.whose is Whose.ACCUSED:
            return "concerned_unit"
        case Head.VILLAGE if reading.whose in _A_PARTY:
            return "village"
    return None


def _visit_matter(reading: Reading) -> str | None:
    acts, head = reading.acts, reading.head
    if acts & {Act.OTHER, Act.FOLLOW} or head is None:
        return None
    done = bool(acts & _DONE)
    match head:
        case head if head in PERSONAL:
            return _VISITOR_FIELDS.get(head) if reading.bare else None
        case Head.DATE:
            return "at" if acts <= {Act.PETITION, Act.RECEIVE} else None
        case Head.TEXT | Head.CONDITION:
            return "handling" if done else None if acts & {Act.CONCERN, Act.FIND, Act.RECEIVE} else "statement"
        case Head.RESULT | Head.OPINION | Head.ACT:
            return "handling" if done or (head is Head.RESULT and not acts) else None
        case Head.UNIT:
            return "concerned_unit" if Act.CONCERN in acts else None
        case Head.KIND if acts and acts <= {Act.PETITION}:
            return "channel"
    known = _VISIT_PLAIN.get(head)
    elsewhere = {"title": done or reading.bare, "channel": done, "category": done, "village": not acts <= {Act.BELONG}}
    return None if known is None or elsewhere.get(known, False) else known


_VISIT_PLAIN: dict[Head, str] = {
    Head.TITLE: "title",
    Head.WAY: "channel",
    Head.KIND: "category",
    Head.VILLAGE: "village",
    Head.NATURE: "purpose",
    Head.REQUEST: "requests",
    Head.NUMBER: "foreign_no",
    Head.COUNT: "people",
    Head.NOTE: "note",
}


def _weighed(reading: Reading, key: str | None) -> Meaning | None:
    if key is None:
        return None
    if not reading.clear:
        # a day of an act that is not known is no day of ours
        return None if reading.head is Head.DATE else (key, GUESS)
    # the day of registration gives way to that of the visit, the place to the group
    if key == "channel" and reading.head is Head.KIND:
        return key, GUESS  # 来访类型 may be how somebody came, or what about
    less = Act.RECEIVE in reading.acts or reading.head is Head.PLACE
    return key, LIKELY if less else SURE
