"""The grammar of kin terms: words and the rules by which longer terms are made of shorter ones.

`parse` tries the rules in the order in which they stand here; the first that gives a reading wins:

1. a word of the table (爷爷, 连襟, and all that stems, endings and seats make: 侄女婿, 舅祖母);
2. two terms joined by 的, 之 or 家的 (父亲的爷爷; 舅舅家的表哥);
3. a status in front (养子, 同父异母的哥哥, 前岳父, 未婚妻, 亡妻, 干爹);
4. a cousin's prefix (堂叔, 姑表姐, 表弟媳), 族, 外;
5. the spouse's side in front (内侄, 妻弟媳, 夫兄);
6. a rank in front (三姨, 大表哥, 二爷爷), an address in front (家兄, 令弟, 我爸), 远房;
7. a spouse's ending (堂弟媳妇, 表姐夫);
8. two terms side by side (姐姐儿子), or 哥哥姐姐 as either.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product

from huibi.model.people import Sex
from huibi.network.terms_chains import (
    MALE_STEPS,
    Path,
    codes,
    is_possible,
    joined,
    kind,
    kinds,
    plain,
    sex_of_step,
)
from huibi.network.terms_status import CHANGES
from huibi.network.terms_words import LATE, NOMINAL, VAGUE, Reading, Readings, load

_NOTHING: Readings = ()
_UNCHAINED = frozenset({NOMINAL, VAGUE})
_KEPT = 65536
_LONGEST = 80  # characters; nobody writes a longer term, and the rules try every way to cut one


def standard(term: str) -> str:
    """Return a term in standard characters without spaces, brackets at its end and words that add nothing."""
    words = load()
    text = "".join(term.split()).translate(words.variants)
    for opening, closing in (("（", "）"), ("(", ")"), ("【", "】")):
        start = text.find(opening)
        if start > 0 and text.endswith(closing):
            text = text[:start]
    for ending in words.dropped:
        if text.endswith(ending) and text not in words.terms and len(text) > len(ending):
            text = text.removesuffix(ending)
    return text


def is_stranger(term: str) -> bool:
    """Whether a term is one of the words that often stand among kin terms and name nobody's kin (同学)."""
    return standard(term) in load().strangers


def parse(term: str) -> Readings:
    """Return all that a term can mean, once each; nothing for a word that is no kin or is not understood."""
    text = standard(term)
    if len(text) > _LONGEST or text in load().strangers:
        return _NOTHING
    return _read(text)


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Readings:
    if found := load().terms.get(text):
        return found
    for rule in _RULES:
        if found := _sound(rule(text)):
            return found
    return _NOTHING


def _part(text: str) -> Readings:
    """Return the readings of a part of a term; a stranger's word is none (弟子 is no younger brother's son)."""
    return _NOTHING if not text or text in load().strangers else _read(text)


def _sound(found: Iterator[Reading]) -> Readings:
    return tuple(dict.fromkeys(reading for reading in found if is_possible(reading.path, None)))


def _together(left: Reading, right: Reading) -> Reading:
    flags = left.flags | right.flags
    if flags & _UNCHAINED:
        return Reading((), flags & _UNCHAINED | {"composed"})
    return Reading(joined(left.path, right.path), flags - {LATE} | (right.flags & {LATE}))


def _compose(left: Readings, right: Readings) -> Iterator[Reading]:
    for one, other in product(left, right):
        yield _together(one, other)


def _linked(text: str) -> Iterator[Reading]:
    for link in load().links:
        left, found, right = text.rpartition(link)
        if not found or not left or not right:
            continue
        above, below = _part(left), _part(right)
        if above and below:
            yield from _through(above, below) if link.startswith("家") else _compose(above, below)
            return


def _through(above: Readings, below: Readings) -> Iterator[Reading]:
    """Yield 舅舅家的表哥: the cousin by that uncle; else as 的 does (舅舅家的儿子)."""
    stems = {reading.path for reading in above}
    same = [reading for reading in below if len(reading.path) > 1 and reading.path[:-1] in stems]
    if same:
        yield from same
    else:
        yield from _compose(above, below)


def _status(text: str) -> Iterator[Reading]:
    for prefix, rest in _prefixed(text, load().status):
        base = _part(rest.removeprefix("的"))
        found = [new for reading in base for new in CHANGES[load().status[prefix]](reading)]
        if found:
            yield from found
            return


