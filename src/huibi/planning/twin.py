"""The annealer in Python: move by move what the compiled one does (kernel/anneal.c), for places without a compiler."""

from array import array

from huibi.planning.twin_desk import BREAKS, FREE, RISK_MAX, RISK_PEAK, SPREAD, TERMS, Desk, Told
from huibi.planning.twin_moves import Moves

_SEED, _MOVES, _PEAK, _ENTRY, _MIX = range(5)
_WEIGHTS = _MIX + 8
_HEATS = _WEIGHTS + TERMS
_HEAT_STEPS, _LOG_STEPS = 64, 1024
_LOGS = _HEATS + _HEAT_STEPS
_STOP_EVERY, _HOPELESS = 512, 7
_ALL = (1 << 64) - 1
_MULTIPLIER, _OFFSET = 2654435769, 88172645463325252


class _Best:
    """The best legal roster come by, and its values level by level."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.state: tuple[list[int], list[int], list[int]] | None = None
        self._values: list[int] = []

    def offer(self) -> None:
        """Keep what lies on the desk if it is better."""
        if self._desk.term[BREAKS]:
            return
        values = [self._level(level) for level in range(self._desk.n["levels"])]
        if self.state is None or values < self._values:
            desk = self._desk
            self.state, self._values = (desk.team_of.copy(), desk.role_of.copy(), desk.unit_team.copy()), values

    def _level(self, level: int) -> int:
        desk = self._desk
        return sum(
            weight * largest(desk, term)
            for term, weight in zip(
                desk.row("level_start", "level_term", level),
                desk.row("level_start", "level_weight", level),
                strict=True,
            )
        )


def largest(desk: Desk, term: int) -> int:
    """Return the value of a term, the two largest as what they are and not above a threshold."""
    if term == RISK_PEAK:
        return max(desk.risk, default=0)
    if term == RISK_MAX:
        inspected = ((unit, team) for unit, team in enumerate(desk.unit_team) if team != FREE)
        paid = (desk.s["entry_risk"][desk.entry(p, unit)] for unit, team in inspected for p in desk.members[team])
        return max(paid, default=0)
    return desk.term[term]


def anneal(
    tape: "array[int]", state: "array[int]", told: "array[int]", found: "array[int]", stop: "array[int]"
) -> None:
    """Anneal from `state` and leave the best legal roster there; `found` says whether there is one, and the moves."""
    desk = Desk(tape, state, Told(told[_PEAK], told[_ENTRY], told[_WEIGHTS:_HEATS]))
    best = _Best(desk)
    desk.random = (told[_SEED] * _MULTIPLIER + _OFFSET) & _ALL
    best.offer()
    found[1] = _run(desk, told, best, stop)
    found[0] = int(best.state is not None)
    if best.state is not None:
        team_of, role_of, unit_team = best.state
        state[:] = array("i", [*team_of, *role_of, *unit_team])


def _run(desk: Desk, told: "array[int]", best: _Best, stop: "array[int]") -> int:
    moves, made = told[_MOVES], Moves(desk, told[_MIX:_WEIGHTS])
    now = desk.energy()
    for step in range(moves):
        if step % _STOP_EVERY == 0 and stop[0]:
            return step
        heat = told[_HEATS + step * _HEAT_STEPS // moves]
        desk.hopeless = _HOPELESS * heat
        spread = desk.term[SPREAD]
        if not made.make():
            continue
        after = desk.energy()
        if (after - now) * _LOG_STEPS > heat * told[_LOGS + (_mixed(desk) >> 40) % _LOG_STEPS]:
            desk.take_back(0)
            desk.term[SPREAD], desk.loads_changed = spread, False
            continue
        now = after
        best.offer()
    return moves


def _mixed(desk: Desk) -> int:
    x = desk.random
    x = (x ^ (x << 13)) & _ALL
    x ^= x >> 7
    desk.random = (x ^ (x << 17)) & _ALL
    return desk.random
