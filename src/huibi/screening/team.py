"""team.*: who of the screened may never be in one team."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from huibi.model.findings import Apart, Link
from huibi.model.people import UnitKind
from huibi.model.spans import ended_within
from huibi.model.ties import Tie, TieKind
from huibi.screening.notice import post_link
from huibi.screening.social import tie_link
from huibi.screening.view import View, is_leading

BUSINESS_YEARS = 3
_Pair = tuple[tuple[str, str], tuple[Link, ...]]


def apart(view: View) -> tuple[Apart, ...]:
    """Return one entry a pair and code, people in id order, the shortest chain for each."""
    return in_order(entry for code in TEAM_GROUNDS for entry in apart_under(view, code, view.screened))


def in_order(entries: Iterable[Apart]) -> tuple[Apart, ...]:
    """Return entries by people, then code in the policy's order."""
    order = {code: rank for rank, code in enumerate(TEAM_GROUNDS)}
    return tuple(sorted(entries, key=lambda entry: (entry.people, order[entry.code])))


def apart_under(view: View, code: str, persons: Collection[str]) -> tuple[Apart, ...]:
    """Return the entries under one code of pairs with one of some screened persons; none where the policy has it off.

    Of each pair all chains are looked at, from either end.
    """
    if not view.rule(code).on:
        return ()
    pairs: dict[tuple[str, str], list[tuple[Link, ...]]] = defaultdict(list)
    for people, chain in TEAM_GROUNDS[code](view, persons):
        pairs[people].append(chain)
    return tuple(Apart(people=people, code=code, chain=min(chains, key=_length)) for people, chains in pairs.items())


def team_kin(view: View, persons: Collection[str]) -> Iterator[_Pair]:
    """Notice kin of the four classes, from either end."""
    screened, asked = frozenset(view.screened), frozenset(persons)
    for person in view.screened:
        kin = view.touching_kin(person)
        for other in (kin.keys() & screened) if person in asked else (kin.keys() & asked):
            if kin[other].kin_class in view.policy.statutory:
                yield (min(person, other), max(person, other)), kin[other].chain


def team_superior(view: View, persons: Collection[str]) -> Iterator[_Pair]:
    """Notice who are now at one unit that is no inspection office, one of the two chief or board there."""
    screened, asked, at = frozenset(view.screened), frozenset(persons), view.standing
    for unit in dict.fromkeys(posting.unit for person in persons for posting in at.current_postings(person)):
        if view.register.units[unit].kind is UnitKind.INSPECTION:
            continue
        here = [row for row in at.postings_at(unit) if row.person in screened and at.is_current(row)]
        for leader in filter(is_leading, here):
            for posting in here:
                if posting.person != leader.person and not asked.isdisjoint((posting.person, leader.person)):
                    first, second = sorted((leader, posting), key=lambda row: row.person)
                    yield (first.person, second.person), (post_link(first), post_link(second))


def team_business(view: View, persons: Collection[str]) -> Iterator[_Pair]:
    """Notice a business tie, now or within three years."""
    for tie, pair in _tied(view, persons, TieKind.BUSINESS):
        if view.as_of in tie.span or ended_within(tie.until, view.as_of, BUSINESS_YEARS):
            yield pair


def team_dispute(view: View, persons: Collection[str]) -> Iterator[_Pair]:
    """Notice a dispute, at any time."""
    for _, pair in _tied(view, persons, TieKind.DISPUTE):
        yield pair


def _tied(view: View, persons: Collection[str], kind: TieKind) -> Iterator[tuple[Tie, _Pair]]:
    screened = frozenset(view.screened)
    for person in persons:
        for tie in view.ties(person):
            if tie.kind is kind and tie.person in screened and tie.other in screened:
                first, second = sorted((tie.person, tie.other))
                yield tie, ((first, second), (tie_link(tie, first),))


def _length(chain: tuple[Link, ...]) -> tuple[int, tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """Order chains: the shorter, then by records; by what they say where records have no names."""
    said = tuple((link.source, link.tie, link.target) for link in chain)
    return len(chain), tuple(link.record or "" for link in chain), said


TEAM_GROUNDS: Mapping[str, Callable[[View, Collection[str]], Iterator[_Pair]]] = {
    "team.kin": team_kin,
    "team.superior": team_superior,
    "team.business": team_business,
    "team.dispute": team_dispute,
}
