"""Who is named in one line of a list."""

from __future__ import annotations

from collections.abc import Sequence

from petidesk.ui.translate import translate

NAMES_SHOWN = 3


def first_names(names: Sequence[str], people: int) -> str:
    """The first names, and 等 where there are more people than those; empty where nobody is named."""
    named = [name for name in names if name]
    shown = "、".join(named[:NAMES_SHOWN])
    if not named or people <= min(len(named), NAMES_SHOWN):
        return shown
    return translate("Names", "{0} 等").format(shown)
