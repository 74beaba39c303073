"""Invented roster problems of the families that planning is measured on, any number of each.

    python benchmarks/roster_families.py FOLDER S1 M1 T1 L1 P1 XL1 RM1 RL1 RXL1

A name is a family and a seed; the same name gives the same bytes. S and M: one county; T: tight, minimums hardly met;
L: teams of 12 counties inspect one another's units; P: the same with people of any county in a team; XL: five such
cities at once, none inspecting another; R in front: a roster stands in `previous` and late bars fall on people who
serve in it. Bars are denser the higher a person's office, costs as well; counties apart know each other less, the
farthest hardly at all.
"""

import gzip
import json
import re
import sys
from itertools import combinations
from pathlib import Path
from random import Random

from roster_draft import FAMILIES, Document, Draft, Family, Ways
from roster_planting import plant, strike

SPECIALITIES = ("audit", "construction", "finance", "law")
OBJECTIVE = (
    *({name: 1} for name in ("unassigned", "shortfall", "change", "should", "risk_peak", "risk")),
    {"travel": 1, "together": 1, "burden": 1, "spread": 1},
)
# Chance of a bar and of a cost on a unit: (leading, full time) → inside one county, across counties of one city.
BARS = {"leader": (0.17, 0.12), "deputy": (0.13, 0.07), "full": (0.04, 0.085), "other": (0.036, 0.0093)}
COSTS = {"leader": (0.75, 0.51), "deputy": (0.41, 0.36), "full": (0.46, 0.44), "other": (0.118, 0.051)}
COST = {"leader": 4.2, "deputy": 2.6, "full": 2.7, "other": 2.0}  # scale of its size across counties
FULL_TIME = {"leader": 3.2, "deputy": 1.2, "other": 1}  # how much more often than others
# What those chances are multiplied by, bars and costs, up to a distance as it is felt on a way between two counties.
FELT = ((36, 2.8, 1.6), (56, 1.4, 1.1), (10**6, 0.3, 0.06))
ELSEWHERE = (0.3, 0.06)  # between two cities


def make(name: str) -> Document:
    """Return the problem of a name such as `M7` or `RL2`."""
    found = re.fullmatch(r"(R?)(XL|[SMTLP])(\d+)", name)
    if not found or (found[1] and FAMILIES[found[2]].pooled):
        raise ValueError(name)
    family = FAMILIES[found[2]]
    base: Document = {"format": "huibi.roster/1", "id": name, "people": [], "units": [], "teams": []}
    draft = Draft(family, Random(f"huibi {name}"), base)  # noqa: S311 - invented cases, repeatable
    for county in range(family.counties):
        _county(draft, f"{county + 1:03d}")
    if found[1]:
        plant(draft)
    ways = _ways(draft) if family.across else {}
    _recusals(draft, ways)
    _pairs(draft)
    if family.across:
        _counties(draft, ways)
    _pins(draft)
    base["limits"] = {"same_home_unit": 2}
    base["objective"] = list(OBJECTIVE)
    base["search"] = {"seconds": 60, "workers": 2, "seed": 1}
    if found[1]:
        strike(draft)
    return base


