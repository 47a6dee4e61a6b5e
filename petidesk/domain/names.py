"""Names of people as they are written: one spelling for each, and who is meant by a cell of somebody else's table.

张三等12人 is one name and twelve people; 张三，男，52岁 is one person; 买买提 艾力 is one, 张桂花 李国辉 are two.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from petidesk.domain.cells import Cell, cell_text, chinese_number, optional_text, reject_broken, squeezed

# The dot between the parts of a name, in the spellings that keyboards and other programs give it.
_DOTS = "·•・･‧∙⋅．.●◦﹒᛫ᐧ⸱˙°○"
DOT = "·"
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_DOTTED = re.compile(rf"(?<={_HAN})\s*[{re.escape(_DOTS)}]\s*(?={_HAN})")
_BLANK = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
# The hundred most frequent surnames and some of this side of the country; the double ones.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单褚卫温庞章施牛岳齐"
    "庄樊殷祝左涂聂焦骆倪柯申鲁阮洪盛路郁蒲房裴翟冉喻游耿"
)
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "司徒", "夏侯", "慕容", "尉迟", "东方", "端木")


# What stands in the names of places and bodies (东村 三组), never in those of people.
_NO_PERSON = re.compile("[村组镇乡县市区局所队户店厂社委会院校站部号等的之]|公司")


def _plain_name(name: str) -> bool:
    """Whether words look like a name of two or three characters with a surname before it."""
    if name.startswith(_DOUBLE):
        return 3 <= len(name) <= 4
    return 2 <= len(name) <= 3 and name[0] in _SURNAMES


@lru_cache(maxsize=4096)
def person_name(text: str) -> str:
    """A name in its one spelling: 张 三 as 张三; the parts of 买买提 艾力 and 买买提•艾力 with · between them.

    Two plain names with a blank between stay as they are: they are two people. So does what is no name of a person.
    """
    name = _DOTTED.sub(DOT, text.strip())
    pieces = _BLANK.split(name)
    if len(pieces) == 1:
        return name
    if any(len(piece) == 1 for piece in pieces):
        return "".join(pieces)
    kept = all(_plain_name(piece) for piece in pieces) or _NO_PERSON.search(name)
    return name if kept else DOT.join(pieces)


def spellings(name: str) -> tuple[str, ...]:
    """The name in its one spelling, and as records from before may have it."""
    whole = person_name(name)
    if DOT not in whole:
        return (whole,) if whole == name else (whole, name)
    return tuple(dict.fromkeys((whole, name, *(whole.replace(DOT, mark) for mark in (*_DOTS, " ")))))


@dataclass(frozen=True, slots=True)
class Named:
    """One person of a cell: the name, the side where the cell tells it (a, b), the sex where it does (男, 女)."""

    name: str
    side: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a cell names and how many they are; `doubt` says in a sentence what was not certain."""

    people: tuple[Named, ...] = ()
    count: int | None = None
    doubt: str = ""


