"""match.possible read literally: decide one likely match as the same, screen again, and see what is new."""

from dataclasses import replace

from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.model.ties import Identity, KinClass, SamePerson
from plain.grounds import Desk
from plain.screening import say
from plain.twins import merge


def possible(register: Register, round_: Round, pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return (person, unit) where a pair, decided as the same, gives a kin or post finding that is not there."""
    known, desk = _said(register, round_), Desk(register, round_)
    found = set()
    for a, b in pairs:
        judged = SamePerson(a=a, b=b, decision=Identity.SAME)
        one = merge(replace(register, same_person=(judged,)))
        kin = tuple(row for row in one.kin if row.person != row.relative)
        names = {person: person for person in one.persons} | {
            name: kept for name in (a, b) for kept in (a, b) if kept in one.persons
        }
        merged = _said(replace(one, kin=kin), round_)
        screened = {person for person, _, _ in known} | set(register.pool)
        for person in screened:
            if not _own_or_of_kin(desk, person, a, b):
                continue
            news = {(code, unit) for who, code, unit in merged if who == names[person]}
            old = {(code, unit) for who, code, unit in known if who == person}
            found |= {(person, unit) for _, unit in news - old}
    return found


def _own_or_of_kin(desk: Desk, person: str, a: str, b: str) -> bool:
    """Whether the identity is the person's own or that of kin."""
    if person in (a, b):
        return True
    return any(desk.kin.relation(person, other)[0] is not KinClass.NONE for other in (a, b))


def _said(register: Register, round_: Round) -> set[tuple[str, str, str]]:
    return {
        (said.person, said.code, said.unit)
        for said in say(Desk(register, round_), 3)
        if said.code.startswith(("kin.", "post."))
    }
