"""The hard rules as constraints: one function a rule; what cannot be is left out of the variables already."""

from collections.abc import Callable, Iterator

from huibi.planning.board import ALL_ROLES, NO_TEAM, ROLES, WITHOUT_LIMIT
from huibi.planning.paper import Literal, negate
from huibi.planning.variables import Draft


def require(draft: Draft) -> None:
    """Write every hard rule of the format into the draft's model."""
    for rule in RULES:
        rule(draft)


def one_team_one_role(draft: Draft) -> None:
    """Rules 1 and 7: at most one team, exactly one role in it; who is pinned serves."""
    for person, teams in draft.scope.people.items():
        literals = [draft.serves[person, team] for team in teams]
        if person in draft.board.pinned_people:
            draft.paper.exactly_one(literals)
        else:
            draft.paper.one_at_most(literals)
        for team in teams:
            roles = draft.roles[person, team]
            if len(roles) > 1:
                draft.paper.exactly_one([negate(draft.serves[person, team]), *roles.values()])


def one_team_a_unit(draft: Draft) -> None:
    """Rules 2 and 7: at most one team; a pinned unit has its team."""
    for unit, teams in draft.scope.units.items():
        literals = [draft.inspects[unit, team] for team in teams]
        if unit in draft.board.pinned_units or unit in draft.scope.settled:
            draft.paper.exactly_one(literals)
        else:
            draft.paper.one_at_most(literals)


def bars(draft: Draft) -> None:
    """Rule 3: a team that inspects a unit has nobody who is barred from it, or not in the role barred."""
    for (unit, team), literal in draft.inspects.items():
        barred, role_of = draft.board.barred[unit], draft.scope.state.role_of
        if any(role_of[person] in barred.get(person, ()) for person in draft.seated[team]):
            draft.paper.either([negate(literal)])
            continue
        refused = [
            held
            for person, _ in draft.team_people[team]
            if person in barred
            for held in _refused(draft, barred[person], person, team)
        ]
        if refused:
            draft.paper.bound(refused, [1] * len(refused), (0, 0), given=(literal,))


def _refused(draft: Draft, roles: frozenset[int], person: int, team: int) -> Iterator[Literal]:
    if roles == ALL_ROLES:
        yield draft.serves[person, team]
    else:
        yield from (held for role, held in draft.roles[person, team].items() if role in roles)


def apart(draft: Draft) -> None:
    """Rule 4: no pair that is to be apart is in one team."""
    for one, other in draft.board.apart:
        for team in draft.scope.people.get(one, ()):
            if (second := draft.serves.get((other, team))) is not None:
                draft.paper.one_at_most([draft.serves[one, team], second])


def team_maximums(draft: Draft) -> None:
    """Rule 5: size, full_time, units, workload and each role of a team."""
    board, paper = draft.board, draft.paper
    for team in draft.scope.teams:
        limits = board.team_bounds(team)
        people, units = draft.team_people[team], draft.team_units[team]
        full_time = [literal for person, literal in people if board.people[person].full_time]
        loads = [board.units[unit].workload for unit, _ in units]
        for literals, factors, most in (
            ([literal for _, literal in people], [1] * len(people), limits["size"][1]),
            (full_time, [1] * len(full_time), limits["full_time"][1]),
            ([literal for _, literal in units], [1] * len(units), limits["units"][1]),
            ([literal for _, literal in units], loads, limits["workload"][1]),
        ):
            if most < WITHOUT_LIMIT and most < sum(factors):
                paper.bound(literals, factors, (0, most))
        for role in range(len(ROLES)):
            held = [draft.roles[p, team][role] for p, _ in people if role in draft.roles[p, team]]
            most = board.role_bounds(team, role)[1]
            if most < len(held):
                paper.bound(held, [1] * len(held), (0, most))


def same_home_unit(draft: Draft) -> None:
    """Rule 5: the most people of one home unit in one team."""
    most = draft.board.problem.limits.same_home_unit
    if most is None:
        return
    for group in draft.board.homes:
        for team in draft.scope.teams:
            literals = [draft.serves[person, team] for person in group if (person, team) in draft.serves]
            if most < len(literals):
                draft.paper.bound(literals, [1] * len(literals), (0, most))


def home_unit_total(draft: Draft) -> None:
    """Rule 5: the most people of one home unit in all teams."""
    most = draft.board.problem.limits.home_unit_total
    if most is not None:
        for group in draft.board.homes:
            _total(draft, group, most)


def lend(draft: Draft) -> None:
    """Rule 5: the most people that a county's pool gives to all teams."""
    for county, (_, most) in draft.board.problem.counties.lend.items():
        _total(draft, draft.board.lenders[county], most)


def _total(draft: Draft, group: list[int], most: int) -> None:
    still = {person for person, _ in draft.still_people}
    literals = [draft.serves[p, team] for p in group for team in draft.scope.people.get(p, ())]
    room = most - sum(person in still for person in group)
    if room < len(literals):
        draft.paper.bound(literals, [1] * len(literals), (0, max(room, 0)))


def mutual(draft: Draft) -> None:
    """Rule 6: one variable a pair of counties says which of the two inspects the other."""
    board = draft.board
    if board.problem.counties.mutual != "forbid":
        return
    directions: dict[tuple[str, str], Literal] = {}
    fixed = {
        (board.teams[team].county, board.units[unit].county) for unit, team in draft.still_units if team != NO_TEAM
    }
    for (unit, team), literal in draft.inspects.items():
        start, end = board.teams[team].county, board.units[unit].county
        if start is None or end is None or start == end:
            continue
        pair = (min(start, end), max(start, end))
        if pair not in directions:
            directions[pair] = draft.paper.boolean()
            if pair in fixed:
                draft.paper.either([directions[pair]])
            elif (pair[1], pair[0]) in fixed:
                draft.paper.either([negate(directions[pair])])
        allowed = directions[pair] if start < end else negate(directions[pair])
        draft.paper.either([negate(literal), allowed])


RULES: tuple[Callable[[Draft], None], ...] = (
    one_team_one_role,
    one_team_a_unit,
    bars,
    apart,
    team_maximums,
    same_home_unit,
    home_unit_total,
    lend,
    mutual,
)
