"""A round as a whole: counties × counties, the steps taken, the workbook."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from huibi.messages import language
from huibi.model.findings import Findings
from huibi.model.plans import Plan as PlanNoun
from huibi.model.rosters import Problem, Roster
from huibi.planning.reserves import reserves
from huibi.writing.workbook import workbook
from huibi_api.actions import staging
from huibi_api.actions.rounds import noun_of, register_of
from huibi_api.errors import ClashError, NotFoundError
from huibi_api.security.roles import Permission
from huibi_api.store import accounts, registers, rounds, scope
from huibi_api.store.current import viewer
from huibi_api.store.tables.rounds import Round


@dataclass(frozen=True, slots=True)
class Square:
    """How many units of a county the teams of another inspect."""

    count: int
    own: bool
    mutual: bool


@dataclass(frozen=True, slots=True)
class Lent:
    """What a county's pool has and gives."""

    name: str
    pool: int
    used: int


@dataclass(frozen=True, slots=True)
class Row:
    """A sending county."""

    name: str
    cells: Sequence[Square]
    total: int


@dataclass(frozen=True, slots=True)
class CountyTable:
    """Sending counties × inspected counties."""

    heads: Sequence[str]
    rows: Sequence[Row]
    lent: Sequence[Lent]
    mutual: bool


def county_table(session: Session, round_: Round) -> CountyTable:
    """Return which county inspects which, by the roster that stands or, before one was accepted, the youngest."""
    plan = staging.current_plan(session, round_) or staging.latest_plan(session, round_)
    if plan is None or not plan.roster:
        return CountyTable((), (), (), mutual=False)
    register = register_of(session, round_)
    regions = registers.load(session, register.id, register.current, ["regions"]).regions
    sending = {team["id"]: team.get("county") or "" for team in plan.problem["teams"]}
    inspected = {unit["id"]: unit.get("county") or "" for unit in plan.problem["units"]}
    arcs = Counter((sending[team["id"]], inspected[unit]) for team in plan.roster["teams"] for unit in team["units"])

    def name(code: str) -> str:
        return regions[code].name if code in regions else code or "未定"

    columns, sides = sorted(set(inspected.values())), sorted(set(sending.values()))
    seen = None if scope.reaches(session, round_.office) else scope.reached_codes(session)
    if seen is not None:  # a county that takes part sees what it sends, not who comes
        sides = [side for side in sides if side in seen]
    rows = []
    for side in sides:
        cells = [_square(arcs, side, column) for column in columns]
        rows.append(Row(name(side), cells, sum(cell.count for cell in cells)))
    mutual = any(cell.mutual for row in rows for cell in row.cells)
    return CountyTable(
        [name(code) for code in columns], rows, _lent(plan.problem, plan.roster, name, seen), mutual=mutual
    )


def _square(arcs: Mapping[tuple[str, str], int], side: str, column: str) -> Square:
    both = side != column and bool(arcs.get((side, column))) and bool(arcs.get((column, side)))
    return Square(arcs.get((side, column), 0), side == column, both)


def _lent(
    problem: Mapping[str, Any], roster: Mapping[str, Any], name: Callable[[str], str], seen: frozenset[str] | None
) -> Sequence[Lent]:
    counties = {person["id"]: person.get("county") or "" for person in problem["people"]}
    pool = Counter(counties.values())
    used = Counter(counties.get(seat["id"], "") for team in roster["teams"] for seat in team["people"])
    return [Lent(name(code), pool[code], used[code]) for code in sorted(pool) if seen is None or code in seen]


def steps_taken(session: Session, round_: Round) -> Sequence[Mapping[str, Any]]:
    """Return the round's transitions with who made them."""
    viewer(session).require(Permission.ROUNDS_READ)
    found = []
    for row in rounds.steps(session, round_.id):
        account = accounts.by_id(session, row.by) if row.by else None
        plan = rounds.plan(session, row.plan) if row.plan else None
        found.append(
            {
                "at": row.at.strftime("%Y-%m-%d %H:%M"),
                "by": account.display if account else "",
                "before": row.before,
                "after": row.after,
                "version": row.register_version,
                "digest": plan.digest[:12] if plan else "",
                "reason": row.reason,
            }
        )
    return found


def workbook_of(session: Session, round_: Round) -> Callable[[], bytes]:
    """Return what renders 编组方案.xlsx of the roster that stands; everything is read before, nothing after.

    Raises ClashError before a roster was accepted.
    """
    viewer(session).require(Permission.ROUNDS_READ)
    if not scope.reaches(session, round_.office):
        raise NotFoundError.of("service.not_found")
    plan = staging.current_plan(session, round_)
    screening = rounds.screening_of_plan(session, plan.screening) if plan and plan.screening else None
    if plan is None or screening is None:
        raise ClashError.of("round.no_roster")
    register = registers.load(session, round_.register, screening.register_version)
    noun = PlanNoun(
        register=register,
        round=noun_of(session, round_),
        findings=Findings.from_json(screening.findings["document"]),
        problem=Problem.model_validate(plan.problem),
        roster=Roster.model_validate(plan.roster),
        digest=plan.digest,
    )

    def render() -> bytes:
        token = language.set("zh")
        try:
            return workbook(replace(noun, reserves=reserves(noun.problem, noun.roster)))
        finally:
            language.reset(token)

    return render
