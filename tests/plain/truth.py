"""True families of which only some persons and some ties are told: whatever is certain must be true."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from huibi.model.people import Person, Sex
from huibi.model.register import Register
from huibi.model.ties import Kin, KinClass
from plain.kin import PlainKin
from plain.terms import CHAINS

DAY = date(2026, 8, 15)
NEAR = KinClass.NEAR_AFFINE.rank
UNTOLD = ("同父异母的哥哥", "同母异父的弟弟", "同父异母的妹妹", "同母异父的姐姐")


@dataclass
class Families:
    """Everybody, named or not: sex, father, mother, and the one standing marriage."""

    chance: Random
    sex: dict[str, str] = field(default_factory=dict)
    father: dict[str, str] = field(default_factory=dict)
    mother: dict[str, str] = field(default_factory=dict)
    spouse: dict[str, str] = field(default_factory=dict)

    def born(self, sex: str | None = None) -> str:
        """Add a person."""
        key = f"Q{len(self.sex):02}"
        self.sex[key] = sex or self.chance.choice(("male", "female"))
        return key

    def grow(self, generations: int) -> None:
        """Start with a few couples; children marry each other or a newcomer; some have a half sibling."""
        elders = [self.couple(self.born("male"), self.born("female")) for _ in range(2)]
        for _ in range(generations):
            children = [child for pair in elders for child in self.children(*pair)]
            elders = [self.wed(child) for child in children if child not in self.spouse]

    def couple(self, husband: str, wife: str) -> tuple[str, str]:
        """Marry two persons."""
        self.spouse[husband], self.spouse[wife] = wife, husband
        return husband, wife

    def wed(self, person: str) -> tuple[str, str]:
        """Marry a person to somebody of another family, who brings along a sibling at times."""
        other = self.born("female" if self.sex[person] == "male" else "male")
        if self.chance.random() < 0.5:
            parents = self.couple(self.born("male"), self.born("female"))
            for child in (other, self.born()):
                self.father[child], self.mother[child] = parents
        return self.couple(person, other) if self.sex[person] == "male" else self.couple(other, person)

    def children(self, father: str, mother: str) -> list[str]:
        """Give a couple children, one of them perhaps of the father or the mother alone."""
        found = []
        for _ in range(self.chance.choice((1, 1, 2, 2, 3))):
            child = self.born()
            half = self.chance.random()
            self.father[child] = self.born("male") if half < 0.07 else father
            self.mother[child] = self.born("female") if half > 0.93 else mother
            found.append(child)
        return found

    def step(self, here: str, step: str) -> set[str]:
        """Return whom a step leads to."""
        if step == "f":
            return {self.father[here]} if here in self.father else set()
        if step == "m":
            return {self.mother[here]} if here in self.mother else set()
        if step in "sd":
            found = {child for up in (self.father, self.mother) for child, parent in up.items() if parent == here}
            return self.of_sex(found, "male" if step == "s" else "female")
        if step in "hw":
            found = {self.spouse[here]} if here in self.spouse else set()
            return self.of_sex(found, "male" if step == "h" else "female")
        shared = {
            child
            for up in (self.father, self.mother)
            for child, parent in up.items()
            if up.get(here) == parent and child != here
        }
        return self.of_sex(shared, "male" if step == "B" else "female")

    def of_sex(self, some: set[str], sex: str) -> set[str]:
        """Return those of one sex."""
        return {each for each in some if self.sex[each] == sex}

    def fits(self, one: str, chain: str, other: str) -> bool:
        """Whether a chain leads from one to the other, nobody standing in it twice."""
        lines = [(one,)]
        for step in chain.split():
            lines = [(*line, there) for line in lines for there in self.step(line[-1], step) if there not in line]
        return any(line[-1] == other for line in lines)

    def register(self, named: list[str], rows: list[Kin]) -> Register:
        """Return some persons and some rows as a register."""
        persons = {key: Person(id=key, name=key, sex=Sex(self.sex[key])) for key in named}
        return Register(persons=persons, kin=tuple(rows))

    def all_rows(self, named: list[str]) -> list[Kin]:
        """Return every true row between named persons."""
        return [
            Kin(person=one, relative=other, term=term)
            for one in named
            for other in named
            for term, chains in CHAINS.items()
            if one != other and term not in UNTOLD and any(self.fits(one, chain, other) for chain in chains)
        ]

    def truth(self) -> PlainKin:
        """Return the classes that everybody has in truth."""
        everybody = sorted(self.sex)
        rows = [Kin(person=child, relative=parent, term="父亲") for child, parent in self.father.items()]
        rows += [Kin(person=child, relative=parent, term="母亲") for child, parent in self.mother.items()]
        rows += [
            Kin(person=one, relative=self.spouse[one], term="妻子") for one in self.spouse if self.sex[one] == "male"
        ]
        return PlainKin(self.register(everybody, rows), DAY)


def told(chance: Random, most_named: int = 9, most_rows: int = 9) -> tuple[Families, Register]:
    """Return families, and the register that tells some of them."""
    families = Families(chance)
    families.grow(chance.choice((2, 2, 3)))
    everybody = sorted(families.sex)
    named = sorted(chance.sample(everybody, min(most_named, len(everybody))))
    rows = families.all_rows(named)
    return families, families.register(named, chance.sample(rows, min(most_rows, len(rows))))


def untrue(families: Families, register: Register, kinship: object) -> list[str]:
    """Return what is said to be certain and is not so in truth.

    Two unnamed persons may be one in truth, so a near affine may turn out to be `other`; never a stranger.
    """
    truth = families.truth()
    found = []
    for one in register.persons:
        for other, relation in kinship.relatives(one).items():
            real, _ = truth.relation(one, other)
            stranger = real is KinClass.NONE or (real is KinClass.OTHER and relation.kin_class.rank < NEAR)
            if not relation.uncertain and real.rank > relation.kin_class.rank and stranger:
                found.append(f"{one} {other}: said {relation.kin_class.value}, in truth {real.value}")
    return found
