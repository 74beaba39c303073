"""From odds to probabilities: where several fit and only one can be meant, they weigh each other down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import exp, log, log1p
from typing import Any

from huibi.matching.comparing import Comparer, Pair
from huibi.matching.evidence import Evidence
from huibi.matching.profiles import Profile
from huibi.model.outside import Listed

LEAST_ODDS = -4.0  # log odds below which a pair is not kept, not even as a rival of another
MOST_ODDS = 40.0  # beyond, nothing gets likelier
Lookup = Callable[[str], Profile]


@dataclass(frozen=True, slots=True)
class Match:
    """Two records that may be one person; `a` is the one whose id would be kept (recusal.md).

    Against an outside list `a` is the person of the register, `b` the list's own number or row, and `listed` the row.
    """

    a: str
    b: str
    probability: float
    evidence: tuple[Evidence, ...]
    listed: Listed | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the line of `huibi match`."""
        row = {} if self.listed is None else {"row": self.listed.row, "name": self.listed.name}
        return {
            "a": self.a,
            "b": self.b,
            **row,
            "probability": round(self.probability, 4),
            "evidence": [piece.to_json() for piece in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs that nobody has decided, the likeliest first; `looked_at` of `of` pairs that came into question."""

    found: tuple[Match, ...]
    looked_at: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether everything was looked at, and nobody stopped it before."""
        return self.looked_at == self.of


@dataclass(slots=True)
class Scored:
    """The log odds of pairs that are not out of the question."""

    comparer: Comparer
    profile: Lookup
    odds: dict[Pair, float] = field(default_factory=dict)

    def add(self, a: Profile, b: Profile) -> None:
        """Compare two records and keep their odds."""
        odds = self.comparer.odds(a, b)
        if odds is not None and odds >= LEAST_ODDS:
            self.odds[a.id, b.id] = odds

    def judged(self, least: float) -> Iterator[tuple[Pair, float, tuple[Evidence, ...]]]:
        """Yield the pairs that are as likely as `least` or more, with probability and evidence."""
        fitting: dict[str, list[tuple[str, float]]] = {}
        for (a, b), odds in self.odds.items():
            fitting.setdefault(a, []).append((b, odds))
            fitting.setdefault(b, []).append((a, odds))
        for (a, b), odds in self.odds.items():
            if probability(odds) < least:
                continue
            against, count = max(self._rivals(fitting[one], other) for one, other in ((a, b), (b, a)))
            likely = probability(odds - log1p(against))
            if likely >= least:
                evidence = self.comparer.evidence(self.profile(a), self.profile(b))
                rivals = (Evidence("rivals", "some", -log1p(against), {"count": count}),) if count else ()
                yield (a, b), likely, (*evidence, *rivals)

    def _rivals(self, fitting: list[tuple[str, float]], other: str) -> tuple[float, int]:
        """Return the odds of everybody else who fits and certainly is not `other`, and how many they are."""
        found = [
            odds
            for rival, odds in fitting
            if rival != other and self.comparer.are_two(self.profile(rival), self.profile(other))
        ]
        return sum(exp(min(odds, MOST_ODDS)) for odds in found), len(found)


def ordered(found: list[Match]) -> tuple[Match, ...]:
    """Return matches by probability as shown, then by ids and row."""

    def order(match: Match) -> tuple[float, str, str, int]:
        return -round(match.probability, 4), match.a, match.b, 0 if match.listed is None else match.listed.row

    return tuple(sorted(found, key=order))


def probability(odds: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + exp(-max(-MOST_ODDS, min(odds, MOST_ODDS))))


def log_odds(chance: float) -> float:
    """Return the log odds of a probability between 0 and 1."""
    return log(chance / (1 - chance))
