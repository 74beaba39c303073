"""What a county sees of a round in which it only takes part: its own people, and not who comes to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huibi_api.actions.life import State
from huibi_api.store.tables.work import Plan


@dataclass(frozen=True, slots=True)
class PartPlan:
    """The part of a plan that a county may see which only takes part: its own people, and no other's."""

    id: str
    state: str
    error: str | None
    roster: Mapping[str, Any] | None


def own_part(plan: Plan | None, counties: frozenset[str] | None, state: State) -> Plan | PartPlan | None:
    """Return a plan whole (`counties` None), or cut to the people of some counties.

    Which units they inspect is shown once the round is published: before that nobody can foresee who will come.
    """
    if plan is None or counties is None:
        return plan
    homes = {person["id"]: person.get("county") for person in plan.problem["people"]}
    shown = state in (State.PUBLISHED, State.RUNNING, State.CLOSED)
    teams = []
    for team in (plan.roster or {}).get("teams", ()):
        people = [seat for seat in team["people"] if homes.get(seat["id"]) in counties]
        if people:
            teams.append({"id": team["id"], "people": people, "units": team["units"] if shown else []})
    roster = {**plan.roster, "teams": teams, "unassigned": [], "shortfalls": []} if plan.roster else None
    return PartPlan(plan.id, plan.state, plan.error, roster)
