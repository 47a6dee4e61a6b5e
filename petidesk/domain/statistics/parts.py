"""What the papers of the figures say: each part by the name that forms use, from which table it is made, and how.

A form under forms/ names the parts that it prints, as {总量} or as a block of tables and charts; only those are
counted. What is empty (no dispute was found) prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from petidesk.domain.statistics import charts, printed
from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.figures import Figure, Rate, Table
from petidesk.domain.statistics.printed import Column
from petidesk.domain.statistics.spans import Compare
from petidesk.domain.statistics.words import BASES, NOW, Counted, compared_words, listed, rate_sentence, sentence

PartKind = Literal["text", "figures", "chart"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How one paper speaks: what it compares with, its decimals, and the year that its span ends in (2026年).

    `first_day`: on which day the office's reporting month begins.
    """

    compare: Compare
    places: int
    year: str
    first_day: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part made of one table. `compare`: another comparison than the paper's.

    `since_new_year`: over the months of the year up to the end of the span, for a trend.
    """

    kind: PartKind
    subject: str
    by: tuple[str, ...]
    make: Callable[[Table, Manner], Any]
    compare: Compare | None = None
    since_new_year: bool = False


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part made of what is missing behind the rates: figures with their words."""

    kind: PartKind
    make: Callable[[Sequence[tuple[str, Figure]]], Any]


@dataclass(frozen=True, slots=True)
class RatePart:
    """A part made of the rates; `before` has those of the span compared with, by name."""

    kind: PartKind
    make: Callable[[Sequence[Rate], Mapping[str, Rate], Manner], Any]


def _figure(table: Table, key: str, measure: str) -> Figure | None:
    """The figure of the row with this key of a table by one dimension; None where nothing was counted in it."""
    found = [row for row in table.rows if list(row.keys.values()) == [key]]
    return found[0].figures[measure] if found else None


def _unit(table: Table, measure: str) -> str:
    return subject(table.asked.subject).measure(measure).unit


def _counted(table: Table, *measures: str) -> list[Counted]:
    return [Counted(table.total[name], _unit(table, name)) for name in measures]


def _stop(words: str) -> str:
    return f"{words}。" if words else ""


# ---- sentences


def _all(table: Table, manner: Manner) -> str:
    """信访总量 without 12345, and how it moved."""
    return _stop(sentence("登记信访事项", _counted(table, "items"), manner.compare, manner.places))


def _since(table: Table, manner: Manner) -> str:
    """How 信访总量 moved, where its number has been said already: 环比上升5.00%."""
    return _stop(compared_words(_counted(table, "items"), manner.compare, manner.places))


def _visitors(table: Table, manner: Manner) -> str:
    return _stop(sentence("共接待来访", _visited(table.total), manner.compare, manner.places))


def _visited(figures: Mapping[str, Figure]) -> list[Counted]:
    return [Counted(figures["batches"], "批"), Counted(figures["people"], "人次")]


def _groups(table: Table, manner: Manner) -> str:
    row = next((row for row in table.rows if "group" in row.keys.values()), None)
    if row is None or not (row.figures["batches"].value or row.figures["batches"].base):
        return ""
    return _stop(sentence("其中集体访", _visited(row.figures), manner.compare, manner.places))


def _joint(table: Table, manner: Manner) -> str:
    if not table.total["joint_letters"].value:
        return ""
    counted = [Counted(table.total["joint_letters"], "件"), Counted(table.total["joint"], "人")]
    return _stop(sentence("收到联名信", counted, manner.compare, manner.places))


def _by(lead: str, measure: str = "items") -> Callable[[Table, Manner], str]:
    """The rows of a table in one sentence, in the table's order: 按信访目的分，申诉求决12件、咨询3件。"""

    def make(table: Table, manner: Manner) -> str:
        del manner
        parts = listed(
            (("，".join(row.labels), row.figures[measure].value) for row in table.rows), _unit(table, measure)
        )
        return _stop(f"{lead}，{parts}" if parts else "")

    return make


