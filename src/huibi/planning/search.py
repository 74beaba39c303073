"""The search itself, as it runs in the child: from the pins alone to the best roster that the time allows."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from huibi.planning.alternatives import another
from huibi.planning.board import Board, State
from huibi.planning.construct import place_units, seat_people
from huibi.planning.engine import Engine, Outcome
from huibi.planning.goals import level_sum
from huibi.planning.improve import Aim, key
from huibi.planning.mend import mend
from huibi.planning.patience import Patience
from huibi.planning.proofs import Proofs
from huibi.planning.reached import Level, Reached, plain
from huibi.planning.requirements import require
from huibi.planning.rounds import Rounds
from huibi.planning.runs import Runs
from huibi.planning.score import terms, vector
from huibi.planning.start import first_states
from huibi.planning.variables import Draft, whole

_QUICK = 1.5  # deterministic time for one level of the whole model, the first time round
_LARGEST_WHOLE = 6000  # (person, team) pairs up to which one model holds the whole problem
_FLOORS = 8.0  # deterministic time for bounds from without
_MOSAIC = 6.0  # and for rosters put together from their crews
_MEANWHILE = 0.3  # of such a limit: what annealing does on another thread in the time that it commonly takes
_PROOF = 6.0  # deterministic time for a level that was not proven at once; doubles each time
_RUNS_TO_PLACE = 2  # rounds of annealing until units that nobody inspects are placed by a model
_MOST_PLACES = 30_000  # (unit, team) pairs of such a model
_OPENING = 1.5  # deterministic time for opening parts between runs
_FILLING = {"unassigned", "shortfall"}
_SMOOTH_UNTIL = 0.25  # of the budget: from then on the values alone count
Tell = Callable[[dict[str, Any]], None]
_Found = TypeVar("_Found")


class Search:
    """One search: the best state so far, its values, the bounds proven, and whom to tell."""

    def __init__(self, board: Board, engine: Engine, tell: Tell, start: State | None = None) -> None:
        self.board, self.engine, self._tell = board, engine, tell
        begun = [start] if start is not None else []
        first = first_states(board)
        self.reached = Reached(board, min([*first, *begun], key=lambda state: vector(board, state)))
        self.rounds = Rounds(board, engine)
        self._runs = Runs(board, engine, first[0])
        self._budget = engine.budget.left
        self._patience = Patience(board)
        self._proofs = Proofs(board, engine)
        self._report(0)

    def run(self) -> None:
        """Prove level after level where one model holds the problem; improve part by part for the rest of the time."""
        with self.engine.on_time():
            self._search()
        self._report(len(self.levels) - 1)

    def _search(self) -> None:
        if self._runs.useful:
            for state in self._runs.first(self.best):
                self.offer(state, self.first_open)
        if self._one_model:
            self._in_turn()
            self._prove_and_improve()
        else:
            self._build()
            self._improve(self.engine.budget.left)

    def alternatives(self, count: int, seconds: float, distance: int) -> None:
        """Find further rosters, so far apart at least, each in its own time, and tell them one by one."""
        known = [self.best]
        for _ in range(count):
            self.engine.budget.extend(seconds)
            found = another(
                self.board, self.engine, self.rounds.near, known, part=not self._one_model, distance=distance
            )
            if found is None:
                return
            known.append(found)
            self._tell({"another": plain(found), "values": vector(self.board, found)})

    @property
    def _one_model(self) -> bool:
        return sum(map(len, self.board.options)) <= _LARGEST_WHOLE

    @property
    def best(self) -> State:
        """The best legal state so far."""
        return self.reached.best

    @property
    def values(self) -> tuple[int, ...]:
        """The values of the best state, level by level."""
        return self.reached.values

    @property
    def levels(self) -> list[Level]:
        """What is known of each level."""
        return self.reached.levels

    @property
    def first_open(self) -> int:
        """The first level whose value is not proven."""
        return self.reached.first_open

    def _in_turn(self) -> None:
        """Solve the levels in turn, the earlier ones held, until one is not proven soon."""
        draft = Draft(self.board, whole(self.board, self.best))
        require(draft)
        for index, level in enumerate(self.levels):
            total = level_sum(draft, level.terms)
            if level.bound != self.values[index]:
                begun = self.engine.budget.elapsed
                draft.paper.minimise(total)
                held, limit = self.values[:index], self.engine.budget.grant(_QUICK)
                self._take(draft, index, self._solve_level(draft, index, limit, aloud=True), held)
                level.seconds += self.engine.budget.elapsed - begun
                self._report(index)
            if self.first_open <= index or self.engine.over():
                return
            draft.paper.at_most(total, self.values[index])

    def _solve_level(self, draft: Draft, index: int, limit: float, *, aloud: bool) -> Outcome:
        """Search for the level that is the draft's objective; `aloud` tells what is found meanwhile."""
        held = self.values[:index]
        draft.paper.hint(draft.decisions(self.best))
        return self.engine.solve(
            draft.paper,
            limit,
            on_solution=(lambda values: self.offer(draft.read(values), index)) if aloud else None,
            on_bound=(lambda bound: self._raise_bound(index, bound, held)) if aloud else None,
            count=draft.size,
        )

    def _take(self, draft: Draft, index: int, outcome: Outcome, held: tuple[int, ...]) -> None:
        """Take what a call found and proved with the levels before at most at the values `held`."""
        self.engine.budget.spend(outcome.spent)
        if outcome.values is not None:
            self.offer(draft.read(outcome.values), index)
        if outcome.bound is not None:
            self._raise_bound(index, outcome.bound, held)

    def _prove_and_improve(self) -> None:
        """Take turns: neighbourhoods for a while, then the whole model beside them, until all is proven."""
        proof, turn = _PROOF, 0
        while not self.engine.over() and self.first_open < len(self.levels):
            level, turn = self.first_open, turn + 1
            if turn % 2 == 0 and self._proofs.more() and self._runs.useful:
                self._mosaic_beside()
            elif self._proofs.waiting(self.values, level):
                self._floors_beside()
            else:
                self._improve(proof * 2)
                if self.engine.over():
                    return
                self._prove_beside(proof)
                proof *= 2
            if self.first_open > level:
                self._in_turn()
                proof = _PROOF

    def _prove_beside(self, limit: float) -> None:
        """Run the whole model on one thread and neighbourhoods on the others; neither hears of the other meanwhile."""
        index, held = self.first_open, self.values[: self.first_open]
        draft = Draft(self.board, whole(self.board, self.best))
        require(draft)
        for before in range(index):
            draft.paper.at_most(level_sum(draft, self.levels[before].terms), self.values[before])
        draft.paper.minimise(level_sum(draft, self.levels[index].terms))
        limit = self.engine.budget.grant(limit)
        with ThreadPoolExecutor(1) as thread:
            proof: Future[Outcome] = thread.submit(self._solve_level, draft, index, limit, aloud=False)
            if self.engine.workers > 1:
                self._improve(limit, threads=self.engine.workers - 1)
            self._take(draft, index, proof.result(), held)

    def _count_people(self) -> None:
        """Bound the shortfall by what the people alone can fill."""
        index = next((i for i, level in enumerate(self.levels) if "shortfall" in level.terms), None)
        if index is None or self.levels[index].bound == self.values[index] or self.engine.over():
            return
        held, rounds = self.values[:index], 0
        with ThreadPoolExecutor(1) as thread:
            job = thread.submit(self._proofs.count, index, self.best)
            while self._runs.useful and not job.done() and not (rounds and self.engine.budget.official):
                rounds += self._anneal(self.engine.workers) > 0
            self._raise_bound(index, job.result(), held)

    def _floors_beside(self) -> None:
        """Bound an open level from without, and improve beside."""
        values, bounds = self.values, [level.bound for level in self.levels]
        proofs = self._beside(_FLOORS, lambda limit: self._proofs.floors(values, bounds, limit))
        for proof in proofs:
            self._raise_bound(proof.index, proof.bound, proof.held)

    def _mosaic_beside(self) -> None:
        """Put rosters together from the crews of a bound, and improve beside."""
        best, aim = self.best, Aim(self.first_open)
        for state in self._beside(_MOSAIC, lambda limit: self._proofs.rosters(best, aim, limit)):
            self.offer(state, self.first_open)

    def _beside(self, limit: float, task: Callable[[float], tuple[list[_Found], float]]) -> list[_Found]:
        """Return what a task finds on one thread while the others improve the roster."""
        limit = self.engine.budget.grant(limit)
        with ThreadPoolExecutor(1) as thread:
            job = thread.submit(task, limit)
            if self.engine.workers > 1:
                self._improve(limit * _MEANWHILE, threads=self.engine.workers - 1)
            found, spent = job.result()
        if self.engine.workers == 1:
            self.engine.budget.spend(spent)
        return found

    def _build(self) -> None:
        """Make a first whole roster of a problem too large for one model; one that was kept is the better start."""
        if self.board.kept:
            for state in mend(self.board, self.engine, self.rounds.near, self.best):
                self.offer(state, self.first_open)
        else:
            self._place()
        self._count_people()

    def _place(self) -> None:
        """Place the units that nobody inspects: by more annealing, else by a model where that is not too large."""
        for _ in range(_RUNS_TO_PLACE):
            if terms(self.board, self.best)["unassigned"] and self._runs.useful:
                self._anneal(self.engine.workers)
        small = len(self.board.units) * len(self.board.teams) <= _MOST_PLACES
        if small and terms(self.board, self.best)["unassigned"] and not self.engine.over():
            self.offer(place_units(self.board, self.engine, self.best), 0)
            for state in seat_people(self.board, self.engine, self.rounds.near, self.best):
                self.offer(state, 1)

    def _improve(self, amount: float, threads: int | None = None) -> None:
        """Anneal and open parts of the roster for an amount of deterministic time."""
        threads, spent = threads or self.engine.workers, 0.0
        begun, index = self.engine.budget.elapsed, self.first_open
        while spent < amount and not self.engine.over() and self.first_open < len(self.levels):
            if not self._runs.useful:
                spent += self._open_parts(amount - spent, threads)
                continue
            if not self._one_model:
                opening = self._runs.opens(lacking=not _FILLING.isdisjoint(self.levels[self.first_open].terms))
                spent += self._open_parts(_OPENING, threads) if opening else self._anneal(threads)
                continue
            run = self._runs.next(self.best)
            with ThreadPoolExecutor(1) as pool:
                job = pool.submit(run.go)
                if threads > 1:
                    self._open_parts(run.cost, threads - 1)
                found = job.result()
            if found is not None:
                self.offer(found, self.first_open)
            if threads == 1:
                self.engine.budget.spend(run.cost)
                spent += self._open_parts(run.cost, 1)
            spent += run.cost
        if index < len(self.levels):
            self.levels[index].seconds += self.engine.budget.elapsed - begun

    def _anneal(self, threads: int) -> float:
        for state in self._runs.all_lines(self.best, threads):
            self.offer(state, self.first_open)
        return self._runs.took

    def _open_parts(self, amount: float, threads: int) -> float:
        """Open parts of the roster for an amount of deterministic time; return how much it was."""
        current, spent = self.best, 0.0
        while spent < amount and not self.engine.over() and self.first_open < len(self.levels):
            index = self._patience.next(self.first_open)
            aim = self._patience.aim(index, self.best, early=self.engine.budget.left > _SMOOTH_UNTIL * self._budget)
            if not aim.smooth or key(self.board, self.best, aim) < key(self.board, current, aim):
                current = self.best
            before = self.values
            current, took = self.rounds.round(current, aim, threads)
            self.offer(current, index)
            self._patience.note(index, before, self.values)
            self.engine.budget.spend(took)
            spent += took
        return spent

    def offer(self, state: State, index: int) -> bool:
        """Take a legal state if it is better than the best; bounds proven under other values before it fall."""
        if not self.reached.offer(state):
            return False
        self._report(index)
        return True

    def _raise_bound(self, index: int, bound: int, held: tuple[int, ...]) -> None:
        """Note a bound proven with the levels before at most at the values `held`."""
        if self.reached.raise_bound(index, bound, held):
            self._report(index)

    def _report(self, index: int) -> None:
        """Tell the best state and all that is known of the levels; `index` is the level that is worked on."""
        self._tell({"level": index, **self.reached.report()})
