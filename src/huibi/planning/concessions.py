"""What a shortfall would take to heal: concessions, each tried by solving again, and priced by every term."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from huibi.model.people import Role
from huibi.model.rosters import EDIT_FORMAT, Edit, Move, PersonEntry, PinsRule, Problem, Roster, ShortfallEntry
from huibi.planning.check import Checker
from huibi.planning.lifting import Concession, Part, ask_less, fewer_units, from_outside, lift, waive_should
from huibi.planning.pins import Pins
from huibi.planning.recommend import who_could_leave
from huibi.planning.shortfall import explain, fills
from huibi.planning.standing import Standing
from huibi.planning.trial import Trial, worth
from huibi.planning.tries import Outcome, Patience, Tries

MOST = 12
_LOOKED_AT = 120  # people a shortfall who are tried by hand
_OF_A_KIND = 2
_PARTS = 2
_MOVED = 3
_WAIVED = 2
_PLACES_OF_PEOPLE = ("units", "workload", "lend")


@dataclass(frozen=True)
class Moved:
    """Somebody who serves elsewhere, moved to where something lacks, and what that would change."""

    person: str
    team: str
    role: Role
    trial: Trial

    def to_json(self) -> dict[str, Any]:
        """Return who would come from where, and the change of every term."""
        return {"person": self.person, "from": self.team, "role": self.role, "delta": dict(self.trial.delta)}


@dataclass(frozen=True)
class Lack:
    """Something that lacks, why (counts), and what moving those who serve elsewhere would cost, cheapest first."""

    entry: ShortfallEntry
    moves: tuple[Moved, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the shortfall as the roster has it, with the moves."""
        return self.entry.to_json() | {"moves": [move.to_json() for move in self.moves]}


@dataclass(frozen=True)
class Priced:
    """A concession and what it gives; `helps` if less lacks, fewer units are left over, or less should not be."""

    parts: tuple[Part, ...]
    outcome: Outcome
    helps: bool

    def to_json(self) -> dict[str, Any]:
        """Return the parts, whether it helps, and the outcome with the change of every term."""
        return {"concede": [part.to_json() for part in self.parts], "helps": self.helps, **self.outcome.to_json()}


