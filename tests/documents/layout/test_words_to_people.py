"""Letters to the people who came: what each one says, from which article, and what it must never say."""

from __future__ import annotations

import re

import pytest

from petidesk.domain.cases.events import GROUNDS
from petidesk.domain.codes import ROUTES
from tests.documents.layout.people_papers import BROKEN, LETTERS, NAMES, emptied, form, pages, text

REGULATION = "《信访工作条例》"
FULL_ID, FULL_PHONE = "529901196803054022", "13000000000"


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_speaks_to_one_to_many_and_politely(name: str) -> None:
    for you in ("你（你们）", "您"):
        printed = text(name, 你=you, 称谓="张桂花等6人", 集体访=True)
        if name != "handling_decision":
            assert "张桂花等6人：" in printed
        assert not BROKEN.search(printed)


SENT_DOWN = {"渠道": "上级转送", "转送机关": "安平县信访局"}


@pytest.mark.parametrize(
    "name", [name for name in LETTERS if name not in ("extension_notice", "handling_decision", "suggestion_reply")]
)
def test_a_matter_sent_down_names_who_sent_it(name: str) -> None:
    assert "本机关于2026年11月19日收到安平县信访局转来的你的信访事项。你反映" in text(name, **SENT_DOWN)
    assert "收到上级机关转来的你的信访事项" in text(name, **{**SENT_DOWN, "转送机关": ""})


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("来访", "你于2026年11月19日来访反映"),
        ("来信", "你的来信，本机关于2026年11月19日收到。你反映"),
        ("来电", "你于2026年11月19日来电反映"),
        ("网上", "你于2026年11月19日通过网络反映"),
        ("12345工单", "本机关于2026年11月19日收到你通过12345热线提出的事项。你反映"),
        ("领导批示", "本机关于2026年11月19日收到你提出的信访事项。你反映"),
    ],
)
def test_a_letter_says_how_the_matter_came(channel: str, words: str) -> None:
    for name in ("acceptance_notice", "notice_letter", "handling_opinion"):
        assert words in text(name, 渠道=channel)


def test_the_acceptance_notice_needs_nothing_typed() -> None:
    loaded = form("acceptance_notice")
    assert not [ask.name for ask in loaded.asks if ask.required]
    printed = text("acceptance_notice", **{**emptied("acceptance_notice"), "内设机构": "信访办"})
    assert "由本机关信访办承办" in printed
    assert "自受理之日起60日内办结；情况复杂需要延长的，将另行告知" in printed
    assert "联系电话：＿＿＿＿" in printed


def test_an_accepted_matter_sent_down_rests_on_the_third_paragraph() -> None:
    assert f"{REGULATION}第二十三条第三款、第三十一条第六项" in text("acceptance_notice", **SENT_DOWN)


SECRET = ("notice_letter", "routing_notice", "non_acceptance_notice", "withdrawal_application", "power_of_attorney")


@pytest.mark.parametrize("name", SECRET)
def test_the_content_of_an_accusation_is_not_printed(name: str) -> None:
    printed = text(name, 检举控告=True, 事项概要="村会计截留补助")
    assert "村会计" not in printed
    assert "村会计截留补助" in text(name, 检举控告=False, 事项概要="村会计截留补助")
    assert not BROKEN.search(printed)


CONTENTS = {
    ROUTES[1]: ("第三十一条第一项", "诉讼时效"),
    ROUTES[2]: ("第三十一条第二项", "提出申请"),
    ROUTES[3]: ("第三十一条第三项", "党员申诉、申请复审"),
    ROUTES[4]: ("第三十一条第四项", "提出申请"),
    ROUTES[5]: ("第三十一条第五项", "由本机关依法履行或者答复"),
    "不属于本机关职权范围": ("第二十三条第一款", "不属于本机关职权范围"),
    "检举控告由纪检监察机关受理": ("第二十三条第一款、第三十条第一款", "依法保密"),
    "检举控告已按规定移送": ("第二十三条第一款、第三十条）", "已按规定移送安平县某某局", "依法保密"),
    "同一事项正在办理": ("第二十三条第一款、第二款", "2026年11月19日登记的信访事项（编号", "本机关正在办理"),
    "同一事项已经答复": ("第三十五条", "2026年12月1日作出处理意见（清信访处〔2026〕12号）", "请求复查"),
    "建议意见已经收到": ("第二十九条第一款", "予以采纳或者部分采纳，并予以回复"),
    "咨询求助已经收到": ("第二十三条第一款", "答复你"),
}