def _repeats(table: Table, manner: Manner) -> str:
    repeat = _figure(table, "repeat", "items")
    if repeat is None:
        return ""
    return _stop(sentence("其中重复信访", [Counted(repeat, "件")], manner.compare, manner.places))


_BALANCE = ("carried_over", "accepted", "concluded", "outstanding")


def _balance(lead: str) -> Callable[[Table, Manner], str]:
    """上期结转 + 本期受理 = 本期办结 + 期末在办 (rules/counting.md), of what `lead` says."""

    def make(table: Table, manner: Manner) -> str:
        total = table.total
        if not any(total[name].value for name in _BALANCE):
            return ""
        handled = [Counted(total["accepted"], "件"), Counted(total["concluded"], "件")]
        since = compared_words(handled, manner.compare, manner.places)
        carried, accepted, concluded, left = (total[name].value for name in _BALANCE)
        words = f"{lead}上期结转{carried}件，本期受理{accepted}件，办结{concluded}件"
        return f"{words}{f'，{since}' if since else ''}；期末在办{left}件。"

    return make


def _rates(rates: Sequence[Rate], before: Mapping[str, Rate], manner: Manner) -> str:
    said = [
        rate_sentence(rate, before.get(rate.name), manner.compare, manner.places)
        for rate in rates
        if rate.denominator.value
    ]
    return _stop("；".join(said))


def _disputes(table: Table, manner: Manner) -> str:
    if not table.total["items"].value and not table.total["items"].base:
        return ""
    found = sentence("排查矛盾纠纷", _counted(table, "items"), manner.compare, manner.places)
    return f"{found}；其中已化解{table.total['resolved'].value}件。"


def _receptions(table: Table, manner: Manner) -> str:
    total = table.total
    if not total["sittings"].value:
        return ""
    held = sentence("领导接访", [Counted(total["sittings"], "场次")], manner.compare, manner.places)
    kinds = listed((("，".join(row.labels), row.figures["sittings"].value) for row in table.rows), "场")
    received = f"接待来访{total['batches'].value}批{total['people'].value}人次"
    ends = listed(
        [(words, total[name].value) for name, words in _OUTCOMES.items()],
        "批",
    )
    return f"{held}，其中{kinds}；{received}{f'，{ends}' if ends else ''}。"


_OUTCOMES = {"on_the_spot": "当场答复", "assigned": "交办", "escalated": "上报"}


def _instructions(table: Table, manner: Manner) -> str:
    if not _says(table.total["items"]):
        return ""
    return _stop(sentence("领导批示", _counted(table, "items"), manner.compare, manner.places))


def _returns(table: Table, manner: Manner) -> str:
    """What the villages sent in of the screening rounds: a duty of theirs."""
    total = table.total
    if not total["asked"].value:
        return ""
    asked = sentence("各村（社区）排查应报", _counted(table, "asked"), manner.compare, manner.places)
    answers = {"reported": "报送", "zero": "零报告", "missing": "未报"}
    return f"{asked}；{listed(((words, total[name].value) for name, words in answers.items()), '村次')}。"


def _meetings(table: Table, manner: Manner) -> str:
    total = table.total
    if not total["items"].value:
        return ""
    held = sentence("召开会议", _counted(table, "items"), manner.compare, manner.places)
    kinds = listed((("，".join(row.labels), row.figures["items"].value) for row in table.rows), "次")
    return f"{held}，其中{kinds}；议题{total['agenda'].value}件次，议定{total['decisions'].value}件次。"


def _letters(table: Table, manner: Manner) -> str:
    if not table.total["items"].value:
        return ""
    issued = sentence("签发文书", _counted(table, "items"), manner.compare, manner.places)
    return f"{issued}；已送达{table.total['served'].value}件。"


# ---- tables and charts


_IN_TIME = ("month", "quarter", "weekday")


def _says(figure: Figure) -> bool:
    """Whether anything was counted, in this span or the one compared with."""
    return bool(figure.value or figure.base)