@dataclass(frozen=True)
class Report:
    """What lacks and why, what nothing but more search would give, and the concessions, cheapest first.

    `untried` concessions were left when the time was over. Where the pins clash there is `conflicts` instead: the sets
    from which none can be left out, and with `unpin` a smallest set that has to go.
    """

    lacks: tuple[Lack, ...]
    unassigned: tuple[str, ...]
    again: Outcome | None
    priced: tuple[Priced, ...]
    untried: int
    conflicts: tuple[PinsRule, ...] = ()
    unpin: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `huibi why` about what lacks."""
        told: dict[str, Any] = {
            "shortfalls": [lack.to_json() for lack in self.lacks],
            "unassigned": list(self.unassigned),
            "concessions": [priced.to_json() for priced in self.priced],
            "untried": self.untried,
        }
        if self.again is not None:
            told["again"] = self.again.to_json()
        if self.conflicts:
            told |= {"conflicts": [claim.to_json() for claim in self.conflicts], "unpin": list(self.unpin)}
        return told


def concessions(problem: Problem, roster: Roster, patience: Patience, most: int = MOST) -> Report:
    """Return what lacks in a roster and the concessions that would heal it, each tried, cheapest first.

    The first try concedes nothing: what more search alone gives is no concession's doing, and prices count from there.
    At most `most` concessions are tried; Ctrl-C keeps those that were.
    """
    clash = Pins(problem)
    if clash.seats(range(len(problem.pins))) is None:
        return Report((), (), None, (), 0, conflicts=clash.broken(), unpin=clash.to_take_off())
    checker = Checker(problem)
    verdict = checker.check(Roster(teams=roster.teams))
    found = _Finder(Standing(checker, roster))
    lacking = explain(problem, Roster(teams=roster.teams, shortfalls=verdict.shortfalls))
    lists = [found.for_shortfall(entry) for entry in lacking]
    wanted = _in_turn([*lists, *(found.for_unit(unit) for unit in verdict.unassigned), found.paid()])
    wanted = [one for one in wanted if Pins(one.problem).seats(range(len(one.problem.pins))) is not None]
    lacks = tuple(Lack(entry, found.moves(entry)) for entry in lacking)
    if not wanted and not lacks and not verdict.unassigned:
        return Report((), (), None, (), 0)
    tries = Tries(checker, roster, patience)
    again, priced = _try_all(tries, wanted[:most])
    return Report(lacks, verdict.unassigned, again, priced, untried=len(wanted) - len(priced))


def _try_all(tries: Tries, wanted: Sequence[Concession]) -> tuple[Outcome | None, tuple[Priced, ...]]:
    count, patience = len(wanted) + 1, tries.patience
    tell = patience.on_try if patience.on_try is not None else lambda *_: None
    tell(1, count)
    touched = dict.fromkeys(concession.teams[0] for concession in wanted if concession.teams)
    again = tries.solve(tries.problem, touched, patience.share(count))
    tries.base = again.terms
    priced = []
    for number, concession in enumerate(() if again.stopped else wanted, start=2):
        tell(number, count)
        outcome = tries.solve(concession.problem, concession.teams, patience.share(count))
        helps = _wanting(outcome) < _wanting(again)
        if outcome.stopped and not helps:  # nothing was found out about it
            break
        priced.append(Priced(concession.parts, outcome, helps=helps))
        if outcome.stopped:
            break
    priced.sort(key=lambda one: (not one.helps, one.outcome.values, len(one.parts)))
    return again, tuple(priced)


def _wanting(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.terms["unassigned"], outcome.terms["shortfall"], outcome.terms["should"]


def _in_turn(lists: Sequence[list[Concession]]) -> list[Concession]:
    """Return the first of each list, then the second of each, … each concession once."""
    found: dict[str, Concession] = {}
    for row in zip_longest(*lists):
        for concession in row:
            if concession is not None:
                found.setdefault(str(concession.parts), concession)
    return list(found.values())


class _Finder:
    """Looks for concessions: who would help and what stands in the way, by trying the move by hand."""

    def __init__(self, standing: Standing) -> None:
        self.standing, self.facts = standing, standing.facts
        self.problem = standing.facts.problem

    def for_shortfall(self, entry: ShortfallEntry) -> list[Concession]:
        """Return concessions for one thing that lacks: of each kind the most promising, single ones first."""
        place = entry.team or entry.county or ""
        last = [ask_less(self.problem, place, entry.what, entry.missing)]
        if entry.team is not None:
            last.append(from_outside(self.problem, entry.team, entry.what, entry.missing))
            held = len(self.standing.hall.team(entry.team).units)
            if entry.what not in _PLACES_OF_PEOPLE:
                last += [fewer_units(self.problem, entry.team, held - fewer) for fewer in (1, 2) if fewer <= held]
        return [*self._by_people(entry), *(one for one in last if one is not None)]

    def for_unit(self, unit: str) -> list[Concession]:
        """Return concessions by which a team could inspect a unit that is left over."""
        found = []
        for team in self.facts.teams:
            trial = self.standing.attempt(_edit(Move(unit=unit, team=team)))
            found.append((trial, (team,)))
        return self._lifted(found)

    def paid(self) -> list[Concession]:
        """Return the waivers of the dearest findings by which somebody who serves should rather not inspect a unit."""
        found = [
            (-price, seat.id, unit, team.id)
            for team in self.standing.hall.teams
            for unit in team.units
            for seat in team.people
            if (price := self.facts.should.get((seat.id, unit), 0))
        ]
        return [waive_should(self.problem, *ids) for _, *ids in sorted(found)[:_WAIVED]]

    def moves(self, entry: ShortfallEntry) -> tuple[Moved, ...]:
        """Return what it would cost to move those who serve elsewhere, cheapest first, as far as no rule forbids it."""
        found = []
        for person, role in self._helpers(entry):
            where = self.standing.hall.where(person.id)
            if where is not None and where[0] != entry.team:
                trial = self.standing.attempt(_edit(Move(person=person.id, team=entry.team, role=role)))
                if trial.ok:
                    found.append(Moved(person.id, where[0], role, trial))
        found.sort(key=lambda move: (worth(self.problem, move.trial.terms), move.person))
        return tuple(found[:_MOVED])

    def _by_people(self, entry: ShortfallEntry) -> list[Concession]:
        """Try each helper, and where the team is full also in the stead of the one whose leaving is missed least."""
        team = entry.team or ""
        found = []
        leaving: dict[Role, str | None] = {}
        for person, role in self._helpers(entry):
            if role not in leaving:
                leaving[role] = next(iter(who_could_leave(self.standing, team, role)), None)
            where = self.standing.hall.where(person.id)
            teams = (team,) if where is None else (team, where[0])
            enters, gone = Move(person=person.id, team=team, role=role), leaving[role]
            found.append((self.standing.attempt(_edit(enters)), teams))
            if gone is not None:
                found.append((self.standing.attempt(_edit(enters, Move(person=gone, team=None))), teams))
        return self._lifted(found)

    def _helpers(self, entry: ShortfallEntry) -> list[tuple[PersonEntry, Role]]:
        """Return who would fill what lacks, and in which role, wherever they are from; the most likely ones first."""
        if entry.team is None or entry.what in _PLACES_OF_PEOPLE:
            return []
        team, now = self.facts.teams[entry.team], self.standing.hall.team(entry.team)
        found = []
        for person in self.facts.people.values():
            where = self.standing.hall.where(person.id)
            if where is not None and where[0] == team.id:
                continue
            for role in person.roles:
                if fills(entry, person, role) and self.facts.limits(team, role)[1] > 0:
                    barred = sum((person.id, unit) in self.facts.barred for unit in now.units)
                    risk = sum(self.facts.risk.get((person.id, unit), 0) for unit in now.units)
                    apart = sum(seat.id in self.facts.apart.get(person.id, ()) for seat in now.people)
                    foreign = not self.facts.may_come_from(team, person, role)
                    found.append(((barred + apart + foreign, where is not None, risk, person.id), person, role))
        found.sort(key=lambda one: one[0])
        return [(person, role) for _, person, role in found[:_LOOKED_AT]]

    def _lifted(self, tried: Sequence[tuple[Trial, tuple[str, ...]]]) -> list[Concession]:
        """Return concessions that lift what the trials break: of each kind the best few, those of one part first."""
        order = sorted(tried, key=lambda one: (len(one[0].violations), worth(self.problem, one[0].terms)))
        kinds: dict[tuple[str, ...], int] = defaultdict(int)
        found: dict[str, Concession] = {}
        for trial, teams in order:
            if not 1 <= len(trial.violations) <= _PARTS:
                continue
            concession = lift(self.problem, trial.violations, teams)
            if concession is None or str(concession.parts) in found:
                continue
            kind = tuple(sorted(part.kind for part in concession.parts))
            kinds[kind] += 1
            if kinds[kind] <= _OF_A_KIND:
                found[str(concession.parts)] = concession
        return sorted(found.values(), key=lambda one: len(one.parts))


def _edit(*moves: Move) -> Edit:
    return Edit(format=EDIT_FORMAT, moves=moves)
