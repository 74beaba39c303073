"""What the terminal says of places, concessions, candidates and reserves: sentences from the catalogue over ids."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from huibi.cli.rosters_words import left_over_words, outcome, pins_words, place_words, shortfall_words
from huibi.messages import say
from huibi.writing.changes import changes
from huibi.writing.lacks import what_text

if TYPE_CHECKING:
    from huibi.model.reserves import Reserves
    from huibi.planning.concessions import Priced, Report
    from huibi.planning.lifting import Part
    from huibi.planning.recommend import Candidate
    from huibi.planning.tries import Outcome
    from huibi.planning.why import Answer


def answer(found: "Answer") -> str:
    """Say where somebody is, and of each place asked about what keeps the person out or what it would change."""
    now = None if found.team is None or found.role is None else (found.team, found.role)
    lines = [say("why.now", person=found.question.person, place=place_words(now))]
    if found.pins:
        lines.append(say("why.pinned"))
    for place in found.places:
        where = None if place.team is None or place.role is None else (place.team, place.role)
        told = outcome(place.trial.violations, place.trial.delta).replace("\n", say("word.semicolon"))
        lines.append(say("why.place", place=place_words(where), outcome=told))
        if place.best is not None:
            lines.append("  " + _best(place.best))
    return "\n".join(lines)


def _best(found: "Outcome") -> str:
    """Say what the best roster with one thing fixed would change, or which pins forbid it."""
    if found.moves is None:
        return say("solve.comma").join(pins_words(claim) for claim in found.conflicts)
    return say(
        "why.best.proven" if found.proven else "why.best",
        changes=changes(found.delta),
        people=len(found.moves.people),
        units=len(found.moves.units),
    )


def report(found: "Report") -> str:
    """Say what lacks and why, what moving people would cost, and each concession with its price, cheapest first."""
    if found.conflicts:
        clash = [pins_words(claim) for claim in found.conflicts]
        return "\n".join([*clash, say("concession.take_off", pins=" ".join(map(str, found.unpin)))])
    lines = [] if found.lacks or found.unassigned else [say("concession.nothing_lacks")]
    for lack in found.lacks:
        lines.append(shortfall_words(lack.entry))
        lines += [
            say("concession.move", person=one.person, team=one.team, role=say(f"word.role.{one.role}"))
            + changes(one.trial.delta)
            for one in lack.moves
        ]
    if found.unassigned:
        lines.append(left_over_words(found.unassigned))
    if found.again is not None and any(found.again.delta.values()):
        lines.append(say("concession.again", changes=changes(found.again.delta)))
    lines += [_priced(number, one) for number, one in enumerate(found.priced, start=1)]
    if found.untried:
        lines.append(say("concession.untried", count=found.untried))
    return "\n".join(lines)


def _priced(number: int, one: "Priced") -> str:
    what = say("word.and").join(map(part_words, one.parts))
    code = "concession.priced" if one.helps else "concession.no_help"
    told = _best(one.outcome)
    return say(code, number=number, what=what, outcome=told)


def part_words(part: "Part") -> str:
    """Say one thing that is conceded."""
    ids = {name: " ".join(map(str, value)) if isinstance(value, list) else value for name, value in part.ids.items()}
    if "role" in ids and ids["role"] is not None:
        ids["role"] = say(f"word.role.{ids['role']}")
    if part.kind in ("ask_less", "larger", "outside"):
        ids["place"] = ids.get("team") or ids.get("county")
        ids["what"] = what_text(str(part.ids["what"]))
    if part.kind == "unpin":
        return say("concession.unpin", pin=ids["pin"])
    if part.kind == "home_limit":
        return say(f"concession.{part.ids['what']}", **ids)
    return say(f"concession.{part.kind}", **ids)


def candidates(found: Iterable["Candidate"]) -> str:
    """Say who could take a place, what each would change, and what comes along."""
    lines = []
    for number, one in enumerate(found, start=1):
        text = say("recommend.candidate", number=number, person=one.person, changes=changes(one.trial.delta))
        if one.comes_from is not None:
            text += say("recommend.from", team=one.comes_from)
        if one.replaces is not None:
            text += say("recommend.swaps" if one.swaps else "recommend.replaces", person=one.replaces)
        if one.costs:
            costs = say("solve.comma").join(
                say("recommend.cost", unit=cost.unit, should=cost.should, risk=cost.risk) for cost in one.costs
            )
            text += say("recommend.costs", costs=costs)
        lines.append(text)
    return "\n".join(lines) or say("recommend.nobody")


def reserves(found: "Reserves") -> str:
    """Say whom to keep ready, role by role, and which places nobody could take by a single move."""
    return "\n".join(_reserves(found))


def _reserves(found: "Reserves") -> Iterator[str]:
    yield say("reserves.places", places=len(found.places), covered=len(found.places) - len(found.bare))
    for one in found.suggested:
        places = " ".join(f"{team}:{holder}" for team, holder in one.places)
        role = say(f"word.role.{one.role}")
        yield say("reserves.suggested", role=role, person=one.person, count=len(one.places), places=places)
    for place in found.bare:
        yield say("reserves.bare", team=place.team, role=say(f"word.role.{place.role}"), holder=place.holder)
