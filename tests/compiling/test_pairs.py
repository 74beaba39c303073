"""What findings become: bars, barred counties, costs, people kept apart, and pins refused."""

import pytest

import make
from huibi.compiling.problem import compile_problem
from huibi.errors import InputError
from huibi.model.findings import Apart, Risk
from huibi.model.people import Role

LEAD = ("leader", "deputy")
OTHERS = ("liaison", "member")
REGIONS = {code: make.region(code, "county") for code in ("C1", "C2")}


def compiled(*rows, pool=None, units=None, stage=None, round_=None, **more):
    pool = pool or [make.cadre("P")]
    units = units or {"U1": "C1"}
    register = make.register(
        [make.unit(name, region=region) for name, region in units.items()],
        [make.person(row.person) for row in pool],
        regions=REGIONS,
        pool={row.person: row for row in pool},
    )
    return compile_problem(register, round_ or make.round_(units), make.findings(*rows, **more), stage=stage)


def bars(problem):
    return [
        (bar.person, bar.unit, None if bar.roles is None else [role.value for role in bar.roles])
        for bar in problem.bars
    ]


def test_a_must_bars_in_every_role():
    """Roles are left out where the bar covers all that the person may serve in."""
    assert bars(compiled(make.finding("P", "U1"))) == [("P", "U1", None)]
    leader = [make.cadre("P", *LEAD)]
    assert bars(compiled(make.finding("P", "U1", roles=LEAD), pool=leader)) == [("P", "U1", None)]


def test_bars_are_the_union_cut_to_the_roles_of_the_person():
    """Two findings for different roles add up; a role that the person may not serve in is not named."""
    member = [make.cadre("P", "leader", "liaison", "member")]
    lead = make.finding("P", "U1", roles=LEAD)
    assert bars(compiled(lead, pool=member)) == [("P", "U1", ["leader"])]
    both = (lead, make.finding("P", "U1", "post.long", roles=["member"]))
    assert bars(compiled(*both, pool=member)) == [("P", "U1", ["leader", "member"])]
    assert bars(compiled(lead, pool=[make.cadre("P", *OTHERS)])) == []


def test_waived_notes_shoulds_and_strangers_bar_nothing():
    """Only a must finding that stands, of somebody who serves and a unit of the round, bars."""
    rows = (
        make.finding("P", "U1", waived=True),
        make.finding("P", "U1", effect="note"),
        make.finding("P", "U1", effect="should", weight=5),
        make.finding("X", "U1"),
        make.finding("P", "U9"),
    )
    assert bars(compiled(*rows)) == []


def test_a_round_at_an_earlier_stage_knows_no_later_findings():
    """Stage 2 asks for findings of 1 and 2, not for declarations and rulings."""
    row = make.finding("P", "U1", "declared", stage=3)
    assert bars(compiled(row, stage=2)) == []
    assert bars(compiled(row, stage=3)) == [("P", "U1", None)]


def costs(problem):
    return [(cost.person, cost.unit, cost.should, cost.risk) for cost in problem.costs]


def should(code, weight, counterpart=None, roles=None, **more):
    return make.finding("P", "U1", code, "should", weight=weight, counterpart=counterpart, roles=roles, **more)


def test_of_one_counterpart_only_the_greatest_weight_counts():
    """Counterparts are summed, findings without one count each: 6 + 4 + 3 + 2."""
    rows = (
        should("tie.friend", 6, "Q"),
        should("tie.classmate", 4, "Q"),
        should("tie.comrade", 4, "R"),
        should("duty.system", 3),
        should("history.same_unit", 2),
    )
    assert costs(compiled(*rows)) == [("P", "U1", 15, 0)]


def test_the_dearest_role_counts_that_the_person_is_not_barred_in():
    """A sum for each role that may be served and is not barred; of those the greatest."""
    rows = (
        should("post.long", 4, roles=OTHERS),
        should("duty.system", 3, roles=LEAD),
        should("duty.system", 2, roles=OTHERS),
    )
    assert costs(compiled(*rows)) == [("P", "U1", 6, 0)]
    assert costs(compiled(*rows, pool=[make.cadre("P", *LEAD)])) == [("P", "U1", 3, 0)]
    barred = make.finding("P", "U1", roles=OTHERS)
    assert costs(compiled(*rows, barred)) == [("P", "U1", 3, 0)]


def test_who_is_barred_in_every_role_pays_nothing():
    """No cost stands beside a whole bar, by unit or by county; a waived should is not paid."""
    risk = (Risk(person="P", unit="U1", risk=12),)
    assert costs(compiled(make.finding("P", "U1"), should("duty.system", 3), risks=risk)) == []
    assert costs(compiled(make.finding("P", "U1", "place.county"), should("duty.system", 3), risks=risk)) == []
    assert costs(compiled(should("duty.system", 3, waived=True))) == []


