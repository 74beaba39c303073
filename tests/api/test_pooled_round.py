"""A pooled round by the pages' forms: the city's coordinator mixes people of all counties into full teams."""

import pytest

import serving
from an_office import CITY, COUNTY, Office
from huibi.reading import read_register
from huibi.sample import write_sample
from huibi_api.actions import registers, rounds, staging
from huibi_api.security.viewer import WORKER
from serving import PASSWORD, Browser, add_account

WITHOUT_KIN = {"regions", "units", "persons", "postings", "pool"}  # what a roster needs; kin are others' matter


@pytest.fixture
def city(house, tmp_path, clock):
    """Open the city's office with its coordinator in the planner's seat, a register of all counties, and a county."""
    files = tmp_path / "city"
    write_sample(files, "city", 1, 0.005)
    for table in files.glob("*.csv"):
        if table.stem not in WITHOUT_KIN:
            table.unlink()
    serving.put_places(house, read_register(files).register.regions.values())
    for name, role, region in (
        ("planner", "coordinator", CITY),
        ("approver", "approver", CITY),
        ("county", "planner", COUNTY),
    ):
        add_account(house, name, [role], region=region, password=PASSWORD)
    office = Office(house, files, clock)
    office.import_register()
    return office


def test_a_pooled_round_comes_to_full_mixed_teams(city):
    """Teams take people of any county, none inspects at home, nothing falls short; a county sees its own people."""
    city.start_round(teams=3, units=5, mode="pooled")
    city.to_self_check()
    with city.house.database.read(WORKER) as session:
        plan = staging.current_plan(session, rounds.list_rounds(session)[0])
        roster, problem = plan.roster, plan.problem
        register = registers.load_current(session, registers.find_register(session, city.register))
    assert (roster["terms"]["unassigned"], roster["terms"]["shortfall"]) == (0, 0)
    homes = {entry["id"]: entry["county"] for entry in problem["people"]}
    places = {entry["id"]: entry["county"] for entry in problem["units"]}
    crews = [({homes[seat["id"]] for seat in team["people"]}, team["units"]) for team in roster["teams"]]
    assert all(len(team["people"]) >= 5 for team in roster["teams"])
    assert any(len(counties) > 1 for counties, _ in crews)
    assert not any(places[unit] in counties for counties, units in crews for unit in units)
    assert len(city.codes()) == sum(len(team["people"]) for team in roster["teams"])
    assert "县区分布" in city.page()
    county = Browser(city.house)
    county.sign_in("county")
    seen = county.client.get(city.round).text
    names = {person: register.persons[person].name for person in homes}
    served = {seat["id"] for team in roster["teams"] for seat in team["people"]}
    own = {names[person] for person in served if homes[person] == COUNTY}
    others = {names[person] for person in served if homes[person] != COUNTY} - own
    assert all(name in seen for name in own)
    assert not any(f"{name}<br>" in seen for name in others)
