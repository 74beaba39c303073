"""A screening that is kept says after each changed record what a full run says."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huibi.policy import load_policy
from huibi.screening.live.index import LiveIndex
from huibi.screening.live.screening import Screening
from huibi.screening.screen import screen
from make import cadre, kin, person, posting, register, round_, unit
from screening.edits import Edits

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
SOAK = 1500


def differences(edits, count):
    """The first edit after which the kept findings are not those of a full run, with both; None if there is none."""
    start, plan = edits.begin()
    policy = load_policy(plan.policy)
    kept = Screening(start, plan, policy)
    assert kept.findings.to_json() == screen(start, plan, policy).to_json()
    for _ in range(count):
        edit = edits.edit(kept.register)
        if edit is None:
            continue
        table, old, new = edit
        found = kept.change(table, old, new).to_json()
        whole = screen(kept.register, plan, policy).to_json()
        if found != whole:
            return edit, found, whole
    return None


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=SLOW)
@given(st.randoms(use_true_random=False), st.sampled_from([6, 12, 20]))
def test_every_change_gives_what_a_full_run_gives(chance, rows):
    """Random edits of all tables, under random policies: the same document each time."""
    assert differences(Edits(chance, most_kin=rows), 8) is None


def test_whose_death_was_a_mistake_is_screened_again():
    """A corrected row brings somebody back among the screened, and later a likely identity with it."""
    assert differences(Edits(Random(65), most_kin=12), 12) is None  # noqa: S311 - dice


@pytest.mark.parametrize("seed", [100325, 100398])
def test_who_was_tied_by_somebody_of_another_sex_or_now_dead_is_told_anew(seed):
    """A former wife is a former husband now; a colleague's father is dead, and with him the way to the unit."""
    assert differences(Edits(Random(seed), most_kin=12), 12) is None  # noqa: S311 - dice


@pytest.mark.soak
@pytest.mark.parametrize("rows", [6, 12, 20])
def test_every_change_gives_what_a_full_run_gives_many_times(rows):
    """The same on thousands of registers."""
    found = {seed: differences(Edits(Random(seed), most_kin=rows), 12) for seed in range(SOAK)}  # noqa: S311 - dice
    assert {seed: one for seed, one in found.items() if one is not None} == {}


def line_of_families(count):
    """Couples whose daughters marry into the next family, each with an uncle whom only a longer term names."""
    persons, rows = [], []
    for at in range(count):
        for key, sex in ((f"F{at}", "male"), (f"M{at}", "female"), (f"D{at}", "female"), (f"S{at}", "male")):
            persons.append(person(key, sex=sex))
        persons.append(person(f"U{at}", sex="male"))
        rows += [kin(f"D{at}", f"F{at}", "父亲"), kin(f"D{at}", f"M{at}", "母亲"), kin(f"S{at}", f"D{at}", "姐姐")]
        rows += [kin(f"S{at}", f"U{at}", "舅舅")]
        if at:
            rows.append(kin(f"D{at - 1}", f"S{at}", "丈夫"))
    return persons, rows


def test_a_row_is_felt_as_far_as_it_reaches():
    """In a long line of families a row that goes, and comes back, changes what it changes in a full run."""
    persons, rows = line_of_families(10)
    posts = [posting(f"{who}{at}", "U101", "board") for at in (1, 4, 7) for who in "FU"]
    pool = {f"{who}{at}": cadre(f"{who}{at}") for at in range(10) for who in "SM"}
    plan, policy = round_(["U101"]), load_policy()
    kept = Screening(register([unit("U101")], persons, posts, kin=tuple(rows), pool=pool), plan, policy)
    before, moved = kept.findings.to_json(), 0
    for row in rows[1::6]:
        gone = kept.change("kin", row, None).to_json()
        assert gone == screen(kept.register, plan, policy).to_json()
        back = kept.change("kin", None, row).to_json()
        assert back == screen(kept.register, plan, policy).to_json()
        moved += gone != before
        before = back
    assert moved > 2


def test_what_cannot_be_is_refused_and_changes_nothing():
    """A row that is not there, a person who is still named, and a row that names nobody known."""
    office = register([unit("U101")], [person("P1"), person("P2")], [posting("P1", "U101", "chief")])
    kept = Screening(office, round_(["U101"]), load_policy())
    before = kept.findings
    wrong = [
        ("postings", posting("P2", "U101"), None),
        ("postings", None, posting("P9", "U101")),
        ("postings", None, posting("P1", "U999")),
        ("persons", person("P1"), None),
        ("persons", None, replace(person("P1"), name="另一人")),
        ("units", unit("U101"), None),
        ("kin", None, None),
    ]
    for table, old, new in wrong:
        with pytest.raises(ValueError, match=r"row|person|table"):
            kept.change(table, old, new)
    assert kept.register == office
    assert kept.findings == before


def test_another_register_begins_anew():
    """Units change with a register of their own."""
    office = register([unit("U101")], [person("P1")], [posting("P1", "U101", "chief")], pool={"P1": cadre("P1")})
    kept = Screening(office, round_(["U101"]), load_policy())
    assert kept.findings.findings
    other = replace(office, postings=())
    assert kept.anew(other) == screen(other, round_(["U101"]), load_policy())


def test_a_change_that_is_stopped_leaves_no_half_findings(monkeypatch):
    """Stopped half-way, the change stands in the register, and the findings are those of a full run on it."""
    persons, rows = line_of_families(3)
    posts = [posting("F1", "U101", "board")]
    office = register([unit("U101")], persons, posts, kin=tuple(rows), pool={"S2": cadre("S2"), "D0": cadre("D0")})
    plan, policy = round_(["U101"]), load_policy()
    kept = Screening(office, plan, policy)
    with monkeypatch.context() as stopping:
        stopping.setattr(LiveIndex, "settle", stopped)
        with pytest.raises(KeyboardInterrupt):
            kept.change("kin", rows[0], None)
    assert kept.findings == screen(kept.register, plan, policy)
    assert rows[0] not in kept.register.kin
    assert kept.change("kin", None, rows[0]) == screen(kept.register, plan, policy)


def test_whoever_is_screened_and_joins_the_keys_has_kin_who_now_count():
    """A brother-in-law's sister matters to the index of somebody screened once she has a post that counts."""
    persons = [person("X", sex="male"), person("S", sex="female"), person("B", sex="male"), person("C", sex="female")]
    rows = (kin("X", "C", "姐姐"), kin("C", "B", "丈夫"), kin("B", "S", "妹妹"))
    office = register([unit("U101")], persons, kin=rows, pool={"X": cadre("X"), "S": cadre("S")})
    plan, policy = round_(["U101"]), load_policy()
    kept = Screening(office, plan, policy)
    found = kept.change("postings", None, posting("S", "U101", "key"))
    assert found == screen(kept.register, plan, policy)
    assert [risk.person for risk in found.risks if risk.unit == "U101"] == ["S", "X"]


def stopped(*_):
    """What Ctrl-C does."""
    raise KeyboardInterrupt
