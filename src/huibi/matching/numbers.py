"""Identity numbers beside each other: equal, of the old form of 15 digits, masked, or one slip of the pen apart."""

from datetime import date

_OLD, _BODY = 15, 17
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MASK = "*"
_FEWEST_SEEN = 6  # digits that a masked number must still show
_CENTURY = "19"  # numbers of 15 digits were given until 1999


def like(a: str, b: str) -> str | None:
    """Return `same`, `masked` or `slip`, None where two numbers are of two persons.

    Both are sound or as an outside list gives them. Of two whole numbers with a sound check character none is a slip of
    the other: the character finds every wrong digit and every two that changed places.
    """
    one, other = _whole(a), _whole(b)
    if _MASK in one + other:
        return "masked" if _fits(one, other) else None
    if one[:_BODY] == other[:_BODY] and (one == other or _BODY in (len(one), len(other))):
        return "same"
    if _is_sound(one) and _is_sound(other):
        return None
    return "slip" if _one_slip(one, other) else None


def _whole(number: str) -> str:
    """Return a number of the old form with its century; it has no check character."""
    return number[:6] + _CENTURY + number[6:] if len(number) == _OLD and _MASK not in number else number


def _is_sound(number: str) -> bool:
    """Whether a number has its check character (GB 11643, MOD 11-2)."""
    if len(number) != _BODY + 1 or not number[:_BODY].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[-1] == _CHECKS[total % 11]


def _fits(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    seen = [(a, b) for a, b in zip(one, other, strict=True) if _MASK not in (a, b)]
    return len(seen) >= _FEWEST_SEEN and all(a == b for a, b in seen)


def _one_slip(one: str, other: str) -> bool:
    """Whether one digit is wrong, lacking or too much, or two neighbours changed places."""
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]]  # noqa: PLR2004 - a pair
        return len(wrong) == 1 or (swapped and one[wrong[1]] == other[wrong[0]])
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def born_by(number: str) -> date:
    """Return the day of birth that a sound identity number of 18 signs says."""
    return date.fromisoformat(number[6:14])
