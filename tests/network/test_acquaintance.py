"""The acquaintance index against numbers worked out by hand."""

from datetime import date, timedelta

import pytest

import make
from huibi.model.findings import Link
from huibi.model.people import Service, Study
from huibi.model.ties import KinClass, Tie, TieKind
from huibi.network.acquaintance import Acquaintance
from huibi.network.standing import Standing

D = date(2026, 8, 15)


class Related:
    """Kinship that says what a test wants it to."""

    def __init__(self, *pairs):
        self.pairs = {}
        for a, b, word in pairs:
            self.pairs.setdefault(a, {})[b] = self._relation(a, b, word)
            self.pairs.setdefault(b, {})[a] = self._relation(b, a, word)

    def relatives(self, person_id):
        """Return everybody related."""
        return self.pairs.get(person_id, {})

    def _relation(self, a, b, word):
        class Relation:
            kin_class = KinClass(word)
            chain = (Link(source=a, tie="sibling", target=b, record="kin:2"),)

        return Relation()


def tie(a, b, kind, **more):
    days = {name: make.day(more.pop(name, None)) for name in ("since", "until")}
    return Tie(person=a, other=b, kind=TieKind(kind), record="ties:2", **days, **more)


def index(units=("U1", "U2"), postings=(), kin=(), heads=None, **more):
    heads = heads or {}
    rows = [row if not isinstance(row, str) else make.unit(row, headcount=heads.get(row)) for row in units]
    persons = more.pop("persons", [make.person(name) for name in ("P", "Q", "R", "S", "M", "N")])
    register = make.register(rows, persons, postings, **more)
    return Acquaintance(register, Related(*kin), Standing(register, D, D + timedelta(days=60)), D)


CHIEF = make.posting("Q", "U1", "chief", "2020-01-01")
BOARD = make.posting("Q", "U1", "board", "2020-01-01")
KEY = make.posting("Q", "U1", "key", "2020-01-01")


@pytest.mark.parametrize(
    ("kind", "percent"),
    [
        ("secretary", 90),
        ("business", 70),
        ("dispute", 70),
        ("mentor", 60),
        ("friend", 60),
        ("classmate", 40),
        ("comrade", 40),
        ("townsman", 15),
    ],
)
def test_a_stated_tie_with_the_chief_gives_its_strength(kind, percent):
    """A tie without an end does not fade, from whichever side it was recorded, and a chief weighs 1."""
    assert index(postings=[CHIEF], ties=(tie("P", "Q", kind),)).risk("P", "U1") == percent
    assert index(postings=[CHIEF], ties=(tie("Q", "P", kind, since="1990-01-01"),)).risk("P", "U1") == percent


@pytest.mark.parametrize(
    ("word", "percent"), [("spouse", 100), ("lineal", 100), ("collateral3", 80), ("near_affine", 70), ("other", 40)]
)
def test_kin_give_the_strength_of_their_class(word, percent):
    """Kin of the chief count by class."""
    assert index(postings=[CHIEF], kin=[("P", "Q", word)]).risk("P", "U1") == percent


def test_posts_weigh_by_their_level():
    """A friend (0.6) weighs 1 as chief, 0.7 on the board, 0.4 at a key post."""
    risks = [index(postings=[row], ties=(tie("P", "Q", "friend"),)).risk("P", "U1") for row in (CHIEF, BOARD, KEY)]
    assert risks == [60, 42, 24]


def test_exact_halves_are_rounded_up():
    """1 - (1 - 0.5) * (1 - 0.7 * 0.7) is 0.745 exactly: 75, whatever binary fractions make of it."""
    acquaintance = index(
        postings=[BOARD, make.posting("P", "U1", "staff", "2026-08-15", "2026-08-15")],
        heads={"U1": 10**6},
        ties=(tie("P", "Q", "business"),),
    )
    assert acquaintance.risk("P", "U1") == 75


def test_several_members_are_combined_as_independent():
    """1 - (1 - 0.6) * (1 - 0.7 * 0.6) * (1 - 0.4 * 0.4) = 0.80512."""
    acquaintance = index(
        postings=[CHIEF, make.posting("R", "U1", "board"), make.posting("S", "U1", "key")],
        ties=(tie("P", "Q", "friend"), tie("P", "R", "mentor"), tie("P", "S", "classmate")),
    )
    assert acquaintance.risk("P", "U1") == 81


def test_a_stated_tie_fades_from_its_end():
    """A friendship that ended 5 years (1826 days) ago halves: 30; a class that ended then: 0.4 * 0.7071 = 28."""
    until = (D - timedelta(days=1826)).isoformat()
    assert index(postings=[CHIEF], ties=(tie("P", "Q", "friend", until=until),)).risk("P", "U1") == 30
    assert index(postings=[CHIEF], ties=(tie("P", "Q", "classmate", until=until),)).risk("P", "U1") == 28


