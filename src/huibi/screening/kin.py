"""kin.*: whose kin are in the unit, above it, or led it (公务员法 第七十四条, 第七十六条第二项)."""

from collections.abc import Iterator

from huibi.model.findings import Link
from huibi.model.spans import ended_within
from huibi.model.ties import KinClass
from huibi.screening.kinfolk import Related
from huibi.screening.notice import Notice, placed, posted
from huibi.screening.view import Group, View, fits

CLOSE = frozenset({KinClass.SPOUSE, KinClass.LINEAL})


def kin_body(view: View, person: str) -> Iterator[Notice]:
    """Notice kin of the classes in body(u) or keys(u)."""
    return _placed_kin(view, person, "kin.body", (Group.BODY, Group.KEYS))


def kin_staff(view: View, person: str) -> Iterator[Notice]:
    """Notice kin of the classes in staff(u); spouse and lineal kin weigh more."""
    for notice in _placed_kin(view, person, "kin.staff", (Group.STAFF,)):
        tier = "close" if notice.kin_class in CLOSE else "wider"
        yield Notice(
            unit=notice.unit,
            chain=notice.chain,
            tier=tier,
            counterpart=notice.counterpart,
            kin_class=notice.kin_class,
            uncertain=notice.uncertain,
        )


def kin_other(view: View, person: str) -> Iterator[Notice]:
    """Notice further kin, outside the four classes, in body(u)."""
    return _placed_kin(view, person, "kin.other", (Group.BODY,))


def kin_above(view: View, person: str) -> Iterator[Notice]:
    """Notice kin of the classes who are chief or board of a unit above u."""
    rule = view.rule("kin.above")
    for relative, relation in _kin(view, person, "kin.above"):
        for unit, posting in view.leads_above(relative):
            if fits(rule, posting):
                yield _notice(unit, relative, relation, posted(view.standing, posting, unit))


def kin_former(view: View, person: str) -> Iterator[Notice]:
    """Notice kin of the classes who were chief or board at u itself, and left within the years."""
    rule = view.rule("kin.former")
    units = frozenset(view.units)
    for relative, relation in _kin(view, person, "kin.former"):
        for posting in view.standing.postings_of(relative):
            if posting.unit not in units or not fits(rule, posting):
                continue
            if ended_within(posting.end, view.as_of, rule.years or 0):
                yield _notice(posting.unit, relative, relation, posted(view.standing, posting, posting.unit))


def _placed_kin(view: View, person: str, code: str, groups: tuple[Group, ...]) -> Iterator[Notice]:
    rule = view.rule(code)
    for relative, relation in _kin(view, person, code):
        for place in view.places(relative):
            if place.group not in groups:
                continue
            for posting in place.postings:
                if fits(rule, posting):
                    yield _notice(place.unit, relative, relation, placed(view.standing, posting, place.unit))


def _kin(view: View, person: str, code: str) -> Iterator[tuple[str, Related]]:
    classes = view.rule(code).classes or frozenset()
    for relative, relation in view.touching_kin(person).items():
        if relation.kin_class in classes:
            yield relative, relation


def _notice(unit: str, relative: str, relation: Related, post: tuple[Link, ...]) -> Notice:
    return Notice(
        unit=unit,
        chain=relation.chain + post,
        counterpart=relative,
        kin_class=relation.kin_class,
        uncertain=relation.uncertain,
    )
