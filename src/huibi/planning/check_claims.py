"""What a roster says of itself, against what is found: terms, levels, status, shortfalls, pins that cannot hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from huibi.model.people import Role
from huibi.model.rosters import Pin, PinsRule, Roster, Seat, ShortfallEntry, TeamRoster
from huibi.planning.check_facts import Facts
from huibi.planning.check_rules import roster_violations, team_violations
from huibi.planning.problem import digest

PIN_RULE = 7
Mismatch = dict[str, Any]


def mismatches(
    facts: Facts,
    roster: Roster,
    terms: Mapping[str, int],
    shortfalls: tuple[ShortfallEntry, ...],
    unassigned: tuple[str, ...],
) -> tuple[Mismatch, ...]:
    """Return every claim that does not hold; what the roster leaves out is no claim."""
    found = [*_of_whom(facts, roster)]
    if roster.status == "infeasible":
        return (*found, *_infeasible(facts, roster))
    found += _terms(roster, terms)
    found += _levels(facts, roster, terms)
    found += _status(roster)
    if roster.status is not None or roster.unassigned:
        found += _differ("unassigned", sorted(roster.unassigned), sorted(unassigned))
    if "shortfalls" in roster.model_fields_set:  # an empty list says that nothing lacks
        found += _differ("shortfalls", _keys(roster.shortfalls), _keys(shortfalls))
    if roster.conflicts:
        found.append(_mismatch("conflicts", len(roster.conflicts), 0))
    return tuple(found)


def _mismatch(what: str, stated: object, found: object) -> Mismatch:
    return {"what": what, "stated": stated, "found": found}


def _differ(what: str, stated: object, found: object) -> Iterator[Mismatch]:
    if stated != found:
        yield _mismatch(what, stated, found)


def _keys(entries: tuple[ShortfallEntry, ...]) -> list[list[Any]]:
    return sorted(
        [entry.team or "", entry.county or "", entry.what, entry.unit or "", entry.missing] for entry in entries
    )


def _of_whom(facts: Facts, roster: Roster) -> Iterator[Mismatch]:
    if roster.problem is not None:
        yield from _differ("problem", roster.problem, facts.problem.id)
    if roster.digest is not None:
        yield from _differ("digest", roster.digest, digest(facts.problem))


def _terms(roster: Roster, terms: Mapping[str, int]) -> Iterator[Mismatch]:
    for name, stated in roster.terms.items():
        yield from _differ(f"terms.{name}", stated, terms.get(name))


def _levels(facts: Facts, roster: Roster, terms: Mapping[str, int]) -> Iterator[Mismatch]:
    if roster.status is None and not roster.levels:
        return
    asked = [dict(level) for level in facts.problem.objective]
    stated = [dict(level.terms) for level in roster.levels]
    if stated != asked:
        yield _mismatch("levels", stated, asked)
        return
    for index, level in enumerate(roster.levels):
        value = sum(weight * terms[name] for name, weight in level.terms.items())
        yield from _differ(f"levels.{index}.value", level.value, value)
        if level.bound is not None and level.bound > value:
            yield _mismatch(f"levels.{index}.bound", level.bound, value)


def _status(roster: Roster) -> Iterator[Mismatch]:
    if roster.status == "optimal":
        for index, level in enumerate(roster.levels):
            yield from _differ(f"levels.{index}.bound", level.bound, level.value)


def _infeasible(facts: Facts, roster: Roster) -> Iterator[Mismatch]:
    """Each named set of pins breaks a rule, and none of the set can be left out."""
    if roster.teams:
        yield _mismatch("teams", len(roster.teams), 0)
    if not roster.conflicts:
        yield _mismatch("conflicts", 0, None)
    for index, claim in enumerate(roster.conflicts):
        if not _holds(facts, claim):
            yield _mismatch(f"conflicts.{index}", claim.to_json(), None)


def _holds(facts: Facts, claim: PinsRule) -> bool:
    pins = facts.problem.pins
    if not claim.pins or any(not 0 <= index < len(pins) for index in claim.pins):
        return False
    chosen = [pins[index] for index in claim.pins]
    smaller = [chosen[:index] + chosen[index + 1 :] for index in range(len(chosen))]
    return not can_stand(facts, chosen) and all(can_stand(facts, pins) for pins in smaller)


def can_stand(facts: Facts, pins: list[Pin]) -> bool:
    """Say whether the pins alone are a legal roster for some choice of the roles left open."""
    units: dict[str, list[str]] = {}
    for pin in pins:
        if pin.unit is not None and pin.unit not in units.setdefault(pin.team, []):
            units[pin.team].append(pin.unit)
    people = [pin for pin in pins if pin.person is not None]
    return _place(facts, people, units, {})


def _place(facts: Facts, left: list[Pin], units: Mapping[str, list[str]], seats: dict[str, tuple[str, Role]]) -> bool:
    if not _legal(facts, units, seats):
        return False
    if not left:
        return True
    pin, *rest = left
    name = pin.person or ""
    placed = seats.get(name)
    if placed is not None:
        again = placed[0] == pin.team and pin.role in (None, placed[1])
        return again and _place(facts, rest, units, seats)
    roles = [pin.role] if pin.role is not None else list(Role)
    return any(_place(facts, rest, units, seats | {name: (pin.team, role)}) for role in roles)


def _legal(facts: Facts, units: Mapping[str, list[str]], seats: Mapping[str, tuple[str, Role]]) -> bool:
    teams = []
    for team in dict.fromkeys([*units, *(team for team, _ in seats.values())]):
        people = tuple(Seat(id=name, role=role) for name, (where, role) in seats.items() if where == team)
        teams.append(TeamRoster(id=team, units=tuple(units.get(team, ())), people=people))
    if any(team_violations(facts, team) for team in teams):
        return False
    between = roster_violations(facts, Roster(teams=tuple(teams)))
    return all(violation.rule == PIN_RULE for violation in between)
