"""What an office could concede: for each breach of a rule the problem in which that one thing is let go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from huibi.model.people import Role
from huibi.model.rosters import Bounds, Counties, Limits, PersonEntry, Problem, TeamEntry
from huibi.planning.check_rules import Violation

_LENT_TO = "→"  # a borrowed person is a pool of one: the lending county, this sign, the team
Ids = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One thing conceded: its kind, and whom or what it concerns (ids and numbers)."""

    kind: str
    ids: Ids

    def to_json(self) -> dict[str, Any]:
        """Return the part as JSON-ready data."""
        return {"kind": self.kind, **self.ids}


@dataclass(frozen=True)
class Concession:
    """What is conceded (mostly one part), the problem with it conceded, and the teams that it is about."""

    parts: tuple[Part, ...]
    problem: Problem = field(repr=False)
    teams: tuple[str, ...]


def lift(problem: Problem, breaches: Sequence[Violation], teams: tuple[str, ...]) -> Concession | None:
    """Return the least concession after which these breaches are none; None where one of them cannot be conceded."""
    parts = []
    for found in breaches:
        what = str(found.ids["what"]) if found.code == "maximum" else found.code
        make = _LIFTS.get(what.partition(":")[0])
        if make is None:
            return None
        part, problem = make(problem, found.ids)
        parts.append(part)
    return Concession(tuple(parts), problem, teams)


def ask_less(problem: Problem, place: str, what: str, missing: int) -> Concession | None:
    """Return the concession that a team, or a county that lends, is asked for no more of `what` than it has.

    None for what a unit asks for.
    """
    kind, _, name = what.partition(":")
    if kind == "unit_speciality":
        return None
    if kind == "lend":
        least, most = problem.counties.lend[place]
        changed = _lending(problem, place, (least - missing, most))
        return Concession((Part("ask_less", {"county": place, "what": what, "least": least - missing}),), changed, ())
    entry = _team(problem, place)
    if kind == "speciality":
        least = entry.specialities[name]
        entry = entry.model_copy(update={"specialities": {**entry.specialities, name: least - missing}})
    else:
        least, most = _bounds(entry, what)
        entry = _bounded(entry, what, (least - missing, most))
    part = Part("ask_less", {"team": place, "what": what, "least": least - missing})
    return Concession((part,), _with_team(problem, entry), (place,))


def fewer_units(problem: Problem, team: str, most: int) -> Concession:
    """Return the concession that a team inspects at most so many units."""
    entry = _team(problem, team)
    least = min(entry.units[0] if entry.units is not None else 0, most)
    part = Part("fewer_units", {"team": team, "most": most})
    return Concession((part,), _with_team(problem, entry.model_copy(update={"units": (least, most)})), (team,))


def from_outside(problem: Problem, team: str, what: str, count: int) -> Concession | None:
    """Return the concession that somebody of no pool comes, against whom nothing is known, and fills what lacks.

    None for what people cannot fill.
    """
    kind, _, name = what.partition(":")
    if kind in ("units", "workload", "lend"):
        return None
    entry = _team(problem, team)
    roles = tuple(role for role in Role if entry.roles.get(role, (0, 0))[1] > 0 and (kind != "role" or role == name))
    if not roles:
        return None
    known = {person.id for person in problem.people}
    pool = f"{_LENT_TO}{team}"
    names = [name for name in (f"{pool}{number}" for number in range(1, len(known) + count + 1)) if name not in known]
    people = tuple(
        PersonEntry(
            id=one,
            county=pool,
            full_time=kind == "full_time",
            roles=roles,
            specialities=(name,) if kind in ("speciality", "unit_speciality") else (),
        )
        for one in names[:count]
    )
    changed = _with_team(problem, _admitting(entry, pool, roles))
    part = Part("outside", {"team": team, "what": what, "count": count})
    return Concession((part,), changed.model_copy(update={"people": (*changed.people, *people)}), (team,))


def waive_should(problem: Problem, person: str, unit: str, team: str) -> Concession:
    """Return the concession that a finding by which somebody should rather not inspect a unit is waived."""
    costs = tuple(
        replace(cost, should=0) if (cost.person, cost.unit) == (person, unit) else cost for cost in problem.costs
    )
    part = Part("waive_should", {"person": person, "unit": unit})
    return Concession((part,), problem.model_copy(update={"costs": costs}), (team,))


