"""The words of kinship as data: loads `kin_words.toml` into the tables that the grammar reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import huibi_data
from huibi.network.terms_chains import Path, sex_of_step

NOMINAL = "nominal"
VAGUE = "vague"  # kin, but of which chain is not said
LATE = "late"  # said of the dead: 亡妻


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a term can mean: a path of tokens and what is said about it; no path for kin without a chain."""

    path: Path
    flags: frozenset[str] = frozenset()


Readings = tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of the grammar; every word in standard characters."""

    terms: Mapping[str, Readings]
    strangers: frozenset[str]
    vague: tuple[str, ...]
    cousins: Mapping[str, tuple[Path, ...]]
    clan: tuple[str, Path]
    sides: Mapping[str, Path]
    status: Mapping[str, str]
    courtesy: tuple[str, ...]
    ranks: Mapping[str, str]
    ranked: Mapping[str, str]
    spouses: Mapping[str, str]
    links: tuple[str, ...]
    dropped: tuple[str, ...]
    variants: Mapping[int, int]
    longest: int = field(default=0)


def readings(key: str) -> Readings:
    """Return what a key of the data means: chains parted by `|`, steps by `,`, flags after `/`."""
    chains, _, flags = key.partition("/")
    said = frozenset(flags.split(",")) if flags else frozenset()
    return tuple(Reading(tuple(chain.split(",")), said) for chain in chains.split("|"))


@cache
def load() -> Words:
    """Return the tables, read once; a word that stands twice is refused."""
    data = huibi_data.load_toml("kin_words.toml")
    terms: dict[str, Readings] = {}
    for word, meaning in _listed(data):
        if word in terms:
            raise ValueError(f"kin word {word} stands twice")
        terms[word] = meaning
    for word, meaning in (*_stems(data), *_seats(data)):
        terms.setdefault(word, meaning)
    ranks = {word: step for key, step in _RANK_STEPS.items() for word in data["ranks"][key].split()}
    return Words(
        terms=terms,
        strangers=frozenset(data["strangers"]["words"].split()),
        vague=tuple(data["vague"]["prefixes"].split()),
        cousins={word: _paths(key) for key, words in data["cousins"].items() for word in words.split()},
        clan=(data["clan"]["prefix"], tuple(data["clan"]["up"].split(","))),
        sides={word: (key,) for key, words in data["sides"].items() for word in words.split()},
        status={word: status for status, words in data["status"].items() for word in words.split()},
        courtesy=tuple(data["courtesy"]["words"].split()),
        ranks=ranks,
        ranked={word: key for key, words in data["ranked"].items() for word in words.split()},
        spouses={
            word: step for step, key in (("w", "wife"), ("h", "husband")) for word in data["spouses"][key].split()
        },
        links=tuple(data["links"]["words"].split()),
        dropped=tuple(data["endings_dropped"]["words"].split()),
        variants=str.maketrans(data["variants"]["from"], data["variants"]["to"]),
        longest=max(map(len, terms)),
    )


_RANK_STEPS = {"older": "ob", "younger": "yb", "others": "xb"}


def _paths(key: str) -> tuple[Path, ...]:
    return tuple(reading.path for reading in readings(key))


def _listed(data: Mapping[str, Any]) -> Iterator[tuple[str, Readings]]:
    for key, words in data["words"].items():
        meaning = readings(key)
        for word in words.split():
            yield word, meaning
    for word in data["nominal"]["words"].split():
        yield word, (Reading((), frozenset({NOMINAL})),)
    for word in data["vague"]["words"].split():
        yield word, (Reading((), frozenset({VAGUE})),)


def _stems(data: Mapping[str, Any]) -> Iterator[tuple[str, Readings]]:
    """Yield 侄, 侄女, 侄媳, 侄女婿 … for every stem."""
    endings = data["endings"]
    tails: list[tuple[str, Path]] = [(word, ("s",)) for word in ["", *endings["male"].split()]]
    tails += [(word, ("d",)) for word in endings["female"].split()]
    tails += [(word, ("s", "w")) for word in endings["wife"].split()]
    tails += [(word, ("d", "h")) for word in endings["husband"].split()]
    for key, stems in data["stems"].items():
        above = tuple(key.split(","))
        for stem in stems.split():
            for tail, below in tails:
                yield stem + tail, (Reading(above + below),)


def _seats(data: Mapping[str, Any]) -> Iterator[tuple[str, Readings]]:
    """Yield 伯祖父, 姑奶奶, 舅公, 叔岳父 …: a grandparent's or parent-in-law's brother or sister, or that one's spouse.

    The seat (祖父, 岳母) names the generation and the sex of whom is meant; where that is not the sex of 伯 叔 姑 舅 姨
    it is the spouse.
    """
    kinds = data["uncles"]
    mothers = frozenset(kinds["by_mother"].split())
    for step in ("ob", "yb", "xs", "xb"):
        for first in kinds[step].split():
            for seat in data["seats"]:
                line = _paths(seat["mother" if first in mothers else "father"])
                for sex, spouse in (("male", "h"), ("female", "w")):
                    tail: Path = (step,) if sex_of_step(step).value == sex else (step, spouse)
                    meaning = tuple(Reading(above + tail) for above in line)
                    for word in seat[sex].split():
                        yield first + word, meaning
