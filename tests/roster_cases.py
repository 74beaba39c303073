"""Invented roster problems: tiny ones with every feature of the format, and ones built round a planted roster."""

from random import Random
from typing import Any

from huibi.model.rosters import Problem
from huibi.planning.problem import read_problem

ROLES = ("leader", "deputy", "liaison", "member")
SPECIALITIES = ("audit", "law")
OTHER_WEIGHTS = ["deputy", "liaison"]
COUNTIES = ("c1", "c2", "c3")
LEVELS: tuple[dict[str, int], ...] = (
    {"unassigned": 1},
    {"shortfall": 1},
    {"change": 1},
    {"should": 1},
    {"risk_peak": 1},
    {"risk": 1},
    {"travel": 1},
    {"together": 1, "burden": 1, "spread": 1},
)


def _some(random: Random, items: list[Any], chance: float) -> list[Any]:
    return [item for item in items if random.random() < chance]


def tiny_document(seed: int) -> dict[str, Any]:
    """Return a problem of 4 people, 2 or 3 teams and 2 or 3 units in which any feature may occur."""
    return _document(Random(seed), seed, 4, (2, 3), (2, 2, 3))  # noqa: S311 - invented cases, repeatable


def small_document(seed: int) -> dict[str, Any]:
    """Return a problem of up to 14 people, 4 teams and 7 units in which any feature may occur, or be absent."""
    random = Random(-1 - seed)  # noqa: S311 - invented cases, repeatable
    document = _document(random, seed, random.randint(5, 14), (3, 4, 5, 6, 7), (2, 3, 3, 4))
    for team in _some(random, document["teams"], 0.25):
        team.pop("full_time")
    if "shortfall_weights" in document:
        document["shortfall_weights"] |= {k: random.randint(0, 3) for k in _some(random, OTHER_WEIGHTS, 0.5)}
    return document


def _document(
    random: Random, seed: int, count: int, units_from: tuple[int, ...], teams_from: tuple[int, ...]
) -> dict[str, Any]:
    people = [_person(random, index) for index in range(count)]
    units = [_unit(random, index) for index in range(random.choice(units_from))]
    teams = [_team(random, index) for index in range(random.choice(teams_from))]
    names = [person["id"] for person in people]
    pairs = [(p, u["id"]) for p in names for u in units]
    couples = [[a, b] for a in names for b in names if a < b]
    document: dict[str, Any] = {
        "format": "huibi.roster/1",
        "id": f"tiny-{seed}",
        "people": people,
        "units": units,
        "teams": teams,
        "bars": [_bar(random, *pair) for pair in _some(random, pairs, 0.15)],
        "apart": _some(random, couples, 0.12),
        "costs": [_cost(random, *pair) for pair in _some(random, pairs + pairs, 0.4)],
        "together": [{"people": pair, "cost": random.randint(0, 4)} for pair in _some(random, couples + couples, 0.3)],
        "counties": _counties(random),
        "search": {"seconds": 20, "workers": 1, "seed": seed % 1000},
    }
    if random.random() < 0.5:
        document["limits"] = {"same_home_unit": random.choice((1, 2)), "home_unit_total": random.choice((1, 2, 3))}
    if random.random() < 0.5:
        document["pins"] = _pins(random, people, units, teams)
    if random.random() < 0.5:
        document["previous"] = _previous(random, names, units, teams)
    if random.random() < 0.5:
        kinds = ["leader", "member", "size", "full_time", "speciality", "unit_speciality", "units", "workload"]
        document["shortfall_weights"] = {kind: random.randint(0, 4) for kind in _some(random, kinds, 0.5)}
    if random.random() < 0.5:
        document["objective"] = _objective(random)
    return document


def tiny_problem(seed: int) -> Problem:
    """Return the tiny problem of a seed, read and valid."""
    return read_problem(tiny_document(seed))


def _person(random: Random, index: int) -> dict[str, Any]:
    person: dict[str, Any] = {
        "id": f"p{index}",
        "full_time": random.random() < 0.5,
        "roles": _some(random, list(ROLES), 0.5) or ["member"],
        "specialities": _some(random, list(SPECIALITIES), 0.4),
        "served": random.randint(0, 3),
    }
    if random.random() < 0.8:
        person["home_unit"] = random.choice(("h1", "h2"))
    if random.random() < 0.9:
        person["county"] = random.choice(COUNTIES)
    if random.random() < 0.2:
        person["barred_counties"] = [random.choice(COUNTIES)]
    return person


def _unit(random: Random, index: int) -> dict[str, Any]:
    return {
        "id": f"u{index}",
        "county": random.choice(COUNTIES),
        "workload": random.randint(0, 3),
        "specialities": _some(random, list(SPECIALITIES), 0.3),
    }


def _range(random: Random, least: int, most: int) -> list[int]:
    low = random.randint(0, least)
    return [low, random.randint(max(low, 1), max(low, most))]


