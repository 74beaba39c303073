"""What a state costs, for the solver's own use between models (the check counts again, in its own way)."""

from collections import Counter

from huibi.planning.board import LEFT_UNIT, NO_TEAM, OTHER_ROLE, ROLES, Board, State

Members = list[list[int]]


def terms(board: Board, state: State) -> dict[str, int]:
    """Return every term of a state."""
    people: Members = [[] for _ in board.teams]
    units: Members = [[] for _ in board.teams]
    for person, team in enumerate(state.team_of):
        if team != NO_TEAM:
            people[team].append(person)
    for unit, team in enumerate(state.unit_team):
        if team != NO_TEAM:
            units[team].append(unit)
    risks = unit_risks(board, state)
    loads = [sum(board.units[unit].workload for unit in group) for group in units]
    pairs = [(unit, person) for team, group in enumerate(units) for unit in group for person in people[team]]
    return {
        "unassigned": sum(team == NO_TEAM for team in state.unit_team),
        "shortfall": _shortfall(board, state, people, units),
        "change": _change(board, state),
        "should": sum(board.should[unit].get(person, 0) for unit, person in pairs),
        "risk_max": max((board.risk[unit].get(person, 0) for unit, person in pairs), default=0),
        "risk_peak": max(risks, default=0),
        "risk": sum(risks),
        "travel": sum(board.ways[team][unit] for team, group in enumerate(units) for unit in group),
        "together": sum(
            price for (a, b), price in board.together.items() if state.team_of[a] == state.team_of[b] != NO_TEAM
        ),
        "burden": sum(board.people[person].served for group in people for person in group),
        "spread": max(loads, default=0) - min(loads, default=0),
    }


def unit_risks(board: Board, state: State) -> list[int]:
    """Return the acquaintance index that each unit pays, 0 where nobody inspects it."""
    people: Members = [[] for _ in board.teams]
    for person, team in enumerate(state.team_of):
        if team != NO_TEAM:
            people[team].append(person)
    return [
        0 if team == NO_TEAM else sum(board.risk[unit].get(person, 0) for person in people[team])
        for unit, team in enumerate(state.unit_team)
    ]


def _shortfall(board: Board, state: State, people: Members, units: Members) -> int:
    weights = board.problem.shortfall_weights
    missing: Counter[str] = Counter()
    for team, entry in enumerate(board.teams):
        if entry.may_idle and not units[team]:
            continue
        limits = board.team_bounds(team)
        have = {
            "size": len(people[team]),
            "full_time": sum(board.people[person].full_time for person in people[team]),
            "units": len(units[team]),
            "workload": sum(board.units[unit].workload for unit in units[team]),
        }
        for kind, count in have.items():
            missing[kind] += max(0, limits[kind][0] - count)
        roles = Counter(state.role_of[person] for person in people[team])
        for number, role in enumerate(ROLES):
            missing[role] += max(0, board.role_bounds(team, number)[0] - roles[number])
        held = Counter(name for person in people[team] for name in set(board.people[person].specialities))
        for speciality, least in entry.specialities.items():
            missing["speciality"] += max(0, least - held[speciality])
        for unit in units[team]:
            missing["unit_speciality"] += sum(not held[name] for name in set(board.units[unit].specialities))
    paid = sum(weights.get(kind, 1) * count for kind, count in missing.items())
    for county, (least, _) in board.problem.counties.lend.items():
        used = sum(state.team_of[person] != NO_TEAM for person in board.lenders[county])
        paid += max(0, least - used)
    return paid


def _change(board: Board, state: State) -> int:
    paid = board.gone_price
    for kept in board.kept:
        if state.team_of[kept.person] != kept.team:
            paid += kept.price
        elif state.role_of[kept.person] != kept.role:
            paid += OTHER_ROLE
    return paid + sum(LEFT_UNIT for unit, team in board.kept_units if state.unit_team[unit] != team)


def vector(board: Board, state: State) -> tuple[int, ...]:
    """Return the value of each level of the objective."""
    found = terms(board, state)
    return tuple(sum(weight * found[term] for term, weight in level.items()) for level in board.problem.objective)
