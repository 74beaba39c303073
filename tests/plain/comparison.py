"""Where the real screening and the plain one differ, in words; empty where they agree."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from huibi.model.findings import Finding, Findings
from huibi.model.register import Register
from huibi.model.rosters import Problem
from huibi.model.rounds import Round
from huibi.model.ties import KinClass
from plain.candidates import Said
from plain.compiling import Compiled
from plain.gaps import gaps
from plain.grounds import Desk
from plain.index import Index
from plain.kin import PlainKin
from plain.screening import apart, say, screened

Key = tuple[str, str, str, tuple[str, ...] | None, str, int, int, bool]


@dataclass(frozen=True)
class PlainRelation:
    """A plain relation in the shape that the grounds ask of kinship."""

    kin_class: KinClass
    uncertain: bool
    chain: tuple[()] = ()


class PlainKinship:
    """Plain kin in the shape of the real one, so that the grounds can be compared on their own."""

    def __init__(self, kin: PlainKin) -> None:
        self.kin = kin

    def relatives(self, person: str) -> Mapping[str, PlainRelation]:
        """Return everybody related."""
        found = {other: PlainRelation(*self.kin.relation(person, other)) for other in sorted(self.kin.households)}
        return {other: relation for other, relation in found.items() if relation.kin_class is not KinClass.NONE}

    def close_family(self, person: str) -> Mapping[str, PlainRelation]:
        """Return spouse, children and their spouses."""
        found = {}
        for other in sorted(self.kin.households):
            near, unsure = self.kin.close(person, other)
            if near:
                found[other] = PlainRelation(self.kin.relation(person, other)[0], unsure)
        return found


def real_key(finding: Finding) -> Key:
    """Return what a finding says but for its counterpart."""
    roles = None if finding.roles is None else tuple(role for role in map(str, type_order(finding)) if role)
    return (
        finding.person,
        finding.unit,
        finding.code,
        roles,
        finding.effect.value,
        finding.weight,
        finding.stage,
        finding.waived,
    )


def type_order(finding: Finding) -> list[str]:
    """Return the roles of a finding in their order."""
    return finding.to_json()["roles"]


def plain_key(said: Said) -> Key:
    """Return the same of a plain finding."""
    return said.person, said.unit, said.code, said.roles, said.effect, said.weight, said.stage, said.waived


def compare_findings(plain: list[Said], real: Findings) -> tuple[list[str], list[Said]]:
    """Return the differences, and the plain findings with the counterpart that the real ones chose among equals."""
    said = {plain_key(each): each for each in plain}
    noticed = {real_key(each): each for each in real.findings}
    faults = [f"only plain: {key} {sorted(map(str, said[key].choices))}" for key in said.keys() - noticed.keys()]
    faults += [f"only real: {key} {noticed[key].counterpart}" for key in noticed.keys() - said.keys()]
    if len(noticed) != len(real.findings):
        faults.append("real says one thing twice")
    chosen = []
    for key in said.keys() & noticed.keys():
        finding = noticed[key]
        kin_class = None if finding.kin_class is None else finding.kin_class.value
        choice = (finding.counterpart, kin_class, finding.uncertain)
        if choice not in said[key].choices:
            faults.append(f"counterpart: {key} real {choice} plain {sorted(map(str, said[key].choices))}")
        chosen.append(replace(said[key], choices=frozenset({choice})))
    return faults, chosen


def compare_screening(desk: Desk, real: Findings, stage: int) -> tuple[list[str], Compiled]:
    """Compare everything in the findings document."""
    faults, chosen = compare_findings(say(desk, stage), real)
    plain_apart, real_apart = set(apart(desk)), {(*entry.people, entry.code) for entry in real.apart}
    faults += [f"apart: {entry}" for entry in plain_apart ^ real_apart]
    risks = Index(desk).risks()
    real_risks = {(entry.person, entry.unit): entry.risk for entry in real.risks}
    for pair in risks.keys() | real_risks.keys():
        if risks.get(pair) != real_risks.get(pair):
            faults.append(f"risk: {pair} plain {risks.get(pair)} real {real_risks.get(pair)}")
    real_gaps = {(entry.person or entry.unit, entry.code, entry.for_lack_of) for entry in real.not_judged}
    faults += [f"not judged, plain: {gap}" for gap in gaps(desk) - real_gaps]
    faults += [f"not judged, real: {gap}" for gap in real_gaps - gaps(desk)]
    return sorted(faults), Compiled(desk, chosen, risks, stage)


def compare_problem(plain: Compiled, problem: Problem) -> list[str]:
    """Compare what the round compiles to."""
    bars = {
        (bar.person, bar.unit): None if bar.roles is None else frozenset(role.value for role in bar.roles)
        for bar in problem.bars
    }
    costs = {(cost.person, cost.unit): (cost.should, cost.risk) for cost in problem.costs}
    together = {tuple(sorted(pair.people)): pair.cost for pair in problem.together}
    people = {entry.id: entry for entry in problem.people}
    faults = differences("bar", plain.bars(), bars)
    faults += differences("cost", plain.costs(), costs)
    faults += differences("together", plain.together(), together)
    in_problem = {tuple(sorted(pair)) for pair in problem.apart}
    screened_apart = {
        (one, other) for one, other, _ in apart(plain.desk) if one in plain.roles and other in plain.roles
    }
    faults += [f"problem apart: {pair}" for pair in in_problem ^ screened_apart]
    faults += differences(
        "people",
        {key: plain.person(key) for key in plain.roles},
        {
            key: {
                "home_unit": entry.home_unit,
                "county": entry.county,
                "full_time": entry.full_time,
                "roles": {role.value for role in entry.roles},
                "specialities": set(entry.specialities),
                "barred_counties": set(entry.barred_counties),
                "served": entry.served,
            }
            for key, entry in people.items()
        },
    )
    counties = {unit: county or plain.register.units[unit].region for unit, county in plain.county_of.items()}
    faults += differences("unit county", counties, {entry.id: entry.county for entry in problem.units})
    return faults


def differences(what: str, plain: Mapping[object, object], real: Mapping[object, object]) -> list[str]:
    """Say where two mappings differ."""
    missing = object()
    return [
        f"{what}: {key} plain {plain.get(key, 'none')} real {real.get(key, 'none')}"
        for key in sorted(plain.keys() | real.keys(), key=str)
        if plain.get(key, missing) != real.get(key, missing)
    ]


def kin_differences(register: Register, round_: Round, kin: PlainKin, real: object) -> list[str]:
    """Compare the class of every pair of persons, and the close family of everybody screened."""
    faults = []
    for one in sorted(register.persons):
        relatives = real.relatives(one)
        for other in sorted(register.persons):
            if one == other:
                continue
            want = kin.relation(one, other)
            got = relatives.get(other)
            have = (KinClass.NONE, False) if got is None else (got.kin_class, got.uncertain)
            if want != have:
                faults.append(f"kin: {one} {other} plain {want[0].value} {want[1]} real {have[0].value} {have[1]}")
    for one in screened(register, round_.as_of):
        family = real.close_family(one)
        for other in sorted(register.persons):
            near, unsure = kin.close(one, other)
            if near != (other in family) or (near and unsure != family[other].uncertain):
                faults.append(f"close: {one} {other} plain {near} {unsure} real {other in family}")
    return faults
