"""Kin beyond the own place and beyond what is recorded step by step: marriages across counties, distant relatives."""

from huibi.sample.dice import Dice
from huibi.sample.kinship import Recorder
from huibi.sample.relatives import elder
from huibi.sample.world import NOW, Human, Union, World

NOMINAL = (
    ("干爹", True, 16, 45),
    ("干妈", False, 16, 45),
    ("结拜兄弟", True, -6, 6),
)


def marry_across(world: World, dice: Dice) -> None:
    """Marry some who are single to somebody of another county."""
    men: list[Human] = []
    women: list[Human] = []
    for place in world.counties():
        single = [one for one in place.people if 25 <= one.age() <= 44 and one.alive() and not one.unions]
        for human in dice.some(single, len(single) // 5):
            (men if human.male else women).append(human)
    for sex in (men, women):
        dice.shuffle(sex)
    for man, woman in zip(men, women, strict=False):
        if man.place != woman.place and abs(man.birth - woman.birth) < 120:
            since = min(NOW - 1, max(man.birth, woman.birth) + dice.between(22 * 12, 28 * 12))
            union = Union(man, woman, since)
            man.unions.append(union)
            woman.unions.append(union)


def distant_relatives(world: World, recorder: Recorder, dice: Dice) -> None:
    """Record some relatives in one word only: nobody named the persons between."""
    staff = [human for place in world.places for human in place.employees]
    for _ in range(max(12, len(staff) // 60)):
        one, other = dice.pick(staff), dice.pick(staff)
        word = _word(one, other, dice)
        if word and not _known(one, other):
            recorder.row(one, other, word)
    for number in range(max(4, len(staff) // 900)):
        term, male, low, high = NOMINAL[number % len(NOMINAL)]
        one = dice.pick(staff)
        fits = [
            other
            for other in dice.few(staff, 60)
            if other.male == male and low * 12 <= one.birth - other.birth <= high * 12 and not _known(one, other)
        ]
        if fits and (one.male or low > 0):
            recorder.row(one, fits[0], term)
    _betrothed(staff, recorder, dice)


def _betrothed(staff: list[Human], recorder: Recorder, dice: Dice) -> None:
    single = [human for human in staff if not human.unions and 23 <= human.age() <= 32]
    men, women = [one for one in single if one.male], [one for one in single if not one.male]
    for man in dice.some(men, max(1, len(men) // 60)):
        woman = next((one for one in women if abs(one.birth - man.birth) < 48 and not _known(man, one)), None)
        if woman:
            women.remove(woman)
            recorder.row(man, woman, "未婚妻")


def _word(one: Human, other: Human, dice: Dice) -> str:
    """Return what `other` could be to `one`, by sex and age; empty where nothing fits."""
    gap = one.birth - other.birth
    fits: list[str] = []
    if abs(gap) < 180 and gap:
        fits.append("表" + (("哥" if other.male else "姐") if elder(other, one) else ("弟" if other.male else "妹")))
        if one.male and other.male and one.spouse() and other.spouse():
            fits.append("连襟")
    if 200 < gap < 420:
        fits += ("姨父", "姑父", "堂伯") if other.male else ("舅妈", "表姨", "堂姑")
    if -420 < gap < -200:
        fits += ("外甥", "堂侄") if other.male else ("外甥女", "表侄女")
    return dice.pick(fits) if fits else ""


def _known(one: Human, other: Human) -> bool:
    """Whether the two are of one recorded family, so that another word could contradict it."""
    return one is other or not _circle(one).isdisjoint(_circle(other))


def _circle(human: Human) -> set[int]:
    found: set[int] = set()
    edge = [human]
    for _ in range(3):
        edge = [near for one in edge for near in _around(one)]
        found |= {id(one) for one in edge}
    return found | {id(human)}


def _around(human: Human) -> list[Human]:
    spouses = [union.wife if human.male else union.husband for union in human.unions]
    return [*human.children, *spouses, *(parent for parent in (human.father, human.mother) if parent)]
