"""match.possible: an identity that nobody has decided, and what it would give."""

from dataclasses import replace

from huibi.model.ties import Identity, KinClass, SamePerson
from huibi.policy import load_policy
from huibi.screening.screen import screen
from huibi.writing.sentences import Sentences
from make import cadre, kin, person, posting, register, round_, unit

STRANGERS = [person(f"X{i}", name=name, birth=f"195{i}-02-01") for i, name in enumerate(("郑秀英", "何永贵", "梁志强"))]


def office(*, judged=(), birth="1975-03-01", **more):
    """P has a brother on the own form; somebody of that name and month leads the bureau of finance."""
    return register(
        units=[unit("U1", name="安陵县财政局"), unit("U2", name="安陵县教育局")],
        persons=[
            person("P", name="诸葛明", birth="1980-01-01", id_number="519821198001010011"),
            person("Q", name="诸葛犇", birth="1975-03-01", id_number="519821197503070015"),
            person("Z", name="诸葛犇", birth=birth),
            *STRANGERS,
        ],
        postings=[posting("P", "U2"), posting("Q", "U1", "board", title="副局长"), *more.pop("posts", ())],
        kin=(kin("P", "Z", "哥哥", record="kin:2"), *more.pop("rows", ())),
        pool={"P": cadre("P")},
        same_person=tuple(judged),
        **more,
    )


def possible(register_, units=("U1",), **more):
    """The findings of match.possible."""
    found = screen(register_, round_(units, **more), load_policy(more.get("policy", {})))
    return [finding for finding in found.findings if finding.code == "match.possible"]


def test_kin_on_the_own_form_may_be_somebody_of_the_body():
    """The brother may be the deputy head: should 5 in every role, by a chain over the step of identity."""
    register_ = office()
    (finding,) = possible(register_)
    assert (finding.effect.value, finding.weight, finding.roles) == ("should", 5, None)
    assert (finding.counterpart, finding.kin_class, finding.uncertain) == ("Q", KinClass.COLLATERAL3, True)
    steps = [(link.source, link.tie, link.target, link.record) for link in finding.chain]
    assert steps[0] == ("P", "older_brother", "Z", "kin:2")
    assert steps[1] == ("Z", "maybe_same", "Q", None)
    assert steps[2][:3] == ("Q", "post.board", "U1")
    assert "疑似同一人" in Sentences(register_).finding(finding)


def test_a_decision_ends_the_doubt():
    """Judged different nothing is left of it; unlike in birth it never was likely."""
    different = SamePerson(a="Q", b="Z", decision=Identity.DIFFERENT)
    assert possible(office(judged=[different])) == []
    assert possible(office(birth="1968-11-01")) == []


def test_what_holds_anyhow_is_not_told_as_possible():
    """Where the brother is in the body himself, or another brother is, kin.body says so already."""
    assert possible(office(rows=[kin("P", "Q", "大哥")], judged=[])) == []
    other = kin("P", "X0", "姐姐")
    assert possible(office(rows=[other], posts=[posting("X0", "U1", "board")])) == []


def test_the_person_may_have_another_record():
    """A second record of the screened person with a post at the unit gives a post finding over that step."""
    double = person("D", name="诸葛明", birth="1980-01-01")
    register_ = office(posts=[posting("D", "U1", "staff", "2024-01-01", record="postings:9")])
    register_ = replace(register_, persons={**register_.persons, "D": double}, kin=())
    (finding,) = possible(register_)
    assert finding.counterpart == "D"
    assert [(link.source, link.tie, link.target) for link in finding.chain] == [
        ("P", "maybe_same", "D"),
        ("D", "post.staff", "U1"),
    ]
    assert finding.chain[1].record == "postings:9"


def test_kin_of_the_other_record_count():
    """The brother's other record has a wife at the unit: an in-law by two forms."""
    wife = person("W", name="孟静", birth="1977-05-01")
    register_ = office(posts=[posting("W", "U2", "key")], rows=[kin("Q", "W", "妻子")])
    register_ = replace(register_, persons={**register_.persons, "W": wife}, postings=register_.postings[1:])
    (finding,) = possible(register_, units=("U2",))
    assert (finding.counterpart, finding.kin_class) == ("W", KinClass.NEAR_AFFINE)
    assert [link.tie for link in finding.chain] == ["older_brother", "maybe_same", "wife", "post.key"]


def test_the_policy_can_switch_it_off():
    """An office that does not want it says so."""
    assert possible(office(), policy={"match.possible": {"on": False}}) == []


def test_nothing_else_changes():
    """What could not be judged, risks and other findings are the same with and without the ground."""
    register_ = office()
    on, off = (
        screen(register_, round_(["U1", "U2"]), load_policy(policy))
        for policy in ({}, {"match.possible": {"on": False}})
    )
    assert on.not_judged == off.not_judged
    assert on.risks == off.risks
    assert on.apart == off.apart
    assert [finding for finding in on.findings if finding.code != "match.possible"] == list(off.findings)
