"""Kin terms: what a word can mean and the class that counts."""

import csv
import itertools
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from families import families
from huibi.model.people import Sex
from huibi.network.kinship import Kinship
from huibi.network.terms import FLAGS, read_term
from huibi_data import load_lists
from make import kin
from plain.walked import strongest

# Answers written by hand (term, chains, class, flags); where the two differed, whichever was wrong was put right.
GOLDEN = Path(__file__).parents[1] / "golden" / "kin_terms.csv"
ROWS = list(csv.DictReader(GOLDEN.read_text(encoding="utf-8").splitlines()))
# Without speaker, remark, union, list number, stop, slip of the pen; and whose 媳妇 it is depends on the word before.
NOT_PLAIN = re.compile(r"[我俺咱其本他她（(或和。、/：:,.\d付]|^(媳妇|媳妇子|岳毋|外生|妯埋|堂第)$")
PLAIN_ROWS = [row for row in ROWS if not NOT_PLAIN.search(row["term"])]
STEP_WORDS = {
    "f": "父亲 爸爸",
    "m": "母亲 妈",
    "h": "丈夫 老公",
    "w": "妻子 老婆",
    "s": "儿子",
    "d": "女儿 闺女",
    "ob": "哥哥 兄",
    "yb": "弟弟",
    "os": "姐姐 姊姊",
    "ys": "妹妹",
}
MALE = {"f", "h", "s", "ob", "yb", "xb"}
SIMPLIFIED = "爷妈孙侄婿亲连婶儿继养义后妇岳过异来长从内远个与乔担领离独满兰嫒"
TRADITIONAL = str.maketrans(SIMPLIFIED, "爺媽孫姪壻親連嬸兒繼養義後婦嶽過異來長從內遠個與喬擔領離獨滿蘭嬡")


def plain_chains(term, sex=None):
    return {",".join(chain) for chain in read_term(term, sex).chains}


def is_possible(steps):
    return all((b != "h" or a not in MALE) and (b != "w" or a in MALE) for a, b in itertools.pairwise(steps))


def comes_back(steps):
    """Whether a part of the walk leads from a spouse to a spouse, or down and up again."""
    kinds = "".join({"f": "U", "m": "U", "s": "D", "d": "D", "h": "M", "w": "M"}.get(step, "S") for step in steps)
    return any(turn in kinds for turn in ("MM", "DU", "UD", "SU", "DS", "SS"))


def test_golden_terms():
    """Some 3,000 terms of offices and regions mean what the kinship system says, with class and flags."""
    wrong = []
    for row in ROWS:
        found = read_term(row["term"])
        chains = "|".join(sorted(",".join(path) for path in found.paths))
        expected = "|".join(sorted(filter(None, row["chains"].split("|"))))
        flags = sorted(row["flags"].split())
        if (chains, found.kin_class.value, sorted(found.flags)) != (expected, row["class"], flags):
            wrong.append((row["term"], expected, chains, found.kin_class.value, found.flags))
    assert wrong == []
    assert len(ROWS) > 3000


def test_traditional_characters_say_the_same():
    """A term in traditional characters is the term."""
    changed = [row["term"] for row in ROWS if row["term"].translate(TRADITIONAL) != row["term"]]
    assert len(changed) > 300
    for term in changed:
        told, meant = read_term(term.translate(TRADITIONAL)), read_term(term)
        assert told._replace(term="") == meant._replace(term=""), term


@given(st.lists(st.sampled_from(sorted(STEP_WORDS)), min_size=1, max_size=6), st.data())
def test_a_chain_told_step_by_step_is_that_chain(steps, data):
    """父亲的哥哥的妻子 has one chain, as written, where each husband is a woman's and each wife a man's; else none."""
    possible = is_possible(steps)
    words = [data.draw(st.sampled_from(STEP_WORDS[step].split())) for step in steps]
    found = read_term(data.draw(st.sampled_from(["的", "之"])).join(words))
    assert set(found.chains) <= ({tuple(steps)} if possible else set())
    assert (found.kin_class.value == "none") == (not found.chains)


