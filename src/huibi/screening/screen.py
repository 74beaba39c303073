"""screen(): all grounds over the screened persons and the round's units, rulings folded over what they find."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial

from huibi.collector import collector_paused
from huibi.errors import UsageError
from huibi.heap import freed_memory_kept
from huibi.model.findings import Finding, Findings, Risk
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.network import acquaintance_bulk as bulk
from huibi.network.acquaintance import Acquaintance
from huibi.network.kinship import Kinship
from huibi.policy import Policy
from huibi.screening.beside import beside
from huibi.screening.effects import findings_of
from huibi.screening.gaps import not_judged
from huibi.screening.grounds import GROUNDS
from huibi.screening.identities import Supposed, news, supposed
from huibi.screening.kinfolk import Kinfolk
from huibi.screening.rulings import fold
from huibi.screening.team import apart
from huibi.screening.view import View

Possible = Mapping[str, tuple[Finding, ...]]  # by person
_POSSIBLE = "match.possible"
_AT_ONCE = 32  # persons of whom a second process tells at once what identities would give
_MANY = 20_000  # persons, from whom on a second process pays


@collector_paused()
def screen(
    register: Register,
    round_: Round,
    policy: Policy,
    *,
    stage: int | None = None,
    person: str | None = None,
    kinship: Kinfolk | None = None,
) -> Findings:
    """Return what bars, weighs on or is worth noting between the screened persons and the round's units.

    `stage` (the round's own if None) cuts the findings to what it asks for; `apart`, risks and what could not be judged
    are not cut. `person` screens that one person, in the pool or not. A caller that already has the kin (`kinship_for`)
    hands them in. The order of everything is fixed. Raises UsageError for a person whom the register does not know.
    """
    persons = screened_persons(register, round_) if person is None else (known_person(register, person),)
    last = round_.stage if stage is None else stage
    if kinship is not None:
        return _screened(View(register, round_, policy, kinship, persons), kinship, last)
    with closing(kinship_for(register, round_, policy)) as own:
        return _screened(View(register, round_, policy, own, persons), own, last)


def _screened(view: View, kinship: Kinfolk, last: int) -> Findings:
    """Return what is found up to a stage."""
    with _at_hand(view, kinship) as (risks, possible):
        return Findings(
            round=view.round.id,
            as_of=view.as_of,
            policy=view.policy.digest,
            findings=tuple(one for one in _findings_on(view, view.screened, possible) if one.stage <= last),
            apart=apart(view),
            not_judged=not_judged(view),
            risks=risks(),
        )


def kinship_for(register: Register, round_: Round, policy: Policy) -> Kinship:
    """Return the kin of everybody on the round's day, as the policy's switches read them."""
    return Kinship(register, round_.as_of, policy.switches)


def kinship_of_index(register: Register, round_: Round, policy: Policy, kinship: Kinfolk) -> Kinfolk:
    """Return the kin that the acquaintance index reads: from either end also where the policy reads it from one."""
    if policy.switches.mutual:
        return kinship
    return Kinship(register, round_.as_of, replace(policy.switches, mutual=True))


def screened_persons(register: Register, round_: Round) -> tuple[str, ...]:
    """Return the living persons of the pool with status active or empty, in id order."""
    return tuple(sorted(person for person in register.pool if is_screened(register, round_, person)))


def is_screened(register: Register, round_: Round, person: str) -> bool:
    """Whether somebody known is one of the screened."""
    cadre = register.pool.get(person)
    return cadre is not None and cadre.is_active and not register.persons[person].dead_on(round_.as_of)


def known_person(register: Register, person: str) -> str:
    """Return the id under which a person stands in the register; raises UsageError for nobody."""
    kept = register.aliases.get(person, person)
    if kept not in register.persons:
        raise UsageError.of("screen.unknown_person", person=person)
    return kept


def _findings_on(view: View, persons: Iterable[str], possible: Callable[[], Possible]) -> tuple[Finding, ...]:
    """Return the findings of every stage: by person, then unit in the round's order, then code in the policy's.

    `possible` tells what undecided identities would give, and is asked last.
    """
    found = {
        person: {code: findings_under(view, person, code) for code in GROUNDS if code != _POSSIBLE}
        for person in persons
    }
    others = possible()
    for person, under in found.items():
        under[_POSSIBLE] = others.get(person, ())
    return tuple(
        finding for under in found.values() for finding in told(view, (one for code in GROUNDS for one in under[code]))
    )


def _supposed(view: View, some: Iterable[str]) -> dict[str, Supposed]:
    """Return what undecided identities would give some of the screened, held against nothing yet."""
    if not view.rule(_POSSIBLE).on:
        return {}
    return {person: found for person in some if (found := supposed(view, person))}


def _possible(view: View, held: Mapping[str, Supposed]) -> Possible:
    """Return what undecided identities would give the screened."""
    rule = view.rule(_POSSIBLE)
    return {person: tuple(findings_of(view, person, rule, news(view, person, some))) for person, some in held.items()}


def told(view: View, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings of one person, given code by code, by unit in the round's order, rulings folded in."""
    units = {unit: rank for rank, unit in enumerate(view.units)}
    return fold(view, sorted(findings, key=lambda finding: units[finding.unit]))


def findings_under(view: View, person: str, code: str) -> tuple[Finding, ...]:
    """Return the findings of one person under one code, no ruling folded in; none where the policy has it off."""
    rule = view.rule(code)
    return tuple(findings_of(view, person, rule, GROUNDS[code](view, person))) if rule.on else ()


@contextmanager
def _at_hand(view: View, kinship: Kinfolk) -> Iterator[tuple[Callable[[], tuple[Risk, ...]], Callable[[], Possible]]]:
    """Ask for the kin of all the screened at once; yield what returns the risks, and what identities would give.

    Of a large register a second process looks for who knows whom, and for as much of what identities would give as it
    comes to, while kin are made ready here; then another works out the risks while kin are asked for and judged. One
    ends before the other begins: each keeps for itself what changes beside it. Kinfolk of another kind than `Kinship`
    are asked one by one.
    """
    of_index = kinship_of_index(view.register, view.round, view.policy, kinship)
    index = Acquaintance(view.register, of_index, view.standing, view.as_of)
    if not isinstance(of_index, Kinship) or not isinstance(kinship, Kinship):
        pairs = ((person, unit, index.risk(person, unit)) for person in view.screened for unit in view.units)
        yield lambda: _risks(pairs), lambda: _possible(view, _supposed(view, view.screened))
        return
    pays = len(view.register.persons) >= _MANY
    sides = bulk.Sides(index, view.screened, view.units)
    starts = range(0, len(view.screened), _AT_ONCE)
    parts = [partial(_supposed, view, view.screened[start : start + _AT_ONCE]) for start in starts]
    with beside((sides.tell, view.likeness.find, *parts), pays=pays) as (sides.tell, view.likeness.tell, *given):
        if pays:
            with freed_memory_kept():
                kinship.prepare()
                of_index.prepare()
            _ = sides.known, view.likeness.pairs
    with beside([lambda: _risks(bulk.risks(index, of_index, sides))], pays=pays) as (risks,):
        view.look_ahead(kinship, view.screened)
        yield risks, lambda: _possible(view, {person: some for part in given for person, some in part().items()})


def _risks(found: Iterable[tuple[str, str, int]]) -> tuple[Risk, ...]:
    return tuple(Risk(person=person, unit=unit, risk=risk) for person, unit, risk in found if risk > 0)
