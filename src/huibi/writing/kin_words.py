"""What a relative is called: the term as recorded, read from the end that recorded it."""

from huibi.messages import catalogue, language, say
from huibi.model.findings import Link
from huibi.model.ties import Kin

# What makes a term more than its plain step: former, step, adoptive, nominal, betrothed, late.
_MARKED = frozenset("前继后养干义未亡")
_FORMER = frozenset({"former_husband", "former_wife", "former_spouse"})  # a row with an end may say 配偶 all the same
_STEPS, _OR = ".", "|"


def relative_text(link: Link, row: Kin | None, who: str, names: tuple[str, str]) -> str:
    """Return the relative as a noun phrase: 其妻子李四, 李四的哥哥王五, 其亲属赵六（本人系其表姐）.

    `who` is what the person at the near end is called by now; `names` are the names at both ends.
    """
    own = _own(who)
    if row is not None and row.person != link.source and not is_plain(link, row):
        near = who if own else names[0]
        return say(f"chain.{own}turned_kin", who=who, near=near, term=row.term, name=names[1])
    forward = row is not None and row.person == link.source
    is_told_better = row is not None and is_plain(link, row) and (language.get() == "en" or link.tie in _FORMER)
    kin = row.term if row is not None and forward and not is_told_better else link.term or kin_word(link.tie)
    return say(f"chain.{own}kin", who=who, kin=kin, name=names[1])


def plain_word(link: Link, row: Kin | None) -> str:
    """Return the tie code of a step that is one plain word from either end, empty for any other."""
    if row is None:
        return link.tie if link.term is None and f"kin.{link.tie}" in catalogue() else ""
    return link.tie if is_plain(link, row) else ""


def word_text(word: str, who: str, name: str) -> str:
    """Return a relative by a word of the catalogue: 其岳父李四."""
    return say(f"chain.{_own(who)}kin", who=who, kin=say(f"kin.{word}"), name=name)


def unnamed_text(who: str, name: str, count: int) -> str:
    """Return a relative at the end of steps over `count` others who are not named."""
    return say(f"chain.{_own(who)}far_kin", who=who, name=name, count=count)


def _own(who: str) -> str:
    return "own_" if who == say("chain.self") else ""


def kin_word(tie: str) -> str:
    """Return the words for a tie code: its steps in order, `or` between what it may mean."""
    known = catalogue()
    ways = [
        say("chain.of").join(say(f"kin.{step}") if f"kin.{step}" in known else step for step in way.split(_STEPS))
        for way in tie.split(_OR)
    ]
    return say("chain.or").join(ways)


def is_plain(link: Link, row: Kin) -> bool:
    """Whether the tie code says as much as the term does, so that it can be told from the other end."""
    return not (_MARKED & set(row.term)) and _STEPS not in link.tie and f"kin.{link.tie}" in catalogue()