@given(st.lists(st.sampled_from(sorted(STEP_WORDS)), min_size=1, max_size=5))
def test_the_class_is_the_same_from_the_other_end(steps):
    """Whoever is near kin of somebody has that somebody as near kin: the chain turned round has the class."""
    assume(not comes_back(steps))
    found = read_term("的".join(STEP_WORDS[step].split()[0] for step in steps))
    assume(found.chains)
    sexes = [None, *("male" if step in MALE else "female" for step in steps)]
    sexes[0] = {"w": "male", "h": "female"}.get(steps[0], "male")
    turned = {
        "f": ("s", "d"), "m": ("s", "d"), "s": ("f", "m"), "d": ("f", "m"), "h": ("w", "w"), "w": ("h", "h"),
        "ob": ("yb", "ys"), "os": ("yb", "ys"), "yb": ("ob", "os"), "ys": ("ob", "os"),
    }  # fmt: skip
    back = [turned[step][sexes[place] == "female"] for place, step in reversed(list(enumerate(steps)))]
    other = read_term("的".join(STEP_WORDS[step].split()[0] for step in back))
    assert other.kin_class is found.kin_class


@given(st.sampled_from(PLAIN_ROWS), st.sampled_from(PLAIN_ROWS), st.sampled_from(["的", "之"]))
def test_two_terms_joined_are_their_chains_joined(left, right, link):
    """The chains of A的B are those of A followed by those of B, where such a person can be and is not oneself."""
    one, other = plain_chains(left["term"]), plain_chains(right["term"])
    found = plain_chains(left["term"] + link + right["term"])
    joined = {f"{a},{b}" for a in one for b in other}
    assert found <= joined
    if len(joined) <= 1024:
        assert all(not is_possible(chain.split(",")) or comes_back(chain.split(",")) for chain in joined - found)


@given(st.sampled_from([row["term"] for row in ROWS]))
def test_the_sex_of_the_speaker_parts_the_chains(term):
    """Each chain is a man's or a woman's or both; a wife is a man's, a husband a woman's, 儿子的妈妈 a man's."""
    every, his, hers = plain_chains(term), plain_chains(term, Sex.MALE), plain_chains(term, Sex.FEMALE)
    assert his | hers == every
    for spouse, said in (("h", his), ("w", hers)):
        assert {chain for chain in every if chain.split(",")[0] == spouse} <= every - said
        assert all(chain.split(",")[0] == spouse or comes_back(chain.split(",")) for chain in every - said)


@given(
    st.text(alphabet="老小大二表堂外内前后干父母爸妈舅姨姑叔伯哥姐弟妹子女孙侄家的她我之公婆岳和、（）", max_size=90)
)
def test_whatever_is_typed_is_answered(text):
    """Any text has an answer: chains only for kin, flags in the order of the format, the same each time."""
    found = read_term(text)
    assert found == read_term.__wrapped__(text)
    assert found.is_kin or not found.chains
    assert list(found.flags) == [flag for flag in FLAGS if flag in found.flags]
    assert found.kin_class.value != "none" or not found.chains


@pytest.mark.parametrize(
    ("pair", "word"),
    [
        ("舅舅舅妈", "m,xb|m,xb,w"),
        ("女儿儿子", "d,s"),
        ("儿子女儿", "s|d"),
        ("嫂子哥哥", "ob,w,ob"),
        ("老婆爸妈", "w,f|w,m"),
    ],
)
def test_two_terms_side_by_side(pair, word):
    """Side by side stand either a pair, or the kin of the one before."""
    assert plain_chains(pair) == set(word.split("|"))


@pytest.mark.parametrize("term", ["异父异母干哥哥", "无血缘远亲", "同母异父的义兄", "继干爹", "前干妈", "未婚远亲"])
def test_a_status_of_kin_without_a_chain(term):
    """Half, step, former … of sworn or unsaid kin is no chain, and no failure."""
    assert read_term(term).chains == ()