def _team(random: Random, index: int) -> dict[str, Any]:
    team: dict[str, Any] = {
        "id": f"t{index}",
        "size": _range(random, 3, 4),
        "full_time": _range(random, 2, 4),
        "roles": {role: _range(random, 1, 3) for role in _some(random, list(ROLES), 0.75)},
        "specialities": {name: random.randint(0, 2) for name in _some(random, list(SPECIALITIES), 0.5)},
        "may_idle": random.random() < 0.3,
    }
    if random.random() < 0.7:
        team["county"] = random.choice(COUNTIES)
    if random.random() < 0.4:
        team["people_from"] = _some(random, list(COUNTIES), 0.7)
    if random.random() < 0.4:
        team["roles_from"] = {random.choice(ROLES): _some(random, list(COUNTIES), 0.6)}
    if random.random() < 0.7:
        team["units"] = _range(random, 2, 3)
    if random.random() < 0.7:
        team["workload"] = _range(random, 4, 6)
    return team


def _bar(random: Random, person: str, unit: str) -> dict[str, Any]:
    bar: dict[str, Any] = {"person": person, "unit": unit}
    if random.random() < 0.5:
        bar["roles"] = ["leader", "deputy"]
    return bar


def _cost(random: Random, person: str, unit: str) -> dict[str, Any]:
    return {"person": person, "unit": unit, "should": random.choice((0, 0, 2)), "risk": random.randint(0, 6)}


def _counties(random: Random) -> dict[str, Any]:
    ways = [[a, b] for a in COUNTIES for b in COUNTIES]
    return {
        "own": random.choice(("forbid", "allow")),
        "mutual": random.choice(("forbid", "allow")),
        "bars": _some(random, ways, 0.1),
        "travel": [[*way, random.randint(0, 9)] for way in _some(random, ways, 0.5)],
        "travel_default": random.choice((0, 5)),
        "lend": {county: _range(random, 2, 3) for county in _some(random, list(COUNTIES), 0.3)},
    }


def _pins(random: Random, people: list[Any], units: list[Any], teams: list[Any]) -> list[Any]:
    pins: list[Any] = []
    for person in _some(random, people, 0.3):
        pin = {"person": person["id"], "team": random.choice(teams)["id"]}
        if random.random() < 0.5:
            pin["role"] = random.choice(person["roles"])
        pins.append(pin)
    pins += [{"unit": unit["id"], "team": random.choice(teams)["id"]} for unit in _some(random, units, 0.3)]
    return pins


def _previous(random: Random, names: list[str], units: list[Any], teams: list[Any]) -> dict[str, Any]:
    gone = ["p-gone", "u-gone"]
    found = []
    for team in [*(team["id"] for team in teams), "t-gone"]:
        seats = [{"id": name, "role": random.choice(ROLES)} for name in _some(random, [*names, gone[0]], 0.4)]
        inspected = _some(random, [*(unit["id"] for unit in units), gone[1]], 0.4)
        found.append({"id": team, "units": inspected, "people": seats})
    return {"format": "huibi.roster/1", "problem": "before", "teams": found}


def _objective(random: Random) -> list[dict[str, int]]:
    terms = ["unassigned", "shortfall", "change", "should", "risk_max", "risk_peak", "risk", "travel"]
    terms += ["together", "burden", "spread"]
    random.shuffle(terms)
    left_out = random.randint(0, 3)
    levels: list[dict[str, int]] = []
    for term in terms[left_out:]:
        if levels and random.random() < 0.4:
            levels[-1][term] = random.randint(1, 5)
        else:
            levels.append({term: random.randint(1, 3)})
    return levels


def planted_document(seed: int, *, counties: int = 3, teams: int = 2) -> dict[str, Any]:
    """Return a problem across counties that has a roster without anything missing, planted before all else.

    Every team has a leader, a deputy and two members of its own county and inspects two units of the next one; bars,
    pairs apart and costs are strewn only where the planted roster does not step.
    """
    random = Random(seed)  # noqa: S311 - invented cases, repeatable
    names = [f"c{index}" for index in range(counties)]
    document: dict[str, Any] = {"format": "huibi.roster/1", "id": f"planted-{seed}", "people": [], "units": []}
    document |= {"teams": [], "bars": [], "apart": [], "costs": [], "search": {"seconds": 20, "workers": 2, "seed": 1}}
    trodden: set[tuple[str, str]] = set()
    for index in range(counties * teams):
        county, next_county = names[index % counties], names[(index + 1) % counties]
        team, units = f"t{index}", [f"u{index}a", f"u{index}b"]
        document["units"] += [{"id": unit, "county": next_county, "workload": 1} for unit in units]
        for number, role in enumerate(("leader", "deputy", "member", "member", "member")):
            person = f"p{index}-{number}"
            held = {"id": person, "county": county, "full_time": number < 2, "roles": [role], "served": number}
            held |= {"specialities": ["law"] if number == 2 else [], "home_unit": f"h{number}"}
            document["people"].append(held)
            if number < 4:
                trodden |= {(person, unit) for unit in units}
        roles = {"leader": [1, 1], "deputy": [1, 1], "member": [2, 3]}
        asked = {"size": [4, 4], "full_time": [2, 2], "roles": roles, "specialities": {"law": 1}, "units": [2, 2]}
        document["teams"].append({"id": team, "county": county, "people_from": [county], **asked})
    pairs = [(p["id"], u["id"]) for p in document["people"] for u in document["units"]]
    free = [pair for pair in pairs if pair not in trodden]
    document["bars"] = [{"person": p, "unit": u} for p, u in _some(random, free, 0.2)]
    document["costs"] = [{"person": p, "unit": u, "risk": random.randint(1, 9)} for p, u in _some(random, free, 0.3)]
    document["counties"] = {"own": "forbid", "mutual": "forbid" if counties > 2 else "allow"}
    return document
