"""Doubles as forms make them: a relative who has a record anyhow is named anew, with little and not always rightly."""

import csv
from collections.abc import Iterator
from pathlib import Path

import huibi_data
from huibi.sample.dice import Dice
from huibi.sample.past import DOUBLED
from huibi.sample.pool import current_job
from huibi.sample.relatives import distant, elder, in_law_words, siblings
from huibi.sample.world import Human, Job, World, show_month

HEADS = ("a", "b", "carries", "name", "birth", "kin")
SHARE = 0.1  # of the employees
MONTH, UNIT = "month", "unit"
_SOURCE = "干部任免审批表"
_AGED = ("父亲", "母亲", "儿子", "女儿", "哥哥", "弟弟", "姐姐", "妹妹")
_TEN_YEARS = 120
_CARRIES = ((0.4, (MONTH, UNIT)), (0.65, (MONTH,)), (0.85, (UNIT,)), (1.0, ()))


class Doubler:
    """Adds records of people who have one already, and keeps account of who is who."""

    def __init__(self, world: World, dice: Dice) -> None:
        self._world = world
        self._dice = dice
        stock = huibi_data.load_toml("sample", "names.toml")["slips"]
        self._slips: dict[str, dict[str, str]] = {kind: dict(stock[kind].split()) for kind in stock}
        self._gone: set[frozenset[str]] = set()

    def write(self) -> None:
        """Add doubles for a share of the employees; the truth about them goes to `world.doubles`."""
        # Who has a double among the own relatives already would get two fathers by birth: a fault.
        had = {row[0] for row in self._world.tables.get("kin", []) if row[-1] == DOUBLED}
        staff = [human for place in self._world.places for human in place.employees if human.id not in had]
        for owner in self._dice.some(staff, round(len(staff) * SHARE)):
            near = [(human, term) for human, term in self._near(owner) if human.number]
            if near:
                human, term = self._dice.pick(near)
                self._double(owner, human, term)
        rows = self._world.tables.get("kin", [])
        self._world.tables["kin"] = [row for row in rows if frozenset(row[:2]) not in self._gone]

    def _near(self, owner: Human) -> Iterator[tuple[Human, str]]:
        """Yield whom a form asks for: parents, spouse, children, brothers and sisters, parents-in-law, others."""
        for parent in (owner.father, owner.mother):
            if parent is not None:
                yield parent, "父亲" if parent.male else "母亲"
        spouse = owner.spouse()
        if spouse is not None:
            yield spouse, "丈夫" if spouse.male else "妻子"
            for parent in (spouse.father, spouse.mother):
                if parent is not None:
                    yield parent, self._dice.pick(in_law_words(owner, parent))
        for child in owner.children:
            yield child, "儿子" if child.male else "女儿"
        for one in siblings(owner):
            older = elder(one, owner)
            yield one, ("哥哥" if older else "弟弟") if one.male else ("姐姐" if older else "妹妹")
        for other, words in distant(owner):
            if other.job is not None:
                yield other, self._dice.pick(words)

    def _double(self, owner: Human, human: Human, term: str) -> None:
        dice, world = self._dice, self._world
        roll = dice.roll()
        carries = next(what for most, what in _CARRIES if roll < most)
        job = current_job(human) if human.job else None
        if UNIT in carries and job is None:
            carries = (MONTH,)
        ident = f"P{len(world.people) + len(world.extra_people) + 1:06d}"
        name, how = self._name(human.name)
        birth, slip = self._birth(human.birth, close=term in _AGED) if MONTH in carries else ("", "")
        sex = ("男" if human.male else "女") if dice.chance(0.9) else ""
        note = self._work(ident, job) if job is not None and UNIT in carries else ""
        world.extra_people.append((ident, name, sex, birth, "", "", "", "", "", note))
        world.add("kin", owner.id, ident, term, "", "", "", _SOURCE)
        kept = dice.chance(0.35) and term not in ("父亲", "母亲")  # two fathers by birth are a fault
        if not kept:
            self._gone.add(frozenset((owner.id, human.id)))
        world.doubles.append((human.id, ident, "+".join(carries) or "name", how, slip, "kept" if kept else "gone"))

    def _work(self, ident: str, job: Job) -> str:
        """Write unit and post as a posting, or as the words of a form; returns the words."""
        if self._dice.chance(0.6):
            level = "" if self._dice.chance(0.3) else {"chief": "主要负责人", "board": "班子成员"}.get(job.level, "")
            start = (
                show_month(job.start) if self._dice.chance(0.3) else show_month(job.start + self._dice.between(0, 6))
            )
            self._world.extra_postings.append((ident, job.work.id, job.title, level, "", start, ""))
            return ""
        name = job.work.name
        short = next((name[cut:] for cut in (3, 4) if name[cut - 1] in "县市" and self._dice.chance(0.5)), name)
        title = job.title if self._dice.chance(0.7) else ""
        return f"{short}{self._dice.pick(('', ' '))}{title}"

    def _name(self, name: str) -> tuple[str, str]:
        """Return the name as somebody wrote it, and what happened to it."""
        roll = self._dice.roll()
        if "·" in name and roll < 0.5:
            return name.replace("·", ""), "dot"
        if any(ord(sign) > 0xFFFF for sign in name):
            return "".join("?" if ord(sign) > 0xFFFF else sign for sign in name), "open"
        for kind, most in (("variant", 0.02), ("sound", 0.05), ("near", 0.065)):
            if roll < most:
                slips = self._slips[kind]
                wrong = next((i for i in range(len(name) - 1, -1, -1) if name[i] in slips), None)
                if wrong is not None and (kind != "near" or len(name) > 2):
                    return name[:wrong] + slips[name[wrong]] + name[wrong + 1 :], kind
        return name, "exact"

    def _birth(self, birth: int, *, close: bool) -> tuple[str, str]:
        """Return the month as somebody wrote it, and what happened to it; `close`: ten years more would be a fault."""
        roll = self._dice.roll()
        slips = ((0.03, -1, "moon"), (0.05, 1, "next"), (0.06, -2, "moon"), (0.07, 12, "slip"), (0.08, 120, "slip"))
        for most, months, what in slips:
            if roll < most and (months < _TEN_YEARS or not close):
                return show_month(birth + months), what
        return show_month(birth), "right"


def write_truth(world: World, path: Path) -> None:
    """Write who is who as a CSV of the heads `a`, `b` and what each double carries."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADS)
        writer.writerows(world.doubles)
