"""What a changed record of each table touches: the code before `yield` sees the tables before, the other after."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager

from huibi.model.people import Person, Posting, Service, Study
from huibi.model.ties import Interest, Served, Tie, TieKind
from huibi.network.acquaintance_places import Key
from huibi.screening.grounds import GROUNDS
from huibi.screening.live.postings import standing_of
from huibi.screening.live.state import KIN_CODES, Again, State
from huibi.screening.live.tables import Change
from huibi.screening.screen import is_screened
from huibi.screening.team import TEAM_GROUNDS

_TEAM_TIES = {TieKind.BUSINESS: "team.business", TieKind.DISPUTE: "team.dispute"}


@contextmanager
def of_kin(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at everybody around the two."""
    with _kin_of(state, change, again):
        yield


@contextmanager
def of_ties(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at the two, and at their acquaintance."""
    rows = [row for row in change.rows if isinstance(row, Tie)]
    ends = {end for row in rows for end in (row.person, row.other)}
    yield
    for row in rows:
        tied = state.screened & {row.person, row.other}
        again.findings(tied, f"tie.{row.kind.value}")
        if row.kind in _TEAM_TIES:
            again.pairs(tied, _TEAM_TIES[row.kind])
    state.index.bonds.renew_stated(ends)
    for end in ends:
        state.index.know(end, ends - {end})


@contextmanager
def of_studies(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at everybody in the class."""
    keys: set[Key] = {(row.school, row.class_name) for row in change.rows if isinstance(row, Study)}
    with _in_one_place(state, change, again, keys, "tie.classmate"):
        yield


@contextmanager
def of_service(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at everybody in the troop."""
    keys: set[Key] = {(row.troop,) for row in change.rows if isinstance(row, Service)}
    with _in_one_place(state, change, again, keys, "tie.comrade"):
        yield


@contextmanager
def _in_one_place(state: State, change: Change, again: Again, keys: set[Key], code: str) -> Iterator[None]:
    with _together(state, change, change.table, keys):
        yield
    here = {row.person for key in keys for row in getattr(state.tables, change.table).of("place", key)}
    again.findings(state.screened & (here | _persons(change)), code)


@contextmanager
def of_interests(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at the holder and the holder's kin."""
    yield
    for row in change.rows:
        if isinstance(row, Interest):
            again.findings(state.related_to(row.person) | state.screened & {row.person}, "interest.own", "interest.kin")


@contextmanager
def of_declarations(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at whoever applied."""
    yield
    again.findings(state.screened & _persons(change), "declared")


@contextmanager
def of_rulings(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at whom they are about; folding them over the other findings follows."""
    yield
    again.findings(state.screened & _persons(change), "ruled")


@contextmanager
def of_history(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at the latest teams before and after."""
    units = {row.unit for row in change.rows if isinstance(row, Served)}
    before = state.view.latest_inspections
    yield
    after = state.view.latest_inspections
    people = {row.person for teams in (before, after) for unit in units for row in teams.get(unit, ())}
    again.findings(state.screened & people, "history.same_unit")


@contextmanager
def of_pool(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at the one person, who may be screened from now on, or no more."""
    yield
    people = _persons(change)
    _screen_others(state, people, again)
    people &= state.screened
    again.findings(people, *GROUNDS)
    again.gaps |= people


@contextmanager
def of_persons(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at the person; a sex or a death is felt by kin, in the units, and by who knows the person."""
    rows = [row for row in change.rows if isinstance(row, Person)]
    who = rows[0].id
    is_felt = len({(row.sex, row.died) for row in rows}) > 1
    if not is_felt:
        yield
    else:
        postings = state.tables.postings.of("person", who)
        with standing_of(state, who, postings, again), _kin_of(state, change, again):
            known = set(state.index.bonds.others(who))
            yield
            state.view.forget_living(state.related_to(who))
            ties = state.tables.ties.of("person", who)
            state.index.bonds.renew_stated({who, *(end for tie in ties for end in (tie.person, tie.other))})
            for table, key in state.index.bonds.keys(who):
                state.index.bonds.renew(who, table, (key,))
            state.index.know(who, known | set(state.index.bonds.others(who)))
        state.index.kin_changed(state.index.kin_of(who))
        again.findings(state.related_to(who), *KIN_CODES)
        _screen_others(state, {who}, again)
    again.findings(state.screened & {who}, *GROUNDS)
    again.gaps |= state.screened & {who}


@contextmanager
def of_postings(state: State, change: Change, again: Again) -> Iterator[None]:
    """Look again at the person, and at others who are tied to whoever stands in a unit of the round."""
    rows = [row for row in change.rows if isinstance(row, Posting)]
    with ExitStack() as stack:
        for person in dict.fromkeys(row.person for row in rows):
            own = [row for row in rows if row.person == person]
            stack.enter_context(standing_of(state, person, own, again))
        stack.enter_context(_together(state, change, "postings", {(row.unit,) for row in rows}))
        yield


@contextmanager
def _kin_of(state: State, change: Change, again: Again) -> Iterator[None]:
    """Ask again about everybody whose kin may change with what is known of some people."""
    starts, numbers = state.around.starts(change), state.around.numbers(change)
    yield
    state.renew_felt(state.around.renew(starts, numbers), again)


@contextmanager
def _together(state: State, change: Change, table: str, keys: set[Key]) -> Iterator[None]:
    """Look again at who knows whom from some places, where the rows of few people change."""
    bonds = state.index.bonds
    people = {person for key in keys for person in bonds.people(table, key)}
    yield
    changed = _persons(change)
    for person in changed:
        bonds.renew(person, table, keys)
    people |= {person for key in keys for person in bonds.people(table, key)}
    for person in changed:
        state.index.know(person, people)


def _persons(change: Change) -> set[str]:
    return {person for row in change.rows if isinstance(person := getattr(row, "person", None), str)}


def _screen_others(state: State, people: set[str], again: Again) -> None:
    """Take for screened who of some people is so now; ask for the kin of who was not."""
    register, round_ = state.tables.register, state.view.round
    screened = state.screened - people | {one for one in people if is_screened(register, round_, one)}
    if screened == state.screened:
        return
    state.kin.forget(state.screened - screened)
    news = state.index.screen(screened)
    state.view.screen_others(screened)
    state.ask_kin(news, (), again)
    again.findings(news, *GROUNDS)
    again.pairs(news, *TEAM_GROUNDS)
    again.gaps |= news


CHANGES: Mapping[str, Callable[[State, Change, Again], AbstractContextManager[None]]] = {
    "persons": of_persons,
    "postings": of_postings,
    "kin": of_kin,
    "ties": of_ties,
    "studies": of_studies,
    "service": of_service,
    "interests": of_interests,
    "pool": of_pool,
    "history": of_history,
    "rulings": of_rulings,
    "declarations": of_declarations,
}
