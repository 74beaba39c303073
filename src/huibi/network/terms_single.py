"""Single kin terms: a word of the table, or one with prefixes and endings. Several in a row: `terms_grammar`.

`read_single` tries the rules in the order in which they stand here; the first that gives a reading wins:

1. a word of the table (爷爷, 连襟, and all that stems, endings and seats make: 侄女婿, 舅祖母), or two that are
   married (姑姑姑父);
2. 亲家 in front (亲家姆妈); a status in front (养子, 同父异母的哥哥, 前岳父, 未婚妻, 亡妻, 干爹);
3. a spouse's ending (堂弟媳妇, 表姐夫);
4. a cousin's prefix (堂叔, 姑表姐, 表弟媳), 族, 外, 曾, 高, 玄;
5. the spouse's side in front (内侄, 妻弟媳, 夫兄);
6. a rank in front (三姨, 大表哥, 二爷爷), an address in front (家兄, 令弟), 远房.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, lru_cache

from huibi.model.kin_marks import Sex
from huibi.network.terms_chains import MALE_STEPS, Path, codes, is_possible, kind, kinds, plain, sex_of_step
from huibi.network.terms_status import CHANGES
from huibi.network.terms_words import LATE, NOMINAL, VAGUE, Reading, Readings, load

SIBLING_TO_CHILD = {"ob": "s", "yb": "s", "xb": "s", "os": "d", "ys": "d", "xs": "d"}
LONGEST_SINGLE = 16  # characters
_NOTHING: Readings = ()
_HUSBAND: Readings = (Reading(("h",)),)
_KEPT = 65536
_LONGEST_PREFIX = 8
_BY_DAUGHTER = "外"


@lru_cache(maxsize=_KEPT)
def read_single(text: str) -> Readings:
    """Return all that a single term can mean; nothing for one that is not understood or is a stranger's word."""
    words = load()
    if not text or text in words.strangers:
        return _NOTHING
    if found := words.meaning(text):
        return found
    if not 1 < len(text) <= LONGEST_SINGLE or text[0] not in words.starts or text[-1] not in words.ends:
        return _NOTHING
    if both := _pair(text):
        return both
    for rule in _rules_of(text[0], text[-1]):
        if found := sound(rule(text)):
            return found
    return _NOTHING


def sound(found: Iterable[Reading]) -> Readings:
    """Return the readings whose husbands are women's and whose wives are men's, once each."""
    return tuple(dict.fromkeys(reading for reading in found if is_possible(reading.path, None)))


def are_married(ones: Readings, others: Readings) -> bool:
    """Whether the others are the wives or husbands of the ones: 姑姑, 姑父."""
    paths = {one.path for one in ones if one.path}
    return all(kinds(other.path)[-1:] == "M" and other.path[:-1] in paths for other in others)


def is_male(reading: Reading) -> bool:
    """Whether whom a reading with a path means is a man."""
    return sex_of_step(plain(reading.path)[-1]) is Sex.MALE


def _pair(text: str) -> Readings:
    """Return what 姑姑姑父 or 儿子儿媳 means: either of two words of the table that are wife and husband."""
    words = load()
    for size in range(2, len(text) - 1):
        left, right = words.meaning(text[:size]), words.meaning(text[size:])
        if left and right and are_married(left, right):
            return left + right
    return _NOTHING


@cache
def _rules_of(first: str, last: str) -> tuple[Callable[[str], Iterator[Reading]], ...]:
    """Return the rules that can apply to a text by its first and last sign, in their order."""
    return tuple(rule for rule, firsts, lasts in _rules() if first in firsts or last in lasts)


@cache
def _rules() -> tuple[tuple[Callable[[str], Iterator[Reading]], frozenset[str], frozenset[str]], ...]:
    """Return each rule with the first signs of its prefixes, or with the last signs of its endings."""
    words = load()
    ends = frozenset(word[-1] for word in (*words.spouses, *words.elders_after)) | words.small
    nothing: frozenset[str] = frozenset()
    prefixed = (
        (_in_laws, words.in_laws[:1]),
        (_status, words.status),
        (_spouse, None),
        (_elder_after, None),
        (_cousin, words.cousins),
        (_clan, words.clan[:1]),
        (_maternal, (_BY_DAUGHTER,)),
        (_elder, words.elders),
        (_descendant, words.descendants),
        (_side, words.sides),
        (_rank, words.ranks),
        (_address, words.courtesy),
        (_distant, words.vague),
        (_small, None),
    )
    return tuple(
        (rule, nothing, ends) if prefixes is None else (rule, frozenset(word[0] for word in prefixes), nothing)
        for rule, prefixes in prefixed
    )


