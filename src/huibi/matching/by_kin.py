"""What families say: the same mother, the same spouse, a child named alike; and what two persons cannot be."""

from collections.abc import Iterator
from datetime import date

from huibi.matching.by_birth import born_apart
from huibi.matching.by_name import level_of
from huibi.matching.evidence import Evidence, Scales
from huibi.matching.names import surname_share
from huibi.matching.profiles import Profile, Relative
from huibi.matching.roles import CHILD, OTHER, PARENT, SIBLING, SPOUSE, Seat

_ALIKE = frozenset({"exact", "variant"})
DIFFERING = ((PARENT, "parent_differs"), (SPOUSE, "spouse_differs"), (CHILD, "child_differs"))
MONTHS_BESIDE = 13
SHARED = 1e-4  # namesakes of whom one could have married the husband or wife of the other
BY_CHANCE = 2e-3  # families that resemble each other more than chance says


def cannot_be_one(a: Profile, b: Profile) -> bool:
    """Whether the families say that the two are two persons: kin of each other, or of somebody in two generations."""
    if a.id in b.by_id or b.id in a.by_id:
        return True
    return any(
        _exclude(one.seat, other.seat)
        for shared in a.by_id.keys() & b.by_id.keys()
        for one in a.by_id[shared]
        for other in b.by_id[shared]
    )


def _exclude(one: Seat, other: Seat) -> bool:
    """Whether nobody has both seats in one family."""
    if one.place != other.place and OTHER not in (one.place, other.place):
        return True
    return None not in (one.generation, other.generation) and one.generation != other.generation


def by_kin(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield the strongest that is shared, what differs where there can be only one, and whether the ages fit."""
    sure = level_of(a.name, b.name) in _ALIKE and not born_apart(a, b)
    shared = list(_same(scales, a, b, sure=sure)) or list(_named_alike(scales, a, b, sure=sure))
    if shared:
        yield max(shared, key=lambda piece: piece.weight)
    yield from _differing(scales, a, b)
    yield from _ages(scales, a, b)


def _same(scales: Scales, a: Profile, b: Profile, *, sure: bool) -> Iterator[Evidence]:
    for shared in sorted(a.by_id.keys() & b.by_id.keys()):
        one, other = a.by_id[shared][0], b.by_id[shared][0]
        if one.seat.place != other.seat.place:
            continue
        words = {"relative": one.name.text}
        if not sure and one.seat.place in (PARENT, SIBLING, OTHER):
            yield scales.piece("kin", "siblings", **words)
        elif one.seat.place != OTHER:
            yield scales.piece("kin", "same", min(SHARED, 1 / scales.namesakes.people), **words, seat=one.seat.place)
        else:
            yield scales.piece("kin", "same_wider", **words)


def _named_alike(scales: Scales, a: Profile, b: Profile, *, sure: bool) -> Iterator[Evidence]:
    """Yield relatives in one seat with one name, who may be one person too; where names differ only of own family."""
    for one in a.kin:
        for other in b.kin:
            if one.seat.place != other.seat.place or one.seat.place == OTHER or not _may_be_one(one, other):
                continue
            if sure or one.seat.place in (SPOUSE, CHILD):
                chance = min(0.3, _chance(scales, a, one, other) + BY_CHANCE)
                yield scales.piece("kin", "named_alike", chance, relative=one.name.text, seat=one.seat.place)


def _chance(scales: Scales, a: Profile, one: Relative, other: Relative) -> float:
    """Return how often two who bear one name have such a relative of one name by chance; families share surnames."""
    people = scales.namesakes.people
    if one.name.surname == a.name.surname and one.seat.place != SPOUSE:
        people = max(1, round(people * surname_share(a.name.surname)))
    return (1 + scales.namesakes.expected(one.name, other.name)) / people


def _differing(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    for place, level in DIFFERING:
        mine = [relative for relative in a.kin if relative.seat.place == place]
        theirs = [relative for relative in b.kin if relative.seat.place == place]
        if place != CHILD:
            mine, theirs = ([relative for relative in some if relative.seat.only] for some in (mine, theirs))
            theirs = [other for other in theirs if any(other.seat.sex is one.seat.sex for one in mine)]
            mine = [one for one in mine if any(other.seat.sex is one.seat.sex for other in theirs)]
        if mine and theirs and not any(_may_be_one(one, other) for one in mine for other in theirs):
            yield scales.piece("kin", level, a=mine[0].name.text, b=theirs[0].name.text)


def _may_be_one(one: Relative, other: Relative) -> bool:
    if one.id == other.id:
        return True
    if level_of(one.name, other.name) == "differs":
        return False
    if one.birth is None or other.birth is None:
        return True
    return abs((one.birth.year - other.birth.year) * 12 + one.birth.month - other.birth.month) <= MONTHS_BESIDE


def _ages(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield whether the age of the one fits into the family of the other, whose own age is not known."""
    for one, other in ((a, b), (b, a)):
        if one.birth is not None or other.birth is None:
            continue
        said = [(relative, _fits(relative, other.birth)) for relative in one.kin if relative.birth is not None]
        wrong = next((relative for relative, fits in said if not fits), None)
        if wrong is not None:
            yield scales.piece("kin", "ages_wrong", relative=wrong.name.text, birth=str(other.birth.year))
        elif said:
            yield scales.piece("kin", "ages_fit", relative=said[0][0].name.text)


def _fits(relative: Relative, birth: date) -> bool:
    if relative.birth is None:
        return True
    low, high = relative.seat.older
    return low - 1 <= birth.year - relative.birth.year <= high + 1
