"""Approval and publication: by another person than who handed in, and only while everything holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from huibi.errors import Fault
from huibi.model.rosters import Problem, Roster
from huibi.planning.check import check
from huibi_api.actions import screenings, self_checks
from huibi_api.actions.life import State
from huibi_api.actions.reasons import sound_reason
from huibi_api.actions.rounds import require_version, step
from huibi_api.actions.staging import FULL
from huibi_api.errors import ClashError, NotAllowedError
from huibi_api.store import rounds
from huibi_api.store.current import viewer
from huibi_api.store.tables.rounds import Round
from huibi_api.store.tables.work import Plan

Pair = tuple[str, str]


def obstacles(session: Session, round_: Round) -> Sequence[Fault]:
    """Return everything that stands against publishing the round, all at once (service.md, A round's life)."""
    result = rounds.result(session, round_.id, FULL)
    plan = rounds.plan(session, result.plan) if result else None
    if plan is None:
        return [Fault(code="round.no_roster")]
    return [*_of_facts(session, round_, plan), *_of_answers(session, round_)]


def _of_facts(session: Session, round_: Round, plan: Plan) -> Iterator[Fault]:
    screening = rounds.latest_screening(session, round_.id, stage=3, whole=True)
    if screening is None or not screenings.is_fresh(session, round_, screening):
        yield Fault(code="round.screen_first")
        return
    problem = Problem.model_validate(screening.problem)
    roster = Roster.model_validate(plan.roster)
    verdict = check(problem.model_copy(update={"previous": None}), roster)
    if verdict.violations:
        yield Fault(code="round.rules_broken", params={"count": len(verdict.violations)})
    before, after = weights(plan.problem, plan.roster), weights(screening.problem, plan.roster)
    for person, unit in sorted(pair for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair)):
        yield Fault(
            code="round.weight_changed",
            params={
                "person": person,
                "unit": unit,
                "before": before.get((person, unit), 0),
                "after": after.get((person, unit), 0),
            },
        )


def _of_answers(session: Session, round_: Round) -> Iterator[Fault]:
    for person, _row, covered in self_checks.state_of_answers(session, round_):
        if not covered:
            yield Fault(code="round.answer_missing", params={"person": person})


def weights(problem: Mapping[str, Any], roster: Mapping[str, Any]) -> dict[Pair, int]:
    """Return what is paid as `should` by each person and unit that a roster brings together."""
    together = {(seat["id"], unit) for team in roster["teams"] for seat in team["people"] for unit in team["units"]}
    found: dict[Pair, int] = {}
    for cost in problem.get("costs", ()):
        pair = (cost["person"], cost["unit"])
        if pair in together and cost.get("should"):
            found[pair] = found.get(pair, 0) + cost["should"]
    return found


def hand_in(session: Session, round_: Round, *, version: int) -> None:
    """Hand the roster in for approval; refused with everything that stands against publishing it."""
    require_version(round_, version)
    _require_clear(session, round_)
    step(session, round_, State.APPROVAL)


def send_back(session: Session, round_: Round, *, version: int, reason: str) -> None:
    """Send the roster back to the third recusal, with a reason."""
    require_version(round_, version)
    reason = sound_reason(reason)
    step(session, round_, State.SELF_CHECK, reason=reason)


def publish(session: Session, round_: Round, *, version: int) -> None:
    """Approve and publish; by somebody else than who handed in, and only while nothing stands against it."""
    require_version(round_, version)
    who = viewer(session)
    handed_in = [entry for entry in rounds.steps(session, round_.id) if entry.after == State.APPROVAL]
    if handed_in and handed_in[-1].by == who.account:
        raise NotAllowedError.of("round.own_approval")
    _require_clear(session, round_)
    step(session, round_, State.PUBLISHED)


def _require_clear(session: Session, round_: Round) -> None:
    against = obstacles(session, round_)
    if against:
        raise ClashError(against)
