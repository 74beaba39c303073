"""All findings of a round, the rulings folded over them, and who may not be in one team."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from huibi.model.people import LEAD_ROLES, UnitKind
from huibi.model.register import Register
from huibi.model.ties import Decision, TieKind
from plain.candidates import ALL_ROLES, LEAD, MUST, NOTE, OTHER, Candidate, Effect, Said, should
from plain.grounds import GROUNDS, Case, Desk
from plain.places import LEADING, spans, within

NEVER_WAIVED = {"kin.body", "post.current", "interest.own", "ruled"}


def screened(register: Register, day: date) -> list[str]:
    """The living persons of the pool with status active or empty."""
    return sorted(
        person
        for person, cadre in register.pool.items()
        if (cadre.status is None or cadre.status.value == "active") and not register.persons[person].dead_on(day)
    )


def say(desk: Desk, stage: int, only: str | None = None) -> list[Said]:
    """Return every finding of the round's stage, of all who are screened or of one person whoever that is."""
    found = []
    for person in [only] if only is not None else screened(desk.register, desk.round.as_of):
        for entry in desk.round.units:
            case = Case(desk, person, entry.unit)
            found += [said for said in verdicts(case) if said.stage <= stage]
    return found


def verdicts(case: Case) -> Iterator[Said]:
    """Let the strongest counterpart decide each code, then fold the rulings over it."""
    candidates = [changed(case, each) for ground in GROUNDS for each in ground(case) if on(case, each.code)]
    if any(ruling is Decision.BAR for ruling in rulings(case).values()) and on(case, "ruled"):
        candidates.append(Candidate("ruled", MUST, MUST))
    for code in sorted({each.code for each in candidates}):
        some = [each for each in candidates if each.code == code]
        best = max(each.strength for each in some)
        yield from findings(case, [each for each in some if each.strength == best])


def on(case: Case, code: str) -> bool:
    """Whether the round's policy leaves a code on."""
    return bool(case.round.policy.get(code, {}).get("on", True))


def changed(case: Case, each: Candidate) -> Candidate:
    """Let the round's policy replace the effects."""
    policy = case.round.policy.get(each.code, {})
    lead = effect(policy["lead"]) if "lead" in policy else each.lead
    other = effect(policy["other"]) if "other" in policy else each.other
    return Candidate(each.code, lead, other, each.counterpart, each.kin_class, each.uncertain, each.roles)


def effect(value: str | int) -> Effect:
    """Read an effect of a policy."""
    return should(value) if isinstance(value, int) else {"must": MUST, "note": NOTE}[value]


def rulings(case: Case) -> dict[str, Decision]:
    """Of several rulings for the pair and one code the latest counts; of one day, a bar."""
    rows = [row for row in case.register.rulings if (row.person, row.unit) == (case.person, case.unit)]
    rows.sort(key=lambda row: (row.decided_on or date.min, row.decision is Decision.BAR))
    return {row.code: row.decision for row in rows}


def findings(case: Case, best: list[Candidate]) -> Iterator[Said]:
    """One finding, or two where lead and other roles differ."""
    one = best[0]
    if one.lead == one.other:
        parts = [(one.lead, None if one.roles == ALL_ROLES else one.roles)]
    else:
        parts = [(one.lead, LEAD), (one.other, OTHER)]
        parts = [(part, tuple(role for role in roles if role in one.roles)) for part, roles in parts]
    ruled = rulings(case)
    waived = one.code not in NEVER_WAIVED and Decision.WAIVE in (ruled.get(one.code), ruled.get(""))
    choices = frozenset(
        (each.counterpart, None if each.kin_class is None else each.kin_class.value, each.uncertain) for each in best
    )
    for part, roles in parts:
        if roles != ():
            yield Said(
                case.person, case.unit, one.code, part[0], part[1], roles, stage(case, one.code, roles), waived, choices
            )


def stage(case: Case, code: str, roles: tuple[str, ...] | None) -> int:
    """3 for declared and ruled, 1 if the person may lead and it holds for a lead role, else 2."""
    if code in ("declared", "ruled"):
        return 3
    cadre = case.register.pool.get(case.person)
    may_lead = cadre is not None and bool(cadre.roles & LEAD_ROLES)
    return 1 if may_lead and (roles is None or set(roles) & set(LEAD)) else 2


def apart(desk: Desk) -> list[tuple[str, str, str]]:
    """Who may never be in one team, and why: an entry a pair and code."""
    found = set()
    for one, other in combinations(screened(desk.register, desk.round.as_of), 2):
        codes = set()
        if any(desk.kin.relation(*pair)[0].statutory for pair in ((one, other), (other, one))):
            codes.add("team.kin")
        if superior_now(desk, one, other):
            codes.add("team.superior")
        for row in desk.register.ties:
            if {row.person, row.other} != {one, other} or (row.since is not None and row.since > desk.round.as_of):
                continue
            lately = spans(row.since, row.until, desk.round.as_of) or within(row.until, desk.round.as_of, 3)
            if row.kind is TieKind.BUSINESS and lately:
                codes.add("team.business")
            if row.kind is TieKind.DISPUTE:
                codes.add("team.dispute")
        found |= {(one, other, code) for code in codes if desk.round.policy.get(code, {}).get("on", True)}
    return sorted(found)


def superior_now(desk: Desk, one: str, other: str) -> bool:
    """Now at one unit, not of kind inspection, one of the two chief or board there."""
    for mine in desk.places.rows(one):
        for theirs in desk.places.rows(other):
            now = desk.places.now(mine) and desk.places.now(theirs)
            leads = mine.level in LEADING or theirs.level in LEADING
            inspection = desk.register.units[mine.unit].kind is UnitKind.INSPECTION
            if mine.unit == theirs.unit and now and leads and not inspection:
                return True
    return False
