"""The terms as sums over the variables of a draft: one function a term, each the whole value of the roster."""

from collections.abc import Callable

from huibi.planning.board import LEFT_UNIT, NO_TEAM, OTHER_ROLE
from huibi.planning.lacking import shortfall
from huibi.planning.paper import Literal, Sum, negate
from huibi.planning.variables import Draft, UnitSums


def level_sum(draft: Draft, level: dict[str, int]) -> Sum:
    """Return the weighted sum of a level's terms."""
    total = Sum()
    for term, weight in level.items():
        total.add_sum(GOALS[term](draft), weight)
    return total


def unassigned(draft: Draft) -> Sum:
    """Return how many units no team inspects."""
    total = Sum(constant=len(draft.board.units) - len(draft.still_units))
    total.cap = total.constant
    for literal in draft.inspects.values():
        total.add(literal, -1)
    return total


def change(draft: Draft) -> Sum:
    """Return what differs from `previous`."""
    board, state = draft.board, draft.scope.state
    total = Sum()
    total.add_constant(board.gone_price)
    for kept in board.kept:
        here = (kept.person, kept.team)
        if here in draft.serves:
            held = draft.roles[here].get(kept.role)
            total.add_constant(kept.price)
            total.add(draft.serves[here], OTHER_ROLE - kept.price)
            if held is not None:
                total.add(held, -OTHER_ROLE)
        elif kept.person in draft.scope.people or state.team_of[kept.person] != kept.team:
            total.add_constant(kept.price)
        elif state.role_of[kept.person] != kept.role:
            total.add_constant(OTHER_ROLE)
    for unit, team in board.kept_units:
        if (unit, team) in draft.inspects:
            total.add_constant(LEFT_UNIT)
            total.add(draft.inspects[unit, team], -LEFT_UNIT)
        elif unit in draft.scope.units or state.unit_team[unit] != team:
            total.add_constant(LEFT_UNIT)
    return total


def _unit_sums(draft: Draft, prices: list[dict[int, int]]) -> UnitSums:
    """Return what each open unit pays as (variable, cap), and what each unit outside the scope pays."""
    members = draft.members
    still = [sum(prices[unit].get(person, 0) for person in members.get(team, ())) for unit, team in draft.still_units]
    found = []
    for unit, teams in draft.scope.units.items():
        paid = {}
        for team in teams:
            here = [(literal, prices[unit][p]) for p, literal in draft.team_people[team] if p in prices[unit]]
            fixed = sum(prices[unit].get(person, 0) for person in draft.seated[team])
            if here or fixed:
                paid[team] = (here, fixed)
        if not paid:
            continue
        cap = max(_largest(draft, team, here) + fixed for team, (here, fixed) in paid.items())
        variable = draft.paper.integer(0, cap)
        for team, (here, fixed) in paid.items():
            literals, factors = [literal for literal, _ in here], [-price for _, price in here]
            limits = (fixed, 10**15)
            draft.paper.bound([variable, *literals], [1, *factors], limits, given=(draft.inspects[unit, team],))
        found.append((variable, cap))
    return found, still


def _largest(draft: Draft, team: int, here: list[tuple[Literal, int]]) -> int:
    """Return the most that one team can pay at a unit: as many people as it may have, the dearest first."""
    most = draft.board.teams[team].size[1]
    return sum(sorted((price for _, price in here), reverse=True)[:most])


def should(draft: Draft) -> Sum:
    """Return what is paid for people who should rather not."""
    paid, still = _unit_sums(draft, draft.board.should)
    return _added(paid, still)


def risk(draft: Draft) -> Sum:
    """Return the acquaintance index over all units."""
    return _added(*_risks(draft))


def _risks(draft: Draft) -> UnitSums:
    if draft.risks is None:
        draft.risks = _unit_sums(draft, draft.board.risk)
    return draft.risks


def _added(paid: list[tuple[int, int]], still: list[int]) -> Sum:
    total = Sum()
    total.add_constant(sum(still))
    for variable, cap in paid:
        total.add(variable, most=cap)
    return total


