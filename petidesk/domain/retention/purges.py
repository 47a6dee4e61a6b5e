"""A purge that was done: its number, who did it with whom and why, and what the certificate says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from petidesk.domain.office.office import Office
from petidesk.domain.retention.periods import BY_CODE, KINDS, years_words
from petidesk.domain.retention.records import Sum
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.papers import chinese_day

CERTIFICATE = "retention_certificate"
SENTENCE = "我已核对清单，同意销毁"
"""What a plain office of one types where nobody else can say yes."""


@dataclass(frozen=True, slots=True)
class Purged:
    """By which certificate a record went, and on which day."""

    certificate: str
    on: date

    @property
    def words(self) -> str:
        """What is shown where the record was."""
        return f"已按期销毁（{self.on.isoformat()}，清册{self.certificate}），内容不再保留。"


def purged_document(purged: Purged | None) -> dict[str, Any]:
    """What `show --json` says besides of a record that went; nothing of one that is whole."""
    return {} if purged is None else {"purged": {"certificate": purged.certificate, "on": purged.on.isoformat()}}


@dataclass(frozen=True, slots=True)
class Purge:
    """A purge as the file keeps it. `event_id`: where the audit chain says so; `head`: its hash there."""

    number: str
    on: date
    at: datetime
    by: str
    second: str
    why: str
    sums: tuple[Sum, ...]
    event_id: int
    head: str

    @property
    def counts(self) -> dict[str, int]:
        """How many went, by kind."""
        found: dict[str, int] = {}
        for one in self.sums:
            kind = BY_CODE[one.category].kind
            found[kind] = found.get(kind, 0) + one.going
        return found

    @property
    def total(self) -> int:
        """How many went."""
        return sum(one.going for one in self.sums)


def counts_words(counts: Mapping[str, int]) -> str:
    """来访3件、信访事项2件."""
    return "、".join(f"{KINDS[kind]}{count}件" for kind, count in counts.items() if count)


def purge_number(year: int, serial: int) -> str:
    """The number of a certificate: 销毁2037-0001."""
    return f"销毁{year}-{serial:04}"


def purge_document(purge: Purge) -> dict[str, Any]:
    """A purge as JSON."""
    return {
        "certificate": purge.number,
        "on": purge.on.isoformat(),
        "at": purge.at.isoformat(),
        "by": purge.by,
        "second": purge.second,
        "why": purge.why,
        "purged": purge.counts,
        "event": purge.event_id,
        "head": purge.head,
    }


def certificate_values(office: Office, purge: Purge, periods: Mapping[str, int], copies: Sequence[str]) -> Any:
    """Values of 到期档案销毁清册: categories, years, counts and number ranges; nobody's name but those who did it."""
    lines = [
        {
            "门类": BY_CODE[one.category].label,
            "年度": str(one.year),
            "保管期限": years_words(periods[one.category]),
            "件数": str(one.going),
            "起止编号": one.first if one.first == one.last else f"{one.first}\n至 {one.last}",
        }
        for one in purge.sums
        if one.going
    ]
    return {
        "机关名称": office.name_or_line,
        "编号": purge.number,
        "鉴定日期": chinese_day(purge.on),
        "销毁日期": chinese_day(purge.at),
        "原因": purge.why,
        "经办人": purge.by,
        "监销人": purge.second,
        "清单": lines,
        "合计": str(purge.total),
        "摘要": purge.head,
        "序号": str(purge.event_id),
        "备份": [{"文件": name} for name in copies],
    }


def checked_reason(why: str) -> str:
    """The reason as it is kept. Refused missing."""
    reason = " ".join(why.split())
    if not reason:
        raise Refused("missing", "请写明销毁的原因（例如哪一次鉴定、谁批准的）。", field="why")
    return reason
