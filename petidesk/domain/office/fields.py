"""The office's settings, each named once: what `office set` reads, what 设置 and 修改记录 show, what help lists.

To add one: a line here and its default in `office.Office`. The page of its group shows it without being told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from petidesk.domain.codes import MOST_REPRESENTATIVES, REPRESENTATIVES_BASIS
from petidesk.domain.fields import Field
from petidesk.domain.retention.periods import CATEGORIES

NOTICE_BASIS = "《信访工作条例》第二十三条第二款"
ORGAN_KINDS = ("镇", "乡", "民族乡", "街道办事处")
LETTERHEADS = {"red": "红色", "preprinted": "套红纸", "plain": "黑色"}
SALUTATIONS = ("你", "你（你们）", "您")
OPINION_TITLES = ("信访事项处理意见书", "信访处理意见书", "关于×××信访事项的处理意见书")
# What 化解率 is in this county: of all on the books, or of those found in the month.
RATES = {"all": "本月化解÷（上月结转＋本月新排查）", "found": "本月新排查中已化解÷本月新排查"}
# How figures are counted where offices differ (rules/counting.md).
FIRST_DAYS = {"1": "1日", "21": "上月21日", "26": "上月26日"}
SATISFIED = {"fairly": "（满意＋基本满意）÷参评", "satisfied": "满意÷参评"}
INSTRUCTED = {"received": "有领导批示的来信÷收到的来信", "presented": "有领导批示的来信÷呈批的来信"}
RESOLVED = {"found": "本期排查、期末已化解÷本期排查", "all": "本期化解÷（期初未化解＋本期排查）"}
PLACES = {"2": "两位", "1": "一位"}
# How often the rota may take one leader against another.
MOST_WEIGHT = 12


@dataclass(frozen=True, slots=True)
class Lawful:
    """The highest number that the law leaves to an office: `words` refuse a higher one, by the article `basis`."""

    highest: int
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class Setting(Field):
    """A field of the office. `asked` is what pages call it where that says more than the label.

    `before` and `after` stand around a number; `told` is what help adds in brackets.
    """

    asked: str = ""
    before: str = ""
    after: str = ""
    told: str = ""
    lawful: Lawful | None = None

    @property
    def name(self) -> str:
        """What pages and 修改记录 call it."""
        return self.asked or self.label

    @property
    def highest(self) -> int:
        """The highest number that can be stored."""
        return self.limit if self.lawful is None else min(self.limit, self.lawful.highest)


def _same(*words: str) -> dict[str, str]:
    return {word: word for word in words}


_DAYS = {"calendar": "日", "working": "工作日"}
_GROUPS: dict[str, tuple[Setting, ...]] = {
    "单位": (
        Setting("name", "单位名称", required=True),
        Setting("county", "所属县（市、区）", required=True),
        Setting("organ_kind", "机关类别", "choice", required=True, choices=_same(*ORGAN_KINDS)),
        Setting("organ_code", "机关代字"),
        Setting("petition_office", "内设信访机构"),
        Setting("party_committee", "党委名称"),
        Setting("seal", "印章"),
    ),
    "窗口": (
        Setting("window", "接待窗口", asked="接待窗口名称"),
        Setting("phone", "查询电话"),
        Setting("address", "窗口地址"),
        Setting("hours", "接待时间"),
    ),
    "公布": (
        Setting("web_address", "网上信访网址"),
        Setting("postal_address", "通信地址", asked="通信地址（不填就是窗口地址）"),
        Setting("postcode", "邮政编码", limit=6),
    ),
    "复查": (
        Setting("reviewing_body", "复查机关"),
        Setting("reviewing_phone", "复查机关电话"),
        Setting("reviewing_address", "复查机关地址"),
        Setting("review_papers", "申请复查要带的材料"),
    ),
    "复核": (
        Setting("rechecking_body", "复核机关"),
        Setting("rechecking_phone", "复核机关电话"),
        Setting("rechecking_address", "复核机关地址"),
    ),
    "县级": (
        Setting("petition_department", "县级信访部门"),
        Setting("joint_meeting", "县级联席会议"),
        Setting("discipline_body", "县级纪检监察机关"),
    ),
    "名单": (
        Setting("villages", "村（社区）", "list", asked="村（社区）名单", limit=60, most=2000),
        Setting("units", "单位", "list", asked="承办单位", limit=2000, most=1000),
        Setting("sections", "内设机构", "list", limit=2000, most=1000),
        Setting("superiors", "上级来文机关", "list", limit=2000, most=1000, told="文字的列表"),
    ),
    "领导": (
        Setting(
            "leaders",
            "领导",
            "entries",
            told='[{"name","post","duties","phone","weight"（轮次，0 不轮）,"villages"（联系村）}]',
        ),
    ),
    "预约": (
        Setting(
            "booking_days",
            "预约提前天数",
            "count",
            asked="预约在接待日之前几天截止",
            lowest=0,
            limit=30,
            after=" 天",
            told="提前几天截止",
        ),
        Setting("booking_time", "预约截止时间", "time", required=True, limit=10, told="17:00"),
    ),
    "编号": (Setting("visit_pattern", "来访编号格式"), Setting("case_pattern", "信访事项编号格式")),
    "期限": (
        Setting(
            "notice_days",
            "书面告知天数",
            "count",
            asked="书面告知期限",
            limit=365,
            lawful=Lawful(15, "书面告知期限不能长于15日。", NOTICE_BASIS),
        ),
        Setting(
            "notice_unit",
            "书面告知天数的算法",
            "choice",
            asked="书面告知期限按什么日算",
            required=True,
            choices=_DAYS,
            told="calendar、working",
        ),
        Setting("local_basis", "地方依据", asked="书面告知期限的地方依据（没有可不填）"),
        Setting("local_regulation", "适用的地方法规", asked="适用的地方法规（没有可不填）"),
        Setting(
            "most_representatives",
            "代表人数上限",
            "count",
            asked="集体来访代表人数上限",
            limit=1000,
            after=" 人",
            lawful=Lawful(
                MOST_REPRESENTATIVES, f"代表人数上限不能超过{MOST_REPRESENTATIVES}人。", REPRESENTATIVES_BASIS
            ),
        ),
    ),
    "工单": (
        Setting("hotline_days", "12345工单期限", "count", asked="12345工单办理期限", limit=365, after=" 个工作日"),
        Setting("hotline_basis", "12345工单期限的依据", asked="12345工单期限的依据（县里的规定，没有可不填）"),
        Setting("instruction_days", "领导批示件期限", "count", asked="领导批示件办理期限", limit=365, after=" 日"),
        Setting("instruction_basis", "领导批示件期限的依据", asked="领导批示件期限的依据（没有可不填）"),
    ),
    "地方": (Setting("local_limits", "地方期限", "entries", told='[{"kind","amount","unit","basis"}]，不能比规定长'),),
    "报县": (Setting("county_dates", "报县日期", "entries", told='[{"day","what"}]'),),
    "版面": (
        Setting("letterhead", "文头", "choice", required=True, choices=LETTERHEADS, told="red、preprinted、plain"),
        Setting("short_papers", "普通版式", "flag", asked="短文书用普通版式，排成一页", told="true、false"),
    ),
    "用语": (
        Setting(
            "salutation", "称呼", "choice", required=True, choices=_same(*SALUTATIONS), told="、".join(SALUTATIONS)
        ),
        Setting("opinion_title", "处理意见书的名称", choices=_same(*OPINION_TITLES)),
        Setting("comrade", "称“同志”", "flag", asked="姓名后面加“同志”", told="true、false"),
    ),
    "附件": (
        Setting(
            "attachment_megabytes",
            "附件大小上限",
            "count",
            asked="一个附件最大",
            limit=200,
            after=" MB",
        ),
    ),
    "台账": (
        Setting("report_day", "月报日期", "count", asked="月报报县", limit=28, before="次月 ", after=" 日前"),
        Setting("follow_up_days", "回访天数", "count", asked="回访", limit=3650, before="化解后 ", after=" 天"),
        Setting("resolution_rate", "化解率的算法", "choice", required=True, choices=RATES),
        Setting("dispute_pattern", "纠纷编号格式"),
        Setting("risk_labels", "风险等级名称", "list", limit=20, most=3),
        Setting("ledger_columns", "台账附加栏目", "entries"),
    ),
    "统计": (
        Setting("month_begins", "统计月起算日", "choice", required=True, choices=FIRST_DAYS, told="1、21、26"),
        Setting("joint_from", "联名信人数", "count", asked="联名信从几人署名起算", limit=1000, after=" 人"),
        Setting(
            "observation_days",
            "初次一次办结观察期",
            "count",
            asked="初次一次办结的观察期",
            limit=365,
            after=" 天",
            told="答复送达以后多少天没有重复",
        ),
        Setting("percent_places", "百分比小数", "choice", required=True, choices=PLACES, told="1、2"),
        Setting("satisfied_usage", "满意率的算法", "choice", required=True, choices=SATISFIED),
        Setting("instructed_usage", "阅批率的算法", "choice", required=True, choices=INSTRUCTED),
        Setting("resolved_usage", "统计化解率的算法", "choice", required=True, choices=RESOLVED),
    ),
    "保管": tuple(
        Setting(
            category.setting,
            f"{category.label}的保管期限",
            "count",
            asked=category.label,
            lowest=0,
            limit=100,
            after=" 年",
            told="年，0 是永久",
        )
        for category in CATEGORIES
    ),
}

SETTINGS: dict[str, Setting] = {setting.key: setting for group in _GROUPS.values() for setting in group}
"""Every setting by its key."""

# Where this seat puts its second backup: kept with the seat and no setting of the office, but given once like one.
BACKUP_PLACE = "backup_place"
# The rest days of a year, which are rows of their own.
CALENDAR = "calendar"
VALID_FROM = Setting("valid_from", "生效日期", "day", asked="从哪天起用")

LEADER_FIELDS = (
    Field("name", "姓名", required=True, limit=60),
    Field("post", "职务"),
    Field("duties", "分管工作"),
    Field("phone", "电话", limit=40),
    Field("weight", "轮次", "count", lowest=0, limit=MOST_WEIGHT),
    Field("villages", "联系村（社区）", "list", limit=60, most=30),
)


def settings_of(*groups: str) -> tuple[Setting, ...]:
    """The settings of these groups in their order."""
    return tuple(setting for group in groups for setting in _GROUPS[group])


def setting_names() -> dict[str, str]:
    """What pages call each setting, by its key in the records."""
    return {setting.key: setting.name for setting in (*SETTINGS.values(), VALID_FROM)}


def help_lines() -> Iterator[str]:
    """The groups with their keys, as the help of `office set` lists them."""
    for group, settings in _GROUPS.items():
        told = [
            f"{setting.key}: {setting.told}"
            if setting.kind == "entries" and setting.told
            else f"{setting.key}（{setting.told}）"
            if setting.told
            else setting.key
            for setting in settings
        ]
        yield f"{group}　　{' '.join(told)}"
