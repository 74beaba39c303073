"""What a cadre may see: the own questions, the own applications, the own assignment once published."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from huibi_api.actions import self_checks
from huibi_api.actions.rounds import register_of
from huibi_api.security.roles import Permission
from huibi_api.store import registers, rounds
from huibi_api.store.current import viewer
from huibi_api.store.tables.rounds import Round


def unit_names(session: Session, round_: Round, units: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Return units with their names, also to who sees nothing else of the register."""
    register = register_of(session, round_)
    names = registers.names_of_units(session, register.id, register.current, units)
    return [(unit, names.get(unit, unit)) for unit in units]


def own_page(session: Session) -> Mapping[str, Any]:
    """Return what the signed-in cadre's page shows; nothing of anybody else is in it."""
    who = viewer(session)
    who.require(Permission.OWN_READ)
    person = who.person or ""
    questions = [
        {"id": row.id, "round": round_.name, "answered": row.answer is not None}
        for row, round_ in self_checks.own(session)
    ]
    assignments = [
        _assignment(session, round_, roster, person) for round_, roster in rounds.published_with(session, person)
    ]
    return {"questions": questions, "assignments": assignments, "applications": _applications(session, person)}


def _assignment(session: Session, round_: Round, roster: Mapping[str, Any], person: str) -> Mapping[str, Any]:
    team, seat = next((team, seat) for team in roster["teams"] for seat in team["people"] if seat["id"] == person)
    names = {row["id"]: row.get("name") or row["id"] for row in round_.spec.get("teams", ())}
    return {
        "round": round_.name,
        "team": names.get(team["id"], team["id"]),
        "role": seat["role"],
        "units": [name for _, name in unit_names(session, round_, team["units"])],
    }


def _applications(session: Session, person: str) -> Sequence[Mapping[str, Any]]:
    found = registers.own_declarations(session, person)
    return [
        {
            "unit": registers.names_of_units(session, row.register, row.since, [row.unit]).get(row.unit, row.unit)
            if row.unit
            else "",
            "reason": row.reason,
            "decision": row.decision,
        }
        for row in found
    ]
