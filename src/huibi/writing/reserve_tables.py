"""Whom to keep ready, and who could step in for whom: the sheets of reserves."""

from collections.abc import Sequence

from huibi.messages import say
from huibi.model.plans import Plan
from huibi.model.reserves import Reserves
from huibi.writing.changes import changes
from huibi.writing.names import Names
from huibi.writing.tables import Column, Table, Value

_NOBODY = Reserves((), ())


def keep_ready(plan: Plan, names: Names) -> Table:
    """Return 后备人员: the few people, role by role, with whom each place is covered that one move can save."""
    rows: list[Sequence[Value]] = [
        (
            say(f"word.role.{one.role}"),
            names.person(one.person),
            names.home(one.person),
            names.title(one.person),
            len(one.places),
            say("word.and").join(
                say("reserves.of", team=names.team(team), holder=names.person(holder)) for team, holder in one.places
            ),
            one.person,
        )
        for one in (plan.reserves or _NOBODY).suggested
    ]
    heads = ("role", "name", "home", "title", "covers", "in_stead_of", "person_id")
    return Table(name=say("sheet.keep_ready"), columns=_columns(heads), rows=rows, fixed=2, unprinted=1)


def stand_ins(plan: Plan, names: Names) -> Table:
    """Return 接替人选: each place with who could step in, best first, and what would change; or that nobody could."""
    rows: list[Sequence[Value]] = []
    for place in (plan.reserves or _NOBODY).places:
        held = (names.team(place.team), say(f"word.role.{place.role}"), names.person(place.holder))
        if not place.stand_ins:
            rows.append((*held, None, say("reserves.nobody"), "", "", "", ""))
        for number, one in enumerate(place.stand_ins, 1):
            home, title = names.home(one.person), names.title(one.person)
            rows.append((*held, number, names.person(one.person), home, title, changes(one.delta), one.person))
    heads = ("team", "role", "holder", "number", "stand_in", "home", "title", "changes", "person_id")
    return Table(name=say("sheet.stand_ins"), columns=_columns(heads), rows=rows, fixed=3, unprinted=1)


def _columns(heads: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(head=say(f"column.{head}"), wrap=head in ("in_stead_of", "changes")) for head in heads)
