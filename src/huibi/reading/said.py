"""What a kin term says that persons and other rows can contradict."""

from functools import lru_cache
from typing import NamedTuple

from huibi.model.people import Sex
from huibi.network.terms import read_term

_NOT_BY_BIRTH = frozenset({"adoptive", "step", "ended", "betrothed", "nominal", "ambiguous"})
_SIBLINGS = frozenset({"ob", "yb", "os", "ys", "xb", "xs"})
_SPOUSES = frozenset({"h", "w"})


class Said(NamedTuple):
    """What one term says: `older` of the relative, `line` 1 a parent by birth, -1 a child by birth, 0 neither.

    `direct` is parent, child, sibling or spouse, empty for all else.
    """

    person_sex: Sex | None
    relative_sex: Sex | None
    older: bool | None
    line: int
    direct: str
    is_kin: bool


@lru_cache(maxsize=16384)
def read_said(word: str) -> Said:
    """Return what a term says."""
    term = read_term(word)
    by_birth = not set(term.flags) & _NOT_BY_BIRTH
    line = term.line if by_birth and term.line in (1, -1) else 0
    steps = {chain[0] for chain in term.chains} if all(len(chain) == 1 for chain in term.chains) else set()
    direct = ""
    if by_birth and steps:
        direct = {1: "parent", -1: "child"}.get(line or 0) or (
            "sibling" if steps <= _SIBLINGS else "spouse" if steps <= _SPOUSES else ""
        )
    return Said(
        person_sex=term.person_sex,
        relative_sex=term.relative_sex,
        older=None if set(term.flags) & {"step", "nominal", "ambiguous"} else term.older,
        line=line or 0,
        direct=direct,
        is_kin=term.is_kin,
    )