_CAPTION = re.compile(
    r"(?P<b>乙方|被申请人|被告|对方(?:当事人)?|另一方)(?:当事人)?\s*[:：]|"
    r"(?P<a>甲方|申请人|原告|一方)(?:当事人)?\s*[:：]|(?:当事人|信访人|来访人|姓名)\s*[:：]"
)
_BETWEEN = re.compile(r"[、,，;；/\n|]|\s*(?:vs\.?|VS\.?|—|－|–)\s*")
_JOINED = re.compile(r"[与和及诉跟]")
_SEX = re.compile(r"[(（]?\s*([男女])性?\s*[)）]?")
# What stands after a name and is none: sex, age, nation; after one of these also where somebody lives.
_PROPERTY = re.compile(
    r"[(（]?(?:[男女]性?|\d{1,3}(?:周岁|岁)|\d{4}年.*生|(?:汉|回|满|苗|侗|壮|彝|藏|瑶|白|傣|黎|畲|羌|蒙古|土家|布依|维吾尔|哈萨克|仡佬|"
    r"朝鲜|水)族|村民|居民|农民|群众|[\d*xX+-]{6,})[)）]?"
)
_HOME = re.compile(r".{1,16}(?:村|组|镇|乡|县|社区|号|人|村民|居民)|[住系].+|(?:身份证|电话|联系电话|手机).*")
_NUMBER = r"(?:\d{1,5}|[一二两三四五六七八九十百]{1,4})"
_AND_OTHERS = re.compile(
    rf"(?P<base>.*?)(?:等|及其他|及家属|一行|共|夫妻|夫妇|父子|父女|母子|母女|兄弟|姐妹|全家|一家|[,，、])*\s*"
    rf"(?:(?P<homes>{_NUMBER})(?P<more1>余|多)?户)?\s*(?:共|计)?"
    rf"(?:(?P<people>{_NUMBER})(?P<more2>余|多)?(?:人|名|位|口)(?:群众|村民)?)?"
)
_VAGUE = re.compile(r"(?:等(?:若干|数|多)?(?:人|户|名)?|及其他(?:人|户)?|及家属)$")


def read_people(cell: Cell) -> Told:
    """Whom a cell means, each once, and how many people it speaks of."""
    reject_broken(cell)
    text = cell_text(cell)
    if not optional_text(cell):
        return Told()
    text, count, doubt = _counted(text)
    found: list[Named] = []
    side, property_before = "", False
    for part in _parts(text):
        caption = _CAPTION.match(part)
        if caption is not None:
            side = "b" if caption["b"] else "a" if caption["a"] else ""
            part = part[caption.end() :].strip()
        told = _PROPERTY.fullmatch(part) or (property_before and not _plain_name(part) and _HOME.fullmatch(part))
        property_before = bool(found and told)
        if not property_before:
            found += [Named(name, side, sex) for name, sex in _names(part)]
        elif sex := _SEX.fullmatch(part):
            found[-1] = Named(found[-1].name, found[-1].side, sex[1])
    return Told(tuple(found), count, doubt)


def _counted(text: str) -> tuple[str, int | None, str]:
    """The names of a cell without 等12人, and how many that makes."""
    whole = _AND_OTHERS.fullmatch(text)
    if whole is None or not (whole["homes"] or whole["people"]):
        bare = _VAGUE.sub("", text).strip("、,， ")
        vague = len(bare) > 1 and bare != text
        return bare if vague else text, None, "写的是“等”，没有写几个人，请核对人数。" if vague else ""
    base = whole["base"].strip("、,， ")
    count = chinese_number(whole["people"] or whole["homes"])
    doubt = ""
    if not whole["people"]:
        doubt = f"写的是{whole['homes']}户，没有写几个人，人数先按{count}记，请核对。"
    elif whole["more2"]:
        doubt = f"写的是{whole['people']}{whole['more2']}人，人数先按{count}记，请核对。"
    return base or text, count, doubt


def _parts(text: str) -> list[str]:
    marked = _CAPTION.sub(lambda found: "\n" + found[0], text)
    return [part.strip() for part in _BETWEEN.split(marked) if part and part.strip()]


def _names(part: str) -> list[tuple[str, str]]:
    """The names of one part with the sex that stands beside them."""
    sex = re.search(r"[(（]\s*([男女])性?\s*[)）]$", part)
    bare = part[: sex.start()].strip() if sex else part
    told = sex[1] if sex else ""
    joined = _JOINED.split(bare)
    if len(joined) == 2 and all(_plain_name(squeezed(name)) for name in joined):
        return [(name.strip(), told) for name in joined]
    pieces = person_name(unicodedata.normalize("NFC", bare)).split()
    if len(pieces) > 1 and all(_plain_name(piece) for piece in pieces):
        return [(piece, told) for piece in pieces]
    return [(person_name(bare), told)] if bare else []
