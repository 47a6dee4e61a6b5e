"""What a list declares of its bar holds for every list: views, chips, a new day, views that were named."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest

from petidesk.domain.office.office import Office
from petidesk.ui.cases.listing import case_filter
from petidesk.ui.ledger.listing import ledger_filter
from petidesk.ui.letters.listing import letter_filter
from petidesk.ui.lists.filter_spec import FilterSpec
from petidesk.ui.lists.saved_views import read_views, view_from, view_query_of, views_text
from petidesk.ui.visits.listing import visit_filter

TODAY = date(2026, 11, 22)
LATER = date(2026, 12, 1)
OFFICE = Office(name="清溪镇", county="安平县", valid_from=date(2026, 1, 1))
SPECS: dict[str, FilterSpec[Any]] = {
    "visits": visit_filter(),
    "cases": case_filter(),
    "ledger": ledger_filter(OFFICE),
    "letters": letter_filter({}),
}
VIEWS = [(key, view) for key, spec in SPECS.items() for view in spec.views]
# Fields without a chip of their own: the order, what stands beside a view, and what the chip of the month says.
SILENT = {"sort", "descending", "period", "since", "until", "figure", "year"}


def whole(spec: FilterSpec[Any]) -> Any:
    return spec.view_query(spec.whole, TODAY)


def other(query: Any, field: dataclasses.Field[Any]) -> Any:
    """A value that narrows: another one than that of the whole list."""
    kind, usual = str(field.type), getattr(query, field.name)
    if "date" in kind:
        return TODAY - timedelta(days=200)
    if "bool" in kind:
        return not usual
    return 6 if "int" in kind else "别的"


def narrowing() -> list[tuple[str, str]]:
    return [
        (key, field.name)
        for key, spec in SPECS.items()
        for field in dataclasses.fields(whole(spec))
        if field.name not in SILENT or (field.name in ("since", "until") and field.name not in spec.stays)
    ]


@pytest.mark.parametrize(("key", "view"), VIEWS)
def test_a_view_has_no_chips_and_is_known_again(key: str, view: str) -> None:
    spec = SPECS[key]
    query = spec.view_query(view, TODAY)
    assert spec.view_of(query, TODAY) == view
    assert spec.active(query, TODAY) == {}


@pytest.mark.parametrize(("key", "name"), narrowing())
def test_every_field_that_narrows_has_a_chip_which_takes_it_back(key: str, name: str) -> None:
    spec = SPECS[key]
    field = next(field for field in dataclasses.fields(whole(spec)) if field.name == name)
    narrowed = dataclasses.replace(whole(spec), **{name: other(whole(spec), field)})
    if spec.view_of(narrowed, TODAY) != spec.whole:
        return  # Another view says it, and no chip has to.
    found = spec.active(narrowed, TODAY)
    assert set(found) == {name} and found[name]
    assert spec.plain(narrowed, TODAY) == whole(spec)


@pytest.mark.parametrize(("key", "view"), VIEWS)
def test_on_a_new_day_a_view_means_the_new_day(key: str, view: str) -> None:
    spec = SPECS[key]
    narrowed = dataclasses.replace(spec.view_query(view, TODAY), text="征地")
    assert spec.renewed(narrowed, TODAY, LATER) == dataclasses.replace(spec.view_query(view, LATER), text="征地")


def test_a_day_that_was_chosen_stays_on_a_new_day() -> None:
    spec = SPECS["cases"]
    narrowed = dataclasses.replace(spec.view_query("open", TODAY), due_until=date(2026, 12, 31))
    assert spec.renewed(narrowed, TODAY, LATER).due_until == date(2026, 12, 31)


@pytest.mark.parametrize(("key", "view"), VIEWS)
def test_a_named_view_comes_back_on_another_day_as_what_it_means(key: str, view: str) -> None:
    spec = SPECS[key]
    chosen = dataclasses.replace(spec.view_query(view, TODAY), text="征地", sort="x") if key != "visits" else None
    chosen = chosen or dataclasses.replace(spec.view_query(view, TODAY), text="征地", since=TODAY, voided=False)
    kept = views_text([view_from("常看", chosen, "", spec, TODAY)])
    (read,) = read_views(kept, spec)
    meant = dataclasses.replace(spec.view_query(view, LATER), text="征地")
    if key == "visits":
        meant = dataclasses.replace(meant, since=TODAY, voided=False)
    back = view_query_of(read, spec, LATER)
    assert spec.view_of(back, LATER) == view
    for field in dataclasses.fields(back):
        if field.name not in ("sort", "descending"):
            assert getattr(back, field.name) == getattr(meant, field.name), field.name
