"""Whether whoever is about to receive an accusation is the one it speaks against (《信访工作条例》第三十条第三款).

Names are read as a township writes them: a village by its officers (石桥村支书 is 石桥村), a leader by name or post, a
section with or without the names above it. What cannot be told apart is taken for the accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from petidesk.domain.office.office import Office, Village

COUNTY, TOWN = "county", "town"
ACCUSED, NAMED = "accused", "named"
"""What `Around.meets` answers: the accused himself; or only spoken of in what was said."""

# Who acts for a village, and what a village's own body is called.
_OFFICERS = re.compile(
    "民委员会|委会|两委|支部|党总支|支委|支书|书记|主任|会计|文书|出纳|报账员|妇联|监委|监督委员会|网格员|组长|队长|村长|干部|班子"
)
_VILLAGE_ENDS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村")
# Before a village's name these make it the name of another village: 大石桥村 is not 石桥村.
_OTHER_VILLAGE = frozenset("大小上下东西南北前后新老旧中内外高")
_BREAKS = re.compile(r"[、，,；;。：:\s（）()“”\"！？!?]+")
_ABOVE = re.compile(
    "^(?:本|我)?(?:[\u4e00-\u9fff]{0,8}?(?:县|市|区|旗))?(?:[\u4e00-\u9fff]{0,6}?(?:镇|乡(?!村)|街道办事处|街道))"
)
# 农村 and 乡村 are no villages.
_UNKNOWN_VILLAGE = re.compile("^([\u4e00-\u9fff]{1,5}?)(?<![农乡])(?:村|社区)")
_ITSELF = re.compile("^(?:本|我)?(?:镇|乡|街道)?(?:党委政府|党委、政府|人民政府|政府|党委|党工委|办事处|街道办)$")
_OURS = re.compile("^(?:本|我)?(?:镇|乡(?!村)|街道)(?!长|政府|党|人民)")
_DISCIPLINE = re.compile("^(?:纪委|纪工委|纪检)")
_LOCAL_DISCIPLINE = re.compile("(?<![县市区省旗州])(?:纪委|纪工委|纪检)")


@dataclass(frozen=True, slots=True)
class _Read:
    """A name or text as read: villages as themselves or by an officer, villages only spoken of, leaders, the rest."""

    bare: str
    villages: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()
    office: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """The office's own lists against which names are read: what it is called, its villages, leaders with their posts.

    `units`: its sections and the units that it names; `county`: what it belongs to.
    """

    name: str = ""
    county: str = ""
    villages: tuple[str, ...] = ()
    leaders: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()
    _bases: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """The longest names first, so that 小石桥村 is not taken for 石桥村."""
        bases = {_base(name) for name in self.villages}
        object.__setattr__(self, "_bases", tuple(sorted((base for base in bases if base), key=len, reverse=True)))

    # ---- questions

    def meets(self, receiver: str, accused: Sequence[str], said: Sequence[str] = ()) -> str:
        """ACCUSED when `receiver` is whom `accused` (被反映的单位或人) names, NAMED when what was `said` speaks of it.

        Also NAMED for a village whose resident is accused, and for a leader of the office that is. Else "".
        """
        taker = self._read(receiver)
        if not taker.bare:
            return ""
        against = [self._read(text) for text in accused if text.strip()]
        if any(self._same(taker, other) for other in against):
            return ACCUSED
        if any(self._near(taker, other) for other in (*against, *(self._read_text(text) for text in said))):
            return NAMED
        return ""

    def organ_level(self, accused: Sequence[str]) -> str:
        """Who takes it by whom it speaks against (rules/people.md, 4): COUNTY, TOWN, or "" for the organ in charge.

        The leadership and the town's own discipline commission go to the county's; village officers and the office's
        ordinary staff to the town's. Whoever is neither is no matter of discipline, as far as the names say.
        """
        level = ""
        for text in accused:
            read = self._read(text)
            if read.leaders or read.office or _LOCAL_DISCIPLINE.search(text):
                return COUNTY
            if read.villages or self._own(read):
                level = TOWN
        return level

    def of_people(self, name: str, accused: Sequence[str]) -> bool:
        """Whether this person is accused: by name, or by the post that he holds."""
        return bool(name) and any(name in text or name in self._read(text).leaders for text in accused)

    # ---- within

    def _own(self, read: _Read) -> bool:
        known = (_bare(unit).removeprefix(_bare(self.name)) for unit in self.units)
        return any(len(unit) > 1 and unit in read.bare for unit in known)

    def _same(self, taker: _Read, other: _Read) -> bool:
        if taker.villages & other.villages or taker.leaders & other.leaders or (taker.office and other.office):
            return True
        if (taker.villages or taker.spoken) and (other.villages or other.spoken):
            return taker.bare == other.bare
        return _holds(taker.bare, other.bare) or _holds(other.bare, taker.bare)

    def _near(self, taker: _Read, other: _Read) -> bool:
        if (taker.villages | taker.spoken) & (other.villages | other.spoken) or taker.leaders & other.leaders:
            return True
        if (taker.office and other.leaders) or (other.office and taker.leaders):
            return True
        return not taker.villages and _holds(taker.bare, other.bare)

    def _read(self, text: str) -> _Read:
        """A field with a name: a village of no list is known by its word 村 at the beginning."""
        bare = self._under(text)
        villages, spoken = set[str](), set[str]()
        for part in _BREAKS.split(text):
            found = list(self._villages(_bare(part)))
            if not found:
                found = [_unknown(self._under(part))]
            for base, officer in found:
                if base:
                    (villages if officer else spoken).add(base)
        leaders = self._leaders(text)
        itself = bool(self.name) and (_ITSELF.match(bare) is not None or _bare(text) == _bare(self.name))
        if itself:
            bare = _bare(self.name) + "人民政府"  # 人民政府 alone would stand in that of the county, too
        return _Read(bare, frozenset(villages), frozenset(spoken), leaders, itself)

    def _read_text(self, text: str) -> _Read:
        """Free words: only what the office's lists know stands out of them."""
        spoken = frozenset(base for part in _BREAKS.split(text) for base, _ in self._villages(_bare(part)))
        return _Read(_bare(text), spoken=spoken, leaders=self._leaders(text))

    def _under(self, text: str) -> str:
        """The name without those above it: 清溪镇财政所 is 财政所. A name that is nothing else stays."""
        bare = _bare(text)
        if self.name:
            inside = bare.removeprefix(self.county)
            bare = inside if inside.startswith(self.name) else bare
            rest = bare.removeprefix(self.name)
            rest = rest if rest != bare else _OURS.sub("", bare)
        else:
            rest = _ABOVE.sub("", bare)
        if _DISCIPLINE.match(rest):
            return self.name + rest  # 纪委 alone would stand in 县纪委, too
        bare = rest if len(rest) > 1 else bare
        rest = bare.removeprefix("人民政府")
        return rest if len(rest) > 1 else bare

    def _villages(self, bare: str) -> Iterator[tuple[str, bool]]:
        """Each village of the list in these words, and whether itself or an officer of it is meant."""
        taken: list[tuple[int, int, str]] = []
        for base in self._bases:
            for found in re.finditer(re.escape(base), bare):
                start, end = found.span()
                if any(start < last and end > first for first, last, _ in taken):
                    continue
                if start and bare[start - 1] in _OTHER_VILLAGE:
                    continue
                rest = bare[end:]
                short = len(base) > 1 and (_OFFICERS.match(rest) is not None or not (start or rest))
                if short or rest.startswith(("村", "社区")):
                    taken.append((start, end, base))
        taken.sort()
        for place, (_, end, base) in enumerate(taken):
            until = taken[place + 1][0] if place + 1 < len(taken) else len(bare)
            yield base, _acts(bare[end:until])

    def _leaders(self, text: str) -> frozenset[str]:
        words = _bare(text)
        longer = sorted((name for name, _ in self.leaders), key=len, reverse=True)
        found, rest = set[str](), words
        for name in longer:
            if len(name) > 1 and name in rest:
                found.add(name)
                rest = rest.replace(name, "　")
        for name, posts in self.leaders:
            if any(_post_in(post, words) for post in _posts(posts)):
                found.add(name)
        return frozenset(found)


