"""From a title to a level: the highest that its parts decide by the lists of `titles.toml`; otherwise none."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import huibi_data
from huibi.model.people import Level

_BRACKETS = re.compile(r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]")
_SHORTEST_SHARED = 2  # characters of a unit's name that say that the unit itself is meant
_OF_A_GROUP = "组长"
_RANKS = {level: rank for rank, level in enumerate(Level)}


class _Lists(NamedTuple):
    separators: re.Pattern[str]
    acting: re.Pattern[str]
    deputy: re.Pattern[str]
    in_charge: tuple[str, ...]
    heads: tuple[str, ...]
    own: tuple[str, ...]
    divisions: tuple[str, ...]
    endings: tuple[tuple[str, Level], ...]
    exact: dict[str, Level]


@lru_cache(maxsize=65_536)
def level_of(title: str, unit: str = "") -> Level | None:
    """Return the level that `title` says its bearer has at the unit of that name, or None where no list decides.

    Parts (党组书记、局长) are read one by one and the highest counts. A deputy of the unit's head is on the board, a
    deputy head of a division holds a key post like the head. 副局长（主持工作） is the head.
    """
    lists = _lists()
    in_charge = any(word in title for word in lists.in_charge)
    bare = _BRACKETS.sub("", title)
    for word in lists.in_charge:
        bare = bare.replace(word, "")
    found = [level for part in lists.separators.split(bare) if part and (level := _part(part, unit, lists))]
    highest = min(found, key=_RANKS.__getitem__, default=None)
    return Level.CHIEF if in_charge and highest is Level.BOARD else highest


def _part(part: str, unit: str, lists: _Lists) -> Level | None:
    part = lists.acting.sub("", part)
    if part in lists.exact:
        return lists.exact[part]
    if _heads_unit(part, unit, lists, shared=True):
        return Level.CHIEF
    base, deputies = lists.deputy.subn("", part)
    if deputies and _heads_unit(base, unit, lists, shared=True):
        return Level.BOARD
    for candidate in (part, base):
        for ending, level in lists.endings:
            if candidate.endswith(ending):
                return level
    if _heads_unit(base, unit, lists, shared=False):
        return Level.BOARD if deputies else Level.CHIEF
    return Level.KEY if _before_head(base, lists, lists.divisions) else None


def _heads_unit(part: str, unit: str, lists: _Lists, *, shared: bool) -> bool:
    """Whether a title without 副 is that of the unit's head; `shared`: because it repeats the unit's name."""
    if part == _OF_A_GROUP:  # 第一巡察组's 组长 leads the unit, any other a division at most
        return shared and unit.endswith(part[:-1])
    head = next((word for word in lists.heads if part.endswith(word)), None)
    if head is None:
        return False
    before = part[: -len(head)]
    if shared:
        # 财政局长: without 长 it is the end of the unit's name
        if head.endswith("长") and len(part) > _SHORTEST_SHARED and unit.endswith(part[:-1]):
            return True
        named = _without_own(before, lists, least=_SHORTEST_SHARED, unit=unit)
        return len(named) >= _SHORTEST_SHARED and named in unit
    return not _without_own(before, lists, least=0, unit="")


def _without_own(before: str, lists: _Lists, *, least: int, unit: str) -> str:
    """Take words for the unit itself off the end of what stands before a head (镇党委 → nothing)."""
    while before and not (least and len(before) >= least and before in unit):
        word = next((word for word in lists.own if before.endswith(word)), None)
        if word is None:
            break
        before = before[: -len(word)]
    return before


def _before_head(part: str, lists: _Lists, words: tuple[str, ...]) -> bool:
    return any(part.endswith(head) and part[: -len(head)].endswith(words) for head in lists.heads)


@cache
def _lists() -> _Lists:
    data = huibi_data.load_toml("titles.toml")
    joined = "|".join(data["joined_by"])
    either = "|".join(data["deputies"])
    acting = "|".join(data["acting"])
    heads = _longest_first(data["heads"])
    endings = [(word, Level(level)) for level, words in data["endings"].items() for word in words]
    return _Lists(
        separators=re.compile(f"[{re.escape(data['separators'])}\\s]+|{joined}"),
        acting=re.compile(f"(?:{acting})(?=(?:{'|'.join(heads)})$)"),
        deputy=re.compile(f"(?:{either})?副"),
        in_charge=tuple(data["in_charge"]),
        heads=heads,
        own=_longest_first(data["own"]),
        divisions=_longest_first(data["divisions"]),
        endings=tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
        exact={word: Level(level) for level, words in data["exact"].items() for word in words},
    )


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))