OWN_WORK = (ROUTES[5], "建议意见已经收到", "咨询求助已经收到", "同一事项正在办理", "同一事项已经答复")


def test_every_content_of_the_notice_has_its_own_paragraph() -> None:
    chosen = next(ask for ask in form("notice_letter").asks if ask.name == "告知内容")
    assert chosen.choices == tuple(CONTENTS)
    assert chosen.prefilled({"宜告知": ROUTES[3]}) == ROUTES[3]


@pytest.mark.parametrize("content", CONTENTS)
def test_a_notice_names_article_and_organ(content: str) -> None:
    organ = {"有权机关": "安平县某某局", "有权机关地址": "人民广场6号", "有权机关电话": "0571-00000006"}
    plain = {"告知内容": content, "程序名称": "", "审查说明": "", "承办": "", "事项编号": "清信2026-0123"}
    plain |= {"在办登记日期": "2026年11月19日", "答复日期": "2026年12月1日", "答复文号": "清信访处〔2026〕12号"}
    printed = text("notice_letter", **plain, **organ)
    for words in CONTENTS[content]:
        assert words in printed
    others = {article for words in CONTENTS.values() for article in words[:1]} - {CONTENTS[content][0]}
    assert not [article for article in others if f"{REGULATION}{article}，" in printed]
    assert ("安平县某某局" in printed) == (content not in OWN_WORK)
    told_where = content not in (*OWN_WORK, "检举控告已按规定移送")  # what was passed on needs no second way
    assert ("（地址：人民广场6号电话：0571-00000006）" in printed) == told_where
    for missing in organ:
        assert not BROKEN.search(text("notice_letter", **plain, **{**organ, missing: ""}))


def test_a_suggestion_is_named_as_one() -> None:
    for name, chosen in (("notice_letter", {"告知内容": "建议意见已经收到"}), ("suggestion_reply", {})):
        assert "提出“清淤主灌渠”的建议意见" in text(name, 事项概要="清淤主灌渠", **chosen)


def test_a_refusal_for_a_lawful_route_names_its_item() -> None:
    """Items 2 to 4 of 《信访工作条例》第三十一条 are told, item 5 is performed: none of them is refused."""
    printed = text("non_acceptance_notice", 法定理由=GROUNDS["lawful_route"].label, 审查说明="")
    assert f"{REGULATION}第三十一条第一项，不按照信访程序受理，请你向安平县人民法院提出" in printed
    assert not BROKEN.search(printed)
    assert "法定途径" not in [ask.name for ask in form("non_acceptance_notice").asks]


def test_the_other_grounds_of_a_refusal() -> None:
    written = text("non_acceptance_notice", 渠道="来信")
    assert f"{REGULATION}第二十八条第二款，本机关不予受理" in written
    assert "第二十条" not in written  # the article is about visits
    grounds = next(ask for ask in form("non_acceptance_notice").asks if ask.key == "ground").choices
    assert grounds == tuple(GROUNDS[code].label for code in ("litigation", "lawful_route"))


@pytest.mark.parametrize("name", ["notice_letter", "routing_notice", "withdrawal_application"])
def test_a_question_is_asked_and_not_reflected(name: str) -> None:
    printed = text(name, 所提事项="咨询低保怎么办理", 事项概要="低保怎么办理")
    assert "咨询低保怎么办理" in printed and "反映低保" not in printed and "一事" not in printed


def test_the_opinion_answers_every_request_and_offers_only_the_review() -> None:
    printed = pages("handling_opinion")
    assert len(printed) in (4, 5)
    first = "".join(printed[: len(printed) // 2])
    for row in form("handling_opinion").sample()["请求答复"]:
        assert row["请求"] in first
        assert row["答复"] in first
    assert "复议" not in first
    assert "诉讼" not in first
    assert "信访处理意见书" in text("handling_opinion", 意见书名称="信访处理意见书")


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("支持", "符合有关规定，根据《信访工作条例》第三十二条第一项，予以支持。"),
        ("部分支持", "符合有关规定的部分，根据《信访工作条例》第三十二条第一项，予以支持。"),
        ("解释说明", "事由合理但缺乏法律依据，根据《信访工作条例》第三十二条第二项，特此说明。"),
        ("不予支持", "缺乏事实根据或者不符合有关规定，根据《信访工作条例》第三十二条第三项，不予支持。"),
        ("另行答复", "对该项请求，本机关另行答复。"),
    ],
)
def test_each_result_rests_on_its_item(result: str, words: str) -> None:
    rows = [
        {"请求": "甲", "结果": result, "答复": "" if result == "另行答复" else "乙。"},
        {"请求": "丙", "结果": "", "答复": "丁。"},
    ]
    printed = text("handling_opinion", 请求答复=rows)
    assert "一是甲；二是丙。" in printed
    assert "关于第一项请求。" in printed
    assert "关于第二项请求。丁。四、" in printed  # a draft without a result says none
    assert printed.count(words) == 2
    assert len(re.findall("予以支持|不予支持|特此说明|另行答复", printed)) == 2


