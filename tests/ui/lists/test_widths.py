"""How columns share a width: each what it needs, dates and names whole before the title grows, nothing left over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from petidesk.ui.lists.widths import Wish, share

WISHES = st.lists(
    st.builds(Wish, st.integers(20, 300), st.integers(20, 300), held=st.booleans()), min_size=1, max_size=9
).flatmap(
    lambda found: st.integers(0, len(found) - 1).map(
        lambda grows: [
            Wish(wish.built, wish.need, grows=place == grows, held=wish.held) for place, wish in enumerate(found)
        ]
    )
)


@given(st.integers(100, 3000), WISHES)
def test_the_widths_fill_the_room_unless_even_the_least_is_more(room: int, wishes: list[Wish]) -> None:
    widths = share(room, wishes)
    least = sum(wish.least for wish in wishes)
    if least > room:
        assert sum(widths) <= least
    elif not all(wish.held for wish in wishes):
        assert sum(widths) == room


@given(st.integers(100, 3000), WISHES)
def test_names_and_dates_are_whole_before_the_title_grows(room: int, wishes: list[Wish]) -> None:
    widths = share(room, wishes)
    for width, wish in zip(widths, wishes, strict=True):
        if wish.grows and not wish.held and width > wish.least:
            others = [(each, got) for each, got in zip(wishes, widths, strict=True) if not (each.grows or each.held)]
            assert all(got >= each.need for each, got in others)


@given(st.integers(100, 3000), WISHES)
def test_what_the_clerk_dragged_stays(room: int, wishes: list[Wish]) -> None:
    widths = share(room, wishes)
    assert all(width == wish.built for width, wish in zip(widths, wishes, strict=True) if wish.held)


def test_one_who_lacks_little_is_whole_before_one_who_lacks_much() -> None:
    assert share(400, [Wish(100, 300), Wish(100, 120), Wish(100, 90, grows=True)]) == [190, 120, 90]


def test_the_title_gives_way_where_there_is_too_little() -> None:
    assert share(250, [Wish(100, 100), Wish(100, 100), Wish(100, 100, grows=True)]) == [100, 100, 65]
    assert share(275, [Wish(100, 100), Wish(100, 100), Wish(100, 100, grows=True)]) == [100, 100, 75]


def test_a_wide_window_leaves_no_column_alone() -> None:
    assert share(600, [Wish(100, 100), Wish(100, 100, grows=True), Wish(100, 100)]) == [200, 200, 200]
