"""What the papers of the ledger say: values for the forms, by the Chinese names that the forms use.

The ledger for signature (台账), the sheet that villages return in a round (排查报送表), and the written report with
which a dispute goes up (上报单, rules/ledger.md, 5). Telephone numbers are masked on all three.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from petidesk.domain import identity
from petidesk.domain.ledger.disputes import SIDES, STATES, Dispute
from petidesk.domain.ledger.events import HANDLING, KINDS, month_number
from petidesk.domain.ledger.listing import DisputeRow
from petidesk.domain.ledger.months import CHANGE_WORDS, MonthFigures, at_the_end
from petidesk.domain.ledger.rounds import Round
from petidesk.domain.office.ledger_columns import RISK_LEVELS
from petidesk.domain.office.office import Office
from petidesk.domain.visits.papers import chinese_day
from petidesk.domain.visits.topics import on_paper

BLANK_ROWS = 8
_MOST_CHANGES = 30


def month_words(month: str) -> str:
    """2026年10月."""
    number = month_number(month)
    return f"{number // 12}年{number % 12 + 1}月"


def yuan_words(fen: int | None) -> str:
    """12,000.50; empty when nobody named a sum."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


def risk_words(level: str, office: Office) -> str:
    """The level of risk in this county's words."""
    return dict(zip(RISK_LEVELS, office.risk_labels, strict=True))[level]


def done_words(dispute: Dispute) -> str:
    """What was done, in one line: measures, then the result of the last resolution."""
    told = [dispute.content.measures] if dispute.content.measures else []
    for event in dispute.events:
        if event.undone or event.kind not in HANDLING:
            continue
        words = [event.content.get(key, "") for key in ("text", "agreement", "manner", "result", "report")]
        told.append("，".join(word for word in words if word) or KINDS[event.kind].label)
    return "；".join(dict.fromkeys(words.rstrip("。；") for words in told))


def sheet_values(
    office: Office, month: str, lines: Sequence[Dispute], figures: MonthFigures, printed_on: date, by: str
) -> dict[str, Any]:
    """Values of 矛盾纠纷排查化解台账 of a month: its lines as they stood at the month's end."""
    total = figures.balance.total
    changes = [
        f"{change.dispute_no}{CHANGE_WORDS[change.kind]}"
        + (f"（{change.field}：{change.before}→{change.after}）" if change.kind == "changed" else "")
        for change in figures.changes[:_MOST_CHANGES]
    ]
    if len(figures.changes) > _MOST_CHANGES:
        changes.append(f"另有{len(figures.changes) - _MOST_CHANGES}处")
    return {
        "机关名称": office.full_name,
        "月份": month_words(month),
        "纠纷": [_sheet_row(place, at_the_end(dispute, month), office) for place, dispute in enumerate(lines, start=1)],
        "上月结转": str(total.carried_over),
        "本月新排查": str(total.found),
        "本月化解": str(total.resolved),
        "本月上报": str(total.escalated),
        "月末未化解": str(total.outstanding),
        "涉及人数": str(total.people),
        "涉及金额": yuan_words(total.amount_fen),
        "指标": [f"{rate.label}{rate.text}（{rate.definition}）" for rate in figures.rates],
        "变动": changes,
        "制表人": by,
        "打印日期": chinese_day(printed_on),
    }


def _sheet_row(place: int, dispute: Dispute, office: Office) -> dict[str, str]:
    content = dispute.content
    amount = content.amount_yuan
    return {
        "序号": str(place),
        "编号": dispute.dispute_no,
        "排查日期": content.found_on.isoformat(),
        "村组": content.village + content.village_group,
        "当事人": "、".join(content.names()),
        "类型": content.type,
        "简要情况": identity.mask_numbers(content.summary),
        "人数": str(content.people_involved),
        "金额": "" if amount is None else f"{amount:,.2f}",
        "风险": risk_words(content.risk_level, office),
        "责任单位": content.responsible_unit,
        "责任人": content.responsible_person,
        "包案领导": content.case_leader,
        "化解时限": content.due_on.isoformat() if content.due_on else "",
        "化解情况": identity.mask_numbers(done_words(dispute)),
        "状态": STATES[dispute.state],
        "化解日期": dispute.resolved_on.isoformat() if dispute.resolved_on else "",
    }


def return_sheet_values(office: Office, found: Round, village: str, carried: Sequence[DisputeRow]) -> dict[str, Any]:
    """Values of 矛盾纠纷排查情况报送表 for one village (empty: any), with its open disputes carried forward."""
    return {
        "机关名称": office.full_name,
        "轮次": found.round_no,
        "名称": found.title,
        "起止": f"{chinese_day(found.since)}至{chinese_day(found.until)}",
        "报送期限": chinese_day(found.due_on),
        "村": village,
        "结转": [
            {
                "序号": str(place),
                "编号": row.dispute_no,
                "当事人": "、".join(row.names),
                "类型": row.type,
                "简要情况": on_paper(row.heading) or row.heading.rstrip("…"),
                "责任人": row.responsible_person,
            }
            for place, row in enumerate(carried, start=1)
        ],
        "空行": [""] * BLANK_ROWS,
        "查询电话": office.phone,
    }


def escalation_values(office: Office, dispute: Dispute) -> dict[str, Any]:
    """Values of 矛盾纠纷上报单: the newest escalation, or what is known before there is one."""
    content = dispute.content
    event = next((one for one in reversed(dispute.events) if one.kind == "escalated" and not one.undone), None)
    told = [
        f"{chinese_day(one.on)}　"
        + "，".join(str(one.content[key]) for key in ("text", "agreement") if key in one.content)
        for one in dispute.events
        if one.kind in ("measure_taken", "mediated") and not one.undone
    ]
    to = str(event.content["to"]) if event else office.full_name
    names = {"town": office.full_name}
    if to == "county":
        names["county"] = office.petition_department or office.county_name
    return {
        "机关名称": office.full_name,
        "编号": dispute.dispute_no,
        "报送单位": content.village if names.get(to, to) == office.full_name else office.full_name,
        "接收单位": names.get(to, to),
        "上报日期": chinese_day(event.on) if event else "",
        "排查日期": chinese_day(content.found_on),
        "村组": content.village + content.village_group,
        "类型": content.type,
        "风险": risk_words(content.risk_level, office),
        "人数": f"{content.people_involved}人",
        "金额": "" if content.amount_yuan is None else f"{content.amount_yuan:,.2f}元",
        "当事人": [
            {
                "姓名": party.name,
                "哪一方": SIDES[party.side],
                "联系电话": identity.mask_phone(party.phone) if party.phone else "",
            }
            for party in content.parties
        ],
        "简要情况": content.summary,
        "已采取措施": ([content.measures] if content.measures else []) + told,
        "上报理由": str(event.content.get("report", "")) if event else "",
        "责任人": content.responsible_person,
    }
