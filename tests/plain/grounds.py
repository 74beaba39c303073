"""Each ground of "Default policy" in a few lines: what holds of a person and a unit, a candidate a counterpart."""

from collections.abc import Callable, Iterator

from huibi.model.people import UnitKind
from huibi.model.register import Register
from huibi.model.rounds import Mode, Round
from huibi.model.spans import FIRST, LAST
from huibi.model.ties import Answer, KinClass, KinSwitches, TieKind
from plain.candidates import ALL_ROLES, MUST, NOTE, Candidate, Effect, should
from plain.kin import PlainKin
from plain.places import LEADING, Places, count_days, meet, spans, within

KIN_SWITCHES = {f"kin.{name}" for name in KinSwitches.__slots__}
BODY = ("chief", "board")
TOWN = (UnitKind.TOWNSHIP, UnitKind.VILLAGE)
DEFAULT_YEARS = {
    "kin.former": 3,
    "post.former": 3,
    "post.led": 5,
    "post.long": 3,
    "post.superior": 3,
    "duty.oversees": 3,
    "tie.business": 3,
}


class Case:
    """One person and one unit of the round, with everything that the grounds look at."""

    def __init__(self, desk: "Desk", person: str, unit: str) -> None:
        self.desk, self.register, self.places, self.kin = desk, desk.register, desk.places, desk.kin
        self.round, self.day, self.years = desk.round, desk.round.as_of, desk.years
        self.person, self.unit = person, unit
        self.scope, self.above = self.places.scope(unit), self.places.above(unit)
        self.who = {other: what for other, what in self.places.standing(unit).items() if other != person}
        self.own = self.places.rows(person)

    def kin_among(
        self, others: list[str], classes: Callable[[str], frozenset[KinClass]], code: str
    ) -> Iterator[tuple[str, KinClass, bool]]:
        """Yield the living kin of the classes of the code among others."""
        for other in others:
            kin_class, uncertain = self.kin.relation(self.person, other)
            if kin_class in classes(code) and other not in self.places.dead:
                yield other, kin_class, uncertain


def switches_of(round_: Round) -> KinSwitches:
    """Return how the round reads kinship."""
    changed = {code.removeprefix("kin."): row["on"] for code, row in round_.policy.items() if code in KIN_SWITCHES}
    return KinSwitches(**changed)


class Desk:
    """One screening: register, round and the parts of policy that rounds may change."""

    def __init__(self, register: Register, round_: Round, kin: PlainKin | None = None) -> None:
        self.register, self.round = register, round_
        self.places = Places(register, round_)
        changed = round_.policy
        self.switches = switches_of(round_)
        self.kin = kin or PlainKin(register, round_.as_of, self.switches)
        self.years = {code: changed.get(code, {}).get("years", years) for code, years in DEFAULT_YEARS.items()}

    def classes(self, code: str) -> frozenset[KinClass]:
        """The kin classes a code looks at."""
        default = [KinClass.OTHER] if code == "kin.other" else [each for each in KinClass if each.statutory]
        return frozenset(KinClass(each) for each in self.round.policy.get(code, {}).get("classes", default))


def kin_post(case: Case) -> Iterator[Candidate]:
    """kin.body, kin.staff, kin.other: kin in body, keys or staff."""
    classes = case.desk.classes
    near = [other for other, what in case.who.items() if what != "staff"]
    for other, kin_class, unsure in case.kin_among(near, classes, "kin.body"):
        yield Candidate("kin.body", MUST, MUST, other, kin_class, unsure)
    staff = [other for other, what in case.who.items() if what == "staff"]
    for other, kin_class, unsure in case.kin_among(staff, classes, "kin.staff"):
        close = kin_class in (KinClass.SPOUSE, KinClass.LINEAL)
        yield Candidate("kin.staff", MUST, MUST if close else should(6), other, kin_class, unsure)
    body = [other for other, what in case.who.items() if what in BODY]
    for other, kin_class, unsure in case.kin_among(body, classes, "kin.other"):
        yield Candidate("kin.other", should(4), NOTE, other, kin_class, unsure)


