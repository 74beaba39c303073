"""Clans of up to 120 persons as several people's forms tell them: marriages, divorces, deaths, adoption, step kin.

Most parents are told, so that little is left open; what is told is told from either end.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from huibi.model.people import Person, Sex
from huibi.model.register import Register
from huibi.model.ties import Kin
from plain.terms import CHAINS
from plain.truth import UNTOLD, Families

DAY = date(2026, 8, 15)
MOST_PERSONS = 120
HALF = {("father", "male"): "同父异母的哥哥", ("father", "female"): "同父异母的妹妹"} | {
    ("mother", "male"): "同母异父的弟弟",
    ("mother", "female"): "同母异父的姐姐",
}
TYPED = [term for term, chains in CHAINS.items() if term not in UNTOLD and len(chains[0].split()) > 1]


@dataclass
class Clan(Families):
    """The truth as it grows, and the rows that tell of it."""

    most: int = MOST_PERSONS
    died: dict[str, date] = field(default_factory=dict)
    rows: list[Kin] = field(default_factory=list)
    couples: list[tuple[str, str]] = field(default_factory=list)
    over: set[tuple[str, str]] = field(default_factory=set)

    def likely(self, chance: float) -> bool:
        """Whether something of that likelihood happens."""
        return self.chance.random() < chance

    def some_day(self) -> date:
        """A day of the last thirty years, at times the day of judgement or beside it."""
        return DAY + timedelta(days=self.chance.choice((0, 1, -1, *(-self.chance.randint(2, 11000) for _ in range(9)))))

    def tell(self, person: str, relative: str, term: str, **more: object) -> None:
        """Tell a row."""
        self.rows.append(Kin(person=person, relative=relative, term=term, **more))

    def populate(self) -> None:
        """Found some couples and let four more generations follow, within the number of persons."""
        level = [self.marry(self.born("male"), self.born("female")) for _ in range(self.chance.choice((1, 2, 3)))]
        for _ in range(4):
            children = [child for pair in level for child in self.offspring(*pair)]
            level = [
                self.wedding(child)
                for child in children
                if child not in self.spouse and self.likely(0.8) and len(self.sex) < self.most
            ]
        self.adopt()
        self.tell_of_siblings()
        self.tell_at_length()

    def marry(self, husband: str, wife: str) -> tuple[str, str]:
        """Marry two; the marriage may have ended by a death or a divorce, and a new one followed."""
        self.couple(husband, wife)
        self.couples.append((husband, wife))
        since = self.chance.choice((None, self.some_day() - timedelta(days=9000)))
        ended = self.some_day() if self.likely(0.12) else None
        told = (husband, wife, "妻子") if self.likely(0.5) else (wife, husband, "丈夫")
        if ended is not None and ended <= DAY:
            self.over.add((husband, wife))
        if (husband, wife) in self.over and self.likely(0.3):
            self.tell(husband, wife, "前妻")
        else:
            self.tell(*told, since=since, ended=ended)
        if ended is None and self.likely(0.2):
            self.died[self.chance.choice((husband, wife))] = self.some_day()
        return husband, wife

    def wedding(self, person: str) -> tuple[str, str]:
        """Marry a person to a newcomer, whose parents are known at times."""
        other = self.born("female" if self.sex[person] == "male" else "male")
        if self.likely(0.25) and len(self.sex) < self.most - 2:
            self.parents(other, *self.marry(self.born("male"), self.born("female")))
        return self.marry(*((person, other) if self.sex[person] == "male" else (other, person)))

    def parents(self, child: str, father: str, mother: str) -> None:
        """Give a child its parents; nearly always both are told."""
        self.father[child], self.mother[child] = father, mother
        for parent, word in ((father, "父亲"), (mother, "母亲")):
            if self.likely(0.97):
                down = (parent, child, "儿子" if self.sex[child] == "male" else "女儿")
                self.tell(*((child, parent, word) if self.likely(0.6) else down))

    def offspring(self, father: str, mother: str) -> list[str]:
        """Give a couple children; who marries again after a divorce or a death brings a step-parent to them."""
        found = []
        for _ in range(self.chance.choice((1, 1, 2, 2, 3, 4))):
            if len(self.sex) < self.most:
                found.append(self.born())
                self.parents(found[-1], father, mother)
        if found and self.likely(0.15) and len(self.sex) < self.most - 1:
            found += self.second_marriage(*self.chance.sample((father, mother), 2), found)
        return found

    def second_marriage(self, person: str, before: str, children: list[str]) -> list[str]:
        """Marry somebody again; the new one is a step-parent, and has a child."""
        other = self.born("female" if self.sex[person] == "male" else "male")
        if before not in self.died and not {(person, before), (before, person)} & self.over:
            self.died[before] = DAY - timedelta(days=4000)
        since = self.chance.choice((None, DAY - timedelta(days=2000), DAY - timedelta(days=9000)))
        over = self.some_day() if self.likely(0.2) else None
        self.tell(person, other, "妻子" if self.sex[other] == "female" else "丈夫", since=since, ended=over)
        for child in children:
            if self.likely(0.7):
                raised, ended = self.chance.choice((True, True, False, None)), self.chance.choice((None, None, over))
                up = (child, other, "继父" if self.sex[other] == "male" else "继母")
                down = (other, child, "继子" if self.sex[child] == "male" else "继女")
                self.tell(*(up if self.likely(0.6) else down), raised=raised, ended=ended)
        young = self.born()
        self.parents(young, *((person, other) if self.sex[person] == "male" else (other, person)))
        return [young]

    def adopt(self) -> None:
        """Let a few children be adopted by a couple or by one of it; some adoptions are dissolved."""
        for child in self.chance.sample(sorted(self.father), min(2, len(self.father))):
            husband, wife = self.chance.choice(self.couples)
            if {husband, wife} & {child, self.father[child], self.mother[child]} or child < max(husband, wife):
                continue
            ended = self.some_day() if self.likely(0.3) else None
            for parent, word in ((husband, "养父"), (wife, "养母")):
                if self.likely(0.8):
                    self.tell(child, parent, word, since=self.chance.choice((None, self.some_day())), ended=ended)

    def tell_of_siblings(self) -> None:
        """Tell of some who are siblings, half blood as such."""
        for one in self.chance.sample(sorted(self.father), min(6, len(self.father))):
            for other in sorted(self.father)[:40]:
                same = [side for side in ("father", "mother") if getattr(self, side)[one] == getattr(self, side)[other]]
                if one == other or not same or self.likely(0.5):
                    continue
                word = {"male": "弟弟", "female": "妹妹"}[self.sex[other]]
                self.tell(one, other, word if len(same) == 2 else HALF[same[0], self.sex[other]])

    def tell_at_length(self) -> None:
        """Tell a few rows of several steps, and what holds between two only."""
        everybody = sorted(self.sex)
        for _ in range(self.chance.choice((0, 1, 2, 4))):
            one, term = self.chance.choice(everybody), self.chance.choice(TYPED)
            fitting = [other for other in everybody if any(self.fits(one, chain, other) for chain in CHAINS[term])]
            if fitting:
                self.tell(one, self.chance.choice(fitting), term)
        one, other = self.chance.sample(everybody, 2)
        self.tell(one, other, "干爹" if self.sex[other] == "male" else "干妈")

    def told(self) -> Register:
        """Return what is told, in any order."""
        persons = {
            key: Person(id=key, name=key, sex=Sex(sex), died=self.died.get(key)) for key, sex in self.sex.items()
        }
        rows = [row for row in self.rows if row.since is None or row.ended is None or row.since <= row.ended]
        self.chance.shuffle(rows)
        numbered = [Kin(**{**_cells(row), "record": f"kin:{place}"}) for place, row in enumerate(rows, start=2)]
        return Register(persons=persons, kin=tuple(numbered))


def _cells(row: Kin) -> dict[str, object]:
    return {name: getattr(row, name) for name in Kin.__slots__}


def clan(chance: Random, most: int = MOST_PERSONS) -> Register:
    """Return an invented clan of up to so many persons."""
    made = Clan(chance, most=min(chance.randint(8, most), chance.randint(8, most)))
    made.populate()
    return made.told()
