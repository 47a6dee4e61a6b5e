"""What each of the office's settings is called, group by group, for the sections of 设置 and for 修改记录."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from petidesk.ui.translate import translate

NAMES = (
    ("name", QT_TRANSLATE_NOOP("OfficeSection", "单位名称")),
    ("county", QT_TRANSLATE_NOOP("OfficeSection", "所属县（市、区）")),
    ("organ_kind", QT_TRANSLATE_NOOP("OfficeSection", "机关类别")),
    ("organ_code", QT_TRANSLATE_NOOP("OfficeSection", "机关代字")),
    ("petition_office", QT_TRANSLATE_NOOP("OfficeSection", "内设信访机构")),
    ("party_committee", QT_TRANSLATE_NOOP("OfficeSection", "党委名称")),
    ("seal", QT_TRANSLATE_NOOP("OfficeSection", "印章")),
)
WINDOW = (
    ("window", QT_TRANSLATE_NOOP("OfficeSection", "接待窗口名称")),
    ("phone", QT_TRANSLATE_NOOP("OfficeSection", "查询电话")),
    ("address", QT_TRANSLATE_NOOP("OfficeSection", "窗口地址")),
    ("hours", QT_TRANSLATE_NOOP("OfficeSection", "接待时间")),
)
REVIEW = (
    ("reviewing_body", QT_TRANSLATE_NOOP("OfficeSection", "复查机关")),
    ("reviewing_phone", QT_TRANSLATE_NOOP("OfficeSection", "复查机关电话")),
    ("reviewing_address", QT_TRANSLATE_NOOP("OfficeSection", "复查机关地址")),
    ("review_papers", QT_TRANSLATE_NOOP("OfficeSection", "申请复查要带的材料")),
)
RECHECK = (
    ("rechecking_body", QT_TRANSLATE_NOOP("OfficeSection", "复核机关")),
    ("rechecking_phone", QT_TRANSLATE_NOOP("OfficeSection", "复核机关电话")),
    ("rechecking_address", QT_TRANSLATE_NOOP("OfficeSection", "复核机关地址")),
)
COUNTY = (
    ("petition_department", QT_TRANSLATE_NOOP("OfficeSection", "县级信访部门")),
    ("joint_meeting", QT_TRANSLATE_NOOP("OfficeSection", "县级联席会议")),
    ("discipline_body", QT_TRANSLATE_NOOP("OfficeSection", "县级纪检监察机关")),
)
LETTERS = (
    ("letterhead", QT_TRANSLATE_NOOP("OfficeSection", "文头")),
    ("opinion_title", QT_TRANSLATE_NOOP("OfficeSection", "处理意见书的名称")),
    ("salutation", QT_TRANSLATE_NOOP("OfficeSection", "称呼")),
    ("comrade", QT_TRANSLATE_NOOP("OfficeSection", "姓名后面加“同志”")),
    ("short_papers", QT_TRANSLATE_NOOP("OfficeSection", "短文书用普通版式，排成一页")),
)
LIMITS = (
    ("notice_days", QT_TRANSLATE_NOOP("OfficeSection", "书面告知期限")),
    ("notice_unit", QT_TRANSLATE_NOOP("OfficeSection", "书面告知期限按什么日算")),
    ("local_basis", QT_TRANSLATE_NOOP("OfficeSection", "书面告知期限的地方依据（没有可不填）")),
    ("local_regulation", QT_TRANSLATE_NOOP("OfficeSection", "适用的地方法规（没有可不填）")),
    ("most_representatives", QT_TRANSLATE_NOOP("OfficeSection", "集体来访代表人数上限")),
)
LEDGER = (
    ("report_day", QT_TRANSLATE_NOOP("OfficeSection", "月报报县")),
    ("follow_up_days", QT_TRANSLATE_NOOP("OfficeSection", "回访")),
    ("resolution_rate", QT_TRANSLATE_NOOP("OfficeSection", "化解率的算法")),
    ("dispute_pattern", QT_TRANSLATE_NOOP("OfficeSection", "纠纷编号格式")),
    ("risk_labels", QT_TRANSLATE_NOOP("OfficeSection", "风险等级名称")),
    ("ledger_columns", QT_TRANSLATE_NOOP("OfficeSection", "台账附加栏目")),
)
RECEPTION = (
    ("booking_days", QT_TRANSLATE_NOOP("OfficeSection", "预约在接待日之前几天截止")),
    ("booking_time", QT_TRANSLATE_NOOP("OfficeSection", "预约截止时间")),
)
_OTHERS = (
    ("villages", QT_TRANSLATE_NOOP("OfficeSection", "村（社区）名单")),
    ("visit_pattern", QT_TRANSLATE_NOOP("OfficeSection", "来访编号格式")),
    ("case_pattern", QT_TRANSLATE_NOOP("OfficeSection", "信访事项编号格式")),
    ("local_limits", QT_TRANSLATE_NOOP("OfficeSection", "地方期限")),
    ("county_dates", QT_TRANSLATE_NOOP("OfficeSection", "报县日期")),
    ("sections", QT_TRANSLATE_NOOP("OfficeSection", "内设机构")),
    ("superiors", QT_TRANSLATE_NOOP("OfficeSection", "上级来文机关")),
    ("units", QT_TRANSLATE_NOOP("OfficeSection", "承办单位")),
    ("leaders", QT_TRANSLATE_NOOP("OfficeSection", "领导")),
    ("valid_from", QT_TRANSLATE_NOOP("OfficeSection", "从哪天起用")),
)


def said(words: str) -> str:
    """One of the words above in the language of the window."""
    return translate("OfficeSection", words)


def setting_words() -> dict[str, str]:
    """What each of the office's settings is called, by its key in the records."""
    groups = (NAMES, WINDOW, REVIEW, RECHECK, COUNTY, LETTERS, LIMITS, LEDGER, RECEPTION, _OTHERS)
    return {key: said(str(words)) for group in groups for key, words in group}
