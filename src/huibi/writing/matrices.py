"""Leaders and pool against the units: a mark for the strongest effect, the acquaintance index as the number."""

from collections.abc import Iterable, Sequence

from huibi.messages import say
from huibi.model.people import LEAD_ROLES, Role
from huibi.model.plans import Plan
from huibi.model.rosters import PersonEntry
from huibi.writing.matters import Marks, risks
from huibi.writing.names import Names
from huibi.writing.tables import Cell, Column, Mark, Table, Value

LEGEND: tuple[Mark, ...] = (Mark.MUST, Mark.PARTLY, Mark.SHOULD, Mark.NOTE, Mark.NONE)
_ORDER = tuple(Role)
_UNPLACED = len(_ORDER)


def leaders(plan: Plan, names: Names) -> Table:
    """Return 组长副组长 × 被巡察单位, judged for the lead roles alone."""
    people = [entry for entry in plan.problem.people if LEAD_ROLES & set(entry.roles)]
    return _matrix(say("sheet.leaders"), plan, names, people, LEAD_ROLES)


def pool(plan: Plan, names: Names) -> Table:
    """Return 人才库 × 被巡察单位, judged for every role that somebody may serve in."""
    return _matrix(say("sheet.pool"), plan, names, plan.problem.people, frozenset(Role))


def _matrix(name: str, plan: Plan, names: Names, people: Iterable[PersonEntry], roles: frozenset[Role]) -> Table:
    marks, index = Marks(plan.findings), risks(plan.findings)
    place = {team.id: number for number, team in enumerate(plan.roster.teams)}
    seats = {seat.id: (team, seat.role) for team in plan.roster.teams for seat in team.people}

    def order(entry: PersonEntry) -> tuple[int, int, str]:
        if entry.id not in seats:
            return len(place), _UNPLACED, entry.id
        team, role = seats[entry.id]
        return place[team.id], _ORDER.index(role), entry.id

    rows: list[Sequence[Value]] = []
    for entry in sorted(people, key=order):
        team, role = seats.get(entry.id, (None, None))
        inspected = frozenset(team.units) if team is not None else frozenset()
        own = roles & frozenset(entry.roles)
        row: list[Value] = [
            names.person(entry.id),
            names.home(entry.id),
            names.team(team.id) if team is not None else "",
            say(f"word.role.{role.value}") if role is not None else "",
            say("word.and").join(say(f"word.role.{may.value}") for may in entry.roles),
            entry.id,
        ]
        row += [
            Cell(index.get((entry.id, unit.id), 0), marks.mark(entry.id, unit.id, own), unit.id in inspected)
            for unit in plan.problem.units
        ]
        rows.append(row)
    heads = [Column(head=say(f"column.{head}")) for head in ("name", "home", "team", "role", "roles", "person_id")]
    heads += [Column(head=names.unit(unit.id), narrow=True) for unit in plan.problem.units]
    legend = [(mark, say(f"legend.{mark.value}")) for mark in LEGEND]
    return Table(name=name, columns=heads, rows=rows, fixed=len(heads) - len(plan.problem.units), legend=legend)
