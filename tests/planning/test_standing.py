"""An edit told from the tallies of a roster is what the full check says of the edited roster."""

from random import Random

import pytest

from huibi.errors import InputError
from huibi.model.rosters import Edit, Move, Roster, Seat, TeamRoster
from huibi.planning.check import Checker, check
from huibi.planning.edits import apply_edit
from huibi.planning.standing import Standing
from roster_cases import ROLES, tiny_problem


def some_roster(random, problem):
    """Any teams at all: mostly sound ids, now and then somebody unknown, somebody twice, a team twice or unknown."""
    teams = [team.id for team in problem.teams if random.random() < 0.9]
    teams += random.choices(["t-unknown", *teams], k=1) if random.random() < 0.1 else []
    people, units = [person.id for person in problem.people], [unit.id for unit in problem.units]
    seats = {index: [] for index in range(len(teams))}
    inspected = {index: [] for index in range(len(teams))}
    if teams:
        for name in [*people, *random.choices([*people, "p-unknown"], k=random.random() < 0.2)]:
            seats[random.randrange(len(teams))].append(Seat(id=name, role=random.choice(ROLES)))
        for name in [*units, *random.choices([*units, "u-unknown"], k=random.random() < 0.2)]:
            inspected[random.randrange(len(teams))].append(name)
    return Roster(
        teams=tuple(
            TeamRoster(id=team, units=tuple(inspected[place]), people=tuple(seats[place]))
            for place, team in enumerate(teams)
        )
    )


def some_edit(random, problem):
    """A move, a swap, somebody in another's stead, a role, a unit given away, or several of these together."""
    moved = random.sample(problem.people, random.randint(0, 3))
    moves = [
        Move(
            person=person.id,
            team=random.choice([None, *(team.id for team in problem.teams)]),
            role=random.choice([None, *ROLES]),
        )
        for person in moved
    ]
    moves += [
        Move(unit=unit.id, team=random.choice([None, *(team.id for team in problem.teams)]))
        for unit in random.sample(problem.units, random.randint(0, 2))
    ]
    return Edit(format="huibi.edit/1", moves=tuple(moves))


def agree(seed, edits):
    """Try random edits of a random roster both ways; how many could be made at all."""
    random = Random(seed)  # noqa: S311 - invented cases, repeatable
    problem = tiny_problem(seed)
    roster = some_roster(random, problem)
    standing = Standing(Checker(problem), roster)
    before = check(problem, Roster(teams=roster.teams))
    assert (standing.now.violations, standing.now.terms) == (before.violations, before.terms)
    made = 0
    for _ in range(edits):
        edit = some_edit(random, problem)
        try:
            told = standing.attempt(edit)
        except InputError:
            with pytest.raises(InputError):
                apply_edit(problem, roster, edit)
            continue
        full = check(problem, Roster(teams=apply_edit(problem, roster, edit).teams))
        assert told.violations == full.violations
        assert told.terms == full.terms
        assert told.delta == {term: value - before.terms[term] for term, value in full.terms.items()}
        assert told.shortfalls == full.shortfalls
        made += 1
    return made


def test_edits_of_every_kind_are_told_as_the_full_check_tells_them():
    """Violations in the same order, every term, every delta, every shortfall; on rosters of every kind, illegal too."""
    assert sum(agree(seed, 6) for seed in range(120)) > 300


@pytest.mark.soak
def test_edits_of_every_kind_at_length():
    """The same on many more problems, rosters and edits."""
    assert sum(agree(seed, 20) for seed in range(1000, 2500)) > 15000
