"""match(): who of a register may be one and the same person, or who of an outside list, with evidence."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import numpy as np

from huibi.matching.bounds import may_reach
from huibi.matching.candidates import candidates, pairs_once
from huibi.matching.columns import columns
from huibi.matching.comparing import Comparer
from huibi.matching.grouped import Ints
from huibi.matching.judging import LEAST_ODDS, Match, Matches, Scored, ordered
from huibi.matching.outside import OutsideProfiles
from huibi.matching.profiles import Profile
from huibi.model.outside import Listed
from huibi.model.register import Register

Progress = Callable[[int, int], None]
_STEP = 500  # pairs between two words on how far it is
_AT_ONCE = 20_000  # pairs whose bounds are worked out together


def match(register: Register, *, least: float | None = None, on_progress: Progress | None = None) -> Matches:
    """Return who of a register may be one and the same person; what is decided (table same_person) is left out.

    `least` is the probability from which a pair is listed, as shipped if None. `on_progress` is called with the pairs
    looked at and all of them. Ctrl-C keeps what was found until then.
    """
    comparer = Comparer(register)
    return matches_among(comparer, _least(comparer, least, "suggest"), on_progress)


def match_list(
    register: Register,
    people: Sequence[Listed],
    *,
    least: float | None = None,
    on_progress: Progress | None = None,
) -> Matches:
    """Return who of an outside list may be somebody of the register; parameters as for `match`."""
    comparer = Comparer(register)
    outside = OutsideProfiles(comparer, people)
    pairs = outside.pairs()
    inside = comparer.profiles({person for person, _ in pairs})
    scored = Scored(comparer, lambda key: outside.of(key) if outside.has(key) else inside.of(key))
    asked = ((place, scored.profile(a), scored.profile(b)) for place, (a, b) in enumerate(pairs))
    done = _score(scored, asked, len(pairs), on_progress)
    found = []
    for (a, b), likely, evidence in scored.judged(_least(comparer, least, "listed")):
        row = outside.row(b)
        found.append(Match(a, row.id, likely, evidence, row))
    return Matches(ordered(found), done, len(pairs))


def matches_among(comparer: Comparer, least: float, on_progress: Progress | None = None) -> Matches:
    """Return the undecided pairs of a register that are as likely as `least` or more."""
    pairs = pairs_among(comparer)
    total = len(pairs[0])
    scored = Scored(comparer, comparer.profiles(()).of)
    done = _score(scored, _in_question(comparer, *pairs), total, on_progress)
    scored.profile = comparer.profiles({person for pair in scored.odds for person in pair}).of
    found = []
    for pair, likely, evidence in scored.judged(least):
        first, second = sorted(pair, key=comparer.kept_first)
        found.append(Match(first, second, likely, evidence))
    return Matches(ordered(found), done, total)


def pairs_among(comparer: Comparer) -> tuple[Ints, Ints]:
    """Return the pairs that come into question at all, as places in the roll, in order of their ids."""
    found = columns(comparer)
    size = max(1, len(found.roll))
    keys = pairs_once(found, candidates(found))
    return found.roll[keys // size], found.roll[keys % size]


def _in_question(comparer: Comparer, one: Ints, other: Ints) -> Iterator[tuple[int, Profile, Profile]]:
    """Yield the pairs that no bound rules out, each with its place in the row of all."""
    ids = comparer.roll.ids
    for start in range(0, len(one), _AT_ONCE):
        left, right = one[start : start + _AT_ONCE], other[start : start + _AT_ONCE]
        kept = np.flatnonzero(may_reach(comparer, left, right, LEAST_ODDS))
        pairs = [(ids[a], ids[b]) for a, b in zip(left[kept].tolist(), right[kept].tolist(), strict=True)]
        profiles = comparer.profiles({person for pair in pairs for person in pair})
        for place, (a, b) in zip(kept.tolist(), pairs, strict=True):
            yield start + place, profiles.of(a), profiles.of(b)


def _score(
    scored: Scored, pairs: Iterator[tuple[int, Profile, Profile]], total: int, on_progress: Progress | None
) -> int:
    """Compare pairs until all are compared or somebody stops it; return how many were, or were ruled out before."""
    done = told = 0
    with suppress(KeyboardInterrupt):
        for place, a, b in pairs:
            done = place
            if on_progress is not None and place >= told:
                on_progress(place, total)
                told = place + _STEP
            scored.add(a, b)
        done = total
    return done


def _least(comparer: Comparer, least: float | None, shipped: str) -> float:
    return comparer.weights.number("threshold", shipped) if least is None else least
