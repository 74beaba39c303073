"""All names of a register at once as rows of numbers: how they are written and how they sound."""

from collections.abc import Iterable, Sequence

import numpy as np

from huibi.matching.grouped import Bools, Ints
from huibi.matching.names import OPEN, is_han, read_name, sign_of, syllable_of

WIDTH = 4  # characters of a usual name at most
_LARGEST = np.iinfo(np.int64).max
_MAY_BE_WRONG = 3  # characters of a name of which one may be wrong, at least


def characters(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """Return every character of the texts in a row: its code point, of which text it is, and its place in that."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    of = np.repeat(np.arange(len(texts)), lengths)
    return codes, of, np.arange(len(codes)) - np.repeat(np.cumsum(lengths) - lengths, lengths)


class Spelling:
    """Names by place in a list: `sound` is equal where `Name.sound` is.

    `usual` names are up to `WIDTH` Chinese characters, all of them readable; of those `plain` are the characters in one
    writing, 0 behind the last.
    """

    def __init__(self, names: Sequence[str]) -> None:
        codes, of, at = characters(names)
        self._length = np.bincount(of, minlength=len(names))
        signs, number = _distinct(codes)
        texts = [chr(sign) for sign in signs.tolist()]
        plain = [sign_of(text) if is_han(text) else OPEN for text in texts]
        odd = np.array([sign == OPEN for sign in plain], dtype=bool)[number] | (at >= WIDTH)
        self.usual: Bools = (np.bincount(of[odd], minlength=len(names)) == 0) & (self._length > 0)
        kept = self.usual[of]
        of, at, number = of[kept], at[kept], number[kept]
        self.plain = _laid_out(len(names), of, at, _numbers(plain, {})[number])
        self.sound = self._sounds(names, of, at, [syllable_of(sign) for sign in plain], number)

    def _sounds(self, names: Sequence[str], of: Ints, at: Ints, spoken: list[str], number: Ints) -> Ints:
        unusual = np.flatnonzero(~self.usual).tolist()
        pieces = [read_name(names[place]).sound.split(" ") for place in unusual]
        pieces = [some if len(some) <= WIDTH else [" ".join(some)] for some in pieces]
        known: dict[str, int] = {}
        rows = _laid_out(len(names), of, at, _numbers(spoken, known)[number])
        for place, some in zip(unusual, pieces, strict=True):
            rows[place, : len(some)] = _numbers(some, known)
        return _packed(rows, len(known) + 1)

    def may_agree(self, one: Ints, other: Ints) -> Bools:
        """Return where two names may be one by sound, writing or a character that is wrong: nowhere else they are."""
        length = self._length[one]
        same = self.plain[one] == self.plain[other]
        near = (
            (length == self._length[other]) & (length >= _MAY_BE_WRONG) & same[:, 0] & (same.sum(axis=1) >= WIDTH - 1)
        )
        found: Bools = near | (self.sound[one] == self.sound[other]) | ~self.usual[one] | ~self.usual[other]
        return found


def _distinct(codes: Ints) -> tuple[Ints, Ints]:
    """Return the code points that occur, and the place among them of each."""
    there = np.zeros(int(codes.max(initial=0)) + 1, dtype=np.int64)
    there[codes] = 1
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


def _numbers(texts: Iterable[str], known: dict[str, int]) -> Ints:
    """Return the number of each text among those known, counted from 1; what is not known becomes so."""
    return np.array([known.setdefault(text, len(known) + 1) for text in texts], dtype=np.int64)


def _laid_out(count: int, of: Ints, at: Ints, numbers: Ints) -> Ints:
    """Return numbers as so many rows, each at its place in the row."""
    rows = np.zeros((count, WIDTH), dtype=np.int64)
    rows[of, at] = numbers
    return rows


def _packed(rows: Ints, base: int) -> Ints:
    """Return a number for each row, equal where the rows are; all their numbers are below `base`."""
    found = rows[:, 0]
    for column in rows.T[1:]:
        if int(found.max(initial=0)) >= _LARGEST // base:
            found = np.unique(found, return_inverse=True)[1]
        found = found * base + column
    packed: Ints = np.unique(found, return_inverse=True)[1]
    return packed