def test_a_tie_that_starts_after_the_day_is_not_yet():
    """What starts later does not count."""
    assert index(postings=[CHIEF], ties=(tie("P", "Q", "friend", since="2026-08-16"),)).risk("P", "U1") == 0
    assert index(postings=[CHIEF], ties=(tie("P", "Q", "friend", since="2026-08-15"),)).risk("P", "U1") == 60


def together(days, headcount=30, level="staff", last=D):
    """Return an index in which P and Q shared `days` days at U2 up to `last`."""
    first = (last - timedelta(days=days - 1)).isoformat()
    return index(
        postings=[
            CHIEF,
            make.posting("P", "U2", level, "2000-01-01", last.isoformat()),
            make.posting("Q", "U2", level, first, last.isoformat()),
        ],
        heads={"U2": headcount},
    )


def test_colleagues_count_by_time_and_size():
    """0.5 * years / 3 * sqrt(30 / headcount), each factor 1 at most; no headcount is 30."""
    assert together(1096).risk("P", "U1") == 50
    assert together(4000).risk("P", "U1") == 50
    assert together(548).risk("P", "U1") == 25
    assert together(1096, 120).risk("P", "U1") == 25
    assert together(1096, None).risk("P", "U1") == 50
    assert together(1096, 0).risk("P", "U1") == 50
    assert together(1096, 10).risk("P", "U1") == 50
    assert together(1096, 400).risk("P", "U1") == 0  # 0.137 is under 0.15


def test_leaders_of_one_unit_count_more_and_by_no_size():
    """0.7 * years / 3 of the days on which both were chief or board; fading like any other tie."""
    assert together(1096, 4000, "board").risk("P", "U1") == 70
    assert together(548, 4000, "board").risk("P", "U1") == 35
    assert together(1096, 30, "board", D - timedelta(days=1826)).risk("P", "U1") == 35


def test_colleagues_fade_from_the_last_shared_day():
    """Ten years ago: 0.5 * 0.25 = 0.125 is nothing; five: 25."""
    assert together(1096, last=D - timedelta(days=1826)).risk("P", "U1") == 25
    assert together(1096, last=D - timedelta(days=3652)).risk("P", "U1") == 0


def test_days_together_are_a_union_over_postings():
    """Two postings of one person over the same days are counted once, two apart are added up."""
    acquaintance = index(
        postings=[
            CHIEF,
            make.posting("P", "U2", "staff", "2024-08-16"),
            make.posting("P", "U2", "staff", "2024-08-16", "2025-08-15"),
            make.posting("Q", "U2", "staff", "2024-08-16", "2025-02-14"),
            make.posting("Q", "U2", "staff", "2026-02-15"),
        ]
    )
    days = 183 + 182
    assert acquaintance.closeness("P", "Q") == pytest.approx(0.5 * days / 365.25 / 3)


def test_one_shared_day_makes_classmates_and_comrades():
    """A day in one class or troop is enough; another class, an empty class, or the day after is not."""
    study = {"start": date(2026, 1, 1), "end": D}

    def classmates(name="1班", **more):
        rows = (
            Study(person="P", school="党校", class_name="1班", record="studies:2", **study),
            Study(person="Q", school="党校", class_name=name, record="studies:3", **study | more),
        )
        return index(postings=[CHIEF], studies=rows).risk("P", "U1")

    assert classmates() == 40
    assert classmates(start=D) == 40
    assert classmates("2班") == 0
    assert classmates(end=date(2025, 12, 31), start=date(2025, 1, 1)) == 0
    unnamed = tuple(Study(person=who, school="党校", **study) for who in "PQ")
    assert index(postings=[CHIEF], studies=unnamed).risk("P", "U1") == 0
    served = tuple(Service(person=who, troop="某团", start=date(2000, 1, 1), end=D) for who in "PQ")
    assert index(postings=[CHIEF], service=served).risk("P", "U1") == 40


def test_a_chain_is_a_product_of_two_ties():
    """A friend's secretary: 0.6 * 0.9; an in-law's business partner: 0.7 * 0.7; a friend's brother: 0.6 * 0.8."""
    friend = tie("P", "M", "friend")
    assert index(postings=[CHIEF], ties=(friend, tie("M", "Q", "secretary"))).risk("P", "U1") == 54
    partner = (tie("M", "Q", "business"),)
    assert index(postings=[CHIEF], ties=partner, kin=[("P", "M", "near_affine")]).risk("P", "U1") == 49
    assert index(postings=[CHIEF], ties=(friend,), kin=[("M", "Q", "collateral3")]).risk("P", "U1") == 48


