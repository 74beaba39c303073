"""Evidence: the shortest chain of recorded rows between two persons, told as links."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from huibi.model.findings import Link
from huibi.model.people import Sex
from huibi.network.graph import DOWN, UP
from huibi.network.kinship_rows import Rows, Says
from huibi.network.terms_chains import Path, codes, kind, kinds, plain, reversed_kinds

_FORWARD = {
    "f": "father", "m": "mother", "h": "husband", "w": "wife", "s": "son", "d": "daughter",
    "ob": "older_brother", "yb": "younger_brother", "os": "older_sister", "ys": "younger_sister",
    "xb": "brother", "xs": "sister",
}  # fmt: skip
_BY_SEX = {
    "parent": {Sex.MALE: "father", Sex.FEMALE: "mother"},
    "child": {Sex.MALE: "son", Sex.FEMALE: "daughter"},
    "spouse": {Sex.MALE: "husband", Sex.FEMALE: "wife"},
    "sibling": {Sex.MALE: "brother", Sex.FEMALE: "sister"},
    "older_sibling": {Sex.MALE: "older_brother", Sex.FEMALE: "older_sister"},
    "younger_sibling": {Sex.MALE: "younger_brother", Sex.FEMALE: "younger_sister"},
}
_READABLE = 40  # rows
_TURNED = {
    "f": "child", "m": "child", "h": "spouse", "w": "spouse", "s": "parent", "d": "parent",
    "ob": "younger_sibling", "os": "younger_sibling", "yb": "older_sibling", "ys": "older_sibling",
    "xb": "sibling", "xs": "sibling",
}  # fmt: skip


def shortest(rows: Rows, used: Iterable[int], start: str, end: str) -> tuple[int, ...]:
    """Return the rows of the shortest way from one person to another over the rows used, earlier rows first."""
    by_person: dict[str, list[int]] = {}
    for index in sorted(set(used)):
        row = rows.kin[index]
        by_person.setdefault(row.person, []).append(index)
        by_person.setdefault(row.relative, []).append(index)
    came: dict[str, tuple[str, int]] = {start: ("", -1)}
    queue = deque([start])
    while queue and end not in came:
        here = queue.popleft()
        for index in by_person.get(here, ()):
            row = rows.kin[index]
            there = row.relative if row.person == here else row.person
            if there not in came:
                came[there] = (here, index)
                queue.append(there)
    way: list[int] = []
    while end != start:
        end, index = came[end]
        way.append(index)
    return tuple(reversed(way))


def told_briefly(rows: Rows, way: Sequence[int], start: str) -> tuple[int, ...]:
    """Return a way with one row in place of several wherever that row says the same steps between the same two.

    A row 奶奶 stands for father and mother where both are recorded beside it. Who is passed stays the same, but for the
    other parent of two siblings. A way that is too long for anybody to read stays as it is.
    """
    if len(way) > _READABLE:
        return tuple(way)
    return min((_told_briefly(rows, one, start) for one in _beside(rows, way, start)), key=lambda one: (len(one), one))


def _beside(rows: Rows, way: Sequence[int], start: str) -> Iterator[tuple[int, ...]]:
    """Yield the way, and those that pass the other parent of two siblings."""
    yield tuple(way)
    stops = _stops(rows, way, start)
    for place in range(1, len(way)):
        steps = _words(rows, way[place - 1], stops[place - 1]), _words(rows, way[place], stops[place])
        if steps != ({UP}, {DOWN}):
            continue
        for up, parent in _steps(rows, stops[place - 1], UP):
            for down, child in _steps(rows, parent, DOWN):
                if child == stops[place + 1] and parent not in stops:
                    yield (*way[: place - 1], up, down, *way[place + 1 :])


def _steps(rows: Rows, person: str, word: str) -> Iterator[tuple[int, str]]:
    """Yield the rows of a person that say exactly one step, and whom it leads to."""
    for index in rows.of(person):
        if _words(rows, index, person) == {word}:
            yield index, _stops(rows, (index,), person)[1]


def _stops(rows: Rows, way: Sequence[int], start: str) -> list[str]:
    """Return whom a way passes, both ends included."""
    stops = [start]
    for index in way:
        row = rows.kin[index]
        stops.append(row.relative if row.person == stops[-1] else row.person)
    return stops


def _told_briefly(rows: Rows, way: Sequence[int], start: str) -> tuple[int, ...]:
    stops = _stops(rows, way, start)
    place = {stop: number for number, stop in enumerate(stops)}
    said = [_words(rows, index, stop) for index, stop in zip(way, stops, strict=False)]
    best: list[tuple[int, ...]] = [()]
    for end in range(1, len(stops)):
        ways = [(*best[end - 1], way[end - 1])]
        for index in rows.of(stops[end]):
            row = rows.kin[index]
            begin = place.get(row.person if row.relative == stops[end] else row.relative, end)
            if begin < end - 1 and _says_the_same(_words(rows, index, stops[begin]), said[begin:end]):
                ways.append((*best[begin], index))
        best.append(min(ways, key=lambda one: (len(one), one)))
    return best[-1]


def _says_the_same(words: set[str], steps: Sequence[set[str]]) -> bool:
    """Whether a row says exactly one thing, and that the same as several steps."""
    if len(words) != 1 or len(steps) > 2 * len(next(iter(words))):  # at most every two steps are told as one
        return False
    return {"".join(told).replace("UD", "S") for told in product(*steps)} == words


def _words(rows: Rows, index: int, start: str) -> set[str]:
    """Return the kinds of steps that a row may mean, read from `start`; empty where it holds between the two only."""
    said = rows.means(index)
    if said.says not in (Says.ONE, Says.MANY):
        return set()
    words = {kinds(path) for path in said.paths}
    return words if rows.kin[index].person == start else {reversed_kinds(word) for word in words}


def links(rows: Rows, way: Sequence[int], start: str) -> tuple[Link, ...]:
    """Return the rows of a way as links from `start` on."""
    told: list[Link] = []
    here = start
    for index in way:
        row = rows.kin[index]
        there = row.relative if row.person == here else row.person
        told.append(_link(rows, index, here, there))
        here = there
    return tuple(told)


def _link(rows: Rows, index: int, source: str, target: str) -> Link:
    row, said = rows.kin[index], rows.means(index)
    forward = row.person == source
    own = row.term if forward else None
    if said.says is Says.APART and not (said.paths and kind(said.paths[0][0]) in "Tt"):
        tie = _apart(rows, index, target)
        shown = own if tie in ("kin", "nominal", "betrothed") or "前" in row.term else None
    else:
        ties = (tie_of(path, rows.sex(target), turned=not forward, start=rows.sex(row.person)) for path in said.paths)
        tie = "|".join(dict.fromkeys(ties))
        shown = own if any(len(plain(path)) > 1 for path in said.paths) or said.adoptive else None
    return Link(
        source=source,
        tie=tie,
        target=target,
        record=row.record,
        since=row.since,
        term=shown,
    )


def _apart(rows: Rows, index: int, target: str) -> str:
    """Return the tie code of what holds between the two only; a step tie is told as such by its own term."""
    said = rows.means(index)
    if said.unchained:
        return "nominal" if said.nominal else "kin"
    if said.betrothed:
        return "betrothed"
    if len(said.paths) == 1 and kind(said.paths[0][0]) == "M" and len(said.paths[0]) == 1:
        sex = rows.sex(target)
        return f"former_{_BY_SEX['spouse'][sex] if sex else 'spouse'}"
    return "former_kin"


def tie_of(path: Path, target: Sex | None, *, turned: bool, start: Sex | None = None) -> str:
    """Return the tie code of a path: its steps joined by `.`; a step tie is one word (step_father).

    `turned` tells it from the other end, where `start` is the sex of the path's first person; `target` that of whom
    it leads to, used for the last step.
    """
    words: list[str] = []
    if not turned:
        words = [_token(token) for token in path]
        return ".".join(words)
    sexes = [start, *(_sex(token) for token in path)]
    for place in range(len(path) - 1, -1, -1):
        sex = target if place == 0 else sexes[place]
        words.append(_turned(path[place], sex))
    return ".".join(words)


def _sex(token: str) -> Sex:
    return Sex.MALE if codes(token)[-1] in ("f", "h", "s", "ob", "yb", "xb") else Sex.FEMALE


def _token(token: str) -> str:
    steps = codes(token)
    if len(steps) == 1:
        return _FORWARD[steps[0]]
    word = {"h": "father", "w": "mother", "s": "son", "d": "daughter"}[steps[1]]
    return f"step_{word}"


def _turned(token: str, sex: Sex | None) -> str:
    steps = codes(token)
    word = _TURNED[steps[-1]] if len(steps) == 1 else ("child" if kind(token) == "T" else "parent")
    named = _BY_SEX[word].get(sex, word) if sex is not None else word
    return named if len(steps) == 1 else f"step_{named}"
