"""What a picture shows: the persons, units and places of some chains in rows, and what joins them, in words."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from huibi.messages import say
from huibi.model.findings import Link
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.writing.kin_words import is_plain, kin_word
from huibi.writing.names import Names
from huibi.writing.records import Records, span_text
from huibi.writing.sentences import Sentences

_UP, _DOWN = ("father", "mother", "parent"), ("son", "daughter", "child")
_SPOUSES = ("husband", "wife", "spouse")
_PLACE_STEPS = {"under": -1, "over": 1, "contains": 1, "lies_in": -1, "region_of": 1, "county_of": 1, "same_system": 0}
_TO_UNIT = ("post.", "interest.")
_TO_UNIT_TOO = frozenset({"oversees", "inspected", "ruled", "under", "over", "same_system", "region_of", "county_of"})
_TO_REGION = frozenset({"native_place", "growth_place", "pool_county", "contains", "lies_in"})
_FROM_REGION = frozenset({"contains", "lies_in", "region_of", "county_of"})
_FROM_UNIT = frozenset({"under", "over", "same_system"})
_BONDS = frozenset(
    {"classmate", "comrade", "townsman", "mentor", "secretary", "friend", "business", "dispute", "declared"}
)


class Kind(StrEnum):
    """What stands in a box."""

    PERSON = "person"
    UNIT = "unit"
    REGION = "region"


class Stroke(StrEnum):
    """What a line means; told apart in black and white."""

    BLOOD = "blood"
    MARRIAGE = "marriage"
    KIN = "kin"  # kin of several steps, the persons between unnamed, or kin that are neither
    POST = "post"
    BOND = "bond"  # interests, classmates, oversight, declarations …
    PLACE = "place"


Key = tuple[str, str]  # (kind, id)


@dataclass(frozen=True, slots=True)
class Strand:
    """A chain to be drawn; `counts` is False for what was seen and is no ground."""

    chain: tuple[Link, ...]
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A person, unit or place: `head` in large type, `notes` below it; `row` counts from the top."""

    key: Key
    row: int
    head: str
    notes: tuple[str, ...] = ()
    is_end: bool = False  # who is screened, what is inspected


