"""Who signs and is served: the representatives, or everybody, but never more than five."""

from __future__ import annotations

import pytest

from petidesk.domain.visits.signing import signing
from petidesk.domain.visits.visits import Petitioner

CAME = tuple(Petitioner(name=name) for name in ("王五", "赵六", "钱七", "孙八", "周九", "吴十"))
CHOSEN = Petitioner(name="郑一", representative=True)


@pytest.mark.parametrize(
    ("people", "who"),
    [
        ((), ""),
        ((Petitioner(anonymous=True),), ""),
        (CAME[:1], "王五"),
        (CAME[:5], "王五赵六钱七孙八周九"),
        (CAME, "王五"),
        ((*CAME, CHOSEN), "郑一"),
    ],
    ids=["nobody", "unnamed", "one", "five", "too many", "representative"],
)
def test_each_who_signs(people: tuple[Petitioner, ...], who: str) -> None:
    assert "".join(person.name for person in signing(people)) == who
