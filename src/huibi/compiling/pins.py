"""What is fixed beforehand: the round's pins and those of a roster that is kept, refused where they cannot stand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from huibi.compiling.pairs import Pairs
from huibi.compiling.people import may_serve
from huibi.errors import Fault, InputError
from huibi.messages import say
from huibi.model.people import LEAD_ROLES
from huibi.model.register import Register
from huibi.model.rosters import Pin, Roster
from huibi.model.rounds import Round


def all_pins(register: Register, round_: Round, pairs: Pairs, keep: Roster | None) -> tuple[Pin, ...]:
    """Return the pins of the round, then those of `keep` that it does not have; raises InputError with all faults.

    At stage 1 the pins of people who may not lead are left out, like the people.
    """
    pins = tuple(dict.fromkeys([*round_.pins, *(_kept(keep) if keep is not None else ())]))
    standing = [pin for pin in pins if not _left_out(register, round_, pairs, pin)]
    faults = [*_unknown(register, round_, pairs, standing), *_barred(register, pairs, standing)]
    if faults:
        raise InputError(faults)
    return tuple(standing)


def _kept(roster: Roster) -> Iterator[Pin]:
    for team in roster.teams:
        for seat in team.people:
            if seat.role in LEAD_ROLES:
                yield Pin(person=seat.id, team=team.id, role=seat.role)
        for unit in team.units:
            yield Pin(unit=unit, team=team.id)


def _left_out(register: Register, round_: Round, pairs: Pairs, pin: Pin) -> bool:
    if pin.person is None or pairs.serves(pin.person):
        return False
    cadre = register.pool.get(pin.person)
    return cadre is not None and may_serve(register, round_, cadre)


def _unknown(register: Register, round_: Round, pairs: Pairs, pins: Sequence[Pin]) -> Iterator[Fault]:
    units, teams = {listed.unit for listed in round_.units}, {team.id for team in round_.teams}
    for pin in pins:
        if pin.person is not None and not pairs.serves(pin.person):
            person = register.persons.get(pin.person)
            name = pin.person if person is None else person.name
            yield Fault(code="plan.pin_unavailable", params={"person": pin.person, "name": name})
        if pin.unit is not None and pin.unit not in units:
            yield Fault(code="plan.pin_unit", params={"unit": pin.unit})
        if pin.team not in teams:
            yield Fault(code="plan.pin_team", params={"team": pin.team})


def _barred(register: Register, pairs: Pairs, pins: Sequence[Pin]) -> Iterator[Fault]:
    units: defaultdict[str, list[str]] = defaultdict(list)
    for pin in pins:
        if pin.unit is not None and pin.unit in register.units:
            units[pin.team].append(pin.unit)
    for pin in pins:
        if pin.person is None or not pairs.serves(pin.person):
            continue
        for unit in units[pin.team]:
            for finding in pairs.barring(pin.person, unit, pin.role):
                params = {
                    "person": pin.person,
                    "name": register.persons[pin.person].name,
                    "unit": register.units[unit].name,
                    "ground": say(f"ground.{finding.code}"),
                    "basis": finding.basis,
                    "finding": finding.to_json(),
                }
                yield Fault(code="plan.pin_barred", params=params)
