"""Papers for units, for the file and for the joint meeting: what they must say, and what they must never say."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pypdfium2
import pypdfium2.raw
import pytest

from petidesk import paths
from petidesk.documents.forms import blocks
from petidesk.documents.forms.forms import Form, load_form
from petidesk.documents.printing import render
from petidesk.domain import codes
from petidesk.domain.cases.events import ENDINGS, KINDS
from tests.documents.layout.faces import sizes

AT = datetime(2026, 11, 25, 9, 42)
FIXED: dict[str, tuple[str, ...]] = {
    "assignment_slip": ("信访事项交办单", "不迟于2026年12月18日", "签收人签名", "签收回执", "各项请求的", "（章）"),
    "assistance_letter": ("关于商请协助处理张桂花反映事项的函", "云岭县自然资源局：", "函复我机关", "附件：1."),
    "objection_letter": (
        "关于退回吴成海信访事项的函",
        "《信访工作条例》第二十三条第三款",
        "5个工作日内提出异议",
        "核实同意后",
        "1.反映的小区",
        "3.信访人的户籍",
    ),
    "accusation_handover": (
        "检举控告材料移送单",
        "■县级纪委监委",
        "□乡镇（街道）纪委",
        "第三十条第三款",
        "不得将信访人的检举、揭发材料以及有关情况透露或者转给被检举、揭发的人员或者单位",
        "接收回执",
    ),
    "referral_slip": ("综治中心转介单", "□司法所", "□法律援助", "■劳动监察", "来访人意见", "转介回执"),
    "submission_form": ("信访事项呈批表", "内容摘要", "拟办意见", "分管领导", "主要领导", "责任单位", "落实情况"),
    "extension_approval": (
        "延期办理审批表",
        "原办理期限2027年1月23日",
        "20日",
        "第三十四条",
        "不得超过30日",
        "届满之前",
    ),
    "conclusion_report": (
        "信访事项的办结报告",
        "云岭县信访局：",
        "已于2027年1月9日送达",
        "信访人评价：满意",
        "特此报告",
    ),
    "investigation_report": ("信访事项调查报告", "三、查明的事实", "五、处理建议", "没有直接利害关系", "调查人签名"),
    "verification_record": ("见面核实记录", "与本人所说一致", "信访人签名（捺印）", "核实人签名"),
    "inquiry_record": ("调查（询问）笔录", "问：", "答：", "以上笔录我看过", "已向我宣读", "要求回避"),
    "first_contact_record": ("首次联系记录", "■电话", "联系人签名"),
    "case_leader_sheet": ("包案化解表", "定案子", "定领导", "定期限", "一案一策", "化解进展", "化解结果"),
    "supervision_slip": (
        "督办单",
        "参照《信访工作条例》第十四条第二款",
        "清溪镇信访事项办理和督办制度",
        "签收回执",
        "督办单回执",
    ),
    "follow_up_record": ("回访记录", "一问", "四问", "对接待窗口的评价■满意", "□未参评", "不得代填", "只供内部"),
    "dossier_cover": ("信访事项案卷", "案卷题名", "保管期限30年"),
    "dossier_contents": ("卷内目录", "清信处〔2027〕1号", "送达回证"),
    "dossier_back": ("卷内备考表", "立卷人李敏", "检查人周平"),
    "meeting_agenda": ("联席会议议题单", "清访2026-0120", "参加人员"),
    "meeting_minutes": ("联席会议纪要", "议定的事项", "赵建国2027年1月8日", "签发人：周明"),
}
NAMES = tuple(FIXED)
SLIPS = ("assignment_slip", "supervision_slip", "accusation_handover", "referral_slip")
KEPT = ("机关名称", "事项编号", "收到日期", "来访人", "题名来访人", "事项概要", "会议编号", "会议日期")


def form(name: str) -> Form:
    return load_form(name, [paths.forms()])


def pages(name: str, **changes: Any) -> list[str]:
    """The text of every page without white space, of the sample with `changes`."""
    loaded = form(name)
    result = render(loaded, {**loaded.sample(), **changes}, paper="a4", at=AT)
    assert not result.missing_characters
    with pypdfium2.PdfDocument(result.pdf) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def emptied(loaded: Form) -> dict[str, Any]:
    """The sample with everything left out that is not known of every case."""
    nothing: dict[str, Any] = {"text": "", "flag": False, "list": [], "rows": []}
    return {
        name: value if name in KEPT else nothing[loaded.fields[name].kind] for name, value in loaded.sample().items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_says_what_it_must(name: str) -> None:
    text = "".join(pages(name))
    for words in FIXED[name]:
        assert words in text, words
    assert not re.search(r"[{}]|（）|《》|“”|：。|，。|。。|None", text)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_leaves_a_blank(name: str) -> None:
    text = "".join(pages(name, **emptied(form(name))))
    assert not re.search(r"[{}]|（）|《》|“”|：。|，。|，，|（[、，；]|不迟于(?!\d)|None|False", text)
    for words in FIXED[name]:
        if not re.search(r"\d|[：■，（]|清溪|李敏|周|届满|回证", words):
            assert words in text, words


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_fits_the_form(name: str) -> None:
    loaded = form(name)
    sample = loaded.sample()
    assert set(sample) <= set(loaded.fields)
    for ask in loaded.asks:
        assert ask.name in sample
        assert not ask.required or sample[ask.name], ask.name
        assert ask.kind != "choice" or sample[ask.name] in ask.choices


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_embedded_and_can_be_read(name: str) -> None:
    assert min(sizes(render(form(name), form(name).sample(), paper="a4", at=AT).pdf)) >= 9


LONG = [(name, ask.name) for name in NAMES for ask in form(name).asks if ask.kind == "text" and ask.lines >= 2]


@pytest.mark.parametrize(("name", "part"), LONG)
def test_a_long_text_flows_on_and_nothing_is_lost(name: str, part: str) -> None:
    count = 300
    before = len(pages(name))
    after = pages(name, **{part: "经过调查核实情况属实鑫" * count})
    assert len(after) > before
    assert "".join(after).count("鑫") == count


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_records_its_event_whole(name: str) -> None:
    loaded = form(name)
    assert loaded.letter is not None
    keys = {ask.key: ask for ask in loaded.asks if ask.key}
    if not loaded.event:
        assert set(keys) <= {ask.key for kind in KINDS.values() for ask in kind.asks}
        return
    wanted = {ask.key: ask for ask in KINDS[loaded.event].asks}
    assert set(keys) <= set(wanted)
    for key, ask in wanted.items():
        if ask.required:
            assert keys[key].required, key
            assert (keys[key].kind == "list") == (ask.kind == "lines")
        if key in keys and ask.kind == "day":
            assert keys[key].kind == "day"


@pytest.mark.parametrize("name", NAMES)
def test_numbers_and_cases_are_those_of_the_office(name: str) -> None:
    letter = form(name).letter
    assert letter is not None
    assert not letter.served
    assert set(letter.purposes) <= set(codes.PURPOSES)
    assert bool(letter.series) == (letter.to == "unit")
    assert letter.signed or not letter.series or name == "referral_slip"
    assert letter.of == ("meeting" if name.startswith("meeting") else "case")


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_watches_a_person(name: str) -> None:
    text = (form(name).folder / "form.toml").read_text(encoding="utf-8")
    assert not re.search("稳控|重点人|老户|缠访|闹访|风险等级|政治面貌|行踪|信访条例", text)


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_hairlines(name: str) -> None:
    for block in form(name).blocks:
        if isinstance(block, blocks.Grid | blocks.Listing):
            assert block.border == 0.5


def test_nothing_on_the_handover_tells_who_accused_whom_of_what() -> None:
    named = {"来访人": "钱守一", "题名来访人": "钱守一", "事项概要": "虚报工程量", "反映内容": "虚报工程量"}
    hidden = "".join(pages("accusation_handover", 遮盖=True, **named))
    assert "钱守一" not in hidden
    assert "虚报工程量" not in hidden
    shown = "".join(pages("accusation_handover", 遮盖=False, **named))
    assert "反映人见密封材料" in shown  # it says itself that the name is in the sealed papers alone
    assert "钱守一" not in shown and "虚报工程量" not in shown


def test_an_accusation_is_handed_over_by_its_own_paper_only() -> None:
    for name in ("assignment_slip", "supervision_slip", "referral_slip", "assistance_letter", "case_leader_sheet"):
        letter = form(name).letter
        assert letter is not None
        assert letter.purposes
        assert codes.ACCUSATION not in letter.purposes
    own = form("accusation_handover").letter
    assert own is not None
    assert own.purposes == (codes.ACCUSATION,)


@pytest.mark.parametrize("name", ["assistance_letter", "objection_letter", "conclusion_report"])
def test_a_masked_name_stays_out_of_title_and_text(name: str) -> None:
    text = "".join(pages(name, 遮盖=True, 来访人="钱守一", 题名来访人="钱守一"))
    assert "钱守一" not in text
    assert "有关人员" in text


def test_supervision_never_borrows_the_power_of_petition_departments() -> None:
    text = "".join(pages("supervision_slip", 本机关制度=""))
    assert "第四十条" not in text
    assert "按照本机关信访工作制度" in text


def test_each_request_has_its_place_on_the_return_slip() -> None:
    requests = ["查清原因", "补发补偿款"]
    back = pages("assignment_slip", 请求=requests)[-1]
    assert "1.查清原因：" in back
    assert "2.补发补偿款：" in back


def test_every_page_of_an_inquiry_is_signed_and_numbered() -> None:
    text = pages("inquiry_record", 问答="问：情况是怎样的？\n答：我是后来听说的，具体日期记不清了。\n" * 40)
    assert len(text) > 2
    for number, page in enumerate(text, start=1):
        assert "被询问人：询问人：询问人：记录人：" in page  # two ask
        assert number > 1 or "听清楚了吗？答：听清楚了，不要求回避。问：" in page
        assert f"第{number}页共{len(text)}页" in page


def test_a_blank_inquiry_has_lines_to_write_on() -> None:
    loaded = form("inquiry_record")
    ruled = [block for block in loaded.blocks if isinstance(block, blocks.Grid) and block.place.condition.unless]
    assert sum(len(block.rows) for block in ruled) >= 20
    assert all([test.name for test in block.place.condition.unless] == ["问答"] for block in ruled)
    blank = pages("inquiry_record", 问答="")
    assert len(blank) == 2
    assert "要求回避" in blank[0]
    assert "以上笔录我看过" in blank[1]


def test_one_attachment_has_no_number() -> None:
    text = "".join(pages("conclusion_report", 附件清单=["送达回证复印件"]))
    assert "附件：送达回证复印件" in text
    assert "附件：" not in "".join(pages("conclusion_report", 附件清单=[]))


def test_an_extension_not_yet_granted_shows_the_limit_that_runs() -> None:
    assert "原办理期限2027年1月23日" in "".join(pages("extension_approval"))
    granted = "".join(
        pages("extension_approval", 原办理期限="2027年1月23日", 办理期限="2027年2月12日", 延长至="2027年2月12日")
    )
    assert "原办理期限2027年1月23日" in granted
    assert "延长至2027年2月12日" in granted


@pytest.mark.parametrize("name", ["objection_letter", "conclusion_report", "assistance_letter", "dossier_cover"])
def test_a_matter_without_words_leaves_no_hole(name: str) -> None:
    text = "".join(pages(name, 事项概要="", 来访人="×××", 题名来访人="×××", 遮盖=True))
    assert not re.search(r"：。|，。|。。|[，：]$", text)
    assert "主要内容是" not in text


@pytest.mark.parametrize("name", ["dossier_cover", "submission_form"])
def test_what_lies_open_or_goes_from_hand_to_hand_does_not_name_who_accused(name: str) -> None:
    who = {"来访人": "张桂花", "住址": "东村3号"}
    typed = {"案卷题名": "", "呈批摘要": ""}
    known = {key: text for key, text in (who | typed).items() if key in form(name).fields}
    assert "张桂花" in "".join(pages(name, **known))
    text = "".join(pages(name, **known, 检举控告=True))
    assert "依法保密" in text and not any(word in text for word in who.values())


def test_a_report_tells_results_only_when_there_are_some() -> None:
    open_rows = [{"请求": "补发补偿款", "结果": "", "答复": ""}]
    unsettled = "".join(pages("conclusion_report", 请求答复=open_rows, 结论=""))
    settled = "".join(pages("conclusion_report", 请求答复=open_rows, 结论="调解、和解"))
    answered = "".join(pages("conclusion_report"))
    for text in (unsettled, settled):
        assert "关于“补发补偿款”的请求" not in text
        assert not re.search(r"，。|。。", text)
    assert "办结方式：调解、和解。" in settled
    assert "办结方式" not in answered
    assert "的请求，予以支持" in answered and "应发补偿款28800元" in answered


def test_every_other_ending_has_its_words_in_the_report() -> None:
    for words in ENDINGS.values():
        assert f"办结方式：{words}。" in "".join(pages("conclusion_report", 请求答复=[], 结论=words))
