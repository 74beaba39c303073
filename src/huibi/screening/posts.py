"""post.*: the person's own postings in the unit and above it (公务员法 第七十六条)."""

from collections.abc import Iterator

from huibi.model.findings import Link
from huibi.model.people import Posting
from huibi.model.spans import FIRST, Days, ended_within, union
from huibi.screening.notice import Notice, overseen, post_link, posted, tree_links
from huibi.screening.view import View, fits, is_leading

DAYS_A_YEAR = 365


def post_current(view: View, person: str) -> Iterator[Notice]:
    """Notice a posting in scope(u), or one above u that leads there or oversees u, that is current or soon will be."""
    rule = view.rule("post.current")
    for posting in view.standing.postings_of(person):
        if not view.standing.counts(posting) or not fits(rule, posting):
            continue
        for unit in view.inside(posting.unit):
            yield Notice(unit=unit, chain=posted(view.standing, posting, unit))
        for unit in view.over(posting.unit):
            if is_leading(posting):
                yield Notice(unit=unit, chain=posted(view.standing, posting, unit))
            elif unit in posting.oversees:
                yield Notice(unit=unit, chain=overseen(view.standing, posting, unit, unit))


def post_above(view: View, person: str) -> Iterator[Notice]:
    """Notice any other posting above u that stands on D."""
    rule = view.rule("post.above")
    for posting in view.standing.current_postings(person):
        if is_leading(posting) or not fits(rule, posting):
            continue
        for unit in view.over(posting.unit):
            if unit not in posting.oversees:
                yield Notice(unit=unit, chain=posted(view.standing, posting, unit))


def post_former(view: View, person: str) -> Iterator[Notice]:
    """Notice a posting in scope(u) that ended within the years."""
    return _ended(view, person, "post.former")


def post_led(view: View, person: str) -> Iterator[Notice]:
    """Notice a posting as chief or board in scope(u) that ended within the years: the period under inspection."""
    return _ended(view, person, "post.led")


def post_long(view: View, person: str) -> Iterator[Notice]:
    """Notice own postings in scope(u) whose days, counted once and up to D, make up the years."""
    rule = view.rule("post.long")
    by_unit: dict[str, list[Posting]] = {}
    for posting in view.standing.postings_of(person):
        if (posting.start or FIRST) <= view.as_of and fits(rule, posting):
            for unit in view.inside(posting.unit):
                by_unit.setdefault(unit, []).append(posting)
    for unit, postings in by_unit.items():
        if days_up_to(view, postings) >= DAYS_A_YEAR * (rule.years or 0):
            yield Notice(unit=unit, chain=_all_posted(view, postings, unit))


def days_up_to(view: View, postings: list[Posting]) -> int:
    """Return the number of days up to D on which at least one of the postings stood."""
    until_now = Days(FIRST, view.as_of)
    spans = (posting.span.meet(until_now) for posting in postings)
    return sum(span.length for span in union(span for span in spans if span is not None))


def _ended(view: View, person: str, code: str) -> Iterator[Notice]:
    rule = view.rule(code)
    for posting in view.standing.postings_of(person):
        if fits(rule, posting) and ended_within(posting.end, view.as_of, rule.years or 0):
            for unit in view.inside(posting.unit):
                yield Notice(unit=unit, chain=posted(view.standing, posting, unit))


def _all_posted(view: View, postings: list[Posting], unit: str) -> tuple[Link, ...]:
    """Return every posting, then how their units belong to the one inspected, the lowest first."""
    posts = sorted(postings, key=lambda row: (row.start or FIRST, row.unit, row.record))
    units = dict.fromkeys(posting.unit for posting in posts)
    ways = sorted((tree_links(view.standing, at, unit) for at in units), key=len, reverse=True)
    return (*map(post_link, posts), *dict.fromkeys(link for way in ways for link in way))