@dataclass(frozen=True, slots=True)
class Tabled:
    """Makes the printed table of some measures; `share`: with the share of each row in the total."""

    title: str
    measures: tuple[str, ...]
    share: bool

    def __call__(self, table: Table, manner: Manner) -> printed.PrintedTable | None:
        """The table; None where it has no row."""
        table = self.shown(table)
        if not table.rows:
            return None
        return printed.counted(self.title, self.of(table), table, self.columns(table), manner.places)

    def shown(self, table: Table) -> Table:
        """The table without rows that say nothing in these measures; in time, where one says something, all stay."""
        told = [row for row in table.rows if any(_says(row.figures[name]) for name in self.measures)]
        return table if told and table.asked.by[0] in _IN_TIME else replace(table, rows=tuple(told))

    def columns(self, table: Table) -> list[Column]:
        """The columns of figures, each with the words of the catalogue."""
        about = subject(table.asked.subject)
        return [Column(name, about.measure(name).label, share=self.share) for name in self.measures]

    def of(self, table: Table) -> str:
        """What heads the column of names; nothing over a table that is not divided."""
        about = subject(table.asked.subject)
        return "，".join(about.dimension(name).label for name in table.asked.by)


def _table(title: str, *measures: str, share: bool = False) -> Tabled:
    return Tabled(title, measures, share)


def _chart(kind: charts.ChartKind, title: str, *, years: bool = False) -> Callable[[Table, Manner], charts.Chart]:
    def make(table: Table, manner: Manner) -> charts.Chart:
        now, before = (manner.year, "上年") if years else (NOW, BASES[manner.compare])
        return charts.counted(kind, title, table, "items", _unit(table, "items"), now, before)

    return make


def _rate_table(rates: Sequence[Rate], before: Mapping[str, Rate], manner: Manner) -> printed.PrintedTable | None:
    """The rates of which anything was rated, in this span or the one compared with; None where nothing was."""
    told = [rate for rate in rates if any(_says(one.denominator) for one in (rate, before.get(rate.name, rate)))]
    return printed.rated("", told, before, manner.compare, manner.places) if told else None


ON_TIME = ("forwarded_in_time", "told_in_time", "answered_in_time")
"""The rates of what was done on time."""


def _rate_chart(rates: Sequence[Rate], before: Mapping[str, Rate], manner: Manner) -> charts.Chart:
    """The share on time; the other rates are no duty to be filled up to 100 percent and stand in the table alone."""
    del before
    on_time = [rate for rate in rates if rate.name in ON_TIME and rate.denominator.value]
    return charts.shares("按期情况", on_time, manner.places)


def _bases(rates: Sequence[Rate], before: Mapping[str, Rate], manner: Manner) -> str:
    """What each rate counts, printed under them (rules/counting.md, 5)."""
    del before, manner
    return "\n".join(f"{rate.label}：{rate.definition}" for rate in rates if rate.denominator.value)


def _missing(missing: Sequence[tuple[str, Figure]]) -> str:
    """What the office owes, as far as anything is missing: 逾期未告知3件次、逾期未答复1件."""
    parts = [f"{label}{figure.value}{_unit_of(figure)}" for label, figure in missing if figure.value]
    return _stop("、".join(parts))


def _unit_of(figure: Figure) -> str:
    return subject(figure.id.subject).measure(figure.id.measure).unit


BASES_OF_RATES = "比率口径"

