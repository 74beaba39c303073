"""What a kin term makes of a person: the place that it gives in a family, and the ages that go with it."""

from functools import lru_cache
from typing import NamedTuple

from huibi.model.people import Sex
from huibi.network.terms import Term, read_term
from huibi.network.terms_chains import Path, kind

PARENT, CHILD, SPOUSE, SIBLING, OTHER = "parent", "child", "spouse", "sibling", "other"
_KEPT = 65536
_PLACES = {"U": PARENT, "D": CHILD, "M": SPOUSE, "S": SIBLING}
_TURNED = {PARENT: CHILD, CHILD: PARENT, SPOUSE: SPOUSE, SIBLING: SIBLING, OTHER: OTHER}
_STEPS = {"U": 1, "T": 1, "D": -1, "t": -1}
# By how many years the relative may be older than the person: from, to.
_SPANS: dict[str, tuple[int, int]] = {PARENT: (13, 62), CHILD: (-62, -13), SPOUSE: (-35, 35), SIBLING: (-30, 30)}
_LOOSE = 35  # either way round what a generation makes on average
_GENERATION = 27


class Seat(NamedTuple):
    """The place of somebody in the family of another.

    `place` is one of the five; `by_birth`: neither step kin nor adopted, no marriage that is over or to come.
    `older` bounds by how many years the holder is older; `generation` is counted upward, None where the term leaves it
    open; `sex` is the holder's and `other_sex` that of the one to whom it is said, where the term says it.
    """

    place: str
    by_birth: bool
    older: tuple[int, int]
    generation: int | None
    sex: Sex | None
    other_sex: Sex | None

    def turned(self) -> "Seat":
        """Return the seat of the other of the two, as far as it follows."""
        low, high = self.older
        generation = None if self.generation is None else -self.generation
        return Seat(_TURNED[self.place], self.by_birth, (-high, -low), generation, self.other_sex, self.sex)

    @property
    def only(self) -> bool:
        """Whether nobody else can have it: the father or mother by birth, the standing husband or wife."""
        return self.by_birth and (self.place == SPOUSE or (self.place == PARENT and self.sex is not None))


@lru_cache(maxsize=_KEPT)
def seat_of(term: str, sex: Sex | None, *, ended: bool = False) -> Seat | None:
    """Return the seat of the relative whom a person of `sex` calls by a term; None for what is no kin."""
    read = read_term(term, sex)
    if not read.is_kin:
        read = read_term(term)
    if not read.paths or "nominal" in read.flags:
        return None
    places = {_place(path) for path in read.paths}
    generations = {sum(_STEPS.get(kind(token), 0) for token in path) for path in read.paths}
    place = places.pop() if len(places) == 1 else OTHER
    generation = generations.pop() if len(generations) == 1 else None
    loose = ended or bool(set(read.flags) & {"ended", "betrothed", "step", "adoptive"})
    return Seat(
        place,
        by_birth=not loose,
        older=_ages(read, place, generation),
        generation=generation,
        sex=read.relative_sex,
        other_sex=read.person_sex or sex,
    )


def _place(path: Path) -> str:
    return _PLACES.get(kind(path[0]), OTHER) if len(path) == 1 else OTHER


def _ages(read: Term, place: str, generation: int | None) -> tuple[int, int]:
    if place == SIBLING and read.older is not None:
        return (0, 30) if read.older else (-30, 0)
    if place in _SPANS and "step" not in read.flags:
        return _SPANS[place]
    middle = _GENERATION * (generation or 0)
    wide = _LOOSE if generation is not None else 120
    return middle - wide, middle + wide
