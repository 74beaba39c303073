"""The pool 巡察人才库: few who may lead, few of the rarer specialities, some paused or gone."""

from dataclasses import dataclass

import huibi_data
from huibi.sample.dice import Dice, Weighted
from huibi.sample.world import NOW, Human, Job, Place

LENDERS = ("department", "township", "institution", "enterprise", "school", "hospital")
ROLES = {"leader": "组长", "deputy": "副组长", "liaison": "联络员", "member": "成员"}
ACTIVE, PAUSED, LEFT = "在库", "暂停", "出库"


@dataclass(slots=True, eq=False)
class Member:
    """Somebody in the pool."""

    human: Human
    place: Place
    full_time: bool
    roles: tuple[str, ...]
    specialities: tuple[str, ...]
    status: str = ACTIVE
    available: tuple[str, str] = ("", "")

    @property
    def ready(self) -> bool:
        """Whether the person can be counted on in this round."""
        return self.status == ACTIVE and not any(self.available)


def current_job(human: Human) -> Job | None:
    """Return the latest current posting."""
    return max((job for job in human.job or () if job.current), key=lambda job: job.start, default=None)


def recruit(place: Place, count: int, teams: int, dice: Dice) -> list[Member]:
    """Return the pool of one place: the people of its inspection bodies and people lent by other units."""
    own, lent = _candidates(place, dice)
    lent = lent[: max(0, count - len(own))]
    stock = huibi_data.load_toml("sample", "lives.toml")["pool"]["specialities"]
    drawer = Weighted(list(stock), list(stock.values()))
    members = [_member(human, place, drawer, dice, full_time=True) for human in own]
    members += [_member(human, place, drawer, dice, full_time=False) for human in lent]
    _give_specialities(members, teams, dice)
    _give_roles(members, teams, dice)
    _give_status(members, teams, dice)
    members.sort(key=lambda member: member.human.number)
    return members


def _candidates(place: Place, dice: Dice) -> tuple[list[Human], list[Human]]:
    own, lent = [], []
    for human in place.employees:
        job = current_job(human)
        if job is None or job.work.style in ("party", "government"):
            continue
        if job.work.kind == "inspection":
            own.append(human)
        elif job.work.kind in LENDERS and job.level != "chief" and 26 <= human.age() <= 57:
            lent.append((dice.roll() * (0.3 if job.work.kind in ("department", "township") else 1.0), human))
    lent.sort(key=lambda item: (item[0], item[1].number))
    return own, [human for _, human in lent]


def _member(human: Human, place: Place, drawer: Weighted[str], dice: Dice, *, full_time: bool) -> Member:
    first = "纪检" if full_time and dice.chance(0.55) else drawer.draw(dice)
    second = drawer.draw(dice) if dice.chance(0.25) else first
    return Member(human, place, full_time, ("member",), tuple(dict.fromkeys((first, second))))


def _give_specialities(members: list[Member], teams: int, dice: Dice) -> None:
    """See to it that what every team asks for is there about three times over, and what a unit may ask for twice."""
    for speciality, least in (
        ("财务", 3 * teams + 1),
        ("纪检", 5 * teams + 1),
        ("审计", 2 * teams + 1),
        ("工程", 2 * teams + 1),
    ):
        have = sum(speciality in member.specialities for member in members)
        lack = [member for member in members if speciality not in member.specialities and len(member.specialities) == 1]
        for member in dice.some(lack, max(0, least - have)):
            member.specialities = (*member.specialities, speciality)


def _give_roles(members: list[Member], teams: int, dice: Dice) -> None:
    """Name leaders, deputies and liaisons by rank and age: about twice as many as one round needs, seldom more."""
    order = sorted(members, key=lambda one: (-_rank(one, dice), one.human.number))
    leaders, deputies = round(teams * 2) + 1, round(teams * 2.4) + 1
    for number, member in enumerate(order):
        if number < leaders:
            member.roles = ("leader", "deputy") if dice.chance(0.5) else ("leader",)
        elif number < leaders + deputies:
            member.roles = ("deputy", "member")
    rest = [member for member in order[leaders + deputies :] if member.human.age() < 50]
    for member in dice.some(rest, round(teams * 2.4) + 2):
        member.roles = ("liaison", "member")


def _rank(member: Member, dice: Dice) -> float:
    job = current_job(member.human)
    rank = {"board": 2.0, "key": 1.0}.get(job.level, 0.0) if job else 0.0
    return rank + (1.2 if member.full_time else 0) + min(member.human.age(), 55) / 40 + dice.roll()


def _give_status(members: list[Member], teams: int, dice: Dice) -> None:
    """Pause a few, let a few go, and limit when some can come; the office's own people stay."""
    free = [member for member in members if not member.full_time and "leader" not in member.roles]
    for number, member in enumerate(dice.some(free, max(4, min(len(free) // 8, 4 * teams)))):
        kind = number % 4
        if kind == 0:
            member.status = PAUSED
        elif kind == 1:
            member.status = LEFT
        elif kind == 2:
            member.available = ("2026-10-01", "")
        else:
            member.available = ("2025-01-01", dice.pick(("2026-09-30", "2026-12-31")))


def tells(member: Member) -> tuple[str, ...]:
    """Return the row of the table `pool`."""
    human = member.human
    grade = ("", "一级", "二级", "三级")[(NOW - human.birth) // 180 % 4]
    return (
        human.id,
        member.place.code,
        "专职" if member.full_time else "抽调",
        "；".join(ROLES[role] for role in member.roles),
        "、".join(member.specialities),
        grade,
        member.status,
        *member.available,
    )