def test_a_chain_holds_two_ties_and_one_of_kin_at_most():
    """Kin of kin count nothing here, nor does a third tie, nor what stays under 0.15."""
    assert index(postings=[CHIEF], kin=[("P", "M", "spouse"), ("M", "Q", "spouse")]).risk("P", "U1") == 0
    three = (tie("P", "M", "secretary"), tie("M", "N", "secretary"), tie("N", "Q", "secretary"))
    assert index(postings=[CHIEF], ties=three).risk("P", "U1") == 0
    weak = (tie("P", "M", "townsman"), tie("M", "Q", "secretary"))
    assert index(postings=[CHIEF], ties=weak).risk("P", "U1") == 0


def test_kin_and_a_tie_of_one_pair_both_serve_chains():
    """A cousin (0.8) who is also a classmate (0.4) of the chief's brother: by kin to the cousin, by class onward."""
    acquaintance = index(
        postings=[CHIEF],
        kin=[("P", "M", "collateral3"), ("M", "Q", "collateral3")],
        ties=(tie("M", "Q", "classmate"), tie("P", "M", "friend")),
    )
    assert acquaintance.closeness("P", "Q") == pytest.approx(max(0.8 * 0.4, 0.6 * 0.8, 0.6 * 0.4))


def test_the_dead_are_neither_links_nor_counterparts():
    """Who died on the day is no link; who died the day after is."""

    def through(died):
        persons = [make.person("P"), make.person("Q"), make.person("M", died=died)]
        ties = (tie("P", "M", "friend"), tie("M", "Q", "friend"))
        return index(postings=[CHIEF], persons=persons, ties=ties).risk("P", "U1")

    assert through("2026-08-15") == 0
    assert through("2026-08-16") == 36


def test_own_work_in_the_scope_counts_and_fades():
    """Who still works there: 50; who left the village five years ago: 25; who comes tomorrow: nothing."""
    units = (make.unit("U1"), make.unit("V1", "U1", kind="village"))

    def worked(where, start, end=None):
        return index(units=units, postings=[make.posting("P", where, "staff", start, end)]).risk("P", "U1")

    assert worked("U1", "2020-01-01") == 50
    assert worked("V1", "2015-01-01", (D - timedelta(days=1826)).isoformat()) == 25
    assert worked("V1", "2026-08-16") == 0


def test_members_who_come_within_the_round_count():
    """The board is that of the round: whoever begins before its end counts, later ones do not."""
    friend = (tie("P", "Q", "friend"),)
    assert index(postings=[make.posting("Q", "U1", "board", "2026-09-01")], ties=friend).risk("P", "U1") == 42
    assert index(postings=[make.posting("Q", "U1", "board", "2026-12-01")], ties=friend).risk("P", "U1") == 0


def test_a_person_is_no_acquaintance_of_their_own():
    """The own seat on the board is no closeness; the own work there is counted once."""
    assert index(postings=[make.posting("P", "U1", "board", "2020-01-01")]).risk("P", "U1") == 50


def test_closeness_is_symmetric():
    """From either end the same number."""
    acquaintance = index(
        postings=[CHIEF], ties=(tie("P", "M", "friend"), tie("P", "Q", "townsman")), kin=[("M", "Q", "near_affine")]
    )
    assert acquaintance.closeness("P", "Q") == acquaintance.closeness("Q", "P") == pytest.approx(0.42)


def test_reasons_name_the_three_strongest_chains():
    """Each chain says whom it reaches, over which ties and rows, and what it takes; the strongest stands first."""
    acquaintance = index(
        postings=[
            CHIEF,
            make.posting("R", "U1", "board"),
            make.posting("S", "U1", "key"),
            make.posting("P", "U1", "staff", "2010-01-01", (D - timedelta(days=1826)).isoformat()),
        ],
        ties=(tie("P", "M", "friend"), tie("P", "R", "mentor"), tie("P", "S", "classmate")),
        kin=[("M", "Q", "lineal")],
    )
    reasons = acquaintance.reasons("P", "U1")
    assert [(reason.counterpart, round(reason.share, 2)) for reason in reasons] == [
        ("Q", 0.6),
        ("R", 0.42),
        (None, 0.25),
    ]
    first, second = reasons[0].steps
    assert (first.source, first.target, first.bond.kind, first.bond.records) == ("P", "M", "friend", ("ties:2",))
    assert (second.source, second.target, second.kin_class) == ("M", "Q", KinClass.LINEAL)
    assert [link.record for link in second.links] == ["kin:2"]
    assert reasons[2].last == D - timedelta(days=1826)
