"""Who works where: seats filled from today's staff backwards, so that at any time one person holds a chief's seat."""

from dataclasses import dataclass, field
from typing import Any

import huibi_data
from huibi.sample.dice import Dice
from huibi.sample.world import NOW, OPEN, Human, Job, Place, Workplace, World, month

CHANGES = (
    month(2025, 9),
    month(2024, 3),
    month(2022, 11),
    month(2021, 8),
    month(2019, 3),
    month(2016, 10),
    month(2013, 5),
)
LEVELS = {"chief": "主要负责人", "board": "班子成员", "key": "重点岗位", "staff": "一般干部"}
MOVABLE = ("department", "township", "school", "hospital", "enterprise", "institution")


@dataclass(slots=True, eq=False)
class Seat:
    """A leader's place; `until` is the last month of the holder known so far, `first` that nobody known came before."""

    work: Workplace
    level: str
    title: str
    holder: Human
    until: int = OPEN
    first: bool = False


@dataclass
class Careers:
    """Fills the workplaces of one place."""

    world: World
    place: Place
    dice: Dice
    _titles: dict[str, Any] = field(default_factory=lambda: huibi_data.load_toml("sample", "units.toml")["titles"])
    _waiting: list[Human] = field(default_factory=list)
    _retired: list[Human] = field(default_factory=list)

    def fill(self) -> None:
        """Choose the employees, seat them, and write each one's career back to the first post."""
        wanted = sum(work.seats for work in self.place.workplaces)
        self._choose(wanted)
        seats = self._seat_all()
        groups: dict[tuple[str, str], list[Seat]] = {}
        for seat in seats:
            groups.setdefault((_ladder(seat.work), seat.level), []).append(seat)
        for (ladder, _), group in groups.items():
            self._look_back(group, moves=ladder != "village")
        for human in [*self.place.employees, *self.place.retired]:
            self._early_years(human)
        self._oversee()

    def title(self, work: Workplace, level: str, number: int = 0) -> str:
        """Return a title of the level; chiefs' by number (the first is the secretary), the others by chance."""
        stock: list[str] = self._titles[work.style][level]
        text = stock[number % len(stock)] if level == "chief" else self.dice.pick(stock)
        return text.format(head=work.head)

    def rank(self, work: Workplace, level: str, human: Human, start: int) -> str:
        """Return the title of somebody who does not lead: ranks rise with age, the stock names the highest first."""
        stock: list[str] = self._titles[work.style][level]
        if level != "staff":
            return self.dice.pick(stock).format(head=work.head)
        step = (1 - (human.age(start) - 23) / 30) * len(stock) + self.dice.roll() - 0.8
        return stock[min(len(stock) - 1, max(0, int(step)))]

    def _choose(self, wanted: int) -> None:
        """Take employees, families with somebody in office already before others; then some who have retired."""
        scored: list[tuple[float, Human]] = []
        old: list[Human] = []
        houses: set[int] = set()
        for human in self.place.people:
            kin = [
                human.father,
                human.mother,
                *(union.wife for union in human.unions),
                *(union.husband for union in human.unions),
            ]
            inclined = self.dice.chance(0.65 if any(id(one) in houses for one in kin if one) else 0.15)
            if inclined:
                houses.add(id(human))
            if not human.alive():
                continue
            age = human.age()
            if 22 <= age < 60:
                scored.append((self.dice.roll() * (0.35 if inclined else 1.0), human))
            elif 60 <= age < 74:
                old.append(human)
        scored.sort(key=lambda item: (item[0], item[1].number))
        self.place.employees = [human for _, human in scored[:wanted]]
        self.place.retired = self.dice.some(old, round(wanted * 0.09))
        for human in [*self.place.employees, *self.place.retired]:
            human.job = []
        self._retired = list(self.place.retired)
        self._waiting = list(self.place.employees)
        self.dice.shuffle(self._waiting)

    def _take(self, low: int, high: int, *, male: float = 0.5) -> Human | None:
        """Take somebody of the age from those who wait."""
        for place in range(len(self._waiting) - 1, -1, -1):
            human = self._waiting[place]
            if low <= human.age() <= high and (human.male or self.dice.chance(1 - male)):
                self._waiting[place] = self._waiting[-1]
                self._waiting.pop()
                return human
        return None

    def _seat_all(self) -> list[Seat]:
        seats: list[Seat] = []
        order = sorted(self.place.workplaces, key=lambda work: (work.style != "party", work.style != "government"))
        for work in order:
            for level, count, ages in _plan(work):
                for number in range(count):
                    human = self._take(*ages, male=0.6)
                    if human is None:
                        continue
                    work.staff += 1
                    seats.append(Seat(work, level, self.title(work, level, number), human))
                    work.leaders.append(human)
        for work in order:
            self._seat_staff(work)
        return seats

    def _seat_staff(self, work: Workplace) -> None:
        keys = max(1, work.seats // 12) if work.kind != "company" else 0
        while work.staff < work.seats and self._waiting:
            human = self._waiting.pop()
            level = "key" if keys > 0 and human.age() >= 28 else "staff"
            keys -= level == "key"
            start = max(NOW - round(12 * (0.4 + 14 * self.dice.roll() ** 2)), human.birth + 22 * 12)
            self._job(human, Job(work, self.rank(work, level, human, start), level, min(start, NOW)))
            work.staff += 1

    def _job(self, human: Human, job: Job) -> None:
        if human.job is None:
            human.job = []
        human.job.append(job)

    def _look_back(self, seats: list[Seat], *, moves: bool) -> None:
        """Walk back over the dates on which leaders change: some exchange seats, some came from below."""
        for change in CHANGES:
            moved = [seat for seat in seats if self._leaves(seat, change)]
            holders = [seat.holder for seat in moved]
            for seat in moved:
                self._job(seat.holder, Job(seat.work, seat.title, seat.level, change, seat.until))
                seat.until = change - 1
            rising = [human for human in holders if not moves or human.age(change) < 40 or self.dice.chance(0.4)]
            staying = [human for human in holders if human not in rising]
            self._exchange(moved, staying, change)
        for seat in seats:
            if not seat.first:
                start = max((seat.until or NOW) - self.dice.between(8, 50), seat.holder.birth + 27 * 12)
                self._job(
                    seat.holder, Job(seat.work, seat.title, seat.level, min(start, seat.until or NOW), seat.until)
                )

    def _leaves(self, seat: Seat, change: int) -> bool:
        young = seat.holder.age(change) < 36
        return not seat.first and (seat.until == OPEN or seat.until - change > 5) and (young or self.dice.chance(0.33))

    def _exchange(self, moved: list[Seat], staying: list[Human], change: int) -> None:
        """Give each seat its earlier holder: one who moved to another seat, or somebody who has retired since."""
        self.dice.shuffle(staying)
        gone: list[Seat] = []
        for seat in moved:
            earlier = next((human for human in staying if human is not seat.holder), None)
            if earlier:
                staying.remove(earlier)
                seat.holder = earlier
            else:
                old = next((human for human in self._retired if 30 <= human.age(change) <= 59), None)
                if old is None:
                    gone.append(seat)
                else:
                    self._retired.remove(old)
                    seat.holder = old
        for seat in gone:
            seat.first = True

    def _early_years(self, human: Human) -> None:
        """Write the posts before the first known one, back to the start of the working life."""
        jobs = human.job or []
        began = human.birth + self.dice.between(21 * 12, 25 * 12)
        if jobs:
            self._last_years(human, jobs)
            at = min(job.start for job in jobs) - 1
            last = min(jobs, key=lambda job: job.start)
        else:
            at = min(human.birth + 60 * 12, NOW - 1)
            work = self.dice.pick(self.place.workplaces)
            start = max(began, at - self.dice.between(36, 200))
            last = Job(work, self.rank(work, "staff", human, start), "staff", start, at)
            self._job(human, last)
            at = last.start - 1
        if last.work.kind in ("village", "company") or at - began < 10:
            return
        self._earlier(human, last, began, at)

    def _earlier(self, human: Human, last: Job, began: int, at: int) -> None:
        """Cut the years from `began` to `at` into posts, the latest first."""
        posts = min(1 + self.dice.chance(0.6) + self.dice.chance(0.35), 1 + (at - began) // 30)
        for left in range(posts - 1, -1, -1):
            level = "staff"
            if last.level in ("chief", "board") and at - began > 96:
                level = "board" if last.level == "chief" else "key"
            start = at - round((at - began) / (left + 1) * (0.6 + 0.6 * self.dice.roll())) if left else began
            work = self._earlier_work(last.work)
            last = Job(work, self.rank(work, level, human, start), level, start, at)
            self._job(human, last)
            at = start - 1

    def _last_years(self, human: Human, jobs: list[Job]) -> None:
        """Give those who left a leader's seat before sixty a rank without office until they retire."""
        last = max(jobs, key=lambda job: job.start)
        sixty = human.birth + 60 * 12
        if last.end != OPEN and last.end + 2 < min(sixty, NOW) and last.work.kind != "village":
            self._job(human, Job(last.work, self.title(last.work, "elder"), "staff", last.end + 1, min(sixty, NOW - 1)))

    def _earlier_work(self, work: Workplace) -> Workplace:
        if self.dice.chance(0.3):
            return work
        if work.parent and work.parent.kind == "department" and self.dice.chance(0.3):
            return work.parent
        if self.world.profile == "city" and self.dice.chance(0.08):
            place = self.dice.pick(self.world.places)
            return self.dice.pick([one for one in place.workplaces if one.kind in MOVABLE])
        return self.dice.pick([one for one in self.place.workplaces if one.kind in MOVABLE])

    def _oversee(self) -> None:
        """Share out what lies under each unit among its leaders; the root's leaders share out the offices."""
        for work in self.place.workplaces:
            boards = [
                human
                for human in work.leaders
                if any(job.work is work and job.level == "board" for job in human.job or ())
            ]
            if not boards or not work.below:
                continue
            shares: list[list[Workplace]] = [[] for _ in boards]
            for number, below in enumerate(one for one in work.below if one.style not in ("party", "government")):
                shares[number % len(boards)].append(below)
            for human, share in zip(boards, shares, strict=True):
                for job in human.job or ():
                    if job.work is work and job.current:
                        job.oversees = tuple(share)


def _ladder(work: Workplace) -> str:
    if work.style in ("party", "government"):
        return "top"
    return work.style if work.style in ("village", "school", "hospital", "enterprise") else "office"


def _plan(work: Workplace) -> list[tuple[str, int, tuple[int, int]]]:
    """Return how many leaders a unit has, with the ages that fit."""
    if work.kind == "village":
        return [("chief", 1, (30, 59)), ("board", max(1, work.seats - 3), (25, 59))]
    if work.kind == "company":
        return [("chief", 1, (30, 58))]
    chiefs = 2 if work.style in ("township", "hospital") and work.seats > 12 else 1
    boards = min(work.seats // 2, 8 if work.style in ("party", "government") else 2 + work.seats // 20, 7)
    return [("chief", chiefs, (41, 58)), ("board", boards, (34, 58))]
