"""Papers that a township uses beside its letters: what each says, from which article, and what it never asks."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pypdfium2
import pytest

from petidesk import paths
from petidesk.documents.forms.blocks import Grid
from petidesk.documents.forms.forms import SIZES, Form, load_form
from petidesk.documents.layout.marks import MM
from petidesk.documents.printing import render

AT = datetime(2026, 11, 25, 9, 42)
FIXED: dict[str, tuple[str, ...]] = {
    "representative_election": (
        "代表推选书",
        "第二十条第三款",
        "不超过5名",
        "张桂花",
        "本人同意担任代表（签名）",
        "推选出于自愿",
        "推选人签名页",
        "村（社区）",
        "不写证件号码和电话",
        "只计人数",
        "宣读人",
        "见证人",
    ),
    "urgent_report": (
        "紧急信访事项报告单",
        "中共清溪镇委员会、清溪镇人民政府",
        "安平县交通运输局、清溪镇信访工作联席会议办公室",
        "发生地点",
        "36人",
        "已采取的",
        "第二十五条",
        "不附人员名单",
    ),
    "hardship_referral": (
        "困难救助申请转介单",
        "清溪镇民政办",
        "临时救助",
        "第三十七条第二款",
        "由受理单位依法决定",
        "不以停止反映为条件",
        "宣读人",
        "见证人",
        "转介回执",
    ),
    "hearing_notice": (
        "信访听证通知书",
        "第三十一条第六项",
        "听证时间：2026年12月10日9时30分",
        "申请回避",
        "不收取任何费用",
        "不参加听证的",
    ),
    "hearing_record": ("信访听证笔录", "是否申请回避", "以上笔录我看过", "已向我宣读", "听证员", "宣读人", "见证人"),
    "settlement_agreement": (
        "调解协议书",
        "第三十三条",
        "甲方：张桂花",
        "乙方：清溪镇财政所",
        "1.乙方于2026年12月25日前",
        "一式3份",
        "不限制任何一方依法提出信访",
        "不是人民调解委员会的调解协议",
        "宣读人",
        "见证人",
    ),
    "review_file_transmittal": (
        "关于报送张桂花信访事项复查案卷的函",
        "安平县人民政府：",
        "第三十五条",
        "信访事项复查案卷材料清单",
        "清信访处〔2026〕12号",
        "接收人",
    ),
    "suspension_notice": (
        "信访事项中止办理告知书",
        "根据《临江市信访事项办理办法》第二十六条第一款第二项",
        "恢复办理的条件",
        "自2026年12月3日起中止办理",
    ),
    "materials_return": ("材料退还清单", "征地补偿协议原件", "□原件", "当面点清", "宣读人", "见证人"),
    "envelope": ("安平县清溪镇东村三组12号", "张桂花收", "贴邮票处", "清溪镇人民政府", "邮政编码：000000"),
    "mailing_list": ("邮寄清单", "共3件", "清信访处〔2026〕12号", "（限制查阅）", "日戳", "以回执上注明的收件日期"),
    "audit_list": ("修改记录", "人员：李敏", "共3条", "看完整号码", "清访2026-0208", "审计链共1204条", "SHA-256"),
    "shift_handover": (
        "接待窗口交接班单",
        "来访6批次9人次",
        "没有写完的文书",
        "没有送达的文书",
        "已经超期和今明两天到期",
        "原件",
        "答应回的电话",
        "接班人：",
    ),
    "channels_board": (
        "信访渠道公示",
        "第十八条",
        "http://xf.qingxi.example",
        "邮政编码",
        "0571-00000000",
        "工作日8:30至12:00",
        "查询",
        "近期领导接待日",
        "覃晓东",
    ),
}
NAMES = tuple(FIXED)
PEN = tuple(name for name in NAMES if name not in ("envelope", "channels_board"))
ONE_PAGE = tuple(name for name in NAMES if name not in ("representative_election", "review_file_transmittal"))
# The pages of a sample that is longer than one: the signatures and the list of papers stand on their own.
TWO_PAGES = ("representative_election", "review_file_transmittal")
KEPT = (
    "机关名称",
    "事项编号",
    "来访人",
    "首名来访人",
    "称谓",
    "你",
    "代表上限",
    "收信人",
    "寄信人",
    "接待窗口",
    "登记情况",
    "交班人",
)
BROKEN = re.compile(r"[{}]|（）|《》|“”|：。|，。|。。|，，|、。|（[、，；]|不迟于(?!\d)|None|False")
# Never asked of anybody who signs, and never promised (rules/desk.md).
WATCHING = re.compile(r"稳控|息访|劝返|重点人员|越级|不再信访|停止信访|政治面貌")


def form(name: str) -> Form:
    return load_form(name, [paths.forms()])


def pages(name: str, paper: str = "", **changes: Any) -> list[str]:
    """The text of every page without white space, of the sample with `changes`."""
    loaded = form(name)
    result = render(loaded, {**loaded.sample(), **changes}, paper=paper or next(iter(loaded.papers)), at=AT)
    assert not result.missing_characters
    with pypdfium2.PdfDocument(result.pdf) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def emptied(loaded: Form) -> dict[str, Any]:
    """The sample with everything left out that is not known each time."""
    nothing: dict[str, Any] = {"text": "", "flag": False, "list": [], "rows": []}
    return {
        name: value if name in KEPT else nothing[loaded.fields[name].kind] for name, value in loaded.sample().items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_says_what_it_must(name: str) -> None:
    text = "".join(pages(name))
    for words in FIXED[name]:
        assert words in text, words
    assert not BROKEN.search(text) and not WATCHING.search(text)


@pytest.mark.parametrize("name", PEN)
def test_what_is_not_known_leaves_a_blank_for_the_pen(name: str) -> None:
    found = BROKEN.search("".join(pages(name, **emptied(form(name)))))
    # 中止 and 听证 cannot be issued without these; a draft of them may be as bare as it likes.
    assert found is None or name in ("suspension_notice", "hearing_notice"), found


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_fits_the_form(name: str) -> None:
    loaded = form(name)
    assert set(loaded.sample()) <= set(loaded.fields)
    assert {ask.name for ask in loaded.asks} <= set(loaded.sample())


@pytest.mark.parametrize("name", ONE_PAGE)
def test_one_page_stays_one_page_on_every_paper(name: str) -> None:
    for paper in form(name).papers:
        assert len(pages(name, paper)) == 1, paper
        if name not in ("mailing_list", "hearing_record"):  # what is written by hand gets as many lines as it needs
            assert len(pages(name, paper, **emptied(form(name)))) == 1, paper


@pytest.mark.parametrize("name", TWO_PAGES)
def test_what_is_signed_or_listed_apart_stands_on_a_page_of_its_own(name: str) -> None:
    first, second = pages(name)
    assert "签名页" in second if name == "representative_election" else "材料清单" in second
    assert FIXED[name][0] in first and FIXED[name][0] not in second


def test_the_page_of_signatures_has_room_for_many_and_asks_for_no_number() -> None:
    loaded = form("representative_election")
    pdf = render(loaded, loaded.sample(), paper="a4", at=AT).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[1].get_textpage().get_text_bounded()
    grids = [block for block in loaded.blocks if isinstance(block, Grid)]
    assert len(grids[-1].rows) == 20  # the heading, and nineteen times two people
    assert text.count("姓名") >= 2 and "证件号码" not in text.replace("不写证件号码", "")
    assert not re.search(r"\d{6,}", text)


def test_a_settlement_is_not_a_mediation() -> None:
    settled = "".join(pages("settlement_agreement", 协议种类="和解", 主持人=""))
    assert settled.startswith("和解协议书") and "双方自愿和解" in settled and "主持调解" not in settled
    mediated = "".join(pages("settlement_agreement"))
    assert "经双方同意，由赵建国主持调解" in mediated and "主持调解的人" in mediated


@pytest.mark.parametrize(("paper", "size"), [("dl", (220, 110)), ("c5", (229, 162))])
def test_an_envelope_is_as_large_as_an_envelope_and_says_nothing_of_a_petition(
    paper: str, size: tuple[int, int]
) -> None:
    loaded = form("envelope")
    with pypdfium2.PdfDocument(render(loaded, loaded.sample(), paper=paper, at=AT).pdf) as document:
        width, height = document[0].get_size()
    assert (width / MM, height / MM) == pytest.approx(size, abs=0.1) and SIZES[paper] == size
    assert "信访" not in "".join(pages("envelope", paper))


def test_a_board_with_many_receptions_stays_one_sheet() -> None:
    day = {"日期": "12月3日（星期四）", "姓名": "覃晓东\n盖世平", "时间": "09:00-11:30", "地点": "清溪社区党群服务中心"}
    for paper in ("a3", "a4"):
        assert len(pages("channels_board", paper, 领导接待=[day] * 4)) == 1


def test_a_long_handover_goes_on_with_its_headings() -> None:
    many = [
        {"文号": f"清信访告〔2026〕{n}号", "名称": "信访事项告知书", "签发日期": "2026年11月24日"} for n in range(60)
    ]
    found = pages("shift_handover", 待送达=many)
    assert len(found) > 1 and "签发日期" in found[1] and f"共{len(found)}页" in found[0]
