"""The rates (三率一度 and the others), each once: what is divided by what, in which words, by which rule.

Both numbers are figures of the catalogue, whose ids open their records. Where offices differ, a setting chooses the
usage, and the definition in print says which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from petidesk.domain.office.office import Office

Counts = tuple[str, str]
"""A subject of the catalogue and one of its measures."""

_NOTICE = "《信访工作条例》第二十三条"
_HANDLING = "《信访工作条例》第三十四条"
_OWN_USAGE = "本单位统计口径"


@dataclass(frozen=True, slots=True)
class RateKind:
    """A rate as an office counts it. `definition` and `basis` are printed with it."""

    name: str
    label: str
    numerator: Counts
    denominator: Counts
    definition: str
    basis: str


def rate_kinds(office: Office) -> tuple[RateKind, ...]:
    """Every rate in the order of reports, in the usage of this office."""
    return tuple(make(office) for make in _ALL)


def _fixed(kind: RateKind) -> Callable[[Office], RateKind]:
    return lambda _office: kind


def _once(office: Office) -> RateKind:
    days = office.observation_days
    return RateKind(
        "first_time_concluded",
        "初次一次办结率",
        ("first_answers", "once"),
        ("first_answers", "observed"),
        f"首次答复送达后{days}天观察期在本期届满的初次信访事项中，观察期内没有重复提出、没有请求复查的所占比例",
        f"{_OWN_USAGE}（观察期{days}天）",
    )


def _satisfied(office: Office) -> RateKind:
    measure, words = _usage(office)
    return RateKind(
        "satisfied",
        "参评满意率",
        ("ratings", measure),
        ("ratings", "rated"),
        f"{words}÷参评；只计信访人本人在国家信访信息系统对责任单位的评价",
        _OWN_USAGE,
    )


def _called(office: Office) -> RateKind:
    measure, words = _usage(office)
    return RateKind(
        "called_satisfied",
        "回访满意率",
        ("calls", measure),
        ("calls", "called"),
        f"本单位回访时{words}÷表示了意见的；不计入参评率和参评满意率",
        _OWN_USAGE,
    )


def _usage(office: Office) -> tuple[str, str]:
    if office.satisfied_usage == "satisfied":
        return "fully_satisfied", "满意"
    return "satisfied", "（满意＋基本满意）"


def _resolved(office: Office) -> RateKind:
    if office.resolved_usage == "all":
        subject, whole = "books", "on_books"
        words = "本期化解÷（期初未化解＋本期排查）；上报的不算化解"
    else:
        subject, whole = "resolutions", "found"
        words = "本期排查的矛盾纠纷中，到期末已化解（含销号）的所占比例；上报的不算化解"
    return RateKind("disputes_resolved", "矛盾纠纷化解率", (subject, "resolved"), (subject, whole), words, _OWN_USAGE)


def _instructed(office: Office) -> RateKind:
    presented = office.instructed_usage == "presented"
    words = "呈领导批示的来信" if presented else "收到的来信"
    return RateKind(
        "instructed",
        "领导阅批率",
        ("received_letters", "instructed"),
        ("received_letters", "presented" if presented else "received"),
        f"本期{words}中，领导有批示且批示有日期的所占比例",
        _OWN_USAGE,
    )


_ALL: tuple[Callable[[Office], RateKind], ...] = (
    _fixed(
        RateKind(
            "forwarded_in_time",
            "及时受理率（信访部门）",
            ("notices", "forwarded"),
            ("notices", "due"),
            "告知期限在本期届满的信访事项中，期限内已转送、交办或者告知的所占比例；匿名、姓名或者地址不清的不计",
            _NOTICE,
        )
    ),
    _fixed(
        RateKind(
            "told_in_time",
            "及时受理率（责任单位）",
            ("notices", "told"),
            ("notices", "due"),
            "告知期限在本期届满的信访事项中，期限内已书面告知的所占比例；匿名、姓名或者地址不清的不计",
            _NOTICE,
        )
    ),
    _fixed(
        RateKind(
            "answered_in_time",
            "按期答复率",
            ("answers", "answered"),
            ("answers", "due"),
            "办理期限（含依法延期）在本期届满的信访事项中，期限内处理意见已送达或者寄出的所占比例；并案、撤回的不计",
            _HANDLING,
        )
    ),
    _fixed(
        RateKind(
            "concluded",
            "办结率",
            ("acceptances", "concluded"),
            ("acceptances", "accepted"),
            "本期受理的信访事项中，到期末已办结的所占比例",
            _HANDLING,
        )
    ),
    _once,
    _fixed(
        RateKind(
            "repeat",
            "重复率",
            ("repeats", "repeat"),
            ("repeats", "raised"),
            "重复来访批次÷（初次批次＋重复批次）；同一人以基本相同的事实和请求再次来访的才算重复",
            _OWN_USAGE,
        )
    ),
    _fixed(
        RateKind(
            "rated",
            "参评率",
            ("ratings", "rated"),
            ("ratings", "opened"),
            "本期办结、可以评价的信访事项（初次、实名，不含检举控告和诉讼途径）中，信访人本人在国家信访信息系统作出评价的所占比例",
            _OWN_USAGE,
        )
    ),
    _satisfied,
    _called,
    _resolved,
    _instructed,
)

MISSING: tuple[tuple[str, str, Counts], ...] = (
    ("overdue", "逾期未答复", ("answers", "overdue")),
    ("untold", "逾期未告知", ("notices", "untold")),
    ("unreturned", "逾期未反馈", ("replies", "unreturned")),
    ("unrated", "未参评", ("ratings", "unrated")),
)
"""What is missing behind the rates, each a list to work off; the unrated are a number only."""
