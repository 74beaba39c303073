"""The Chinese words of the enumerations (register.md); the English ones are the values of the nouns themselves."""

from huibi.model.people import Category, Level, PoolStatus, RegionLevel, Role, Sex, UnitKind
from huibi.model.ties import Answer, Decision, Identity, InterestKind, TieKind

LEVELS_OF_REGION = {
    "省": RegionLevel.PROVINCE,
    "市": RegionLevel.CITY,
    "县": RegionLevel.COUNTY,
    "乡镇": RegionLevel.TOWNSHIP,
}
UNIT_KINDS = {
    "部门": UnitKind.DEPARTMENT,
    "乡镇街道": UnitKind.TOWNSHIP,
    "村社区": UnitKind.VILLAGE,
    "国企": UnitKind.ENTERPRISE,
    "事业单位": UnitKind.INSTITUTION,
    "学校": UnitKind.SCHOOL,
    "医院": UnitKind.HOSPITAL,
    "其他企业": UnitKind.COMPANY,
    "巡察机构": UnitKind.INSPECTION,
}
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
LEVELS = {"主要负责人": Level.CHIEF, "班子成员": Level.BOARD, "重点岗位": Level.KEY, "一般干部": Level.STAFF}
TIE_KINDS = {
    "同学": TieKind.CLASSMATE,
    "战友": TieKind.COMRADE,
    "同乡": TieKind.TOWNSMAN,
    "师生": TieKind.MENTOR,
    "秘书": TieKind.SECRETARY,
    "密切交往": TieKind.FRIEND,
    "经济往来": TieKind.BUSINESS,
    "矛盾纠纷": TieKind.DISPUTE,
}
INTEREST_KINDS = {
    "持股": InterestKind.HOLDING,
    "供应商": InterestKind.SUPPLIER,
    "借贷": InterestKind.LOAN,
    "其他利益": InterestKind.BENEFIT,
}
CATEGORIES = {"专职": Category.FULL_TIME, "抽调": Category.SECONDED}
ROLES = {"组长": Role.LEADER, "副组长": Role.DEPUTY, "联络员": Role.LIAISON, "成员": Role.MEMBER}
STATUSES = {"在库": PoolStatus.ACTIVE, "暂停": PoolStatus.PAUSED, "出库": PoolStatus.LEFT}
DECISIONS = {"回避": Decision.BAR, "变通": Decision.WAIVE}
IDENTITIES = {"同一人": Identity.SAME, "不同人": Identity.DIFFERENT}
ANSWERS = {
    "待定": Answer.PENDING,
    "同意": Answer.APPROVED,
    "不同意": Answer.REJECTED,
    "撤回": Answer.WITHDRAWN,
}
FLAGS = {"是": True, "否": False, "yes": True, "no": False}
