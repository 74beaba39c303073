"""Small problems of any feature, bent round a roster that was drawn first: nothing is missing in it."""

from collections import Counter
from random import Random
from typing import Any

from roster_cases import small_document


def bent_document(seed: int) -> dict[str, Any]:
    """Return a problem in which a roster that inspects every unit and lacks nothing exists, and little else is free."""
    random = Random(seed)  # noqa: S311 - invented cases, repeatable
    document = small_document(seed)
    document.pop("objective", None)
    document.pop("shortfall_weights", None)
    people = {person["id"]: person for person in document["people"]}
    units = {unit["id"]: unit for unit in document["units"]}
    goes = {unit: random.choice(document["teams"])["id"] for unit in units}
    seats = {
        name: (random.choice(document["teams"])["id"], random.choice(person["roles"]))
        for name, person in people.items()
        if random.random() < 0.8
    }
    for team in document["teams"]:
        here = [(people[name], role) for name, (where, role) in seats.items() if where == team["id"]]
        _bend_team(team, here, [unit for name, unit in units.items() if goes[name] == team["id"]])
    _bend_pairs(document, seats, goes)
    _bend_counties(document, seats, goes)
    homes = Counter((people[name].get("home_unit"), team) for name, (team, _) in seats.items())
    totals = Counter(people[name].get("home_unit") for name in seats)
    least = {"same_home_unit": homes, "home_unit_total": totals}
    for limit, most in document.get("limits", {}).items():
        document["limits"][limit] = max(most, *(least[limit].values() or [0]), 0)
    pins = [{"person": name, "team": team, "role": role} for name, (team, role) in seats.items()]
    pins += [{"unit": unit, "team": team} for unit, team in goes.items()]
    document["pins"] = random.sample(pins, random.randint(0, 3))
    return document


def _wide(bounds: list[int], count: int) -> list[int]:
    return [min(bounds[0], count), max(bounds[1], count)]


def _bend_team(team: dict[str, Any], here: list[tuple[dict[str, Any], str]], units: list[dict[str, Any]]) -> None:
    roles = Counter(role for _, role in here)
    held = Counter(name for person, _ in here for name in person["specialities"])
    team["size"] = _wide(team["size"], len(here))
    team["roles"] = {role: _wide(team["roles"].get(role, [0, 0]), roles[role]) for role in {*team["roles"], *roles}}
    counts = {
        "full_time": sum(person["full_time"] for person, _ in here),
        "units": len(units),
        "workload": sum(unit["workload"] for unit in units),
    }
    for kind, count in counts.items():
        if kind in team:
            team[kind] = _wide(team[kind], count)
    team["specialities"] = {name: min(least, held[name]) for name, least in team["specialities"].items()}
    for unit in units:
        unit["specialities"] = [name for name in unit["specialities"] if held[name]]
    for person, role in here:
        lists = [team.get("roles_from", {}).get(role, team.get("people_from"))]
        for allowed in lists:
            if allowed is not None and person.setdefault("county", "c1") not in allowed:
                allowed.append(person["county"])


def _bend_pairs(document: dict[str, Any], seats: dict[str, tuple[str, str]], goes: dict[str, str]) -> None:
    def meet(person: str, unit: str) -> bool:
        return person in seats and seats[person][0] == goes[unit]

    document["bars"] = [bar for bar in document["bars"] if not meet(bar["person"], bar["unit"])]
    document["apart"] = [
        [a, b] for a, b in document["apart"] if a not in seats or b not in seats or seats[a][0] != seats[b][0]
    ]
    for person in document["people"]:
        met = {unit["county"] for unit in document["units"] if meet(person["id"], unit["id"])}
        person["barred_counties"] = [name for name in person.get("barred_counties", []) if name not in met]


def _bend_counties(document: dict[str, Any], seats: dict[str, tuple[str, str]], goes: dict[str, str]) -> None:
    rules = document["counties"]
    county = {team["id"]: team.get("county") for team in document["teams"]}
    ways = {(county[goes[unit["id"]]], unit["county"]) for unit in document["units"]}
    if any(a == b for a, b in ways):
        rules["own"] = "allow"
    if any(a != b and (b, a) in ways for a, b in ways):
        rules["mutual"] = "allow"
    rules["bars"] = [way for way in rules["bars"] if tuple(way) not in ways]
    lent = Counter(person.get("county") for person in document["people"] if person["id"] in seats)
    rules["lend"] = {name: _wide(bounds, lent[name]) for name, bounds in rules["lend"].items()}