@pytest.mark.parametrize("line", ["爸爸", "f = 爸爸\nf = 爹", "f 爸爸"])
def test_word_list_with_a_faulty_line(tmp_path, line):
    """A line that is no list, or one whose key stands twice, is refused with its number."""
    file = tmp_path / "words.txt"
    file.write_text(f"[words]\n# remark\nm = 妈妈\n    娘\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"line {4 + line.count(chr(10)) + 1}"):
        load_lists(str(file))


def test_word_list(tmp_path):
    """Sections and lists come in their order; an indented line goes on with the list above."""
    file = tmp_path / "words.txt"
    file.write_text("# remark\n[a]\nx = 一 二\n    三\n\n[a]\nx = 四\n", encoding="utf-8")
    assert load_lists(str(file)) == [("a", {"x": ["一", "二", "三"]}), ("a", {"x": ["四"]})]


@pytest.mark.parametrize(
    ("term", "sex", "expected"),
    [
        ("儿子的舅舅", Sex.FEMALE, "collateral3"),
        ("儿子的舅舅", Sex.MALE, "near_affine"),
        ("孩子奶奶", Sex.MALE, "lineal"),
        ("孩子奶奶", Sex.FEMALE, "near_affine"),
        ("女儿的爸爸", Sex.FEMALE, "spouse"),
        ("女儿的爸爸", Sex.MALE, "none"),
        ("侄子的爸爸", None, "collateral3"),
        ("孙女的妈妈", None, "near_affine"),
    ],
)
def test_a_childs_parent(term, sex, expected):
    """The parent of one's own sex is oneself, the other the spouse; in the middle of a term likewise."""
    assert read_term(term, sex).kin_class == expected


def told_apart(terms):
    """The terms of which one row of a register comes to another class than the word by itself."""
    found = []
    for term in terms:
        kinship = Kinship(families(kin("one", "other", term, raised=True)), date(2026, 8, 15))
        classes = {kinship.relate(*ends).kin_class for ends in (("one", "other"), ("other", "one"))}
        if classes != {read_term(term).kin_class}:
            found.append((term, classes))
    return found


DISSOLVED = "前养父"  # an adoption that was dissolved leaves no relation; the word alone is `other` as all ended kin


def test_a_row_says_what_its_word_says():
    """A register that holds nothing but a row of a term relates the two as the term does, from either end."""
    assert told_apart(row["term"] for row in ROWS[::30] if row["term"] != DISSOLVED) == []


COMING_BACK = [
    "爷爷的儿子", "岳父的女儿", "女儿的哥哥的外公", "妹妹的父亲", "舅舅的姐姐", "外甥的舅舅",
    "公公的孙子", "爷爷的老伴", "表哥的舅舅", "嫂子的儿子", "儿媳的儿子", "妈妈的外孙",
    "继父的妻子", "同母异父哥哥的父亲", "岳父的女婿", "父亲的妻子的弟弟", "大姨子的妹妹", "妈妈的养子的爸爸",
    "三儿子的同母异父姐姐", "爸的儿子的爷爷的爱人",
]  # fmt: skip


def test_a_row_whose_way_may_come_back():
    """爷爷的儿子 in a register is the father or an uncle, as the term by itself, whichever of them counts."""
    assert told_apart(COMING_BACK) == []


@given(st.lists(st.sampled_from(sorted(STEP_WORDS)), min_size=1, max_size=5), st.sampled_from([None, *Sex]))
def test_the_class_is_the_strongest_that_the_walk_can_have(steps, sex):
    """A chain walked through every family in which it can be walked comes to no nearer kin than is told."""
    speakers = [one is Sex.MALE for one in Sex if sex in (None, one) and is_possible([_SPOUSE_OF[one], *steps])]
    told = read_term("的".join(STEP_WORDS[step].split()[0] for step in steps), sex)
    assert told.kin_class.value == (strongest(tuple(steps), *speakers) if is_possible(steps) else "none")


_SPOUSE_OF = {Sex.MALE: "h", Sex.FEMALE: "w"}


@pytest.mark.soak
def test_every_row_says_what_its_word_says():
    """The same of all golden terms."""
    assert told_apart(row["term"] for row in ROWS if row["term"] != DISSOLVED) == []