@dataclass(frozen=True, slots=True)
class Line:
    """What joins two boxes, from `source` to `target`; `tip` is the whole clause with the record."""

    source: Key
    target: Key
    stroke: Stroke
    words: tuple[str, ...]
    tip: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """Boxes by row and what joins them, each once, in a fixed order."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw_case(register: Register, round_: Round, strands: Sequence[Strand], ends: Iterable[Key] = ()) -> Case:
    """Return what a picture of the strands shows: persons by generation, elders above; below them units and places."""
    teller = _Teller(register, round_)
    lines: dict[tuple[Key, Key, tuple[str, ...]], Line] = {}
    for strand in strands:
        for link in strand.chain:
            line = teller.line(link, counts=strand.counts)
            known = lines.get((line.source, line.target, line.words))
            if known is None or line.counts > known.counts:
                lines[line.source, line.target, line.words] = line if known is None else replace(known, counts=True)
    links = [link for strand in strands for link in strand.chain]
    marked = frozenset(ends)
    keys = dict.fromkeys(key for link in links for key in teller.ends(link))
    rows = _rows([*sorted(marked - keys.keys()), *keys], links, teller)
    boxes = (teller.box(key, row, is_end=key in marked) for key, row in rows.items())
    return Case(tuple(boxes), tuple(lines.values()))


class _Teller:
    def __init__(self, register: Register, round_: Round) -> None:
        self._register = register
        self._as_of = round_.as_of
        self._names = Names(register, round_)
        self._records = Records(register)
        self._sentences = Sentences(register)

    def ends(self, link: Link) -> tuple[Key, Key]:
        """Return the boxes that a link joins."""
        source = Kind.REGION if link.tie in _FROM_REGION else Kind.UNIT if link.tie in _FROM_UNIT else Kind.PERSON
        target = Kind.PERSON
        if link.tie in _TO_UNIT_TOO or link.tie.startswith(_TO_UNIT):
            target = Kind.UNIT
        elif link.tie in _TO_REGION:
            target = Kind.REGION
        elif link.tie == "declared" and link.target in self._register.units:
            target = Kind.UNIT
        return (source.value, link.source), (target.value, link.target)

    def box(self, key: Key, row: int, *, is_end: bool) -> Box:
        kind, name = key
        if kind == Kind.UNIT:
            return Box(key, row, self._names.unit(name), is_end=is_end)
        if kind == Kind.REGION:
            return Box(key, row, self._names.region(name), is_end=is_end)
        person = self._register.persons.get(name)
        if person is not None and person.dead_on(self._as_of):
            return Box(key, row, self._names.person(name), (say("picture.dead"),), is_end)
        home, title = self._names.home(name), self._names.title(name)
        notes = tuple(note for note in (home, title) if note)
        return Box(key, row, self._names.person(name), notes, is_end)

    def line(self, link: Link, *, counts: bool) -> Line:
        source, target = self.ends(link)
        tip = self._sentences.link(link) + (f" [{link.record}]" if link.record else "")
        if source[0] == target[0] == Kind.PERSON and link.tie not in _BONDS:
            return self._kin(link, source, target, tip, counts=counts)
        stroke = Stroke.BOND
        if link.tie.startswith("post."):
            stroke = Stroke.POST
        elif source[0] != Kind.PERSON or target[0] == Kind.REGION:
            stroke = Stroke.PLACE
        return Line(source, target, stroke, self._words(link), tip, counts)

    def _kin(self, link: Link, source: Key, target: Key, tip: str, *, counts: bool) -> Line:
        """Return kin in the recorded word; a word that cannot be turned is told from the end that recorded it."""
        row = self._records.kin(link)
        stroke = Stroke.KIN
        if link.tie in _SPOUSES:
            stroke = Stroke.MARRIAGE
        elif generation(link.tie) or link.tie.rpartition("_")[2] in ("brother", "sister", "sibling"):
            stroke = Stroke.BLOOD if "." not in link.tie and "|" not in link.tie else Stroke.KIN
        if row is not None and row.person == link.source:
            return Line(source, target, stroke, (row.term,), tip, counts)
        if row is not None and not is_plain(link, row):
            return Line(target, source, stroke, (row.term,), tip, counts)
        return Line(source, target, stroke, (link.term or kin_word(link.tie),), tip, counts)

    def _words(self, link: Link) -> tuple[str, ...]:
        posting = self._records.posting(link)
        if posting is not None:
            title = posting.title or say(f"picture.{link.tie}")
            if link.tie == "oversees":
                title = say("picture.oversees_as", title=title)
            return tuple(text for text in (title, span_text(posting.start, posting.end)) if text)
        row = self._records.tie(link) or self._records.interest(link)
        if row is not None:
            span = span_text(row.since, row.until)
        else:
            study = self._records.study(link) or self._records.service(link) or self._records.served(link)
            span = span_text(link.since, None) if study is None else span_text(study.start, study.end)
        return tuple(text for text in (say(f"picture.{link.tie}"), span) if text)


def generation(tie: str) -> int:
    """Return how many generations above (positive) or below somebody the relative of a tie stands."""
    steps = tie.partition("|")[0].split(".")
    last = [step.rpartition("_")[2] for step in steps]
    return sum(step in _UP for step in last) - sum(step in _DOWN for step in last)


def _rows(keys: Iterable[Key], links: Iterable[Link], teller: _Teller) -> dict[Key, int]:
    """Return the row of each box: persons by generation, then places by the way down to units; no row is empty."""
    steps: dict[Key, list[tuple[Key, int]]] = defaultdict(list)
    for link in links:
        source, target = teller.ends(link)
        is_kin = source[0] == target[0] == Kind.PERSON
        if is_kin or link.tie in _PLACE_STEPS:
            down = -generation(link.tie) if is_kin else _PLACE_STEPS[link.tie]
            steps[source].append((target, down))
            steps[target].append((source, -down))
    depth: dict[Key, int] = {}
    for first in keys:
        if first in depth:
            continue
        depth[first] = 0
        waiting = deque([first])
        while waiting:
            at = waiting.popleft()
            for other, down in steps[at]:
                if other not in depth:
                    depth[other] = depth[at] + down
                    waiting.append(other)
    used = sorted({(key[0] != Kind.PERSON, row) for key, row in depth.items()})
    return {key: used.index((key[0] != Kind.PERSON, row)) for key, row in depth.items()}
