"""Who may be one and the same person: golden cases, one thing varied at a time."""

from dataclasses import replace

import pytest

from huibi.matching.counts import Namesakes
from huibi.matching.match import match
from huibi.matching.names import read_name
from huibi.matching.roll import Roll
from huibi.model.people import Sex
from huibi.model.ties import Identity, SamePerson
from make import kin, person, posting, region, register, unit

NUMBER, OTHER = "519821197503070015", "519821197503070031"
STRANGERS = [
    person(f"X{i:02d}", name=name, birth=f"19{50 + i}-0{i % 9 + 1}-01")
    for i, name in enumerate(
        ("郑秀英", "何永贵", "梁志强", "宋玉兰", "唐小军", "许文华", "韩丽", "冯建", "曹云", "彭芳")
    )
]


def office(*people, kin_rows=(), posts=(), judged=()):
    """A small county: whoever is given, ten strangers, two bureaus and a school."""
    return register(
        units=[
            unit("U1", name="安陵县财政局", region="519821"),
            unit("U2", name="安陵县教育局", region="519821"),
            unit("U3", "U2", name="安陵县第一中学", region="519821"),
            unit("U4", name="泸源县财政局", region="519822"),
        ],
        persons=[*people, *STRANGERS],
        postings=[posting("X00", "U1"), posting("X01", "U2"), posting("X02", "U4"), *posts],
        kin=tuple(kin_rows),
        same_person=tuple(judged),
        regions={
            row.code: row
            for row in (region("519821", "county", name="安陵县"), region("519822", "county", name="泸源县"))
        },
    )


def likely(*people, least=0.0, **more):
    """The probability of A and B."""
    found = {frozenset((row.a, row.b)): row for row in match(office(*people, **more), least=least).found}
    row = found.get(frozenset(("A", "B")))
    return 0.0 if row is None else row.probability


def known(**more):
    """The person as the own file has it."""
    return person("A", **{"name": "王建国", "sex": Sex.MALE, "birth": "1975-03-01", "id_number": NUMBER} | more)


def double(**more):
    """The person as a relative's form has it."""
    return person("B", **{"name": "王建国", "birth": "1975-03-01"} | more)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ({}, {}, 0.95, 1),
        ({"name": "欧阳𠮷"}, {"name": "欧阳吉"}, 0.9, 1),
        ({"name": "王建國"}, {}, 0.9, 1),
        ({"name": "肖锦堃"}, {"name": "蕭錦坤"}, 0.9, 1),
        ({"name": "吉克·阿依"}, {"name": "吉克阿依"}, 0.95, 1),
        ({"name": "王建国"}, {"name": "王 建 国"}, 0.95, 1),
        ({"name": "王建军"}, {"name": "王建君"}, 0.5, 1),
        ({}, {"birth": "1975-02-01"}, 0.5, 0.999),
        ({}, {"birth": "1985-03-01"}, 0.3, 0.999),
        ({}, {"birth": "1988-11-01"}, 0, 0.3),
        ({}, {"sex": Sex.FEMALE}, 0, 0),
        ({}, {"id_number": OTHER}, 0, 0),
        ({}, {"name": "王建军"}, 0, 0.3),
        ({}, {"name": "李秀兰"}, 0, 0.01),
    ],
)
def test_name_birth_sex_and_number(one, other, low, high):
    """Each kind of agreement, slip and contradiction makes a pair about as likely as a reader would say."""
    number = {} if "id_number" in other else {"id_number": None}
    a = known(**number | one)
    assert low <= likely(a, double(**other)) <= high


def test_equal_numbers_are_certain():
    """Two records with one identity number are one person, whatever else is written."""
    assert likely(known(), double(id_number=NUMBER, name="王健国")) > 0.999


def test_unit_and_post_count_by_row_and_by_words():
    """The same unit makes a name without birth likely; a post besides even more; in words as in rows."""
    a, post = known(), posting("A", "U1", title="副局长")
    b = double(birth=None)
    alone = likely(a, b, posts=[post])
    unit_only = likely(a, replace(b, note="县财政局"), posts=[post])
    words = likely(a, replace(b, note="安陵县财政局副局长"), posts=[post])
    rows = likely(a, b, posts=[post, posting("B", "U1", title="副局长")])
    above = likely(a, b, posts=[posting("A", "U3"), posting("B", "U2")])
    other = likely(a, b, posts=[post, posting("B", "U4", title="副局长")])
    assert other < alone < unit_only < words
    assert other < above
    assert rows > unit_only