PARTS: Mapping[str, Part | RatePart | MissingPart] = {
    "总量": Part("text", "visits", ("channel",), _all),
    "环比": Part("text", "visits", ("channel",), _since, "before"),
    "来访": Part("text", "visits", ("channel",), _visitors),
    "渠道": Part("text", "visits", ("channel",), _by("按渠道分")),
    "来源": Part("text", "visits", ("source",), _by("按来源分")),
    "集体访": Part("text", "visits", ("group",), _groups),
    "重复信访": Part("text", "visits", ("first_or_repeat",), _repeats),
    "联名信": Part("text", "visits", ("channel",), _joint),
    "目的": Part("text", "visits", ("purpose",), _by("按信访目的分")),
    "领域": Part("text", "visits", ("category",), _by("按反映的问题分")),
    "办理": Part("text", "cases", ("purpose",), _balance("")),
    "纠纷": Part("text", "disputes", ("type",), _disputes),
    "接访": Part("text", "receptions", ("kind",), _receptions),
    "包案": Part("text", "charges", ("leader",), _balance("领导包案的信访事项")),
    "批示": Part("text", "instructions", ("leader",), _instructions),
    "报送": Part("text", "returns", ("village",), _returns),
    "会议": Part("text", "meetings", ("kind",), _meetings),
    "文书": Part("text", "letters", ("form",), _letters),
    "比率": RatePart("text", _rates),
    BASES_OF_RATES: RatePart("text", _bases),
    "逾期": MissingPart("text", _missing),
    "渠道表": Part("figures", "visits", ("channel",), _table("各渠道信访情况", "items", share=True)),
    "来访表": Part("figures", "visits", ("group",), _table("来访规模", "batches", "people")),
    "目的表": Part("figures", "visits", ("purpose",), _table("信访目的", "items", share=True)),
    "领域表": Part("figures", "visits", ("category",), _table("反映问题类别", "items", share=True)),
    "村表": Part("figures", "visits", ("village",), _table("各村（社区）信访情况", "items", "people")),
    "逐月表": Part(
        "figures", "visits", ("month",), _table("逐月信访情况", "items", "people"), "year", since_new_year=True
    ),
    "逐日表": Part("figures", "visits", ("weekday",), _table("逐日信访情况", "items", "people")),
    "办理表": Part(
        "figures",
        "cases",
        ("purpose",),
        _table("信访事项办理情况", *_BALANCE),
        "none",
    ),
    "结果表": Part("figures", "cases", ("ending",), _table("办结情况", "concluded")),
    "单位表": Part(
        "figures", "cases", ("unit",), _table("转送、交办情况", "accepted", "concluded", "outstanding"), "none"
    ),
    "比率表": RatePart("figures", _rate_table),
    "纠纷表": Part("figures", "disputes", ("type",), _table("矛盾纠纷排查化解情况", "items", "resolved")),
    "接访表": Part(
        "figures", "receptions", ("leader",), _table("领导接访情况", "sittings", "batches", "people"), "none"
    ),
    "包案表": Part("figures", "charges", ("leader",), _table("领导包案情况", *_BALANCE), "none"),
    "批示表": Part("figures", "instructions", ("leader",), _table("领导批示情况", "items"), "none"),
    "报送表": Part(
        "figures", "returns", ("village",), _table("村级排查报送情况", "asked", "reported", "zero", "missing"), "none"
    ),
    "文书表": Part("figures", "letters", ("form",), _table("文书签发送达情况", "items", "served"), "none"),
    "走势图": Part(
        "chart", "visits", ("month",), _chart("trend", "信访量逐月走势", years=True), "year", since_new_year=True
    ),
    "逐日图": Part("chart", "visits", ("weekday",), _chart("trend", "信访量逐日情况")),
    "渠道图": Part("chart", "visits", ("channel",), _chart("bars", "各渠道信访量")),
    "领域图": Part("chart", "visits", ("category",), _chart("bars", "反映问题类别")),
    "村图": Part("chart", "visits", ("village",), _chart("bars", "各村（社区）信访量")),
    "按期图": RatePart("chart", _rate_chart),
}
"""The parts by the names that forms use. Tables and charts stand in the office's own order."""

TEXTS = ("机关名称", "机关简称", "信访机构", "期间", "起止", "统计截止时间", "制发日期", "口径")
"""What every paper of figures says beside its parts."""

FIELDS: Mapping[str, str] = {**dict.fromkeys(TEXTS, "text"), **{name: part.kind for name, part in PARTS.items()}}
"""The fields of the forms of figures (`catalogue = "figures"`), all of them optional."""
