"""Which village an address lies in: a known one where it names one, else the words up to 村 or 社区."""

from __future__ import annotations

import re
from collections.abc import Sequence

from petidesk.domain.cells import squeezed

_ENDINGS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村")
_COMMITTEE = re.compile(r"(?:村民委员会|村委会)$")
_ABOVE = re.compile(r"^.{2,8}?(?:省|自治区|市|州|县|旗)(?=.{3})")
_TOWN = re.compile(r"^.{1,7}?(?:镇|乡|街道办事处|街道|办事处)(?=.{2})")
_VILLAGE = re.compile(r"(.{1,12}?(?:村民委员会|居民委员会|村委会|居委会|社区|村(?!社区|委)))")


class VillageFinder:
    """Finds villages by the names the office knows; `office_names` (county, township) are cut off in front."""

    def __init__(self, known: Sequence[str], office_names: Sequence[str] = ()) -> None:
        self._known = {squeezed(name): name for name in known}
        self._stems: dict[str, str] = {}
        for name in known:
            stem = _stem(squeezed(name))
            # Two villages of one stem (东村, 东社区) leave the stem to neither.
            self._stems[stem] = "" if stem in self._stems else name
        self._longest_first = sorted(self._known, key=len, reverse=True)
        self._office_names = tuple(squeezed(name) for name in office_names if name)

    def knows(self, text: str) -> bool:
        """Whether the office has a village of this very name."""
        return squeezed(text) in self._known

    def named(self, text: str) -> str:
        """The village of a column that names villages: a known one, one found in it, else the words as they are."""
        bare = squeezed(text)
        if bare in self._known:
            return self._known[bare]
        if bare != _stem(bare) or len(bare) > 1:
            known = self._stems.get(_stem(bare), "")
            if known:
                return known
        return self.within(text) or "".join(text.split())

    def within(self, address: str) -> str:
        """The village of an address such as 清溪镇石桥村三组12号; empty when it names none."""
        bare = squeezed(address)
        for name in self._longest_first:
            if name in bare and self._stands_alone(bare, name):
                return self._known[name]
        rest = self._without_office(bare)
        match = _VILLAGE.match(rest)
        if match is None or match[1] in _ENDINGS:
            return ""
        found = _COMMITTEE.sub("村", match[1])
        return self._known.get(found) or self._stems.get(_stem(found), "") or found

    def _stands_alone(self, bare: str, name: str) -> bool:
        """Whether the words before a known name are a place above it, so that 东村 is not found in 河东村."""
        before = bare[: bare.index(name)]
        for office in self._office_names:
            before = before.replace(office, "")
        return not before or before[-1] in "省市州县旗镇乡道处区"

    def _without_office(self, bare: str) -> str:
        rest = bare
        for office in self._office_names:
            rest = rest.removeprefix(office)
        for above in (_ABOVE, _ABOVE, _TOWN):
            cut = above.sub("", rest)
            if _VILLAGE.match(cut):
                rest = cut
        return rest


def _stem(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
