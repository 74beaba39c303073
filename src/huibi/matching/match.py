"""match(): who of a register may be one and the same person, or who of an outside list, with evidence."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress

from huibi.matching.candidates import candidates, pairs_once
from huibi.matching.columns import columns
from huibi.matching.comparing import Comparer, Pair
from huibi.matching.judging import Match, Matches, Scored, ordered
from huibi.matching.outside import OutsideProfiles
from huibi.model.outside import Listed
from huibi.model.register import Register

Progress = Callable[[int, int], None]
_STEP = 500  # pairs between two words on how far it is


def match(register: Register, *, least: float | None = None, on_progress: Progress | None = None) -> Matches:
    """Return who of a register may be one and the same person; what is decided (table same_person) is left out.

    `least` is the probability from which a pair is listed, as shipped if None. `on_progress` is called with the pairs
    looked at and all of them. Ctrl-C keeps what was found until then.
    """
    comparer = Comparer(register)
    return matches_among(comparer, register.persons.keys(), _least(comparer, least), on_progress)


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
    done = _score(scored, pairs, on_progress)
    found = []
    for (a, b), likely, evidence in scored.judged(_least(comparer, least)):
        row = outside.row(b)
        found.append(Match(a, row.id, likely, evidence, row))
    return Matches(ordered(found), done, len(pairs))


def matches_among(
    comparer: Comparer, asked: Collection[str], least: float, on_progress: Progress | None = None
) -> Matches:
    """Return the undecided pairs among the persons asked for that are as likely as `least` or more."""
    pairs = pairs_among(comparer, asked)
    profiles = comparer.profiles({person for pair in pairs for person in pair})
    scored = Scored(comparer, profiles.of)
    done = _score(scored, pairs, on_progress)
    found = []
    for pair, likely, evidence in scored.judged(least):
        first, second = sorted(pair, key=comparer.kept_first)
        found.append(Match(first, second, likely, evidence))
    return Matches(ordered(found), done, len(pairs))


def pairs_among(comparer: Comparer, asked: Collection[str]) -> list[Pair]:
    """Return the pairs that come into question at all, in a fixed order."""
    register = comparer.register
    found = columns(register.persons, asked, register.postings, register.kin)
    size = len(found.ids)
    keys: Iterable[int] = pairs_once(found, candidates(found)).tolist()
    return [(found.ids[key // size], found.ids[key % size]) for key in keys]


def _score(scored: Scored, pairs: Sequence[Pair], on_progress: Progress | None) -> int:
    """Compare pairs until all are compared or somebody stops it; return how many were."""
    done = 0
    with suppress(KeyboardInterrupt):
        for a, b in pairs:
            if on_progress is not None and done % _STEP == 0:
                on_progress(done, len(pairs))
            scored.add(scored.profile(a), scored.profile(b))
            done += 1
    return done


def _least(comparer: Comparer, least: float | None) -> float:
    return comparer.weights.number("threshold", "suggest") if least is None else least
