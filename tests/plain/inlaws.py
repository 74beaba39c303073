"""Random kin rows that generations and sexes allow, and that contradict nothing but each other's in-laws."""

from dataclasses import dataclass, field, replace

from huibi.model.people import Person, Sex
from huibi.model.ties import Kin
from plain.dice import Dice
from plain.terms import ADOPTIVE_DOWN, ADOPTIVE_UP, CHILD, MARRIAGE, PARENT, STEP_DOWN, STEP_UP, last_sex

# Each term with how many generations the relative is above the person.
GENERATIONS: dict[str, int] = {
    **dict.fromkeys(("父亲", "母亲", "岳父", "岳母", "公公", "婆婆", "舅舅", "姨妈", "姑姑", "叔叔", "伯父"), 1),
    **dict.fromkeys(("舅妈", "姑父", "姨父", "继父", "继母", "养父", "养母", "干爹", "干妈", "前岳父"), 1),
    **dict.fromkeys(("爷爷", "奶奶", "外公", "外婆"), 2),
    **dict.fromkeys(("孙子", "孙女", "外孙", "外孙女"), -2),
    **dict.fromkeys(("儿子", "女儿", "儿媳", "女婿", "侄子", "侄女", "外甥", "外甥女", "继子", "继女"), -1),
    **dict.fromkeys(("养子", "养女", "干儿子"), -1),
    **dict.fromkeys(
        ("丈夫", "妻子", "哥哥", "弟弟", "姐姐", "妹妹", "堂弟", "堂姐", "表哥", "表妹", "嫂子", "弟媳"), 0
    ),
    **dict.fromkeys(("同父异母的哥哥", "同母异父的弟弟", "同父异母的妹妹", "同母异父的姐姐"), 0),
    **dict.fromkeys(("姐夫", "妹夫", "妻弟", "妻妹", "大伯子", "小姑子", "连襟", "妯娌"), 0),
    **dict.fromkeys(("前妻", "前夫", "未婚妻", "未婚夫", "结拜兄弟"), 0),
}
OWN_SEX = {
    **dict.fromkeys(("妻子", "前妻", "未婚妻", "岳父", "岳母", "前岳父", "妻弟", "妻妹", "连襟"), Sex.MALE),
    **dict.fromkeys(("丈夫", "前夫", "未婚夫", "公公", "婆婆", "大伯子", "小姑子", "妯娌"), Sex.FEMALE),
}
# What families mostly consist of; the rest is typed.
HALF = ("同父异母的哥哥", "同母异父的弟弟", "同父异母的妹妹", "同母异父的姐姐")
SIMPLE = ("父亲", "母亲", "儿子", "女儿", "丈夫", "妻子", "哥哥", "妹妹")


@dataclass
class Relatives:
    """Persons with the generation of each, and the parents by blood that are taken."""

    dice: Dice
    persons: dict[str, Person]
    generation: dict[str, int] = field(default_factory=dict)
    parents_known: set[tuple[str, str]] = field(default_factory=set)
    wed: dict[str, list[str]] = field(default_factory=dict)
    halves: dict[frozenset[str], str] = field(default_factory=dict)

    def add(self, person: Person) -> None:
        """Take up a person, in one of four generations."""
        self.generation[person.id] = self.dice.chance.randint(0, 3)
        self.persons[person.id] = person

    def kin(self) -> Kin | None:
        """A row that generations and sexes allow, at most one father and one mother by blood for each child."""
        person, relative = self.dice.pick(sorted(self.persons)), self.dice.pick(sorted(self.persons))
        apart = self.generation[person] - self.generation[relative]
        fitting = [
            term
            for term, up in GENERATIONS.items()
            if up == apart
            and last_sex(term) == self.persons[relative].sex
            and OWN_SEX.get(term, self.persons[person].sex) == self.persons[person].sex
        ]
        if person == relative or not fitting:
            return None
        simple = [term for term in fitting if term in SIMPLE]
        term = self.dice.pick(simple) if simple and self.dice.maybe(0.5) else self.dice.pick(fitting)
        if term in PARENT or term in CHILD:
            child, parent = (person, relative) if term in PARENT else (relative, person)
            known = (child, str(self.persons[parent].sex))
            if known in self.parents_known:
                return None
            self.parents_known.add(known)
        if term in HALF and self.halves.setdefault(frozenset((person, relative)), term[1]) != term[1]:
            return None
        row = self.dated(Kin(person=person, relative=relative, term=term))
        return None if term in MARRIAGE and not self.may_marry(row) else row

    def may_marry(self, row: Kin) -> bool:
        """Whether the earlier marriages of both are over; they are kept for the next."""
        day = self.dice.day
        over = row.ended is not None and row.ended <= day
        lives = {person: self.persons[person].died for person in (row.person, row.relative)}
        if any(died is not None and row.since is not None and row.since > died for died in lives.values()):
            return False
        for person, other in ((row.person, row.relative), (row.relative, row.person)):
            if any(spouse != other and not self.persons[spouse].dead_on(day) for spouse in self.wed.get(person, [])):
                return False
        for person, other in ((row.person, row.relative), (row.relative, row.person)):
            if not over:
                self.wed.setdefault(person, []).append(other)
        return True

    def dated(self, row: Kin) -> Kin:
        """Give a row the days and the answer that its term may have."""
        if row.term in STEP_UP or row.term in STEP_DOWN:
            return replace(
                row,
                raised=self.dice.pick((True, True, False, None)),
                ended=self.dice.pick((None, None, self.dice.near())),
            )
        if row.term in MARRIAGE:
            return replace(
                row,
                since=self.dice.pick((None, self.dice.near(), self.dice.near())),
                ended=self.dice.pick((None, None, None, self.dice.near())),
            )
        if row.term in ADOPTIVE_UP or row.term in ADOPTIVE_DOWN:
            return replace(
                row,
                since=self.dice.pick((None, self.dice.near())),
                ended=self.dice.pick((None, None, self.dice.near())),
            )
        return row
