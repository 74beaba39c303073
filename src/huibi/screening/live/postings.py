"""What changed postings of one person touch: the units' bodies, keys and staff, and everybody tied to the person."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from huibi.model.people import Posting
from huibi.screening.grounds import GROUNDS
from huibi.screening.live.state import KIN_CODES, Again, State

_TIE_CODES = tuple(code for code in GROUNDS if code.startswith("tie."))


@contextmanager
def standing_of(state: State, person: str, postings: Sequence[Posting], again: Again) -> Iterator[None]:
    """Look again at a person's standing where some postings change, or count no more."""
    view, standing = state.view, state.view.live_standing
    members = view.members
    units = [unit for unit in view.units if any(_is_near(state, unit, posting) for posting in postings)]
    bodies = {unit: standing.body(unit).keys() for unit in units}
    yield
    standing.renew(person, postings)
    view.forget_members(row.unit for row in (*postings, *state.tables.postings.of("person", person)))
    state.index.circles_changed(units)
    state.index.own_work_changed(person, units)
    again.unit_gaps |= any(standing.body(unit).keys() != bodies[unit] for unit in units)
    again.findings(state.screened & {person}, *GROUNDS)
    again.pairs(state.screened & {person}, "team.superior")
    news = view.members - members
    if person in members | view.members:
        _colleagues(state, person, postings, again)
    if person in members | view.members or units:
        _others(state, person, again)
    state.ask_kin((), state.index.new_members(), again)
    state.ask_members(news, again)


def _is_near(state: State, unit: str, posting: Posting) -> bool:
    """Whether a posting is in the line of a unit of the round, or oversees a unit of its scope."""
    view = state.view
    return unit in (*view.inside(posting.unit), *view.over(posting.unit)) or any(
        unit in (*view.inside(at), *view.over(at)) for at in posting.oversees
    )


def _colleagues(state: State, person: str, postings: Sequence[Posting], again: Again) -> None:
    """Work out again who led or was led by this person, who is or was in the body of a unit."""
    tables = state.tables
    units = {row.unit for row in (*postings, *tables.postings.of("person", person))}
    colleagues = {row.person for unit in units for row in tables.postings.of("unit", unit)}
    again.findings(state.screened & colleagues, "post.superior")


def _others(state: State, person: str, again: Again) -> None:
    """Work out again what others have by this person: kin, those tied, those who applied."""
    tables, screened = state.tables, state.screened
    again.findings(state.related_to(person), *KIN_CODES[:5])
    tied = {end for tie in tables.ties.of("person", person) for end in (tie.person, tie.other)}
    tied |= {
        row.person
        for own in tables.studies.of("person", person)
        for row in tables.studies.of("place", (own.school, own.class_name))
    }
    tied |= {
        row.person for own in tables.service.of("person", person) for row in tables.service.of("place", (own.troop,))
    }
    again.findings(screened & tied, *_TIE_CODES)
    again.findings(screened & {row.person for row in tables.declarations.of("concerned", person)}, "declared")