def _prefixed(text: str, prefixes: object) -> Iterator[tuple[str, str]]:
    """Yield (prefix, rest) for each prefix of the table, the longest first."""
    for size in range(min(len(text) - 1, 8), 0, -1):
        if text[:size] in prefixes:  # type: ignore[operator]
            yield text[:size], text[size:]


def _cousin(text: str) -> Iterator[Reading]:
    """Yield a base term with its brother or sister turned into a cousin: 叔 f,yb → 堂叔 f,f,xb,s."""
    for prefix, rest in _prefixed(text, load().cousins):
        found = [
            new for uncle in load().cousins[prefix] for reading in _part(rest) for new in _cousined(reading, uncle)
        ]
        if found:
            yield from found
            return


def _cousined(reading: Reading, uncle: Path) -> Iterator[Reading]:
    path = reading.path
    word = kinds(path)
    if "S" in word:
        place = word.index("S")
        child = "s" if codes(path[place])[0] in MALE_STEPS else "d"
        yield Reading((*path[:place], *uncle, child, *path[place + 1 :]), reading.flags)
    elif word and set(word) == {"U"} and len(word) > 1:
        yield Reading((*path, *uncle, "s" if path[-1] == "f" else "d"), reading.flags)


def _clan(text: str) -> Iterator[Reading]:
    """Yield 族兄, 族叔, 族侄: kin of that generation by the great-great-grandfather's brothers' line."""
    prefix, up = load().clan
    if not text.startswith(prefix):
        return
    for reading in _part(text.removeprefix(prefix)):
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
        yield Reading((*up, *line, *tail), reading.flags)


def _maternal(text: str) -> Iterator[Reading]:
    """Yield 外曾祖父, 外叔公, 外玄孙: the same by the mother or the daughter."""
    if not text.startswith("外"):
        return
    for reading in _part(text.removeprefix("外")):
        turned = {"f": "m", "s": "d"}.get(reading.path[0]) if len(reading.path) > 1 else None
        if turned:
            yield Reading((turned, *reading.path[1:]), reading.flags)


def _side(text: str) -> Iterator[Reading]:
    for prefix, rest in _prefixed(text, load().sides):
        for reading in _part(rest):
            if reading.path and kind(reading.path[0]) in "US":
                yield Reading((*load().sides[prefix], *reading.path), reading.flags)


def _rank(text: str) -> Iterator[Reading]:
    words = load()
    for rank, rest in _prefixed(text, words.ranks):
        if key := words.ranked.get(rest):
            yield Reading(tuple(key.format(words.ranks[rank]).split(",")))
            return
        found = [reading for reading in _part(rest) if set("SDTt") & set(kinds(reading.path))]
        if found:
            yield from found
            return


def _address(text: str) -> Iterator[Reading]:
    for _, rest in _prefixed(text, load().courtesy):
        if found := _part(rest):
            yield from found
            return


def _distant(text: str) -> Iterator[Reading]:
    for prefix in load().vague:
        if text.startswith(prefix) and _part(text.removeprefix(prefix).removeprefix("的")):
            yield Reading((), frozenset({VAGUE}))


def _spouse(text: str) -> Iterator[Reading]:
    """Yield 堂弟媳妇, 表姐夫: the wife of a man, the husband of a woman."""
    for size in (3, 2, 1):
        step = load().spouses.get(text[-size:])
        if step is None or len(text) <= size:
            continue
        found = [
            Reading((*reading.path, step), reading.flags)
            for reading in _part(text[:-size])
            if reading.path and (sex_of_step(plain(reading.path)[-1]) is Sex.MALE) == (step == "w")
        ]
        if found:
            yield from found
            return


def _side_by_side(text: str) -> Iterator[Reading]:
    """Yield 姐姐儿子 as 姐姐的儿子, and 哥哥姐姐, two of one kind, as either."""
    words = load()
    for size in range(min(words.longest, len(text) - 1), 0, -1):
        left = words.terms.get(text[:size])
        right = _part(text[size:]) if left else _NOTHING
        if not left or not right:
            continue
        if text[size:] in words.terms and {kinds(one.path) for one in left} == {kinds(one.path) for one in right}:
            yield from left
            yield from right
        else:
            yield from _compose(left, right)
        return


_RULES: tuple[Callable[[str], Iterator[Reading]], ...] = (
    _linked,
    _status,
    _cousin,
    _clan,
    _maternal,
    _side,
    _rank,
    _address,
    _distant,
    _spouse,
    _side_by_side,
)
