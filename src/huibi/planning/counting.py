"""What the people alone can fill, whatever units their teams inspect: a proven least shortfall for large problems."""

from huibi.planning.board import NO_TEAM, Board, State
from huibi.planning.engine import Engine
from huibi.planning.lacking import minimums, shortfall_weight
from huibi.planning.paper import Sum
from huibi.planning.requirements import require
from huibi.planning.variables import Draft, Scope

_LIMIT = 1.0
_OF_UNITS = ("units", "workload")


def count_people(board: Board, engine: Engine, state: State) -> int:
    """Return a lower bound of the shortfall, weighted: demand of teams against supply of each separate pool.

    Bars, units and what units ask for are left out, and teams that may idle; only pools in which the state lacks
    something are looked at.
    """
    nobody = State((NO_TEAM,) * len(board.people), (0,) * len(board.people), (NO_TEAM,) * len(board.units))
    least = 0
    for teams in _separate(board):
        people = {
            person: tuple(team for team in options if team in teams)
            for person, options in enumerate(board.options)
            if teams & options.keys()
        }
        draft = Draft(board, Scope(tuple(sorted(teams)), people, {}, nobody))
        if _lacks(state, draft):
            require(draft)
            draft.paper.minimise(_asked(draft))
            outcome = engine.solve(draft.paper, engine.budget.grant(_LIMIT), light=True)
            engine.budget.spend(outcome.spent)
            least += max(0, outcome.bound or 0)
    return least


def _separate(board: Board) -> list[set[int]]:
    """Return sets of teams that share no person with one another."""
    sets: list[set[int]] = []
    for options in board.options:
        if options:
            touched = [teams for teams in sets if teams & options.keys()]
            sets = [teams for teams in sets if teams not in touched]
            sets.append(set(options).union(*touched))
    return sets


def _asked(draft: Draft) -> Sum:
    total = Sum()
    for team in draft.scope.teams:
        if draft.board.teams[team].may_idle:
            continue
        for kind, least, literals, factors in minimums(draft, team):
            if least > 0 and kind not in _OF_UNITS:
                missing = draft.paper.integer(0, least)
                draft.paper.bound([*literals, missing], [*factors, 1], (least, 10**12))
                total.add(missing, shortfall_weight(draft, kind), most=least)
    return total


def _lacks(state: State, draft: Draft) -> bool:
    """Whether some team of the draft lacks people as the state is now."""
    for team in draft.scope.teams:
        people = [person for person, where in enumerate(state.team_of) if where == team]
        literals = {draft.serves[person, team] for person in people if (person, team) in draft.serves}
        literals |= {draft.roles[p, team][state.role_of[p]] for p in people if (p, team) in draft.roles}
        for kind, least, asked, _ in minimums(draft, team):
            if kind not in _OF_UNITS and len(literals & set(asked)) < least:
                return True
    return False
