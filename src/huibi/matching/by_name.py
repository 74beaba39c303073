"""What two names say: the same writing, another writing, the same sound, or one character wrong."""

from dataclasses import replace

from huibi.matching.evidence import Evidence, Scales
from huibi.matching.names import OPEN, Name

_SHORTEST = 3  # characters of a name of which one may be wrong
_SOUNDS = 4.0  # for one who bears a name, so many bear one that sounds alike
_WRITINGS = 0.1  # of those who bear a name, so many are written in another way
_RARE = 1e-4


def level_of(a: Name, b: Name) -> str:
    """Return how two names agree: exact, variant, sound, part, open, near, or differs."""
    if not a.plain or not b.plain:
        return "differs"
    if a.plain == b.plain and not a.is_open:
        return "exact" if a.whole == b.whole else "variant"
    if a.sound == b.sound and not a.is_open:
        return "sound"
    if a.plain in b.parts or b.plain in a.parts:
        return "part"
    return _one_wrong(a, b)


def _one_wrong(a: Name, b: Name) -> str:
    if len(a.plain) != len(b.plain):
        return "differs"
    pairs = list(zip(a.plain, b.plain, strict=True))
    wrong = [(one, other) for one, other in pairs if one != other or one == OPEN]
    if any(OPEN in pair for pair in wrong):
        known = len(pairs) - len(wrong)
        return "open" if known and all(OPEN in pair for pair in wrong) and pairs[0] not in wrong else "differs"
    same_surname = a.surname == b.surname
    return "near" if len(wrong) == 1 and same_surname and len(pairs) >= _SHORTEST else "differs"


def by_name(scales: Scales, a: Name, b: Name) -> Evidence:
    """Return what the names say; the fewer others bear the name, the more."""
    level = level_of(a, b)
    params = {"a": a.text, "b": b.text, "count": scales.namesakes.bearers(a)}
    if level == "differs":
        return scales.piece("name", level, **params)
    others = max(_others(scales, level, a, b), scales.weights.number("name", "least_namesakes"))
    piece = scales.piece("name", level, others / scales.namesakes.people, **params)
    rare = level == "exact" and any(scales.namesakes.rarity(sign) < _RARE for sign in a.given)
    return replace(piece, level="rare") if rare else piece


def _others(scales: Scales, level: str, a: Name, b: Name) -> float:
    """Return how many others are to be expected whose name agrees as much."""
    if level in ("exact", "variant"):
        return scales.namesakes.expected(a, b) * (1 if level == "exact" else _WRITINGS)
    if level == "sound":
        return scales.namesakes.expected(a, b) * _SOUNDS
    if level == "part":
        return 1 + scales.namesakes.expected(a, b) * _SOUNDS
    known = "".join(one for one, other in zip(a.plain, b.plain, strict=True) if one == other and one != OPEN)
    return scales.namesakes.sharing(a.surname, known[len(a.surname) :])
