"""kin.*: which kin, where, and when (D is 2026-08-15, the round ends 2026-11-15)."""

import pytest

from make import person, posting
from office import Family, codes, office, rows_of, seen, verdict

FOUR = ["spouse", "lineal", "collateral3", "near_affine"]


def judged(code, post, kin_class="collateral3", **more):
    family = Family(("me", "kin", kin_class), uncertain=more.pop("uncertain", ()))
    persons = [person("kin", died=more.pop("died", None))]
    return verdict(seen(office(post, persons=persons), family=family, **more), code)


@pytest.mark.parametrize("kin_class", FOUR)
@pytest.mark.parametrize(
    ("post", "speaks"),
    [
        (posting("kin", "U", "chief"), "must"),
        (posting("kin", "U", "board"), "must"),
        (posting("kin", "U", "key"), "must"),
        (posting("kin", "W", "board"), "must"),
        (posting("kin", "X", "staff", oversees=("V",)), "must"),
        (posting("kin", "C", "board", oversees=("U",)), "must"),
        (posting("kin", "U", "board", "2026-11-15"), "must"),
        (posting("kin", "U", "board", "2026-11-16"), ""),
        (posting("kin", "U", "board", "2010-01-01", "2026-08-15"), "must"),
        (posting("kin", "U", "board", "2010-01-01", "2026-08-14"), ""),
        (posting("kin", "U", "staff"), ""),
        (posting("kin", "V", "key"), ""),
        (posting("kin", "C", "chief"), ""),
    ],
)
def test_kin_body(kin_class, post, speaks):
    """Kin of the four classes in body or keys bar, whatever the class."""
    assert judged("kin.body", post, kin_class) == speaks


@pytest.mark.parametrize(
    ("kin_class", "speaks"),
    [("spouse", "must"), ("lineal", "must"), ("collateral3", "must|6"), ("near_affine", "must|6"), ("other", "")],
)
@pytest.mark.parametrize(
    "post",
    [
        posting("kin", "U", "staff"),
        posting("kin", "V", "key"),
        posting("kin", "W", None),
        posting("kin", "U", "staff", "2026-09-01"),
    ],
)
def test_kin_staff(kin_class, speaks, post):
    """Spouse and lineal kin among the staff bar every role, wider kin the lead roles."""
    assert judged("kin.staff", post, kin_class) == speaks


@pytest.mark.parametrize(
    ("post", "speaks"),
    [
        (posting("kin", "C", "chief"), "5"),
        (posting("kin", "C", "board"), "5"),
        (posting("kin", "C", "board", "2026-11-15"), "5"),
        (posting("kin", "C", "board", "2026-11-16"), ""),
        (posting("kin", "C", "board", "2010-01-01", "2026-08-14"), ""),
        (posting("kin", "C", "key"), ""),
        (posting("kin", "X", "chief"), ""),
        (posting("kin", "U", "chief"), ""),
    ],
)
def test_kin_above(post, speaks):
    """Kin who lead a unit above, or will before the round ends."""
    assert judged("kin.above", post) == speaks


@pytest.mark.parametrize(
    ("post", "speaks"),
    [
        (posting("kin", "U", "chief", "2010-01-01", "2026-08-14"), "must|6"),
        (posting("kin", "U", "board", "2010-01-01", "2023-08-16"), "must|6"),
        (posting("kin", "U", "board", "2010-01-01", "2023-08-15"), ""),
        (posting("kin", "U", "board", "2010-01-01", "2026-08-15"), ""),
        (posting("kin", "U", "key", "2010-01-01", "2026-01-31"), ""),
        (posting("kin", "V", "chief", "2010-01-01", "2026-01-31"), ""),
        (posting("kin", "C", "chief", "2010-01-01", "2026-01-31"), ""),
    ],
)
def test_kin_former(post, speaks):
    """Kin who led the unit itself and left within three years."""
    assert judged("kin.former", post) == speaks


@pytest.mark.parametrize(
    ("kin_class", "post", "speaks"),
    [
        ("other", posting("kin", "U", "board"), "4|note"),
        ("other", posting("kin", "U", "key"), ""),
        ("other", posting("kin", "V", "chief"), ""),
        ("collateral3", posting("kin", "U", "board"), ""),
    ],
)
def test_kin_other(kin_class, post, speaks):
    """Further kin count in the body only, and never bar by themselves."""
    assert judged("kin.other", post, kin_class) == speaks