def test_the_index_is_carried_over():
    """A risk alone makes an entry, and joins a should."""
    risk = (Risk(person="P", unit="U1", risk=12),)
    assert costs(compiled(risks=risk)) == [("P", "U1", 0, 12)]
    assert costs(compiled(should("duty.system", 3), risks=risk)) == [("P", "U1", 3, 12)]


TWO = {"U1": "C1", "U2": "C1", "U3": "C2"}


def test_place_county_in_every_role_bars_the_county():
    """The county stands with the person and not among the bars; other grounds stay bars."""
    rows = [make.finding("P", unit, "place.county") for unit in ("U1", "U2")]
    problem = compiled(*rows, make.finding("P", "U2", "post.current"), units=TWO)
    assert problem.people[0].barred_counties == ("C1",)
    assert bars(problem) == [("P", "U2", None)]


def test_place_county_in_some_roles_is_a_bar():
    """Where `roles_from` frees a role, the county is not barred whole."""
    roles = ("leader", "deputy", "member")
    rows = [make.finding("P", unit, "place.county", roles=roles) for unit in ("U1", "U2")]
    problem = compiled(*rows, units=TWO)
    assert problem.people[0].barred_counties == ()
    assert bars(problem) == [("P", "U1", list(roles)), ("P", "U2", list(roles))]


def test_place_county_in_all_roles_of_a_person_but_not_in_every_role_is_a_bar():
    """The contract asks for every role, not every role of that person: the bar names no roles, the county is open."""
    rows = [make.finding("P", "U1", "place.county", roles=("leader", "deputy"))]
    problem = compiled(*rows, units=TWO, pool=[make.cadre("P", "deputy")])
    assert problem.people[0].barred_counties == ()
    assert bars(problem) == [("P", "U1", None)]


def test_a_waiver_for_one_unit_frees_that_unit_alone():
    """Where one unit of the county was waived the others stay barred one by one."""
    rows = [make.finding("P", "U1", "place.county", waived=True), make.finding("P", "U2", "place.county")]
    problem = compiled(*rows, units=TWO)
    assert problem.people[0].barred_counties == ()
    assert bars(problem) == [("P", "U2", None)]


def test_people_apart_are_named_once():
    """Two grounds for a pair are one entry; who does not serve is not named."""
    rows = tuple(
        Apart(people=pair, code=code)
        for pair, code in ((("A", "B"), "team.kin"), (("A", "B"), "team.dispute"), (("A", "X"), "team.kin"))
    )
    assert compiled(pool=[make.cadre("A"), make.cadre("B")], apart=rows).apart == (("A", "B"),)


def refused(*rows, pins, **more):
    with pytest.raises(InputError) as caught:
        compiled(*rows, round_=make.round_(["U1"], pins=pins, **more))
    return [(fault.code, fault.params) for fault in caught.value.faults]


def test_a_pin_on_a_barred_person_is_refused_with_the_finding():
    """Person and unit pinned to one team: every finding that bars the role is told."""
    lead = make.finding("P", "U1", roles=LEAD, basis="公务员法 第七十四条")
    pins = (make.pin("T1", "P", role="leader"), make.pin("T1", unit="U1"))
    ((code, params),) = refused(lead, pins=pins)
    assert (code, params["person"], params["ground"]) == ("plan.pin_barred", "P", "亲属在领导班子或重点岗位")
    assert params["finding"] == lead.to_json()
    open_role = (make.pin("T1", "P"), make.pin("T1", unit="U1"))
    assert len(refused(lead, make.finding("P", "U1", "declared", stage=3), pins=open_role)) == 2


def test_a_pin_that_leaves_a_free_role_or_unit_stands():
    """Barred as leader, pinned as member or with the role open; or pinned to another team than the unit."""
    lead = make.finding("P", "U1", roles=LEAD)
    unit = make.pin("T1", unit="U1")
    for pin in (make.pin("T1", "P", role="member"), make.pin("T1", "P"), make.pin("T2", "P", role="leader")):
        round_ = make.round_(["U1"], ["T1", "T2"], pins=(pin, unit))
        assert compiled(lead, round_=round_).pins == (pin, unit)


def test_pins_on_what_is_not_there_are_refused_all_at_once():
    """Somebody who may not serve, a unit off the list, an unknown team."""
    pins = (make.pin("T1", "X"), make.pin("T1", unit="U9"), make.pin("T9", "P"))
    assert [code for code, _ in refused(pins=pins)] == ["plan.pin_unavailable", "plan.pin_unit", "plan.pin_team"]


def test_at_stage_one_pins_of_those_who_may_not_lead_are_left_out():
    """A member pinned for later is no fault now."""
    pool = [make.cadre("P", "member"), make.cadre("L", *LEAD)]
    pins = (make.pin("T1", "P", role="member"), make.pin("T1", "L", role="leader"))
    problem = compiled(pool=pool, round_=make.round_(["U1"], pins=pins), stage=1)
    assert problem.pins == pins[1:]
    assert [entry.roles for entry in problem.people] == [(Role.LEADER, Role.DEPUTY)]
