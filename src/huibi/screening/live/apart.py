"""Who may never be in one team, kept: of pairs with somebody of whom something changed it is asked again."""

from collections.abc import Iterable

from huibi.model.findings import Apart
from huibi.screening.team import TEAM_GROUNDS, apart_under, in_order
from huibi.screening.view import View

Entries = dict[tuple[str, str], Apart]  # by the two


class LiveApart:
    """The entries of all pairs of screened persons, in order."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._kept: dict[str, Entries] = {code: {} for code in TEAM_GROUNDS}
        self.entries: tuple[Apart, ...] = ()

    def renew(self, cells: Iterable[tuple[str, str]], gone: Iterable[str]) -> None:
        """Ask again for the pairs of persons under a code, and drop those of who is screened no more."""
        asked: dict[str, set[str]] = {code: set(gone) for code in TEAM_GROUNDS}
        for person, code in cells:
            asked[code].add(person)
        if not any(asked.values()):
            return
        screened = set(self._view.screened)
        for code, persons in asked.items():
            kept = self._kept[code]
            for people in [people for people in kept if not persons.isdisjoint(people)]:
                del kept[people]
            kept.update({one.people: one for one in apart_under(self._view, code, persons & screened)})
        self.entries = in_order(one for kept in self._kept.values() for one in kept.values())
