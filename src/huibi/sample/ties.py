"""What people share besides kin: schools, troops, friends and enemies, shares and contracts."""

from typing import Any

import huibi_data
from huibi.sample.dice import Dice, Weighted
from huibi.sample.pool import Member
from huibi.sample.relatives import siblings
from huibi.sample.world import NOW, Human, Place, Workplace, World, show_month

KINDS = ("supplier", "loan", "supplier", "benefit", "holding")
SOURCES = ("本人申报", "组织核查", "信访反映", "")


class Lives:
    """Writes studies, service, ties and interests of one place."""

    def __init__(self, world: World, place: Place, dice: Dice, targets: list[Workplace]) -> None:
        self._world = world
        self._place = place
        self._dice = dice
        self._stock: dict[str, Any] = huibi_data.load_toml("sample", "lives.toml")
        self._weights = self._stock["ties"]["weights"]
        self._kinds = Weighted(list(self._weights), list(self._weights.values()))
        self._targets = targets
        self._leaders = [human for work in place.workplaces for human in work.leaders if work.kind != "company"]

    def write(self, members: list[Member]) -> None:
        """Write the rows of everybody in office, and of the pool some more."""
        pool = {id(member.human) for member in members}
        for human in self._place.employees:
            self._study(human, leading=id(human) in pool)
            if human.male and self._dice.chance(0.07):
                self._serve(human)
            if id(human) not in pool and self._dice.chance(0.06):
                self._tie(human, self._dice.pick(self._place.employees))
        for human in self._leaders:
            if self._dice.chance(0.3):
                self._course(human)
        heads = [head for work in self._targets for head in work.leaders] or self._leaders
        for kind in self._weights:
            # Every kind once between an inspector and somebody who leads a unit to be inspected.
            self._tie(self._dice.pick(members).human, self._dice.pick(heads), kind)
        for member in members:
            for _ in range(self._dice.between(0, 3)):
                self._tie(member.human, self._dice.pick(self._acquaintances()))
        self._interests(members)

    def _acquaintances(self) -> list[Human]:
        """Return those whom an inspector most often knows: leaders, now and then of a unit that is to be inspected."""
        if self._dice.chance(0.2):
            return self._dice.pick(self._targets).leaders or self._leaders
        return self._leaders if self._dice.chance(0.6) else self._place.employees

    def _study(self, human: Human, *, leading: bool) -> None:
        schools, dice = self._stock["schools"], self._dice
        entered = human.birth // 12 + 18
        if dice.chance(0.3):
            group = f"{entered - 3}级{dice.between(1, 8)}班"
            self._add_study(human, schools["middle"].format(place=self._place.name), group, entered - 3, 3)
        if dice.chance(0.8):
            years = 3 if dice.chance(0.3) else 4
            group = f"{dice.pick(schools['subjects'])}{entered}级{dice.between(1, 2)}班" if dice.chance(0.9) else ""
            self._add_study(human, dice.pick(schools["universities"]), group, entered, years)
        if leading and dice.chance(0.25):
            self._course(human)

    def _add_study(self, human: Human, school: str, group: str, entered: int, years: int) -> None:
        self._world.add("studies", human.id, school, group, f"{entered}-09", f"{entered + years}-06")

    def _course(self, human: Human) -> None:
        year = self._dice.between(max(human.birth // 12 + 30, 2008), 2025)
        if year > 2025:
            return
        school = self._stock["schools"]["party"].format(place=self._place.name)
        group = f"{year}年第{self._dice.between(1, 2)}期中青年干部培训班"
        self._world.add("studies", human.id, school, group, f"{year}.03", f"{year}.05")

    def _serve(self, human: Human) -> None:
        start = human.birth + self._dice.between(18 * 12, 20 * 12)
        end = start + (24 if self._dice.chance(0.6) else self._dice.between(36, 96))
        if end < NOW:
            troop = self._dice.pick(self._stock["troops"]["names"])
            self._world.add("service", human.id, troop, show_month(start), show_month(end))

    def _tie(self, human: Human, other: Human, kind: str = "") -> None:
        if human is other:
            return
        dice = self._dice
        kind = kind or self._kinds.draw(dice)
        words = self._stock["ties"]["words"][kind]
        since = max(human.birth, other.birth) + dice.between(19 * 12, 40 * 12)
        since = min(since, NOW - 6)
        until = since + dice.between(12, 120)
        dates = (
            show_month(since) if dice.chance(0.6) else "",
            show_month(until) if until < NOW and dice.chance(0.4) else "",
        )
        pair = (human.id, other.id) if dice.chance(0.7) else (other.id, human.id)
        self._world.add("ties", *pair, words["name"], *dates, dice.pick(words["details"]), dice.pick(SOURCES))

    def _interests(self, members: list[Member]) -> None:
        companies = [work for work in self._place.workplaces if work.kind == "company"]
        units = [work for work in self._place.workplaces if work.kind not in ("company", "village")]
        for company in companies:
            for human in self._dice.few(self._place.employees, 1 + len(self._place.employees) // 400):
                self._interest(self._owner(human), company, "holding")
        chosen = self._dice.some(members, max(len(KINDS), len(members) // 8))
        for number, member in enumerate(chosen):
            work = self._dice.pick(self._targets if self._dice.chance(0.3) else units)
            self._interest(self._owner(member.human), work, KINDS[number % len(KINDS)])

    def _owner(self, human: Human) -> Human:
        family = [human.spouse(), *human.children, human.father, human, *siblings(human)]
        return self._dice.pick([one for one in family if one and one.number and one.alive() and one.age() >= 20])

    def _interest(self, human: Human, work: Workplace, kind: str) -> None:
        words, dice = self._stock["interests"][kind], self._dice
        since = NOW - dice.between(6, 140)
        until = since + dice.between(12, 60) if dice.chance(0.3) else 0
        end = show_month(until) if until and until < NOW else ""
        row = (words["name"], show_month(since), end, dice.pick(words["details"]), dice.pick(SOURCES))
        self._world.add("interests", human.id, work.id, *row)
