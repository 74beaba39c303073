"""Chains of steps: what a step means, which chains are possible, and the kin class of a chain by itself.

A path is a tuple of tokens. A plain token is one of the steps of commands.md (f m h w s d ob yb os ys xb xs). Two
more kinds of token carry what a plain chain cannot say:

- a step tie joins two steps by `+`: `m+h` is the mother's husband taken as step-father, `w+s` the wife's son taken
  as step-son;
- a half sibling names the shared parent after a slash: `ob/f` is an older brother by the same father.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeVar

from huibi.model.kin_marks import KinClass, Sex

Path = tuple[str, ...]
_T = TypeVar("_T")

MALE_STEPS = frozenset({"f", "h", "s", "ob", "yb", "xb"})
FEMALE_STEPS = frozenset({"m", "w", "d", "os", "ys", "xs"})
STEPS: tuple[str, ...] = ("f", "m", "h", "w", "s", "d", "ob", "yb", "os", "ys", "xb", "xs")
_KINDS = {"f": "U", "m": "U", "s": "D", "d": "D", "h": "M", "w": "M"}
STEP_TIES: dict[Path, str] = {tuple(tie.split("+")): tie for tie in ("m+h", "f+w", "w+s", "w+d", "h+s", "h+d")}
_KEPT = 16384


@cache
def codes(token: str) -> tuple[str, ...]:
    """Return the plain steps of a token: two for a step tie, else one."""
    return tuple(token.partition("/")[0].split("+"))


@cache
def kind(token: str) -> str:
    """Return U up, D down, S sibling, M marriage, T up by a step tie, t down by a step tie."""
    steps = codes(token)
    if len(steps) > 1:
        return "T" if _KINDS[steps[1]] == "M" else "t"
    return _KINDS.get(steps[0], "S")


@cache
def shared_side(token: str) -> str:
    """Return the side that a half sibling shares, `f` or `m`; empty for a sibling of whom no side is said."""
    return token.partition("/")[2]


@lru_cache(maxsize=_KEPT)
def kinds(path: Path) -> str:
    """Return the kinds of a path's tokens as one word."""
    return "".join(map(kind, path))


@lru_cache(maxsize=_KEPT)
def plain(path: Path) -> tuple[str, ...]:
    """Return the path as the plain chain of steps that is shown."""
    return tuple(step for token in path for step in codes(token))


def sex_of_step(step: str) -> Sex:
    """Return the sex of whom a step leads to."""
    return Sex.MALE if step in MALE_STEPS else Sex.FEMALE


def speaker_sex(path: Path) -> Sex | None:
    """Return the sex that the person at the start must have: a husband is a woman's, a wife a man's."""
    first = codes(path[0])[0] if path else ""
    return {"h": Sex.FEMALE, "w": Sex.MALE}.get(first)


@lru_cache(maxsize=_KEPT)
def is_possible(path: Path, speaker: Sex | None) -> bool:
    """Whether each husband in the path is a woman's and each wife a man's."""
    sex = speaker
    for step in plain(path):
        if (step == "h" and sex is Sex.MALE) or (step == "w" and sex is Sex.FEMALE):
            return False
        sex = sex_of_step(step)
    return True


def with_step_tie(path: Path) -> Path:
    """Return the path of a row of terms with a parent's spouse and a spouse's child at its end told as step kin.

    Whoever says 妻子的儿子 does not say 儿子: a child of one spouse is not inferred to be the other's (recusal.md).
    Only where a step tie can count (to the person, the spouse or a child's spouse) is it told as one.
    """
    before, tie = path[:-2], STEP_TIES.get(path[-2:])
    return (*before, tie) if tie and kinds(before) in _BEFORE_STEP_TIE[kind(tie)] else path


_BEFORE_STEP_TIE = {"T": ("", "M", "DM"), "t": ("",)}


_LINEAL = re.compile(r"U+|D+|T|t")
_COLLATERAL = re.compile(r"U?SD?")
_ONE_END = re.compile(r"M[UT]|MSM?|[Dt]M[UT]?|U?SD?M")


@lru_cache(maxsize=_KEPT)
def class_of_kinds(word: str) -> KinClass:
    """Return the kin class of a chain by its kinds, affinity read from both ends; a step tie counts as raised.

    Source: the table of the four classes in recusal.md (公务员法 第七十四条). No step at all is class none; a chain
    that may come back is taken as what it comes to (terms_returns).
    """
    if not word:
        return KinClass.NONE
    if word == "M":
        return KinClass.SPOUSE
    if _LINEAL.fullmatch(word):
        return KinClass.LINEAL
    if _COLLATERAL.fullmatch(word):
        return KinClass.COLLATERAL3
    if _ONE_END.fullmatch(word) or _ONE_END.fullmatch(reversed_kinds(word)):
        return KinClass.NEAR_AFFINE
    return KinClass.OTHER


_TURNED = str.maketrans("UDTt", "DUtT")


def reversed_kinds(word: str) -> str:
    """Return the same chain seen from its other end."""
    return word[::-1].translate(_TURNED)


def unique(found: Iterable[_T]) -> tuple[_T, ...]:
    """Return what is found once each, in order."""
    return tuple(dict.fromkeys(found))
