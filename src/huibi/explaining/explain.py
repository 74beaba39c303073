"""explain(): one person against the units of a round, ground by ground."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from huibi.errors import UsageError
from huibi.explaining.explanation import Explanation, Ground, Near, State, UnitExplained
from huibi.explaining.near import dead_kin, near_misses, noticed
from huibi.model.findings import Effect, Finding, NotJudged
from huibi.model.people import Role
from huibi.model.register import Register
from huibi.model.rounds import Round, RoundUnit
from huibi.model.ties import KinClass
from huibi.network.acquaintance import Acquaintance
from huibi.policy import Policy, Rule
from huibi.screening.effects import findings_of
from huibi.screening.gaps import not_judged
from huibi.screening.grounds import GROUNDS
from huibi.screening.kinfolk import Kinfolk, Related
from huibi.screening.rulings import fold
from huibi.screening.screen import kinship_for, kinship_of_index, known_person, screened_persons
from huibi.screening.team import apart
from huibi.screening.view import View

# Which tables a ground looks at: where one is absent, finding nothing says nothing.
TABLES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("kin.body", "kin.staff", "kin.above", "kin.former", "kin.other"), ("kin", "postings")),
    "interest.own": ("interests",),
    "interest.kin": ("interests", "kin"),
    "history.same_unit": ("history",),
    "declared": ("declarations",),
    "ruled": ("rulings",),
    "place.origin": ("regions",),
    "place.county": ("regions",),
    "tie.classmate": ("ties", "studies", "postings"),
    "tie.comrade": ("ties", "service", "postings"),
}


def explain(
    register: Register,
    round_: Round,
    policy: Policy,
    *,
    person: str,
    unit: str | None = None,
    kinship: Kinfolk | None = None,
) -> Explanation:
    """Return every ground between a person and the round's units, or one unit (of the round or not).

    All stages are looked at. Raises UsageError for a person or a unit that the register does not know.
    """
    kinship = kinship or kinship_for(register, round_, policy)
    person = known_person(register, person)
    round_of = round_ if unit is None else replace(round_, units=(RoundUnit(unit=known_unit(register, unit)),))
    kin = kinship.relatives(person)
    view = View(register, round_of, policy, kinship, (*_close_by(register, round_, person, kin), person))
    dead = {relative: kin[relative] for relative in kin if not view.standing.is_living(relative)}
    index = Acquaintance(register, kinship_of_index(register, round_, policy, kinship), view.standing, view.as_of)
    lacking = [entry for entry in not_judged(view) if entry.person in (person, None)]
    return Explanation(
        person=person,
        in_pool=person in register.pool,
        roles=_roles(register, person),
        units=_Explainer(view, person, index, dead).units(lacking),
        apart=tuple(entry for entry in apart(view) if person in entry.people),
        not_judged=tuple(entry for entry in lacking if entry.person == person),
    )


def _close_by(register: Register, round_: Round, person: str, kin: Iterable[str]) -> Iterator[str]:
    """Yield who of the screened could be kept out of the person's team: kin, tied persons, colleagues of today."""
    near = set(kin)
    near |= {other for row in register.ties if person in (row.person, row.other) for other in (row.person, row.other)}
    today = [row for row in register.postings if round_.as_of in row.span]
    units = {row.unit for row in today if row.person == person}
    near |= {row.person for row in today if row.unit in units}
    return (other for other in screened_persons(register, round_) if other in near)


def known_unit(register: Register, unit: str) -> str:
    """Return the unit; raises UsageError for one that the register does not know."""
    if unit not in register.units:
        raise UsageError.of("explain.unknown_unit", unit=unit)
    return unit


def _roles(register: Register, person: str) -> tuple[Role, ...]:
    cadre = register.pool.get(person)
    return tuple(role for role in Role if cadre is None or role in cadre.roles)


