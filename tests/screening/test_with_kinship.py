"""The grounds of kin over real rows of kin: chains, switches, uncertain terms."""

from huibi.policy import load_policy
from huibi.screening.screen import screen
from huibi.writing.sentences import finding_sentence
from make import cadre, interest, kin, person, posting, register, round_, unit

UNITS = [unit("U101", name="财政局"), unit("U102", name="审计局")]
PERSONS = [
    person("P0001", name="张三", sex="male"),
    person("P0910", name="李梅", sex="female"),
    person("P0913", name="李强", sex="male"),
    person("P0920", name="李刚", sex="male"),
]
BOARD = posting("P0913", "U101", "board", "2021-03-01", title="副局长", record="postings:340")
ROWS = [
    kin("P0001", "P0910", "妻子", record="kin:12"),
    kin("P0910", "P0913", "哥哥", record="kin:40"),
]


def place(*rows, postings=(BOARD,), persons=(), **more):
    everybody = {row.id: row for row in (*PERSONS, *persons)}.values()
    return register(UNITS, everybody, postings, kin=tuple(rows), pool={"P0001": cadre("P0001")}, **more)


def findings(office, changes=None):
    return screen(office, round_(["U101"]), load_policy(changes)).findings


def test_the_wifes_brother_in_the_body():
    """The example of the contract: two rows of kin, then the posting."""
    (found,) = findings(place(*ROWS))
    assert found.to_json() == {
        "person": "P0001",
        "unit": "U101",
        "code": "kin.body",
        "effect": "must",
        "weight": 0,
        "roles": None,
        "stage": 1,
        "counterpart": "P0913",
        "class": "near_affine",
        "uncertain": False,
        "waived": False,
        "basis": "公务员法 第七十四条、第七十六条第二项",
        "chain": [
            {"from": "P0001", "tie": "wife", "to": "P0910", "record": "kin:12"},
            {"from": "P0910", "tie": "older_brother", "to": "P0913", "record": "kin:40"},
            {"from": "P0913", "tie": "post.board", "to": "U101", "record": "postings:340", "since": "2021-03-01"},
        ],
    }
    assert "其妻子李梅的哥哥李强任财政局副局长（2021年3月至今）" in finding_sentence(place(*ROWS), found)


def test_the_chain_goes_through_the_dead():
    """The wife who died still relates the two, until he marries again."""
    dead = [person("P0910", name="李梅", sex="female", died="2020-01-01")]
    assert [row.code for row in findings(place(*ROWS, persons=dead))] == ["kin.body"]


def test_a_divorce_ends_it():
    """After a divorce the brother is no kin any more."""
    divorced = kin("P0001", "P0910", "妻子", ended="2020-01-01", record="kin:12")
    assert findings(place(divorced, ROWS[1])) == ()


def test_the_switch_of_the_policy_reaches_kinship():
    """A wife's uncle is near kin from his end only; read from one end he is further kin."""
    uncle = kin("P0910", "P0920", "叔叔", record="kin:41")
    boss = posting("P0920", "U101", "chief", "2021-03-01", record="postings:341")
    office = place(ROWS[0], uncle, postings=[boss])
    assert [row.code for row in findings(office)] == ["kin.body"]
    assert [row.code for row in findings(office, {"kin.mutual": {"on": False}})] == ["kin.other", "kin.other"]


def test_a_childs_spouse_holds_an_interest():
    """The close family reaches a child's spouse; a sister-in-law is other kin."""
    rows = [kin("P0001", "P0910", "女儿"), kin("P0910", "P0913", "丈夫"), kin("P0001", "P0920", "弟弟")]
    held = place(*rows, postings=(), interests=(interest("P0913", "U101"),))
    assert [(row.code, row.counterpart) for row in findings(held)] == [("interest.own", "P0913")]
    held = place(*rows, postings=(), interests=(interest("P0920", "U101"),))
    assert [(row.code, row.counterpart) for row in findings(held)] == [("interest.kin", "P0920")]
