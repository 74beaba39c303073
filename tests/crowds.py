"""Crowded little registers: few names, in several writings, dates of birth slips apart, families in a tangle."""

from dataclasses import replace
from datetime import date
from random import Random

from huibi.model.people import Sex
from huibi.model.ties import Identity, Kin, SamePerson
from make import person as person_row
from make import posting, region, register, unit

NAMES = (
    *("王建国", "王健国", "王建囯", "王建华", "王见国", "王国", "王□国", "王某国", "王 建国", "王建国明亮"),
    *("欧阳建国", "欧阳健国", "吉克·阿依", "阿依"),
)
TERMS = (
    *("父亲", "母亲", "妻子", "丈夫", "哥哥", "弟弟", "妹妹", "儿子", "女儿"),
    *("叔叔", "表哥", "岳父", "前妻", "养子", "同学"),
)
NUMBERS = ("519821197503070015", "519821197503070031", "519822197504070014")
NOTES = ("安陵县财政局科员", "财政局", "安陵县教育局", "在家务农")


def crowd(seed, people=26):
    """Return a register of so many persons."""
    chance = Random(seed)  # noqa: S311 - dice
    ids = [f"P{place:02d}" for place in range(people)]
    persons = [_person(chance, name) for name in ids]
    kin = [
        Kin(person=one, relative=other, term=chance.choice(TERMS), ended=chance.choice((None, None, date(2020, 1, 1))))
        for one, other in (chance.sample(ids, 2) for _ in range(chance.randrange(3 * people)))
    ]
    posts = [_posting(chance, chance.choice(ids)) for _ in range(chance.randrange(2 * people))]
    regions = [region("519821", "county", name="安陵县"), region("519822", "county", name="泸源县")]
    judged = [SamePerson(a=a, b=b, decision=Identity.DIFFERENT) for a, b in (sorted(chance.sample(ids, 2)),)]
    return register(
        units=[
            unit("U1", name="安陵县财政局", region="519821"),
            unit("U2", "U1", name="安陵县教育局", region="519821"),
            unit("U3", name="泸源县财政局", region="519822"),
            unit("U4", name="一家公司"),
        ],
        persons=persons,
        postings=posts,
        kin=tuple(kin),
        same_person=tuple(judged),
        regions={row.code: row for row in regions},
    )


def _person(chance, name):
    row = person_row(
        name,
        name=chance.choice(NAMES),
        sex=chance.choice((None, Sex.MALE, Sex.MALE, Sex.FEMALE)),
        birth=chance.choice((None, *(date(1975 + chance.choice((0, 1, 10)), 3 + chance.randrange(3), 1),) * 3)),
        died=chance.choice((None, None, None, date(2020, 1 + chance.randrange(3), 28))),
        native_place=chance.choice((None, None, "519821", "519822101")),
        note=chance.choice((None, None, *NOTES)),
    )
    number = chance.choice((None, None, None, None, *NUMBERS))
    if number is None:
        return row
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return replace(row, id_number=number, birth=chance.choice((None, born)), sex=Sex.MALE)


def _posting(chance, who):
    return posting(who, chance.choice(("U1", "U1", "U2", "U3", "U4")), title=chance.choice(("科员", "局长", "")))
