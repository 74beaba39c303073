"""What the forms say about families: rows of the table `kin` in the many words that people use."""

from collections.abc import Iterator

from huibi.sample.dice import Dice
from huibi.sample.families import Families
from huibi.sample.relatives import distant, elder, in_law_words, siblings
from huibi.sample.world import NOW, OPEN, Human, Union, World, show_month

SOURCES = ("干部任免审批表", "个人有关事项报告", "本人申报", "组织核查", "")
FATHER, MOTHER = ("父亲", "父亲", "父亲", "爸爸"), ("母亲", "母亲", "母亲", "妈妈")
WIFE, HUSBAND = ("妻子", "妻子", "爱人", "配偶"), ("丈夫", "丈夫", "爱人", "配偶")
RANKS = "长次三四五"


class Recorder:
    """Writes the kin rows of one place."""

    def __init__(self, world: World, dice: Dice) -> None:
        self._world = world
        self._dice = dice

    def record(self, families: Families) -> None:
        """Write every tie of the people of the place, some of them twice, in both directions or in other words."""
        for human in families.place.people:
            self._parents(human)
            if human.male:
                for union in human.unions:
                    self._marriage(union)
            if human.job is not None:
                self._more(human)
        self._unnamed_parents(families.place.people)
        self._adoptions(families.adopted)
        for human in families.place.people:
            self._step(human)

    def row(
        self, person: Human, relative: Human, term: str, *, since: int = OPEN, ended: int = OPEN, raised: str = ""
    ) -> None:
        """Add a row, unless one of the two was never named."""
        if person.number and relative.number:
            dates = [show_month(at) if at else "" for at in (since, ended)]
            self._world.add("kin", person.id, relative.id, term, *dates, raised, self._dice.pick(SOURCES))

    def _parents(self, child: Human) -> None:
        for parent in (child.father, child.mother):
            if parent is None or not parent.number:
                continue
            spouse = child.spouse()
            if child.job is None and spouse and spouse.job is not None and self._dice.chance(0.1):
                # Only the son- or daughter-in-law's form names them: the tie in between stays unsaid.
                self.row(spouse, parent, self._dice.pick(in_law_words(spouse, parent)))
                continue
            if self._dice.chance(0.6):
                self.row(child, parent, self._dice.pick(FATHER if parent.male else MOTHER))
            else:
                self.row(parent, child, self._child_word(parent, child))

    def _child_word(self, parent: Human, child: Human) -> str:
        alike = sorted((one for one in parent.children if one.male == child.male), key=lambda one: (one.birth, one.day))
        rank = alike.index(child)
        if len(alike) > 1 and rank < len(RANKS) and self._dice.chance(0.5):
            return RANKS[rank] + ("子" if child.male else "女")
        return "儿子" if child.male else "女儿"

    def _marriage(self, union: Union) -> None:
        by_wife = self._dice.chance(0.4)
        if by_wife or self._dice.chance(0.06):
            word = "前夫" if union.ended and self._dice.chance(0.3) else self._dice.pick(HUSBAND)
            self.row(union.wife, union.husband, word, since=union.since, ended=union.ended)
        if not by_wife:
            word = "前妻" if union.ended and self._dice.chance(0.3) else self._dice.pick(WIFE)
            self.row(union.husband, union.wife, word, since=union.since, ended=union.ended)

    def _more(self, human: Human) -> None:
        """Add what an official's form names besides: relatives further off, by preference those in office."""
        if not self._dice.chance(0.3):
            return
        near = [(other, words) for other, words in distant(human) if other.number]
        office = [pair for pair in near if pair[0].job is not None]
        for other, words in self._dice.some(office or near, 2):
            self.row(human, other, self._dice.pick(words))

    def _unnamed_parents(self, people: list[Human]) -> None:
        """Record brothers and sisters one by one where no form names their parents."""
        for human in people:
            hidden = human.father is not None and not human.father.number
            for other in siblings(human):
                if other.number > human.number and (hidden or self._dice.chance(0.12)):
                    one, two = (human, other) if self._dice.chance(0.5) else (other, human)
                    self.row(one, two, self._sibling_word(one, two))

    def _sibling_word(self, human: Human, other: Human) -> str:
        if elder(other, human):
            return self._dice.pick(("哥哥", "兄长", "大哥") if other.male else ("姐姐", "姐姐", "大姐"))
        return self._dice.pick(("弟弟", "弟") if other.male else ("妹妹", "妹"))

    def _adoptions(self, adopted: list[tuple[Human, Human, int]]) -> None:
        for child, parent, since in adopted:
            over = since + self._dice.between(120, 300)
            ended = over if over < NOW and self._dice.chance(0.15) else OPEN
            if self._dice.chance(0.5):
                self.row(child, parent, "养父" if parent.male else "养母", since=since, ended=ended)
            else:
                self.row(parent, child, "养子" if child.male else "养女", since=since, ended=ended)

    def _step(self, child: Human) -> None:
        for parent, step, since in _step_parents(child):
            minor = since < child.birth + 18 * 12
            raised = self._dice.pick(("是", "是", "否", "")) if minor else self._dice.pick(("否", ""))
            if not minor and self._dice.chance(0.5):
                continue
            if self._dice.chance(0.6) or not parent.number:
                self.row(child, step, "继父" if step.male else "继母", since=since, raised=raised)
            else:
                self.row(step, child, "继子" if child.male else "继女", since=since, raised=raised)


def _step_parents(child: Human) -> Iterator[tuple[Human, Human, int]]:
    for parent in (child.father, child.mother):
        for union in parent.unions if parent else ():
            other = union.wife if parent is union.husband else union.husband
            if parent and other not in (child.father, child.mother) and union.since > child.birth:
                yield parent, other, union.since
