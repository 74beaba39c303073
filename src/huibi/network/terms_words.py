"""The words of kinship as data: loads `kin_words.toml` into the tables that the grammar reads."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

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

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.terms = _all_terms(data)
        self.strangers = frozenset(data["strangers"]["words"].split())
        self.vague = frozenset(data["vague"]["prefixes"].split())
        self.cousins = {word: _paths(key) for key, words in data["cousins"].items() for word in words.split()}
        self.clan: tuple[str, Path] = (data["clan"]["prefix"], tuple(data["clan"]["up"].split(",")))
        self.elders = {word: tuple(key.split(",")) for word, key in _by_word(data["elders"])}
        self.descendants = {word: tuple(key.split(",")) for word, key in _by_word(data["descendants"])}
        self.sides = {word: (key,) for word, key in _by_word(data["sides"])}
        self.status = dict(_by_word(data["status"]))
        self.courtesy = frozenset(data["courtesy"]["words"].split())
        self.speakers = frozenset(data["speakers"]["words"].split())
        self.ranks = {word: _RANK_STEPS[key] for word, key in _by_word(data["ranks"])}
        self.ranked = dict(_by_word(data["ranked"]))
        self.spouses = {word: {"wife": "w", "husband": "h"}[key] for word, key in _by_word(data["spouses"])}
        self.houses = frozenset(data["links"]["houses"].split())
        self.joins = tuple(sorted(data["links"]["words"].split(), key=len, reverse=True))
        self.links = self.houses | self.speakers | frozenset(self.joins)
        self.link_starts = frozenset(link[0] for link in self.links)
        self.unions = tuple(data["links"]["unions"].split())
        self.small = frozenset(data["endings_small"]["words"].split())
        self.not_small_after = frozenset(data["endings_small"]["but_after"])
        self.dropped = tuple(data["endings_dropped"]["words"].split())
        self.added: str = data["endings_added"]["signs"]
        self.variants = {ord(pair[0]): pair[1] for pair in data["variants"]["pairs"].split()}
        self.slips = tuple((pair[: len(pair) // 2], pair[len(pair) // 2 :]) for pair in data["slips"]["pairs"].split())
        prefixes = (self.cousins, self.elders, self.sides, self.status, self.courtesy, self.ranks, self.vague)
        self.starts = frozenset(word[0] for table in (self.terms, *prefixes) for word in table) | {self.clan[0], "外"}
        self.ends = frozenset(
            word[-1] for table in (self.terms, self.spouses, self.ranked, self.small) for word in table
        )

    def meaning(self, word: str) -> Readings:
        """Return what a word of the table means; nothing for a word that is not there."""
        key = self.terms.get(word)
        return readings(key) if key is not None else ()


@cache
def load() -> Words:
    """Return the tables, read once; a word that stands twice is refused."""
    return Words(huibi_data.load_toml("kin_words.toml"))


_RANK_STEPS = {"older": "ob", "younger": "yb", "others": "xb"}


def _by_word(table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, words in table.items():
        for word in words.split():
            yield word, key


def _paths(key: str) -> tuple[Path, ...]:
    return tuple(reading.path for reading in readings(key))


def _all_terms(data: Mapping[str, Any]) -> dict[str, str]:
    terms: dict[str, str] = {}
    listed = (*_by_word(data["words"]), *((word, f"/{NOMINAL}") for word in data["nominal"]["words"].split()))
    for word, key in (*listed, *((word, f"/{VAGUE}") for word in data["vague"]["words"].split())):
        if word in terms:
            raise ValueError(f"kin word {word} stands twice")
        terms[word] = key
    for word, key in (*_stems(data), *_seats(data)):
        terms.setdefault(word, key)
    return terms


def _stems(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield 侄, 侄女, 侄媳, 侄女婿 … for every stem."""
    tails = [("", "s"), *((word, key) for word, key in _by_word(data["endings"]))]
    for key, words in data["stems"].items():
        stems = words.split()
        for tail, below in tails:
            meaning = key.replace("|", f",{below}|") + f",{below}"
            for stem in stems:
                yield stem + tail, meaning


def _seats(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield 伯祖父, 姑奶奶, 舅公, 叔岳父 …: a grandparent's or parent-in-law's brother or sister, or that one's spouse.

    The seat (祖父, 岳母) names the generation and the sex of whom is meant; where that is not the sex of 伯 叔 姑 舅 姨
    it is the spouse. What only a spouse can be called stands under `spouses` (妗婆).
    """
    uncles = data["uncles"]
    for first, (step, side) in _uncles(uncles):
        for seat in data["seats"]:
            for sex, spouse in (("male", "h"), ("female", "w")):
                tail = f",{step}" if sex_of_step(step).value == sex else f",{step},{spouse}"
                meaning = seat[side].replace("|", f"{tail}|") + tail
                for word in seat[sex].split():
                    yield first + word, meaning


def _uncles(uncles: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    by_mother = frozenset(uncles["by_mother"].split())
    for step in ("ob", "yb", "xs", "xb"):
        for first in uncles[step].split():
            yield first, (step, "mother" if first in by_mother else "father")