def test_an_opinion_with_one_request_is_not_numbered() -> None:
    row = {"请求": "修好路灯", "结果": "支持", "答复": "已经修好。"}
    printed = text("handling_opinion", 请求答复=[row])
    assert "你请求修好路灯。" in printed
    assert "第一项请求" not in printed


def test_an_acceptance_with_one_request_quotes_it() -> None:
    assert "一事，提出“修好路灯”的请求。" in text("acceptance_notice", 请求=["修好路灯"])
    assert "一是查清" in text("acceptance_notice")


def test_an_office_without_a_typed_reviewer_gets_lines_to_write_on() -> None:
    printed = text("handling_opinion", 复查机关="", 复查机关地址="", 复查机关电话="", 复查材料="")
    assert re.search(r"向＿+人民政府请求复查（受理地点：＿+电话：(—2—)?＿+）", printed)
    assert "复查申请书、本意见书复印件和身份证明" in printed
    assert "带齐三样" in text("handling_opinion", 复查材料="带齐三样")


def test_identity_and_telephone_stand_on_the_file_copy_only() -> None:
    for name in ("handling_opinion", "handling_decision"):
        sample = form(name).sample()
        number = sample["来访人员"][0]["证件号码"]
        phone = sample["来访人员"][0]["联系电话"].replace(" ", "")
        found = pages(name)
        second = [at for at, page in enumerate(found) if page.startswith("清溪镇人民政府")][1]
        assert not [page for page in found[:second] if number in page or phone in page or "第二联" in page]
        assert number in "".join(found[second:])
        assert phone in "".join(found[second:])


def test_numbers_are_asked_for_in_full_only_where_practice_wants_them() -> None:
    full = {name for name in NAMES if (letter := form(name).letter) is not None and letter.full_numbers}
    assert full == {
        "handling_opinion",
        "handling_decision",
        "service_receipt",
        "withdrawal_application",
        "power_of_attorney",
    }
    assert FULL_ID in text("service_receipt")
    assert FULL_PHONE in text("service_receipt")


def test_the_remedy_of_a_decision_is_typed_and_checked() -> None:
    asks = {ask.name: ask for ask in form("handling_decision").asks}
    for name in ("救济途径", "救济途径核对人"):
        assert asks[name].required
        assert not asks[name].default
    typed = "当事人可以在法定期限内起诉。"
    assert text("handling_decision", 救济途径=typed).count(typed) == 2
    assert "复议" not in text("handling_decision", 救济途径=typed)
    assert "复查" not in text("handling_decision")


@pytest.mark.parametrize(
    ("result", "words"),
    [("采纳", "本机关予以采纳。"), ("部分采纳", "其余部分已在上面说明"), ("未采纳", "不具备采纳的条件")],
)
def test_a_suggestion_is_answered_by_its_result(result: str, words: str) -> None:
    assert words in text("suggestion_reply", 采纳情况=result)


def test_a_simple_answer_is_recorded_by_its_manner() -> None:
    assert "以上答复以电话方式作出" in text("simplified_record", 答复方式="电话")
    assert "信访人签名" not in text("simplified_record", 答复方式="电话")
    assert "信访人表示要求出具书面答复。" in text("simplified_record", 信访人意见="要求出具书面答复")


def test_the_receipt_of_a_service_takes_what_is_known() -> None:
    assert "□直接□留置□邮寄□电子□委托□转交" in text("service_receipt")
    assert "□直接" not in text("service_receipt", 送达方式="邮寄送达")
    assert len(pages("service_receipt")) == 1


def test_the_guidance_is_a_page_to_read_and_a_page_to_fill_in() -> None:
    first, second = pages("review_guidance")
    assert "参照《中华人民共和国民法典》第二百零一条、第二百零三条" in first
    assert "复查申请书" in second[:20]
    assert "清信访处〔2026〕12号" in second
    assert "你于2026年12月28日收到" in text("review_guidance", 意见书收到日期="2026年12月28日")
    assert FULL_ID not in first + second
