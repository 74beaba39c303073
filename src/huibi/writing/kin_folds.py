"""Steps between relatives that one word says as well: a father's son is a brother, a wife's father a father-in-law.

Only what is certain is folded: each step a plain term, the word true of everybody whom the steps lead to.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from huibi.model.findings import Link

_ENOUGH = 3  # relatives whom a reader takes in with ease; longer chains are folded further

_BROTHERS = ("older_brother", "younger_brother", "brother")
_SISTERS = ("older_sister", "younger_sister", "sister")
_SIBLINGS = {"son": "brother", "daughter": "sister", "child": "sibling"}
_UNCLES = dict(zip(_BROTHERS, ("uncle_older", "uncle_younger", "uncle"), strict=True))

# What two steps come to where no more has to be known.
_ALWAYS: dict[tuple[str, str], str] = {
    ("father", "father"): "grandfather",
    ("father", "mother"): "grandmother",
    ("mother", "father"): "maternal_grandfather",
    ("mother", "mother"): "maternal_grandmother",
    ("son", "son"): "grandson",
    ("son", "daughter"): "granddaughter",
    ("daughter", "son"): "daughters_son",
    ("daughter", "daughter"): "daughters_daughter",
    ("husband", "father"): "husbands_father",
    ("husband", "mother"): "husbands_mother",
    ("wife", "father"): "wifes_father",
    ("wife", "mother"): "wifes_mother",
    ("son", "wife"): "daughter_in_law",
    ("daughter", "husband"): "son_in_law",
    **{("father", brother): uncle for brother, uncle in _UNCLES.items()},
    **{("father", sister): "paternal_aunt" for sister in _SISTERS},
    **{("mother", brother): "maternal_uncle" for brother in _BROTHERS},
    **{("mother", sister): "maternal_aunt" for sister in _SISTERS},
}
# What they come to in a long chain, where a name in between matters less than being read.
_WHEN_LONG: dict[tuple[str, str], str] = {
    **{(brother, "son"): "brothers_son" for brother in _BROTHERS},
    **{(brother, "daughter"): "brothers_daughter" for brother in _BROTHERS},
    **{(sister, "son"): "sisters_son" for sister in _SISTERS},
    **{(sister, "daughter"): "sisters_daughter" for sister in _SISTERS},
    ("older_brother", "wife"): "older_brothers_wife",
    ("younger_brother", "wife"): "younger_brothers_wife",
    ("older_sister", "husband"): "older_sisters_husband",
    ("younger_sister", "husband"): "younger_sisters_husband",
}


class Span(NamedTuple):
    """Steps from one relative to another that are told as one; `word` is empty where no plain word tells them."""

    source: str
    target: str
    word: str
    links: tuple[Link, ...]


Born = Callable[[str], date | None]


def folded(spans: Sequence[Span], born: Born) -> list[Span]:
    """Return the steps with siblings, grandparents, aunts and in-laws as one step each; more of it in a long chain."""
    found = _pass(spans, lambda one, other: _sibling(one, other, born))
    found = _pass(found, lambda one, other: _ALWAYS.get((one.word, other.word), ""))
    if len(found) > _ENOUGH:
        found = _pass(found, lambda one, other: _WHEN_LONG.get((one.word, other.word), ""))
    return found


def _pass(spans: Sequence[Span], word_of: Callable[[Span, Span], str]) -> list[Span]:
    """Return the steps with those neighbours joined that have a word together, from the near end on."""
    found: list[Span] = []
    for span in spans:
        word = word_of(found[-1], span) if found and found[-1].word and span.word else ""
        if word:
            last = found.pop()
            found.append(Span(last.source, span.target, word, last.links + span.links))
        else:
            found.append(span)
    return found


def _sibling(one: Span, other: Span, born: Born) -> str:
    """Return what a parent's child is: a sibling, older or younger where both days of birth are known and differ."""
    if one.word not in ("father", "mother", "parent") or other.word not in _SIBLINGS:
        return ""
    own, theirs = born(one.source), born(other.target)
    age = "" if own is None or theirs is None or own == theirs else "older_" if theirs < own else "younger_"
    return age + _SIBLINGS[other.word]


def shown(spans: Sequence[Span], most: int) -> Iterator[tuple[Span, int]]:
    """Yield the steps to be told, each with how many relatives before its end go unnamed.

    Of a chain with more than `most` relatives the first ones and the last are told.
    """
    left_out = max(len(spans) - most, 0)
    first = (most + 1) // 2
    for number, span in enumerate(spans):
        if not left_out or number < first:
            yield span, 0
        elif number == first + left_out:
            yield span._replace(source=spans[first - 1].target), left_out
        elif number > first + left_out:
            yield span, 0
