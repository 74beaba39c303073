"""What units, posts and places say: rows of careers, and words on unit and post that nothing resolved."""

from collections.abc import Iterator

from huibi.matching.evidence import Evidence, Scales
from huibi.matching.profiles import Profile
from huibi.matching.units import folded
from huibi.model.people import Posting
from huibi.model.spans import FIRST

_ORDER = ("post", "text", "unit", "line")
_SHORTEST_ALIKE = 6  # characters that two texts share to say something


def by_work(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield what unit and post say; where one of the two says nothing of work, what the counties say."""
    found = list(_rows(scales, a, b)) + list(_texts(scales, a, b)) + list(_texts(scales, b, a))
    if found:
        yield min(found, key=lambda piece: (_ORDER.index(piece.level), -piece.weight))
        return
    if a.posts and b.posts and not (a.listed or b.listed):
        yield scales.piece("unit", "differs", a=_shown(scales, a), b=_shown(scales, b))
    elif a.counties and b.counties:
        same = a.counties & b.counties
        share = scales.places.county_share(a.counties)
        yield scales.piece("place", "same", share) if same else scales.piece("place", "differs", 1 - share)


def _rows(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    for one in a.posts:
        for other in b.posts:
            if one.unit == other.unit:
                yield _of_unit(scales, one.unit, post=_same_title(one, other))
            elif scales.units.in_line(one.unit, other.unit):
                share = scales.places.unit_share((one.unit, other.unit))
                yield scales.piece("unit", "line", share, unit=scales.units.name(one.unit))


def _texts(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield where words of one record name a unit of the other, or a unit that both texts name."""
    for text in map(folded, a.texts):
        for post in b.posts:
            how = scales.units.named_in(post.unit, text)
            if how is not None:
                titled = bool(post.title) and folded(post.title) in text
                alike = (post.unit,) if how == "whole" else scales.units.alike(post.unit)
                yield _of_unit(scales, post.unit, post=titled, share=scales.places.unit_share(alike))
        for other in map(folded, b.texts):
            if len(text) >= _SHORTEST_ALIKE and text == other:
                yield scales.piece("unit", "text", text=text)


def _of_unit(scales: Scales, unit: str, *, post: bool, share: float | None = None) -> Evidence:
    share = scales.places.unit_share((unit,)) if share is None else share
    name = scales.units.name(unit)
    if post:
        return scales.piece("unit", "post", share * scales.weights.number("unit", "colleague_title"), unit=name)
    return scales.piece("unit", "unit", share, unit=name)


def _same_title(one: Posting, other: Posting) -> bool:
    return bool(one.title) and folded(one.title) == folded(other.title)


def _shown(scales: Scales, profile: Profile) -> str:
    return scales.units.name(max(profile.posts, key=lambda post: (post.start or FIRST, post.unit)).unit)
