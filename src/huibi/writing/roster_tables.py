"""Who serves where: the sheets of teams, of units and of what falls short."""

from collections.abc import Iterator, Sequence

from huibi.messages import say
from huibi.model.balances import balance
from huibi.model.people import Role
from huibi.model.plans import Plan
from huibi.model.rosters import Pin
from huibi.writing.lacks import what_text, why_text
from huibi.writing.names import Names
from huibi.writing.tables import Column, Table, Value

_ORDER = tuple(Role)


def seats(plan: Plan, names: Names) -> Table:
    """Return 编组: a row for each member of each team, leaders first."""
    people = {entry.id: entry for entry in plan.problem.people}
    rows: list[Sequence[Value]] = []
    for team in plan.roster.teams:
        units = names.units(team.units)
        for seat in sorted(team.people, key=lambda seat: (_ORDER.index(seat.role), seat.id)):
            entry = people[seat.id]
            rows.append(
                (
                    names.team(team.id),
                    say(f"word.role.{seat.role.value}"),
                    names.person(seat.id),
                    names.home(seat.id),
                    names.title(seat.id),
                    say("word.full_time" if entry.full_time else "word.seconded"),
                    say("word.and").join(entry.specialities),
                    names.region(entry.county),
                    units,
                    seat.id,
                )
            )
    heads = ("team", "role", "name", "home", "title", "category", "specialities", "county", "units", "person_id")
    return Table(name=say("sheet.seats"), columns=_columns(heads, wrap=("units", "specialities")), rows=rows, fixed=3)


def units(plan: Plan, names: Names) -> Table:
    """Return 承担单位: which team inspects each unit, those without a team last."""
    listed = {entry.id: entry for entry in plan.problem.units}
    placed = [(team.id, unit) for team in plan.roster.teams for unit in team.units]
    placed += [("", unit) for unit in plan.roster.unassigned]
    leaders = {
        team.id: say("word.and").join(names.person(seat.id) for seat in team.people if seat.role is Role.LEADER)
        for team in plan.roster.teams
    }
    rows: list[Sequence[Value]] = []
    for team, unit in placed:
        entry = listed[unit]
        rows.append(
            (
                names.team(team) if team else say("word.unassigned"),
                leaders.get(team, ""),
                names.unit(unit),
                names.region(entry.county),
                entry.workload,
                say("word.and").join(entry.specialities),
                unit,
            )
        )
    heads = ("team", "leader", "unit", "unit_county", "workload", "asked", "unit_id")
    return Table(name=say("sheet.units"), columns=_columns(heads), rows=rows)


def shortfalls(plan: Plan, names: Names) -> Table:
    """Return 缺口: each minimum that is not met and the counts of why; units without a team stand first."""
    rows: list[Sequence[Value]] = [
        ("", names.unit(unit), say("shortfall.unassigned"), 1, "") for unit in plan.roster.unassigned
    ]
    for entry in plan.roster.shortfalls:
        where = names.team(entry.team) if entry.team is not None else names.region(entry.county)
        unit = names.unit(entry.unit)
        rows.append((where, unit, what_text(entry.what), entry.missing, why_text(entry)))
    rows += [("", "", text, None, "") for text in broken_pins(plan, names)]
    heads = ("where", "unit", "what", "missing", "why")
    return Table(name=say("sheet.shortfalls"), columns=_columns(heads, wrap=("why",)), rows=rows)


def balances(plan: Plan, names: Names) -> Table:
    """Return 县区统筹: what each county gives to teams of others and gets, in people and in units inspected."""
    rows: list[Sequence[Value]] = [
        (names.region(one.county), one.serve, one.lent, one.received, one.inspects, one.inspected)
        for one in balance(plan.problem, plan.roster)
    ]
    heads = ("county", "serve", "lent", "received", "inspects", "inspected")
    return Table(name=say("sheet.balances"), columns=_columns(heads), rows=rows)


def broken_pins(plan: Plan, names: Names) -> Iterator[str]:
    """Yield, for a roster that pins make impossible, each set of pins that cannot stand together and why."""
    for entry in plan.roster.conflicts:
        pins = say("word.and").join(_pin_text(plan.problem.pins[number], names) for number in entry.pins)
        yield say("shortfall.pins", pins=pins, rule=say(f"rule.{entry.rule}"))


def _pin_text(pin: Pin, names: Names) -> str:
    what = names.person(pin.person) if pin.person is not None else names.unit(pin.unit)
    role = "" if pin.role is None else say(f"word.role.{pin.role.value}")
    return say("shortfall.pin", what=what, team=names.team(pin.team), role=role)


def _columns(heads: Sequence[str], wrap: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(head=say(f"column.{head}"), wrap=head in wrap) for head in heads)
