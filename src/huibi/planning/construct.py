"""A first whole roster where the problem is too large for one model: counties, then units, then people."""

from collections import Counter
from collections.abc import Callable, Iterator

from huibi.planning.board import ALL_ROLES, ROLES, WITHOUT_LIMIT, Board, State
from huibi.planning.engine import Engine
from huibi.planning.goals import GOALS
from huibi.planning.improve import Aim, reopen
from huibi.planning.neighbourhoods import Neighbourhoods
from huibi.planning.paper import Paper, Sum, negate
from huibi.planning.requirements import require
from huibi.planning.variables import Draft, Scope

_TEAMS_AT_ONCE = 5
_UNITS_LIMIT = 8.0
# Against scarcity, which is at most 1000 but where most of the pool is barred: that costs a whole team.
Scarcity = Callable[[int, int], int]
_FAR, _PINNED = 30, 20
_UNASSIGNED, _SHORTFALL, _HOPELESS = 10**6, 10**4, 10**5
_PEOPLE_LIMIT = 3.0


def place_units(board: Board, engine: Engine, state: State) -> State:
    """Return the state with as many units placed as the counties' rules and the teams' maximums allow."""
    scarcity = _scarcity(board)
    options = _by_flow(board, engine, state, scarcity)
    units = {unit: teams for unit, teams in enumerate(options) if teams}
    draft = Draft(board, Scope(tuple(range(len(board.teams))), {}, units, state))
    require(draft)
    total = Sum()
    total.add_sum(GOALS["unassigned"](draft), _UNASSIGNED)
    total.add_sum(GOALS["shortfall"](draft), _SHORTFALL)
    for (unit, team), literal in draft.inspects.items():
        total.add(literal, scarcity(unit, team))
    draft.paper.minimise(total)
    outcome = engine.solve(draft.paper, engine.budget.grant(_UNITS_LIMIT), light=True)
    engine.budget.spend(outcome.spent)
    return state if outcome.values is None else draft.read(outcome.values)


