"""Code tables with their Chinese words: one place, so that windows, papers, imports and figures say the same.

The codes are those of the command line; the words those of rules/codes.md
(《信访工作条例》第十七条、第二十九至三十一条).
"""

from __future__ import annotations

CHANNELS = {
    "visit": "来访",
    "letter": "来信",
    "phone": "来电",
    "online": "网上",
    "handed_down": "上级转送",
    "hotline": "12345工单",
    "instruction": "领导批示",
}

# Orders from elsewhere: they run by clocks that the office sets, and are neither told in 15 days nor accepted for 60.
HOTLINE = "hotline"
ORDERS = (HOTLINE, "instruction")

PURPOSES = {
    "appeal": "申诉求决",
    "suggestion": "建议意见",
    "accusation": "检举控告",
    "consultation": "咨询",
    "help": "求助",
    "thanks": "感谢",
    "other": "其他",
}

# 《信访工作条例》第三十一条第一至六项
ROUTES = {
    1: "诉讼、复议、检察或公安程序",
    2: "仲裁",
    3: "党员申诉、申请复审",
    4: "行政复议、裁决、确认、许可、处罚等行政程序",
    5: "请求查处违法行为或履行保护职责",
    6: "信访程序（调查处理，出具处理意见书）",
}

# Why a linked visit came (rules/law.md, 15): only the first is a repeat, and only the first is owed a notice anew.
WHY_AGAIN = {
    "raises_again": "再次提出同一请求",
    "adds_material": "补充材料",
    "asks_progress": "询问进展",
    "collects_paper": "领取文书",
    "invited": "应约前来",
}

SEXES = {"male": "男", "female": "女"}

CASE_STATES = {
    "registered": "已登记",
    "told": "已告知",
    "accepted": "已受理",
    "not_accepted": "不予受理",
    "routed": "已转送交办",
    "objected": "已提出异议",
    "extended": "已延期",
    "concluded": "已办结",
    "served": "已送达",
    "under_review": "复查复核中",
    "closed": "已结案",
}

MATCH_REASONS = {
    "id_number": "同身份证号",
    "phone": "同电话",
    "name_village": "同姓名同村",
    "initials_birth": "同拼音首字母同出生年",
    "name": "同姓名",
}

# 五人以上为集体访（rules/codes.md）；代表不得超过五人（《信访工作条例》第二十条第三款）
GROUP_FROM = 5
MOST_REPRESENTATIVES = 5
REPRESENTATIVES_BASIS = "《信访工作条例》第二十条第三款"

ACCUSATION = "accusation"
