"""Invented families whose truth is known, and kin rows that say true things about them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from huibi.model.people import Person, Sex
from huibi.model.register import Register
from huibi.model.ties import Kin

MALE_STEPS = frozenset({"f", "h", "s", "ob", "yb"})


@dataclass
class Human:
    """A person of the truth; `age` orders brothers and sisters."""

    key: str
    male: bool
    age: int
    father: "Human | None" = None
    mother: "Human | None" = None
    spouse: "Human | None" = None
    children: list["Human"] = field(default_factory=list)

    def siblings(self) -> list["Human"]:
        """Everybody with the same father or mother."""
        both = [child for parent in (self.father, self.mother) if parent for child in parent.children]
        return [one for key, one in {one.key: one for one in both}.items() if key != self.key]

    def step(self, code: str) -> list["Human"]:
        """Whom one step of commands.md leads to."""
        if code in ("f", "m"):
            return [one for one in (self.father if code == "f" else self.mother,) if one]
        if code in ("h", "w"):
            return [self.spouse] if self.spouse and self.spouse.male == (code == "h") else []
        pool = self.children if code in ("s", "d") else self.siblings()
        wanted = [one for one in pool if one.male == (code in MALE_STEPS or code == "xb")]
        if code[0] == "o":
            return [one for one in wanted if one.age < self.age]
        return [one for one in wanted if one.age > self.age] if code[0] == "y" else wanted


def grow(chance: Random, people: int) -> list[Human]:
    """Return a family over some generations: couples, their children, now and then a second marriage's half-blood."""
    humans: list[Human] = []

    def born(father: Human | None = None, mother: Human | None = None, *, male: bool | None = None) -> Human:
        sex = chance.random() < 0.5 if male is None else male
        human = Human(f"p{len(humans):02d}", sex, len(humans), father, mother)
        humans.append(human)
        for parent in (father, mother):
            if parent:
                parent.children.append(human)
        return human

    generation = [born(male=True), born(male=False), born()]
    while len(humans) < people:
        below: list[Human] = []
        for human in generation:
            if human.spouse is None and chance.random() < 0.8:
                other = next((one for one in generation if _may_marry(human, one)), None)
                mate = other if other and chance.random() < 0.5 else born(male=not human.male)
                human.spouse, mate.spouse = mate, human
        for human in generation:
            if human.male and human.spouse:
                below += [born(human, human.spouse) for _ in range(chance.randint(0, 3))]
                if chance.random() < 0.2:  # by somebody else, so that there are half-brothers
                    below.append(born(human, born(male=False)) if chance.random() < 0.5 else born(None, human.spouse))
        generation = below or [born(), born()]
    return humans[:people] if _closed(humans, people) else humans


def _may_marry(one: Human, other: Human) -> bool:
    kin = {one.key, *(sibling.key for sibling in one.siblings())}
    return other.spouse is None and other.male != one.male and other.key not in kin


def _closed(humans: list[Human], people: int) -> bool:
    kept = {human.key for human in humans[:people]}
    near = ((human.father, human.mother, human.spouse, *human.children) for human in humans[:people])
    return all(tie is None or tie.key in kept for ties in near for tie in ties)


def true_of(person: Human, chain: str) -> list[Human]:
    """Return whom a chain (steps joined by spaces) leads to from a person, nobody passed twice."""
    ways: list[list[Human]] = [[person]]
    for code in chain.split():
        ways = [[*way, there] for way in ways for there in way[-1].step(code) if there not in way]
    return [way[-1] for way in ways]


def statements(humans: list[Human], terms: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """Yield every true (person, relative, term) that the terms can say."""
    for human in humans:
        for term, chains in terms.items():
            for chain in chains:
                for relative in true_of(human, chain):
                    yield human.key, relative.key, term


def register_of(humans: list[Human], rows: list[tuple[str, str, str]]) -> Register:
    """Return a register of the persons who are named by the rows."""
    named = dict.fromkeys(one for a, b, _ in rows for one in (a, b))
    by_key = {human.key: human for human in humans}
    persons = {key: Person(id=key, sex=Sex.MALE if by_key[key].male else Sex.FEMALE) for key in sorted(named)}
    kin = [Kin(person=a, relative=b, term=term, record=f"kin:{row}") for row, (a, b, term) in enumerate(rows, start=2)]
    return Register(persons=persons, kin=tuple(kin))
