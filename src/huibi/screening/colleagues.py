"""post.superior: who led whom at one unit, now or lately, among the person and the unit's body (第七十六条第三项)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from huibi.model.findings import Link
from huibi.model.people import Posting
from huibi.model.spans import FIRST, Days, ended_within, union
from huibi.policy import Rule
from huibi.screening.notice import Notice, placed, post_link
from huibi.screening.view import Group, View, fits

LONG_DAYS = 365
MOST_HEADCOUNT = 100


@dataclass(frozen=True, slots=True)
class Overlap:
    """Days up to D on which two postings at one unit stood together, one of the two leading there."""

    own: Posting
    theirs: Posting
    days: Days


def post_superior(view: View, person: str) -> Iterator[Notice]:
    """Notice who was at exactly one unit at one time with a member of body(u), one of the two leading there then.

    It is now or ended within the years. 365 or more such days (union, up to D) at a unit of at most 100 heads, or of
    unknown size, make the closer tier.
    """
    rule = view.rule("post.superior")
    for (member, at), overlaps in shared_days(view, person, rule).items():
        if not any(_is_recent(view, overlap.days, rule) for overlap in overlaps):
            continue
        days = sum(span.length for span in union(overlap.days for overlap in overlaps))
        tier = "close" if days >= LONG_DAYS and is_small(view, at) else "wider"
        for place in view.places(member):
            if place.group is Group.BODY:
                chain = _joined(_chain(overlaps), placed(view.standing, place.postings[0], place.unit))
                yield Notice(unit=place.unit, chain=chain, tier=tier, counterpart=member)


def shared_days(view: View, person: str, rule: Rule) -> dict[tuple[str, str], list[Overlap]]:
    """Return, for each body member of a unit of the round and each unit, the overlaps of the two there."""
    found: dict[tuple[str, str], list[Overlap]] = defaultdict(list)
    until_now = Days(FIRST, view.as_of)
    for own in view.standing.postings_of(person):
        for theirs in view.postings_of_members(own.unit):
            if theirs.person == person or not (fits(rule, own) or fits(rule, theirs)):
                continue
            days = own.span.meet(theirs.span)
            days = None if days is None else days.meet(until_now)
            if days is not None:
                found[theirs.person, own.unit].append(Overlap(own, theirs, days))
    return found


def is_small(view: View, unit: str) -> bool:
    """Whether a unit is so small that people know each other; an unknown size (empty, 0) counts as small."""
    return (view.register.units[unit].headcount or 0) <= MOST_HEADCOUNT


def _is_recent(view: View, days: Days, rule: Rule) -> bool:
    return days.last == view.as_of or ended_within(days.last, view.as_of, rule.years or 0)


def _joined(chain: tuple[Link, ...], post: tuple[Link, ...]) -> tuple[Link, ...]:
    """Name the post in the body once, where it is the very one that was shared."""
    return chain + tuple(link for link in post if link not in chain)


def _chain(overlaps: list[Overlap]) -> tuple[Link, ...]:
    last = max(overlaps, key=lambda overlap: (overlap.days.last, overlap.days.length, overlap.own.record))
    return post_link(last.own), post_link(last.theirs)
