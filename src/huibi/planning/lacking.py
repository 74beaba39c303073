"""The shortfall as a sum over the variables of a draft: what is missing to every minimum."""

from collections.abc import Iterator

from huibi.planning.board import ROLES
from huibi.planning.paper import Literal, Sum, negate
from huibi.planning.variables import Draft


def shortfall(draft: Draft) -> Sum:
    """Return what is missing to the minimums of teams, of units' specialities and of lending."""
    total = Sum()
    for team in range(len(draft.board.teams)):
        if team in draft.team_people:
            _open_team(draft, team, total)
        else:
            total.add_constant(_still_team(draft, team))
    _lending(draft, total)
    return total


def shortfall_weight(draft: Draft, kind: str) -> int:
    """Return what one missing of a kind counts."""
    return draft.board.problem.shortfall_weights.get(kind, 1)


def minimums(draft: Draft, team: int) -> Iterator[tuple[str, int, list[Literal], list[int]]]:
    """Yield kind, what is still missing, literals and factors of each minimum of an open team."""
    board, people, units, seated = draft.board, draft.team_people[team], draft.team_units[team], draft.seated[team]
    limits, role_of = board.team_bounds(team), draft.scope.state.role_of
    yield "size", limits["size"][0] - len(seated), [literal for _, literal in people], [1] * len(people)
    full_time = [literal for person, literal in people if board.people[person].full_time]
    have = sum(board.people[person].full_time for person in seated)
    yield "full_time", limits["full_time"][0] - have, full_time, [1] * len(full_time)
    for number, role in enumerate(ROLES):
        held = [draft.roles[p, team][number] for p, _ in people if number in draft.roles[p, team]]
        have = sum(role_of[person] == number for person in seated)
        yield role, board.role_bounds(team, number)[0] - have, held, [1] * len(held)
    for speciality, least in board.teams[team].specialities.items():
        having = _having(draft, team, speciality)
        yield "speciality", least - _seated_having(draft, team, speciality), having, [1] * len(having)
    yield "units", limits["units"][0], [literal for _, literal in units], [1] * len(units)
    loads = [board.units[unit].workload for unit, _ in units]
    yield "workload", limits["workload"][0], [literal for _, literal in units], loads


def _having(draft: Draft, team: int, speciality: str) -> list[Literal]:
    people = draft.board.specialists.get(speciality, [])
    return [draft.serves[person, team] for person in people if (person, team) in draft.serves]


def _seated_having(draft: Draft, team: int, speciality: str) -> int:
    return sum(speciality in draft.board.people[person].specialities for person in draft.seated[team])


def _open_team(draft: Draft, team: int, total: Sum) -> None:
    given: tuple[Literal, ...] = ()
    if draft.board.teams[team].may_idle:
        active = draft.paper.boolean()
        for _, literal in draft.team_units[team]:
            draft.paper.either([negate(literal), active])
        given = (active,)
    for kind, least, literals, factors in minimums(draft, team):
        if least > 0:
            missing = draft.paper.integer(0, least)
            draft.paper.bound([*literals, missing], [*factors, 1], (least, 10**12), given=given)
            total.add(missing, shortfall_weight(draft, kind), most=least)
    _unit_specialities(draft, team, total)


def _unit_specialities(draft: Draft, team: int, total: Sum) -> None:
    has: dict[str, Literal] = {}
    for unit, literal in draft.team_units[team]:
        for speciality in dict.fromkeys(draft.board.units[unit].specialities):
            if _seated_having(draft, team, speciality):
                continue
            if speciality not in has:
                has[speciality] = draft.paper.boolean()
                draft.paper.either([negate(has[speciality]), *_having(draft, team, speciality)])
            missing = draft.paper.boolean()
            draft.paper.either([negate(literal), has[speciality], missing])
            total.add(missing, shortfall_weight(draft, "unit_speciality"))


def _still_team(draft: Draft, team: int) -> int:
    """Return what a team outside the scope lacks."""
    board = draft.board
    people, units = draft.members.get(team, []), draft.inspected.get(team, [])
    if board.teams[team].may_idle and not units:
        return 0
    limits = board.team_bounds(team)
    roles = [draft.scope.state.role_of[person] for person in people]
    counts = [
        ("size", limits["size"][0], len(people)),
        ("full_time", limits["full_time"][0], sum(board.people[person].full_time for person in people)),
        *((role, board.role_bounds(team, number)[0], roles.count(number)) for number, role in enumerate(ROLES)),
        ("units", limits["units"][0], len(units)),
        ("workload", limits["workload"][0], sum(board.units[unit].workload for unit in units)),
    ]
    held = [set(board.people[person].specialities) for person in people]
    for speciality, least in board.teams[team].specialities.items():
        counts.append(("speciality", least, sum(speciality in having for having in held)))
    for unit in units:
        asked = dict.fromkeys(board.units[unit].specialities)
        counts.extend(("unit_speciality", 1, sum(name in having for having in held)) for name in asked)
    return sum(shortfall_weight(draft, kind) * max(0, least - have) for kind, least, have in counts)


def _lending(draft: Draft, total: Sum) -> None:
    still = {person for person, _ in draft.still_people}
    for county, (least, _) in draft.board.problem.counties.lend.items():
        group = draft.board.lenders[county]
        left = least - sum(person in still for person in group)
        if left > 0:
            literals = [draft.serves[p, team] for p in group for team in draft.scope.people.get(p, ())]
            missing = draft.paper.integer(0, left)
            draft.paper.bound([*literals, missing], [1] * (len(literals) + 1), (left, 10**12))
            total.add(missing, most=left)
