"""All names of a register at once as rows of numbers: how they are written and how they sound."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from huibi.matching.grouped import Bools, Ints
from huibi.matching.names import OPEN, compound_surnames, is_han, read_name, sign_of, syllable_of

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
    """Names by place in a list: `writing` is equal where `Name.plain` is, `sound` where `Name.sound` is.

    `usual` names are up to `WIDTH` Chinese characters, all of them readable; of those `plain` are the characters in one
    writing, 0 behind the last.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        codes, of, at = characters(names)
        self._length = np.bincount(of, minlength=len(names))
        signs, number = _distinct(codes)
        texts = [chr(sign) for sign in signs.tolist()]
        self._signs = [sign_of(text) if is_han(text) else OPEN for text in texts]
        odd = np.array([sign == OPEN for sign in self._signs], dtype=bool)[number] | (at >= WIDTH)
        self.usual: Bools = (np.bincount(of[odd], minlength=len(names)) == 0) & (self._length > 0)
        self._unusual: list[int] = np.flatnonzero(~self.usual).tolist()
        kept = self.usual[of]
        self._laid = of[kept], at[kept], number[kept]
        self._known: dict[str, int] = {}
        self.plain = self._rows(self._signs, (list(read_name(names[place]).plain) for place in self._unusual))

    def _rows(self, signs: list[str], unusual: Iterable[list[str]]) -> Ints:
        """Return each name as a row of numbers, told by what stands for each sign, or for an unusual name."""
        of, at, number = self._laid
        rows = np.zeros((len(self._names), WIDTH), dtype=np.int64)
        rows[of, at] = self._numbers(signs)[number]
        for place, some in zip(self._unusual, unusual, strict=True):
            told = some if len(some) <= WIDTH else [" ".join(some)]
            rows[place, : len(told)] = self._numbers(told)
        return rows

    def _numbers(self, texts: Iterable[str]) -> Ints:
        """Return the number of each text, counted from 1."""
        known = self._known
        return np.array([known.setdefault(text, len(known) + 1) for text in texts], dtype=np.int64)

    @cached_property
    def sound(self) -> Ints:
        """The number of how each name sounds."""
        unusual = (read_name(self._names[place]).sound.split(" ") for place in self._unusual)
        return _packed(self._rows([syllable_of(sign) for sign in self._signs], unusual))

    @cached_property
    def writing(self) -> Ints:
        """The number of each name in one writing."""
        return _packed(self.plain)

    @cached_property
    def surname(self) -> Ints:
        """The number of each surname in one writing: the first character, but of a few that have two."""
        found = self.plain[:, 0].copy()
        firsts = self._numbers(sorted({surname[0] for surname in compound_surnames()}))
        for place in (*np.flatnonzero(self.usual & np.isin(found, firsts)).tolist(), *self._unusual):
            found[place] = self._numbers([read_name(self._names[place]).surname])[0]
        return found

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


def _packed(rows: Ints) -> Ints:
    """Return a number for each row, equal where the rows are."""
    base = int(rows.max(initial=0)) + 1
    found = rows[:, 0]
    for column in rows.T[1:]:
        if int(found.max(initial=0)) >= _LARGEST // base:
            found = np.unique(found, return_inverse=True)[1]
        found = found * base + column
    packed: Ints = np.unique(found, return_inverse=True)[1]
    return packed
