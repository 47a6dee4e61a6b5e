"""How letters name the matter of a case, and what somebody who comes again is told of it."""

from __future__ import annotations

from typing import Any

from petidesk.domain.cases.files import CaseFile
from petidesk.domain.codes import ROUTES
from petidesk.domain.letters.letters import LetterKind
from petidesk.domain.office.office import Office
from petidesk.domain.visits.papers import chinese_day
from petidesk.domain.visits.topics import on_paper, spoken

# Their sentence is 反映……一事; the others have a verb of their own.
_REFLECTED = ("appeal", "accusation", "other")


def topic_values(case: CaseFile, office: Office, kind: LetterKind) -> dict[str, Any]:
    """事项概要 as this letter says it, 所提事项 for who asked, suggested or thanked, and what fits to be told now.

    `宜告知` is one of the contents of 信访事项告知书: that the matter is in hand or answered (rules/law.md, 15), that
    an accusation was passed on, else the route of the case.
    """
    # Who asked reads 你家 in a letter to him; others read 其家.
    addressed = ("您" if office.salutation == "您" else "你") if kind.to == "petitioner" else "其"
    answered = case.last("concluded")
    own = "" if case.purpose in _REFLECTED else spoken(case.purpose, case.title, addressed)
    return {
        "事项概要": on_paper(case.title, addressed),
        "所提事项": own,
        "宜告知": _fit(case),
        "答复日": chinese_day(case.concluded_on) if case.concluded_on else "",
        "答复文书文号": answered.document_no if answered is not None else "",
    }


def _fit(case: CaseFile) -> str:
    answered = case.last("concluded")
    if case.restricted:
        return "检举控告已按规定移送" if case.last("transferred") else "检举控告由纪检监察机关受理"
    if answered is not None and answered.content.get("results"):
        return "同一事项已经答复"
    if case.last("visited") and (case.last("told") or case.accepted_on):
        return "同一事项正在办理"
    return ROUTES[case.route] if case.route else ""
