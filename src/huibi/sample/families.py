"""Families over four generations: births, marriages, divorces, widowhood and remarriage, adoption, deaths."""

from dataclasses import dataclass, field

from huibi.sample.dice import Dice
from huibi.sample.names import Namer
from huibi.sample.world import NOW, OPEN, Human, Place, Union, World, month

PEOPLE_PER_COUPLE = 9.4  # recorded persons that one founding couple leads to
HIDDEN = 0.3  # founding couples whom no form names; their children are recorded as siblings only


@dataclass
class Families:
    """Grows the people of one place until it has the number asked for."""

    world: World
    place: Place
    dice: Dice
    namer: Namer
    _home: str = ""
    _strangers: list[Human] = field(default_factory=list)
    adopted: list[tuple[Human, Human, int]] = field(default_factory=list)

    def grow(self, target: int) -> None:
        """Fill `place.people` with `target` persons."""
        couples = self._founders(max(30, round(target / PEOPLE_PER_COUPLE)))
        for _ in range(2):
            children = [child for union in couples for child in self._children(union)]
            couples = self._marry(children)
            couples += self._fates(couples)
        for union in couples:
            if len(self.place.people) < target:
                self._children(union)
        self._fill(target)

    def person(self, birth: int, *, male: bool, name: str = "", hidden: bool = False) -> Human:
        """Make a person; the hidden ones get no number and are never written."""
        dice = self.dice
        number = 0 if hidden else len(self.world.people) + 1
        name = self.namer.unknown(name or self.namer.whole(birth, male=male))
        human = Human(number, name, birth, dice.between(1, 28), male=male)
        human.place = self.place.code
        human.town = self._home or dice.pick(self.place.towns)[0]
        death = birth + round(dice.near(79, 7.5) * 12)
        human.died = death if death <= NOW else OPEN
        if not hidden:
            self.world.people.append(human)
            self.place.people.append(human)
        return human

    def _founders(self, count: int) -> list[Union]:
        couples = []
        for _ in range(count):
            birth = month(self.dice.between(1924, 1950), self.dice.between(1, 12))
            hidden = self.dice.chance(HIDDEN)
            self._home = self.dice.pick(self.place.towns)[0]
            wife = self.person(birth, male=False, hidden=hidden)
            husband = self.person(birth - self.dice.between(-24, 72), male=True, hidden=hidden)
            couples.append(self._wed(husband, wife, birth + self.dice.between(19 * 12, 24 * 12)))
        self._home = ""
        return couples

    def _wed(self, husband: Human, wife: Human, since: int) -> Union:
        union = Union(husband, wife, since)
        husband.unions.append(union)
        wife.unions.append(union)
        return union

    def _how_many(self, mother: Human) -> int:
        year, dice = mother.birth // 12, self.dice
        if year < 1946:
            return dice.between(2, 5)
        if year < 1958:
            return dice.between(1, 3)
        if year < 1982:
            return 1 + dice.chance(0.2)
        return int(dice.chance(0.88)) + dice.chance(0.35)

    def _children(self, union: Union) -> list[Human]:
        born = union.since + self.dice.between(10, 30)
        latest = min(NOW - 1, union.wife.birth + 44 * 12, union.ended or NOW)
        for parent in (union.husband, union.wife):
            latest = min(latest, parent.died or NOW)
        children = []
        for _ in range(self._how_many(union.wife)):
            if born >= latest:
                break
            children.append(self.child(union, born))
            born += self.dice.between(20, 60)
        if not children and union.wife.number and self.dice.chance(0.12) and born < latest:
            self._adopt(union, born)
        return children

    def child(self, union: Union, born: int) -> Human:
        """Add a child of a couple."""
        male = self.dice.chance(0.515)
        named = union.husband if self.dice.chance(0.96) else union.wife
        self._home = union.husband.town if self.dice.chance(0.85) else self.dice.pick(self.place.towns)[0]
        name = self.namer.inherited(named.name) + self.namer.given(born, male=male)
        child = self.person(born, male=male, name=name)
        self._home = ""
        child.father, child.mother = union.husband, union.wife
        union.husband.children.append(child)
        union.wife.children.append(child)
        return child

    def _adopt(self, union: Union, born: int) -> None:
        """Adopt a nephew or niece of the husband (过继) where there is one of the age, else a child of nobody known."""
        father = union.husband.father
        brothers = [child for child in father.children if child is not union.husband] if father else []
        nephews = [child for brother in brothers for child in brother.children if abs(child.birth - born) < 120]
        if nephews and self.dice.chance(0.7):
            adopted = self.dice.pick(nephews)
        else:
            male = self.dice.chance(0.5)
            name = self.namer.inherited(union.husband.name) + self.namer.given(born, male=male)
            adopted = self.person(born, male=male, name=name)
        since = adopted.birth + self.dice.between(3, 60)
        self.adopted.append((adopted, union.husband, since))
        self.adopted.append((adopted, union.wife, since))

    def _marry(self, children: list[Human]) -> list[Union]:
        """Pair off people of about one age who share no grandparent; some marry strangers from elsewhere."""
        couples = []
        order: list[tuple[float, Human]] = []
        for child in children:
            age = child.age()
            if age < 22 or not self.dice.chance(0.95 if age > 34 else 0.09 * (age - 21)):
                continue
            if self.dice.chance(0.12):
                couples.append(self._stranger(child))
            else:
                order.append((child.birth + self.dice.near(0, 14) + (0 if child.male else 20), child))
        order.sort(key=lambda item: (item[0], item[1].number))
        men = [child for _, child in order if child.male]
        women = [child for _, child in order if not child.male]
        for man, woman in zip(men, women, strict=False):
            if _near(man, woman) or abs(man.birth - woman.birth) > 150:
                continue
            since = max(man.birth, woman.birth) + self.dice.between(20 * 12 + 6, 27 * 12)
            ends = [human.died for human in (man, woman) if human.died]
            if since < min([NOW, *ends]) - 2:
                couples.append(self._wed(man, woman, since))
        return couples

    def _stranger(self, child: Human) -> Union:
        birth = child.birth + self.dice.between(-20, 40) * (1 if child.male else -1)
        stranger = self.person(birth, male=not child.male)
        origin = self.dice.roll()
        if origin < 0.3:
            stranger.town = self.dice.pick(self.world.outside)
        elif origin < 0.5:
            stranger.town = self.dice.pick(self.dice.pick(self.world.places).towns)[0]
        self._strangers.append(stranger)
        since = min(NOW - 3, max(child.birth, birth) + self.dice.between(20 * 12 + 6, 27 * 12))
        return self._wed(child, stranger, since) if child.male else self._wed(stranger, child, since)

    def _fates(self, couples: list[Union]) -> list[Union]:
        """Let some marriages end, and some of the left marry again; returns the second marriages."""
        free: list[tuple[Human, int]] = []
        for union in couples:
            pair = (union.husband, union.wife)
            if self.dice.chance(0.07):
                ended = union.since + self.dice.between(24, 240)
                if ended < min([NOW, *(human.died or NOW for human in pair)]):
                    union.ended = ended
                    free += [(human, ended) for human in pair]
            elif self.dice.chance(0.02):
                self._early_death(union, free)
        return self._again([(human, left) for human, left in free if self.dice.chance(0.7)])

    def _early_death(self, union: Union, free: list[tuple[Human, int]]) -> None:
        gone, left = (union.husband, union.wife) if self.dice.chance(0.6) else (union.wife, union.husband)
        last = union.since + 150
        died = self.dice.between(last, last + 200)
        if died < NOW and (gone.died == OPEN or died < gone.died):
            gone.died = died
            free.append((left, died))

    def _again(self, free: list[tuple[Human, int]]) -> list[Union]:
        men = sorted((item for item in free if item[0].male), key=lambda item: (item[0].birth, item[0].number))
        women = sorted((item for item in free if not item[0].male), key=lambda item: (item[0].birth, item[0].number))
        again = []
        for (man, left_by_him), (woman, left_by_her) in zip(men, women, strict=False):
            since = max(left_by_him, left_by_her) + self.dice.between(6, 60)
            ends = [human.died for human in (man, woman) if human.died]
            if since < min([NOW, *ends]) and not _near(man, woman) and not _were_wed(man, woman):
                again.append(self._wed(man, woman, since))
        return again

    def _fill(self, target: int) -> None:
        """Give the strangers parents and then brothers and sisters until the number is reached."""
        strangers = [human for human in self._strangers if human.birth > month(1945)]
        while len(self.place.people) < target:
            progress = len(self.place.people)
            for stranger in strangers:
                if len(self.place.people) >= target:
                    return
                self._kin_of_stranger(stranger)
            if len(self.place.people) == progress:
                birth = month(self.dice.between(1950, 2000), self.dice.between(1, 12))
                strangers.append(self.person(birth, male=self.dice.chance(0.5)))

    def _kin_of_stranger(self, stranger: Human) -> None:
        self._home = stranger.town
        if stranger.father is None:
            birth = stranger.birth - self.dice.between(23 * 12, 32 * 12)
            surname = self.namer.inherited(stranger.name)
            stranger.father = self.person(birth, male=True, name=surname + self.namer.given(birth, male=True))
            stranger.father.children.append(stranger)
            stranger.father.died = max(stranger.father.died, stranger.birth + 12) if stranger.father.died else OPEN
        elif stranger.mother is None:
            birth = stranger.father.birth + self.dice.between(-12, 48)
            birth = min(birth, stranger.birth - 20 * 12)
            stranger.mother = self.person(birth, male=False)
            stranger.mother.children.append(stranger)
            stranger.mother.died = max(stranger.mother.died, stranger.birth + 1) if stranger.mother.died else OPEN
            self._wed(stranger.father, stranger.mother, stranger.birth - self.dice.between(10, 30))
        elif len(stranger.father.children) < 4:
            union = stranger.mother.unions[0]
            born = max(child.birth for child in stranger.father.children) + self.dice.between(18, 50)
            if born < min(
                NOW, stranger.mother.birth + 44 * 12, stranger.father.died or NOW, stranger.mother.died or NOW
            ):
                self.child(union, born)
        self._home = ""


def _near(one: Human, other: Human) -> bool:
    return not _forebears(one).isdisjoint(_forebears(other))


def _forebears(human: Human) -> set[int]:
    found: set[int] = set()
    for parent in (human.father, human.mother):
        if parent:
            found.add(id(parent))
            found |= {id(above) for above in (parent.father, parent.mother) if above}
    return found


def _were_wed(man: Human, woman: Human) -> bool:
    return any(union.wife is woman for union in man.unions)