@pytest.mark.parametrize("code", ["kin.body", "kin.staff", "kin.above", "kin.former"])
def test_other_kin_are_none_of_the_four_classes(code):
    """The class `other` makes no finding but its own."""
    posts = {"kin.body": "U", "kin.staff": "V", "kin.above": "C", "kin.former": "U"}
    post = posting("kin", posts[code], "staff" if code == "kin.staff" else "chief", "2010-01-01", None)
    assert judged(code, post, "other") == ""


@pytest.mark.parametrize(
    ("code", "post"),
    [
        ("kin.body", posting("kin", "U", "chief")),
        ("kin.staff", posting("kin", "U", "staff")),
        ("kin.above", posting("kin", "C", "chief")),
        ("kin.former", posting("kin", "U", "chief", "2010-01-01", "2026-01-31")),
    ],
)
def test_the_dead_are_no_counterpart(code, post):
    """Who died on or before D bars nobody."""
    assert judged(code, post, died="2026-08-15") == ""
    assert judged(code, post, died="2026-08-16") != ""


def test_uncertain_kin_bar_all_the_same_and_say_so():
    """The finding carries the class and whether the records leave it open."""
    family = Family(("me", "kin", "near_affine"), uncertain=["kin"])
    (row,) = rows_of(seen(office(posting("kin", "U", "chief")), family=family), "kin.body")
    assert (row.kin_class, row.uncertain, row.counterpart) == ("near_affine", True, "kin")


def test_the_chain_leads_from_the_person_to_the_unit():
    """Kin rows first, then the posting with its start, then up the tree to the unit."""
    post = posting("kin", "W", "board", "2021-03-01", record="postings:340")
    (row,) = rows_of(seen(office(post), family=Family(("me", "kin", "spouse"))), "kin.body")
    assert [(link.source, link.tie, link.target, link.record) for link in row.chain] == [
        ("me", "spouse", "kin", "kin:2"),
        ("kin", "post.board", "W", "postings:340"),
        ("W", "under", "V", None),
        ("V", "under", "U", None),
    ]
    assert row.chain[1].since == post.start


def test_whoever_oversees_the_unit_is_chained_by_that():
    """The step over 分管 has its own name."""
    post = posting("kin", "C", "board", oversees=("V",), record="postings:9")
    (row,) = rows_of(seen(office(post), family=Family(("me", "kin", "spouse"))), "kin.body")
    assert [(link.source, link.tie, link.target) for link in row.chain[1:]] == [
        ("kin", "oversees", "V"),
        ("V", "under", "U"),
    ]


def test_the_person_in_the_body_is_a_posting_and_no_kin():
    """Nobody is the own relative."""
    found = seen(office(posting("me", "U", "board")), family=Family(("me", "me", "lineal")))
    assert codes(found) == {"post.current", "post.long", "post.superior"}


def test_the_strongest_counterpart_decides_and_is_named():
    """Effect before weight, then the class, then certainty, then the shortest chain, then the id."""
    posts = [posting(name, "V", "staff") for name in ("a", "b", "c", "d")]
    posts.append(posting("e", "W", "staff"))
    family = Family(
        ("me", "a", "near_affine"),
        ("me", "b", "collateral3"),
        ("me", "c", "lineal"),
        ("me", "d", "lineal"),
        ("me", "e", "lineal"),
        uncertain=["c"],
    )
    (row,) = rows_of(seen(office(*posts), family=family), "kin.staff")
    assert (row.counterpart, row.uncertain) == ("d", False)


def test_an_office_narrows_or_widens_classes_and_levels():
    """The lists are data."""
    post = posting("kin", "U", "board")
    assert judged("kin.body", post, "near_affine", changes={"kin.body": {"classes": ["spouse", "lineal"]}}) == ""
    assert judged("kin.body", post, "other", changes={"kin.body": {"classes": ["other"]}}) == "must"
    assert judged("kin.body", post, changes={"kin.body": {"levels": ["chief"]}}) == ""
    assert judged("kin.above", posting("kin", "C", "key"), changes={"kin.above": {"levels": ["key"]}}) == "5"
    assert judged("kin.staff", posting("kin", "U"), changes={"kin.staff": {"lead": 3, "other": 3}}) == "3"
