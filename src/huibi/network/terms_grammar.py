"""The grammar of kin terms: how longer terms are made of the single ones (`terms_single`).

A term is a row of single terms, each the kin of the one before: 父亲的爷爷, 姐姐儿子, 我老婆她二姨家的大表哥.
Between two of them may stand a link (的 之), a house (家的) or a speaker (她); a speaker may also stand first. Of all
ways to cut a term the one of the fewest and plainest parts wins, and of those the one whose first parts are longest.
父亲或母亲 is either.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from huibi.network.terms_chains import Path, kind, kinds, plain, sex_of_step, with_step_tie
from huibi.network.terms_single import LONGEST_SINGLE, SIBLING_TO_CHILD, are_married, is_male, read_single, sound
from huibi.network.terms_words import LATE, NOMINAL, VAGUE, Reading, Readings, Words, load

_NOTHING: Readings = ()
_NARROWING = frozenset({"adoptive", "step", "half", "birth"})
_UNCHAINED = frozenset({NOMINAL, VAGUE})
_VAGUE: Readings = (Reading((), frozenset({VAGUE})),)
_OF = "的"
_KEPT = 65536
_STOPS = str.maketrans("，：:；;", ",,,,,")
_BRACKETS = {"）": "（", ")": "(", "】": "【", "]": "["}
_LONGEST = 240  # characters; nobody writes a longer term, and the rules try every way to cut one
_MOST = 1024  # readings: whoever says 表哥的表哥的表哥的 … for ever says kin, but not which
_LISTED, _MADE, _SHORT = 4, 6, 1  # what a part costs: a word of the table, a made one, and more for a single sign


class _Part(NamedTuple):
    link: str
    readings: Readings
    text: str


def standard(term: str) -> str:
    """Return a term in standard characters without spaces, remarks in brackets and words that add nothing.

    A remark that makes a kin term with the word before it counts: 父亲（已故）, 哥哥（同父异母）.
    """
    words = load()
    text = "".join(term.split()).translate(words.variants).strip(words.added)
    if opening := _BRACKETS.get(text[-1:]):
        head, _, remark = text[:-1].partition(opening)
        if head and remark:
            text = _remarked(head, remark)
    head, _, remark = text.translate(_STOPS).partition(",")
    if head and remark in words.status:
        text = _remarked(head, remark)
    last = text.rpartition(_OF)[2]
    for ending in words.dropped:
        if (
            text.endswith(ending)
            and last not in words.terms
            and last not in words.strangers
            and len(text) > len(ending)
        ):
            text = text.removesuffix(ending)
    return text


def _remarked(head: str, remark: str) -> str:
    """Return what 哥哥（堂）, 妹妹（表妹） or 儿子（养子） says; the word alone where its remark adds nothing.

    A remark that names another step or adoptive tie is told beside the word: 叔叔（养父） is either.
    """
    said, meant = read_single(head), read_single(remark)
    if set(said) <= set(meant):  # 夫（配偶）
        return head
    if {kinds(one.path) for one in said} == {kinds(one.path) for one in read_single(head + remark)}:
        return head + remark  # 外甥（女）
    ways = (remark + head[1:], remark + head) if remark[-1] == head[0] else (remark + head,)
    for way in ways:
        if read_single(way):
            return way
    if meant and all(one.path and (one.flags & _NARROWING or set("Tt") & set(kinds(one.path))) for one in meant):
        ends = {reading.path[-1][-1:] for reading in said if reading.path}
        return remark if all(one.path[-1][-1:] in ends for one in meant) else f"{head}或{remark}"
    wide, narrow = [one.path for one in said if not one.flags], [one.path for one in _read(remark)]
    if wide and narrow and all(any(_agree(one, other) for one in wide) for other in narrow):
        return remark  # 堂兄（伯父之子）
    return head


def is_stranger(text: str) -> bool:
    """Whether a standard text is one of the words that often stand among kin terms and name nobody's kin (同学)."""
    return text in load().strangers


def parse(text: str) -> Readings:
    """Return all that a standard text can mean, once each; nothing for what is no kin or is not understood."""
    if len(text) > _LONGEST:
        return _NOTHING
    return _read(text) or _read(text.replace("嬢", "娘")) or _mended(text)


