"""What a matter is called in half a sentence (事项概要): offered from what was asked, and said cleanly on paper.

On paper it stands inside a sentence (反映征地补偿款未到账一事), so it is a phrase: no ellipsis, no stop at its end,
none of the verbs that the sentence has of its own, and nobody says 我家 in a letter of the office.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Most characters of a phrase that was made and not typed.
LONGEST = 24
_SENTENCE = re.compile(r"[。！？；;!?\n]")
_CLAUSE = re.compile(r"[，,、：:]")
_END = " 　，。、；：,.;:!?！？"
_ELLIPSIS = re.compile(r"…|\.{3}|。{3}")
# What somebody asks with: the sentence on paper has its own verb.
_ASKING = re.compile(
    r"^(?:反映|咨询|求助|要求|请求|请问|希望|恳请|申请|建议|想问一下|想问问|问一下|请)(?!示|假|愿|表|书|人|单)(?:[:：，,]|一下|关于)?"
)
_SPEAKER = re.compile(r"^(?:我们|咱们|我家|咱家|俺家|俺们|本人|我|俺|咱)(?:[，,的]|是|要|想)?")
# What it is called stands in the sentence on paper: 就在村口设公交站提出建议意见.
_CALLED = re.compile(r"(?:的?建议(?:意见)?|的意见(?:建议)?)$")
_I = re.compile(r"(?<!自)(?:我|俺|咱)(?![国省市县区镇乡局院])")


def offered(requests: Sequence[str], statement: str) -> str:
    """The phrase to offer as 事项概要: the first request, else the first words of the statement; "" without either."""
    first = next((text for text in requests if text.strip()), "")
    return phrase(first) or phrase(statement)


def phrase(text: str) -> str:
    """The beginning of a text as a phrase of at most `LONGEST` characters, cut where it pauses."""
    bare = _bare(_SENTENCE.split(text.strip(), maxsplit=1)[0])
    if len(bare) <= LONGEST:
        return bare
    kept = ""
    for clause in _CLAUSE.split(bare):
        longer = f"{kept}，{clause}" if kept else clause
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept.strip(_END) or bare[:LONGEST].strip(_END)


def _bare(text: str) -> str:
    """A text without the words that only say that somebody asks, and who."""
    before = ""
    bare = text.strip(_END)
    while bare != before:
        before = bare
        bare = _SPEAKER.sub("", _ASKING.sub("", bare)).strip(_END)
    return bare or text.strip(_END)


def incomplete(title: str) -> bool:
    """Whether a typed 事项概要 leaves something out (…): it would stand so on every paper."""
    return _ELLIPSIS.search(title) is not None


def on_paper(title: str, addressed: str = "其") -> str:
    """The phrase as papers say it. `addressed`: how the paper speaks of who asked (你 to him, 其 to others).

    A title of an older version that breaks off (…) says what stands before its last pause; "" when that is nothing.
    """
    if incomplete(title):
        whole = _CLAUSE.split(_ELLIPSIS.split(title, maxsplit=1)[0])[:-1]
        title = "，".join(whole)
    bare = _bare(title)
    return _CALLED.sub("", _I.sub(addressed, bare)) if bare else ""


_SENTENCES = {
    "appeal": "反映{0}一事",
    "suggestion": "就{0}提出建议意见",
    "consultation": "咨询{0}",
    "help": "就{0}一事求助",
    "thanks": "就{0}表示感谢",
    "other": "提出{0}一事",
}
_UNNAMED = {
    "suggestion": "提出建议意见",
    "consultation": "提出咨询",
    "help": "提出求助",
    "thanks": "表示感谢",
}


# What a name of an organisation ends with; a person has an identity card of the kind 111.
_ORGANISATION = re.compile(
    r"(?:公司|合作社|联合社|厂|商店|商行|超市|饭店|委员会|小组|学校|小学|中学|幼儿园|医院|卫生院|协会|商会|事务所|中心|集团|银行|研究所)$"
)


def is_organisation(name: str, sex: str | None) -> bool:
    """Whether a petitioner is a legal person or other organisation (《信访工作条例》第十七条第二款), by the name."""
    return len(name) > 3 and bool(_ORGANISATION.search(name)) and not sex


def you(salutation: str, *, several: bool, organisation: bool = False) -> str:
    """How a paper addresses who asked: 你单位 an organisation, 你们 a group, else as the office likes."""
    if organisation:
        return "你单位"
    return "你们" if several and salutation == "你" else salutation


def spoken(purpose: str, title: str, addressed: str = "你") -> str:
    """What somebody did by coming, as a piece of a sentence: 反映……一事, 咨询……, 提出信访事项.

    Of an accusation nothing but that a matter was raised (《信访工作条例》第三十条第三款).
    """
    said = "" if purpose == "accusation" else on_paper(title, addressed)
    if not said:
        return _UNNAMED.get(purpose, "提出信访事项")
    return _SENTENCES.get(purpose, _SENTENCES["appeal"]).format(said)