def _prefixed(text: str, prefixes: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (prefix, rest) for each prefix of the table, the longest first."""
    for size in range(min(len(text) - 1, _LONGEST_PREFIX), 0, -1):
        if text[:size] in prefixes:
            yield text[:size], text[size:]


def _after(prefix: str, rest: str) -> Readings:
    """Return what follows a prefix, with 的 or 之 between them where it is a word of its own (同父异母的哥哥)."""
    return read_single(rest[1:] if len(prefix) > 1 and rest[0] in "的之" else rest)


def _in_laws(text: str) -> Iterator[Reading]:
    """Yield 亲家爷爷, 亲家姆妈: a child's father- or mother-in-law, whatever word for a parent or spouse is taken.

    What is more (亲家兄弟) is kin of an unsaid chain.
    """
    prefix, ups = load().in_laws
    if not text.startswith(prefix):
        return
    for reading in read_single(text.removeprefix(prefix)):
        if reading.path and not set(kinds(reading.path)) - {"U", "M"}:
            for up in ups:
                yield Reading((*up, "f" if is_male(reading) else "m"), reading.flags)
        else:
            yield Reading((), frozenset({VAGUE}))


def _status(text: str) -> Iterator[Reading]:
    words = load()
    for prefix, rest in _prefixed(text, status := words.status):
        if status[prefix] == LATE and words.meaning(prefix + rest[0]) == _HUSBAND:  # 先生母亲
            continue
        found = [new for reading in _after(prefix, rest) for new in CHANGES[status[prefix]](reading)]
        if found:
            yield from found
            return


def _spouse(text: str) -> Iterator[Reading]:
    """Yield 堂弟媳妇, 表姐夫: the wife of a man, the husband of a woman."""
    words = load()
    for size in (3, 2, 1):
        step, whose = words.spouses.get(text[-size:]), text[:-size]
        if step is None or not whose or (whose[-1] in words.small and whose not in words.terms):  # 姐夫儿媳
            continue
        found = [
            Reading((*reading.path, step), reading.flags)
            for reading in read_single(whose)
            if reading.path and is_male(reading) == (step == "w")
        ]
        if found:
            yield from found
            return


def _cousin(text: str) -> Iterator[Reading]:
    """Yield a base term with its brother or sister turned into a cousin: 叔 f,yb → 堂叔 f,f,xb,s."""
    words = load()
    for prefix, rest in _prefixed(text, cousins := words.cousins):
        said = read_single(rest)
        if len(prefix) == 1 and prefix in words.terms:  # 姑姑外甥女 is no cousin of a niece
            said = tuple(reading for reading in said if kinds(reading.path).startswith("S"))
        found = [new for uncle in cousins[prefix] for reading in said for new in _cousined(reading, uncle)]
        if found:
            yield from found
            return


def _cousined(reading: Reading, uncle: Path) -> Iterator[Reading]:
    path = reading.path
    word = kinds(path)
    if "S" in word:
        place = word.index("S")
        child = SIBLING_TO_CHILD[codes(path[place])[0]]
        yield Reading((*path[:place], *uncle, child, *path[place + 1 :]), reading.flags)
    elif set(word) == {"U"} and len(word) > 1:
        yield from _cousin_of_grandparent(reading, uncle)
    elif word.startswith("DD"):  # 堂孙, 表孙媳: a cousin's grandchild
        yield Reading((*uncle, "s", *path), reading.flags)


def _cousin_of_grandparent(reading: Reading, uncle: Path) -> Iterator[Reading]:
    """Yield 堂爷爷, the grandfather's cousin, and 堂奶奶, that cousin's wife."""
    *above, last = reading.path
    wife: Path = () if last == "f" else ("w",)
    yield Reading((*above, "f", *uncle, "s", *wife), reading.flags)


def _clan(text: str) -> Iterator[Reading]:
    """Yield 族兄, 族叔, 族侄: kin of that generation by the great-great-grandfather's brothers' line."""
    prefix, up = load().clan
    for reading in read_single(text.removeprefix(prefix)):
        word = kinds(reading.path)
        if not word or ("S" not in word and set(word) != {"U"}):
            continue
        place = word.find("S")
        rise = place if place >= 0 else len(word)
        own = reading.path[place] if place >= 0 else reading.path[-1]
        down = len(up) - 1 - rise
        if down < 0:
            continue
        child = "s" if codes(own)[0] in MALE_STEPS else "d"
        line = ("s",) * (down - 1) + ((child,) if down else ())
        tail = reading.path[place + 1 :] if place >= 0 else ()
        if place < 0 and own == "m":  # 族母 is the wife of 族父
            line, tail = ("s",) * down, ("w",)
        yield Reading((*up, *line, *tail), reading.flags)


def _maternal(text: str) -> Iterator[Reading]:
    """Yield 外曾祖父, 外叔公, 外玄孙: the same by the mother or the daughter."""
    for reading in read_single(text.removeprefix(_BY_DAUGHTER)):
        turned = {"f": "m", "s": "d"}.get(reading.path[0]) if len(reading.path) > 1 else None
        if turned:
            yield Reading((turned, *reading.path[1:]), reading.flags)


def _elder(text: str) -> Iterator[Reading]:
    """Yield 曾叔祖, 太姑婆, 高外祖父, 太叔岳: a grandparent's brothers, sisters and mother's line, generations up."""
    elders = load().elders
    for prefix, rest in _prefixed(text, elders):
        for reading in read_single(rest):
            word = kinds(reading.path)
            if word.startswith("UUS") or (word.startswith("UU") and reading.path[0] == "m"):
                yield Reading((*elders[prefix], *reading.path), reading.flags)
            elif word.startswith("MUS"):
                yield Reading((reading.path[0], *elders[prefix], *reading.path[1:]), reading.flags)


def _elder_after(text: str) -> Iterator[Reading]:
    """Yield 叔公祖, 舅婆太: a parent's 叔公, so a great-grandparent's brother or sister."""
    if up := load().elders_after.get(text[-1]):
        for reading in read_single(text[:-1]):
            if kinds(reading.path).startswith("UUS"):
                yield Reading((*up, *reading.path), reading.flags)


def _descendant(text: str) -> Iterator[Reading]:
    """Yield 玄外孙: the daughter's line, generations further down; 外玄孙 is the daughter's own (`_maternal`)."""
    descendants = load().descendants
    for prefix, rest in _prefixed(text, descendants):
        for reading in read_single(rest):
            if kinds(reading.path).startswith("DD") and reading.path[0] == "d":
                yield Reading((*descendants[prefix], *reading.path), reading.flags)


def _side(text: str) -> Iterator[Reading]:
    sides = load().sides
    for prefix, rest in _prefixed(text, sides):
        for reading in _after(prefix, rest):
            if reading.path and kind(reading.path[0]) in "US":
                yield Reading((*sides[prefix], *reading.path), reading.flags)
            elif len(prefix) > 1 and reading.path[:1] == sides[prefix]:  # 婆家小叔子
                yield reading


def _rank(text: str) -> Iterator[Reading]:
    words = load()
    for rank, rest in _prefixed(text, words.ranks):
        if key := words.ranked.get(rest):
            yield Reading(tuple(key.format(words.ranks[rank]).split(",")))
            return
        found = [
            reading
            for reading in _after(rank, rest)
            if NOMINAL in reading.flags or set("SDTt") & set(kinds(reading.path))
        ]
        if found:
            yield from found
            return


def _address(text: str) -> Iterator[Reading]:
    for prefix, rest in _prefixed(text, load().courtesy):
        if found := _after(prefix, rest):
            yield from found
            return


def _distant(text: str) -> Iterator[Reading]:
    for prefix, rest in _prefixed(text, load().vague):
        if _after(prefix, rest):
            yield Reading((), frozenset({VAGUE}))


def _small(text: str) -> Iterator[Reading]:
    """Yield 妗婆仔, 弟媳妇子: a word of the table with a homely ending; 老婆儿子 is the wife's son."""
    words = load()
    if text[-1] in words.small and text[-2] not in words.not_small_after and text[-2:] not in words.terms:
        yield from words.meaning(text[:-1])
