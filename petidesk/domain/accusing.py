"""Words that may tell an accusation (检举控告) where nobody said that it is one: an old register, a booking."""

from __future__ import annotations

import re

_ACCUSING = re.compile("举报|检举|控告|揭发")


def sounds_accusing(text: str) -> bool:
    """Whether the text has words of an accusation; it is then kept closed until somebody says that it is none."""
    return _ACCUSING.search(text) is not None
