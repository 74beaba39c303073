"""What the pages of a round show, put together from what is stored; nothing is judged here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from huibi.model.people import Region, RegionLevel
from huibi_api.actions import screenings, staging
from huibi_api.actions.life import State
from huibi_api.actions.own_part import PartPlan, own_part
from huibi_api.actions.rounds import register_of
from huibi_api.security.roles import Permission
from huibi_api.store import jobs as job_store
from huibi_api.store import registers, rounds, scope
from huibi_api.store.current import viewer
from huibi_api.store.tables.registers import RegisterHead
from huibi_api.store.tables.rounds import Round, Screening
from huibi_api.store.tables.work import Job, Plan

LEAD = frozenset({"leader", "deputy"})
_RANKS = {"must": 0, "should": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Cell:
    """A person and a unit: the strongest effect that holds for the roles looked at, its sum of weights, the index."""

    effect: str = "none"
    weight: int = 0
    risk: int = 0
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """A screening as the pages read it; the same for every page of a stage."""

    screening: Screening
    data: Mapping[str, Any]

    @property
    def findings(self) -> Sequence[Mapping[str, Any]]:
        """The findings, each with its number among them."""
        found: Sequence[Mapping[str, Any]] = self.data["document"]["findings"]
        return found

    def name(self, person: str) -> str:
        """Return a person's name."""
        return str(self.data["people"].get(person, {}).get("name", person))

    def unit(self, unit: str) -> str:
        """Return a unit's name."""
        return str(self.data["units"].get(unit, {}).get("name", unit))

    def risk(self, person: str, units: Iterable[str]) -> int:
        """Return the sum of a person's indexes at the units of the own team."""
        risks = self._risks()
        return sum(risks.get((person, unit), 0) for unit in units)

    def _risks(self) -> dict[tuple[str, str], int]:
        return {(row["person"], row["unit"]): row["risk"] for row in self.data["document"]["risks"]}

    def part(self, counties: frozenset[str]) -> "Bundle":
        """Return what concerns the people of some counties alone: a county that lends people sees its own part."""
        people = {key: who for key, who in self.data["people"].items() if who.get("county") in counties}
        document = dict(self.data["document"])
        kept = [number for number, row in enumerate(document["findings"]) if row["person"] in people]
        for table in ("risks", "findings"):
            document[table] = [row for row in document[table] if row["person"] in people]
        data = {
            **self.data,
            "people": people,
            "document": document,
            "apart": (),
            "not_judged": (),
            "sentences": [self.data["sentences"][number] for number in kept],
            "links": [self.data["links"][number] for number in kept],
        }
        return Bundle(self.screening, data)

    def cells(self, *, lead: bool) -> dict[tuple[str, str], Cell]:
        """Return what stands between persons and units for lead roles, or for every role that a person may serve in."""
        risks = self._risks()
        found: dict[tuple[str, str], Cell] = {pair: Cell(risk=risk) for pair, risk in risks.items()}
        for row in self.findings:
            if lead and row["roles"] is not None and not LEAD & set(row["roles"]):
                continue
            pair = (row["person"], row["unit"])
            found[pair] = _stronger(found.get(pair, Cell()), row)
        return found


def _stronger(cell: Cell, row: Mapping[str, Any]) -> Cell:
    if row["waived"]:
        return cell if cell.effect != "none" else Cell("none", cell.weight, cell.risk, waived=True)
    effect = min(cell.effect, row["effect"], key=lambda one: _RANKS.get(one, 9))
    return Cell(effect, cell.weight + int(row["weight"]), cell.risk, cell.waived)


@dataclass(frozen=True, slots=True)
class RoundView:
    """What a round's page shows in its present state."""

    template: str
    own: bool
    state: State
    register: RegisterHead
    register_name: str
    offices: Sequence[str]
    screening: Screening | None = None
    fresh: bool = False
    screening_job: Job | None = None
    bundle: Bundle | None = None
    plan: Plan | PartPlan | None = None
    plan_job: Job | None = None
    accepted: Plan | PartPlan | None = None
    units: Sequence[Any] = ()
    counties: Sequence[tuple[str, str]] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    progress: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def view_of(session: Session, round_: Round) -> RoundView:
    """Return what the page of the round's present state shows."""
    viewer(session).require(Permission.ROUNDS_READ)
    register = register_of(session, round_)
    state = State(round_.state)
    common: dict[str, Any] = {
        "own": scope.reaches(session, round_.office),
        "state": state,
        "register": register,
        "register_name": register.name,
        "offices": rounds.offices(session, round_.id),
    }
    if state is State.DRAFT:
        regions = _regions(session, register)
        return RoundView(
            template="draft",
            units=registers.load_table(session, register.id, register.current, "units"),
            counties=_counties(regions),
            places={region.code: region.name for region in regions},
            **common,
        )
    counties = None if common["own"] else scope.reached_codes(session)
    screening = screenings.latest(session, round_)
    done = screenings.latest(session, round_, done=True, whole=True)
    plan = staging.latest_plan(session, round_)
    plan_job = job_store.of_subject(session, plan.id) if plan else None
    return RoundView(
        template="stage" if state in (State.LEADERS, State.STAFFING) else "members",
        screening=screening,
        fresh=screenings.is_fresh(session, round_, done),
        screening_job=job_store.of_subject(session, screening.id) if screening else None,
        bundle=bundle_of(session, round_),
        plan=own_part(plan, counties, state),
        plan_job=plan_job,
        accepted=own_part(staging.current_plan(session, round_), counties, state),
        progress=[event.data for event in job_store.latest_progress(session, plan_job.id)] if plan_job else (),
        **common,
    )


def is_own(session: Session, round_: Round) -> bool:
    """Whether the viewer reaches the round's office: a county that only takes part sees its own people alone."""
    return scope.reaches(session, round_.office)


def _last_bundle(session: Session, round_: Round) -> Bundle | None:
    """Return the youngest screening of any stage: names are needed before the present stage was screened."""
    found = rounds.latest_screening(session, round_.id, done=True, whole=True)
    return Bundle(found, found.findings) if found is not None else None


def bundle_of(session: Session, round_: Round) -> Bundle | None:
    """Return the youngest screening of the round as the pages read it; to a county that takes part its own part."""
    viewer(session).require(Permission.ROUNDS_READ)
    done = screenings.latest(session, round_, done=True, whole=True)
    bundle = Bundle(done, done.findings) if done is not None else _last_bundle(session, round_)
    if bundle is None or scope.reaches(session, round_.office):
        return bundle
    return bundle.part(scope.reached_codes(session))


def counties_of(session: Session, register: RegisterHead) -> Sequence[tuple[str, str]]:
    """Return code and name of the counties that a register knows, in order."""
    return _counties(_regions(session, register))


def _counties(regions: Iterable[Region]) -> Sequence[tuple[str, str]]:
    return sorted((region.code, region.name) for region in regions if region.level is RegionLevel.COUNTY)


def _regions(session: Session, register: RegisterHead) -> Sequence[Region]:
    return registers.load_table(session, register.id, register.current, "regions")
