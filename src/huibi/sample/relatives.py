"""The relatives of a person beyond the own household, with the words that a form may use for each."""

from collections.abc import Iterator

from huibi.sample.world import Human

Words = tuple[str, ...]
Found = Iterator[tuple[Human, Words]]


def elder(one: Human, other: Human) -> bool:
    """Whether `one` was born before `other`."""
    return (one.birth, one.day) < (other.birth, other.day)


def siblings(human: Human) -> list[Human]:
    """Return the full brothers and sisters."""
    if human.father is None or human.mother is None:
        return []
    return [one for one in human.father.children if one is not human and one.mother is human.mother]


def distant(human: Human) -> Found:
    """Yield relatives with the words for them; only ties that stand today, through the living and the dead."""
    yield from _grandparents(human)
    yield from _parents_generation(human)
    yield from _own_generation(human)
    yield from _nephews(human)
    yield from _in_laws(human)


def _grandparents(human: Human) -> Found:
    if human.father and human.father.father and human.father.mother:
        yield human.father.father, ("爷爷", "祖父")
        yield human.father.mother, ("奶奶", "祖母")
    if human.mother and human.mother.father and human.mother.mother:
        yield human.mother.father, ("外公", "外祖父", "姥爷")
        yield human.mother.mother, ("外婆", "外祖母", "姥姥")


def _parents_generation(human: Human) -> Found:
    if human.father:
        for one in siblings(human.father):
            if one.male:
                older = elder(one, human.father)
                yield one, ("伯父", "伯伯") if older else ("叔叔", "叔父")
                yield from _married(one, ("伯母",) if older else ("婶婶", "婶娘"))
            else:
                yield one, ("姑姑", "姑妈", "姑母")
                yield from _married(one, ("姑父", "姑丈"))
    if human.mother:
        for one in siblings(human.mother):
            yield one, ("舅舅", "舅父") if one.male else ("姨妈", "姨母")
            yield from _married(one, ("舅妈", "舅母") if one.male else ("姨父", "姨丈"))


def _married(human: Human, words: Words) -> Found:
    spouse = human.spouse()
    if spouse:
        yield spouse, words


def _own_generation(human: Human) -> Found:
    for parent in (human.father, human.mother):
        for uncle in siblings(parent) if parent else ():
            side = "堂" if uncle.male and parent is human.father else "表"
            for cousin in uncle.children:
                order = ("哥" if cousin.male else "姐") if elder(cousin, human) else ("弟" if cousin.male else "妹")
                yield cousin, (side + order,)
    for one in siblings(human):
        if elder(one, human):
            yield from _married(one, ("嫂子", "嫂嫂") if one.male else ("姐夫",))
        else:
            yield from _married(one, ("弟媳", "弟妹") if one.male else ("妹夫",))


def _nephews(human: Human) -> Found:
    for one in siblings(human):
        for child in one.children:
            if one.male:
                yield child, ("侄子", "侄儿") if child.male else ("侄女",)
            else:
                yield child, ("外甥",) if child.male else ("外甥女",)
    for child in human.children:
        yield from _married(child, ("儿媳", "儿媳妇") if child.male else ("女婿",))
        spouse = child.spouse()
        if spouse and spouse.father and spouse.father.alive():
            yield spouse.father, ("亲家", "亲家公")


def in_law_words(human: Human, parent: Human) -> Words:
    """Return what a person calls a parent of the spouse."""
    if human.male:
        return ("岳父", "丈人") if parent.male else ("岳母", "丈母娘")
    return ("公公", "公爹") if parent.male else ("婆婆",)


def _in_laws(human: Human) -> Found:
    spouse = human.spouse()
    if spouse is None:
        return
    for parent in (spouse.father, spouse.mother):
        if parent:
            yield parent, in_law_words(human, parent)
    for one in siblings(spouse):
        older = elder(one, spouse)
        brother: Words
        sister: Words
        if human.male:
            brother = ("妻兄", "大舅子", "内兄") if older else ("妻弟", "小舅子", "内弟")
            sister = ("妻姐", "大姨子") if older else ("妻妹", "小姨子")
            yield from _married(one, ("连襟",) if not one.male else ("妻嫂",) if older else ("妻弟媳",))
        else:
            brother = ("大伯子", "夫兄") if older else ("小叔子", "夫弟")
            sister = ("大姑子", "夫姐") if older else ("小姑子", "夫妹")
            if one.male:
                yield from _married(one, ("妯娌",))
        yield one, brother if one.male else sister