def test_families_count():
    """The same child is nearly certain, a child named alike likely; other parents speak against."""
    a, b = known(), double(birth=None)
    child, namesake = person("C", name="王子轩", birth="2003-05-01"), person("D", name="王子轩", birth="2003-05-01")
    son = kin("A", "C", "儿子")
    alone = likely(a, b, child, kin_rows=[son])
    same = likely(a, b, child, kin_rows=[son, kin("C", "B", "父亲")])
    alike = likely(a, b, child, namesake, kin_rows=[son, kin("D", "B", "父亲")])
    father, other = person("F", name="王德福", birth="1950-01-01"), person("G", name="王明才", birth="1949-01-01")
    parents = likely(a, b, father, other, kin_rows=[kin("A", "F", "父亲"), kin("B", "G", "父亲")])
    assert same > 0.99
    assert alike > 0.8
    assert parents < alone < alike


def test_kin_and_impossible_ages_are_two_persons():
    """Who is kin of the other, or kin of one person in another generation, or too young, is not the same."""
    a, b = known(), double(birth=None)
    child = person("C", name="王子轩", birth="2003-05-01")
    assert likely(a, b, kin_rows=[kin("A", "B", "弟弟")]) == 0
    assert likely(a, b, child, kin_rows=[kin("C", "A", "哥哥"), kin("C", "B", "父亲")]) == 0
    grown = person("C", name="王德", birth="1974-05-01")
    assert likely(a, b, grown, kin_rows=[kin("C", "B", "父亲")]) < 0.2


def test_brothers_of_one_generation_name_are_not_one():
    """王建国 and 王建军 share parents and half the name: brothers."""
    father = person("F", name="王德福", birth="1950-01-01")
    rows = [kin("A", "F", "父亲"), kin("B", "F", "父亲")]
    assert likely(known(), double(name="王建军", birth="1978-03-01"), father, kin_rows=rows) < 0.05
    assert likely(known(), double(birth="1979-06-01"), father, kin_rows=rows) < 0.3


def test_what_is_decided_is_not_suggested_again():
    """A pair judged different is left out, under whatever ids it was judged; others stay."""
    judged = SamePerson(a="B", b="A", decision=Identity.DIFFERENT)
    assert likely(known(), double(), judged=[judged]) == 0
    third = person("Z", name="王建国", birth="1975-03-01")
    merged = replace(
        office(known(), double(), judged=[SamePerson(a="Y", b="B", decision=Identity.DIFFERENT)]), aliases={"Y": "A"}
    )
    assert match(merged).found == ()
    assert likely(known(), double(), third, judged=[replace(judged, b="Z")]) > 0.4


def test_of_several_who_fit_only_one_can_be_meant():
    """A name alone that two persons bear is at most one of them; the weights say so."""
    a, other = known(), person("E", name="王建国", sex=Sex.MALE, birth="1962-09-01", id_number="51982119620907001X")
    b = double(birth=None)
    assert likely(a, b) > likely(a, b, other)
    found = match(office(a, b, other), least=0).found
    assert sum(row.probability for row in found if "B" in (row.a, row.b)) <= 1
    assert {piece.what for piece in found[0].evidence} >= {"prior", "name", "rivals"}


def test_a_rare_name_weighs_more():
    """Fewer others are to be expected under a name with rare characters, and more where the register knows them."""
    people = [person(f"Y{i:04d}", name=f"王{'伟芳军敏'[i % 4]}", birth=f"19{50 + i % 50}-01-01") for i in range(800)]
    people += [person(f"Z{i:04d}", name=f"{'李陈周吴'[i % 4]}建{chr(0x5000 + i)}") for i in range(800)]
    known_names = Namesakes(Roll(office(*people)))
    assert known_names.expected(read_name("诸葛犇")) < known_names.expected(read_name("王建国")) < 1
    assert known_names.expected(read_name("王伟")) > 20


def test_order_and_lines():
    """The likeliest first, whoever keeps the id as `a`; the weights add up to the probability; same again."""
    people = [known(), double(), person("P", name="宋玉兰", birth="1953-04-01")]
    found = match(office(*people, posts=[posting("B", "U1")]), least=0.1).found
    assert [(row.a, row.b) for row in found] == [("A", "B"), ("X03", "P")] or found[0].probability >= found[
        -1
    ].probability
    first = next(row for row in found if row.a == "B")
    odds = sum(piece.weight for piece in first.evidence)
    assert first.probability == pytest.approx(1 / (1 + 2.718281828459045**-odds), abs=1e-9)
    line = first.to_json()
    assert list(line) == ["a", "b", "probability", "evidence"]
    assert set(line["evidence"][0]) == {"what", "level", "weight", "words"}
    assert found == match(office(*people, posts=[posting("B", "U1")]), least=0.1).found


def test_stopped_keeps_what_it_has():
    """Ctrl-C in the middle gives the pairs found until then and says that it is not all."""

    def stop(_done, _total):
        raise KeyboardInterrupt

    found = match(office(known(), double()), on_progress=stop)
    assert not found.is_whole
    assert found.looked_at == 0
    assert found.found == ()