def _mended(text: str) -> Readings:
    """Return what a clerk's slip means, the plainest first: 继付 the stepfather, 表姐付 the cousin's husband."""
    words = load()
    meant = [text.replace(*slip) for slip in words.slips if slip[0] in text and text not in words.strangers]
    for read in (words.meaning, read_single, _read):
        for way in meant:
            if found := read(way):
                return found
    return _NOTHING


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Readings:
    words = load()
    if not text or text in words.strangers:
        return _NOTHING
    if single := read_single(text):
        return single
    if parts := _cut(text, words):
        return _composed(parts)
    return _united(text, words)


def _united(text: str, words: Words) -> Readings:
    """Return what 父亲或母亲 can mean: each of them, where both are kin; 丈夫与前妻的女儿 is the husband's daughter."""
    for union in words.unions:
        left, found, right = text.partition(union)
        if child := _of_a_couple(left, right, words):
            return child
        if found and (one := _read(left)) and (other := _read(right)):
            return tuple(dict.fromkeys(one + other))
    return _NOTHING


def _of_a_couple(one: str, other: str, words: Words) -> Readings:
    """Return what 妻子与前夫的女儿 means after its halves: a child of hers, and 与前夫的女儿 the own daughter.

    Nothing where they are no such couple.
    """
    for link in words.joins:
        partner, found, child = other.partition(link)
        if found and _all_start_with("M", _read(partner)) and _all_start_with("D", _read(child)):
            return _read(one + _OF + child if one else child)
    return _NOTHING


def _all_start_with(way: str, readings: Readings) -> bool:
    return bool(readings) and all(kinds(reading.path).startswith(way) for reading in readings)


def _cut(text: str, words: Words) -> Sequence[_Part]:
    """Return the cheapest row of single terms that makes up a text; nothing where there is none."""
    pieces = text.split(_OF)
    if len(pieces) > 1 and all(piece not in words.before and read_single(piece) for piece in pieces):
        return [_Part(_OF, read_single(piece), piece) for piece in pieces]  # no cut is plainer
    size = len(text)
    best: list[tuple[int, tuple[_Part, ...]] | None] = [None] * size + [(0, ())]
    for start in range(size - 1, -1, -1):
        for link in _links(text, start, words):
            begin = start + len(link)
            if begin >= size or text[begin] not in words.starts:
                continue
            for end in range(min(size, begin + LONGEST_SINGLE), begin, -1):
                rest = best[end]
                word = text[begin:end]
                if rest is None or word[-1] not in words.ends or (begin > 0 and _is_torn(text[begin - 1], word, words)):
                    continue
                cost = rest[0] + (_LISTED if word in words.terms else _MADE) + (_SHORT if end - begin == 1 else 0)
                now = best[start]
                if (now is None or cost < now[0]) and (readings := read_single(word)):
                    best[start] = (cost, (_Part(link, readings, word), *rest[1]))
    return best[0][1] if best[0] else ()


def _is_torn(before: str, word: str, words: Words) -> bool:
    """Whether a part is torn from the sign before it (小姨儿|子), or a link is drawn into it (姥姥|家舅)."""
    if len(word) == 1:
        return before in words.small and before + word in words.terms
    return word[0] in words.houses and word[1:] in words.terms and before not in words.link_ends


def _links(text: str, start: int, words: Words) -> Iterator[str]:
    """Yield what may stand at a place between two parts, or before the first: a link of the table, and nothing."""
    if text[start] in words.link_starts:
        for size in range(words.longest_link, 0, -1):
            link = text[start : start + size]
            if link in words.links and (start or link in words.speakers):
                yield link
                break
    yield ""


