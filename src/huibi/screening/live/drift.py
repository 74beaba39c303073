"""How far counts of the whole register move the log odds of pairs that are not about who or what was counted anew.

One person more among tens of thousands moves the odds of everybody by less than a hundredth: pairs that are further
from a decision need not be weighed again. Nothing here may be too small.
"""

from collections.abc import Iterable
from math import log

from huibi.matching.counts import SMALLEST_SHARE, Namesakes, Places

ALL = 1000.0  # in a small register everything is weighed again
LEAST_PEOPLE, LEAST_STAFF = 500, 100
COMMON = 0.002  # a character of names that moves by less moves with everybody, others are looked at one by one
_SIGNS = 3  # characters of a given name, at most
_OF_KNOWN_SIGNS = _SIGNS / 4000  # what their sum moves by: it is no less (matching.counts)
_SAFE = 1.5  # relative changes are added up where logarithms of them are meant
_SECOND = 60.0  # the second bearer of a name is as likely as so much over the people, and as two over 2000


def by_staff(places: Places) -> float:
    """Return the drift where one more or fewer works at a unit, for pairs who have nothing to do with the unit."""
    everybody = 1 / places.unit_share(()) - 51  # how many have a post, one less
    return ALL if everybody < LEAST_STAFF else 2 / SMALLEST_SHARE / everybody


def by_names(before: int, namesakes: Namesakes, shares: Iterable[float]) -> float:
    """Return the drift where one more or fewer bears each of two names, for pairs in whose names nothing rare changed.

    `before` are the people before, `shares` the shares of the surnames that pairs have.
    """
    after = namesakes.people
    if min(before, after) < LEAST_PEOPLE:
        return ALL
    more = 2 / min(before, after)
    second = 2 * (_SECOND / min(60_000, before, after) + more + 2 / 2000)
    rareness = COMMON + 2 * _OF_KNOWN_SIGNS
    rounded = max((abs(log(_bearing(after, share) / _bearing(before, share))) for share in shares), default=0.0)
    return _SAFE * (2 * second + (_SIGNS + 1) * rareness + 4 * more) + rounded


def _bearing(people: int, share: float) -> int:
    return max(1, round(people * share))
