"""A roster as it stands, counted once: what an edit would break or change is told without counting all again."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huibi.model.rosters import Edit, Pin, Roster, ShortfallEntry, TeamRoster
from huibi.planning.check import Checker
from huibi.planning.check_rules import (
    Violation,
    exchanges,
    inspected_twice,
    not_kept,
    served_twice,
    team_violations,
    totals_passed,
    ways,
)
from huibi.planning.check_terms import TeamTerms, left, lent_too_few, team_terms, weight
from huibi.planning.hall import Hall
from huibi.planning.trial import Trial, attempt

_SUMS = ("should", "travel", "together", "burden")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one team adds: by itself (violations, terms), and to what is counted over all teams."""

    team: TeamRoster
    violations: tuple[Violation, ...]
    terms: TeamTerms
    shortfall: int
    change: int
    pins: tuple[Violation, ...]
    homes: tuple[str, ...]
    lent: tuple[str | None, ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Tally:
    """What is counted over all teams."""

    people: Counter[str]
    units: Counter[str]
    homes: Counter[str]
    lent: Counter[str | None]
    ways: Counter[tuple[str, str]]

    @classmethod
    def of(cls, parts: Sequence[_Part]) -> "_Tally":
        """Return the tally of parts."""
        tally = cls(Counter(), Counter(), Counter(), Counter(), Counter())
        for part in parts:
            tally.count(part, 1)
        return tally

    def copy(self) -> "_Tally":
        """Return a tally that can be counted on without changing this one."""
        return _Tally(self.people.copy(), self.units.copy(), self.homes.copy(), self.lent.copy(), self.ways.copy())

    def count(self, part: _Part, times: int) -> None:
        """Add a part (1) or take it away (-1)."""
        for counter, names in (
            (self.people, [seat.id for seat in part.team.people]),
            (self.units, part.team.units),
            (self.homes, part.homes),
            (self.lent, part.lent),
            (self.ways, part.ways),
        ):
            for name in names:
                counter[name] += times  # type: ignore[index]  # each counter with its own names


class Standing:
    """A roster of a checker's problem, ready for any number of edits; nothing that is tried changes it.

    An edit counts anew only the teams it touches: a millisecond for a city of 60 teams. The answer is that of the full
    check on the edited roster, violations in the same order.
    """

    def __init__(self, checker: Checker, roster: Roster) -> None:
        self.checker, self.facts = checker, checker.facts
        self.hall = Hall(self.facts, roster)
        self._pins: dict[str, list[tuple[int, Pin]]] = defaultdict(list)
        for index, pin in enumerate(self.facts.problem.pins):
            self._pins[pin.team].append((index, pin))
        previous = self.facts.problem.previous
        self._before: dict[str, list[TeamRoster]] = defaultdict(list)
        for team in previous.teams if previous is not None else ():
            self._before[team.id].append(team)
        # A team that stands twice is beyond the tallies: its roster is illegal, and is counted whole each time.
        self._twice = len({team.id for team in self.hall.teams}) < len(self.hall.teams)
        self._parts = [self._part(team) for team in self.hall.teams]
        self._tally = _Tally.of(self._parts)
        here = {team.id for team in self.hall.teams}
        self._gone = sum(
            left(team, (), ()) for name, teams in self._before.items() if name not in here for team in teams
        )
        self.now = self._whole(self.hall.teams) if self._twice else self._trial(self._parts, self._tally, {})

    def attempt(self, edit: Edit) -> Trial:
        """Return what an edit would give; `delta` is against this roster. Raises InputError as `apply_edit`."""
        changed = self.hall.changed(edit)
        if self._twice:
            teams = tuple(changed.get(place, team) for place, team in enumerate(self.hall.teams))
            return attempt(self.checker, self.now.terms, Roster(teams=teams))
        parts, tally = list(self._parts), self._tally.copy()
        for place, team in changed.items():
            tally.count(parts[place], -1)
            parts[place] = self._part(team)
            tally.count(parts[place], 1)
        return self._trial(parts, tally, self.now.terms)

    def _whole(self, teams: tuple[TeamRoster, ...]) -> Trial:
        verdict = self.checker.check(Roster(teams=teams))
        return Trial(verdict.violations, verdict.terms, dict.fromkeys(verdict.terms, 0), verdict.shortfalls)

    def _part(self, team: TeamRoster) -> _Part:
        facts = self.facts
        people = [facts.people[seat.id] for seat in team.people if seat.id in facts.people]
        terms = team_terms(facts, team)
        return _Part(
            team=team,
            violations=team_violations(facts, team),
            terms=terms,
            shortfall=sum(weight(facts, entry) * entry.missing for entry in terms.shortfalls),
            change=sum(left(before, team.people, team.units) for before in self._before.get(team.id, ())),
            pins=tuple(self._broken_pins(team)),
            homes=tuple(person.home_unit for person in people if person.home_unit is not None),
            lent=tuple(person.county for person in people),
            ways=tuple(ways(facts, team)),
        )

    def _broken_pins(self, team: TeamRoster) -> Iterator[Violation]:
        held = {(seat.id, seat.role) for seat in team.people} | {(seat.id, None) for seat in team.people}
        for index, pin in self._pins.get(team.id, ()):
            kept = pin.unit in team.units if pin.unit is not None else (pin.person, pin.role) in held
            if not kept:
                yield not_kept(index, pin)

    def _trial(self, parts: Sequence[_Part], tally: _Tally, before: Mapping[str, int]) -> Trial:
        missing = tuple(lent_too_few(self.facts, tally.lent))
        terms = self._terms(parts, tally, missing)
        delta = {term: value - before.get(term, value) for term, value in terms.items()}
        return Trial(tuple(self._violations(parts, tally)), terms, delta, tuple(self._shortfalls(parts, missing)))

    def _violations(self, parts: Sequence[_Part], tally: _Tally) -> list[Violation]:
        found = [violation for part in parts for violation in part.violations]
        found += served_twice({name: times for name, times in tally.people.items() if times > 1})
        found += inspected_twice({name: times for name, times in tally.units.items() if times > 1})
        found += totals_passed(self.facts, tally.homes, tally.lent)
        found += exchanges(self.facts, {way for way, times in tally.ways.items() if times})
        broken = [violation for part in parts for violation in part.pins]
        found += sorted(broken, key=lambda violation: int(violation.ids["pin"]))
        found.sort(key=lambda violation: violation.rule)
        return found

    def _shortfalls(self, parts: Sequence[_Part], lending: tuple[ShortfallEntry, ...]) -> Iterator[ShortfallEntry]:
        by_team = {part.team.id: part.terms.shortfalls for part in parts}
        for name in self.facts.teams:
            yield from by_team[name]
        yield from lending

    def _terms(self, parts: Sequence[_Part], tally: _Tally, lending: tuple[ShortfallEntry, ...]) -> dict[str, int]:
        teams = [part.terms for part in parts]
        loads = [part.terms.workload for part in parts if part.team.id in self.facts.teams]
        sums = {name: sum(getattr(team, name) for team in teams) for name in _SUMS}
        lacking = sum(weight(self.facts, entry) * entry.missing for entry in lending)
        return {
            "unassigned": sum(not tally.units[name] for name in self.facts.units),
            "shortfall": sum(part.shortfall for part in parts) + lacking,
            "change": self._gone + sum(part.change for part in parts),
            "should": sums["should"],
            "risk_max": max((team.largest_entry for team in teams), default=0),
            "risk_peak": max((risk for team in teams for risk in team.unit_risks), default=0),
            "risk": sum(risk for team in teams for risk in team.unit_risks),
            "travel": sums["travel"],
            "together": sums["together"],
            "burden": sums["burden"],
            "spread": max(loads, default=0) - min(loads, default=0),
        }
