"""A repair: the problem with what has changed, and the roster that differs least from the one there was."""

from typing import Any, TypeVar

from huibi.model.rosters import Changes, PersonEntry, Pin, Problem, Roster, TeamEntry, UnitEntry
from huibi.planning.problem import read_problem

_Entry = TypeVar("_Entry", PersonEntry, UnitEntry, TeamEntry)


def changed_problem(problem: Problem, roster: Roster, changes: Changes) -> Problem:
    """Return the problem after the changes, with the roster as `previous`. Raises InputError for what is unsound.

    Who or what is gone takes its bars, costs, pairs and pins with it; `unpin` takes pins of the same person or unit
    and team (and role, where it says one). Where no level of the objective minimises change, one is put right after
    the levels of unassigned and shortfall.
    """
    gone_people = set(changes.gone)
    gone_units = set(changes.units_gone)
    document = problem.to_json()
    document |= {
        "people": _merged(problem.people, changes.people, gone_people),
        "units": _merged(problem.units, changes.units, gone_units),
        "teams": _merged(problem.teams, changes.teams, set()),
        "bars": _kept([*problem.bars, *changes.bars], gone_people, gone_units),
        "costs": _kept([*problem.costs, *changes.costs], gone_people, gone_units),
        "apart": [list(pair) for pair in (*problem.apart, *changes.apart) if not gone_people & set(pair)],
        "together": [pair.to_json() for pair in problem.together if not gone_people & set(pair.people)],
        "pins": _kept([*_unpinned(problem.pins, changes.unpin), *changes.pins], gone_people, gone_units),
        "previous": Roster(problem=roster.problem, teams=roster.teams).to_json(),
        "objective": _with_change([dict(level) for level in problem.objective]),
    }
    return read_problem(document)


def _merged(entries: tuple[_Entry, ...], news: tuple[_Entry, ...], gone: set[str]) -> list[dict[str, Any]]:
    """Return the entries, those with a known id replaced, new ones at the end."""
    found = {entry.id: entry for entry in entries}
    found.update({entry.id: entry for entry in news})
    return [entry.to_json() for entry in found.values() if entry.id not in gone]


def _kept(entries: list[Any], gone_people: set[str], gone_units: set[str]) -> list[dict[str, Any]]:
    return [entry.to_json() for entry in entries if entry.person not in gone_people and entry.unit not in gone_units]


def _unpinned(pins: tuple[Pin, ...], unpin: tuple[Pin, ...]) -> list[Pin]:
    return [
        pin
        for pin in pins
        if not any(
            (off.person, off.unit, off.team) == (pin.person, pin.unit, pin.team) and off.role in (None, pin.role)
            for off in unpin
        )
    ]


def _with_change(objective: list[dict[str, int]]) -> list[dict[str, int]]:
    if any("change" in level for level in objective):
        return objective
    filling = [index for index, level in enumerate(objective) if {"unassigned", "shortfall"} & level.keys()]
    place = filling[-1] + 1 if filling else 0
    return [*objective[:place], {"change": 1}, *objective[place:]]