class _Explainer:
    """One person before one view."""

    def __init__(self, view: View, person: str, index: Acquaintance, dead: Mapping[str, Related]) -> None:
        self._view = view
        self._person = person
        self._index = index
        self._found: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        self._near: defaultdict[tuple[str, str], list[Near]] = defaultdict(list)
        for code in GROUNDS:
            for finding in self._findings(code):
                self._found[code, finding.unit].append(finding)
            for unit, near in near_misses(view, person, code):
                self._near[code, unit].append(near)
        for unit, near in dead_kin(view, person, dead):
            self._near["kin.body", unit].append(near)

    def units(self, lacking: list[NotJudged]) -> tuple[UnitExplained, ...]:
        """Return the explanation of each unit, in the round's order."""
        return tuple(
            self._unit(unit, tuple(entry for entry in lacking if entry.unit == unit), lacking)
            for unit in self._view.units
        )

    def _unit(self, unit: str, own: tuple[NotJudged, ...], lacking: list[NotJudged]) -> UnitExplained:
        grounds = tuple(self._ground(code, unit, lacking) for code in GROUNDS)
        return UnitExplained(
            unit=unit,
            barred=_barred(grounds, _roles(self._view.register, self._person)),
            grounds=grounds,
            risk=self._index.risk(self._person, unit),
            reasons=self._index.reasons(self._person, unit),
            seen=self._seen(unit),
            not_judged=own,
        )

    def _ground(self, code: str, unit: str, lacking: Iterable[NotJudged]) -> Ground:
        rule = self._view.rule(code)
        found = tuple(self._found[code, unit])
        near = tuple(self._near[code, unit])
        lacks = [f"table.{name}" for name in _tables(code) if name in self._view.register.absent]
        lacks += [entry.for_lack_of for entry in lacking if entry.code == code and entry.unit in (unit, None)]
        return Ground(
            code=code,
            basis=rule.basis,
            state=_state(rule, found, near, lacks),
            found=found,
            near=near,
            lacks=tuple(lacks),
        )

    def _findings(self, code: str) -> Iterable[Finding]:
        """Return a finding for every counterpart: the one that decides stands first."""
        view, rule = self._view, self._view.rule(code)
        notices = noticed(view, self._person, code)
        deciding = list(findings_of(view, self._person, rule, notices))
        every = [finding for notice in notices for finding in findings_of(view, self._person, rule, (notice,))]
        return fold(view, dict.fromkeys((*deciding, *every)))

    def _seen(self, unit: str) -> Mapping[str, int]:
        view, standing = self._view, self._view.standing
        relatives = view.relatives(self._person).values()
        return {
            "relatives": sum(relation.kin_class.statutory for relation in relatives),
            "other_kin": sum(relation.kin_class is KinClass.OTHER for relation in relatives),
            "body": len(standing.body(unit)),
            "keys": len(standing.keys(unit)),
            "staff": len(standing.staff(unit)),
            "postings": len(standing.postings_of(self._person)),
            "ties": len(view.ties(self._person)),
        }


def _tables(code: str) -> tuple[str, ...]:
    if code in TABLES:
        return TABLES[code]
    return ("ties", "postings") if code.startswith("tie.") else ("postings",)


def _state(rule: Rule, found: tuple[Finding, ...], near: tuple[Near, ...], lacks: list[str]) -> State:
    if not rule.on:
        return State.OFF
    standing = {finding.effect for finding in found if not finding.waived}
    for effect, state in ((Effect.MUST, State.MUST), (Effect.SHOULD, State.SHOULD), (Effect.NOTE, State.NOTE)):
        if effect in standing:
            return state
    if found:
        return State.WAIVED
    if lacks:
        return State.NOT_JUDGED
    return State.NEAR if near else State.CLEAR


def _barred(grounds: Iterable[Ground], roles: tuple[Role, ...]) -> tuple[Role, ...]:
    barred: set[Role] = set()
    for ground in grounds:
        for finding in ground.found:
            if finding.effect is Effect.MUST and not finding.waived:
                barred |= set(Role) if finding.roles is None else finding.roles
    return tuple(role for role in roles if role in barred)
