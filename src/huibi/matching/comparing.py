"""Two records side by side: every piece of evidence, weighed with what one register says of chance."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from huibi.matching.by_birth import born_apart, by_birth, by_death, by_number, by_sex
from huibi.matching.by_kin import by_kin, cannot_be_one
from huibi.matching.by_name import by_name
from huibi.matching.by_work import by_work
from huibi.matching.counts import Namesakes, Places
from huibi.matching.evidence import Evidence, Scales, before_all
from huibi.matching.numbers import like
from huibi.matching.profiles import Profile, Profiles
from huibi.matching.roll import Posted, Roll
from huibi.matching.units import Units
from huibi.matching.weights import Weights, shipped
from huibi.model.people import Posting, Sex
from huibi.model.register import Register
from huibi.model.ties import Identity, Kin

Pair = tuple[str, str]


class Comparer:
    """Compares persons of one register; what it counts of the whole register is counted once, when first needed."""

    def __init__(self, register: Register, weights: Weights | None = None, roll: Roll | None = None) -> None:
        self.register = register
        self._roll = roll
        self.weights = weights or shipped()
        self.decided = decided_apart(register)

    @cached_property
    def scales(self) -> Scales:
        """What comparisons are weighed with."""
        register = self.register
        return Scales(self.weights, Namesakes(self.roll), Places(register, self.roll), Units(register))

    @cached_property
    def roll(self) -> Roll:
        """Names and dates of birth as columns."""
        return self._roll or Roll(self.register)

    @cached_property
    def postings(self) -> Mapping[str, Sequence[Posting]]:
        """The postings of each person."""
        return Posted(self.register, self.roll)

    def profiles(self, persons: Collection[str], kin: Sequence[Kin] | None = None) -> Profiles:
        """Return the profiles of some persons; `kin` are the rows that touch them, where somebody has them already."""
        if kin is None:
            rows = self.roll.kin_of(self.roll.places(persons))
            kin = [self.register.kin[row] for row in rows.tolist()]
        return Profiles(self.register, self.postings, kin)

    def evidence(self, a: Profile, b: Profile) -> tuple[Evidence, ...]:
        """Return every piece of evidence; the weights add up to the log odds that the two are one."""
        scales = self.scales
        return (
            before_all(scales, a, b),
            by_name(scales, a.name, b.name),
            *by_number(scales, a, b),
            *by_birth(scales, a, b),
            *by_sex(scales, a, b),
            *by_death(scales, a, b),
            *by_work(scales, a, b),
            *by_kin(scales, a, b),
        )

    def odds(self, a: Profile, b: Profile) -> float | None:
        """Return the log odds that two records are of one person, None where they cannot be."""
        pieces = self.pieces(a, b)
        return None if pieces is None else sum(piece.weight for piece in pieces)

    def pieces(self, a: Profile, b: Profile) -> tuple[Evidence, ...] | None:
        """Return every piece of evidence on two records, None where they cannot be of one person."""
        if self.are_decided(a.id, b.id) or _numbers_apart(a, b) or _sexes_apart(a, b) or cannot_be_one(a, b):
            return None
        return self.evidence(a, b)

    def are_two(self, a: Profile, b: Profile) -> bool:
        """Whether two records are certainly of two persons."""
        return (
            self.are_decided(a.id, b.id)
            or _numbers_apart(a, b)
            or _sexes_apart(a, b)
            or born_apart(a, b)
            or cannot_be_one(a, b)
        )

    def are_decided(self, a: str, b: str) -> bool:
        """Whether somebody has judged that two records are of two persons."""
        return (min(a, b), max(a, b)) in self.decided

    def kept_first(self, person: str) -> tuple[bool, bool, str]:
        """Return the order in which ids are kept (recusal.md): in the pool, else with postings, else the smaller."""
        return person not in self.register.pool, person not in self.postings, person


def decided_apart(register: Register) -> frozenset[Pair]:
    """Return the pairs judged to be two persons, the smaller id first, under the ids that were kept."""
    pairs = (
        (register.aliases.get(row.a, row.a), register.aliases.get(row.b, row.b))
        for row in register.same_person
        if row.decision is Identity.DIFFERENT
    )
    return frozenset((min(pair), max(pair)) for pair in pairs)


def _numbers_apart(a: Profile, b: Profile) -> bool:
    return bool(a.number and b.number) and like(a.number or "", b.number or "") is None


def _sexes_apart(a: Profile, b: Profile) -> bool:
    """Whether the sexes differ: persons of two sexes cannot be judged one (reading refuses it)."""
    return not (a.listed or b.listed) and {a.sex, b.sex} == {Sex.MALE, Sex.FEMALE}
