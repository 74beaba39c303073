"""Who may serve in a round, from which unit, and with whom before."""

from collections import defaultdict
from datetime import date
from itertools import combinations

from huibi.model.homes import home_postings
from huibi.model.people import Cadre, Category, Role
from huibi.model.register import Register
from huibi.model.rosters import PersonEntry, Together
from huibi.model.rounds import Round
from huibi.model.spans import FIRST, LAST, ended_within

SERVED_YEARS = 3
TOGETHER_YEARS = 5
MOST_TOGETHER = 5


def people_entries(register: Register, round_: Round, *, lead_only: bool) -> tuple[PersonEntry, ...]:
    """Return the active people of the pool who are available on every day of the round, in id order."""
    cadres = [
        cadre
        for _, cadre in sorted(register.pool.items())
        if may_serve(register, round_, cadre) and (cadre.may_lead or not lead_only)
    ]
    homes = home_postings(register.postings, round_.as_of, {cadre.person for cadre in cadres})
    served = _served(register, round_.as_of)
    return tuple(
        PersonEntry(
            id=cadre.person,
            home_unit=homes[cadre.person].unit if cadre.person in homes else None,
            county=cadre.county,
            full_time=cadre.category is Category.FULL_TIME,
            roles=tuple(role for role in Role if role in cadre.roles),
            specialities=tuple(dict.fromkeys(cadre.specialities)),
            served=len(served[cadre.person]),
        )
        for cadre in cadres
    )


def may_serve(register: Register, round_: Round, cadre: Cadre) -> bool:
    """Whether somebody of the pool lives, is active, and is available on every day of the round."""
    first = round_.start or round_.as_of
    last = max(first, round_.end or first)
    available = (cadre.available_from or FIRST) <= first and last <= (cadre.available_to or LAST)
    return cadre.is_active and available and not register.persons[cadre.person].dead_on(round_.as_of)


def together_entries(register: Register, round_: Round, people: tuple[PersonEntry, ...]) -> tuple[Together, ...]:
    """Return for each pair of people in how many rounds of the last five years both were in one team, at most 5."""
    known = {entry.id for entry in people}
    teams: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in register.history:
        if row.person in known and ended_within(row.end, round_.as_of, TOGETHER_YEARS):
            teams[row.round, row.team].add(row.person)
    rounds: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (name, _), members in teams.items():
        for a, b in combinations(sorted(members), 2):
            rounds[a, b].add(name)
    return tuple(Together(people=pair, cost=min(len(names), MOST_TOGETHER)) for pair, names in sorted(rounds.items()))


def _served(register: Register, as_of: date) -> defaultdict[str, set[str]]:
    rounds: defaultdict[str, set[str]] = defaultdict(set)
    for row in register.history:
        if ended_within(row.end, as_of, SERVED_YEARS):
            rounds[row.person].add(row.round)
    return rounds
