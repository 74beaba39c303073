"""Builders of valid values for tests: a day as text, rows with the defaults that a case does not care about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from huibi.compiling.problem import compile_problem
from huibi.model.findings import Effect, Finding, Findings
from huibi.model.people import (
    Cadre,
    Category,
    Level,
    Person,
    PoolStatus,
    Posting,
    Region,
    RegionLevel,
    Role,
    Service,
    Study,
    Unit,
    UnitKind,
)
from huibi.model.plans import Plan
from huibi.model.register import Register
from huibi.model.rosters import Pin, Roster, TeamEntry
from huibi.model.rounds import Mode, Round, RoundUnit
from huibi.model.ties import (
    Answer,
    Decision,
    Declaration,
    Interest,
    InterestKind,
    Kin,
    Ruling,
    Served,
    Tie,
    TieKind,
)


def day(text: str | None) -> date | None:
    """Return the day of `2024-03-01`, None for None."""
    return None if text is None else date.fromisoformat(text)


def unit(unit_id: str, parent: str | None = None, **more: Any) -> Unit:
    """Return a department named like its id."""
    kind = UnitKind(more.pop("kind", "department"))
    return Unit(id=unit_id, name=more.pop("name", f"单位{unit_id}"), parent=parent, kind=kind, **more)


def person(person_id: str, **more: Any) -> Person:
    """Return a person named like the id; `birth` and `died` may be texts."""
    days = {name: day(more.pop(name)) for name in ("birth", "died") if isinstance(more.get(name), str)}
    return Person(id=person_id, name=more.pop("name", f"人{person_id}"), **days, **more)


def posting(
    who: str,
    where: str,
    level: str | None = "staff",
    start: str | None = "2015-01-01",
    end: str | None = None,
    **more: Any,
) -> Posting:
    """Return a posting; its level is a word of the register, its days are texts."""
    return Posting(
        person=who,
        unit=where,
        title=more.pop("title", "职务"),
        level=None if level is None else Level(level),
        start=day(start),
        end=day(end),
        **more,
    )


def register(
    units: Iterable[Unit] = (), persons: Iterable[Person] = (), postings: Iterable[Posting] = (), **more: Any
) -> Register:
    """Return a register; persons who are only named by postings get a row of their own."""
    rows = {row.id: row for row in persons}
    postings = tuple(postings)
    for row in postings:
        rows.setdefault(row.person, person(row.person))
    return Register(units={row.id: row for row in units}, persons=rows, postings=postings, **more)


def region(code: str, level: str, parent: str | None = None, **more: Any) -> Region:
    """Return a region named like its code."""
    return Region(code=code, name=more.pop("name", f"区划{code}"), level=RegionLevel(level), parent=parent, **more)


def cadre(who: str, *roles: str, **more: Any) -> Cadre:
    """Return a row of the pool; somebody without roles may serve in all of them; days are texts."""
    days = {name: day(more.pop(name, None)) for name in ("available_from", "available_to")}
    status = more.pop("status", None)
    return Cadre(
        person=who,
        roles=frozenset(Role(role) for role in roles) or frozenset(Role),
        category=Category(more.pop("category", "seconded")),
        status=None if status is None else PoolStatus(status),
        **days,
        **more,
    )


def team(team_id: str, **more: Any) -> TeamEntry:
    """Return a team of up to ten people that asks for one leader."""
    return TeamEntry.model_validate({"id": team_id, "size": (1, 10), "roles": {"leader": (1, 1)}} | more)


def round_(units: Iterable[str | RoundUnit], teams: Iterable[str | TeamEntry] = ("T1",), **more: Any) -> Round:
    """Return a local round of autumn 2026, judged on 15 August."""
    days = {"as_of": "2026-08-15", "start": "2026-09-01", "end": "2026-11-15"}
    return Round(
        id=more.pop("id", "2026-3"),
        name=more.pop("name", "2026年第三轮巡察"),
        units=tuple(RoundUnit(unit=row) if isinstance(row, str) else row for row in units),
        teams=tuple(team(row) if isinstance(row, str) else row for row in teams),
        mode=Mode(more.pop("mode", "local")),
        **{name: date.fromisoformat(more.pop(name, text)) for name, text in days.items()},
        **more,
    )


def finding(who: str, where: str, code: str = "kin.body", effect: str = "must", **more: Any) -> Finding:
    """Return a finding; `roles` are words of the register, None for every role."""
    roles = more.pop("roles", None)
    return Finding(
        person=who,
        unit=where,
        code=code,
        effect=Effect(effect),
        roles=None if roles is None else frozenset(Role(role) for role in roles),
        stage=more.pop("stage", 1),
        **more,
    )


def findings(*rows: Finding, **more: Any) -> Findings:
    """Return the findings of the round that `round_` makes."""
    return Findings(round="2026-3", as_of=date(2026, 8, 15), policy="digest", findings=rows, **more)


def pin(team_id: str, who: str | None = None, *, unit: str | None = None, role: str | None = None) -> Pin:
    """Return a pin of a person (in a role, or in any) or of a unit."""
    return Pin(team=team_id, person=who, unit=unit, role=None if role is None else Role(role))


def _dated(more: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the keywords with the named days read from texts."""
    return more | {name: day(more[name]) for name in names if isinstance(more.get(name), str)}