def around(office: Office, villages: Iterable[Village]) -> Around:
    """The office's lists as they are; villages that were retired count, since old words name them."""
    return Around(
        office.name,
        office.county,
        tuple(village.name for village in villages),
        tuple((leader.name, leader.post) for leader in office.leaders),
        tuple(filter(None, (*office.units, *office.sections, office.petition_office))),
    )


def organ(office: Office, level: str) -> str:
    """The discipline commission of a level, as the office names it; "" where the organ in charge must be found.

    So it must while the office has neither its own name nor that of its county: no paper goes to 县纪委监委.
    """
    if level == COUNTY:
        return office.discipline_body or (f"{office.county}纪委监委" if office.county else "")
    if level == TOWN and office.name:
        street = office.name.removesuffix("办事处")
        return f"{street}纪工委" if street.endswith("街道") else f"{office.name}纪委"
    return ""


def is_town_discipline(name: str) -> bool:
    """Whether this is the discipline commission of a town: it takes nothing against its own leadership."""
    return _LOCAL_DISCIPLINE.search(name) is not None


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _base(village: str) -> str:
    """石桥村民委员会, 石桥村 and 石桥 are 石桥."""
    bare = _bare(village)
    for end in _VILLAGE_ENDS:
        if bare.endswith(end) and len(bare) > len(end):
            return bare.removesuffix(end)
    return bare


def _acts(rest: str) -> bool:
    """Whether what follows a village's name means the village itself, or who acts for it."""
    rest = rest.removeprefix("村").removeprefix("社区")
    return not rest or _OFFICERS.search(rest) is not None


def _unknown(bare: str) -> tuple[str, bool]:
    found = _UNKNOWN_VILLAGE.match(bare)
    return ("", False) if found is None else (found[1], _acts(bare[found.end() :]))


def _holds(short: str, whole: str) -> bool:
    """Whether `short` stands in `whole` as itself: 镇长 not in 副镇长, 石桥村 not in 大石桥村."""
    if len(short) < 2:
        return bool(short) and short == whole
    before = {"副"} | (_OTHER_VILLAGE if "村" in short else set())
    return any(not at.start() or whole[at.start() - 1] not in before for at in re.finditer(re.escape(short), whole))


def _posts(posts: str) -> Iterator[str]:
    """党委副书记、镇长: the posts one by one, each as it is also said."""
    for post in _BREAKS.split(posts):
        bare = _bare(post)
        if len(bare) < 2:
            continue
        yield bare
        if bare in ("党委书记", "党工委书记"):
            yield from ("镇委书记", "乡委书记", "镇书记", "乡书记", "街道书记")


def _post_in(post: str, words: str) -> bool:
    """Whether these words name the post: not its deputy, nor who held it before."""
    for found in re.finditer(re.escape(post), words):
        before, after = words[: found.start()], words[found.end() :]
        if not before.endswith(("副", "原", "前")) and not after.startswith("助理"):
            return True
    return False
