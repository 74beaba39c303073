"""The tables of `huibi.register/1`: their columns, words and what a rule lacks without them (register.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from huibi.reading import words


class Kind(Enum):
    """How the cells of a column are read."""

    ID = auto()
    NAME = auto()
    TEXT = auto()  # empty: None
    WORDS = auto()  # empty: ""
    DATE = auto()  # without a day: the first
    START = auto()
    LAST = auto()  # without a day: the last; never "now"
    END = auto()  # without a day: the last; `至今` is empty
    ENUM = auto()
    FLAG = auto()
    COUNT = auto()
    IDENTITY = auto()
    LIST = auto()
    ROLES = auto()
    PERSON = auto()
    UNIT = auto()
    UNITS = auto()
    REGION = auto()
    PLACE = auto()  # a region that may lie outside the register's area
    PARENT = auto()  # a row of the same table


@dataclass(frozen=True, slots=True)
class Column:
    """One column: key, Chinese head, kind of its cells and, for enumerations, their words."""

    key: str
    head: str
    kind: Kind
    required: bool = False
    words: Mapping[str, Any] | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `lacks` names the rules that judge nothing without it."""

    key: str
    title: str
    columns: tuple[Column, ...]
    lacks: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """Return the column `key`; it must exist."""
        return next(column for column in self.columns if column.key == key)


_KIN = ("kin.body", "kin.staff", "kin.above", "kin.former", "kin.other", "interest.kin", "team.kin")
_POSTS = ("post.current", "post.above", "post.former", "post.led", "post.long", "post.superior", "duty.oversees")
_BODY = (*_KIN[:5], "tie.*", "team.superior")
_PLACES = ("place.origin", "place.county")
_TIES = ("tie.*", "team.business", "team.dispute")

_SOURCE = Column("source", "来源", Kind.TEXT)
_DETAIL = Column("detail", "说明", Kind.TEXT)
_PERSON = Column("person", "人员", Kind.PERSON, required=True)
_DECIDED = (Column("decided_by", "决定人", Kind.WORDS), Column("decided_on", "决定时间", Kind.DATE))

