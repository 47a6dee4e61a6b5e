"""The papers for the people who came, made from their samples, and what is fixed for each."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pypdfium2
import pypdfium2.raw

from petidesk import paths
from petidesk.documents.forms.forms import Form, load_form
from petidesk.documents.printing import render

AT = datetime(2026, 11, 25, 9, 42)
# Folder: title, event, series, and words that the sample must print.
FIXED: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "acceptance_notice": (
        "信访事项受理告知书",
        "accepted",
        "受",
        (
            "第二十三条第一款、第三十一条第六项",
            "第三十四条",
            "自受理之日（2026年11月20日）起60日内办结",
            "承办人：陈立新",
        ),
    ),
    "notice_letter": ("信访事项告知书", "told", "告", ("第三十一条第二项", "仲裁时效以法律规定为准")),
    "routing_notice": (
        "信访事项转送（交办）告知书",
        "told",
        "转",
        ("第二十三条第一款", "交办清溪镇公用事业服务中心", "不迟于2026年12月4日反馈结果", "该单位电话："),
    ),
    "non_acceptance_notice": (
        "信访事项不予受理告知书",
        "not_accepted",
        "不受",
        ("第二十条第二款、第二十八条第二款", "不予受理", "请你依照法定程序向安平县人民法院提出"),
    ),
    "no_further_acceptance_notice": (
        "信访事项不再受理告知书",
        "not_accepted",
        "不再受",
        ("第三十六条第三款", "不再受理", "临江市人民政府于2026年5月13日作出复核意见", "临政信复核〔2026〕5号"),
    ),
    "extension_notice": (
        "延期办理告知书",
        "extended",
        "延",
        ("第三十四条", "原定不迟于2027年1月19日办结", "办理期限延长20日，不迟于2027年2月8日办结", "经本机关负责人批准"),
    ),
    "handling_opinion": (
        "信访事项处理意见书",
        "concluded",
        "处",
        (
            "一、投诉请求",
            "二、事实和理由",
            "三、处理意见",
            "四、法律法规依据",
            "第三十一条第六项、第三十二条",
            "根据《信访工作条例》第三十五条，你可以自收到本意见书之日起30日内，向安平县人民政府请求复查",
        ),
    ),
    "handling_decision": (
        "处理决定书",
        "concluded",
        "决",
        ("申请人：", "被申请人：", "经查明，", "本机关认为，", "决定如下：", "申请行政复议"),
    ),
    "suggestion_reply": ("意见建议回复函", "concluded", "复", ("第二十九条第一款", "部分，本机关予以采纳", "感谢你")),
    "simplified_record": (
        "简易办理答复记录",
        "concluded",
        "",
        ("不需要出具书面答复", "要求出具书面答复", "信访人签名"),
    ),
    "service_receipt": (
        "送达回证",
        "",
        "",
        (
            "《信访事项处理意见书》（清信访处〔2026〕12号）壹份",
            "留置",
            "拒收事由",
            "在见证人见证下（□拍照、录像附后）",
            "同住成年家属",
            "送达人签名",
        ),
    ),
    "review_guidance": (
        "复查申请指引",
        "",
        "",
        ("复查申请书", "第三十五条", "第三十六条第一款", "第三十六条第三款", "安平县人民政府", "此致"),
    ),
    "withdrawal_application": ("撤回申请", "", "", ("自愿申请撤回全部请求", "仍然可以依法提出", "接收人签名")),
    "power_of_attorney": ("委托书", "", "", ("由委托人在□内打", "代为增加、变更、撤回请求", "受托人签名")),
}

NAMES = tuple(FIXED)
LETTERS = tuple(name for name in NAMES if FIXED[name][2])
BROKEN = re.compile(
    r"[{}]|（）|《》|“”|：[。，；）]|，。|。。|，，|、。|（[、，；]|（(地址|电话)：(）|电话)|不迟于(?!\d)|None|False"
)
# What is known of every case; all else may be empty.
KEPT = (
    "机关名称",
    "称谓",
    "你",
    "渠道",
    "收到日期",
    "来访人",
    "首名来访人",
    "事项编号",
    "接待窗口",
    "签发日期",
    "版头",
)


def form(name: str) -> Form:
    return load_form(name, [paths.forms()])


def made(name: str, **changes: Any) -> bytes:
    loaded = form(name)
    result = render(loaded, {**loaded.sample(), **changes}, paper="a4", at=AT)
    assert not result.missing_characters
    return result.pdf


def pages(name: str, **changes: Any) -> list[str]:
    """The text of every page without white space, of the sample with `changes`."""
    with pypdfium2.PdfDocument(made(name, **changes)) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def text(name: str, **changes: Any) -> str:
    return "".join(pages(name, **changes))


def empty(loaded: Form, name: str) -> Any:
    nothing: dict[str, Any] = {"text": "", "flag": False, "list": [], "rows": []}
    return nothing[loaded.fields[name].kind]


def emptied(name: str) -> dict[str, Any]:
    """The sample with everything left out that is neither known of every case nor asked for."""
    loaded = form(name)
    needed = {ask.name for ask in loaded.asks if ask.required} | set(KEPT)
    return {key: value if key in needed else empty(loaded, key) for key, value in loaded.sample().items()}
