"""Walks that come back 回指: whom a chain can lead to where its way may be back at somebody whom it came by.

爷爷的儿子 is the father or an uncle, 岳父的女儿 the wife or her sister, 侄子的爸爸 the brother; 外婆的老伴 is the
grandfather unless she married again. A chain is told as it was said; what it comes to has one walk for each of these.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from huibi.model.kin_marks import Sex
from huibi.network.terms_chains import Path, codes, kind, kinds, sex_of_step, shared_side, speaker_sex, unique


class Walk(NamedTuple):
    """One way in which a path can be meant: its `kinds` (terms_chains), what comes back cut out or told as one step.

    `said` are the tokens of the path that are left; both are empty where it leads back to the person.
    """

    kinds: str
    said: Path


class _Step(NamedTuple):
    token: str  # what the tokens said come to as one step
    said: Path


_Steps = tuple[_Step, ...]
_Rule = Callable[[_Step, _Step, Sex], Iterator[_Steps]]
_KEPT = 16384
_MOST = 64  # walks that are followed at once, the shortest: what counts is near
_BACK: _Steps = ()


@lru_cache(maxsize=_KEPT)
def walks(path: Path, speaker: Sex | None) -> tuple[Walk, ...]:
    """Return all that a path can come to, once each, the longest first; of either speaker where that is open."""
    if not _MAY_COME_BACK.search(kinds(path)):
        return (Walk(kinds(path), path),)
    if (speaker := speaker or speaker_sex(path)) is None:
        return unique(walk for sex in Sex for walk in walks(path, sex))
    found: list[_Steps] = [()]
    for token in path:
        once = unique(longer for steps in found for longer in _taken(steps, _as_said(token), speaker))
        found = sorted(once, key=len, reverse=True)[-_MOST:]
    return unique(
        Walk("".join(kind(step.token) for step in steps), tuple(token for step in steps for token in step.said))
        for steps in found
    )


def _taken(steps: _Steps, step: _Step, speaker: Sex) -> Iterator[_Steps]:
    """Yield the steps with one more, which may be back or make one step with the last."""
    rule = _RULES.get(kind(steps[-1].token) + kind(step.token)) if steps else None
    if rule is None:
        yield (*steps, step)
        return
    *before, last = steps
    owner = sex_of_step(codes(before[-1].token)[-1]) if before else speaker
    for instead in rule(last, step, owner):
        if instead == (last, step):
            yield (*steps, step)
        elif instead == _BACK:
            yield tuple(before)
        else:
            yield from _taken(tuple(before), instead[0], speaker)


def _spouses_spouse(_: _Step, __: _Step, ___: Sex) -> Iterator[_Steps]:
    """嫂子的丈夫 is the brother."""
    yield _BACK


def _parents_spouse(last: _Step, step: _Step, _: Sex) -> Iterator[_Steps]:
    """爷爷的老伴 is the grandmother or a later wife; 继父的妻子 the mother or a later wife."""
    yield last, step
    steps = codes(last.token)
    yield (_as_said({"w": "m", "h": "f"}[step.token] if len(steps) == 1 else steps[0]),)


def _spouses_child(last: _Step, step: _Step, _: Sex) -> Iterator[_Steps]:
    """舅妈的女儿 is a cousin, or hers alone; 儿媳的儿子 a grandson."""
    yield last, step
    yield (step,)


def _parents_child(last: _Step, step: _Step, owner: Sex) -> Iterator[_Steps]:
    """爷爷的儿子 is the father or a brother of his."""
    sex = sex_of_step(step.token)
    yield (_Step("xb" if sex is Sex.MALE else "xs", last.said + step.said),)
    if sex is owner:
        yield _BACK


def _childs_parent(_: _Step, step: _Step, owner: Sex) -> Iterator[_Steps]:
    """侄子的爸爸 is the brother, 侄子的妈妈 his wife."""
    yield _BACK if sex_of_step(step.token) is owner else (_as_said({"f": "h", "m": "w"}[step.token]),)


def _childs_sibling(last: _Step, step: _Step, owner: Sex) -> Iterator[_Steps]:
    """女儿的哥哥 is a son; the same by the other parent only is that one's."""
    side = shared_side(step.token)
    if side and sex_of_step(side) is not owner:
        yield last, step
    else:
        child = "s" if sex_of_step(codes(step.token)[0]) is Sex.MALE else "d"
        yield (_as_said(child) if side else _Step(child, last.said + step.said),)


def _siblings_parent(last: _Step, step: _Step, _: Sex) -> Iterator[_Steps]:
    """妹妹的父亲 is the father; the father of a brother by the same mother only is not."""
    if shared_side(last.token) in ("", step.token):
        yield (_Step(step.token, last.said + step.said),)
    else:
        yield last, step


def _siblings_sibling(last: _Step, step: _Step, owner: Sex) -> Iterator[_Steps]:
    """舅舅的姐姐 is an aunt or the mother; who is older than an older one, or younger than a younger, is not back."""
    sides = unique(filter(None, (shared_side(last.token), shared_side(step.token))))
    if len(sides) > 1:
        yield last, step
        return
    age, sibling = last.token[0], codes(step.token)[0]
    same = age == sibling[0]
    token = "/".join((sibling if same else f"x{sibling[1]}", *sides))
    yield (_Step(token, last.said + step.said),)
    if sex_of_step(sibling) is owner and (not same or age == "x"):
        yield _BACK


def _step_childs_parent(last: _Step, step: _Step, _: Sex) -> Iterator[_Steps]:
    """继子的母亲 is the wife; his father is who he was before."""
    spouse = codes(last.token)[0]
    if sex_of_step(spouse) is sex_of_step(step.token):
        yield (_as_said(spouse),)
    else:
        yield last, step


def _step_childs_sibling(last: _Step, step: _Step, _: Sex) -> Iterator[_Steps]:
    """继子的妹妹 is a step-daughter, or the child of his other parent."""
    yield last, step
    child = "s" if sex_of_step(codes(step.token)[0]) is Sex.MALE else "d"
    yield (_as_said(f"{codes(last.token)[0]}+{child}"),)


def _as_said(token: str) -> _Step:
    return _Step(token, (token,))


_RULES: dict[str, _Rule] = {
    "MM": _spouses_spouse,
    "UM": _parents_spouse,
    "TM": _parents_spouse,
    "MD": _spouses_child,
    "UD": _parents_child,
    "DU": _childs_parent,
    "DS": _childs_sibling,
    "SU": _siblings_parent,
    "SS": _siblings_sibling,
    "tU": _step_childs_parent,
    "tS": _step_childs_sibling,
}
_MAY_COME_BACK = re.compile("|".join(_RULES))
