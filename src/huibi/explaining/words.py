"""An explanation in words: what bars, what does not and why not, with names, posts, dates and article."""

from collections.abc import Iterator
from datetime import date

from huibi.explaining.explanation import Explanation, Ground, Near, State, UnitExplained
from huibi.messages import say
from huibi.model.findings import Effect, Finding
from huibi.model.people import Role
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.network.acquaintance import Reason, Step
from huibi.writing.names import Names
from huibi.writing.records import elapsed_text
from huibi.writing.sentences import Sentences, ground_name

_SIGNS = {Effect.MUST: "●", Effect.SHOULD: "△", Effect.NOTE: "·"}
_NEAR_SHOWN = 3
_PAST = frozenset({"years", "left", "over"})  # misses of which a reader asks how long ago


class Words:
    """Puts explanations of one register and round into words, in the current language."""

    def __init__(self, register: Register, round_: Round) -> None:
        self._names = Names(register, round_)
        self._sentences = Sentences(register)
        self._as_of = round_.as_of

    def lines(self, explanation: Explanation) -> Iterator[str]:
        """Yield the lines: who it is, then each unit, then who may not be in one team."""
        names, person, roles = self._names, explanation.person, _roles(explanation.roles)
        yield say(
            "explain.person",
            name=names.person(person),
            person=person,
            home=names.home(person) or say("word.nobody"),
            title=names.title(person),
            pool=say("explain.in_pool" if explanation.in_pool else "explain.not_in_pool", roles=roles),
        )
        for unit in explanation.units:
            yield ""
            yield from self._unit(unit, explanation.roles)
        yield ""
        for entry in explanation.apart:
            yield self._sentences.apart(entry)
        if not explanation.apart:
            yield say("explain.no_apart")

    def _unit(self, unit: UnitExplained, roles: tuple[Role, ...]) -> Iterator[str]:
        yield say("explain.unit", name=self._names.unit(unit.unit), unit=unit.unit, verdict=_verdict(unit, roles))
        for ground in sorted(unit.grounds, key=lambda ground: list(State).index(ground.state)):
            yield from self._ground(ground, roles)
        for state in (State.OFF, State.CLEAR):
            names = say("word.and").join(ground_name(ground.code) for ground in unit.grounds if ground.state is state)
            if names:
                yield "  — " + say(f"explain.{state.value}", grounds=names)
        yield "    " + say("explain.seen", **unit.seen)
        yield "  " + say("explain.risk", risk=unit.risk)
        for number, reason in enumerate(unit.reasons, 1):
            yield f"    {number}. {self.reason(reason)}"

    def _ground(self, ground: Ground, roles: tuple[Role, ...]) -> Iterator[str]:
        name = ground_name(ground.code)
        for finding in ground.found:
            sign, rest = _SIGNS[finding.effect], ""
            if finding.waived:
                sign = "○"
            elif not _touches(finding, roles):
                sign, rest = "○", say("explain.other_roles")
            yield f"  {sign} {self._sentences.finding(finding)}{rest}"
        nearest = sorted(ground.near, key=lambda near: len(near.finding.chain))
        for near in nearest[:_NEAR_SHOWN]:
            yield "  " + say("explain.near", ground=name, what=self._near(near))
        if len(nearest) > _NEAR_SHOWN:
            yield "  " + say("explain.near.more", ground=name, count=len(nearest) - _NEAR_SHOWN)
        if ground.lacks:
            lacks = say("word.and").join(say(f"lack.{lack}") for lack in ground.lacks)
            yield "  " + say("explain.not_judged", ground=name, lacks=lacks)

    def _near(self, near: Near) -> str:
        clause = self._sentences.chains.clause(near.finding.chain)
        why = say(f"near.{near.why}", limit=near.limit)
        end = self._sentences.chains.end(near.finding.chain) if near.why in _PAST else None
        if end is not None and end < self._as_of:
            why = say("near.gone", gone=elapsed_text(end, self._as_of), why=why)
        kin_class = near.finding.kin_class
        if near.why == "classes" and kin_class is not None:
            why = say("near.class", kin=say(f"word.class.{kin_class.value}"), why=why)
        return say("explain.near.what", what=clause, why=why)

    def reason(self, reason: Reason) -> str:
        """Return one chain behind an index in words, with the share that it has in it."""
        if reason.counterpart is None:
            return say("explain.own_work", last=self._until(reason.last), share=f"{reason.share:.2f}")
        steps = say("word.semicolon").join(self._step(step) for step in reason.steps)
        name, home = self._names.person(reason.counterpart), self._names.title(reason.counterpart)
        return say("explain.reason", name=name, title=home, steps=steps, share=f"{reason.share:.2f}")

    def _step(self, step: Step) -> str:
        strength = f"{step.strength:.2f}"
        source, target = self._names.person(step.source), self._names.person(step.target)
        if step.bond is None:
            kin = "" if step.kin_class is None else say(f"word.class.{step.kin_class.value}")
            return say("explain.kin_step", source=source, target=target, kin=kin, strength=strength)
        bond = step.bond
        place = "" if bond.place is None else " ".join(self._names.unit(part) for part in bond.place)
        return say(
            "explain.step",
            source=source,
            target=target,
            kind=say(f"bond.{bond.kind}"),
            place=say("explain.place", place=place) if place else "",
            last=self._until(bond.last),
            strength=strength,
        )

    def _until(self, last: date | None) -> str:
        if last is None:
            return ""
        return say("explain.still") if last >= self._as_of else say("explain.until", last=last.isoformat())


def _verdict(unit: UnitExplained, roles: tuple[Role, ...]) -> str:
    if unit.barred and len(unit.barred) == len(roles):
        return say("explain.verdict.barred")
    if unit.barred:
        return say("explain.verdict.partly", roles=_roles(unit.barred))
    found = (finding for ground in unit.grounds for finding in ground.found if not finding.waived)
    weighs = any(finding.effect is Effect.SHOULD and _touches(finding, roles) for finding in found)
    return say("explain.verdict.should" if weighs else "explain.verdict.free")


def _touches(finding: Finding, roles: tuple[Role, ...]) -> bool:
    return finding.roles is None or bool(finding.roles & set(roles))


def _roles(roles: tuple[Role, ...]) -> str:
    return say("word.and").join(say(f"word.role.{role.value}") for role in roles)
