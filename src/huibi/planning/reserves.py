"""Who could step in, looked up before anybody falls ill: for each place those whom one move brings in."""

from collections.abc import Callable

from huibi.model.people import Role
from huibi.model.reserves import Held, Reserve, Reserves, StandIn
from huibi.model.rosters import EDIT_FORMAT, Edit, Move, PersonEntry, Problem, Roster, ShortfallEntry, TeamRoster
from huibi.planning.check import Checker
from huibi.planning.recommend import barred
from huibi.planning.shortfall import fills
from huibi.planning.standing import Standing
from huibi.planning.trial import Trial, worth

MOST = 3
_TRIED = 12  # of those who fit, so many are tried for a place


def reserves(
    problem: Problem,
    roster: Roster,
    *,
    team: str | None = None,
    role: Role | None = None,
    most: int = MOST,
    on_progress: Callable[[int, int], None] | None = None,
) -> Reserves:
    """Return for each place (of a team, of a role) at most so many who serve nowhere and could step in.

    Whoever steps in breaks no rule and leaves nothing lacking that does not lack now. Ctrl-C keeps the places that were
    looked at (none is raised as it came); `on_progress` hears how many of how many.
    """
    search = _Search(Standing(Checker(problem), roster))
    wanted = [
        (here, seat.id, seat.role)
        for here in roster.teams
        if team in (None, here.id) and here.id in search.facts.teams
        for seat in here.people
        if role in (None, seat.role) and seat.id in search.facts.people
    ]
    places: list[Held] = []
    try:
        for number, (here, holder, held) in enumerate(wanted):
            if on_progress is not None:
                on_progress(number, len(wanted))
            places.append(Held(here.id, held, holder, search.stand_ins(here, holder, held)))
    except KeyboardInterrupt:
        if not places:
            raise
    shown = tuple(Held(one.team, one.role, one.holder, one.stand_ins[:most]) for one in places)
    return Reserves(shown, tuple(_suggest(places)))


def _suggest(places: list[Held]) -> list[Reserve]:
    """Choose, role by role, whoever saves most of the places not saved yet, until all are that can be."""
    found = []
    for role in Role:
        open_places = [place for place in places if place.role == role and place.stand_ins]
        while open_places:
            saves: dict[str, list[tuple[str, str]]] = {}
            for place in open_places:
                for one in place.stand_ins:
                    saves.setdefault(one.person, []).append((place.team, place.holder))
            person = min(saves, key=lambda name: (-len(saves[name]), name))
            found.append(Reserve(person, role, tuple(saves[person])))
            open_places = [place for place in open_places if (place.team, place.holder) not in saves[person]]
    return found


class _Search:
    """Tries people who serve nowhere in the stead of others."""

    def __init__(self, standing: Standing) -> None:
        self.standing, self.facts = standing, standing.facts
        self.spare = [p for p in self.facts.people.values() if standing.hall.where(p.id) is None and p.roles]

    def stand_ins(self, here: TeamRoster, holder: str, role: Role) -> tuple[StandIn, ...]:
        """Return who could step in for somebody, best first."""
        gone = self.standing.attempt(_edit(Move(person=holder, team=None)))
        now = {
            (entry.what, entry.unit, entry.missing) for entry in self.standing.now.shortfalls if entry.team == here.id
        }
        lacking = [
            entry
            for entry in gone.shortfalls
            if entry.team == here.id and (entry.what, entry.unit, entry.missing) not in now
        ]
        found = []
        for person in self._fitting(here, holder, role, lacking):
            edit = _edit(Move(person=holder, team=None), Move(person=person.id, team=here.id, role=role))
            trial = self.standing.attempt(edit)
            if _stands(trial, holder) and trial.delta["shortfall"] <= 0:
                found.append((worth(self.facts.problem, trial.terms), person.id, trial.delta))
        found.sort(key=lambda one: one[:2])
        return tuple(StandIn(person, delta) for _, person, delta in found)

    def _fitting(self, here: TeamRoster, holder: str, role: Role, lacking: list[ShortfallEntry]) -> list[PersonEntry]:
        facts, team = self.facts, self.facts.teams[here.id]
        others = {seat.id for seat in here.people} - {holder}
        found = []
        for person in self.spare:
            fits = role in person.roles and facts.may_come_from(team, person, role)
            if not fits or barred(facts, person, role, here.units) or others & facts.apart.get(person.id, frozenset()):
                continue
            unfilled = sum(not fills(entry, person, role) for entry in lacking)
            should = sum(facts.should.get((person.id, unit), 0) for unit in here.units)
            risk = sum(facts.risk.get((person.id, unit), 0) for unit in here.units)
            found.append(((unfilled, should, risk, person.served, person.id), person))
        found.sort(key=lambda one: one[0])
        return [person for _, person in found[:_TRIED]]


def _stands(trial: Trial, gone: str) -> bool:
    """Whether nothing breaks but pins of who is gone: those go along."""
    return all(found.code == "pin" and found.ids.get("person") == gone for found in trial.violations)


def _edit(*moves: Move) -> Edit:
    return Edit(format=EDIT_FORMAT, moves=moves)
