"""What offices did before: earlier rounds, rulings, applications to be recused, and judgements on who is who."""

from collections.abc import Iterator
from typing import Any

import huibi_data
from huibi.sample.dice import Dice
from huibi.sample.pool import ROLES, Member
from huibi.sample.relatives import elder, siblings
from huibi.sample.rounds import KINDS, ROUND
from huibi.sample.world import NOW, Human, Place, Workplace, World, show_month

EARLIER = (
    ("2025-1", "2025-03-05", "2025-05-20"),
    ("2025-2", "2025-09-08", "2025-11-28"),
    ("2026-1", "2026-03-02", "2026-05-15"),
)
SIZE = 8
DOUBLED = "亲属登记表"  # the source of rows that name a known person anew


def write_history(world: World, place: Place, members: list[Member], targets: list[Workplace], dice: Dice) -> None:
    """Write three earlier rounds of one place; a few of today's units were inspected then already."""
    fit = [work for work in place.workplaces if work.kind in KINDS and work.style not in ("party", "government")]
    again = [work for work in targets if work in fit]
    leaders = [member for member in members if "leader" in member.roles]
    rest = [member for member in members if "leader" not in member.roles]
    for number, (name, start, end) in enumerate(EARLIER):
        units = dice.some(fit, 6)
        if number < len(again) and again[number] not in units:
            units[0] = again[number]
        teams = max(1, min(3, len(members) // 24))
        heads, others = dice.some(leaders, teams), dice.some(rest, teams * (SIZE - 1))
        for team, head in enumerate(heads):
            crew = others[team * (SIZE - 1) : (team + 1) * (SIZE - 1)]
            for unit in units[team::teams]:
                for place_in_team, member in enumerate([head, *crew]):
                    role = ("leader", "deputy", "liaison")[place_in_team] if place_in_team < 3 else "member"
                    row = (f"{place.code[-3:]}-T{team + 1}", member.human.id, ROLES[role], unit.id, start, end)
                    world.add("history", name, *row)


def write_decisions(world: World, members: list[Member], targets: list[Workplace], dice: Dice) -> None:
    """Write rulings and declarations on this round, of every kind of decision."""
    stock: dict[str, Any] = huibi_data.load_toml("sample", "lives.toml")
    spare = [member for member in members if "leader" not in member.roles]
    count = max(4, len(members) // 30)
    _write_rulings(world, spare, targets, stock["rulings"], dice)
    decisions = ("待定", "同意", "不同意", "撤回")
    for number, member in enumerate(dice.some(spare, count)):
        unit = dice.pick(targets)
        leader = dice.pick(unit.leaders) if unit.leaders and dice.chance(0.6) else None
        named = "" if leader and dice.chance(0.3) else unit.id
        decision = decisions[number % 4]
        decided = ("巡察办主任会议", "2026-08-12") if decision != "待定" else ("", "")
        concerned = leader.id if leader else ""
        reason = dice.pick(stock["declarations"]["reasons"])
        ident = f"D{number + 1:04d}"
        world.add("declarations", ident, ROUND, member.human.id, named, concerned, reason, "", decision, *decided)


def _write_rulings(world: World, spare: list[Member], targets: list[Workplace], stock: Any, dice: Dice) -> None:  # noqa: ANN401 - parsed TOML
    """Bar a few whom no rule bars, and waive a few grounds that a rule finds but that weigh little."""
    by = "巡察办主任会议"
    for member in dice.some(spare, max(2, len(spare) // 50)):
        day = f"2026-08-{dice.between(1, 14):02d}"
        world.add("rulings", member.human.id, dice.pick(targets).id, "", "回避", dice.pick(stock["bar"]), by, day)
    grounds = [ground for member in spare for ground in _waivable(member.human, targets)]
    for human, unit, code in dice.some(grounds, max(3, len(grounds) // 10)):
        day = f"2026-08-{dice.between(1, 14):02d}"
        world.add("rulings", human.id, unit.id, code, "变通", dice.pick(stock["waive"]), by, day)


def _waivable(human: Human, targets: list[Workplace]) -> Iterator[tuple[Human, Workplace, str]]:
    """Yield what the screening will find against a person and may be waived: brothers and sisters, posts long ago."""
    for unit in targets:
        kin = [job for sibling in siblings(human) for job in sibling.job or () if job.current and job.level == "staff"]
        if any(_lies_in(job.work, unit) for job in kin):
            yield human, unit, "kin.staff"
        past = [job for job in human.job or () if _lies_in(job.work, unit) and job.end and job.end < NOW - 48]
        if any(job.end - job.start > 40 for job in past):
            yield human, unit, "post.long"


def _lies_in(work: Workplace, unit: Workplace) -> bool:
    above: Workplace | None = work
    while above is not None and above is not unit:
        above = above.parent
    return above is unit


def write_doubles(world: World, members: list[Member], dice: Dice) -> None:
    """Let some forms name a known person anew without identity number, and say of some pairs whether they are one."""
    relatives = [sibling for member in members for sibling in siblings(member.human) if sibling.number]
    parents = [human for member in members for human in (member.human.father,) if human and human.number]
    count = max(3, len(members) // 30)
    for human in dice.some(parents, count):
        child = dice.pick([child for child in human.children if child.number])
        double = _double(world, human, child, "父亲")
        world.add("same_person", human.id, double, "同一人", "干部监督科", "2026-07-20")
    for human in dice.some(relatives, count):
        other = next(one for one in siblings(human) if one.number)
        word = ("哥哥" if human.male else "姐姐") if elder(human, other) else ("弟弟" if human.male else "妹妹")
        _double(world, human, other, word)
    for one, other in _namesakes(world)[: max(3, len(members) // 40)]:
        world.add("same_person", one.id, other.id, "不同人", "干部监督科", "2026-07-21")


def _double(world: World, human: Human, of: Human, term: str) -> str:
    """Add a second record of a person, as the form of a relative brings it: no number, no career."""
    ident = f"P{len(world.people) + len(world.extra_people) + 1:06d}"
    sex = "男" if human.male else "女"
    world.extra_people.append((ident, human.name, sex, show_month(human.birth), "", "", "", "", "", "亲属登记表录入"))
    world.doubles.append((human.id, ident, "month", "exact", "right", "kept"))
    world.add("kin", of.id, ident, term, "", "", "", DOUBLED)
    return ident


def _namesakes(world: World) -> list[tuple[Human, Human]]:
    seen: dict[tuple[str, bool], Human] = {}
    pairs = []
    for place in world.places:
        for human in place.employees:
            first = seen.setdefault((human.name, human.male), human)
            if first is not human and abs(first.birth - human.birth) < 36:
                pairs.append((first, human))
    return pairs
