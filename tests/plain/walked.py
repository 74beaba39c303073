"""A second reading of chains: a chain walked literally through every family in which it can be walked.

Everybody has one father, one mother and at most one spouse, and every child is the couple's: of all families these are
the ones with the closest kin. A step down or to a sibling may lead to somebody who is there already.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

MALE = {"f", "h", "s", "ob", "yb", "xb"}
STRENGTH = ("spouse", "lineal", "collateral3", "near_affine", "other", "none")


@dataclass(frozen=True)
class Family:
    """Persons by number, 0 the speaker: who is male, who is whose child, who is married to whom, who is older."""

    male: tuple[bool, ...]
    parents: dict[int, tuple[int, int]] = field(default_factory=dict)
    spouse: dict[int, int] = field(default_factory=dict)
    older: frozenset[tuple[int, int]] = frozenset()

    def with_one(self, *, male: bool) -> tuple["Family", int]:
        """The family with one more person, and who that is."""
        return replace(self, male=(*self.male, male)), len(self.male)

    def married(self, one: int) -> "Family":
        """The family in which somebody has a spouse."""
        if one in self.spouse:
            return self
        more, other = self.with_one(male=not self.male[one])
        return replace(more, spouse={**self.spouse, one: other, other: one})

    def with_parents(self, one: int) -> "Family":
        """The family in which somebody has parents."""
        if one in self.parents:
            return self
        more, father = self.with_one(male=True)
        more = more.married(father)
        return replace(more, parents={**self.parents, one: (father, more.spouse[father])})

    def children(self, one: int) -> set[int]:
        """The children of somebody."""
        return {child for child, parents in self.parents.items() if one in parents}

    def siblings(self, one: int) -> set[int]:
        """The brothers and sisters of somebody."""
        return {child for parent in self.parents.get(one, ()) for child in self.children(parent)} - {one}

    def with_older(self, one: int, other: int) -> "Family | None":
        """The family in which one is older than the other; None where it cannot be."""
        before = {one} | {first for first, last in self.older if last == one}
        after = {other} | {last for first, last in self.older if first == other}
        return None if before & after else replace(self, older=self.older | {(a, b) for a in before for b in after})


def walk(family: Family, one: int, steps: tuple[str, ...]) -> Iterator[tuple[Family, int]]:
    """Every end of a walk, with the family in which it leads there."""
    if not steps:
        yield family, one
        return
    step, *rest = steps
    for more, there in _next(family, one, step):
        yield from walk(more, there, tuple(rest))


def _next(family: Family, one: int, step: str) -> Iterator[tuple[Family, int]]:
    if step in "fm":
        more = family.with_parents(one)
        yield more, more.parents[one]["fm".index(step)]
    elif step in "hw":
        more = family.married(one)
        if more.male[more.spouse[one]] == (step == "h"):
            yield more, more.spouse[one]
    else:
        more = family.married(one) if step in "sd" else family.with_parents(one)
        there = more.children(one) if step in "sd" else more.siblings(one)
        parents = (one, more.spouse[one]) if step in "sd" else more.parents[one]
        new, number = more.with_one(male=step in MALE)
        both = tuple(sorted(parents, key=lambda parent: not new.male[parent]))
        new = replace(new, parents={**more.parents, number: both})
        for found, other in [(new, number), *((more, child) for child in there if more.male[child] == (step in MALE))]:
            aged = {"o": (other, one), "y": (one, other)}.get(step[0])
            if (told := found.with_older(*aged) if aged else found) is not None:
                yield told, other


def strongest(steps: tuple[str, ...], *speakers: bool) -> str:
    """The strongest class that a chain can have for a man (True) or a woman."""
    ends = (end for male in speakers for end in walk(Family((male,)), 0, steps))
    return min((class_of(family, one) for family, one in ends), key=STRENGTH.index, default="none")


def class_of(family: Family, one: int) -> str:
    """The class of a person to the speaker: recusal.md, the four classes, from either end."""
    if one == 0:
        return "none"
    if family.spouse.get(0) == one:
        return "spouse"
    if one in _above(family, 0) or 0 in _above(family, one):
        return "lineal"
    if one in _collateral(family, 0):
        return "collateral3"
    return "near_affine" if one in _affine(family, 0) or 0 in _affine(family, one) else "other"


def _above(family: Family, one: int, most: int = 99) -> set[int]:
    parents = set(family.parents.get(one, ())) if most else set()
    return parents | {elder for parent in parents for elder in _above(family, parent, most - 1)}


def _collateral(family: Family, one: int) -> set[int]:
    mine = _above(family, one, 2)
    lines = _above(family, one) | {other for other in range(len(family.male)) if one in _above(family, other)}
    return {other for other in range(len(family.male)) if mine & _above(family, other, 2)} - lines - {one}


def _affine(family: Family, one: int) -> set[int]:
    def spouses(of: set[int]) -> set[int]:
        return {family.spouse[other] for other in of if other in family.spouse}

    found = spouses(family.children(one)) | spouses(_collateral(family, one))
    for mate in spouses(family.children(one)) | spouses({one}):
        found |= set(family.parents.get(mate, ()))
    for mate in spouses({one}):
        found |= family.siblings(mate) | spouses(family.siblings(mate))
    return found
