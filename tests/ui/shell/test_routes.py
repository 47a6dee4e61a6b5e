"""Routes are values: the same place is the same route, another kind with the same words is another place."""

from __future__ import annotations

from petidesk.ui.shell.routes import ToCase, ToSearch, ToVisit


def test_a_place_is_known_by_its_kind_and_what_it_shows() -> None:
    assert ToCase("清信2026-0001") == ToCase("清信2026-0001", "") != ToCase("清信2026-0001", "told")
    assert ToVisit("张") != ToSearch("张")
    assert {ToCase("一"): 1, ToVisit("一"): 2}[ToCase("一")] == 1
    assert repr(ToCase("一", entry="told")) == "ToCase(case_no='一', entry='told')"
