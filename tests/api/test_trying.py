"""`/check`, `/recommend` and `/repair` of a roster: what another system asks about a roster that is there."""

import pytest

import fake_solver
from huibi_api.actions import trials
from huibi_api.jobs import solving
from huibi_api.jobs.worker import Worker
from rosters_api import BOTH, PATH, client, document
from serving import NORTH, SOUTH, add_token

EDIT = {"format": "huibi.edit/1", "moves": []}
CHANGES = {"format": "huibi.changes/1", "gone": ["P2"]}


@pytest.fixture
def caller(house):
    """Make a system of the north county that may read and write rosters."""
    return client(house, add_token(house, "system", BOTH))


def solved(house, caller, solver=solving.solve, **more) -> str:
    """Hand a problem in, solve it, and return where its roster is."""
    place = caller.post(PATH, json=document(**more)).headers["location"]
    assert Worker(house, {"solve": solver}).run_one()
    return place


def test_who_could_take_a_place_is_told_best_first(house, caller):
    """P1 may not lead where U1 is inspected; whoever is told takes it, and the change of every term stands beside."""
    place = solved(house, caller, bars=[])
    told = caller.post(f"{place}/recommend", json={"team": "T1", "role": "leader"}).json()
    held = caller.get(place).json()["roster"]["teams"][0]["people"]
    leader = next(seat["id"] for seat in held if seat["role"] == "leader")
    (other,) = told["candidates"]
    assert (told["team"], told["role"]) == ("T1", "leader")
    assert {leader, other["person"]} == {"P1", "P2"}
    assert {"unassigned", "shortfall", "burden"} <= other["delta"].keys()
    none = caller.post(f"{place}/recommend", json={"team": "T1", "role": "liaison"}).json()
    assert none["candidates"] == []
    faults = caller.post(f"{place}/recommend", json={"team": "T1", "role": "chief", "most": 0}).json()["errors"]
    assert {fault["column"] for fault in faults} == {"body.role", "body.most"}
    assert caller.post(f"{place}/recommend", json={"team": "T9", "role": "leader"}).status_code == 422


def test_who_read_a_roster_finds_it_ready(house, caller, monkeypatch):
    """A server that never saw the problem reads it once the roster was given out, not when an edit is tried."""
    place = solved(house, caller, bars=[])
    another = client(house, add_token(house, "other", BOTH))
    assert another.get(place).json()["roster"]
    monkeypatch.setattr(trials, "read_problem", None)
    assert another.post(f"{place}/check", json=EDIT).json()["delta"]["shortfall"] == 0


def test_a_repair_is_a_roster_of_its_own_with_who_moves(house, caller):
    """Somebody is gone: the answer says where the repair will be; it moves whom it must, the first stays as it was."""
    place = solved(house, caller, bars=[])
    before = caller.get(place).json()
    gone = next(seat["id"] for seat in before["roster"]["teams"][0]["people"] if seat["role"] == "leader")
    changes = {"format": "huibi.changes/1", "gone": [gone]}
    first, again = (caller.post(f"{place}/repair", json=changes, headers={"Idempotency-Key": "r1"}) for _ in range(2))
    assert (first.status_code, again.headers["location"]) == (202, first.headers["location"])
    assert first.headers["location"] != place
    assert Worker(house, {"solve": solving.solve}).run_one()
    told = caller.get(first.headers["location"]).json()
    assert (told["status"], told["repairs"]) == ("done", before["id"])
    moved = {move["person"]: (move["before"], move["after"]) for move in told["moves"] if move["person"]}
    assert moved[gone] == ({"team": "T1", "role": "leader"}, None)
    assert gone not in str(told["roster"]["teams"])
    assert caller.get(place).json() == before


def test_what_is_wrong_with_changes_is_said_at_once(caller, house):
    """Every fault with its place; nothing is put into the line. Before there is a roster there is nothing to repair."""
    waiting = caller.post(PATH, json=document()).headers["location"]
    assert caller.post(f"{waiting}/repair", json=CHANGES).status_code == 409
    assert caller.post(f"{waiting}/recommend", json={"team": "T1", "role": "leader"}).status_code == 409
    assert Worker(house, {"solve": fake_solver.seating}).run_one()
    wrong = {"format": "huibi.changes/1", "bars": [{"person": "P9", "unit": "U9"}], "floor": 1}
    answer = caller.post(f"{waiting}/repair", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert len(caller.get(PATH).json()["items"]) == 1


def test_a_roster_of_another_county_can_be_neither_tried_nor_repaired(house, caller):
    """404 as for one that never was; a token that only reads may ask who could come, and not put work into the line."""
    place = solved(house, caller, fake_solver.seating)
    foreign = client(house, add_token(house, "foreign", BOTH, region=SOUTH))
    reader = client(house, add_token(house, "reader", ["rosters:read"], region=NORTH))
    bodies = {"check": EDIT, "recommend": {"team": "T1", "role": "leader"}, "repair": CHANGES}

    def answers(who) -> list[int]:
        return [who.post(f"{place}/{name}", json=body).status_code for name, body in bodies.items()]

    assert answers(foreign) == [404, 404, 404]
    assert answers(reader) == [200, 200, 403]
    assert answers(client(house)) == [401, 401, 401]