def risk_peak(draft: Draft) -> Sum:
    """Return the largest acquaintance index over one unit."""
    paid, still = _risks(draft)
    return _maximum(draft, paid, max(still, default=0))


def _maximum(draft: Draft, paid: list[tuple[int, int]], least: int) -> Sum:
    cap = max([least, *(most for _, most in paid)])
    peak = draft.paper.integer(least, cap)
    for variable, most in paid:
        if most > least:
            draft.paper.bound([peak, variable], [1, -1], (0, 10**15))
    total = Sum()
    total.add(peak, most=cap)
    return total


def risk_max(draft: Draft) -> Sum:
    """Return the largest single entry that is paid."""
    prices, members = draft.board.risk, draft.members
    least = max((prices[u].get(p, 0) for u, team in draft.still_units for p in members.get(team, ())), default=0)
    cap = max([least, *(price for unit in draft.scope.units for price in prices[unit].values())])
    largest = draft.paper.integer(least, cap)
    for (unit, team), literal in draft.inspects.items():
        fixed = max((prices[unit].get(person, 0) for person in draft.seated[team]), default=0)
        draft.paper.bound([largest], [1], (fixed, cap), given=(literal,))
        for person, serves in draft.team_people[team]:
            if (price := prices[unit].get(person, 0)) > least:
                draft.paper.bound([largest], [1], (price, cap), given=(literal, serves))
    total = Sum()
    total.add(largest, most=cap)
    return total


def travel(draft: Draft) -> Sum:
    """Return ways times workloads."""
    total = Sum()
    total.add_constant(sum(draft.board.ways[team][unit] for unit, team in draft.still_units))
    for (unit, team), literal in draft.inspects.items():
        if price := draft.board.ways[team][unit]:
            total.add(literal, price)
    return total


def together(draft: Draft) -> Sum:
    """Return what is paid for pairs that are in one team."""
    total = Sum()
    team_of = draft.scope.state.team_of
    for (one, other), price in draft.board.together.items():
        if one not in draft.scope.people and other not in draft.scope.people:
            if team_of[one] == team_of[other] != NO_TEAM:
                total.add_constant(price)
            continue
        shared = [team for team in draft.scope.people.get(one, ()) if (other, team) in draft.serves]
        if shared:
            both = draft.paper.boolean()
            for team in shared:
                draft.paper.either([both, negate(draft.serves[one, team]), negate(draft.serves[other, team])])
            total.add(both, price)
    return total


def burden(draft: Draft) -> Sum:
    """Return the rounds served lately by the people used."""
    people = draft.board.people
    total = Sum()
    total.add_constant(sum(people[person].served for person, _ in draft.still_people))
    for (person, _), literal in draft.serves.items():
        if served := people[person].served:
            total.add(literal, served)
    return total


def spread(draft: Draft) -> Sum:
    """Return the largest less the smallest workload of a team."""
    board = draft.board
    loads = [0] * len(board.teams)
    for unit, team in draft.still_units:
        loads[team] += board.units[unit].workload
    still = [loads[team] for team in range(len(loads)) if team not in draft.team_units]
    cap = max([sum(unit.workload for unit in board.units), *still])
    most, least = draft.paper.integer(0, cap), draft.paper.integer(0, cap)
    for load in still:
        draft.paper.bound([most], [1], (load, cap))
        draft.paper.bound([least], [1], (0, load))
    for units in draft.team_units.values():
        literals = [literal for _, literal in units]
        factors = [board.units[unit].workload for unit, _ in units]
        draft.paper.bound([most, *literals], [1, *(-f for f in factors)], (0, 10**15))
        draft.paper.bound([least, *literals], [-1, *factors], (0, 10**15))
    total = Sum()
    total.add(most, most=cap)
    total.add(least, -1)
    return total


GOALS: dict[str, Callable[[Draft], Sum]] = {
    goal.__name__: goal
    for goal in (unassigned, shortfall, change, should, risk_max, risk_peak, risk, travel, together, burden, spread)
}