def _waive(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    bars = tuple(bar for bar in problem.bars if (bar.person, bar.unit) != (ids["person"], ids["unit"]))
    return Part("waive", {"person": ids["person"], "unit": ids["unit"]}), problem.model_copy(update={"bars": bars})


def _waive_county(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    person = _person(problem, ids["person"])
    counties = tuple(county for county in person.barred_counties if county != ids["county"])
    part = Part("waive_county", {"person": person.id, "county": ids["county"]})
    return part, _with_person(problem, person.model_copy(update={"barred_counties": counties}))


def _let_together(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    pairs = tuple(pair for pair in problem.apart if set(pair) != set(ids["people"]))
    return Part("together", {"people": list(ids["people"])}), problem.model_copy(update={"apart": pairs})


def _larger(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    entry = _team(problem, ids["team"])
    least, _ = _bounds(entry, ids["what"])
    part = Part("larger", {"team": entry.id, "what": ids["what"], "most": ids["found"]})
    return part, _with_team(problem, _bounded(entry, ids["what"], (least, ids["found"])))


def _home_limit(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    limits: Limits = problem.limits.model_copy(update={ids["what"]: ids["found"]})
    return Part("home_limit", {"what": ids["what"], "most": ids["found"]}), problem.model_copy(
        update={"limits": limits}
    )


def _lend_more(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    least = problem.counties.lend[ids["county"]][0]
    part = Part("lend_more", {"county": ids["county"], "most": ids["found"]})
    return part, _lending(problem, ids["county"], (least, ids["found"]))


def _borrow(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    """Let the person alone serve there: the rest of the county's pool stays where it is, and lends one fewer."""
    person, team = _person(problem, ids["person"]), _team(problem, ids["team"])
    pool = f"{person.county or ''}{_LENT_TO}{team.id}"
    changed = _with_person(problem, person.model_copy(update={"county": pool}))
    if person.county in problem.counties.lend:
        least, most = problem.counties.lend[person.county]
        changed = _lending(changed, person.county, (max(0, least - 1), max(0, most - 1)))
    part = Part("borrow", {"person": person.id, "county": person.county, "team": team.id, "role": ids["role"]})
    return part, _with_team(changed, _admitting(team, pool, person.roles))


def _own_county(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    return Part("own_county", {"county": ids["county"]}), _counties(problem, {"own": "allow"})


def _county_bar(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    way = (_team(problem, ids["team"]).county, ids["county"])
    bars = tuple(pair for pair in problem.counties.bars if pair != way)
    return Part("county_bar", {"from": way[0], "to": way[1]}), _counties(problem, {"bars": bars})


def _mutual(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    return Part("mutual", {"counties": list(ids["counties"])}), _counties(problem, {"mutual": "allow"})


def _unpin(problem: Problem, ids: Ids) -> tuple[Part, Problem]:
    """Take the pin off by what it says: its place may be another one by now."""
    gone = {name: value for name, value in ids.items() if name != "pin"}
    pins = tuple(pin for pin in problem.pins if pin.to_json() != gone)
    return Part("unpin", dict(ids)), problem.model_copy(update={"pins": pins})


_LIFTS: Mapping[str, Callable[[Problem, Ids], tuple[Part, Problem]]] = {
    "barred": _waive,
    "barred_county": _waive_county,
    "apart": _let_together,
    "size": _larger,
    "full_time": _larger,
    "units": _larger,
    "workload": _larger,
    "role": _larger,
    "same_home_unit": _home_limit,
    "home_unit_total": _home_limit,
    "lend": _lend_more,
    "pool": _borrow,
    "own_county": _own_county,
    "county_bar": _county_bar,
    "mutual": _mutual,
    "pin": _unpin,
}


def _team(problem: Problem, name: str) -> TeamEntry:
    return next(entry for entry in problem.teams if entry.id == name)


def _person(problem: Problem, name: str) -> PersonEntry:
    return next(entry for entry in problem.people if entry.id == name)


def _with_team(problem: Problem, changed: TeamEntry) -> Problem:
    teams = tuple(changed if entry.id == changed.id else entry for entry in problem.teams)
    return problem.model_copy(update={"teams": teams})


def _with_person(problem: Problem, changed: PersonEntry) -> Problem:
    people = tuple(changed if entry.id == changed.id else entry for entry in problem.people)
    return problem.model_copy(update={"people": people})


def _counties(problem: Problem, changed: Ids) -> Problem:
    counties: Counties = problem.counties.model_copy(update=dict(changed))
    return problem.model_copy(update={"counties": counties})


def _lending(problem: Problem, county: str, bounds: Bounds) -> Problem:
    return _counties(problem, {"lend": {**problem.counties.lend, county: bounds}})


def _bounds(entry: TeamEntry, what: str) -> Bounds:
    kind, _, name = what.partition(":")
    found: Bounds | None = entry.roles.get(Role(name), (0, 0)) if kind == "role" else getattr(entry, kind)
    return (0, 0) if found is None else found


def _bounded(entry: TeamEntry, what: str, bounds: Bounds) -> TeamEntry:
    kind, _, name = what.partition(":")
    update = {"roles": {**entry.roles, Role(name): bounds}} if kind == "role" else {kind: bounds}
    return entry.model_copy(update=update)


def _admitting(entry: TeamEntry, pool: str, roles: Sequence[Role]) -> TeamEntry:
    """Return the team that takes people of one more pool in some roles."""
    admitted = dict(entry.roles_from)
    for role in roles:
        counties = entry.roles_from.get(role, entry.people_from)
        if counties is not None:
            admitted[role] = (*counties, pool)
    return entry.model_copy(update={"roles_from": admitted})