SCHEMA: Mapping[str, Table] = {
    table.key: table
    for table in (
        Table(
            "regions",
            "行政区划",
            (
                Column("code", "区划代码", Kind.ID, required=True),
                Column("name", "名称", Kind.NAME),
                Column("level", "层级", Kind.ENUM, words=words.LEVELS_OF_REGION, lacks=_PLACES),
                Column("parent", "上级代码", Kind.PARENT, lacks=_PLACES),
            ),
            _PLACES,
        ),
        Table(
            "units",
            "单位",
            (
                Column("id", "单位编号", Kind.ID, required=True),
                Column("name", "单位名称", Kind.NAME, required=True),
                Column("region", "所在区划", Kind.REGION, lacks=_PLACES),
                Column("kind", "单位类型", Kind.ENUM, words=words.UNIT_KINDS, lacks=("place.origin", "team.superior")),
                Column("parent", "主管单位", Kind.PARENT, lacks=("kin.above", "post.above")),
                Column("system", "系统", Kind.TEXT, lacks=("duty.system",)),
                Column("headcount", "人数", Kind.COUNT, lacks=("post.superior",)),
            ),
        ),
        Table(
            "persons",
            "人员",
            (
                Column("id", "人员编号", Kind.ID, required=True),
                Column("name", "姓名", Kind.NAME, required=True),
                Column("sex", "性别", Kind.ENUM, words=words.SEXES, lacks=_KIN),
                Column("birth", "出生年月", Kind.DATE, lacks=("match.possible",)),
                Column("died", "去世时间", Kind.LAST),
                Column("id_number", "身份证号", Kind.IDENTITY, lacks=("match.possible",)),
                Column("native_place", "籍贯", Kind.PLACE, lacks=_PLACES),
                Column("growth_place", "成长地", Kind.PLACE, lacks=_PLACES),
                Column("politics", "政治面貌", Kind.TEXT),
                Column("note", "备注", Kind.TEXT),
            ),
        ),
        Table(
            "postings",
            "任职经历",
            (
                _PERSON,
                Column("unit", "单位", Kind.UNIT, required=True),
                Column("title", "职务", Kind.WORDS),
                Column("level", "岗位", Kind.ENUM, words=words.LEVELS),
                Column("oversees", "分管单位", Kind.UNITS, lacks=("duty.oversees",)),
                Column("start", "起", Kind.START, required=True),
                Column("end", "止", Kind.END, lacks=("post.former", "post.led", "kin.former")),
            ),
            (*_POSTS, *_BODY, "duty.system", "history.same_unit"),
        ),
        Table(
            "kin",
            "亲属关系",
            (
                _PERSON,
                Column("relative", "亲属", Kind.PERSON, required=True),
                Column("term", "称谓", Kind.WORDS, required=True),
                Column("since", "起", Kind.START),
                Column("ended", "终止时间", Kind.END, lacks=_KIN),
                Column("raised", "抚养", Kind.FLAG, words=words.FLAGS, lacks=_KIN),
                _SOURCE,
            ),
            _KIN,
        ),
        Table(
            "ties",
            "社会关系",
            (
                _PERSON,
                Column("other", "对方", Kind.PERSON, required=True),
                Column("kind", "关系", Kind.ENUM, required=True, words=words.TIE_KINDS),
                Column("since", "起", Kind.START),
                Column("until", "止", Kind.END, lacks=("tie.business", "team.business")),
                _DETAIL,
                _SOURCE,
            ),
            _TIES,
        ),
        Table(
            "studies",
            "学习经历",
            (
                _PERSON,
                Column("school", "学校", Kind.WORDS, required=True),
                Column("class_name", "专业班级", Kind.WORDS, lacks=("tie.classmate",)),
                Column("start", "起", Kind.START, lacks=("tie.classmate",)),
                Column("end", "止", Kind.END, lacks=("tie.classmate",)),
            ),
            ("tie.classmate",),
        ),
        Table(
            "service",
            "服役经历",
            (
                _PERSON,
                Column("troop", "部队", Kind.WORDS, required=True),
                Column("start", "起", Kind.START, lacks=("tie.comrade",)),
                Column("end", "止", Kind.END, lacks=("tie.comrade",)),
            ),
            ("tie.comrade",),
        ),
        Table(
            "interests",
            "经济利益",
            (
                _PERSON,
                Column("unit", "单位", Kind.UNIT, required=True),
                Column("kind", "类别", Kind.ENUM, required=True, words=words.INTEREST_KINDS),
                Column("since", "起", Kind.START),
                Column("until", "止", Kind.END, lacks=("interest.own", "interest.kin")),
                _DETAIL,
                _SOURCE,
            ),
            ("interest.own", "interest.kin"),
        ),
        Table(
            "pool",
            "巡察人才库",
            (
                _PERSON,
                Column("county", "所属县区", Kind.REGION, lacks=("place.county",)),
                Column("category", "类别", Kind.ENUM, required=True, words=words.CATEGORIES),
                Column("roles", "可任角色", Kind.ROLES, required=True, words=words.ROLES),
                Column("specialities", "专长", Kind.LIST),
                Column("grade", "等级", Kind.TEXT),
                Column("status", "状态", Kind.ENUM, words=words.STATUSES),
                Column("available_from", "可用起", Kind.START),
                Column("available_to", "可用止", Kind.END),
            ),
            ("*",),
        ),
        Table(
            "history",
            "历次巡察",
            (
                Column("round", "轮次", Kind.WORDS, required=True),
                Column("team", "巡察组", Kind.WORDS),
                _PERSON,
                Column("role", "角色", Kind.ENUM, words=words.ROLES),
                Column("unit", "被巡察单位", Kind.UNIT, required=True),
                Column("start", "起", Kind.START, lacks=("history.same_unit",)),
                Column("end", "止", Kind.END, lacks=("history.same_unit",)),
            ),
            ("history.same_unit",),
        ),
        Table(
            "rulings",
            "回避决定",
            (
                _PERSON,
                Column("unit", "单位", Kind.UNIT, required=True),
                Column("code", "情形", Kind.WORDS),
                Column("decision", "决定", Kind.ENUM, required=True, words=words.DECISIONS),
                Column("reason", "理由", Kind.WORDS),
                *_DECIDED,
            ),
            ("ruled",),
        ),
        Table(
            "same_person",
            "同人判定",
            (
                Column("a", "a", Kind.PERSON, required=True),
                Column("b", "b", Kind.PERSON, required=True),
                Column("decision", "判定", Kind.ENUM, required=True, words=words.IDENTITIES),
                Column("decided_by", "判定人", Kind.WORDS),
                Column("decided_on", "判定时间", Kind.DATE),
            ),
        ),
        Table(
            "declarations",
            "回避申报",
            (
                Column("id", "编号", Kind.ID),
                Column("round", "轮次", Kind.TEXT),
                Column("person", "申报人", Kind.PERSON, required=True),
                Column("unit", "涉及单位", Kind.UNIT),
                Column("concerned", "涉及人员", Kind.PERSON),
                Column("reason", "事由", Kind.WORDS),
                Column("detail", "说明", Kind.WORDS),
                Column("decision", "决定", Kind.ENUM, words=words.ANSWERS),
                *_DECIDED,
            ),
            ("declared",),
        ),
    )
}
