"""The words of kinship as data: loads `kin_words.txt` into the tables that the grammar reads."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import huibi_data
from huibi.network.terms_chains import Path, sex_of_step

NOMINAL = "nominal"
VAGUE = "vague"  # kin, but of which chain is not said
LATE = "late"  # said of the dead: 亡妻


class Reading(NamedTuple):
    """One thing a term can mean: a path of tokens and what is said about it; no path for kin without a chain."""

    path: Path
    flags: frozenset[str] = frozenset()


Readings = tuple[Reading, ...]
_Lists = Mapping[str, Sequence[str]]


@cache
def readings(key: str) -> Readings:
    """Return what a key of the data means: chains parted by `|`, steps by `,`, flags after `/` (`/nominal`: no chain).

    A slash inside a token (`ob/f`) does not occur in the data.
    """
    chains, _, flags = key.partition("/")
    said = frozenset(flags.split(",")) if flags else frozenset()
    return tuple(Reading(tuple(chain.split(",")) if chain else (), said) for chain in chains.split("|"))


class Words:
    """The tables of the grammar; every word in standard characters, every meaning a key (`readings`)."""

    def __init__(self, sections: Sequence[tuple[str, _Lists]]) -> None:
        data = dict(sections)
        self.terms = _all_terms(data, [lists for head, lists in sections if head == "seat"])
        self.strangers = frozenset(data["strangers"]["words"])
        self.vague = frozenset(data["vague"]["prefixes"])
        self.cousins = {word: _paths(key) for word, key in _by_word(data["cousins"])}
        self.clan: tuple[str, Path] = (data["clan"]["prefix"][0], _path(data["clan"]["up"][0]))
        self.in_laws = (data["in_laws"]["prefix"][0], tuple(map(_path, data["in_laws"]["up"])))
        self.elders = {word: _path(key) for word, key in _by_word(data["elders"])}
        self.elders_after = {word: _path(key) for word, key in _by_word(data["elders_after"])}
        self.descendants = {word: _path(key) for word, key in _by_word(data["descendants"])}
        self.sides = {word: (key,) for word, key in _by_word(data["sides"])}
        self.status = dict(_by_word(data["status"]))
        self.courtesy = frozenset(data["courtesy"]["words"])
        self.speakers = frozenset(data["speakers"]["words"])
        self.ranks = {word: _RANK_STEPS[key] for word, key in _by_word(data["ranks"])}
        self.ranked = dict(_by_word(data["ranked"]))
        self.spouses = {word: {"wife": "w", "husband": "h"}[key] for word, key in _by_word(data["spouses"])}
        self.houses = frozenset(data["links"]["houses"])
        self.births = frozenset(data["links"]["births"])
        self.joins = tuple(sorted((*data["links"]["words"], *self.births), key=len, reverse=True))
        self.links = self.houses | self.speakers | frozenset(self.joins)
        self.link_starts = frozenset(link[0] for link in self.links)
        self.link_ends = frozenset(link[-1] for link in self.links)
        self.longest_link = max(map(len, self.links))
        self.unions = tuple(data["links"]["unions"])
        self.small = frozenset(data["endings_small"]["words"])
        self.not_small_after = frozenset(data["endings_small"]["but_after"][0])
        self.dropped = tuple(data["endings_dropped"]["words"])
        self.added = data["endings_added"]["signs"][0]
        self.variants = {ord(pair[0]): pair[1] for pair in data["variants"]["pairs"]}
        self.slips = tuple((pair[: len(pair) // 2], pair[len(pair) // 2 :]) for pair in data["slips"]["pairs"])
        prefixes = (self.cousins, self.elders, self.sides, self.status, self.courtesy, self.ranks, self.vague)
        self.starts = frozenset(word[0] for table in (self.terms, *prefixes) for word in table) | {self.clan[0], "外"}
        self.before = frozenset(word for table in prefixes[2:] for word in table if len(word) > 1)
        self.ends = frozenset(
            word[-1]
            for table in (self.terms, self.spouses, self.ranked, self.small, self.elders_after)
            for word in table
        )

    def meaning(self, word: str) -> Readings:
        """Return what a word of the table means; nothing for a word that is not there."""
        key = self.terms.get(word)
        return readings(key) if key is not None else ()


@cache
def load() -> Words:
    """Return the tables, read once; a word that stands twice is refused."""
    return Words(huibi_data.load_lists("kin_words.txt"))


_RANK_STEPS = {"older": "ob", "younger": "yb", "others": "xb"}


def _by_word(table: _Lists) -> Iterator[tuple[str, str]]:
    for key, words in table.items():
        for word in words:
            yield word, key


def _path(key: str) -> Path:
    return tuple(key.split(","))


def _paths(key: str) -> tuple[Path, ...]:
    return tuple(reading.path for reading in readings(key))


def _all_terms(data: Mapping[str, _Lists], seats: Sequence[_Lists]) -> dict[str, str]:
    terms: dict[str, str] = {}
    unchained = {f"/{NOMINAL}": data["nominal"]["words"], f"/{VAGUE}": data["vague"]["words"]}
    for word, key in (*_by_word(data["words"]), *_by_word(unchained)):
        if word in terms:
            raise ValueError(f"kin word {word} stands twice")
        terms[word] = key
    for word, key in (*_stems(data), *_seated(data, seats)):
        terms.setdefault(word, key)
    return terms


def _stems(data: Mapping[str, _Lists]) -> Iterator[tuple[str, str]]:
    """Yield 侄, 侄女, 侄媳, 侄女婿 … for every stem."""
    tails = [("", "s"), *_by_word(data["endings"])]
    for key, stems in data["stems"].items():
        for tail, below in tails:
            meaning = key.replace("|", f",{below}|") + f",{below}"
            for stem in stems:
                yield stem + tail, meaning


def _seated(data: Mapping[str, _Lists], seats: Sequence[_Lists]) -> Iterator[tuple[str, str]]:
    """Yield 伯祖父, 姑奶奶, 舅公, 叔岳父 …: a grandparent's or parent-in-law's brother or sister, or that one's spouse.

    The seat (祖父, 岳母) names the generation and the sex of whom is meant; where that is not the sex of 伯 叔 姑 舅 姨
    it is the spouse. 婶 妗 姑丈 are a spouse themselves and stand in seats of their own sex only (婶婆, 妗姥姥).
    """
    by_mother = frozenset(data["uncles"]["by_mother"])
    for first, step in _by_word({key: words for key, words in data["uncles"].items() if key != "by_mother"}):
        last = sex_of_step(step.rpartition(",")[2]).value
        for seat in seats:
            (line,) = seat["mother" if first in by_mother else "father"]
            for sex, spouse in (("male", "h"), ("female", "w")):
                if sex != last and "," in step:
                    continue
                tail = f",{step}" if sex == last else f",{step},{spouse}"
                meaning = line.replace("|", f"{tail}|") + tail
                for word in seat[sex]:
                    yield first + word, meaning
