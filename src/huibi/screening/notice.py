"""What a ground noticed, before the policy says how strongly it speaks; and how its records are chained."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from huibi.model.findings import Link
from huibi.model.people import Level, Posting, Role
from huibi.model.ties import KinClass
from huibi.network.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One counterpart or record that makes a ground hold at `unit`; `free` are roles for which it does not hold."""

    unit: str
    chain: tuple[Link, ...]
    tier: str | None = None
    counterpart: str | None = None
    kin_class: KinClass | None = None
    uncertain: bool = False
    free: frozenset[Role] = frozenset()


def post_link(posting: Posting) -> Link:
    """Return the step from a person to the unit of a posting; an undecided level counts as staff."""
    return Link(
        source=posting.person,
        tie=f"post.{(posting.level or Level.STAFF).value}",
        target=posting.unit,
        record=posting.record or None,
        since=posting.start,
    )


def oversees_link(posting: Posting, unit: str) -> Link:
    """Return the step from a person to a unit that the posting oversees (分管)."""
    return Link(source=posting.person, tie="oversees", target=unit, record=posting.record or None, since=posting.start)


def tree_links(standing: Standing, source: str, target: str) -> tuple[Link, ...]:
    """Return the steps between two units of one line: `under` upward, `over` downward, none for one unit."""
    up = _climb(standing, source, target)
    if up is not None:
        return tuple(Link(source=low, tie="under", target=high, record=_row(standing, low)) for low, high in _pairs(up))
    down = _climb(standing, target, source) or ()
    return tuple(
        Link(source=high, tie="over", target=low, record=_row(standing, low))
        for low, high in reversed(list(_pairs(down)))
    )


def posted(standing: Standing, posting: Posting, unit: str) -> tuple[Link, ...]:
    """Return the chain from the person of a posting to `unit`, in whose line the posting is."""
    return (post_link(posting), *tree_links(standing, posting.unit, unit))


def overseen(standing: Standing, posting: Posting, at: str, unit: str) -> tuple[Link, ...]:
    """Return the chain from the person of a posting that oversees `at` to `unit`, in whose line `at` is."""
    return (oversees_link(posting, at), *tree_links(standing, at, unit))


def placed(standing: Standing, posting: Posting, unit: str) -> tuple[Link, ...]:
    """Return the chain that puts somebody into body, keys or staff of `unit`: by the post, else by overseeing."""
    scope = standing.scope(unit)
    if posting.unit in scope:
        return posted(standing, posting, unit)
    return overseen(standing, posting, next(at for at in scope if at in posting.oversees), unit)


def _climb(standing: Standing, low: str, high: str) -> tuple[str, ...] | None:
    steps = (low, *standing.above(low))
    return steps[: steps.index(high) + 1] if high in steps else None


def _pairs(steps: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    return pairwise(steps)


def _row(standing: Standing, unit: str) -> str | None:
    return standing.register.units[unit].record or None
