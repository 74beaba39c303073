"""How a way through a family reads: folded, cut where it is long, asked where it is open."""

from itertools import pairwise

import pytest

from huibi.model.findings import Link
from huibi.writing.sentences import Sentences
from make import kin, person
from office import office, recorded

FOLK = [
    *(person(key, name=key, sex=sex, birth=birth) for key, sex, birth in (
        ("甲", "male", "1980-01-01"), ("父", "male", "1955-01-01"), ("祖", "male", "1930-01-01"),
        ("弟", "male", "1982-01-01"), ("姑", "female", "1958-01-01"), ("妻", "female", None), ("岳", "male", None),
        ("舅兄", "male", None), ("侄", "male", None), ("子", "male", None),
        ("媳", "female", None), ("继", "male", None),
    )),
]  # fmt: skip
KIN_ROWS = [
    kin("甲", "父", "父亲"),
    kin("父", "祖", "父亲"),
    kin("父", "弟", "次子"),
    kin("祖", "姑", "女儿"),
    kin("甲", "妻", "妻子"),
    kin("妻", "岳", "父亲"),
    kin("岳", "舅兄", "儿子"),
    kin("舅兄", "侄", "儿子"),
    kin("侄", "子", "儿子"),
    kin("子", "媳", "妻子"),
    kin("媳", "继", "继父"),
]


@pytest.mark.parametrize(
    ("way", "clause"),
    [
        (("父", "祖"), "其祖父祖"),
        (("父", "弟"), "其弟弟弟"),
        (("父", "祖", "姑"), "其姑母姑"),
        (("妻", "岳"), "其岳父岳"),
        (("妻", "岳", "舅兄"), "其妻子妻的兄弟舅兄"),
        (("妻", "岳", "舅兄", "侄"), "其妻子妻的兄弟舅兄的儿子侄"),
        (("妻", "岳", "舅兄", "侄", "子", "媳"), "其妻子妻的兄弟舅兄的孙子子的妻子媳"),
        (("妻", "岳", "舅兄", "侄", "子", "媳", "继"), "其妻子妻的兄弟舅兄的孙子子的妻子媳的继父继"),
    ],
)
def test_steps_that_one_word_says_as_well_are_folded(way, clause):
    """Siblings by sex and age, grandparents, aunts, in-laws; a wife's child or a mother's husband stays as it is."""
    register = office(persons=FOLK, kin=recorded(KIN_ROWS, "kin"))
    tie_of = {row.relative: kin_tie(row) for row in register.kin}
    stops = ("甲", *way)
    chain = [
        Link(source=one, tie=tie_of[other][0], target=other, record=tie_of[other][1]) for one, other in pairwise(stops)
    ]
    assert Sentences(register).chains.clause(chain) == clause


def kin_tie(row):
    words = {"父亲": "father", "次子": "son", "儿子": "son", "女儿": "daughter", "妻子": "wife", "继父": "step_father"}
    return words[row.term], row.record


def test_of_a_long_chain_the_ends_are_named():
    """The middle is counted; the records of all stand in the chain."""
    stops = [f"p{number}" for number in range(9)]
    chain = [
        Link(source=one, tie="husband" if number % 2 else "sister", target=other)
        for number, (one, other) in enumerate(pairwise(stops))
    ]
    told = Sentences(office(persons=[person(key, name=key) for key in stops])).chains.clause(chain)
    assert told == "其姐妹p1的丈夫p2的姐妹p3的亲属p7（中间另有3人，见关系链）的丈夫p8"


def test_what_leaves_kin_open_is_asked():
    """A term of several chains, step kin of whom nobody says whether the child was raised."""
    rows = recorded([kin("甲", "弟", "表弟"), kin("媳", "继", "继父")], "kin")
    chains = Sentences(office(persons=FOLK, kin=rows)).chains
    open_term = Link(source="甲", tie="mother.brother.son|father.sister.son", target="弟", record="kin:2")
    step = Link(source="媳", tie="step_father", target="继", record="kin:3")
    assert chains.asked([open_term, step]) == [
        "甲的“表弟”弟究竟是哪一支亲属",
        "媳与继在子女未成年时是否共同生活、有抚养关系",
    ]
