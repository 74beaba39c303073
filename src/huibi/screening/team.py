"""team.*: who of the screened may never be in one team."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from huibi.model.findings import Apart, Link
from huibi.model.people import Posting, UnitKind
from huibi.model.spans import ended_within
from huibi.model.ties import Tie, TieKind
from huibi.screening.notice import post_link
from huibi.screening.social import tie_link
from huibi.screening.view import View, is_leading

BUSINESS_YEARS = 3
_Pair = tuple[tuple[str, str], tuple[Link, ...]]


def apart(view: View) -> tuple[Apart, ...]:
    """Return one entry a pair and code, people in id order, the shortest chain for each."""
    return in_order(entry for code in TEAM_GROUNDS for entry in apart_under(view, code))


def in_order(entries: Iterable[Apart]) -> tuple[Apart, ...]:
    """Return entries by people, then code in the policy's order."""
    order = {code: rank for rank, code in enumerate(TEAM_GROUNDS)}
    return tuple(sorted(entries, key=lambda entry: (entry.people, order[entry.code])))


def apart_under(view: View, code: str) -> tuple[Apart, ...]:
    """Return the entries under one code; none where the policy has it off."""
    if not view.rule(code).on:
        return ()
    pairs: dict[tuple[str, str], list[tuple[Link, ...]]] = defaultdict(list)
    for people, chain in TEAM_GROUNDS[code](view):
        pairs[people].append(chain)
    return tuple(Apart(people=people, code=code, chain=min(chains, key=_length)) for people, chains in pairs.items())


def team_kin(view: View) -> Iterator[_Pair]:
    """Notice kin of the four classes, from either end."""
    screened = frozenset(view.screened)
    for person in view.screened:
        for other, relation in view.touching_kin(person).items():
            if other in screened and relation.kin_class in view.policy.statutory:
                yield (min(person, other), max(person, other)), relation.chain


def team_superior(view: View) -> Iterator[_Pair]:
    """Notice who are now at one unit that is no inspection office, one of the two chief or board there."""
    by_unit: dict[str, list[Posting]] = defaultdict(list)
    for person in view.screened:
        for posting in view.standing.current_postings(person):
            if view.register.units[posting.unit].kind is not UnitKind.INSPECTION:
                by_unit[posting.unit].append(posting)
    for postings in by_unit.values():
        for leader in filter(is_leading, postings):
            for posting in postings:
                if posting.person != leader.person:
                    first, second = sorted((leader, posting), key=lambda row: row.person)
                    yield (first.person, second.person), (post_link(first), post_link(second))


def team_business(view: View) -> Iterator[_Pair]:
    """Notice a business tie, now or within three years."""
    for tie, pair in _tied(view, TieKind.BUSINESS):
        if view.as_of in tie.span or ended_within(tie.until, view.as_of, BUSINESS_YEARS):
            yield pair


def team_dispute(view: View) -> Iterator[_Pair]:
    """Notice a dispute, at any time."""
    for _, pair in _tied(view, TieKind.DISPUTE):
        yield pair


def _tied(view: View, kind: TieKind) -> Iterator[tuple[Tie, _Pair]]:
    screened = frozenset(view.screened)
    for person in view.screened:
        for tie in view.ties(person):
            link = tie_link(tie, person)
            if tie.kind is kind and link.target in screened and person < link.target:
                yield tie, ((person, link.target), (link,))


def _length(chain: tuple[Link, ...]) -> tuple[int, tuple[str, ...]]:
    return len(chain), tuple(link.record or "" for link in chain)


TEAM_GROUNDS: Mapping[str, Callable[[View], Iterator[_Pair]]] = {
    "team.kin": team_kin,
    "team.superior": team_superior,
    "team.business": team_business,
    "team.dispute": team_dispute,
}