def _composed(parts: Sequence[_Part]) -> Readings:
    """Return the readings of a row of parts; 舅舅家的表哥 and 舅舅舅妈 are told as one part first."""
    row: list[Readings] = []
    last: _Part | None = None
    for part in parts:
        if last is not None and part.link in load().houses and (through := _through(row[-1], part.readings)):
            row[-1] = through
        elif last is not None and not part.link and _is_pair(last, part):
            row[-1] += part.readings
        elif len(row) == 1 and part.link in load().births and _is_former_spouse(row[0]):
            row[0] = part.readings
        else:
            row.append(_wife(row[-1], part.readings) if row else part.readings)
        last = part
    found = row[0]
    for below in row[1:]:
        if len(found) * len(below) > _MOST:
            return _VAGUE
        found = sound(_together(one, other) for one, other in product(found, below))
    return found if len(row) == 1 else tuple(map(_as_step_kin, found))


def _as_step_kin(one: Reading) -> Reading:
    return one if "ended" in one.flags else one._replace(path=with_step_tie(one.path))


def _is_former_spouse(readings: Readings) -> bool:
    """Whether it is 前妻 or 前夫: the child that she bore (前妻所生女儿) is told as the person's own."""
    return all("ended" in one.flags and kinds(one.path) == "M" for one in readings)


def _wife(above: Readings, below: Readings) -> Readings:
    """Return what 媳妇 is of a brother, a son or a nephew: his wife, not his son's."""
    wives = tuple(one for one in below if one.path == ("w",))
    if wives and len(wives) < len(below) and all(set("SD") & set(kinds(one.path)) and is_male(one) for one in above):
        return tuple(one for one in below if kinds(one.path) != "DM")
    return below


def _together(left: Reading, right: Reading) -> Reading:
    flags = left.flags | right.flags
    if flags & _UNCHAINED:
        return Reading((), flags & _UNCHAINED | {"composed"})
    return Reading(left.path + right.path, flags - {LATE} | (right.flags & {LATE}))


def _through(above: Readings, below: Readings) -> Readings:
    """Return what 家的 between two terms says where it is more than 的; nothing where it is not."""
    return tuple(
        dict.fromkeys(
            Reading(path, one.flags | other.flags)
            for one, other in product(above, below)
            if (path := _under_the_roof(one.path, other.path))
        )
    )


def _under_the_roof(house: Path, said: Path) -> Path | None:
    """Return the chain of whoever is called so by the person and lives in the house of kin."""
    owner, called = kinds(house), kinds(said)
    if 0 < len(house) < len(said) and _agree(house, said[: len(house)]):  # 舅舅家的表哥
        return (*house, *said[len(house) :])
    if owner in ("US", "USM") and called in ("S", "SM") and said[0] in SIBLING_TO_CHILD:  # 舅舅家的哥哥, 嫂子
        return (*house, SIBLING_TO_CHILD[said[0]], *said[1:])
    if owner == "MS" and called.startswith("SD") and _agree(house[1:], said[:1]):  # 大姨子家外甥
        return (*house, *said[1:])
    if f"{owner}-{called[:2]}" in ("UU-US", "MU-MS") and house[0] == said[0]:  # 姥姥家舅舅, 岳父家大姨子
        return said
    return None


def _agree(said: Path, meant: Path) -> bool:
    """Whether one chain may be the other, the order of age aside: 二叔 (f,yb) and the uncle of 堂弟 (f,xb)."""
    return len(said) == len(meant) and all(
        one == other or (kind(one) == kind(other) == "S" and one[-1] == other[-1])
        for one, other in zip(said, meant, strict=True)
    )


def _is_pair(left: _Part, right: _Part) -> bool:
    """Whether two terms side by side mean either of two: 哥哥姐姐, 舅舅舅妈; not 女儿儿子, the daughter's son."""
    if left.text == right.text:
        return False
    words = [{kinds(reading.path) for reading in part.readings} for part in (left, right)]
    if words[0] == words[1] and words[0] != {""}:
        if words[0] & {"U", "D"}:
            return _sex(left) == "male" and _sex(right) == "female"
        return words[0] != {"M"}
    if are_married(left.readings, right.readings):
        return True
    elders = all(word.startswith("U") for word in words[0])  # 姑父姑妈; but 嫂子哥哥 is the brother of 嫂子
    return elders and _sex(left) == "male" and are_married(right.readings, left.readings)


def _sex(part: _Part) -> str:
    sexes = {sex_of_step(plain(reading.path)[-1]).value for reading in part.readings}
    return sexes.pop() if len(sexes) == 1 else ""
