"""What the kin rows say on the day, before anything open is answered."""

from dataclasses import dataclass, field
from datetime import date

from huibi.model.register import Register
from huibi.model.ties import Kin, KinSwitches
from plain.terms import (
    ADOPTIVE_DOWN,
    ADOPTIVE_UP,
    BETWEEN_THE_TWO,
    CHAINS,
    CHILD,
    FORMER,
    MALE_LAST,
    MARRIAGE,
    PARENT,
    SIBLINGS,
    STEP_DOWN,
    STEP_UP,
)
from plain.worlds import SIDES

Pair = tuple[str, str]


@dataclass
class Families:
    """What the kin rows say on the day, before anything open is answered."""

    parents: list[tuple[str, str, str | None]] = field(default_factory=list)
    adoptive: list[tuple[str, str, str | None]] = field(default_factory=list)
    steps: dict[Pair, bool | None] = field(default_factory=dict)
    marriages: list[tuple[str, str, date | None]] = field(default_factory=list)
    divorced: set[frozenset[str]] = field(default_factory=set)
    direct: set[frozenset[str]] = field(default_factory=set)
    typed: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


def families(register: Register, day: date, switches: KinSwitches) -> Families:
    """Sort the kin rows that count on the day."""
    found = Families()
    begun = [row for row in register.kin if row.since is None or row.since <= day]
    over = [row for row in begun if row.ended is not None and row.ended <= day]
    if switches.step_after_divorce:
        over = [row for row in over if kind_of(row.term) != "step"]
    for row in over:
        ended(found, row)
    gone = {(frozenset((row.person, row.relative)), kind_of(row.term)) for row in over if kind_of(row.term)}
    for row in begun:
        if row not in over and (frozenset((row.person, row.relative)), kind_of(row.term)) not in gone:
            standing(found, row, register)
    found = found if switches.birth_family else adopted_out(found)
    sexes = {key: None if person.sex is None else person.sex.value for key, person in register.persons.items()}
    found.typed = [(one, other, shown(found, sexes, (one, other), chains)) for one, other, chains in found.typed]
    return found


def shown(found: Families, sexes: dict[str, str | None], pair: Pair, chains: tuple[str, ...]) -> tuple[str, ...]:
    """Return the chains that recorded parents, children and siblings show; all of them if they show none."""
    return tuple(chain for chain in chains if pair[1] in led_to(found, sexes, pair[0], chain)) or chains


def led_to(found: Families, sexes: dict[str, str | None], start: str, chain: str) -> set[str]:
    """Return whom the steps of a chain lead to over what is recorded."""
    parents = found.parents + found.adoptive
    here = {start}
    for step in chain.split():
        there: set[str] = set()
        for one in here:
            if step in "fm":
                there |= {parent for child, parent, side in parents if child == one and side in (step, None)}
            elif step in "sd":
                there |= {child for child, parent, _ in parents if parent == one}
            elif step in ("B", "S"):
                own = {parent for child, parent, _ in parents if child == one}
                there |= {child for child, parent, _ in parents if parent in own} - {one}
                stated = [row[:2] for row in found.typed if all(some in SIBLINGS for some in row[2])]
                there |= {other for some in stated if one in some for other in some if other != one}
        male = step in MALE_LAST
        here = {one for one in there if sexes[one] in (None, "male" if male else "female")}
    return here


def adopted_out(found: Families) -> Families:
    """Leave the birth family of adopted children out, but for a birth parent who is married to an adopter."""
    parents_of: dict[str, set[str]] = {}
    for child, parent, _ in found.parents + found.adoptive:
        parents_of.setdefault(child, set()).add(parent)
    adopters = {(child, parent) for child, parent, _ in found.adoptive}
    couples = {frozenset(row[:2]) for row in found.marriages}
    left = {
        (child, parent)
        for child, parent, _ in found.parents
        if {one for one, _ in adopters} & {child}
        and (child, parent) not in adopters
        and not any(frozenset((parent, other)) in couples for one, other in adopters if one == child)
    }
    found.parents = [row for row in found.parents if row[:2] not in left]
    found.typed = [row for row in found.typed if not by_birth(row, left, parents_of)]
    return found


def by_birth(row: tuple[str, str, tuple[str, ...]], left: set[Pair], parents_of: dict[str, set[str]]) -> bool:
    """Whether a row says sibling of two of whom one has left a parent of the other."""
    pairs = ((row[0], row[1]), (row[1], row[0]))
    is_sibling = all(chain in SIBLINGS for chain in row[2])
    return is_sibling and any((one, up) in left for one, other in pairs for up in parents_of.get(other, ()))


def kind_of(term: str) -> str | None:
    """Return adoption or step: the end of one row of that kind is the end of all of the pair."""
    if term in ADOPTIVE_UP or term in ADOPTIVE_DOWN:
        return "adoption"
    return "step" if term in STEP_UP or term in STEP_DOWN else None


def ended(found: Families, row: Kin) -> None:
    """A divorce leaves `other` between the two; a dissolved adoption nothing."""
    if row.term in ADOPTIVE_UP or row.term in ADOPTIVE_DOWN:
        return
    found.direct.add(frozenset((row.person, row.relative)))
    if row.term in MARRIAGE:
        found.divorced.add(frozenset((row.person, row.relative)))


def standing(found: Families, row: Kin, register: Register) -> None:
    """Add a row that stands on the day to its kind."""
    person, relative, term = row.person, row.relative, row.term
    sex = register.persons[person].sex
    own_side = SIDES.get(sex.value) if sex is not None else None
    if term in PARENT:
        found.parents.append((person, relative, PARENT[term]))
    elif term in CHILD:
        found.parents.append((relative, person, own_side))
    elif term in ADOPTIVE_UP:
        found.adoptive.append((person, relative, ADOPTIVE_UP[term]))
    elif term in ADOPTIVE_DOWN:
        found.adoptive.append((relative, person, own_side))
    elif term in STEP_UP or term in STEP_DOWN:
        pair = (person, relative) if term in STEP_UP else (relative, person)
        known = [raised for raised in (found.steps.get(pair), row.raised) if raised is not None]
        found.steps[pair] = any(known) if known else None
    elif term in MARRIAGE:
        found.marriages.append((person, relative, row.since))
    elif term in BETWEEN_THE_TWO:
        found.direct.add(frozenset((person, relative)))
        if term in FORMER:
            found.divorced.add(frozenset((person, relative)))
    else:
        found.typed.append((person, relative, CHAINS[term]))
