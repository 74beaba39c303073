"""What holds for any register: more facts bar no less, the order of rows does not matter, each code stands alone."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.model.findings import Effect
from huibi.model.people import LEAD_ROLES, Role
from huibi.policy import load_policy
from huibi.screening.grounds import GROUNDS
from huibi.screening.screen import screen
from make import cadre, declaration, interest, person, posting, round_, ruling, service, study, tie
from office import Family, office

EXAMPLES = settings(max_examples=20, deadline=None)
PEOPLE = ("me", "you", "a", "b", "boss")
PLACES = ("C", "U", "V", "W", "X", "O")
LEVELS = ("chief", "board", "key", "staff", None)
KINDS = ("classmate", "comrade", "townsman", "mentor", "secretary", "friend", "business", "dispute")
CLASSES = ("spouse", "lineal", "collateral3", "near_affine", "other")
# Days around the limits: D, three and five years before it, the round's end, each with its neighbours.
LIMITS = [date(2026, 8, 15), date(2023, 8, 15), date(2021, 8, 15), date(2026, 11, 15), date(2015, 1, 1)]
DAYS = st.builds(
    lambda day, step: (day + timedelta(days=step)).isoformat(), st.sampled_from(LIMITS), st.sampled_from([-1, 0, 1])
)


@st.composite
def spans(draw):
    """Return a start and an end, either of them possibly open."""
    start, end = draw(st.one_of(st.none(), DAYS)), draw(st.one_of(st.none(), DAYS))
    return (end, start) if start and end and end < start else (start, end)


people, places = st.sampled_from(PEOPLE), st.sampled_from(PLACES)
postings = st.builds(
    lambda who, where, level, span, over: posting(who, where, level, *span, oversees=over),
    people,
    places,
    st.sampled_from(LEVELS),
    spans(),
    st.lists(places, max_size=1).map(tuple),
)
pairs = st.tuples(people, people).filter(lambda pair: pair[0] != pair[1])
ties = st.builds(
    lambda pair, kind, span: tie(*pair, kind, since=span[0], until=span[1]), pairs, st.sampled_from(KINDS), spans()
)
interests = st.builds(
    lambda who, where, span: interest(who, where, since=span[0], until=span[1]), people, places, spans()
)
studies = st.builds(
    lambda who, name, span: study(who, "一中", name, *span), people, st.sampled_from(["1班", ""]), spans()
)
services = st.builds(lambda who, span: service(who, "一团", *span), people, spans())
declarations = st.builds(
    lambda unit, who: declaration("me", unit=unit, concerned=who), st.sampled_from(PLACES), st.sampled_from(PEOPLE[1:])
)
bars = st.builds(lambda unit: ruling("me", unit, "bar"), places)
kin = st.lists(st.tuples(pairs, st.sampled_from(CLASSES)), max_size=4)


@st.composite
def tables(draw):
    """Return the tables of a small register, with the kin beside them."""
    return {
        "postings": draw(st.lists(postings, max_size=6)),
        "ties": draw(st.lists(ties, max_size=3)),
        "interests": draw(st.lists(interests, max_size=2)),
        "studies": draw(st.lists(studies, max_size=3)),
        "service": draw(st.lists(services, max_size=3)),
        "declarations": draw(st.lists(declarations, max_size=1)),
        "rulings": draw(st.lists(bars, max_size=1)),
        "kin": draw(kin),
    }


def found(tables, changes=None):
    """Return what screening finds; kin are stated, the strongest class of a pair counting, the spouse close."""
    strongest = {}
    for pair, kin_class in sorted(tables["kin"], key=lambda row: -CLASSES.index(row[1])):
        strongest[tuple(sorted(pair))] = kin_class
    family = Family(*((*pair, kin_class) for pair, kin_class in sorted(strongest.items())))
    rest = {name: rows for name, rows in tables.items() if name not in ("postings", "kin")}
    pool = [cadre("me"), cadre("you")]
    register = office(*tables["postings"], pool=pool, persons=[person(name) for name in PEOPLE], **rest)
    return screen(register, round_(["U", "X"]), load_policy(changes), kinship=family)


def numbered(name, rows):
    """Return rows that name their place in the table, as reading leaves them."""
    return [replace(row, record=f"{name}:{number}") for number, row in enumerate(rows, start=2)]


def barred(findings):
    """Return every person, unit and role that a must-finding bars."""
    return {
        (row.person, row.unit, role)
        for row in findings.findings
        if row.effect is Effect.MUST and not row.waived
        for role in (Role if row.roles is None else row.roles)
    }


@EXAMPLES
@given(tables(), tables())
def test_more_facts_bar_no_less(some, more):
    """Whatever is added to a register, nobody who was barred becomes free, and nobody apart joins a team."""
    before = found(some)
    after = found({name: [*rows, *more[name]] for name, rows in some.items()})
    assert barred(before) <= barred(after)
    assert {(entry.people, entry.code) for entry in before.apart} <= {
        (entry.people, entry.code) for entry in after.apart
    }


@EXAMPLES
@given(tables())
def test_the_order_of_the_rows_does_not_matter(some):
    """Turning every table round changes nothing; each row carries its own number with it."""
    some = {name: rows if name == "kin" else numbered(name, rows) for name, rows in some.items()}
    assert found(some) == found({name: rows[::-1] for name, rows in some.items()})


@EXAMPLES
@given(tables(), st.sampled_from(sorted(GROUNDS)))
def test_switching_a_code_off_takes_away_its_findings_only(some, code):
    """No ground leans on another."""
    everything = found(some)
    without = found(some, {code: {"on": False}})
    assert without.findings == tuple(row for row in everything.findings if row.code != code)


@EXAMPLES
@given(tables())
def test_each_code_speaks_once_for_each_role(some):
    """For one person, unit and code no role is spoken of twice, and lead roles come first."""
    seen = set()
    for row in found(some).findings:
        for role in Role if row.roles is None else row.roles:
            key = (row.person, row.unit, row.code, role)
            assert key not in seen
            seen.add(key)
        assert row.roles is None or row.roles in (LEAD_ROLES, frozenset(Role) - LEAD_ROLES)
        assert (row.weight > 0) is (row.effect is Effect.SHOULD)
        assert row.chain
        assert row.chain[0].source == row.person
        assert row.chain[-1].target == row.unit


@EXAMPLES
@given(tables(), st.sampled_from(sorted(GROUNDS)))
def test_a_waiver_only_marks(some, code):
    """A ruling `waive` changes no finding but that it is waived, and only where the policy lets it."""
    before = found(some)
    after = found(some | {"rulings": [*some["rulings"], ruling("me", "U", "waive", code)]})
    waivable = load_policy().rules[code].waivable
    expected = tuple(
        replace(row, waived=True) if waivable and (row.person, row.unit, row.code) == ("me", "U", code) else row
        for row in before.findings
    )
    assert after.findings == expected
