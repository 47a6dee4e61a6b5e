"""The figures of a month for a county's statistical tables: what belongs into a cell of a given meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from petidesk.domain.cells import squeezed
from petidesk.domain.county.figures import FIGURE, FigureSheet, Meaning
from petidesk.domain.county.layout import CountyColumn
from petidesk.domain.ledger.listing import Counts, money
from petidesk.domain.ledger.months import NO_BASE

Figure = int | float | str | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of a month and of the year so far: by type and village, handled by type, bands of people."""

    month: tuple[tuple[str, str, Counts], ...]
    year: tuple[tuple[str, str, Counts], ...]
    handled: tuple[tuple[str, int, int], ...]
    year_handled: tuple[tuple[str, int, int], ...]
    bands: tuple[int, int, int, int]
    year_bands: tuple[int, int, int, int]
    rounds: int
    year_rounds: int
    major_handled: tuple[int, int] = (0, 0)
    rate: str = "all"

    @property
    def types(self) -> tuple[str, ...]:
        """Every type that has a figure."""
        parts = (*self.month, *self.year)
        return tuple(dict.fromkeys([part[0] for part in parts] + [part[0] for part in self.handled]))

    def figure(self, said: Meaning, assigned: dict[str, str]) -> Figure:
        """What belongs into a cell. Money in yuan or ten thousand yuan; a rate as a share of one, — without a base."""
        if said.measure == "band" and said.band is not None:
            return (self.year_bands if said.year else self.bands)[said.band]
        if said.measure == "rounds":
            return self.year_rounds if said.year else self.rounds
        parts = self.year if said.year else self.month
        chosen = [
            counts
            for kind, village, counts in parts
            if (said.village is None or village == said.village)
            and (said.label is None or assigned.get(kind) == said.label)
        ]
        counts = sum(chosen, Counts())
        if said.major and said.measure == "handled":
            return self.major_handled[1 if said.year else 0]
        handled = None if said.village else self._handled(said, assigned)
        return _figure(said, counts, handled, self.rate)

    def _handled(self, said: Meaning, assigned: dict[str, str]) -> int:
        rows = self.year_handled if said.year else self.handled
        return sum(done for kind, _, done in rows if said.label is None or assigned.get(kind) == said.label)


def _major_figure(said: Meaning, counts: Counts) -> Figure:
    known = {"found": counts.major, "resolved": counts.major_resolved, "resolved_found": counts.major_resolved}
    if said.measure in ("rate", "rate_success"):
        return _share(counts.major_resolved, counts.major, said.percent)
    return known.get(said.measure or "")


def _figure(said: Meaning, counts: Counts, handled: int | None, rate: str) -> Figure:
    measure = said.measure
    if said.major:
        return _major_figure(said, counts)
    match measure:
        case "people":
            return counts.people
        case "amount":
            return money(counts.amount_fen) if said.unit == 1 else float(Decimal(counts.amount_fen) / 100 / said.unit)
        case "resolved_carried":
            return counts.resolved - counts.resolved_found
        case "on_books":
            return counts.carried_over + counts.found
        case "handled":
            return handled
        case "rate":
            if rate == "found":
                return _share(counts.resolved_found, counts.found, said.percent)
            return _share(counts.resolved, counts.carried_over + counts.found, said.percent)
        case "rate_handled":
            return None if handled is None else _share(handled, counts.found, said.percent)
        case "rate_success":
            return None if handled is None else _share(counts.resolved_found, handled, said.percent)
        case None:
            return None
        case _:
            return int(getattr(counts, measure))


def _share(numerator: int, denominator: int, percent: bool) -> Figure:
    """A share of one (or of a hundred), two decimals of a percent, half rounded up; — without a base."""
    if not denominator:
        return NO_BASE
    share = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return float(share) if percent else float(share / 100)


RATES = frozenset(("rate", "rate_handled", "rate_success"))


def left_out(sheet: FigureSheet, numbers: Numbers, assigned: dict[str, str]) -> list[str]:
    """Sentences on villages and types that have figures but no row or column in the table."""
    villages = {spot.meaning.village for spot in sheet.spots if spot.meaning.village}
    notes = []
    if sheet.foreign:
        names = "、".join(f"“{name}”" for name in sheet.foreign[:8])
        notes.append(f"工作表“{sheet.sheet}”里的{names}不是本单位的村（社区）和纠纷类型，这些栏目空着。")
    for what, known, place in (("村（社区）", villages, 1), ("类型", set(assigned) if sheet.labels else set(), 0)):
        if not known:
            continue
        missing: dict[str, int] = {}
        for part in numbers.month:
            if part[place] not in known:
                missing[str(part[place])] = missing.get(str(part[place]), 0) + part[2].carried_over + part[2].found
        notes += [
            f"工作表“{sheet.sheet}”里没有{what}“{name}”，有{count}件没有填进去。" for name, count in missing.items()
        ]
    return notes


def figure_rows(
    sheet: FigureSheet, numbers: Numbers, names: Sequence[str], assigned: dict[str, str]
) -> list[list[Figure]]:
    """The rows of a listed table: one a village or type, in the order of `names`."""
    rows: list[list[Figure]] = []
    for serial, name in enumerate(names, start=1):
        one = Meaning(village=name) if sheet.listed == "village" else Meaning(label=name)
        rows.append([_listed_value(column, one, name, serial, numbers, assigned) for column in sheet.columns])
    return rows


def _listed_value(
    column: CountyColumn, one: Meaning, name: str, serial: int, numbers: Numbers, assigned: dict[str, str]
) -> Figure:
    if column.field in ("village", "type"):
        return name
    if column.field == "serial":
        return serial
    meaning = listed_meaning(column)
    return None if meaning is None else numbers.figure(one + meaning, assigned)


def listed_meaning(column: CountyColumn) -> Meaning | None:
    """The measure of a column of a listed table."""
    if not (column.field or "").startswith(FIGURE):
        return None
    said = (column.field or "").removeprefix(FIGURE)
    year = said.startswith("year.")
    percent = "%" in squeezed("".join(column.path))
    return Meaning(measure=said.removeprefix("year."), year=year or None, percent=percent, unit=column.unit)
