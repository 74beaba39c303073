"""What a repair starts from: a roster planted before bars are strewn, and bars that come late."""

from collections import Counter

from roster_draft import Document, Draft


def plant(draft: Draft) -> None:
    """Fill the teams of each county with its people, and let them inspect the next county's units."""
    document, family = draft.document, draft.family
    size = family.teams
    for county in range(family.counties):
        teams = document["teams"][county * size : (county + 1) * size]
        people = document["people"][county * family.people : (county + 1) * family.people]
        aim = (county + 1) % family.counties
        units = document["units"][aim * family.units : (aim + 1) * family.units]
        inspect: dict[str, list[Document]] = {team["id"]: [] for team in teams}
        for unit in sorted(units, key=lambda unit: -unit["workload"]):
            least = min(teams, key=lambda team: (_work(inspect[team["id"]]), team["id"]))["id"]
            inspect[least].append(unit)
            draft.goes[unit["id"]] = least
        for team in teams:
            _fill(draft, team, people, {name for unit in inspect[team["id"]] for name in unit.get("specialities", ())})


def _work(units: list[Document]) -> tuple[bool, int]:
    return len(units) >= 3, sum(unit["workload"] for unit in units)


def _fill(draft: Draft, team: Document, people: list[Document], wanted: set[str]) -> None:
    """Seat people one by one: each the one that helps most of what the team still lacks."""
    asked = Counter(dict.fromkeys(wanted, 1)) | Counter(team["specialities"])
    here: list[Document] = []
    for role in ("leader", "deputy", "liaison", *["member"] * (team["size"][0] - 3)):
        lacking = asked - Counter(name for person in here for name in person["specialities"])
        full = sum(person["full_time"] for person in here) < 3
        homes = Counter(person["home_unit"] for person in here)
        free = [p for p in people if p["id"] not in draft.seats and role in p["roles"] and homes[p["home_unit"]] < 2]
        if free:
            best = max(free, key=lambda p: _help(p, lacking, full=full))
            here.append(best)
            draft.seats[best["id"]] = (team["id"], role)


def _help(person: Document, lacking: Counter[str], *, full: bool) -> tuple[int, int, int]:
    useful = sum(1 for name in person["specialities"] if lacking[name])
    return useful * 2 + (3 if person["full_time"] and full else 0), -person["full_time"], -len(person["roles"])


def strike(draft: Draft) -> None:
    """Put the planted roster in `previous` and bar some who serve from a unit of their team."""
    document, random = draft.document, draft.random
    pinned = {pin.get("person") for pin in document["pins"]} | {None}
    held = [(p, u) for p, (team, _) in sorted(draft.seats.items()) for u, t in sorted(draft.goes.items()) if t == team]
    late = random.sample([pair for pair in held if pair[0] not in pinned], draft.family.late)
    document["bars"] += [{"person": person, "unit": unit} for person, unit in late]
    document["costs"] = [cost for cost in document["costs"] if (cost["person"], cost["unit"]) not in set(late)]
    teams = []
    for team in document["teams"]:
        units = sorted(unit for unit, where in draft.goes.items() if where == team["id"])
        seats = [{"id": p, "role": role} for p, (where, role) in sorted(draft.seats.items()) if where == team["id"]]
        teams.append({"id": team["id"], "units": units, "people": seats})
    document["previous"] = {"format": "huibi.roster/1", "problem": document["id"][1:], "teams": teams}
