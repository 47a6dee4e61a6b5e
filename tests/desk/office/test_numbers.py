"""Every setting that is a whole number takes a JSON number: what is counted, and what is a choice of numbers."""

from __future__ import annotations

from datetime import date

import pytest

from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.office.office import Office, changed_office
from petidesk.domain.trouble import Refused

TODAY = date(2026, 10, 19)
BEFORE = Office(name="清溪镇", county="安平县", valid_from=TODAY)
COUNTED = [key for key, setting in SETTINGS.items() if setting.kind == "count"]
CHOSEN = [
    (key, choice)
    for key, setting in SETTINGS.items()
    if setting.kind == "choice"
    for choice in setting.choices
    if choice.isdecimal()
]


@pytest.mark.parametrize("key", COUNTED)
def test_a_count_is_a_number(key: str) -> None:
    now = getattr(BEFORE, key)
    number = SETTINGS[key].lowest if now is None else now
    assert getattr(changed_office(BEFORE, {key: number}, today=TODAY)[0], key) == number


@pytest.mark.parametrize(("key", "choice"), CHOSEN)
def test_a_choice_of_numbers_is_a_number_or_its_digits(key: str, choice: str) -> None:
    for given in (int(choice), choice):
        assert getattr(changed_office(BEFORE, {key: given}, today=TODAY)[0], key) == choice
    for wrong in (True, float(choice), 999):
        with pytest.raises(Refused) as refusal:
            changed_office(BEFORE, {key: wrong}, today=TODAY)
        assert (refusal.value.code, refusal.value.field) == ("bad_value", key)


def test_there_are_such_settings() -> None:
    assert {"month_begins", "percent_places"} <= {key for key, _ in CHOSEN} and len(COUNTED) > 5
