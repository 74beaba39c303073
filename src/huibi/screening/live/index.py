"""The acquaintance index of a round, kept: what a changed row makes of few pairs is worked out again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from huibi.model.findings import Risk
from huibi.model.ties import KinClass
from huibi.network.acquaintance import KIN, Acquaintance, Circle, Near
from huibi.network.acquaintance_ties import LEAST, SLACK
from huibi.network.standing import Standing
from huibi.screening.live.bonds import LiveBonds
from huibi.screening.live.kin import LiveKin
from huibi.screening.live.tables import Tables

STRONG = (LEAST - SLACK) / KIN[KinClass.OTHER]  # a weaker tie makes no chain with kin of class `other`
Strengths = Mapping[str, float]
Counts = tuple[tuple[str, float], ...]  # who counts at a unit, and how much


class LiveIndex(Acquaintance):
    """Risks of the screened at the units, with whom each of both sides knows and is kin to.

    Whoever changes something tells it (`know`, `kin_changed`, `circles_changed` …); `settle` then works out again the
    pairs that rest on it.
    """

    def __init__(self, tables: Tables, kin: LiveKin, standing: Standing, as_of: date, units: Iterable[str]) -> None:
        super().__init__(tables.register, kin, standing, as_of)
        self._kin = kin
        self._bonds = self.bonds = LiveBonds(tables, as_of)
        self._units = tuple(units)
        self._known: dict[str, dict[str, float]] = {}
        self.sides: tuple[set[str], set[str]] = set(), set()  # the screened; the members of bodies and keys
        self._strong: tuple[Counter[str], Counter[str]] = Counter(), Counter()  # how many of each side know somebody so
        self._at: dict[str, set[str]] = defaultdict(set)  # member -> units
        self._risks: dict[str, dict[str, int]] = {}
        self._grown: tuple[set[str], set[str]] = set(), set()
        self._joined: set[str] = set()  # who was on one side, and is on the other too: more of their kin may matter
        self._changed: set[tuple[str, str]] = set()
        self._again: set[tuple[str, str]] = set()

    @property
    def people(self) -> set[str]:
        """Everybody whose ties are kept."""
        return self.sides[0] | self.sides[1]

    def begin(self, screened: Iterable[str], risks: Iterable[Risk]) -> None:
        """Take the screened and the risks of a full run."""
        self._side(0, set(screened))
        self._side(1, {q for unit in self._units for q, _ in self.circle(unit)})
        for unit in self._units:
            for q, _ in self.circle(unit):
                self._at[q].add(unit)
        self._risks = {person: {} for person in self.sides[0]}
        for risk in risks:
            self._risks[risk.person][risk.unit] = risk.risk
        both: dict[tuple[int, ...], frozenset[str]] = {
            sides: frozenset().union(*self._counting(sides)) for sides in ((0,), (1,), (0, 1))
        }  # the same few sets for everybody: they are large
        further = {person: both[self._sides_of(person)] for person in self.people}
        self._kin.begin_classes(further, frozenset(self._register.persons))
        self.grown()
        for person in self.people:
            self._near(person)
        for unit in self._units:
            self._circle(unit)
        self._changed.clear()

    def risks(self, person: str) -> tuple[Risk, ...]:
        """Return the risks of one of the screened, in the round's order, zeros left out."""
        found = self._risks[person]
        return tuple(Risk(person=person, unit=unit, risk=found[unit]) for unit in self._units if found.get(unit))

    def further(self, person: str, among: AbstractSet[str]) -> set[str]:
        """Return of whom of some people it matters whether they are kin of class `other` of somebody."""
        counting = tuple(self._counting(self._sides_of(person)))
        return {one for one in among if any(one in people for people in counting)}

    def _sides_of(self, person: str) -> tuple[int, ...]:
        return tuple(side for side in (0, 1) if person in self.sides[side])

    def _counting(self, sides: Iterable[int]) -> Iterator[AbstractSet[str]]:
        """Yield the people who matter as kin of class `other` to those of some sides."""
        for side in sides:
            yield self._strong[1 - side].keys()
            if side == 1:
                yield self.sides[0]

    def screen(self, screened: Iterable[str]) -> frozenset[str]:
        """Take others for the screened; return who was not before."""
        news = set(screened) - self.sides[0]
        for person in self.sides[0] - set(screened):
            self._risks.pop(person, None)
        self._side(0, set(screened))
        for person in news:
            self._risks[person] = {}
            self._again |= {(person, unit) for unit in self._units}
        return frozenset(news)

    def kin_of(self, person: str) -> set[str]:
        """Return whose kept kin somebody is."""
        return {one for one in self.people if person in self._kin.classes(one)}

    def new_members(self) -> set[str]:
        """Return the members of bodies and keys of whose kin not all is known yet that matters; once."""
        joined, self._joined = self._joined, set()
        return {person for person in self.people if person in joined or not self._kin.has_classes(person)}

    def circles_changed(self, before: Mapping[str, Counts]) -> None:
        """Look again at who counts at some units of the round; `before` says who did."""
        for unit, members in before.items():
            now = self.circle(unit)
            if now == members:
                continue
            for one in self._at.values():
                one.discard(unit)
            for q, _ in now:
                self._at[q].add(unit)
            self._circles.pop(unit, None)
            for q in {q for q, _ in {*members} ^ {*now}} & self._nears.keys():
                self._again |= {(person, unit) for person in self._close_to(q)}
        self._side(1, {q for q, at in self._at.items() if at})

    def _close_to(self, q: str) -> set[str]:
        """Return the screened to whom somebody may be close, as ties were before and are now."""
        if any(q not in ends for ends in self._changed):
            return self.sides[0]
        links = {end for ends in self._changed for end in ends} - {q}
        alone = self._circle_of(((q, 1.0),))
        return {
            person
            for person in self.sides[0]
            if person in links or self._is_tied(person, links) or self._closest(person, alone)
        }

    def own_work_changed(self, person: str, units: Iterable[str]) -> None:
        """Ask again for the index of one person at some units."""
        if person in self.sides[0]:
            self._again |= {(person, unit) for unit in units}

    def know(self, person: str, others: Iterable[str]) -> None:
        """Look again at the ties between a person and others, on whichever side they are."""
        if person in self._known:
            self._know(person, self._bonds.strengths(person))
        for other in set(others) & self._known.keys():
            if other != person:
                strength = self.bonds.strength(other, person)
                if strength != self._known[other].get(person, 0.0):
                    known = {key: value for key, value in self._known[other].items() if key != person}
                    self._know(other, known | ({person: strength} if strength else {}))

    def kin_changed(self, persons: Iterable[str]) -> None:
        """Look again at the kin of persons."""
        for person in set(persons) & self._known.keys():
            before = self._nears.pop(person, None)
            kin = self._near(person).kin
            self._changed |= {(person, other) for other in _differing({} if before is None else before.kin, kin)}

    def grown(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return, for the screened and for the members, of whom it matters anew whether they are kin; once."""
        found, self._grown = self._grown, (set(), set())
        return frozenset(found[0]), frozenset(found[1])

    def settle(self) -> set[str]:
        """Work out what has changed; return whose risks are others than before."""
        self._spread()
        found = set()
        for person, unit in sorted(self._again):
            if person in self._risks:
                risk = self.risk(person, unit)
                if risk != self._risks[person].get(unit, 0):
                    self._risks[person][unit] = risk
                    found.add(person)
        self._again.clear()
        for unit in self._units:
            self._circle(unit)  # the next change asks by whom its members knew somebody before
        return found

    def _near(self, person: str) -> Near:
        if person not in self._nears:
            kin = {
                other: KIN[kin_class]
                for other, kin_class in self._kin.classes(person).items()
                if kin_class is not KinClass.NONE and other != person and not self._bonds.dead(other)
            }
            self._nears[person] = Near(self._known[person], kin)
        return self._nears[person]

    def _side(self, side: int, people: set[str]) -> None:
        """Take others for one side; whom they know is worked out, whom nobody asks about is forgotten."""
        gone, news = self.sides[side] - people, people - self.sides[side]
        self.sides[side].clear()
        self.sides[side].update(people)
        for person in gone:
            self._count(side, self._known[person], {})
            if person not in self.sides[1 - side]:
                del self._known[person]
                self._nears.pop(person, None)
                self._kin.forget_classes(person)
        for person in news:
            if person in self._known:
                self._joined.add(person)
            else:
                self._known[person] = self._bonds.strengths(person)
                self._changed |= {(person, other) for other in self._known[person]}
            self._count(side, {}, self._known[person])

    def _count(self, side: int, before: Strengths, after: Strengths) -> None:
        """Count whom a side knows well; of whom it does so first, it matters whether the other side is kin to them."""
        counts = self._strong[side]
        for other in _differing(before, after):
            was, now = before.get(other, 0.0) >= STRONG, after.get(other, 0.0) >= STRONG
            if was and not now:
                counts[other] -= 1
                if not counts[other]:
                    del counts[other]
            elif now and not was:
                counts[other] += 1
                if counts[other] == 1:
                    self._grown[1 - side].add(other)

    def _know(self, person: str, known: dict[str, float]) -> None:
        before = self._known[person]
        if known == before:
            return
        self._changed |= {(person, other) for other in _differing(before, known)}
        for side in (0, 1):
            if person in self.sides[side]:
                self._count(side, before, known)
        self._known[person] = known
        if person in self._nears:
            self._nears[person] = Near(known, self._nears[person].kin)

    def _spread(self) -> None:
        """Find the pairs whose index rests on ties that changed."""
        links: dict[str, set[str]] = defaultdict(set)
        for person, link in self._changed:
            if person in self.sides[1]:
                links[link] |= self._at[person]
        self._spread_screened()
        for link, units in links.items():
            for unit in units:
                self._link_again(unit, link)
        for person in self.sides[0] if links else ():
            near = self._near(person)
            tied = (near.known.keys() & links.keys()) | (near.kin.keys() & links.keys()) | ({person} & links.keys())
            self._again |= {(person, unit) for link in tied for unit in links[link]}
        self._spread_screened()
        self._changed.clear()

    def _spread_screened(self) -> None:
        """Find the pairs of the screened whose ties changed: by whom the members knew before, and know now."""
        for person, link in self._changed:
            if person in self.sides[0]:
                units = (unit for unit in self._units if link in self._circle(unit).via)
                self._again |= {(person, unit) for unit in units}

    def _is_tied(self, person: str, links: AbstractSet[str]) -> bool:
        near = self._near(person)
        return not (near.known.keys().isdisjoint(links) and near.kin.keys().isdisjoint(links))

    def _link_again(self, unit: str, link: str) -> None:
        """Put right what the members of a circle are to one person."""
        if unit not in self._circles:
            return
        circle: Circle = self._circles[unit]
        via = []
        for index, (q, _) in enumerate(circle.members):
            near = self._near(q)
            known = near.known.get(link, 0.0)
            if strongest := max(known, near.kin.get(link, 0.0)):
                via.append((strongest, known, index))
        via.sort(reverse=True)
        if via:
            circle.via[link] = via
        else:
            circle.via.pop(link, None)


def _differing(one: Strengths, other: Strengths) -> set[str]:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
