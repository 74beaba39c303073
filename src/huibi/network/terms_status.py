"""What a status in front of a kin term makes of its readings: 养, 继, 前, 未婚, 同父异母, 干, 亡 and their like."""

from collections.abc import Callable, Iterator

from huibi.network.terms_chains import MALE_STEPS, codes, kind, kinds
from huibi.network.terms_words import LATE, NOMINAL, Reading


def _flagged(flag: str) -> Callable[[Reading], Iterator[Reading]]:
    def change(reading: Reading) -> Iterator[Reading]:
        yield Reading(reading.path, reading.flags | {flag})

    return change


def _ended(reading: Reading) -> Iterator[Reading]:
    """Yield what a divorce or a dissolved adoption can end: marriages, step ties and adoptions, never blood."""
    if "adoptive" in reading.flags or set("MTt") & set(kinds(reading.path)):
        yield Reading(reading.path, reading.flags | {"ended"})


def _divorced(reading: Reading) -> Iterator[Reading]:
    """Yield 离异妻子, 离异姐夫, 离异继父 as ended: kin by their own marriage; 离异妹妹 is a sister still."""
    yield from _ended(reading) if kinds(reading.path)[-1:] in ("M", "T") else (reading,)


def _unchanged(reading: Reading) -> Iterator[Reading]:
    yield reading


def _nominal(_: Reading) -> Iterator[Reading]:
    yield Reading((), frozenset({NOMINAL}))


def _step(reading: Reading) -> Iterator[Reading]:
    """Yield the step tie: 继父 the mother's husband, 继子 the spouse's son, 继兄 a step-parent's son.

    A later wife (继室, 后妻) is a wife.
    """
    path, flags = reading.path, reading.flags | {"step"}
    word = kinds(path)
    if word.startswith("D"):
        for spouse in "wh":
            yield Reading((f"{spouse}+{path[0]}", *path[1:]), flags)
    elif "S" in word:
        yield from _step_sibling(reading)
    elif "U" in word:
        place = word.rindex("U")
        tie = "m+h" if path[place] == "f" else "f+w"
        yield Reading((*path[:place], tie, *path[place + 1 :]), flags)
    elif word == "M":
        yield reading


def _step_sibling(reading: Reading) -> Iterator[Reading]:
    path = reading.path
    if not path or kind(path[0]) != "S":
        return
    child = "s" if path[0] in MALE_STEPS else "d"
    for tie in ("f+w", "m+h"):
        yield Reading((tie, child, *path[1:]), reading.flags | {"step"})


def _half(side: str) -> Callable[[Reading], Iterator[Reading]]:
    def change(reading: Reading) -> Iterator[Reading]:
        if reading.path and kind(reading.path[0]) == "S":
            first = f"{codes(reading.path[0])[0]}/{side}"
            yield Reading((first, *reading.path[1:]), reading.flags | {"half"})

    return change


def _late(reading: Reading) -> Iterator[Reading]:
    yield Reading(reading.path, reading.flags | {LATE})


def _betrothed(reading: Reading) -> Iterator[Reading]:
    if "M" in kinds(reading.path):
        yield Reading(reading.path, reading.flags | {"betrothed"})


CHANGES: dict[str, Callable[[Reading], Iterator[Reading]]] = {
    "adoptive": _flagged("adoptive"),
    "step": _step,
    "birth": _flagged("birth"),
    "full": _unchanged,
    "plain": _unchanged,
    "paternal": _half("f"),
    "maternal": _half("m"),
    "unrelated": _step_sibling,
    "ended": _ended,
    "divorced": _divorced,
    "betrothed": _betrothed,
    "nominal": _nominal,
    "late": _late,
}
