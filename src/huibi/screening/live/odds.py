"""Log odds that two records are of one person, kept: weighed again where a change may have moved them."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from huibi.matching.comparing import Pair
from huibi.matching.evidence import Evidence
from huibi.matching.names import read_name, surname_share
from huibi.model.people import Person
from huibi.screening.live.comparer import LiveComparer

_SHARES = frozenset({"post", "unit", "line"})  # levels of evidence on units that rest on how many people units have


class LiveOdds:
    """Odds of pairs as they were when weighed, and how far counts may have moved them since (`moved`).

    A pair is forgotten, and `forgotten` told of it, where more than that may have changed.
    """

    def __init__(self, comparer: LiveComparer, forgotten: Callable[[Pair], None]) -> None:
        self._comparer = comparer
        self._forgotten = forgotten
        self._odds: dict[Pair, float | None] = {}
        self._at: dict[Pair, float] = {}  # the drift when weighed
        self._of: dict[str, set[Pair]] = defaultdict(set)
        self._at_units: dict[str, set[Pair]] = defaultdict(set)  # some are there no more: they are weighed in vain
        self._by_name: dict[str, set[Pair]] = defaultdict(set)  # of the two, and of relatives named alike; likewise

    def of(self, pair: Pair) -> float | None:
        """Return the log odds, None where the two cannot be one person."""
        return self._odds[pair] if pair in self._odds else self.weigh(pair)

    def moved(self, pair: Pair) -> float:
        """Return how far the odds may be from what they are now."""
        return self._comparer.drift - self._at[pair]

    def weigh(self, pair: Pair) -> float | None:
        """Return the log odds as they are now."""
        a, b = map(self._comparer.profile, pair)
        pieces = self._comparer.pieces(a, b)
        self._odds[pair] = None if pieces is None else sum(piece.weight for piece in pieces)
        self._at[pair] = self._comparer.drift
        self._comparer.shares.add(surname_share(a.name.surname))
        for person in pair:
            self._of[person].add(pair)
        if pieces is not None and _rests(pieces, "unit", _SHARES):
            for post in (*a.posts, *b.posts):
                self._at_units[self._alike(post.unit)].add(pair)
        names = [a.name, b.name]
        if pieces is not None and _rests(pieces, "kin", ("named_alike",)):
            names += [relative.name for relative in (*a.kin, *b.kin)]
        for name in names:
            self._by_name[name.text].add(pair)
        return self._odds[pair]

    def forget(self, people: Iterable[str]) -> None:
        """Forget the odds of all pairs of people, of whom or of whose family something changed."""
        people = set(people)
        self._comparer.forget(people)
        self._drop({pair for person in people for pair in self._of.get(person, ())})

    def name_changed(self, old: Person | None, new: Person | None) -> bool:
        """Count names anew; return whether they are counted otherwise."""
        names, signs = self._comparer.name_changed(old, new)
        if signs:
            names |= {name for name in self._by_name if not signs.isdisjoint(read_name(name).plain)}
        self._drop({pair for name in names for pair in self._by_name.get(name, ())})
        return bool(names)

    def staff_changed(self, person: str, units: Iterable[str]) -> None:
        """Count the people of units anew after a person's postings changed."""
        for unit in self._comparer.staff_changed(person, units):
            self._drop(self._at_units.pop(self._alike(unit), set()))

    def _alike(self, unit: str) -> str:
        return self._comparer.scales.units.alike(unit)[0]

    def _drop(self, pairs: set[Pair]) -> None:
        for pair in pairs & self._odds.keys():
            del self._odds[pair], self._at[pair]
            for person in pair:
                self._of[person].discard(pair)
            self._forgotten(pair)


def _rests(pieces: Iterable[Evidence], what: str, levels: Iterable[str]) -> bool:
    return any(piece.what == what and piece.level in levels for piece in pieces)