def kin_near_post(case: Case) -> Iterator[Candidate]:
    """kin.above: chief or board of a unit above; kin.former: chief or board at the unit within 3 years."""
    rows = [row for row in case.places.postings if row.level in LEADING and row.person != case.person]
    above = sorted({row.person for row in rows if row.unit in case.above and case.places.soon(row)})
    for other, kin_class, unsure in case.kin_among(above, case.desk.classes, "kin.above"):
        yield Candidate("kin.above", should(5), should(5), other, kin_class, unsure)
    years = case.years["kin.former"]
    former = sorted({row.person for row in rows if row.unit == case.unit and within(row.end, case.day, years)})
    for other, kin_class, unsure in case.kin_among(former, case.desk.classes, "kin.former"):
        yield Candidate("kin.former", MUST, should(6), other, kin_class, unsure)


def posts(case: Case) -> Iterator[Candidate]:
    """post.current, post.above, post.former, post.led, post.long."""
    for row in case.own:
        in_scope, above = row.unit in case.scope, row.unit in case.above
        ruling = above and (row.level in LEADING or case.unit in row.oversees)
        if (in_scope or ruling) and case.places.soon(row):
            yield Candidate("post.current", MUST, MUST)
        if above and not ruling and case.places.now(row):
            yield Candidate("post.above", should(3), should(3))
        if in_scope and within(row.end, case.day, case.years["post.former"]):
            yield Candidate("post.former", MUST, MUST)
        if in_scope and row.level in LEADING and within(row.end, case.day, case.years["post.led"]):
            yield Candidate("post.led", MUST, MUST)
    days = count_days([(row.start, row.end) for row in case.own if row.unit in case.scope], case.day)
    if days >= 365 * case.years["post.long"]:
        yield Candidate("post.long", MUST, should(4))


def superior(case: Case) -> Iterator[Candidate]:
    """post.superior: at one unit at one time with a member of the body, one of the two leading there then."""
    for other in [each for each, what in case.who.items() if what in BODY]:
        together: dict[str, list[tuple[object, object]]] = {}
        for mine in case.own:
            for theirs in case.places.rows(other):
                span = meet((mine.start, mine.end), (theirs.start, theirs.end))
                if mine.unit != theirs.unit or span is None or span[0] > case.day:
                    continue
                if mine.level not in LEADING and theirs.level not in LEADING:
                    continue
                together.setdefault(mine.unit, []).append((span[0], min(span[1], case.day)))
        for unit, rows in sorted(together.items()):
            last = max(span[1] for span in rows)
            if last != case.day and not within(last, case.day, case.years["post.superior"]):
                continue
            size = case.register.units[unit].headcount or 0
            if count_days(rows, case.day) >= 365 and size <= 100:
                yield Candidate("post.superior", MUST, should(5), other)
            else:
                yield Candidate("post.superior", should(5), should(2), other)


def duty(case: Case) -> Iterator[Candidate]:
    """duty.oversees: a posting now or within 3 years oversees a unit of the line; duty.system: the same system."""
    line = set(case.scope) | set(case.above)
    for row in case.own:
        lately = case.places.now(row) or within(row.end, case.day, case.years["duty.oversees"])
        if set(row.oversees) & line and lately:
            yield Candidate("duty.oversees", MUST, MUST)
        system = case.register.units[row.unit].system
        if case.places.now(row) and system and system == case.register.units[case.unit].system:
            yield Candidate("duty.system", should(3), should(2))


def place(case: Case) -> Iterator[Candidate]:
    """place.origin and place.county."""
    unit, person = case.register.units[case.unit], case.register.persons[case.person]
    homes = [home for home in (person.native_place, person.growth_place) if home is not None]
    if unit.kind in TOWN and unit.region is not None and case.places.township(unit.region):
        for home in homes:
            nested = home in case.places.upward(unit.region) or unit.region in case.places.upward(home)
            if nested and case.places.township(home):
                yield Candidate("place.origin", MUST, should(4))
    county = case.places.county(unit.region)
    if county is None or case.round.mode not in (Mode.CROSS, Mode.POOLED, Mode.LIFTED):
        return
    cadre = case.register.pool.get(case.person)
    counties = {case.places.county(home) for home in (*homes, cadre.county if cadre else None)}
    if county in counties:
        free = {role.value for team in case.round.teams for role, some in team.roles_from.items() if county in some}
        roles = tuple(role for role in ALL_ROLES if role not in free)
        if roles:
            yield Candidate("place.county", MUST, MUST, roles=roles)


