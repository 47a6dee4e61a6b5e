"""An accusation has its own way and never goes to the accused (Article 30; rules/law.md)."""

from __future__ import annotations

import pytest

from tests.domain.cases.life import ANSWER, EXTENSION, Life, day


def accusation(*units: str) -> Life:
    return Life("accusation", concerned_units=units or ("石桥村民委员会",))


def test_an_accusation_has_no_sixty_days_and_is_neither_accepted_nor_refused() -> None:
    life = accusation()
    for kind, content in (("accepted", {}), ("not_accepted", {"ground": "after_recheck"}), ("extended", EXTENSION)):
        assert life.refused(kind, 3, content).code == "forbidden"
    life("transferred", 4, to="安平县纪委监委")
    assert "书面告知检举控告人" in life.warnings[0]
    assert (life.now.state, life.now.next_due) == ("routed", day(15)), "who accuses hears which organ has it"
    life("told", 6, manner="handed")
    assert life.refused("concluded", 30, ANSWER).code == "forbidden"
    assert "第三十条" in (life.refused("concluded", 30, ending="settled").basis or "")
    life("concluded", 30, ending="other_procedure")
    assert life.now.next_due is None


@pytest.mark.parametrize(
    ("kind", "key", "content"),
    [
        ("transferred", "to", {}),
        ("assigned", "to", {}),
        ("supervised", "to", {"reason": "超期"}),
        ("instructed", "owner", {"leader": "覃晓东", "text": "请办"}),
        ("met", "owner", {"decision": "研究"}),
        ("promised", "owner", {"promise": "call", "due_on": day(9).isoformat()}),
        ("in_charge", "unit", {}),
        ("in_charge", "handler", {}),
        ("in_charge", "leader", {}),
        ("submitted", "to", {"proposal": "请办"}),
        ("recused", "instead", {"person": "周海燕", "reason": "亲属"}),
        ("reported", "to", {}),
    ],
)
def test_an_accusation_never_goes_to_the_accused(kind: str, key: str, content: dict[str, str]) -> None:
    for to in ("石桥村民委员会", "清溪镇石桥村民委员会", " 石桥村 民委员会 "):
        refusal = accusation().refused(kind, 3, content | {key: to})
        assert (refusal.code, refusal.field) == ("forbidden", key)
        assert refusal.basis == "《信访工作条例》第三十条第三款"
    accusation()(kind, 3, content | {key: "安平县纪委监委"})
    Life(concerned_units=("石桥村民委员会",))(kind, 3, content | {key: "石桥村民委员会"})
