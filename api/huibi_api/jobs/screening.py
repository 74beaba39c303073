"""What a child does for a job of kind `screen`: everything that the pages of a stage show, worked out once."""

import gc
import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from huibi.model.findings import Findings
from huibi.model.people import Role
from huibi.model.register import Register
from huibi.model.rosters import Problem, Roster
from huibi.model.rounds import Round
from huibi_api.jobs.child import Report

if TYPE_CHECKING:
    from huibi.writing.names import Names

STEPS = 4


def screen(inputs: Mapping[str, Any], report: Report, stop: threading.Event) -> Mapping[str, Any]:
    """Return findings with their sentences, the problem that they compile to, and counts.

    With a roster in `previous` the problem counts what differs from it, and `counts` tells whether it still stands.
    """
    del stop  # seconds of work: a stop waits for the end of them
    from huibi.plan import compile_problem, find  # noqa: PLC0415 - loaded in the child alone
    from huibi.reading import round_of  # noqa: PLC0415

    register: Register = inputs["noun"]
    gc.freeze()  # it stays as long as this process: nobody need look for rubbish in it
    stage: int = inputs["stage"]
    round_ = round_of(inputs["spec"], register, name=inputs["code"])
    report({"step": 1, "steps": STEPS})
    findings = find(register, round_, stage=stage)
    report({"step": 2, "steps": STEPS})
    keep = Roster.model_validate(inputs["keep"]) if inputs.get("keep") else None
    problem = compile_problem(register, round_, findings, stage=stage, keep=keep)
    previous = inputs.get("previous")
    if previous:
        problem = problem.model_copy(update={"previous": Roster.model_validate(previous)})
    report({"step": 3, "steps": STEPS})
    shown = _shown(register, round_, findings)
    report({"step": 4, "steps": STEPS})
    counts = _counts(findings, problem)
    if previous:
        counts["drift"] = _drift(problem, previous, inputs["previous_problem"])
    return {"findings": shown, "problem": problem.to_json(), "counts": counts}


def _shown(register: Register, round_: Round, findings: Findings) -> dict[str, Any]:
    from huibi.writing.names import Names  # noqa: PLC0415 - loaded in the child alone
    from huibi.writing.sentences import Sentences  # noqa: PLC0415

    words, names = Sentences(register), Names(register, round_)
    people = {*register.pool, *(finding.person for finding in findings.findings)}
    people.update(row.concerned for row in register.declarations if row.concerned and row.concerned in register.persons)
    return {
        "document": findings.to_json(),
        "sentences": [words.finding(finding) for finding in findings.findings],
        "links": [[words.link(link) for link in finding.chain] for finding in findings.findings],
        "apart": [words.apart(entry) for entry in findings.apart],
        "not_judged": [words.not_judged(entry) for entry in findings.not_judged],
        "reasons": dict(_reasons(register, round_, findings)),
        "people": {person: _person(register, names, person) for person in sorted(people)},
        "units": {listed.unit: _unit(register, listed.unit) for listed in round_.units},
    }


def _person(register: Register, names: "Names", person: str) -> dict[str, Any]:
    cadre = register.pool.get(person)
    shown: dict[str, Any] = {"name": names.person(person), "unit": names.home(person), "title": names.title(person)}
    if cadre is not None:
        shown |= {
            "county": cadre.county,
            "category": cadre.category.value,
            "roles": [role.value for role in Role if role in cadre.roles],
            "specialities": list(cadre.specialities),
            "status": cadre.status.value if cadre.status else "active",
        }
    return shown


def _unit(register: Register, unit: str) -> dict[str, Any]:
    from huibi.network.regions import county_of  # noqa: PLC0415 - loaded in the child alone

    row = register.units[unit]
    county = county_of(register.regions, row.region) or row.region
    region = register.regions.get(county or "")
    return {"name": row.name, "county": county, "county_name": region.name if region else county or ""}


def _reasons(register: Register, round_: Round, findings: Findings) -> Iterator[tuple[str, list[str]]]:
    """Yield for each pair with an index the strongest chains behind it, in words."""
    from huibi.explaining.indexes import indexes_explained  # noqa: PLC0415 - loaded in the child alone
    from huibi.explaining.words import Words  # noqa: PLC0415
    from huibi.policy import load_policy  # noqa: PLC0415

    words = Words(register, round_)
    explained = indexes_explained(register, round_, load_policy(round_.policy), findings.risks)
    for (person, unit), reasons in explained.items():
        yield f"{person}|{unit}", [words.reason(reason) for reason in reasons]


def _counts(findings: Findings, problem: Problem) -> dict[str, Any]:
    must = {(f.person, f.unit) for f in findings.findings if f.effect.value == "must" and not f.waived}
    should = {(f.person, f.unit) for f in findings.findings if f.effect.value == "should" and not f.waived} - must
    pairs = len(problem.people) * len(problem.units)
    return {
        "people": len(problem.people),
        "units": len(problem.units),
        "pairs": pairs,
        "must": len(must),
        "should": len(should),
        "findings": len(findings.findings),
        "apart": len(findings.apart),
        "not_judged": len(findings.not_judged),
    }


def _drift(problem: Problem, previous: Mapping[str, Any], before: Mapping[str, Any]) -> int:
    """Return in how many ways the accepted roster no longer stands: rules broken, weights changed."""
    from huibi.planning.check import check  # noqa: PLC0415 - loaded in the child alone
    from huibi_api.actions.approval import weights  # noqa: PLC0415

    roster = Roster.model_validate(previous)
    broken = len(check(problem.model_copy(update={"previous": None}), roster).violations)
    old, new = weights(before, previous), weights(problem.to_json(), previous)
    return broken + sum(old.get(pair) != new.get(pair) for pair in old.keys() | new.keys())