def _scarcity(board: Board) -> Scarcity:
    """Return how hard it is to find people of a team for a unit: of the scarcest role, how many in 1000 are lost.

    Whoever is barred counts whole, whoever is acquainted with the unit at half. The way there counts a little.
    """
    pinned: dict[int, list[int]] = {}
    for person in sorted(board.pinned_people):
        for team in board.options[person]:
            pinned.setdefault(team, []).append(person)
    farthest = max((way for row in board.ways for way in row), default=0) + 1
    pools: dict[int, list[set[int]]] = {}
    for team in range(len(board.teams)):
        needed = [role for role in range(len(ROLES)) if board.role_bounds(team, role)[0]]
        groups = [{p for p, roles in enumerate(board.options) if role in roles.get(team, ())} for role in needed]
        everybody = {p for p, options in enumerate(board.options) if team in options}
        pools[team] = [group for group in (everybody, *groups) if group]

    def scarcity(unit: int, team: int) -> int:
        refused = {person for person, roles in board.barred[unit].items() if roles == ALL_ROLES}
        known = board.risk[unit].keys() - refused
        if any(2 * len(group & refused) > len(group) for group in pools[team]):
            return _HOPELESS
        way = _FAR * board.ways[team][unit] // farthest
        known_pins = sum(board.risk[unit].get(person, 0) for person in pinned.get(team, ()))
        lost = ((2 * len(group & refused) + len(group & known)) * 500 // len(group) for group in pools[team])
        return max(lost, default=0) + _PINNED * known_pins + way

    return scarcity


def _by_flow(board: Board, engine: Engine, state: State, scarcity: Scarcity) -> list[tuple[int, ...]]:
    """Return the teams for each unit that a flow between counties leaves: one direction for each pair of them.

    Where counties may not inspect each other, placing units one by one gets stuck; how many of its units each county
    gives to which is a small problem.
    """
    if board.problem.counties.mutual != "forbid":
        return board.unit_options
    gives = _ways(board)
    if not gives:
        return board.unit_options
    fixed = {(board.teams[t].county, board.units[u].county) for u, t in enumerate(state.unit_team) if t >= 0}
    paper, flows, goes = Paper(), {}, {}
    for way, most in sorted(gives.items()):
        flows[way] = paper.integer(0, most)
        goes[way] = paper.boolean()
        paper.bound([flows[way], goes[way]], [1, -most], (-(10**9), 0))
        if way in fixed:
            paper.either([goes[way]])
    for (start, end), literal in goes.items():
        if start < end and (end, start) in goes:
            paper.either([negate(literal), negate(goes[end, start])])
    _capacities(board, paper, flows)
    prices = _prices(board, scarcity)
    total = Sum()
    for way, variable in flows.items():
        total.add(variable, prices[way] - _UNASSIGNED)
    paper.minimise(total)
    outcome = engine.solve(paper, engine.budget.grant(_UNITS_LIMIT), light=True)
    engine.budget.spend(outcome.spent)
    if outcome.values is None:
        return board.unit_options
    used = {way for way, variable in flows.items() if outcome.values[variable]}
    return [_left(board, unit, teams, used) for unit, teams in enumerate(board.unit_options)]


def _prices(board: Board, scarcity: Scarcity) -> dict[tuple[str, str], int]:
    """Return the mean scarcity of each way from a county to another."""
    found: dict[tuple[str, str], list[int]] = {}
    for unit, teams in enumerate(board.unit_options):
        end = board.units[unit].county
        for start, team in {board.teams[team].county: team for team in teams}.items():
            if start is not None and end is not None:
                found.setdefault((start, end), []).append(scarcity(unit, team))
    return {way: sum(prices) // len(prices) for way, prices in found.items()}


def _ways(board: Board) -> dict[tuple[str, str], int]:
    """Return for each pair of different counties how many units the first could take from the second."""
    gives: dict[tuple[str, str], int] = {}
    for unit, teams in enumerate(board.unit_options):
        for start in {board.teams[team].county for team in teams}:
            end = board.units[unit].county
            if start is not None and end is not None and start != end:
                gives[start, end] = gives.get((start, end), 0) + 1
    return gives


def _capacities(board: Board, paper: Paper, flows: dict[tuple[str, str], int]) -> None:
    """Hold what a county takes below what its teams can, and what it gives at what it has."""
    room: Counter[str] = Counter()
    for team, entry in enumerate(board.teams):
        if entry.county is not None:
            most = board.team_bounds(team)["units"][1]
            room[entry.county] += len(board.units) if most >= WITHOUT_LIMIT else most
    has = Counter(unit.county for unit in board.units)
    for side, limits in ((0, room), (1, has)):
        for county in sorted({way[side] for way in flows}):
            variables = [variable for way, variable in flows.items() if way[side] == county]
            paper.bound(variables, [1] * len(variables), (0, limits[county]))


def _left(board: Board, unit: int, teams: tuple[int, ...], used: set[tuple[str, str]]) -> tuple[int, ...]:
    """Return the teams whose way to the unit is not against a way that the flow uses."""
    end = board.units[unit].county
    return tuple(team for team in teams if (end, board.teams[team].county) not in used)


def seat_people(board: Board, engine: Engine, near: Neighbourhoods, state: State) -> Iterator[State]:
    """Yield states with people in ever more teams, a few teams at a time, those with the smallest pools first."""
    for group in _by_pool(board):
        if engine.over():
            return
        limit = engine.budget.grant(_PEOPLE_LIMIT)
        found = reopen(board, engine, near.people_of(state, group), Aim(0, filling=True), limit)
        engine.budget.spend(found.spent)
        if found.state is not None:
            state = found.state
            yield state


def _by_pool(board: Board) -> Iterator[list[int]]:
    """Yield groups of teams that draw on the same people, the smallest pools first."""
    pools: dict[tuple[int, ...], list[int]] = {}
    for team in range(len(board.teams)):
        pool = tuple(person for person, options in enumerate(board.options) if team in options)
        pools.setdefault(pool, []).append(team)
    for pool in sorted(pools, key=lambda pool: (len(pool), pools[pool])):
        teams = pools[pool]
        for start in range(0, len(teams), _TEAMS_AT_ONCE):
            yield teams[start : start + _TEAMS_AT_ONCE]
