"""Kin terms 称谓: what a word of kinship can mean, and the class that follows from it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from huibi.model.kin_marks import KinClass, Sex
from huibi.network.terms_chains import (
    Path,
    class_of_kinds,
    is_possible,
    kinds,
    plain,
    sex_of_step,
    speaker_sex,
    unique,
)
from huibi.network.terms_grammar import is_stranger, parse, standard
from huibi.network.terms_returns import walks
from huibi.network.terms_words import LATE, NOMINAL, Reading

FLAGS: tuple[str, ...] = ("ended", "betrothed", "step", "adoptive", "half", "birth", "nominal", "ambiguous")
_KEPT = 65536
_T = TypeVar("_T")


class Term(NamedTuple):
    """What a term means: the relative is the person's `term` (register.md, table kin).

    `paths` are the chains as tokens (terms_chains), `chains` the same as plain steps (f m h w s d ob yb os ys xb xs),
    in the order of the term's readings. `classes` are the classes that occur, in that order; `kin_class` is the
    strongest. Flags stand in the order of commands.md. `is_kin` is False for a word that names no kin (同学:
    `is_stranger`), that is not understood or whose kin cannot be (哥哥的丈夫): no chains, class none. `is_late` tells
    that the word is said of the dead (亡妻).
    """

    term: str
    paths: tuple[Path, ...]
    chains: tuple[tuple[str, ...], ...]
    classes: tuple[KinClass, ...]
    kin_class: KinClass
    flags: tuple[str, ...]
    is_kin: bool
    is_late: bool = False
    is_stranger: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the line of `huibi kin`."""
        return {
            "term": self.term,
            "chains": [list(chain) for chain in self.chains],
            "classes": [kin_class.value for kin_class in self.classes],
            "class": self.kin_class.value,
            "flags": list(self.flags),
        }

    @property
    def person_sex(self) -> Sex | None:
        """The sex that the person must have (老公 is a woman's), None where the term leaves it open."""
        return _agreed(speaker_sex(path) for path in self.paths)

    @property
    def relative_sex(self) -> Sex | None:
        """The sex that the relative must have (舅舅 is a man), None where the term leaves it open (爱人, 孩子)."""
        return _agreed(sex_of_step(chain[-1]) for chain in self.chains)

    @property
    def line(self) -> int | None:
        """Steps straight up (1 parent, 2 grandparent …) or down (-1 child …); None for all other kin.

        Whoever stands above in this line, by blood or adoption, is older than whoever stands below.
        """
        return _agreed(_line(path) for path in self.paths)

    @property
    def older(self) -> bool | None:
        """Whether the relative must be older (True) or younger (False) than the person; None where open."""
        return _agreed(_older(path) for path in self.paths)

    @property
    def is_birth_mother(self) -> bool:
        """Whether the relative is said to be the mother who bore the person: two of them are a fault."""
        return self.paths == (("m",),) and not set(self.flags) & {"adoptive", "step", "ended", "nominal"}

    @property
    def is_birth_father(self) -> bool:
        """Whether the relative is said to be the father by birth: two of them are a fault."""
        return self.paths == (("f",),) and not set(self.flags) & {"adoptive", "step", "ended", "nominal"}


@lru_cache(maxsize=_KEPT)
def read_term(term: str, sex: Sex | None = None) -> Term:
    """Return what `term` means when said by a person of `sex`; None leaves the speaker open.

    Kin that are ended, betrothed or nominal are `other`; a term whose chains are all impossible for the speaker
    (老婆 of a woman) or that is no kin at all has no chains and class none. Source: commands.md, `kin`.
    """
    text = standard(term)
    readings = tuple(reading for reading in parse(text) if is_possible(reading.path, sex))
    judged = [(reading, kin_class) for reading in readings for kin_class in _judge(reading, sex)]
    judged = [(reading, kin_class) for reading, kin_class in judged if kin_class is not KinClass.NONE]
    chained = dict.fromkeys(reading.path for reading, _ in judged if reading.path)
    classes = tuple(dict.fromkeys(kin_class for _, kin_class in judged))
    flags = {flag for reading, _ in judged for flag in reading.flags}
    if set("Tt") & set("".join(map(kinds, chained))):
        flags.add("step")
    if len(classes) > 1:
        flags.add("ambiguous")
    return Term(
        term=term,
        paths=tuple(chained),
        chains=tuple(dict.fromkeys(plain(path) for path in chained)),
        classes=classes,
        kin_class=min(classes, key=lambda found: found.rank, default=KinClass.NONE),
        flags=tuple(flag for flag in FLAGS if flag in flags),
        is_kin=bool(judged),
        is_late=bool(judged) and all(LATE in reading.flags for reading, _ in judged),
        is_stranger=is_stranger(text),
    )


def _judge(reading: Reading, sex: Sex | None) -> tuple[KinClass, ...]:
    """Return the classes of a reading: of all that it can come to (爷爷的儿子), by either speaker (儿子的舅舅)."""
    if not reading.path:
        return (KinClass.NONE if {"composed", NOMINAL} <= reading.flags else KinClass.OTHER,)
    found = unique(class_of_kinds(walk.kinds) for walk in walks(reading.path, sex))
    if reading.flags & {"ended", "betrothed"}:
        return (KinClass.OTHER,)  # also 妻子的前夫: the way leads from spouse to spouse and not back to oneself
    if LATE in reading.flags:  # the marriage does not stand any more
        return tuple(KinClass.OTHER if kin_class is KinClass.SPOUSE else kin_class for kin_class in found)
    return found


def _agreed(values: Iterable[_T]) -> _T | None:
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else None


def _line(path: Path) -> int | None:
    word = kinds(path)
    if word and not set(word) - {"U"}:
        return len(word)
    return -len(word) if word and not set(word) - {"D"} else None


def _older(path: Path) -> bool | None:
    if line := _line(path):
        return line > 0
    if len(path) != 1:
        return None
    return {"o": True, "y": False}.get(path[0][0])