def _county(draft: Draft, county: str) -> None:
    family, random = draft.family, draft.random
    homes = [f"U{county}-{number:02d}" for number in range(max(family.people * 2 // 7, family.units * 2))]
    for number in sorted(random.sample(range(len(homes)), family.units)):
        unit = {"id": homes[number], "county": county, "workload": random.choices((1, 2, 3, 4), (7, 8, 3, 1))[0]}
        if random.random() < 0.37:
            unit["specialities"] = [random.choice(SPECIALITIES)]
        draft.document["units"].append(unit)
    leaders = max(family.teams + 1, round(family.people * 0.0875))
    ranks = ["leader"] * leaders + ["deputy"] * round(family.people * 0.15)
    ranks += ["other"] * (family.people - len(ranks))
    random.shuffle(ranks)
    chosen = _full_time(draft, ranks)
    for number, rank in enumerate(ranks):
        person = _person(random, rank, full_time=number in chosen, tight=family.tight)
        person |= {"id": f"P{county}-{number:03d}", "home_unit": random.choice(homes), "county": county}
        if family.across and random.random() < 0.72:
            person["barred_counties"] = [county]
        draft.ranks[person["id"]] = "full" if rank == "other" and person["full_time"] else rank
        draft.document["people"].append(person)
    for number in range(family.teams):
        draft.document["teams"].append(_team(family, county, number))


def _full_time(draft: Draft, ranks: list[str]) -> set[int]:
    """Choose who is full-time; across counties leaders rather than others."""
    if not draft.family.across:
        return set(draft.random.sample(range(len(ranks)), draft.family.full_time))
    turns = [(draft.random.random() ** (1 / FULL_TIME[rank]), number) for number, rank in enumerate(ranks)]
    return {number for _, number in sorted(turns)[-draft.family.full_time :]}


def _person(random: Random, rank: str, *, full_time: bool, tight: bool) -> Document:
    roles = {
        "leader": (["leader"], ["leader", "deputy"]),
        "deputy": (["deputy", "member"], ["deputy"], ["deputy", "liaison", "member"], ["deputy", "liaison"]),
        "other": (["member"], ["liaison", "member"]),
    }[rank]
    weights = {"leader": (1, 1), "deputy": (58, 24, 13, 5), "other": (82, 18)}[rank]
    known = {"discipline"} if random.random() < (0.55 if full_time else 0.07) else set()
    known |= {name for name in SPECIALITIES if random.random() < 0.08}
    served = random.choices(range(5), (2, 1, 2, 4, 10) if tight else (10, 3, 3, 3, 1))[0]
    held = list(random.choices(roles, weights)[0])
    return {"full_time": full_time, "roles": held, "specialities": sorted(known), "served": served}


def _team(family: Family, county: str, number: int) -> Document:
    most = family.size + 2
    asked = {"discipline": 2, "finance": 1}
    if family.tight:
        asked["law"] = 1
    elif number >= family.teams * 3 // 5:
        asked = {"discipline": 1, "finance": 1, "law": 1}
    team: Document = {"id": f"T{county}-{number}", "size": [family.size, most], "full_time": [3, most]}
    team["roles"] = {"leader": [1, 1], "deputy": [1, 2], "liaison": [1, 1], "member": [0, most]}
    team |= {"specialities": asked, "units": [1, 3], "workload": list(family.workload)}
    if family.across:
        team["county"] = county
        if not family.pooled:
            team["people_from"] = [county]
    return team


def _recusals(draft: Draft, ways: Ways) -> None:
    """Strew bars and costs, hardly any where the planted roster steps."""
    family, random = draft.family, draft.random
    bars: list[Document] = []
    costs: list[Document] = []
    shares = {way: share for way, (_, share) in ways.items()}
    for person in draft.document["people"]:
        rank, barring = draft.ranks[person["id"]], person["county"]
        team = draft.seats.get(person["id"], ("", ""))[0]
        for unit in draft.document["units"]:
            if family.across and unit["county"] == barring:
                continue
            bar, cost = shares.get((barring, unit["county"]), (1.0, 1.0))
            trodden = bool(team) and draft.goes.get(unit["id"]) == team
            drawn = random.random()
            if person["home_unit"] == unit["id"] or drawn < BARS[rank][family.across] * bar:
                if not trodden:
                    bars.append(_bar(random, person, unit, rank, across=family.across))
            elif drawn > 1 - COSTS[rank][family.across] * cost and not (trodden and random.random() < 0.9):
                costs.append(_cost(random, person, unit, family, rank, trodden=trodden))
    draft.document |= {"bars": bars, "costs": costs}


def _bar(random: Random, person: Document, unit: Document, rank: str, *, across: bool) -> Document:
    bar: Document = {"person": person["id"], "unit": unit["id"]}
    if (
        person["home_unit"] != unit["id"]
        and rank in {"leader", "deputy"}
        and random.random() < (0.03 if across else 0.7)
    ):
        bar["roles"] = ["leader", "deputy"]
    return bar


def _cost(random: Random, person: Document, unit: Document, family: Family, rank: str, *, trodden: bool) -> Document:
    cost: Document = {"person": person["id"], "unit": unit["id"]}
    risk = 1 + int(random.gammavariate(2, COST[rank]) if family.across else random.expovariate(1 / 5.5))
    if random.random() < (0.0025 if family.across else 0.06) and not trodden:
        cost["should"] = random.randint(2, 8)
        risk += random.randint(5, 15)
    return cost | {"risk": min(3 if trodden else 30, risk)}


def _pairs(draft: Draft) -> None:
    """Strew pairs apart, most of one home unit, and pairs that served together."""
    family, random = draft.family, draft.random
    people = draft.document["people"]
    homes: dict[str, list[str]] = {}
    for person in people:
        homes.setdefault(person["home_unit"], []).append(person["id"])
    apart = {pair for home in homes.values() for pair in combinations(home, 2) if random.random() < 0.2}
    together: dict[tuple[str, str], int] = {}
    for county in range(family.counties):
        pool = [person["id"] for person in people[county * family.people : (county + 1) * family.people]]
        apart |= {_pair(random, pool) for _ in range(int(len(pool) * (0.24 if family.across else 0.4)))}
        for _ in range(int(len(pool) * (2.6 if family.tight else 0.9 if family.across else 1.12))):
            together[_pair(random, pool)] = random.choices((1, 2, 3), (49, 50, 1))[0]
    if family.pooled:
        everybody = [person["id"] for person in people]
        apart |= {_pair(random, everybody) for _ in range(int(len(people) * 0.23))}
    seats = draft.seats
    kept = [
        pair for pair in sorted(apart) if not (pair[0] in seats and seats[pair[0]][0] == seats.get(pair[1], " ")[0])
    ]
    draft.document["apart"] = [list(pair) for pair in kept]
    draft.document["together"] = [{"people": list(pair), "cost": cost} for pair, cost in sorted(together.items())]


def _pair(random: Random, pool: list[str]) -> tuple[str, str]:
    first, second = sorted(random.sample(pool, 2))
    return first, second


def _ways(draft: Draft) -> Ways:
    """Lay the counties on a map; return for each way its length and how well people know the other end."""
    family, random = draft.family, draft.random
    names = [f"{county + 1:03d}" for county in range(family.counties)]
    size = family.counties // family.cities
    found: Ways = {}
    where = {
        name: complex(90 * (i // size) + 20 * (i % size // 3) + random.random() * 9, 20 * (i % 3) + random.random() * 9)
        for i, name in enumerate(names)
    }
    for i, start in enumerate(names):
        for j, end in enumerate(names):
            length = abs(where[start] - where[end])
            felt = (length + 8) * random.uniform(0.85, 1.2)
            share = next((bars, costs) for most, bars, costs in FELT if felt <= most)
            if i != j:
                found[start, end] = (8 + round(length), share if i // size == j // size else ELSEWHERE)
    return found


def _counties(draft: Draft, ways: Ways) -> None:
    """Lay down which counties may not inspect each other, and how far it is."""
    family, random = draft.family, draft.random
    names = list(dict.fromkeys(start for start, _ in ways))
    travel = [[start, end, length] for (start, end), (length, _) in ways.items()]
    planted = {(names[i], names[(i + 1) % len(names)]) for i in range(len(names))} if draft.seats else set()
    size = family.counties // family.cities
    inside = [(a, b) for a, b in ways if names.index(a) // size == names.index(b) // size]
    bars = [[a, b] for a, b in sorted(random.sample(inside, family.counties // 2)) if (a, b) not in planted]
    bars += [[a, b] for a, b in ways if (a, b) not in {*inside, *planted}]
    if family.pooled:
        bars += [[name, name] for name in names]
    draft.document["counties"] = {"mutual": "forbid", "bars": bars, "travel": travel}


def _pins(draft: Draft) -> None:
    """Pin a leader and a unit at a time, legally: the planted way, or a leader of the team's own county."""
    family, random, document = draft.family, draft.random, draft.document
    pins: list[Document] = []
    for county in sorted(random.sample(range(family.counties), min(family.counties, family.pins))):
        teams = document["teams"][county * family.teams : (county + 1) * family.teams]
        people = document["people"][county * family.people : (county + 1) * family.people]
        led = {where: person for person, (where, role) in draft.seats.items() if role == "leader"}
        team = random.choice([team for team in teams if not draft.seats or team["id"] in led])["id"]
        leader = led.get(team) or random.choice([p["id"] for p in people if "leader" in p["roles"]])
        pins.append({"person": leader, "team": team, "role": "leader"})
        planted = [unit for unit, where in sorted(draft.goes.items()) if where == team]
        if planted:
            pins.append({"unit": random.choice(planted), "team": team})
        elif not family.across and family.teams > 4:
            other = random.choice([t["id"] for t in teams if t["id"] != team])
            pins.append({"unit": random.choice(document["units"])["id"], "team": other})
    document["pins"] = pins


def write(folder: Path, name: str) -> Path:
    """Write the problem of a name, packed, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json.gz"
    text = json.dumps(make(name), separators=(",", ":"))
    file.write_bytes(gzip.compress(text.encode(), compresslevel=6, mtime=0))
    return file


if __name__ == "__main__":
    for asked in sys.argv[2:]:
        print(write(Path(sys.argv[1]), asked))