def interests(case: Case) -> Iterator[Candidate]:
    """interest.own and interest.kin: an interest standing on the day in the scope."""
    for row in case.register.interests:
        holder = row.person
        if row.unit not in case.scope or not spans(row.since, row.until, case.day) or holder in case.places.dead:
            continue
        if holder == case.person:
            yield Candidate("interest.own", MUST, MUST)
            continue
        own, unsure = case.kin.close(case.person, holder)
        kin_class, uncertain = case.kin.relation(case.person, holder)
        if own:
            yield Candidate("interest.own", MUST, MUST, holder, kin_class, unsure)
        elif kin_class in case.desk.classes("interest.kin"):
            yield Candidate("interest.kin", should(5), should(5), holder, kin_class, uncertain)


def ties(case: Case) -> Iterator[Candidate]:
    """The stated ties with body or keys, either way; what starts after the day is not yet."""
    for row in case.register.ties:
        if case.person not in (row.person, row.other) or (row.since is not None and row.since > case.day):
            continue
        other = row.other if row.person == case.person else row.person
        what = case.who.get(other)
        if what not in ("chief", "board", "key"):
            continue
        body = what in BODY
        lately = spans(row.since, row.until, case.day) or within(row.until, case.day, case.years["tie.business"])
        effect = stated(row.kind, what, body=body, lately=lately)
        if effect is not None:
            yield Candidate(f"tie.{row.kind.value}", effect, effect, other)


def stated(kind: TieKind, what: str, *, body: bool, lately: bool) -> Effect | None:
    """The effect of a stated tie with somebody in body or keys."""
    if kind is TieKind.DISPUTE or (kind is TieKind.BUSINESS and lately):
        return MUST
    if kind is TieKind.BUSINESS or not body:
        return None
    if kind is TieKind.SECRETARY:
        return MUST
    if kind in (TieKind.FRIEND, TieKind.MENTOR):
        return should(6)
    return should(2) if kind is TieKind.TOWNSMAN else should(6 if what == "chief" else 4)


def shared(register: Register, one: str, other: str) -> Iterator[tuple[str, tuple[object, object]]]:
    """Yield classmate and comrade spans that two persons shared."""
    for mine in register.studies:
        for theirs in register.studies:
            same = mine.school == theirs.school and mine.class_name == theirs.class_name != ""
            if mine.person == one and theirs.person == other and same:
                span = meet((mine.start, mine.end), (theirs.start, theirs.end))
                if span is not None:
                    yield "classmate", span
    for served in register.service:
        for also in register.service:
            if served.person == one and also.person == other and served.troop == also.troop:
                span = meet((served.start, served.end), (also.start, also.end))
                if span is not None:
                    yield "comrade", span


def shared_days(case: Case) -> Iterator[Candidate]:
    """tie.classmate and tie.comrade by one shared day up to the day."""
    for other, what in case.who.items():
        if what in BODY:
            for kind, span in shared(case.register, case.person, other):
                if span[0] <= case.day:
                    effect = should(6 if what == "chief" else 4)
                    yield Candidate(f"tie.{kind}", effect, effect, other)


def history(case: Case) -> Iterator[Candidate]:
    """history.same_unit: was in the team at the latest earlier inspection of the unit."""
    rows = [
        row
        for row in case.register.history
        if row.unit == case.unit and row.round != case.round.id and (row.start or FIRST) < case.day
    ]
    if rows:
        last = max(rows, key=lambda row: (row.end or LAST, row.start or FIRST, row.round, row.team))
        if any((row.round, row.team, row.person) == (last.round, last.team, case.person) for row in rows):
            effect = MUST if case.round.mode is Mode.REVISIT else should(5)
            yield Candidate("history.same_unit", effect, effect)


def declared(case: Case) -> Iterator[Candidate]:
    """declared: an application of this round or of none, approved or pending."""
    for row in case.register.declarations:
        counts = row.decision in (Answer.APPROVED, Answer.PENDING) and row.round in (None, "", case.round.id)
        if row.person != case.person or not counts:
            continue
        if row.concerned is not None and row.concerned in case.places.standing(case.unit):
            yield Candidate("declared", MUST, MUST, row.concerned)
        if row.unit == case.unit:
            yield Candidate("declared", MUST, MUST)


GROUNDS = (
    kin_post,
    kin_near_post,
    posts,
    superior,
    duty,
    place,
    interests,
    ties,
    shared_days,
    history,
    declared,
)