def kin(who: str, relative: str, term: str, **more: Any) -> Kin:
    """Return a row of kin: `relative` is the `term` of `who`."""
    return Kin(person=who, relative=relative, term=term, **_dated(more, "since", "ended"))


def tie(who: str, other: str, kind: str, **more: Any) -> Tie:
    """Return a tie other than kin."""
    return Tie(person=who, other=other, kind=TieKind(kind), **_dated(more, "since", "until"))


def study(who: str, school: str, class_name: str, start: str | None = None, end: str | None = None) -> Study:
    """Return time at a school."""
    return Study(person=who, school=school, class_name=class_name, start=day(start), end=day(end))


def service(who: str, troop: str, start: str | None = None, end: str | None = None) -> Service:
    """Return time in a troop."""
    return Service(person=who, troop=troop, start=day(start), end=day(end))


def interest(who: str, where: str, kind: str = "holding", **more: Any) -> Interest:
    """Return an interest of a person in a unit."""
    return Interest(person=who, unit=where, kind=InterestKind(kind), **_dated(more, "since", "until"))


def served(who: str, where: str, round_id: str, team_id: str = "T1", **more: Any) -> Served:
    """Return a row of earlier inspections."""
    return Served(round=round_id, team=team_id, person=who, unit=where, **_dated(more, "start", "end"))


def ruling(who: str, where: str, decision: str, code: str = "", **more: Any) -> Ruling:
    """Return what somebody decided about a person and a unit."""
    return Ruling(person=who, unit=where, decision=Decision(decision), code=code, **_dated(more, "decided_on"))


def declaration(who: str, decision: str = "pending", **more: Any) -> Declaration:
    """Return an application for recusal."""
    return Declaration(id=more.pop("id", "D1"), person=who, decision=Answer(decision), **more)


def roster(teams: Mapping[str, tuple[Iterable[str], Mapping[str, str]]], **more: Any) -> Roster:
    """Return a roster: team → its units, and person → role."""
    rows = [
        {"id": name, "units": list(units), "people": [{"id": who, "role": role} for who, role in people.items()]}
        for name, (units, people) in teams.items()
    ]
    return Roster.model_validate({"teams": rows, "status": "optimal", "seed": 1, "workers": 1} | more)


def plan(register_: Register, round_of: Round, found: Findings, roster_: Roster) -> Plan:
    """Return a plan as it would leave the library."""
    problem = compile_problem(register_, round_of, found)
    return Plan(register=register_, round=round_of, findings=found, problem=problem, roster=roster_, digest="d" * 64)
