"""What the odds of many pairs can be at most, told from columns: most pairs need not be compared in full.

Nothing here says that two records are one. A bound may be too high, never too low.
"""

from math import log

import numpy as np

from huibi.matching.by_birth import MOON, SLIPS
from huibi.matching.by_kin import BY_CHANCE, DIFFERING, SHARED
from huibi.matching.by_name import by_name
from huibi.matching.by_work import by_work
from huibi.matching.comparing import Comparer
from huibi.matching.counties import Counties, Floats
from huibi.matching.families import Families
from huibi.matching.grouped import Bools, Ints
from huibi.matching.names import read_name
from huibi.matching.profiles import Profile
from huibi.model.columns import YEAR, days_of, months_of

_ROUNDING = 1e-6


def may_reach(comparer: Comparer, one: Ints, other: Ints, least: float) -> Bools:
    """Return which pairs of places in the roll may have log odds of `least`, compared in this order.

    Pairs that cannot be one anyway may be among them.
    """
    if not len(one):
        return np.zeros(0, dtype=bool)
    return _Bounds(comparer, one, other).reach(least - _ROUNDING)


class _Bounds:
    """The pairs in columns: `_a` and `_b` are places among `_people`, who are places in the roll."""

    def __init__(self, comparer: Comparer, one: Ints, other: Ints) -> None:
        self._comparer, self._scales, self._roll = comparer, comparer.scales, comparer.roll
        self._people, local = np.unique(np.concatenate([one, other]), return_inverse=True)
        self._a, self._b = local[: len(one)], local[len(one) :]
        columns = comparer.register.columns.people
        self._number, self._died, self._noted = (
            column[self._people] for column in (columns.number, columns.died, columns.noted)
        )
        self._families = Families(comparer, self._people)
        self._posted = self._roll.units.counts()[self._people]

    def reach(self, least: float) -> Bools:
        """Return which pairs may reach so much: by what the two say, or with a relative of each who may be one."""
        named, is_one_name = self._names()
        born, is_slip = self._births()
        own = self._prior() + named + born + self._numbers() + self._deaths() + self._work() + self._left()
        reach: Bools = own >= least
        shared, alike = self._by_kin()
        left = np.flatnonzero(~reach & (own + max(shared, alike) >= least))
        sharing = self._families.sharing(self._a[left], self._b[left])
        reach[left] = sharing & (own[left] + shared >= least)
        left = left[~sharing & (own[left] + alike >= least)]
        reach[left] = self._families.named_alike(self._a[left], self._b[left], (is_one_name & is_slip)[left])
        return reach

    def _most(self, what: str, *levels: str) -> float:
        """Return the most that one of some levels can weigh, 0 for nothing said."""
        return max(0.0, *(self._comparer.weights.of(what, level) for level in levels))

    def _prior(self) -> Floats:
        full = (self._number > 0) | (self._posted > 1)
        thin = ~full & (self._families.fewest <= 1)
        thin, full = thin[self._a] | thin[self._b], full[self._a] & full[self._b]
        weigh = self._comparer.weights.number
        log_of = {kind: log(weigh("prior", kind) / self._scales.namesakes.people) for kind in ("thin", "known", "full")}
        may_be_thin = max(log_of["thin"], log_of["known"])
        return np.select([thin, full], [may_be_thin, log_of["full"]], log_of["known"])

    def _names(self) -> tuple[Floats, Bools]:
        """Return what the names weigh, and where they are one name, if perhaps in two writings."""
        name, size = self._roll.name[self._people], len(self._roll.names)
        pairs, at = np.unique(name[self._a] * size + name[self._b], return_inverse=True)
        texts = [(self._roll.names[pair // size], self._roll.names[pair % size]) for pair in pairs.tolist()]
        found = [by_name(self._scales, read_name(one), read_name(other)) for one, other in texts]
        exact = [piece.level in ("exact", "rare", "variant") for piece in found]
        return np.array([piece.weight for piece in found])[at], np.array(exact, dtype=bool)[at]

    def _births(self) -> tuple[Floats, Bools]:
        """Return what dates of birth weigh, or ages where one is not known, and which may be one date."""
        born, exact = self._roll.births(self._people)
        known, months, day = born > 0, months_of(born), days_of(born)
        a, b = self._a, self._b
        apart = np.abs(months[a] - months[b])
        days, same_day = exact[a] & exact[b], day[a] == day[b]
        year, month = np.divmod(months - 1, YEAR)
        levels = {
            "unknown": ~(known[a] & known[b]),
            "month": (apart == 0) & ~days,
            "day": (apart == 0) & same_day,
            "other_day": apart == 0,
            "next_month": apart == 1,
            "moon": apart == MOON,
            "slip": np.isin(apart, SLIPS) | (days & same_day & (month[a] == month[b])),
            "same_year": year[a] == year[b],
        }
        of = self._comparer.weights.of
        weights = [self._most("kin", "ages_fit", "ages_wrong"), *(of("birth", level) for level in list(levels)[1:])]
        found = np.select(list(levels.values()), weights, of("birth", "differs"))
        explained = np.logical_or.reduce([is_so for level, is_so in levels.items() if level != "same_year"])
        return found, explained

    def _left(self) -> float:
        """Return what sexes and all that differs in families weigh at most."""
        return self._most("sex", "same", "differs") + sum(self._most("kin", level) for _, level in DIFFERING)

    def _by_kin(self) -> tuple[float, float]:
        """Return what a relative in common weighs at most, and relatives who are named alike."""
        of, people = self._comparer.weights.of, self._scales.namesakes.people
        same = max(of("kin", "same", min(SHARED, 1 / people)), self._most("kin", "same_wider", "siblings"))
        alike = of("kin", "named_alike", BY_CHANCE)
        return max(same, alike), alike

    def _numbers(self) -> Floats:
        both = (self._number[self._a] > 0) & (self._number[self._b] > 0)
        return np.where(both, self._most("number", "same", "slip", "masked"), 0.0)

    def _deaths(self) -> Floats:
        months = months_of(self._died)
        one, other = months[self._a], months[self._b]
        same = (one > 0) & (other > 0) & (np.abs(one - other) <= 1)
        levels = ("one_only", "differs", "post_after")
        return np.where(same, self._most("death", "same", *levels), self._most("death", *levels))

    def _work(self) -> Floats:
        """Return what work weighs where both say something of it, else what the counties weigh at most."""
        found = Counties(self._comparer, self._people, self._families).weights(self._a, self._b)
        says = (self._posted > 0) | self._noted
        for pair in np.flatnonzero(says[self._a] & says[self._b]).tolist():
            one, other = (self._at_work(int(some[pair])) for some in (self._a, self._b))
            for piece in by_work(self._scales, one, other):
                found[pair] = piece.weight
        return found

    def _at_work(self, person: int) -> Profile:
        (row,) = self._roll.persons(self._people[person : person + 1])
        posts = tuple(self._comparer.postings.get(row.id, ()))
        return Profile(id=row.id, name=read_name(row.name), posts=posts, texts=(row.note,) if row.note else ())
